use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::{Citation, Concordance};
use crate::outline::ParagraphRef;
use crate::register::{EntryId, Register};

/// The most neighbours of an entry.
const MAX_NEIGHBOURS: usize = 8;

/// Another entry that a paper mentions where it mentions this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// The other entry.
    pub entry: EntryId,
    /// The paragraphs in which one sentence mentions both.
    pub sentences: Vec<ParagraphRef>,
}

/// A sentence of a paper: its paragraph and its first byte.
type Sentence = (ParagraphRef, usize);

/// By entry index: the entries mentioned in the same sentences. First those that share most sentences with it, then
/// those that share the largest part of their own. Entries of pervasive kinds are nobody's neighbours, and related
/// entries are left out because pages show them anyway.
pub(super) fn neighbours(register: &Register, concordances: &[Concordance]) -> Vec<Vec<Neighbour>> {
    // Never iterated over, so its order does not affect the result.
    let mut entries_in: HashMap<Sentence, Vec<EntryId>> = HashMap::new();
    let mut sentences: Vec<Vec<Sentence>> = Vec::with_capacity(concordances.len());
    for (id, _) in register.iter() {
        let mut own = match register.kind(id).pervasive {
            true => Vec::new(),
            false => sentences_of(&concordances[id.0]),
        };
        // With nested groups, sentences are not in the order of the text.
        own.sort_unstable();
        own.dedup();
        for sentence in &own {
            entries_in.entry(*sentence).or_default().push(id);
        }
        sentences.push(own);
    }
    let related = related(register);
    (0..sentences.len())
        .into_par_iter()
        .map(|at| nearest(EntryId(at), &related, &sentences, &entries_in))
        .collect()
}

/// Every two entries of which one names the other as related, both ways round.
fn related(register: &Register) -> BTreeSet<(EntryId, EntryId)> {
    let pairs = register.iter().flat_map(|(id, entry)| {
        let named = entry.see_also.iter().chain(&entry.part_of).chain(&entry.broader);
        named.flat_map(move |other| [(id, *other), (*other, id)])
    });
    pairs.collect()
}

fn sentences_of(concordance: &Concordance) -> Vec<Sentence> {
    let in_text = concordance.citations().filter_map(|citation| match citation {
        Citation::Text { mention, sentence } => Some((mention.span.paragraph, sentence.start)),
        Citation::Heading(_) => None,
    });
    in_text.collect()
}

fn nearest(
    id: EntryId,
    related: &BTreeSet<(EntryId, EntryId)>,
    sentences: &[Vec<Sentence>],
    entries_in: &HashMap<Sentence, Vec<EntryId>>,
) -> Vec<Neighbour> {
    let mut shared: BTreeMap<EntryId, Vec<ParagraphRef>> = BTreeMap::new();
    for sentence in &sentences[id.0] {
        let others = entries_in[sentence].iter();
        for other in others.filter(|other| **other != id && !related.contains(&(id, **other))) {
            shared.entry(*other).or_default().push(sentence.0);
        }
    }
    let mut neighbours: Vec<(usize, usize, EntryId, Vec<ParagraphRef>)> = shared
        .into_iter()
        .map(|(other, at)| (at.len(), sentences[other.0].len(), other, at))
        .collect();
    // Compares shared / own without division: integers are exact, and the same on every platform.
    neighbours.sort_by(|left, right| {
        let share = (right.0 * left.1).cmp(&(left.0 * right.1));
        right.0.cmp(&left.0).then(share).then(left.2.cmp(&right.2))
    });
    neighbours.truncate(MAX_NEIGHBOURS);
    let neighbours = neighbours.into_iter().map(|(_, _, entry, mut sentences)| {
        sentences.dedup();
        sentences.shrink_to_fit();
        Neighbour { entry, sentences }
    });
    neighbours.collect()
}
