//! Runs the passes in order: from the inputs in memory to the files of the site in memory, without touching the disk.

mod memo;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use rayon::prelude::*;

use crate::apparatus::apparatus;
use crate::diagnostic::Diagnostic;
use crate::export::export;
use crate::input::Inputs;
use crate::mention::mentions;
use crate::outline::outline;
use crate::page::{Page, Route, routes};
use crate::register::register;
use crate::render::{Renderer, assets, conflicts, merge_repeated};
use crate::site::Site;
use crate::verify::{BuiltPage, Compilation, Document};

pub use memo::Memo;

/// Receives events of a running build, for progress and timings. Has no influence on the result.
pub trait Observer: Sync {
    /// A pass begins; `steps` is its number of pages, or 0 if it does not work page by page.
    fn begins(&self, pass: &'static str, steps: usize);
    /// The current pass has finished one page.
    fn step(&self);
    /// The current pass ends; `bytes` is the size of its result, if known.
    fn ends(&self, bytes: Option<usize>);
}

/// An observer that ignores every event.
pub struct NoProgress;

impl Observer for NoProgress {
    fn begins(&self, _: &'static str, _: usize) {}
    fn step(&self) {}
    fn ends(&self, _: Option<usize>) {}
}

/// Runs the passes. With errors in the input the result is as complete as possible, for further checks; the caller decides
/// from the diagnostics whether to publish it.
pub fn compile(inputs: &Inputs, observer: &dyn Observer) -> Compilation {
    passes(inputs, observer, None)
}

/// Like [`compile`], with the same result, but reuses the pages of the previous build whose models are unchanged.
pub fn compile_with_memo(inputs: &Inputs, observer: &dyn Observer, memo: &mut Memo) -> Compilation {
    memo.invalidate_if_changed(inputs);
    let compilation = passes(inputs, observer, Some(memo));
    memo.replace(&compilation.pages);
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
    observer.begins("site", 0);
    let site = Site::new(inputs, &papers, &register, &mentions, &apparatus).unpack(&mut diagnostics);
    let routes = routes(&site).unpack(&mut diagnostics);
    let renderer = Renderer::new(inputs).unpack(&mut diagnostics);
    observer.ends(None);
    observer.begins("render", routes.len());
    let builder = PageBuilder {
        site: &site,
        memo,
        observer,
        base_path: &inputs.config.base_path(),
    };
    let (pages, mut files) = rayon::join(
        || {
            renderer
                .as_ref()
                .map_or(Vec::new(), |renderer| builder.pages(renderer, &routes))
        },
        || export(&site, &routes),
    );
    let (pages, failures): (Vec<_>, Vec<_>) = pages.into_iter().partition(Result::is_ok);
    diagnostics.extend(merge_repeated(failures.into_iter().filter_map(Result::err)));
    let pages: Vec<BuiltPage> = pages.into_iter().flatten().collect();
    observer.ends(Some(pages.iter().map(|page| page.html.len()).sum()));
    files.extend(assets(inputs));
    diagnostics.extend(conflicts(pages.iter().map(|page| &page.info.path), files.keys()));
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

/// Builds pages in parallel.
struct PageBuilder<'a> {
    site: &'a Site<'a>,
    memo: Option<&'a Memo>,
    observer: &'a dyn Observer,
    base_path: &'a str,
}

impl PageBuilder<'_> {
    fn pages(&self, renderer: &Renderer, routes: &[Route]) -> Vec<Result<BuiltPage, Diagnostic>> {
        let page = |route| {
            let page = self.page(renderer, route);
            self.observer.step();
            page
        };
        routes.par_iter().map(page).collect()
    }

    fn page(&self, renderer: &Renderer, route: &Route) -> Result<BuiltPage, Diagnostic> {
        let page = route.page(self.site);
        let model = self.memo.map(|_| memo::hash(&page));
        let cached = self.memo.and_then(|memo| memo.page(&route.info.path, model?));
        match cached {
            Some(cached) => Ok(BuiltPage {
                info: route.info.clone(),
                ..cached.clone()
            }),
            None => self.render(renderer, route, &page, model),
        }
    }

    fn render(
        &self,
        renderer: &Renderer,
        route: &Route,
        page: &Page,
        model: Option<u64>,
    ) -> Result<BuiltPage, Diagnostic> {
        let html = renderer.page(page)?;
        Ok(BuiltPage {
            document: Arc::new(Document::read(&route.info.path, self.base_path, &html)),
            html: html.into(),
            info: route.info.clone(),
            model,
        })
    }
}

/// Runs a pass that does not work page by page.
fn pass<T>(observer: &dyn Observer, name: &'static str, work: impl FnOnce() -> T) -> T {
    observer.begins(name, 0);
    let result = work();
    observer.ends(None);
    result
}
