use serde::Serialize;

use super::{Context, NOT_FOUND, SitePath};
use crate::outline::{DivisionRef, PaperId, ParagraphRef};
use crate::register::{EntryId, Target};

/// A link with its words.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Link {
    /// The words.
    pub label: String,
    /// The address.
    pub href: String,
    /// Whether it leads to the page it stands on.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub current: bool,
}

/// Makes the addresses on one page.
#[derive(Clone, Copy)]
pub(crate) struct Links<'a> {
    pub(crate) context: &'a Context<'a>,
    pub(crate) from: &'a SitePath,
}

impl Links<'_> {
    /// The address of a page. (All pages of an interface stand in its folder, so that it does not show.)
    pub(crate) fn to(&self, target: &SitePath) -> String {
        if self.from.as_str() == NOT_FOUND {
            format!("{}{target}", self.context.inputs.config.base_path())
        } else {
            self.from.relative(target)
        }
    }

    /// The address of a file that all interfaces share.
    pub(crate) fn shared(&self, file: &SitePath) -> String {
        if self.from.as_str() == NOT_FOUND {
            self.to(file)
        } else {
            self.context.published(self.from).relative(file)
        }
    }

    /// The address of an anchor on a page.
    pub(crate) fn at(&self, target: &SitePath, anchor: &str) -> String {
        let mut place = String::with_capacity(anchor.len() + 1);
        place.push('#');
        place.push_str(anchor);
        match target == self.from {
            true => place,
            false if self.from.as_str() == NOT_FOUND => self.to(target) + &place,
            false => self.from.relative_at(target, &place),
        }
    }

    /// The address of an entry's page.
    pub(crate) fn entry(&self, id: EntryId) -> String {
        self.to(self.context.entry_path(id))
    }

    /// The address of an anchor on an entry's page.
    pub(crate) fn entry_at(&self, id: EntryId, anchor: &str) -> String {
        self.at(self.context.entry_path(id), anchor)
    }

    /// The address of a division: its page, or its place on the page that shows it.
    pub(crate) fn division(&self, at: DivisionRef) -> String {
        let division = self.context.division(at);
        match division.page {
            Some(_) => self.to(self.context.shown_on(at)),
            None => self.at(self.context.shown_on(at), &division.anchor),
        }
    }

    /// The address of a paragraph, or of an anchor in it.
    pub(crate) fn paragraph(&self, at: ParagraphRef, anchor: Option<&str>) -> String {
        let page = self.context.shown_on(at.division);
        self.at(page, anchor.unwrap_or_else(|| self.context.anchor(at)))
    }

    /// The address of what a `[[Name]]` leads to.
    pub(crate) fn target(&self, target: Target) -> String {
        match target {
            Target::Entry(id) => self.entry(id),
            Target::Division(at) => self.division(at),
        }
    }

    /// A link to a page, marked if it is this one.
    pub(crate) fn link(&self, label: &str, target: &SitePath) -> Link {
        Link {
            label: label.to_owned(),
            href: self.to(target),
            current: target == self.from,
        }
    }
}

/// Words about a place in a paper: where the site has several papers, with the paper's short title.
pub(crate) fn of_paper(context: &Context, paper: PaperId, words: &str) -> String {
    match context.has_several_papers() {
        false => words.to_owned(),
        true => [&context.paper_config(paper).short_title, ": ", words].concat(),
    }
}

/// The full address of a file, where the site's is known.
pub(crate) fn absolute(context: &Context, path: &SitePath) -> Option<String> {
    let base = context.inputs.config.site.base_url.as_deref()?;
    Some(format!("{}/{}", base.trim_end_matches('/'), address(path)))
}

/// A page's address on a web server: a folder's first page goes by the folder's name.
fn address(path: &SitePath) -> &str {
    match path.as_str().strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path.as_str(),
    }
}
