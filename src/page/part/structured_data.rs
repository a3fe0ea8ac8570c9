use serde_json::{Value, json};

use crate::page::Model;
use crate::page::Page;
use crate::site::{Context, SitePath, absolute};
use crate::site::{GLOSSARY, fixed};

/// What a page says to programs, in the words of schema.org, as JSON-LD (W3C Recommendation, 2020).
///
/// The text is ready to stand in a `script` element: it has no `<` (HTML, 4.12.1.3).
pub(crate) fn structured(context: &Context, page: &Page) -> Option<String> {
    let mut graph: Vec<Value> = about(context, page).into_iter().collect();
    graph.extend(breadcrumbs(context, page));
    if graph.is_empty() {
        return None;
    }
    let value = json!({"@context": "https://schema.org", "@graph": graph});
    Some(value.to_string().replace('<', "\\u003c"))
}

/// The thing that the page is about.
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
        let known = &config.provenance;
        // schema.org wants a date of ISO 8601 and the address of a licence.
        if known.date.starts_with(|first: char| first.is_ascii_digit()) && !known.date.contains(' ') {
            article["datePublished"] = json!(known.date);
        }
        if known.rights.starts_with("https://") {
            article["license"] = json!(known.rights);
        }
        if !known.publisher.is_empty() {
            article["publisher"] = json!({"@type": "Organization", "name": known.publisher});
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

/// The address of a file: absolute where the site's is known, or as a link on the page.
fn url(context: &Context, page: &Page, target: &SitePath) -> String {
    absolute(context, &context.published(target)).unwrap_or_else(|| page.path.relative(target))
}
