use serde::Serialize;

use super::division::{home, numbered};
use super::entry::{DefinitionView, QuotationView, definition, outlook, type_name};
use super::frame::{frame, list_path};
use super::links::{Link, Links, of_paper};
use super::{Model, Page, Site};
use crate::register::EntryId;
use crate::text::Collation;

/// All entries of a kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EntryList {
    /// What readers call several.
    pub title: String,
    /// What counts as one.
    pub description: String,
    /// Number of entries.
    pub count: usize,
    /// The lists of all kinds, this one among them.
    pub kinds: Vec<Link>,
    /// By type; one group without a title where the kind has no types.
    pub types: Vec<TypeGroup>,
    /// By group of divisions.
    pub by_group: Vec<TypeGroup>,
    /// All by name.
    pub a_to_z: Vec<EntryLine>,
}

/// The entries of one type, or of one group of divisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TypeGroup {
    /// What readers call the group.
    pub title: String,
    /// Its entries.
    pub entries: Vec<EntryLine>,
}

/// An entry in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EntryLine {
    /// Name.
    pub name: String,
    /// Acronym.
    pub acronym: Option<String>,
    /// Address.
    pub href: String,
    /// Mentions.
    pub count: usize,
    /// Its type.
    pub r#type: Option<String>,
    /// The division that mentions it first.
    pub first: Option<Link>,
    /// What a paper says will happen to it.
    pub outlook: Vec<QuotationView>,
    /// What it is.
    pub definition: DefinitionView,
}

/// The list of each kind that wants one.
pub(super) fn pages(site: &Site) -> impl Iterator<Item = Page> {
    site.listed_kinds().map(|(kind, _)| list(site, kind))
}

fn list(site: &Site, kind: usize) -> Page {
    let rule = &site.register.kinds[kind];
    let path = list_path(&rule.folder.value);
    let links = Links { site, from: &path };
    let mut frame = frame(site, &path, site.say(&rule.plural), site.say(&rule.description));
    frame.breadcrumbs = vec![home(site, &links)];
    let collation = Collation::of(&site.inputs.config.site.language);
    let mut lines: Vec<(EntryId, EntryLine)> = site
        .register
        .iter()
        .filter(|(_, entry)| entry.kind == kind)
        .map(|(id, _)| (id, line(site, &links, id)))
        .collect();
    lines.sort_by(|left, right| collation.compare(&left.1.name, &right.1.name));
    let types = rule.types.iter().map(|group| TypeGroup {
        title: site.say(&group.plural).to_owned(),
        entries: pick(&lines, |id| {
            site.register.entry(id).r#type.as_deref() == Some(group.name.text())
        }),
    });
    let page = EntryList {
        title: site.say(&rule.plural).to_owned(),
        description: site.say(&rule.description).to_owned(),
        count: lines.len(),
        kinds: site
            .listed_kinds()
            .map(|(at, other)| Link {
                current: at == kind,
                ..links.link(site.say(&other.plural), &list_path(&other.folder.value))
            })
            .collect(),
        types: types.filter(|group| !group.entries.is_empty()).collect(),
        by_group: groups_of_divisions(site, &lines),
        a_to_z: pick(&lines, |_| true),
    };
    Page::new(site, &path, "entry-list.html", frame, Model::EntryList(page))
}

/// The lines of the entries that are wanted.
fn pick(lines: &[(EntryId, EntryLine)], wanted: impl Fn(EntryId) -> bool) -> Vec<EntryLine> {
    lines
        .iter()
        .filter(|(id, _)| wanted(*id))
        .map(|(_, line)| line.clone())
        .collect()
}

/// The entries under each group of divisions that mentions them, in the order of the text.
fn groups_of_divisions(site: &Site, lines: &[(EntryId, EntryLine)]) -> Vec<TypeGroup> {
    let mut groups = Vec::new();
    for (paper, outline) in site.papers.iter().enumerate() {
        for (division, node) in outline.iter().filter(|(id, _)| outline.group(*id) == *id) {
            let entries = pick(lines, |id| {
                let concordance = &site.apparatus.concordances[id.0];
                concordance
                    .groups
                    .iter()
                    .any(|group| (group.paper, group.division) == (paper, division))
            });
            if !entries.is_empty() {
                groups.push(TypeGroup {
                    title: of_paper(site, paper, &numbered(node)),
                    entries,
                });
            }
        }
    }
    groups
}

fn line(site: &Site, links: &Links, id: EntryId) -> EntryLine {
    let entry = site.register.entry(id);
    EntryLine {
        name: entry.name.clone(),
        acronym: entry.acronym.clone(),
        href: links.entry(id),
        count: site.apparatus.concordances[id.0].count(),
        r#type: type_name(site, id),
        first: first_division(site, links, id),
        outlook: outlook(site, links, id),
        definition: definition(site, links, id),
    }
}

/// The division in which an entry is mentioned first.
fn first_division(site: &Site, links: &Links, id: EntryId) -> Option<Link> {
    let group = site.apparatus.concordances[id.0].groups.first()?;
    let division = group.divisions.first()?.division;
    Some(Link {
        label: of_paper(site, group.paper, &site.papers[group.paper].division(division).label),
        href: links.division(group.paper, division),
        current: false,
    })
}
