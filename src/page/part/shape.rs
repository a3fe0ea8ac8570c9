use serde::Serialize;

use super::outline::numbered_title;
use crate::outline::{DivisionRef, PaperId, ParagraphRef};
use crate::site::{Context, Link, Links};

/// Length of the longest bar, in units of the drawing.
pub(crate) const WIDTH: usize = 1000;

/// A group of divisions with its paragraphs, in order.
pub(crate) struct GroupText {
    /// The division at the head of the group.
    pub(crate) division: DivisionRef,
    /// All paragraphs in it.
    pub(crate) paragraphs: Vec<ParagraphRef>,
}

/// A group of divisions, drawn as a bar.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ShapeBar {
    /// The group of divisions.
    pub title: Link,
    /// Its divisions that have text, in order, each a piece of the bar.
    pub pieces: Vec<ShapePiece>,
}

/// A division, drawn as a piece of a bar.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ShapePiece {
    /// Address of the division.
    pub href: String,
    /// Its number and title.
    pub title: String,
    /// Offset from the start of the bar in units of the drawing.
    pub x: usize,
    /// Length in units of the drawing; the longest bar has 1000.
    pub length: usize,
}

/// The text of papers by groups of divisions, in order.
pub(crate) fn groups(context: &Context, papers: impl Iterator<Item = PaperId>) -> Vec<GroupText> {
    let mut groups: Vec<GroupText> = Vec::new();
    for at in papers.flat_map(|paper| context.outline(paper).paragraphs(paper)) {
        let group = context.outline(at.paper()).group(at.division.id);
        let division = at.division.in_same_paper(group);
        match groups.last_mut().filter(|last| last.division == division) {
            Some(last) => last.paragraphs.push(at),
            None => groups.push(GroupText {
                division,
                paragraphs: vec![at],
            }),
        }
    }
    groups
}

/// Length of the longest group's text in bytes, at least 1.
pub(crate) fn longest(context: &Context, groups: &[GroupText]) -> usize {
    let lengths = groups
        .iter()
        .map(|group| group.paragraphs.iter().map(|at| bytes(context, *at)).sum());
    lengths.max().unwrap_or(1).max(1)
}

/// A paper drawn as bars, one for each group of divisions, as long as its text.
pub(crate) fn shape(context: &Context, links: &Links, paper: PaperId) -> Vec<ShapeBar> {
    let groups = groups(context, std::iter::once(paper));
    let longest = longest(context, &groups);
    let bar = |group: &GroupText| ShapeBar {
        title: Link {
            label: numbered_title(context.division(group.division)),
            href: links.division(group.division),
            current: false,
        },
        pieces: pieces(context, links, group, longest),
    };
    groups.iter().map(bar).collect()
}

fn pieces(context: &Context, links: &Links, group: &GroupText, longest: usize) -> Vec<ShapePiece> {
    let mut before = 0;
    let divisions = group.paragraphs.chunk_by(|left, right| left.division == right.division);
    divisions
        .map(|paragraphs| {
            let start = before;
            before += paragraphs.iter().map(|at| bytes(context, *at)).sum::<usize>();
            let (x, end) = (start * WIDTH / longest, before * WIDTH / longest);
            ShapePiece {
                href: links.division(paragraphs[0].division),
                title: numbered_title(context.division(paragraphs[0].division)),
                x,
                length: end - x,
            }
        })
        .collect()
}

fn bytes(context: &Context, at: ParagraphRef) -> usize {
    context.paragraph(at).text.len()
}
