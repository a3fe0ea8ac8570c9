//! Pages: one file per page type, named like its template, with the model that the template receives. What several types
//! share is in `part/`. Templates compute nothing; what a page shows, and every link on it, is decided here.
//!
//! Invariant: models contain no byte offset or line number of the source, so that an edit changes only the models of the
//! pages whose content it changes.

mod about;
mod data;
mod division;
mod division_list;
mod entry;
mod entry_list;
mod equivalents;
mod glance;
mod glossary;
mod home;
mod index;
mod matrix;
mod not_found;
mod paper;
pub(crate) mod part;
mod search;
mod silences;

use std::fmt;

use serde::Serialize;

use crate::diagnostic::{Checked, Diagnostic};
use crate::outline::{DivisionRef, PaperId};
use crate::site::{Context, Links, Site, SitePath};
use part::frame::{Frame, complete};

/// A page type: the model for its template, and the pages of this type.
pub(crate) trait PageType: Sized + Into<Model> {
    /// Identifies one page of this type.
    type Key: Copy + Send + Sync + 'static;
    /// The file name of its template.
    const TEMPLATE: &'static str;

    /// The keys of all pages of this type in one interface.
    fn keys(context: &Context) -> Vec<Self::Key>;

    /// The path of a page in the folder of its interface.
    fn path(context: &Context, key: Self::Key) -> SitePath;

    /// What a page is about.
    fn subject(_key: Self::Key) -> Subject {
        Subject::Site
    }

    /// Whether a page is long by nature, like a whole text; such pages have a larger weight budget.
    fn is_long(_context: &Context, _key: Self::Key) -> bool {
        false
    }

    /// The frame and model of a page; `links` creates the links on it.
    fn model(context: &Context, key: Self::Key, links: &Links) -> (Frame, Self);
}

/// What a page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The whole site.
    Site,
    /// One paper, without its text.
    Paper(PaperId),
    /// The whole text of a paper.
    WholeText(PaperId),
    /// A division.
    Division(DivisionRef),
}

impl Subject {
    /// The paper to which the page belongs.
    pub fn paper(self) -> Option<PaperId> {
        match self {
            Subject::Site => None,
            Subject::Paper(paper) | Subject::WholeText(paper) => Some(paper),
            Subject::Division(at) => Some(at.paper),
        }
    }

    /// The paper whose text the page shows, all of it or some.
    pub fn text_of(self) -> Option<PaperId> {
        match self {
            Subject::Site | Subject::Paper(_) => None,
            Subject::WholeText(paper) => Some(paper),
            Subject::Division(at) => Some(at.paper),
        }
    }
}

/// A page before rendering: its path, its template, and what the template receives.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
pub struct Page {
    /// Its path in the folder of its interface.
    #[serde(skip)]
    pub path: SitePath,
    /// Index of its interface in [`crate::input::Theme::interfaces`].
    #[serde(skip)]
    pub interface: usize,
    /// The template's name.
    #[serde(skip)]
    pub template: &'static str,
    /// What it is about.
    #[serde(skip)]
    pub subject: Subject,
    /// The parts that all pages have: title, navigation, breadcrumbs.
    pub frame: Frame,
    /// The model of its type; `page` in the template.
    pub page: Model,
}

/// The properties of a page that are known before its model is computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageInfo {
    /// Its path in the site.
    pub path: SitePath,
    /// What it is about.
    pub subject: Subject,
    /// Whether it is long by nature: a whole text, the glossary, the index.
    pub is_long: bool,
}

/// A page whose model is computed on demand.
pub struct Route {
    /// Its path and subject.
    pub info: PageInfo,
    make: Box<dyn Fn(&Site) -> Page + Send + Sync>,
}

impl fmt::Debug for Route {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        self.info.fmt(formatter)
    }
}

impl Route {
    /// Computes the page's model.
    pub fn page(&self, site: &Site) -> Page {
        (self.make)(site)
    }
}

/// Declares the types of pages, by their models.
macro_rules! page_types {
    ($($module:ident::$model:ident,)*) => {
        /// The models of the page types.
        #[derive(Debug, Clone, PartialEq, Hash, Serialize)]
        #[serde(untagged)]
        #[expect(missing_docs, reason = "each variant is named by its model")]
        pub enum Model {
            $($model(Box<$module::$model>),)*
        }

        $(impl From<$module::$model> for Model {
            fn from(model: $module::$model) -> Self {
                Self::$model(Box::new(model))
            }
        })*

        /// One function per page type: the routes of its pages in one interface.
        const PAGE_TYPES: &[fn(&Context) -> Vec<Route>] = &[$(routes_of::<$module::$model>,)*];

        #[cfg(test)]
        const SCHEMAS: &[(&str, reference::Schema)] =
            &[$((<$module::$model as PageType>::TEMPLATE, <$module::$model as schemars::JsonSchema>::json_schema),)*];
    };
}

// The table of page types. A new one needs a line here, a module, a template, strings and a test.
page_types! {
    home::Home,
    paper::PaperPage,
    division::DivisionPage,
    division_list::DivisionList,
    entry::EntryPage,
    entry_list::EntryList,
    glossary::Glossary,
    equivalents::Equivalents,
    silences::Silences,
    index::Index,
    matrix::MatrixPage,
    about::About,
    data::Data,
    glance::Glance,
    search::SearchPage,
    not_found::NotFound,
}

/// All pages of a site, sorted by path.
pub fn routes(site: &Site) -> Checked<Vec<Route>> {
    let interfaces = 0..site.inputs.theme.interfaces.len();
    let contexts = interfaces.map(|interface| site.context(interface, None));
    let mut routes: Vec<Route> = contexts
        .flat_map(|context| PAGE_TYPES.iter().flat_map(move |routes| routes(&context)))
        .collect();
    routes.sort_by(|left, right| left.info.path.cmp(&right.info.path));
    let duplicates = routes
        .windows(2)
        .map(|pair| (&pair[0].info.path, &pair[1].info.path))
        .filter(|(path, next)| path == next)
        .map(|(path, _)| {
            Diagnostic::error("duplicate-path", format!("two pages would have the path `{path}`"))
                .help("change the folder of a kind, the path of a paper, or the `page` of a division kind")
        });
    Checked {
        diagnostics: duplicates.collect(),
        value: routes,
    }
}

/// The routes of one page type in one interface.
fn routes_of<T: PageType>(context: &Context) -> Vec<Route> {
    let interface = context.interface;
    let route = |key: T::Key| {
        let subject = T::subject(key);
        let path = T::path(context, key);
        Route {
            info: PageInfo {
                path: context.published(&path),
                subject,
                is_long: T::is_long(context, key),
            },
            make: Box::new(move |site| page::<T>(&site.context(interface, subject.paper()), key, &path, subject)),
        }
    };
    fn page<T: PageType>(context: &Context, key: T::Key, path: &SitePath, subject: Subject) -> Page {
        let (frame, model) = T::model(context, key, &Links { context, from: path });
        let mut page = Page {
            path: path.clone(),
            interface: context.interface,
            template: T::TEMPLATE,
            subject,
            frame,
            page: model.into(),
        };
        complete(context, &mut page);
        page
    }
    T::keys(context).into_iter().map(route).collect()
}

/// The key of a page type with a single page.
type Single = ();

/// The keys of a page type with a single page.
const SINGLE: [Single; 1] = [()];

#[cfg(test)]
#[path = "../../tests/reference.rs"]
mod reference;
