//! Pass 5, apparatus: what a scholar's edition has besides the text, derived from the mentions:
//! concordances, glossary, index, matrix, years.

mod concordance;
mod glossary;
mod index;
mod matrix;
mod mentioned;
mod years;

pub(crate) use concordance::sentences_of;
pub use concordance::{Citation, Concordance, DivisionCitations, GroupCitations};
pub use glossary::{GlossaryLetter, GlossaryTerm};
pub use index::{Heading, IndexLetter, IndexLocator, Reference, SubHeading, by_words, is_beside};
pub use matrix::{Cell, Column, Matrix, Row};
pub use years::{Year, YearPlace};

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::mention::Mentions;
use crate::outline::Paper;
use crate::register::{EntryId, Register};
use crate::text::Collation;

/// Everything derived from the mentions and the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Apparatus {
    /// By entry index: its concordance.
    pub concordances: Vec<Concordance>,
    /// Terms and acronyms in one order.
    pub glossary: Vec<GlossaryLetter>,
    /// The entries with an acronym, in the order of the acronyms.
    pub acronyms: Vec<EntryId>,
    /// The entries whose acronym a paper introduces: it has the words and, in brackets, the letters.
    pub given: BTreeSet<EntryId>,
    /// By paper index, then division index: the entries mentioned in the division and its descendants, each with its
    /// number of mentions.
    pub mentioned: Vec<Vec<Vec<(EntryId, usize)>>>,
    /// By entry index: the places where it is mentioned, as the index prints them.
    pub places: Vec<Vec<IndexLocator>>,
    /// The back-of-the-book index.
    pub index: Vec<IndexLetter>,
    /// Entries by group of divisions.
    pub matrix: Matrix,
    /// The years that the papers name.
    pub years: Vec<Year>,
}

/// Derives the apparatus; `language` is that of the site's pages, whose order lists follow.
pub fn apparatus(papers: &[Paper], register: &Register, mentions: &Mentions, language: &str) -> Apparatus {
    let collation = Collation::new(language);
    let citations = concordance::citations(papers, mentions, register.entries.len());
    let concordances: Vec<Concordance> = citations
        .into_par_iter()
        .map(|citations| concordance::concordance(papers, citations))
        .collect();
    let own = |id: &EntryId| &concordances[id.0];
    let lists = || {
        rayon::join(
            || index::index(register, &concordances, &collation),
            || {
                rayon::join(
                    || glossary::glossary(register, &collation),
                    || glossary::given(papers, register),
                )
            },
        )
    };
    let matrix = || matrix::matrix(papers.len(), register, &concordances, &collation);
    let ((index, (glossary, given)), matrix) = rayon::join(lists, matrix);
    let ids: Vec<EntryId> = register.iter().map(|(id, _)| id).collect();
    Apparatus {
        glossary,
        acronyms: glossary::acronyms(register, &collation),
        given,
        mentioned: mentioned::mentioned(papers, mentions),
        places: ids.par_iter().map(|id| index::places(own(id))).collect(),
        index,
        years: years::years(papers, mentions),
        matrix,
        concordances,
    }
}

/// Groups sorted items by letter. (Items whose letters the collation treats as equal, like Е and Ё, can alternate;
/// each letter is one group all the same.)
fn by_letter<T>(sorted: Vec<T>, letter: impl Fn(&T) -> String) -> Vec<(String, Vec<T>)> {
    let mut groups: Vec<(String, Vec<T>)> = Vec::new();
    for item in sorted {
        let letter = letter(&item);
        match groups.iter_mut().find(|(other, _)| *other == letter) {
            Some((_, items)) => items.push(item),
            None => groups.push((letter, vec![item])),
        }
    }
    groups
}
