use serde::Serialize;

use super::division::{home, numbered, numbering};
use super::frame::{frame, list_path};
use super::links::{Link, Links, entry_path, of_paper};
use super::{Model, Page, Site};
use crate::apparatus::{Citation, GroupCitations};
use crate::outline::{DivisionId, paragraph_at};
use crate::register::{Definition, EntryId, Target};
use crate::text::Collation;

/// An entry's page.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
    /// Type.
    pub r#type: Option<String>,
    /// What it is.
    pub definition: DefinitionView,
    /// The editorial text, as HTML.
    pub body: Option<String>,
    /// The forms the papers use, with counts.
    pub forms: Vec<FormCount>,
    /// Number of mentions, headings included.
    pub mentions: usize,
    /// All mentions.
    pub concordance: Vec<GroupView>,
    /// What it is part of.
    pub part_of: Vec<Link>,
    /// What is part of it.
    pub parts: Vec<Link>,
    /// What one would look at too.
    pub see_also: Vec<Link>,
    /// The entries whose text or relations lead here.
    pub referred_from: Vec<Link>,
}

/// A definition and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DefinitionView {
    /// The words.
    pub text: String,
    /// Whether they are the paper's.
    pub quoted: bool,
    /// Where the paper has them.
    pub source: Option<Link>,
    /// Language of quoted words.
    pub language: Option<String>,
}

/// A form of a name with the number of its mentions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FormCount {
    /// The words.
    pub form: String,
    /// Mentions.
    pub count: usize,
}

/// The mentions within a group of divisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GroupView {
    /// The group.
    pub title: Link,
    /// By division.
    pub divisions: Vec<DivisionCitationsView>,
}

/// The mentions within a division.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DivisionCitationsView {
    /// Anchor of the division's mentions on this page.
    pub anchor: String,
    /// The division.
    pub title: Link,
    /// The mentions.
    pub citations: Vec<CitationView>,
}

/// A mention in its sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CitationView {
    /// Citation label of the paragraph, or of the division for a heading.
    pub label: String,
    /// Address of the mention.
    pub href: String,
    /// Whether it stands in a heading.
    pub heading: bool,
    /// Language of the text.
    pub language: String,
    /// The sentence before the mention.
    pub before: String,
    /// The mention.
    pub mention: String,
    /// The sentence after it.
    pub after: String,
}

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
    /// What it is.
    pub definition: DefinitionView,
}

/// The pages of the register: one for each entry, one list for each kind.
pub(super) fn pages(site: &Site) -> Vec<Page> {
    let entries = site.register.iter().map(|(id, _)| entry(site, id));
    let lists = site.listed_kinds().map(|(kind, _)| list(site, kind));
    entries.chain(lists).collect()
}

fn entry(site: &Site, id: EntryId) -> Page {
    let node = site.register.entry(id);
    let kind = site.register.kind(id);
    let path = entry_path(site, id);
    let links = Links { site, from: &path };
    let definition = definition(site, &links, id);
    let mut frame = frame(site, &path, &node.name, &definition.text);
    frame.breadcrumbs = vec![home(site, &links)];
    if kind.list {
        frame
            .breadcrumbs
            .push(links.link(&kind.plural, &list_path(&kind.folder.value)));
    }
    let concordance = &site.apparatus.concordances[id.0];
    let link = |other: EntryId| links.link(&site.register.entry(other).name, &entry_path(site, other));
    let groups: Vec<GroupView> = concordance
        .groups
        .iter()
        .map(|group| group_view(site, &links, group))
        .collect();
    let page = EntryPage {
        kind: kind.id.value.clone(),
        kind_name: kind.name.clone(),
        also: node.also.map(|also| site.register.kinds[also].name.clone()),
        name: node.name.clone(),
        acronym: node.acronym.clone(),
        r#type: node.r#type.clone(),
        definition,
        body: (!node.body.is_empty()).then(|| node.body.html(|target| links.target(target))),
        forms: concordance
            .forms
            .iter()
            .map(|(form, count)| FormCount {
                form: form.clone(),
                count: *count,
            })
            .collect(),
        mentions: concordance.count(),
        concordance: groups,
        part_of: node.part_of.iter().copied().map(link).collect(),
        parts: site.register.parts(id).map(link).collect(),
        see_also: node.see_also.iter().copied().map(link).collect(),
        referred_from: referrers(site, id).into_iter().map(link).collect(),
    };
    Page {
        path: path.clone(),
        paper: None,
        template: "entry.html",
        frame,
        page: Model::Entry(page),
    }
}

/// The entries that lead to this one and that it does not name itself.
fn referrers(site: &Site, id: EntryId) -> Vec<EntryId> {
    let own = site.register.entry(id);
    site.register
        .iter()
        .filter(|(other, entry)| {
            let refers = entry.see_also.contains(&id) || entry.body.targets().any(|target| target == Target::Entry(id));
            refers
                && *other != id
                && !own.see_also.contains(other)
                && !own.part_of.contains(other)
                && !entry.part_of.contains(&id)
        })
        .map(|(other, _)| other)
        .collect()
}

pub(super) fn definition(site: &Site, links: &Links, id: EntryId) -> DefinitionView {
    match &site.register.entry(id).definition {
        Definition::Quoted { text, at } => DefinitionView {
            text: text.clone(),
            quoted: true,
            source: Some(Link {
                label: paragraph_at(site.papers, *at).label.clone(),
                href: links.paragraph(*at, None),
                current: false,
            }),
            language: Some(site.papers[at.paper].config.language.clone()),
        },
        Definition::Editorial { text } => DefinitionView {
            text: text.clone(),
            quoted: false,
            source: None,
            language: None,
        },
    }
}

fn group_view(site: &Site, links: &Links, group: &GroupCitations) -> GroupView {
    let outline = &site.papers[group.paper];
    let title = |id: DivisionId| Link {
        label: numbered(outline.division(id)),
        href: links.division(group.paper, id),
        current: false,
    };
    let group_title = title(group.division);
    GroupView {
        title: Link {
            label: of_paper(site, group.paper, &group_title.label),
            ..group_title
        },
        divisions: group
            .divisions
            .iter()
            .map(|division| DivisionCitationsView {
                anchor: division_anchor(site, group.paper, division.division),
                title: title(division.division),
                citations: division
                    .citations
                    .iter()
                    .map(|citation| citation_view(site, links, citation))
                    .collect(),
            })
            .collect(),
    }
}

/// The anchor, on an entry's page, of its mentions in a division; the matrix leads there.
pub(super) fn division_anchor(site: &Site, paper: usize, id: DivisionId) -> String {
    let anchor = &site.papers[paper].division(id).anchor;
    match site.papers.len() {
        1 => format!("in-{anchor}"),
        _ => format!("in-{}-{anchor}", site.papers[paper].config.id.value),
    }
}

fn citation_view(site: &Site, links: &Links, citation: &Citation) -> CitationView {
    match citation {
        Citation::Text { mention, sentence } => {
            let paragraph = paragraph_at(site.papers, mention.at);
            let text = &paragraph.text;
            CitationView {
                label: paragraph.label.clone(),
                href: links.paragraph(mention.at, Some(&mention.anchor(paragraph))),
                heading: false,
                language: site.papers[mention.at.paper].config.language.clone(),
                before: text[sentence.start..mention.span.start].to_owned(),
                mention: text[mention.span.clone()].to_owned(),
                after: text[mention.span.end..sentence.end].to_owned(),
            }
        }
        Citation::Heading(mention) => {
            let outline = &site.papers[mention.paper];
            let division = outline.division(mention.division);
            let (title, span) = (&division.title, &mention.span);
            CitationView {
                label: division.label.clone(),
                href: links.division(mention.paper, mention.division),
                heading: true,
                language: outline.config.language.clone(),
                before: format!("{} {}", numbering(division), &title[..span.start])
                    .trim_start()
                    .to_owned(),
                mention: title[span.clone()].to_owned(),
                after: title[span.end..].to_owned(),
            }
        }
    }
}

fn list(site: &Site, kind: usize) -> Page {
    let rule = &site.register.kinds[kind];
    let path = list_path(&rule.folder.value);
    let links = Links { site, from: &path };
    let mut frame = frame(site, &path, &rule.plural, &rule.description);
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
        title: group.plural.clone(),
        entries: pick(&lines, |id| {
            site.register.entry(id).r#type.as_ref() == Some(&group.name)
        }),
    });
    let page = EntryList {
        title: rule.plural.clone(),
        description: rule.description.clone(),
        count: lines.len(),
        types: types.filter(|group| !group.entries.is_empty()).collect(),
        by_group: groups_of_divisions(site, &lines),
        a_to_z: pick(&lines, |_| true),
    };
    Page {
        path: path.clone(),
        paper: None,
        template: "entry-list.html",
        frame,
        page: Model::EntryList(page),
    }
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
        definition: definition(site, links, id),
    }
}
