use std::fmt::Write;

use serde_json::{Value, json};

use super::args::{Arguments, InspectOptions};
use super::console::Console;
use super::{Outcome, load};
use crate::diagnostic::{Diagnostic, Format};
use crate::input::{Failure, Overrides};
use crate::outline::{Division, Paper, outline};
use crate::text::did_you_mean;
use crate::verify::accept;

/// `glossator inspect`.
pub(super) fn run(arguments: &Arguments, options: &InspectOptions, console: &Console) -> Result<Outcome, Failure> {
    let inputs = load(arguments, &Overrides::default(), console)?;
    let mut outlined = outline(&inputs);
    accept(&inputs, &mut outlined.diagnostics, |_| false);
    let no_errors = console.report(&mut outlined.diagnostics, false);
    let mut papers: Vec<&Paper> = outlined.value.iter().collect();
    if let Some(wanted) = &options.paper {
        papers.retain(|paper| paper.config.id.value == *wanted);
        if papers.is_empty() {
            let known = outlined.value.iter().map(|paper| paper.config.id.value.as_str());
            return Err(
                Diagnostic::error("unknown-paper", format!("there is no paper `{wanted}`"))
                    .help_if(did_you_mean(wanted, known))
                    .into(),
            );
        }
    }
    if console.format() == Format::Json {
        let value: Vec<Value> = papers.iter().map(|paper| data(paper)).collect();
        console.data(&format!("{:#}\n", Value::from(value)));
    } else {
        papers.iter().for_each(|paper| console.data(&tree(paper)));
    }
    Ok(if no_errors { Outcome::Done } else { Outcome::InputErrors })
}

/// Whether a division has text of its own before its subdivisions. That introduction counts as a unit.
fn has_introduction(division: &Division) -> bool {
    !division.paragraphs.is_empty() && !division.children.is_empty()
}

/// The units of a paper: the name of each sort and how many there are.
fn counts(paper: &Paper) -> Vec<(String, usize)> {
    let rules = paper.config.outline.iter().enumerate().map(|(at, rule)| {
        let count = paper.divisions.iter().filter(|division| division.rule == at).count();
        (rule.kind.value.clone(), count)
    });
    let introductions = paper
        .divisions
        .iter()
        .filter(|division| has_introduction(division))
        .count();
    let mut counts = vec![("front line".to_owned(), paper.front.len())];
    counts.extend(rules);
    counts.push(("introduction".to_owned(), introductions));
    counts
}

/// The outline as text: a line for each division, then the counts.
pub(super) fn tree(paper: &Paper) -> String {
    let mut text = format!("{} ({})\n", paper.title(), paper.source.file.path);
    for line in &paper.front {
        let _ = writeln!(text, "  {}: {}", line.name, line.text);
    }
    for division in &paper.divisions {
        let indent = "  ".repeat(division.depth + 1);
        let _ = writeln!(
            text,
            "{indent}{}  {}{}",
            division.label,
            division.heading.join(" — "),
            match division.paragraphs.len() {
                0 => String::new(),
                count => format!("  [¶{count}]"),
            }
        );
    }
    let counts = counts(paper);
    let units: usize = counts.iter().map(|(_, count)| count).sum();
    let listed: Vec<String> = counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
    let _ = writeln!(
        text,
        "{units} units ({}); {} paragraphs",
        listed.join(", "),
        paper.paragraph_count()
    );
    text
}

/// The outline as JSON.
fn data(paper: &Paper) -> Value {
    let divisions = paper.iter().map(|(_, division)| {
        json!({
            "kind": paper.kind(division),
            "depth": division.depth,
            "parent": division.parent.map(|parent| paper.division(parent).label.as_str()),
            "number": division.number,
            "title": division.title,
            "heading": division.heading,
            "label": division.label,
            "anchor": division.anchor,
            "slug": division.slug,
            "page": division.page,
            "line": division.place.file.line_column(division.place.range.start).0,
            "paragraphs": division
                .paragraphs
                .iter()
                .map(|paragraph| {
                    json!({
                        "label": paragraph.label,
                        "anchor": paragraph.anchor,
                        "line": paper.place(paragraph, 0..0).file.line_column(paragraph.start).0,
                        "text": paragraph.text,
                    })
                })
                .collect::<Vec<_>>(),
        })
    });
    let counts = counts(paper);
    json!({
        "id": paper.config.id.value,
        "title": paper.title(),
        "source": paper.source.file.path,
        "sha256": paper.source.sha256,
        "front": paper.front.iter().map(|line| json!({"name": line.name, "text": line.text})).collect::<Vec<_>>(),
        "divisions": divisions.collect::<Vec<_>>(),
        "counts": counts.iter().map(|(name, count)| (name.clone(), Value::from(*count))).collect::<serde_json::Map<_, _>>(),
        "units": counts.iter().map(|(_, count)| count).sum::<usize>(),
        "paragraphs": paper.paragraph_count(),
    })
}
