use std::collections::BTreeSet;

use serde::Serialize;

use super::list::{EditorialView, editorial};
use crate::outline::{Division, DivisionId, DivisionRef, PaperId};
use crate::register::BodyPlace;
use crate::site::{Context, Link, Links};

/// A link to a division.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DivisionLink {
    /// Citation label.
    pub label: String,
    /// Number as printed before the title, with its punctuation: `(8)`.
    pub numbering: String,
    /// Title.
    pub title: String,
    /// What it is called in the language of the page, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub here: Option<String>,
    /// Address.
    pub href: String,
    /// Depth in the outline, from 0.
    pub depth: usize,
    /// Number of paragraphs in it and its descendants.
    pub paragraphs: usize,
}

/// The contents of a paper, as they stand beside its text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Outline {
    /// Language of the paper.
    pub language: String,
    /// Link to the whole text.
    pub whole: Link,
    /// The divisions, in order.
    pub divisions: Vec<OutlineLink>,
}

/// A division in the contents of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OutlineLink {
    /// Number as printed before the title, with its punctuation: `(8)`.
    pub numbering: String,
    /// Title.
    pub title: String,
    /// Address.
    pub href: String,
    /// Depth in the outline, from 0.
    pub depth: usize,
    /// Whether the page shows this division.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub current: bool,
}

/// The entries of one kind mentioned in a division.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EntryGroup {
    /// Id of the kind.
    pub kind: String,
    /// Display name of the kind, plural.
    pub title: String,
    /// How many there are, with the noun: `3 mechanisms`.
    pub counted: String,
    /// The entries, in the order of their first mention.
    pub entries: Vec<EntryCount>,
}

/// An entry with its number of mentions in a division.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EntryCount {
    /// Name.
    pub name: String,
    /// Address.
    pub href: String,
    /// Number of mentions.
    pub count: usize,
}

/// A number with a configured name in the right form, as the interface writes it: `3 mechanisms`.
pub(crate) fn counted_name(context: &Context, count: usize, name: &str) -> String {
    let pattern = context.strings().get("counted_name");
    pattern
        .replace("{count}", &count.to_string())
        .replace("{name}", &name.to_lowercase())
}

/// The entries mentioned in a division (headings included), by kind, in order of first mention.
pub(crate) fn entries_in(context: &Context, links: &Links, at: DivisionRef) -> Vec<EntryGroup> {
    let counts = context.mentioned(at);
    let kinds = context.kinds().iter().enumerate();
    kinds
        .filter(|(_, kind)| !kind.pervasive)
        .map(|(number, kind)| {
            let entries: Vec<EntryCount> = counts
                .iter()
                .filter(|(entry, _)| context.kind_index(*entry) == number)
                .map(|(entry, count)| EntryCount {
                    name: context.name(*entry).to_owned(),
                    href: links.entry(*entry),
                    count: *count,
                })
                .collect();
            EntryGroup {
                kind: kind.id.value.clone(),
                title: context.localized(&kind.plural).to_owned(),
                counted: counted_name(
                    context,
                    entries.len(),
                    context.localized(if entries.len() == 1 { &kind.name } else { &kind.plural }),
                ),
                entries,
            }
        })
        .filter(|group| !group.entries.is_empty())
        .collect()
}

/// Number of siblings listed before a division in the contents, and after it; and of its children.
const MAX_SIBLINGS: usize = 30;

/// The contents of a paper for a page with text of it: the divisions of the first level, those within the divisions that
/// the page's own stands in, and those whose text the page shows. Without a division, the page shows all of it.
pub(crate) fn outline(context: &Context, links: &Links, paper: PaperId, own: Option<DivisionId>) -> Outline {
    let outline = context.outline(paper);
    let shown = match own {
        None => 0..outline.divisions.len(),
        Some(own) if outline.shows_whole(outline.division(own)) => outline.subtree(own),
        Some(own) => own.0..own.0 + 1,
    };
    let mut listed: BTreeSet<usize> = shown.clone().collect();
    for id in own.into_iter().flat_map(|own| outline.ancestry(own)) {
        let siblings = outline.siblings(id);
        let at = siblings.iter().position(|sibling| *sibling == id).unwrap_or(0);
        let near = at.saturating_sub(MAX_SIBLINGS)..siblings.len().min(at + MAX_SIBLINGS + 1);
        listed.extend(siblings[near].iter().map(|sibling| sibling.0));
    }
    let children = own.map(|own| &outline.division(own).children);
    listed.extend(children.into_iter().flatten().take(MAX_SIBLINGS).map(|child| child.0));
    Outline {
        language: outline.config.language.clone(),
        whole: links.link(context.strings().get("whole_paper"), context.whole_paper_path(paper)),
        divisions: listed
            .into_iter()
            .map(|at| {
                let (id, division) = (DivisionId(at), &outline.divisions[at]);
                OutlineLink {
                    numbering: numbering(division),
                    title: division.title.clone(),
                    href: match shown.contains(&at) && own != Some(id) {
                        true => format!("#{}", division.anchor),
                        false => links.division(paper.division(id)),
                    },
                    depth: division.depth,
                    current: own == Some(id),
                }
            })
            .collect(),
    }
}

pub(crate) fn division_link(context: &Context, links: &Links, at: DivisionRef) -> DivisionLink {
    let outline = context.outline(at.paper);
    let node = outline.division(at.id);
    let inside = &outline.divisions[outline.subtree(at.id)];
    DivisionLink {
        label: node.label.clone(),
        numbering: numbering(node),
        title: node.title.clone(),
        here: context.division_name(at).map(|name| name.text.clone()),
        href: links.division(at),
        depth: node.depth,
        paragraphs: inside.iter().map(|division| division.paragraphs.len()).sum(),
    }
}

/// The editorial summary of a division.
pub(crate) fn summary(context: &Context, links: &Links, at: DivisionRef) -> Option<EditorialView> {
    let text = context.summary(at)?;
    let id = format!("{}-", context.division(at).anchor);
    Some(editorial(context, links, text, BodyPlace { level: 2, id: &id }))
}

/// The printed number, the heading without the title: `(8)`, `Part III`.
pub(crate) fn numbering(division: &Division) -> String {
    if division.number.is_none() {
        return String::new();
    }
    let first = &division.heading[0];
    first.strip_suffix(&division.title).unwrap_or(first).trim().to_owned()
}

/// Number and title, the label of links to a division.
pub(crate) fn numbered_title(division: &Division) -> String {
    format!("{} {}", numbering(division), division.title).trim().to_owned()
}

/// The shortest name of a division: `Part III` if the title is on a line of its own, else number and title.
pub(crate) fn short_name(division: &Division) -> String {
    match division.heading.len() {
        1 => numbered_title(division),
        _ => division.heading[0].clone(),
    }
}

/// The anchor, on an entry's page, of its mentions in a division; target of links from the matrix.
pub(crate) fn division_anchor(context: &Context, at: DivisionRef) -> String {
    let anchor = &context.division(at).anchor;
    match context.has_several_papers() {
        false => ["in-", anchor].concat(),
        true => ["in-", &context.paper_config(at.paper).id.value, "-", anchor].concat(),
    }
}
