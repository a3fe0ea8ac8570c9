use std::collections::BTreeMap;

use super::html::Document;
use crate::diagnostic::{Diagnostic, Place};
use crate::outline::Paper;
use crate::view::{Model, Page, SitePath};

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

/// Missing lines that are told one by one; where more are missing, one fault is behind them all.
const MOST_MISSING: usize = 3;

/// Proves that every paper stands complete and in order: once on the page of the whole paper, and once
/// more on the pages of its divisions, where the grammar gives them pages. The pages say only whose they
/// are; what they must show comes from the source.
pub(super) fn complete(papers: &[Paper], pages: &[Page], documents: &BTreeMap<SitePath, Document>) -> Vec<Diagnostic> {
    let numbered = papers.iter().enumerate();
    numbered
        .flat_map(|(at, paper)| paper_complete(paper, pages.iter().filter(|page| page.paper == Some(at)), documents))
        .collect()
}

fn paper_complete<'a>(
    paper: &Paper,
    pages: impl Iterator<Item = &'a Page>,
    documents: &BTreeMap<SitePath, Document>,
) -> Vec<Diagnostic> {
    let lines = lines(&paper.source.file.text);
    let mut diagnostics = Vec::new();
    let mut covered = vec![false; lines.len()];
    for page in pages {
        let path = &page.path;
        let Some(document) = documents.get(path) else { continue };
        if let Model::Paper(_) = page.page {
            diagnostics.extend(same(paper, path, &lines, &document.verbatim));
        } else if let Some(start) = run(&lines, &document.verbatim, &covered) {
            covered[start..start + document.verbatim.len()].fill(true);
        } else {
            diagnostics.push(changed(paper, path, &lines, &document.verbatim));
        }
    }
    let paged = paper.config.outline.iter().any(|rule| rule.page.is_some());
    let missing = lines
        .iter()
        .zip(&covered)
        .skip(paper.config.front.len())
        .filter(|(_, covered)| paged && !**covered);
    let missing: Vec<&Line> = missing.map(|(line, _)| line).collect();
    diagnostics.extend(missing.iter().take(MOST_MISSING).map(|line| {
        Diagnostic::error("text-missing", "no division's page shows this line of the source")
            .at(place(paper, line))
            .help("the template of its page leaves it out; or its division kind, and those around, have no `page`")
    }));
    if let Some(last) = diagnostics.last_mut().filter(|_| missing.len() > MOST_MISSING) {
        last.help
            .push(format!("{} more lines are shown nowhere", missing.len() - MOST_MISSING));
    }
    diagnostics
}

/// A page whose text is no stretch of the source: where it leaves the source that it begins with.
fn changed(paper: &Paper, path: &SitePath, lines: &[Line], shown: &[String]) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "text-changed",
        format!("the text on `{path}` is not a stretch of the source"),
    )
    .help("a template must show each `data-verbatim` text whole, unchanged and in order");
    let begins = lines
        .iter()
        .position(|line| shown.first().is_some_and(|shown| line.is(shown)));
    let Some(start) = begins else { return diagnostic };
    let differs = lines[start..].iter().zip(shown).find(|(line, shown)| !line.is(shown));
    match differs {
        Some((line, shown)) => diagnostic
            .at(place(paper, line))
            .help(format!("the page has \"{}\"", self::start(shown))),
        None => diagnostic,
    }
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
    if shown.is_empty() {
        return Some(0);
    }
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
        if !bare.trim().is_empty() {
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
