use serde::Serialize;

use super::PageType;
use super::part::frame::{Frame, frame, under_list};
use super::part::locator::{LocatorView, letter_anchor, locator_view};
use crate::apparatus::{Heading, IndexLocator, Reference};
use crate::site::{Context, INDEX, Link, Links, SitePath};

/// The index.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Index {
    /// The title.
    pub title: String,
    /// The pages by letter, where the index is too long for one; the first page then has no headings itself.
    pub sheets: Vec<Link>,
    /// Headings by letter.
    pub letters: Vec<IndexLetterView>,
}

/// The headings under a letter.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HeadingView {
    /// The words.
    pub heading: String,
    /// Its anchor, if a reference leads there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// Name of the kind of the entry that it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The page of the entry of that name.
    #[serde(skip_serializing_if = "Option::is_none")]
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
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SubHeadingView {
    /// The words.
    pub heading: String,
    /// The entry's page, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// Where it is dealt with.
    pub locators: Vec<LocatorView>,
}

impl PageType for Index {
    type Key = usize;
    const TEMPLATE: &'static str = "index.html";

    fn keys(context: &Context) -> Vec<usize> {
        (0..context.index_pages().iter().count()).collect()
    }

    fn path(context: &Context, number: usize) -> SitePath {
        context.index_page(number).path.clone()
    }

    fn is_long(_: &Context, _: Self::Key) -> bool {
        true
    }

    fn model(context: &Context, number: usize, links: &Links) -> (Frame, Self) {
        let sheets = context.index_pages();
        let sheet = context.index_page(number);
        let words = context.strings();
        let letters = sheet.groups.iter().map(|(group, headings)| {
            let group = context.index_letter(*group);
            let headings = &group.headings[headings.clone()];
            IndexLetterView {
                letter: group.letter.clone(),
                anchor: letter_anchor(&group.letter),
                headings: headings
                    .iter()
                    .map(|heading| heading_view(context, links, heading))
                    .collect(),
            }
        });
        let page = Index {
            title: sheets.title(words.get("index"), number),
            sheets: sheets.links(links),
            letters: letters.collect(),
        };
        let frame = frame(links, &page.title, words.get("index_line"));
        (under_list(links, frame, number, ("index", INDEX)), page)
    }
}

fn heading_view(context: &Context, links: &Links, heading: &Heading) -> HeadingView {
    let references = |references: &[Reference]| {
        // A reference to a heading that is not there is told by `check`; a page has no dead links.
        let references = references.iter().filter_map(|to| {
            let target = context.heading_anchor(&to.heading)?;
            Some(Link {
                label: to.heading.clone(),
                href: links.at(&context.index_pages().page(target.page).path, &target.anchor),
                current: false,
            })
        });
        references.collect()
    };
    let locators = |locators: &[IndexLocator]| locators.iter().map(|at| locator_view(context, links, at)).collect();
    HeadingView {
        heading: heading.heading.clone(),
        anchor: context
            .heading_anchor(&heading.heading)
            .map(|target| target.anchor.clone()),
        kind: heading.entry.map(|id| context.kind(id).id.value.clone()),
        href: heading.entry.map(|id| links.entry(id)),
        locators: locators(&heading.locators),
        subs: heading
            .subs
            .iter()
            .map(|sub| SubHeadingView {
                heading: sub.heading.clone(),
                href: sub.entry.map(|id| links.entry(id)),
                locators: locators(&sub.locators),
            })
            .collect(),
        see: references(&heading.see),
        see_also: references(&heading.see_also),
    }
}
