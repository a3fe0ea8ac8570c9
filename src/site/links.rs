use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::{Context, NOT_FOUND, SitePath};
use crate::outline::{DivisionRef, PaperId, ParagraphRef};
use crate::register::{EntryId, Target};

/// A link with its label.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Link {
    /// The label.
    pub label: String,
    /// The address.
    pub href: String,
    /// Whether it links to the page it is on.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub current: bool,
}

/// Makes the links on one page: every address is relative to `from`.
#[derive(Clone, Copy)]
pub(crate) struct Links<'a> {
    pub(crate) context: &'a Context<'a>,
    pub(crate) from: &'a SitePath,
}

impl Links<'_> {
    /// The address of a page in the same interface. (The interface's folder is common to both, so it cancels out.)
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
        let mut fragment = String::with_capacity(anchor.len() + 1);
        fragment.push('#');
        fragment.push_str(anchor);
        match target == self.from {
            true => fragment,
            false if self.from.as_str() == NOT_FOUND => self.to(target) + &fragment,
            false => self.from.relative_with_suffix(target, &fragment),
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

    /// The address of a division: its page, or its anchor on the page that shows it.
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

    /// The address of the target of a `[[Name]]` link.
    pub(crate) fn target(&self, target: Target) -> String {
        match target {
            Target::Entry(id) => self.entry(id),
            Target::Division(at) => self.division(at),
        }
    }

    /// A link to a page; `current` is set if it is this page.
    pub(crate) fn link(&self, label: &str, target: &SitePath) -> Link {
        Link {
            label: label.to_owned(),
            href: self.to(target),
            current: target == self.from,
        }
    }
}

/// Prefixes a label with the paper's short title if the site has several papers.
pub(crate) fn with_paper_title(context: &Context, paper: PaperId, label: &str) -> String {
    match context.has_several_papers() {
        false => label.to_owned(),
        true => [&context.paper_config(paper).short_title, ": ", label].concat(),
    }
}

/// A value as a part of a URL's query: percent-encoded, but for the unreserved characters (RFC 3986, 2.3).
pub(crate) fn query_value(text: &str) -> String {
    const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(text, RESERVED).to_string()
}

/// The absolute URL of a file; `None` if no base URL is configured.
pub(crate) fn absolute(context: &Context, path: &SitePath) -> Option<String> {
    let base = context.inputs.config.site.base_url.as_deref()?;
    Some(format!("{}/{}", base.trim_end_matches('/'), canonical_path(path)))
}

/// A page's canonical address on a web server: `folder/` for `folder/index.html`.
fn canonical_path(path: &SitePath) -> &str {
    match path.as_str().strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path.as_str(),
    }
}
