use serde::Serialize;

use super::part::citation::{CiteView, cite};
use super::part::frame::{Frame, frame, home_link};
use super::part::outline::{DivisionLink, EntryGroup, division_link, entries_in, numbered, short, summary};
use super::part::text::{Block, division_blocks, margin};
use super::{PageType, Subject};
use crate::outline::{DivisionId, Locator, Paper};
use crate::site::{Context, Link, Links, SitePath};

/// How many of the divisions before and after one its page lists.
const MOST_BESIDE: usize = 30;

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

impl PageType for DivisionPage {
    type Key = (usize, DivisionId);
    const TEMPLATE: &'static str = "division.html";

    fn keys(context: &Context) -> Vec<(usize, DivisionId)> {
        let papers = (0..context.papers()).map(|paper| (paper, context.outline(paper)));
        let divisions = papers.flat_map(|(paper, outline)| outline.iter().map(move |(id, node)| (paper, id, node)));
        let paged = divisions.filter(|(.., division)| division.page.is_some());
        paged.map(|(paper, id, _)| (paper, id)).collect()
    }

    fn path(context: &Context, (paper, id): (usize, DivisionId)) -> SitePath {
        context.division_path(paper, id).clone()
    }

    fn subject((paper, id): (usize, DivisionId)) -> Subject {
        Subject::Division(paper, id)
    }

    fn is_long(context: &Context, (paper, id): (usize, DivisionId)) -> bool {
        let outline = context.outline(paper);
        outline.shows_whole(outline.division(id))
    }

    fn model(context: &Context, (paper, id): (usize, DivisionId), links: &Links) -> (Frame, Self) {
        let outline = context.outline(paper);
        let node = outline.division(id);
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
            &context.paragraph(at).text
        });
        let mut frame = frame(links, &title, description);
        frame.breadcrumbs = breadcrumbs(context, links, paper, id);
        let link = |id: DivisionId| {
            let division = outline.division(id);
            links.link(&numbered(division), context.division_path(paper, id))
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
            kind_name: context.localized(&rule.name).to_owned(),
            label: node.label.clone(),
            anchor: node.anchor.clone(),
            title: node.title.clone(),
            heading: node.heading.clone(),
            language: outline.config.language.clone(),
            summary: summary(context, links, paper, id),
            whole: outline.shows_whole(node),
            blocks: blocks(context, links, paper, id),
            margin: margin(context),
            children: node
                .children
                .iter()
                .map(|child| division_link(context, links, paper, *child))
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
            entries: entries_in(context, links, paper, id),
            in_paper: format!("{}#{}", links.to(context.whole_path(paper)), node.anchor),
            cite: cite(context, links, paper, Some(id)),
        };
        (frame, page)
    }
}

/// The text that a division's page shows: its own, all of it where its kind shows the whole, and that
/// of divisions in it that have no page of their own.
fn blocks(context: &Context, links: &Links, paper: usize, id: DivisionId) -> Vec<Block> {
    let outline = context.outline(paper);
    let whole = outline.shows_whole(outline.division(id));
    outline
        .subtree(id)
        .map(DivisionId)
        .filter(|inner| whole || outline.paged(*inner) == Some(id))
        .flat_map(|inner| {
            division_blocks(
                context,
                links,
                paper,
                inner,
                outline.division(id).depth + 1,
                inner != id,
            )
        })
        .collect()
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

fn breadcrumbs(context: &Context, links: &Links, paper: usize, id: DivisionId) -> Vec<Link> {
    let outline = context.outline(paper);
    let mut crumbs = vec![
        home_link(links),
        links.link(&outline.config.short_title, context.whole_path(paper)),
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
