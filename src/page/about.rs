use serde::Serialize;

use super::part::date::long_date;
use super::part::frame::{Frame, frame, official_texts, with_home_breadcrumb};
use super::part::list::{CountedLink, EditorialView, editorial_page, kind_links};
use super::part::outline::counted_name;
use super::{PageType, SINGLE, Single};
use crate::outline::PaperId;
use crate::site::{ABOUT, Context, Link, Links, SitePath, fixed};

/// The page about this edition.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct About {
    /// The editorial text.
    pub body: Option<EditorialView>,
    /// The papers with their provenance.
    pub papers: Vec<AboutPaper>,
    /// Entries by kind.
    pub kinds: Vec<CountedLink>,
    /// Number of mentions.
    pub mentions: usize,
    /// Version of the program.
    pub version: String,
}

/// The provenance of a paper and its size.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AboutPaper {
    /// Title.
    pub title: String,
    /// Language of the text.
    pub language: String,
    /// Address of the whole text.
    pub href: String,
    /// The lines before the first heading, as printed.
    pub front: Vec<String>,
    /// Facts about its origin: (key of the strings, value). Said even if unknown: issuer, or else publisher, and date.
    pub provenance: Vec<(String, String)>,
    /// The official texts; the labels are names of languages.
    pub official: Vec<Link>,
    /// Name of the source file.
    pub source: String,
    /// SHA-256 of the source.
    pub sha256: String,
    /// Numbers of divisions by kind: `5 programs`.
    pub divisions: Vec<String>,
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
        let strings = context.strings();
        let page = About {
            body: editorial_page(context, links, "about", 3),
            papers: context
                .papers()
                .map(|paper| about_paper(context, links, paper))
                .collect(),
            kinds: kind_links(context, links),
            mentions: context.total_mentions(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let frame = frame(links, strings.get("about"), strings.get("about_line"));
        (with_home_breadcrumb(links, frame), page)
    }
}

fn about_paper(context: &Context, links: &Links, paper: PaperId) -> AboutPaper {
    let outline = context.outline(paper);
    let configured = &outline.config.provenance;
    let date = long_date(context.strings(), &configured.date);
    let issuer = context.localized(&configured.issuer);
    let provenance = [
        ("issuer", issuer, true),
        ("date", &date, true),
        ("publisher", &configured.publisher, issuer.is_empty()),
        ("source_address", &configured.url, false),
        ("rights", &configured.rights, false),
        ("translator", &configured.translator, false),
    ];
    let rules = outline.config.outline.iter().enumerate();
    AboutPaper {
        title: context.title(paper).to_owned(),
        language: outline.config.language.clone(),
        href: links.to(context.whole_paper_path(paper)),
        front: outline.front.iter().map(|line| line.text.clone()).collect(),
        provenance: provenance
            .into_iter()
            .filter(|(_, value, expected)| *expected || !value.is_empty())
            .map(|(key, value, _)| match value {
                "" => (key.to_owned(), context.strings().get("unknown").to_owned()),
                value => (key.to_owned(), value.to_owned()),
            })
            .collect(),
        official: official_texts(context, paper),
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
            .filter_map(|(at, rule)| {
                let count = outline.divisions.iter().filter(|division| division.rule == at).count();
                let several = Some(context.localized(&rule.plural)).filter(|plural| count != 1 && !plural.is_empty());
                let name = several.unwrap_or(context.localized(&rule.name));
                (count > 0).then(|| counted_name(context, count, name))
            })
            .collect(),
        paragraphs: outline.paragraph_count(),
    }
}
