use std::collections::HashMap;

use rayon::prelude::*;

use super::BuiltPage;
use super::document::{shown_fingerprint, single_spaced};
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
    /// Whether a text of a page is this line, where browsers collapse white space.
    fn is_shown_as(&self, shown: &str) -> bool {
        self.text == shown || single_spaced(self.text) == single_spaced(shown)
    }
}

/// The most missing lines that are reported one by one; more than that have one cause.
const MAX_REPORTED: usize = 3;

/// Checks that every paper is shown completely and in order: once on the page of the whole paper, and once more on the
/// pages of its divisions, if the grammar gives them pages. A page says only which paper it belongs to; the expected text
/// comes from the source.
pub(super) fn check(papers: &[Paper], pages: &[BuiltPage]) -> Vec<Diagnostic> {
    // By paper index.
    let mut by_paper: Vec<Vec<&BuiltPage>> = vec![Vec::new(); papers.len()];
    for page in pages {
        if let Some(paper) = page.info.subject.text_of() {
            by_paper[paper.0].push(page);
        }
    }
    let papers = papers.par_iter().zip(by_paper);
    papers
        .flat_map_iter(|(paper, pages)| check_paper(paper, &pages))
        .collect()
}

fn check_paper(paper: &Paper, pages: &[&BuiltPage]) -> Vec<Diagnostic> {
    let lines = lines(&paper.source.file.text);
    let fingerprints: Vec<u64> = lines.iter().map(|line| shown_fingerprint(line.text)).collect();
    let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, fingerprint) in fingerprints.iter().enumerate() {
        places.entry(*fingerprint).or_default().push(at);
    }
    let mut diagnostics = Vec::new();
    let mut covered = vec![false; lines.len()];
    for page in pages {
        let path = &page.info.path;
        let texts = &page.document.verbatim;
        let shown = || read_back(&page.html).verbatim;
        if matches!(page.info.subject, Subject::WholeText(_)) {
            if *texts != fingerprints {
                diagnostics.extend(whole_text_differs(paper, path, &lines, &shown()));
            }
        } else if let Some(start) = find_run(&fingerprints, &places, texts, &covered) {
            covered[start..start + texts.len()].fill(true);
        } else {
            diagnostics.push(text_changed(paper, path, &lines, &shown()));
        }
    }
    let paged = paper.config.outline.iter().any(|rule| rule.page.is_some());
    let missing = lines
        .iter()
        .zip(&covered)
        .skip(paper.config.front.len())
        .filter(|(_, covered)| paged && !**covered);
    let missing: Vec<&Line> = missing.map(|(line, _)| line).collect();
    let text_start = paper.divisions.first().map_or(0, |division| division.place.range.start);
    diagnostics.extend(missing.iter().take(MAX_REPORTED).map(|line| {
        Diagnostic::error("text-missing", "no division's page shows this line of the source")
            .at(place(paper, line))
            .help(match line.start < text_start {
                true => "it stands before the first heading: name it under `front`, in its place",
                false => {
                    "the template of its page leaves it out; or its division kind, and those around, have no `page`"
                }
            })
    }));
    if let Some(last) = diagnostics.last_mut().filter(|_| missing.len() > MAX_REPORTED) {
        last.help
            .push(format!("{} more lines are shown nowhere", missing.len() - MAX_REPORTED));
    }
    diagnostics
}

/// Reports a page whose texts are not consecutive lines of the source, at the first line that differs.
fn text_changed(paper: &Paper, path: &SitePath, lines: &[Line], shown: &[String]) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "text-changed",
        format!("the text on `{path}` is not a stretch of the source"),
    )
    .help("a template must show each `data-verbatim` text whole, unchanged and in order");
    let first = lines
        .iter()
        .position(|line| shown.first().is_some_and(|shown| line.is_shown_as(shown)));
    let Some(start) = first else { return diagnostic };
    let differs = lines[start..]
        .iter()
        .zip(shown)
        .find(|(line, shown)| !line.is_shown_as(shown));
    match differs {
        Some((line, shown)) => diagnostic
            .at(place(paper, line))
            .help(format!("the page has \"{}\"", excerpt(shown))),
        None => diagnostic,
    }
}

/// Reports the first line at which the page of the whole paper differs from the source.
fn whole_text_differs(paper: &Paper, path: &SitePath, lines: &[Line], shown: &[String]) -> Option<Diagnostic> {
    let differs = lines
        .iter()
        .zip(shown)
        .position(|(line, shown)| !line.is_shown_as(shown));
    let at = differs.or((lines.len() != shown.len()).then(|| lines.len().min(shown.len())))?;
    let diagnostic = Diagnostic::error("text-changed", format!("the text on `{path}` differs from the source"));
    Some(match (lines.get(at), shown.get(at)) {
        (Some(line), Some(shown)) => diagnostic
            .at(place(paper, line))
            .help(format!("the page has \"{}\"", excerpt(shown))),
        (Some(line), None) => diagnostic.at(place(paper, line)).help("the page ends before this line"),
        (None, shown) => diagnostic.help(format!(
            "the page goes on with \"{}\"",
            excerpt(shown.map_or("", |text| text))
        )),
    })
}

/// The index of the source line at which a page's texts occur as consecutive lines. Prefers lines that no page has shown
/// yet, so that divisions with equal text are each found.
fn find_run(lines: &[u64], places: &HashMap<u64, Vec<usize>>, texts: &[u64], covered: &[bool]) -> Option<usize> {
    let Some(first) = texts.first() else {
        return Some(0);
    };
    let starts = places.get(first).into_iter().flatten().copied();
    let mut starts = starts.filter(|start| lines[*start..].starts_with(texts));
    let first = starts.next()?;
    let uncovered = std::iter::once(first).chain(starts).find(|start| !covered[*start]);
    Some(uncovered.unwrap_or(first))
}

/// The lines that are not blank, trimmed.
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

/// The first 80 characters.
fn excerpt(text: &str) -> String {
    text.chars().take(80).collect()
}
