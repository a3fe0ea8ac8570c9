//! Diagnostics as text: for people, for programs, for two services that show them in their own way.

mod github;
mod human;
mod json;
mod sarif;

use super::{Diagnostic, Place};

/// How diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people: message, source line with caret, advice.
    Human {
        /// Whether the terminal shows colours.
        color: bool,
        /// Columns of the terminal.
        width: usize,
    },
    /// For programs: one JSON object a line.
    Json,
    /// For GitHub Actions: workflow commands, which become annotations of a change.
    Github,
    /// For code scanning: one SARIF 2.1.0 log (OASIS), whether or not there is anything to say.
    Sarif,
}

/// The diagnostics as text in the given format, ending in a newline.
///
/// `folder` is where the site lies as seen by whoever reads the text; it stands before each file's path.
/// Empty: the files are named as the site names them.
pub fn report(diagnostics: &[Diagnostic], format: Format, folder: &str) -> String {
    match format {
        Format::Human { color, width } => each(diagnostics, |one| human::write(one, color, width, folder)),
        Format::Json => each(diagnostics, |one| json::write(one, folder)),
        Format::Github => each(diagnostics, |one| github::write(one, folder)),
        Format::Sarif => sarif::write(diagnostics, folder),
    }
}

fn each(diagnostics: &[Diagnostic], write: impl Fn(&Diagnostic) -> String) -> String {
    diagnostics.iter().map(write).collect()
}

/// A file's path as the reader sees it. What is compiled into the program lies in no folder.
fn shown_path(place: &Place, folder: &str) -> String {
    let path = &place.file.path;
    if folder.is_empty() || place.file.is_builtin() {
        path.clone()
    } else {
        format!("{}/{path}", folder.trim_end_matches('/'))
    }
}
