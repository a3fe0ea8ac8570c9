use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::shown_path;
use crate::diagnostic::{Diagnostic, Place, Severity};

pub(super) fn write(diagnostic: &Diagnostic, color: bool, width: usize, folder: &str) -> String {
    let level = match diagnostic.severity {
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let title = level
        .clone()
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code);
    let mut groups = vec![match &diagnostic.place {
        Some(place) => title.element(snippet(place, folder)),
        None => Group::with_title(title),
    }];
    for (place, what) in &diagnostic.related {
        groups.push(
            Level::NOTE
                .secondary_title(what.as_str())
                .element(snippet(place, folder)),
        );
    }
    for advice in &diagnostic.help {
        let first = groups.remove(0).element(Level::HELP.message(advice));
        groups.insert(0, first);
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let text = renderer.term_width(width).render(&groups);
    format!("{text}\n\n")
}

fn snippet<'a>(place: &'a Place, folder: &str) -> Snippet<'a, Annotation<'a>> {
    let file = &place.file;
    // Only the lines concerned are handed over: a paper is one line per paragraph and the renderer
    // would otherwise walk the whole file for each message.
    let end = file.text.floor_char_boundary(place.range.end);
    let start = file.text.floor_char_boundary(place.range.start).min(end);
    let from = file.text[..start].rfind('\n').map_or(0, |at| at + 1);
    let to = file.text[end..].find('\n').map_or(file.text.len(), |at| end + at);
    Snippet::source(&file.text[from..to])
        .path(shown_path(place, folder))
        .line_start(file.line_column(start).0)
        .annotation(AnnotationKind::Primary.span(start - from..end - from))
}
