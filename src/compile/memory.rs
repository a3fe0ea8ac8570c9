use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use xxhash_rust::xxh3::Xxh3;

use super::{MadeBundle, MadePage};
use crate::apparatus::Apparatus;
use crate::mention::Mentions;
use crate::proof::Document;
use crate::read::Inputs;
use crate::render::Renderer;
use crate::view::{Facts, SitePath};

/// What a build leaves for the next one: what it made, and on which facts that depends.
#[derive(Debug, Clone)]
pub struct Memory<Kept> {
    /// The pages, by path.
    pub pages: HashMap<SitePath, Remembered<Kept>>,
    /// The bundles of other files, by name.
    pub bundles: BTreeMap<String, Remembered<Kept>>,
    /// The theme's templates, compiled.
    pub renderer: Option<Arc<Renderer>>,
    /// Where entries are mentioned.
    pub mentions: Option<Derived<Mentions>>,
    /// What was derived from that.
    pub apparatus: Option<Derived<Apparatus>>,
}

/// What a pass made, and the fingerprint of all that this depends on.
#[derive(Debug)]
pub struct Derived<T> {
    /// The fingerprint.
    pub basis: u64,
    /// What was made.
    pub value: Arc<T>,
}

impl<T> Clone for Derived<T> {
    fn clone(&self) -> Self {
        Self {
            basis: self.basis,
            value: Arc::clone(&self.value),
        }
    }
}

impl<T> Derived<T> {
    /// What was made before, where it depends on the same; else what is made now.
    pub(super) fn again(before: Option<Self>, basis: u64, make: impl FnOnce() -> T) -> Self {
        before.filter(|before| before.basis == basis).unwrap_or_else(|| Self {
            basis,
            value: Arc::new(make()),
        })
    }
}

impl<Kept> Default for Memory<Kept> {
    fn default() -> Self {
        Self {
            pages: HashMap::new(),
            bundles: BTreeMap::new(),
            renderer: None,
            mentions: None,
            apparatus: None,
        }
    }
}

/// Something that was made.
#[derive(Debug, Clone)]
pub struct Remembered<Kept> {
    /// Keys of the facts on which it depends.
    pub keys: Arc<[u64]>,
    /// The values of those facts, and of what everything depends on, as one number.
    pub digest: u64,
    /// The files: paths, what was read of them, what is kept of them.
    pub files: Vec<(SitePath, Arc<Document>, Kept)>,
}

/// The memory during a build.
pub(super) struct Stock<Kept> {
    memory: Memory<Kept>,
    /// Fingerprint of what everything depends on.
    base: u64,
}

impl<Kept: Clone> Stock<Kept> {
    pub(super) fn new(inputs: &Inputs, memory: Memory<Kept>) -> Self {
        Self {
            memory,
            base: base(inputs),
        }
    }

    pub(super) fn page(&self, path: &SitePath) -> Option<&Remembered<Kept>> {
        self.memory.pages.get(path)
    }

    pub(super) fn bundle(&self, name: &str) -> Option<&Remembered<Kept>> {
        self.memory.bundles.get(name)
    }

    /// One number for all that something depends on; none where a fact is no more.
    pub(super) fn digest(&self, facts: &Facts, keys: &[u64], template: u64) -> Option<u64> {
        let mut digest = Xxh3::new();
        (self.base, template, facts.digest(keys)?).hash(&mut digest);
        Some(digest.finish())
    }

    /// The memory for the next build.
    pub(super) fn remember(
        &self,
        pages: &[MadePage<Kept>],
        bundles: &[MadeBundle<Kept>],
        renderer: Option<Arc<Renderer>>,
    ) -> Memory<Kept> {
        let page = |page: &MadePage<Kept>| {
            let leaf = &page.leaf;
            let file = (leaf.head.path.clone(), Arc::clone(&leaf.document), leaf.kept.clone());
            let remembered = Remembered {
                keys: Arc::clone(&page.keys),
                digest: page.digest,
                files: vec![file],
            };
            (leaf.head.path.clone(), remembered)
        };
        let nothing = Arc::new(Document::default());
        let bundle = |bundle: &MadeBundle<Kept>| {
            let files = bundle.files.iter();
            let files = files.map(|(path, kept)| (path.clone(), Arc::clone(&nothing), kept.clone()));
            let remembered = Remembered {
                keys: Arc::clone(&bundle.keys),
                digest: bundle.digest,
                files: files.collect(),
            };
            (bundle.name.clone(), remembered)
        };
        Memory {
            pages: pages.iter().map(page).collect(),
            bundles: bundles.iter().map(bundle).collect(),
            renderer,
            mentions: None,
            apparatus: None,
        }
    }
}

/// A fingerprint of what every page depends on: configuration, words of the interface, names of assets. Templates are
/// none of it: each page depends on its own.
fn base(inputs: &Inputs) -> u64 {
    let mut base = Xxh3::new();
    inputs.config_file.text.hash(&mut base);
    inputs.config.site.base_url.hash(&mut base);
    inputs.drafts.hash(&mut base);
    for interface in &inputs.theme.interfaces {
        (&interface.language, &interface.folder).hash(&mut base);
        interface.strings.all().iter().for_each(|word| word.hash(&mut base));
    }
    inputs.statics.keys().for_each(|path| path.hash(&mut base));
    base.finish()
}
