//! The one place that names the YAML library: parsing with located, helpful errors.

use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::text::did_you_mean;

/// A value that remembers where in its YAML it stands.
pub type Located<T> = serde_yaml::Spanned<T>;

/// Parses the YAML in `file.text[start..end]` to a typed value.
///
/// # Errors
/// One diagnostic at the place of the fault; an unknown key is told the nearest known one.
pub(crate) fn parse<T: DeserializeOwned>(file: &Arc<SourceFile>, start: usize, end: usize) -> Result<T, Diagnostic> {
    let options = serde_yaml::options! { strict_booleans: true, with_snippet: false };
    serde_yaml::from_str_with_options(&file.text[start..end], options).map_err(|error| explain(file, start, &error))
}

/// Where a located value stands; `start` is where its YAML begins in the file.
pub(crate) fn place<T>(file: &Arc<SourceFile>, start: usize, value: &Located<T>) -> Place {
    location(file, start, value.referenced)
}

fn location(file: &Arc<SourceFile>, start: usize, location: serde_yaml::Location) -> Place {
    let span = location.span();
    let from = start + span.byte_offset().unwrap_or(0) as usize;
    let from = from.min(file.text.len());
    let to = (from + span.byte_len().unwrap_or(0) as usize).min(file.text.len());
    // A block value's span runs over its lines; its first line is enough to show.
    let line = file.text[from..to].find('\n').map_or(to, |at| from + at);
    Place::new(file, from..line)
}

fn explain(file: &Arc<SourceFile>, start: usize, error: &serde_yaml::Error) -> Diagnostic {
    use serde_yaml::Error;
    let error = error.without_snippet();
    let diagnostic = match error {
        Error::SerdeUnknownField { field, expected, .. } => {
            Diagnostic::error("unknown-key", format!("unknown key `{field}`"))
                .help_if(did_you_mean(field, expected.iter().copied()))
                .help(format!("the keys known here are {}", listed(expected)))
        }
        Error::SerdeMissingField { field, .. } => {
            Diagnostic::error("missing-key", format!("the key `{field}` is missing"))
        }
        Error::SerdeInvalidType {
            unexpected, expected, ..
        } => Diagnostic::error("wrong-type", format!("this is {unexpected} where {expected} is wanted")),
        Error::Unexpected { expected, .. } => {
            let wanted = match *expected {
                "sequence start" => "a list (`[…]`, or lines that begin with `-`)",
                "mapping start" => "a mapping (lines of `key: value`)",
                "string scalar" => "a text",
                other => other,
            };
            Diagnostic::error("wrong-type", format!("this is not {wanted}"))
        }
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.as_deref().unwrap_or("?");
            Diagnostic::error("duplicate-key", format!("the key `{key}` stands here twice"))
        }
        other => Diagnostic::error(
            "bad-yaml",
            format!("this is not valid YAML: {}", first_line(&other.to_string())),
        ),
    };
    let place = match error.location() {
        Some(at) => location(file, start, at),
        None => Place::new(file, start..start),
    };
    diagnostic.at(place)
}

fn listed(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The library's message without the position, which the diagnostic has better.
fn first_line(message: &str) -> &str {
    let line = message.lines().next().unwrap_or_default();
    line.rsplit_once(" at line ").map_or(line, |(what, _)| what)
}
