use std::collections::BTreeMap;

use super::names::{Candidate, heads, words};
use crate::mention::Mentions;
use crate::outline::{Paper, Span, paragraphs, roman};
use crate::register::Register;
use crate::text::{Language, meets, readable};

/// The most letters of an acronym; a longer word in capitals is emphasis.
const MAX_LETTERS: usize = 8;
/// The most words of an expansion, joining words such as "of" included.
const MAX_WORDS: usize = 3 * MAX_LETTERS;

/// Acronyms that are not part of a mention. The candidate's name is the expansion, if the paper gives it as in `World
/// Trade Organization (WTO)`, or else the acronym itself.
pub fn acronyms(papers: &[Paper], register: &Register, mentions: &Mentions) -> Vec<Candidate> {
    let mut found: BTreeMap<String, Candidate> = BTreeMap::new();
    let heads: Vec<BTreeMap<String, usize>> = papers.iter().map(|paper| heads(paper, register)).collect();
    for (at, paragraph) in paragraphs(papers) {
        let text = &paragraph.text;
        if !text.chars().any(char::is_lowercase) {
            // A line in capitals is a heading that the grammar does not know, not a row of acronyms.
            continue;
        }
        let language = Language::from_tag(&at.paper().of(papers).config.language);
        let mentions = mentions.spans_in(at);
        for span in words(text) {
            let word = &text[span.clone()];
            if !is_acronym(word) || meets(&mentions, span.clone()) {
                continue;
            }
            let candidate = found.entry(word.to_owned()).or_insert_with(|| Candidate {
                name: word.to_owned(),
                acronym: None,
                kind: None,
                places: Vec::new(),
            });
            if candidate.acronym.is_none()
                && let Some(expansion) = expansion(&text[..span.start], word, language)
            {
                candidate.kind = kind_of(&expansion, &heads[at.paper().0]);
                candidate.name = readable(&expansion);
                candidate.acronym = Some(word.to_owned());
            }
            candidate.places.push(Span {
                paragraph: at,
                range: span,
            });
        }
    }
    found.into_values().collect()
}

/// Two to eight letters, all capitals or digits, and no Roman numeral.
fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|letter| letter.is_uppercase()).count();
    let all = word
        .chars()
        .all(|letter| letter.is_uppercase() || letter.is_ascii_digit() || letter == '&');
    all && letters >= 2 && word.chars().count() <= MAX_LETTERS && roman(word).is_none()
}

/// The words right before `(ACRONYM` whose initials it consists of; joining words such as "of" are skipped.
fn expansion(before: &str, acronym: &str, language: Language) -> Option<String> {
    let before = before.strip_suffix('(')?.trim_end();
    // Far enough back for any acronym; a paragraph can have thousands.
    let tail = before.rmatch_indices(' ').nth(MAX_WORDS).map_or(0, |(at, _)| at);
    let before = &before[tail..];
    let spans = words(before);
    let mut initials: Vec<char> = Vec::new();
    for span in spans.iter().rev() {
        let word = &before[span.clone()];
        if !language.joining.contains(&word.to_lowercase().as_str()) {
            let pieces: Vec<char> = word.split('-').filter_map(|piece| piece.chars().next()).collect();
            initials.splice(0..0, pieces);
        }
        let same = initials
            .iter()
            .flat_map(|letter| letter.to_uppercase())
            .eq(acronym.chars());
        if same {
            return Some(before[span.start..].to_owned());
        }
        if initials.len() > acronym.chars().count() {
            break;
        }
    }
    None
}

/// The index of the kind that lists this name's last word among its `heads`.
fn kind_of(name: &str, heads: &BTreeMap<String, usize>) -> Option<usize> {
    heads.get(name.rsplit(' ').next()?).copied()
}

#[cfg(test)]
mod tests {
    use super::{expansion, is_acronym};
    use crate::text::Language;

    #[test]
    fn expansion_has_the_initials_of_the_acronym() {
        let english = Language::from_tag("en");
        let expand = |before: &str, acronym| expansion(before, acronym, english);
        assert_eq!(
            expand("in the World Trade Organization (", "WTO").as_deref(),
            Some("World Trade Organization")
        );
        assert_eq!(
            expand("the Forum of the Blue Lakes (", "FBL").as_deref(),
            Some("Forum of the Blue Lakes")
        );
        assert_eq!(expand("a Low-Carbon Plan (", "LCP").as_deref(), Some("Low-Carbon Plan"));
        assert_eq!(expand("something else (", "WTO"), None);
        assert_eq!(expand("World Trade Organization", "WTO"), None);
    }

    #[test]
    fn is_acronym_excludes_numerals_and_words_in_capitals() {
        assert!(is_acronym("WTO") && is_acronym("ICC") && is_acronym("LDC") && is_acronym("G20X") && is_acronym("R&D"));
        assert!(!is_acronym("III") && !is_acronym("A") && !is_acronym("DECLARATION") && !is_acronym("Wto"));
    }
}
