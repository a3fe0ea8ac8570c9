//! The passes in a row: from inputs in memory to the pages of the site, one after the other, and the files beside them.
//! What a build before this one made, and what has not changed since, is not made again.

mod memory;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::apparatus::{self, Apparatus, apparatus};
use crate::diagnostic::Diagnostic;
use crate::mention::{self, Mentions, mentions};
use crate::outline::{self, Paper, outline};
use crate::proof::Document;
use crate::publish::{Output, Placed};
use crate::read::Inputs;
use crate::register::{Register, register};
use crate::render::{Renderer, assets, conflicts, pictures, told_once};
use crate::text::fingerprint_of;
use crate::view::{Bundle, Facts, Files, Head, Layout, SitePath, Views, views};

use memory::Stock;
pub use memory::{Derived, Memory, Remembered};

/// What every pass made of the inputs; of each file what the keeper keeps of it.
#[derive(Debug)]
pub struct Compilation<Kept = Arc<[u8]>> {
    /// The papers' outlines.
    pub papers: Vec<Paper>,
    /// The entries.
    pub register: Register,
    /// Where they are mentioned.
    pub mentions: Arc<Mentions>,
    /// Concordances, glossary, index, matrix.
    pub apparatus: Arc<Apparatus>,
    /// The pages, by path.
    pub pages: Vec<Leaf<Kept>>,
    /// The files of the site that are no pages.
    pub files: BTreeMap<SitePath, Kept>,
    /// What the passes noticed.
    pub diagnostics: Vec<Diagnostic>,
    /// The paths of the pages that were made, and not taken from the memory.
    pub made: Vec<SitePath>,
}

/// A finished page.
#[derive(Debug, Clone)]
pub struct Leaf<Kept> {
    /// Where it stands and what it shows.
    pub head: Head,
    /// What it has, read from its bytes.
    pub document: Arc<Document>,
    /// What is kept of it.
    pub kept: Kept,
    /// Whether it is as it was in a sound build, and all that anything led to then is still there.
    pub leads_on: bool,
}

/// Takes in the files of a site as they are finished, by several threads at once, and says what is kept of each.
pub trait Keeper: Sync {
    /// What is kept of a file.
    type Kept: Clone + Send + Sync;
    /// Takes in a file.
    fn keep(&self, path: &SitePath, bytes: &[u8]) -> Self::Kept;
    /// Takes in a file that has not changed since an earlier build kept this of it; nothing where that cannot be relied on.
    fn keep_again(&self, path: &SitePath, kept: &Self::Kept) -> Option<Self::Kept>;
}

/// Keeps files in memory.
pub struct InMemory;

impl Keeper for InMemory {
    type Kept = Arc<[u8]>;

    fn keep(&self, _: &SitePath, bytes: &[u8]) -> Arc<[u8]> {
        bytes.into()
    }

    fn keep_again(&self, _: &SitePath, kept: &Arc<[u8]>) -> Option<Arc<[u8]>> {
        Some(Arc::clone(kept))
    }
}

/// Files go to their place in the output folder.
impl Keeper for Output {
    type Kept = Placed;

    fn keep(&self, path: &SitePath, bytes: &[u8]) -> Placed {
        self.put(path, bytes)
    }

    fn keep_again(&self, _: &SitePath, kept: &Placed) -> Option<Placed> {
        self.stands_as(kept)
    }
}

/// Told of the work while it goes on: for progress and timings, never for the result.
pub trait Observer: Sync {
    /// A pass begins; `steps` says how many pages it has to do, 0 where they are not counted.
    fn begins(&self, pass: &'static str, steps: usize);
    /// One page is done.
    fn step(&self);
    /// The pass is over; `bytes` is the size of what it made, where that has a size.
    fn ends(&self, bytes: Option<usize>);
}

/// Nobody watches.
pub struct Nobody;

impl Observer for Nobody {
    fn begins(&self, _: &'static str, _: usize) {}
    fn step(&self) {}
    fn ends(&self, _: Option<usize>) {}
}

/// Runs the passes and keeps every file in memory. With faults in the input the result is as good as it can be, for
/// further checks; whether it may be published is for the caller to say, from the diagnostics.
pub fn compile(inputs: &Inputs) -> Compilation {
    compile_again(inputs, &Nobody, &InMemory, Memory::default).0
}

/// Runs the passes as [`compile`] does, and tells `observer` of each. Every file is given to `keeper` as soon as it is
/// finished; what the memory of an earlier build has and what is still true is not made again. The result is the same
/// whatever the memory has; it is asked for when it is needed first. Gives the memory for the next build too.
pub fn compile_again<K: Keeper>(
    inputs: &Inputs,
    observer: &dyn Observer,
    keeper: &K,
    memory: impl FnOnce() -> Memory<K::Kept>,
) -> (Compilation<K::Kept>, Memory<K::Kept>) {
    let mut diagnostics = Vec::new();
    let papers = pass(observer, "outline", || outline(inputs)).unpack(&mut diagnostics);
    let mut memory = pass(observer, "memory", memory);
    let (register, fronts) =
        pass(observer, "register", || register(inputs, &papers, &memory.fronts)).unpack(&mut diagnostics);
    let language = &inputs.config.site.language;
    let basis = mention::basis(outline::basis(inputs), &register);
    let found = pass(observer, "mention", || {
        Derived::again(memory.mentions.take(), basis, || mentions(&papers, &register))
    });
    let mentions = &found.value;
    let basis = apparatus::basis(basis, &register);
    let derived = pass(observer, "apparatus", || {
        Derived::again(memory.apparatus.take(), basis, || {
            apparatus(&papers, &register, mentions, language)
        })
    });
    let apparatus = &derived.value;
    observer.begins("view", 0);
    let layout = Layout::new(&register, apparatus, papers.len(), language);
    let views = views(inputs, &papers, &register, mentions, apparatus, &layout).unpack(&mut diagnostics);
    let (facts, renderer) = rayon::join(|| views.facts(), || Renderer::new(inputs, memory.renderer.clone()));
    let renderer = renderer.unpack(&mut diagnostics);
    observer.ends(None);
    let stock = Stock::new(inputs, memory, &facts);
    let maker = Maker {
        views: &views,
        facts: &facts,
        stock: &stock,
        keeper,
        observer,
        base_path: &inputs.config.base_path(),
    };
    observer.begins("render", views.heads.len());
    // Bundles are few and of very different weight: a processor that none of them needs makes pages.
    let (bundles, pages) = rayon::join(
        || maker.bundles(),
        || renderer.as_ref().map_or(Vec::new(), |renderer| maker.pages(renderer)),
    );
    let (pages, bytes) = sound(pages, &mut diagnostics);
    observer.ends(Some(bytes));
    let made = pages
        .iter()
        .filter(|page| page.is_new)
        .map(|page| page.leaf.head.path.clone());
    let made = made.collect();
    let kept = |(path, bytes): (SitePath, Arc<[u8]>)| {
        let kept = keeper.keep(&path, &bytes);
        (path, kept)
    };
    let assets: Vec<(SitePath, K::Kept)> = assets(inputs).into_iter().map(kept).collect();
    let names = fingerprint_of(assets.iter().map(|(path, _)| path).collect::<Vec<_>>());
    let ((memory, leads_on), clashes) = rayon::join(
        || {
            let memory = Memory {
                facts: facts.lines().to_vec(),
                assets: names,
                fronts,
                mentions: Some(found.clone()),
                apparatus: Some(derived.clone()),
                ..stock.remember(&pages, &bundles, renderer)
            };
            (memory, stock.leads_on(&pages, &bundles, names))
        },
        || {
            let bundled = bundles.iter().flat_map(|bundle| &bundle.files);
            let files = bundled.chain(&assets).map(|(path, _)| path);
            conflicts(pages.iter().map(|page| &page.leaf.head.path), files)
        },
    );
    diagnostics.extend(clashes);
    // What the build before left is large: letting it go takes as long as what else there is to do.
    let ((pages, files), ()) = rayon::join(
        || {
            let leaf = |page: MadePage<K::Kept>| Leaf {
                leads_on: leads_on && !page.is_new,
                ..page.leaf
            };
            let pages: Vec<Leaf<K::Kept>> = pages.into_iter().map(leaf).collect();
            let bundled = bundles.into_iter().flat_map(|bundle| bundle.files);
            (pages, bundled.chain(assets).collect::<BTreeMap<_, _>>())
        },
        || drop((stock, views)),
    );
    let compilation = Compilation {
        papers,
        register,
        mentions: found.value,
        apparatus: derived.value,
        pages,
        files,
        diagnostics,
        made,
    };
    (compilation, memory)
}

/// Makes pages and bundles, or takes them from the stock.
struct Maker<'a, K: Keeper> {
    views: &'a Views<'a>,
    facts: &'a Facts,
    stock: &'a Stock<K::Kept>,
    keeper: &'a K,
    observer: &'a dyn Observer,
    base_path: &'a str,
}

/// A page with what it depends on.
struct MadePage<Kept> {
    leaf: Leaf<Kept>,
    facts: Arc<[u32]>,
    rest: u64,
    is_new: bool,
}

/// A page and the bytes that had to be made for it.
type Sized<Kept> = (usize, MadePage<Kept>);

/// A bundle with what it depends on.
struct MadeBundle<Kept> {
    name: String,
    files: Vec<(SitePath, Kept)>,
    facts: Arc<[u32]>,
    rest: u64,
    is_new: bool,
}

/// The pages that could be made, and the bytes of those that are new; of the others the failures, each fault once.
fn sound<Kept>(
    made: Vec<Result<Sized<Kept>, Diagnostic>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<MadePage<Kept>>, usize) {
    let mut pages = Vec::with_capacity(made.len());
    let mut bytes = 0;
    let mut failures = Vec::new();
    for page in made {
        match page {
            Ok((size, page)) => {
                bytes += size;
                pages.push(page);
            }
            Err(failure) => failures.push(failure),
        }
    }
    diagnostics.extend(told_once(failures));
    (pages, bytes)
}

impl<K: Keeper> Maker<'_, K> {
    fn pages(&self, renderer: &Renderer) -> Vec<Result<Sized<K::Kept>, Diagnostic>> {
        let heads = self.views.heads.par_iter();
        heads.map(|head| self.page(renderer, head)).collect()
    }

    fn page(&self, renderer: &Renderer, head: &Head) -> Result<Sized<K::Kept>, Diagnostic> {
        let rest = self.stock.rest(renderer.template(head.template()));
        let page = match self.known_page(head, rest) {
            Some(page) => (0, page),
            None => self.new_page(renderer, head, rest)?,
        };
        self.observer.step();
        Ok(page)
    }

    fn known_page(&self, head: &Head, rest: u64) -> Option<MadePage<K::Kept>> {
        let known = self.stock.page(&head.path)?;
        let (path, document, kept) = known.files.first()?;
        let facts = self.stock.facts(known, rest)?;
        let kept = self.keeper.keep_again(path, kept)?;
        Some(MadePage {
            leaf: Leaf {
                head: head.clone(),
                document: Arc::clone(document.as_ref()?),
                kept,
                leads_on: false,
            },
            facts,
            rest,
            is_new: false,
        })
    }

    fn new_page(&self, renderer: &Renderer, head: &Head, rest: u64) -> Result<Sized<K::Kept>, Diagnostic> {
        let (page, facts) = self.views.page(head);
        let html = renderer.page(&page)?;
        let size = html.len();
        let page = MadePage {
            leaf: Leaf {
                head: head.clone(),
                document: Arc::new(Document::read(&head.path, self.base_path, &html)),
                kept: self.keeper.keep(&head.path, &html),
                leads_on: false,
            },
            facts: self.facts.numbers(&facts),
            rest,
            is_new: true,
        };
        Ok((size, page))
    }

    fn bundles(&self) -> Vec<MadeBundle<K::Kept>> {
        let bundles = self.views.bundles.par_iter();
        bundles.map(|bundle| self.bundle(*bundle)).collect()
    }

    fn bundle(&self, bundle: Bundle) -> MadeBundle<K::Kept> {
        let name = self.views.name(bundle);
        self.known_bundle(&name).unwrap_or_else(|| {
            let (made, facts) = self.views.bundle(bundle);
            let files: Files = made.files.into_iter().chain(pictures(&made.cards)).collect();
            let files = files.into_iter().map(|(path, bytes)| {
                let kept = self.keeper.keep(&path, &bytes);
                (path, kept)
            });
            MadeBundle {
                files: files.collect(),
                facts: self.facts.numbers(&facts),
                rest: self.stock.rest(0),
                name,
                is_new: true,
            }
        })
    }

    fn known_bundle(&self, name: &str) -> Option<MadeBundle<K::Kept>> {
        let known = self.stock.bundle(name)?;
        let rest = self.stock.rest(0);
        let facts = self.stock.facts(known, rest)?;
        let again =
            |(path, _, kept): &(SitePath, _, K::Kept)| Some((path.clone(), self.keeper.keep_again(path, kept)?));
        Some(MadeBundle {
            name: name.to_owned(),
            files: known.files.iter().map(again).collect::<Option<_>>()?,
            facts,
            rest,
            is_new: false,
        })
    }
}

impl Compilation {
    /// All files of the site.
    pub fn all_files(&self) -> Files {
        let pages = self.pages.iter();
        let pages = pages.map(|page| (page.head.path.clone(), Arc::clone(&page.kept)));
        let files = self.files.iter().map(|(path, bytes)| (path.clone(), Arc::clone(bytes)));
        files.chain(pages).collect()
    }
}

fn pass<T>(observer: &dyn Observer, name: &'static str, work: impl FnOnce() -> T) -> T {
    observer.begins(name, 0);
    let result = work();
    observer.ends(None);
    result
}
