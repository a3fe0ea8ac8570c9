use super::{Context, SitePath};
use crate::outline::{Paper, PaperId};
use crate::register::Register;

/// The one page that may be shown at any depth, so that its addresses begin at the host's root.
pub(crate) const NOT_FOUND: &str = "404.html";

/// Fixed pages of the site.
pub(crate) const HOME: &str = "index.html";
pub(crate) const GLOSSARY: &str = "glossary/index.html";
pub(crate) const EQUIVALENTS: &str = "glossary/equivalents.html";
pub(crate) const INDEX: &str = "index-a-z.html";
pub(crate) const MATRIX: &str = "matrix.html";
pub(crate) const ABOUT: &str = "about.html";
pub(crate) const DATA: &str = "data/index.html";
pub(crate) const GLANCE: &str = "glance.html";
pub(crate) const SEARCH: &str = "search/index.html";
pub(crate) const STYLESHEET: &str = "assets/style.css";
/// The site's own style sheet: a file of `static/`.
pub(crate) const CUSTOM_STYLESHEET: &str = "custom.css";
pub(crate) const ICON: &str = "assets/icon.svg";
/// What makes pages answer to readers: loaded after the page, needed by none.
pub(crate) const SCRIPT: &str = "assets/reader.js";

/// A path that is written in this program.
pub(crate) fn fixed(path: &str) -> SitePath {
    SitePath::made(path.to_owned())
}

/// The path of a kind's list.
pub(crate) fn list_path(folder: &str) -> SitePath {
    SitePath::made(format!("{folder}/index.html"))
}

/// A path in a paper's folder.
pub(crate) fn paper_path(context: &Context, paper: PaperId, path: &str) -> SitePath {
    in_folder(context.paper_config(paper).folder(), path)
}

/// A page that is of all papers, or of one and then in its folder.
pub(crate) fn of_papers(context: &Context, paper: Option<PaperId>, path: &str) -> SitePath {
    match paper {
        Some(paper) => paper_path(context, paper, path),
        None => SitePath::made(path.to_owned()),
    }
}

/// The list of divisions that a rule of a paper's grammar asks for; the whole paper where it asks for none.
pub(crate) fn list_of(context: &Context, paper: PaperId, rule: usize) -> SitePath {
    match &context.paper_config(paper).outline[rule].list {
        Some(list) => paper_path(context, paper, &list.value),
        None => context.whole_path(paper).clone(),
    }
}

/// The paths of pages to which many links lead.
pub(crate) struct Paths {
    /// The pages of the entries.
    pub(crate) entries: Vec<SitePath>,
    /// The pages of the whole papers.
    pub(crate) whole: Vec<SitePath>,
    /// For each paper and division the page on which the division's own paragraphs stand: its own, or the nearest outer
    /// one's.
    pub(crate) shown_on: Vec<Vec<SitePath>>,
}

impl Paths {
    pub(crate) fn of(papers: &[Paper], register: &Register) -> Self {
        let entries = register.iter().map(|(id, entry)| {
            let folder = &register.kind(id).folder.value;
            SitePath::made(format!("{folder}/{}.html", entry.slug))
        });
        let whole: Vec<SitePath> = papers
            .iter()
            .map(|paper| in_folder(paper.config.folder(), "paper/index.html"))
            .collect();
        let shown_on = papers.iter().zip(&whole).map(|(paper, whole)| {
            let page = |id| paper.division(paper.paged(id)?).page.as_deref();
            let pages = paper.iter().map(|(id, _)| match page(id) {
                Some(page) => in_folder(paper.config.folder(), page),
                None => whole.clone(),
            });
            pages.collect()
        });
        Self {
            entries: entries.collect(),
            shown_on: shown_on.collect(),
            whole,
        }
    }
}

fn in_folder(folder: &str, path: &str) -> SitePath {
    SitePath::made(if folder.is_empty() {
        path.to_owned()
    } else {
        format!("{folder}/{path}")
    })
}

pub(crate) fn titles_path(context: &Context, paper: PaperId) -> SitePath {
    SitePath::made(format!("assets/{}.css", context.paper_config(paper).id.value))
}

pub(crate) fn text_path(context: &Context, paper: PaperId) -> SitePath {
    SitePath::made(format!("data/{}.txt", context.paper_config(paper).id.value))
}

/// A table under `data/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DataTable {
    Entries,
    /// The mentions in all papers, or in one.
    Mentions(Option<PaperId>),
}

impl DataTable {
    /// The tables that the site has: in a corpus one of mentions for each paper.
    pub(crate) fn all(context: &Context) -> Vec<Self> {
        let mut tables = vec![Self::Entries];
        match context.is_corpus() {
            true => tables.extend(context.papers().map(|paper| Self::Mentions(Some(paper)))),
            false => tables.push(Self::Mentions(None)),
        }
        tables
    }

    /// Where the table stands.
    pub(crate) fn path(self, context: &Context) -> SitePath {
        match self {
            Self::Entries => fixed("data/entries.csv"),
            Self::Mentions(None) => fixed("data/mentions.csv"),
            Self::Mentions(Some(paper)) => {
                SitePath::made(format!("data/mentions/{}.csv", context.paper_config(paper).id.value))
            }
        }
    }
}
