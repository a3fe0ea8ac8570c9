use std::collections::BTreeMap;

use super::html::Document;
use crate::diagnostic::{Diagnostic, Place};
use crate::outline::Paper;
use crate::view::SitePath;

/// A line of the source that is not blank, read without the outline.
struct Line<'a> {
    text: &'a str,
    start: usize,
}

impl Line<'_> {
    /// Whether a page shows this line: HTML makes one space of several, in every browser.
    fn is(&self, shown: &str) -> bool {
        self.text == shown || single_spaced(self.text) == single_spaced(shown)
    }
}

fn single_spaced(text: &str) -> String {
    text.split(|letter: char| letter.is_ascii_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Proves that every paper stands complete and in order: once on the page of the whole paper, and once
/// more on the pages of its divisions, where the grammar gives them pages.
pub(super) fn complete(papers: &[Paper], documents: &BTreeMap<SitePath, Document>) -> Vec<Diagnostic> {
    papers
        .iter()
        .flat_map(|paper| paper_complete(paper, papers, documents))
        .collect()
}

/// The path of a page within the folder of its paper: the paper with the innermost folder around it.
fn within<'a>(paper: &Paper, papers: &[Paper], path: &'a str) -> Option<&'a str> {
    let inside = |paper: &Paper| match paper.config.folder() {
        "" => Some(path),
        folder => path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')),
    };
    let rest = inside(paper)?;
    papers
        .iter()
        .filter_map(inside)
        .all(|other| other.len() >= rest.len())
        .then_some(rest)
}

fn paper_complete(paper: &Paper, papers: &[Paper], documents: &BTreeMap<SitePath, Document>) -> Vec<Diagnostic> {
    let lines = lines(&paper.source.file.text);
    let mut diagnostics = Vec::new();
    let mut covered = vec![false; lines.len()];
    for (path, document) in documents.iter().filter(|(_, document)| !document.verbatim.is_empty()) {
        match within(paper, papers, path.as_str()) {
            Some("paper/index.html") => diagnostics.extend(same(paper, path, &lines, &document.verbatim)),
            Some(_) => match run(&lines, &document.verbatim, &covered) {
                Some(start) => covered[start..start + document.verbatim.len()].fill(true),
                None => diagnostics.push(
                    Diagnostic::error(
                        "text-changed",
                        format!("the text on `{path}` is not a stretch of the source"),
                    )
                    .help("a template must show each `data-verbatim` text whole, unchanged and in order"),
                ),
            },
            None => {}
        }
    }
    let paged = paper.config.outline.iter().any(|rule| rule.page.is_some());
    let missing = lines
        .iter()
        .zip(&covered)
        .skip(paper.front.len())
        .filter(|(_, covered)| paged && !**covered);
    diagnostics.extend(missing.map(|(line, _)| {
        Diagnostic::error("text-missing", "no division's page shows this line of the source")
            .at(place(paper, line))
            .help("give its division kind a `page`, or show the text on the page of the division around it")
    }));
    diagnostics
}

/// The page of the whole paper shows every line, in order.
fn same(paper: &Paper, path: &SitePath, lines: &[Line], shown: &[String]) -> Option<Diagnostic> {
    let differs = lines.iter().zip(shown).position(|(line, shown)| !line.is(shown));
    let at = differs.or((lines.len() != shown.len()).then(|| lines.len().min(shown.len())))?;
    let diagnostic = Diagnostic::error("text-changed", format!("the text on `{path}` differs from the source"));
    Some(match (lines.get(at), shown.get(at)) {
        (Some(line), Some(shown)) => diagnostic
            .at(place(paper, line))
            .help(format!("the page has \"{}\"", start(shown))),
        (Some(line), None) => diagnostic.at(place(paper, line)).help("the page ends before this line"),
        (None, shown) => diagnostic.help(format!(
            "the page goes on with \"{}\"",
            start(shown.map_or("", |text| text))
        )),
    })
}

/// Where a page's texts stand in the source as one stretch; a stretch not shown before comes first, so
/// that two divisions of the same words are told apart.
fn run(lines: &[Line], shown: &[String], covered: &[bool]) -> Option<usize> {
    let fits = |start: usize| lines[start..].iter().zip(shown).all(|(line, shown)| line.is(shown));
    let mut starts = (0..(lines.len() + 1).saturating_sub(shown.len())).filter(|start| fits(*start));
    let first = starts.next()?;
    Some(
        std::iter::once(first)
            .chain(starts)
            .find(|start| !covered[*start])
            .unwrap_or(first),
    )
}

/// The lines that are not blank, without the white space around them.
fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let bare = line.trim_matches([' ', '\t', '\r']);
        if !bare.is_empty() {
            lines.push(Line {
                text: bare,
                start: start + line.find(bare).unwrap_or(0),
            });
        }
        start += line.len() + 1;
    }
    lines
}

fn place(paper: &Paper, line: &Line) -> Place {
    Place::new(&paper.source.file, line.start..line.start + line.text.len())
}

fn start(text: &str) -> String {
    text.chars().take(80).collect()
}
