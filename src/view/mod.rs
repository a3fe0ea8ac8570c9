//! Pass 6, view: one serializable model per page, all that a template may know. Templates compute
//! nothing; what a page shows, and every address on it, is decided here.
//!
//! Invariant: a view holds citation labels and texts, never a byte offset or a line of the source, so
//! that an edit changes the views of the pages whose content it changes and no others.

mod about;
mod apparatus;
mod data;
mod division;
mod entry;
mod entry_list;
mod frame;
mod home;
mod host;
mod links;
mod prose;
mod structured;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

pub use links::SitePath;

use crate::apparatus::Apparatus;
use crate::diagnostic::{Checked, Diagnostic};
use crate::mention::Mentions;
use crate::outline::Paper;
use crate::read::{Inputs, KindRule};
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
    /// The template's name.
    #[serde(skip)]
    pub template: &'static str,
    /// What every page has: title, navigation, breadcrumbs.
    pub frame: frame::Frame,
    /// What this type of page has, as `page`.
    pub page: Model,
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
    Index(apparatus::Index),
    Matrix(apparatus::MatrixPage),
    About(about::About),
    Data(data::Data),
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
}

/// What the passes before have made: all that views are built from.
#[derive(Clone, Copy)]
pub(crate) struct Site<'a> {
    pub(crate) inputs: &'a Inputs,
    pub(crate) papers: &'a [Paper],
    pub(crate) register: &'a Register,
    pub(crate) mentions: &'a Mentions,
    pub(crate) apparatus: &'a Apparatus,
}

impl Site<'_> {
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
    };
    let mut pages = vec![home::home(&site), about::about(&site), about::not_found(&site)];
    pages.extend(apparatus::pages(&site));
    for paper in 0..papers.len() {
        pages.extend(division::pages(&site, paper));
    }
    pages.extend(entry::pages(&site));
    pages.extend(entry_list::pages(&site));
    let data = data::files(&site);
    pages.push(data::page(&site, &data));
    pages.iter_mut().for_each(|page| frame::complete(&site, page));
    pages.sort_by(|left, right| left.path.cmp(&right.path));
    let mut files = data::by_path(data);
    files.extend(host::files(&site, &pages));
    let diagnostics = pages
        .windows(2)
        .filter(|pair| pair[0].path == pair[1].path)
        .map(|pair| {
            Diagnostic::error(
                "duplicate-path",
                format!("two pages would have the path `{}`", pair[0].path),
            )
            .help("change the folder of a kind, the path of a paper, or the `page` of a division kind")
        })
        .collect();
    Checked {
        value: Views { pages, files },
        diagnostics,
    }
}

#[cfg(test)]
#[path = "../../tests/reference.rs"]
mod reference;
