use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::Language;

/// The sentences of a paragraph as byte ranges, without the space around them: Unicode sentence
/// boundaries (UAX #29), except after an abbreviation and inside a span that must stay whole.
pub fn sentences(text: &str, language: Language, whole: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut sentences: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for end in bounds(text) {
        let goes_on = language
            .abbreviations
            .iter()
            .any(|abbreviation| ends_with_word(&text[start..end], abbreviation))
            || whole.iter().any(|span| span.start < end && end < span.end);
        if goes_on && end < text.len() {
            continue;
        }
        let body = &text[start..end];
        let lead = body.len() - body.trim_start().len();
        let trimmed = body.trim();
        if !trimmed.is_empty() {
            sentences.push(start + lead..start + lead + trimmed.len());
        }
        start = end;
    }
    sentences
}

/// Where sentences end by the rules of Unicode alone.
fn bounds(text: &str) -> Vec<usize> {
    plain_bounds(text).unwrap_or_else(|| {
        let pieces = text.split_sentence_bound_indices();
        pieces.map(|(at, piece)| at + piece.len()).collect()
    })
}

/// The same of a text in which it can be seen at once, as it can in most: every full stop, question mark and
/// exclamation mark stands at the end or before a space and a capital.
fn plain_bounds(text: &str) -> Option<Vec<usize>> {
    if !text.is_ascii() || memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_some() {
        return None;
    }
    let mut bounds = Vec::new();
    for at in memchr::memchr3_iter(b'.', b'?', b'!', text.as_bytes()) {
        match text.as_bytes()[at + 1..] {
            [] => {}
            [b' ', letter, ..] if letter.is_ascii_uppercase() => bounds.push(at + 2),
            _ => return None,
        }
    }
    bounds.extend((!text.is_empty()).then_some(text.len()));
    Some(bounds)
}

fn ends_with_word(text: &str, word: &str) -> bool {
    text.trim_end()
        .strip_suffix(word)
        .is_some_and(|before| !before.ends_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::{Language, bounds, plain_bounds, sentences};

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// What can be seen at once is what the rules say.
        #[test]
        fn plain_bounds_are_those_of_unicode(text in "(\\. |[.?! ]|[aAbB]|[1,:'()\t-]){0,7}") {
            let rules = text.split_sentence_bound_indices().map(|(at, piece)| at + piece.len());
            prop_assert_eq!(bounds(&text), rules.collect::<Vec<_>>());
        }
    }

    #[test]
    fn most_texts_need_no_rules() {
        assert_eq!(plain_bounds("China opens. It goes on? Yes."), Some(vec![13, 25, 29]));
        assert_eq!(plain_bounds("The U.N. Charter."), None);
        assert_eq!(plain_bounds("Café. It opens."), None);
    }

    fn cut(text: &str) -> Vec<&str> {
        sentences(text, Language::of("en"), &[])
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn an_abbreviation_does_not_end_a_sentence() {
        assert_eq!(
            cut("We back the U.N. 2030 Agenda. The U.N. Charter, fairs, etc. China goes on. "),
            [
                "We back the U.N. 2030 Agenda.",
                "The U.N. Charter, fairs, etc.",
                "China goes on."
            ]
        );
    }

    #[test]
    fn a_span_that_must_stay_whole_is_not_cut() {
        let text = "The Forum of St. Mary met. It ended.";
        let start = text.find("Forum").unwrap();
        let end = text.find(" met").unwrap();
        assert_eq!(
            sentences(text, Language::of("en"), std::slice::from_ref(&(start..end))).len(),
            2
        );
    }
}
