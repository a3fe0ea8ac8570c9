use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{GLOSSARY, INDEX, Link, Links, SitePath, fixed, kind_list_path};
use crate::apparatus::{Apparatus, IndexLetter};
use crate::register::{EntryId, Register};
use crate::text::Collation;

/// A list with more items than this is divided by letter.
const MAX_UNDIVIDED: usize = 1_500;
/// A letter with more items than this has several pages.
const MAX_PER_PAGE: usize = 500;
/// If the matrix of several papers has more columns than this, each paper has overviews of its own.
const MAX_SHARED_COLUMNS: usize = 40;

/// How the long lists and the overviews of a site are divided into pages.
#[derive(Debug)]
pub(crate) struct Pagination {
    /// The index.
    pub(crate) index: PagedList,
    /// The headings of the index that something links to, by their text.
    pub(crate) headings: BTreeMap<String, Anchor>,
    /// The glossary.
    pub(crate) glossary: PagedList,
    /// By entry id: the number of the glossary page with its term.
    pub(crate) term_pages: Vec<usize>,
    /// By kind index: its entries sorted by name, and the pages of their list.
    pub(crate) kinds: Vec<(Vec<EntryId>, PagedList)>,
    /// The entries that have names in other languages.
    pub(crate) with_foreign_names: Vec<EntryId>,
    /// Whether each paper has its own overviews (matrix and charts).
    pub(crate) overviews_per_paper: bool,
}

/// An anchor in a list of several pages.
#[derive(Debug)]
pub(crate) struct Anchor {
    /// The number of the page.
    pub(crate) page: usize,
    /// The anchor on the page.
    pub(crate) anchor: String,
}

/// A list on one page or on several. If there are several, the first only links to the others.
#[derive(Debug)]
pub(crate) struct PagedList(Vec<ListPage>);

/// One page of a list.
#[derive(Debug)]
pub(crate) struct ListPage {
    /// Its path.
    pub(crate) path: SitePath,
    /// Its name: the letter, with a number if the letter has several pages; empty for the first page.
    pub(crate) name: String,
    /// The letters it shows: (index of the letter, range of the letter's items).
    pub(crate) groups: Vec<(usize, Range<usize>)>,
}

impl PagedList {
    /// Divides a list. `groups` are its letters with their numbers of items; pages after the first go into `folder`.
    fn new<'a>(path: SitePath, folder: &str, groups: impl Iterator<Item = (&'a str, usize)> + Clone) -> Self {
        let all: usize = groups.clone().map(|(_, count)| count).sum();
        let mut first = ListPage {
            path,
            name: String::new(),
            groups: Vec::new(),
        };
        if all <= MAX_UNDIVIDED {
            first.groups = groups.enumerate().map(|(at, (_, count))| (at, 0..count)).collect();
            return Self(vec![first]);
        }
        let mut pages = vec![first];
        for (at, (letter, count)) in groups.enumerate() {
            let slug = match letter {
                "#" => "other".to_owned(),
                letter => crate::text::slug(letter),
            };
            for (nth, start) in (0..count).step_by(MAX_PER_PAGE).enumerate() {
                let several = count > MAX_PER_PAGE;
                // Letters of different alphabets can have the same slug.
                let taken = |path: &SitePath, pages: &[ListPage]| pages.iter().any(|page| page.path == *path);
                let base = if several {
                    format!("{slug}-{}", nth + 1)
                } else {
                    slug.clone()
                };
                let names = std::iter::once(base.clone()).chain((2..).map(|more| format!("{base}-x{more}")));
                let mut paths = names.map(|name| SitePath::trusted(format!("{folder}/{name}.html")));
                let path = paths.find(|path| !taken(path, &pages));
                pages.push(ListPage {
                    path: path.expect("there is always one more number"),
                    name: if several {
                        format!("{letter} {}", nth + 1)
                    } else {
                        letter.to_owned()
                    },
                    groups: vec![(at, start..count.min(start + MAX_PER_PAGE))],
                });
            }
        }
        Self(pages)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &ListPage> {
        self.0.iter()
    }

    pub(crate) fn page(&self, number: usize) -> &ListPage {
        &self.0[number]
    }

    /// The number of the page that shows an item of a group.
    fn page_with(&self, group: usize, item: usize) -> usize {
        let has = |page: &ListPage| {
            page.groups
                .iter()
                .any(|(own, items)| *own == group && items.contains(&item))
        };
        self.0.iter().position(has).unwrap_or(0)
    }

    /// The range of the items on a page in the list as a whole.
    pub(crate) fn item_range(&self, number: usize) -> Range<usize> {
        let items = |page: &ListPage| page.groups.iter().map(|(_, items)| items.len()).sum::<usize>();
        let before = self.0[..number].iter().map(items).sum();
        before..before + items(&self.0[number])
    }

    /// Links to the pages by letter; empty if the list has one page only.
    pub(crate) fn links(&self, links: &Links) -> Vec<Link> {
        self.0
            .iter()
            .skip(1)
            .map(|page| links.link(&page.name, &page.path))
            .collect()
    }

    /// The title of a page: the list's title, with the page's name.
    pub(crate) fn title(&self, list: &str, number: usize) -> String {
        match self.0[number].name.as_str() {
            "" => list.to_owned(),
            name => format!("{list}: {name}"),
        }
    }
}

impl Pagination {
    /// Divides the lists; they are sorted in the order of `language`, the site's.
    pub(crate) fn new(register: &Register, apparatus: &Apparatus, papers: usize, language: &str) -> Self {
        let collation = Collation::new(language);
        let letters = &apparatus.index;
        let counts = letters
            .iter()
            .map(|letter| (letter.letter.as_str(), letter.headings.len()));
        let index = PagedList::new(fixed(INDEX), "index-a-z", counts);
        let terms = apparatus.glossary.iter();
        let counts = terms.map(|letter| (letter.letter.as_str(), letter.terms.len()));
        let glossary = PagedList::new(fixed(GLOSSARY), "glossary/a-z", counts);
        let mut term_pages = vec![0; register.entries.len()];
        for (group, letter) in apparatus.glossary.iter().enumerate() {
            for (item, term) in letter.terms.iter().enumerate().filter(|(_, term)| !term.is_acronym) {
                term_pages[term.entry.0] = glossary.page_with(group, item);
            }
        }
        let (headings, kinds) = rayon::join(|| anchors(letters, &index), || kinds(register, &collation));
        Self {
            headings,
            index,
            glossary,
            term_pages,
            kinds,
            with_foreign_names: register
                .iter()
                .filter(|(_, entry)| !entry.names.is_empty())
                .map(|(id, _)| id)
                .collect(),
            overviews_per_paper: papers > 1 && apparatus.matrix.columns.len() > MAX_SHARED_COLUMNS,
        }
    }
}

/// By kind index: its entries sorted by name, and the pages of their list.
fn kinds(register: &Register, collation: &Collation) -> Vec<(Vec<EntryId>, PagedList)> {
    let kinds = register.kinds.iter().enumerate();
    let divided = kinds.map(|(at, kind)| {
        let own = register.iter().filter(|(_, entry)| entry.kind == at);
        let mut entries: Vec<(&str, EntryId)> = own.map(|(id, entry)| (entry.name.as_str(), id)).collect();
        collation.sort(&mut entries, |(name, _)| name);
        let mut letters: Vec<(String, usize)> = Vec::new();
        for (name, _) in &entries {
            let letter = collation.letter(name);
            match letters.last_mut().filter(|last| last.0 == letter) {
                Some(last) => last.1 += 1,
                None => letters.push((letter, 1)),
            }
        }
        let folder = &kind.folder.value;
        let counts = letters.iter().map(|(letter, count)| (letter.as_str(), *count));
        let pages = PagedList::new(kind_list_path(folder), &format!("{folder}/a-z"), counts);
        (entries.into_iter().map(|(_, id)| id).collect(), pages)
    });
    divided.collect()
}

/// The anchors of the headings that something links to, by their text: targets of references, and subjects (headings
/// that are no entry's), which search links to.
fn anchors(letters: &[IndexLetter], pages: &PagedList) -> BTreeMap<String, Anchor> {
    let headings = || letters.iter().flat_map(|letter| &letter.headings);
    let wanted: BTreeSet<&str> = headings()
        .flat_map(|heading| heading.see.iter().chain(&heading.see_also))
        .map(|to| to.heading.as_str())
        .collect();
    let mut taken = BTreeSet::new();
    let mut anchors = BTreeMap::new();
    for (group, letter) in letters.iter().enumerate() {
        for (item, heading) in letter.headings.iter().enumerate() {
            let subject = heading.entry.is_none() && heading.has_places();
            if !subject && !wanted.contains(heading.heading.as_str()) {
                continue;
            }
            let slug = crate::text::slug(&heading.heading);
            let mut names = std::iter::once(format!("h-{slug}")).chain((2..).map(|nth| format!("h-{slug}-{nth}")));
            let anchor = names.find(|name| taken.insert(name.clone())).unwrap_or_default();
            let page = pages.page_with(group, item);
            anchors.insert(heading.heading.clone(), Anchor { page, anchor });
        }
    }
    anchors
}
