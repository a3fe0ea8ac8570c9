use serde::Serialize;

use super::cite::long_date;
use super::division::under_home;
use super::frame::{ABOUT, fixed, frame};
use super::home::{CountedLink, kinds, text};
use super::links::{Link, Links, NOT_FOUND};
use super::{Model, Page, Site};

/// About this edition.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct About {
    /// The editorial text, as HTML.
    pub body: Option<String>,
    /// Where the papers are from.
    pub papers: Vec<AboutPaper>,
    /// Entries by kind.
    pub kinds: Vec<CountedLink>,
    /// Mentions found.
    pub mentions: usize,
    /// Version of the program.
    pub version: String,
}

/// Where a paper is from and what is in it.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AboutPaper {
    /// Title.
    pub title: String,
    /// Language of the text.
    pub language: String,
    /// Whole text.
    pub href: String,
    /// The lines before the first heading, with their names.
    pub front: Vec<(String, String)>,
    /// What is known of its origin: a key of the strings and the value.
    pub provenance: Vec<(String, String)>,
    /// Name of the source file.
    pub source: String,
    /// SHA-256 of the source.
    pub sha256: String,
    /// Divisions by kind: what readers call them, and how many.
    pub divisions: Vec<(String, usize)>,
    /// Number of paragraphs.
    pub paragraphs: usize,
}

/// The page for addresses that lead nowhere.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NotFound {
    /// The ways on.
    pub ways: Vec<Link>,
}

pub(super) fn about(site: &Site) -> Page {
    let path = fixed(ABOUT);
    let links = Links { site, from: &path };
    let words = site.words();
    let page = About {
        body: text(site, &links, "about"),
        papers: (0..site.papers())
            .map(|paper| about_paper(site, &links, paper))
            .collect(),
        kinds: kinds(site, &links),
        mentions: site.mentions(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let frame = frame(site, &path, words.get("about"), words.get("about_line"));
    Page::new(site, &path, under_home(site, &links, frame), Model::About(page))
}

fn about_paper(site: &Site, links: &Links, paper: usize) -> AboutPaper {
    let outline = site.outline(paper);
    let known = &outline.config.provenance;
    let date = long_date(site.words(), &known.date);
    let provenance = [
        ("publisher", &known.publisher),
        ("source_address", &known.url),
        ("date", &date),
        ("rights", &known.rights),
        ("translator", &known.translator),
    ];
    let rules = outline.config.outline.iter().enumerate();
    AboutPaper {
        title: site.title(paper).to_owned(),
        language: outline.config.language.clone(),
        href: links.to(site.whole_path(paper)),
        front: outline
            .front
            .iter()
            .map(|line| (line.name.clone(), line.text.clone()))
            .collect(),
        provenance: provenance
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (key.to_owned(), value.clone()))
            .collect(),
        source: site
            .source(paper)
            .file
            .path
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned(),
        sha256: site.source(paper).sha256.clone(),
        divisions: rules
            .map(|(at, rule)| {
                let count = outline.divisions.iter().filter(|division| division.rule == at).count();
                let several = Some(site.say(&rule.plural)).filter(|plural| count != 1 && !plural.is_empty());
                (several.unwrap_or(site.say(&rule.name)).to_owned(), count)
            })
            .filter(|(_, count)| *count > 0)
            .collect(),
        paragraphs: outline.paragraph_count(),
    }
}

pub(super) fn not_found(site: &Site) -> Page {
    let path = fixed(NOT_FOUND);
    let links = Links { site, from: &path };
    let frame = frame(site, &path, site.words().get("not_found"), "");
    let mut ways = vec![super::division::home(site, &links)];
    ways.extend(frame.nav.iter().map(|way| Link {
        label: way.label.clone(),
        href: way.href.clone(),
        current: way.current,
    }));
    Page::new(site, &path, frame, Model::NotFound(NotFound { ways }))
}
