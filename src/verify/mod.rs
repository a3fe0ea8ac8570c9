//! Pass 8, check: from what was read of the bytes that would be published (see [`crate::verify`]) says what is
//! not as it should be: text that is missing or changed, links that lead nowhere, names that nobody
//! registered.
//!
//! Invariant: the expected text comes from the source, read here once more, never from the outline that
//! is being checked.

mod acronyms;
pub mod budget;
mod compilation;
mod completeness;
mod document;
mod html;
mod index;
mod links;
mod names;
mod policy;

pub use acronyms::acronyms;
use budget::Weighed;
pub use compilation::{BuiltPage, Compilation};
pub use document::Document;
#[cfg(test)]
pub(crate) use html::{ReadBack, read_back};
pub use names::{Candidate, candidates, is_accepted};

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::input::Inputs;

/// What every build must fulfil: the text complete and in order, every link and anchor alive.
fn verify(inputs: &Inputs, compilation: &Compilation) -> Vec<Diagnostic> {
    let diagnostics = completeness::complete(&compilation.papers, &compilation.pages);
    if diagnostics.is_empty() {
        // A page without its text is without its anchors too: its links would only be noise.
        let mut diagnostics = links::alive(inputs, &compilation.pages, &compilation.files);
        diagnostics.extend(policy::kept(inputs, &compilation.pages));
        diagnostics
    } else {
        diagnostics
    }
}

/// How closely to look at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckLevel<'a> {
    /// What every build must fulfil.
    Build,
    /// That, and what a maintainer should look at.
    Review,
    /// That, and what the pages weigh.
    Budget(&'a Weighed),
}

/// Everything there is to say of a site: what the passes noticed and, where that is no error, what the
/// checks find; less what the configuration accepts. (Faults of the input make faulty pages: what those
/// break in turn would only be noise.)
pub fn run_checks(inputs: &Inputs, compilation: &Compilation, level: CheckLevel) -> Vec<Diagnostic> {
    let mut diagnostics = compilation.diagnostics.clone();
    first_the_configuration(inputs, &mut diagnostics);
    let sound = diagnostics
        .iter()
        .all(|diagnostic| diagnostic.severity == Severity::Warning);
    if sound {
        diagnostics.extend(verify(inputs, compilation));
    }
    if sound && level != CheckLevel::Build {
        diagnostics.extend(review(compilation));
    }
    let weighed = matches!(level, CheckLevel::Budget(_));
    if let CheckLevel::Budget(weighed) = level
        && sound
    {
        diagnostics.extend(weighed.diagnostics.iter().cloned());
    }
    let known = |code: &str| sound && level != CheckLevel::Build && (weighed || code != budget::CODE);
    accept(inputs, &mut diagnostics, known);
    diagnostics
}

/// Keeps only the errors of the configuration, if it has any: with a grammar that cannot be read, all that
/// names a division is wrong too.
fn first_the_configuration(inputs: &Inputs, diagnostics: &mut Vec<Diagnostic>) {
    let at_root = |diagnostic: &Diagnostic| {
        let place = diagnostic.place.as_ref();
        diagnostic.severity == Severity::Error && place.is_some_and(|place| place.file == inputs.config_file)
    };
    if diagnostics.iter().any(at_root) {
        diagnostics.retain(at_root);
    }
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
    diagnostics.extend(names::unused_aliases(
        &compilation.papers,
        register,
        &compilation.mentions,
    ));
    diagnostics.extend(names::unregistered(
        &compilation.papers,
        register,
        &compilation.mentions,
    ));
    diagnostics.extend(index::sound(compilation));
    diagnostics
}

/// Takes out the warnings that the configuration accepts. Where the rule of a code has run (`known`), an
/// acceptance that met no warning is one that nobody needs any more.
pub fn accept(inputs: &Inputs, diagnostics: &mut Vec<Diagnostic>, known: impl Fn(&str) -> bool) {
    for acceptance in &inputs.config.accept {
        let before = diagnostics.len();
        diagnostics.retain(|diagnostic| {
            diagnostic.severity != Severity::Warning
                || diagnostic.code != acceptance.code.value
                || !diagnostic.message.contains(&acceptance.about)
        });
        if known(&acceptance.code.value) && diagnostics.len() == before {
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

fn accepted_at(inputs: &Inputs, acceptance: &crate::input::Acceptance) -> Place {
    crate::input::yaml::place(&inputs.config_file, 0, &acceptance.code)
}
