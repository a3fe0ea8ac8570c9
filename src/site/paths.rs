use super::{Context, SitePath};
use crate::outline::{Paper, PaperId};
use crate::register::Register;

/// The one page that a host may serve at any depth, so that its links start at the host's root.
pub(crate) const NOT_FOUND: &str = "404.html";

/// Fixed pages of the site.
pub(crate) const HOME: &str = "index.html";
pub(crate) const GLOSSARY: &str = "glossary/index.html";
pub(crate) const EQUIVALENTS: &str = "glossary/equivalents.html";
pub(crate) const SILENCES: &str = "silences.html";
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
/// The script that dresses a page in the colours that its reader chose, before it is shown.
pub(crate) const FIRST_SCRIPT: &str = "assets/first.js";
/// The script on every page; an enhancement that no page needs.
pub(crate) const SCRIPT: &str = "assets/reader.js";

/// The path of a file whose name is a constant of this program.
pub(crate) fn fixed(path: &str) -> SitePath {
    SitePath::trusted(path.to_owned())
}

/// The path of the list of a kind's entries.
pub(crate) fn kind_list_path(folder: &str) -> SitePath {
    SitePath::trusted(format!("{folder}/index.html"))
}

/// A path in a paper's folder.
pub(crate) fn path_in_paper_folder(context: &Context, paper: PaperId, path: &str) -> SitePath {
    in_folder(context.paper_config(paper).folder(), path)
}

/// The path of a page that exists once (`None`) or once per paper, then in the paper's folder.
pub(crate) fn page_of_paper(context: &Context, paper: Option<PaperId>, path: &str) -> SitePath {
    match paper {
        Some(paper) => path_in_paper_folder(context, paper, path),
        None => SitePath::trusted(path.to_owned()),
    }
}

/// The path of the list of divisions of a kind; the whole paper if the kind has no list. `rule` is the kind's index in
/// the paper's outline configuration.
pub(crate) fn division_list_path(context: &Context, paper: PaperId, rule: usize) -> SitePath {
    match &context.paper_config(paper).outline[rule].list {
        Some(list) => path_in_paper_folder(context, paper, &list.value),
        None => context.whole_paper_path(paper).clone(),
    }
}

/// Paths computed once, because many links use them.
pub(crate) struct Paths {
    /// By entry id.
    pub(crate) entries: Vec<SitePath>,
    /// The page of the whole text, by paper index.
    pub(crate) whole: Vec<SitePath>,
    /// By paper index, then division index: the page that shows the division's own paragraphs. That is the division's
    /// page, or the nearest ancestor's, or the whole paper.
    pub(crate) shown_on: Vec<Vec<SitePath>>,
}

impl Paths {
    pub(crate) fn new(papers: &[Paper], register: &Register) -> Self {
        let entries = register.iter().map(|(id, entry)| {
            let folder = &register.kind(id).folder.value;
            SitePath::trusted(format!("{folder}/{}.html", entry.slug))
        });
        let whole: Vec<SitePath> = papers
            .iter()
            .map(|paper| in_folder(paper.config.folder(), "paper/index.html"))
            .collect();
        let shown_on = papers.iter().zip(&whole).map(|(paper, whole)| {
            let page = |id| paper.division(paper.nearest_with_page(id)?).page.as_deref();
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
    SitePath::trusted(if folder.is_empty() {
        path.to_owned()
    } else {
        format!("{folder}/{path}")
    })
}

/// The style sheet with the running titles of a paper's printed pages.
pub(crate) fn running_titles_path(context: &Context, paper: PaperId) -> SitePath {
    SitePath::trusted(format!("assets/{}.css", context.paper_config(paper).id.value))
}

/// What the script that cites paragraphs of a paper needs, in one interface.
pub(crate) fn citing_path(context: &Context, paper: PaperId) -> SitePath {
    SitePath::trusted(format!("search/cite-{}.js", context.paper_config(paper).id.value))
}

/// The download of a paper's text.
pub(crate) fn text_path(context: &Context, paper: PaperId) -> SitePath {
    SitePath::trusted(format!("data/{}.txt", context.paper_config(paper).id.value))
}

/// A table under `data/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DataTable {
    Entries,
    /// The mentions in all papers (`None`) or in one.
    Mentions(Option<PaperId>),
}

impl DataTable {
    /// The tables of the site; a corpus has one table of mentions per paper.
    pub(crate) fn all(context: &Context) -> Vec<Self> {
        let mut tables = vec![Self::Entries];
        match context.is_corpus() {
            true => tables.extend(context.papers().map(|paper| Self::Mentions(Some(paper)))),
            false => tables.push(Self::Mentions(None)),
        }
        tables
    }

    /// The path of the table.
    pub(crate) fn path(self, context: &Context) -> SitePath {
        match self {
            Self::Entries => fixed("data/entries.csv"),
            Self::Mentions(None) => fixed("data/mentions.csv"),
            Self::Mentions(Some(paper)) => {
                SitePath::trusted(format!("data/mentions/{}.csv", context.paper_config(paper).id.value))
            }
        }
    }
}
