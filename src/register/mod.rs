//! Pass 3, register: the files of `content/` become entries, checked against each other and against
//! the papers: names that clash, relations that lead nowhere, scopes that name no division, quotations
//! that are not in the text.

mod body;
mod note;
mod quote;
mod record;
mod resolve;
mod written_index;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diagnostic::{Checked, Place, Severity};
use crate::input::{Inputs, KindRule};
use crate::outline::{DivisionId, DivisionRef, Paper, PaperId, ParagraphRef};

pub use body::{Body, Target};
pub use note::{Note, NotePlace};
pub use written_index::{WrittenHeading, WrittenSub};

/// All entries and the editorial texts beside them.
#[derive(Debug, Clone, PartialEq)]
pub struct Register {
    /// The kinds, in the configuration's order.
    pub kinds: Vec<KindRule>,
    /// The entries, by kind and then by slug.
    pub entries: Vec<Entry>,
    /// What `content/divisions/` says of divisions, by paper and division.
    pub divisions: BTreeMap<DivisionRef, Body>,
    /// The texts of `content/pages/`, by name (`home`, `about`).
    pub pages: BTreeMap<String, Body>,
    /// What `content/notes/` says of words of the papers, in the order of the papers.
    pub notes: Vec<Note>,
    /// The written part of the index; nothing where the site has none.
    pub index: Option<Vec<WrittenHeading>>,
    /// Words by which readers of other languages search.
    pub search: Vec<ReaderWord>,
    /// For each entry, which entries name it.
    pub(crate) named_by: Vec<NamedBy>,
}

/// The entries that name one as a relation, or in their text; each in the order of the register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct NamedBy {
    /// As the more general term.
    narrower: Vec<EntryId>,
    /// As what they are part of.
    parts: Vec<EntryId>,
    /// As what one would look at too, or in their text.
    referring: Vec<EntryId>,
}

impl NamedBy {
    /// Turns the relations of all entries round.
    fn of_all(entries: &[Entry]) -> Vec<Self> {
        let mut all = vec![Self::default(); entries.len()];
        for (id, entry) in entries.iter().enumerate().map(|(at, entry)| (EntryId(at), entry)) {
            let unique = |named: &mut dyn Iterator<Item = EntryId>| named.collect::<BTreeSet<_>>();
            for other in unique(&mut entry.broader.iter().copied()) {
                all[other.0].narrower.push(id);
            }
            for other in unique(&mut entry.part_of.iter().copied()) {
                all[other.0].parts.push(id);
            }
            let in_text = entry.body.targets().filter_map(|target| match target {
                Target::Entry(other) => Some(other),
                Target::Division(_) => None,
            });
            for other in unique(&mut entry.see_also.iter().copied().chain(in_text)) {
                all[other.0].referring.push(id);
            }
        }
        all
    }
}

/// A word of readers in another language, and where search leads from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderWord {
    /// The language, a BCP 47 tag.
    pub language: String,
    /// The word.
    pub word: String,
    /// Headings of the index, each with where the file names it.
    pub headings: Vec<(String, Place)>,
}

/// Index of an entry in [`Register::entries`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub usize);

/// One thing that the papers name.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Index of its kind.
    pub kind: usize,
    /// A second kind that fits it too.
    pub also: Option<usize>,
    /// Its file's name, and its page's.
    pub slug: String,
    /// The name, as the paper writes it.
    pub name: String,
    /// The acronym.
    pub acronym: Option<String>,
    /// Other forms under which it is mentioned.
    pub aliases: Vec<Alias>,
    /// What it is called in other languages, by language.
    pub names: Vec<ForeignName>,
    /// What a name that is an acronym stands for.
    pub expansion: Option<Expansion>,
    /// Whether upper and lower case of its name may differ in the text.
    pub any_case: bool,
    /// Its type, one of its kind's.
    pub r#type: Option<String>,
    /// The level at which it works (ministers, heads of state), where the paper says so.
    pub level: Option<String>,
    /// Who takes part, where the paper says so.
    pub parties: Vec<Party>,
    /// What it is.
    pub definition: Definition,
    /// What a paper says will happen to it.
    pub outlook: Vec<Quotation>,
    /// The more general terms.
    pub broader: Vec<EntryId>,
    /// What it belongs to.
    pub part_of: Vec<EntryId>,
    /// What one would look at too.
    pub see_also: Vec<EntryId>,
    /// Headings of the index under which it stands besides its name.
    pub index: Vec<IndexHeading>,
    /// The editorial text.
    pub body: Body,
    /// Where its file gives the name.
    pub place: Place,
}

/// A surface form and where it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The form as it stands in the text.
    pub text: String,
    /// Where it means this entry; empty: everywhere.
    pub scope: Vec<Scope>,
    /// Whether upper and lower case may differ.
    pub any_case: bool,
    /// Phrases inside which the form means something else.
    pub deny: Vec<String>,
    /// Whether its regular plural counts too.
    pub plural: bool,
    /// Whether it counts within the longer name of another entry too.
    pub inside: bool,
    /// Where the register has it.
    pub place: Place,
}

/// A stretch of a paper: a division with all in it, or one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The paper.
    pub paper: PaperId,
    /// Indexes of the divisions.
    pub divisions: Range<usize>,
    /// The only paragraph (index) of the first division that counts, if so limited.
    pub paragraph: Option<usize>,
}

impl Scope {
    /// Whether a paragraph, or a heading (no paragraph), lies in this stretch.
    pub fn contains(&self, division: DivisionRef, paragraph: Option<usize>) -> bool {
        self.paper == division.paper
            && self.divisions.contains(&division.id.0)
            && self
                .paragraph
                .is_none_or(|only| Some(only) == paragraph && division.id.0 == self.divisions.start)
    }

    /// The division with which it begins.
    pub fn first(&self) -> DivisionRef {
        self.paper.division(DivisionId(self.divisions.start))
    }
}

/// What an entry is, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Definition {
    /// The paper's own words.
    Quoted(Quotation),
    /// The editors' words.
    Editorial {
        /// The words.
        text: String,
    },
}

/// Words of a paper, verified to stand in that paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// The words; `[…]` marks what is left out.
    pub text: String,
    /// Where they stand.
    pub at: ParagraphRef,
}

/// Who takes part in something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// What it is called.
    pub words: String,
    /// Its entry, if it has one.
    pub entry: Option<EntryId>,
}

/// What something is called in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignName {
    /// The language, a BCP 47 tag.
    pub language: String,
    /// The name.
    pub text: String,
    /// Who calls it so.
    pub source: Option<Source>,
}

/// What an acronym stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expansion {
    /// The words.
    pub text: String,
    /// Who says so; nothing where the papers themselves have the words.
    pub source: Option<Source>,
}

/// Where somebody else says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Who, and under which title.
    pub title: String,
    /// Its address, if it has one.
    pub url: Option<String>,
}

/// An acronym, what it stands for, and whether a paper says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acronym<'a> {
    /// The letters.
    pub letters: &'a str,
    /// What they stand for.
    pub words: &'a str,
    /// Who says so, other than a paper.
    pub source: Option<&'a Source>,
}

impl Entry {
    /// The acronym and what it stands for: the name itself, or what the register gives.
    pub fn expanded(&self) -> Option<Acronym<'_>> {
        let letters = self.acronym.as_deref();
        match &self.expansion {
            Some(expansion) => Some(Acronym {
                letters: letters.unwrap_or(&self.name),
                words: &expansion.text,
                source: expansion.source.as_ref(),
            }),
            None => letters.map(|letters| Acronym {
                letters,
                words: &self.name,
                source: None,
            }),
        }
    }
}

impl Acronym<'_> {
    /// Words and letters as a paper has them that expands the acronym: the letters in brackets.
    pub fn given_form(&self) -> String {
        format!("{} ({})", self.words, self.letters)
    }
}

/// A heading of the index under which an entry stands besides its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexHeading {
    /// The heading.
    pub heading: String,
    /// The sub-heading, if any.
    pub sub: Option<String>,
}

impl Register {
    /// Where an indexer wrote that one heading of the index refers to another.
    pub fn reference(&self, from: &str, to: &str) -> Option<&Place> {
        let headings = self.index.iter().flatten();
        let own = headings.filter(|heading| heading.heading == from);
        let mut references = own.flat_map(|heading| heading.see.iter().chain(&heading.see_also));
        Some(&references.find(|(words, _)| words == to)?.1)
    }

    /// The entry with an index.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.0]
    }

    /// All entries with their indexes.
    pub fn iter(&self) -> impl Iterator<Item = (EntryId, &Entry)> {
        self.entries.iter().enumerate().map(|(at, entry)| (EntryId(at), entry))
    }

    /// The kind of an entry.
    pub fn kind(&self, id: EntryId) -> &KindRule {
        &self.kinds[self.entry(id).kind]
    }

    /// The notes on a place, in the order of its words.
    pub fn notes_on(&self, at: NotePlace) -> &[Note] {
        let start = self.notes.partition_point(|note| note.at < at);
        let end = start + self.notes[start..].partition_point(|note| note.at == at);
        &self.notes[start..end]
    }

    /// The entries that say this one is more general.
    pub fn narrower(&self, broader: EntryId) -> impl Iterator<Item = EntryId> {
        self.named_by[broader.0].narrower.iter().copied()
    }

    /// The entries that one would look at too: those it names, its wholes and parts, broader and narrower terms.
    pub fn related(&self, id: EntryId) -> impl Iterator<Item = EntryId> {
        let entry = self.entry(id);
        let named = entry.see_also.iter().chain(&entry.part_of).chain(&entry.broader);
        named.copied().chain(self.parts(id)).chain(self.narrower(id))
    }

    /// The entries that say they are part of this one.
    pub fn parts(&self, whole: EntryId) -> impl Iterator<Item = EntryId> {
        self.named_by[whole.0].parts.iter().copied()
    }

    /// The entries that name this one as what one would look at too, or in their text.
    pub fn referring(&self, to: EntryId) -> impl Iterator<Item = EntryId> {
        self.named_by[to.0].referring.iter().copied()
    }
}

/// Makes the register from the content files.
pub fn register(inputs: &Inputs, papers: &[Paper]) -> Checked<Register> {
    let mut diagnostics = Vec::new();
    let files = record::records(inputs).unpack(&mut diagnostics);
    // A name that nobody has may be in a file that could not be read: then only that file is at fault.
    let all_read = diagnostics.iter().all(|fault| fault.severity == Severity::Warning);
    let register = resolve::resolve(inputs, papers, files, all_read).unpack(&mut diagnostics);
    Checked {
        value: register,
        diagnostics,
    }
}
