use std::borrow::Cow;
use std::cmp::Ordering;

use icu_collator::options::{AlternateHandling, CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale::Locale;
use icu_locale::exemplar_chars::ExemplarCharacters;
use icu_properties::props::Script;
use rayon::prelude::*;

use super::Language;
use super::letter::{is_sign, script};

/// The order of headings in one language: the Unicode Collation Algorithm with the language's CLDR tailoring, word by
/// word (a space sorts before any letter) with punctuation ignored (ISO 999, 7.2: "bonds, Panda" files as "bonds Panda"),
/// leading articles and the full stops of abbreviations too, numbers by value.
pub struct Collation {
    full: CollatorBorrowed<'static>,
    base: CollatorBorrowed<'static>,
    language: Language,
    /// The letters of an index in this language (CLDR index exemplars), in its order: in Czech, `CH` is one of them.
    letters: Vec<Letter>,
}

/// A letter of an index.
struct Letter {
    /// The letter as shown.
    shown: String,
    /// What headings under this letter sort at or after.
    first: String,
}

/// The first Chinese character, by pronunciation (pinyin), under each Latin letter; no syllable begins with I, U or V.
const PINYIN: &str = "A阿 B八 C嚓 D哒 E妸 F发 G旮 H哈 J丌 K咔 L垃 M妈 N拏 O噢 P妑 Q七 R呥 S仨 T他 W屲 X夕 Y丫 Z帀";

impl Collation {
    /// The order for a BCP 47 tag; an unknown or malformed tag gets the root order.
    pub fn new(tag: &str) -> Self {
        let (base, full) = (collator(tag, Strength::Primary), collator(tag, Strength::Tertiary));
        Self {
            language: Language::from_tag(tag),
            letters: letters(tag, &base, &full),
            base,
            full,
        }
    }

    /// Compares two headings; equal only where they are the same text.
    pub fn compare(&self, left: &str, right: &str) -> Ordering {
        self.key(left).cmp(&self.key(right)).then_with(|| left.cmp(right))
    }

    /// A stable sort of things by their headings, in the order of [`Self::compare`].
    pub fn sort<T: Send>(&self, things: &mut [T], heading: impl Fn(&T) -> &str + Sync) {
        things.par_sort_by_cached_key(|thing| {
            let heading = heading(thing);
            (self.key(heading), heading.to_owned())
        });
    }

    /// The sort key of a heading: keys compare bytewise as headings do (UTS #10, 9.3), first by their letter.
    fn key(&self, heading: &str) -> Vec<u8> {
        let mut key = Vec::with_capacity(4 * heading.len());
        // Writing to memory does not fail.
        let _ = self.base.write_sort_key_to(&self.letter(heading), &mut key);
        key.push(0);
        let _ = self.full.write_sort_key_to(&self.compared_part(heading), &mut key);
        key
    }

    /// The letter under which a heading is filed; `#` if it begins with no letter.
    ///
    /// Accented letters are filed under their base letter, except those that are letters of their own in the
    /// language (ñ in Spanish).
    pub fn letter(&self, heading: &str) -> String {
        let part = self.compared_part(heading);
        let Some(first) = part.chars().next().filter(|first| first.is_alphabetic()) else {
            return "#".to_owned();
        };
        let is_of_script = |letter: &&Letter| letter.first.starts_with(|other| alphabet(other) == alphabet(first));
        let own: Vec<&Letter> = self.letters.iter().filter(is_of_script).collect();
        let until = own.partition_point(|letter| self.base.compare(&letter.first, &part).is_le());
        match until.checked_sub(1).map(|at| own[at]) {
            // After the last letter stand letters that are none of the language (þ), with its own.
            Some(last) if until == own.len() && script(first) == Script::Latin => {
                let begins = self.base.compare(
                    &last.first[..last.first.len().min(first.len_utf8())],
                    &self.base_letter(first),
                );
                if begins.is_eq() {
                    last.shown.clone()
                } else {
                    self.base_letter(first)
                }
            }
            Some(letter) => letter.shown.clone(),
            None => self.base_letter(first),
        }
    }

    /// A letter that is not one of the language, in capitals and without its accents.
    fn base_letter(&self, letter: char) -> String {
        let capital = letter.to_uppercase().to_string();
        let nfd = icu_normalizer::DecomposingNormalizerBorrowed::new_nfd();
        let bare: String = nfd.normalize(&capital).chars().take(1).collect();
        match self.base.compare(&bare, &capital) {
            Ordering::Equal => bare,
            _ => capital,
        }
    }

    /// The part of a heading that is compared: without opening punctuation, a leading article, commas, brackets and
    /// quotation marks, and the full stops within an abbreviation.
    fn compared_part<'a>(&self, heading: &'a str) -> Cow<'a, str> {
        let is_opening = |letter: char| !letter.is_alphanumeric() || is_sign(letter);
        let heading = heading.trim_start_matches(is_opening);
        let heading = self.language.without_article(heading).trim_start_matches(is_opening);
        let is_ignored = |letter: char| matches!(letter, ',' | '(' | ')' | '"' | '“' | '”' | '„' | '«' | '»');
        // "U.N. Women" stands beside "UN".
        let has_full_stop = |word: &str| word.chars().nth(1) == Some('.');
        if !heading.contains(is_ignored) && !heading.split(' ').any(has_full_stop) {
            return Cow::Borrowed(heading);
        }
        let words = heading.split(' ').map(|word| {
            let word = word.replace(is_ignored, "");
            if has_full_stop(&word) {
                word.replace('.', "")
            } else {
                word
            }
        });
        Cow::Owned(words.collect::<Vec<_>>().join(" "))
    }
}

/// The letters of an index in a language, in its order; the Latin ones always, for names in other languages.
fn letters(tag: &str, base: &CollatorBorrowed<'static>, full: &CollatorBorrowed<'static>) -> Vec<Letter> {
    let locale = Locale::try_from_str(tag).unwrap_or(Locale::UNKNOWN);
    let mut shown: Vec<String> = Vec::new();
    if let Ok(own) = ExemplarCharacters::try_new_index(&(&locale).into()) {
        shown.extend(own.code_points().iter_chars().map(String::from));
        shown.extend(own.strings().iter().map(str::to_owned));
    }
    shown.extend(('A'..='Z').map(String::from));
    let plain = |shown: String| Letter {
        first: shown.clone(),
        shown,
    };
    let mut letters: Vec<Letter> = shown.into_iter().map(plain).collect();
    if locale.id.language.as_str() == "zh" {
        letters.extend(PINYIN.split(' ').map(|pair| {
            let (letter, first) = pair.split_at(1);
            Letter {
                shown: letter.to_owned(),
                first: first.to_owned(),
            }
        }));
    }
    // Of two that are one letter to the index, as Е and Ё are, the plain one.
    letters.sort_by(|left, right| {
        let by_base = base.compare(&left.first, &right.first);
        by_base.then_with(|| full.compare(&left.first, &right.first))
    });
    letters.dedup_by(|left, right| base.compare(&left.first, &right.first).is_eq());
    letters
}

/// The script of a letter; the two scripts of Japanese syllables are one alphabet.
fn alphabet(letter: char) -> Script {
    match script(letter) {
        Script::Katakana => Script::Hiragana,
        other => other,
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

    fn letters(tag: &str, words: &[&str]) -> Vec<String> {
        let collation = Collation::new(tag);
        words.iter().map(|word| collation.letter(word)).collect()
    }

    #[test]
    fn headings_sort_word_by_word_articles_ignored_numbers_by_value() {
        assert_eq!(
            sorted("en", &["newt", "New York", "the new town", "Article 10", "Article 9"]),
            ["Article 9", "Article 10", "the new town", "New York", "newt"]
        );
        assert_eq!(
            sorted("en", &["UNESCO", "U.N. Women", "UN", "Uganda"]),
            ["Uganda", "UN", "U.N. Women", "UNESCO"]
        );
        assert_eq!(
            sorted("fr", &["Lac", "L’Accord", "Le Bord"]),
            ["L’Accord", "Le Bord", "Lac"]
        );
        assert_eq!(
            sorted("de", &["Zoll", "Der See", "Die Akte"]),
            ["Die Akte", "Der See", "Zoll"]
        );
        assert_eq!(
            sorted("it", &["Lago", "L'Accordo", "Il Bordo", "Gli Atti"]),
            ["L'Accordo", "Gli Atti", "Il Bordo", "Lago"]
        );
        assert_eq!(
            sorted("es", &["Lago", "El Acuerdo", "Los Bordes"]),
            ["El Acuerdo", "Los Bordes", "Lago"]
        );
        assert_eq!(
            sorted("pt", &["Rio", "A Aliança", "Os Barcos"]),
            ["A Aliança", "Os Barcos", "Rio"]
        );
    }

    #[test]
    fn full_stops_of_an_acronym_do_not_count_in_the_order() {
        assert_eq!(
            sorted("en", &["USAID", "U.S. Fund", "Usury", "Urban"]),
            ["Urban", "U.S. Fund", "USAID", "Usury"]
        );
        assert_eq!(
            sorted("en", &["World Bank", "W.T.O. Rules", "WTO"]),
            ["World Bank", "WTO", "W.T.O. Rules"]
        );
        assert_eq!(
            sorted("fr", &["ONU", "O.N.U. Femmes", "Ouganda", "Onde"]),
            ["Onde", "ONU", "O.N.U. Femmes", "Ouganda"]
        );
    }

    #[test]
    fn accented_letters_are_filed_under_their_base_letter_but_enye_in_spanish() {
        assert_eq!(
            sorted("es", &["ñandú", "nube", "azul", "Ártico", "oso"]),
            ["Ártico", "azul", "nube", "ñandú", "oso"]
        );
        assert_eq!(letters("es", &["Ártico", "ñandú"]), ["A", "Ñ"]);
        assert_eq!(
            letters("en", &["ñandú", "2030 Agenda", "\"Quartet\"", "Œuvre", "ǅ"]),
            ["N", "#", "Q", "O", "D"]
        );
        // The ʻokina is a letter in Hawaiian and a sign to others.
        assert_eq!(letters("en", &["ʻOhana", "ʼAwa"]), ["O", "A"]);
    }

    #[test]
    fn letters_are_those_of_the_language() {
        assert_eq!(
            letters("el", &["Αίγινα", "Άλφα", "Οδός", "Όμικρον", "Lake"]),
            ["Α", "Α", "Ο", "Ο", "L"]
        );
        assert_eq!(letters("ar", &["ابن", "إدارة", "أمن", "آلية"]), ["ا"; 4]);
        assert_eq!(letters("cs", &["Cena", "Chata", "Čas", "Hora"]), ["C", "CH", "Č", "H"]);
        assert_eq!(
            sorted("cs", &["Chata", "Cena", "Hora", "Čas"]),
            ["Cena", "Čas", "Hora", "Chata"]
        );
        assert_eq!(letters("sv", &["Ål", "Ärlig", "Öl", "Zon"]), ["Å", "Ä", "Ö", "Z"]);
        assert_eq!(letters("de", &["Ärger", "Öl", "ß"]), ["A", "O", "S"]);
        assert_eq!(letters("uk", &["Їжак", "Йод", "Ґанок"]), ["Ї", "Й", "Ґ"]);
        assert_eq!(letters("ko", &["가방", "나무", "힘"]), ["ㄱ", "ㄴ", "ㅎ"]);
        assert_eq!(
            letters("ja", &["かき", "がっこう", "カメラ", "さくら"]),
            ["か", "か", "か", "さ"]
        );
        assert_eq!(letters("hu", &["Csaba", "Cékla", "Zsolt"]), ["CS", "C", "ZS"]);
        assert_eq!(
            letters("zh-Hans", &["中国", "阿根廷", "倡议", "Forum"]),
            ["Z", "A", "C", "F"]
        );
        assert_eq!(letters("en", &["Ёлка", "Йод", "Þing", "Zürich"]), ["Е", "Й", "Þ", "Z"]);
        assert_eq!(letters("ru", &["Ель", "Ёлка", "Йод", "Яна"]), ["Е", "Е", "Й", "Я"]);
    }
}
