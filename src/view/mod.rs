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
mod draw;
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
mod site;
mod structured;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

pub use layout::Layout;
pub use links::SitePath;
pub(crate) use site::Site;
use site::World;

use crate::apparatus::Apparatus;
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::mention::Mentions;
use crate::outline::{DivisionId, Paper};
use crate::read::Inputs;
use crate::register::{EntryId, Register};

/// A page: where it stands, the template that shows it, and what the template is given.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
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
    fn new(site: &Site, path: &SitePath, frame: frame::Frame, page: Model) -> Self {
        Self {
            path: path.clone(),
            paper: None,
            division: None,
            interface: site.interface,
            template: "",
            frame,
            page,
        }
    }
}

/// The models of the page types.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
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

impl Head {
    /// The name of its template.
    pub fn template(&self) -> &'static str {
        match self.shows {
            Shows::NotFound => "404.html",
            Shows::Home => "home.html",
            Shows::About => "about.html",
            Shows::Data => "data.html",
            Shows::Search => "search.html",
            Shows::Equivalents => "equivalents.html",
            Shows::Glossary(_) => "glossary.html",
            Shows::Index(_) => "index.html",
            Shows::Matrix(_) => "matrix.html",
            Shows::Glance(_) => "glance.html",
            Shows::Paper(_) => "paper.html",
            Shows::Division(..) => "division.html",
            Shows::Divisions(..) => "division-list.html",
            Shows::Entry(_) => "entry.html",
            Shows::Entries(..) => "entry-list.html",
        }
    }
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

/// Files that are made together and are no pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bundle {
    /// For hosts and search engines.
    Host,
    /// What search and previews load, in all interfaces.
    Catalogue,
    /// The words of the search in one interface.
    Words(usize),
    /// A table under `data/`.
    Table(data::DataTable),
    /// The text, the citations and the running titles of a paper.
    Paper(usize),
    /// The cards of the site, or of a paper.
    Cards(Option<usize>),
}

/// What a site consists of: which pages and files there are. Each is made when it is wanted.
pub struct Views<'a> {
    world: World<'a>,
    /// The pages, sorted by path.
    pub heads: Vec<Head>,
    /// The files that are no pages.
    bundles: Vec<Bundle>,
}

impl Views<'_> {
    /// Makes the model of a page.
    pub fn page(&self, head: &Head) -> Page {
        let site = &self.world.site(head.interface, head.shows.paper());
        let mut page = match head.shows {
            Shows::NotFound => about::not_found(site),
            Shows::Home => home::home(site),
            Shows::About => about::about(site),
            Shows::Data => data::page(site),
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
        page.template = head.template();
        if head.shows != Shows::NotFound {
            frame::complete(site, &mut page);
        }
        page
    }

    /// Makes the files that are no pages.
    pub fn files(&self) -> Files {
        self.bundles
            .par_iter()
            .flat_map_iter(|bundle| self.bundle(*bundle))
            .collect()
    }

    fn bundle(&self, bundle: Bundle) -> Files {
        let site = &match bundle {
            Bundle::Words(interface) => self.world.site(interface, None),
            Bundle::Paper(paper) | Bundle::Cards(Some(paper)) => self.world.site(0, Some(paper)),
            _ => self.world.site(0, None),
        };
        match bundle {
            Bundle::Host => {
                let paths: Vec<&SitePath> = self.heads.iter().map(|head| &head.path).collect();
                host::files(site, &paths)
            }
            Bundle::Catalogue => search::catalogue_files(site),
            Bundle::Words(_) => search::words_file(site),
            Bundle::Table(table) => Files::from([table.file(site)]),
            Bundle::Paper(paper) => {
                let mut files = cite::files(site, paper);
                files.extend([data::text(site, paper), frame::running_titles(site, paper)]);
                files
            }
            Bundle::Cards(paper) => card::files(site, paper),
        }
    }
}

/// Says which pages and files the site has.
pub fn views<'a>(
    inputs: &'a Inputs,
    papers: &'a [Paper],
    register: &'a Register,
    mentions: &'a Mentions,
    apparatus: &'a Apparatus,
    layout: &'a Layout,
) -> Checked<Views<'a>> {
    let world = World::new(inputs, papers, register, mentions, apparatus, layout);
    let site = world.site(0, None);
    let mut heads = vec![head(&site, Shows::NotFound)];
    let mut bundles = vec![Bundle::Host, Bundle::Catalogue];
    for interface in 0..inputs.theme.interfaces.len() {
        let site = world.site(interface, None);
        heads.extend(pages(&site).into_iter().map(|shows| head(&site, shows)));
        bundles.push(Bundle::Words(interface));
    }
    heads.sort_by(|left, right| left.path.cmp(&right.path));
    bundles.extend(data::DataTable::all(&site).into_iter().map(Bundle::Table));
    bundles.extend((0..papers.len()).map(Bundle::Paper));
    let papers = (0..papers.len()).map(Some);
    bundles.extend(std::iter::once(None).chain(papers).map(Bundle::Cards));
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
        value: Views { world, heads, bundles },
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
    let mut pages = vec![Shows::Home, Shows::About, Shows::Data, Shows::Search];
    pages.extend(apparatus::has_equivalents(site).then_some(Shows::Equivalents));
    pages.extend((0..site.glossary_sheets().iter().count()).map(Shows::Glossary));
    pages.extend((0..site.index_sheets().iter().count()).map(Shows::Index));
    let pictured = match site.is_by_paper() {
        true => (0..site.papers()).map(Some).collect(),
        false => vec![None],
    };
    pages.extend(
        pictured
            .into_iter()
            .flat_map(|paper| [Shows::Matrix(paper), Shows::Glance(paper)]),
    );
    for paper in 0..site.papers() {
        let outline = site.outline(paper);
        pages.push(Shows::Paper(paper));
        let paged = outline.iter().filter(|(_, division)| division.page.is_some());
        pages.extend(paged.map(|(id, _)| Shows::Division(paper, id)));
        let rules = outline.config.outline.iter().enumerate();
        let listed = rules.filter(|(_, rule)| rule.list.is_some());
        pages.extend(listed.map(|(rule, _)| Shows::Divisions(paper, rule)));
    }
    pages.extend(site.ids().map(Shows::Entry));
    for (kind, _) in site.listed_kinds() {
        pages.extend((0..site.kind_list(kind).1.iter().count()).map(|sheet| Shows::Entries(kind, sheet)));
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
        Shows::Division(paper, id) => site.outline(paper).shows_whole(site.outline(paper).division(id)),
        _ => false,
    };
    Head {
        path: if shows == Shows::NotFound {
            path
        } else {
            site.published(&path)
        },
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
        Shows::Glossary(sheet) => site.glossary_sheets().sheet(sheet).path.clone(),
        Shows::Index(sheet) => site.index_sheets().sheet(sheet).path.clone(),
        Shows::Matrix(paper) => links::of_papers(site, paper, frame::MATRIX),
        Shows::Glance(paper) => links::of_papers(site, paper, frame::GLANCE),
        Shows::Paper(paper) => site.whole_path(paper).clone(),
        Shows::Division(paper, id) => site.division_path(paper, id).clone(),
        Shows::Divisions(paper, rule) => links::list_of(site, paper, rule),
        Shows::Entry(id) => site.entry_path(id).clone(),
        Shows::Entries(kind, sheet) => site.kind_list(kind).1.sheet(sheet).path.clone(),
    }
}

#[cfg(test)]
#[path = "../../tests/reference.rs"]
mod reference;
