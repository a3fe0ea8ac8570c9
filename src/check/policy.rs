use std::collections::BTreeMap;

use super::html::Document;
use super::links::{is_external, written_in};
use crate::diagnostic::Diagnostic;
use crate::read::Inputs;
use crate::view::SitePath;

/// Pages load nothing from elsewhere, and run no script or style that stands in the page: a browser that
/// keeps the pages' policy would leave it out without a word.
pub(super) fn kept(inputs: &Inputs, documents: &BTreeMap<SitePath, Document>) -> Vec<Diagnostic> {
    let mut found: BTreeMap<(&str, bool), Vec<&SitePath>> = BTreeMap::new();
    for (path, document) in documents {
        let elsewhere = document
            .loaded
            .iter()
            .filter(|address| is_external(address) && !address.starts_with("data:"));
        let inline = document.inline.iter().map(|what| (what.as_str(), true));
        for offence in elsewhere.map(|address| (address.as_str(), false)).chain(inline) {
            let pages = found.entry(offence).or_default();
            if pages.last() != Some(&path) {
                pages.push(path);
            }
        }
    }
    let told = found.into_iter().map(|((what, inline), pages)| {
        let message = match inline {
            true => format!("`{}` has a script or a style in the page (`{what}`)", pages[0]),
            false => format!("`{}` loads `{what}` from elsewhere", pages[0]),
        };
        let diagnostic = Diagnostic::warning("against-policy", message);
        let diagnostic = match pages.len() {
            1 => diagnostic,
            many => diagnostic.help(format!("it stands on {many} pages")),
        };
        let diagnostic = diagnostic.help("put it into a file of `static/`, which pages may load; browsers leave out what is elsewhere or in the page");
        match written_in(inputs, what) {
            Some(place) => diagnostic.at(place),
            None => diagnostic,
        }
    });
    told.collect()
}
