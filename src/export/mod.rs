//! Exports: the generated files of a site other than pages. One module per kind of export.

mod cards;
mod catalogue;
mod citations;
mod hosting;
mod tables;
mod texts;

use rayon::prelude::*;

use crate::outline::PaperId;
use crate::page::Route;
use crate::site::{DataTable, Files, Site, SitePath};

/// A set of generated files other than pages.
trait Export: Sync + Send {
    /// Generates the files.
    fn files(&self, site: &Site) -> Files;
}

/// All generated files of a site other than pages; without those of the theme and of `static/`.
pub fn export(site: &Site, routes: &[Route]) -> Files {
    exports(site, routes)
        .par_iter()
        .flat_map_iter(|export| export.files(site))
        .collect()
}

/// The list of all exports.
fn exports(site: &Site, routes: &[Route]) -> Vec<Box<dyn Export>> {
    let pages: Vec<SitePath> = routes.iter().map(|route| route.info.path.clone()).collect();
    let mut exports: Vec<Box<dyn Export>> = vec![
        Box::new(hosting::Hosting { pages }),
        Box::new(catalogue::Catalogue),
        Box::new(cards::SiteCard),
    ];
    for interface in 0..site.inputs.theme.interfaces.len() {
        exports.push(Box::new(catalogue::InterfaceWords { interface }));
        let papers = PaperId::all(site.papers.len());
        exports.extend(papers.map(|paper| Box::new(citations::Citing { paper, interface }) as Box<dyn Export>));
    }
    for table in DataTable::all(&site.context(0, None)) {
        exports.push(Box::new(tables::Table(table)));
    }
    for paper in PaperId::all(site.papers.len()) {
        exports.push(Box::new(cards::DivisionCards { paper }));
        exports.push(Box::new(citations::Citations { paper }));
        exports.push(Box::new(texts::Texts { paper }));
    }
    exports
}
