//! Pass 3, register: the files of `content/` become entries, checked against each other and against
//! the papers: names that clash, relations that lead nowhere, scopes that name no division, quotations
//! that are not in the text, silences that a paper breaks, translations of no text.

mod body;
mod division_text;
mod front_matter;
mod names;
mod note;
mod quote;
mod read;
mod record;
mod resolve;
mod silence;
mod translation;
mod written_index;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diagnostic::{Checked, Place, Severity};
use crate::input::{Inputs, KindRule};
use crate::outline::{DivisionId, DivisionRef, Paper, PaperId, ParagraphRef};
use crate::text::{Level, normalized};

pub use body::{Body, BodyPlace, Target};
pub use note::{Note, NotePlace};
pub use silence::Silence;
pub use translation::EditorialText;
pub use written_index::{WrittenHeading, WrittenSub};

/// All entries and the editorial texts beside them.
#[derive(Debug, Clone, PartialEq)]
pub struct Register {
    /// The kinds, in the configuration's order.
    pub kinds: Vec<KindRule>,
    /// The entries, by kind and then by slug.
    pub entries: Vec<Entry>,
    /// The texts of `content/divisions/`, by division.
    pub divisions: BTreeMap<DivisionRef, EditorialText>,
    /// The forms under which papers speak of divisions, by division.
    pub division_names: Vec<(DivisionRef, Alias)>,
    /// What divisions are called in other languages, by division.
    pub division_titles: BTreeMap<DivisionRef, Vec<ForeignName>>,
    /// The texts of `content/pages/`, by name (`home`, `about`).
    pub pages: BTreeMap<String, EditorialText>,
    /// The notes of `content/notes/`, in the order of the papers' text.
    pub notes: Vec<Note>,
    /// The written part of the index; `None` if the site has none.
    pub index: Option<Vec<WrittenHeading>>,
    /// Search words in other languages.
    pub search: Vec<ReaderWord>,
    /// What readers ask for and no paper mentions.
    pub silences: Vec<Silence>,
    /// Whether every file was read: what is missing is then missing indeed.
    pub complete: bool,
    /// By entry index: the entries whose relations or text name it.
    pub(crate) backlinks: Vec<Backlinks>,
}

/// The inverse relations of one entry; each list is in the order of the register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Backlinks {
    /// Entries that name it under `broader`.
    narrower: Vec<EntryId>,
    /// Entries that name it under `part_of`.
    parts: Vec<EntryId>,
    /// Entries that name it under `see_also` or in their text.
    referring: Vec<EntryId>,
}

impl Backlinks {
    /// The inverse relations of all entries, by entry index.
    fn from_entries(entries: &[Entry]) -> Vec<Self> {
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

/// A search word in another language, with the index headings that search shows for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderWord {
    /// The language, a BCP 47 tag.
    pub language: String,
    /// The word.
    pub word: String,
    /// The headings, each with where the file names it.
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
    /// The name of its file and of its page, without extension.
    pub slug: String,
    /// The name, as the paper writes it.
    pub name: String,
    /// The acronym.
    pub acronym: Option<String>,
    /// Other forms under which it is mentioned.
    pub aliases: Vec<Alias>,
    /// What it is called in other languages, by language.
    pub names: Vec<ForeignName>,
    /// What its name stands for, if that is an acronym.
    pub expansion: Option<Expansion>,
    /// Whether its name is matched case-insensitively.
    pub any_case: bool,
    /// Its type, one of its kind's.
    pub r#type: Option<String>,
    /// The level at which it works (ministers, heads of state), where the paper says so.
    pub level: Option<String>,
    /// Who takes part, where the paper says so.
    pub parties: Vec<Party>,
    /// What it is, from outside the papers.
    pub gloss: Option<Gloss>,
    /// How a paper defines or describes it, or what editors say that neither gloss nor concordance does.
    pub definition: Option<Definition>,
    /// What a paper says will happen to it.
    pub outlook: Vec<Quotation>,
    /// The more general terms.
    pub broader: Vec<EntryId>,
    /// What it belongs to.
    pub part_of: Vec<EntryId>,
    /// Related entries.
    pub see_also: Vec<EntryId>,
    /// Headings of the index under which it stands besides its name.
    pub index: Vec<IndexHeading>,
    /// The editorial text.
    pub body: Body,
    /// Where its file gives the name.
    pub place: Place,
}

/// A surface form, and where and how it is matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The form as it stands in the text.
    pub text: String,
    /// Where it refers to this entry; empty: everywhere.
    pub scope: Vec<Scope>,
    /// Whether it is matched case-insensitively.
    pub any_case: bool,
    /// Phrases in which the form refers to something else.
    pub deny: Vec<String>,
    /// Whether its regular plural is matched too.
    pub plural: bool,
    /// Whether it is also a mention within the longer name of another entry.
    pub inside: bool,
    /// Where the entry's file has it.
    pub place: Place,
}

/// A part of a paper: a division with its descendants, or one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The paper.
    pub paper: PaperId,
    /// Range of indexes in [`Paper::divisions`].
    pub divisions: Range<usize>,
    /// If it is one paragraph: its index in the first division.
    pub paragraph: Option<usize>,
}

impl Scope {
    /// Whether it contains a paragraph of `division` (by index), or the heading of `division` if that is `None`.
    pub fn contains(&self, division: DivisionRef, paragraph: Option<usize>) -> bool {
        self.paper == division.paper
            && self.divisions.contains(&division.id.0)
            && self
                .paragraph
                .is_none_or(|only| Some(only) == paragraph && division.id.0 == self.divisions.start)
    }

    /// Its first division.
    pub fn first(&self) -> DivisionRef {
        self.paper.division(DivisionId(self.divisions.start))
    }
}

/// What an entry is, in the editors' words, and the authority outside the papers on which they rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gloss {
    /// What it is: one or two sentences, plain text.
    pub text: String,
    /// The authority.
    pub source: Source,
    /// The words of the authority on which the text rests; for those who review it, no page shows them.
    pub words: String,
    /// The day on which the source was read, as `2025-12-10`.
    pub read: String,
}

/// What an entry is by the papers or by the editors.
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
    /// The source; `None` if the papers themselves have the words.
    pub source: Option<Source>,
}

/// A source other than the papers.
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
    /// The source, if it is not a paper.
    pub source: Option<&'a Source>,
}

impl Entry {
    /// The forms under which it is mentioned: the name, the acronym, the aliases. An alias with the words of the name or
    /// the acronym takes its place: so one says how and where these are matched.
    pub fn forms(&self) -> Vec<Alias> {
        let exact = |words: &str| normalized(words, Level::Exact);
        let own = |words: &String, any_case: bool| Alias {
            text: words.clone(),
            scope: Vec::new(),
            any_case,
            deny: Vec::new(),
            plural: true,
            inside: false,
            place: self.place.clone(),
        };
        let acronym = self.acronym.iter().map(|acronym| own(acronym, false));
        let mut forms: Vec<Alias> = std::iter::once(own(&self.name, self.any_case)).chain(acronym).collect();
        forms.retain(|form| !self.aliases.iter().any(|alias| exact(&alias.text) == exact(&form.text)));
        forms.extend(self.aliases.iter().cloned());
        forms
    }

    /// The acronym and its expansion: the one that the register gives, else the name.
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
    /// The form in which a paper introduces an acronym: the words, then the letters in brackets.
    pub fn introduction(&self) -> String {
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
    /// The place of a reference from one heading of the index to another that an indexer wrote.
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

    /// The notes on a paragraph or title, in the order of its text.
    pub fn notes_on(&self, at: NotePlace) -> &[Note] {
        let start = self.notes.partition_point(|note| note.at < at);
        let end = start + self.notes[start..].partition_point(|note| note.at == at);
        &self.notes[start..end]
    }

    /// The entries that name this one under `broader`.
    pub fn narrower(&self, broader: EntryId) -> impl Iterator<Item = EntryId> {
        self.backlinks[broader.0].narrower.iter().copied()
    }

    /// All related entries: `see_also`, wholes and parts, broader and narrower terms.
    pub fn related(&self, id: EntryId) -> impl Iterator<Item = EntryId> {
        let entry = self.entry(id);
        let named = entry.see_also.iter().chain(&entry.part_of).chain(&entry.broader);
        named.copied().chain(self.parts(id)).chain(self.narrower(id))
    }

    /// The entries that name this one under `part_of`.
    pub fn parts(&self, whole: EntryId) -> impl Iterator<Item = EntryId> {
        self.backlinks[whole.0].parts.iter().copied()
    }

    /// The entries that name this one under `see_also` or in their text.
    pub fn referring(&self, to: EntryId) -> impl Iterator<Item = EntryId> {
        self.backlinks[to.0].referring.iter().copied()
    }
}

/// Makes the register from the content files.
pub fn register(inputs: &Inputs, papers: &[Paper]) -> Checked<Register> {
    let mut diagnostics = Vec::new();
    let files = read::records(inputs).unpack(&mut diagnostics);
    // An unknown name may be defined in a file that has errors: then only those errors are reported.
    let all_read = diagnostics.iter().all(|fault| fault.severity == Severity::Warning);
    let register = resolve::resolve(inputs, papers, files, all_read).unpack(&mut diagnostics);
    Checked {
        value: register,
        diagnostics,
    }
}
