use std::fmt::Write;

use crate::input::yaml::quoted;

/// A common numbering scheme: alternative levels for each rank, outermost rank first. A paper uses at most one level of
/// each rank.
pub(super) struct Scheme {
    /// Its name as shown to the user.
    pub(super) name: &'static str,
    pub(super) ranks: &'static [&'static [Level]],
}

/// One level of a scheme.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    pub(super) kind: &'static str,
    pub(super) name: &'static str,
    pub(super) plural: &'static str,
    /// Heading patterns, as in the configuration.
    pub(super) headings: &'static [&'static str],
    /// Whether the title is on the next line.
    pub(super) title_next: bool,
    /// Patterns of citation labels to try, best first; those with `{parent}` only below another level.
    pub(super) cites: &'static [&'static str],
    /// Whether its divisions are at the top level and contain no other level, as annexes are.
    pub(super) beside: bool,
}

const fn level(
    kind: &'static str,
    name: &'static str,
    plural: &'static str,
    headings: &'static [&'static str],
    cites: &'static [&'static str],
) -> Level {
    Level {
        kind,
        name,
        plural,
        headings,
        title_next: false,
        cites,
        beside: false,
    }
}

const fn next_line(level: Level) -> Level {
    Level {
        title_next: true,
        ..level
    }
}

const fn beside(level: Level) -> Level {
    Level { beside: true, ..level }
}

/// Placeholder kind of levels whose headings have numbers only; [`with_names`] replaces it.
const GENERIC: &str = "";

/// Kind, name and plural for generic levels, outermost first.
const NAMES: [[&str; 3]; 4] = [
    ["chapter", "Chapter", "Chapters"],
    ["section", "Section", "Sections"],
    ["subsection", "Subsection", "Subsections"],
    ["item", "Item", "Items"],
];

/// Unnumbered divisions before and after the numbered ones.
pub(super) const OPENING: Level = beside(level(
    "opening",
    "Opening",
    "Openings",
    &[
        "Preface",
        "PREFACE",
        "Foreword",
        "FOREWORD",
        "Preamble",
        "PREAMBLE",
        "Introduction",
        "INTRODUCTION",
        "Executive Summary",
        "EXECUTIVE SUMMARY",
        "Conclusion",
        "CONCLUSION",
        "Conclusions",
        "CONCLUSIONS",
        "Prefacio",
        "PREFACIO",
        "Prólogo",
        "Preámbulo",
        "PREÁMBULO",
        "Introducción",
        "INTRODUCCIÓN",
        "Conclusión",
        "Conclusiones",
        "Prefácio",
        "Preâmbulo",
        "PREÂMBULO",
        "Introdução",
        "INTRODUÇÃO",
        "Conclusão",
        "Conclusões",
    ],
    &["{title}"],
));
/// Annexes, the last divisions of a paper.
pub(super) const ANNEX: Level = beside(level(
    "annex",
    "Annex",
    "Annexes",
    &[
        "Annex {number:roman}: {title}",
        "Annex {number:arabic}: {title}",
        "Annex {number:letter}: {title}",
        "Annex: {title}",
        "ANNEX: {title}",
        "Annex {number:roman}",
        "Annex {number:arabic}",
        "Annex {number:letter}",
        "Annex",
        "ANNEX {number:roman}",
        "ANNEX {number:arabic}",
        "ANNEX",
        "Appendix {number:arabic}: {title}",
        "Appendix {number:letter}: {title}",
        "Appendix: {title}",
        "Appendix {number:arabic}",
        "Appendix",
        "APPENDIX",
        "Anexo {number:roman}",
        "Anexo {number:arabic}",
        "Anexo: {title}",
        "Anexo",
        "ANEXO",
    ],
    &["Annex {number}", "{title}"],
));

const PART_ALONE: Level = level(
    "part",
    "Part",
    "Parts",
    &[
        "Part {number:roman}",
        "PART {number:roman}",
        "Part {number:arabic}",
        "PART {number:arabic}",
        "Part {number:word}",
        "PART {number:word}",
        "Parte {number:roman}",
        "PARTE {number:roman}",
        "Parte {number:arabic}",
        "Parte {number:word}",
        "PARTE {number:word}",
        "{number:word} Parte",
    ],
    &["{number}", "Part {number}"],
);
const PART_TITLED: Level = level(
    "part",
    "Part",
    "Parts",
    &[
        "Part {number:roman}: {title}",
        "PART {number:roman}: {title}",
        "Part {number:roman}. {title}",
        "PART {number:roman}. {title}",
        "Part {number:roman} – {title}",
        "PART {number:roman} – {title}",
        "Part {number:arabic}: {title}",
        "PART {number:arabic}: {title}",
        "Part {number:arabic}. {title}",
        "Part {number:word}: {title}",
        "PART {number:word}: {title}",
        "Parte {number:roman}: {title}",
        "PARTE {number:roman}: {title}",
        "Parte {number:roman}. {title}",
        "PARTE {number:roman}. {title}",
    ],
    &["{number}", "Part {number}"],
);
const PARTS: &[Level] = &[next_line(PART_ALONE), PART_TITLED, PART_ALONE];

const TITLE: Level = level(
    "title",
    "Title",
    "Titles",
    &[
        "Title {number:roman}",
        "TITLE {number:roman}",
        "Título {number:roman}",
        "TÍTULO {number:roman}",
        "Título {number:word}",
        "TÍTULO {number:word}",
    ],
    &["Title {number}"],
);
const TITLE_TITLED: Level = level(
    "title",
    "Title",
    "Titles",
    &[
        "Title {number:roman}: {title}",
        "TITLE {number:roman}: {title}",
        "Título {number:roman}. {title}",
        "TÍTULO {number:roman}. {title}",
        "Título {number:roman}: {title}",
        "TÍTULO {number:roman}: {title}",
    ],
    &["Title {number}"],
);
const TITLES: &[Level] = &[next_line(TITLE), TITLE_TITLED, TITLE];

const CHAPTER_ALONE: Level = level(
    "chapter",
    "Chapter",
    "Chapters",
    &[
        "Chapter {number:roman}",
        "CHAPTER {number:roman}",
        "Chapter {number:arabic}",
        "CHAPTER {number:arabic}",
        "Chapter {number:word}",
        "CHAPTER {number:word}",
        "Capítulo {number:roman}",
        "CAPÍTULO {number:roman}",
        "Capítulo {number:arabic}",
        "CAPÍTULO {number:arabic}",
        "Capítulo {number:word}",
    ],
    &["Ch. {number}", "{parent} Ch. {number}"],
);
const CHAPTER_TITLED: Level = level(
    "chapter",
    "Chapter",
    "Chapters",
    &[
        "Chapter {number:roman}: {title}",
        "Chapter {number:roman}. {title}",
        "Chapter {number:arabic}: {title}",
        "CHAPTER {number:arabic}: {title}",
        "Chapter {number:arabic}. {title}",
        "Chapter {number:arabic} – {title}",
        "Chapter {number:arabic} {title}",
        "CHAPTER {number:arabic} {title}",
        "Capítulo {number:roman}. {title}",
        "CAPÍTULO {number:roman}. {title}",
        "Capítulo {number:roman}: {title}",
        "Capítulo {number:arabic}. {title}",
    ],
    &["Ch. {number}", "{parent} Ch. {number}"],
);
const CHAPTERS: &[Level] = &[next_line(CHAPTER_ALONE), CHAPTER_TITLED, CHAPTER_ALONE];

const ARTICLE_ALONE: Level = level(
    "article",
    "Article",
    "Articles",
    &[
        "Article {number:arabic}",
        "ARTICLE {number:arabic}",
        "Article {number:arabic}.",
        "Article {number:roman}",
        "ARTICLE {number:roman}",
        "Art. {number:arabic}",
        "Artículo {number:arabic}",
        "ARTÍCULO {number:arabic}",
        "Artículo {number:arabic}.",
        "Artículo {number:arabic}.º",
        "Artículo {number:arabic}º",
        "Artículo {number:arabic}°",
        "Artigo {number:arabic}",
        "Artigo {number:arabic}.",
        "Artigo {number:arabic}º",
        "Artigo {number:arabic}.º",
    ],
    &["Art. {number}", "{parent} Art. {number}"],
);
const ARTICLE_TITLED: Level = level(
    "article",
    "Article",
    "Articles",
    &[
        "Article {number:arabic}. {title}",
        "Article {number:arabic}: {title}",
        "Article {number:arabic} – {title}",
        "Article {number:arabic} - {title}",
        "Artículo {number:arabic}. {title}",
        "Artículo {number:arabic}.º {title}",
        "Artículo {number:arabic}: {title}",
        "Artigo {number:arabic}. {title}",
        "Artigo {number:arabic}.º {title}",
    ],
    &["Art. {number}", "{parent} Art. {number}"],
);
const ARTICLES: &[Level] = &[ARTICLE_ALONE, ARTICLE_TITLED, next_line(ARTICLE_ALONE)];

const SECTION_WORD: Level = level(
    "section",
    "Section",
    "Sections",
    &[
        "Section {number:arabic}. {title}",
        "Section {number:arabic}: {title}",
        "SECTION {number:arabic}. {title}",
        "Section {number:decimal}. {title}",
        "Section {number:decimal} {title}",
        "Sección {number:arabic}. {title}",
    ],
    &["Sec. {number}", "{parent} Sec. {number}"],
);
const ROMAN: Level = level(
    GENERIC,
    "",
    "",
    &["{number:roman}. {title}", "{number:roman}) {title}"],
    &["{number}", "{parent}.{number}"],
);
const ARABIC: Level = level(
    GENERIC,
    "",
    "",
    &[
        "{number:arabic}. {title}",
        "{number:arabic}) {title}",
        "{number:arabic} {title}",
    ],
    &["{parent}.{number}", "{number}"],
);
const DECIMAL: Level = level(
    GENERIC,
    "",
    "",
    &["{number:decimal} {title}", "{number:decimal}. {title}"],
    &["{number}", "{parent} {number}"],
);
const PAREN: Level = level(
    GENERIC,
    "",
    "",
    &["({number:arabic}) {title}"],
    &["{parent}({number})", "({number})"],
);
const LETTER: Level = level(
    GENERIC,
    "",
    "",
    &[
        "{number:letter}. {title}",
        "({number:letter}) {title}",
        "{number:letter}) {title}",
    ],
    &["{parent}({number})", "({number})"],
);

/// The schemes to try; of two that fit equally well the first is preferred.
pub(super) const SCHEMES: &[Scheme] = &[
    Scheme {
        name: "parts, chapters and sections",
        ranks: &[PARTS, &[ROMAN], &[LETTER], &[ARABIC], &[PAREN], &[LETTER], &[ANNEX]],
    },
    Scheme {
        name: "decimal numbers",
        ranks: &[
            PARTS,
            CHAPTERS,
            &[ARABIC],
            &[SECTION_WORD, DECIMAL],
            &[PAREN],
            &[LETTER],
            &[ANNEX],
        ],
    },
    Scheme {
        name: "articles",
        ranks: &[PARTS, TITLES, CHAPTERS, ARTICLES, &[ANNEX]],
    },
];

/// A level as proposed for a paper: the heading patterns that occur in it, and one pattern of citation labels.
#[derive(Debug, Clone)]
pub(super) struct ProposedLevel {
    pub(super) level: Level,
    pub(super) headings: Vec<String>,
    pub(super) cite: &'static str,
    /// The most words of a heading.
    pub(super) max_words: usize,
}

/// Gives the generic levels names by their depth, skipping those already used.
fn with_names(levels: &[ProposedLevel]) -> Vec<ProposedLevel> {
    let generic = levels.iter().filter(|proposed| proposed.level.kind == GENERIC).count();
    let taken: Vec<&str> = levels.iter().map(|proposed| proposed.level.kind).collect();
    let free = NAMES.iter().filter(|[kind, ..]| !taken.contains(kind));
    // A single generic level is named "section", not "chapter".
    let mut free = free.skip(usize::from(
        generic == 1 && !taken.contains(&"chapter") && !taken.contains(&"section"),
    ));
    let named = levels.iter().map(|proposed| {
        let mut proposed = proposed.clone();
        if proposed.level.kind == GENERIC
            && let Some([kind, name, plural]) = free.next()
        {
            (proposed.level.kind, proposed.level.name, proposed.level.plural) = (kind, name, plural);
        }
        proposed
    });
    named.collect()
}

/// Writes the levels as the `outline` of a configuration, in YAML.
pub(super) fn outline_yaml(levels: &[ProposedLevel]) -> String {
    let mut yaml = String::new();
    let levels = with_names(levels);
    let main: Vec<usize> = (0..levels.len()).filter(|at| !levels[*at].level.beside).collect();
    for (at, proposed) in levels.iter().enumerate() {
        let level = &proposed.level;
        let depth = main.iter().position(|other| *other == at);
        let parent = depth
            .and_then(|depth| depth.checked_sub(1))
            .map(|outer| &levels[main[outer]].level);
        let holds = depth.is_some_and(|depth| depth + 1 < main.len());
        let folder = level.plural.to_lowercase();
        let page = match (parent, holds) {
            _ if level.beside => "paper/{slug}.html".to_owned(),
            (None, false) => format!("{folder}/{{slug}}.html"),
            (None, true) => format!("{folder}/{{slug}}/index.html"),
            (Some(_), _) => format!("{folder}/{{parent}}/{{slug}}.html"),
        };
        let headings: Vec<String> = proposed.headings.iter().map(|heading| quoted(heading)).collect();
        let _ = writeln!(yaml, "      - kind: {}", level.kind);
        let _ = writeln!(yaml, "        name: {}", level.name);
        let _ = writeln!(yaml, "        plural: {}", level.plural);
        let _ = writeln!(yaml, "        heading: [{}]", headings.join(", "));
        if level.title_next {
            let _ = writeln!(yaml, "        title: next-line");
        }
        let _ = writeln!(yaml, "        max_words: {}", proposed.max_words);
        if let Some(parent) = parent {
            let _ = writeln!(yaml, "        within: [{}]", parent.kind);
        }
        let _ = writeln!(yaml, "        cite: {}", quoted(proposed.cite));
        let _ = writeln!(yaml, "        page: {}", quoted(&page));
        if depth == Some(0) {
            let _ = writeln!(yaml, "        list: {folder}/index.html");
        }
        if holds {
            let _ = writeln!(yaml, "        text: whole");
        }
        if parent.is_none() {
            let _ = writeln!(yaml, "        group: true");
        }
    }
    yaml
}
