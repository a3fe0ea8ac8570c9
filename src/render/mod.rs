//! Pass 7, render: views and theme give the bytes of the site. Pages are independent of each other and
//! rendered in parallel by `compile`, one at a time.

mod card;
#[cfg(feature = "minify")]
mod lean;
mod minify;
mod template;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Checked, Diagnostic};
use crate::read::Inputs;
use crate::view::{Card, Page, SitePath};

pub use crate::view::Files;

/// Renders pages one by one: models and theme give minified HTML.
#[derive(Debug)]
pub struct Renderer {
    templates: template::Templates,
    minify: bool,
}

impl Renderer {
    /// Compiles the theme's templates; nothing where one is broken. One that did so for the same theme before is taken
    /// again.
    pub fn new(inputs: &Inputs, before: Option<Arc<Self>>) -> Checked<Option<Arc<Self>>> {
        let minify = inputs.config.site.minify;
        let same = before.filter(|before| before.minify == minify && before.templates.are_of(&inputs.theme));
        if same.is_some() {
            return Checked {
                value: same,
                diagnostics: Vec::new(),
            };
        }
        let Checked { value, diagnostics } = template::Templates::compile(&inputs.theme);
        Checked {
            value: value.map(|templates| Arc::new(Self { templates, minify })),
            diagnostics,
        }
    }

    /// A fingerprint of a template and all that it extends or includes.
    pub fn template(&self, name: &str) -> u64 {
        self.templates.fingerprint(name)
    }

    /// The bytes of a page.
    ///
    /// # Errors
    /// A template that fails on this page.
    pub fn page(&self, page: &Page) -> Result<Vec<u8>, Diagnostic> {
        let html = self.templates.render(page)?;
        Ok(if self.minify {
            minify::minify(html)
        } else {
            html.into_bytes()
        })
    }
}

/// Failures of many pages: each fault of a template once, with the number of pages on which it came up.
pub fn told_once(failures: Vec<Diagnostic>) -> Vec<Diagnostic> {
    template::told_once(failures)
}

/// The pictures of cards.
pub fn pictures(cards: &[(SitePath, Card)]) -> Files {
    let drawn = cards.par_iter();
    drawn
        .filter_map(|(path, card)| Some((path.clone(), card::draw(card)?)))
        .collect()
}

/// The files of the theme and of `static/`. Of two with the same path that of `static/` counts.
pub fn assets(inputs: &Inputs) -> Files {
    let theme = named(&inputs.theme.assets, "assets/").map(|(path, bytes)| asset(inputs, path, bytes));
    theme.chain(named(&inputs.statics, "")).collect()
}

/// Files and pages that cannot stand side by side: pages in the place of files, and files where others need a folder.
pub fn conflicts<'a>(
    pages: impl Iterator<Item = &'a SitePath>,
    files: impl Iterator<Item = &'a SitePath>,
) -> Vec<Diagnostic> {
    let files: HashSet<&str> = files.map(SitePath::as_str).collect();
    let pages: Vec<&str> = pages.map(SitePath::as_str).collect();
    let in_their_place: BTreeSet<&str> = pages.iter().copied().filter(|page| files.contains(page)).collect();
    // Their order reaches nothing.
    let all: HashSet<&str> = files.into_iter().chain(pages).collect();
    let folders = all
        .iter()
        .flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at]));
    let in_the_way: BTreeSet<&str> = folders.filter(|folder| all.contains(folder)).collect();
    let of_files = in_their_place
        .into_iter()
        .map(|page| taken_by(page, "a file of the theme or of `static/`"));
    of_files
        .chain(in_the_way.into_iter().map(|file| taken_by(file, "a folder")))
        .collect()
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

fn taken_by(path: &str, by: &str) -> Diagnostic {
    Diagnostic::error("duplicate-path", format!("`{path}` would be a page and {by}"))
        .help("change the folder of a kind, the `page` or `list` of a division kind, or the file's name")
}
