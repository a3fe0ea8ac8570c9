//! Pass 8, check: reads the bytes that would be published, with a reader of its own, and says what is
//! not as it should be: text that is missing or changed, links that lead nowhere, names that nobody
//! registered.
//!
//! Invariant: the expected text comes from the source, read here once more, never from the outline that
//! is being checked.

mod acronyms;
pub mod budget;
mod html;
mod links;
mod names;
mod text;

pub use acronyms::acronyms;
pub use names::{Candidate, candidates};

use crate::compile::Compilation;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::read::Inputs;

/// What every build must fulfil: the text complete and in order, every link and anchor alive.
fn verify(inputs: &Inputs, compilation: &Compilation) -> Vec<Diagnostic> {
    let documents = html::documents(&compilation.files);
    let mut diagnostics = text::complete(&compilation.papers, &compilation.pages, &documents);
    diagnostics.extend(links::alive(inputs, &documents, &compilation.files));
    diagnostics
}

/// How closely to look at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// What every build must fulfil.
    Build,
    /// That, and what a maintainer should look at.
    Review,
}

/// Everything there is to say of a site: what the passes noticed and, where that is no error, what the
/// checks find; less what the configuration accepts. (Faults of the input make faulty pages: what those
/// break in turn would only be noise.)
pub fn judge(inputs: &Inputs, compilation: &Compilation, depth: Depth) -> Vec<Diagnostic> {
    let mut diagnostics = compilation.diagnostics.clone();
    let sound = diagnostics
        .iter()
        .all(|diagnostic| diagnostic.severity == Severity::Warning);
    if sound {
        diagnostics.extend(verify(inputs, compilation));
    }
    if sound && depth == Depth::Review {
        diagnostics.extend(review(compilation));
    }
    accept(inputs, &mut diagnostics, sound && depth == Depth::Review);
    diagnostics
}

/// What a maintainer should look at: entries that no paper mentions, names that look like entries.
fn review(compilation: &Compilation) -> Vec<Diagnostic> {
    let register = &compilation.register;
    let unmentioned = register
        .iter()
        .filter(|(id, _)| compilation.apparatus.concordances[id.0].count() == 0)
        .map(|(_, entry)| {
            Diagnostic::warning("unmentioned-entry", format!("no paper mentions `{}`", entry.name))
                .at(entry.place.clone())
                .help("add the form the paper uses to its `aliases`, or remove the entry")
        });
    let mut diagnostics: Vec<Diagnostic> = unmentioned.collect();
    diagnostics.extend(names::unregistered(
        &compilation.papers,
        register,
        &compilation.mentions,
    ));
    diagnostics
}

/// Takes out the warnings that the configuration accepts. With `all_known`, every rule has run, so an
/// acceptance that met no warning is one that nobody needs any more.
pub fn accept(inputs: &Inputs, diagnostics: &mut Vec<Diagnostic>, all_known: bool) {
    for acceptance in &inputs.config.accept {
        let before = diagnostics.len();
        diagnostics.retain(|diagnostic| {
            diagnostic.severity != Severity::Warning
                || diagnostic.code != acceptance.code.value
                || !diagnostic.message.contains(&acceptance.about)
        });
        if all_known && diagnostics.len() == before {
            diagnostics.push(
                Diagnostic::warning(
                    "unused-acceptance",
                    format!("no warning `{}` is about `{}`", acceptance.code.value, acceptance.about),
                )
                .at(accepted_at(inputs, acceptance))
                .help("take this acceptance out"),
            );
        }
    }
}

fn accepted_at(inputs: &Inputs, acceptance: &crate::read::Acceptance) -> Place {
    crate::read::yaml::place(&inputs.config_file, 0, &acceptance.code)
}
