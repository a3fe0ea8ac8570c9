//! The passes in a row: from the inputs in memory to the files of the site in memory. Nothing here reads or writes a
//! disk.

mod memo;

use std::sync::Arc;

use rayon::prelude::*;

use crate::apparatus::{Apparatus, apparatus};
use crate::diagnostic::Diagnostic;
use crate::mention::{Mentions, mentions};
use crate::outline::{Paper, outline};
use crate::proof::Document;
use crate::read::Inputs;
use crate::register::{Register, register};
use crate::render::{Renderer, assets, conflicts, merge_repeated};
use crate::view::{Files, Head, Layout, Page, Views, views};

pub use memo::Memo;

/// A site: what every pass made of the inputs, and the files to publish.
#[derive(Debug)]
pub struct Compilation {
    /// The papers' outlines.
    pub papers: Vec<Paper>,
    /// The entries.
    pub register: Register,
    /// Where they are mentioned.
    pub mentions: Mentions,
    /// Concordances, glossary, index, matrix.
    pub apparatus: Apparatus,
    /// The pages, by path.
    pub pages: Vec<BuiltPage>,
    /// The files of the site that are no pages.
    pub files: Files,
    /// What the passes noticed.
    pub diagnostics: Vec<Diagnostic>,
}

/// A finished page.
#[derive(Debug, Clone)]
pub struct BuiltPage {
    /// Where it stands and what it shows.
    pub head: Head,
    /// Its bytes.
    pub html: Arc<[u8]>,
    /// What was read back from its bytes.
    pub document: Arc<Document>,
    /// The hash of its model, where the build has a memo.
    model: Option<u64>,
}

/// Told of the work while it goes on: for progress and timings, never for the result.
pub trait Observer: Sync {
    /// A pass begins; `steps` says how many pages it has to do, 0 where they are not counted.
    fn begins(&self, pass: &'static str, steps: usize);
    /// One page is done.
    fn step(&self);
    /// The pass is over; `bytes` is the size of what it made, where that has a size.
    fn ends(&self, bytes: Option<usize>);
}

/// An observer that ignores every event.
pub struct NoProgress;

impl Observer for NoProgress {
    fn begins(&self, _: &'static str, _: usize) {}
    fn step(&self) {}
    fn ends(&self, _: Option<usize>) {}
}

/// Runs the passes. With faults in the input the result is as good as it can be, for further checks; whether it may be
/// published is for the caller to decide, from the diagnostics.
pub fn compile(inputs: &Inputs, observer: &dyn Observer) -> Compilation {
    passes(inputs, observer, None)
}

/// As [`compile`], but takes a page from the memo where its model is the one of the build before. The result is the
/// same.
pub fn compile_with_memo(inputs: &Inputs, observer: &dyn Observer, memo: &mut Memo) -> Compilation {
    memo.keep_only_for(inputs);
    let compilation = passes(inputs, observer, Some(memo));
    memo.remember(&compilation.pages);
    compilation
}

fn passes(inputs: &Inputs, observer: &dyn Observer, memo: Option<&Memo>) -> Compilation {
    let mut diagnostics = Vec::new();
    let papers = pass(observer, "outline", || outline(inputs)).unpack(&mut diagnostics);
    let register = pass(observer, "register", || register(inputs, &papers)).unpack(&mut diagnostics);
    let mentions = pass(observer, "mention", || mentions(&papers, &register));
    let language = &inputs.config.site.language;
    let apparatus = pass(observer, "apparatus", || {
        apparatus(&papers, &register, &mentions, language)
    });
    observer.begins("view", 0);
    let layout = Layout::new(&register, &apparatus, papers.len(), language);
    let views = views(inputs, &papers, &register, &mentions, &apparatus, &layout).unpack(&mut diagnostics);
    let renderer = Renderer::new(inputs).unpack(&mut diagnostics);
    observer.ends(None);
    observer.begins("render", views.heads.len());
    let maker = PageMaker {
        views: &views,
        memo,
        observer,
        base_path: &inputs.config.base_path(),
    };
    let (pages, mut files) = rayon::join(
        || renderer.as_ref().map_or(Vec::new(), |renderer| maker.pages(renderer)),
        || views.files(),
    );
    let (pages, failures): (Vec<_>, Vec<_>) = pages.into_iter().partition(Result::is_ok);
    diagnostics.extend(merge_repeated(failures.into_iter().filter_map(Result::err)));
    let pages: Vec<BuiltPage> = pages.into_iter().flatten().collect();
    observer.ends(Some(pages.iter().map(|page| page.html.len()).sum()));
    files.extend(assets(inputs));
    diagnostics.extend(conflicts(pages.iter().map(|page| &page.head.path), files.keys()));
    Compilation {
        pages,
        files,
        papers,
        register,
        mentions,
        apparatus,
        diagnostics,
    }
}

/// Makes pages, several at once.
struct PageMaker<'a> {
    views: &'a Views<'a>,
    memo: Option<&'a Memo>,
    observer: &'a dyn Observer,
    base_path: &'a str,
}

impl PageMaker<'_> {
    fn pages(&self, renderer: &Renderer) -> Vec<Result<BuiltPage, Diagnostic>> {
        let heads = self.views.heads.par_iter();
        let page = |head| {
            let page = self.page(renderer, head);
            self.observer.step();
            page
        };
        heads.map(page).collect()
    }

    fn page(&self, renderer: &Renderer, head: &Head) -> Result<BuiltPage, Diagnostic> {
        let page = self.views.page(head);
        let model = self.memo.map(|_| memo::hash(&page));
        let known = self.memo.and_then(|memo| memo.page(&head.path, model?));
        match known {
            Some(known) => Ok(BuiltPage {
                head: head.clone(),
                ..known.clone()
            }),
            None => self.rendered(renderer, head, &page, model),
        }
    }

    fn rendered(
        &self,
        renderer: &Renderer,
        head: &Head,
        page: &Page,
        model: Option<u64>,
    ) -> Result<BuiltPage, Diagnostic> {
        let html = renderer.page(page)?;
        Ok(BuiltPage {
            document: Arc::new(Document::read(&head.path, self.base_path, &html)),
            html: html.into(),
            head: head.clone(),
            model,
        })
    }
}

impl Compilation {
    /// All files of the site, pages included.
    pub fn all_files(&self) -> Files {
        let pages = self.pages.iter();
        let pages = pages.map(|page| (page.head.path.clone(), Arc::clone(&page.html)));
        let files = self.files.iter().map(|(path, bytes)| (path.clone(), Arc::clone(bytes)));
        files.chain(pages).collect()
    }
}

fn pass<T>(observer: &dyn Observer, name: &'static str, work: impl FnOnce() -> T) -> T {
    observer.begins(name, 0);
    let result = work();
    observer.ends(None);
    result
}
