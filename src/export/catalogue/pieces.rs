//! The catalogue in pieces, for a corpus that is too large to be loaded whole: the index of words in shards by their
//! first letters, the documents in chunks. A search loads the shards of the words asked for, and the chunks of what
//! it shows.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;
use serde::Serialize;

use super::{EntryRow, Foreign, ScriptCatalogue, script};
use crate::site::{Files, SitePath, fixed};
use crate::text::{is_han, tokens};

/// Letters of text in a chunk of paragraphs, at least.
const CHUNK: usize = 8_000;
/// Entries, and subjects, in a chunk.
const ROWS: usize = 64;
// What a place of a word says besides its position, as in the script.
const IN_NAME: u32 = 1;
const FIRST: u32 = 2;
const LAST: u32 = 4;

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
pub(super) fn files(catalogue: &ScriptCatalogue, definitions: &[String]) -> Files {
    let primary = |tag: &'_ str| tag.split('-').next().unwrap_or_default().to_owned();
    let mut languages = vec![catalogue.language];
    languages.extend(catalogue.divisions.iter().filter_map(|row| row.7));
    let languages: BTreeSet<String> = languages.into_iter().map(primary).collect();
    let index = Postings::of(&documents(catalogue), &languages);
    let shards = index.shards();
    let mut files: Files = shards
        .par_iter()
        .flat_map_iter(|(shard, words)| {
            let path = SitePath::trusted(format!("search/words/{shard}.js"));
            script(&path, "glossatorShard", &(shard, words))
        })
        .collect();
    let chunks = text_chunks(catalogue);
    for (number, pair) in chunks.windows(2).enumerate() {
        files.extend(chunk(number, &catalogue.divisions[pair[0].0..pair[1].0]));
    }
    let of_entries: usize = catalogue.register.iter().map(|kind| kind.2.len().div_ceil(ROWS)).sum();
    for (number, rows) in (chunks.len() - 1 + of_entries..).zip(catalogue.subjects.chunks(ROWS)) {
        files.extend(chunk(number, rows));
    }
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
    files.extend(entry_files(catalogue, definitions));
    files
}

/// The pieces with entries.
fn entry_files(catalogue: &ScriptCatalogue, definitions: &[String]) -> Files {
    let mut definitions = definitions.iter();
    let mut files = Files::new();
    let rows = catalogue.register.iter().flat_map(|kind| kind.2.chunks(ROWS));
    for (number, rows) in (text_chunks(catalogue).len() - 1..).zip(rows) {
        let rows = rows
            .iter()
            .map(|row| (row, definitions.next().map_or("", String::as_str)));
        files.extend(chunk(number, &rows.collect::<Vec<_>>()));
    }
    files
}

/// First division and first paragraph of each chunk of texts, and where they end. After these come the chunks of
/// entries, kind by kind, and of subjects.
fn text_chunks(catalogue: &ScriptCatalogue) -> Vec<(usize, usize)> {
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
    chunks
}

/// A chunk of rows.
fn chunk<T: Serialize>(number: usize, rows: &[T]) -> Files {
    let path = SitePath::trusted(format!("search/texts/{number}.js"));
    script(&path, "glossatorChunk", &(number, rows))
}

/// The first division and paragraph of each group.
fn groups<'a>(catalogue: &'a ScriptCatalogue) -> Vec<(&'a str, usize, usize)> {
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

/// Every document, in the order in which the script numbers them.
fn documents<'a>(catalogue: &'a ScriptCatalogue) -> Vec<Fields<'a>> {
    let mut documents = Vec::new();
    let mut next = |fields: Fields<'a>| documents.push(fields);
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
    documents
}

/// All words with their places.
#[derive(Default)]
struct Postings(BTreeMap<String, Word>);

/// A word: whether it stands in the languages of texts and register, and where: documents and places in them, in order.
#[derive(Default)]
struct Word {
    native: bool,
    places: Vec<(u32, u32)>,
}

impl Postings {
    /// The words of documents, in parallel.
    fn of(documents: &[Fields], languages: &BTreeSet<String>) -> Self {
        /// So many documents are read together.
        const BATCH: usize = 512;
        let batches: Vec<HashMap<String, Word>> = documents
            .par_chunks(BATCH)
            .enumerate()
            .map(|(batch, documents)| {
                // Its order reaches nothing: the words are sorted when the batches are put together.
                let mut words = HashMap::new();
                for (at, fields) in documents.iter().enumerate() {
                    // A corpus has not as many documents as there are numbers.
                    add(&mut words, (batch * BATCH + at) as u32, fields, languages);
                }
                words
            })
            .collect();
        let mut all = Self::default();
        for (word, found) in batches.into_iter().flatten() {
            let known = all.0.entry(word).or_default();
            known.native |= found.native;
            known.places.extend(found.places);
        }
        all
    }

    /// The words by shard. Of each word: whether it is native, then for each document its distance from the one
    /// before, the number of places, and the places.
    fn shards(&self) -> BTreeMap<String, BTreeMap<&str, Vec<u32>>> {
        let mut shards: BTreeMap<String, BTreeMap<&str, Vec<u32>>> = BTreeMap::new();
        for (word, found) in &self.0 {
            let mut numbers = vec![u32::from(found.native)];
            let mut before = 0;
            for places in found.places.chunk_by(|left, right| left.0 == right.0) {
                let document = places[0].0;
                numbers.extend([document - before, u32::try_from(places.len()).unwrap_or(u32::MAX)]);
                numbers.extend(places.iter().map(|(_, place)| place));
                before = document;
            }
            shards.entry(shard(word)).or_default().insert(word, numbers);
        }
        shards
    }
}

/// Adds the words of a document.
fn add(words: &mut HashMap<String, Word>, at: u32, fields: &Fields, languages: &BTreeSet<String>) {
    let mut position = 0;
    for (tag, is_name, text) in fields {
        let language = tag.split('-').next().unwrap_or_default();
        let found = tokens(text, language);
        let count = found.len();
        // The last sign of a run of Chinese is the end of the pair before it too.
        let is_sign = |word: &String| word.chars().count() == 1 && word.starts_with(is_han);
        let sign_at_end = found.last().filter(|word| is_sign(word)).cloned();
        let native = languages.contains(language);
        for (nth, word) in found.into_iter().enumerate() {
            let before_sign = |sign: &String| nth + 2 == count && word.ends_with(sign.as_str());
            let last = nth + 1 == count || sign_at_end.as_ref().is_some_and(before_sign);
            let flags = match is_name {
                true => IN_NAME | if nth == 0 { FIRST } else { 0 } | if last { LAST } else { 0 },
                false => 0,
            };
            let known = words.entry(word).or_default();
            known.native |= native;
            known.places.push((at, ((position + nth as u32) << 3) | flags));
        }
        position += count as u32 + 1;
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
