use super::shown_path;
use crate::diagnostic::Diagnostic;

/// One workflow command: `::error file=…,line=…,col=…,title=…::message` (GitHub's documentation, "Workflow
/// commands for GitHub Actions"). Related places and advice are further lines of the message.
pub(super) fn write(diagnostic: &Diagnostic, folder: &str) -> String {
    let mut properties = Vec::new();
    if let Some(place) = diagnostic.place.as_ref().filter(|place| !place.file.is_builtin()) {
        let (line, column) = place.file.line_column(place.range.start);
        let (end_line, end_column) = place.file.line_column(place.range.end);
        properties.push(("file", shown_path(place, folder)));
        properties.push(("line", line.to_string()));
        properties.push(("endLine", end_line.to_string()));
        // GitHub uses columns only for a range within one line.
        if line == end_line {
            properties.push(("col", column.to_string()));
            properties.push(("endColumn", end_column.to_string()));
        }
    }
    properties.push(("title", diagnostic.code.to_owned()));
    let properties: Vec<String> = properties
        .iter()
        .map(|(name, value)| format!("{name}={}", escaped_property(value)))
        .collect();
    let related = diagnostic.related.iter().map(|(place, what)| {
        let (line, column) = place.file.line_column(place.range.start);
        format!("{}:{line}:{column}: {what}", shown_path(place, folder))
    });
    let help = diagnostic.help.iter().map(|advice| format!("help: {advice}"));
    let lines: Vec<String> = std::iter::once(diagnostic.message.clone())
        .chain(related)
        .chain(help)
        .collect();
    format!(
        "::{} {}::{}\n",
        diagnostic.severity.word(),
        properties.join(","),
        escaped_message(&lines.join("\n"))
    )
}

fn escaped_message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escaped_property(text: &str) -> String {
    escaped_message(text).replace(':', "%3A").replace(',', "%2C")
}
