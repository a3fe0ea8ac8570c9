use serde::Serialize;

use super::PageType;
use super::part::definition::{DefinitionView, ExpansionView, definition, expansion};
use super::part::frame::{Frame, frame, under_list};
use super::part::locator::{LocatorView, index_locators, letter_anchor};
use crate::apparatus::GlossaryTerm;
use crate::register::EntryId;
use crate::site::{Context, EQUIVALENTS, GLOSSARY, Link, Links, SitePath, fixed};

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

impl PageType for Glossary {
    type Key = usize;
    const TEMPLATE: &'static str = "glossary.html";

    fn keys(context: &Context) -> Vec<usize> {
        (0..context.glossary_pages().iter().count()).collect()
    }

    fn path(context: &Context, number: usize) -> SitePath {
        context.glossary_page(number).path.clone()
    }

    fn is_long(_: &Context, _: Self::Key) -> bool {
        true
    }

    fn model(context: &Context, number: usize, links: &Links) -> (Frame, Self) {
        let sheets = context.glossary_pages();
        let sheet = context.glossary_page(number);
        let words = context.strings();
        let letters = sheet.groups.iter().map(|(group, terms)| {
            let group = context.glossary_letter(*group);
            let terms = &group.terms[terms.clone()];
            GlossaryLetterView {
                letter: group.letter.clone(),
                anchor: letter_anchor(&group.letter),
                terms: terms.iter().map(|term| term_view(context, links, term)).collect(),
            }
        });
        let acronyms = context.acronyms().iter();
        let acronyms = acronyms.filter(|_| number == 0 && context.acronyms().len() <= MOST_ACRONYMS);
        let acronyms = acronyms.filter_map(|id| {
            Some(AcronymView {
                expansion: expansion(context, *id, context.entry(*id).expanded()?),
                href: links.entry(*id),
                mentions: context.mention_count(*id),
            })
        });
        let page = Glossary {
            title: sheets.title(words.get("glossary"), number),
            sheets: sheets.links(links),
            letters: letters.collect(),
            acronyms: acronyms.collect(),
            equivalents: (!context.with_foreign_names().is_empty())
                .then(|| links.link(words.get("equivalents"), &fixed(EQUIVALENTS))),
        };
        let frame = frame(links, &page.title, words.get("glossary_line"));
        (under_list(links, frame, number, ("glossary", GLOSSARY)), page)
    }
}

fn term_view(context: &Context, links: &Links, term: &GlossaryTerm) -> TermView {
    let entry = context.entry(term.entry);
    let mut locators = index_locators(context, links, term.entry);
    if locators.len() > MOST_LOCATORS {
        locators.clear();
    }
    let terms = |ids: Vec<EntryId>| ids.into_iter().map(|id| term_link(context, links, id)).collect();
    let see_also = entry.see_also.iter().chain(&entry.part_of).copied();
    TermView {
        term: term.term.clone(),
        anchor: match term.is_acronym {
            true => format!("acronym-{}-{}", crate::text::slug(&term.term), entry.slug),
            false => term_anchor(context, term.entry),
        },
        kind_name: context.localized(&context.kind(term.entry).name).to_owned(),
        acronym: entry.acronym.clone().filter(|_| !term.is_acronym),
        here: entry
            .names
            .iter()
            .find(|name| name.language == context.interface().language)
            .map(|name| name.text.clone()),
        href: links.entry(term.entry),
        expansion: term.is_acronym.then(|| entry.name.clone()),
        definition: definition(context, links, term.entry),
        locators,
        broader: terms(entry.broader.clone()),
        narrower: terms(context.narrower(term.entry).collect()),
        related: terms(see_also.chain(context.parts(term.entry)).collect()),
        mentions: context.mention_count(term.entry),
    }
}

/// The anchor of an entry in the glossary: its slug is unique within its kind.
fn term_anchor(context: &Context, id: EntryId) -> String {
    format!("{}-{}", context.kind(id).id.value, context.slug(id))
}

fn term_link(context: &Context, links: &Links, id: EntryId) -> Link {
    let sheet = context.glossary_pages().page(context.term_page(id));
    Link {
        label: context.name(id).to_owned(),
        href: links.at(&sheet.path, &term_anchor(context, id)),
        current: false,
    }
}
