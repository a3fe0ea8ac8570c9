//! What the checks need of a finished page, parsed from its HTML: its texts, anchors and links.
//!
//! They are held as hashes, since a site has all its pages in memory. Where the hashes show a fault, the page is parsed
//! again for the texts.

use std::borrow::Cow;
use std::collections::HashMap;

use memchr::memchr;

use super::html;
use crate::site::SitePath;
use crate::text::fingerprint;

/// A summary of a finished page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Fingerprints of the texts of the elements that carry `data-verbatim`, in order.
    pub(crate) verbatim: Vec<u64>,
    /// Fingerprints of the anchors, sorted.
    pub(crate) anchors: Vec<u64>,
    /// Whether two elements have the same anchor.
    pub(crate) has_duplicate_anchor: bool,
    /// Its links within the site, sorted, without duplicates.
    pub(crate) links: Vec<Link>,
    /// Whether a relative link leaves the site's folder.
    pub(crate) has_invalid_link: bool,
    /// Whether it has something that the content security policy of the pages forbids to run or load.
    pub(crate) violates_policy: bool,
}

/// The target of a link: fingerprints of the file's path and of the anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Link {
    pub(crate) file: u64,
    /// 0 if the link has no anchor.
    pub(crate) anchor: u64,
}

/// The fingerprint of a text as browsers show it: with runs of white space collapsed to one space.
pub(crate) fn shown_fingerprint(text: &str) -> u64 {
    fingerprint(&single_spaced(text))
}

/// The text with each run of white space replaced by one space, and none at its ends.
pub(crate) fn single_spaced(text: &str) -> String {
    text.split(|letter: char| letter.is_ascii_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

impl Document {
    /// Parses the page at `path`; `base_path` is the path of the site on its host.
    pub(crate) fn read(path: &SitePath, base_path: &str, html: &[u8]) -> Self {
        let text = match std::str::from_utf8(html) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => String::from_utf8_lossy(html),
        };
        let mut document = Self::default();
        let mut resolver = LinkResolver {
            path,
            base_path,
            own: fingerprint(path.as_str()),
            files: HashMap::default(),
        };
        html::walk(&text, &mut |event| match event {
            html::Event::Verbatim(text) => document.verbatim.push(shown_fingerprint(&text)),
            html::Event::Anchor(anchor) => document.anchors.push(fingerprint(&anchor)),
            html::Event::Inline(_) => document.violates_policy = true,
            html::Event::Resource(address) => document.violates_policy |= is_on_another_host(&address),
            html::Event::Reference(address) => match resolver.link(&address) {
                Resolved::Inside(link) => document.links.push(link),
                Resolved::External => {}
                Resolved::Invalid => document.has_invalid_link = true,
            },
        });
        document.anchors.sort_unstable();
        document.has_duplicate_anchor = document.anchors.windows(2).any(|pair| pair[0] == pair[1]);
        document.links.sort_unstable();
        document.links.dedup();
        // The documents of all pages are in memory at once.
        document.verbatim.shrink_to_fit();
        document.anchors.shrink_to_fit();
        document.links.shrink_to_fit();
        document
    }
}

/// Resolves the addresses of one page.
struct LinkResolver<'a> {
    path: &'a SitePath,
    base_path: &'a str,
    /// Fingerprint of `path`.
    own: u64,
    /// Files resolved so far, by the fingerprints of their addresses without anchors.
    files: HashMap<u64, Resolved<u64>>,
}

/// A resolved address.
#[derive(Clone, Copy)]
enum Resolved<T> {
    /// A target within the site.
    Inside(T),
    /// Another host or scheme.
    External,
    /// A relative address that leaves the site's folder.
    Invalid,
}

impl LinkResolver<'_> {
    fn link(&mut self, address: &str) -> Resolved<Link> {
        let (file, anchor) = match memchr(b'#', address.as_bytes()) {
            Some(at) => (&address[..at], &address[at + 1..]),
            None => (address, ""),
        };
        let anchor = if anchor.is_empty() { 0 } else { fingerprint(anchor) };
        match self.file(file) {
            Resolved::Inside(file) => Resolved::Inside(Link { file, anchor }),
            Resolved::External => Resolved::External,
            Resolved::Invalid => Resolved::Invalid,
        }
    }

    /// Resolves an address without anchor. Cached, since most links of a page lead to the same few files.
    fn file(&mut self, address: &str) -> Resolved<u64> {
        if address.is_empty() {
            return Resolved::Inside(self.own);
        }
        let key = fingerprint(address);
        if let Some(resolved) = self.files.get(&key) {
            return *resolved;
        }
        let resolved = match is_external(address) {
            true => Resolved::External,
            false => target(self.path, address, self.base_path)
                .map_or(Resolved::Invalid, |path| Resolved::Inside(fingerprint(path.as_str()))),
        };
        self.files.insert(key, resolved);
        resolved
    }
}

/// The file of the site that an address on a page leads to; the address has no anchor.
pub(crate) fn target(page: &SitePath, address: &str, base_path: &str) -> Option<SitePath> {
    // A query is read by the script of the page that it leads to: the file is the same.
    let address = address.split('?').next().unwrap_or_default();
    match address.strip_prefix(base_path) {
        Some(absolute) if address.starts_with('/') => SitePath::new(absolute),
        _ => page.resolve(address),
    }
}

/// Whether an address names a scheme or a host, and so leads out of the site.
pub(crate) fn is_external(address: &str) -> bool {
    let scheme = address.split_once(':').is_some_and(|(scheme, _)| {
        scheme
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
            && scheme.len() > 1
    });
    scheme || address.starts_with("//")
}

/// Whether loading this address would send a request to another host.
pub(crate) fn is_on_another_host(address: &str) -> bool {
    is_external(address) && !address.starts_with("data:")
}
