use serde::Serialize;

use super::division::{DivisionLink, EntryGroup, division_link, entries_in, numbered, under_home};
use super::entry::{DefinitionView, definition, division_anchor};
use super::frame::{ABOUT, GLOSSARY, HOME, INDEX, MATRIX, fixed, frame, list_path};
use super::links::{Link, Links, NOT_FOUND, entry_path, paper_path, whole_path};
use super::{Model, Page, Site};
use crate::apparatus::{Heading, IndexLocator};
use crate::outline::{Locator, Paper};

/// The first page: what this is and the ways in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Home {
    /// The site's title.
    pub title: String,
    /// What this is.
    pub description: String,
    /// The editorial introduction, as HTML.
    pub introduction: Option<String>,
    /// The papers, each with its outline.
    pub papers: Vec<HomePaper>,
    /// The kinds of entries, each with its list.
    pub kinds: Vec<CountedLink>,
    /// Glossary, index, matrix, about.
    pub apparatus: Vec<CountedLink>,
}

/// A paper on the first page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HomePaper {
    /// The paper's title.
    pub title: String,
    /// Language of the text.
    pub language: String,
    /// Its whole text.
    pub whole: Link,
    /// Its numbers of paragraphs.
    pub paragraphs: usize,
    /// Its divisions of the first level.
    pub divisions: Vec<DivisionLink>,
    /// The lists of divisions, each with its divisions.
    pub lists: Vec<HomeList>,
}

/// A list of divisions on the first page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HomeList {
    /// The list's page.
    pub title: Link,
    /// Its divisions, each with what it mentions.
    pub divisions: Vec<HomeDivision>,
}

/// A division on the first page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HomeDivision {
    /// The division.
    pub division: DivisionLink,
    /// Number of divisions in it.
    pub children: usize,
    /// What readers call those.
    pub children_name: String,
    /// The entries it mentions.
    pub entries: Vec<EntryGroup>,
}

/// A link with a number and a line of explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountedLink {
    /// The link.
    pub link: Link,
    /// How many.
    pub count: Option<usize>,
    /// What is there.
    pub description: String,
}

/// The glossary.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Glossary {
    /// Terms by letter.
    pub letters: Vec<GlossaryLetterView>,
    /// Number of terms, acronyms aside.
    pub count: usize,
}

/// The terms under a letter.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
pub struct Index {
    /// Headings by letter.
    pub letters: Vec<IndexLetterView>,
}

/// The headings under a letter.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
pub struct ColumnView {
    /// The group.
    pub title: Link,
    /// Citation label.
    pub label: String,
    /// Mentions in it.
    pub total: usize,
}

/// The rows of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MatrixKind {
    /// What readers call several.
    pub title: String,
    /// Its entries.
    pub rows: Vec<RowView>,
}

/// A row of the matrix.
#[derive(Debug, Clone, PartialEq, Serialize)]
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

/// About this edition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct About {
    /// The editorial text, as HTML.
    pub body: Option<String>,
    /// Where the papers are from.
    pub papers: Vec<AboutPaper>,
    /// Entries by kind.
    pub kinds: Vec<CountedLink>,
    /// Mentions found.
    pub mentions: usize,
    /// Version of the program.
    pub version: String,
}

/// Where a paper is from and what is in it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AboutPaper {
    /// Title.
    pub title: String,
    /// Language of the text.
    pub language: String,
    /// Whole text.
    pub href: String,
    /// The lines before the first heading, with their names.
    pub front: Vec<(String, String)>,
    /// What is known of its origin: a key of the strings and the value.
    pub provenance: Vec<(String, String)>,
    /// Name of the source file.
    pub source: String,
    /// SHA-256 of the source.
    pub sha256: String,
    /// Divisions by kind: what readers call them, and how many.
    pub divisions: Vec<(String, usize)>,
    /// Number of paragraphs.
    pub paragraphs: usize,
}

/// The page for addresses that lead nowhere.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NotFound {
    /// The ways on.
    pub ways: Vec<Link>,
}

/// The fixed pages of the site.
pub(super) fn pages(site: &Site) -> Vec<Page> {
    vec![
        home(site),
        glossary(site),
        index(site),
        matrix(site),
        about(site),
        not_found(site),
    ]
}

fn home(site: &Site) -> Page {
    let path = fixed(HOME);
    let links = Links { site, from: &path };
    let config = &site.inputs.config.site;
    let words = &site.inputs.theme.strings;
    let apparatus = [
        ("glossary", GLOSSARY, "glossary_line"),
        ("index", INDEX, "index_line"),
        ("matrix", MATRIX, "matrix_line"),
        ("about", ABOUT, "about_line"),
    ];
    let page = Home {
        title: config.title.clone(),
        description: config.description.clone(),
        introduction: text(site, &links, "home"),
        papers: (0..site.papers.len())
            .map(|paper| home_paper(site, &links, paper))
            .collect(),
        kinds: kinds(site, &links),
        apparatus: apparatus
            .into_iter()
            .map(|(label, target, line)| CountedLink {
                link: links.link(words.get(label), &fixed(target)),
                count: None,
                description: words.get(line).to_owned(),
            })
            .collect(),
    };
    Page {
        frame: frame(site, &path, &config.title, &config.description),
        path,
        template: "home.html",
        page: Model::Home(page),
    }
}

fn home_paper(site: &Site, links: &Links, paper: usize) -> HomePaper {
    let outline = &site.papers[paper];
    let lists = outline.config.outline.iter().enumerate().filter_map(|(rule, config)| {
        let list = config.list.as_ref()?;
        Some(HomeList {
            title: links.link(&config.plural, &paper_path(site, paper, &list.value)),
            divisions: outline
                .iter()
                .filter(|(_, division)| division.rule == rule)
                .map(|(id, division)| HomeDivision {
                    division: division_link(site, links, paper, id),
                    children: division.children.len(),
                    children_name: children_name(outline, division),
                    entries: entries_in(site, links, paper, id),
                })
                .collect(),
        })
    });
    HomePaper {
        title: outline.title().to_owned(),
        language: outline.config.language.clone(),
        whole: links.link(site.inputs.theme.strings.get("whole_paper"), &whole_path(site, paper)),
        paragraphs: outline.paragraph_count(),
        divisions: outline
            .iter()
            .filter(|(_, division)| division.depth == 0)
            .map(|(id, _)| division_link(site, links, paper, id))
            .collect(),
        lists: lists.collect(),
    }
}

fn children_name(outline: &Paper, division: &crate::outline::Division) -> String {
    let first = division.children.first();
    first
        .map(|child| {
            outline.config.outline[outline.division(*child).rule]
                .plural
                .to_lowercase()
        })
        .unwrap_or_default()
}

fn kinds(site: &Site, links: &Links) -> Vec<CountedLink> {
    let kinds = site.register.kinds.iter().enumerate().filter(|(_, kind)| kind.list);
    kinds
        .map(|(at, kind)| CountedLink {
            link: links.link(&kind.plural, &list_path(&kind.folder.value)),
            count: Some(site.register.entries.iter().filter(|entry| entry.kind == at).count()),
            description: kind.description.clone(),
        })
        .collect()
}

/// An editorial text of `content/pages/`, as HTML.
fn text(site: &Site, links: &Links, name: &str) -> Option<String> {
    let body = site.register.pages.get(name)?;
    Some(body.html(|target| links.target(target)))
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
        count: site.register.entries.len(),
    };
    let frame = frame(site, &path, words.get("glossary"), words.get("glossary_line"));
    Page {
        frame: under_home(site, &links, frame),
        path: path.clone(),
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
        template: "index.html",
        page: Model::Index(page),
    }
}

fn heading_view(site: &Site, links: &Links, heading: &Heading) -> HeadingView {
    let reference = |ids: &[crate::register::EntryId]| {
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
    match at.paragraphs {
        None => LocatorView {
            label: division.label.clone(),
            href: links.division(at.paper, at.division),
            principal: true,
        },
        Some((first, last)) => {
            let label = &division.paragraphs[first].label;
            LocatorView {
                label: match last {
                    last if last == first => label.clone(),
                    last => format!("{label}–{}", last + 1),
                },
                href: links.paragraph(
                    Locator {
                        paper: at.paper,
                        division: at.division,
                        paragraph: first,
                    },
                    None,
                ),
                principal: false,
            }
        }
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
                label: numbered(division),
                href: links.division(column.paper, column.division),
                current: false,
            },
            label: division.label.clone(),
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
        template: "matrix.html",
        page: Model::Matrix(page),
    }
}

fn row_view(site: &Site, links: &Links, row: &crate::apparatus::Row) -> RowView {
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

fn about(site: &Site) -> Page {
    let path = fixed(ABOUT);
    let links = Links { site, from: &path };
    let words = &site.inputs.theme.strings;
    let page = About {
        body: text(site, &links, "about"),
        papers: (0..site.papers.len())
            .map(|paper| about_paper(site, &links, paper))
            .collect(),
        kinds: kinds(site, &links),
        mentions: site.mentions.in_text.len() + site.mentions.in_headings.len(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let frame = frame(site, &path, words.get("about"), words.get("about_line"));
    Page {
        frame: under_home(site, &links, frame),
        path: path.clone(),
        template: "about.html",
        page: Model::About(page),
    }
}

fn about_paper(site: &Site, links: &Links, paper: usize) -> AboutPaper {
    let outline = &site.papers[paper];
    let known = &outline.config.provenance;
    let provenance = [
        ("publisher", &known.publisher),
        ("source_address", &known.url),
        ("date", &known.date),
        ("rights", &known.rights),
        ("translator", &known.translator),
    ];
    let rules = outline.config.outline.iter().enumerate();
    AboutPaper {
        title: outline.title().to_owned(),
        language: outline.config.language.clone(),
        href: links.to(&whole_path(site, paper)),
        front: outline
            .front
            .iter()
            .map(|line| (line.name.clone(), line.text.clone()))
            .collect(),
        provenance: provenance
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (key.to_owned(), value.clone()))
            .collect(),
        source: outline
            .source
            .file
            .path
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned(),
        sha256: outline.source.sha256.clone(),
        divisions: rules
            .map(|(at, rule)| {
                let count = outline.divisions.iter().filter(|division| division.rule == at).count();
                let name = if count == 1 || rule.plural.is_empty() {
                    &rule.name
                } else {
                    &rule.plural
                };
                (name.clone(), count)
            })
            .filter(|(_, count)| *count > 0)
            .collect(),
        paragraphs: outline.paragraph_count(),
    }
}

fn not_found(site: &Site) -> Page {
    let path = fixed(NOT_FOUND);
    let links = Links { site, from: &path };
    let frame = frame(site, &path, site.inputs.theme.strings.get("not_found"), "");
    let mut ways = vec![super::division::home(site, &links)];
    ways.extend(frame.nav.iter().cloned());
    Page {
        frame,
        path: path.clone(),
        template: "404.html",
        page: Model::NotFound(NotFound { ways }),
    }
}
