//! Pass 3, register: the files of `content/` become entries, checked against each other and against
//! the papers: names that clash, relations that lead nowhere, scopes that name no division, quotations
//! that are not in the text.

mod body;
mod quote;
mod record;
mod resolve;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Checked, Place, Severity};
use crate::outline::{DivisionId, Locator, Paper};
use crate::read::{Inputs, KindRule};

pub use body::{Body, Target};

/// All entries and the editorial texts beside them.
#[derive(Debug, Clone, PartialEq)]
pub struct Register {
    /// The kinds, in the configuration's order.
    pub kinds: Vec<KindRule>,
    /// The entries, by kind and then by slug.
    pub entries: Vec<Entry>,
    /// What `content/divisions/` says of divisions, by paper and division.
    pub divisions: BTreeMap<(usize, DivisionId), Body>,
    /// The texts of `content/pages/`, by name (`home`, `about`).
    pub pages: BTreeMap<String, Body>,
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
    /// Its type, one of its kind's.
    pub r#type: Option<String>,
    /// What it is.
    pub definition: Definition,
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
    /// Where the register has it.
    pub place: Place,
}

/// A stretch of a paper: a division with all in it, or one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Index of the paper.
    pub paper: usize,
    /// Indexes of the divisions.
    pub divisions: Range<usize>,
    /// The only paragraph (index) of the first division that counts, if so limited.
    pub paragraph: Option<usize>,
}

impl Scope {
    /// Whether a paragraph, or a heading (no paragraph), lies in this stretch.
    pub fn contains(&self, paper: usize, division: DivisionId, paragraph: Option<usize>) -> bool {
        self.paper == paper
            && self.divisions.contains(&division.0)
            && self
                .paragraph
                .is_none_or(|only| Some(only) == paragraph && division.0 == self.divisions.start)
    }
}

/// What an entry is, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Definition {
    /// The paper's own words, verified to stand in that paragraph.
    Quoted {
        /// The words; `[…]` marks what is left out.
        text: String,
        /// Where they stand.
        at: Locator,
    },
    /// The editors' words.
    Editorial {
        /// The words.
        text: String,
    },
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

    /// The entries that say they are part of this one.
    pub fn parts(&self, whole: EntryId) -> impl Iterator<Item = EntryId> {
        self.iter()
            .filter(move |(_, entry)| entry.part_of.contains(&whole))
            .map(|(id, _)| id)
    }
}

/// Makes the register from the content files.
pub fn register(inputs: &Inputs, papers: &[Paper]) -> Checked<Register> {
    let mut diagnostics = Vec::new();
    let files = record::records(inputs).unpack(&mut diagnostics);
    // A name that nobody has may be in a file that could not be read: then only that file is at fault.
    let all_read = diagnostics.iter().all(|fault| fault.severity == Severity::Warning);
    let value = resolve::resolve(inputs, papers, files, all_read).unpack(&mut diagnostics);
    Checked { value, diagnostics }
}
