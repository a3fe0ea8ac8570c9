use serde::Serialize;

use super::division::{DivisionLink, EntryGroup, division_link, entries_in};
use super::frame::{ABOUT, DATA, GLANCE, GLOSSARY, HOME, INDEX, MATRIX, SEARCH, fixed, frame, list_path};
use super::links::{Link, Links, list_of, of_papers, paper_path};
use super::{Model, Page, Site};
use crate::outline::{Division, DivisionId, Paper};

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

/// The first page.
pub(super) fn home(site: &Site) -> Page {
    let path = fixed(HOME);
    let links = Links { site, from: &path };
    let config = &site.inputs.config.site;
    let words = site.words();
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
        title: site.say(&config.title).to_owned(),
        description: site.say(&config.description).to_owned(),
        search: links.to(&fixed(SEARCH)),
        introduction: text(site, &links, "home"),
        papers: (0..site.papers())
            .filter(|_| !site.is_corpus())
            .map(|paper| home_paper(site, &links, paper))
            .collect(),
        corpus: (0..site.papers())
            .filter(|_| site.is_corpus())
            .map(|paper| paper_line(site, &links, paper))
            .collect(),
        kinds: kinds(site, &links),
        apparatus: apparatus
            .into_iter()
            .filter(|(_, target, _)| !site.is_by_paper() || ![MATRIX, GLANCE].contains(target))
            .map(|(label, target, line)| CountedLink {
                link: links.link(words.get(label), &fixed(target)),
                count: None,
                description: words.get(line).to_owned(),
            })
            .collect(),
    };
    Page::new(
        site,
        &path,
        frame(site, &path, site.say(&config.title), site.say(&config.description)),
        Model::Home(page),
    )
}

fn home_paper(site: &Site, links: &Links, paper: usize) -> HomePaper {
    let outline = site.outline(paper);
    let lists = outline.config.outline.iter().enumerate().filter_map(|(rule, config)| {
        let list = config.list.as_ref()?;
        Some(HomeList {
            title: links.link(site.say(&config.plural), &paper_path(site, paper, &list.value)),
            divisions: outline
                .iter()
                .filter(|(_, division)| division.rule == rule)
                .map(|(id, division)| HomeDivision {
                    division: division_link(site, links, paper, id),
                    children: division.children.len(),
                    children_name: children_name(site, outline, division),
                    entries: entries_in(site, links, paper, id),
                })
                .collect(),
        })
    });
    HomePaper {
        title: site.title(paper).to_owned(),
        language: outline.config.language.clone(),
        whole: links.link(site.words().get("whole_paper"), site.whole_path(paper)),
        paragraphs: outline.paragraph_count(),
        divisions: outline
            .iter()
            .filter(|(_, division)| division.depth == 0)
            .map(|(id, _)| division_link(site, links, paper, id))
            .collect(),
        lists: lists.collect(),
    }
}

fn paper_line(site: &Site, links: &Links, paper: usize) -> PaperLine {
    let outline = site.outline(paper);
    let words = site.words();
    let rules = outline.config.outline.iter().enumerate();
    let lists = rules.filter(|(_, rule)| rule.list.is_some());
    let lists = lists.map(|(rule, config)| links.link(site.say(&config.plural), &list_of(site, paper, rule)));
    let own = [("matrix", MATRIX), ("glance", GLANCE)].into_iter();
    let own = own.filter(|_| site.is_by_paper());
    let own = own.map(|(label, path)| links.link(words.get(label), &of_papers(site, Some(paper), path)));
    PaperLine {
        whole: links.link(site.title(paper), site.whole_path(paper)),
        language: outline.config.language.clone(),
        short_title: outline.config.short_title.clone(),
        paragraphs: outline.paragraph_count(),
        ways: lists.chain(own).collect(),
    }
}

fn children_name(site: &Site, outline: &Paper, division: &Division) -> String {
    let kind = |child: &DivisionId| &outline.config.outline[outline.division(*child).rule];
    let kind = division.children.first().map(kind);
    kind.map_or(String::new(), |kind| site.say(&kind.plural).to_lowercase())
}

/// A link with a number and a line of explanation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CountedLink {
    /// The link.
    pub link: Link,
    /// How many.
    pub count: Option<usize>,
    /// What is there.
    pub description: String,
}

pub(super) fn kinds(site: &Site, links: &Links) -> Vec<CountedLink> {
    site.listed_kinds()
        .map(|(at, kind)| CountedLink {
            link: links.link(site.say(&kind.plural), &list_path(&kind.folder.value)),
            count: Some(site.kind_list(at).0.len()),
            description: site.say(&kind.description).to_owned(),
        })
        .collect()
}

/// An editorial text of `content/pages/`, as HTML.
pub(super) fn text(site: &Site, links: &Links, name: &str) -> Option<String> {
    let body = site.text(name)?;
    Some(body.html(|target| links.target(target)))
}
