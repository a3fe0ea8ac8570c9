use std::collections::BTreeMap;
use std::sync::Arc;

use super::grammar::{Grammar, Heading};
use super::label::{anchor, fill};
use super::{Division, DivisionId, FrontLine, Paper, Paragraph};
use crate::diagnostic::{Checked, Diagnostic, Place, SourceFile};
use crate::input::{PaperConfig, Source, TitleLine, yaml};
use crate::text::{is_site_path, slug as slugged, unprintable};

/// The most words of a line that is reported because it looks like a heading.
const MAX_ALMOST_HEADING_WORDS: usize = 12;

/// A source line that is not blank.
struct Line<'a> {
    text: &'a str,
    /// Byte offset in the source.
    start: usize,
}

/// Builds the tree in one walk over the lines.
pub(super) fn paper(
    config: &PaperConfig,
    source: &Source,
    grammar: &Grammar,
    config_file: &Arc<SourceFile>,
) -> Checked<Paper> {
    let mut builder = Builder {
        config,
        source,
        grammar,
        config_file,
        divisions: Vec::new(),
        values: Vec::new(),
        counted: BTreeMap::new(),
        open: Vec::new(),
        diagnostics: Vec::new(),
    };
    let lines = lines(&source.file.text);
    builder.check_characters(&lines);
    let first = lines
        .iter()
        .position(|line| builder.heading(line.text, None).is_some())
        .unwrap_or(lines.len());
    let front = builder.front(&lines[..first]);
    builder.body(&lines[first..]);
    builder.check_patterns_used(&lines);
    builder.set_pages();
    builder.check_divisions();
    Checked {
        value: Paper {
            config: config.clone(),
            source: source.clone(),
            front,
            divisions: builder.divisions,
        },
        diagnostics: builder.diagnostics,
    }
}

/// The lines that are not blank, without line endings and the white space around them.
fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for piece in text.split_inclusive('\n') {
        let body = piece.trim_end_matches(['\n', '\r']);
        let trimmed = body.trim_matches([' ', '\t']);
        if !trimmed.trim().is_empty() {
            let lead = body.len() - body.trim_start_matches([' ', '\t']).len();
            lines.push(Line {
                text: trimmed,
                start: start + lead,
            });
        }
        start += piece.len();
    }
    lines
}

struct Builder<'a> {
    config: &'a PaperConfig,
    source: &'a Source,
    grammar: &'a Grammar,
    config_file: &'a Arc<SourceFile>,
    divisions: Vec<Division>,
    /// By division index: the value of its number, to check the sequence.
    values: Vec<Option<Numbers>>,
    /// By parent and rule index: the number of divisions so far, and the last one.
    counted: BTreeMap<(Option<DivisionId>, usize), (usize, DivisionId)>,
    /// Stack of the open divisions, outermost first.
    open: Vec<DivisionId>,
    diagnostics: Vec<Diagnostic>,
}

impl Builder<'_> {
    /// Parses a line as a heading: the index of its rule, the heading, and how many of the open divisions stay
    /// open. `opening` is the rule of a division about to be opened, in which the line would stand.
    fn heading(&self, line: &str, opening: Option<usize>) -> Option<(usize, Heading, usize)> {
        self.grammar.rules.iter().enumerate().find_map(|(at, rule)| {
            let depth = if rule.within.is_empty() || opening.is_some_and(|opening| rule.within.contains(&opening)) {
                0
            } else {
                let parent = self
                    .open
                    .iter()
                    .rposition(|id| rule.within.contains(&self.divisions[id.0].rule))?;
                parent + 1
            };
            Some((at, rule.read(line)?, depth))
        })
    }

    /// Reports characters that no page can show: an HTML parser drops or changes them.
    fn check_characters(&mut self, lines: &[Line]) {
        for line in lines {
            if let Some((range, what)) = unprintable(line.text) {
                self.diagnostics.push(
                    Diagnostic::error("control-character", format!("the source has {what}"))
                        .at(self.place(line.start + range.start, line.start + range.end))
                        .help("take it out; lines end in a line feed (or carriage return and line feed)"),
                );
            }
        }
    }

    /// Names the lines before the first heading.
    fn front(&mut self, lines: &[Line]) -> Vec<FrontLine> {
        let names = &self.config.front;
        if lines.len() != names.len() {
            let end = lines.last().map_or(0, |line| line.start + line.text.len());
            let start = lines.first().map_or(0, |line| line.start);
            self.diagnostics.push(
                Diagnostic::warning(
                    "front-lines",
                    format!(
                        "{} lines stand before the first heading, and `front` names {}",
                        lines.len(),
                        names.len()
                    ),
                )
                .at(self.place(start, end.min(start + 80)))
                .help(format!(
                    "give each line a name under `front` of the paper `{}`",
                    self.config.id.value
                )),
            );
        }
        lines
            .iter()
            .enumerate()
            .map(|(at, line)| FrontLine {
                name: names.get(at).cloned().unwrap_or_else(|| format!("line {}", at + 1)),
                text: line.text.to_owned(),
            })
            .collect()
    }

    fn body(&mut self, lines: &[Line]) {
        let mut at = 0;
        while at < lines.len() {
            let line = &lines[at];
            at += 1;
            let Some((rule, heading, depth)) = self.heading(line.text, None) else {
                self.paragraph(line);
                continue;
            };
            self.open.truncate(depth);
            let mut printed = vec![line.text.to_owned()];
            let mut title = heading.title;
            if self.config.outline[rule].title == TitleLine::NextLine {
                match lines.get(at).filter(|next| self.is_title(next.text, rule)) {
                    Some(next) => {
                        printed.push(next.text.to_owned());
                        title = Some(next.text.to_owned());
                        at += 1;
                    }
                    None => self.diagnostics.push(
                        Diagnostic::warning(
                            "heading-without-title",
                            format!("`{}` has no title after it", line.text),
                        )
                        .at(self.place(line.start, line.start + line.text.len()))
                        .help("put its title in the next paragraph"),
                    ),
                }
            }
            self.division(rule, heading.number, title, printed, line);
        }
    }

    /// Whether the line after a heading of `rule` is its title: not a heading itself, and no longer than one may be.
    fn is_title(&self, line: &str, rule: usize) -> bool {
        let words = line.split_whitespace().count();
        words <= self.config.outline[rule].max_words && self.heading(line, Some(rule)).is_none()
    }

    /// Reports patterns that match no line: most are misspelt.
    fn check_patterns_used(&mut self, lines: &[Line]) {
        for (rule, config) in self.grammar.rules.iter().zip(&self.config.outline) {
            for (at, pattern) in config.heading.iter().enumerate() {
                if !lines.iter().any(|line| rule.matches(at, line.text)) {
                    self.diagnostics.push(
                        Diagnostic::warning("unused-pattern", format!("no line is a heading `{}`", pattern.value))
                            .at(yaml::place(self.config_file, 0, pattern))
                            .help_if(looks_like_regex(&pattern.value).then(|| {
                                "patterns are no regular expressions: write words as they stand, `{number:arabic}` and `{title}`".to_owned()
                            }))
                            .help("mend the pattern, or take it out"),
                    );
                }
            }
        }
    }

    /// Reports a short line that begins like a heading but is not one.
    fn check_almost_heading(&mut self, line: &Line) {
        let ends = line.text.ends_with(['.', ';', ':', ',', '!', '?', '"', '”']);
        if ends || line.text.split_whitespace().count() > MAX_ALMOST_HEADING_WORDS {
            return;
        }
        if let Some(pattern) = self.grammar.rules.iter().find_map(|rule| rule.begins(line.text)) {
            let place = self.place(line.start, line.start + line.text.len());
            self.diagnostics.push(
                Diagnostic::warning(
                    "almost-heading",
                    format!("`{}` begins like a heading and is read as text", line.text),
                )
                .at(place)
                .help(format!(
                    "headings that begin so are `{pattern}`: mend the line, or the pattern, or accept it"
                )),
            );
        }
    }

    fn paragraph(&mut self, line: &Line) {
        self.check_almost_heading(line);
        let Some(current) = self.open.last() else {
            return;
        };
        let division = &mut self.divisions[current.0];
        let number = division.paragraphs.len() + 1;
        let label = format!("{} ¶{number}", division.label);
        division.paragraphs.push(Paragraph {
            number,
            anchor: anchor(&label),
            label,
            text: line.text.to_owned(),
            start: line.start,
        });
    }

    fn division(
        &mut self,
        rule: usize,
        number: Option<(String, u32)>,
        title: Option<String>,
        heading: Vec<String>,
        line: &Line,
    ) {
        let id = DivisionId(self.divisions.len());
        let parent = self.open.last().copied();
        let place = self.place(line.start, line.start + line.text.len());
        let (before, last) = self
            .counted
            .get(&(parent, rule))
            .map_or((0, None), |(count, last)| (*count, Some(*last)));
        let ordinal = (before + 1).to_string();
        let value = number.as_ref().map(|(_, value)| *value);
        let numbers = number.as_ref().map(|(printed, value)| numbers(printed, *value));
        if let Some(numbers) = &numbers {
            let mut earlier = (0..id.0).rev().filter(|other| self.divisions[*other].rule == rule);
            let before = earlier.find_map(|other| self.values[other].as_deref());
            let last = last.and_then(|last| self.values[last.0].as_deref());
            let fault = out_of_sequence(last, before, numbers, &heading[0]);
            self.diagnostics.extend(fault.map(|fault| fault.at(place.clone())));
        }
        let title = title.unwrap_or_else(|| heading[0].clone());
        let printed = number.map(|(printed, _)| printed);
        let digits = value.map(|value| value.to_string()).unwrap_or_default();
        let config = &self.config.outline[rule];
        let label = fill(
            &config.cite.value,
            &[
                ("parent", parent.map_or("", |id| &self.divisions[id.0].label)),
                ("number", printed.as_deref().unwrap_or_default()),
                ("ordinal", &ordinal),
                ("title", &title),
            ],
        );
        let piece = fill(
            config.slug_template(),
            &[("title", &slugged(&title)), ("number", &digits), ("ordinal", &ordinal)],
        );
        if let Some(parent) = parent {
            self.divisions[parent.0].children.push(id);
        }
        self.divisions.push(Division {
            rule,
            parent,
            children: Vec::new(),
            depth: self.open.len(),
            heading,
            place,
            number: printed,
            title,
            anchor: anchor(&label),
            label,
            slug: slugged(&piece),
            page: None,
            paragraphs: Vec::new(),
        });
        self.values.push(numbers);
        self.counted.insert((parent, rule), (before + 1, id));
        self.open.push(id);
    }

    /// Sets slugs and page paths. A slug that is empty, taken or `index` (the folder's own page) gets the anchor
    /// appended.
    fn set_pages(&mut self) {
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        for at in 0..self.divisions.len() {
            let division = &self.divisions[at];
            let Some(template) = &self.config.outline[division.rule].page else {
                continue;
            };
            let parent = division
                .parent
                .map_or(String::new(), |id| self.divisions[id.0].slug.clone());
            let path = |slug: &str| fill(&template.value, &[("slug", slug), ("parent", &parent)]);
            let mut slug = division.slug.clone();
            if slug.is_empty() || slug == "index" || taken.contains_key(&path(&slug)) {
                slug = format!("{slug}-{}", slugged(&division.anchor))
                    .trim_matches('-')
                    .to_owned();
            }
            let page = path(&slug);
            if !is_site_path(&page) {
                self.diagnostics.push(
                    Diagnostic::error("bad-path", format!("this division's page would be `{page}`, which is no path in the site"))
                        .at(division.place.clone())
                        .help("give its division kind a `page` without `{parent}`, or the kind around it a `page` and a `slug`"),
                );
                continue;
            }
            if let Some(other) = taken.insert(page.clone(), at) {
                self.diagnostics.push(
                    Diagnostic::error("duplicate-path", format!("two divisions would have the page `{page}`"))
                        .at(division.place.clone())
                        .related(self.divisions[other].place.clone(), "the other one is here")
                        .help("tell them apart in `slug` or `page` of their division kind"),
                );
            }
            self.divisions[at].slug = slug;
            self.divisions[at].page = Some(page);
        }
    }

    /// Reports a paper without divisions, divisions without text and repeated labels.
    fn check_divisions(&mut self) {
        if self.divisions.is_empty() {
            self.diagnostics.push(
                Diagnostic::error(
                    "no-division",
                    "no line of the source is a heading of the outline's grammar",
                )
                .at(Place::start_of(&self.source.file))
                .help(format!("mend `outline` of the paper `{}`", self.config.id.value)),
            );
        }
        let mut first_by_anchor: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, division) in self.divisions.iter().enumerate() {
            if division.paragraphs.is_empty() && division.children.is_empty() {
                self.diagnostics.push(
                    Diagnostic::warning("heading-without-text", format!("`{}` has no text", division.heading[0]))
                        .at(division.place.clone())
                        .help("put its paragraphs after it, or let the grammar read it as a paragraph"),
                );
            }
            let first = *first_by_anchor.entry(&division.anchor).or_insert(at);
            if first != at {
                let other = &self.divisions[first];
                let message = match division.label == other.label {
                    true => format!("two divisions have the citation label `{}`", division.label),
                    false => format!(
                        "the citation labels `{}` and `{}` have the same anchor, `{}`",
                        other.label, division.label, division.anchor
                    ),
                };
                self.diagnostics.push(
                    Diagnostic::error("duplicate-label", message)
                        .at(division.place.clone())
                        .related(other.place.clone(), "the other one is here")
                        .help("tell them apart in `cite` of their division kind"),
                );
            }
        }
    }

    fn place(&self, start: usize, end: usize) -> Place {
        Place::new(&Arc::clone(&self.source.file), start..end)
    }
}

/// A number as its components: 2, 3 and 1 for `2.3.1`.
type Numbers = Vec<u32>;

/// The components of a printed number: those of a decimal, or else its value alone.
fn numbers(printed: &str, value: u32) -> Numbers {
    let decimal: Option<Numbers> = printed.split('.').map(|component| component.parse().ok()).collect();
    decimal
        .filter(|components| components.len() > 1)
        .unwrap_or_else(|| vec![value])
}

/// The warning for a number that continues neither the numbering within its parent (`last` is the number before it; the
/// first ends with 1) nor one of its kind across parents (`before` is the number before it).
fn out_of_sequence(last: Option<&[u32]>, before: Option<&[u32]>, own: &[u32], heading: &str) -> Option<Diagnostic> {
    let begins = last.is_none() && own.last() == Some(&1);
    if begins || [last, before].into_iter().flatten().any(|other| follows(other, own)) {
        return None;
    }
    let (code, what) = match last {
        Some(last) if own == last => ("numbering-duplicate", "has the number of the heading before it"),
        Some(last) if own < last => ("numbering-jump", "goes back in the numbering"),
        _ => ("numbering-gap", "does not follow in the numbering"),
    };
    let mut expected = last.unwrap_or(own).to_vec();
    if let Some(final_component) = expected.last_mut() {
        *final_component = last.map_or(1, |_| final_component.saturating_add(1));
    }
    let expected: Vec<String> = expected.iter().map(u32::to_string).collect();
    let fault = Diagnostic::warning(code, format!("`{heading}` {what}"));
    Some(fault.help(format!(
        "{} was expected; if the source is so, accept it under `accept` with the reason",
        expected.join(".")
    )))
}

/// Whether a number comes right after another: the next on its level or on one above, or the first on a level below; `2.4`,
/// `3`, `3.1` or `2.3.1` after `2.3`.
fn follows(before: &[u32], own: &[u32]) -> bool {
    let are_first = |components: &[u32]| components.iter().all(|component| *component == 1);
    let shared = before.iter().zip(own).take_while(|(left, right)| left == right).count();
    let next = match (before.get(shared), own.get(shared)) {
        (Some(left), Some(right)) => left.checked_add(1) == Some(*right),
        (None, Some(right)) => *right == 1,
        _ => false,
    };
    next && are_first(&own[shared + 1..])
}

/// Whether a pattern has signs that headings do not have and regular expressions do.
fn looks_like_regex(pattern: &str) -> bool {
    let signs = [
        "^", "\\d", "\\s", "\\w", "\\.", ".*", ".+", "[0-9", "[A-Z", "[IVX", "(?",
    ];
    pattern.ends_with('$') || signs.iter().any(|sign| pattern.contains(sign))
}
