//! Pass 7, render: views and theme give the bytes of the site. Pages are independent of each other and
//! rendered in parallel; the result is in the order of the pages, whatever the threads did.

mod minify;
mod template;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Checked, Diagnostic};
use crate::read::{Inputs, Theme};
use crate::view::{Page, SitePath};

/// All files of a site, by path.
pub type Files = BTreeMap<SitePath, Arc<[u8]>>;

/// Renders the pages and adds the theme's assets.
pub fn render(inputs: &Inputs, pages: &[Page]) -> Checked<Files> {
    let mut diagnostics = Vec::new();
    let Some(templates) = template::Templates::compile(&inputs.theme).unpack(&mut diagnostics) else {
        return Checked {
            value: Files::new(),
            diagnostics,
        };
    };
    let rendered: Vec<_> = pages
        .par_iter()
        .map(|page| {
            let html = templates.render(page)?.into_bytes();
            let html = if inputs.config.site.minify {
                minify::minify(html)
            } else {
                html
            };
            Ok((page.path.clone(), Arc::from(html)))
        })
        .collect();
    let mut files = assets(&inputs.theme);
    for page in rendered {
        match page {
            Ok((path, bytes)) => {
                if files.insert(path.clone(), bytes).is_some() && is_asset(&inputs.theme, &path) {
                    diagnostics.push(taken(&path, "a file of the theme"));
                }
            }
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    for path in files.keys() {
        let folders = path
            .as_str()
            .match_indices('/')
            .filter_map(|(at, _)| SitePath::new(&path.as_str()[..at]));
        diagnostics.extend(
            folders
                .filter(|folder| files.contains_key(folder))
                .map(|folder| taken(&folder, "a folder")),
        );
    }
    Checked {
        value: files,
        diagnostics,
    }
}

fn is_asset(theme: &Theme, path: &SitePath) -> bool {
    path.as_str()
        .strip_prefix("assets/")
        .is_some_and(|asset| theme.assets.contains_key(asset))
}

fn taken(path: &SitePath, by: &str) -> Diagnostic {
    Diagnostic::error("duplicate-path", format!("`{path}` would be a page and {by}"))
        .help("change the folder of a kind, or the `page` or `list` of a division kind")
}

/// The theme's assets, and the mark that tells GitHub Pages to publish files as they are.
fn assets(theme: &Theme) -> Files {
    let mut files = Files::new();
    for (path, bytes) in &theme.assets {
        if let Some(path) = SitePath::new(format!("assets/{path}")) {
            files.insert(path, Arc::clone(bytes));
        }
    }
    if let Some(path) = SitePath::new(".nojekyll") {
        files.insert(path, Arc::from([]));
    }
    files
}
