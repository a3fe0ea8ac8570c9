use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{Language, meets};

/// The sentences of a paragraph as byte ranges, without the space around them: Unicode sentence
/// boundaries (UAX #29), except after an abbreviation and inside the spans `unbroken`, which are sorted and disjoint.
pub fn sentences(text: &str, language: Language, unbroken: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut sentences: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for (at, piece) in text.split_sentence_bound_indices() {
        let end = at + piece.len();
        let continues = language
            .abbreviations
            .iter()
            .any(|abbreviation| ends_with_word(&text[start..end], abbreviation))
            || meets(unbroken, end..end);
        if continues && end < text.len() {
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

fn ends_with_word(text: &str, word: &str) -> bool {
    text.trim_end()
        .strip_suffix(word)
        .is_some_and(|before| !before.ends_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::{Language, sentences};

    fn cut(text: &str) -> Vec<&str> {
        sentences(text, Language::from_tag("en"), &[])
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
            sentences(text, Language::from_tag("en"), std::slice::from_ref(&(start..end))).len(),
            2
        );
    }
}
