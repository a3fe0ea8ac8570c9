use super::{Context, SitePath, absolute};
use crate::outline::{Division, DivisionRef, Paper};

/// Whether the cards' font covers the text and needs no shaping: Latin, Greek, Cyrillic and Armenian letters, and
/// general punctuation.
pub(crate) fn font_can_draw(text: &str) -> bool {
    let simple = |letter: char| {
        let extended = ['\u{1e00}'..='\u{1fff}', '\u{2000}'..='\u{206f}'];
        letter < '\u{590}' || extended.iter().any(|range| range.contains(&letter))
    };
    text.chars().all(simple)
}

/// The absolute URL of the preview image of a page about `subject`: the card of the nearest enclosing division that
/// has one, else the site's. `None` if there is neither, or no base URL.
pub(crate) fn card_url(context: &Context, subject: Option<DivisionRef>) -> Option<String> {
    let division = subject.and_then(|at| {
        let outline = context.outline(at.paper);
        let mut ancestry = outline.ancestry(at.id);
        let id = ancestry.find(|id| has_card(outline, outline.division(*id)))?;
        Some(division_card_path(context, at.in_same_paper(id)))
    });
    let site = font_can_draw(context.inputs.config.site.title.text()).then(site_card_path);
    absolute(context, &division.or(site)?)
}

/// Whether a card is drawn for a division: its kind has a list, and the font covers its title.
pub(crate) fn has_card(outline: &Paper, division: &Division) -> bool {
    outline.config.outline[division.rule].list.is_some() && font_can_draw(&division.title)
}

pub(crate) fn site_card_path() -> SitePath {
    SitePath::trusted("cards/site.png".to_owned())
}

pub(crate) fn division_card_path(context: &Context, at: DivisionRef) -> SitePath {
    let paper = &context.paper_config(at.paper).id.value;
    SitePath::trusted(format!("cards/{paper}-{}.png", context.division(at).anchor))
}
