use serde::Serialize;

use super::cite::{CiteView, cite};
use super::frame::{Frame, HOME, fixed, frame};
use super::links::{Link, Links, list_of};
use super::prose::{NoteView, ParagraphView, margin, notes, paragraph};
use super::{Model, Page, Site};
use crate::outline::{Division, DivisionId, Locator, Paper};
use crate::register::NotePlace;

/// How many of the divisions before and after one its page lists.
const MOST_BESIDE: usize = 30;

/// The whole paper on one page.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PaperPage {
    /// The paper's title.
    pub title: String,
    /// Language of the text.
    pub language: String,
    /// The lines before the first heading, as printed.
    pub front: Vec<String>,
    /// The table of contents, in order; `depth` tells the level.
    pub contents: Vec<DivisionLink>,
    /// Headings and paragraphs, in order.
    pub blocks: Vec<Block>,
    /// Names of the kinds whose entries the script lists in the margin, separated by spaces.
    pub margin: String,
    /// How it is cited.
    pub cite: CiteView,
}

/// A division's page.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DivisionPage {
    /// Name of its kind in data.
    pub kind: String,
    /// What readers call its kind.
    pub kind_name: String,
    /// Citation label.
    pub label: String,
    /// Anchor.
    pub anchor: String,
    /// Title.
    pub title: String,
    /// The lines of its heading, as printed.
    pub heading: Vec<String>,
    /// Language of the text.
    pub language: String,
    /// The editorial summary, as HTML.
    pub summary: Option<String>,
    /// Whether it shows the text of all divisions in it.
    pub whole: bool,
    /// The text it shows, its own heading aside.
    pub blocks: Vec<Block>,
    /// Names of the kinds whose entries the script lists in the margin, separated by spaces.
    pub margin: String,
    /// The divisions in it.
    pub children: Vec<DivisionLink>,
    /// The divisions beside it, itself among them.
    pub siblings: Vec<Link>,
    /// The division it stands in.
    pub parent: Option<Link>,
    /// The entries mentioned in it, by kind.
    pub entries: Vec<EntryGroup>,
    /// Its place in the whole paper.
    pub in_paper: String,
    /// How it is cited.
    pub cite: CiteView,
}

/// All divisions of one kind.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DivisionList {
    /// What readers call several.
    pub title: String,
    /// Language of the text.
    pub language: String,
    /// The divisions, each with what stands in it.
    pub divisions: Vec<DivisionCard>,
}

/// A division in a list, with what stands in it.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DivisionCard {
    /// The division.
    pub division: DivisionLink,
    /// The editorial summary, as HTML.
    pub summary: Option<String>,
    /// The divisions in it.
    pub children: Vec<DivisionLink>,
    /// How many entries of each kind it mentions.
    pub entries: Vec<EntryGroup>,
}

/// A heading or a paragraph of the text.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "block", rename_all = "kebab-case")]
pub enum Block {
    /// A division's heading.
    Heading {
        /// Anchor.
        anchor: String,
        /// Citation label.
        label: String,
        /// The lines, as printed.
        lines: Vec<String>,
        /// Language of the text.
        language: String,
        /// Level in HTML, from 2.
        level: usize,
        /// The division's own page.
        href: Option<String>,
    },
    /// A paragraph.
    Paragraph(ParagraphView),
    /// A note on words of the heading or paragraph before it.
    Note(NoteView),
}

/// A link to a division.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DivisionLink {
    /// Citation label.
    pub label: String,
    /// Number as printed in the source, with its signs: what stands before the title.
    pub numbering: String,
    /// Title.
    pub title: String,
    /// Address.
    pub href: String,
    /// Distance from the top.
    pub depth: usize,
    /// Number of paragraphs in it, down to the last subdivision.
    pub paragraphs: usize,
}

/// The entries of one kind mentioned somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EntryGroup {
    /// Name of the kind in data.
    pub kind: String,
    /// What readers call several.
    pub title: String,
    /// What readers call as many as there are: several, or one.
    pub noun: String,
    /// The entries, in the order of their first mention.
    pub entries: Vec<EntryCount>,
}

/// An entry with the number of its mentions somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EntryCount {
    /// Name.
    pub name: String,
    /// Address.
    pub href: String,
    /// Mentions.
    pub count: usize,
}

/// The page of a whole paper.
pub(super) fn whole(site: &Site, paper: usize) -> Page {
    let outline = site.outline(paper);
    let title = site.title(paper);
    let path = site.whole_path(paper);
    let links = Links { site, from: path };
    let mut frame = frame(site, path, title, site.say(&site.inputs.config.site.description));
    frame.breadcrumbs = vec![home(site, &links)];
    let blocks = (0..outline.divisions.len())
        .flat_map(|id| division_blocks(site, &links, paper, DivisionId(id), 0, true))
        .collect();
    let page = PaperPage {
        title: title.to_owned(),
        language: outline.config.language.clone(),
        front: outline.front.iter().map(|line| line.text.clone()).collect(),
        contents: outline
            .iter()
            .map(|(id, division)| DivisionLink {
                href: format!("#{}", division.anchor),
                ..division_link(site, &links, paper, id)
            })
            .collect(),
        blocks,
        margin: margin(site),
        cite: cite(site, &links, paper, None),
    };
    Page {
        paper: Some(paper),
        ..Page::new(site, path, frame, Model::Paper(page))
    }
}

/// The page of a division.
pub(super) fn division(site: &Site, paper: usize, id: DivisionId) -> Page {
    let outline = site.outline(paper);
    let node = outline.division(id);
    let path = site.division_path(paper, id);
    let links = Links { site, from: path };
    let title = format!("{} · {}", node.title, node.label);
    let first = outline
        .subtree(id)
        .find(|inner| !outline.divisions[*inner].paragraphs.is_empty());
    let description = first.map_or(node.title.as_str(), |inner| {
        let at = Locator {
            paper,
            division: DivisionId(inner),
            paragraph: 0,
        };
        &site.paragraph(at).text
    });
    let mut frame = frame(site, path, &title, description);
    frame.breadcrumbs = breadcrumbs(site, &links, paper, id);
    let link = |id: DivisionId| {
        let division = outline.division(id);
        links.link(&numbered(division), site.division_path(paper, id))
    };
    let paged = |other: &usize| outline.divisions[*other].page.is_some();
    frame.previous = (0..id.0).rev().find(paged).map(DivisionId).map(link);
    frame.next = (id.0 + 1..outline.divisions.len())
        .find(paged)
        .map(DivisionId)
        .map(link);
    let rule = &outline.config.outline[node.rule];
    let page = DivisionPage {
        kind: rule.kind.value.clone(),
        kind_name: site.say(&rule.name).to_owned(),
        label: node.label.clone(),
        anchor: node.anchor.clone(),
        title: node.title.clone(),
        heading: node.heading.clone(),
        language: outline.config.language.clone(),
        summary: summary(site, &links, paper, id),
        whole: outline.shows_whole(node),
        blocks: blocks(site, &links, paper, id),
        margin: margin(site),
        children: node
            .children
            .iter()
            .map(|child| division_link(site, &links, paper, *child))
            .collect(),
        siblings: siblings(outline, id)
            .into_iter()
            .map(|sibling| {
                let division = outline.division(sibling);
                Link {
                    label: numbered(division),
                    href: links.division(paper, sibling),
                    current: sibling == id,
                }
            })
            .collect(),
        parent: node.parent.map(|parent| Link {
            label: numbered(outline.division(parent)),
            href: links.division(paper, parent),
            current: false,
        }),
        entries: entries_in(site, &links, paper, id),
        in_paper: format!("{}#{}", links.to(site.whole_path(paper)), node.anchor),
        cite: cite(site, &links, paper, Some(id)),
    };
    Page {
        paper: Some(paper),
        division: Some((paper, id)),
        ..Page::new(site, path, frame, Model::Division(Box::new(page)))
    }
}

/// The list of divisions that a rule asks for.
pub(super) fn list(site: &Site, paper: usize, rule: usize) -> Page {
    let outline = site.outline(paper);
    let config = &outline.config.outline[rule];
    let path = &list_of(site, paper, rule);
    let links = Links { site, from: path };
    let mut frame = frame(
        site,
        path,
        site.say(&config.plural),
        site.say(&site.inputs.config.site.description),
    );
    frame.breadcrumbs = vec![home(site, &links)];
    let divisions = outline
        .iter()
        .filter(|(_, division)| division.rule == rule)
        .map(|(id, division)| DivisionCard {
            division: division_link(site, &links, paper, id),
            summary: summary(site, &links, paper, id),
            children: division
                .children
                .iter()
                .map(|child| division_link(site, &links, paper, *child))
                .collect(),
            entries: entries_in(site, &links, paper, id),
        })
        .collect();
    Page::new(
        site,
        path,
        frame,
        Model::DivisionList(DivisionList {
            title: site.say(&config.plural).to_owned(),
            language: outline.config.language.clone(),
            divisions,
        }),
    )
}

/// The text that a division's page shows: its own, all of it where its kind shows the whole, and that
/// of divisions in it that have no page of their own.
fn blocks(site: &Site, links: &Links, paper: usize, id: DivisionId) -> Vec<Block> {
    let outline = site.outline(paper);
    let whole = outline.shows_whole(outline.division(id));
    outline
        .subtree(id)
        .map(DivisionId)
        .filter(|inner| whole || outline.paged(*inner) == Some(id))
        .flat_map(|inner| division_blocks(site, links, paper, inner, outline.division(id).depth + 1, inner != id))
        .collect()
}

/// A division's heading and its own paragraphs; headings of the depth `top` are of the second level.
fn division_blocks(
    site: &Site,
    links: &Links,
    paper: usize,
    id: DivisionId,
    top: usize,
    with_heading: bool,
) -> Vec<Block> {
    let outline = site.outline(paper);
    let node = outline.division(id);
    let heading = with_heading.then(|| Block::Heading {
        anchor: node.anchor.clone(),
        label: node.label.clone(),
        lines: node.heading.clone(),
        language: outline.config.language.clone(),
        level: (2 + node.depth.saturating_sub(top)).min(6),
        href: node.page.as_ref().map(|_| links.division(paper, id)),
    });
    let notes_on = |paragraph: Option<usize>| {
        let place = NotePlace {
            paper,
            division: id,
            paragraph,
        };
        notes(site, links, place).into_iter().map(Block::Note)
    };
    let paragraphs = (0..node.paragraphs.len()).flat_map(|at| {
        let locator = Locator {
            paper,
            division: id,
            paragraph: at,
        };
        let text = Block::Paragraph(paragraph(site, links, locator));
        std::iter::once(text).chain(notes_on(Some(at)))
    });
    heading.into_iter().chain(notes_on(None)).chain(paragraphs).collect()
}

/// The entries mentioned in a division (headings included), by kind, in order of first mention.
pub(super) fn entries_in(site: &Site, links: &Links, paper: usize, id: DivisionId) -> Vec<EntryGroup> {
    let counts = site.mentioned(paper, id);
    let kinds = site.kinds().iter().enumerate();
    kinds
        .filter(|(_, kind)| !kind.pervasive)
        .map(|(at, kind)| {
            let entries: Vec<EntryCount> = counts
                .iter()
                .filter(|(entry, _)| site.kind_number(*entry) == at)
                .map(|(entry, count)| EntryCount {
                    name: site.name(*entry).to_owned(),
                    href: links.entry(*entry),
                    count: *count,
                })
                .collect();
            EntryGroup {
                kind: kind.id.value.clone(),
                title: site.say(&kind.plural).to_owned(),
                noun: site
                    .say(if entries.len() == 1 { &kind.name } else { &kind.plural })
                    .to_lowercase(),
                entries,
            }
        })
        .filter(|group| !group.entries.is_empty())
        .collect()
}

pub(super) fn division_link(site: &Site, links: &Links, paper: usize, id: DivisionId) -> DivisionLink {
    let outline = site.outline(paper);
    let node = outline.division(id);
    let inside = &outline.divisions[outline.subtree(id)];
    DivisionLink {
        label: node.label.clone(),
        numbering: numbering(node),
        title: node.title.clone(),
        href: links.division(paper, id),
        depth: node.depth,
        paragraphs: inside.iter().map(|division| division.paragraphs.len()).sum(),
    }
}

pub(super) fn summary(site: &Site, links: &Links, paper: usize, id: DivisionId) -> Option<String> {
    let body = site.summary(paper, id)?;
    Some(body.html(|target| links.target(target)))
}

/// The printed heading without the title: `(8)`, `Part III`.
pub(super) fn numbering(division: &Division) -> String {
    if division.number.is_none() {
        return String::new();
    }
    let first = &division.heading[0];
    first.strip_suffix(&division.title).unwrap_or(first).trim().to_owned()
}

/// Numbering and title together, for links.
pub(super) fn numbered(division: &Division) -> String {
    format!("{} {}", numbering(division), division.title).trim().to_owned()
}

/// The shortest name of a division: `Part III` where the title has a line of its own.
pub(super) fn short(division: &Division) -> String {
    match division.heading.len() {
        1 => numbered(division),
        _ => division.heading[0].clone(),
    }
}

/// The divisions beside one, itself among them; of very many only the nearest.
fn siblings(outline: &Paper, id: DivisionId) -> Vec<DivisionId> {
    let all: Vec<DivisionId> = match outline.division(id).parent {
        Some(parent) => outline.division(parent).children.clone(),
        None => outline
            .iter()
            .filter(|(_, other)| other.parent.is_none())
            .map(|(other, _)| other)
            .collect(),
    };
    let own = all.iter().position(|other| *other == id).unwrap_or(0);
    let from = own.saturating_sub(MOST_BESIDE);
    all[from..all.len().min(own + MOST_BESIDE + 1)].to_vec()
}

fn breadcrumbs(site: &Site, links: &Links, paper: usize, id: DivisionId) -> Vec<Link> {
    let outline = site.outline(paper);
    let mut crumbs = vec![
        home(site, links),
        links.link(&outline.config.short_title, site.whole_path(paper)),
    ];
    let mut ancestry: Vec<DivisionId> = outline.ancestry(id).skip(1).collect();
    ancestry.reverse();
    crumbs.extend(ancestry.into_iter().map(|outer| Link {
        label: short(outline.division(outer)),
        href: links.division(paper, outer),
        current: false,
    }));
    crumbs
}

pub(super) fn home(site: &Site, links: &Links) -> Link {
    links.link(site.words().get("home"), &fixed(HOME))
}

/// A frame's breadcrumbs for a page directly under the first one.
pub(super) fn under_home(site: &Site, links: &Links, mut frame: Frame) -> Frame {
    frame.breadcrumbs = vec![home(site, links)];
    frame
}
