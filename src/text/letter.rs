use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup, Script};
use icu_properties::{CodePointMapData, CodePointSetData};

/// Whether words consist of this character: letters, digits, the marks on them, and `_`. The sign of a note does not.
pub fn is_letter(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_alphanumeric() || letter == '_';
    }
    (letter.is_alphanumeric() || is_mark(letter)) && !is_note_sign(letter)
}

/// Whether this character only modifies the letter before it: an accent, a vowel sign.
pub(super) fn is_mark(letter: char) -> bool {
    !letter.is_ascii() && GeneralCategoryGroup::Mark.contains(category(letter))
}

/// Whether this character is used as the sign of a note, which ends a word (`¹`, `ᵃ`, `①`). Subscripts are no such
/// signs: `CO₂` is one word.
pub(super) fn is_note_sign(letter: char) -> bool {
    let is_subscript = matches!(letter, '\u{2080}'..='\u{208e}');
    let is_superscript = matches!(letter, '\u{2071}' | '\u{207f}' | '\u{2b0}'..='\u{2b8}' | '\u{1d2c}'..='\u{1d61}'
        | '\u{1d78}' | '\u{1d9b}'..='\u{1dbf}');
    is_superscript || !letter.is_ascii() && category(letter) == GeneralCategory::OtherNumber && !is_subscript
}

/// Whether this character is never seen: soft hyphens, joiners, marks of direction (Unicode,
/// Default_Ignorable_Code_Point), and the Arabic tatweel, which only widens a word.
pub fn is_invisible(letter: char) -> bool {
    const TATWEEL: char = '\u{640}';
    !letter.is_ascii() && (letter == TATWEEL || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(letter))
}

/// Whether a character that Unicode calls a letter is a sign on its own to readers, as the ʻokina at the start of a
/// Hawaiian name is to an index in English.
pub(super) fn is_sign(letter: char) -> bool {
    matches!(letter, '\u{2b9}'..='\u{2bf}')
}

/// Whether a character is of the Han script.
pub fn is_han(letter: char) -> bool {
    !letter.is_ascii() && script(letter) == Script::Han
}

/// Whether a character is of the Greek script.
pub(super) fn is_greek(letter: char) -> bool {
    !letter.is_ascii() && script(letter) == Script::Greek
}

/// The script of a character.
pub(super) fn script(letter: char) -> Script {
    CodePointMapData::<Script>::new().get(letter)
}

/// Whether a character is of a script that is written without spaces, so that its text shows no word boundaries.
pub(super) fn is_unspaced(letter: char) -> bool {
    const UNSPACED: [Script; 7] = [
        Script::Thai,
        Script::Lao,
        Script::Myanmar,
        Script::Khmer,
        Script::Hiragana,
        Script::Katakana,
        Script::Han,
    ];
    !letter.is_ascii() && UNSPACED.contains(&script(letter))
}

fn category(letter: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(letter)
}

/// Whether a span of `text` begins and ends at a word boundary, so that a name found there is a name and not part of a
/// longer word. An end of the span that is no letter needs no boundary, but within an abbreviation (`U.N.` in `U.N.D.P.`).
pub fn is_whole_word(text: &str, start: usize, end: usize) -> bool {
    let (before, span, after) = (&text[..start], &text[start..end], &text[end..]);
    // `_` joins words (`EU_2`), and sets them off where nothing is beyond it (`_EU_`).
    let counts = |letter: &char| *letter != '_' && !is_invisible(*letter);
    let last = |text: &str| text.chars().rev().find(counts);
    let first = |text: &str| text.chars().find(counts);
    let forms_words = |letter: char| is_letter(letter) && !is_unspaced(letter);
    let joins =
        |left: Option<char>, right: Option<char>| left.is_some_and(forms_words) && right.is_some_and(forms_words);
    let in_abbreviation = (is_abbreviation(span) && first(after).is_some_and(is_letter))
        || (is_abbreviation(before) && span.chars().nth(1) == Some('.'));
    !joins(last(before), first(span)) && !joins(last(span), first(after)) && !in_abbreviation
}

/// Whether a text ends with a letter on its own and a full stop, as `U.N.` does.
pub(super) fn is_abbreviation(text: &str) -> bool {
    let mut letters = text.chars().rev();
    letters.next() == Some('.')
        && letters.next().is_some_and(char::is_alphabetic)
        && !letters.next().is_some_and(is_letter)
}

#[cfg(test)]
mod tests {
    use super::is_whole_word;

    /// Whether `words` are found as whole words at their first place in a text.
    fn found(words: &str, text: &str) -> bool {
        let at = text.find(words).unwrap();
        is_whole_word(text, at, at + words.len())
    }

    #[test]
    fn is_whole_word_ends_at_signs_of_notes_but_not_at_marks_and_subscripts() {
        assert!(found("Council", "Council¹") && found("Council", "Councilᵃ") && found("Council", "Council①"));
        assert!(found("Council", "the _Council_ met"));
        assert!(found("Council", "Council*") && found("Council", "Council[3]") && found("Council", "the Council’s"));
        assert!(!found("Cafe", "Cafe\u{301}") && !found("CO", "CO₂") && !found("विश", "विश्वविद्यालय"));
        assert!(!found("Coun", "Coun\u{ad}cil") && !found("EU", "EU_2") && !found("EU", "\u{2068}NEU"));
    }

    #[test]
    fn is_whole_word_does_not_divide_abbreviations() {
        assert!(found("U.N.", "the U.N. Charter") && found("U.N.", "(U.N.)") && found("U.N.", "In 2020 U.N."));
        assert!(!found("U.N.", "the U.N.D.P. works") && !found("N.A.", "the U.N.A. works"));
    }
}
