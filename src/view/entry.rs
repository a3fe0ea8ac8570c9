use std::ops::Range;

use serde::Serialize;

use super::division::{home, numbered, numbering};
use super::frame::{GLOSSARY, fixed, frame, list_path};
use super::links::{Link, Links, of_paper};
use super::{Model, Page, Site};
use crate::apparatus::{Citation, DivisionCitations, GroupCitations, Neighbour};
use crate::outline::{DivisionId, Locator};
use crate::register::{Acronym, Definition, EntryId, Quotation, Source};

/// An entry's page.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EntryPage {
    /// Name of its kind in data.
    pub kind: String,
    /// What readers call its kind.
    pub kind_name: String,
    /// A second kind that fits it.
    pub also: Option<String>,
    /// Name.
    pub name: String,
    /// Acronym.
    pub acronym: Option<String>,
    /// What it is called in other languages, and who calls it so.
    pub names: Vec<NameView>,
    /// Type.
    pub r#type: Option<String>,
    /// What it is.
    pub definition: DefinitionView,
    /// What its acronym stands for, and who says so.
    pub expansion: Option<ExpansionView>,
    /// The level at which it works.
    pub level: Option<String>,
    /// Who takes part.
    pub parties: Vec<PartyView>,
    /// What a paper says will happen to it.
    pub outlook: Vec<QuotationView>,
    /// The editorial text, as HTML.
    pub body: Option<String>,
    /// The forms the papers use, with counts.
    pub forms: Vec<FormCount>,
    /// Number of mentions, headings included.
    pub mentions: usize,
    /// All mentions; of what is all over the papers, their numbers alone.
    pub concordance: Vec<GroupView>,
    /// The more general terms.
    pub broader: Vec<Link>,
    /// The more special terms.
    pub narrower: Vec<Link>,
    /// What it is part of.
    pub part_of: Vec<Link>,
    /// What is part of it.
    pub parts: Vec<Link>,
    /// What one would look at too.
    pub see_also: Vec<Link>,
    /// The entries whose text or relations lead here.
    pub referred_from: Vec<Link>,
    /// The entries that a paper mentions in the same sentence; of two or more the script makes a drawing.
    pub neighbours: Vec<NeighbourView>,
}

/// What an acronym stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExpansionView {
    /// The letters.
    pub letters: String,
    /// The words.
    pub words: String,
    /// Whether a paper says so itself.
    pub given: bool,
    /// Who says so, where no paper does.
    pub source: Option<SourceView>,
}

/// A name in another language.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NameView {
    /// Language, a BCP 47 tag.
    pub language: String,
    /// The language's name in the language of the page.
    pub language_name: String,
    /// The name.
    pub name: String,
    /// Who calls it so.
    pub source: Option<SourceView>,
}

/// Where somebody else says something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SourceView {
    /// Who, and under which title.
    pub title: String,
    /// Its address, if it has one.
    pub url: Option<String>,
}

/// Who takes part in something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PartyView {
    /// What it is called.
    pub words: String,
    /// Its page, if it has one.
    pub href: Option<String>,
}

/// Words of a paper with the paragraph they stand in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuotationView {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub source: Link,
    /// Their language.
    pub language: String,
}

/// Another entry, and where one sentence mentions both.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NeighbourView {
    /// The other entry.
    pub entry: Link,
    /// Name of its kind in data.
    pub kind: String,
    /// The paragraphs, one for each sentence.
    pub places: Vec<Link>,
    /// Which of the entries after it one sentence names with it too: their places in the list, from 0, separated by
    /// spaces.
    pub ties: String,
}

/// A definition and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DefinitionView {
    /// The words.
    pub text: String,
    /// Whether they are the paper's.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub quoted: bool,
    /// Where the paper has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Link>,
    /// Language of quoted words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// A form of a name with the number of its mentions.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FormCount {
    /// The words.
    pub form: String,
    /// Mentions.
    pub count: usize,
}

/// The mentions within a group of divisions, or within a paper of several.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GroupView {
    /// The group, or the paper.
    pub title: Link,
    /// By division.
    pub divisions: Vec<DivisionCitationsView>,
}

/// The mentions within a division.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DivisionCitationsView {
    /// Anchor of the division's mentions on this page.
    pub anchor: String,
    /// The division.
    pub title: Link,
    /// Number of mentions.
    pub count: usize,
    /// The sentences with the mentions.
    pub citations: Vec<CitationView>,
}

/// A sentence, or a heading, with the mentions in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CitationView {
    /// Citation label of the paragraph, or of the division for a heading.
    pub label: String,
    /// Address of the first mention.
    pub href: String,
    /// Whether it stands in a heading.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub heading: bool,
    /// Language of the text.
    pub language: String,
    /// The words, cut where mentions end.
    pub pieces: Vec<Piece>,
}

/// A piece of a sentence, up to the end of a mention, or of the sentence.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Piece {
    /// The words before the mention.
    pub before: String,
    /// The words of the mention; nothing in the last piece.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mention: Option<String>,
}

/// The page of an entry.
pub(super) fn entry(site: &Site, id: EntryId) -> Page {
    let node = site.entry(id);
    let kind = site.kind(id);
    let path = site.entry_path(id);
    let links = Links { site, from: path };
    let definition = definition(site, &links, id);
    let mut frame = frame(site, path, &node.name, &definition.text);
    frame.breadcrumbs = vec![home(site, &links)];
    frame.breadcrumbs.push(match kind.list {
        true => links.link(site.say(&kind.plural), &list_path(&kind.folder.value)),
        false => links.link(site.words().get("glossary"), &fixed(GLOSSARY)),
    });
    let concordance = site.concordance(id);
    let link = |other: EntryId| links.link(site.name(other), site.entry_path(other));
    let page = EntryPage {
        kind: kind.id.value.clone(),
        kind_name: site.say(&kind.name).to_owned(),
        also: node.also.map(|also| site.say(&site.kinds()[also].name).to_owned()),
        name: node.name.clone(),
        acronym: node.acronym.clone(),
        names: names(site, id),
        r#type: type_name(site, id),
        definition,
        expansion: node.expanded().map(|acronym| expansion(site, id, acronym)),
        level: node.level.clone(),
        parties: node
            .parties
            .iter()
            .map(|party| PartyView {
                words: party.words.clone(),
                href: party.entry.filter(|other| *other != id).map(|other| links.entry(other)),
            })
            .collect(),
        outlook: outlook(site, &links, id),
        broader: node.broader.iter().copied().map(link).collect(),
        narrower: site.narrower(id).map(link).collect(),
        neighbours: neighbours(site, &links, id),
        body: Some(site.body(id))
            .filter(|body| !body.is_empty())
            .map(|body| body.html(|target| links.target(target))),
        forms: concordance
            .forms
            .iter()
            .map(|(form, count)| FormCount {
                form: form.clone(),
                count: *count,
            })
            .collect(),
        mentions: concordance.count(),
        concordance: concordance_view(site, &links, &concordance.groups, !kind.pervasive),
        part_of: node.part_of.iter().copied().map(link).collect(),
        parts: site.parts(id).map(link).collect(),
        see_also: node.see_also.iter().copied().map(link).collect(),
        referred_from: referrers(site, id).into_iter().map(link).collect(),
    };
    Page::new(site, path, frame, Model::Entry(Box::new(page)))
}

/// The names of an entry in other languages.
pub(super) fn names(site: &Site, id: EntryId) -> Vec<NameView> {
    let names = site.entry(id).names.iter();
    names
        .map(|name| NameView {
            language: name.language.clone(),
            language_name: language_name(site, &name.language),
            name: name.text.clone(),
            source: name.source.as_ref().map(source),
        })
        .collect()
}

/// What the interface calls a language; its tag, where it has no word for it.
pub(super) fn language_name(site: &Site, tag: &str) -> String {
    let key = format!("language_{tag}");
    site.words().all().get(&key).map_or(tag, String::as_str).to_owned()
}

fn source(source: &Source) -> SourceView {
    SourceView {
        title: source.title.clone(),
        url: source.url.clone(),
    }
}

/// What readers call the type of an entry.
pub(super) fn type_name(site: &Site, id: EntryId) -> Option<String> {
    let name = site.entry(id).r#type.as_ref()?;
    let rule = site.kind(id).types.iter().find(|rule| rule.name.text() == name);
    Some(rule.map_or(name.as_str(), |rule| site.say(&rule.name)).to_owned())
}

/// The entries that lead to this one and that it does not name itself.
fn referrers(site: &Site, id: EntryId) -> Vec<EntryId> {
    let own = site.entry(id);
    let parts: Vec<EntryId> = site.parts(id).collect();
    let told = |other: &EntryId| own.see_also.contains(other) || own.part_of.contains(other) || parts.contains(other);
    let referring = site.referring(id);
    referring.filter(|other| *other != id && !told(other)).collect()
}

pub(super) fn definition(site: &Site, links: &Links, id: EntryId) -> DefinitionView {
    match &site.entry(id).definition {
        Definition::Quoted(Quotation { text, at }) => DefinitionView {
            text: text.clone(),
            quoted: true,
            source: Some(Link {
                label: site.label(*at).to_owned(),
                href: links.paragraph(*at, None),
                current: false,
            }),
            language: Some(site.paper_config(at.paper).language.clone()),
        },
        Definition::Editorial { text } => DefinitionView {
            text: text.clone(),
            quoted: false,
            source: None,
            language: None,
        },
    }
}

/// The mentions by group; in a corpus by paper, whose name need then not be said with each group. `quoted` with
/// their sentences, else their numbers.
fn concordance_view(site: &Site, links: &Links, groups: &[GroupCitations], quoted: bool) -> Vec<GroupView> {
    let by_paper = site.papers() > 1;
    let link = |paper: usize, id: DivisionId, label: String| Link {
        label,
        href: links.division(paper, id),
        current: false,
    };
    let division_view = |group: &GroupCitations,
                         DivisionCitations {
                             division,
                             citations: found,
                         }: &DivisionCitations| {
        let node = site.outline(group.paper).division(*division);
        let label = match by_paper && *division != group.division {
            true => format!("{} {}", node.label, node.title),
            false => numbered(node),
        };
        DivisionCitationsView {
            anchor: division_anchor(site, group.paper, *division),
            title: link(group.paper, *division, label),
            count: found.len(),
            citations: match quoted {
                true => citations(site, links, found),
                false => Vec::new(),
            },
        }
    };
    let together = groups.chunk_by(|left, right| by_paper && left.paper == right.paper);
    together
        .map(|groups| {
            let (paper, division) = (groups[0].paper, groups[0].division);
            let divisions = groups
                .iter()
                .flat_map(|group| group.divisions.iter().map(|found| division_view(group, found)));
            GroupView {
                title: match by_paper {
                    true => links.link(&site.paper_config(paper).short_title, site.whole_path(paper)),
                    false => link(paper, division, numbered(site.outline(paper).division(division))),
                },
                divisions: divisions.collect(),
            }
        })
        .collect()
}

/// The anchor, on an entry's page, of its mentions in a division; the matrix leads there.
pub(super) fn division_anchor(site: &Site, paper: usize, id: DivisionId) -> String {
    let anchor = &site.outline(paper).division(id).anchor;
    match site.papers() {
        1 => ["in-", anchor].concat(),
        _ => ["in-", &site.paper_config(paper).id.value, "-", anchor].concat(),
    }
}

/// The sentences of the mentions, each once however many mentions it has.
fn citations(site: &Site, links: &Links, citations: &[Citation]) -> Vec<CitationView> {
    let sentence = |citation: &Citation| match citation {
        Citation::Text { mention, sentence } => Some((mention.at, sentence.start)),
        Citation::Heading(_) => None,
    };
    let together = citations.chunk_by(|left, right| sentence(left).is_some() && sentence(left) == sentence(right));
    together
        .map(|citations| citation_view(site, links, citations))
        .collect()
}

/// Mentions of one sentence, or one of a heading.
fn citation_view(site: &Site, links: &Links, citations: &[Citation]) -> CitationView {
    match &citations[0] {
        Citation::Text { mention, sentence } => {
            let paragraph = site.paragraph(mention.at);
            let spans = citations.iter().filter_map(|citation| match citation {
                Citation::Text { mention, .. } => Some(mention.span.clone()),
                Citation::Heading(_) => None,
            });
            CitationView {
                label: paragraph.label.clone(),
                href: links.paragraph(mention.at, Some(&mention.anchor(paragraph))),
                heading: false,
                language: site.paper_config(mention.at.paper).language.clone(),
                pieces: pieces("", &paragraph.text, sentence.clone(), spans),
            }
        }
        Citation::Heading(mention) => {
            let outline = site.outline(mention.paper);
            let division = outline.division(mention.division);
            let title = &division.title;
            CitationView {
                label: division.label.clone(),
                href: links.division(mention.paper, mention.division),
                heading: true,
                language: outline.config.language.clone(),
                pieces: pieces(
                    &numbering(division),
                    title,
                    0..title.len(),
                    std::iter::once(mention.span.clone()),
                ),
            }
        }
    }
}

/// A stretch of a text, cut where mentions begin and end; `number` is what is printed before it.
pub(super) fn pieces(
    number: &str,
    text: &str,
    stretch: Range<usize>,
    spans: impl Iterator<Item = Range<usize>>,
) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(2);
    let mut end = stretch.start;
    let mut before = String::new();
    if !number.is_empty() {
        before.push_str(number);
        before.push(' ');
    }
    for span in spans {
        before.push_str(&text[end..span.start]);
        end = span.end;
        pieces.push(Piece {
            before: std::mem::take(&mut before),
            mention: Some(text[span].to_owned()),
        });
    }
    before.push_str(&text[end..stretch.end]);
    if !before.is_empty() {
        pieces.push(Piece { before, mention: None });
    }
    pieces
}

pub(super) fn expansion(site: &Site, id: EntryId, acronym: Acronym) -> ExpansionView {
    ExpansionView {
        letters: acronym.letters.to_owned(),
        words: acronym.words.to_owned(),
        given: site.is_given(id),
        source: acronym.source.map(source),
    }
}

pub(super) fn outlook(site: &Site, links: &Links, id: EntryId) -> Vec<QuotationView> {
    let outlook = site.entry(id).outlook.iter();
    outlook
        .map(|quotation| QuotationView {
            text: quotation.text.clone(),
            source: paragraph_link(site, links, quotation.at),
            language: site.paper_config(quotation.at.paper).language.clone(),
        })
        .collect()
}

fn neighbours(site: &Site, links: &Links, id: EntryId) -> Vec<NeighbourView> {
    let neighbours = site.neighbours(id);
    let views = neighbours.iter().enumerate().map(|(at, neighbour)| NeighbourView {
        entry: links.link(site.name(neighbour.entry), site.entry_path(neighbour.entry)),
        kind: site.kind(neighbour.entry).id.value.clone(),
        places: neighbour
            .sentences
            .iter()
            .map(|at| paragraph_link(site, links, *at))
            .collect(),
        ties: ties(site, neighbours, at),
    });
    views.collect()
}

fn ties(site: &Site, neighbours: &[Neighbour], at: usize) -> String {
    let known = site.neighbours(neighbours[at].entry);
    let later = neighbours.iter().enumerate().skip(at + 1);
    let tied = later.filter(|(_, other)| known.iter().any(|third| third.entry == other.entry));
    tied.map(|(at, _)| at.to_string()).collect::<Vec<_>>().join(" ")
}

fn paragraph_link(site: &Site, links: &Links, at: Locator) -> Link {
    Link {
        label: of_paper(site, at.paper, site.label(at)),
        href: links.paragraph(at, None),
        current: false,
    }
}
