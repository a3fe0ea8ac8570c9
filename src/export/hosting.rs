use std::sync::Arc;

use super::Export;
use crate::site::{Context, Files, NOT_FOUND, Site, SitePath, absolute, fixed};

/// The files for hosts and search engines.
pub(super) struct Hosting {
    /// All pages of the site.
    pub(super) pages: Vec<SitePath>,
}

impl Export for Hosting {
    fn files(&self, site: &Site) -> Files {
        let context = &site.context(0, None);
        // Tells GitHub Pages to publish the files unprocessed.
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

/// Allows crawling of everything (RFC 9309).
fn robots(context: &Context) -> String {
    let sitemap = absolute(context, &fixed("sitemap.xml"));
    let sitemap = sitemap.map_or(String::new(), |address| format!("\nSitemap: {address}\n"));
    format!("User-agent: *\nAllow: /\n{sitemap}")
}

/// The sitemap of all pages; `None` without a base URL, because a sitemap requires absolute URLs (sitemaps.org, 0.9).
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
