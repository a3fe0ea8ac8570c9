use serde::Serialize;

use super::part::frame::{Frame, frame};
use super::part::list::{CountedLink, kinds, text};
use super::part::outline::{DivisionLink, EntryGroup, division_link, entries_in};
use super::{PageType, SINGLE, Single};
use crate::outline::{Division, DivisionId, Paper, PaperId};
use crate::site::{
    ABOUT, Context, DATA, GLANCE, GLOSSARY, HOME, INDEX, Link, Links, MATRIX, SEARCH, SitePath, division_list_path,
    fixed, page_of_paper, path_in_paper_folder,
};

/// The first page: what this is and the ways in.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Home {
    /// The site's title.
    pub title: String,
    /// What this is.
    pub description: String,
    /// Address of the search page.
    pub search: String,
    /// The editorial introduction, as HTML.
    pub introduction: Option<String>,
    /// The papers, each with its outline, where they are few.
    pub papers: Vec<HomePaper>,
    /// The papers of a corpus.
    pub corpus: Vec<PaperLine>,
    /// The kinds of entries, each with its list.
    pub kinds: Vec<CountedLink>,
    /// Glossary, index, matrix, about.
    pub apparatus: Vec<CountedLink>,
}

/// A paper on the first page.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HomePaper {
    /// The paper's title.
    pub title: String,
    /// Language of the text.
    pub language: String,
    /// Its whole text.
    pub whole: Link,
    /// Its numbers of paragraphs.
    pub paragraphs: usize,
    /// Its divisions of the first level.
    pub divisions: Vec<DivisionLink>,
    /// The lists of divisions, each with its divisions.
    pub lists: Vec<HomeList>,
}

/// A paper of a corpus on the first page.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PaperLine {
    /// Its whole text, under its title.
    pub whole: Link,
    /// Language of the text.
    pub language: String,
    /// What it is called for short.
    pub short_title: String,
    /// Number of paragraphs.
    pub paragraphs: usize,
    /// Its lists of divisions, its matrix, its pictures.
    pub ways: Vec<Link>,
}

/// A list of divisions on the first page.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HomeList {
    /// The list's page.
    pub title: Link,
    /// Its divisions, each with what it mentions.
    pub divisions: Vec<HomeDivision>,
}

/// A division on the first page.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HomeDivision {
    /// The division.
    pub division: DivisionLink,
    /// Number of divisions in it.
    pub children: usize,
    /// What readers call those.
    pub children_name: String,
    /// The entries it mentions.
    pub entries: Vec<EntryGroup>,
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
        let words = context.strings();
        let apparatus = [
            ("glossary", GLOSSARY, "glossary_line"),
            ("index", INDEX, "index_line"),
            ("matrix", MATRIX, "matrix_line"),
            ("glance", GLANCE, "glance_line"),
            ("search", SEARCH, "find_line"),
            ("about", ABOUT, "about_line"),
            ("data", DATA, "data_line"),
        ];
        let page = Home {
            title: context.localized(&config.title).to_owned(),
            description: context.localized(&config.description).to_owned(),
            search: links.to(&fixed(SEARCH)),
            introduction: text(context, links, "home"),
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
            kinds: kinds(context, links),
            apparatus: apparatus
                .into_iter()
                .filter(|(_, target, _)| !context.has_overviews_per_paper() || ![MATRIX, GLANCE].contains(target))
                .map(|(label, target, line)| CountedLink {
                    link: links.link(words.get(label), &fixed(target)),
                    count: None,
                    description: words.get(line).to_owned(),
                })
                .collect(),
        };
        (
            frame(
                links,
                context.localized(&config.title),
                context.localized(&config.description),
            ),
            page,
        )
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
                .map(|(id, division)| HomeDivision {
                    division: division_link(context, links, paper.division(id)),
                    children: division.children.len(),
                    children_name: children_name(context, outline, division),
                    entries: entries_in(context, links, paper.division(id)),
                })
                .collect(),
        })
    });
    HomePaper {
        title: context.title(paper).to_owned(),
        language: outline.config.language.clone(),
        whole: links.link(context.strings().get("whole_paper"), context.whole_paper_path(paper)),
        paragraphs: outline.paragraph_count(),
        divisions: outline
            .iter()
            .filter(|(_, division)| division.depth == 0)
            .map(|(id, _)| division_link(context, links, paper.division(id)))
            .collect(),
        lists: lists.collect(),
    }
}

fn paper_line(context: &Context, links: &Links, paper: PaperId) -> PaperLine {
    let outline = context.outline(paper);
    let words = context.strings();
    let rules = outline.config.outline.iter().enumerate();
    let lists = rules.filter(|(_, rule)| rule.list.is_some());
    let lists = lists.map(|(rule, config)| {
        links.link(
            context.localized(&config.plural),
            &division_list_path(context, paper, rule),
        )
    });
    let own = [("matrix", MATRIX), ("glance", GLANCE)].into_iter();
    let own = own.filter(|_| context.has_overviews_per_paper());
    let own = own.map(|(label, path)| links.link(words.get(label), &page_of_paper(context, Some(paper), path)));
    PaperLine {
        whole: links.link(context.title(paper), context.whole_paper_path(paper)),
        language: outline.config.language.clone(),
        short_title: outline.config.short_title.clone(),
        paragraphs: outline.paragraph_count(),
        ways: lists.chain(own).collect(),
    }
}

fn children_name(context: &Context, outline: &Paper, division: &Division) -> String {
    let kind = |child: &DivisionId| &outline.config.outline[outline.division(*child).rule];
    let kind = division.children.first().map(kind);
    kind.map_or(String::new(), |kind| context.localized(&kind.plural).to_lowercase())
}
