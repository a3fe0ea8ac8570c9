use std::collections::BTreeMap;

use pulldown_cmark::{Alignment, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};

use super::EntryId;
use super::record::Text;
use crate::diagnostic::{Diagnostic, Place};
use crate::outline::DivisionRef;
use crate::text::{did_you_mean, unprintable};

/// The Markdown extensions besides CommonMark.
const OPTIONS: Options = Options::ENABLE_WIKILINKS.union(Options::ENABLE_TABLES);

/// An editorial text: Markdown in which `[[Name]]` links to an entry or a division.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    events: Vec<Event<'static>>,
    /// The targets of `[[Name]]`, by the index of the event that starts the link.
    targets: BTreeMap<usize, Target>,
}

/// What a `[[Name]]` links to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// An entry's page.
    Entry(EntryId),
    /// A division.
    Division(DivisionRef),
}

impl Body {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// What the text links to.
    pub fn targets(&self) -> impl Iterator<Item = Target> {
        self.targets.values().copied()
    }

    /// The text as HTML, each target at the address that `href` gives.
    pub fn html(&self, href: impl Fn(Target) -> String) -> String {
        let events = self
            .events
            .iter()
            .enumerate()
            .map(|(at, event)| match self.targets.get(&at) {
                Some(target) => Event::Start(Tag::Link {
                    link_type: LinkType::Inline,
                    dest_url: href(*target).into(),
                    title: CowStr::Borrowed(""),
                    id: CowStr::Borrowed(""),
                }),
                None => event.clone(),
            });
        let mut text = String::new();
        html::push_html(&mut text, events);
        text
    }
}

/// Reports the first character that no page can show, itself or as a character reference (`&#7;`).
fn control_character(text: &Text, source: &str) -> Option<Diagnostic> {
    let referenced = || {
        let pieces = Parser::new_ext(source, OPTIONS).into_offset_iter();
        pieces.filter_map(|(event, range)| {
            let (Event::Text(words) | Event::Start(Tag::Link { title: words, .. })) = event else {
                return None;
            };
            Some((range, unprintable(&words)?.1))
        })
    };
    let found = unprintable(source).or_else(|| source.contains("&#").then(|| referenced().next())?);
    let (range, what) = found?;
    let place = Place::new(&text.file, text.start + range.start..text.start + range.end);
    let diagnostic = Diagnostic::error("control-character", format!("the text has {what}"));
    Some(diagnostic.at(place).help("take it out: no page can show it"))
}

/// Parses a text; raw HTML is shown as text, an unknown name is a diagnostic.
pub(super) fn parse(text: &Text, names: &BTreeMap<String, Target>, diagnostics: &mut Vec<Diagnostic>) -> Body {
    let source = &text.file.text[text.start..];
    let mut body = Body::default();
    // Number of open links that are dropped because their target is unknown; their text stays.
    let mut dropped_links = 0;
    diagnostics.extend(control_character(text, source));
    for (event, range) in Parser::new_ext(source, OPTIONS).into_offset_iter() {
        let event = match event {
            Event::Start(Tag::Link {
                link_type: LinkType::WikiLink { .. },
                ref dest_url,
                ..
            }) => match names.get(dest_url.as_ref()) {
                Some(target) => {
                    body.targets.insert(body.events.len(), *target);
                    event
                }
                None => {
                    dropped_links += 1;
                    diagnostics.push(unknown_name(text, range, dest_url, names));
                    continue;
                }
            },
            Event::Start(Tag::Image { ref dest_url, .. }) => {
                diagnostics.push(picture(text, range, dest_url));
                event
            }
            Event::Start(Tag::Link { ref dest_url, .. }) if !is_absolute(dest_url) => {
                diagnostics.push(relative_link(text, range, dest_url));
                event
            }
            // Alignment would be an inline style, which pages do not have.
            Event::Start(Tag::Table(columns)) => Event::Start(Tag::Table(vec![Alignment::None; columns.len()])),
            Event::End(TagEnd::Link) if dropped_links > 0 => {
                dropped_links -= 1;
                continue;
            }
            Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
            other => other,
        };
        body.events.push(event.into_static());
    }
    body
}

/// Whether an address is absolute, so that it can stand on any page.
pub(super) fn is_absolute(address: &str) -> bool {
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| address.starts_with(scheme))
}

fn picture(text: &Text, range: std::ops::Range<usize>, address: &str) -> Diagnostic {
    let place = Place::new(&text.file, text.start + range.start..text.start + range.end);
    Diagnostic::error("picture", format!("the picture `{address}` cannot be shown"))
        .at(place)
        .help("editorial texts have no pictures: pages load nothing from other sites; link to it instead")
}

fn relative_link(text: &Text, range: std::ops::Range<usize>, address: &str) -> Diagnostic {
    let place = Place::new(&text.file, text.start + range.start..text.start + range.end);
    Diagnostic::error("relative-link", format!("`{address}` is no full address"))
        .at(place)
        .help("link to an entry or a division as `[[Name]]`, to other sites with `https://`")
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
    .help("write the name, acronym or alias of an entry, or the citation label of a division")
}
