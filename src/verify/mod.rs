//! Pass 8, verify: parses the finished pages and checks them: text that is missing or changed, broken links, names that
//! look like entries and are not registered.
//!
//! Invariant: the expected text comes from the source, which is split into lines here once more, never from the outline
//! that is being checked.

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
use crate::mention::near_misses;

/// The checks of every build: the text is complete and in order, links and anchors exist, pages keep the content policy.
fn verify(inputs: &Inputs, compilation: &Compilation) -> Vec<Diagnostic> {
    let diagnostics = completeness::check(&compilation.papers, &compilation.pages);
    if diagnostics.is_empty() {
        // A page that lacks text lacks anchors too; reporting its links as well would be noise.
        let mut diagnostics = links::check(inputs, &compilation.pages, &compilation.files);
        diagnostics.extend(policy::check(inputs, &compilation.pages));
        diagnostics
    } else {
        diagnostics
    }
}

/// How much to check; each level includes the ones before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckLevel<'a> {
    /// What every build must pass.
    Build,
    /// Also what a maintainer should look at.
    Review,
    /// Also the weight of the pages, which has been measured already.
    Budget(&'a Weighed),
}

/// All diagnostics of a site: those of the passes and, if none of those is an error, those of the checks; without the
/// warnings that the configuration accepts. (Errors in the input cause further errors in the pages, which would be noise.)
pub fn run_checks(inputs: &Inputs, compilation: &Compilation, level: CheckLevel) -> Vec<Diagnostic> {
    let mut diagnostics = compilation.diagnostics.clone();
    keep_only_configuration_errors(inputs, &mut diagnostics);
    let no_errors = diagnostics
        .iter()
        .all(|diagnostic| diagnostic.severity == Severity::Warning);
    if no_errors {
        diagnostics.extend(verify(inputs, compilation));
    }
    if no_errors && level != CheckLevel::Build {
        diagnostics.extend(review(compilation));
    }
    let weighed = matches!(level, CheckLevel::Budget(_));
    if let CheckLevel::Budget(weighed) = level
        && no_errors
    {
        diagnostics.extend(weighed.diagnostics.iter().cloned());
    }
    let is_checked = |code: &str| no_errors && level != CheckLevel::Build && (weighed || code != budget::CODE);
    accept(inputs, &mut diagnostics, is_checked);
    diagnostics
}

/// Drops everything but the errors of the configuration, if it has any: a broken heading grammar, for example, makes
/// every reference to a division fail too.
fn keep_only_configuration_errors(inputs: &Inputs, diagnostics: &mut Vec<Diagnostic>) {
    let is_configuration_error = |diagnostic: &Diagnostic| {
        let place = diagnostic.place.as_ref();
        diagnostic.severity == Severity::Error && place.is_some_and(|place| place.file == inputs.config_file)
    };
    if diagnostics.iter().any(is_configuration_error) {
        diagnostics.retain(is_configuration_error);
    }
}

/// Warnings for maintainers: entries that no paper mentions, unused aliases, unregistered names, faults of the index.
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
    let misses = near_misses(&compilation.papers, register, &compilation.mentions);
    diagnostics.extend(names::near_misses(&compilation.papers, register, &misses));
    diagnostics.extend(names::unregistered(
        &compilation.papers,
        register,
        &compilation.mentions,
        &misses,
    ));
    diagnostics.extend(index::check(compilation));
    diagnostics
}

/// Removes the warnings that the configuration accepts, and warns of acceptances that match no warning. The latter only
/// for codes whose check has run (`is_checked`).
pub fn accept(inputs: &Inputs, diagnostics: &mut Vec<Diagnostic>, is_checked: impl Fn(&str) -> bool) {
    for acceptance in &inputs.config.accept {
        let before = diagnostics.len();
        diagnostics.retain(|diagnostic| {
            diagnostic.severity != Severity::Warning
                || diagnostic.code != acceptance.code.value
                || !diagnostic.message.contains(&acceptance.about)
        });
        if is_checked(&acceptance.code.value) && diagnostics.len() == before {
            diagnostics.push(
                Diagnostic::warning(
                    "unused-acceptance",
                    format!("no warning `{}` is about `{}`", acceptance.code.value, acceptance.about),
                )
                .at(place_of(inputs, acceptance))
                .help("take this acceptance out"),
            );
        }
    }
}

fn place_of(inputs: &Inputs, acceptance: &crate::input::Acceptance) -> Place {
    crate::input::yaml::place(&inputs.config_file, 0, &acceptance.code)
}
