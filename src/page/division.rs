use serde::Serialize;

use super::part::citation::{CiteView, cite};
use super::part::definition::{NameView, name_view};
use super::part::frame::{Frame, frame, home_link};
use super::part::list::EditorialView;
use super::part::list::{MarkKind, mark_kinds};
use super::part::outline::{DivisionLink, EntryGroup, division_link, entries_in, numbered_title, short_name, summary};
use super::part::text::{Block, division_blocks};
use super::{PageType, Subject};
use crate::outline::{DivisionId, DivisionRef};
use crate::site::{Context, Link, Links, SitePath};

/// A division's page.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DivisionPage {
    /// Id of its kind.
    pub kind: String,
    /// Display name of its kind.
    pub kind_name: String,
    /// Id of its paper.
    pub paper: String,
    /// Citation label.
    pub label: String,
    /// Anchor.
    pub anchor: String,
    /// Title.
    pub title: String,
    /// What it is called in the language of the page, if that is known.
    pub here: Option<NameView>,
    /// The lines of its heading, as printed.
    pub heading: Vec<String>,
    /// Language of the text.
    pub language: String,
    /// The editorial summary.
    pub summary: Option<EditorialView>,
    /// Whether the page shows the text of all its descendants.
    pub whole: bool,
    /// The text of the page, without its own heading.
    pub blocks: Vec<Block>,
    /// The kinds whose entries the script lists in the margin.
    pub margin: Vec<MarkKind>,
    /// Its child divisions, unless their text is on the page.
    pub children: Vec<DivisionLink>,
    /// The entries mentioned in it, by kind.
    pub entries: Vec<EntryGroup>,
    /// Address of its place in the whole paper.
    pub in_paper: String,
    /// How to cite it.
    pub cite: CiteView,
}

impl PageType for DivisionPage {
    type Key = DivisionRef;
    const TEMPLATE: &'static str = "division.html";

    fn keys(context: &Context) -> Vec<DivisionRef> {
        let divisions = context
            .papers()
            .flat_map(|paper| context.outline(paper).iter().map(move |(id, _)| paper.division(id)));
        divisions.filter(|at| context.division(*at).page.is_some()).collect()
    }

    fn path(context: &Context, at: DivisionRef) -> SitePath {
        context.division_path(at).clone()
    }

    fn subject(at: DivisionRef) -> Subject {
        Subject::Division(at)
    }

    fn is_long(context: &Context, at: DivisionRef) -> bool {
        context.outline(at.paper).shows_whole(context.division(at))
    }

    fn model(context: &Context, at: DivisionRef, links: &Links) -> (Frame, Self) {
        let outline = context.outline(at.paper);
        let node = context.division(at);
        let rule = &outline.config.outline[node.rule];
        let page = DivisionPage {
            kind: rule.kind.value.clone(),
            kind_name: context.localized(&rule.name).to_owned(),
            paper: outline.config.id.value.clone(),
            label: node.label.clone(),
            anchor: node.anchor.clone(),
            title: node.title.clone(),
            heading: node.heading.clone(),
            language: outline.config.language.clone(),
            here: context.division_name(at).map(|name| name_view(context, name)),
            summary: summary(context, links, at),
            whole: outline.shows_whole(node),
            blocks: blocks(context, links, at),
            margin: mark_kinds(context),
            children: node
                .children
                .iter()
                .filter(|_| !outline.shows_whole(node))
                .map(|child| division_link(context, links, at.in_same_paper(*child)))
                .collect(),
            entries: entries_in(context, links, at),
            in_paper: format!("{}#{}", links.to(context.whole_paper_path(at.paper)), node.anchor),
            cite: cite(context, links, at.paper, Some(at.id)),
        };
        (division_frame(context, at, links), page)
    }
}

/// The frame of a division's page. Its description is the first paragraph.
fn division_frame(context: &Context, at: DivisionRef, links: &Links) -> Frame {
    let outline = context.outline(at.paper);
    let node = context.division(at);
    let has_text = |inner: &usize| !outline.divisions[*inner].paragraphs.is_empty();
    let first = outline.subtree(at.id).find(has_text).map(DivisionId);
    let description = first.map_or(node.title.as_str(), |id| {
        &context.paragraph(at.in_same_paper(id).paragraph(0)).text
    });
    // Beside a page that has the text of its descendants stand the others of this kind, and no parts of them.
    let own = outline.subtree(at.id);
    let is_part_of_whole = |id| {
        outline
            .ancestry(id)
            .skip(1)
            .any(|outer| outline.shows_whole(outline.division(outer)))
    };
    let whole = outline.shows_whole(node);
    let neighbour = |other: &usize| {
        outline.divisions[*other].page.is_some()
            && !(whole && (own.contains(other) || is_part_of_whole(DivisionId(*other))))
    };
    let link = |id: usize| {
        let id = DivisionId(id);
        links.link(
            &numbered_title(outline.division(id)),
            context.division_path(at.in_same_paper(id)),
        )
    };
    Frame {
        breadcrumbs: breadcrumbs(context, links, at),
        previous: (0..at.id.0).rev().find(neighbour).map(link),
        next: (at.id.0 + 1..outline.divisions.len()).find(neighbour).map(link),
        ..frame(links, &format!("{} · {}", node.title, node.label), description)
    }
}

/// The text of a division's page: its own and that of descendants without a page, or of all descendants if its kind is
/// configured so.
fn blocks(context: &Context, links: &Links, at: DivisionRef) -> Vec<Block> {
    let outline = context.outline(at.paper);
    let node = context.division(at);
    let whole = outline.shows_whole(node);
    outline
        .subtree(at.id)
        .map(DivisionId)
        .filter(|inner| whole || outline.nearest_with_page(*inner) == Some(at.id))
        .flat_map(|inner| division_blocks(context, links, at.in_same_paper(inner), node.depth + 1, inner != at.id))
        .collect()
}

fn breadcrumbs(context: &Context, links: &Links, at: DivisionRef) -> Vec<Link> {
    let outline = context.outline(at.paper);
    let mut crumbs = vec![
        home_link(links),
        links.link(&outline.config.short_title, context.whole_paper_path(at.paper)),
    ];
    let mut ancestry: Vec<DivisionId> = outline.ancestry(at.id).skip(1).collect();
    ancestry.reverse();
    crumbs.extend(ancestry.into_iter().map(|outer| Link {
        label: short_name(outline.division(outer)),
        href: links.division(at.in_same_paper(outer)),
        current: false,
    }));
    crumbs
}
