use serde::Serialize;

use super::part::citation::{CiteView, cite};
use super::part::frame::{Frame, frame, home_link};
use super::part::list::{MarkKind, mark_kinds};
use super::part::text::{Block, division_blocks};
use super::{PageType, Subject};
use crate::outline::{DivisionId, PaperId};
use crate::site::{Context, Links, SitePath};

/// The whole paper on one page.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PaperPage {
    /// The paper's title.
    pub title: String,
    /// Id of the paper.
    pub paper: String,
    /// Language of the text.
    pub language: String,
    /// The lines before the first heading, as printed.
    pub front: Vec<String>,
    /// Headings and paragraphs, in order.
    pub blocks: Vec<Block>,
    /// The kinds whose entries the script lists in the margin.
    pub margin: Vec<MarkKind>,
    /// How to cite it.
    pub cite: CiteView,
}

impl PageType for PaperPage {
    type Key = PaperId;
    const TEMPLATE: &'static str = "paper.html";

    fn keys(context: &Context) -> Vec<PaperId> {
        context.papers().collect()
    }

    fn path(context: &Context, paper: PaperId) -> SitePath {
        context.whole_paper_path(paper).clone()
    }

    fn subject(paper: PaperId) -> Subject {
        Subject::WholeText(paper)
    }

    fn is_long(_: &Context, _: Self::Key) -> bool {
        true
    }

    fn model(context: &Context, paper: PaperId, links: &Links) -> (Frame, Self) {
        let outline = context.outline(paper);
        let title = context.title(paper);
        let mut frame = frame(links, title, context.localized(&context.inputs.config.site.description));
        frame.breadcrumbs = vec![home_link(links)];
        let blocks = (0..outline.divisions.len())
            .flat_map(|id| division_blocks(context, links, paper.division(DivisionId(id)), 0, true))
            .collect();
        let page = PaperPage {
            title: title.to_owned(),
            paper: outline.config.id.value.clone(),
            language: outline.config.language.clone(),
            front: outline.front.iter().map(|line| line.text.clone()).collect(),
            blocks,
            margin: mark_kinds(context),
            cite: cite(context, links, paper, None),
        };
        (frame, page)
    }
}
