//! Page weight: the compressed bytes that the first view of each page loads, which are the page, its style sheets, scripts
//! and images.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;

use super::Compilation;
use super::document::target;
use super::html::{ReadBack, read_back};
use crate::diagnostic::Diagnostic;
use crate::input::Inputs;
use crate::site::SitePath;

/// The diagnostic code of pages that are too heavy.
pub(super) const CODE: &str = "over-budget";

/// The measured weight of all pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// A sentence on the heaviest page for each of the two limits.
    pub heaviest: Vec<String>,
    /// A warning for each page over its limit.
    pub diagnostics: Vec<Diagnostic>,
}

/// The compressed size of a page's first view and its limit, both in bytes.
struct Weight<'a> {
    page: &'a SitePath,
    bytes: usize,
    limit: usize,
    /// Whether the limit is the one of long pages.
    long: bool,
}

/// Measures every page.
pub fn weigh(inputs: &Inputs, compilation: &Compilation) -> Weighed {
    let base_path = inputs.config.base_path();
    let views: Vec<BTreeSet<SitePath>> = compilation
        .pages
        .par_iter()
        .map(|page| first_view(&page.info.path, &read_back(&page.html), &base_path))
        .collect();
    let loaded: BTreeSet<&SitePath> = views.iter().flatten().collect();
    let files: BTreeMap<&SitePath, usize> = loaded
        .into_par_iter()
        .filter_map(|path| Some((path, compressed(compilation.files.get(path)?))))
        .collect();
    let budget = &inputs.config.budget;
    let weights: Vec<Weight> = compilation
        .pages
        .par_iter()
        .zip(&views)
        .map(|(page, view)| {
            let long = page.info.is_long;
            let limit = if long { budget.long_page } else { budget.page };
            let resources: usize = view.iter().filter_map(|part| files.get(part)).sum();
            Weight {
                page: &page.info.path,
                bytes: compressed(&page.html) + resources,
                limit: limit.saturating_mul(1000),
                long,
            }
        })
        .collect();
    let heaviest = [(false, budget.page), (true, budget.long_page)]
        .into_iter()
        .filter_map(|(long, limit)| {
            let among = weights.iter().filter(|weight| weight.long == long);
            let heaviest = among.max_by_key(|weight| weight.bytes)?;
            let kilobytes = heaviest.bytes as f64 / 1000.0;
            Some(format!(
                "the heaviest page of at most {limit} kB is {} with {kilobytes:.1} kB",
                heaviest.page
            ))
        });
    Weighed {
        heaviest: heaviest.collect(),
        diagnostics: weights.iter().filter_map(Weight::over_budget).collect(),
    }
}

impl Weight<'_> {
    fn over_budget(&self) -> Option<Diagnostic> {
        (self.bytes > self.limit).then(|| {
            let message = format!(
                "the first view of `{}` loads {} bytes, {} more than its limit",
                self.page,
                self.bytes,
                self.bytes - self.limit
            );
            Diagnostic::warning(CODE, message)
                .help("make the page or the theme lighter, or set `budget` in the configuration")
        })
    }
}

/// The files that a browser loads to show a page, without the page.
fn first_view(path: &SitePath, page: &ReadBack, base_path: &str) -> BTreeSet<SitePath> {
    let loaded = page.loaded.iter();
    loaded.filter_map(|address| target(path, address, base_path)).collect()
}

/// Size in bytes after `gzip -9`, close to what web servers send.
fn compressed(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().map_or(bytes.len(), |out| out.len())
}
