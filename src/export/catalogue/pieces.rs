//! The catalogue in pieces, for a corpus too large for a single file: an inverted index in shards by the first letters of
//! the words, and the documents in chunks. A search loads the shards of the queried words and the chunks of the results.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;
use serde::Serialize;

use super::{EntryRow, ForeignNames, ScriptCatalogue, script};
use crate::site::{Files, SitePath, fixed};
use crate::text::{is_han, tokens};

/// Minimum size of a chunk of paragraphs, in bytes of text.
const CHUNK_BYTES: usize = 8_000;
/// Number of entries, or of subjects, in a chunk.
const ROWS_PER_CHUNK: usize = 64;
// Flags in the low three bits of a posting, as in the script: the word is in a name, the first of its field, the last.
const IN_NAME: u32 = 1;
const FIRST: u32 = 2;
const LAST: u32 = 4;

/// The file that is loaded first: the numbers of documents of each kind, and the layout of the pieces.
#[derive(Serialize)]
struct Directory<'a> {
    language: &'a str,
    languages: Vec<&'a str>,
    kinds: &'a [&'static str; 3],
    /// The groups: (label, first division, first paragraph).
    groups: Vec<(&'a str, usize, usize)>,
    /// For each chunk of texts (first division, first paragraph); at the end, the totals.
    chunks: Vec<(usize, usize)>,
    /// The kinds: (id, folder of its pages, number of entries, slug of the first entry of each chunk).
    register: Vec<(&'a str, &'a str, usize, Vec<String>)>,
    subjects: usize,
    /// What no paper mentions (see [`ScriptCatalogue`]).
    silences: &'a [&'a BTreeMap<String, Vec<String>>],
    rows: usize,
    shards: Vec<String>,
}

/// A document's fields: (language, whether it is a name, text).
type Fields<'a> = Vec<(&'a str, bool, Cow<'a, str>)>;

/// All files of the catalogue in pieces.
pub(super) fn files(catalogue: &ScriptCatalogue) -> Files {
    let primary = |tag: &'_ str| tag.split('-').next().unwrap_or_default().to_owned();
    let mut languages = vec![catalogue.language];
    languages.extend(catalogue.divisions.iter().filter_map(|row| row.7));
    let languages: BTreeSet<String> = languages.into_iter().map(primary).collect();
    let index = Postings::new(&documents(catalogue), &languages);
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
    let entry_chunks: usize = catalogue
        .register
        .iter()
        .map(|kind| kind.2.len().div_ceil(ROWS_PER_CHUNK))
        .sum();
    for (number, rows) in (chunks.len() - 1 + entry_chunks..).zip(catalogue.subjects.chunks(ROWS_PER_CHUNK)) {
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
                let firsts = kind.2.chunks(ROWS_PER_CHUNK).map(|rows| slug_of(&rows[0]));
                (kind.0, kind.1, kind.2.len(), firsts.collect())
            })
            .collect(),
        subjects: catalogue.subjects.len(),
        silences: &catalogue.silences,
        rows: ROWS_PER_CHUNK,
        shards: shards.into_keys().collect(),
    };
    files.extend(script(&fixed(super::CATALOGUE), "glossatorFound", &directory));
    files.extend(entry_files(catalogue));
    files
}

/// The chunks of entries.
fn entry_files(catalogue: &ScriptCatalogue) -> Files {
    let mut files = Files::new();
    let rows = catalogue.register.iter().flat_map(|kind| kind.2.chunks(ROWS_PER_CHUNK));
    for (number, rows) in (text_chunks(catalogue).len() - 1..).zip(rows) {
        files.extend(chunk(number, rows));
    }
    files
}

/// For each chunk of texts (first division, first paragraph); at the end, the totals. Chunks of entries, kind by kind,
/// and then of subjects are numbered after these.
fn text_chunks(catalogue: &ScriptCatalogue) -> Vec<(usize, usize)> {
    let mut chunks = vec![(0, 0)];
    let mut size = 0;
    let mut paragraph = 0;
    for (at, row) in catalogue.divisions.iter().enumerate() {
        if size >= CHUNK_BYTES {
            chunks.push((at, paragraph));
            size = 0;
        }
        size += row.5.iter().map(|text| text.len()).sum::<usize>();
        paragraph += row.5.len();
    }
    chunks.push((catalogue.divisions.len(), paragraph));
    chunks
}

/// The file of a chunk of rows.
fn chunk<T: Serialize>(number: usize, rows: &[T]) -> Files {
    let path = SitePath::trusted(format!("search/texts/{number}.js"));
    script(&path, "glossatorChunk", &(number, rows))
}

/// The groups: (label, first division, first paragraph).
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

/// The slug of an entry.
fn slug_of(row: &EntryRow) -> String {
    row.4.map_or_else(
        || super::join_ascii_words(row.0[0], "-").to_ascii_lowercase(),
        str::to_owned,
    )
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
        let anchor = row
            .6
            .map_or_else(|| super::join_ascii_words(row.0, ".").into(), Cow::from);
        fields.extend([
            (language, true, anchor),
            (language, true, row.0.into()),
            (language, false, "".into()),
        ]);
        next(fields);
    }
    let own = catalogue.language;
    fn named<'a>(own: &'a str, names: &[&'a str], foreign: Option<&ForeignNames<'a>>, text: &'a str) -> Fields<'a> {
        let mut fields: Fields = names.iter().map(|name| (own, true, (*name).into())).collect();
        for (language, names) in foreign.into_iter().flatten() {
            fields.extend(names.iter().map(|name| (*language, true, (*name).into())));
        }
        fields.extend([(own, true, "".into()), (own, false, text.into())]);
        fields
    }
    for row in catalogue.register.iter().flat_map(|kind| &kind.2) {
        let text = row.1.text();
        next(named(own, &row.0, row.3.as_ref(), text));
    }
    for row in &catalogue.subjects {
        next(named(own, &row.0, Some(&row.3), ""));
    }
    documents
}

/// The inverted index: all words with their postings.
#[derive(Default)]
struct Postings(BTreeMap<String, Word>);

/// The postings of a word.
#[derive(Default)]
struct Word {
    /// Whether it occurs in a language of the papers or of the register.
    native: bool,
    /// (document, position << 3 | flags), sorted.
    places: Vec<(u32, u32)>,
}

impl Postings {
    /// Indexes the documents, in parallel.
    fn new(documents: &[Fields], languages: &BTreeSet<String>) -> Self {
        /// Documents per task.
        const BATCH: usize = 512;
        let batches: Vec<HashMap<String, Word>> = documents
            .par_chunks(BATCH)
            .enumerate()
            .map(|(batch, documents)| {
                // Iteration order does not affect the output: the words are sorted when the batches are merged.
                let mut words = HashMap::new();
                for (at, fields) in documents.iter().enumerate() {
                    // A corpus has fewer than `u32::MAX` documents.
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

    /// The words by shard. A word is encoded as: 1 if native, else 0; then for each document the difference from the
    /// previous document number, the number of postings, and the postings (position << 3 | flags).
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

/// Adds the words of document `at`.
fn add(words: &mut HashMap<String, Word>, at: u32, fields: &Fields, languages: &BTreeSet<String>) {
    let mut position = 0;
    for (tag, is_name, text) in fields {
        let language = tag.split('-').next().unwrap_or_default();
        let found = tokens(text, language);
        let count = found.len();
        // A final Chinese character also ends the pair (bigram) before it.
        let is_character = |word: &String| word.chars().count() == 1 && word.starts_with(is_han);
        let final_character = found.last().filter(|word| is_character(word)).cloned();
        let native = languages.contains(language);
        for (nth, word) in found.into_iter().enumerate() {
            let ends_with_it = |character: &String| nth + 2 == count && word.ends_with(character.as_str());
            let last = nth + 1 == count || final_character.as_ref().is_some_and(ends_with_it);
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

/// The shard of a word, as a file name: its first two ASCII letters or digits (`-` for others), or `u` and the low byte of
/// its first code point if that is not ASCII.
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
