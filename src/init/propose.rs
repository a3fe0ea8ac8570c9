use std::fmt::Write;

use super::KINDS;
use super::scheme::{Level, OPENING, ProposedLevel, SCHEMES, Scheme, outline_yaml};
use super::short;
use crate::diagnostic::{Diagnostic, Severity, SourceFile};
use crate::input::yaml::quoted;
use crate::input::{PaperConfig, Source, parse_config};
use crate::outline::{Paper, outline_of};
use crate::text::slug;

/// A proposed configuration for a paper, with the outline that it gives.
#[derive(Debug)]
pub struct Proposal {
    /// Name of the numbering scheme.
    pub scheme: String,
    /// How well it fits, from 0 to 1.
    pub confidence: f64,
    /// The outline.
    pub paper: Paper,
    /// Path of the text in the new site.
    pub source_path: String,
    id: String,
    language: String,
    title: String,
    front: Vec<String>,
    outline: String,
    levels: Vec<ProposedLevel>,
    /// Errors in the text itself, which no outline avoids.
    pub faults: Vec<Diagnostic>,
}

/// The result of trying a scheme.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// Name of the numbering scheme.
    pub scheme: String,
    /// How well it fits, from 0 to 1.
    pub confidence: f64,
}

/// The most words of a paper's title.
const MAX_TITLE_WORDS: usize = 30;
/// The most words of a heading: a longer line with a number is a numbered paragraph.
const MAX_HEADING_WORDS: usize = 20;

/// Tries every scheme on a paper. Returns the proposal that fits best and all attempts, best first; `None` if no line of
/// the paper can be a heading.
pub fn proposals(source: &Source, file_stem: &str, language: &str) -> Option<(Proposal, Vec<Attempt>)> {
    let text = Text::new(source, file_stem, language);
    let schemes = SCHEMES.iter().filter_map(|scheme| text.try_scheme(scheme));
    let mut found: Vec<Proposal> = schemes.chain(text.without_numbers()).collect();
    found.sort_by(|left, right| right.confidence.total_cmp(&left.confidence));
    let tried = found
        .iter()
        .map(|proposal| Attempt {
            scheme: proposal.scheme.clone(),
            confidence: proposal.confidence,
        })
        .collect();
    let best = found.into_iter().find(|proposal| proposal.confidence > 0.0);
    Some((best.or_else(|| text.undivided())?, tried))
}

/// A paper's text with its id and language in the new site.
struct Text<'a> {
    source: &'a Source,
    lines: Vec<&'a str>,
    id: String,
    language: &'a str,
}

impl<'a> Text<'a> {
    fn new(source: &'a Source, file_stem: &str, language: &'a str) -> Self {
        let lines = source.file.text.lines().map(str::trim).filter(|line| !line.is_empty());
        let id = slug(file_stem);
        Self {
            source,
            lines: lines.collect(),
            id: if id.is_empty() { "paper".to_owned() } else { id },
            language,
        }
    }

    /// Tries a scheme rank by rank, outermost first, and adds from each the level that raises the confidence most, if any
    /// does.
    fn try_scheme(&self, scheme: &Scheme) -> Option<Proposal> {
        let mut chosen: Vec<ProposedLevel> = self.matching_levels(&OPENING).into_iter().collect();
        let mut best: Option<Proposal> = None;
        for rank in scheme.ranks {
            let new = |level: &&Level| chosen.iter().all(|other| other.level.headings != level.headings);
            let has_parent = chosen.iter().any(|other| !other.level.beside);
            let candidates = rank.iter().filter(new).flat_map(|level| self.matching_levels(level));
            let fits = |candidate: &ProposedLevel| has_parent || !candidate.cite.contains("{parent}");
            for candidate in candidates.filter(fits).collect::<Vec<ProposedLevel>>() {
                let mut with = chosen.clone();
                with.push(candidate);
                let Some(proposal) = self.try_levels(scheme.name, &with) else {
                    continue;
                };
                if best.as_ref().is_none_or(|best| proposal.confidence > best.confidence) {
                    best = Some(proposal);
                }
            }
            if let Some(best) = &best {
                chosen.clone_from(&best.levels);
            }
        }
        best.filter(|best| best.levels.iter().any(|chosen| !chosen.level.beside))
    }

    /// The level with those of its heading patterns that match a line of the paper, once for each of its citation
    /// patterns; empty if no line matches.
    fn matching_levels(&self, level: &Level) -> Vec<ProposedLevel> {
        let with = |headings: Vec<String>, cite| ProposedLevel {
            level: *level,
            headings,
            cite,
            max_words: MAX_HEADING_WORDS,
        };
        let headings = level.headings.iter().map(|heading| (*heading).to_owned());
        let used: Vec<String> = headings
            .filter(|heading| {
                // `{parent}` would fail here: the level is tried alone.
                let alone = with(vec![heading.clone()], "{ordinal}");
                let outlined = self.outlined(&outline_yaml(&[alone]), &[]);
                outlined.is_some_and(|(paper, _)| !paper.divisions.is_empty())
            })
            .collect();
        let cites = level.cites.iter().filter(|_| !used.is_empty());
        cites.map(|cite| with(used.clone(), cite)).collect()
    }

    /// Tries headings without numbers. Its confidence is reduced, more so if the headings have numbers after all.
    fn without_numbers(&self) -> Option<Proposal> {
        let level = short::proposed_level(&self.lines)?;
        let have_numbers = short::have_numbers(&level.headings);
        let proposal = self.try_levels("headings without numbers", &[level])?;
        let factor = if have_numbers { 0.4 } else { 0.8 };
        Some(Proposal {
            confidence: proposal.confidence * factor,
            ..proposal
        })
    }

    fn try_levels(&self, name: &str, levels: &[ProposedLevel]) -> Option<Proposal> {
        let outline = outline_yaml(levels);
        let (paper, _) = self.outlined(&outline, &[])?;
        let front = front_names(&self.lines[..paper.front.len().min(self.lines.len())]);
        let (paper, diagnostics) = self.outlined(&outline, &front)?;
        // The other levels may match all headings of one.
        let is_used = |rule: usize| paper.divisions.iter().any(|division| division.rule == rule);
        if !(0..levels.len()).all(is_used) {
            return None;
        }
        Some(Proposal {
            scheme: name.to_owned(),
            confidence: confidence(&paper, &diagnostics),
            faults: diagnostics
                .into_iter()
                .filter(|diagnostic| diagnostic.severity == Severity::Error)
                .collect(),
            title: self.title(&front),
            source_path: format!("seeds/{}.txt", self.id),
            id: self.id.clone(),
            language: self.language.to_owned(),
            paper,
            front,
            outline,
            levels: levels.to_vec(),
        })
    }

    /// The front line named `title`, or the first line of the paper if there is none.
    fn title(&self, front: &[String]) -> String {
        let at = front.iter().position(|name| name == "title").unwrap_or(0);
        let words: Vec<&str> = self.lines.get(at).unwrap_or(&"").split_whitespace().collect();
        words[..words.len().min(MAX_TITLE_WORDS)].join(" ")
    }

    /// The last resort: the first line that can be a pattern is the only heading.
    fn undivided(&self) -> Option<Proposal> {
        let heading = self.lines.iter().find(|line| !line.contains(['{', '}']))?;
        let level = ProposedLevel {
            level: short::UNNUMBERED,
            headings: vec![(*heading).to_owned()],
            cite: short::UNNUMBERED.cites[0],
            max_words: heading.split_whitespace().count(),
        };
        let proposal = self.try_levels("no headings", &[level])?;
        Some(Proposal {
            confidence: 0.0,
            ..proposal
        })
    }

    /// Runs the real outline pass with this outline configuration.
    fn outlined(&self, outline: &str, front: &[String]) -> Option<(Paper, Vec<Diagnostic>)> {
        let title = self.title(front);
        let text = configuration(&self.id, "seeds/x.txt", self.language, "x", &title, front, outline);
        let file = SourceFile::new("glossator.yaml", text);
        let config = parse_config(&file).ok()?;
        let paper: &PaperConfig = config.papers.first()?;
        let mut diagnostics = Vec::new();
        let paper = outline_of(paper, self.source, &file).unpack(&mut diagnostics);
        Some((paper, diagnostics))
    }
}

/// Names the lines before the first heading: `published` for a short one with a year, `title` for the longest other.
fn front_names(lines: &[&str]) -> Vec<String> {
    let has_year = |line: &str| {
        let mut numbers = line.split(|letter: char| !letter.is_ascii_digit());
        line.split_whitespace().count() <= 8 && numbers.any(|number| number.len() == 4)
    };
    let published = lines.iter().skip(1).position(|line| has_year(line)).map(|at| at + 1);
    let others = lines.iter().enumerate().filter(|(at, _)| Some(*at) != published);
    // A line with dot leaders belongs to a table of contents.
    let titles =
        others.filter(|(_, line)| line.split_whitespace().count() <= MAX_TITLE_WORDS && !line.contains("...."));
    let title = titles.max_by_key(|(at, line)| (line.split_whitespace().count(), std::cmp::Reverse(*at)));
    let title = title.map(|(at, _)| at);
    (0..lines.len())
        .map(|at| match at {
            _ if Some(at) == title => "title".to_owned(),
            _ if Some(at) == published => "published".to_owned(),
            _ => format!("line-{}", at + 1),
        })
        .collect()
}

/// Rates an outline from 0 to 1. High: many headings with consecutive numbers, few lines before the first, few paragraphs
/// under each.
fn confidence(paper: &Paper, diagnostics: &[Diagnostic]) -> f64 {
    let headings = paper.divisions.len() as f64;
    if headings < 2.0 {
        return 0.0;
    }
    let faults = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code != "front-lines")
        .count() as f64;
    let order = (1.0 - 2.0 * faults / headings).max(0.0);
    let evidence = headings / (headings + 2.0);
    let front = (8.0 / (paper.front.len() as f64).max(1.0)).min(1.0);
    // A whole paragraph before the first heading suggests that a heading was missed.
    let paragraph = |text: &str| text.split_whitespace().count() > 2 * MAX_TITLE_WORDS;
    let front = if paper.front.iter().any(|line| paragraph(&line.text)) {
        front * 0.8
    } else {
        front
    };
    let leaves = paper
        .divisions
        .iter()
        .filter(|division| division.children.is_empty())
        .count() as f64;
    let size = (8.0 * leaves / (paper.paragraph_count() as f64).max(1.0)).min(1.0);
    order * evidence * front * size
}

impl Proposal {
    /// The text of the configuration file.
    pub fn configuration(&self, title: Option<&str>) -> String {
        let site_title = title.unwrap_or(&self.title);
        let site_title = if site_title.is_empty() { &self.id } else { site_title };
        let paper_title = if self.front.iter().any(|name| name == "title") {
            ""
        } else {
            site_title
        };
        configuration(
            &self.id,
            &self.source_path,
            &self.language,
            site_title,
            paper_title,
            &self.front,
            &self.outline,
        )
    }
}

fn configuration(
    id: &str,
    source: &str,
    language: &str,
    site_title: &str,
    paper_title: &str,
    front: &[String],
    outline: &str,
) -> String {
    let mut yaml = String::new();
    let _ = writeln!(yaml, "site:\n  title: {}", quoted(site_title));
    let _ = writeln!(yaml, "  description: \"\"  # one or two sentences on what this is");
    let _ = writeln!(yaml, "  # base_url: https://example.org/paper/\n");
    let _ = writeln!(yaml, "papers:\n  - id: {}\n    source: {}", quoted(id), quoted(source));
    if !paper_title.is_empty() {
        let _ = writeln!(yaml, "    title: {}", quoted(paper_title));
    }
    let _ = writeln!(
        yaml,
        "    short_title: {}  # stands in the breadcrumbs",
        quoted(&shortened(site_title))
    );
    let _ = writeln!(yaml, "    language: {}", quoted(language));
    let front: Vec<String> = front.iter().map(|name| quoted(name)).collect();
    let _ = writeln!(
        yaml,
        "    front: [{}]  # names of the lines before the first heading",
        front.join(", ")
    );
    let _ = write!(yaml, "    outline:\n{outline}\n{KINDS}");
    yaml
}

/// The first words of a title, for breadcrumbs.
fn shortened(title: &str) -> String {
    let words: Vec<&str> = title.split_whitespace().collect();
    match words.len() {
        0..=5 => words.join(" "),
        _ => format!("{} …", words[..4].join(" ")),
    }
}

/// Whether the lines of a text look hard-wrapped: blank lines separate blocks of lines, and all lines of a block but the
/// last are about as long as the longest line of the text.
pub fn looks_wrapped(text: &str) -> bool {
    let (blocks, longest) = blocks(text);
    let inner = blocks.iter().flat_map(|block| &block[..block.len() - 1]);
    let (full, ragged): (Vec<&str>, Vec<&str>) = inner.partition(|line| is_full(line, longest));
    // Lines of a list end with punctuation; wrapped lines mostly end anywhere.
    let ended = full
        .iter()
        .filter(|line| line.ends_with(['.', ';', ':', '!', '?']))
        .count();
    (40..=140).contains(&longest) && full.len() >= 5 && full.len() > 3 * ragged.len() && ended * 2 < full.len()
}

/// Joins the lines of each block. In a text that looks wrapped, a short line is not joined to the next one: it is a title
/// or a line of a list.
pub fn unwrapped(text: &str) -> String {
    let (blocks, longest) = blocks(text);
    let continues = |line: &str| !looks_wrapped(text) || is_full(line, longest);
    let mut joined = String::new();
    for block in &blocks {
        for (at, line) in block.iter().enumerate() {
            joined.push_str(line);
            joined.push_str(if at + 1 < block.len() && continues(line) {
                " "
            } else {
                "\n\n"
            });
        }
    }
    joined
}

/// The blocks of lines between blank lines, none of them empty, and the length of the longest line.
fn blocks(text: &str) -> (Vec<Vec<&str>>, usize) {
    let mut blocks: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines().map(str::trim) {
        match blocks.last_mut() {
            Some(block) if !line.is_empty() => block.push(line),
            _ => blocks.push(Vec::new()),
        }
    }
    blocks.retain(|block| !block.is_empty());
    let longest = blocks.iter().flatten().map(|line| line.chars().count()).max();
    (blocks, longest.unwrap_or(0))
}

/// Whether a line has at least 70 % of the longest line's length.
fn is_full(line: &str, longest: usize) -> bool {
    line.chars().count() * 10 >= longest * 7
}

#[cfg(test)]
mod tests {
    use super::{front_names, looks_wrapped, unwrapped};

    #[test]
    fn front_names_the_longest_line_title() {
        assert_eq!(
            front_names(&["Full Text", "A Long Paper on Rivers", "10 May 2020"]),
            ["line-1", "title", "published"]
        );
        assert_eq!(front_names(&["A Plan for 2030"]), ["title"]);
    }

    #[test]
    fn unwrapped_joins_wrapped_lines_only() {
        let line = "word ".repeat(14);
        let block = format!("{line}\n{line}\n{line}\nend.");
        let text = format!("Title\n\n{block}\n\n{block}\n");
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            assert!(looks_wrapped(&text));
            let joined = unwrapped(&text);
            assert_eq!(joined.lines().filter(|line| !line.is_empty()).count(), 3, "{joined}");
        }
        assert!(!looks_wrapped("Title\n\nOne paragraph.\n\nAnother.\n"));
        assert_eq!(
            unwrapped("One\nparagraph.\n\nAnother.\n"),
            "One paragraph.\n\nAnother.\n\n"
        );
    }
}
