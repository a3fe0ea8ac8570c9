use rayon::prelude::*;

use super::draw::draw;
use super::frame::absolute;
use super::links::SitePath;
use super::{Files, Page, Site};
use crate::outline::{Division, DivisionId, Paper};
use crate::read::SiteConfig;

/// What a card on another site says of a page, as words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Card {
    /// A line above: the division's number.
    pub(super) kicker: String,
    /// The title.
    pub(super) title: String,
    /// A line below: the site's title.
    pub(super) foot: String,
}

/// The pictures of the cards of a paper, or of the site.
pub(super) fn files(site: &Site, paper: Option<usize>) -> Files {
    let cards = cards(site, paper).into_par_iter();
    cards.filter_map(|(path, card)| Some((path, draw(&card)?))).collect()
}

/// The cards of a paper by the paths of their pictures, one for each division of a kind that has a list; without a
/// paper, the site's own. They are drawn only where the site's address is known: cards need full addresses.
fn cards(site: &Site, paper: Option<usize>) -> Vec<(SitePath, Card)> {
    let config = &site.inputs.config.site;
    if config.base_url.is_none() {
        return Vec::new();
    }
    let Some(paper) = paper else {
        return own_card(config).into_iter().collect();
    };
    let outline = site.outline(paper);
    let foot = Some(site.title(paper)).filter(|words| can_be_drawn(words));
    let divisions = outline.iter().filter(|(_, division)| has_card(outline, division));
    let cards = divisions.map(|(id, division)| {
        let card = Card {
            kicker: division.label.clone(),
            title: division.title.clone(),
            foot: foot.unwrap_or_default().to_owned(),
        };
        (division_card(site, paper, id), card)
    });
    cards.collect()
}

fn own_card(config: &SiteConfig) -> Option<(SitePath, Card)> {
    let [title, foot] = [&config.title, &config.description].map(|words| words.text().to_owned());
    let kicker = String::new();
    let foot = Some(foot).filter(|words| can_be_drawn(words)).unwrap_or_default();
    can_be_drawn(&title).then(|| (site_card(), Card { kicker, title, foot }))
}

/// Whether the font of cards draws the words as they should be: alphabets whose letters stand one beside the other.
fn can_be_drawn(words: &str) -> bool {
    let simple = |letter: char| {
        let further = ['\u{1e00}'..='\u{1fff}', '\u{2000}'..='\u{206f}'];
        letter < '\u{590}' || further.iter().any(|range| range.contains(&letter))
    };
    words.chars().all(simple)
}

/// The full address of a page's picture: of the nearest division that has one, or of the site; nothing where neither
/// can be drawn.
pub(super) fn picture(site: &Site, page: &Page) -> Option<String> {
    let division = page.division.and_then(|(paper, id)| {
        let outline = site.outline(paper);
        let mut around = outline.ancestry(id).map(|id| (id, outline.division(id)));
        let (id, _) = around.find(|(_, division)| has_card(outline, division))?;
        Some(division_card(site, paper, id))
    });
    let own = can_be_drawn(site.inputs.config.site.title.text()).then(site_card);
    absolute(site, &division.or(own)?)
}

fn has_card(outline: &Paper, division: &Division) -> bool {
    outline.config.outline[division.rule].list.is_some() && can_be_drawn(&division.title)
}

fn site_card() -> SitePath {
    SitePath::made("cards/site.png".to_owned())
}

fn division_card(site: &Site, paper: usize, id: DivisionId) -> SitePath {
    let outline = site.outline(paper);
    SitePath::made(format!(
        "cards/{}-{}.png",
        outline.config.id.value,
        outline.division(id).anchor
    ))
}
