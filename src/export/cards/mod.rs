//! The pictures that other sites show of a page: one for the site, and one for each division of a kind that has a list.

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
        drawn(config, own_card(config).into_iter().collect())
    }
}

impl Export for DivisionCards {
    fn files(&self, site: &Site) -> Files {
        let context = &site.context(0, Some(self.paper));
        drawn(&site.inputs.config.site, cards(context, self.paper))
    }
}

/// The pictures of cards; none where the site's address is not known, as cards need full addresses.
fn drawn(config: &SiteConfig, cards: Vec<(SitePath, Card)>) -> Files {
    let cards = cards.into_par_iter().filter(|_| config.base_url.is_some());
    cards.filter_map(|(path, card)| Some((path, draw(&card)?))).collect()
}

/// The cards of a paper by the paths of their pictures.
fn cards(context: &Context, paper: PaperId) -> Vec<(SitePath, Card)> {
    let outline = context.outline(paper);
    let foot = Some(context.title(paper)).filter(|words| font_can_draw(words));
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

fn own_card(config: &SiteConfig) -> Option<(SitePath, Card)> {
    let [title, foot] = [&config.title, &config.description].map(|words| words.text().to_owned());
    let kicker = String::new();
    let foot = Some(foot).filter(|words| font_can_draw(words)).unwrap_or_default();
    font_can_draw(&title).then(|| (site_card_path(), Card { kicker, title, foot }))
}
