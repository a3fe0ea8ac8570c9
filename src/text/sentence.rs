use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::letter::{is_abbreviation, is_letter};
use super::{Language, meets};

/// The sentences of a paragraph as byte ranges, without the space around them: Unicode sentence boundaries (UAX #29),
/// except after an abbreviation, before a small letter (`"Is it so?" asked ...`) and inside the spans `unbroken`, which
/// are sorted and disjoint.
pub fn sentences(text: &str, language: Language, unbroken: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut sentences: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for (at, piece) in text.split_sentence_bound_indices() {
        let end = at + piece.len();
        let continues = !is_sentence_end(&text[start..end], &text[end..], language) || meets(unbroken, end..end);
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

/// Whether a sentence ends between two texts, which the general rules hold for possible.
fn is_sentence_end(before: &str, after: &str, language: Language) -> bool {
    let next = after.trim_start_matches(|letter: char| !is_letter(letter));
    let word = next
        .split(|letter: char| !is_letter(letter) && letter != '-')
        .next()
        .unwrap_or_default();
    // But for names such as `eLAC` and `e-Government`.
    if word.starts_with(char::is_lowercase) && !word.contains(char::is_uppercase) {
        return false;
    }
    let before = before.trim_end();
    let is_ordinal = || {
        let digits = before.strip_suffix('.').map_or("", |before| {
            before.rsplit([' ', '\u{a0}', '(']).next().unwrap_or(before)
        });
        language.ordinals && (1..3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let abbreviated = is_abbreviation(before)
        || language
            .abbreviations
            .iter()
            .any(|abbreviation| ends_with_word(before, abbreviation))
        || is_ordinal();
    if !abbreviated {
        return true;
    }
    // "e.g. The ..." goes on; "the U.N. The ...", "a work of art. The ..." and "at 5 p.m. The ..." do not.
    let last = before.rsplit([' ', '\u{a0}', '(']).next().unwrap_or(before);
    let is_small_pair = last.matches('.').count() == 2 && last.starts_with(char::is_lowercase);
    let may_end = !is_small_pair || ["a.m.", "p.m."].contains(&last);
    may_end && language.openers.contains(&word.to_lowercase().as_str())
}

fn ends_with_word(text: &str, word: &str) -> bool {
    text.strip_suffix(word)
        .is_some_and(|before| !before.ends_with(is_letter))
}

#[cfg(test)]
mod tests {
    use super::{Language, sentences};

    fn cut<'a>(tag: &str, text: &'a str) -> Vec<&'a str> {
        sentences(text, Language::from_tag(tag), &[])
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn an_abbreviation_does_not_end_a_sentence() {
        assert_eq!(
            cut(
                "en",
                "We back the U.N. 2030 Agenda. The U.N. Charter, fairs, etc. China goes on. "
            ),
            [
                "We back the U.N. 2030 Agenda.",
                "The U.N. Charter, fairs, etc.",
                "China goes on."
            ]
        );
        for whole in [
            "The Lake Council met St. Mary and Mr. Low of Lake Ltd. Group.",
            "The J. R. Lake Council sat on 3 Sept. 2020.",
            "See Sec. 5, para. 2, pp. 7 and No. 8 of Vol. 2.",
            "\"Is it so?\" asked the Lake Council.",
            "“Come!” he said (see Art. 5).",
        ] {
            assert_eq!(cut("en", whole), [whole]);
        }
        assert_eq!(
            cut(
                "en",
                "We promote art. The Fund hosts. It met. e-Government is new. On a par. The end."
            )
            .len(),
            5
        );
        assert_eq!(cut("en", "It joined the U.N. In 2020 it left.").len(), 2);
        assert_eq!(
            cut("en", "It met at 5 p.m. The Fund, e.g. The Lake Fund, sat.").len(),
            2
        );
        assert_eq!(
            cut("es", "El Sr. Lago y la Dra. Mar en EE. UU. Norte, p. ej. Lima."),
            ["El Sr. Lago y la Dra. Mar en EE. UU. Norte, p. ej. Lima."]
        );
        for (language, whole) in [
            ("fr", "M. Lac et Mme. Mer visent l’art. 5 et le vol. 2."),
            ("it", "Il Sig. Lago cita l’art. 5 e il cap. 2."),
            ("pt", "O Sr. Lago cita o art. 5 e a Res. 2."),
        ] {
            assert_eq!(cut(language, whole), [whole]);
        }
        assert_eq!(
            cut(
                "de",
                "Am 3. Oktober tagt der Rat gem. Art. 5. Er endet 2020. Dann ruht er."
            )
            .len(),
            3
        );
    }

    #[test]
    fn a_span_that_must_stay_whole_is_not_cut() {
        let text = "The Forum of Lake? Mary met. It ended.";
        let start = text.find("Forum").unwrap();
        let end = text.find(" met").unwrap();
        assert_eq!(
            sentences(text, Language::from_tag("en"), std::slice::from_ref(&(start..end))).len(),
            2
        );
    }
}
