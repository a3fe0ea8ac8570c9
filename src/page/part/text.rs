use std::ops::Range;

use serde::Serialize;

use super::list::{EditorialView, editorial};
use crate::mention::Mention;
use crate::outline::{DivisionRef, ParagraphRef};
use crate::register::{BodyPlace, Note, NotePlace};
use crate::site::{Context, Links};

/// A heading or a paragraph of the text.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "block", rename_all = "kebab-case")]
pub enum Block {
    /// A division's heading.
    Heading {
        /// Anchor.
        anchor: String,
        /// Citation label.
        label: String,
        /// Title.
        title: String,
        /// Its lines, as printed.
        lines: Vec<String>,
        /// Language of the text.
        language: String,
        /// Level of the HTML heading, 2 to 6.
        level: usize,
        /// The division's own page.
        href: Option<String>,
    },
    /// A paragraph.
    Paragraph(ParagraphView),
    /// A note on words of the heading or paragraph before it.
    Note(NoteView),
}

/// A paragraph of the paper. `before` and `text` of all segments, concatenated, are exactly the text of the source.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ParagraphView {
    /// Its number in its division.
    pub number: usize,
    /// Citation label.
    pub label: String,
    /// Anchor.
    pub anchor: String,
    /// Language of the text.
    pub language: String,
    /// The text, split at the end of each mention and of each range that a note is about.
    pub segments: Vec<Segment>,
}

/// A piece of a paragraph: plain text, then (except in the last piece) a mention or words that a note is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Segment {
    /// The plain text before it.
    pub before: String,
    /// The words of the mention or that the note is about; absent in the last piece.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Address of the entry, if the mention is linked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// The mention's anchor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// Id of the mentioned entry's kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The entry's name, if the words differ from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Anchor of a note on these words, to link to unless they are linked already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// An editorial note on words of the paper. It follows the paragraph or heading that contains them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NoteView {
    /// Anchor.
    pub anchor: String,
    /// The words it is about.
    pub words: String,
    /// Language of the words.
    pub language: String,
    /// The note.
    pub note: EditorialView,
}

/// A division's heading and its own paragraphs. Headings of depth `top` become `h2`.
pub(crate) fn division_blocks(
    context: &Context,
    links: &Links,
    at: DivisionRef,
    top: usize,
    with_heading: bool,
) -> Vec<Block> {
    let node = context.division(at);
    let heading = with_heading.then(|| Block::Heading {
        anchor: node.anchor.clone(),
        label: node.label.clone(),
        title: node.title.clone(),
        lines: node.heading.clone(),
        language: context.paper_config(at.paper).language.clone(),
        level: (2 + node.depth.saturating_sub(top)).min(6),
        href: node.page.as_ref().map(|_| links.division(at)),
    });
    let notes_on = |paragraph: Option<usize>| {
        let place = NotePlace {
            division: at,
            paragraph,
        };
        notes(context, links, place).into_iter().map(Block::Note)
    };
    let paragraphs = (0..node.paragraphs.len()).flat_map(|index| {
        let text = Block::Paragraph(paragraph(context, links, at.paragraph(index)));
        std::iter::once(text).chain(notes_on(Some(index)))
    });
    heading.into_iter().chain(notes_on(None)).chain(paragraphs).collect()
}

/// A paragraph with its mentions as links.
pub(crate) fn paragraph(context: &Context, links: &Links, at: ParagraphRef) -> ParagraphView {
    let paragraph = context.paragraph(at);
    let text = &paragraph.text;
    let mut marks: Vec<(Range<usize>, Segment)> = context
        .mentions_in(at)
        .iter()
        .filter(|mention| !mention.inside)
        .map(|mention| (mention.span.range.clone(), mention_segment(context, links, mention)))
        .collect();
    marks.extend(context.divisions_in(at).iter().map(|mention| {
        let segment = Segment {
            href: Some(links.division(mention.division)),
            ..Segment::default()
        };
        (mention.span.range.clone(), segment)
    }));
    for (anchor, note) in notes_at(context, note_place(at)) {
        let overlaps = |span: &Range<usize>| span.start < note.span.end && note.span.start < span.end;
        match marks.iter_mut().find(|(span, _)| overlaps(span)) {
            Some((_, mark)) => mark.note = Some(anchor),
            None => marks.push((
                note.span.clone(),
                Segment {
                    note: Some(anchor),
                    ..Segment::default()
                },
            )),
        }
    }
    marks.sort_by_key(|(span, _)| span.start);
    ParagraphView {
        number: paragraph.number,
        label: paragraph.label.clone(),
        anchor: paragraph.anchor.clone(),
        language: context.paper_config(at.paper()).language.clone(),
        segments: segments(text, marks),
    }
}

/// Splits a text into segments at the end of each mark. `marks` are sorted and do not overlap.
fn segments(text: &str, marks: Vec<(Range<usize>, Segment)>) -> Vec<Segment> {
    let mut segments = Vec::with_capacity(marks.len() + 1);
    let mut end = 0;
    for (span, mark) in marks {
        segments.push(Segment {
            before: text[end..span.start].to_owned(),
            text: Some(text[span.clone()].to_owned()),
            ..mark
        });
        end = span.end;
    }
    if end < text.len() {
        segments.push(Segment {
            before: text[end..].to_owned(),
            ..Segment::default()
        });
    }
    segments
}

/// A mention as a segment, its text not filled in.
fn mention_segment(context: &Context, links: &Links, mention: &Mention) -> Segment {
    let paragraph = context.paragraph(mention.span.paragraph);
    let name = context.name(mention.entry);
    let text = &paragraph.text[mention.span.range.clone()];
    Segment {
        href: mention.linked.then(|| links.entry(mention.entry)),
        anchor: Some(mention.anchor(paragraph)),
        kind: Some(context.kind(mention.entry).id.value.clone()),
        title: (text != name).then(|| name.to_owned()),
        ..Segment::default()
    }
}

fn note_place(at: ParagraphRef) -> NotePlace {
    NotePlace {
        division: at.division,
        paragraph: Some(at.index),
    }
}

/// The notes on a heading or paragraph, in text order, each with its anchor.
fn notes_at<'a>(context: &Context<'a>, at: NotePlace) -> impl Iterator<Item = (String, &'a Note)> {
    let notes = context.notes_on(at).iter();
    let division = context.division(at.division);
    let anchor = match at.paragraph {
        Some(paragraph) => &division.paragraphs[paragraph].anchor,
        None => &division.anchor,
    };
    (1..)
        .zip(notes)
        .map(move |(nth, note)| (format!("{anchor}-n{nth}"), note))
}

/// The models of the notes on a heading or paragraph.
pub(crate) fn notes(context: &Context, links: &Links, at: NotePlace) -> Vec<NoteView> {
    let text = match at.paragraph() {
        Some(paragraph) => &context.paragraph(paragraph).text,
        None => &context.division(at.division).title,
    };
    notes_at(context, at)
        .map(|(anchor, note)| NoteView {
            words: text[note.span.clone()].to_owned(),
            language: context.paper_config(at.division.paper).language.clone(),
            note: editorial(
                context,
                links,
                &note.body,
                BodyPlace {
                    level: 2,
                    id: &format!("{anchor}-"),
                },
            ),
            anchor,
        })
        .collect()
}
