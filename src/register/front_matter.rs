use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::input::{Located, yaml};

/// The keys of names and headings, after which a comment is hardly ever meant as one.
const NAME_KEYS: [&str; 4] = ["name:", "acronym:", "heading:", "- heading:"];

/// The Markdown of a file: from the byte offset `start` to the end.
pub(super) struct Text {
    pub(super) file: Arc<SourceFile>,
    pub(super) start: usize,
}

/// The YAML of a file: its located values are relative to `start`.
pub(super) struct YamlSource<'a> {
    pub(super) file: &'a Arc<SourceFile>,
    /// Byte offset of the YAML.
    pub(super) start: usize,
}

impl YamlSource<'_> {
    /// Where a value stands in the file.
    pub(super) fn place<T>(&self, value: &Located<T>) -> Place {
        yaml::place(self.file, self.start, value)
    }
}

/// Warns of values that a ` #` ends, in the YAML of a content file.
pub(super) fn yaml_comments(file: &Arc<SourceFile>) -> Vec<Diagnostic> {
    match file.path.ends_with(".md") {
        false => yaml::cut_values(file, 0, file.text.len(), &NAME_KEYS),
        true => split(&file.text).map_or(Vec::new(), |(start, end, _)| {
            yaml::cut_values(file, start, end, &NAME_KEYS)
        }),
    }
}

/// The byte range of a file's front matter, and the text after it; `least` are the keys it needs.
pub(super) fn front_matter(
    file: &Arc<SourceFile>,
    what: &str,
    least: &str,
) -> Result<(Range<usize>, Text), Vec<Diagnostic>> {
    let (start, end, body) = split(&file.text).ok_or_else(|| {
        let opened = file.text.lines().next().map(str::trim_end) == Some("---");
        vec![match opened {
            true => Diagnostic::error("no-front-matter", "the line `---` after the keys is missing")
                .at(Place::new(file, end_of_keys(&file.text)))
                .help("write `---` on a line of its own here, between the keys and the text"),
            false => {
                let message = format!("{what} begins with a line `---`, its keys, and a line `---`");
                Diagnostic::error("no-front-matter", message)
                    .at(Place::start_of(file))
                    .help(format!("the least {what} needs is {least}"))
            }
        }]
    })?;
    let text = Text {
        file: Arc::clone(file),
        start: body,
    };
    Ok((start..end, text))
}

/// Where the keys of a front matter that is not closed end: the first empty line, or the end of the file.
fn end_of_keys(text: &str) -> Range<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        at += line.len();
    }
    at..at
}

/// Byte offsets of the start and end of the front matter, and of the text after it.
fn split(text: &str) -> Option<(usize, usize, usize)> {
    let start = text.find('\n')? + 1;
    if text[..start].trim_end() != "---" {
        return None;
    }
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((start, at, at + line.len()));
        }
        at += line.len();
    }
    None
}
