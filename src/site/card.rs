use super::{Context, SitePath, absolute};
use crate::outline::{Division, DivisionRef, Paper};

/// Whether the font of cards draws the words as they should be: alphabets whose letters stand one beside the other.
pub(crate) fn can_be_drawn(words: &str) -> bool {
    let simple = |letter: char| {
        let further = ['\u{1e00}'..='\u{1fff}', '\u{2000}'..='\u{206f}'];
        letter < '\u{590}' || further.iter().any(|range| range.contains(&letter))
    };
    words.chars().all(simple)
}

/// The full address of the card of a page about this division of a paper: of the nearest division that has a
/// card, or of the site; nothing where neither can be drawn.
pub(crate) fn card_of(context: &Context, subject: Option<DivisionRef>) -> Option<String> {
    let division = subject.and_then(|at| {
        let outline = context.outline(at.paper);
        let mut around = outline.ancestry(at.id);
        let id = around.find(|id| has_card(outline, outline.division(*id)))?;
        Some(division_card(context, at.sibling(id)))
    });
    let own = can_be_drawn(context.inputs.config.site.title.text()).then(site_card);
    absolute(context, &division.or(own)?)
}

pub(crate) fn has_card(outline: &Paper, division: &Division) -> bool {
    outline.config.outline[division.rule].list.is_some() && can_be_drawn(&division.title)
}

pub(crate) fn site_card() -> SitePath {
    SitePath::made("cards/site.png".to_owned())
}

pub(crate) fn division_card(context: &Context, at: DivisionRef) -> SitePath {
    let paper = &context.paper_config(at.paper).id.value;
    SitePath::made(format!("cards/{paper}-{}.png", context.division(at).anchor))
}
