use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{GLOSSARY, INDEX, Link, Links, SitePath, fixed, list_path};
use crate::apparatus::{Apparatus, IndexLetter};
use crate::register::{EntryId, Register};
use crate::text::Collation;

/// A list with more items than this is divided by letters.
const WHOLE: usize = 1_500;
/// Items of one letter on one page.
const MOST: usize = 500;
/// With more columns than this, each paper has a matrix and a page of pictures of its own.
const COLUMNS: usize = 40;

/// How the lists and pictures of a site are divided into pages.
#[derive(Debug)]
pub(crate) struct Pagination {
    /// The index.
    pub(crate) index: PagedList,
    /// The headings of the index that something leads to.
    pub(crate) headings: BTreeMap<String, Anchor>,
    /// The glossary.
    pub(crate) glossary: PagedList,
    /// For each entry, the sheet of the glossary with its term.
    pub(crate) term_pages: Vec<usize>,
    /// For each kind, its entries by name and the pages on which they are listed.
    pub(crate) kinds: Vec<(Vec<EntryId>, PagedList)>,
    /// The entries that have names in other languages.
    pub(crate) with_foreign_names: Vec<EntryId>,
    /// Whether each paper has a matrix and pictures of its own.
    pub(crate) by_paper: bool,
}

/// A place in a list that is divided.
#[derive(Debug)]
pub(crate) struct Anchor {
    /// The page.
    pub(crate) sheet: usize,
    /// The anchor on it.
    pub(crate) anchor: String,
}

/// A list on one page or on several. The first page is the list's own; where there are several it only leads to the
/// others.
#[derive(Debug)]
pub(crate) struct PagedList(Vec<ListPage>);

/// One page of a list.
#[derive(Debug)]
pub(crate) struct ListPage {
    /// Its path.
    pub(crate) path: SitePath,
    /// What it is called: the letter, with a number where the letter has several pages; empty for the first.
    pub(crate) name: String,
    /// The groups of the list that it shows, each as far as it does.
    pub(crate) groups: Vec<(usize, Range<usize>)>,
}

impl PagedList {
    /// Divides a list whose items stand under letters; `folder` is where further pages go.
    fn of<'a>(first: SitePath, folder: &str, groups: impl Iterator<Item = (&'a str, usize)> + Clone) -> Self {
        let all: usize = groups.clone().map(|(_, count)| count).sum();
        let mut own = ListPage {
            path: first,
            name: String::new(),
            groups: Vec::new(),
        };
        if all <= WHOLE {
            own.groups = groups.enumerate().map(|(at, (_, count))| (at, 0..count)).collect();
            return Self(vec![own]);
        }
        let mut sheets = vec![own];
        for (at, (letter, count)) in groups.enumerate() {
            let slug = match letter {
                "#" => "other".to_owned(),
                letter => crate::text::slug(letter),
            };
            for (nth, start) in (0..count).step_by(MOST).enumerate() {
                let several = count > MOST;
                // Letters of different alphabets can have the same slug.
                let taken = |path: &SitePath, sheets: &[ListPage]| sheets.iter().any(|sheet| sheet.path == *path);
                let base = if several {
                    format!("{slug}-{}", nth + 1)
                } else {
                    slug.clone()
                };
                let names = std::iter::once(base.clone()).chain((2..).map(|more| format!("{base}-x{more}")));
                let mut paths = names.map(|name| SitePath::made(format!("{folder}/{name}.html")));
                let path = paths.find(|path| !taken(path, &sheets));
                sheets.push(ListPage {
                    path: path.expect("there is always one more number"),
                    name: if several {
                        format!("{letter} {}", nth + 1)
                    } else {
                        letter.to_owned()
                    },
                    groups: vec![(at, start..count.min(start + MOST))],
                });
            }
        }
        Self(sheets)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &ListPage> {
        self.0.iter()
    }

    pub(crate) fn page(&self, number: usize) -> &ListPage {
        &self.0[number]
    }

    /// The page with an item of a group.
    fn with(&self, group: usize, item: usize) -> usize {
        let has = |sheet: &ListPage| {
            sheet
                .groups
                .iter()
                .any(|(own, items)| *own == group && items.contains(&item))
        };
        self.0.iter().position(has).unwrap_or(0)
    }

    /// The items on a page, counted through all groups.
    pub(crate) fn run(&self, number: usize) -> Range<usize> {
        let items = |sheet: &ListPage| sheet.groups.iter().map(|(_, items)| items.len()).sum::<usize>();
        let before = self.0[..number].iter().map(items).sum();
        before..before + items(&self.0[number])
    }

    /// Links to the pages, where there are several.
    pub(crate) fn links(&self, links: &Links) -> Vec<Link> {
        let further = self.0.iter().skip(1);
        further.map(|sheet| links.link(&sheet.name, &sheet.path)).collect()
    }

    /// A title of one of the pages.
    pub(crate) fn title(&self, list: &str, number: usize) -> String {
        match self.0[number].name.as_str() {
            "" => list.to_owned(),
            name => format!("{list}: {name}"),
        }
    }
}

impl Pagination {
    /// Divides the lists; `language` is that of the site, whose order they follow.
    pub(crate) fn new(register: &Register, apparatus: &Apparatus, papers: usize, language: &str) -> Self {
        let collation = Collation::of(language);
        let letters = &apparatus.index;
        let counts = letters
            .iter()
            .map(|letter| (letter.letter.as_str(), letter.headings.len()));
        let index = PagedList::of(fixed(INDEX), "index-a-z", counts);
        let terms = apparatus.glossary.iter();
        let counts = terms.map(|letter| (letter.letter.as_str(), letter.terms.len()));
        let glossary = PagedList::of(fixed(GLOSSARY), "glossary/a-z", counts);
        let mut term_pages = vec![0; register.entries.len()];
        for (group, letter) in apparatus.glossary.iter().enumerate() {
            for (item, term) in letter.terms.iter().enumerate().filter(|(_, term)| !term.is_acronym) {
                term_pages[term.entry.0] = glossary.with(group, item);
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
            by_paper: papers > 1 && apparatus.matrix.columns.len() > COLUMNS,
        }
    }
}

/// The entries of each kind by name, and the pages with them.
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
        let sheets = PagedList::of(list_path(folder), &format!("{folder}/a-z"), counts);
        (entries.into_iter().map(|(_, id)| id).collect(), sheets)
    });
    divided.collect()
}

/// The anchors of the headings that references lead to, or search because they are no entry's, by their words.
fn anchors(letters: &[IndexLetter], sheets: &PagedList) -> BTreeMap<String, Anchor> {
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
            let sheet = sheets.with(group, item);
            anchors.insert(heading.heading.clone(), Anchor { sheet, anchor });
        }
    }
    anchors
}
