use std::collections::{BTreeMap, BTreeSet};

use super::{Citation, Concordance, by_letter};
use crate::outline::{DivisionRef, ParagraphRef};
use crate::register::{Entry, EntryId, Register, Scope, WrittenHeading};
use crate::text::{Collation, Level, normalized};

/// The headings under one letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexLetter {
    /// The letter.
    pub letter: String,
    /// The headings, sorted word by word.
    pub headings: Vec<Heading>,
}

/// A heading with where to look, or a reference to where it stands (`see`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heading {
    /// The words.
    pub heading: String,
    /// The entry whose name, as it is or inverted, the words are.
    pub entry: Option<EntryId>,
    /// Where it is dealt with, without what sub-headings list.
    pub locators: Vec<IndexLocator>,
    /// The headings under it.
    pub subs: Vec<SubHeading>,
    /// The headings used instead of this word.
    pub see: Vec<Reference>,
    /// Related headings.
    pub see_also: Vec<Reference>,
}

/// A reference to a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The heading's words.
    pub heading: String,
    /// Whether an indexer wrote the reference; else it is generated from the register.
    pub written: bool,
}

/// A heading under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubHeading {
    /// The words.
    pub heading: String,
    /// The entry meant, if it is one.
    pub entry: Option<EntryId>,
    /// Where it is dealt with.
    pub locators: Vec<IndexLocator>,
}

/// Where something is dealt with: a whole division, or one or several paragraphs in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexLocator {
    /// The division.
    pub division: DivisionRef,
    /// The first and the last paragraph (indexes); none: the whole division, which is the principal
    /// place because its heading names the thing.
    pub paragraphs: Option<(usize, usize)>,
}

impl Heading {
    /// Whether it has any place in the text.
    pub fn has_places(&self) -> bool {
        !(self.locators.is_empty() && self.subs.is_empty())
    }

    /// All its places, those of its sub-headings included.
    pub fn places(&self) -> impl Iterator<Item = &IndexLocator> {
        self.locators
            .iter()
            .chain(self.subs.iter().flat_map(|sub| &sub.locators))
    }

    /// Whether its places cover all places of `other`.
    pub fn covers(&self, other: &Heading) -> bool {
        other.places().all(|there| self.places().any(|here| here.covers(there)))
    }
}

impl IndexLocator {
    /// Whether another place is within this one.
    pub fn covers(&self, other: &IndexLocator) -> bool {
        let inside = |own: (usize, usize), (first, last): (usize, usize)| own.0 <= first && last <= own.1;
        self.division == other.division
            && match (self.paragraphs, other.paragraphs) {
                (None, _) => true,
                (Some(own), Some(theirs)) => inside(own, theirs),
                (Some(_), None) => false,
            }
    }
}

/// The places of a heading while the index is made: whole divisions, and paragraphs.
#[derive(Clone, Default)]
struct Places {
    whole: BTreeSet<DivisionRef>,
    paragraphs: BTreeSet<ParagraphRef>,
}

impl Places {
    /// Where an entry is mentioned; a division whose heading names it counts as a whole.
    fn from_concordance(concordance: &Concordance) -> Self {
        let mut places = Self::default();
        for citation in concordance.citations() {
            match citation {
                Citation::Heading(mention) => drop(places.whole.insert(mention.division)),
                Citation::Text { mention, .. } => drop(places.paragraphs.insert(mention.span.paragraph)),
            }
        }
        places
    }

    /// The places that an indexer wrote.
    fn from_scopes(scopes: &[Scope]) -> Self {
        let mut places = Self::default();
        for scope in scopes {
            let division = scope.first();
            match scope.paragraph {
                None => drop(places.whole.insert(division)),
                Some(index) => drop(places.paragraphs.insert(division.paragraph(index))),
            }
        }
        places
    }

    fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.paragraphs.is_empty()
    }

    fn extend(&mut self, other: &Self) {
        self.whole.extend(&other.whole);
        self.paragraphs.extend(&other.paragraphs);
    }

    /// The places as printed: a whole division replaces its paragraphs, and neighbouring paragraphs are one range.
    fn locators(&self) -> Vec<IndexLocator> {
        let whole = self.whole.iter().map(|division| IndexLocator {
            division: *division,
            paragraphs: None,
        });
        let mut locators: Vec<IndexLocator> = whole.collect();
        for at in self.paragraphs.iter().filter(|at| !self.whole.contains(&at.division)) {
            let last = locators.last_mut().filter(|last| last.division == at.division);
            match last.and_then(|last| last.paragraphs.as_mut()) {
                Some((_, end)) if at.index <= *end + 1 => *end = at.index,
                _ => locators.push(IndexLocator {
                    division: at.division,
                    paragraphs: Some((at.index, at.index)),
                }),
            }
        }
        locators.sort_by_key(|locator| (locator.division, locator.paragraphs));
        locators
    }
}

/// A heading while the index is made.
#[derive(Default)]
struct Draft {
    entry: Option<EntryId>,
    places: Places,
    /// By its words: the entry meant, if any, and the places.
    subs: BTreeMap<String, (Option<EntryId>, Places)>,
    /// By the heading referred to: whether an indexer wrote the reference.
    see: BTreeMap<String, bool>,
    /// Likewise.
    see_also: BTreeMap<String, bool>,
}

/// All headings while the index is made, by their words.
type Drafts = BTreeMap<String, Draft>;

/// The places where an entry is mentioned, as printed.
pub(super) fn places(concordance: &Concordance) -> Vec<IndexLocator> {
    Places::from_concordance(concordance).locators()
}

/// Makes the index: the entries' names with their mentions, their synonyms as references, the headings that
/// entries ask for, and what an indexer wrote.
pub(super) fn index(register: &Register, concordances: &[Concordance], collation: &Collation) -> Vec<IndexLetter> {
    let mut drafts = Drafts::new();
    for (id, _) in register.iter() {
        post(&mut drafts, register, &concordances[id.0], id);
    }
    // An indexer may write an entry's name for the form that is its heading.
    let headings: BTreeMap<&str, &str> = register
        .entries
        .iter()
        .map(|entry| (entry.name.as_str(), heading_of(entry)))
        .collect();
    let spelled = |words: &str| headings.get(words).map_or(words, |heading| heading).to_owned();
    for written in register.index.iter().flatten() {
        add_written(drafts.entry(spelled(&written.heading)).or_default(), written, spelled);
    }
    post_alike(&mut drafts, register);
    let drafts = drafts.into_iter();
    let mut headings: Vec<Heading> = drafts.map(|(words, draft)| draft.finished(words, collation)).collect();
    collation.sort(&mut headings, |heading| &heading.heading);
    prune(&mut headings);
    by_letter(headings, |heading| collation.letter(&heading.heading))
        .into_iter()
        .map(|(letter, headings)| IndexLetter { letter, headings })
        .collect()
}

/// Puts an entry under its name and under the headings it asks for, and refers there from its synonyms.
fn post(drafts: &mut Drafts, register: &Register, concordance: &Concordance, id: EntryId) {
    let entry = register.entry(id);
    let places = match register.kind(id).pervasive {
        true => Places::default(),
        false => Places::from_concordance(concordance),
    };
    for synonym in synonyms(register, id) {
        let draft = drafts.entry(synonym).or_default();
        draft.see.insert(heading_of(entry).to_owned(), false);
    }
    for extra in &entry.index {
        let posted = drafts.entry(extra.heading.clone()).or_default();
        match &extra.sub {
            Some(sub) => {
                let under = posted.subs.entry(sub.clone()).or_default();
                under.0 = Some(id);
                under.1.extend(&places);
            }
            None => {
                posted.entry = Some(id);
                posted.places.extend(&places);
            }
        }
    }
    let own = drafts.entry(heading_of(entry).to_owned()).or_default();
    own.entry = Some(id);
    own.places.extend(&places);
    own.see_also.extend(
        register
            .related(id)
            .map(|other| (heading_of(register.entry(other)).to_owned(), false)),
    );
}

/// Makes the other headings of an entry say what its own says: they have the same places and references, or, where its own
/// has sub-headings, refer there. (The Chicago Manual of Style, 16.16: double posting must be consistent.)
fn post_alike(drafts: &mut Drafts, register: &Register) {
    for (id, entry) in register.iter() {
        let name = heading_of(entry);
        let Some(own) = drafts.get(name) else { continue };
        let (divided, see_also) = (!own.subs.is_empty(), own.see_also.clone());
        for extra in entry
            .index
            .iter()
            .filter(|extra| extra.sub.is_none() && extra.heading != name)
        {
            let posted = drafts.get_mut(&extra.heading);
            let Some(posted) = posted.filter(|posted| posted.entry == Some(id)) else {
                continue;
            };
            match divided {
                true => {
                    posted.places = Places::default();
                    posted.see.insert(name.to_owned(), false);
                }
                false => posted.see_also.extend(see_also.clone()),
            }
        }
    }
}

/// The form under which an entry stands in the index: what its name stands for, if that is an acronym, which then refers
/// to it; else its name. The expansion of an acronym of several names is a list, under which nobody looks. (ISO 999, 6.2:
/// the form that a reader is likely to seek.)
fn heading_of(entry: &Entry) -> &str {
    let expansion = entry.expansion.as_ref().map(|expansion| expansion.text.as_str());
    expansion
        .filter(|words| entry.acronym.is_none() && !words.contains(", "))
        .unwrap_or(&entry.name)
}

/// Adds what an indexer wrote for a heading; `spelled` is the form of a heading that is referred to.
fn add_written(draft: &mut Draft, written: &WrittenHeading, spelled: impl Fn(&str) -> String) {
    draft.places.extend(&Places::from_scopes(&written.at));
    for sub in &written.subs {
        let under = draft.subs.entry(sub.heading.clone()).or_default();
        under.1.extend(&Places::from_scopes(&sub.at));
    }
    draft
        .see
        .extend(written.see.iter().map(|(words, _)| (spelled(words), true)));
    let see_also = written.see_also.iter();
    draft.see_also.extend(see_also.map(|(words, _)| (spelled(words), true)));
}

impl Draft {
    /// The heading as printed. Paragraphs under a sub-heading that an indexer wrote are not repeated at the heading
    /// itself; those under a sub-heading for an entry may be.
    fn finished(mut self, words: String, collation: &Collation) -> Heading {
        for (_, under) in self.subs.values().filter(|(entry, _)| entry.is_none()) {
            self.places.paragraphs.retain(|at| {
                let listed = under.whole.contains(&at.division) || under.paragraphs.contains(at);
                !listed
            });
        }
        let subs = self.subs.into_iter().filter(|(_, (_, places))| !places.is_empty());
        let mut subs: Vec<SubHeading> = subs
            .map(|(heading, (entry, places))| SubHeading {
                heading,
                entry,
                locators: places.locators(),
            })
            .collect();
        subs.sort_by(|left, right| collation.compare(&left.heading, &right.heading));
        let references = |references: BTreeMap<String, bool>| {
            let mut references: Vec<Reference> = references
                .into_iter()
                .map(|(heading, written)| Reference { heading, written })
                .collect();
            references.sort_by(|left, right| collation.compare(&left.heading, &right.heading));
            references
        };
        Heading {
            heading: words,
            entry: self.entry,
            locators: self.places.locators(),
            subs,
            see: references(self.see),
            see_also: references(self.see_also),
        }
    }
}

/// The words a reader might look under instead of the name.
fn synonyms(register: &Register, id: EntryId) -> BTreeSet<String> {
    let entry = register.entry(id);
    let aliases = entry
        .aliases
        .iter()
        .filter(|alias| alias.scope.is_empty())
        .map(|alias| &alias.text);
    let expansion = entry.expansion.as_ref().map(|expansion| &expansion.text);
    let expansion = expansion.filter(|words| !words.contains(", "));
    let all = aliases.chain(&entry.acronym).chain(expansion).chain([&entry.name]);
    let mut synonyms: BTreeSet<String> = all.cloned().collect();
    // A synonym that differs from the name only in case would stand right beside it.
    let caseless = |words: &str| normalized(words, Level::Caseless);
    let own = caseless(heading_of(entry));
    synonyms.retain(|synonym| caseless(synonym) != own);
    synonyms
}

/// Removes generated references that are useless: to a heading without places, to the one right beside it, to places
/// that the heading has itself. References that an indexer wrote stay; `check` judges them.
fn prune(headings: &mut Vec<Heading>) {
    let by_words = by_words(headings);
    let useful: Vec<(Vec<Reference>, Vec<Reference>)> = headings
        .iter()
        .enumerate()
        .map(|(at, heading)| {
            let target = |to: &Reference| by_words.get(to.heading.as_str()).filter(|target| target.has_places());
            let see = heading.see.iter().filter(|to| {
                let helps = target(to).is_some() && !heading.has_places() && !is_beside(headings, at, &to.heading);
                helps || to.written
            });
            let see_also = heading.see_also.iter().filter(|to| {
                let helps = target(to).is_some_and(|target| !heading.covers(target));
                (helps && heading.has_places()) || to.written
            });
            (see.cloned().collect(), see_also.cloned().collect())
        })
        .collect();
    for (heading, (see, see_also)) in headings.iter_mut().zip(useful) {
        heading.see = see;
        heading.see_also = see_also;
    }
    headings.retain(|heading| heading.has_places() || !heading.see.is_empty() || !heading.see_also.is_empty());
}

/// Headings by their words.
pub fn by_words(headings: &[Heading]) -> BTreeMap<&str, &Heading> {
    headings
        .iter()
        .map(|heading| (heading.heading.as_str(), heading))
        .collect()
}

/// Whether a reader who stands at the heading at index `at` sees without being told that the heading `words` is meant: it, or
/// another heading of the same entry, begins alike ("bonds, Panda" for "bonds") and stands within a few lines before or
/// after. Headings between them that only refer to it as well do not count.
pub fn is_beside(headings: &[Heading], at: usize, words: &str) -> bool {
    let Some(target) = headings.iter().find(|heading| heading.heading == words) else {
        return false;
    };
    let is_it = |heading: &Heading| {
        let same_entry = heading.entry.is_some() && heading.entry == target.entry && heading.has_places();
        (heading.heading == words || same_entry) && begin_alike(&heading.heading, &headings[at].heading)
    };
    in_sight(headings[at + 1..].iter(), words).any(is_it) || in_sight(headings[..at].iter().rev(), words).any(is_it)
}

/// Whether two headings have their first letters in common.
fn begin_alike(left: &str, right: &str) -> bool {
    const LETTERS: usize = 4;
    let letters = |words: &str| -> String {
        let letters = words.chars().filter(|letter| letter.is_alphanumeric());
        letters.flat_map(char::to_lowercase).take(LETTERS).collect()
    };
    letters(left) == letters(right)
}

/// The headings within a few lines, without those that only refer to the heading `words`.
fn in_sight<'a>(headings: impl Iterator<Item = &'a Heading>, words: &str) -> impl Iterator<Item = &'a Heading> {
    const LINES: usize = 4;
    const HEADINGS: usize = 30;
    let others = headings
        .take(HEADINGS)
        .filter(move |heading| heading.has_places() || !heading.see.iter().any(|to| to.heading == words));
    let mut lines = 0;
    others.take_while(move |heading| {
        let before = lines;
        lines += 1 + heading.subs.len();
        before < LINES
    })
}
