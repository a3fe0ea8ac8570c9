use serde::Serialize;

use super::part::citation::long_date;
use super::part::frame::{Frame, frame, under_home};
use super::part::list::{CountedLink, kinds, text};
use super::{PageType, SINGLE, Single};
use crate::outline::PaperId;
use crate::site::{ABOUT, Context, Links, SitePath, fixed};

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

impl PageType for About {
    type Key = Single;
    const TEMPLATE: &'static str = "about.html";

    fn keys(_: &Context) -> Vec<Single> {
        SINGLE.to_vec()
    }

    fn path(_: &Context, (): Single) -> SitePath {
        fixed(ABOUT)
    }

    fn model(context: &Context, (): Single, links: &Links) -> (Frame, Self) {
        let words = context.strings();
        let page = About {
            body: text(context, links, "about"),
            papers: context
                .papers()
                .map(|paper| about_paper(context, links, paper))
                .collect(),
            kinds: kinds(context, links),
            mentions: context.total_mentions(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let frame = frame(links, words.get("about"), words.get("about_line"));
        (under_home(links, frame), page)
    }
}

fn about_paper(context: &Context, links: &Links, paper: PaperId) -> AboutPaper {
    let outline = context.outline(paper);
    let known = &outline.config.provenance;
    let date = long_date(context.strings(), &known.date);
    let provenance = [
        ("publisher", &known.publisher),
        ("source_address", &known.url),
        ("date", &date),
        ("rights", &known.rights),
        ("translator", &known.translator),
    ];
    let rules = outline.config.outline.iter().enumerate();
    AboutPaper {
        title: context.title(paper).to_owned(),
        language: outline.config.language.clone(),
        href: links.to(context.whole_paper_path(paper)),
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
        source: context
            .source(paper)
            .file
            .path
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned(),
        sha256: context.source(paper).sha256.clone(),
        divisions: rules
            .map(|(at, rule)| {
                let count = outline.divisions.iter().filter(|division| division.rule == at).count();
                let several = Some(context.localized(&rule.plural)).filter(|plural| count != 1 && !plural.is_empty());
                (several.unwrap_or(context.localized(&rule.name)).to_owned(), count)
            })
            .filter(|(_, count)| *count > 0)
            .collect(),
        paragraphs: outline.paragraph_count(),
    }
}
