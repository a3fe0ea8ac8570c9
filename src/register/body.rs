use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

use super::EntryId;
use super::front_matter::Text;
use super::names::{Fault, Names};
use crate::diagnostic::{Diagnostic, Place};
use crate::outline::DivisionRef;
use crate::text::unprintable;

/// The Markdown extensions besides CommonMark.
const OPTIONS: Options = Options::ENABLE_WIKILINKS
    .union(Options::ENABLE_TABLES)
    .union(Options::ENABLE_FOOTNOTES);

/// An editorial text: Markdown in which `[[Name]]` links to an entry or a division.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    /// The pieces, those of footnotes last.
    pieces: Vec<Piece>,
}

/// A piece of Markdown and, if it begins a link by `[[Name]]`, what that leads to.
type Piece = (Event<'static>, Option<Target>);

/// What a `[[Name]]` links to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// An entry's page.
    Entry(EntryId),
    /// A division.
    Division(DivisionRef),
}

/// Where on a page a text stands.
#[derive(Debug, Clone, Copy)]
pub struct BodyPlace<'a> {
    /// The level of its highest headings.
    pub level: usize,
    /// What the ids of its footnotes begin with, which no other text of the page has.
    pub id: &'a str,
}

impl Body {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether it has headings.
    pub fn has_headings(&self) -> bool {
        self.pieces.iter().any(|(event, _)| heading_level(event).is_some())
    }

    /// What the text links to.
    pub fn targets(&self) -> impl Iterator<Item = Target> {
        self.pieces.iter().filter_map(|(_, target)| *target)
    }

    /// The text as HTML, each target at the address that `href` gives.
    pub fn html(&self, place: BodyPlace, href: impl Fn(Target) -> String) -> String {
        // The levels that the text uses, whatever they are, follow each other from that of the place.
        let levels: BTreeSet<HeadingLevel> = self
            .pieces
            .iter()
            .filter_map(|(event, _)| heading_level(event))
            .collect();
        let shown = |level: HeadingLevel| {
            let depth = levels.iter().take_while(|other| **other < level).count();
            HeadingLevel::try_from(place.level + depth).unwrap_or(HeadingLevel::H6)
        };
        let mut footnotes = Footnotes::new(place.id);
        let events = self.pieces.iter().map(|(event, target)| match (event, target) {
            (_, Some(target)) => Event::Start(Tag::Link {
                link_type: LinkType::Inline,
                dest_url: href(*target).into(),
                title: CowStr::Borrowed(""),
                id: CowStr::Borrowed(""),
            }),
            (Event::Start(Tag::Heading { level, .. }), _) => Event::Start(Tag::Heading {
                level: shown(*level),
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            }),
            (Event::End(TagEnd::Heading(level)), _) => Event::End(TagEnd::Heading(shown(*level))),
            (Event::FootnoteReference(label), _) => footnotes.reference(label),
            (Event::Start(Tag::FootnoteDefinition(label)), _) => footnotes.start(label),
            (Event::End(TagEnd::FootnoteDefinition), _) => footnotes.end(),
            _ => event.clone(),
        });
        let mut text = String::new();
        html::push_html(&mut text, events);
        text
    }
}

fn heading_level(event: &Event) -> Option<HeadingLevel> {
    match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level),
        _ => None,
    }
}

/// Writes footnotes with links both ways (DPUB-ARIA 1.1, `doc-noteref`, `doc-footnote`, `doc-backlink`).
struct Footnotes<'a> {
    /// What the ids begin with.
    id: &'a str,
    /// The labels in the order of their numbers.
    numbers: Vec<String>,
    /// The labels that were referred to, so that the first reference alone has an id.
    referred: BTreeSet<String>,
    /// The number of the footnote that is open.
    open: usize,
}

impl<'a> Footnotes<'a> {
    fn new(id: &'a str) -> Self {
        Self {
            id,
            numbers: Vec::new(),
            referred: BTreeSet::new(),
            open: 0,
        }
    }

    fn number(&mut self, label: &str) -> usize {
        let known = self.numbers.iter().position(|other| other == label);
        1 + known.unwrap_or_else(|| {
            self.numbers.push(label.to_owned());
            self.numbers.len() - 1
        })
    }

    fn reference(&mut self, label: &str) -> Event<'static> {
        let (number, id) = (self.number(label), self.id);
        let own = match self.referred.insert(label.to_owned()) {
            true => format!(" id=\"{id}fnref-{number}\""),
            false => String::new(),
        };
        let link = format!("<a href=\"#{id}fn-{number}\"{own} role=\"doc-noteref\">{number}</a>");
        Event::InlineHtml(format!("<sup>{link}</sup>").into())
    }

    fn start(&mut self, label: &str) -> Event<'static> {
        self.open = self.number(label);
        let (number, id) = (self.open, self.id);
        let start = format!("<div class=\"footnote\" id=\"{id}fn-{number}\" role=\"doc-footnote\"><sup>{number}</sup>");
        Event::Html(start.into())
    }

    fn end(&self) -> Event<'static> {
        let (number, id) = (self.open, self.id);
        Event::Html(format!("<a href=\"#{id}fnref-{number}\" role=\"doc-backlink\">↩</a></div>\n").into())
    }
}

/// The first markup in a text that is shown as it is, as its byte range; a line break is none.
pub(super) fn markup(text: &str) -> Option<Range<usize>> {
    // A footnote without its text, and a character by its name, are text to the parser.
    let reference = text.match_indices('&').find_map(|(start, _)| {
        let name = text[start + 1..].split_once(';')?.0;
        let is_name = !name.is_empty()
            && name
                .trim_start_matches('#')
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric());
        is_name.then_some(start..start + name.len() + 2)
    });
    if let Some(range) = reference.or_else(|| text.find("[^").map(|start| start..start + 2)) {
        return Some(range);
    }
    let mut pieces = Parser::new_ext(text, OPTIONS | Options::ENABLE_STRIKETHROUGH).into_offset_iter();
    let found = pieces.find(|(event, _)| {
        matches!(
            event,
            Event::Start(
                Tag::Emphasis
                    | Tag::Strong
                    | Tag::Strikethrough
                    | Tag::Link { .. }
                    | Tag::Image { .. }
                    | Tag::Heading { .. }
                    | Tag::BlockQuote(_)
                    | Tag::List(None)
                    | Tag::Table(_)
            ) | Event::Code(_)
                | Event::Html(_)
                | Event::InlineHtml(_)
                | Event::FootnoteReference(_)
        )
    });
    found.map(|(_, range)| range)
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
pub(super) fn parse(text: &Text, names: &Names, diagnostics: &mut Vec<Diagnostic>) -> Body {
    let source = &text.file.text[text.start..];
    let mut body: Vec<Piece> = Vec::new();
    let mut footnotes: Vec<Piece> = Vec::new();
    let mut in_footnote = false;
    // Number of open links that are dropped because their target is unknown; their text stays.
    let mut dropped_links = 0;
    diagnostics.extend(control_character(text, source));
    diagnostics.extend(bad_footnotes(text, source));
    for (event, range) in Parser::new_ext(source, OPTIONS).into_offset_iter() {
        let mut linked = None;
        let event = match event {
            Event::Start(Tag::Link {
                link_type: LinkType::WikiLink { .. },
                ref dest_url,
                ..
            }) => match names.get(dest_url.as_ref()) {
                Some(target) => {
                    linked = Some(target);
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
        in_footnote |= matches!(event, Event::Start(Tag::FootnoteDefinition(_)));
        let ends = matches!(event, Event::End(TagEnd::FootnoteDefinition));
        let pieces = if in_footnote { &mut footnotes } else { &mut body };
        pieces.push((event.into_static(), linked));
        in_footnote &= !ends;
    }
    body.extend(footnotes);
    Body { pieces: body }
}

/// Reports footnotes that are named and have no text, or have a text and are named nowhere.
fn bad_footnotes(text: &Text, source: &str) -> Vec<Diagnostic> {
    if !source.contains("[^") {
        return Vec::new();
    }
    let pieces: Vec<(Event, Range<usize>)> = Parser::new_ext(source, OPTIONS).into_offset_iter().collect();
    let label_of = |event: &Event, defines: bool| match event {
        Event::Start(Tag::FootnoteDefinition(label)) if defines => Some(label.to_string()),
        Event::FootnoteReference(label) if !defines => Some(label.to_string()),
        _ => None,
    };
    let labels = |defines| {
        pieces
            .iter()
            .filter_map(move |(event, range)| Some((label_of(event, defines)?, range.clone())))
    };
    let named: BTreeSet<String> = labels(false).map(|(label, _)| label).collect();
    let at = |range: Range<usize>| Place::new(&text.file, text.start + range.start..text.start + range.end);
    let unused = labels(true)
        .filter(|(label, _)| !named.contains(label))
        .map(|(label, range)| {
            Diagnostic::error("bad-footnote", format!("nothing refers to the footnote `[^{label}]`"))
                .at(at(range.start..range.start + label.len() + 3))
                .help(format!("write `[^{label}]` where it belongs, or take the footnote out"))
        });
    // A reference without a text is text to the parser.
    let references = source.match_indices("[^").filter_map(|(start, _)| {
        let label = source[start + 2..].split_once(']')?.0;
        let range = start..start + label.len() + 3;
        let is_text =
            |(event, piece): &(Event, Range<usize>)| matches!(event, Event::Text(_)) && piece.contains(&start);
        (!label.is_empty() && !label.contains(char::is_whitespace) && pieces.iter().any(is_text))
            .then_some((label, range))
    });
    let unknown = references.map(|(label, range)| {
        Diagnostic::error("bad-footnote", format!("the footnote `[^{label}]` has no text"))
            .at(at(range))
            .help(format!(
                "write it on a line of its own, after an empty line: `[^{label}]: ...`"
            ))
    });
    unknown.chain(unused).collect()
}

/// Whether an address is absolute, so that it can stand on any page.
pub(super) fn is_absolute(address: &str) -> bool {
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| address.starts_with(scheme))
}

fn picture(text: &Text, range: Range<usize>, address: &str) -> Diagnostic {
    let place = Place::new(&text.file, text.start + range.start..text.start + range.end);
    Diagnostic::error("picture", format!("the picture `{address}` cannot be shown"))
        .at(place)
        .help("editorial texts have no pictures: pages load nothing from other sites; link to it instead")
}

fn relative_link(text: &Text, range: Range<usize>, address: &str) -> Diagnostic {
    let place = Place::new(&text.file, text.start + range.start..text.start + range.end);
    Diagnostic::error("relative-link", format!("`{address}` is no full address"))
        .at(place)
        .help("link to an entry or a division as `[[Name]]`, to other sites with `https://`")
}

fn unknown_name(text: &Text, range: Range<usize>, name: &str, names: &Names) -> Diagnostic {
    let fault = Fault {
        code: "unknown-name",
        message: format!("`[[{name}]]` leads nowhere: no entry and no division has this name"),
        place: Place::new(&text.file, text.start + range.start..text.start + range.end),
        help: "write the name, acronym or alias of an entry, or the citation label of a division",
    };
    names.unknown(name, fault)
}
