use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use crate::mention::{HeadingMention, Mention, Mentions};
use crate::outline::{DivisionRef, Paper, ParagraphRef};
use crate::text::{Language, Level, normalized, sentences};

/// All mentions of an entry, each in its sentence, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concordance {
    /// By group (see [`Paper::group`]), each once, in the order of their first mentions.
    pub groups: Vec<GroupCitations>,
    /// The forms the papers use, with counts, the most used first.
    pub forms: Vec<(String, usize)>,
}

/// The mentions within one group of divisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupCitations {
    /// The group.
    pub division: DivisionRef,
    /// By division.
    pub divisions: Vec<DivisionCitations>,
}

/// The mentions within one division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DivisionCitations {
    /// The division.
    pub division: DivisionRef,
    /// The mentions; the heading's before the paragraphs'.
    pub citations: Vec<Citation>,
}

/// One mention in its context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Citation {
    /// In a paragraph, with the bytes of the sentence around it.
    Text {
        /// The mention.
        mention: Mention,
        /// The sentence.
        sentence: Range<usize>,
    },
    /// In the division's heading.
    Heading(HeadingMention),
}

impl Citation {
    /// The division in which it stands.
    pub fn division(&self) -> DivisionRef {
        match self {
            Citation::Text { mention, .. } => mention.span.paragraph.division,
            Citation::Heading(mention) => mention.division,
        }
    }

    /// The words that are the mention.
    fn words<'a>(&self, papers: &'a [Paper]) -> &'a str {
        match self {
            Citation::Text { mention, .. } => &mention.span.paragraph.of(papers).text[mention.span.range.clone()],
            Citation::Heading(mention) => &mention.division.of(papers).title[mention.range.clone()],
        }
    }
}

impl Concordance {
    /// All citations, in order.
    pub fn citations(&self) -> impl Iterator<Item = &Citation> {
        let divisions = self.groups.iter().flat_map(|group| &group.divisions);
        divisions.flat_map(|division| &division.citations)
    }

    /// Number of mentions, in text and headings.
    pub fn count(&self) -> usize {
        self.forms.iter().map(|(_, count)| count).sum()
    }
}

impl GroupCitations {
    /// Number of mentions in the group.
    pub fn count(&self) -> usize {
        self.divisions.iter().map(|division| division.citations.len()).sum()
    }
}

/// By entry index: all its citations, in the order of the papers; within a division the heading's come first.
pub(super) fn citations(papers: &[Paper], mentions: &Mentions, entries: usize) -> Vec<Vec<Citation>> {
    let mut citations: Vec<Vec<Citation>> = vec![Vec::new(); entries];
    for mention in &mentions.in_headings {
        citations[mention.entry.0].push(Citation::Heading(mention.clone()));
    }
    let paragraphs: Vec<&[Mention]> = mentions
        .in_text
        .chunk_by(|left, right| left.span.paragraph == right.span.paragraph)
        .collect();
    let sentences: Vec<Vec<Range<usize>>> = paragraphs
        .par_iter()
        .map(|here| sentences_of(papers, mentions, here[0].span.paragraph))
        .collect();
    for (mentions, sentences) in paragraphs.into_iter().zip(sentences) {
        for mention in mentions {
            let whole = 0..mention.span.paragraph.of(papers).text.len();
            citations[mention.entry.0].push(Citation::Text {
                mention: mention.clone(),
                sentence: sentence_around(&sentences, &mention.span.range).unwrap_or(whole),
            });
        }
    }
    citations
        .par_iter_mut()
        .for_each(|citations| citations.sort_by_key(Citation::division));
    citations
}

/// The sentences of a paragraph as byte ranges, which split no mention.
pub(crate) fn sentences_of(papers: &[Paper], mentions: &Mentions, at: ParagraphRef) -> Vec<Range<usize>> {
    let language = Language::from_tag(&at.paper().of(papers).config.language);
    sentences(&at.of(papers).text, language, &mentions.spans_in(at))
}

/// The sentence in which a span stands.
pub(super) fn sentence_around(sentences: &[Range<usize>], span: &Range<usize>) -> Option<Range<usize>> {
    let around = sentences.partition_point(|sentence| sentence.end < span.end);
    sentences.get(around).cloned()
}

/// Makes an entry's concordance from its citations.
pub(super) fn concordance(papers: &[Paper], citations: Vec<Citation>) -> Concordance {
    // Ways to write the same words are one form.
    let mut forms: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for citation in &citations {
        let words = citation.words(papers);
        let form = forms.entry(normalized(words, Level::Exact));
        form.or_insert_with(|| (words.to_owned(), 0)).1 += 1;
    }
    let mut forms: Vec<(String, usize)> = forms.into_values().collect();
    forms.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    let mut groups: Vec<GroupCitations> = Vec::new();
    // By group: its index in `groups`. With nested groups the last one is not always the current one, since the outer
    // one goes on after the inner one.
    let mut indexes: BTreeMap<DivisionRef, usize> = BTreeMap::new();
    for citation in citations {
        let division = citation.division();
        let group = division.in_same_paper(division.paper.of(papers).group(division.id));
        let at = *indexes.entry(group).or_insert_with(|| {
            groups.push(GroupCitations {
                division: group,
                divisions: Vec::new(),
            });
            groups.len() - 1
        });
        let divisions = &mut groups[at].divisions;
        match divisions.last_mut().filter(|last| last.division == division) {
            Some(last) => last.citations.push(citation),
            None => divisions.push(DivisionCitations {
                division,
                citations: vec![citation],
            }),
        }
    }
    // Saves memory: there are as many lists as mentions, and most have one item.
    groups.shrink_to_fit();
    for group in &mut groups {
        group.divisions.shrink_to_fit();
        group
            .divisions
            .iter_mut()
            .for_each(|division| division.citations.shrink_to_fit());
    }
    Concordance { groups, forms }
}
