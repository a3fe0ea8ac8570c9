//! Diagnostics as text: for terminals, as JSON, for GitHub Actions and as SARIF.

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
    /// For code scanning: one SARIF 2.1.0 log (OASIS), even if there are no diagnostics.
    Sarif,
}

/// The diagnostics as text in the given format, ending in a newline.
///
/// `folder` is the path of the site's folder from where the text is read, put before each file's path; if it is
/// empty, paths are relative to the site's root.
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

/// A file's path as it is shown. Files that are compiled into the program are in no folder.
fn shown_path(place: &Place, folder: &str) -> String {
    let path = &place.file.path;
    if folder.is_empty() || place.file.is_builtin() {
        path.clone()
    } else {
        format!("{}/{path}", folder.trim_end_matches('/'))
    }
}
