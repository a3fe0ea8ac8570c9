use std::fmt;

use serde::Serialize;

use super::Site;
use crate::outline::{DivisionId, Locator};
use crate::register::{EntryId, Target};

/// A file's path in the site (see [`crate::text::is_site_path`]): it never leads out of the site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SitePath(String);

impl SitePath {
    /// A path from its text; nothing for one that is absolute, empty or leads upwards.
    pub fn new(path: impl Into<String>) -> Option<Self> {
        let path = path.into();
        crate::text::is_site_path(&path).then_some(Self(path))
    }

    /// A path that this program made of slugs and fixed words.
    pub(crate) fn made(path: String) -> Self {
        debug_assert!(Self::new(path.clone()).is_some(), "{path}");
        Self(path)
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address of `target` in a page that stands here.
    pub fn relative(&self, target: &SitePath) -> String {
        let (from, to) = (self.0.as_bytes(), target.0.as_bytes());
        // The folders that both stand in: up to the last slash of what is the same.
        let same = from.iter().zip(to).take_while(|(left, right)| left == right);
        let shared = same.enumerate().filter(|(_, (byte, _))| **byte == b'/').last();
        let shared = shared.map_or(0, |(at, _)| at + 1);
        let up = from[shared..].iter().filter(|byte| **byte == b'/').count();
        let mut address = String::with_capacity(3 * up + to.len() - shared);
        (0..up).for_each(|_| address.push_str("../"));
        address.push_str(&target.0[shared..]);
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Link {
    /// The words.
    pub label: String,
    /// The address.
    pub href: String,
    /// Whether it leads to the page it stands on.
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
        if target == self.from {
            format!("#{anchor}")
        } else {
            format!("{}#{anchor}", self.to(target))
        }
    }

    /// The address of an entry's page.
    pub(super) fn entry(&self, id: EntryId) -> String {
        self.to(&entry_path(self.site, id))
    }

    /// The address of an anchor on an entry's page.
    pub(super) fn entry_at(&self, id: EntryId, anchor: &str) -> String {
        self.at(&entry_path(self.site, id), anchor)
    }

    /// The address of a division: its page, or its place on the page that shows it.
    pub(super) fn division(&self, paper: usize, id: DivisionId) -> String {
        let outline = self.site.outline(paper);
        match outline.division(id).page {
            Some(_) => self.to(&division_path(self.site, paper, id)),
            None => self.at(&shown_on(self.site, paper, id), &outline.division(id).anchor),
        }
    }

    /// The address of a paragraph, or of an anchor in it.
    pub(super) fn paragraph(&self, at: Locator, anchor: Option<&str>) -> String {
        let paragraph = self.site.paragraph(at);
        let page = shown_on(self.site, at.paper, at.division);
        self.at(&page, anchor.unwrap_or(&paragraph.anchor))
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
        _ => format!("{}: {words}", site.paper_config(paper).short_title),
    }
}

/// The page of an entry.
pub(super) fn entry_path(site: &Site, id: EntryId) -> SitePath {
    let folder = &site.kind(id).folder.value;
    SitePath::made(format!("{folder}/{}.html", site.slug(id)))
}

/// A path in a paper's folder.
pub(super) fn paper_path(site: &Site, paper: usize, path: &str) -> SitePath {
    let folder = site.paper_config(paper).folder();
    SitePath::made(if folder.is_empty() {
        path.to_owned()
    } else {
        format!("{folder}/{path}")
    })
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
        None => whole_path(site, paper),
    }
}

/// The page of the whole paper.
pub(super) fn whole_path(site: &Site, paper: usize) -> SitePath {
    paper_path(site, paper, "paper/index.html")
}

/// The page of a division that has one; the whole paper's otherwise.
pub(super) fn division_path(site: &Site, paper: usize, id: DivisionId) -> SitePath {
    match &site.outline(paper).division(id).page {
        Some(page) => paper_path(site, paper, page),
        None => whole_path(site, paper),
    }
}

/// The page on which a division's own paragraphs stand: its own, or the nearest outer one's.
pub(super) fn shown_on(site: &Site, paper: usize, id: DivisionId) -> SitePath {
    match site.outline(paper).paged(id) {
        Some(paged) => division_path(site, paper, paged),
        None => whole_path(site, paper),
    }
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
