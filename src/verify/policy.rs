use std::collections::BTreeMap;

use super::BuiltPage;
use super::document::is_on_another_host;
use super::html::read_back;
use super::links::place_in_templates;
use crate::diagnostic::Diagnostic;
use crate::input::Inputs;
use crate::site::SitePath;

/// Checks that pages load nothing from other hosts and have no inline scripts or styles: under the content security
/// policy of the pages, browsers ignore those silently.
pub(super) fn check(inputs: &Inputs, pages: &[BuiltPage]) -> Vec<Diagnostic> {
    // By what violates the policy, and whether it is inline: the pages that have it.
    let mut found: BTreeMap<(String, bool), Vec<&SitePath>> = BTreeMap::new();
    for page in pages.iter().filter(|page| page.document.violates_policy) {
        let read = read_back(&page.html);
        let elsewhere = read.loaded.into_iter().filter(|address| is_on_another_host(address));
        let inline = read.inline.into_iter().map(|what| (what, true));
        for violation in elsewhere.map(|address| (address, false)).chain(inline) {
            let pages = found.entry(violation).or_default();
            if pages.last() != Some(&&page.info.path) {
                pages.push(&page.info.path);
            }
        }
    }
    let diagnostics = found.into_iter().map(|((what, inline), pages)| {
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
        match place_in_templates(inputs, &what) {
            Some(place) => diagnostic.at(place),
            None => diagnostic,
        }
    });
    diagnostics.collect()
}
