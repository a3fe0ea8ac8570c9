//! Pass 7, render: page models and the theme's templates give the HTML of the site. Pages do not depend on each other, so
//! `build` renders them in parallel.

mod minify;
mod template;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use crate::diagnostic::{Checked, Diagnostic};
use crate::input::Inputs;
use crate::page::Page;
use crate::site::{Files, SitePath};

pub use template::merge_repeated;

/// Renders page models to minified HTML with the theme's templates.
#[derive(Debug)]
pub struct Renderer {
    templates: template::Templates,
    minify: bool,
}

impl Renderer {
    /// Compiles the theme's templates; `None` if any of them is broken.
    pub fn new(inputs: &Inputs) -> Checked<Option<Self>> {
        let Checked { value, diagnostics } = template::Templates::compile(inputs);
        let minify = inputs.config.site.minify;
        Checked {
            value: value.map(|templates| Self { templates, minify }),
            diagnostics,
        }
    }

    /// Renders a page to the bytes to publish.
    ///
    /// # Errors
    /// The template fails on this page.
    pub fn page(&self, page: &Page) -> Result<Vec<u8>, Diagnostic> {
        let html = self.templates.render(page)?;
        Ok(if self.minify {
            minify::minify(html)
        } else {
            html.into_bytes()
        })
    }
}

/// The files of the theme and of `static/`; at the same path, `static/` wins.
pub fn assets(inputs: &Inputs) -> Files {
    let theme = with_site_paths(&inputs.theme.assets, "assets/").map(|(path, bytes)| asset(inputs, path, bytes));
    theme.chain(with_site_paths(&inputs.statics, "")).collect()
}

/// Reports paths that cannot coexist (a page and a file with one path, a file where another path needs a folder) and
/// paths that not every operating system can have.
pub fn conflicts<'a>(
    pages: impl Iterator<Item = &'a SitePath>,
    files: impl Iterator<Item = &'a SitePath>,
) -> Vec<Diagnostic> {
    let files: HashSet<&str> = files.map(SitePath::as_str).collect();
    let pages: Vec<&str> = pages.map(SitePath::as_str).collect();
    let same_path: BTreeSet<&str> = pages.iter().copied().filter(|page| files.contains(page)).collect();
    // Iteration order does not affect the output.
    let all: HashSet<&str> = files.into_iter().chain(pages).collect();
    let folders = all
        .iter()
        .flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at]));
    let files_as_folders: BTreeSet<&str> = folders.filter(|folder| all.contains(folder)).collect();
    let pages_over_files = same_path
        .into_iter()
        .map(|page| path_conflict(page, "a file of the theme or of `static/`"));
    pages_over_files
        .chain(files_as_folders.into_iter().map(|file| path_conflict(file, "a folder")))
        .chain(unportable(all.iter().copied().collect()))
        .collect()
}

/// Warns of paths that not every system to which a site may be copied can have. Every language of the interface repeats
/// the same names, so each name is reported once.
fn unportable(paths: BTreeSet<&str>) -> Vec<Diagnostic> {
    let mut by_lower_case: BTreeMap<String, &str> = BTreeMap::new();
    let mut reserved: BTreeMap<String, &str> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for path in paths {
        if let Some(other) = by_lower_case.insert(path.to_ascii_lowercase(), path) {
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

/// Whether Windows allows a file or folder of this name ("Naming Files, Paths, and Namespaces").
fn is_windows_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    let numbered = ["com", "lpt"].iter().find_map(|device| stem.strip_prefix(device));
    let is_device = ["con", "prn", "aux", "nul"].contains(&stem.as_str())
        || numbered.is_some_and(|number| number.len() == 1 && number.as_bytes()[0].is_ascii_digit());
    !is_device && !name.ends_with('.')
}

/// A file of the theme as published: style sheets lose their comments.
fn asset(inputs: &Inputs, path: SitePath, bytes: Arc<[u8]>) -> (SitePath, Arc<[u8]>) {
    let strip_comments = inputs.config.site.minify && path.as_str().ends_with(".css");
    match std::str::from_utf8(&bytes).ok().filter(|_| strip_comments) {
        Some(css) => (path, Arc::from(minify::without_comments(css).into_bytes())),
        None => (path, bytes),
    }
}

/// Input files with their paths in the site; those with a path that no site can have are left out.
fn with_site_paths<'a>(
    files: &'a BTreeMap<String, Arc<[u8]>>,
    folder: &'a str,
) -> impl Iterator<Item = (SitePath, Arc<[u8]>)> + 'a {
    let paths = files
        .iter()
        .map(move |(path, bytes)| (SitePath::new(format!("{folder}{path}")), bytes));
    paths.filter_map(|(path, bytes)| Some((path?, Arc::clone(bytes))))
}

fn path_conflict(path: &str, by: &str) -> Diagnostic {
    Diagnostic::error("duplicate-path", format!("`{path}` would be a page and {by}"))
        .help("change the folder of a kind, the `page` or `list` of a division kind, or the file's name")
}
