use std::collections::BTreeMap;
use std::fmt::Write;

use super::KINDS;
use super::scheme::{Kept, Level, SCHEMES, Scheme, outline_yaml, quoted};
use super::short;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::outline::{Paper, outline_of};
use crate::read::{PaperConfig, Source, parse_config};
use crate::text::slug;

/// A configuration for a paper, with the outline that it gives.
#[derive(Debug)]
pub struct Proposal {
    /// What the scheme of numbering is called.
    pub scheme: String,
    /// How sure it is, from 0 to 1.
    pub sure: f64,
    /// The outline.
    pub paper: Paper,
    /// Where the text is to lie in the new site.
    pub source_path: String,
    id: String,
    language: String,
    title: String,
    front: Vec<String>,
    outline: String,
}

/// A scheme that was tried, and how well it fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// What it is called.
    pub scheme: String,
    /// How well it fits, from 0 to 1.
    pub sure: f64,
}

/// Tries every scheme on a paper: the one that fits best, and all with their marks, best first.
pub fn proposals(source: &Source, file_stem: &str, language: &str) -> (Proposal, Vec<Tried>) {
    let text = Text::of(source, file_stem, language);
    let schemes = SCHEMES.iter().filter_map(|scheme| text.try_scheme(scheme));
    let short = short::kept(&text.lines).and_then(|kept| text.try_levels("headings without numbers", &[kept]));
    // A heading without a number is a guess at best.
    let short = short.map(|proposal| Proposal {
        sure: proposal.sure * 0.8,
        ..proposal
    });
    let mut found: Vec<Proposal> = schemes.chain(short).collect();
    found.sort_by(|left, right| right.sure.total_cmp(&left.sure));
    let tried = found
        .iter()
        .map(|proposal| Tried {
            scheme: proposal.scheme.clone(),
            sure: proposal.sure,
        })
        .collect();
    let best = found.into_iter().find(|proposal| proposal.sure > 0.0);
    (best.unwrap_or_else(|| text.undivided()), tried)
}

/// A paper's text, and what it will be called.
struct Text<'a> {
    source: &'a Source,
    lines: Vec<&'a str>,
    id: String,
    language: &'a str,
}

impl<'a> Text<'a> {
    fn of(source: &'a Source, file_stem: &str, language: &'a str) -> Self {
        let lines = source.file.text.lines().map(str::trim).filter(|line| !line.is_empty());
        let id = slug(file_stem);
        Self {
            source,
            lines: lines.collect(),
            id: if id.is_empty() { "paper".to_owned() } else { id },
            language,
        }
    }

    /// Tries a scheme; nothing where the paper has none of its headings.
    fn try_scheme(&self, scheme: &Scheme) -> Option<Proposal> {
        let levels = scheme.levels.iter().map(|level| Kept {
            level,
            headings: self.used(level),
        });
        let levels: Vec<Kept> = levels.filter(|kept| !kept.headings.is_empty()).collect();
        // A level may have no heading left once the others are there.
        let paper = self.outline(&levels, &[])?;
        let kept = levels.into_iter().enumerate().filter(|(rule, _)| {
            let mut divisions = paper.divisions.iter();
            divisions.any(|division| division.rule == *rule)
        });
        let kept: Vec<Kept> = kept.map(|(_, kept)| kept).collect();
        let numbered = kept.iter().any(|kept| !kept.level.opening);
        numbered.then(|| self.try_levels(scheme.name, &kept))?
    }

    /// The patterns of a level that lines of the paper have.
    fn used(&self, level: &Level) -> Vec<String> {
        let headings = level.headings.iter().map(|heading| (*heading).to_owned());
        let used = headings.filter(|heading| {
            let alone = [Kept {
                level,
                headings: vec![heading.clone()],
            }];
            let paper = self.outline(&alone, &[]);
            paper.is_some_and(|paper| !paper.divisions.is_empty())
        });
        used.collect()
    }

    fn try_levels(&self, name: &str, levels: &[Kept]) -> Option<Proposal> {
        let front = self.outline(levels, &[])?.front.len();
        let front = front_names(&self.lines[..front.min(self.lines.len())]);
        let outline = outline_yaml(levels);
        let (paper, diagnostics) = self.outlined(&outline, &front)?;
        Some(Proposal {
            scheme: name.to_owned(),
            sure: sure(&paper, &diagnostics),
            title: self.title(&front),
            source_path: format!("seeds/{}.txt", self.id),
            id: self.id.clone(),
            language: self.language.to_owned(),
            paper,
            front,
            outline,
        })
    }

    /// The line that is the title, or the first one where none before the first heading is.
    fn title(&self, front: &[String]) -> String {
        let at = front.iter().position(|name| name == "title").unwrap_or(0);
        (*self.lines.get(at).unwrap_or(&"")).to_owned()
    }

    /// The last resort: the first line is the heading of everything.
    fn undivided(&self) -> Proposal {
        let heading = self.lines.first().map_or("", |line| line);
        let kept = Kept {
            level: &short::SHORT,
            headings: vec![heading.replace(['{', '}'], "")],
        };
        let outline = outline_yaml(&[kept]);
        let (paper, _) = self
            .outlined(&outline, &[])
            .expect("a configuration of one heading can be read");
        Proposal {
            scheme: "no headings".to_owned(),
            sure: 0.0,
            title: heading.to_owned(),
            source_path: format!("seeds/{}.txt", self.id),
            id: self.id.clone(),
            language: self.language.to_owned(),
            paper,
            front: Vec::new(),
            outline,
        }
    }

    fn outline(&self, levels: &[Kept], front: &[String]) -> Option<Paper> {
        self.outlined(&outline_yaml(levels), front).map(|(paper, _)| paper)
    }

    /// The outline that a configuration gives, by the pass that will make it.
    fn outlined(&self, outline: &str, front: &[String]) -> Option<(Paper, Vec<Diagnostic>)> {
        let text = configuration(&self.id, "seeds/x.txt", self.language, "x", "x", front, outline);
        let file = SourceFile::new("glossator.yaml", text);
        let config = parse_config(&file).ok()?;
        let paper: &PaperConfig = config.papers.first()?;
        let mut diagnostics = Vec::new();
        let paper = outline_of(paper, self.source, &file).unpack(&mut diagnostics);
        Some((paper, diagnostics))
    }
}

/// Names for the lines before the first heading. The one with a year and few words says when it was
/// published; of the others the longest is the title.
fn front_names(lines: &[&str]) -> Vec<String> {
    let has_year = |line: &str| {
        let mut numbers = line.split(|letter: char| !letter.is_ascii_digit());
        line.split_whitespace().count() <= 8 && numbers.any(|number| number.len() == 4)
    };
    let published = lines.iter().skip(1).position(|line| has_year(line)).map(|at| at + 1);
    let others = lines.iter().enumerate().filter(|(at, _)| Some(*at) != published);
    let title = others.max_by_key(|(at, line)| (line.split_whitespace().count().min(30), std::cmp::Reverse(*at)));
    let title = title.map(|(at, _)| at);
    (0..lines.len())
        .map(|at| match at {
            _ if Some(at) == title => "title".to_owned(),
            _ if Some(at) == published => "published".to_owned(),
            _ => format!("line-{}", at + 1),
        })
        .collect()
}

/// How sure an outline is: many headings whose numbers follow each other, few lines before the first,
/// a readable number of paragraphs under each.
fn sure(paper: &Paper, diagnostics: &[Diagnostic]) -> f64 {
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
    let leaves = paper
        .divisions
        .iter()
        .filter(|division| division.children.is_empty())
        .count() as f64;
    let size = (8.0 * leaves / (paper.paragraph_count() as f64).max(1.0)).min(1.0);
    order * evidence * front * size
}

impl Proposal {
    /// The configuration file.
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
    let _ = writeln!(yaml, "    short_title: {}", quoted(&shortened(site_title)));
    let _ = writeln!(yaml, "    language: {language}");
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

/// The text with wrapped lines joined, where it looks wrapped: most lines of a block of lines are about as
/// long as the longest, and blocks are parted by blank lines.
pub fn unwrapped(text: &str) -> Option<String> {
    let blocks: Vec<Vec<&str>> = text
        .split("\n\n")
        .map(|block| block.lines().map(str::trim).filter(|line| !line.is_empty()).collect())
        .filter(|block: &Vec<&str>| !block.is_empty())
        .collect();
    let mut lengths: BTreeMap<bool, usize> = BTreeMap::new();
    let longest = blocks.iter().flatten().map(|line| line.chars().count()).max()?;
    for line in blocks
        .iter()
        .filter(|block| block.len() > 1)
        .flat_map(|block| &block[..block.len() - 1])
    {
        *lengths.entry(line.chars().count() * 10 >= longest * 7).or_default() += 1;
    }
    let (full, ragged) = (lengths.get(&true).unwrap_or(&0), lengths.get(&false).unwrap_or(&0));
    let wrapped = longest <= 140 && *full >= 5 && full > &(3 * ragged);
    wrapped.then(|| {
        let joined: Vec<String> = blocks.iter().map(|block| block.join(" ")).collect();
        joined.join("\n\n") + "\n"
    })
}

#[cfg(test)]
mod tests {
    use super::{front_names, unwrapped};

    #[test]
    fn the_longest_front_line_is_the_title() {
        assert_eq!(
            front_names(&["Full Text", "A Long Paper on Rivers", "10 May 2020"]),
            ["line-1", "title", "published"]
        );
        assert_eq!(front_names(&["A Plan for 2030"]), ["title"]);
    }

    #[test]
    fn wrapped_lines_are_joined_and_others_left() {
        let line = "word ".repeat(14);
        let block = format!("{line}\n{line}\n{line}\nend.");
        let text = format!("Title\n\n{block}\n\n{block}\n");
        let joined = unwrapped(&text).unwrap();
        assert_eq!(joined.lines().filter(|line| !line.is_empty()).count(), 3);
        assert_eq!(unwrapped("Title\n\nOne paragraph.\n\nAnother.\n"), None);
    }
}
