use std::collections::BTreeMap;
use std::ops::Range;

use crate::mention::{HeadingMention, Mention, Mentions};
use crate::outline::{DivisionId, Paper, paragraph_at};
use crate::register::EntryId;
use crate::text::{Language, sentences};

/// All mentions of an entry, each in its sentence, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concordance {
    /// By group (see [`Paper::group`]).
    pub groups: Vec<GroupCitations>,
    /// The forms the papers use, with counts, the most used first.
    pub forms: Vec<(String, usize)>,
}

/// The mentions within one group of divisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupCitations {
    /// Index of the paper.
    pub paper: usize,
    /// The group.
    pub division: DivisionId,
    /// By division.
    pub divisions: Vec<DivisionCitations>,
}

/// The mentions within one division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DivisionCitations {
    /// The division.
    pub division: DivisionId,
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

impl Concordance {
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

pub(super) fn concordance(papers: &[Paper], mentions: &Mentions, entry: EntryId) -> Concordance {
    let mut by_division: BTreeMap<(usize, DivisionId), Vec<Citation>> = BTreeMap::new();
    let mut forms: BTreeMap<String, usize> = BTreeMap::new();
    for mention in mentions.in_headings.iter().filter(|mention| mention.entry == entry) {
        let title = &papers[mention.paper].division(mention.division).title;
        *forms.entry(title[mention.span.clone()].to_owned()).or_default() += 1;
        by_division
            .entry((mention.paper, mention.division))
            .or_default()
            .push(Citation::Heading(mention.clone()));
    }
    for mention in mentions.of_entry(entry) {
        let text = &paragraph_at(papers, mention.at).text;
        *forms.entry(text[mention.span.clone()].to_owned()).or_default() += 1;
        by_division
            .entry((mention.at.paper, mention.at.division))
            .or_default()
            .push(Citation::Text {
                mention: mention.clone(),
                sentence: sentence_around(papers, mentions, mention),
            });
    }
    let mut forms: Vec<(String, usize)> = forms.into_iter().collect();
    forms.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    let mut groups: Vec<GroupCitations> = Vec::new();
    for ((paper, division), citations) in by_division {
        let group = papers[paper].group(division);
        let citations = DivisionCitations { division, citations };
        match groups
            .last_mut()
            .filter(|last| last.paper == paper && last.division == group)
        {
            Some(last) => last.divisions.push(citations),
            None => groups.push(GroupCitations {
                paper,
                division: group,
                divisions: vec![citations],
            }),
        }
    }
    Concordance { groups, forms }
}

/// The sentence of a mention; no mention of the paragraph is ever cut.
fn sentence_around(papers: &[Paper], mentions: &Mentions, mention: &Mention) -> Range<usize> {
    let text = &paragraph_at(papers, mention.at).text;
    let whole: Vec<Range<usize>> = mentions
        .of_paragraph(mention.at)
        .iter()
        .map(|mention| mention.span.clone())
        .collect();
    let language = Language::of(&papers[mention.at.paper].config.language);
    sentences(text, language, &whole)
        .into_iter()
        .find(|sentence| sentence.end >= mention.span.end)
        .unwrap_or(0..text.len())
}
