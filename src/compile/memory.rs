use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use xxhash_rust::xxh3::Xxh3;

use super::{MadeBundle, MadePage};
use crate::apparatus::Apparatus;
use crate::mention::Mentions;
use crate::proof::Document;
use crate::read::Inputs;
use crate::register::Fronts;
use crate::render::Renderer;
use crate::text::fingerprint_of;
use crate::view::{Facts, SitePath};

/// What a build leaves for the next one: what it made, and on which facts that depends.
#[derive(Debug, Clone)]
pub struct Memory<Kept> {
    /// The pages, by path.
    pub pages: HashMap<SitePath, Remembered<Kept>>,
    /// The bundles of other files, by name.
    pub bundles: BTreeMap<String, Remembered<Kept>>,
    /// Keys and values of the facts of the site, by number.
    pub facts: Vec<(u64, u64)>,
    /// A fingerprint of the names of the files in no bundle.
    pub assets: u64,
    /// Whether that build was judged, and had no error.
    pub sound: bool,
    /// What the heads of the entries' files say.
    pub fronts: Fronts,
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
            facts: Vec::new(),
            assets: 0,
            sound: false,
            fronts: Fronts::default(),
            renderer: None,
            mentions: None,
            apparatus: None,
        }
    }
}

/// Something that was made.
#[derive(Debug, Clone)]
pub struct Remembered<Kept> {
    /// Numbers of the facts on which it depends (see [`Memory::facts`]).
    pub facts: Arc<[u32]>,
    /// A fingerprint of all else that it depends on.
    pub rest: u64,
    /// The files: paths, what was read of them where they are pages, what is kept of them.
    pub files: Vec<(SitePath, Option<Arc<Document>>, Kept)>,
}

/// The memory during a build.
pub(super) struct Stock<Kept> {
    memory: Memory<Kept>,
    /// For each fact of the build before, the number of the same fact now.
    still: Vec<Option<u32>>,
    /// Fingerprint of what everything depends on.
    base: u64,
}

impl<Kept: Clone> Stock<Kept> {
    pub(super) fn new(inputs: &Inputs, memory: Memory<Kept>, facts: &Facts) -> Self {
        Self {
            still: facts.still(&memory.facts),
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

    /// A fingerprint of what something depends on besides facts.
    pub(super) fn rest(&self, template: u64) -> u64 {
        fingerprint_of((self.base, template))
    }

    /// The numbers that the facts behind something have now; nothing where anything on which it depends has changed.
    pub(super) fn facts(&self, known: &Remembered<Kept>, rest: u64) -> Option<Arc<[u32]>> {
        let still = |number: &u32| self.still.get(*number as usize).copied().flatten();
        if known.rest != rest || !known.facts.iter().all(|number| still(number).is_some()) {
            return None;
        }
        Some(known.facts.iter().filter_map(still).collect())
    }

    /// Whether the build before was sound, and every address that led somewhere in it leads there now: all its files
    /// are still there, and all anchors of its pages.
    pub(super) fn leads_on(&self, pages: &[MadePage<Kept>], bundles: &[MadeBundle<Kept>], assets: u64) -> bool {
        let has_anchors = |page: &MadePage<Kept>| {
            let before = self.page(&page.leaf.head.path).and_then(|before| before.files.first());
            let before = before.and_then(|(_, document, _)| document.as_ref());
            before.is_some_and(|before| page.leaf.document.has_anchors_of(before))
        };
        let has_files = |bundle: &MadeBundle<Kept>| {
            let paths: HashSet<&SitePath> = bundle.files.iter().map(|(path, _)| path).collect();
            let before = self.bundle(&bundle.name);
            before.is_some_and(|before| before.files.iter().all(|(path, ..)| paths.contains(path)))
        };
        let memory = &self.memory;
        let pages = pages.iter().filter(|page| !page.is_new || has_anchors(page));
        let bundles = bundles.iter().filter(|bundle| !bundle.is_new || has_files(bundle));
        memory.sound
            && memory.assets == assets
            && memory.pages.len() == pages.count()
            && memory.bundles.len() == bundles.count()
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
            let document = Some(Arc::clone(&leaf.document));
            let file = (leaf.head.path.clone(), document, leaf.kept.clone());
            let remembered = Remembered {
                facts: Arc::clone(&page.facts),
                rest: page.rest,
                files: vec![file],
            };
            (leaf.head.path.clone(), remembered)
        };
        let bundle = |bundle: &MadeBundle<Kept>| {
            let files = bundle.files.iter();
            let files = files.map(|(path, kept)| (path.clone(), None, kept.clone()));
            let remembered = Remembered {
                facts: Arc::clone(&bundle.facts),
                rest: bundle.rest,
                files: files.collect(),
            };
            (bundle.name.clone(), remembered)
        };
        Memory {
            pages: pages.iter().map(page).collect(),
            bundles: bundles.iter().map(bundle).collect(),
            renderer,
            ..Memory::default()
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
