use std::collections::BTreeMap;

use super::Compilation;
use crate::apparatus::{Heading, IndexLocator, Reference, by_words, is_beside};
use crate::diagnostic::{Diagnostic, Place};
use crate::outline::{Paper, ParagraphRef, paragraphs};
use crate::register::EntryId;

/// The most locators that a heading may have without sub-headings (ISO 999, 7.3.3;
/// The Chicago Manual of Style, 17th ed., 16.10).
const MAX_LOCATORS: usize = 5;

/// The number of headings that should lead to each paragraph.
const MIN_HEADINGS: usize = 2;

/// Reports useless cross-references of the index and, if the site has a written index, gaps in it.
pub(super) fn check(compilation: &Compilation) -> Vec<Diagnostic> {
    let letters = compilation.apparatus.index.iter();
    let headings: Vec<Heading> = letters.flat_map(|letter| letter.headings.clone()).collect();
    let by_words = by_words(&headings);
    let mut diagnostics = Vec::new();
    for (at, heading) in headings.iter().enumerate() {
        let at_reference = |fault: Diagnostic, to: &Reference| {
            let place = compilation.register.reference(&heading.heading, &to.heading);
            match place.filter(|_| to.written) {
                Some(place) => fault.at(place.clone()),
                None => fault,
            }
        };
        for to in &heading.see {
            let fault = blind(&by_words, heading, to)
                .or_else(|| see_beside_places(heading, to))
                .or_else(|| is_beside(&headings, at, &to.heading).then(|| beside(heading)));
            diagnostics.extend(fault.map(|fault| at_reference(fault, to)));
        }
        for to in &heading.see_also {
            let fault = blind(&by_words, heading, to).or_else(|| seen_already(&by_words, heading, to));
            diagnostics.extend(fault.map(|fault| at_reference(fault, to)));
        }
    }
    diagnostics.extend(uneven(compilation, &headings));
    if compilation.register.index.is_some() {
        diagnostics.extend(headings.iter().filter_map(|heading| undivided(compilation, heading)));
        diagnostics.extend(unindexed(&compilation.papers, &headings));
    }
    diagnostics
}

/// A reference to a heading that does not exist or has no locators itself.
fn blind(by_words: &BTreeMap<&str, &Heading>, from: &Heading, to: &Reference) -> Option<Diagnostic> {
    let (message, advice) = match by_words.get(to.heading.as_str()) {
        Some(target) if target.has_places() => return None,
        Some(_) if to.heading == from.heading => (
            format!("the heading `{}` refers to itself", from.heading),
            "take the reference out",
        ),
        Some(target) if target.see.iter().any(|back| back.heading == from.heading) => (
            format!("`{}` and `{}` refer to each other", from.heading, to.heading),
            "give one of them the places",
        ),
        Some(_) => (
            format!("`{}` refers to `{}`, which only refers on", from.heading, to.heading),
            "refer to the heading that has the places",
        ),
        None => (
            format!("`{}` refers to `{}`, which is no heading", from.heading, to.heading),
            "write the heading as the index has it, or take the reference out",
        ),
    };
    let known = by_words.keys().copied();
    let like = crate::text::did_you_mean(&to.heading, known).filter(|_| !by_words.contains_key(to.heading.as_str()));
    let fault = Diagnostic::warning("blind-reference", message);
    Some(fault.help_if(like).help(advice))
}

/// A `see` on a heading that has locators of its own.
fn see_beside_places(from: &Heading, to: &Reference) -> Option<Diagnostic> {
    from.has_places().then(|| {
        let message = format!("`{}` has places and sends its reader to `{}`", from.heading, to.heading);
        Diagnostic::warning("pointless-reference", message).help("make it `see_also`, or take the places out")
    })
}

/// A reference to a heading that begins alike and is in sight.
fn beside(from: &Heading) -> Diagnostic {
    let message = format!("`{}` refers to a heading that stands beside it", from.heading);
    Diagnostic::warning("pointless-reference", message).help("take the reference out")
}

/// A `see also` to a heading whose locators this one has all itself.
fn seen_already(by_words: &BTreeMap<&str, &Heading>, from: &Heading, to: &Reference) -> Option<Diagnostic> {
    let target = by_words.get(to.heading.as_str())?;
    from.covers(target).then(|| {
        let message = format!("`{}` has all the places of `{}` itself", from.heading, to.heading);
        Diagnostic::warning("pointless-reference", message).help("take the reference out")
    })
}

/// Entries of which one heading says less than another: who looks there goes away with less. (The Chicago Manual of Style,
/// 17th ed., 16.16: double posting must be consistent.)
fn uneven(compilation: &Compilation, headings: &[Heading]) -> Vec<Diagnostic> {
    let mut by_entry: BTreeMap<EntryId, Vec<&Heading>> = BTreeMap::new();
    for heading in headings.iter().filter(|heading| heading.has_places()) {
        if let Some(id) = heading.entry {
            by_entry.entry(id).or_default().push(heading);
        }
    }
    let says = |heading: &Heading| (heading.locators.clone(), heading.subs.clone(), heading.see_also.clone());
    let uneven = by_entry.into_iter().filter_map(|(id, headings)| {
        let (first, others) = headings.split_first()?;
        let other = others.iter().find(|other| says(other) != says(first))?;
        let message = format!(
            "`{}` and `{}` are one entry and say different things",
            first.heading, other.heading
        );
        let fault = Diagnostic::warning("uneven-posting", message).at(compilation.register.entry(id).place.clone());
        Some(fault.help("write what was added to one of them under the entry's own name: the others then have it too"))
    });
    uneven.collect()
}

/// A heading with too many locators and no sub-headings.
fn undivided(compilation: &Compilation, heading: &Heading) -> Option<Diagnostic> {
    let count = heading.locators.len();
    if count <= MAX_LOCATORS {
        return None;
    }
    let labels: Vec<String> = heading
        .locators
        .iter()
        .map(|at| label(&compilation.papers, at))
        .collect();
    let message = format!(
        "`{}` has {count} places and nothing that tells them apart",
        heading.heading
    );
    let diagnostic =
        Diagnostic::warning("undivided-heading", message).help(format!("write sub-headings for {}", labels.join(", ")));
    let place: Option<&Place> = heading.entry.map(|id| &compilation.register.entry(id).place);
    Some(match place {
        Some(place) => diagnostic.at(place.clone()),
        None => diagnostic,
    })
}

fn label(papers: &[Paper], at: &IndexLocator) -> String {
    let division = at.division.of(papers);
    match at.paragraphs {
        None => division.label.clone(),
        Some((first, _)) => division.paragraphs[first].label.clone(),
    }
}

/// Paragraphs that too few headings lead to.
fn unindexed(papers: &[Paper], headings: &[Heading]) -> Vec<Diagnostic> {
    let leads = |heading: &Heading, at: ParagraphRef| {
        let here = IndexLocator {
            division: at.division,
            paragraphs: Some((at.index, at.index)),
        };
        heading.places().any(|place| place.covers(&here))
    };
    paragraphs(papers)
        .filter_map(|(at, paragraph)| {
            let count = headings.iter().filter(|heading| leads(heading, at)).count();
            (count < MIN_HEADINGS).then(|| {
                let message = format!("{} stands under {count} of the index's headings", paragraph.label);
                Diagnostic::warning("unindexed-paragraph", message)
                    .at(at.paper().of(papers).place(paragraph, 0..paragraph.text.len().min(1)))
                    .help(format!(
                        "write headings for what it is about: a reader should find it under {MIN_HEADINGS} at least"
                    ))
            })
        })
        .collect()
}
