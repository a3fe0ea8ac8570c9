use serde::Serialize;

use super::part::frame::{Frame, frame, under_home};
use super::{PageType, SINGLE, Single};
use crate::site::{Context, GLOSSARY, INDEX, Link, Links, SEARCH, SitePath, fixed};

/// The search page. What it shows is made by the script; this is where readers without one go on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SearchPage {
    /// Index and glossary.
    pub ways: Vec<Link>,
}

impl PageType for SearchPage {
    type Key = Single;
    const TEMPLATE: &'static str = "search.html";

    fn keys(_: &Context) -> Vec<Single> {
        SINGLE.to_vec()
    }

    fn path(_: &Context, (): Single) -> SitePath {
        fixed(SEARCH)
    }

    fn model(context: &Context, (): Single, links: &Links) -> (Frame, Self) {
        let words = context.strings();
        let ways = [("index", INDEX), ("glossary", GLOSSARY)];
        let ways = ways.map(|(label, target)| links.link(words.get(label), &fixed(target)));
        let frame = frame(links, words.get("search"), words.get("find_line"));
        (under_home(links, frame), SearchPage { ways: ways.into() })
    }
}
