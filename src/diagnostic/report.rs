use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Place, Severity};

/// How diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people: message, source line with caret, advice.
    Human {
        /// Whether the terminal shows colours.
        color: bool,
    },
    /// For programs: one JSON object a line.
    Json,
}

/// The diagnostics as text in the given format, each ending in a newline.
pub fn report(diagnostics: &[Diagnostic], format: Format) -> String {
    diagnostics
        .iter()
        .map(|diagnostic| match format {
            Format::Human { color } => human(diagnostic, color),
            Format::Json => json(diagnostic),
        })
        .collect()
}

fn human(diagnostic: &Diagnostic, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let title = level
        .clone()
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code);
    let mut groups = vec![match &diagnostic.place {
        Some(place) => title.element(snippet(place)),
        None => Group::with_title(title),
    }];
    for (place, what) in &diagnostic.related {
        groups.push(Level::NOTE.secondary_title(what.as_str()).element(snippet(place)));
    }
    for advice in &diagnostic.help {
        let first = groups.remove(0).element(Level::HELP.message(advice));
        groups.insert(0, first);
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let text = renderer.term_width(DEFAULT_TERM_WIDTH).render(&groups);
    format!("{text}\n\n")
}

fn snippet(place: &Place) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    let file = &place.file;
    // Only the lines concerned are handed over: a paper is one line per paragraph and the renderer
    // would otherwise walk the whole file for each message.
    let end = file.text.floor_char_boundary(place.range.end);
    let start = file.text.floor_char_boundary(place.range.start).min(end);
    let from = file.text[..start].rfind('\n').map_or(0, |at| at + 1);
    let to = file.text[end..].find('\n').map_or(file.text.len(), |at| end + at);
    Snippet::source(&file.text[from..to])
        .path(file.path.as_str())
        .line_start(file.line_column(start).0)
        .annotation(AnnotationKind::Primary.span(start - from..end - from))
}

fn json(diagnostic: &Diagnostic) -> String {
    let place = |place: &Place| {
        let (line, column) = place.file.line_column(place.range.start);
        let (end_line, end_column) = place.file.line_column(place.range.end);
        serde_json::json!({
            "file": place.file.path,
            "line": line,
            "column": column,
            "end_line": end_line,
            "end_column": end_column,
            "source": place.file.line(line),
        })
    };
    let value = serde_json::json!({
        "code": diagnostic.code,
        "severity": diagnostic.severity.word(),
        "message": diagnostic.message,
        "place": diagnostic.place.as_ref().map(place),
        "related": diagnostic
            .related
            .iter()
            .map(|(at, what)| serde_json::json!({"message": what, "place": place(at)}))
            .collect::<Vec<_>>(),
        "help": diagnostic.help,
    });
    format!("{value}\n")
}
