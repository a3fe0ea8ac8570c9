//! Pass 6, view: one serializable model per page, all that a template may know. Templates compute
//! nothing; what a page shows, and every address on it, is decided here.
//!
//! Invariant: a view holds citation labels and texts, never a byte offset or a line of the source, so
//! that an edit changes the views of the pages whose content it changes and no others.

mod about;
mod apparatus;
mod card;
mod cite;
mod data;
mod division;
mod entry;
mod entry_list;
mod frame;
mod home;
mod host;
mod layout;
mod links;
mod picture;
mod prose;
mod search;
mod structured;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

pub use card::Card;
pub use layout::Layout;
pub use links::SitePath;

use crate::apparatus::Apparatus;
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::mention::Mentions;
use crate::outline::{DivisionId, Paper};
use crate::read::{Inputs, Interface, KindRule, Localized, Strings};
use crate::register::{EntryId, Register};

/// A page: where it stands, the template that shows it, and what the template is given.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Page {
    /// Its path in the site.
    #[serde(skip)]
    pub path: SitePath,
    /// Index of the paper whose text it shows.
    #[serde(skip)]
    pub paper: Option<usize>,
    /// The division that it shows, with its paper.
    #[serde(skip)]
    pub division: Option<(usize, DivisionId)>,
    /// Index of the interface that it has (see [`crate::read::Theme::interfaces`]).
    #[serde(skip)]
    pub interface: usize,
    /// The template's name.
    #[serde(skip)]
    pub template: &'static str,
    /// What every page has: title, navigation, breadcrumbs.
    pub frame: frame::Frame,
    /// What this type of page has, as `page`.
    pub page: Model,
}

impl Page {
    /// A page that shows no paper's text.
    fn new(site: &Site, path: &SitePath, template: &'static str, frame: frame::Frame, page: Model) -> Self {
        Self {
            path: path.clone(),
            paper: None,
            division: None,
            interface: site.interface,
            template,
            frame,
            page,
        }
    }
}

/// The models of the page types.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
#[expect(missing_docs, reason = "each variant is named by its model")]
pub enum Model {
    Home(home::Home),
    Paper(division::PaperPage),
    Division(Box<division::DivisionPage>),
    DivisionList(division::DivisionList),
    EntryList(entry_list::EntryList),
    Entry(Box<entry::EntryPage>),
    Glossary(apparatus::Glossary),
    Equivalents(apparatus::Equivalents),
    Index(apparatus::Index),
    Matrix(apparatus::MatrixPage),
    About(about::About),
    Data(data::Data),
    Glance(picture::Glance),
    Search(search::SearchPage),
    NotFound(about::NotFound),
}

/// Files by path.
pub type Files = BTreeMap<SitePath, Arc<[u8]>>;

/// A page that the site has; its model is made when it is wanted (see [`Views::page`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its path in the site.
    pub path: SitePath,
    /// Index of the interface that it has (see [`crate::read::Theme::interfaces`]).
    pub interface: usize,
    /// Index of the paper whose text it shows.
    pub paper: Option<usize>,
    /// Whether it shows all of that paper.
    pub whole: bool,
    /// Whether it is long by its nature: a whole text, the glossary, the index.
    pub long: bool,
    shows: Shows,
}

/// What a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    NotFound,
    Home,
    About,
    Data,
    Search,
    Equivalents,
    /// A sheet of the glossary.
    Glossary(usize),
    /// A sheet of the index.
    Index(usize),
    /// The matrix of all papers or of one.
    Matrix(Option<usize>),
    /// The pictures of all papers or of one.
    Glance(Option<usize>),
    Paper(usize),
    Division(usize, DivisionId),
    /// The list of divisions that a rule of a paper's grammar asks for.
    Divisions(usize, usize),
    Entry(EntryId),
    /// A sheet of the list of a kind.
    Entries(usize, usize),
}

impl Shows {
    /// The paper to which it belongs.
    fn paper(self) -> Option<usize> {
        match self {
            Shows::Paper(paper) | Shows::Division(paper, _) | Shows::Divisions(paper, _) => Some(paper),
            Shows::Matrix(paper) | Shows::Glance(paper) => paper,
            _ => None,
        }
    }
}

/// What a site consists of, before it is rendered.
pub struct Views<'a> {
    site: Site<'a>,
    data: Vec<data::DataFile<'a>>,
    /// The pages, sorted by path.
    pub heads: Vec<Head>,
    /// What is no page: downloads, and files for hosts and search engines.
    pub files: Files,
    /// Pictures that cards on other sites show, by path.
    pub cards: Vec<(SitePath, Card)>,
}

impl Views<'_> {
    /// Makes the model of a page.
    pub fn page(&self, head: &Head) -> Page {
        let site = &Site {
            interface: head.interface,
            paper: head.shows.paper(),
            ..self.site
        };
        let mut page = match head.shows {
            Shows::NotFound => return about::not_found(site),
            Shows::Home => home::home(site),
            Shows::About => about::about(site),
            Shows::Data => data::page(site, &self.data),
            Shows::Search => search::page(site),
            Shows::Equivalents => apparatus::equivalents(site),
            Shows::Glossary(sheet) => apparatus::glossary(site, sheet),
            Shows::Index(sheet) => apparatus::index(site, sheet),
            Shows::Matrix(paper) => apparatus::matrix(site, paper),
            Shows::Glance(paper) => picture::glance(site, paper),
            Shows::Paper(paper) => division::whole(site, paper),
            Shows::Division(paper, id) => division::division(site, paper, id),
            Shows::Divisions(paper, rule) => division::list(site, paper, rule),
            Shows::Entry(id) => entry::entry(site, id),
            Shows::Entries(kind, sheet) => entry_list::list(site, kind, sheet),
        };
        frame::complete(site, &mut page);
        page
    }
}

/// What the passes before have made: all that views are built from.
#[derive(Clone, Copy)]
pub(crate) struct Site<'a> {
    pub(crate) inputs: &'a Inputs,
    pub(crate) papers: &'a [Paper],
    pub(crate) register: &'a Register,
    pub(crate) mentions: &'a Mentions,
    pub(crate) apparatus: &'a Apparatus,
    pub(crate) layout: &'a Layout,
    /// Index of the interface whose pages are made.
    pub(crate) interface: usize,
    /// Index of the paper to which the page being made belongs.
    pub(crate) paper: Option<usize>,
}

/// With more papers than this, pages name only the paper that they belong to, and the first page lists the papers
/// without their outlines.
const FEW_PAPERS: usize = 3;

impl<'a> Site<'a> {
    pub(crate) fn interface(&self) -> &'a Interface {
        &self.inputs.theme.interfaces[self.interface]
    }

    /// Whether the site has so many papers that pages cannot name them all.
    pub(crate) fn is_corpus(&self) -> bool {
        self.papers.len() > FEW_PAPERS
    }

    /// The words of the interface.
    pub(crate) fn words(&self) -> &'a Strings {
        &self.interface().strings
    }

    /// Words of the configuration in the language of the interface.
    pub(crate) fn say<'w>(&self, words: &'w Localized) -> &'w str {
        words.of(&self.interface().language)
    }

    /// The language in which the register is written, where it is not that of the interface.
    pub(crate) fn written_in(&self) -> Option<&'a str> {
        let own = self.inputs.config.site.language.as_str();
        (own != self.interface().language).then_some(own)
    }

    /// Where a page is published: pages of further languages stand in a folder of their own.
    pub(crate) fn published(&self, page: &SitePath) -> SitePath {
        match self.interface().folder.as_str() {
            "" => page.clone(),
            folder => SitePath::made(format!("{folder}/{page}")),
        }
    }

    /// The kinds that have a list page, with their indexes: those that want one and have entries.
    pub(crate) fn listed_kinds(&self) -> impl Iterator<Item = (usize, &'a KindRule)> {
        let kinds = self.register.kinds.iter().enumerate();
        let layout = self.layout;
        kinds.filter(move |(at, kind)| kind.list && !layout.kinds[*at].0.is_empty())
    }
}

/// Says which pages the site has, and makes the files beside them.
pub fn views<'a>(
    inputs: &'a Inputs,
    papers: &'a [Paper],
    register: &'a Register,
    mentions: &'a Mentions,
    apparatus: &'a Apparatus,
    layout: &'a Layout,
) -> Checked<Views<'a>> {
    let site = Site {
        inputs,
        papers,
        register,
        mentions,
        apparatus,
        layout,
        interface: 0,
        paper: None,
    };
    let data = data::files(&site);
    let sites = (0..inputs.theme.interfaces.len()).map(|interface| Site { interface, ..site });
    let mut heads = vec![head(&site, Shows::NotFound)];
    let (catalogue, citations) = rayon::join(|| search::catalogue_files(&site), || cite::files(&site));
    let mut files = catalogue;
    files.extend(citations);
    for site in sites {
        heads.extend(pages(&site).into_iter().map(|shows| head(&site, shows)));
        files.extend(search::words_file(&site));
    }
    heads.sort_by(|left, right| left.path.cmp(&right.path));
    files.extend(data::by_path(&data));
    files.extend(frame::running_titles(&site));
    files.extend(host::files(&site, &heads));
    let mut diagnostics = untranslated(&site);
    diagnostics.extend(search::unknown_headings(&site));
    let twice = heads
        .windows(2)
        .filter(|pair| pair[0].path == pair[1].path)
        .map(|pair| {
            Diagnostic::error(
                "duplicate-path",
                format!("two pages would have the path `{}`", pair[0].path),
            )
            .help("change the folder of a kind, the path of a paper, or the `page` of a division kind")
        });
    diagnostics.extend(twice);
    Checked {
        value: Views {
            site,
            data,
            heads,
            files,
            cards: card::cards(&site),
        },
        diagnostics,
    }
}

/// Words that an interface lacks: of the theme, and of the configuration where it gives them by language.
fn untranslated(site: &Site) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for interface in &site.inputs.theme.interfaces {
        let language = &interface.language;
        let own = *language == site.inputs.config.site.language;
        diagnostics.extend(interface.missing.iter().map(|key| {
            Diagnostic::warning(
                "untranslated",
                format!("the interface in `{language}` has no words for `{key}`"),
            )
            .at(Place::start_of(&interface.file))
            .help("add the key to the strings of that language; until then pages show it in English")
        }));
        let lacking = site
            .inputs
            .config
            .localized()
            .filter(|(_, words)| !own && !words.has(language));
        diagnostics.extend(lacking.map(|(what, words)| {
            let words = words.text();
            Diagnostic::warning("untranslated", format!("{what} `{words}` has no words in `{language}`"))
                .at(Place::start_of(&site.inputs.config_file))
                .help("write it as a mapping from languages to words, the site's own language first")
        }));
    }
    diagnostics
}

/// What the pages of one interface show.
fn pages(site: &Site) -> Vec<Shows> {
    let layout = site.layout;
    let mut pages = vec![Shows::Home, Shows::About, Shows::Data, Shows::Search];
    pages.extend(apparatus::has_equivalents(site).then_some(Shows::Equivalents));
    pages.extend((0..layout.glossary.iter().count()).map(Shows::Glossary));
    pages.extend((0..layout.index.iter().count()).map(Shows::Index));
    let pictured = match layout.by_paper {
        true => (0..site.papers.len()).map(Some).collect(),
        false => vec![None],
    };
    pages.extend(pictured.into_iter().flat_map(|paper| [Shows::Matrix(paper), Shows::Glance(paper)]));
    for (paper, outline) in site.papers.iter().enumerate() {
        pages.push(Shows::Paper(paper));
        let paged = outline.iter().filter(|(_, division)| division.page.is_some());
        pages.extend(paged.map(|(id, _)| Shows::Division(paper, id)));
        let rules = outline.config.outline.iter().enumerate();
        let listed = rules.filter(|(_, rule)| rule.list.is_some());
        pages.extend(listed.map(|(rule, _)| Shows::Divisions(paper, rule)));
    }
    pages.extend(site.register.iter().map(|(id, _)| Shows::Entry(id)));
    for (kind, _) in site.listed_kinds() {
        pages.extend((0..layout.kinds[kind].1.iter().count()).map(|sheet| Shows::Entries(kind, sheet)));
    }
    pages
}

fn head(site: &Site, shows: Shows) -> Head {
    let path = path(site, shows);
    let paper = match shows {
        Shows::Paper(paper) | Shows::Division(paper, _) => Some(paper),
        _ => None,
    };
    let long = match shows {
        Shows::Paper(_) | Shows::Glossary(_) | Shows::Index(_) => true,
        Shows::Division(paper, id) => site.papers[paper].shows_whole(site.papers[paper].division(id)),
        _ => false,
    };
    Head {
        path: if shows == Shows::NotFound { path } else { site.published(&path) },
        interface: site.interface,
        paper,
        whole: matches!(shows, Shows::Paper(_)),
        long,
        shows,
    }
}

/// Where a page stands in the folder of its interface.
fn path(site: &Site, shows: Shows) -> SitePath {
    match shows {
        Shows::NotFound => frame::fixed(links::NOT_FOUND),
        Shows::Home => frame::fixed(frame::HOME),
        Shows::About => frame::fixed(frame::ABOUT),
        Shows::Data => frame::fixed(frame::DATA),
        Shows::Search => frame::fixed(frame::SEARCH),
        Shows::Equivalents => frame::fixed(frame::EQUIVALENTS),
        Shows::Glossary(sheet) => site.layout.glossary.sheet(sheet).path.clone(),
        Shows::Index(sheet) => site.layout.index.sheet(sheet).path.clone(),
        Shows::Matrix(paper) => links::of_papers(site, paper, frame::MATRIX),
        Shows::Glance(paper) => links::of_papers(site, paper, frame::GLANCE),
        Shows::Paper(paper) => links::whole_path(site, paper),
        Shows::Division(paper, id) => links::division_path(site, paper, id),
        Shows::Divisions(paper, rule) => links::list_of(site, paper, rule),
        Shows::Entry(id) => links::entry_path(site, id),
        Shows::Entries(kind, sheet) => site.layout.kinds[kind].1.sheet(sheet).path.clone(),
    }
}

#[cfg(test)]
#[path = "../../tests/reference.rs"]
mod reference;
