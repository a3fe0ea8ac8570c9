use std::collections::HashMap;

use rayon::prelude::*;

use crate::mention::{HeadingMention, Mentions};
use crate::outline::{DivisionId, Paper};
use crate::register::EntryId;

/// For each paper and division, the entries mentioned in it and all in it, headings included, each with the number of
/// its mentions; in the order of the first. In a division its heading comes before its text.
pub(super) fn mentioned(papers: &[Paper], mentions: &Mentions) -> Vec<Vec<Vec<(EntryId, usize)>>> {
    let headings = &mentions.in_headings;
    let papers = papers.par_iter().enumerate();
    papers
        .map(|(paper, outline)| {
            let from = headings.partition_point(|mention| mention.paper < paper);
            let to = headings.partition_point(|mention| mention.paper <= paper);
            let own = |id: usize| of_division(mentions, &headings[from..to], paper, id);
            let each: Vec<Vec<EntryId>> = (0..outline.divisions.len()).map(own).collect();
            let counted = (0..each.len()).map(|id| counted(&each[outline.subtree(DivisionId(id))]));
            counted.collect()
        })
        .collect()
}

/// The entries mentioned in a division alone, in order.
fn of_division(mentions: &Mentions, headings: &[HeadingMention], paper: usize, id: usize) -> Vec<EntryId> {
    let from = headings.partition_point(|mention| mention.division.0 < id);
    let in_heading = headings[from..].iter().take_while(|mention| mention.division.0 == id);
    let in_heading = in_heading.map(|mention| mention.entry);
    let in_text = mentions
        .of_divisions(paper, id..id + 1)
        .iter()
        .map(|mention| mention.entry);
    in_heading.chain(in_text).collect()
}

fn counted(divisions: &[Vec<EntryId>]) -> Vec<(EntryId, usize)> {
    let mut counts: Vec<(EntryId, usize)> = Vec::new();
    // Never walked through: its order reaches nothing.
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
