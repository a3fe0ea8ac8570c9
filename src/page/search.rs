use serde::Serialize;

use super::part::frame::{Frame, frame, with_home_breadcrumb};
use super::{PageType, SINGLE, Single};
use crate::site::{Context, GLOSSARY, INDEX, Link, Links, SEARCH, SitePath, fixed};

/// The search page. The script shows the results; the links are for readers without scripts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SearchPage {
    /// Links to index and glossary.
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
        let strings = context.strings();
        let ways = [("index", INDEX), ("glossary", GLOSSARY)];
        let ways = ways.map(|(label, target)| links.link(strings.get(label), &fixed(target)));
        let mut frame = frame(links, strings.get("search"), strings.get("find_line"));
        frame.search = None;
        (with_home_breadcrumb(links, frame), SearchPage { ways: ways.into() })
    }
}
