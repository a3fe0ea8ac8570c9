use serde::Serialize;

use crate::apparatus::IndexLocator;
use crate::register::EntryId;
use crate::site::{Context, Links, with_paper_title};

/// A locator of the index, as printed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LocatorView {
    /// Citation label; for consecutive paragraphs a range, `III.2(9) ¶1–2`.
    pub label: String,
    /// Address of the (first) paragraph or of the division.
    pub href: String,
    /// Whether it covers a whole division: the principal treatment.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub principal: bool,
}

/// All locators of an entry, as in the index.
pub(crate) fn index_locators(context: &Context, links: &Links, id: EntryId) -> Vec<LocatorView> {
    let places = context.locators(id).iter();
    places.map(|at| locator_view(context, links, at)).collect()
}

pub(crate) fn locator_view(context: &Context, links: &Links, at: &IndexLocator) -> LocatorView {
    let division = context.division(at.division);
    let (label, href) = match at.paragraphs {
        None => (division.label.clone(), links.division(at.division)),
        Some((first, last)) => {
            let label = &division.paragraphs[first].label;
            let label = if last == first {
                label.clone()
            } else {
                format!("{label}–{}", last + 1)
            };
            (label, links.paragraph(at.division.paragraph(first), None))
        }
    };
    LocatorView {
        label: with_paper_title(context, at.division.paper, &label),
        href,
        principal: at.paragraphs.is_none(),
    }
}

/// The anchor of a letter's section in an alphabetical list.
pub(crate) fn letter_anchor(letter: &str) -> String {
    match letter {
        "#" => "letter-other".to_owned(),
        other => format!("letter-{other}"),
    }
}
