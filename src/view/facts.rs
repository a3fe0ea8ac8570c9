//! What pages depend on, as numbers: each fact has a key that stays the same from one build to the next, and a value that
//! changes when the fact does. A page whose facts all have the values they had is the page that it was.
//!
//! Invariant: a value covers everything that the reading in [`super::site`] of the same name gives. Keys and values name
//! entries, divisions and paragraphs by what their addresses are made of, never by their place in a list: an entry more
//! moves no fact of the others.

use std::collections::HashMap;
use std::fmt::Write;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use super::Head;
use super::layout::Sheets;
use super::site::{FoundBy, World, groups};
use crate::apparatus::{
    Citation, Column, Concordance, GlossaryTerm, Heading, IndexLocator, Matrix, Neighbour, Reference, Year,
};
use crate::mention::Mention;
use crate::outline::{DivisionId, Locator, Paper, paragraphs};
use crate::register::{Body, Definition, Entry, EntryId, Note, NotePlace, Quotation, Register, Target};
use crate::text::{ByFingerprint, fingerprint_of as print};

/// The kinds of facts; each has a table of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(super) enum Table {
    Outline,
    Title,
    Source,
    Division,
    Mentioned,
    Paragraph,
    MentionsIn,
    Name,
    Entry,
    FoundBy,
    Body,
    NamedBy,
    Count,
    Groups,
    Concordance,
    Places,
    Neighbours,
    Ids,
    ForeignNames,
    Acronyms,
    GlossaryLetter,
    IndexLetter,
    KindList,
    Letters,
    Sheets,
    IndexSheet,
    GlossarySheet,
    Listed,
    Matrix,
    Years,
    Mentions,
    Texts,
    ReaderWords,
    Paths,
}

/// The tables, in their order.
const TABLES: [Table; 34] = [
    Table::Outline,
    Table::Title,
    Table::Source,
    Table::Division,
    Table::Mentioned,
    Table::Paragraph,
    Table::MentionsIn,
    Table::Name,
    Table::Entry,
    Table::FoundBy,
    Table::Body,
    Table::NamedBy,
    Table::Count,
    Table::Groups,
    Table::Concordance,
    Table::Places,
    Table::Neighbours,
    Table::Ids,
    Table::ForeignNames,
    Table::Acronyms,
    Table::GlossaryLetter,
    Table::IndexLetter,
    Table::KindList,
    Table::Letters,
    Table::Sheets,
    Table::IndexSheet,
    Table::GlossarySheet,
    Table::Listed,
    Table::Matrix,
    Table::Years,
    Table::Mentions,
    Table::Texts,
    Table::ReaderWords,
    Table::Paths,
];

/// Facts find their table by this.
const _: () = {
    let mut at = 0;
    while at < TABLES.len() {
        assert!(TABLES[at] as usize == at);
        at += 1;
    }
    assert!(TABLES.len() == Table::Paths as usize + 1);
};

/// Something that a page depends on: a line of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    table: Table,
    number: u32,
}

impl Fact {
    pub(super) fn new(table: Table, number: usize) -> Self {
        Self {
            table,
            number: self::number(number),
        }
    }
}

/// All facts of a site, numbered through all tables.
#[derive(Debug, Default)]
pub struct Facts {
    /// Their keys and values.
    lines: Vec<(u64, u64)>,
    /// The number of the first of each table, and of the last one's end.
    starts: Vec<u32>,
}

impl Facts {
    pub(super) fn of(world: &World, heads: &[Head]) -> Self {
        let names = Names::of(world);
        let tables: Vec<Vec<(u64, u64)>> = TABLES
            .par_iter()
            .map(|table| lines(world, &names, heads, *table))
            .collect();
        let mut end = 0;
        let ends = tables.iter().map(|table| {
            end += number(table.len());
            end
        });
        Self {
            starts: std::iter::once(0).chain(ends).collect(),
            lines: tables.concat(),
        }
    }

    /// The numbers of facts; one that is not there has none.
    pub fn numbers(&self, facts: &[Fact]) -> Arc<[u32]> {
        let of_fact = |fact: &Fact| {
            let (start, end) = (self.starts[fact.table as usize], self.starts[fact.table as usize + 1]);
            Some(start + fact.number).filter(|number| *number < end)
        };
        facts.iter().filter_map(of_fact).collect()
    }

    /// The keys and values of all, by number.
    pub fn lines(&self) -> &[(u64, u64)] {
        &self.lines
    }

    /// For each of the facts of an earlier build the number that it has now; nothing where it has another value, or is
    /// no more.
    pub fn still(&self, before: &[(u64, u64)]) -> Vec<Option<u32>> {
        if before.is_empty() {
            return Vec::new();
        }
        let mut numbers = HashMap::with_capacity_and_hasher(self.lines.len(), ByFingerprint::default());
        for (at, (key, value)) in self.lines.iter().enumerate() {
            numbers.insert(*key, (*value, number(at)));
        }
        let now = |(key, value): &(u64, u64)| numbers.get(key).filter(|now| now.0 == *value).map(|now| now.1);
        before.par_iter().map(now).collect()
    }
}

/// A site has not as many of anything.
fn number(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}

/// What things are called in keys and values.
struct Names {
    entries: Vec<u64>,
    divisions: Vec<Vec<u64>>,
    papers: Vec<u64>,
}

impl Names {
    fn of(world: &World) -> Self {
        let register = world.register;
        let papers = world.papers.iter();
        Self {
            entries: register
                .iter()
                .map(|(id, entry)| print((&register.kind(id).id.value, &entry.slug)))
                .collect(),
            divisions: papers
                .clone()
                .map(|paper| {
                    let divisions = paper.divisions.iter();
                    divisions
                        .map(|division| print((&paper.config.id.value, &division.anchor)))
                        .collect()
                })
                .collect(),
            papers: papers.map(|paper| print(&paper.config.id.value)).collect(),
        }
    }

    fn entries<'a>(&'a self, ids: impl IntoIterator<Item = EntryId> + 'a) -> Vec<u64> {
        ids.into_iter().map(|id| self.entries[id.0]).collect()
    }

    fn division(&self, paper: usize, id: DivisionId) -> u64 {
        self.divisions[paper][id.0]
    }

    fn paragraph(&self, at: Locator) -> (u64, usize) {
        (self.division(at.paper, at.division), at.paragraph)
    }

    fn target(&self, target: Target) -> u64 {
        match target {
            Target::Entry(id) => self.entries[id.0],
            Target::Division(paper, id) => self.division(paper, id),
        }
    }
}

/// A hasher as a place to write to.
struct Sink(Xxh3);

impl std::fmt::Write for Sink {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

/// A table: for each line its key and its value.
fn lines(world: &World, names: &Names, heads: &[Head], table: Table) -> Vec<(u64, u64)> {
    let register = world.register;
    let apparatus = world.apparatus;
    let key = |name: u64| print((table, name));
    let only = |value: u64| vec![(key(0), value)];
    let papers = |value: &(dyn Fn(&Paper) -> u64 + Sync)| -> Vec<(u64, u64)> {
        let papers = world.papers.par_iter().zip(&names.papers);
        papers.map(|(paper, name)| (key(*name), value(paper))).collect()
    };
    let divisions = |value: &(dyn Fn(usize, DivisionId) -> u64 + Sync)| -> Vec<(u64, u64)> {
        let papers = world.papers.iter().enumerate();
        let all = papers.flat_map(|(paper, outline)| outline.iter().map(move |(id, _)| (paper, id)));
        all.map(|(paper, id)| (key(names.division(paper, id)), value(paper, id)))
            .collect()
    };
    let entries = |value: &(dyn Fn(EntryId, &Entry) -> u64 + Sync)| -> Vec<(u64, u64)> {
        let all = register.entries.par_iter().enumerate();
        all.map(|(at, entry)| (key(names.entries[at]), value(EntryId(at), entry)))
            .collect()
    };
    match table {
        Table::Outline => papers(&outline),
        Table::Title => papers(&|paper| {
            let front = paper.front.iter().map(|line| (&line.name, &line.text));
            print((paper.title(), front.collect::<Vec<_>>()))
        }),
        Table::Source => papers(&|paper| print((&paper.source.file.path, &paper.source.sha256))),
        Table::Division => divisions(&|paper, division| {
            let summary = register.divisions.get(&(paper, division));
            let place = NotePlace {
                paper,
                division,
                paragraph: None,
            };
            print((
                summary.map(|body| text(names, body)),
                notes(names, register.notes_on(place)),
            ))
        }),
        Table::Mentioned => divisions(&|paper, id| {
            let mentioned = apparatus.mentioned[paper][id.0].iter();
            print(
                mentioned
                    .map(|(id, count)| (names.entries[id.0], count))
                    .collect::<Vec<_>>(),
            )
        }),
        Table::Paragraph => {
            let all = paragraphs(world.papers);
            all.map(|(at, paragraph)| (key(print(names.paragraph(at))), print(&paragraph.text)))
                .collect()
        }
        Table::MentionsIn => {
            // Both are in the order of the text.
            let mut rest = world.mentions.in_text.as_slice();
            let all = paragraphs(world.papers).map(|(at, _)| {
                let (own, after) = rest.split_at(rest.iter().take_while(|mention| mention.at == at).count());
                rest = after;
                (key(print(names.paragraph(at))), mentions_in(world, names, at, own))
            });
            all.collect()
        }
        Table::Name => entries(&|id, entry| {
            let sheet = world.layout.term_sheets[id.0];
            print((
                &entry.name,
                &entry.slug,
                entry.kind,
                &world.layout.glossary.sheet(sheet).path,
                sheet,
            ))
        }),
        Table::Entry => entries(&|_, value| entry(names, value)),
        Table::FoundBy => entries(&|_, value| found_by(names, value)),
        Table::Body => entries(&|_, value| text(names, &value.body)),
        Table::NamedBy => entries(&|id, _| {
            let lists = [
                names.entries(register.narrower(id)),
                names.entries(register.parts(id)),
                names.entries(register.referring(id)),
            ];
            print(lists)
        }),
        Table::Count => entries(&|id, _| print((apparatus.concordances[id.0].count(), apparatus.given.contains(&id)))),
        Table::Groups => entries(&|id, _| {
            let groups = groups(&apparatus.concordances[id.0]);
            let named = groups.map(|group| [group.group, group.first].map(|id| names.division(group.paper, id)));
            print(named.collect::<Vec<_>>())
        }),
        Table::Concordance => entries(&|id, _| concordance(names, &apparatus.concordances[id.0])),
        Table::Places => entries(&|id, _| print(locators(names, &apparatus.places[id.0]))),
        Table::Neighbours => entries(&|id, _| neighbours(names, &apparatus.neighbours[id.0])),
        Table::Ids => only(print(&names.entries)),
        Table::ForeignNames => only(print(names.entries(world.layout.with_foreign_names.iter().copied()))),
        Table::Acronyms => only(print(names.entries(apparatus.acronyms.iter().copied()))),
        Table::GlossaryLetter => {
            let letters = apparatus.glossary.iter();
            let value = |terms: &[GlossaryTerm]| {
                let terms = terms.iter();
                print(
                    terms
                        .map(|term| (&term.term, names.entries[term.entry.0], term.is_acronym))
                        .collect::<Vec<_>>(),
                )
            };
            letters
                .map(|letter| (key(print(&letter.letter)), value(&letter.terms)))
                .collect()
        }
        Table::IndexLetter => {
            let letters = apparatus.index.par_iter();
            let value = |headings: &[Heading]| {
                print(
                    headings
                        .iter()
                        .map(|one| heading(world, names, one))
                        .collect::<Vec<_>>(),
                )
            };
            letters
                .map(|letter| (key(print(&letter.letter)), value(&letter.headings)))
                .collect()
        }
        Table::KindList => {
            let kinds = world.layout.kinds.iter().enumerate();
            kinds
                .map(|(at, (ids, list))| {
                    let value = print((names.entries(ids.iter().copied()), sheets(list)));
                    (key(print(&register.kinds[at].id.value)), value)
                })
                .collect()
        }
        Table::Letters => {
            let letters = apparatus.index.iter().map(|letter| &letter.letter);
            only(print(letters.collect::<Vec<_>>()))
        }
        Table::Sheets => {
            let names = |sheets: &Sheets| {
                print(
                    sheets
                        .iter()
                        .map(|sheet| (&sheet.path, &sheet.name))
                        .collect::<Vec<_>>(),
                )
            };
            only(print((names(&world.layout.index), names(&world.layout.glossary))))
        }
        Table::IndexSheet => sheet_lines(table, &world.layout.index),
        Table::GlossarySheet => sheet_lines(table, &world.layout.glossary),
        Table::Listed => {
            let listed = world.layout.kinds.iter().map(|(ids, _)| ids.is_empty());
            only(print((listed.collect::<Vec<_>>(), world.layout.by_paper)))
        }
        Table::Matrix => {
            let all: Vec<Option<usize>> = std::iter::once(None).chain((0..world.papers.len()).map(Some)).collect();
            let name = |paper: Option<usize>| paper.map_or(1, |paper| names.papers[paper]);
            all.into_par_iter()
                .map(|paper| (key(name(paper)), matrix(names, &apparatus.matrix, paper)))
                .collect()
        }
        Table::Years => {
            let places = |year: &Year| {
                let places = year.places.iter();
                let places = places.map(|place| (names.paragraph(place.at), &place.span, &place.sentence));
                print((year.year, &year.label, places.collect::<Vec<_>>()))
            };
            only(print(apparatus.years.iter().map(places).collect::<Vec<_>>()))
        }
        Table::Mentions => only(print((world.mentions.in_text.len(), world.mentions.in_headings.len()))),
        Table::Texts => {
            let pages = register.pages.iter();
            only(print(
                pages.map(|(name, body)| (name, text(names, body))).collect::<Vec<_>>(),
            ))
        }
        Table::ReaderWords => only(reader_words(register)),
        Table::Paths => only(print(heads.iter().map(|head| &head.path).collect::<Vec<_>>())),
    }
}

fn outline(paper: &Paper) -> u64 {
    let mut hasher = Xxh3::new();
    for division in &paper.divisions {
        (division.rule, division.parent, division.depth).hash(&mut hasher);
        (&division.heading, &division.number, &division.title).hash(&mut hasher);
        (&division.label, &division.anchor, &division.slug, &division.page).hash(&mut hasher);
        division.paragraphs.len().hash(&mut hasher);
    }
    hasher.finish()
}

fn mentions_in(world: &World, names: &Names, at: Locator, mentions: &[Mention]) -> u64 {
    let mentions = mentions.iter().map(|mention| {
        let entry = names.entries[mention.entry.0];
        (entry, &mention.span, mention.number, mention.inside, mention.linked)
    });
    let place = NotePlace {
        paper: at.paper,
        division: at.division,
        paragraph: Some(at.paragraph),
    };
    print((
        mentions.collect::<Vec<_>>(),
        notes(names, world.register.notes_on(place)),
    ))
}

fn notes(names: &Names, notes: &[Note]) -> Vec<u64> {
    notes
        .iter()
        .map(|note| print((&note.span, text(names, &note.body))))
        .collect()
}

/// An editorial text. How it is written in Markdown and where its links lead is all there is to it.
fn text(names: &Names, body: &Body) -> u64 {
    let mut sink = Sink(Xxh3::new());
    // Writing to a hasher does not fail.
    let _ = write!(sink, "{:?}", body.events());
    body.targets().for_each(|target| sink.0.write_u64(names.target(target)));
    sink.0.finish()
}

fn quotation(names: &Names, quotation: &Quotation) -> u64 {
    print((&quotation.text, names.paragraph(quotation.at)))
}

fn entry(names: &Names, entry: &Entry) -> u64 {
    // Named one by one, so that a new field is not forgotten.
    let Entry {
        kind,
        also,
        slug,
        name,
        acronym,
        aliases,
        names: foreign,
        expansion,
        any_case,
        r#type,
        level,
        parties,
        definition,
        outlook,
        broader,
        part_of,
        see_also,
        index,
        body: _,
        place: _,
    } = entry;
    let mut hasher = Xxh3::new();
    (kind, also, slug, name, acronym, any_case, r#type, level).hash(&mut hasher);
    for alias in aliases {
        (&alias.text, alias.scope.is_empty()).hash(&mut hasher);
    }
    foreign.hash(&mut hasher);
    expansion.hash(&mut hasher);
    for party in parties {
        (&party.words, party.entry.map(|id| names.entries[id.0])).hash(&mut hasher);
    }
    match definition {
        Definition::Quoted(words) => hasher.write_u64(quotation(names, words)),
        Definition::Editorial { text } => text.hash(&mut hasher),
    }
    for words in outlook {
        hasher.write_u64(quotation(names, words));
    }
    for list in [broader, part_of, see_also] {
        names.entries(list.iter().copied()).hash(&mut hasher);
    }
    index.hash(&mut hasher);
    hasher.finish()
}

fn found_by(names: &Names, entry: &Entry) -> u64 {
    let FoundBy {
        slug,
        names: own,
        foreign,
        quoted,
    } = FoundBy::of(entry);
    print((slug, own, foreign, quoted.map(|words| quotation(names, words))))
}

fn concordance(names: &Names, concordance: &Concordance) -> u64 {
    let mut hasher = Xxh3::new();
    concordance.forms.hash(&mut hasher);
    for group in &concordance.groups {
        hasher.write_u64(names.division(group.paper, group.division));
        for citation in group.divisions.iter().flat_map(|division| &division.citations) {
            match citation {
                Citation::Text { mention, sentence } => {
                    let at = names.paragraph(mention.at);
                    (at, &mention.span, mention.number, sentence).hash(&mut hasher);
                }
                Citation::Heading(mention) => {
                    (names.division(mention.paper, mention.division), &mention.span).hash(&mut hasher);
                }
            }
        }
    }
    hasher.finish()
}

fn locators(names: &Names, places: &[IndexLocator]) -> Vec<(u64, Option<(usize, usize)>)> {
    let places = places.iter();
    places
        .map(|at| (names.division(at.paper, at.division), at.paragraphs))
        .collect()
}

fn neighbours(names: &Names, neighbours: &[Neighbour]) -> u64 {
    let neighbours = neighbours.iter().map(|neighbour| {
        let sentences = neighbour.sentences.iter();
        let sentences: Vec<_> = sentences.map(|at| names.paragraph(*at)).collect();
        (names.entries[neighbour.entry.0], sentences)
    });
    print(neighbours.collect::<Vec<_>>())
}

/// A heading of the index, with where it and the headings that it refers to stand.
fn heading(world: &World, names: &Names, heading: &Heading) -> u64 {
    let anchor = |words: &str| {
        let target = world.layout.headings.get(words)?;
        Some((&world.layout.index.sheet(target.sheet).path, &target.anchor))
    };
    let references = |references: &[Reference]| {
        let references = references.iter();
        print(
            references
                .map(|to| (&to.heading, anchor(&to.heading)))
                .collect::<Vec<_>>(),
        )
    };
    let named = |id: Option<EntryId>| id.map(|id| names.entries[id.0]);
    let subs = heading.subs.iter();
    let subs = subs.map(|sub| (&sub.heading, named(sub.entry), locators(names, &sub.locators)));
    print((
        (&heading.heading, named(heading.entry), anchor(&heading.heading)),
        locators(names, &heading.locators),
        subs.collect::<Vec<_>>(),
        references(&heading.see),
        references(&heading.see_also),
    ))
}

/// What is on each page of a list: runs of the items of letters.
fn sheet_lines(table: Table, sheets: &Sheets) -> Vec<(u64, u64)> {
    let sheets = sheets.iter();
    sheets
        .map(|sheet| (print((table, &sheet.path)), print((&sheet.name, &sheet.groups))))
        .collect()
}

fn sheets(sheets: &Sheets) -> u64 {
    let sheets = sheets.iter().map(|sheet| (&sheet.path, &sheet.name, &sheet.groups));
    print(sheets.collect::<Vec<_>>())
}

/// The matrix of all papers, or the columns of one and the rows with anything in them.
fn matrix(names: &Names, matrix: &Matrix, paper: Option<usize>) -> u64 {
    let own = matrix.columns_of(paper);
    let column = |column: &Column| (names.division(column.paper, column.division), column.total);
    let columns: Vec<_> = matrix.columns[own.clone()].iter().map(column).collect();
    let mut hasher = Xxh3::new();
    columns.hash(&mut hasher);
    for row in matrix.rows_of(paper) {
        let row = &matrix.rows[row];
        hasher.write_u64(names.entries[row.entry.0]);
        for cell in row.cells.iter().filter(|cell| own.contains(&cell.column)) {
            let paper = matrix.columns[cell.column].paper;
            let divisions = cell
                .divisions
                .iter()
                .map(|(id, count)| (names.division(paper, *id), count));
            (cell.column - own.start, divisions.collect::<Vec<_>>()).hash(&mut hasher);
        }
    }
    hasher.finish()
}

fn reader_words(register: &Register) -> u64 {
    let words = register.search.iter().map(|word| {
        let headings: Vec<&String> = word.headings.iter().map(|(heading, _)| heading).collect();
        (&word.language, &word.word, headings)
    });
    print(words.collect::<Vec<_>>())
}
