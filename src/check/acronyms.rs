use std::collections::BTreeMap;

use super::names::{Candidate, words};
use crate::mention::Mentions;
use crate::outline::{Paper, paragraphs};
use crate::register::Register;
use crate::text::Language;

/// Longest word in capitals that can be an acronym; a longer one is shouting.
const LONGEST: usize = 8;

/// Acronyms that no mention covers, each with what it stands for where the paper says so: `World Trade
/// Organization (WTO)`. The candidate's name is the expansion, or the acronym itself.
pub fn acronyms(papers: &[Paper], register: &Register, mentions: &Mentions) -> Vec<Candidate> {
    let mut found: BTreeMap<String, Candidate> = BTreeMap::new();
    for (at, paragraph) in paragraphs(papers) {
        let text = &paragraph.text;
        let language = Language::of(&papers[at.paper].config.language);
        let mentions = mentions.of_paragraph(at);
        for span in words(text) {
            let word = &text[span.clone()];
            let covered = mentions
                .iter()
                .any(|mention| mention.span.start < span.end && span.start < mention.span.end);
            if covered || !is_acronym(word) {
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
                candidate.kind = kind_of(&expansion, register);
                candidate.name = expansion;
                candidate.acronym = Some(word.to_owned());
            }
            candidate.places.push((at, span));
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
    let roman = word.chars().all(|letter| "IVXLCDM".contains(letter));
    all && letters >= 2 && word.chars().count() <= LONGEST && !roman
}

/// The words before `(ACRONYM` whose initials it has, small words aside.
fn expansion(before: &str, acronym: &str, language: Language) -> Option<String> {
    let before = before.strip_suffix('(')?.trim_end();
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

/// The kind whose names end as this one does.
fn kind_of(name: &str, register: &Register) -> Option<usize> {
    let last = name.rsplit(' ').next()?;
    let mut kinds = register.kinds.iter();
    kinds.position(|kind| kind.heads.iter().any(|head| head == last))
}

#[cfg(test)]
mod tests {
    use super::{expansion, is_acronym};
    use crate::text::Language;

    #[test]
    fn initials_give_the_expansion() {
        let english = Language::of("en");
        let of = |before: &str, acronym| expansion(before, acronym, english);
        assert_eq!(
            of("in the World Trade Organization (", "WTO").as_deref(),
            Some("World Trade Organization")
        );
        assert_eq!(
            of("the Forum of the Blue Lakes (", "FBL").as_deref(),
            Some("Forum of the Blue Lakes")
        );
        assert_eq!(of("a Low-Carbon Plan (", "LCP").as_deref(), Some("Low-Carbon Plan"));
        assert_eq!(of("something else (", "WTO"), None);
        assert_eq!(of("World Trade Organization", "WTO"), None);
    }

    #[test]
    fn numerals_and_shouts_are_no_acronyms() {
        assert!(is_acronym("WTO") && is_acronym("G20X") && is_acronym("R&D"));
        assert!(!is_acronym("III") && !is_acronym("A") && !is_acronym("DECLARATION") && !is_acronym("Wto"));
    }
}
