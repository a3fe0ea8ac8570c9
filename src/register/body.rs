use std::collections::BTreeMap;

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};

use super::EntryId;
use super::record::Text;
use crate::diagnostic::{Diagnostic, Place};
use crate::outline::DivisionId;
use crate::text::did_you_mean;

/// An editorial text: Markdown in which `[[Name]]` leads to an entry or a division.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    events: Vec<Event<'static>>,
    targets: Vec<Target>,
}

/// What a `[[Name]]` leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// An entry's page.
    Entry(EntryId),
    /// A division: index of the paper and the division.
    Division(usize, DivisionId),
}

/// In `events`, a link whose address begins so leads to the target of that number.
const TARGET: &str = "target:";

impl Body {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// What the text links to.
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// The text as HTML, each target at the address that `href` gives.
    pub fn html(&self, href: impl Fn(Target) -> String) -> String {
        let events = self.events.iter().map(|event| match event {
            Event::Start(Tag::Link { dest_url, title, .. }) => {
                let number = dest_url
                    .strip_prefix(TARGET)
                    .and_then(|number| number.parse::<usize>().ok());
                let dest_url = match number {
                    Some(number) => href(self.targets[number]).into(),
                    None => dest_url.clone(),
                };
                Event::Start(Tag::Link {
                    link_type: LinkType::Inline,
                    dest_url,
                    title: title.clone(),
                    id: CowStr::Borrowed(""),
                })
            }
            other => other.clone(),
        });
        let mut text = String::new();
        html::push_html(&mut text, events);
        text
    }
}

/// Parses a text; raw HTML is shown as text, a name that nobody has is a diagnostic.
pub(super) fn parse(text: &Text, names: &BTreeMap<String, Target>, diagnostics: &mut Vec<Diagnostic>) -> Body {
    let options = Options::ENABLE_WIKILINKS | Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let source = &text.file.text[text.start..];
    let mut body = Body::default();
    let mut unknown = 0;
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        let event = match event {
            Event::Start(Tag::Link {
                link_type: LinkType::WikiLink { .. },
                dest_url,
                title,
                id,
            }) => match names.get(dest_url.as_ref()) {
                Some(target) => {
                    body.targets.push(*target);
                    Event::Start(Tag::Link {
                        link_type: LinkType::Inline,
                        dest_url: format!("{TARGET}{}", body.targets.len() - 1).into(),
                        title,
                        id,
                    })
                }
                None => {
                    unknown += 1;
                    diagnostics.push(unknown_name(text, range, &dest_url, names));
                    continue;
                }
            },
            Event::End(TagEnd::Link) if unknown > 0 => {
                unknown -= 1;
                continue;
            }
            Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
            other => other,
        };
        body.events.push(event.into_static());
    }
    body
}

fn unknown_name(
    text: &Text,
    range: std::ops::Range<usize>,
    name: &str,
    names: &BTreeMap<String, Target>,
) -> Diagnostic {
    let place = Place::new(&text.file, text.start + range.start..text.start + range.end);
    Diagnostic::error(
        "unknown-name",
        format!("`[[{name}]]` leads nowhere: no entry and no division has this name"),
    )
    .at(place)
    .help_if(did_you_mean(name, names.keys().map(String::as_str)))
}
