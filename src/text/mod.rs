//! Text utilities that know nothing of papers: normal forms, segmentation, collation, plural forms, slugs, suggestions.

mod address;
mod byte_set;
mod date;
mod fingerprint;
mod language;
mod letter;
mod normal;
mod order;
mod plural;
mod sentence;
mod slug;
mod suggest;
mod tokens;

use std::ops::Range;

pub use address::addresses;
pub use byte_set::ByteSet;
pub use date::Date;
pub use fingerprint::fingerprint;
pub use language::Language;
pub use letter::{is_han, is_invisible, is_letter, is_whole_word};
pub use normal::{Level, Normalized, normalized, readable};
pub use order::Collation;
pub use plural::{Plurals, form_of};
pub use sentence::sentences;
pub use slug::slug;
pub use suggest::did_you_mean;
pub use tokens::tokens;

/// Whether a path can be used in the site: segments of ASCII letters, digits and `-._~` joined by `/`, none of
/// them empty, `.` or `..`. Such a path needs no percent-encoding in URLs and no escaping in HTML.
pub fn is_site_path(path: &str) -> bool {
    static NOT_ALLOWED: ByteSet =
        ByteSet::new(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._~/").complement();
    NOT_ALLOWED.find(path.as_bytes()).is_none() && path.split('/').all(|piece| !matches!(piece, "" | "." | ".."))
}

/// The first character of a text that HTML cannot carry, as its byte range and a description: control characters other
/// than white space, a carriage return within a line, and noncharacters (HTML, 13.2.3.5).
pub fn unprintable(text: &str) -> Option<(Range<usize>, String)> {
    let is_noncharacter = |letter: char| {
        let code = u32::from(letter);
        code & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&code)
    };
    let (at, letter) = text.char_indices().find(|(at, letter)| match letter {
        '\t' | '\n' => false,
        '\r' => !text[at + 1..].starts_with('\n'),
        letter => letter.is_control() || is_noncharacter(*letter),
    })?;
    let what = match letter {
        '\r' => "a carriage return inside a line".to_owned(),
        '\u{c}' => "a form feed".to_owned(),
        letter if letter.is_control() => format!("the control character U+{:04X}", u32::from(letter)),
        letter => format!("the noncharacter U+{:04X}", u32::from(letter)),
    };
    Some((at..at + letter.len_utf8(), what))
}

/// Whether `range` overlaps one of `spans`, which are sorted and disjoint. An empty range, the point between two
/// letters, overlaps a span that contains both letters.
pub fn meets(spans: &[Range<usize>], range: Range<usize>) -> bool {
    let next = spans.partition_point(|span| span.end <= range.start);
    spans.get(next).is_some_and(|span| span.start < range.end)
}

/// Number of words of a text, by Unicode word boundaries (UAX #29).
pub fn words(text: &str) -> usize {
    unicode_segmentation::UnicodeSegmentation::unicode_words(text).count()
}

/// Whether a text is a language tag (BCP 47).
pub fn is_language(tag: &str) -> bool {
    icu_locale::LanguageIdentifier::try_from_str(tag).is_ok()
}

/// Whether a language (BCP 47) is written from right to left, by its script (CLDR, likely subtags).
pub fn is_right_to_left(tag: &str) -> bool {
    let language = icu_locale::LanguageIdentifier::try_from_str(tag);
    language.is_ok_and(|language| icu_locale::LocaleDirectionality::new_extended().is_right_to_left(&language))
}
