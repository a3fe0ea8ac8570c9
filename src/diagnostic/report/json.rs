use serde_json::{Value, json};

use super::shown_path;
use crate::diagnostic::{Diagnostic, Place};

pub(super) fn write(diagnostic: &Diagnostic, folder: &str) -> String {
    let related = diagnostic.related.iter();
    let value = json!({
        "code": diagnostic.code,
        "severity": diagnostic.severity.word(),
        "message": diagnostic.message,
        "place": diagnostic.place.as_ref().map(|at| place(at, folder)),
        "related": related
            .map(|(at, what)| json!({"message": what, "place": place(at, folder)}))
            .collect::<Vec<_>>(),
        "help": diagnostic.help,
    });
    format!("{value}\n")
}

fn place(place: &Place, folder: &str) -> Value {
    let (line, column) = place.file.line_column(place.range.start);
    let (end_line, end_column) = place.file.line_column(place.range.end);
    json!({
        "file": shown_path(place, folder),
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "source": place.file.line(line),
    })
}
