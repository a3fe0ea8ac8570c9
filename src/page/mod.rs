//! Pages: one file for each type of page, of the name of its template, with the model that the template is given. What
//! several types show is in `part/`. Templates compute nothing; what a page shows, and every address on it, is decided
//! here.
//!
//! Invariant: a model holds citation labels and texts, never a byte offset or a line of the source, so that an edit
//! changes the models of the pages whose content it changes and no others.

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

use std::fmt;

use serde::Serialize;

use crate::diagnostic::{Checked, Diagnostic};
use crate::outline::{DivisionRef, PaperId};
use crate::site::{Context, Links, Site, SitePath};
use part::frame::{Frame, complete};

/// A type of page: the model that its template is given, and which pages of it there are.
pub(crate) trait PageType: Sized + Into<Model> {
    /// What tells one page of this type from another.
    type Key: Copy + Send + Sync + 'static;
    /// The name of its template.
    const TEMPLATE: &'static str;

    /// The pages of this type in one interface.
    fn keys(context: &Context) -> Vec<Self::Key>;

    /// Where a page stands in the folder of its interface.
    fn path(context: &Context, key: Self::Key) -> SitePath;

    /// What a page is about.
    fn subject(_key: Self::Key) -> Subject {
        Subject::Site
    }

    /// Whether a page is long by its nature, as a whole text is: then it may weigh more.
    fn is_long(_context: &Context, _key: Self::Key) -> bool {
        false
    }

    /// What a page shows; `links` makes the addresses on it.
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

/// A page: where it stands, the template that shows it, and what the template is given.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
pub struct Page {
    /// Its path in the folder of its interface.
    #[serde(skip)]
    pub path: SitePath,
    /// Index of the interface that it has (see [`crate::input::Theme::interfaces`]).
    #[serde(skip)]
    pub interface: usize,
    /// The template's name.
    #[serde(skip)]
    pub template: &'static str,
    /// What it is about.
    #[serde(skip)]
    pub subject: Subject,
    /// What every page has: title, navigation, breadcrumbs.
    pub frame: Frame,
    /// What this type of page has, as `page`.
    pub page: Model,
}

/// What is known of a page before it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageInfo {
    /// Its path in the site.
    pub path: SitePath,
    /// What it is about.
    pub subject: Subject,
    /// Whether it is long by its nature: a whole text, the glossary, the index.
    pub is_long: bool,
}

/// A page of the site, not made yet.
pub struct Route {
    /// Where it stands and what it is about.
    pub info: PageInfo,
    make: Box<dyn Fn(&Site) -> Page + Send + Sync>,
}

impl fmt::Debug for Route {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        self.info.fmt(formatter)
    }
}

impl Route {
    /// Makes the page.
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

        /// For each page type the pages of it in one interface.
        const PAGE_TYPES: &[fn(&Context) -> Vec<Route>] = &[$(routes_of::<$module::$model>,)*];

        #[cfg(test)]
        const SCHEMAS: &[(&str, reference::Schema)] =
            &[$((<$module::$model as PageType>::TEMPLATE, <$module::$model as schemars::JsonSchema>::json_schema),)*];
    };
}

// The one table of page types. A new one needs a line here, its file, its template, its words and a test.
page_types! {
    home::Home,
    paper::PaperPage,
    division::DivisionPage,
    division_list::DivisionList,
    entry::EntryPage,
    entry_list::EntryList,
    glossary::Glossary,
    equivalents::Equivalents,
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
    let twice = routes
        .windows(2)
        .map(|pair| (&pair[0].info.path, &pair[1].info.path))
        .filter(|(path, next)| path == next)
        .map(|(path, _)| {
            Diagnostic::error("duplicate-path", format!("two pages would have the path `{path}`"))
                .help("change the folder of a kind, the path of a paper, or the `page` of a division kind")
        });
    Checked {
        diagnostics: twice.collect(),
        value: routes,
    }
}

/// The pages of one type in one interface.
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

/// The key of a type of which there is one page.
type Single = ();

/// The one page of its type.
const SINGLE: [Single; 1] = [()];

#[cfg(test)]
#[path = "../../tests/reference.rs"]
mod reference;
