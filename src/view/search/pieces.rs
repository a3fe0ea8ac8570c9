//! The catalogue in pieces, for a corpus that is too large to be loaded whole: the index of words in shards by their
//! first letters, the documents in chunks. A search loads the shards of the words asked for, and the chunks of what
//! it shows.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::json;

use super::{Catalogue, EntryRow, Foreign, script};
use crate::text::{is_han, tokens};
use crate::view::Files;
use crate::view::frame::fixed;
use crate::view::links::SitePath;

/// Letters of text in a chunk of paragraphs, at least.
const CHUNK: usize = 8_000;
/// Entries, and subjects, in a chunk.
const ROWS: usize = 64;
// What a place of a word says besides its position, as in the script.
const IN_NAME: usize = 1;
const FIRST: usize = 2;
const LAST: usize = 4;

/// What is loaded first: how many documents of each kind there are, and in which piece they are.
#[derive(Serialize)]
struct Directory<'a> {
    language: &'a str,
    languages: Vec<&'a str>,
    kinds: &'a [&'static str; 3],
    /// The groups: words, first division and first paragraph of each.
    groups: Vec<(&'a str, usize, usize)>,
    /// First division and first paragraph of each chunk of them, and where they end.
    chunks: Vec<(usize, usize)>,
    /// For each kind its name in data, the folder of its pages, how many entries, and the first page of each chunk.
    register: Vec<(&'a str, &'a str, usize, Vec<String>)>,
    subjects: usize,
    rows: usize,
    shards: Vec<String>,
}

/// A document's words, field by field: the language, whether it is a name, and the text.
type Fields<'a> = Vec<(&'a str, bool, Cow<'a, str>)>;

/// The files of the catalogue in pieces; `definitions` are the editors', in the order of the entries.
pub(super) fn files(catalogue: &Catalogue, definitions: &[String]) -> Files {
    let primary = |tag: &'_ str| tag.split('-').next().unwrap_or_default().to_owned();
    let mut languages = vec![catalogue.language];
    languages.extend(catalogue.divisions.iter().filter_map(|row| row.7));
    let languages: BTreeSet<String> = languages.into_iter().map(primary).collect();
    let mut index = Postings::default();
    each_document(catalogue, |at, fields| index.add(at, &fields, &languages));
    let shards = index.shards();
    let mut files = Files::new();
    for (shard, words) in &shards {
        let path = SitePath::made(format!("search/words/{shard}.js"));
        files.extend(script(&path, "glossatorShard", &json!([shard, words])));
    }
    let mut chunks = vec![(0, 0)];
    let mut size = 0;
    let mut paragraph = 0;
    for (at, row) in catalogue.divisions.iter().enumerate() {
        if size >= CHUNK {
            chunks.push((at, paragraph));
            size = 0;
        }
        size += row.5.iter().map(|text| text.len()).sum::<usize>();
        paragraph += row.5.len();
    }
    chunks.push((catalogue.divisions.len(), paragraph));
    let mut number = 0..;
    let mut add = |rows: serde_json::Value| {
        let number = number.next().unwrap_or_default();
        let path = SitePath::made(format!("search/texts/{number}.js"));
        files.extend(script(&path, "glossatorChunk", &json!([number, rows])));
    };
    for pair in chunks.windows(2) {
        add(json!(catalogue.divisions[pair[0].0..pair[1].0]));
    }
    let mut definitions = definitions.iter();
    for kind in &catalogue.register {
        for rows in kind.2.chunks(ROWS) {
            let rows = rows
                .iter()
                .map(|row| (row, definitions.next().map_or("", String::as_str)));
            add(json!(rows.collect::<Vec<_>>()));
        }
    }
    catalogue.subjects.chunks(ROWS).for_each(|rows| add(json!(rows)));
    let directory = Directory {
        language: catalogue.language,
        languages: languages.iter().map(String::as_str).collect(),
        kinds: &catalogue.kinds,
        groups: groups(catalogue),
        chunks,
        register: catalogue
            .register
            .iter()
            .map(|kind| {
                let firsts = kind.2.chunks(ROWS).map(|rows| page_of(&rows[0]));
                (kind.0, kind.1, kind.2.len(), firsts.collect())
            })
            .collect(),
        subjects: catalogue.subjects.len(),
        rows: ROWS,
        shards: shards.into_keys().collect(),
    };
    files.extend(script(&fixed(super::CATALOGUE), "glossatorFound", &directory));
    files
}

/// The first division and paragraph of each group.
fn groups<'a>(catalogue: &'a Catalogue) -> Vec<(&'a str, usize, usize)> {
    let mut groups: Vec<(&str, usize, usize)> = Vec::new();
    let mut paragraph = 0;
    for (at, row) in catalogue.divisions.iter().enumerate() {
        if row.4 == groups.len() {
            groups.push((&catalogue.groups[row.4], at, paragraph));
        }
        paragraph += row.5.len();
    }
    groups
}

/// The name of an entry's page.
fn page_of(row: &EntryRow) -> String {
    row.4
        .map_or_else(|| super::joined(row.0[0], "-").to_ascii_lowercase(), str::to_owned)
}

/// Calls `add` for every document, in the order in which the script numbers them.
fn each_document<'a>(catalogue: &'a Catalogue, mut add: impl FnMut(usize, Fields<'a>)) {
    let mut numbers = 0..;
    let mut next = |fields: Fields<'a>| add(numbers.next().unwrap_or_default(), fields);
    for row in &catalogue.divisions {
        let language = row.7.unwrap_or(catalogue.language);
        for (text, nth) in row.5.iter().zip(1..) {
            let label = format!("{} ¶{nth}", row.0);
            next(vec![
                (language, true, row.1[0].into()),
                (language, true, label.into()),
                (language, false, (*text).into()),
            ]);
        }
    }
    for row in &catalogue.divisions {
        let language = row.7.unwrap_or(catalogue.language);
        let mut fields: Fields = row.1.iter().map(|title| (language, true, (*title).into())).collect();
        let anchor = row.6.map_or_else(|| super::joined(row.0, ".").into(), Cow::from);
        fields.extend([
            (language, true, anchor),
            (language, true, row.0.into()),
            (language, false, "".into()),
        ]);
        next(fields);
    }
    let own = catalogue.language;
    fn named<'a>(own: &'a str, names: &[&'a str], foreign: Option<&Foreign<'a>>, text: &'a str) -> Fields<'a> {
        let mut fields: Fields = names.iter().map(|name| (own, true, (*name).into())).collect();
        for (language, names) in foreign.into_iter().flatten() {
            fields.extend(names.iter().map(|name| (*language, true, (*name).into())));
        }
        fields.extend([(own, true, "".into()), (own, false, text.into())]);
        fields
    }
    for row in catalogue.register.iter().flat_map(|kind| &kind.2) {
        let text = row.1.as_ref().map_or("", super::Definiens::cut);
        next(named(own, &row.0, row.3.as_ref(), text));
    }
    for row in &catalogue.subjects {
        next(named(own, &row.0, Some(&row.3), ""));
    }
}

/// All words with their places.
#[derive(Default)]
struct Postings(BTreeMap<String, Word>);

/// A word: whether it stands in the languages of texts and register, and by document its places.
#[derive(Default)]
struct Word {
    native: bool,
    places: BTreeMap<usize, Vec<usize>>,
}

impl Postings {
    fn add(&mut self, at: usize, fields: &Fields, languages: &BTreeSet<String>) {
        let mut position = 0;
        for (tag, is_name, text) in fields {
            let language = tag.split('-').next().unwrap_or_default();
            let words = tokens(text, language);
            let count = words.len();
            for (nth, word) in words.iter().enumerate() {
                // The last sign of a run of Chinese is the end of the pair before it too.
                let is_sign = |word: &String| word.chars().count() == 1 && word.starts_with(is_han);
                let pair_before_end =
                    nth + 2 == count && is_sign(&words[nth + 1]) && word.ends_with(words[nth + 1].as_str());
                let last = nth + 1 == count || pair_before_end;
                let flags = match is_name {
                    true => IN_NAME | if nth == 0 { FIRST } else { 0 } | if last { LAST } else { 0 },
                    false => 0,
                };
                let known = self.0.entry(word.clone()).or_default();
                known.native |= languages.contains(language);
                known
                    .places
                    .entry(at)
                    .or_default()
                    .push(((position + nth) << 3) | flags);
            }
            position += count + 1;
        }
    }

    /// The words by shard. Of each word: whether it is native, then for each document its distance from the one
    /// before, the number of places, and the places.
    fn shards(&self) -> BTreeMap<String, BTreeMap<&str, Vec<usize>>> {
        let mut shards: BTreeMap<String, BTreeMap<&str, Vec<usize>>> = BTreeMap::new();
        for (word, found) in &self.0 {
            let mut numbers = vec![usize::from(found.native)];
            let mut before = 0;
            for (document, places) in &found.places {
                numbers.extend([document - before, places.len()]);
                numbers.extend(places);
                before = *document;
            }
            shards.entry(shard(word)).or_default().insert(word, numbers);
        }
        shards
    }
}

/// The shard of a word, as a name of a file: its first two letters, or of other alphabets than the Latin one a number
/// made of the first.
fn shard(word: &str) -> String {
    let mut letters = word.chars();
    let (first, second) = (letters.next().unwrap_or('-'), letters.next().unwrap_or('-'));
    let plain = |letter: char| letter.is_ascii_alphanumeric();
    if !plain(first) {
        return format!("u{:02x}", u32::from(first) & 0xff);
    }
    let second = if plain(second) { second } else { '-' };
    format!("{first}{second}")
}
