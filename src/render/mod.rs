//! Pass 7, render: views and theme give the bytes of the site. Pages are independent of each other and
//! rendered in parallel by `build`.

mod minify;
mod template;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use crate::diagnostic::{Checked, Diagnostic};
use crate::input::Inputs;
use crate::page::Page;
use crate::site::{Files, SitePath};

pub use template::merge_repeated;

/// Renders pages one by one: models and theme give minified HTML.
#[derive(Debug)]
pub struct Renderer {
    templates: template::Templates,
    minify: bool,
}

impl Renderer {
    /// Compiles the theme's templates; nothing where one is broken.
    pub fn new(inputs: &Inputs) -> Checked<Option<Self>> {
        let Checked { value, diagnostics } = template::Templates::compile(&inputs.theme);
        let minify = inputs.config.site.minify;
        Checked {
            value: value.map(|templates| Self { templates, minify }),
            diagnostics,
        }
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

/// The files of the theme and of `static/`. Of two with the same path that of `static/` counts.
pub fn assets(inputs: &Inputs) -> Files {
    let theme = named(&inputs.theme.assets, "assets/").map(|(path, bytes)| asset(inputs, path, bytes));
    theme.chain(named(&inputs.statics, "")).collect()
}

/// Files and pages that cannot stand side by side: pages in the place of files, and files where others need a folder;
/// and paths that cannot exist everywhere.
pub fn conflicts<'a>(
    pages: impl Iterator<Item = &'a SitePath>,
    files: impl Iterator<Item = &'a SitePath>,
) -> Vec<Diagnostic> {
    let files: HashSet<&str> = files.map(SitePath::as_str).collect();
    let pages: Vec<&str> = pages.map(SitePath::as_str).collect();
    let in_their_place: BTreeSet<&str> = pages.iter().copied().filter(|page| files.contains(page)).collect();
    // Iteration order does not affect the output.
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
        .chain(unportable(all.iter().copied().collect()))
        .collect()
}

/// Paths that cannot exist on every system to which a site may be copied. In each interface the same pages have them:
/// every name is told once.
fn unportable(paths: BTreeSet<&str>) -> Vec<Diagnostic> {
    let mut alike: BTreeMap<String, &str> = BTreeMap::new();
    let mut reserved: BTreeMap<String, &str> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for path in paths {
        if let Some(other) = alike.insert(path.to_ascii_lowercase(), path) {
            diagnostics.push(
                Diagnostic::warning(
                    "unportable-name",
                    format!("`{other}` and `{path}` are one file on Windows and macOS"),
                )
                .help("let their names differ in more than capitals: there one of the two is lost"),
            );
        }
        for piece in path.split('/').filter(|piece| !is_windows_name(piece)) {
            reserved
                .entry(piece.split('.').next().unwrap_or(piece).to_ascii_lowercase())
                .or_insert(path);
        }
    }
    diagnostics.extend(reserved.into_values().map(|path| {
        Diagnostic::warning("unportable-name", format!("`{path}` cannot exist on Windows"))
            .help("names there do not end in `.` and are not those of devices (`con`, `aux`, `nul`, `com1` ...), whatever their ending")
    }));
    diagnostics
}

/// Whether Windows can have a file or folder of this name ("Naming Files, Paths, and Namespaces").
fn is_windows_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    let numbered = ["com", "lpt"].iter().find_map(|device| stem.strip_prefix(device));
    let is_device = ["con", "prn", "aux", "nul"].contains(&stem.as_str())
        || numbered.is_some_and(|number| number.len() == 1 && number.as_bytes()[0].is_ascii_digit());
    !is_device && !name.ends_with('.')
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
