use serde::Serialize;

use super::part::frame::{Frame, frame};
use super::part::list::{CountedLink, EditorialView, editorial_page, kind_links};
use super::part::outline::{DivisionLink, division_link, summary};
use super::part::shape::{ShapeBar, shape};
use super::{PageType, SINGLE, Single};
use crate::outline::PaperId;
use crate::site::{
    Context, DATA, GLANCE, GLOSSARY, HOME, INDEX, Link, Links, MATRIX, SEARCH, SitePath, division_list_path, fixed,
    page_of_paper, path_in_paper_folder, query_value,
};

/// The home page.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Home {
    /// The site's title.
    pub title: String,
    /// The site's description.
    pub description: String,
    /// Address of the search page.
    pub search: String,
    /// Searches as examples.
    pub queries: Vec<Link>,
    /// The editorial introduction.
    pub introduction: Option<EditorialView>,
    /// The papers with their outlines; empty in a corpus.
    pub papers: Vec<HomePaper>,
    /// The papers of a corpus, without outlines; else empty.
    pub corpus: Vec<PaperLine>,
    /// Links to the lists of entries, by kind.
    pub kinds: Vec<Link>,
    /// Links to what one looks things up in: glossary, index, matrix ...
    pub tools: Vec<CountedLink>,
}

/// A paper on the home page.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HomePaper {
    /// The paper's title.
    pub title: String,
    /// Language of the text.
    pub language: String,
    /// Link to its whole text.
    pub whole: Link,
    /// Number of paragraphs.
    pub paragraphs: usize,
    /// The paper as a picture: a bar for each group of divisions.
    pub shape: Vec<ShapeBar>,
    /// Its lists of divisions.
    pub lists: Vec<HomeList>,
}

/// A paper of a corpus on the home page.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PaperLine {
    /// Link to its whole text; the label is its title.
    pub whole: Link,
    /// Language of the text.
    pub language: String,
    /// Short title.
    pub short_title: String,
    /// Number of paragraphs.
    pub paragraphs: usize,
    /// Links to its lists of divisions, its matrix and its charts.
    pub ways: Vec<Link>,
}

/// A list of divisions on the home page.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HomeList {
    /// Link to the list's page.
    pub title: Link,
    /// Its divisions.
    pub divisions: Vec<HomeDivision>,
}

/// A division on the home page.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HomeDivision {
    /// The division.
    pub division: DivisionLink,
    /// The editorial summary.
    pub summary: Option<EditorialView>,
}

impl PageType for Home {
    type Key = Single;
    const TEMPLATE: &'static str = "home.html";

    fn keys(_: &Context) -> Vec<Single> {
        SINGLE.to_vec()
    }

    fn path(_: &Context, (): Single) -> SitePath {
        fixed(HOME)
    }

    fn model(context: &Context, (): Single, links: &Links) -> (Frame, Self) {
        let config = &context.inputs.config.site;
        let strings = context.strings();
        let tools = [
            ("glossary", GLOSSARY, "glossary_line"),
            ("index", INDEX, "index_line"),
            ("glance", GLANCE, "glance_line"),
            ("matrix", MATRIX, "matrix_line"),
            ("data", DATA, "data_line"),
        ];
        let page = Home {
            title: context.localized(&config.title).to_owned(),
            description: context.localized(&config.description).to_owned(),
            search: links.to(&fixed(SEARCH)),
            queries: config
                .queries
                .iter()
                .map(|query| example(links, context.localized(query)))
                .collect(),
            introduction: editorial_page(context, links, "home", 2),
            papers: context
                .papers()
                .filter(|_| !context.is_corpus())
                .map(|paper| home_paper(context, links, paper))
                .collect(),
            corpus: context
                .papers()
                .filter(|_| context.is_corpus())
                .map(|paper| paper_line(context, links, paper))
                .collect(),
            kinds: kind_links(context, links).into_iter().map(|kind| kind.link).collect(),
            tools: tools
                .into_iter()
                .filter(|(_, target, _)| !context.has_overviews_per_paper() || ![MATRIX, GLANCE].contains(target))
                .map(|(label, target, line)| CountedLink {
                    link: links.link(strings.get(label), &fixed(target)),
                    count: None,
                    description: strings.get(line).to_owned(),
                })
                .collect(),
        };
        let mut frame = frame(links, &page.title, &page.description);
        frame.search = None;
        (frame, page)
    }
}

/// A search as an example.
fn example(links: &Links, query: &str) -> Link {
    Link {
        label: query.to_owned(),
        href: format!("{}?q={}", links.to(&fixed(SEARCH)), query_value(query)),
        current: false,
    }
}

fn home_paper(context: &Context, links: &Links, paper: PaperId) -> HomePaper {
    let outline = context.outline(paper);
    let lists = outline.config.outline.iter().enumerate().filter_map(|(rule, config)| {
        let list = config.list.as_ref()?;
        Some(HomeList {
            title: links.link(
                context.localized(&config.plural),
                &path_in_paper_folder(context, paper, &list.value),
            ),
            divisions: outline
                .iter()
                .filter(|(_, division)| division.rule == rule)
                .map(|(id, _)| HomeDivision {
                    division: division_link(context, links, paper.division(id)),
                    summary: summary(context, links, paper.division(id)),
                })
                .collect(),
        })
    });
    HomePaper {
        title: context.title(paper).to_owned(),
        language: outline.config.language.clone(),
        whole: links.link(context.strings().get("whole_paper"), context.whole_paper_path(paper)),
        paragraphs: outline.paragraph_count(),
        shape: shape(context, links, paper),
        lists: lists.collect(),
    }
}

fn paper_line(context: &Context, links: &Links, paper: PaperId) -> PaperLine {
    let outline = context.outline(paper);
    let strings = context.strings();
    let rules = outline.config.outline.iter().enumerate();
    let lists = rules.filter(|(_, rule)| rule.list.is_some());
    let lists = lists.map(|(rule, config)| {
        links.link(
            context.localized(&config.plural),
            &division_list_path(context, paper, rule),
        )
    });
    let overviews = [("matrix", MATRIX), ("glance", GLANCE)].into_iter();
    let overviews = overviews.filter(|_| context.has_overviews_per_paper());
    let overviews =
        overviews.map(|(label, path)| links.link(strings.get(label), &page_of_paper(context, Some(paper), path)));
    PaperLine {
        whole: links.link(context.title(paper), context.whole_paper_path(paper)),
        language: outline.config.language.clone(),
        short_title: outline.config.short_title.clone(),
        paragraphs: outline.paragraph_count(),
        ways: lists.chain(overviews).collect(),
    }
}
