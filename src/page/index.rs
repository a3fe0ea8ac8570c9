use serde::Serialize;

use super::PageType;
use super::part::frame::{Frame, frame, with_list_breadcrumbs};
use super::part::list::{MarkKind, mark_kinds};
use super::part::locator::{LocatorView, letter_anchor, locators};
use crate::apparatus::{Heading, IndexLocator, Reference};
use crate::site::{Context, INDEX, Link, Links, SitePath};

/// A page of the index.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Index {
    /// The title.
    pub title: String,
    /// The pages by letter, if the index is too long for one page; the first page then has no headings.
    pub sheets: Vec<Link>,
    /// Headings by letter.
    pub letters: Vec<IndexLetterView>,
    /// The kinds whose names have a sign.
    pub kinds: Vec<MarkKind>,
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
    /// The text.
    pub heading: String,
    /// Its anchor, if something links to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// Id of the kind, if the heading is an entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The number of the kind, if it has a sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lane: Option<usize>,
    /// Address of the entry's page, if the heading is an entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// Its locators.
    pub locators: Vec<LocatorView>,
    /// Its subheadings.
    pub subs: Vec<SubHeadingView>,
    /// The headings to use instead ("see").
    pub see: Vec<Link>,
    /// Related headings ("see also").
    pub see_also: Vec<Link>,
}

/// A subheading.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SubHeadingView {
    /// The text.
    pub heading: String,
    /// Address of the entry's page, if the subheading is an entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// Its locators.
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
        let pages = context.index_pages();
        let list_page = context.index_page(number);
        let strings = context.strings();
        let letters = list_page.groups.iter().map(|(group, headings)| {
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
            title: pages.title(strings.get("index"), number),
            sheets: pages.links(links),
            letters: letters.collect(),
            kinds: mark_kinds(context),
        };
        let frame = frame(links, &page.title, strings.get("index_line"));
        (with_list_breadcrumbs(links, frame, number, ("index", INDEX)), page)
    }
}

fn heading_view(context: &Context, links: &Links, heading: &Heading) -> HeadingView {
    let references = |references: &[Reference]| {
        // `check` reports references to headings that do not exist; they are left out here.
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
    let lane = |kind: usize| context.lanes().iter().position(|lane| *lane == kind);
    let locators = |places: &[IndexLocator]| locators(context, links, places);
    HeadingView {
        heading: heading.heading.clone(),
        anchor: context
            .heading_anchor(&heading.heading)
            .map(|target| target.anchor.clone()),
        kind: heading.entry.map(|id| context.kind(id).id.value.clone()),
        lane: heading.entry.and_then(|id| lane(context.kind_index(id))),
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
