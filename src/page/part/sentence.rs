use std::ops::Range;

use serde::Serialize;

/// A piece of a sentence: plain text, then (except in the last piece) a mention.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Piece {
    /// The plain text before the mention.
    pub before: String,
    /// The words of the mention; absent in the last piece.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mention: Option<String>,
}

/// Splits the bytes `range` of a text at the end of each mention; `spans` are byte ranges, sorted. A printed `number` is
/// put before the first piece.
pub(crate) fn pieces(
    number: &str,
    text: &str,
    range: Range<usize>,
    spans: impl Iterator<Item = Range<usize>>,
) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(2);
    let mut end = range.start;
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
    before.push_str(&text[end..range.end]);
    if !before.is_empty() {
        pieces.push(Piece { before, mention: None });
    }
    pieces
}
