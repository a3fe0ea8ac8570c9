//! Text utilities that know nothing of papers: folding, segmentation, collation, plural forms, slugs, suggestions.

mod byte_set;
mod fingerprint;
mod fold;
mod language;
mod order;
mod plural;
mod sentence;
mod slug;
mod suggest;
mod tokens;

use std::ops::Range;

pub use byte_set::ByteSet;
pub use fingerprint::fingerprint;
pub use fold::{Folded, folded, folded_keeping_case};
pub use language::Language;
pub use order::Collation;
pub use plural::{Plurals, form_of};
pub use sentence::sentences;
pub use slug::slug;
pub use suggest::did_you_mean;
pub use tokens::{is_han, tokens};

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
    icu_locale_core::LanguageIdentifier::try_from_str(tag).is_ok()
}

/// Whether a span of `text` begins and ends at a word boundary, so that a name found there is a name
/// and not part of a longer word. An end of the span that is not a letter or digit needs no boundary.
pub fn is_whole_word(text: &str, start: usize, end: usize) -> bool {
    let joins =
        |left: Option<char>, right: Option<char>| left.is_some_and(is_word_letter) && right.is_some_and(is_word_letter);
    let span = &text[start..end];
    !joins(text[..start].chars().next_back(), span.chars().next())
        && !joins(span.chars().next_back(), text[end..].chars().next())
}

/// Whether a letter forms words with its neighbours. Letters of scripts written without spaces (Thai, Lao,
/// Burmese, Khmer, Kana, Han) do not: their text shows no word boundaries.
fn is_word_letter(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_alphanumeric();
    }
    let unspaced = matches!(letter,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    letter.is_alphanumeric() && !unspaced
}
