use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use xxhash_rust::xxh3::Xxh3;

use crate::input::Inputs;
use crate::page::Page;
use crate::site::SitePath;
use crate::verify::BuiltPage;

/// The pages of the previous build, of which `serve` reuses those whose model is unchanged.
///
/// A page depends on its model, the templates, the strings of the interface and the configuration. A change of any but the
/// model invalidates all pages.
#[derive(Debug, Default)]
pub struct Memo {
    /// Hash of everything that all pages depend on: configuration, templates and strings.
    global_hash: u64,
    pages: HashMap<SitePath, BuiltPage>,
}

impl Memo {
    /// Drops all pages if the configuration, a template or a string has changed.
    pub(super) fn invalidate_if_changed(&mut self, inputs: &Inputs) {
        let global_hash = global_hash(inputs);
        if self.global_hash != global_hash {
            self.pages.clear();
            self.global_hash = global_hash;
        }
    }

    /// The page at a path, if its model has this hash.
    pub(super) fn page(&self, path: &SitePath, model: u64) -> Option<&BuiltPage> {
        self.pages.get(path).filter(|page| page.model == Some(model))
    }

    /// Replaces the pages by those of a new build.
    pub(super) fn replace(&mut self, pages: &[BuiltPage]) {
        self.pages = pages
            .iter()
            .map(|page| (page.info.path.clone(), page.clone()))
            .collect();
    }
}

/// The hash of a page's model.
pub(super) fn hash(page: &Page) -> u64 {
    let mut hasher = Xxh3::new();
    page.hash(&mut hasher);
    hasher.finish()
}

fn global_hash(inputs: &Inputs) -> u64 {
    let mut hasher = Xxh3::new();
    (&inputs.config_file.text, &inputs.config.site.base_url).hash(&mut hasher);
    for (name, template) in &inputs.theme.templates {
        (name, &template.text).hash(&mut hasher);
    }
    for interface in &inputs.theme.interfaces {
        (&interface.language, interface.strings.all()).hash(&mut hasher);
    }
    hasher.finish()
}
