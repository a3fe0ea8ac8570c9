use std::collections::HashMap;

use rayon::prelude::*;

use super::BuiltPage;
use super::document::{shown, single_spaced};
use super::html::read_back;
use crate::diagnostic::{Diagnostic, Place};
use crate::outline::Paper;
use crate::page::Subject;
use crate::site::SitePath;

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

/// Missing lines that are told one by one; where more are missing, one fault is behind them all.
const MOST_MISSING: usize = 3;

/// Proves that every paper stands complete and in order: once on the page of the whole paper, and once
/// more on the pages of its divisions, where the grammar gives them pages. The pages say only whose they
/// are; what they must show comes from the source.
pub(super) fn complete(papers: &[Paper], pages: &[BuiltPage]) -> Vec<Diagnostic> {
    let mut own: Vec<Vec<&BuiltPage>> = vec![Vec::new(); papers.len()];
    for page in pages {
        if let Some(paper) = page.info.subject.text_of() {
            own[paper.0].push(page);
        }
    }
    let papers = papers.par_iter().zip(own);
    papers
        .flat_map_iter(|(paper, pages)| paper_complete(paper, &pages))
        .collect()
}

fn paper_complete(paper: &Paper, pages: &[&BuiltPage]) -> Vec<Diagnostic> {
    let lines = lines(&paper.source.file.text);
    let prints: Vec<u64> = lines.iter().map(|line| shown(line.text)).collect();
    let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, print) in prints.iter().enumerate() {
        places.entry(*print).or_default().push(at);
    }
    let mut diagnostics = Vec::new();
    let mut covered = vec![false; lines.len()];
    for page in pages {
        let path = &page.info.path;
        let texts = &page.document.verbatim;
        let words = || read_back(&page.html).verbatim;
        if matches!(page.info.subject, Subject::WholeText(_)) {
            if *texts != prints {
                diagnostics.extend(same(paper, path, &lines, &words()));
            }
        } else if let Some(start) = run(&prints, &places, texts, &covered) {
            covered[start..start + texts.len()].fill(true);
        } else {
            diagnostics.push(changed(paper, path, &lines, &words()));
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
fn run(lines: &[u64], places: &HashMap<u64, Vec<usize>>, texts: &[u64], covered: &[bool]) -> Option<usize> {
    let Some(first) = texts.first() else {
        return Some(0);
    };
    let starts = places.get(first).into_iter().flatten().copied();
    let mut starts = starts.filter(|start| lines[*start..].starts_with(texts));
    let first = starts.next()?;
    let uncovered = std::iter::once(first).chain(starts).find(|start| !covered[*start]);
    Some(uncovered.unwrap_or(first))
}

/// The lines that are not blank, without the white space around them.
fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let blank = [' ', '\t', '\r'];
        let bare = line.trim_start_matches(blank);
        if !bare.trim().is_empty() {
            lines.push(Line {
                text: bare.trim_end_matches(blank),
                start: start + line.len() - bare.len(),
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
