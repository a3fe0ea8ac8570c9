use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use super::concordance::{sentence_around, sentences_of};
use crate::mention::Mentions;
use crate::outline::{Paper, PaperId, Span, paragraphs};

/// Numbers that are taken for years: smaller ones are more often numbers of something (Resolution 1540).
const YEARS: RangeInclusive<u16> = 1800..=2199;

/// A year, or a decade, that the papers name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The year; of a decade the first.
    pub year: u16,
    /// As the papers write it: `2008`, `1960s`.
    pub label: String,
    /// Where they name it, in order.
    pub places: Vec<YearPlace>,
}

impl Year {
    /// The year with what one paper says of it.
    pub fn in_paper(&self, paper: PaperId) -> Option<Self> {
        let places: Vec<YearPlace> = self
            .places
            .iter()
            .filter(|place| place.span.paragraph.paper() == paper)
            .cloned()
            .collect();
        (!places.is_empty()).then(|| Self {
            places,
            label: self.label.clone(),
            ..*self
        })
    }
}

/// Where a year is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearPlace {
    /// The words.
    pub span: Span,
    /// The sentence around them: byte range in the paragraph's text.
    pub sentence: Range<usize>,
}

/// The years that paragraphs name, in chronological order.
pub(super) fn years(papers: &[Paper], mentions: &Mentions) -> Vec<Year> {
    let mut years: BTreeMap<(u16, String), Vec<YearPlace>> = BTreeMap::new();
    for (at, paragraph) in paragraphs(papers) {
        let found = in_text(&paragraph.text);
        if found.is_empty() {
            continue;
        }
        let sentences = sentences_of(papers, mentions, at);
        for (year, range) in found {
            let label = paragraph.text[range.clone()].to_owned();
            let place = YearPlace {
                sentence: sentence_around(&sentences, &range).unwrap_or(0..paragraph.text.len()),
                span: Span { paragraph: at, range },
            };
            years.entry((year, label)).or_default().push(place);
        }
    }
    let years = years.into_iter();
    years
        .map(|((year, label), places)| Year { year, label, places })
        .collect()
}

/// Years and decades (`1960s`), with their byte ranges.
fn in_text(text: &str) -> Vec<(u16, Range<usize>)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut start = 0;
    while let Some(first) = bytes[start..].iter().position(u8::is_ascii_digit) {
        let from = start + first;
        let digits = bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        start = from + digits;
        let decade = usize::from(text[start..].starts_with('s'));
        let before = text[..from].chars().next_back();
        let after = text[start + decade..].chars().next();
        // A year is not part of a longer word or number: not in `2,025`, `3.2025` or `A2025`.
        let joins = |letter: char| letter.is_ascii_alphanumeric();
        let number = |mark: char| ".,".contains(mark);
        let alone = !before.is_some_and(|letter| joins(letter) || number(letter)) && !after.is_some_and(joins);
        let in_number = after.is_some_and(number)
            && text[start + decade..]
                .chars()
                .nth(1)
                .is_some_and(|next| next.is_ascii_digit());
        let year = text[from..start]
            .parse()
            .ok()
            .filter(|year| digits == 4 && YEARS.contains(year));
        if let Some(year) = year.filter(|_| alone && !in_number) {
            found.push((year, from..start + decade));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::in_text;

    #[test]
    fn years_stand_alone() {
        let years = |text: &str| in_text(text).into_iter().map(|(year, _)| year).collect::<Vec<_>>();
        assert_eq!(
            years("In 1949, after the 1960s, (2008) and 2035."),
            [1949, 1960, 2008, 2035]
        );
        assert_eq!(
            years("Resolution 1540, 12,025 or 2,025, 20250, A2025, 3.2025, 2025.1"),
            [0u16; 0]
        );
        assert_eq!(years("到2030年"), [2030]);
    }
}
