use serde::Serialize;

use super::division::{numbered, under_home};
use super::entry::{DefinitionView, definition, division_anchor};
use super::frame::{GLOSSARY, INDEX, MATRIX, fixed, frame};
use super::links::{Link, Links, entry_path, of_paper};
use super::{Model, Page, Site};
use crate::apparatus::{Heading, IndexLocator, Row};
use crate::outline::Locator;
use crate::register::EntryId;

/// The glossary.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Glossary {
    /// Terms by letter.
    pub letters: Vec<GlossaryLetterView>,
}

/// The terms under a letter.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TermView {
    /// The word.
    pub term: String,
    /// Anchor of the term.
    pub anchor: String,
    /// Name of the kind.
    pub kind_name: String,
    /// The acronym of a term.
    pub acronym: Option<String>,
    /// The entry's page.
    pub href: String,
    /// For an acronym, what it stands for; it has no definition of its own.
    pub expansion: Option<String>,
    /// What it is.
    pub definition: DefinitionView,
    /// Number of mentions.
    pub mentions: usize,
}

/// The index.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Index {
    /// Headings by letter.
    pub letters: Vec<IndexLetterView>,
}

/// The headings under a letter.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HeadingView {
    /// The words.
    pub heading: String,
    /// The page of the entry of that name.
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
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SubHeadingView {
    /// The words.
    pub heading: String,
    /// The entry's page.
    pub href: String,
    /// Where it is dealt with.
    pub locators: Vec<LocatorView>,
}

/// A locator as printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LocatorView {
    /// Citation label; for paragraphs in a row `III.2(9) ¶1–2`.
    pub label: String,
    /// Address of the (first) place.
    pub href: String,
    /// Whether it is the principal one.
    pub principal: bool,
}

/// The matrix.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MatrixPage {
    /// The groups of divisions.
    pub columns: Vec<ColumnView>,
    /// By kind: a title and its rows.
    pub kinds: Vec<MatrixKind>,
    /// Mentions in all.
    pub total: usize,
}

/// A column's head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ColumnView {
    /// The group.
    pub title: Link,
    /// Mentions in it.
    pub total: usize,
}

/// The rows of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MatrixKind {
    /// What readers call several.
    pub title: String,
    /// Its entries.
    pub rows: Vec<RowView>,
}

/// A row of the matrix.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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

/// Glossary, index and matrix.
pub(super) fn pages(site: &Site) -> Vec<Page> {
    vec![glossary(site), index(site), matrix(site)]
}

fn glossary(site: &Site) -> Page {
    let path = fixed(GLOSSARY);
    let links = Links { site, from: &path };
    let words = &site.inputs.theme.strings;
    let letters = site.apparatus.glossary.iter().map(|group| GlossaryLetterView {
        letter: group.letter.clone(),
        anchor: letter_anchor(&group.letter),
        terms: group
            .terms
            .iter()
            .map(|term| {
                let entry = site.register.entry(term.entry);
                let slug = crate::text::slug(&term.term);
                TermView {
                    term: term.term.clone(),
                    // An entry's anchor is its slug, unique within its kind's folder.
                    anchor: if term.is_acronym {
                        format!("acronym-{slug}-{}", entry.slug)
                    } else {
                        format!("{}-{}", site.register.kind(term.entry).id.value, entry.slug)
                    },
                    kind_name: site.register.kind(term.entry).name.clone(),
                    acronym: entry.acronym.clone().filter(|_| !term.is_acronym),
                    href: links.entry(term.entry),
                    expansion: term.is_acronym.then(|| entry.name.clone()),
                    definition: definition(site, &links, term.entry),
                    mentions: site.apparatus.concordances[term.entry.0].count(),
                }
            })
            .collect(),
    });
    let page = Glossary {
        letters: letters.collect(),
    };
    let frame = frame(site, &path, words.get("glossary"), words.get("glossary_line"));
    Page {
        frame: under_home(site, &links, frame),
        path: path.clone(),
        paper: None,
        template: "glossary.html",
        page: Model::Glossary(page),
    }
}

fn letter_anchor(letter: &str) -> String {
    match letter {
        "#" => "letter-other".to_owned(),
        other => format!("letter-{other}"),
    }
}

fn index(site: &Site) -> Page {
    let path = fixed(INDEX);
    let links = Links { site, from: &path };
    let words = &site.inputs.theme.strings;
    let letters = site.apparatus.index.iter().map(|group| IndexLetterView {
        letter: group.letter.clone(),
        anchor: letter_anchor(&group.letter),
        headings: group
            .headings
            .iter()
            .map(|heading| heading_view(site, &links, heading))
            .collect(),
    });
    let page = Index {
        letters: letters.collect(),
    };
    let frame = frame(site, &path, words.get("index"), words.get("index_line"));
    Page {
        frame: under_home(site, &links, frame),
        path: path.clone(),
        paper: None,
        template: "index.html",
        page: Model::Index(page),
    }
}

fn heading_view(site: &Site, links: &Links, heading: &Heading) -> HeadingView {
    let reference = |ids: &[EntryId]| {
        ids.iter()
            .map(|id| links.link(&site.register.entry(*id).name, &entry_path(site, *id)))
            .collect()
    };
    let locators = |locators: &[IndexLocator]| locators.iter().map(|at| locator_view(site, links, at)).collect();
    HeadingView {
        heading: heading.heading.clone(),
        href: heading.entry.map(|id| links.entry(id)),
        locators: locators(&heading.locators),
        subs: heading
            .subs
            .iter()
            .map(|sub| SubHeadingView {
                heading: sub.heading.clone(),
                href: links.entry(sub.entry),
                locators: locators(&sub.locators),
            })
            .collect(),
        see: reference(&heading.see),
        see_also: reference(&heading.see_also),
    }
}

fn locator_view(site: &Site, links: &Links, at: &IndexLocator) -> LocatorView {
    let division = site.papers[at.paper].division(at.division);
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

fn matrix(site: &Site) -> Page {
    let path = fixed(MATRIX);
    let links = Links { site, from: &path };
    let words = &site.inputs.theme.strings;
    let matrix = &site.apparatus.matrix;
    let columns = matrix.columns.iter().map(|column| {
        let division = site.papers[column.paper].division(column.division);
        ColumnView {
            title: Link {
                label: of_paper(site, column.paper, &numbered(division)),
                href: links.division(column.paper, column.division),
                current: false,
            },
            total: column.total,
        }
    });
    let kinds = site.register.kinds.iter().enumerate().map(|(at, kind)| MatrixKind {
        title: kind.plural.clone(),
        rows: matrix
            .rows
            .iter()
            .filter(|row| site.register.entry(row.entry).kind == at)
            .map(|row| row_view(site, &links, row))
            .collect(),
    });
    let page = MatrixPage {
        columns: columns.collect(),
        kinds: kinds.filter(|kind| !kind.rows.is_empty()).collect(),
        total: matrix.rows.iter().map(|row| row.total).sum(),
    };
    let frame = frame(site, &path, words.get("matrix"), words.get("matrix_line"));
    Page {
        frame: under_home(site, &links, frame),
        path: path.clone(),
        paper: None,
        template: "matrix.html",
        page: Model::Matrix(page),
    }
}

fn row_view(site: &Site, links: &Links, row: &Row) -> RowView {
    let columns = &site.apparatus.matrix.columns;
    let cells = row.cells.iter().zip(columns).map(|(cell, column)| {
        let divisions = cell.divisions.iter();
        divisions
            .map(|(id, count)| {
                let division = site.papers[column.paper].division(*id);
                CellLink {
                    label: division.label.clone(),
                    title: division.title.clone(),
                    href: links.entry_at(row.entry, &division_anchor(site, column.paper, *id)),
                    count: *count,
                }
            })
            .collect()
    });
    RowView {
        entry: links.link(&site.register.entry(row.entry).name, &entry_path(site, row.entry)),
        cells: cells.collect(),
        total: row.total,
    }
}
