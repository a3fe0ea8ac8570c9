use std::collections::HashMap;

use rayon::prelude::*;

use crate::mention::Mentions;
use crate::outline::{DivisionRef, Paper, PaperId};
use crate::register::EntryId;

/// For each paper and division, the entries mentioned in it and all in it, headings included, each with the number of
/// its mentions; in the order of the first. In a division its heading comes before its text.
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
    let mut places: HashMap<EntryId, usize> = HashMap::new();
    for entry in divisions.iter().flatten() {
        let place = *places.entry(*entry).or_insert(counts.len());
        match counts.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => counts.push((*entry, 1)),
        }
    }
    counts.shrink_to_fit();
    counts
}
