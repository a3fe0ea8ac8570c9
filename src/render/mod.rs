//! Pass 7, render: views and theme give the bytes of the site. Pages are independent of each other and
//! rendered in parallel; the result is in the order of the pages, whatever the threads did.

mod card;
mod minify;
mod template;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Checked, Diagnostic};
use crate::read::Inputs;
use crate::view::{SitePath, Views};

pub use crate::view::Files;

/// Renders the pages and adds the files beside them; calls `done` after each page.
///
/// A file of `static/` takes the place of the theme's, or of a data file, with the same path; not of a page.
pub fn render(inputs: &Inputs, views: &Views, done: &(dyn Fn() + Sync)) -> Checked<Files> {
    let mut diagnostics = Vec::new();
    let Some(templates) = template::Templates::compile(&inputs.theme).unpack(&mut diagnostics) else {
        return Checked {
            value: Files::new(),
            diagnostics,
        };
    };
    let cards = || -> Files {
        let drawn = views.cards.par_iter();
        drawn
            .filter_map(|(path, card)| Some((path.clone(), card::draw(card)?)))
            .collect()
    };
    let pages = || -> Vec<_> {
        views
            .pages
            .par_iter()
            .map(|page| {
                let html = templates.render(page)?.into_bytes();
                let html = if inputs.config.site.minify {
                    minify::minify(html)
                } else {
                    html
                };
                done();
                Ok((page.path.clone(), Arc::from(html)))
            })
            .collect()
    };
    let (cards, rendered) = rayon::join(cards, pages);
    let mut files = views.files.clone();
    files.extend(cards);
    files.extend(named(&inputs.theme.assets, "assets/").map(|(path, bytes)| asset(inputs, path, bytes)));
    files.extend(named(&inputs.statics, ""));
    let mut pages = Files::new();
    let mut failures = Vec::new();
    for page in rendered {
        match page {
            Ok((path, bytes)) => {
                pages.insert(path, bytes);
            }
            Err(failure) => failures.push(failure),
        }
    }
    diagnostics.extend(template::told_once(failures));
    diagnostics.extend(
        pages
            .keys()
            .filter(|path| files.contains_key(path))
            .map(|path| taken(path, "a file of the theme or of `static/`")),
    );
    files.extend(pages);
    diagnostics.extend(in_the_way(&files));
    Checked {
        value: files,
        diagnostics,
    }
}

/// A file of the theme as it is published.
fn asset(inputs: &Inputs, path: SitePath, bytes: Arc<[u8]>) -> (SitePath, Arc<[u8]>) {
    let sheet = inputs.config.site.minify && path.as_str().ends_with(".css");
    match std::str::from_utf8(&bytes).ok().filter(|_| sheet) {
        Some(css) => (path, Arc::from(minify::without_comments(css).into_bytes())),
        None => (path, bytes),
    }
}

/// Files of the inputs under their paths in the site.
fn named<'a>(
    files: &'a BTreeMap<String, Arc<[u8]>>,
    folder: &'a str,
) -> impl Iterator<Item = (SitePath, Arc<[u8]>)> + 'a {
    let named = files
        .iter()
        .map(move |(path, bytes)| (SitePath::new(format!("{folder}{path}")), bytes));
    named.filter_map(|(path, bytes)| Some((path?, Arc::clone(bytes))))
}

/// Files that stand where others need a folder.
fn in_the_way(files: &Files) -> Vec<Diagnostic> {
    let folders = files.keys().flat_map(|path| {
        let slashes = path.as_str().match_indices('/');
        slashes.filter_map(|(at, _)| SitePath::new(&path.as_str()[..at]))
    });
    folders
        .filter(|folder| files.contains_key(folder))
        .map(|folder| taken(&folder, "a folder"))
        .collect()
}

fn taken(path: &SitePath, by: &str) -> Diagnostic {
    Diagnostic::error("duplicate-path", format!("`{path}` would be a page and {by}"))
        .help("change the folder of a kind, the `page` or `list` of a division kind, or the file's name")
}
