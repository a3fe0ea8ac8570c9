use std::collections::HashMap;
use std::ops::Range;

use super::{ByFingerprint, fingerprint, is_word_letter};

/// Many phrases, looked for in a text at once: wherever a word begins, those that begin with this word.
///
/// Making it costs little more than sorting the phrases (an automaton over the names of a hundred papers took
/// longer to make than to use).
#[derive(Debug)]
pub struct Phrases {
    /// By first word, then by letters: what begins a phrase stands before it.
    sorted: Vec<Phrase>,
    /// Where the phrases with a first word stand in `sorted`, by its fingerprint.
    by_word: HashMap<u64, Range<usize>, ByFingerprint>,
}

#[derive(Debug)]
struct Phrase {
    text: String,
    /// Its number among the phrases as they were given.
    number: usize,
    /// Index of the longest other phrase that this one begins with.
    shorter: Option<usize>,
}

impl Phrases {
    /// Phrases that will be told by their index.
    pub fn new(phrases: impl IntoIterator<Item = String>) -> Self {
        let phrases = phrases.into_iter().enumerate();
        let mut keyed: Vec<(u64, Phrase)> = phrases
            .filter(|(_, text)| !text.is_empty())
            .map(|(number, text)| {
                let phrase = Phrase {
                    text,
                    number,
                    shorter: None,
                };
                (fingerprint(first_word(&phrase.text)), phrase)
            })
            .collect();
        keyed.sort_unstable_by(|(word, phrase), (other_word, other)| {
            let key = (word, &phrase.text, phrase.number);
            key.cmp(&(other_word, &other.text, other.number))
        });
        let mut by_word: HashMap<u64, Range<usize>, ByFingerprint> = HashMap::default();
        let mut sorted: Vec<Phrase> = Vec::with_capacity(keyed.len());
        for (at, (word, phrase)) in keyed.into_iter().enumerate() {
            let run = by_word.entry(word).or_insert(at..at);
            let before = at.checked_sub(1).filter(|before| run.contains(before));
            let mut candidates = std::iter::successors(before, |other| sorted[*other].shorter);
            let shorter = candidates.find(|other| phrase.text.starts_with(&sorted[*other].text));
            run.end = at + 1;
            sorted.push(Phrase { shorter, ..phrase });
        }
        Self { sorted, by_word }
    }

    /// The phrases that stand in a text, from the beginning of a word on, with their places; also those that lie
    /// within one another. Whether a word ends where a phrase does is not asked.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, Range<usize>)> + 'a {
        let mut rest = text;
        let words = std::iter::from_fn(move || {
            let here = rest;
            let word = first_word(here);
            rest = &here[word.len()..];
            (!word.is_empty()).then_some((here, word))
        });
        words.flat_map(move |(here, word)| {
            let at = text.len() - here.len();
            let found = self.beginning(here, word);
            found.map(move |phrase| (phrase.number, at..at + phrase.text.len()))
        })
    }

    /// The phrases that a text begins with, whose first word is known.
    fn beginning<'a>(&'a self, text: &'a str, word: &str) -> impl Iterator<Item = &'a Phrase> {
        // All of them stand at or before the place of the text among the phrases, and the last one there begins
        // with each of them, if it is not one itself.
        let last = self.by_word.get(&fingerprint(word)).and_then(|run| {
            let before = self.sorted[run.clone()].partition_point(|phrase| phrase.text.as_str() <= text);
            (run.start + before).checked_sub(1).filter(|last| run.contains(last))
        });
        let candidates = std::iter::successors(last, |at| self.sorted[*at].shorter);
        candidates
            .map(|at| &self.sorted[at])
            .filter(|phrase| text.starts_with(&phrase.text))
    }
}

/// The letters that a text begins with, or the one sign that is none. Of a script without spaces every sign
/// counts for itself.
fn first_word(text: &str) -> &str {
    let end = text.find(|letter| !is_word_letter(letter)).unwrap_or(text.len());
    match end {
        0 => &text[..text.chars().next().map_or(0, char::len_utf8)],
        _ => &text[..end],
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::is_word_letter;
    use super::Phrases;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// What is found is what a search for each phrase in turn finds where words begin.
        #[test]
        fn finds_what_a_plain_search_finds(
            phrases in proptest::collection::vec("[aé论 ()-]{0,4}", 0..12),
            text in "[aé论 ()-]{0,24}",
        ) {
            let mut plain = Vec::new();
            for (number, phrase) in phrases.iter().enumerate().filter(|(_, phrase)| !phrase.is_empty()) {
                let places = text.char_indices().map(|(at, _)| at);
                plain.extend(places.filter(|at| text[*at..].starts_with(phrase)).filter_map(|at| {
                    let before = text[..at].chars().next_back();
                    let inside = before.is_some_and(is_word_letter) && phrase.starts_with(is_word_letter);
                    (!inside).then_some((number, at..at + phrase.len()))
                }));
            }
            // A plain search also finds the beginning of a longer first word.
            plain.retain(|(number, span)| {
                let one_word = phrases[*number].chars().all(is_word_letter);
                !(one_word && text[span.end..].starts_with(is_word_letter))
            });
            let mut found: Vec<_> = Phrases::new(phrases.clone()).find(&text).collect();
            found.sort_by_key(|(number, span)| (*number, span.start));
            prop_assert_eq!(found, plain);
        }
    }
}
