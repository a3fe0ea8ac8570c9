use serde_json::{Value, json};

use crate::page::Model;
use crate::page::Page;
use crate::site::{Context, SitePath, absolute};
use crate::site::{GLOSSARY, fixed};
use crate::text::Date;

/// The structured data of a page: schema.org as JSON-LD (W3C Recommendation, 2020). `None` if there is none.
///
/// Every `<` is escaped, so that the text is safe in a `script` element (HTML, 4.12.1.3).
pub(crate) fn json_ld(context: &Context, page: &Page) -> Option<String> {
    let mut graph: Vec<Value> = about(context, page).into_iter().collect();
    graph.extend(breadcrumbs(context, page));
    if graph.is_empty() {
        return None;
    }
    let value = json!({"@context": "https://schema.org", "@graph": graph});
    Some(value.to_string().replace('<', "\\u003c"))
}

/// The main entity of the page.
fn about(context: &Context, page: &Page) -> Option<Value> {
    let own = url(context, page, &page.path);
    Some(match &page.page {
        Model::Home(home) => {
            let mut website = json!({
                "@type": "WebSite",
                "name": home.title,
                "inLanguage": page.frame.language,
                "url": own,
            });
            if !home.description.is_empty() {
                website["description"] = json!(home.description);
            }
            website
        }
        Model::PaperPage(paper) => article(context, page, &paper.title),
        Model::DivisionPage(division) => {
            let mut article = article(context, page, &division.title);
            let paper = page.subject.text_of()?;
            article["isPartOf"] = json!({
                "@type": "Article",
                "headline": context.title(paper),
                "url": url(context, page, context.whole_paper_path(paper)),
            });
            article["articleSection"] = json!(division.label);
            article
        }
        Model::EntryPage(entry) => {
            let mut term = json!({
                "@type": "DefinedTerm",
                "name": entry.name,
                "inDefinedTermSet": url(context, page, &fixed(GLOSSARY)),
                "url": own,
            });
            if let Some(acronym) = &entry.acronym {
                term["alternateName"] = json!(acronym);
            }
            term
        }
        Model::Glossary(_) => json!({
            "@type": "DefinedTermSet",
            "name": page.frame.title,
            "inLanguage": page.frame.language,
            "url": own,
        }),
        _ => return None,
    })
}

fn article(context: &Context, page: &Page, headline: &str) -> Value {
    let mut article = json!({"@type": "Article", "headline": headline, "url": url(context, page, &page.path)});
    if let Some(paper) = page.subject.text_of() {
        let config = &context.paper_config(paper);
        article["inLanguage"] = json!(config.language);
        let provenance = &config.provenance;
        // schema.org requires an ISO 8601 date, and the URL of a licence.
        if Date::parse(&provenance.date).is_some() {
            article["datePublished"] = json!(provenance.date);
        }
        if provenance.rights.starts_with("https://") {
            article["license"] = json!(provenance.rights);
        }
        if !provenance.publisher.is_empty() {
            article["publisher"] = json!({"@type": "Organization", "name": provenance.publisher});
        }
    }
    article
}

fn breadcrumbs(context: &Context, page: &Page) -> Option<Value> {
    let outer = page.frame.breadcrumbs.iter().map(|link| {
        let (file, anchor) = link.href.split_once('#').unwrap_or((&link.href, ""));
        let target = page.path.resolve(file).unwrap_or_else(|| page.path.clone());
        let anchor = if anchor.is_empty() {
            String::new()
        } else {
            format!("#{anchor}")
        };
        (link.label.clone(), format!("{}{anchor}", url(context, page, &target)))
    });
    let own = (page.frame.title.clone(), url(context, page, &page.path));
    let crumbs: Vec<Value> = outer
        .chain([own])
        .enumerate()
        .map(|(at, (name, item))| json!({"@type": "ListItem", "position": at + 1, "name": name, "item": item}))
        .collect();
    (crumbs.len() > 1).then(|| json!({"@type": "BreadcrumbList", "itemListElement": crumbs}))
}

/// The address of a page; pages have structured data only where a base URL is configured.
fn url(context: &Context, page: &Page, target: &SitePath) -> String {
    absolute(context, &context.published(target)).unwrap_or_else(|| page.path.relative(target))
}
