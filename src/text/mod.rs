//! Small helpers about words and letters that know nothing of papers: comparing, cutting, sorting.

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
pub use fingerprint::{ByFingerprint, fingerprint};
pub use fold::{Folded, folded, spelled};
pub use language::Language;
pub use order::Collation;
pub use plural::{Plurals, form_of};
pub use sentence::sentences;
pub use slug::slug;
pub use suggest::did_you_mean;
pub use tokens::{is_han, tokens};

/// Whether a path names a file of the site: pieces of ASCII letters, digits and `-._~` joined by `/`, none
/// of them a step upwards. What needs no encoding in an address needs no care anywhere.
pub fn is_site_path(path: &str) -> bool {
    static OTHERS: ByteSet =
        ByteSet::of(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._~/").others();
    OTHERS.find(path.as_bytes()).is_none() && path.split('/').all(|piece| !matches!(piece, "" | "." | ".."))
}

/// The first character of a text that no page can show, and what it is: control characters other than white space, a
/// carriage return within a line, and noncharacters (HTML, 13.2.3.5).
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

/// Whether a stretch of a text meets one of several spans, which are in order and do not overlap. An empty stretch, the
/// place between two letters, meets a span that has both.
pub fn meets(spans: &[Range<usize>], stretch: Range<usize>) -> bool {
    let next = spans.partition_point(|span| span.end <= stretch.start);
    spans.get(next).is_some_and(|span| span.start < stretch.end)
}

/// Number of words of a text, by the boundaries of Unicode (UAX #29).
pub fn words(text: &str) -> usize {
    unicode_segmentation::UnicodeSegmentation::unicode_words(text).count()
}

/// Whether a text is a language tag (BCP 47).
pub fn is_language(tag: &str) -> bool {
    icu_locale_core::LanguageIdentifier::try_from_str(tag).is_ok()
}

/// Whether a span of `text` begins and ends at a word boundary, so that a name found there is a name
/// and not a piece of a longer word. An end that is itself no letter or digit needs no boundary.
pub fn is_whole_word(text: &str, start: usize, end: usize) -> bool {
    let joins =
        |left: Option<char>, right: Option<char>| left.is_some_and(is_word_letter) && right.is_some_and(is_word_letter);
    let span = &text[start..end];
    !joins(text[..start].chars().next_back(), span.chars().next())
        && !joins(span.chars().next_back(), text[end..].chars().next())
}

/// Whether a letter forms words with its neighbours. Scripts written without spaces (Thai, Lao, Burmese,
/// Khmer, Kana, Han) have no boundary that could be seen in the letters.
fn is_word_letter(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_alphanumeric();
    }
    let unspaced = matches!(letter,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    letter.is_alphanumeric() && !unspaced
}
