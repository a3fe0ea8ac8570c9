use std::collections::BTreeMap;

use serde::Serialize;

/// A piece of a filled pattern.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CitePiece {
    /// The text.
    pub text: String,
    /// The placeholder it fills: `title`, `paper`, `label`, `url` ...; empty for literal text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// Whether it is in italics.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub italic: bool,
}

/// Substitutes the `{placeholders}` of a pattern. Of the alternatives `[one|another]` the first one counts whose
/// placeholders all have values; if there is none, the section is left out. `*` toggles italics.
pub(crate) fn fill_pattern(pattern: &str, values: &BTreeMap<&'static str, String>) -> Vec<CitePiece> {
    let mut pieces = Vec::new();
    let mut italic = false;
    for (at, section) in pattern.split(['[', ']']).enumerate() {
        let is_optional = at % 2 == 1;
        let chosen = match is_optional {
            false => Some(parts(section, values).0),
            true => section
                .split('|')
                .map(|one| parts(one, values))
                .find_map(|(parts, complete)| complete.then_some(parts)),
        };
        for (text, place) in chosen.into_iter().flatten() {
            // An asterisk in a value is literal.
            let runs: Vec<&str> = match place {
                "" => text.split('*').collect(),
                _ => vec![text],
            };
            for (nth, run) in runs.into_iter().enumerate() {
                italic ^= nth > 0;
                if !run.is_empty() {
                    pieces.push(CitePiece {
                        text: run.to_owned(),
                        place: place.to_owned(),
                        italic,
                    });
                }
            }
        }
    }
    pieces
}

/// The filled pattern as plain text.
pub(crate) fn filled(pattern: &str, values: &BTreeMap<&'static str, String>) -> String {
    fill_pattern(pattern, values)
        .into_iter()
        .map(|piece| piece.text)
        .collect()
}

/// The literal texts and values of a pattern without sections, each with its placeholder, and whether all values are
/// known.
fn parts<'p>(pattern: &'p str, values: &'p BTreeMap<&'static str, String>) -> (Vec<(&'p str, &'p str)>, bool) {
    let mut complete = true;
    let pieces = pattern.split(['{', '}']).enumerate();
    let parts = pieces.map(|(at, piece)| match at % 2 {
        0 => (piece, ""),
        _ => {
            let value = values.get(piece).map_or("", String::as_str);
            complete &= !value.is_empty();
            (value, piece)
        }
    });
    (parts.collect(), complete)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{fill_pattern, filled};

    #[test]
    fn fill_pattern_chooses_the_first_alternative_that_is_complete() {
        let values = BTreeMap::from([
            ("title", "A *B*".to_owned()),
            ("date", String::new()),
            ("paper", "P".to_owned()),
        ]);
        assert_eq!(filled("“{title}”[, {date}]. *{paper}*.", &values), "“A *B*”. P.");
        assert_eq!(filled("[{date}|{title}, n.d.|{paper}].", &values), "A *B*, n.d..");
        assert_eq!(filled("({paper}[, {date}|])", &values), "(P)");
        let pieces = fill_pattern("“{title}”. *{paper}*.", &values);
        let italics: Vec<&str> = pieces
            .iter()
            .filter(|piece| piece.italic)
            .map(|piece| piece.place.as_str())
            .collect();
        assert_eq!(italics, ["paper"]);
    }
}
