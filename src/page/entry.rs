use serde::Serialize;

use super::PageType;
use super::part::definition::{
    DefinitionView, ExpansionView, NameView, QuotationView, definition, expansion, names, outlook, paragraph_link,
    type_name,
};
use super::part::frame::{Frame, frame, home_link};
use super::part::outline::{division_anchor, numbered, numbering};
use super::part::sentence::{Piece, pieces};
use crate::apparatus::{Citation, Concordance, DivisionCitations, GroupCitations, Neighbour};
use crate::outline::DivisionRef;
use crate::register::EntryId;
use crate::site::{Context, GLOSSARY, Link, Links, SitePath, fixed, kind_list_path};

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
    /// The forms the papers use, with counts; none where the name is the only one.
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

/// Who takes part in something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PartyView {
    /// What it is called.
    pub words: String,
    /// Its page, if it has one.
    pub href: Option<String>,
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

impl PageType for EntryPage {
    type Key = EntryId;
    const TEMPLATE: &'static str = "entry.html";

    fn keys(context: &Context) -> Vec<EntryId> {
        context.entry_ids().collect()
    }

    fn path(context: &Context, id: EntryId) -> SitePath {
        context.entry_path(id).clone()
    }

    fn model(context: &Context, id: EntryId, links: &Links) -> (Frame, Self) {
        let node = context.entry(id);
        let kind = context.kind(id);
        let definition = definition(context, links, id);
        let mut frame = frame(links, &node.name, &definition.text);
        frame.breadcrumbs = vec![home_link(links)];
        frame.breadcrumbs.push(match kind.list {
            true => links.link(context.localized(&kind.plural), &kind_list_path(&kind.folder.value)),
            false => links.link(context.strings().get("glossary"), &fixed(GLOSSARY)),
        });
        let concordance = context.concordance(id);
        let link = |other: EntryId| links.link(context.name(other), context.entry_path(other));
        let page = EntryPage {
            kind: kind.id.value.clone(),
            kind_name: context.localized(&kind.name).to_owned(),
            also: node
                .also
                .map(|also| context.localized(&context.kinds()[also].name).to_owned()),
            name: node.name.clone(),
            acronym: node.acronym.clone(),
            names: names(context, id),
            r#type: type_name(context, id),
            definition,
            expansion: node.expanded().map(|acronym| expansion(context, id, acronym)),
            level: node.level.clone(),
            parties: node
                .parties
                .iter()
                .map(|party| PartyView {
                    words: party.words.clone(),
                    href: party.entry.filter(|other| *other != id).map(|other| links.entry(other)),
                })
                .collect(),
            outlook: outlook(context, links, id),
            broader: node.broader.iter().copied().map(link).collect(),
            narrower: context.narrower(id).map(link).collect(),
            neighbours: neighbours(context, links, id),
            body: Some(context.body(id))
                .filter(|body| !body.is_empty())
                .map(|body| body.html(|target| links.target(target))),
            forms: forms(concordance, &node.name),
            mentions: concordance.count(),
            concordance: concordance_view(context, links, &concordance.groups, !kind.pervasive),
            part_of: node.part_of.iter().copied().map(link).collect(),
            parts: context.parts(id).map(link).collect(),
            see_also: node.see_also.iter().copied().map(link).collect(),
            referred_from: referrers(context, id).into_iter().map(link).collect(),
        };
        (frame, page)
    }
}

/// The forms under which an entry is mentioned; none where its name is the only one.
fn forms(concordance: &Concordance, name: &str) -> Vec<FormCount> {
    let forms = concordance.forms.iter();
    let counts = forms.map(|(form, count)| FormCount {
        form: form.clone(),
        count: *count,
    });
    match concordance.forms.iter().all(|(form, _)| form == name) {
        true => Vec::new(),
        false => counts.collect(),
    }
}

/// The entries that lead to this one and that it does not name itself.
fn referrers(context: &Context, id: EntryId) -> Vec<EntryId> {
    let own = context.entry(id);
    let parts: Vec<EntryId> = context.parts(id).collect();
    let told = |other: &EntryId| own.see_also.contains(other) || own.part_of.contains(other) || parts.contains(other);
    let referring = context.referring(id);
    referring.filter(|other| *other != id && !told(other)).collect()
}

/// The mentions by group; in a corpus by paper, whose name need then not be said with each group. `quoted` with
/// their sentences, else their numbers.
fn concordance_view(context: &Context, links: &Links, groups: &[GroupCitations], quoted: bool) -> Vec<GroupView> {
    let by_paper = context.has_several_papers();
    let link = |at: DivisionRef, label: String| Link {
        label,
        href: links.division(at),
        current: false,
    };
    let division_view = |group: &GroupCitations, found: &DivisionCitations| {
        let node = context.division(found.division);
        let label = match by_paper && found.division != group.division {
            true => format!("{} {}", node.label, node.title),
            false => numbered(node),
        };
        DivisionCitationsView {
            anchor: division_anchor(context, found.division),
            title: link(found.division, label),
            count: found.citations.len(),
            citations: match quoted {
                true => citations(context, links, &found.citations),
                false => Vec::new(),
            },
        }
    };
    let together = groups.chunk_by(|left, right| by_paper && left.division.paper == right.division.paper);
    together
        .map(|groups| {
            let group = groups[0].division;
            let divisions = groups
                .iter()
                .flat_map(|group| group.divisions.iter().map(|found| division_view(group, found)));
            GroupView {
                title: match by_paper {
                    true => links.link(
                        &context.paper_config(group.paper).short_title,
                        context.whole_paper_path(group.paper),
                    ),
                    false => link(group, numbered(context.division(group))),
                },
                divisions: divisions.collect(),
            }
        })
        .collect()
}

/// The sentences of the mentions, each once however many mentions it has.
fn citations(context: &Context, links: &Links, citations: &[Citation]) -> Vec<CitationView> {
    let sentence = |citation: &Citation| match citation {
        Citation::Text { mention, sentence } => Some((mention.span.paragraph, sentence.start)),
        Citation::Heading(_) => None,
    };
    let together = citations.chunk_by(|left, right| sentence(left).is_some() && sentence(left) == sentence(right));
    together
        .map(|citations| citation_view(context, links, citations))
        .collect()
}

/// Mentions of one sentence, or one of a heading.
fn citation_view(context: &Context, links: &Links, citations: &[Citation]) -> CitationView {
    match &citations[0] {
        Citation::Text { mention, sentence } => {
            let paragraph = context.paragraph(mention.span.paragraph);
            let spans = citations.iter().filter_map(|citation| match citation {
                Citation::Text { mention, .. } => Some(mention.span.range.clone()),
                Citation::Heading(_) => None,
            });
            CitationView {
                label: paragraph.label.clone(),
                href: links.paragraph(mention.span.paragraph, Some(&mention.anchor(paragraph))),
                heading: false,
                language: context.paper_config(mention.span.paragraph.paper()).language.clone(),
                pieces: pieces("", &paragraph.text, sentence.clone(), spans),
            }
        }
        Citation::Heading(mention) => {
            let division = context.division(mention.division);
            let title = &division.title;
            CitationView {
                label: division.label.clone(),
                href: links.division(mention.division),
                heading: true,
                language: context.paper_config(mention.division.paper).language.clone(),
                pieces: pieces(
                    &numbering(division),
                    title,
                    0..title.len(),
                    std::iter::once(mention.range.clone()),
                ),
            }
        }
    }
}

fn neighbours(context: &Context, links: &Links, id: EntryId) -> Vec<NeighbourView> {
    let neighbours = context.neighbours(id);
    let views = neighbours.iter().enumerate().map(|(at, neighbour)| NeighbourView {
        entry: links.link(context.name(neighbour.entry), context.entry_path(neighbour.entry)),
        kind: context.kind(neighbour.entry).id.value.clone(),
        places: neighbour
            .sentences
            .iter()
            .map(|at| paragraph_link(context, links, *at))
            .collect(),
        ties: ties(context, neighbours, at),
    });
    views.collect()
}

fn ties(context: &Context, neighbours: &[Neighbour], at: usize) -> String {
    let known = context.neighbours(neighbours[at].entry);
    let later = neighbours.iter().enumerate().skip(at + 1);
    let tied = later.filter(|(_, other)| known.iter().any(|third| third.entry == other.entry));
    tied.map(|(at, _)| at.to_string()).collect::<Vec<_>>().join(" ")
}
