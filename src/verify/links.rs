use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rayon::prelude::*;

use super::BuiltPage;
use super::document::{Link, is_external, target};
use super::html::read_back;
use crate::diagnostic::{Diagnostic, Place};
use crate::input::Inputs;
use crate::site::{Files, SitePath};
use crate::text::fingerprint;

/// Checks that every link on every page leads to a file of the site, and to an anchor of that page, and that no page has
/// an anchor twice.
pub(super) fn check(inputs: &Inputs, pages: &[BuiltPage], files: &Files) -> Vec<Diagnostic> {
    let targets = Targets::new(pages, files);
    let faulty: Vec<&BuiltPage> = pages
        .par_iter()
        .filter(|page| {
            page.document.has_duplicate_anchor || page.document.has_invalid_link || targets.has_broken_link(page)
        })
        .collect();
    diagnostics(inputs, &targets, &faulty, files)
}

/// The possible targets of links: pages and other files, by the fingerprints of their paths.
struct Targets<'a> {
    pages: HashMap<u64, &'a BuiltPage>,
    files: HashSet<u64>,
}

impl<'a> Targets<'a> {
    fn new(pages: &'a [BuiltPage], files: &Files) -> Self {
        let path = |path: &SitePath| fingerprint(path.as_str());
        Self {
            pages: pages.iter().map(|page| (path(&page.info.path), page)).collect(),
            files: files.keys().map(path).collect(),
        }
    }

    fn has_broken_link(&self, page: &BuiltPage) -> bool {
        let exist = |links: &[Link]| match self.pages.get(&links[0].file) {
            Some(page) => {
                let has = |anchor: u64| anchor == 0 || page.document.anchors.binary_search(&anchor).is_ok();
                links.iter().all(|link| has(link.anchor))
            }
            None => self.files.contains(&links[0].file) && links.iter().all(|link| link.anchor == 0),
        };
        // They are sorted, so those to the same file are adjacent.
        let links = &page.document.links;
        !links.chunk_by(|left, right| left.file == right.file).all(exist)
    }
}

/// Parses the faulty pages again, for the addresses and anchors behind the fingerprints, and reports each fault.
fn diagnostics(inputs: &Inputs, targets: &Targets, faulty: &[&BuiltPage], files: &Files) -> Vec<Diagnostic> {
    let base_path = inputs.config.base_path();
    let mut diagnostics = Vec::new();
    // By address and what is wrong with it: the pages that link to it.
    let mut broken: BTreeMap<(String, &str), Vec<&SitePath>> = BTreeMap::new();
    for page in faulty {
        let path = &page.info.path;
        let read = read_back(&page.html);
        let mut seen = BTreeSet::new();
        if let Some(twice) = read.anchors.iter().find(|anchor| !seen.insert(*anchor)) {
            diagnostics.push(
                Diagnostic::error(
                    "duplicate-anchor",
                    format!("the anchor `{twice}` stands twice on `{path}`"),
                )
                .help("each `id` of a page is its own"),
            );
        }
        let addresses: BTreeSet<String> = read.references.into_iter().collect();
        for address in addresses.into_iter().filter(|address| !is_external(address)) {
            let (file, anchor) = address.split_once('#').unwrap_or((&address, ""));
            let found = match file {
                "" => Some(path.clone()),
                file => target(path, file, &base_path),
            };
            let page = found
                .as_ref()
                .and_then(|path| targets.pages.get(&fingerprint(path.as_str())));
            let has = |page: &BuiltPage| page.document.anchors.binary_search(&fingerprint(anchor)).is_ok();
            let problem = match (found, page) {
                (_, Some(page)) if anchor.is_empty() || has(page) => continue,
                (Some(path), None) if files.contains_key(&path) && anchor.is_empty() => continue,
                (Some(path), None) if !files.contains_key(&path) => "no file of the site is there",
                (None, _) => "no file of the site is there",
                _ => "that page has no such anchor",
            };
            broken.entry((address, problem)).or_default().push(path);
        }
    }
    diagnostics.extend(broken.into_iter().map(|((address, problem), pages)| {
        let diagnostic = Diagnostic::error("broken-link", format!("`{}` links to `{address}`: {problem}", pages[0]));
        let diagnostic = match pages.len() {
            1 => diagnostic,
            many => diagnostic.help(format!("{many} pages have this link")),
        };
        let diagnostic = diagnostic.help("mend the template or the text that has this link");
        match place_in_templates(inputs, &address) {
            Some(place) => diagnostic.at(place),
            None => diagnostic,
        }
    }));
    diagnostics
}

/// The place in a template of an address or another text of a page: the likely origin of that text, if a template
/// contains it literally.
pub(super) fn place_in_templates(inputs: &Inputs, text: &str) -> Option<Place> {
    let (builtin, own): (Vec<_>, Vec<_>) = inputs.theme.templates.values().partition(|file| file.is_builtin());
    own.into_iter().chain(builtin).find_map(|file| {
        let is_start = |at: usize| file.text[..at].ends_with(['"', '\'', '=', ' ', '\n', '>', '}']) || at == 0;
        let (start, _) = file
            .text
            .match_indices(text)
            .find(|(at, _)| is_start(*at) || text.starts_with('<'))?;
        Some(Place::new(file, start..start + text.len()))
    })
}
