use serde::Serialize;

use super::PageType;
use super::part::definition::{DefinitionView, ExpansionView, definition, expansion};
use super::part::frame::{Frame, frame, with_list_breadcrumbs};
use super::part::locator::{LocatorView, index_locators, letter_anchor};
use crate::apparatus::GlossaryTerm;
use crate::register::EntryId;
use crate::site::{Context, EQUIVALENTS, GLOSSARY, Link, Links, SitePath, fixed};

/// A page of the glossary.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Glossary {
    /// The title.
    pub title: String,
    /// The pages by letter, if the glossary is too long for one page; the first page then has no terms.
    pub sheets: Vec<Link>,
    /// Terms by letter.
    pub letters: Vec<GlossaryLetterView>,
    /// All acronyms, on the first page unless they are too many for one table.
    pub acronyms: Vec<AcronymView>,
    /// Link to the table of names in other languages, if there are any.
    pub equivalents: Option<Link>,
}

/// An acronym and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AcronymView {
    /// The acronym, what it stands for, and the source.
    pub expansion: ExpansionView,
    /// Address of the entry's page.
    pub href: String,
    /// Number of mentions by the acronym.
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
    /// The term or acronym.
    pub term: String,
    /// Anchor of the term.
    pub anchor: String,
    /// Display name of the entry's kind.
    pub kind_name: String,
    /// The term's acronym.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acronym: Option<String>,
    /// Its name in the language of the page, if the register has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub here: Option<String>,
    /// Address of the entry's page.
    pub href: String,
    /// For an acronym, the name of the entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expansion: Option<String>,
    /// What it is, from outside the papers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gloss: Option<String>,
    /// Definition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition: Option<DefinitionView>,
    /// Its locators, as in the index; empty if there are too many.
    pub locators: Vec<LocatorView>,
    /// Broader terms.
    pub broader: Vec<Link>,
    /// Narrower terms.
    pub narrower: Vec<Link>,
    /// Number of mentions.
    pub mentions: usize,
}

/// A term with more locators than this shows none.
const MAX_LOCATORS: usize = 6;

/// With more acronyms than this there is no table of them; each is still listed among the terms.
const MAX_ACRONYMS: usize = 1_500;

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
        let pages = context.glossary_pages();
        let list_page = context.glossary_page(number);
        let strings = context.strings();
        let letters = list_page.groups.iter().map(|(group, terms)| {
            let group = context.glossary_letter(*group);
            let terms = &group.terms[terms.clone()];
            GlossaryLetterView {
                letter: group.letter.clone(),
                anchor: letter_anchor(&group.letter),
                terms: terms.iter().map(|term| term_view(context, links, term)).collect(),
            }
        });
        let acronyms = context.acronyms().iter();
        let acronyms = acronyms.filter(|_| number == 0 && context.acronyms().len() <= MAX_ACRONYMS);
        let acronyms = acronyms.filter_map(|id| {
            Some(AcronymView {
                expansion: expansion(context, *id, context.entry(*id).expanded()?),
                href: links.entry(*id),
                mentions: as_acronym(context, *id),
            })
        });
        let page = Glossary {
            title: pages.title(strings.get("glossary"), number),
            sheets: pages.links(links),
            letters: letters.collect(),
            acronyms: acronyms.collect(),
            equivalents: (!context.with_foreign_names().is_empty())
                .then(|| links.link(strings.get("equivalents"), &fixed(EQUIVALENTS))),
        };
        let frame = frame(links, &page.title, strings.get("glossary_line"));
        (
            with_list_breadcrumbs(links, frame, number, ("glossary", GLOSSARY)),
            page,
        )
    }
}

/// How often an entry is mentioned by its acronym, alone or behind its name in brackets.
fn as_acronym(context: &Context, id: EntryId) -> usize {
    let Some(acronym) = context.entry(id).expanded() else {
        return 0;
    };
    let letters = |words: &str| words.replace('.', "");
    let own = letters(acronym.letters);
    let is_acronym = |form: &str| {
        let form = letters(form);
        form == own || form.ends_with(&format!("({own})")) || form.strip_suffix('s').is_some_and(|form| form == own)
    };
    let forms = context.concordance(id).forms.iter();
    forms.filter(|(form, _)| is_acronym(form)).map(|(_, count)| count).sum()
}

fn term_view(context: &Context, links: &Links, term: &GlossaryTerm) -> TermView {
    let entry = context.entry(term.entry);
    let mut locators = index_locators(context, links, term.entry);
    if locators.len() > MAX_LOCATORS {
        locators.clear();
    }
    let terms = |ids: Vec<EntryId>| ids.into_iter().map(|id| term_link(context, links, id)).collect();
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
        gloss: entry.gloss.as_ref().map(|gloss| gloss.text.clone()),
        definition: definition(context, links, term.entry),
        locators,
        broader: terms(entry.broader.clone()),
        narrower: terms(context.narrower(term.entry).collect()),
        mentions: context.mention_count(term.entry),
    }
}

/// The anchor of an entry in the glossary: its slug is unique within its kind.
fn term_anchor(context: &Context, id: EntryId) -> String {
    format!("{}-{}", context.kind(id).id.value, context.slug(id))
}

fn term_link(context: &Context, links: &Links, id: EntryId) -> Link {
    let page = context.glossary_pages().page(context.term_page(id));
    Link {
        label: context.name(id).to_owned(),
        href: links.at(&page.path, &term_anchor(context, id)),
        current: false,
    }
}
