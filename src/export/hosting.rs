use std::sync::Arc;

use super::Export;
use crate::site::{Context, Files, NOT_FOUND, Site, SitePath, absolute, fixed};

/// The files that hosts and search engines look for.
pub(super) struct Hosting {
    /// All pages of the site.
    pub(super) pages: Vec<SitePath>,
}

impl Export for Hosting {
    fn files(&self, site: &Site) -> Files {
        let context = &site.context(0, None);
        // The mark that tells GitHub Pages to publish files as they are.
        let mut files = vec![(".nojekyll", String::new()), ("robots.txt", robots(context))];
        files.extend(sitemap(context, &self.pages).map(|text| ("sitemap.xml", text)));
        let domain = site.inputs.config.site.cname.as_ref();
        files.extend(domain.map(|domain| ("CNAME", format!("{}\n", domain.value))));
        files
            .into_iter()
            .map(|(path, text)| (fixed(path), Arc::from(text.into_bytes())))
            .collect()
    }
}

/// Everything may be read (RFC 9309).
fn robots(context: &Context) -> String {
    let sitemap = absolute(context, &fixed("sitemap.xml"));
    let sitemap = sitemap.map_or(String::new(), |address| format!("\nSitemap: {address}\n"));
    format!("User-agent: *\nAllow: /\n{sitemap}")
}

/// All pages, where the site's address is known: a sitemap must have full addresses (sitemaps.org, 0.9).
fn sitemap(context: &Context, pages: &[SitePath]) -> Option<String> {
    let addresses: Option<Vec<String>> = pages
        .iter()
        .filter(|page| page.as_str() != NOT_FOUND)
        .map(|page| absolute(context, page))
        .collect();
    let lines: String = addresses?
        .iter()
        .map(|address| format!("<url><loc>{}</loc></url>\n", address.replace('&', "&amp;")))
        .collect();
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    Some(format!(
        "{head}<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{lines}</urlset>\n"
    ))
}
