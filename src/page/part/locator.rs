use serde::Serialize;

use crate::apparatus::IndexLocator;
use crate::register::EntryId;
use crate::site::{Context, Links, with_paper_title};

/// A locator of the index, as printed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LocatorView {
    /// What is printed: a citation label (`III.2(9) ¶1`), the first of several paragraphs of a division
    /// (`III.2(3) ¶¶ 1`), or only the number of a further one (`3`).
    pub label: String,
    /// The whole label of a further paragraph, for those who do not see what stands before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Address of the (first) paragraph or of the division.
    pub href: String,
    /// Whether it covers a whole division: the principal treatment.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub principal: bool,
}

/// All locators of an entry, as in the index.
pub(crate) fn index_locators(context: &Context, links: &Links, id: EntryId) -> Vec<LocatorView> {
    locators(context, links, context.locators(id))
}

/// Locators as printed: several paragraphs of one division as `III.2(3) ¶¶ 1, 3–4`.
pub(crate) fn locators(context: &Context, links: &Links, places: &[IndexLocator]) -> Vec<LocatorView> {
    let divisions = places.chunk_by(|left, right| {
        left.division == right.division && left.paragraphs.is_some() && right.paragraphs.is_some()
    });
    divisions
        .flat_map(|places| in_division(context, links, places))
        .collect()
}

/// The locators of one division: itself, or paragraphs of it.
fn in_division(context: &Context, links: &Links, places: &[IndexLocator]) -> Vec<LocatorView> {
    let at = places[0].division;
    let division = context.division(at);
    let full = |label: &str| with_paper_title(context, at.paper, label);
    let several = places.len() > 1 || places[0].paragraphs.is_some_and(|(first, last)| first != last);
    let sign = format!("{} ¶", division.label);
    let views = places.iter().enumerate().map(|(nth, place)| {
        let Some((first, last)) = place.paragraphs else {
            return LocatorView {
                label: full(&division.label),
                name: None,
                href: links.division(at),
                principal: true,
            };
        };
        let range = if first == last {
            String::new()
        } else {
            format!("–{}", last + 1)
        };
        let label = format!("{}{range}", division.paragraphs[first].label);
        // Labels of another make are printed whole, each.
        let number = label.strip_prefix(&sign).filter(|_| several);
        LocatorView {
            label: match number {
                Some(number) if nth == 0 => full(&format!("{sign}¶\u{a0}{number}")),
                Some(number) => number.to_owned(),
                None => full(&label),
            },
            name: number.filter(|_| nth > 0).map(|_| full(&label)),
            href: links.paragraph(at.paragraph(first), None),
            principal: false,
        }
    });
    views.collect()
}

/// The anchor of a letter's section in an alphabetical list.
pub(crate) fn letter_anchor(letter: &str) -> String {
    match letter {
        "#" => "letter-other".to_owned(),
        other => format!("letter-{other}"),
    }
}
