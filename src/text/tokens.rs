use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

use super::letter::{is_han, is_invisible, is_letter};

/// The search tokens of a text, in order: words without capitals, accents, apostrophes and full stops between letters, and
/// without what is invisible in them, in compatibility form (`H₂O` is `h2o`); signs of notes are no part of a word. In
/// Spanish ñ is kept. Chinese, which has no spaces, gives bigrams: each character with the next one,
/// and the last one alone.
///
/// The theme's `find.js` does the same with texts that it loads whole; a test compares the two.
pub fn tokens(text: &str, language: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_word_letter) {
        let run = &rest[start..];
        let end = if run.starts_with(is_han) {
            han_run(run)
        } else {
            word(run)
        };
        if run.starts_with(is_han) {
            let characters: Vec<char> = run[..end].chars().collect();
            words.extend(
                (0..characters.len()).map(|at| characters[at..characters.len().min(at + 2)].iter().collect::<String>()),
            );
        } else {
            words.push(folded(&run[..end], language));
        }
        rest = &run[end..];
    }
    words
}

/// Length in bytes of the run of Chinese characters at the start of a text.
fn han_run(text: &str) -> usize {
    text.find(|letter| !is_han(letter)).unwrap_or(text.len())
}

/// Length in bytes of the word at the start of a text: letters, digits and marks, and what is invisible among them, joined
/// by apostrophes and full stops.
fn word(text: &str) -> usize {
    let begins = |letter: char| is_word_letter(letter) && !is_han(letter);
    let mut end = 0;
    loop {
        let inside = |letter: char| begins(letter) || is_invisible(letter);
        end += text[end..].find(|letter| !inside(letter)).unwrap_or(text.len() - end);
        let mut after = text[end..].chars();
        match (after.next(), after.next()) {
            (Some(joint), Some(next)) if (joint == '.' || is_apostrophe(joint)) && begins(next) => {
                end += joint.len_utf8()
            }
            _ => return end,
        }
    }
}

fn folded(word: &str, language: &str) -> String {
    // The fast path: nothing below changes such a word but its case.
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return word.to_ascii_lowercase();
    }
    // Stands for ñ (private use), so that removing the marks does not make it n.
    const ENYE: char = '\u{e000}';
    // Full case folding, by way of the capitals: ß is ss.
    let lower = word.to_uppercase().to_lowercase();
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&lower);
    let possessive = composed
        .strip_suffix('s')
        .and_then(|word| word.strip_suffix(is_apostrophe));
    let bare = possessive.unwrap_or(&composed);
    let letters: Vec<char> = bare.chars().collect();
    let is_letter = |at: usize| letters.get(at).is_some_and(|letter| letter.is_alphabetic());
    let kept = letters.iter().enumerate().filter(|(at, letter)| match letter {
        sign if is_apostrophe(**sign) => false,
        '.' => !(*at > 0 && is_letter(at - 1) && is_letter(at + 1)),
        _ => true,
    });
    let spanish = language == "es";
    let kept: String = kept
        .map(|(_, letter)| if spanish && *letter == 'ñ' { ENYE } else { *letter })
        .collect();
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(&kept);
    let plain = decomposed
        .chars()
        .filter(|letter| !is_accent(*letter) && !is_invisible(*letter));
    plain.map(|letter| if letter == ENYE { 'ñ' } else { letter }).collect()
}

/// Whether this is an apostrophe: as typed, as printed, or as a letter of its own (Hawaiian, Ukrainian).
fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ' | 'ʻ')
}

/// Whether a mark may be left out of a word that is sought: accents, and the points of Hebrew and Arabic; not the vowel
/// signs of Indic scripts and of Thai, nor the marks of Kana.
fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

fn is_word_letter(letter: char) -> bool {
    is_letter(letter) && letter != '_'
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[test]
    fn words_as_search_compares_them() {
        assert_eq!(
            tokens("The WTO's R&D, U.N., in Brasília’s café", "en"),
            ["the", "wto", "r", "d", "un", "in", "brasilia", "cafe"]
        );
        assert_eq!(tokens("III.2(9) ¶2", "en"), ["iii.2", "9", "2"]);
        assert_eq!(tokens("año ano", "es"), ["año", "ano"]);
        assert_eq!(tokens("año", "en"), ["ano"]);
        assert_eq!(tokens("中拉论坛 forum", "zh"), ["中拉", "拉论", "论坛", "坛", "forum"]);
        assert_eq!(
            tokens("don't stop. ʻOhana, Kyivʼs", "en"),
            ["dont", "stop", "ohana", "kyiv"]
        );
        assert_ne!(tokens("ガス", "ja"), tokens("カス", "ja"));
        assert_ne!(tokens("น้ำ", "th"), tokens("นา", "th"));
        assert_eq!(
            tokens("Coun\u{ad}cil¹ H₂O oﬃce STRASSE Straße ΣΟΦΟΣ σοφος", "en"),
            ["council", "h2o", "office", "strasse", "strasse", "σοφος", "σοφος"]
        );
    }
}
