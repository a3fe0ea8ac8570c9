//! The one place that names the YAML library: parsing with located, helpful errors.

use std::fmt::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use serde::de::{DeserializeOwned, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_yaml::budget::BudgetBreach;

use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::text::{did_you_mean, unprintable};

/// A value that remembers where in its YAML it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Byte range in the YAML.
    range: Range<u64>,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = serde_yaml::Spanned::deserialize(deserializer)?;
        let span = spanned.referenced.span();
        let start = span.byte_offset().unwrap_or(0);
        Ok(Self {
            value: spanned.value,
            range: start..start + span.byte_len().unwrap_or(0),
        })
    }
}

/// The most faults that are reported of one file.
const MAX_FAULTS: usize = 20;

/// The most values in one file: an index of many thousand headings has hundreds of thousands. (The file is in memory
/// already and has at least a byte for each value; the library limits how often anchors repeat them.)
const MAX_VALUES: usize = 10_000_000;

/// Parses the YAML in `file.text[start..end]` to a typed value.
///
/// # Errors
/// All faults that can be found independently of each other, each at its place. The library stops at the first
/// one; its key is then blanked in a copy, and the copy is parsed again.
pub(crate) fn parse<T: DeserializeOwned>(
    file: &Arc<SourceFile>,
    start: usize,
    end: usize,
) -> Result<T, Vec<Diagnostic>> {
    let mut text = file.text[start..end].to_owned();
    let mut found: Vec<Diagnostic> = Vec::new();
    loop {
        let error = match serde_yaml::from_str_with_options(&text, options()) {
            Ok(value) => {
                found.extend(control_characters(file, start, &text));
                return if found.is_empty() { Ok(value) } else { Err(found) };
            }
            Err(error) => error,
        };
        let diagnostic = explain(file, start, &error);
        let diagnostic = match diagnostic.code {
            "bad-yaml" => diagnostic.help_if(comment_in(&text).then(|| {
                "a ` #` begins a comment up to the end of the line: put a text that has one in quotation marks"
                    .to_owned()
            })),
            _ => diagnostic,
        };
        let at = diagnostic.place.as_ref().map_or(0, |place| place.range.start - start);
        let is_local = ["unknown-key", "duplicate-key", "wrong-type"].contains(&diagnostic.code);
        // A key that is missing or a bracket that is open now may be one that was blanked.
        if found.is_empty() || is_local {
            found.push(diagnostic);
        }
        if !is_local || found.len() == MAX_FAULTS || !blank_entry(&mut text, at) {
            return Err(found);
        }
    }
}

fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        strict_booleans: true,
        with_snippet: false,
        budget: serde_yaml::budget! { max_nodes: MAX_VALUES, max_events: 2 * MAX_VALUES },
    }
}

/// Any YAML value, reduced to its texts and where they are.
enum Node {
    Text(String),
    Nodes(Vec<Located<Node>>),
    /// A number, a Boolean or null.
    Other,
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyNode)
    }
}

struct AnyNode;

impl<'de> Visitor<'de> for AnyNode {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = items.next_element()? {
            nodes.push(node);
        }
        Ok(Node::Nodes(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        while let Some((key, value)) = entries.next_entry()? {
            nodes.extend([key, value]);
        }
        Ok(Node::Nodes(nodes))
    }
}

/// What `find` finds in the texts of some YAML, in their order; nothing if it is not valid.
fn texts<T>(yaml: &str, find: impl Fn(&Located<Node>, &str) -> Option<T>) -> Vec<T> {
    let Ok(root) = serde_yaml::from_str_with_options::<Located<Node>>(yaml, options()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut stack = vec![&root];
    while let Some(node) = stack.pop() {
        match &node.value {
            Node::Text(words) => found.extend(find(node, words)),
            Node::Nodes(nodes) => stack.extend(nodes.iter().rev()),
            Node::Other => {}
        }
    }
    found
}

/// Reports values with characters that no page can show. A file that has none itself can only have them as escapes, so
/// that one without a backslash is not parsed again.
fn control_characters(file: &Arc<SourceFile>, start: usize, text: &str) -> Vec<Diagnostic> {
    if !text.contains('\\') && unprintable(text).is_none() {
        return Vec::new();
    }
    let found = texts(text, |node, words| {
        unprintable(words).map(|(_, what)| (node.range.clone(), what))
    });
    let diagnostics = found.into_iter().take(MAX_FAULTS).map(|(range, what)| {
        Diagnostic::error("control-character", format!("this text has {what}"))
            .at(place(file, start, &Located { value: (), range }))
            .help("take it out; between `\"` and `\"` a backslash begins an escape, and `\\\\` is a backslash")
    });
    diagnostics.collect()
}

/// Warns of texts after which the line goes on with a comment that reads like a part of them: `name: Group #7`. A comment
/// has a space after its `#`; after a name there is hardly ever one.
///
/// `names`: the keys after whose values any comment is told.
pub(crate) fn cut_values(file: &Arc<SourceFile>, start: usize, end: usize, names: &[&str]) -> Vec<Diagnostic> {
    let text = &file.text[start..end];
    if !text.contains(" #") && !text.contains("\t#") {
        return Vec::new();
    }
    let found = texts(text, |node, words| cut_off(text, node, words, names));
    let diagnostics = found.into_iter().take(MAX_FAULTS).map(|comment| {
        let words = text[comment.clone()].trim_end();
        Diagnostic::warning(
            "cut-value",
            format!("`{words}` is a comment, and no part of the text before it"),
        )
        .at(Place::new(
            file,
            start + comment.start..start + comment.start + words.len(),
        ))
        .help("put the whole text between `\"` and `\"`; if it is a comment, put it on a line of its own")
    });
    diagnostics.collect()
}

/// Whether a line of YAML has a comment that is joined to a word, as `Group #7` has, after something else.
fn comment_in(text: &str) -> bool {
    let mut comments = text.match_indices(" #");
    comments.any(|(at, _)| {
        let joined = text[at + 2..].starts_with(|letter: char| !letter.is_whitespace() && letter != '#');
        let line = text[..at].rsplit('\n').next().unwrap_or_default();
        joined && !line.trim().is_empty()
    })
}

/// The comment right after a plain text on its line, if it reads like a part of the text.
fn cut_off(text: &str, node: &Located<Node>, words: &str, names: &[&str]) -> Option<Range<usize>> {
    let range = node.range.start as usize..node.range.end as usize;
    let line_start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[range.start..].find('\n').map_or(text.len(), |at| range.start + at);
    let after = range.start + text[range.start..line_end].find(words)? + words.len();
    let comment = after + (text[after..].len() - text[after..].trim_start().len());
    // The comment may stand on a line of its own where the text would go on: indented under its key.
    let indent = |at: usize| text[at..].len() - text[at..].trim_start().len();
    let comment_start = text[..comment].rfind('\n').map_or(0, |at| at + 1);
    if comment_start > line_start && indent(comment_start) <= indent(line_start) {
        return None;
    }
    let line_end = text[comment..].find('\n').map_or(text.len(), |at| comment + at);
    let is_quoted = text[range.start..].starts_with(['"', '\'']);
    let is_name = names.iter().any(|key| text[line_start..].trim_start().starts_with(key));
    let mut letters = text[comment..line_end].chars();
    let is_comment = comment > after && letters.next() == Some('#');
    let joined = letters
        .next()
        .is_some_and(|letter| !letter.is_whitespace() && letter != '#');
    (!is_quoted && is_comment && (joined || is_name && comment_start == line_start)).then_some(comment..line_end)
}

/// Overwrites with spaces the key on the line of byte `at`, all that is indented under it, and the enclosing keys
/// that this leaves empty. Byte offsets do not change. Returns whether anything was blanked.
fn blank_entry(text: &mut String, at: usize) -> bool {
    let lines: Vec<Range<usize>> = lines(text);
    let Some(mut first) = lines.iter().position(|line| line.contains(&at)) else {
        return false;
    };
    let indent = |line: usize| {
        let words = text[lines[line].clone()].trim_start();
        let blank = words.trim_end().is_empty() || words.starts_with('#');
        (!blank).then(|| lines[line].len() - words.len())
    };
    let is_item = |line: usize| text[lines[line].clone()].trim_start().starts_with("- ");
    let Some(mut own) = indent(first) else { return false };
    let belongs = |line: usize, own: usize, first: usize| {
        indent(line).is_none_or(|other| other > own || (other == own && is_item(line) && !is_item(first)))
    };
    let last = |first: usize, own: usize| {
        let after = (first + 1..lines.len()).find(|line| !belongs(*line, own, first));
        after.unwrap_or(lines.len())
    };
    let mut end = last(first, own);
    // Extends the range outwards while the enclosing key has nothing else.
    while let Some(outer) = (0..first).rev().find(|line| indent(*line).is_some()) {
        let outer_indent = indent(outer).unwrap_or(0);
        let opens = outer_indent < own || (outer_indent == own && is_item(first) && !is_item(outer));
        if !opens || last(outer, outer_indent) != end {
            break;
        }
        (first, own) = (outer, outer_indent);
        end = last(first, own);
    }
    let range = lines[first].start..lines[end - 1].end;
    let blank: String = text[range.clone()]
        .bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect();
    text.replace_range(range, &blank);
    true
}

/// The lines of a text, with their line endings.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|line| {
            start += line.len();
            start - line.len()..start
        })
        .collect()
}

/// The place of a located value; `start` is the byte of the file at which its YAML begins.
pub(crate) fn place<T>(file: &Arc<SourceFile>, start: usize, value: &Located<T>) -> Place {
    opening_line(file, start, value.range.clone())
}

fn location(file: &Arc<SourceFile>, start: usize, location: serde_yaml::Location) -> Place {
    let span = location.span();
    let Some(offset) = span.byte_offset() else {
        // Syntax errors have only a line and a column.
        let at = byte_at(&file.text, start, location.line() as usize, location.column() as usize);
        return Place::new(file, at..at);
    };
    opening_line(file, start, offset..offset + span.byte_len().unwrap_or(0))
}

fn opening_line(file: &Arc<SourceFile>, start: usize, range: Range<u64>) -> Place {
    let from = (start + range.start as usize).min(file.text.len());
    let to = (start + range.end as usize).min(file.text.len());
    // A block value's span runs over its lines; its first line is enough to show.
    let line = file.text[from..to].find('\n').map_or(to, |at| from + at);
    Place::new(file, from..line)
}

/// The byte offset in `text` of a line and column (both from 1, in characters) that are counted from `start`.
fn byte_at(text: &str, start: usize, line: usize, column: usize) -> usize {
    let rest = &text[start..];
    let line_start: usize = rest
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let line = rest[line_start..].lines().next().unwrap_or_default();
    let in_line = line.char_indices().nth(column.saturating_sub(1));
    start + line_start + in_line.map_or(line.len(), |(at, _)| at)
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
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            Diagnostic::error("wrong-type", format!("`{variant}` is not one of the values known here"))
                .help_if(did_you_mean(variant, expected.iter().copied()))
                .help(format!("the values known here are {}", listed(expected)))
        }
        Error::SerdeMissingField { field, .. } => {
            Diagnostic::error("missing-key", format!("the key `{field}` is missing")).help(format!(
                "add a line `{field}: …` with the indentation of the keys around"
            ))
        }
        Error::SerdeInvalidType {
            unexpected, expected, ..
        } => wrong_type(unexpected, expected),
        Error::Unexpected { expected, .. } => unexpected(expected),
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.as_deref().unwrap_or("?");
            Diagnostic::error("duplicate-key", format!("the key `{key}` stands here twice"))
                .help("take one of the two out")
        }
        Error::Budget { breach, .. } => too_much(breach),
        Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => too_many_references(),
        other => {
            let message = other.to_string();
            let message = first_line(&message);
            Diagnostic::error("bad-yaml", format!("this is not valid YAML: {message}")).help(syntax_advice(message))
        }
    };
    let place = match error.location() {
        Some(at) => location(file, start, at),
        None => Place::new(file, start..start),
    };
    diagnostic.at(place)
}

/// The diagnostic for a file that exceeds the limits of the parser.
fn too_much(breach: &BudgetBreach) -> Diagnostic {
    let (message, help) = match breach {
        BudgetBreach::Nodes { .. } | BudgetBreach::Events { .. } | BudgetBreach::ScalarBytes { .. } => (
            format!("the file is too large: more than {MAX_VALUES} values, or 64 MB of text"),
            "look for what is repeated by mistake; no site needs so much in one file",
        ),
        BudgetBreach::Depth { .. } => (
            "values stand in one another more than 64 deep".to_owned(),
            "look for an indentation that grows from line to line, and for brackets that are not closed",
        ),
        _ => return too_many_references(),
    };
    Diagnostic::error("bad-yaml", message).help(help)
}

fn too_many_references() -> Diagnostic {
    Diagnostic::error(
        "bad-yaml",
        "values are repeated by references (`&`, `*`, `<<`) too often",
    )
    .help("write the values out where they are needed")
}

/// The diagnostic for a value of another type than expected, as the deserializer tells it.
fn wrong_type(found: &str, expected: &str) -> Diagnostic {
    // A text that YAML takes for a number loses its first noughts, so the number would tell editors nothing.
    let found = match found.split_once(" `") {
        Some(("integer" | "floating point", _)) => "a number",
        Some(("boolean", _)) => "a truth value",
        _ => found,
    };
    let help = match found {
        "a number" | "a truth value" if expected.contains("text") => "put it between `\"` and `\"` if it is a text",
        _ => "`glossator explain wrong-type` shows what lists and mappings look like",
    };
    Diagnostic::error("wrong-type", format!("this is {found} where {expected} is wanted")).help(help)
}

/// The diagnostic for a value of another type than expected.
fn unexpected(expected: &str) -> Diagnostic {
    let (wanted, help) = match expected {
        "sequence start" => (
            "a list",
            "write `[one, two]`, or lines that begin with `- `; one value alone is `[one]`",
        ),
        "mapping start" => ("a mapping", "write lines of `key: value`, indented, or `{key: value}`"),
        "string scalar" => (
            "a text",
            "write one text, in quotation marks if it has `: ` or begins with a sign",
        ),
        other => (
            other,
            "`glossator explain wrong-type` shows what lists and mappings look like",
        ),
    };
    Diagnostic::error("wrong-type", format!("this is not {wanted}")).help(help)
}

/// The advice for a syntax error, chosen by words of the library's message.
fn syntax_advice(message: &str) -> &'static str {
    if message.contains("cannot deserialize null into") {
        "write a text; one that begins with `!`, `&` or `#` goes between `\"` and `\"`"
    } else if message.contains("recursive") {
        "a value cannot have itself in it: write it out instead of referring to it with `*`"
    } else if message.contains("recursion") {
        "close every `[` and `{`: values can stand in one another 64 deep"
    } else if message.contains("tab") {
        "indent with spaces, never with tabs"
    } else if message.contains("quoted") || message.contains("quote") {
        "close the quotation mark; inside a text in quotation marks write `\\\"`, or put the whole text in single ones"
    } else if message.contains("bracket") || message.contains("flow") {
        "close every `[` and `{`, and put texts that have such signs in quotation marks"
    } else {
        "put texts that have `: ` or ` #` in quotation marks, and indent keys of one mapping alike"
    }
}

fn listed(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The library's message without the position: the diagnostic has a place.
fn first_line(message: &str) -> &str {
    let line = message.lines().next().unwrap_or_default();
    let line = line.rsplit_once(" at line ").map_or(line, |(what, _)| what);
    // Drops advice that is for users of the library.
    let line = line.split_once("; use ").map_or(line, |(what, _)| what);
    line.trim_start_matches("error: ")
}

/// A text as a quoted YAML scalar: a JSON string (YAML 1.2, 1.3), with the characters escaped that YAML does not
/// allow (5.1).
pub(crate) fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let printable = |letter: char| {
        !matches!(
            letter,
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}'
        )
    };
    json.chars().fold(String::new(), |mut quoted, letter| {
        if printable(letter) {
            quoted.push(letter);
        } else {
            let _ = write!(quoted, "\\u{:04x}", u32::from(letter));
        }
        quoted
    })
}
