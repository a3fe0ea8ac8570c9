use serde::Serialize;

use super::part::frame::{Frame, frame};
use super::{PageType, SINGLE, Single};
use crate::site::{ABOUT, Context, GLOSSARY, HOME, INDEX, Link, Links, NOT_FOUND, SEARCH, SitePath, fixed};

/// The page for addresses that do not exist: one page for all languages, because a host serves the same one everywhere.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NotFound {
    /// What it says, in each language of the interface.
    pub texts: Vec<NotFoundText>,
}

/// What the page says in one language.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NotFoundText {
    /// The language.
    pub language: String,
    /// That there is no page.
    pub title: String,
    /// What to do.
    pub line: String,
    /// Links to the main pages.
    pub ways: Vec<Link>,
}

impl PageType for NotFound {
    type Key = Single;
    const TEMPLATE: &'static str = "404.html";

    fn keys(context: &Context) -> Vec<Single> {
        SINGLE.into_iter().filter(|_| context.interface == 0).collect()
    }

    fn path(_: &Context, (): Single) -> SitePath {
        fixed(NOT_FOUND)
    }

    fn model(context: &Context, (): Single, links: &Links) -> (Frame, Self) {
        let frame = frame(links, context.strings().get("not_found"), "");
        let interfaces = 0..context.inputs.theme.interfaces.len();
        let texts = interfaces.map(|at| text(&context.with_interface(at), links)).collect();
        (frame, NotFound { texts })
    }
}

/// What the page says in the language of `context`.
fn text(context: &Context, links: &Links) -> NotFoundText {
    let strings = context.strings();
    let ways = [
        ("home", HOME),
        ("search", SEARCH),
        ("glossary", GLOSSARY),
        ("index", INDEX),
        ("about", ABOUT),
    ];
    NotFoundText {
        language: context.interface().language.clone(),
        title: strings.get("not_found").to_owned(),
        line: strings.get("not_found_line").to_owned(),
        ways: ways
            .map(|(label, page)| links.link(strings.get(label), &context.published(&fixed(page))))
            .into(),
    }
}
