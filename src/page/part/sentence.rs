use std::ops::Range;

use serde::Serialize;

/// A piece of a sentence, up to the end of a mention, or of the sentence.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Piece {
    /// The words before the mention.
    pub before: String,
    /// The words of the mention; nothing in the last piece.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mention: Option<String>,
}

/// A stretch of a text, cut where mentions begin and end; `number` is what is printed before it.
pub(crate) fn pieces(
    number: &str,
    text: &str,
    stretch: Range<usize>,
    spans: impl Iterator<Item = Range<usize>>,
) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(2);
    let mut end = stretch.start;
    let mut before = String::new();
    if !number.is_empty() {
        before.push_str(number);
        before.push(' ');
    }
    for span in spans {
        before.push_str(&text[end..span.start]);
        end = span.end;
        pieces.push(Piece {
            before: std::mem::take(&mut before),
            mention: Some(text[span].to_owned()),
        });
    }
    before.push_str(&text[end..stretch.end]);
    if !before.is_empty() {
        pieces.push(Piece { before, mention: None });
    }
    pieces
}
