use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use super::by_letter;
use crate::outline::Paper;
use crate::register::{EntryId, Register};
use crate::text::{Collation, Level, is_whole_word, normalized};

/// The terms under one letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlossaryLetter {
    /// The letter.
    pub letter: String,
    /// The terms, sorted.
    pub terms: Vec<GlossaryTerm>,
}

/// A term or an acronym.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlossaryTerm {
    /// The term as listed.
    pub term: String,
    /// The entry it belongs to.
    pub entry: EntryId,
    /// Whether the term is the entry's acronym: then it leads to the entry and defines nothing.
    pub is_acronym: bool,
}

pub(super) fn glossary(register: &Register, collation: &Collation) -> Vec<GlossaryLetter> {
    let mut terms: Vec<GlossaryTerm> = Vec::new();
    for (entry, node) in register.iter() {
        let names = [(Some(&node.name), false), (node.acronym.as_ref(), true)];
        for (term, is_acronym) in names {
            if let Some(term) = term.filter(|term| !is_acronym || **term != node.name) {
                terms.push(GlossaryTerm {
                    term: term.clone(),
                    entry,
                    is_acronym,
                });
            }
        }
    }
    // The sort is stable: entries with the same term stay in the order of the register.
    collation.sort(&mut terms, |term| &term.term);
    by_letter(terms, |term| collation.letter(&term.term))
        .into_iter()
        .map(|(letter, terms)| GlossaryLetter { letter, terms })
        .collect()
}

/// The entries that have an acronym, in the order of the acronyms.
pub(super) fn acronyms(register: &Register, collation: &Collation) -> Vec<EntryId> {
    let mut found: Vec<(&str, EntryId)> = register
        .iter()
        .filter_map(|(id, entry)| Some((entry.expanded()?.letters, id)))
        .collect();
    collation.sort(&mut found, |(letters, _)| letters);
    found.into_iter().map(|(_, id)| id).collect()
}

/// The entries whose acronym a paper introduces.
pub(super) fn given(papers: &[Paper], register: &Register) -> BTreeSet<EntryId> {
    let acronyms = register
        .iter()
        .filter_map(|(id, entry)| Some((id, normalized(&entry.expanded()?.introduction(), Level::Exact))));
    let (ids, forms): (Vec<EntryId>, Vec<String>) = acronyms.unzip();
    let automaton = AhoCorasick::new(forms).expect("a register has fewer than 2^31 letters");
    let found = papers.par_iter().flat_map_iter(|paper| {
        let text = normalized(&paper.source.file.text, Level::Exact);
        let found = automaton.find_overlapping_iter(&text);
        let found = found.filter(|found| is_whole_word(&text, found.start(), found.end()));
        found.map(|found| ids[found.pattern().as_usize()]).collect::<Vec<_>>()
    });
    found.collect()
}
