use std::collections::BTreeMap;

use serde::Serialize;

use super::PageType;
use super::part::definition::{DefinitionView, QuotationView, definition, outlook, type_name};
use super::part::frame::{Frame, frame, home_link};
use super::part::outline::numbered_title;
use crate::outline::DivisionRef;
use crate::register::EntryId;
use crate::site::{Context, Link, Links, SitePath, kind_list_path, with_paper_title};

/// A page of the list of a kind's entries.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EntryList {
    /// Title.
    pub title: String,
    /// Description of the kind.
    pub description: String,
    /// Number of entries.
    pub count: usize,
    /// The lists of all kinds, this one included.
    pub kinds: Vec<Link>,
    /// The pages by letter, if the list is too long for one page; the first page then has no entries.
    pub sheets: Vec<Link>,
    /// The entries by type; empty if the kind has no types or the list has several pages.
    pub types: Vec<TypeGroup>,
    /// The entries by group of divisions; empty if the list has several pages.
    pub by_group: Vec<TypeGroup>,
    /// The entries by name.
    pub a_to_z: Vec<EntryLine>,
}

/// The entries of one type, or of one group of divisions.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TypeGroup {
    /// Display name of the type or group.
    pub title: String,
    /// Its entries.
    pub entries: Vec<EntryLine>,
    /// Of a type with several entries: how many of them each group of divisions mentions, in text order.
    pub spread: Vec<Share>,
}

/// How many of some entries a group of divisions mentions.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Share {
    /// Display name of the group.
    pub title: String,
    /// Number of entries.
    pub count: usize,
}

/// An entry in a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EntryLine {
    /// Name.
    pub name: String,
    /// Acronym.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acronym: Option<String>,
    /// Address.
    pub href: String,
    /// Number of mentions.
    pub count: usize,
    /// Its type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    /// The division that mentions it first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Link>,
    /// Quotations on what will happen to it.
    pub outlook: Vec<QuotationView>,
    /// What it is, from outside the papers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gloss: Option<String>,
    /// Definition, if there is no gloss.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition: Option<DefinitionView>,
}

impl PageType for EntryList {
    type Key = (usize, usize);
    const TEMPLATE: &'static str = "entry-list.html";

    fn keys(context: &Context) -> Vec<(usize, usize)> {
        let kinds = context.listed_kinds().map(|(kind, _)| kind);
        let pages =
            kinds.flat_map(|kind| (0..context.kind_list(kind).1.iter().count()).map(move |number| (kind, number)));
        pages.collect()
    }

    fn path(context: &Context, (kind, number): (usize, usize)) -> SitePath {
        context.kind_list(kind).1.page(number).path.clone()
    }

    fn model(context: &Context, (kind, number): (usize, usize), links: &Links) -> (Frame, Self) {
        let rule = &context.kinds()[kind];
        let (entries, pages) = context.kind_list(kind);
        let title = pages.title(context.localized(&rule.plural), number);
        let mut frame = frame(links, &title, context.localized(&rule.description));
        frame.breadcrumbs = vec![home_link(links)];
        let above =
            (number > 0).then(|| links.link(context.localized(&rule.plural), &kind_list_path(&rule.folder.value)));
        frame.breadcrumbs.extend(above);
        let divided = pages.iter().count() > 1;
        let lines: Vec<(EntryId, EntryLine)> = page_entries(context, kind, number)
            .iter()
            .map(|id| (*id, line(context, links, *id)))
            .collect();
        let types = rule.types.iter().filter(|_| !divided).map(|group| {
            let is_of_type =
                |(id, _): &&(EntryId, EntryLine)| context.entry(*id).r#type.as_deref() == Some(group.name.text());
            let (ids, entries): (Vec<EntryId>, Vec<EntryLine>) = lines.iter().filter(is_of_type).cloned().unzip();
            TypeGroup {
                title: context.localized(&group.plural).to_owned(),
                spread: spread(context, &ids),
                entries,
            }
        });
        let page = EntryList {
            title,
            description: context.localized(&rule.description).to_owned(),
            count: if number == 0 { entries.len() } else { lines.len() },
            kinds: context
                .listed_kinds()
                .map(|(at, other)| Link {
                    current: at == kind && number == 0,
                    ..links.link(context.localized(&other.plural), &kind_list_path(&other.folder.value))
                })
                .collect(),
            sheets: pages.links(links),
            types: types.filter(|group| !group.entries.is_empty()).collect(),
            by_group: if divided {
                Vec::new()
            } else {
                groups_of_divisions(context, &lines)
            },
            a_to_z: lines.into_iter().map(|(_, line)| line).collect(),
        };
        (frame, page)
    }
}

/// The entries on a page of the list, sorted by name.
fn page_entries<'a>(context: &Context<'a>, kind: usize, number: usize) -> &'a [EntryId] {
    let (entries, pages) = context.kind_list(kind);
    entries.get(pages.item_range(number)).unwrap_or_default()
}

/// How many of several entries each group of divisions mentions, in text order; nothing of a single entry.
fn spread(context: &Context, entries: &[EntryId]) -> Vec<Share> {
    let mut counts: BTreeMap<DivisionRef, usize> = BTreeMap::new();
    for group in entries.iter().flat_map(|id| context.groups(*id)) {
        *counts.entry(group.group).or_default() += 1;
    }
    counts.retain(|_, _| entries.len() > 1);
    let share = |(group, count)| Share {
        title: group_title(context, group),
        count,
    };
    counts.into_iter().map(share).collect()
}

/// The display name of a group of divisions.
fn group_title(context: &Context, group: DivisionRef) -> String {
    with_paper_title(context, group.paper, &numbered_title(context.division(group)))
}

/// The entries by the group of divisions that mentions them, in text order.
fn groups_of_divisions(context: &Context, lines: &[(EntryId, EntryLine)]) -> Vec<TypeGroup> {
    let mut by_group: BTreeMap<DivisionRef, Vec<EntryLine>> = BTreeMap::new();
    for (id, line) in lines {
        for group in context.groups(*id) {
            by_group.entry(group.group).or_default().push(line.clone());
        }
    }
    let groups = by_group.into_iter().map(|(group, entries)| TypeGroup {
        title: group_title(context, group),
        entries,
        spread: Vec::new(),
    });
    groups.collect()
}

fn line(context: &Context, links: &Links, id: EntryId) -> EntryLine {
    let entry = context.entry(id);
    EntryLine {
        name: entry.name.clone(),
        acronym: entry.acronym.clone(),
        href: links.entry(id),
        count: context.mention_count(id),
        r#type: type_name(context, id),
        first: first_division(context, links, id),
        outlook: outlook(context, links, entry.outlook.iter()),
        gloss: entry.gloss.as_ref().map(|gloss| gloss.text.clone()),
        definition: definition(context, links, id).filter(|_| entry.gloss.is_none()),
    }
}

/// A link to the first division that mentions an entry.
fn first_division(context: &Context, links: &Links, id: EntryId) -> Option<Link> {
    let first = context.groups(id).next()?.first;
    Some(Link {
        label: with_paper_title(context, first.paper, &context.division(first).label),
        href: links.division(first),
        current: false,
    })
}
