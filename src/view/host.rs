use std::sync::Arc;

use super::frame::{absolute, fixed};
use super::links::{NOT_FOUND, SitePath};
use super::{Files, Site};

/// The files that hosts and search engines look for.
pub(super) fn files(site: &Site, pages: &[&SitePath]) -> Files {
    // The mark that tells GitHub Pages to publish files as they are.
    let mut files = vec![(".nojekyll", String::new()), ("robots.txt", robots(site))];
    files.extend(sitemap(site, pages).map(|text| ("sitemap.xml", text)));
    let domain = site.inputs.config.site.cname.as_ref();
    files.extend(domain.map(|domain| ("CNAME", format!("{}\n", domain.value))));
    files
        .into_iter()
        .map(|(path, text)| (fixed(path), Arc::from(text.into_bytes())))
        .collect()
}

/// Everything may be read (RFC 9309).
fn robots(site: &Site) -> String {
    let sitemap = absolute(site, &fixed("sitemap.xml"));
    let sitemap = sitemap.map_or(String::new(), |address| format!("\nSitemap: {address}\n"));
    format!("User-agent: *\nAllow: /\n{sitemap}")
}

/// All pages, where the site's address is known: a sitemap must have full addresses (sitemaps.org, 0.9).
fn sitemap(site: &Site, pages: &[&SitePath]) -> Option<String> {
    let addresses: Option<Vec<String>> = pages
        .iter()
        .filter(|page| page.as_str() != NOT_FOUND)
        .map(|page| absolute(site, page))
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
