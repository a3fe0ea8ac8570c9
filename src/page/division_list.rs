use serde::Serialize;

use super::part::frame::{Frame, frame, home_link};
use super::part::list::EditorialView;
use super::part::metadata::coins;
use super::part::outline::{DivisionLink, EntryGroup, division_link, entries_in, summary};
use super::{PageType, Subject};
use crate::outline::PaperId;
use crate::site::{Context, Links, SitePath, division_list_path};

/// The list of all divisions of one kind.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DivisionList {
    /// Display name of the kind, plural.
    pub title: String,
    /// Language of the text.
    pub language: String,
    /// The divisions.
    pub divisions: Vec<DivisionCard>,
}

/// A division in a list.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DivisionCard {
    /// The division.
    pub division: DivisionLink,
    /// What it says to reference managers: an OpenURL ContextObject.
    pub coins: String,
    /// The editorial summary.
    pub summary: Option<EditorialView>,
    /// Its child divisions.
    pub children: Vec<DivisionLink>,
    /// The entries mentioned in it, by kind.
    pub entries: Vec<EntryGroup>,
}

impl PageType for DivisionList {
    type Key = (PaperId, usize);
    const TEMPLATE: &'static str = "division-list.html";

    fn keys(context: &Context) -> Vec<(PaperId, usize)> {
        let papers = context.papers().map(|paper| (paper, context.outline(paper)));
        let rules = papers.flat_map(|(paper, outline)| {
            (0..)
                .zip(&outline.config.outline)
                .map(move |(at, rule)| (paper, at, rule))
        });
        let listed = rules.filter(|(.., rule)| rule.list.is_some());
        listed.map(|(paper, at, _)| (paper, at)).collect()
    }

    fn path(context: &Context, (paper, rule): (PaperId, usize)) -> SitePath {
        division_list_path(context, paper, rule)
    }

    fn subject((paper, _): (PaperId, usize)) -> Subject {
        Subject::Paper(paper)
    }

    fn model(context: &Context, (paper, rule): (PaperId, usize), links: &Links) -> (Frame, Self) {
        let outline = context.outline(paper);
        let config = &outline.config.outline[rule];
        let mut frame = frame(
            links,
            context.localized(&config.plural),
            context.localized(&context.inputs.config.site.description),
        );
        frame.breadcrumbs = vec![home_link(links)];
        let divisions = outline
            .iter()
            .filter(|(_, division)| division.rule == rule)
            .map(|(id, division)| DivisionCard {
                division: division_link(context, links, paper.division(id)),
                coins: coins(context, paper, id),
                summary: summary(context, links, paper.division(id)),
                children: division
                    .children
                    .iter()
                    .map(|child| division_link(context, links, paper.division(*child)))
                    .collect(),
                entries: entries_in(context, links, paper.division(id)),
            })
            .collect();
        (
            frame,
            DivisionList {
                title: context.localized(&config.plural).to_owned(),
                language: outline.config.language.clone(),
                divisions,
            },
        )
    }
}
