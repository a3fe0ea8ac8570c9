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
mod links;
mod picture;
mod prose;
mod search;
mod structured;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

pub use card::Card;
pub use links::SitePath;

use crate::apparatus::Apparatus;
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::mention::Mentions;
use crate::outline::{DivisionId, Paper};
use crate::read::{Inputs, Interface, KindRule, Localized, Strings};
use crate::register::Register;

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

/// What a site consists of, before it is rendered.
#[derive(Debug, Clone, PartialEq)]
pub struct Views {
    /// The pages, sorted by path.
    pub pages: Vec<Page>,
    /// What is no page: downloads, and files for hosts and search engines.
    pub files: Files,
    /// Pictures that cards on other sites show, by path.
    pub cards: Vec<(SitePath, Card)>,
}

/// What the passes before have made: all that views are built from.
#[derive(Clone, Copy)]
pub(crate) struct Site<'a> {
    pub(crate) inputs: &'a Inputs,
    pub(crate) papers: &'a [Paper],
    pub(crate) register: &'a Register,
    pub(crate) mentions: &'a Mentions,
    pub(crate) apparatus: &'a Apparatus,
    /// Index of the interface whose pages are made.
    pub(crate) interface: usize,
}

impl<'a> Site<'a> {
    pub(crate) fn interface(&self) -> &'a Interface {
        &self.inputs.theme.interfaces[self.interface]
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
    pub(crate) fn listed_kinds(&self) -> impl Iterator<Item = (usize, &KindRule)> {
        let kinds = self.register.kinds.iter().enumerate();
        kinds.filter(|(at, kind)| kind.list && self.register.entries.iter().any(|entry| entry.kind == *at))
    }
}

/// Builds the pages of the site, and the files beside them.
pub fn views(
    inputs: &Inputs,
    papers: &[Paper],
    register: &Register,
    mentions: &Mentions,
    apparatus: &Apparatus,
) -> Checked<Views> {
    let site = Site {
        inputs,
        papers,
        register,
        mentions,
        apparatus,
        interface: 0,
    };
    let data = data::files(&site);
    let sites = (0..inputs.theme.interfaces.len()).map(|interface| Site { interface, ..site });
    let mut pages = vec![about::not_found(&site)];
    let mut files = search::catalogue_files(&site);
    for site in sites {
        let mut own = pages_of(&site, &data);
        own.iter_mut().for_each(|page| frame::complete(&site, page));
        files.extend(search::words_file(&site));
        pages.extend(own);
    }
    pages.sort_by(|left, right| left.path.cmp(&right.path));
    files.extend(data::by_path(data));
    files.extend(cite::files(&site));
    files.extend(frame::running_titles(&site));
    files.extend(host::files(&site, &pages));
    let mut diagnostics = untranslated(&site);
    diagnostics.extend(search::unknown_headings(&site));
    let twice = pages
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
            pages,
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

/// The pages of one interface.
fn pages_of(site: &Site, data: &[data::DataFile]) -> Vec<Page> {
    let mut pages = vec![
        home::home(site),
        about::about(site),
        data::page(site, data),
        search::page(site),
        picture::glance(site),
    ];
    pages.extend(apparatus::pages(site));
    for paper in 0..site.papers.len() {
        pages.extend(division::pages(site, paper));
    }
    pages.extend(entry::pages(site));
    pages.extend(entry_list::pages(site));
    pages
}

#[cfg(test)]
#[path = "../../tests/reference.rs"]
mod reference;
