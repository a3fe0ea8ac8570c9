use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::shown_path;
use crate::diagnostic::{Diagnostic, Place, SourceFile, explain, summary};

/// One log of one run: SARIF 2.1.0 (OASIS Standard, 2020).
pub(super) fn write(diagnostics: &[Diagnostic], folder: &str) -> String {
    let codes: BTreeSet<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    let rules = codes.iter().map(|code| {
        json!({
            "id": code,
            "shortDescription": {"text": summary(code)},
            "help": {"text": explain(code).unwrap_or_default()},
        })
    });
    let results = diagnostics.iter().map(|diagnostic| result(diagnostic, folder));
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "glossator",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    });
    format!("{log:#}\n")
}

fn result(diagnostic: &Diagnostic, folder: &str) -> Value {
    let mut text = diagnostic.message.clone();
    for advice in &diagnostic.help {
        text.push('\n');
        text.push_str(advice);
    }
    // Code scanning rejects results without a location: a diagnostic about the whole site is put at the start
    // of its configuration.
    let place = diagnostic.place.iter().filter(|place| !place.file.is_builtin());
    let mut locations: Vec<Value> = place.map(|place| location(place, folder)).collect();
    if locations.is_empty() {
        let file = SourceFile::new("glossator.yaml", "");
        locations.push(location(&Place::start_of(&file), folder));
    }
    let related = diagnostic.related.iter().filter(|(place, _)| !place.file.is_builtin());
    let related = related.map(|(place, what)| {
        let mut location = location(place, folder);
        location["message"] = json!({"text": what});
        location
    });
    json!({
        "ruleId": diagnostic.code,
        "level": diagnostic.severity.word(),
        "message": {"text": text},
        "locations": locations,
        "relatedLocations": related.collect::<Vec<_>>(),
    })
}

fn location(place: &Place, folder: &str) -> Value {
    let (line, column) = place.file.line_column(place.range.start);
    let (end_line, end_column) = place.file.line_column(place.range.end);
    json!({
        "physicalLocation": {
            "artifactLocation": {"uri": percent_encoded(&shown_path(place, folder))},
            "region": {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column},
        },
    })
}

/// A path as a relative URI reference (RFC 3986), percent-encoded except for unreserved characters and `/`.
fn percent_encoded(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes()
        .map(|byte| {
            if plain(byte) {
                (byte as char).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
