//! Pass 4, mention: every occurrence of an entry in the papers, looked for with all surface
//! forms at once.
//!
//! The rules: texts and forms are compared in their normal form; whole words, and none within an address; the leftmost
//! form wins, then the longest, then a scoped form over an unscoped one; forms inside a denied phrase are ignored. A form
//! that begins with a small letter has a capital where it begins a sentence. Invariant: linked mentions of one text never overlap, so links
//! are never nested; a mention within a longer name has that name's number and is not linked.

mod forms;
mod matcher;
mod near;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;

use crate::input::LinkPolicy;
use crate::outline::{DivisionId, DivisionRef, Paper, PaperId, Paragraph, ParagraphRef, Span};
use crate::register::{EntryId, Register, Target};
use crate::text::Language;

pub use near::{NearMiss, near_misses};

/// One occurrence of an entry in a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The entry.
    pub entry: EntryId,
    /// The form under which it stands there: its index in [`Entry::forms`](crate::register::Entry::forms).
    pub alias: usize,
    /// The words.
    pub span: Span,
    /// Its number among the paragraph's mentions, from 1; within a longer name, that name's.
    pub number: usize,
    /// Whether it stands within a longer name, which is the mention before it.
    pub inside: bool,
    /// Whether it is shown as a link, by its kind's policy.
    pub linked: bool,
}

/// One occurrence of an entry in a division's heading; counted, never linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingMention {
    /// The entry.
    pub entry: EntryId,
    /// The form: its index in [`Entry::forms`](crate::register::Entry::forms).
    pub alias: usize,
    /// The division.
    pub division: DivisionRef,
    /// Bytes of the division's title.
    pub range: Range<usize>,
}

/// Words in a paragraph that mean a division; a link to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DivisionMention {
    /// The division meant.
    pub division: DivisionRef,
    /// The form: its index in the register's names of divisions.
    pub alias: usize,
    /// The words.
    pub span: Span,
}

/// All mentions, in document order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentions {
    /// In paragraphs.
    pub in_text: Vec<Mention>,
    /// In headings.
    pub in_headings: Vec<HeadingMention>,
    /// Those of divisions in paragraphs.
    pub of_divisions: Vec<DivisionMention>,
}

impl Mention {
    /// The mention's anchor, from its paragraph's.
    pub fn anchor(&self, paragraph: &Paragraph) -> String {
        format!("{}-m{}", paragraph.anchor, self.number)
    }
}

impl Mentions {
    /// The mentions in one paragraph, in order.
    pub fn of_paragraph(&self, at: ParagraphRef) -> &[Mention] {
        let start = self.in_text.partition_point(|mention| mention.span.paragraph < at);
        let here = self.in_text[start..]
            .iter()
            .take_while(|mention| mention.span.paragraph == at);
        &self.in_text[start..start + here.count()]
    }

    /// The mentions of divisions in one paragraph, in order.
    pub fn divisions_in(&self, at: ParagraphRef) -> &[DivisionMention] {
        let start = self.of_divisions.partition_point(|mention| mention.span.paragraph < at);
        let end = self
            .of_divisions
            .partition_point(|mention| mention.span.paragraph <= at);
        &self.of_divisions[start..end]
    }

    /// The byte ranges of one paragraph's mentions, sorted and disjoint: without those within a longer name.
    pub fn spans_in(&self, at: ParagraphRef) -> Vec<Range<usize>> {
        let outer = self.of_paragraph(at).iter().filter(|mention| !mention.inside);
        let divisions = self.divisions_in(at).iter().map(|mention| mention.span.range.clone());
        let mut spans: Vec<Range<usize>> = outer
            .map(|mention| mention.span.range.clone())
            .chain(divisions)
            .collect();
        spans.sort_by_key(|span| span.start);
        spans
    }

    /// The mentions in a division's own paragraphs, in order.
    pub fn of_division(&self, division: DivisionRef) -> &[Mention] {
        let start = self
            .in_text
            .partition_point(|mention| mention.span.paragraph.division < division);
        let end = self
            .in_text
            .partition_point(|mention| mention.span.paragraph.division <= division);
        &self.in_text[start..end]
    }

    /// The mentions in a division's heading, in order.
    pub fn of_heading(&self, division: DivisionRef) -> &[HeadingMention] {
        let start = self.in_headings.partition_point(|mention| mention.division < division);
        let end = self.in_headings.partition_point(|mention| mention.division <= division);
        &self.in_headings[start..end]
    }
}

/// Finds all mentions.
pub fn mentions(papers: &[Paper], register: &Register) -> Mentions {
    // One matcher for each language, shared by the papers in it.
    let mut matchers: BTreeMap<&str, matcher::Matcher> = BTreeMap::new();
    for paper in papers {
        let language = paper.config.language.as_str();
        matchers
            .entry(language)
            .or_insert_with(|| matcher::Matcher::new(register, Language::from_tag(language)));
    }
    let found: Vec<Mentions> = papers
        .par_iter()
        .enumerate()
        .map(|(id, paper)| in_paper(register, &matchers[paper.config.language.as_str()], PaperId(id), paper))
        .collect();
    let mut all = Mentions::default();
    for mentions in found {
        all.in_text.extend(mentions.in_text);
        all.in_headings.extend(mentions.in_headings);
        all.of_divisions.extend(mentions.of_divisions);
    }
    all
}

/// Finds the mentions in one paper.
fn in_paper(register: &Register, matcher: &matcher::Matcher, id: PaperId, paper: &Paper) -> Mentions {
    let mut found = Mentions::default();
    let mut seen: BTreeSet<(DivisionId, EntryId)> = BTreeSet::new();
    for at in paper.paragraphs(id) {
        let text = &paper.division(at.division.id).paragraphs[at.index].text;
        let mut number = 0;
        for matcher::Found {
            target,
            alias,
            range,
            inside,
        } in matcher.find(text, at.division, Some(at.index))
        {
            let entry = match target {
                Target::Entry(entry) => entry,
                Target::Division(division) => {
                    let span = Span { paragraph: at, range };
                    found.of_divisions.push(DivisionMention { division, alias, span });
                    continue;
                }
            };
            number += usize::from(!inside);
            let linked = !inside
                && match register.kind(entry).link {
                    LinkPolicy::Every => true,
                    LinkPolicy::FirstInSection => seen.insert((at.division.id, entry)),
                    LinkPolicy::Never => false,
                };
            found.in_text.push(Mention {
                entry,
                alias,
                span: Span { paragraph: at, range },
                number,
                inside,
                linked,
            });
        }
    }
    for (division, node) in paper.iter() {
        let division = id.division(division);
        let in_title = matcher.find(&node.title, division, None).into_iter();
        found
            .in_headings
            .extend(in_title.filter_map(|found| match found.target {
                Target::Entry(entry) => Some(HeadingMention {
                    entry,
                    alias: found.alias,
                    division,
                    range: found.range,
                }),
                Target::Division(_) => None,
            }));
    }
    found
}
