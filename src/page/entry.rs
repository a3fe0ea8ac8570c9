use std::ops::Range;

use serde::Serialize;

use super::PageType;
use super::part::definition::{
    DefinitionView, ExpansionView, GlossView, NameView, QuotationView, definition, description, expansion, gloss,
    names, outlook, type_name,
};
use super::part::frame::{Frame, frame, home_link};
use super::part::outline::{division_anchor, numbered_title, numbering};
use super::part::sentence::{Piece, pieces};
use crate::apparatus::{Citation, Concordance, DivisionCitations, GroupCitations};
use crate::outline::DivisionRef;
use crate::register::{BodyPlace, Definition, EntryId, Quotation};
use crate::site::{Context, GLOSSARY, Link, Links, SitePath, fixed, kind_list_path};
use crate::text::{Level, normalized};

/// An entry's page.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EntryPage {
    /// Id of its kind.
    pub kind: String,
    /// Display name of its kind.
    pub kind_name: String,
    /// Display name of a second kind that fits it.
    pub also: Option<String>,
    /// Name.
    pub name: String,
    /// Acronym.
    pub acronym: Option<String>,
    /// Name in the language of the page, if the register has one.
    pub here: Option<String>,
    /// Names in other languages, with their sources, that of the page first.
    pub names: Vec<NameView>,
    /// Type.
    pub r#type: Option<String>,
    /// What it is, from outside the papers.
    pub gloss: Option<GlossView>,
    /// Definition.
    pub definition: Option<DefinitionView>,
    /// What its acronym stands for.
    pub expansion: Option<ExpansionView>,
    /// Level at which it works.
    pub level: Option<String>,
    /// Participants.
    pub parties: Vec<PartyView>,
    /// Quotations on what will happen to it.
    pub outlook: Vec<QuotationView>,
    /// The editorial text, as HTML.
    pub body: Option<String>,
    /// The surface forms used in the papers, with counts; empty if only the name is used.
    pub forms: Vec<FormCount>,
    /// Number of mentions, in headings too.
    pub mentions: usize,
    /// Number of passages that are quoted with them.
    pub passages: usize,
    /// The only passage that mentions it, if there is no more than one.
    pub passage: Option<PassageView>,
    /// All mentions, if there are several passages; for entries of pervasive kinds only their numbers.
    pub concordance: Vec<GroupView>,
    /// Broader terms.
    pub broader: Vec<Link>,
    /// Narrower terms.
    pub narrower: Vec<Link>,
    /// Its wholes.
    pub part_of: Vec<Link>,
    /// Its parts.
    pub parts: Vec<Link>,
    /// Related entries ("see also").
    pub see_also: Vec<Link>,
    /// Other entries that refer to this one in their text or under "see also".
    pub referred_from: Vec<Link>,
}

/// A participant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PartyView {
    /// Name.
    pub words: String,
    /// Address of its page, if it is an entry.
    pub href: Option<String>,
}

/// A sentence with mentions and what stands around it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PassageView {
    /// Anchor of this section of the page.
    pub anchor: String,
    /// The division in which it stands.
    pub title: Link,
    /// The sentence before it in the paragraph; else empty.
    pub before: String,
    /// The sentence.
    pub citation: CitationView,
    /// The sentence after it in the paragraph; else empty.
    pub after: String,
}

/// A surface form with its number of mentions.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FormCount {
    /// The form.
    pub form: String,
    /// Number of mentions.
    pub count: usize,
}

/// The mentions in a group of divisions; in a paper, if the site has several.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GroupView {
    /// The group, or the paper.
    pub title: Link,
    /// The mentions by division.
    pub divisions: Vec<DivisionCitationsView>,
}

/// The mentions in a division.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DivisionCitationsView {
    /// Anchor of this section of the page.
    pub anchor: String,
    /// The division.
    pub title: Link,
    /// Number of mentions.
    pub count: usize,
    /// The sentences with mentions; empty for entries of pervasive kinds.
    pub citations: Vec<CitationView>,
}

/// A sentence or heading with its mentions.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CitationView {
    /// Citation label of the paragraph, or of the division for a heading.
    pub label: String,
    /// Address of the first mention.
    pub href: String,
    /// Whether it is a heading.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub heading: bool,
    /// Whether the definition quotes it, so that it already stands on the page.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub above: bool,
    /// Language of the text.
    pub language: String,
    /// The text, split at the end of each mention.
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
        let mut frame = frame(links, &node.name, &description(context, id));
        frame.breadcrumbs = vec![home_link(links)];
        frame.breadcrumbs.push(match kind.list {
            true => links.link(context.localized(&kind.plural), &kind_list_path(&kind.folder.value)),
            false => links.link(context.strings().get("glossary"), &fixed(GLOSSARY)),
        });
        let concordance = context.concordance(id);
        let groups = concordance_view(context, links, id);
        let passages = groups.iter().flat_map(|group| &group.divisions);
        let passages: usize = passages.map(|division| division.citations.len()).sum();
        let only = (passages == 1).then(|| concordance.citations().next()).flatten();
        let passage = only.and_then(|_| passage(context, links, concordance));
        // What the only passage says is said once.
        let is_new = |quotation: &&Quotation| !only.is_some_and(|passage| repeats(context, passage, quotation));
        let definition = match &node.definition {
            Some(Definition::Quoted(quotation)) if !is_new(&quotation) => None,
            _ => definition(context, links, id),
        };
        let link = |other: EntryId| links.link(context.name(other), context.entry_path(other));
        let page = EntryPage {
            kind: kind.id.value.clone(),
            kind_name: context.localized(&kind.name).to_owned(),
            also: node
                .also
                .map(|also| context.localized(&context.kinds()[also].name).to_owned()),
            name: node.name.clone(),
            acronym: node.acronym.clone(),
            here: node
                .names
                .iter()
                .find(|name| name.language == context.interface().language)
                .map(|name| name.text.clone()),
            names: names(context, id),
            r#type: type_name(context, id),
            gloss: gloss(context, id),
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
            outlook: outlook(context, links, node.outlook.iter().filter(is_new)),
            broader: node.broader.iter().copied().map(link).collect(),
            narrower: context.narrower(id).map(link).collect(),
            body: Some(context.body(id))
                .filter(|body| !body.is_empty())
                .map(|body| body.html(BodyPlace { level: 3, id: "" }, |target| links.target(target))),
            forms: forms(concordance, &node.name),
            mentions: concordance.count(),
            passages,
            concordance: if passage.is_none() { groups } else { Vec::new() },
            passage,
            part_of: node.part_of.iter().copied().map(link).collect(),
            parts: context.parts(id).map(link).collect(),
            see_also: node.see_also.iter().copied().map(link).collect(),
            referred_from: referrers(context, id).into_iter().map(link).collect(),
        };
        (frame, page)
    }
}

/// The surface forms of an entry with counts; empty if only its name is used.
fn forms(concordance: &Concordance, name: &str) -> Vec<FormCount> {
    let forms = concordance.forms.iter();
    let counts = forms.map(|(form, count)| FormCount {
        form: form.clone(),
        count: *count,
    });
    let exact = |words: &str| normalized(words, Level::Exact);
    match concordance.forms.iter().all(|(form, _)| exact(form) == exact(name)) {
        true => Vec::new(),
        false => counts.collect(),
    }
}

/// The entries that refer to this one, without those already listed as its own relations.
fn referrers(context: &Context, id: EntryId) -> Vec<EntryId> {
    let own = context.entry(id);
    let parts: Vec<EntryId> = context.parts(id).collect();
    let already_listed =
        |other: &EntryId| own.see_also.contains(other) || own.part_of.contains(other) || parts.contains(other);
    let referring = context.referring(id);
    referring
        .filter(|other| *other != id && !already_listed(other))
        .collect()
}

/// The sentence of the first mention with what stands around it; nothing if it is in a heading.
fn passage(context: &Context, links: &Links, concordance: &Concordance) -> Option<PassageView> {
    let citations: Vec<Citation> = concordance.citations().cloned().collect();
    let Citation::Text { mention, sentence } = citations.first()? else {
        return None;
    };
    let at = mention.span.paragraph;
    let text = &context.paragraph(at).text;
    let sentences = context.sentences(at);
    let of_text =
        |found: Option<&Range<usize>>| found.map_or(String::new(), |range| text[range.clone()].trim().to_owned());
    Some(PassageView {
        anchor: division_anchor(context, at.division),
        title: Link {
            label: numbered_title(context.division(at.division)),
            href: links.division(at.division),
            current: false,
        },
        before: of_text(sentences.iter().rfind(|other| other.end <= sentence.start)),
        citation: citation_view(context, links, &citations),
        after: of_text(sentences.iter().find(|other| other.start >= sentence.end)),
    })
}

/// The mentions by group of divisions, or by paper if there are several; of entries of pervasive kinds only their numbers.
fn concordance_view(context: &Context, links: &Links, id: EntryId) -> Vec<GroupView> {
    let groups = &context.concordance(id).groups;
    let quoted = !context.kind(id).pervasive;
    let definition = match &context.entry(id).definition {
        Some(Definition::Quoted(quotation)) => Some(quotation),
        _ => None,
    };
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
            false => numbered_title(node),
        };
        DivisionCitationsView {
            anchor: division_anchor(context, found.division),
            title: link(found.division, label),
            count: found.citations.len(),
            citations: match quoted {
                true => citations(context, links, &found.citations, definition),
                false => Vec::new(),
            },
        }
    };
    let chunks = groups.chunk_by(|left, right| by_paper && left.division.paper == right.division.paper);
    chunks
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
                    false => link(group, numbered_title(context.division(group))),
                },
                divisions: divisions.collect(),
            }
        })
        .collect()
}

/// Whether a quotation has words of the sentence in which a mention stands.
fn repeats(context: &Context, citation: &Citation, quotation: &Quotation) -> bool {
    let Citation::Text { mention, sentence } = citation else {
        return false;
    };
    let at = mention.span.paragraph;
    let overlaps = |range: &Range<usize>| range.start < sentence.end && sentence.start < range.end;
    at == quotation.at && quotation.ranges(&context.paragraph(at).text).iter().any(overlaps)
}

/// The sentences of the mentions; a sentence with several mentions is listed once, one that the definition quotes is told.
fn citations(
    context: &Context,
    links: &Links,
    citations: &[Citation],
    definition: Option<&Quotation>,
) -> Vec<CitationView> {
    let sentence = |citation: &Citation| match citation {
        Citation::Text { mention, sentence } => Some((mention.span.paragraph, sentence.start)),
        Citation::Heading(_) => None,
    };
    let by_sentence = citations.chunk_by(|left, right| sentence(left).is_some() && sentence(left) == sentence(right));
    by_sentence
        .map(|citations| CitationView {
            above: definition.is_some_and(|definition| repeats(context, &citations[0], definition)),
            ..citation_view(context, links, citations)
        })
        .collect()
}

/// The model of all mentions in one sentence, or of one mention in a heading.
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
                above: false,
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
                above: false,
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
