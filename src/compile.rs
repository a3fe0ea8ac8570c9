//! The passes in a row, from inputs in memory to the files of the site in memory.

use crate::apparatus::{Apparatus, apparatus};
use crate::diagnostic::Diagnostic;
use crate::mention::{Mentions, mentions};
use crate::outline::{Paper, outline};
use crate::read::Inputs;
use crate::register::{Register, register};
use crate::render::{Files, render};
use crate::view::{Page, views};

/// What every pass made of the inputs.
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
    /// The pages as models.
    pub pages: Vec<Page>,
    /// The files of the site.
    pub files: Files,
    /// What the passes noticed.
    pub diagnostics: Vec<Diagnostic>,
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

/// Runs the passes. With faults in the input the result is as good as it can be, for further checks;
/// whether it may be published is for the caller to say, from the diagnostics.
pub fn compile(inputs: &Inputs) -> Compilation {
    compile_watched(inputs, &Nobody)
}

/// Runs the passes as [`compile`] does, and tells `observer` of each.
pub fn compile_watched(inputs: &Inputs, observer: &dyn Observer) -> Compilation {
    let mut diagnostics = Vec::new();
    let papers = pass(observer, "outline", || outline(inputs)).unpack(&mut diagnostics);
    let register = pass(observer, "register", || register(inputs, &papers)).unpack(&mut diagnostics);
    let mentions = pass(observer, "mention", || mentions(&papers, &register));
    let apparatus = pass(observer, "apparatus", || {
        apparatus(&papers, &register, &mentions, &inputs.config.site.language)
    });
    let views = pass(observer, "view", || {
        views(inputs, &papers, &register, &mentions, &apparatus)
    });
    let views = views.unpack(&mut diagnostics);
    observer.begins("render", views.pages.len());
    let files = render(inputs, &views, &|| observer.step()).unpack(&mut diagnostics);
    observer.ends(Some(files.values().map(|bytes| bytes.len()).sum()));
    Compilation {
        papers,
        register,
        mentions,
        apparatus,
        pages: views.pages,
        files,
        diagnostics,
    }
}

fn pass<T>(observer: &dyn Observer, name: &'static str, work: impl FnOnce() -> T) -> T {
    observer.begins(name, 0);
    let result = work();
    observer.ends(None);
    result
}
