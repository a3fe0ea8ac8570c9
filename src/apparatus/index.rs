use std::collections::BTreeMap;

use super::by_letter;
use crate::mention::Mentions;
use crate::outline::DivisionId;
use crate::register::{EntryId, Register};
use crate::text::{Collation, Folded};

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
    /// The entry that has this very heading as its name.
    pub entry: Option<EntryId>,
    /// Where it is dealt with.
    pub locators: Vec<IndexLocator>,
    /// What stands under it.
    pub subs: Vec<SubHeading>,
    /// The entry used instead of this word.
    pub see: Vec<EntryId>,
    /// Entries one would look at too.
    pub see_also: Vec<EntryId>,
}

/// A heading under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubHeading {
    /// The words.
    pub heading: String,
    /// The entry meant.
    pub entry: EntryId,
    /// Where it is dealt with.
    pub locators: Vec<IndexLocator>,
}

/// Where something is dealt with: a whole division, or one or several paragraphs in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexLocator {
    /// Index of the paper.
    pub paper: usize,
    /// The division.
    pub division: DivisionId,
    /// The first and the last paragraph (indexes); none: the whole division, which is the principal
    /// place because its heading names the thing.
    pub paragraphs: Option<(usize, usize)>,
}

pub(super) fn index(register: &Register, mentions: &Mentions, collation: &Collation) -> Vec<IndexLetter> {
    let mut headings: BTreeMap<String, Heading> = BTreeMap::new();
    let located: Vec<Vec<IndexLocator>> = register.iter().map(|(id, _)| locators(mentions, id)).collect();
    for (id, entry) in register.iter() {
        let locators = &located[id.0];
        if locators.is_empty() {
            continue;
        }
        let own = heading(&mut headings, &entry.name);
        own.entry = Some(id);
        own.locators.extend(locators.clone());
        // A reference to what is nowhere in the text would be blind.
        let seen = entry.see_also.iter().filter(|other| !located[other.0].is_empty());
        own.see_also = seen.copied().collect();
        for synonym in synonyms(register, id) {
            heading(&mut headings, &synonym).see.push(id);
        }
        for extra in &entry.index {
            let posted = heading(&mut headings, &extra.heading);
            match &extra.sub {
                Some(sub) => posted.subs.push(SubHeading {
                    heading: sub.clone(),
                    entry: id,
                    locators: locators.clone(),
                }),
                None => posted.locators.extend(locators.clone()),
            }
        }
    }
    let mut sorted: Vec<Heading> = headings.into_values().collect();
    for heading in &mut sorted {
        heading
            .locators
            .sort_by_key(|locator| (locator.paper, locator.division, locator.paragraphs));
        heading.locators.dedup();
        // A word that has locators of its own sends nobody elsewhere.
        if !heading.locators.is_empty() {
            heading.see.clear();
        }
        heading
            .subs
            .sort_by(|left, right| collation.compare(&left.heading, &right.heading));
    }
    sorted.sort_by(|left, right| collation.compare(&left.heading, &right.heading));
    by_letter(sorted, |heading| collation.letter(&heading.heading))
        .into_iter()
        .map(|(letter, headings)| IndexLetter { letter, headings })
        .collect()
}

fn heading<'a>(headings: &'a mut BTreeMap<String, Heading>, words: &str) -> &'a mut Heading {
    headings.entry(words.to_owned()).or_insert_with(|| Heading {
        heading: words.to_owned(),
        ..Heading::default()
    })
}

/// The words a reader might look under instead of the name.
fn synonyms(register: &Register, id: EntryId) -> Vec<String> {
    let entry = register.entry(id);
    let aliases = entry
        .aliases
        .iter()
        .filter(|alias| alias.scope.is_empty())
        .map(|alias| &alias.text);
    let mut synonyms: Vec<String> = aliases.chain(entry.acronym.as_ref()).cloned().collect();
    // What differs from the name in capitals alone stands where the name stands.
    let filed = Folded::new(&entry.name).text;
    synonyms.retain(|synonym| Folded::new(synonym).text != filed);
    synonyms.sort();
    synonyms.dedup();
    synonyms
}

/// Where an entry is mentioned: a division whose heading names it stands for its paragraphs, and
/// neighbouring paragraphs are one range.
fn locators(mentions: &Mentions, id: EntryId) -> Vec<IndexLocator> {
    let whole: Vec<(usize, DivisionId)> = mentions
        .in_headings
        .iter()
        .filter(|mention| mention.entry == id)
        .map(|mention| (mention.paper, mention.division))
        .collect();
    let mut locators: Vec<IndexLocator> = whole
        .iter()
        .map(|(paper, division)| IndexLocator {
            paper: *paper,
            division: *division,
            paragraphs: None,
        })
        .collect();
    for mention in mentions.of_entry(id) {
        let key = (mention.at.paper, mention.at.division);
        let paragraph = mention.at.paragraph;
        if whole.contains(&key) {
            continue;
        }
        let last = locators.last_mut().filter(|last| (last.paper, last.division) == key);
        match last.and_then(|last| last.paragraphs.as_mut()) {
            Some((_, end)) if paragraph <= *end + 1 => *end = paragraph,
            _ => locators.push(IndexLocator {
                paper: key.0,
                division: key.1,
                paragraphs: Some((paragraph, paragraph)),
            }),
        }
    }
    locators.sort_by_key(|locator| (locator.paper, locator.division, locator.paragraphs));
    locators
}
