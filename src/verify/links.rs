use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rayon::prelude::*;

use super::BuiltPage;
use super::document::{Lead, is_external, target};
use super::html::read_back;
use crate::diagnostic::{Diagnostic, Place};
use crate::input::Inputs;
use crate::site::{Files, SitePath};
use crate::text::{ByFingerprint, fingerprint};

/// Every address on every page leads to a file of the site, and to an anchor of that page; no anchor
/// stands twice on a page.
pub(super) fn alive(inputs: &Inputs, pages: &[BuiltPage], files: &Files) -> Vec<Diagnostic> {
    let known = Known::of(pages, files);
    let at_fault: Vec<&BuiltPage> = pages
        .par_iter()
        .filter(|page| page.document.twice || page.document.lost || known.lacks_a_target(page))
        .collect();
    told(inputs, &known, &at_fault, files)
}

/// Where addresses may lead, by fingerprint.
struct Known<'a> {
    pages: HashMap<u64, &'a BuiltPage, ByFingerprint>,
    files: HashSet<u64, ByFingerprint>,
}

impl<'a> Known<'a> {
    fn of(pages: &'a [BuiltPage], files: &Files) -> Self {
        let path = |path: &SitePath| fingerprint(path.as_str());
        Self {
            pages: pages.iter().map(|page| (path(&page.info.path), page)).collect(),
            files: files.keys().map(path).collect(),
        }
    }

    fn lacks_a_target(&self, page: &BuiltPage) -> bool {
        let to_file = |leads: &[Lead]| match self.pages.get(&leads[0].file) {
            Some(page) => {
                let has = |anchor: u64| anchor == 0 || page.document.anchors.binary_search(&anchor).is_ok();
                leads.iter().all(|lead| has(lead.anchor))
            }
            None => self.files.contains(&leads[0].file) && leads.iter().all(|lead| lead.anchor == 0),
        };
        // They are sorted: those to one file stand together.
        let links = &page.document.links;
        !links.chunk_by(|left, right| left.file == right.file).all(to_file)
    }
}

/// What is wrong with pages, in their own words.
fn told(inputs: &Inputs, known: &Known, at_fault: &[&BuiltPage], files: &Files) -> Vec<Diagnostic> {
    let base_path = inputs.config.base_path();
    let mut diagnostics = Vec::new();
    // By address and what is wrong with it: the pages that have it.
    let mut dead: BTreeMap<(String, &str), Vec<&SitePath>> = BTreeMap::new();
    for page in at_fault {
        let path = &page.info.path;
        let words = read_back(&page.html);
        let mut seen = BTreeSet::new();
        if let Some(twice) = words.anchors.iter().find(|anchor| !seen.insert(*anchor)) {
            diagnostics.push(
                Diagnostic::error(
                    "duplicate-anchor",
                    format!("the anchor `{twice}` stands twice on `{path}`"),
                )
                .help("each `id` of a page is its own"),
            );
        }
        let addresses: BTreeSet<String> = words.references.into_iter().collect();
        for address in addresses.into_iter().filter(|address| !is_external(address)) {
            let (file, anchor) = address.split_once('#').unwrap_or((&address, ""));
            let found = match file {
                "" => Some(path.clone()),
                file => target(path, file, &base_path),
            };
            let page = found
                .as_ref()
                .and_then(|path| known.pages.get(&fingerprint(path.as_str())));
            let has = |page: &BuiltPage| page.document.anchors.binary_search(&fingerprint(anchor)).is_ok();
            let problem = match (found, page) {
                (_, Some(page)) if anchor.is_empty() || has(page) => continue,
                (Some(path), None) if files.contains_key(&path) && anchor.is_empty() => continue,
                (Some(path), None) if !files.contains_key(&path) => "no file of the site is there",
                (None, _) => "no file of the site is there",
                _ => "that page has no such anchor",
            };
            dead.entry((address, problem)).or_default().push(path);
        }
    }
    diagnostics.extend(dead.into_iter().map(|((address, problem), pages)| {
        let diagnostic = Diagnostic::error("broken-link", format!("`{}` links to `{address}`: {problem}", pages[0]));
        let diagnostic = match pages.len() {
            1 => diagnostic,
            many => diagnostic.help(format!("{many} pages have this link")),
        };
        let diagnostic = diagnostic.help("mend the template or the text that has this link");
        match written_in(inputs, &address) {
            Some(place) => diagnostic.at(place),
            None => diagnostic,
        }
    }));
    diagnostics
}

/// Where a template has an address, or other words of a page, letter for letter: most likely it comes from
/// there.
pub(super) fn written_in(inputs: &Inputs, words: &str) -> Option<Place> {
    let (builtin, own): (Vec<_>, Vec<_>) = inputs.theme.templates.values().partition(|file| file.is_builtin());
    own.into_iter().chain(builtin).find_map(|file| {
        let begins = |at: usize| file.text[..at].ends_with(['"', '\'', '=', ' ', '\n', '>', '}']) || at == 0;
        let (start, _) = file
            .text
            .match_indices(words)
            .find(|(at, _)| begins(*at) || words.starts_with('<'))?;
        Some(Place::new(file, start..start + words.len()))
    })
}
