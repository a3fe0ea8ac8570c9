use serde::Serialize;

use super::Site;
use super::links::Links;
use crate::mention::Mention;
use crate::outline::{Locator, paragraph_at};

/// A paragraph of the paper as a page shows it. The segments' texts, one after the other, are the very
/// text of the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
    /// The text, cut where mentions begin and end.
    pub segments: Vec<Segment>,
}

/// A piece of a text: plain, or a mention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Segment {
    /// The words.
    pub text: String,
    /// Where a linked mention leads.
    pub href: Option<String>,
    /// The mention's anchor.
    pub anchor: Option<String>,
    /// Name of the kind of the entry mentioned.
    pub kind: Option<String>,
    /// The entry's name, where the words are not it.
    pub title: Option<String>,
}

impl Segment {
    fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            href: None,
            anchor: None,
            kind: None,
            title: None,
        }
    }
}

/// A paragraph with its mentions as links.
pub(super) fn paragraph(site: &Site, links: &Links, at: Locator) -> ParagraphView {
    let paragraph = paragraph_at(site.papers, at);
    let mentions = site.mentions.of_paragraph(at);
    let mut segments = Vec::with_capacity(2 * mentions.len() + 1);
    let mut end = 0;
    for mention in mentions {
        if mention.span.start > end {
            segments.push(Segment::plain(&paragraph.text[end..mention.span.start]));
        }
        segments.push(mentioned(site, links, mention));
        end = mention.span.end;
    }
    if end < paragraph.text.len() {
        segments.push(Segment::plain(&paragraph.text[end..]));
    }
    ParagraphView {
        number: paragraph.number,
        label: paragraph.label.clone(),
        anchor: paragraph.anchor.clone(),
        language: site.papers[at.paper].config.language.clone(),
        segments,
    }
}

fn mentioned(site: &Site, links: &Links, mention: &Mention) -> Segment {
    let paragraph = paragraph_at(site.papers, mention.at);
    let entry = site.register.entry(mention.entry);
    let text = &paragraph.text[mention.span.clone()];
    Segment {
        text: text.to_owned(),
        href: mention.linked.then(|| links.entry(mention.entry)),
        anchor: Some(mention.anchor(paragraph)),
        kind: Some(site.register.kind(mention.entry).id.value.clone()),
        title: (text != entry.name).then(|| entry.name.clone()),
    }
}
