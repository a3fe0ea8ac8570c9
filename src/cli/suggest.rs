use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::{Value, json};

use super::args::{Arguments, SuggestOptions};
use super::console::{Console, counted};
use super::{Outcome, load};
use crate::build::{NoProgress, compile};
use crate::diagnostic::Format;
use crate::input::yaml::quoted;
use crate::input::{CONTENT_FOLDER, Failure, Inputs, Overrides};
use crate::publish::create;
use crate::text::slug;
use crate::verify::Compilation;
use crate::verify::{Candidate, accept, acronyms, candidates, is_accepted};

/// The most line numbers printed for one name.
const MAX_LINES: usize = 8;

/// `glossator suggest`.
pub(super) fn run(arguments: &Arguments, options: &SuggestOptions, console: &Console) -> Result<Outcome, Failure> {
    // With drafts, so that their names are not suggested again.
    let overrides = Overrides {
        drafts: true,
        ..Overrides::default()
    };
    let inputs = load(arguments, &overrides, console)?;
    let compilation = compile(&inputs, &NoProgress);
    let mut diagnostics = compilation.diagnostics.clone();
    accept(&inputs, &mut diagnostics, |_| false);
    if !console.report(&mut diagnostics, false) {
        return Ok(Outcome::InputErrors);
    }
    let found = suggestions(&inputs, &compilation);
    if console.format() == Format::Json {
        let values: Vec<Value> = found.iter().map(|candidate| data(candidate, &compilation)).collect();
        console.data(&format!("{:#}\n", Value::from(values)));
    } else {
        console.data(&table(&found, &compilation));
    }
    if options.write {
        write(&inputs, &compilation, &found, console)?;
    }
    Ok(Outcome::Done)
}

/// Unregistered names and acronyms, without those that the configuration accepts; most frequent first.
fn suggestions(inputs: &Inputs, compilation: &Compilation) -> Vec<Candidate> {
    let (papers, register, mentions) = (&compilation.papers, &compilation.register, &compilation.mentions);
    let mut found = candidates(papers, register, mentions);
    for candidate in acronyms(papers, register, mentions) {
        match found.iter_mut().find(|other| other.name == candidate.name) {
            // The name was found by both: it only lacks the acronym.
            Some(other) => other.acronym = candidate.acronym,
            None => found.push(candidate),
        }
    }
    found.retain(|candidate| !is_accepted(inputs, candidate));
    found.sort_by(|left, right| {
        (std::cmp::Reverse(left.places.len()), &left.name).cmp(&(std::cmp::Reverse(right.places.len()), &right.name))
    });
    found
}

/// The numbers of the source lines on which a candidate occurs.
fn lines(candidate: &Candidate, compilation: &Compilation) -> Vec<usize> {
    let lines = candidate.places.iter().map(|span| {
        let place = span.place(&compilation.papers);
        place.file.line_column(place.range.start).0
    });
    let lines: BTreeSet<usize> = lines.collect();
    lines.into_iter().collect()
}

/// The suggestions as text, by kind: count, name and line numbers.
fn table(found: &[Candidate], compilation: &Compilation) -> String {
    let kinds = &compilation.register.kinds;
    let mut text = String::new();
    for kind in (0..kinds.len()).map(Some).chain([None]) {
        let group: Vec<&Candidate> = found.iter().filter(|candidate| candidate.kind == kind).collect();
        if group.is_empty() {
            continue;
        }
        let title = kind.map_or("Acronyms, of no kind that can be told", |at| kinds[at].plural.text());
        let _ = writeln!(text, "{title}");
        for candidate in group {
            let acronym = candidate
                .acronym
                .as_ref()
                .map_or(String::new(), |acronym| format!(" ({acronym})"));
            let lines = lines(candidate, compilation);
            let shown: Vec<String> = lines.iter().take(MAX_LINES).map(usize::to_string).collect();
            let more = if lines.len() > MAX_LINES { ", …" } else { "" };
            let _ = writeln!(
                text,
                "{:>5}×  {}{acronym}  [line {}{more}]",
                candidate.places.len(),
                candidate.name,
                shown.join(", ")
            );
        }
    }
    text
}

/// A suggestion as JSON.
fn data(candidate: &Candidate, compilation: &Compilation) -> Value {
    let labels = candidate
        .places
        .iter()
        .map(|span| &span.paragraph.of(&compilation.papers).label);
    json!({
        "name": candidate.name,
        "acronym": candidate.acronym,
        "kind": candidate.kind.map(|kind| &compilation.register.kinds[kind].id.value),
        "count": candidate.places.len(),
        "labels": labels.collect::<Vec<_>>(),
        "lines": lines(candidate, compilation),
    })
}

/// Writes a draft for each name of a known kind, unless its file exists.
fn write(inputs: &Inputs, compilation: &Compilation, found: &[Candidate], console: &Console) -> Result<(), Failure> {
    let mut taken: BTreeSet<String> = inputs.content.iter().map(|file| file.path.clone()).collect();
    let mut files = Vec::new();
    for candidate in found {
        let Some(kind) = candidate.kind.map(|kind| &compilation.register.kinds[kind]) else {
            continue;
        };
        let path = format!("{CONTENT_FOLDER}/{}/{}.md", kind.folder.value, slug(&candidate.name));
        if taken.insert(path.clone()) {
            console.detail(&format!("wrote {path}"));
            files.push((path, draft(candidate).into_bytes()));
        }
    }
    create(&inputs.root, &files, true)?;
    console.say(&format!(
        "{} written to {CONTENT_FOLDER}/",
        counted(files.len(), "draft")
    ));
    console.say("take `draft: true` out of an entry when it is ready; `serve --drafts` shows them before");
    Ok(())
}

/// A draft entry. What the thing is, its page shows by the passages that name it until an editor says more.
fn draft(candidate: &Candidate) -> String {
    let mut text = format!("---\nname: {}\n", quoted(&candidate.name));
    if let Some(acronym) = &candidate.acronym {
        let _ = writeln!(text, "acronym: {}", quoted(acronym));
    }
    text.push_str("draft: true\n");
    text.push_str("---\n");
    text
}
