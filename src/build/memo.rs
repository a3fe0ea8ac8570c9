use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use xxhash_rust::xxh3::Xxh3;

use crate::input::Inputs;
use crate::page::Page;
use crate::site::SitePath;
use crate::verify::BuiltPage;

/// The pages of the build before: `serve` takes a page from here where its model is what it was.
///
/// What a page shows is its model, put into the templates with the words of the interface. When a template, a word or
/// the configuration changes, everything is forgotten.
#[derive(Debug, Default)]
pub struct Memo {
    /// Hash of configuration, templates and words.
    surroundings: u64,
    pages: HashMap<SitePath, BuiltPage>,
}

impl Memo {
    /// Forgets all pages, unless they were made with this configuration, these templates and these words.
    pub(super) fn keep_only_for(&mut self, inputs: &Inputs) {
        let surroundings = surroundings(inputs);
        if self.surroundings != surroundings {
            self.pages.clear();
            self.surroundings = surroundings;
        }
    }

    /// The page at a path, if it was made from a model of this hash.
    pub(super) fn page(&self, path: &SitePath, model: u64) -> Option<&BuiltPage> {
        self.pages.get(path).filter(|page| page.model == Some(model))
    }

    /// Keeps these pages in place of those of the build before.
    pub(super) fn remember(&mut self, pages: &[BuiltPage]) {
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

fn surroundings(inputs: &Inputs) -> u64 {
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
