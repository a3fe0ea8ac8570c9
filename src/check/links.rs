use std::collections::{BTreeMap, BTreeSet};

use super::html::Document;
use crate::diagnostic::{Diagnostic, Place};
use crate::read::Inputs;
use crate::render::Files;
use crate::view::SitePath;

/// Every address on every page leads to a file of the site, and to an anchor of that page; no anchor
/// stands twice on a page.
pub(super) fn alive(inputs: &Inputs, documents: &BTreeMap<SitePath, Document>, files: &Files) -> Vec<Diagnostic> {
    let base_path = inputs.config.base_path();
    let anchors: BTreeMap<&SitePath, BTreeSet<&str>> = documents
        .iter()
        .map(|(path, document)| (path, document.ids.iter().map(String::as_str).collect()))
        .collect();
    let mut diagnostics = Vec::new();
    // By address and what is wrong with it: the pages that have it.
    let mut dead: BTreeMap<(&str, &str), Vec<&SitePath>> = BTreeMap::new();
    for (path, document) in documents {
        if anchors[path].len() < document.ids.len() {
            let mut seen = BTreeSet::new();
            let twice = document
                .ids
                .iter()
                .find(|id| !seen.insert(*id))
                .map_or("", String::as_str);
            diagnostics.push(
                Diagnostic::error(
                    "duplicate-anchor",
                    format!("the anchor `{twice}` stands twice on `{path}`"),
                )
                .help("each `id` of a page is its own"),
            );
        }
        let addresses: BTreeSet<&str> = document.references.iter().map(String::as_str).collect();
        for address in addresses.into_iter().filter(|address| !is_external(address)) {
            let (file, anchor) = address.split_once('#').unwrap_or((address, ""));
            let found = if file.is_empty() {
                Some(path.clone())
            } else {
                target(path, file, &base_path)
            };
            let found = found.filter(|target| files.contains_key(target));
            let problem = match &found {
                None => Some("no file of the site is there"),
                Some(target) => {
                    let known = anchor.is_empty() || anchors.get(target).is_some_and(|known| known.contains(anchor));
                    (!known).then_some("that page has no such anchor")
                }
            };
            if let Some(problem) = problem {
                dead.entry((address, problem)).or_default().push(path);
            }
        }
    }
    diagnostics.extend(dead.into_iter().map(|((address, problem), pages)| {
        let diagnostic = Diagnostic::error("broken-link", format!("`{}` links to `{address}`: {problem}", pages[0]));
        let diagnostic = match pages.len() {
            1 => diagnostic,
            many => diagnostic.help(format!("{many} pages have this link")),
        };
        let diagnostic = diagnostic.help("mend the template or the text that has this link");
        match written_in(inputs, address) {
            Some(place) => diagnostic.at(place),
            None => diagnostic,
        }
    }));
    diagnostics
}

/// The file of the site to which an address on a page leads, without its anchor.
pub(super) fn target(page: &SitePath, address: &str, base_path: &str) -> Option<SitePath> {
    match address.strip_prefix(base_path) {
        Some(absolute) if address.starts_with('/') => SitePath::new(absolute),
        _ => page.resolve(address),
    }
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

/// Whether an address leads out of the site: it names a scheme or a host.
pub(super) fn is_external(address: &str) -> bool {
    let scheme = address.split_once(':').is_some_and(|(scheme, _)| {
        scheme
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
            && scheme.len() > 1
    });
    scheme || address.starts_with("//")
}
