//! What is read back from a finished page, in a few bytes: its texts, its anchors, where it leads.
//!
//! Texts, anchors and paths are kept as hashes. Where those say that something is wrong, the page is read once more for
//! the words.

use std::borrow::Cow;
use std::collections::HashMap;

use memchr::memchr;

use super::html;
use crate::site::SitePath;
use crate::text::{ByFingerprint, fingerprint, is_site_path};

/// What can be told of a page without the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Fingerprints of the texts of the elements that carry `data-verbatim`, in order.
    pub(crate) verbatim: Vec<u64>,
    /// Fingerprints of the anchors, sorted.
    pub(crate) anchors: Vec<u64>,
    /// Whether an anchor stands twice.
    pub(crate) twice: bool,
    /// Where its addresses lead, as far as that is in the site, each once.
    pub(crate) links: Vec<Lead>,
    /// Whether an address leads nowhere, out of the site's folder.
    pub(crate) lost: bool,
    /// Whether it has what the pages' policy does not let run or load.
    pub(crate) against_policy: bool,
}

/// Where an address leads: fingerprints of the file's path and of the anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Lead {
    pub(crate) file: u64,
    /// The anchor; 0 if the address has none.
    pub(crate) anchor: u64,
}

/// The fingerprint of a text in which HTML makes one space of several, as every browser does.
pub(crate) fn shown(text: &str) -> u64 {
    let single = |text: &str| {
        let bytes = text.as_bytes();
        let space = |byte: &u8| byte.is_ascii_whitespace();
        let plain = |pair: &[u8]| !(space(&pair[0]) && space(&pair[1]));
        let edges = bytes.first().is_some_and(space) || bytes.last().is_some_and(space);
        let other = bytes.iter().any(|byte| space(byte) && *byte != b' ');
        !edges && !other && bytes.windows(2).all(plain)
    };
    match single(text) {
        true => fingerprint(text),
        false => fingerprint(&single_spaced(text)),
    }
}

/// A text with one space for each run of white space.
pub(crate) fn single_spaced(text: &str) -> String {
    text.split(|letter: char| letter.is_ascii_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

impl Document {
    /// Reads the page at a path; `base_path` is where the site stands on its host.
    pub(crate) fn read(path: &SitePath, base_path: &str, html: &[u8]) -> Self {
        let text = match std::str::from_utf8(html) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => String::from_utf8_lossy(html),
        };
        let mut document = Self::default();
        let mut leads = Leads {
            path,
            base_path,
            own: fingerprint(path.as_str()),
            files: HashMap::default(),
            target: String::new(),
        };
        html::walk(&text, &mut |event| match event {
            html::Event::Verbatim(text) => document.verbatim.push(shown(&text)),
            html::Event::Anchor(anchor) => document.anchors.push(fingerprint(&anchor)),
            html::Event::Inline(_) => document.against_policy = true,
            html::Event::Loads(address) => document.against_policy |= is_elsewhere(&address),
            html::Event::Leads(address) => match leads.lead(&address) {
                Leading::Here(lead) => document.links.push(lead),
                Leading::Out => {}
                Leading::Nowhere => document.lost = true,
            },
        });
        document.anchors.sort_unstable();
        document.twice = document.anchors.windows(2).any(|pair| pair[0] == pair[1]);
        document.links.sort_unstable();
        document.links.dedup();
        // There are as many documents in memory as there are pages.
        document.verbatim.shrink_to_fit();
        document.anchors.shrink_to_fit();
        document.links.shrink_to_fit();
        document
    }
}

/// Finds where the addresses of one page lead.
struct Leads<'a> {
    path: &'a SitePath,
    base_path: &'a str,
    own: u64,
    /// Where the files lead that were met so far, by the fingerprints of their addresses without anchors.
    files: HashMap<u64, Leading<u64>, ByFingerprint>,
    /// The path that an address leads to, while it is made.
    target: String,
}

/// Where an address leads.
#[derive(Clone, Copy)]
enum Leading<T> {
    /// To this in the site.
    Here(T),
    /// Out of the site.
    Out,
    /// Out of the site's folder.
    Nowhere,
}

impl Leads<'_> {
    fn lead(&mut self, address: &str) -> Leading<Lead> {
        let (file, anchor) = match memchr(b'#', address.as_bytes()) {
            Some(at) => (&address[..at], &address[at + 1..]),
            None => (address, ""),
        };
        let anchor = if anchor.is_empty() { 0 } else { fingerprint(anchor) };
        match self.known_file(file) {
            Leading::Here(file) => Leading::Here(Lead { file, anchor }),
            Leading::Out => Leading::Out,
            Leading::Nowhere => Leading::Nowhere,
        }
    }

    /// Where a file leads. Many addresses on a page lead to the same few files.
    fn known_file(&mut self, address: &str) -> Leading<u64> {
        if address.is_empty() {
            return Leading::Here(self.own);
        }
        let known = fingerprint(address);
        if let Some(leading) = self.files.get(&known) {
            return *leading;
        }
        let leading = match is_external(address) {
            true => Leading::Out,
            false => self.file(address).map_or(Leading::Nowhere, Leading::Here),
        };
        self.files.insert(known, leading);
        leading
    }

    /// The fingerprint of the file that an address leads to: what [`target`] gives, without making it.
    fn file(&mut self, address: &str) -> Option<u64> {
        self.target.clear();
        let absolute = address
            .strip_prefix(self.base_path)
            .filter(|_| address.starts_with('/'));
        let mut rest = match absolute {
            Some(absolute) => absolute,
            None => {
                let own = self.path.as_str();
                self.target.push_str(&own[..own.rfind('/').unwrap_or(0)]);
                address
            }
        };
        while let Some(up) = rest.strip_prefix("../") {
            if self.target.is_empty() {
                return None;
            }
            self.target.truncate(self.target.rfind('/').unwrap_or(0));
            rest = up;
        }
        if !self.target.is_empty() {
            self.target.push('/');
        }
        self.target.push_str(rest);
        match is_site_path(&self.target) {
            true => Some(fingerprint(&self.target)),
            // An address that is written in an unusual way.
            false => Some(fingerprint(target(self.path, address, self.base_path)?.as_str())),
        }
    }
}

/// The file of the site to which an address on a page leads, without its anchor.
pub(crate) fn target(page: &SitePath, address: &str, base_path: &str) -> Option<SitePath> {
    match address.strip_prefix(base_path) {
        Some(absolute) if address.starts_with('/') => SitePath::new(absolute),
        _ => page.resolve(address),
    }
}

/// Whether an address leads out of the site: it names a scheme or a host.
pub(crate) fn is_external(address: &str) -> bool {
    let scheme = address.split_once(':').is_some_and(|(scheme, _)| {
        scheme
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
            && scheme.len() > 1
    });
    scheme || address.starts_with("//")
}

/// Whether a browser would load this from elsewhere.
pub(crate) fn is_elsewhere(address: &str) -> bool {
    is_external(address) && !address.starts_with("data:")
}
