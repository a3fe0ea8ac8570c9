//! Social cards, the preview images that other sites show for a link: one for the site, and one for each division of a
//! kind that has a list.

mod draw;

use rayon::prelude::*;

use super::Export;
use crate::input::SiteConfig;
use crate::outline::PaperId;
use crate::site::{Context, Files, Site, SitePath, division_card_path, font_can_draw, has_card, site_card_path};
use draw::{Card, draw};

/// The card of the site.
pub(super) struct SiteCard;

/// The cards of a paper, one for each division of a kind that has a list.
pub(super) struct DivisionCards {
    pub(super) paper: PaperId,
}

impl Export for SiteCard {
    fn files(&self, site: &Site) -> Files {
        let config = &site.inputs.config.site;
        draw_all(config, site_card(config).into_iter().collect())
    }
}

impl Export for DivisionCards {
    fn files(&self, site: &Site) -> Files {
        let context = &site.context(0, Some(self.paper));
        draw_all(&site.inputs.config.site, division_cards(context, self.paper))
    }
}

/// Draws the cards; none without a base URL, because pages link to them with absolute URLs.
fn draw_all(config: &SiteConfig, cards: Vec<(SitePath, Card)>) -> Files {
    let cards = cards.into_par_iter().filter(|_| config.base_url.is_some());
    cards.filter_map(|(path, card)| Some((path, draw(&card)?))).collect()
}

/// The cards of a paper's divisions, with the paths of their images.
fn division_cards(context: &Context, paper: PaperId) -> Vec<(SitePath, Card)> {
    let outline = context.outline(paper);
    let foot = Some(context.title(paper)).filter(|text| font_can_draw(text));
    let divisions = outline.iter().filter(|(_, division)| has_card(outline, division));
    let cards = divisions.map(|(id, division)| {
        let card = Card {
            kicker: division.label.clone(),
            title: division.title.clone(),
            foot: foot.unwrap_or_default().to_owned(),
        };
        (division_card_path(context, paper.division(id)), card)
    });
    cards.collect()
}

/// The card of the site; `None` if the font does not cover its title.
fn site_card(config: &SiteConfig) -> Option<(SitePath, Card)> {
    let [title, foot] = [&config.title, &config.description].map(|words| words.text().to_owned());
    let kicker = String::new();
    let foot = Some(foot).filter(|text| font_can_draw(text)).unwrap_or_default();
    font_can_draw(&title).then(|| (site_card_path(), Card { kicker, title, foot }))
}
