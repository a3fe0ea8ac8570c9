use std::fmt;
use std::sync::Arc;

use memchr::{memchr_iter, memrchr};
use serde::{Serialize, Serializer};

use super::Site;
use crate::outline::{DivisionId, Locator, Paper};
use crate::register::{EntryId, Register, Target};

/// A file's path in the site (see [`crate::text::is_site_path`]): it never leads out of the site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SitePath(#[cfg_attr(test, schemars(with = "String"))] Arc<str>);

impl Serialize for SitePath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl SitePath {
    /// A path from its text; nothing for one that is absolute, empty or leads upwards.
    pub fn new(path: impl Into<Arc<str>>) -> Option<Self> {
        let path = path.into();
        crate::text::is_site_path(&path).then_some(Self(path))
    }

    /// A path that this program made of slugs and fixed words.
    pub(crate) fn made(path: String) -> Self {
        debug_assert!(crate::text::is_site_path(&path), "{path}");
        Self(path.into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address of `target` in a page that stands here.
    pub fn relative(&self, target: &SitePath) -> String {
        self.relative_at(target, "")
    }

    /// The address of `target` in a page that stands here, and what follows it.
    fn relative_at(&self, target: &SitePath, after: &str) -> String {
        let (from, to) = (self.0.as_bytes(), target.0.as_bytes());
        // The folders that both stand in: up to the last slash of what is the same.
        let other = from.iter().zip(to).position(|(left, right)| left != right);
        let same = other.unwrap_or(from.len().min(to.len()));
        let shared = memrchr(b'/', &from[..same]).map_or(0, |at| at + 1);
        let up = memchr_iter(b'/', &from[shared..]).count();
        let mut address = String::with_capacity(3 * up + to.len() - shared + after.len());
        (0..up).for_each(|_| address.push_str("../"));
        address.push_str(&target.0[shared..]);
        address.push_str(after);
        address
    }

    /// The path that a relative address in a page that stands here leads to.
    pub fn resolve(&self, address: &str) -> Option<SitePath> {
        let mut pieces: Vec<&str> = self.0.split('/').collect();
        pieces.pop();
        for piece in address.split('/') {
            match piece {
                ".." => {
                    pieces.pop()?;
                }
                "." => {}
                other => pieces.push(other),
            }
        }
        SitePath::new(pieces.join("/"))
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

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
pub(super) struct Links<'a> {
    pub(super) site: &'a Site<'a>,
    pub(super) from: &'a SitePath,
}

/// The one page that may be shown at any depth, so that its addresses begin at the host's root.
pub(super) const NOT_FOUND: &str = "404.html";

impl Links<'_> {
    /// The address of a page. (All pages of an interface stand in its folder, so that it does not show.)
    pub(super) fn to(&self, target: &SitePath) -> String {
        if self.from.as_str() == NOT_FOUND {
            format!("{}{target}", self.site.inputs.config.base_path())
        } else {
            self.from.relative(target)
        }
    }

    /// The address of a file that all interfaces share.
    pub(super) fn shared(&self, file: &SitePath) -> String {
        if self.from.as_str() == NOT_FOUND {
            self.to(file)
        } else {
            self.site.published(self.from).relative(file)
        }
    }

    /// The address of an anchor on a page.
    pub(super) fn at(&self, target: &SitePath, anchor: &str) -> String {
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
    pub(super) fn entry(&self, id: EntryId) -> String {
        self.to(self.site.entry_path(id))
    }

    /// The address of an anchor on an entry's page.
    pub(super) fn entry_at(&self, id: EntryId, anchor: &str) -> String {
        self.at(self.site.entry_path(id), anchor)
    }

    /// The address of a division: its page, or its place on the page that shows it.
    pub(super) fn division(&self, paper: usize, id: DivisionId) -> String {
        let outline = self.site.outline(paper);
        match outline.division(id).page {
            Some(_) => self.to(self.site.shown_on(paper, id)),
            None => self.at(self.site.shown_on(paper, id), &outline.division(id).anchor),
        }
    }

    /// The address of a paragraph, or of an anchor in it.
    pub(super) fn paragraph(&self, at: Locator, anchor: Option<&str>) -> String {
        let page = self.site.shown_on(at.paper, at.division);
        self.at(page, anchor.unwrap_or_else(|| self.site.anchor(at)))
    }

    /// The address of what a `[[Name]]` leads to.
    pub(super) fn target(&self, target: Target) -> String {
        match target {
            Target::Entry(id) => self.entry(id),
            Target::Division(paper, id) => self.division(paper, id),
        }
    }

    /// A link to a page, marked if it is this one.
    pub(super) fn link(&self, label: &str, target: &SitePath) -> Link {
        Link {
            label: label.to_owned(),
            href: self.to(target),
            current: target == self.from,
        }
    }
}

/// Words about a place in a paper: where the site has several papers, with the paper's short title.
pub(super) fn of_paper(site: &Site, paper: usize, words: &str) -> String {
    match site.papers() {
        1 => words.to_owned(),
        _ => [&site.paper_config(paper).short_title, ": ", words].concat(),
    }
}

/// A path in a paper's folder.
pub(super) fn paper_path(site: &Site, paper: usize, path: &str) -> SitePath {
    in_folder(site.paper_config(paper).folder(), path)
}

/// A page that is of all papers, or of one and then in its folder.
pub(super) fn of_papers(site: &Site, paper: Option<usize>, path: &str) -> SitePath {
    match paper {
        Some(paper) => paper_path(site, paper, path),
        None => SitePath::made(path.to_owned()),
    }
}

/// The list of divisions that a rule of a paper's grammar asks for; the whole paper where it asks for none.
pub(super) fn list_of(site: &Site, paper: usize, rule: usize) -> SitePath {
    match &site.paper_config(paper).outline[rule].list {
        Some(list) => paper_path(site, paper, &list.value),
        None => site.whole_path(paper).clone(),
    }
}

/// The paths of pages to which many links lead.
pub(super) struct Paths {
    /// The pages of the entries.
    pub(super) entries: Vec<SitePath>,
    /// The pages of the whole papers.
    pub(super) whole: Vec<SitePath>,
    /// For each paper and division the page on which the division's own paragraphs stand: its own, or the nearest outer
    /// one's.
    pub(super) shown_on: Vec<Vec<SitePath>>,
}

impl Paths {
    pub(super) fn of(papers: &[Paper], register: &Register) -> Self {
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

#[cfg(test)]
mod tests {
    use super::SitePath;

    fn path(text: &str) -> SitePath {
        SitePath::new(text).unwrap()
    }

    #[test]
    fn relative_addresses_name_the_file_and_lead_back() {
        let page = path("programs/peace/cyber.html");
        for target in [
            "index.html",
            "programs/index.html",
            "programs/peace/index.html",
            "mechanisms/forum.html",
        ] {
            let address = page.relative(&path(target));
            assert_eq!(page.resolve(&address), Some(path(target)), "{address}");
        }
        assert_eq!(
            page.relative(&path("mechanisms/forum.html")),
            "../../mechanisms/forum.html"
        );
        assert_eq!(page.relative(&path("programs/peace/index.html")), "index.html");
    }

    #[test]
    fn no_path_leads_out_of_the_site() {
        assert_eq!(SitePath::new("../secret"), None);
        assert_eq!(SitePath::new("/etc/passwd"), None);
        assert_eq!(SitePath::new("C:/x"), None);
        assert_eq!(path("index.html").resolve("../x.html"), None);
    }
}
