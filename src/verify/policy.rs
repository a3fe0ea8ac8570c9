use std::collections::BTreeMap;

use super::BuiltPage;
use super::document::is_elsewhere;
use super::html::read_back;
use super::links::written_in;
use crate::diagnostic::Diagnostic;
use crate::input::Inputs;
use crate::site::SitePath;

/// Pages load nothing from elsewhere, and run no script or style that stands in the page: a browser that
/// keeps the pages' policy would leave it out without a word.
pub(super) fn kept(inputs: &Inputs, pages: &[BuiltPage]) -> Vec<Diagnostic> {
    let mut found: BTreeMap<(String, bool), Vec<&SitePath>> = BTreeMap::new();
    for page in pages.iter().filter(|page| page.document.against_policy) {
        let words = read_back(&page.html);
        let elsewhere = words.loaded.into_iter().filter(|address| is_elsewhere(address));
        let inline = words.inline.into_iter().map(|what| (what, true));
        for offence in elsewhere.map(|address| (address, false)).chain(inline) {
            let pages = found.entry(offence).or_default();
            if pages.last() != Some(&&page.info.path) {
                pages.push(&page.info.path);
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
        match written_in(inputs, &what) {
            Some(place) => diagnostic.at(place),
            None => diagnostic,
        }
    });
    told.collect()
}
