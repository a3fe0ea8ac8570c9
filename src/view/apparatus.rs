use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;

use super::division::{home, numbered, under_home};
use super::entry::{
    DefinitionView, ExpansionView, NameView, definition, division_anchor, expansion, language_name, names,
};
use super::frame::{EQUIVALENTS, Frame, GLOSSARY, INDEX, MATRIX, fixed, frame};
use super::links::{Link, Links, of_paper, of_papers};
use super::{Model, Page, Site};
use crate::apparatus::{Column, GlossaryTerm, Heading, IndexLocator, Reference, Row};
use crate::outline::Locator;
use crate::register::EntryId;
use crate::text::Collation;

/// The glossary.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Glossary {
    /// The title.
    pub title: String,
    /// The pages by letter, where the glossary is too long for one; the first page then has no terms itself.
    pub sheets: Vec<Link>,
    /// Terms by letter.
    pub letters: Vec<GlossaryLetterView>,
    /// All acronyms.
    pub acronyms: Vec<AcronymView>,
    /// The table of names in other languages, if there are any.
    pub equivalents: Option<Link>,
}

/// The table of names in other languages.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Equivalents {
    /// The languages in which entries have names.
    pub languages: Vec<LanguageHead>,
    /// The entries with such names, in the order of the names in the page's language where they have one.
    pub rows: Vec<EquivalentView>,
}

/// A language as the head of a column.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LanguageHead {
    /// Language, a BCP 47 tag.
    pub language: String,
    /// The language's name in the language of the page.
    pub name: String,
}

/// An entry with its names in other languages.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EquivalentView {
    /// The entry.
    pub entry: Link,
    /// For each language its name, if it has one.
    pub names: Vec<Option<NameView>>,
}

/// An acronym and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AcronymView {
    /// The letters, the words, and who says so.
    pub expansion: ExpansionView,
    /// The entry's page.
    pub href: String,
    /// Mentions of the entry.
    pub mentions: usize,
}

/// The terms under a letter.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GlossaryLetterView {
    /// The letter.
    pub letter: String,
    /// Its anchor.
    pub anchor: String,
    /// The terms.
    pub terms: Vec<TermView>,
}

/// A term of the glossary.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TermView {
    /// The word.
    pub term: String,
    /// Anchor of the term.
    pub anchor: String,
    /// Name of the kind.
    pub kind_name: String,
    /// The acronym of a term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acronym: Option<String>,
    /// What it is called in the language of the page, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub here: Option<String>,
    /// The entry's page.
    pub href: String,
    /// For an acronym, what it stands for; it has no definition of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expansion: Option<String>,
    /// What it is.
    pub definition: DefinitionView,
    /// Where it matters: as in the index, or nothing where there are more places than one can take in.
    pub locators: Vec<LocatorView>,
    /// The more general terms.
    pub broader: Vec<Link>,
    /// The more special terms.
    pub narrower: Vec<Link>,
    /// Terms one would look at too, what it is part of, and its parts.
    pub related: Vec<Link>,
    /// Number of mentions.
    pub mentions: usize,
}

/// The most locators that a term of the glossary shows.
const MOST_LOCATORS: usize = 6;

/// The most acronyms that stand in one table; with more, each stands among the terms only.
const MOST_ACRONYMS: usize = 1_500;

/// The index.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Index {
    /// The title.
    pub title: String,
    /// The pages by letter, where the index is too long for one; the first page then has no headings itself.
    pub sheets: Vec<Link>,
    /// Headings by letter.
    pub letters: Vec<IndexLetterView>,
}

/// The headings under a letter.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct IndexLetterView {
    /// The letter.
    pub letter: String,
    /// Its anchor.
    pub anchor: String,
    /// The headings.
    pub headings: Vec<HeadingView>,
}

/// A heading of the index.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HeadingView {
    /// The words.
    pub heading: String,
    /// Its anchor, if a reference leads there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// Name of the kind of the entry that it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The page of the entry of that name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// Where it is dealt with.
    pub locators: Vec<LocatorView>,
    /// What stands under it.
    pub subs: Vec<SubHeadingView>,
    /// The headings used instead.
    pub see: Vec<Link>,
    /// The headings one would look at too.
    pub see_also: Vec<Link>,
}

/// A heading under a heading.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SubHeadingView {
    /// The words.
    pub heading: String,
    /// The entry's page, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// Where it is dealt with.
    pub locators: Vec<LocatorView>,
}

/// A locator as printed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LocatorView {
    /// Citation label; for paragraphs in a row `III.2(9) ¶1–2`.
    pub label: String,
    /// Address of the (first) place.
    pub href: String,
    /// Whether it is the principal one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub principal: bool,
}

/// The matrix.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MatrixPage {
    /// The title.
    pub title: String,
    /// The groups of divisions.
    pub columns: Vec<ColumnView>,
    /// By kind: a title and its rows.
    pub kinds: Vec<MatrixKind>,
    /// Mentions in all.
    pub total: usize,
}

/// A column's head.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ColumnView {
    /// The group.
    pub title: Link,
    /// Mentions in it.
    pub total: usize,
}

/// The rows of one kind.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MatrixKind {
    /// What readers call several.
    pub title: String,
    /// Its entries.
    pub rows: Vec<RowView>,
}

/// A row of the matrix.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RowView {
    /// The entry.
    pub entry: Link,
    /// For each column, the divisions with their counts.
    pub cells: Vec<Vec<CellLink>>,
    /// Mentions in all.
    pub total: usize,
}

/// The mentions of an entry in a division, as a link to them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CellLink {
    /// Citation label of the division.
    pub label: String,
    /// Title of the division.
    pub title: String,
    /// Address of the mentions.
    pub href: String,
    /// How many.
    pub count: usize,
}

/// A sheet of the glossary; the first has the acronyms, as long as they are not too many for a page.
pub(super) fn glossary(site: &Site, number: usize) -> Page {
    let sheets = site.glossary_sheets();
    let sheet = site.glossary_sheet(number);
    let path = sheet.path.clone();
    let links = Links { site, from: &path };
    let words = site.words();
    let letters = sheet.groups.iter().map(|(group, terms)| {
        let group = site.glossary_letter(*group);
        let terms = &group.terms[terms.clone()];
        GlossaryLetterView {
            letter: group.letter.clone(),
            anchor: letter_anchor(&group.letter),
            terms: terms.iter().map(|term| term_view(site, &links, term)).collect(),
        }
    });
    let acronyms = site.acronyms().iter();
    let acronyms = acronyms.filter(|_| number == 0 && site.acronyms().len() <= MOST_ACRONYMS);
    let acronyms = acronyms.filter_map(|id| {
        Some(AcronymView {
            expansion: expansion(site, *id, site.entry(*id).expanded()?),
            href: links.entry(*id),
            mentions: site.count(*id),
        })
    });
    let page = Glossary {
        title: sheets.title(words.get("glossary"), number),
        sheets: sheets.links(&links),
        letters: letters.collect(),
        acronyms: acronyms.collect(),
        equivalents: has_equivalents(site).then(|| links.link(words.get("equivalents"), &fixed(EQUIVALENTS))),
    };
    let frame = frame(site, &path, &page.title, words.get("glossary_line"));
    Page::new(
        site,
        &path,
        of_list(site, &links, frame, number, ("glossary", GLOSSARY)),
        Model::Glossary(page),
    )
}

/// Breadcrumbs of a sheet: of further ones with the first.
fn of_list(site: &Site, links: &Links, frame: Frame, number: usize, (word, first): (&str, &str)) -> Frame {
    let mut frame = under_home(site, links, frame);
    let above = (number > 0).then(|| links.link(site.words().get(word), &fixed(first)));
    frame.breadcrumbs.extend(above);
    frame
}

/// Whether any entry has names in other languages.
pub(super) fn has_equivalents(site: &Site) -> bool {
    !site.with_foreign_names().is_empty()
}

/// The table of names in other languages.
pub(super) fn equivalents(site: &Site) -> Page {
    let path = fixed(EQUIVALENTS);
    let links = Links { site, from: &path };
    let words = site.words();
    let entries = site.with_foreign_names().iter();
    let names = entries.flat_map(|id| &site.entry(*id).names);
    let languages: BTreeSet<&str> = names.map(|name| name.language.as_str()).collect();
    let page = Equivalents {
        rows: equivalent_rows(site, &links, &languages),
        languages: languages
            .iter()
            .map(|tag| LanguageHead {
                language: (*tag).to_owned(),
                name: language_name(site, tag),
            })
            .collect(),
    };
    let mut frame = frame(site, &path, words.get("equivalents"), words.get("equivalents_line"));
    frame.breadcrumbs = vec![home(site, &links), links.link(words.get("glossary"), &fixed(GLOSSARY))];
    Page::new(site, &path, frame, Model::Equivalents(page))
}

/// The entries that have names in other languages, as a reader of the page's language looks for them.
fn equivalent_rows(site: &Site, links: &Links, languages: &BTreeSet<&str>) -> Vec<EquivalentView> {
    let own = &site.interface().language;
    let mut rows: Vec<(String, EquivalentView)> = Vec::new();
    for (id, entry) in site.with_foreign_names().iter().map(|id| (*id, site.entry(*id))) {
        let all = names(site, id);
        let in_own = all.iter().find(|name| name.language == *own);
        let filed = in_own.map_or(&entry.name, |name| &name.name).clone();
        let find = |tag: &&str| all.iter().find(|name| name.language == *tag).cloned();
        let row = EquivalentView {
            entry: links.link(&entry.name, site.entry_path(id)),
            names: languages.iter().map(find).collect(),
        };
        rows.push((filed, row));
    }
    let collation = Collation::of(own);
    rows.sort_by(|left, right| collation.compare(&left.0, &right.0));
    rows.into_iter().map(|(_, row)| row).collect()
}

fn term_view(site: &Site, links: &Links, term: &GlossaryTerm) -> TermView {
    let entry = site.entry(term.entry);
    let mut locators = index_locators(site, links, term.entry);
    if locators.len() > MOST_LOCATORS {
        locators.clear();
    }
    let terms = |ids: Vec<EntryId>| ids.into_iter().map(|id| term_link(site, links, id)).collect();
    let see_also = entry.see_also.iter().chain(&entry.part_of).copied();
    TermView {
        term: term.term.clone(),
        anchor: match term.is_acronym {
            true => format!("acronym-{}-{}", crate::text::slug(&term.term), entry.slug),
            false => term_anchor(site, term.entry),
        },
        kind_name: site.say(&site.kind(term.entry).name).to_owned(),
        acronym: entry.acronym.clone().filter(|_| !term.is_acronym),
        here: entry
            .names
            .iter()
            .find(|name| name.language == site.interface().language)
            .map(|name| name.text.clone()),
        href: links.entry(term.entry),
        expansion: term.is_acronym.then(|| entry.name.clone()),
        definition: definition(site, links, term.entry),
        locators,
        broader: terms(entry.broader.clone()),
        narrower: terms(site.narrower(term.entry).collect()),
        related: terms(see_also.chain(site.parts(term.entry)).collect()),
        mentions: site.count(term.entry),
    }
}

/// The anchor of an entry in the glossary: its slug is unique within its kind.
fn term_anchor(site: &Site, id: EntryId) -> String {
    format!("{}-{}", site.kind(id).id.value, site.slug(id))
}

fn term_link(site: &Site, links: &Links, id: EntryId) -> Link {
    let sheet = site.glossary_sheets().sheet(site.term_sheet(id));
    Link {
        label: site.name(id).to_owned(),
        href: links.at(&sheet.path, &term_anchor(site, id)),
        current: false,
    }
}

/// All places of an entry, as the index has them under its name.
fn index_locators(site: &Site, links: &Links, id: EntryId) -> Vec<LocatorView> {
    let places = site.places(id).iter();
    places.map(|at| locator_view(site, links, at)).collect()
}

fn letter_anchor(letter: &str) -> String {
    match letter {
        "#" => "letter-other".to_owned(),
        other => format!("letter-{other}"),
    }
}

/// A sheet of the index.
pub(super) fn index(site: &Site, number: usize) -> Page {
    let sheets = site.index_sheets();
    let sheet = site.index_sheet(number);
    let path = sheet.path.clone();
    let links = Links { site, from: &path };
    let words = site.words();
    let letters = sheet.groups.iter().map(|(group, headings)| {
        let group = site.index_letter(*group);
        let headings = &group.headings[headings.clone()];
        IndexLetterView {
            letter: group.letter.clone(),
            anchor: letter_anchor(&group.letter),
            headings: headings
                .iter()
                .map(|heading| heading_view(site, &links, heading))
                .collect(),
        }
    });
    let page = Index {
        title: sheets.title(words.get("index"), number),
        sheets: sheets.links(&links),
        letters: letters.collect(),
    };
    let frame = frame(site, &path, &page.title, words.get("index_line"));
    Page::new(
        site,
        &path,
        of_list(site, &links, frame, number, ("index", INDEX)),
        Model::Index(page),
    )
}

fn heading_view(site: &Site, links: &Links, heading: &Heading) -> HeadingView {
    let references = |references: &[Reference]| {
        // A reference to a heading that is not there is told by `check`; a page has no dead links.
        let references = references.iter().filter_map(|to| {
            let target = site.heading(&to.heading)?;
            Some(Link {
                label: to.heading.clone(),
                href: links.at(&site.index_sheets().sheet(target.sheet).path, &target.anchor),
                current: false,
            })
        });
        references.collect()
    };
    let locators = |locators: &[IndexLocator]| locators.iter().map(|at| locator_view(site, links, at)).collect();
    HeadingView {
        heading: heading.heading.clone(),
        anchor: site.heading(&heading.heading).map(|target| target.anchor.clone()),
        kind: heading.entry.map(|id| site.kind(id).id.value.clone()),
        href: heading.entry.map(|id| links.entry(id)),
        locators: locators(&heading.locators),
        subs: heading
            .subs
            .iter()
            .map(|sub| SubHeadingView {
                heading: sub.heading.clone(),
                href: sub.entry.map(|id| links.entry(id)),
                locators: locators(&sub.locators),
            })
            .collect(),
        see: references(&heading.see),
        see_also: references(&heading.see_also),
    }
}

fn locator_view(site: &Site, links: &Links, at: &IndexLocator) -> LocatorView {
    let division = site.outline(at.paper).division(at.division);
    let (label, href) = match at.paragraphs {
        None => (division.label.clone(), links.division(at.paper, at.division)),
        Some((first, last)) => {
            let label = &division.paragraphs[first].label;
            let label = if last == first {
                label.clone()
            } else {
                format!("{label}–{}", last + 1)
            };
            let first = Locator {
                paper: at.paper,
                division: at.division,
                paragraph: first,
            };
            (label, links.paragraph(first, None))
        }
    };
    LocatorView {
        label: of_paper(site, at.paper, &label),
        href,
        principal: at.paragraphs.is_none(),
    }
}

/// The matrix of all papers, or of one.
pub(super) fn matrix(site: &Site, paper: Option<usize>) -> Page {
    let path = of_papers(site, paper, MATRIX);
    let links = Links { site, from: &path };
    let words = site.words();
    let matrix = site.matrix();
    let own = matrix.columns_of(paper);
    let columns = matrix.columns[own.clone()].iter().map(|column| {
        let division = site.outline(column.paper).division(column.division);
        let label = numbered(division);
        ColumnView {
            title: Link {
                label: paper.map_or_else(|| of_paper(site, column.paper, &label), |_| label.clone()),
                href: links.division(column.paper, column.division),
                current: false,
            },
            total: column.total,
        }
    });
    let rows = matrix.rows_of(paper);
    let kinds = site.kinds().iter().enumerate().map(|(at, kind)| MatrixKind {
        title: site.say(&kind.plural).to_owned(),
        rows: rows
            .iter()
            .map(|row| &matrix.rows[*row])
            .filter(|row| site.kind_number(row.entry) == at)
            .map(|row| row_view(site, &links, row, &matrix.columns, &own))
            .collect(),
    });
    let page = MatrixPage {
        title: paper.map_or(words.get("matrix").to_owned(), |paper| {
            of_paper(site, paper, words.get("matrix"))
        }),
        columns: columns.collect(),
        kinds: kinds.filter(|kind| !kind.rows.is_empty()).collect(),
        total: matrix.columns[own.clone()].iter().map(|column| column.total).sum(),
    };
    let frame = frame(site, &path, &page.title, words.get("matrix_line"));
    Page::new(site, &path, under_home(site, &links, frame), Model::Matrix(page))
}

/// A row with its cells in some of the columns.
fn row_view(site: &Site, links: &Links, row: &Row, all: &[Column], columns: &Range<usize>) -> RowView {
    let mut cells: Vec<Vec<CellLink>> = vec![Vec::new(); columns.len()];
    for cell in row.cells.iter().filter(|cell| columns.contains(&cell.column)) {
        let column = &all[cell.column];
        let divisions = cell.divisions.iter().map(|(id, count)| {
            let division = site.outline(column.paper).division(*id);
            CellLink {
                label: division.label.clone(),
                title: division.title.clone(),
                href: links.entry_at(row.entry, &division_anchor(site, column.paper, *id)),
                count: *count,
            }
        });
        cells[cell.column - columns.start].extend(divisions);
    }
    RowView {
        entry: links.link(site.name(row.entry), site.entry_path(row.entry)),
        total: cells.iter().flatten().map(|link| link.count).sum(),
        cells,
    }
}
