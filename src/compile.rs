//! The passes in a row: from inputs in memory to the pages of the site, one after the other, and the files beside them.

use std::sync::Arc;

use rayon::prelude::*;

use crate::apparatus::{Apparatus, apparatus};
use crate::diagnostic::Diagnostic;
use crate::mention::{Mentions, mentions};
use crate::outline::{Paper, outline};
use crate::proof::Document;
use crate::read::Inputs;
use crate::register::{Register, register};
use crate::render::{Renderer, files, told_once};
use crate::view::{Files, Head, Layout, Views, views};

/// What every pass made of the inputs; of each page what the caller wanted to keep.
#[derive(Debug)]
pub struct Compilation<Kept = Arc<[u8]>> {
    /// The papers' outlines.
    pub papers: Vec<Paper>,
    /// The entries.
    pub register: Register,
    /// Where they are mentioned.
    pub mentions: Mentions,
    /// Concordances, glossary, index, matrix.
    pub apparatus: Apparatus,
    /// The pages, by path.
    pub pages: Vec<Leaf<Kept>>,
    /// The files of the site that are no pages.
    pub files: Files,
    /// What the passes noticed.
    pub diagnostics: Vec<Diagnostic>,
}

/// A finished page.
#[derive(Debug, Clone)]
pub struct Leaf<Kept> {
    /// Where it stands and what it shows.
    pub head: Head,
    /// What it has, read from its bytes.
    pub document: Document,
    /// What the caller keeps of it.
    pub kept: Kept,
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

/// Nobody watches.
struct Nobody;

impl Observer for Nobody {
    fn begins(&self, _: &'static str, _: usize) {}
    fn step(&self) {}
    fn ends(&self, _: Option<usize>) {}
}

/// Runs the passes and keeps every page in memory. With faults in the input the result is as good as it can be, for
/// further checks; whether it may be published is for the caller to say, from the diagnostics.
pub fn compile(inputs: &Inputs) -> Compilation {
    compile_watched(inputs, &Nobody, &|_, html| html.into())
}

/// Runs the passes as [`compile`] does, and tells `observer` of each. Every page is given to `keep` as soon as it is
/// finished, by several threads at once; no other copy of it is kept.
pub fn compile_watched<Kept: Send>(
    inputs: &Inputs,
    observer: &dyn Observer,
    keep: &(dyn Fn(&Head, Vec<u8>) -> Kept + Sync),
) -> Compilation<Kept> {
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
    let files = files(inputs, &views).unpack(&mut diagnostics);
    observer.ends(Some(files.values().map(|bytes| bytes.len()).sum()));
    let pages = pages(inputs, &views, observer, keep, &mut diagnostics);
    drop(views);
    Compilation {
        papers,
        register,
        mentions,
        apparatus,
        pages,
        files,
        diagnostics,
    }
}

/// Makes the pages, in parallel: model, bytes and what is read from those.
fn pages<Kept: Send>(
    inputs: &Inputs,
    views: &Views,
    observer: &dyn Observer,
    keep: &(dyn Fn(&Head, Vec<u8>) -> Kept + Sync),
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Leaf<Kept>> {
    observer.begins("render", views.heads.len());
    let renderer = Renderer::new(inputs).unpack(diagnostics);
    let base_path = inputs.config.base_path();
    let leaf = |renderer: &Renderer, head: &Head| {
        let html = renderer.page(&views.page(head))?;
        let document = Document::read(&head.path, &base_path, &html);
        let leaf = (html.len(), Leaf {
            head: head.clone(),
            document,
            kept: keep(head, html),
        });
        observer.step();
        Ok(leaf)
    };
    let made: Vec<Result<(usize, Leaf<Kept>), Diagnostic>> = match &renderer {
        Some(renderer) => views.heads.par_iter().map(|head| leaf(renderer, head)).collect(),
        None => Vec::new(),
    };
    let mut pages = Vec::with_capacity(made.len());
    let mut bytes = 0;
    let mut failures = Vec::new();
    for page in made {
        match page {
            Ok((size, leaf)) => {
                bytes += size;
                pages.push(leaf);
            }
            Err(failure) => failures.push(failure),
        }
    }
    diagnostics.extend(told_once(failures));
    observer.ends(Some(bytes));
    pages
}

impl Compilation {
    /// All files of the site.
    pub fn all_files(&self) -> Files {
        let pages = self.pages.iter();
        let pages = pages.map(|page| (page.head.path.clone(), Arc::clone(&page.kept)));
        self.files.clone().into_iter().chain(pages).collect()
    }
}

fn pass<T>(observer: &dyn Observer, name: &'static str, work: impl FnOnce() -> T) -> T {
    observer.begins(name, 0);
    let result = work();
    observer.ends(None);
    result
}
