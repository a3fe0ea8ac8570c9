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

/// Runs the passes. With faults in the input the result is as good as it can be, for further checks;
/// whether it may be published is for the caller to say, from the diagnostics.
pub fn compile(inputs: &Inputs) -> Compilation {
    let mut diagnostics = Vec::new();
    let papers = outline(inputs).unpack(&mut diagnostics);
    let register = register(inputs, &papers).unpack(&mut diagnostics);
    let mentions = mentions(&papers, &register);
    let apparatus = apparatus(&papers, &register, &mentions, &inputs.config.site.language);
    let pages = views(inputs, &papers, &register, &mentions, &apparatus).unpack(&mut diagnostics);
    let files = render(inputs, &pages).unpack(&mut diagnostics);
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
