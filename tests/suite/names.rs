//! Compares the mentions in the real paper with a list made by hand (`tests/names.txt`).

use std::collections::BTreeMap;
use std::path::Path;

use glossator::input::{Overrides, read};
use glossator::register::EntryId;
use glossator::verify::Compilation;

use crate::site::compiled;

/// Kinds that the list omits: the two sides, and places.
const LEFT_OUT: [&str; 2] = ["side", "place"];

/// How often each mention occurs, by citation label and its line in the list.
type Found = BTreeMap<(String, String), usize>;

fn real() -> Compilation {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("glossator.yaml");
    compiled(&read(&config, &Overrides::default()).unwrap_or_else(|failure| panic!("{:?}", failure.diagnostics)))
}

/// A mention as a line of the list.
fn line(inside: bool, kind: &str, form: &str, name: &str) -> String {
    format!("{}{kind}: {form} -> {name}", if inside { "inside " } else { "" })
}

/// The mentions that the program finds.
fn found(compilation: &Compilation) -> Found {
    let mut found = Found::new();
    let mut add = |label: String, entry: EntryId, form: &str, inside: bool| {
        let kind = &compilation.register.kind(entry).id.value;
        if !LEFT_OUT.contains(&kind.as_str()) {
            let line = line(inside, kind, form, &compilation.register.entry(entry).name);
            *found.entry((label, line)).or_default() += 1;
        }
    };
    for mention in &compilation.mentions.in_text {
        let paragraph = mention.span.paragraph.of(&compilation.papers);
        let form = &paragraph.text[mention.span.range.clone()];
        add(paragraph.label.clone(), mention.entry, form, mention.inside);
    }
    for mention in &compilation.mentions.in_headings {
        let division = mention.division.of(&compilation.papers);
        let form = &division.title[mention.range.clone()];
        add(format!("{} heading", division.label), mention.entry, form, false);
    }
    found
}

/// The mentions of the list, and for each of its blocks the count that it states.
fn listed() -> (Found, Vec<(String, usize, usize)>) {
    let text = include_str!("../names.txt");
    let mut found = Found::new();
    let mut blocks: Vec<(String, usize, usize)> = Vec::new();
    for row in text.lines().filter(|row| !row.is_empty() && !row.starts_with('#')) {
        if let Some(head) = row.strip_prefix("@ ") {
            let (label, count) = head.rsplit_once(" [").unwrap();
            let count = count.trim_end_matches(']').parse().unwrap();
            blocks.push((label.to_owned(), count, 0));
            continue;
        }
        let row = row.split("  #").next().unwrap().trim_end();
        let (kind, rest) = row.split_once(": ").unwrap();
        let (inside, kind) = match kind.strip_prefix("inside ") {
            Some(kind) => (true, kind),
            None => (false, kind),
        };
        let (form, name) = rest
            .split_once(" -> ")
            .map_or((rest, None), |(form, name)| (form, Some(name)));
        let (form, times) = form
            .rsplit_once(" ×")
            .map_or((form, 1), |(form, times)| (form, times.parse().unwrap()));
        let block = blocks.last_mut().unwrap();
        block.2 += times;
        *found
            .entry((block.0.clone(), line(inside, kind, form, name.unwrap_or(form))))
            .or_default() += times;
    }
    (found, blocks)
}

#[test]
fn names_list_has_the_counts_it_claims() {
    for (label, said, counted) in listed().1 {
        assert_eq!(said, counted, "{label}");
    }
}

#[test]
fn mentions_are_those_of_the_names_list() {
    let (listed, found) = (listed().0, found(&real()));
    let mut differences = Vec::new();
    for (key, times) in &listed {
        let there = found.get(key).copied().unwrap_or_default();
        if there != *times {
            differences.push(format!("{} | {} | listed {times}, found {there}", key.0, key.1));
        }
    }
    for (key, times) in found.iter().filter(|(key, _)| !listed.contains_key(*key)) {
        differences.push(format!("{} | {} | found {times}, not listed", key.0, key.1));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
