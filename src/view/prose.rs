use std::ops::Range;

use serde::Serialize;

use super::Site;
use super::links::Links;
use crate::mention::Mention;
use crate::outline::Locator;
use crate::register::{Note, NotePlace};

/// A paragraph of the paper as a page shows it. What each segment has before it and its own words, one after the other,
/// are the very text of the source.
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
    /// The text, cut where mentions, and words that a note is about, end.
    pub segments: Vec<Segment>,
}

/// A piece of a text, up to the end of a mention, of words that a note is about, or of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Segment {
    /// The plain words before it.
    pub before: String,
    /// The words of the mention, or those that a note is about; nothing in the last piece.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Where a linked mention leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// The mention's anchor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// Name of the kind of the entry mentioned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The entry's name, where the words are not it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The anchor of a note on these words: they lead there, unless they are a link already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What the editors say of words of the paper; it stands after the paragraph or heading that has them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NoteView {
    /// Anchor.
    pub anchor: String,
    /// The words concerned.
    pub words: String,
    /// Language of the words.
    pub language: String,
    /// The note, as HTML.
    pub html: String,
}

/// A paragraph with its mentions as links.
pub(super) fn paragraph(site: &Site, links: &Links, at: Locator) -> ParagraphView {
    let paragraph = site.paragraph(at);
    let text = &paragraph.text;
    let mut marks: Vec<(Range<usize>, Segment)> = site
        .mentions_in(at)
        .iter()
        .filter(|mention| !mention.inside)
        .map(|mention| (mention.span.clone(), mentioned(site, links, mention)))
        .collect();
    for (anchor, note) in notes_at(site, place(at)) {
        let meets = |span: &Range<usize>| span.start < note.span.end && note.span.start < span.end;
        match marks.iter_mut().find(|(span, _)| meets(span)) {
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
        language: site.paper_config(at.paper).language.clone(),
        segments: segments(text, marks),
    }
}

/// Names of the kinds whose entries stand in the margin of the paragraphs that mention them, separated by spaces.
pub(super) fn margin(site: &Site) -> String {
    let kinds = site.kinds().iter().filter(|kind| kind.matrix);
    kinds.map(|kind| kind.id.value.as_str()).collect::<Vec<_>>().join(" ")
}

/// Cuts a text where marks end.
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

fn mentioned(site: &Site, links: &Links, mention: &Mention) -> Segment {
    let paragraph = site.paragraph(mention.at);
    let name = site.name(mention.entry);
    let text = &paragraph.text[mention.span.clone()];
    Segment {
        href: mention.linked.then(|| links.entry(mention.entry)),
        anchor: Some(mention.anchor(paragraph)),
        kind: Some(site.kind(mention.entry).id.value.clone()),
        title: (text != name).then(|| name.to_owned()),
        ..Segment::default()
    }
}

fn place(at: Locator) -> NotePlace {
    NotePlace {
        paper: at.paper,
        division: at.division,
        paragraph: Some(at.paragraph),
    }
}

/// The notes on a place, in the order of its words, each with its anchor.
fn notes_at<'a>(site: &Site<'a>, at: NotePlace) -> impl Iterator<Item = (String, &'a Note)> {
    let notes = site.notes_on(at).iter();
    let division = site.outline(at.paper).division(at.division);
    let anchor = match at.paragraph {
        Some(paragraph) => &division.paragraphs[paragraph].anchor,
        None => &division.anchor,
    };
    (1..)
        .zip(notes)
        .map(move |(nth, note)| (format!("{anchor}-n{nth}"), note))
}

/// The notes on a place as a page shows them.
pub(super) fn notes(site: &Site, links: &Links, at: NotePlace) -> Vec<NoteView> {
    let outline = site.outline(at.paper);
    let text = match at.locator() {
        Some(locator) => &site.paragraph(locator).text,
        None => &outline.division(at.division).title,
    };
    notes_at(site, at)
        .map(|(anchor, note)| NoteView {
            anchor,
            words: text[note.span.clone()].to_owned(),
            language: outline.config.language.clone(),
            html: note.body.html(|target| links.target(target)),
        })
        .collect()
}
