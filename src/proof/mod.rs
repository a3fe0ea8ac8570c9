//! Proof: reads a finished page as a browser would, with a reader of its own, and keeps in a few bytes what `check` has
//! to know of it: its texts, its anchors, where it leads. The page itself need not be kept.
//!
//! Texts, anchors and paths are kept as fingerprints. Where those say that something is wrong, the page is read once
//! more for the words (see [`Kept`]).

mod html;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use crate::view::SitePath;

pub(crate) use html::{Page, read};

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
    /// The anchor, if the address has one.
    pub(crate) anchor: Option<u64>,
}

/// What is kept of a page while the site is built: enough to read the page again.
pub trait Kept {
    /// The page's bytes; none where they can no longer be read.
    fn html(&self) -> Cow<'_, [u8]>;
}

impl Kept for Arc<[u8]> {
    fn html(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(self)
    }
}

/// The fingerprint of a path, an anchor or a text (XXH3, 64 bits): two that differ have the same one by chance only.
pub(crate) fn fingerprint(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
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
        let text = String::from_utf8_lossy(html);
        let mut document = Self::default();
        let mut known: HashSet<u64> = HashSet::new();
        html::walk(&text, &mut |event| match event {
            html::Event::Verbatim(text) => document.verbatim.push(shown(&text)),
            html::Event::Anchor(anchor) => document.anchors.push(fingerprint(&anchor)),
            html::Event::Inline(_) => document.against_policy = true,
            html::Event::Loads(address) => document.against_policy |= is_elsewhere(&address),
            html::Event::Leads(address) => {
                if known.insert(fingerprint(&address)) && !is_external(&address) {
                    match lead(path, base_path, &address) {
                        Some(lead) => document.links.push(lead),
                        None => document.lost = true,
                    }
                }
            }
        });
        document.anchors.sort_unstable();
        document.twice = document.anchors.windows(2).any(|pair| pair[0] == pair[1]);
        document.links.sort_unstable();
        document.links.dedup();
        document
    }
}

fn lead(path: &SitePath, base_path: &str, address: &str) -> Option<Lead> {
    let (file, anchor) = address.split_once('#').unwrap_or((address, ""));
    Some(Lead {
        file: match file {
            "" => fingerprint(path.as_str()),
            file => fingerprint(target(path, file, base_path)?.as_str()),
        },
        anchor: (!anchor.is_empty()).then(|| fingerprint(anchor)),
    })
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
