use std::sync::Arc;

use serde::Serialize;

use super::division::under_home;
use super::frame::{DATA, fixed, frame};
use super::links::{Link, Links, SitePath, division_path, entry_path, shown_on};
use super::{Files, Model, Page, Site};
use crate::apparatus::Citation;
use crate::outline::{Paper, paragraph_at};
use crate::register::{Acronym, Definition, EntryId, Quotation};

/// What can be downloaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Data {
    /// The files.
    pub files: Vec<Download>,
}

/// A file to download.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
    /// Its size in bytes.
    pub bytes: usize,
}

/// A file under `data/` with what its page says of it.
pub(super) struct DataFile<'a> {
    path: SitePath,
    bytes: Arc<[u8]>,
    /// A key of the strings.
    description: &'static str,
    /// The paper whose text it is.
    paper: Option<&'a Paper>,
}

/// The files under `data/`: each paper as it was read, the entries and the mentions as CSV (RFC 4180).
pub(super) fn files<'a>(site: &Site<'a>) -> Vec<DataFile<'a>> {
    let texts = site.papers.iter().map(|paper| DataFile {
        path: SitePath::made(format!("data/{}.txt", paper.config.id.value)),
        bytes: Arc::clone(&paper.source.bytes),
        description: "data_text",
        paper: Some(paper),
    });
    let table = |path: &str, bytes: Vec<u8>, description| DataFile {
        path: fixed(path),
        bytes: bytes.into(),
        description,
        paper: None,
    };
    texts
        .chain([
            table("data/entries.csv", entries(site), "data_entries"),
            table("data/mentions.csv", mentions(site), "data_mentions"),
        ])
        .collect()
}

/// The files by path.
pub(super) fn by_path(files: &[DataFile]) -> Files {
    let files = files.iter();
    files.map(|file| (file.path.clone(), Arc::clone(&file.bytes))).collect()
}

/// The page that lists them.
pub(super) fn page(site: &Site, files: &[DataFile]) -> Page {
    let path = fixed(DATA);
    let links = Links { site, from: &path };
    let words = site.words();
    let downloads = files.iter().map(|file| Download {
        link: Link {
            label: file.path.as_str().rsplit('/').next().unwrap_or_default().to_owned(),
            href: links.shared(&file.path),
            current: false,
        },
        description: words.get(file.description).to_owned(),
        paper: file.paper.map(|paper| paper.title().to_owned()),
        language: file.paper.map(|paper| paper.config.language.clone()),
        bytes: file.bytes.len(),
    });
    let page = Data {
        files: downloads.collect(),
    };
    let frame = frame(site, &path, words.get("data"), words.get("data_line"));
    Page::new(
        site,
        &path,
        "data.html",
        under_home(site, &links, frame),
        Model::Data(page),
    )
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
    let rows = site.register.iter().map(|(id, entry)| {
        let (definition, source) = match &entry.definition {
            Definition::Quoted(Quotation { text, at }) => (text, paragraph_at(site.papers, *at).label.as_str()),
            Definition::Editorial { text } => (text, "editorial"),
        };
        let forms: Vec<&str> = entry.aliases.iter().map(|alias| alias.text.as_str()).collect();
        let acronym = entry.expanded();
        let expansion = |acronym: Acronym| acronym.words.to_owned();
        let parties: Vec<&str> = entry.parties.iter().map(|party| party.words.as_str()).collect();
        let outlook = entry.outlook.iter().map(|quotation| {
            let label = &paragraph_at(site.papers, quotation.at).label;
            format!("{} ({label})", quotation.text)
        });
        let names = |ids: &[EntryId]| {
            let names = ids.iter().map(|id| site.register.entry(*id).name.as_str());
            names.collect::<Vec<_>>().join("; ")
        };
        vec![
            site.register.kind(id).id.value.clone(),
            entry.name.clone(),
            acronym.map_or(String::new(), |acronym| acronym.letters.to_owned()),
            acronym.map_or(String::new(), expansion),
            entry.r#type.clone().unwrap_or_default(),
            entry.level.clone().unwrap_or_default(),
            parties.join("; "),
            entry
                .also
                .map_or(String::new(), |also| site.register.kinds[also].id.value.clone()),
            forms.join("; "),
            definition.clone(),
            source.to_owned(),
            outlook.collect::<Vec<_>>().join("; "),
            names(&entry.part_of),
            names(&entry.broader),
            site.apparatus.concordances[id.0].count().to_string(),
            entry_path(site, id).to_string(),
        ]
    });
    csv(&head, rows)
}

fn mentions(site: &Site) -> Vec<u8> {
    let head = [
        "entry", "kind", "paper", "label", "where", "words", "sentence", "address",
    ];
    let rows = site.register.iter().flat_map(|(id, _)| {
        let concordance = &site.apparatus.concordances[id.0];
        let divisions = concordance.groups.iter().flat_map(|group| &group.divisions);
        divisions
            .flat_map(|division| &division.citations)
            .map(move |citation| mention(site, id, citation))
    });
    csv(&head, rows)
}

fn mention(site: &Site, id: EntryId, citation: &Citation) -> Vec<String> {
    let (paper, label, place, words, sentence, address) = match citation {
        Citation::Text { mention, sentence } => {
            let paragraph = paragraph_at(site.papers, mention.at);
            let page = shown_on(site, mention.at.paper, mention.at.division);
            (
                mention.at.paper,
                &paragraph.label,
                "text",
                &paragraph.text[mention.span.clone()],
                &paragraph.text[sentence.clone()],
                format!("{page}#{}", mention.anchor(paragraph)),
            )
        }
        Citation::Heading(mention) => {
            let division = site.papers[mention.paper].division(mention.division);
            (
                mention.paper,
                &division.label,
                "heading",
                &division.title[mention.span.clone()],
                division.title.as_str(),
                division_path(site, mention.paper, mention.division).to_string(),
            )
        }
    };
    [
        site.register.entry(id).name.as_str(),
        &site.register.kind(id).id.value,
        &site.papers[paper].config.id.value,
        label,
        place,
        words,
        sentence,
        &address,
    ]
    .map(str::to_owned)
    .to_vec()
}
