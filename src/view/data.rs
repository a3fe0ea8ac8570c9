use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

use super::division::under_home;
use super::frame::{DATA, fixed, frame};
use super::links::{Link, Links, SitePath};
use super::{Model, Page, Site};
use crate::apparatus::Citation;
use crate::register::{Acronym, Definition, EntryId, Quotation};

/// What can be downloaded.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Data {
    /// The files.
    pub files: Vec<Download>,
}

/// A file to download.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Download {
    /// The file; its name is the label.
    pub link: Link,
    /// What is in it.
    pub description: String,
    /// What the paper is called, for a paper's text.
    pub paper: Option<String>,
    /// Language of the paper, for a paper's text.
    pub language: Option<String>,
    /// Its size in bytes, where it is known.
    pub bytes: Option<usize>,
}

/// A table under `data/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DataTable {
    Entries,
    /// The mentions in all papers, or in one.
    Mentions(Option<usize>),
}

impl DataTable {
    /// The tables that the site has: in a corpus one of mentions for each paper.
    pub(super) fn all(site: &Site) -> Vec<Self> {
        let mut tables = vec![Self::Entries];
        match site.is_corpus() {
            true => tables.extend((0..site.papers()).map(|paper| Self::Mentions(Some(paper)))),
            false => tables.push(Self::Mentions(None)),
        }
        tables
    }

    fn path(self, site: &Site) -> SitePath {
        match self {
            Self::Entries => fixed("data/entries.csv"),
            Self::Mentions(None) => fixed("data/mentions.csv"),
            Self::Mentions(Some(paper)) => {
                SitePath::made(format!("data/mentions/{}.csv", site.paper_config(paper).id.value))
            }
        }
    }

    /// The table with its path.
    pub(super) fn file(self, site: &Site) -> (SitePath, Arc<[u8]>) {
        let bytes = match self {
            Self::Entries => entries(site),
            Self::Mentions(paper) => mentions(site, paper),
        };
        (self.path(site), bytes.into())
    }
}

fn text_path(site: &Site, paper: usize) -> SitePath {
    SitePath::made(format!("data/{}.txt", site.paper_config(paper).id.value))
}

/// A paper as it was read.
pub(super) fn text(site: &Site, paper: usize) -> (SitePath, Arc<[u8]>) {
    (text_path(site, paper), Arc::clone(&site.source(paper).bytes))
}

/// The page that lists the files under `data/`: each paper as it was read, the entries and the mentions as CSV
/// (RFC 4180).
pub(super) fn page(site: &Site) -> Page {
    let path = fixed(DATA);
    let links = Links { site, from: &path };
    let words = site.words();
    let link = |path: &SitePath| Link {
        label: path.as_str().rsplit('/').next().unwrap_or_default().to_owned(),
        href: links.shared(path),
        current: false,
    };
    let texts = (0..site.papers()).map(|paper| Download {
        link: link(&text_path(site, paper)),
        description: words.get("data_text").to_owned(),
        paper: Some(site.title(paper).to_owned()),
        language: Some(site.paper_config(paper).language.clone()),
        bytes: Some(site.source(paper).bytes.len()),
    });
    let tables = DataTable::all(site).into_iter().map(|table| {
        let (description, paper) = match table {
            DataTable::Entries => ("data_entries", None),
            DataTable::Mentions(paper) => ("data_mentions", paper),
        };
        Download {
            link: link(&table.path(site)),
            description: words.get(description).to_owned(),
            paper: paper.map(|paper| site.title(paper).to_owned()),
            language: paper.map(|paper| site.paper_config(paper).language.clone()),
            // Tables are not made only to be weighed.
            bytes: None,
        }
    });
    let page = Data {
        files: texts.chain(tables).collect(),
    };
    let frame = frame(site, &path, words.get("data"), words.get("data_line"));
    Page::new(site, &path, under_home(site, &links, frame), Model::Data(page))
}

/// A table as CSV. Writing to memory does not fail.
fn csv(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let _ = writer.write_record(head);
    for row in rows {
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}

fn entries(site: &Site) -> Vec<u8> {
    let head = [
        "kind",
        "name",
        "acronym",
        "expansion",
        "type",
        "level",
        "parties",
        "also",
        "forms",
        "definition",
        "source",
        "outlook",
        "part of",
        "broader",
        "mentions",
        "page",
    ];
    let rows = site.ids().map(|id| {
        let entry = site.entry(id);
        let (definition, source) = match &entry.definition {
            Definition::Quoted(Quotation { text, at }) => (text, site.label(*at)),
            Definition::Editorial { text } => (text, "editorial"),
        };
        let forms: Vec<&str> = entry.aliases.iter().map(|alias| alias.text.as_str()).collect();
        let acronym = entry.expanded();
        let expansion = |acronym: Acronym| acronym.words.to_owned();
        let parties: Vec<&str> = entry.parties.iter().map(|party| party.words.as_str()).collect();
        let outlook = entry.outlook.iter().map(|quotation| {
            let label = site.label(quotation.at);
            format!("{} ({label})", quotation.text)
        });
        let names = |ids: &[EntryId]| {
            let names = ids.iter().map(|id| site.name(*id));
            names.collect::<Vec<_>>().join("; ")
        };
        vec![
            site.kind(id).id.value.clone(),
            entry.name.clone(),
            acronym.map_or(String::new(), |acronym| acronym.letters.to_owned()),
            acronym.map_or(String::new(), expansion),
            entry.r#type.clone().unwrap_or_default(),
            entry.level.clone().unwrap_or_default(),
            parties.join("; "),
            entry
                .also
                .map_or(String::new(), |also| site.kinds()[also].id.value.clone()),
            forms.join("; "),
            definition.clone(),
            source.to_owned(),
            outlook.collect::<Vec<_>>().join("; "),
            names(&entry.part_of),
            names(&entry.broader),
            site.count(id).to_string(),
            site.entry_path(id).to_string(),
        ]
    });
    csv(&head, rows)
}

fn mentions(site: &Site, paper: Option<usize>) -> Vec<u8> {
    let head = [
        "entry", "kind", "paper", "label", "where", "words", "sentence", "address",
    ];
    match paper {
        None => {
            let all = site
                .ids()
                .flat_map(|id| site.concordance(id).citations().map(move |citation| (id, citation)));
            csv(&head, all.map(|(id, citation)| mention(site, id, citation)))
        }
        Some(paper) => {
            let own = site.citations_in(paper);
            csv(&head, own.into_iter().map(|(id, citation)| mention(site, id, citation)))
        }
    }
}

/// A sentence; of a very long one the words around the mention. Every mention has its sentence, so that a table would
/// grow with the square of one that has them by thousands, and spreadsheets cut cells of more than 32,767 characters.
fn excerpt(text: &str, sentence: &Range<usize>, mention: &Range<usize>) -> String {
    const LONGEST: usize = 8_000;
    if sentence.len() <= LONGEST {
        return text[sentence.clone()].to_owned();
    }
    let from = mention.start.saturating_sub(LONGEST / 2).max(sentence.start);
    let to = (mention.end + LONGEST / 2).min(sentence.end);
    let (from, to) = (text.floor_char_boundary(from), text.ceil_char_boundary(to));
    let mark = |cut| if cut { "…" } else { "" };
    let (before, after) = (mark(from > sentence.start), mark(to < sentence.end));
    format!("{before}{}{after}", &text[from..to])
}

fn mention(site: &Site, id: EntryId, citation: &Citation) -> Vec<String> {
    let (paper, label, place, words, sentence, address) = match citation {
        Citation::Text { mention, sentence } => {
            let paragraph = site.paragraph(mention.at);
            let page = site.shown_on(mention.at.paper, mention.at.division);
            (
                mention.at.paper,
                &paragraph.label,
                "text",
                &paragraph.text[mention.span.clone()],
                excerpt(&paragraph.text, sentence, &mention.span),
                format!("{page}#{}", mention.anchor(paragraph)),
            )
        }
        Citation::Heading(mention) => {
            let division = site.outline(mention.paper).division(mention.division);
            (
                mention.paper,
                &division.label,
                "heading",
                &division.title[mention.span.clone()],
                division.title.clone(),
                site.division_path(mention.paper, mention.division).to_string(),
            )
        }
    };
    [
        site.name(id),
        &site.kind(id).id.value,
        &site.paper_config(paper).id.value,
        label,
        place,
        words,
        &sentence,
        &address,
    ]
    .map(str::to_owned)
    .to_vec()
}
