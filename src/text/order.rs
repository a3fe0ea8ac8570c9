use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use icu_collator::options::{AlternateHandling, CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;
use rayon::prelude::*;

use super::Language;

/// The order of headings in one language: the Unicode Collation Algorithm with the language's CLDR
/// tailoring, word by word (a space sorts before any letter; ISO 999, 7.2), leading articles ignored,
/// numbers by value.
pub struct Collation {
    full: CollatorBorrowed<'static>,
    base: CollatorBorrowed<'static>,
    language: Language,
    /// Cache: the letter under which each first letter is filed.
    letters: Mutex<BTreeMap<String, String>>,
}

impl Collation {
    /// The order for a BCP 47 tag; an unknown or malformed tag gets the root order.
    pub fn new(tag: &str) -> Self {
        Self {
            full: collator(tag, Strength::Tertiary),
            base: collator(tag, Strength::Primary),
            language: Language::from_tag(tag),
            letters: Mutex::default(),
        }
    }

    /// Compares two headings; equal only where they are the same text.
    pub fn compare(&self, left: &str, right: &str) -> Ordering {
        self.full
            .compare(self.compared_part(left), self.compared_part(right))
            .then_with(|| left.cmp(right))
    }

    /// A stable sort of things by their headings, in the order of [`Self::compare`].
    pub fn sort<T: Send>(&self, things: &mut [T], heading: impl Fn(&T) -> &str + Sync) {
        things.par_sort_by_cached_key(|thing| {
            let heading = heading(thing);
            (self.key(heading), heading.to_owned())
        });
    }

    /// The sort key of a heading: keys compare bytewise as headings do (UTS #10, 9.3).
    fn key(&self, heading: &str) -> Vec<u8> {
        let mut key = Vec::with_capacity(4 * heading.len());
        // Writing to memory does not fail.
        let _ = self.full.write_sort_key_to(self.compared_part(heading), &mut key);
        key
    }

    /// The letter under which a heading is filed; `#` if it begins with no letter.
    ///
    /// Accented letters are filed under their base letter, except those that are letters of their own in the
    /// language (ñ in Spanish): what the collation tells apart at primary strength.
    pub fn letter(&self, heading: &str) -> String {
        let Some(first) = self
            .compared_part(heading)
            .chars()
            .find(|letter| letter.is_alphanumeric())
        else {
            return "#".to_owned();
        };
        if first.is_numeric() {
            return "#".to_owned();
        }
        let first = first.to_uppercase().to_string();
        let mut known = self.letters.lock().unwrap_or_else(PoisonError::into_inner);
        let letter = known.entry(first).or_insert_with_key(|first| {
            let mut latin = ('A'..='Z').map(String::from);
            latin
                .find(|latin| self.base.compare(latin, first).is_eq())
                .unwrap_or(first.clone())
        });
        letter.clone()
    }

    /// The part of a heading that is compared: without opening punctuation and a leading article.
    fn compared_part<'a>(&self, heading: &'a str) -> &'a str {
        let heading = heading.trim_start_matches(|letter: char| !letter.is_alphanumeric());
        match heading.split_once(' ') {
            Some((first, rest)) if self.language.articles.contains(&first.to_lowercase().as_str()) => rest,
            _ => heading,
        }
    }
}

fn collator(tag: &str, strength: Strength) -> CollatorBorrowed<'static> {
    let mut options = CollatorOptions::default();
    options.strength = Some(strength);
    options.alternate_handling = Some(AlternateHandling::NonIgnorable);
    let mut preferences: CollatorPreferences = Locale::try_from_str(tag).unwrap_or(Locale::UNKNOWN).into();
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    Collator::try_new(preferences, options).expect("the collation data is compiled in")
}

#[cfg(test)]
mod tests {
    use super::Collation;

    fn sorted(tag: &str, words: &[&str]) -> Vec<String> {
        let collation = Collation::new(tag);
        let mut words: Vec<String> = words.iter().map(|word| word.to_string()).collect();
        collation.sort(&mut words, |word| word);
        assert!(
            words
                .windows(2)
                .all(|pair| collation.compare(&pair[0], &pair[1]).is_le())
        );
        words
    }

    #[test]
    fn headings_sort_word_by_word_articles_ignored_numbers_by_value() {
        assert_eq!(
            sorted("en", &["newt", "New York", "the new town", "Article 10", "Article 9"]),
            ["Article 9", "Article 10", "the new town", "New York", "newt"]
        );
    }

    #[test]
    fn accented_letters_are_filed_under_their_base_letter_but_enye_in_spanish() {
        assert_eq!(
            sorted("es", &["ñandú", "nube", "azul", "Ártico", "oso"]),
            ["Ártico", "azul", "nube", "ñandú", "oso"]
        );
        let spanish = Collation::new("es");
        assert_eq!(spanish.letter("Ártico"), "A");
        assert_eq!(spanish.letter("ñandú"), "Ñ");
        assert_eq!(Collation::new("en").letter("ñandú"), "N");
        assert_eq!(Collation::new("en").letter("2030 Agenda"), "#");
        assert_eq!(Collation::new("en").letter("\"Quartet\""), "Q");
    }
}
