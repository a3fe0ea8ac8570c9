use std::collections::HashMap;

use rayon::prelude::*;

use crate::mention::Mentions;
use crate::outline::{DivisionRef, Paper, PaperId};
use crate::register::EntryId;

/// By paper index, then division index: the entries mentioned in the division and its descendants, headings included,
/// each with its number of mentions; in the order of their first mentions, where a heading comes before its text.
pub(super) fn mentioned(papers: &[Paper], mentions: &Mentions) -> Vec<Vec<Vec<(EntryId, usize)>>> {
    let papers = papers.par_iter().enumerate();
    papers
        .map(|(paper, outline)| {
            let ids = || outline.iter().map(|(id, _)| id);
            let own = |id| in_division(mentions, PaperId(paper).division(id));
            let each: Vec<Vec<EntryId>> = ids().map(own).collect();
            ids().map(|id| counted(&each[outline.subtree(id)])).collect()
        })
        .collect()
}

/// The entries mentioned in a division alone, in order.
fn in_division(mentions: &Mentions, division: DivisionRef) -> Vec<EntryId> {
    let in_heading = mentions.of_heading(division).iter().map(|mention| mention.entry);
    let in_text = mentions.of_division(division).iter().map(|mention| mention.entry);
    in_heading.chain(in_text).collect()
}

fn counted(divisions: &[Vec<EntryId>]) -> Vec<(EntryId, usize)> {
    let mut counts: Vec<(EntryId, usize)> = Vec::new();
    // Never iterated over, so its order does not affect the result.
    let mut indexes: HashMap<EntryId, usize> = HashMap::new();
    for entry in divisions.iter().flatten() {
        let index = *indexes.entry(*entry).or_insert(counts.len());
        match counts.get_mut(index) {
            Some((_, count)) => *count += 1,
            None => counts.push((*entry, 1)),
        }
    }
    counts.shrink_to_fit();
    counts
}
