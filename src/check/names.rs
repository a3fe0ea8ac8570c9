use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Place};
use crate::mention::Mentions;
use crate::outline::{Paper, paragraphs};
use crate::register::Register;
use crate::text::Language;

/// Names that look like entries, by the last words that the kinds list as `heads`, and that no mention
/// covers: one warning for each name, with the number of times.
pub(super) fn unregistered(papers: &[Paper], register: &Register, mentions: &Mentions) -> Vec<Diagnostic> {
    let mut found: BTreeMap<String, (Place, usize, &str)> = BTreeMap::new();
    let heads: Vec<BTreeMap<String, &str>> = papers.iter().map(|paper| heads(paper, register)).collect();
    for (at, paragraph) in paragraphs(papers) {
        let paper = &papers[at.paper];
        let language = Language::of(&paper.config.language);
        let words = words(&paragraph.text);
        let mentions = mentions.of_paragraph(at);
        for (nth, word) in words.iter().enumerate() {
            let Some(kind) = heads[at.paper].get(&paragraph.text[word.clone()]) else {
                continue;
            };
            let mentioned = |at: usize| mentions.iter().any(|mention| mention.span.contains(&words[at].start));
            let first = first_word(&paragraph.text, &words, nth, language, mentioned);
            let span = words[first].start..word.end;
            if first < nth && !mentioned(first) {
                let name = paragraph.text[span.clone()].to_owned();
                let entry = found
                    .entry(name)
                    .or_insert_with(|| (paper.place(paragraph, span), 0, *kind));
                entry.1 += 1;
            }
        }
    }
    let warnings = found.into_iter().map(|(name, (place, count, kind))| {
        let times = if count == 1 {
            "once".to_owned()
        } else {
            format!("{count} times")
        };
        Diagnostic::warning(
            "unregistered-name",
            format!(
                "`{name}` looks like one of the {} and is not registered ({times})",
                kind.to_lowercase()
            ),
        )
        .at(place)
        .help("make an entry for it, add it to the aliases of one, or accept it under `accept` with the reason")
    });
    warnings.collect()
}

/// The words that end a name, with their plurals in the paper's language, and what several such things are
/// called. A word that two kinds list is the first one's.
fn heads<'a>(paper: &Paper, register: &'a Register) -> BTreeMap<String, &'a str> {
    let language = Language::of(&paper.config.language);
    let mut heads = BTreeMap::new();
    for kind in &register.kinds {
        for head in &kind.heads {
            for form in language.plurals(head).into_iter().chain([head.clone()]) {
                heads.entry(form).or_insert(kind.plural.as_str());
            }
        }
    }
    heads
}

/// The first word of the name that ends with the word `last`: back over capitalised words, and over
/// small words between them, as long as no punctuation stands between.
///
/// A mention that ends before the head is another name. One that holds the head is this name, unless a
/// capitalised word stands right before it: then the name is longer than what is registered.
fn first_word(
    text: &str,
    words: &[Range<usize>],
    last: usize,
    language: Language,
    mentioned: impl Fn(usize) -> bool,
) -> usize {
    let inside = mentioned(last);
    let mut first = last;
    for at in (0..last).rev() {
        let word = &text[words[at].clone()];
        let adjoins = text[words[at].end..words[at + 1].start]
            .chars()
            .all(char::is_whitespace);
        if !adjoins || (mentioned(at) && !inside) {
            break;
        }
        if starts_name(word, language) || (inside && mentioned(at)) {
            first = at;
        } else if inside || !language.joining.contains(&word) {
            break;
        }
    }
    first
}

/// Whether a name can begin with this word: a capital, no possessive ("River's ..."), and no small word
/// that has its capital from the beginning of a sentence.
fn starts_name(word: &str, language: Language) -> bool {
    let possessive = word.ends_with("'s") || word.ends_with("’s") || word.ends_with("s'");
    let capital = word
        .chars()
        .next()
        .is_some_and(|letter| letter.is_uppercase() || letter.is_numeric());
    capital && !possessive && !language.joining.contains(&word.to_lowercase().as_str())
}

/// The words of a text, without the punctuation around them.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let outer = |letter: char| !(letter.is_alphanumeric() || letter == '&');
        let bare = piece.trim_matches(outer);
        let lead = piece.len() - piece.trim_start_matches(outer).len();
        if !bare.is_empty() {
            words.push(start + lead..start + lead + bare.len());
        }
        start += piece.len();
    }
    words
}
