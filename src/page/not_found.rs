use serde::Serialize;

use super::part::frame::{Frame, frame, home_link};
use super::{PageType, SINGLE, Single};
use crate::site::{Context, Link, Links, NOT_FOUND, SitePath, fixed};

/// The page for addresses that do not exist.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NotFound {
    /// Links to the home page and the main navigation.
    pub ways: Vec<Link>,
}

impl PageType for NotFound {
    type Key = Single;
    const TEMPLATE: &'static str = "404.html";

    fn keys(context: &Context) -> Vec<Single> {
        // One page for all languages: a host serves the same one at every missing address.
        SINGLE.into_iter().filter(|_| context.interface == 0).collect()
    }

    fn path(_: &Context, (): Single) -> SitePath {
        fixed(NOT_FOUND)
    }

    fn model(context: &Context, (): Single, links: &Links) -> (Frame, Self) {
        let frame = frame(links, context.strings().get("not_found"), "");
        let mut ways = vec![home_link(links)];
        ways.extend(frame.nav.iter().map(|way| Link {
            label: way.label.clone(),
            href: way.href.clone(),
            current: way.current,
        }));
        (frame, NotFound { ways })
    }
}
