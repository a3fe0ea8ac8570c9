use std::fmt::Write;

/// A usual way of numbering: levels from the outside in.
pub(super) struct Scheme {
    /// What it is called when it is proposed.
    pub(super) name: &'static str,
    pub(super) levels: &'static [Level],
}

/// One level of a scheme.
pub(super) struct Level {
    pub(super) kind: &'static str,
    pub(super) name: &'static str,
    pub(super) plural: &'static str,
    /// Patterns of the configuration; for openings, words as they stand.
    pub(super) headings: &'static [&'static str],
    /// Whether the title stands in the next line.
    pub(super) title_next: bool,
    /// The citation label at the top, and within the level around.
    pub(super) cite: [&'static str; 2],
    /// Whether it stands beside the others, at the top, and holds none of them.
    pub(super) opening: bool,
}

const OPENING: Level = Level {
    kind: "opening",
    name: "Opening",
    plural: "Openings",
    headings: &[
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
        "Prólogo",
        "Preámbulo",
        "Introducción",
        "Conclusión",
        "Conclusiones",
        "Prefácio",
        "Preâmbulo",
        "Introdução",
        "Conclusão",
        "Conclusões",
    ],
    title_next: false,
    cite: ["{title}", "{title}"],
    opening: true,
};

const fn level(
    kind: &'static str,
    name: &'static str,
    plural: &'static str,
    headings: &'static [&'static str],
    cite: [&'static str; 2],
) -> Level {
    Level {
        kind,
        name,
        plural,
        headings,
        title_next: false,
        cite,
        opening: false,
    }
}

const fn next_line(level: Level) -> Level {
    Level {
        title_next: true,
        ..level
    }
}

const PART_ALONE: &[&str] = &[
    "Part {number:roman}",
    "PART {number:roman}",
    "Part {number:arabic}",
    "PART {number:arabic}",
    "Parte {number:roman}",
    "Parte {number:arabic}",
];
const PART: &[&str] = &[
    "Part {number:roman}: {title}",
    "PART {number:roman}: {title}",
    "Part {number:roman}. {title}",
    "Part {number:arabic}: {title}",
    "Parte {number:roman}: {title}",
    "Parte {number:roman}. {title}",
];
const CHAPTER: &[&str] = &[
    "Chapter {number:roman}",
    "CHAPTER {number:roman}",
    "Chapter {number:arabic}",
    "CHAPTER {number:arabic}",
    "Capítulo {number:roman}",
    "CAPÍTULO {number:roman}",
    "Title {number:roman}",
    "TITLE {number:roman}",
    "Título {number:roman}",
    "TÍTULO {number:roman}",
];
const ARTICLE_ALONE: &[&str] = &[
    "Article {number:arabic}",
    "ARTICLE {number:arabic}",
    "Article {number:arabic}.",
    "Art. {number:arabic}",
    "Artículo {number:arabic}",
    "Artículo {number:arabic}.",
    "Artigo {number:arabic}",
    "Artigo {number:arabic}.",
];
const ARTICLE: &[&str] = &[
    "Article {number:arabic}. {title}",
    "Article {number:arabic}: {title}",
    "Article {number:arabic} – {title}",
    "Article {number:arabic} - {title}",
    "Artículo {number:arabic}. {title}",
    "Artigo {number:arabic}. {title}",
];

/// The schemes that are tried, in the order in which they are preferred where two fit alike.
pub(super) const SCHEMES: &[Scheme] = &[
    Scheme {
        name: "parts, numbered programs and numbered sections",
        levels: &[
            OPENING,
            next_line(level("part", "Part", "Parts", PART_ALONE, ["{number}", "{number}"])),
            level(
                "program",
                "Program",
                "Programs",
                &["{number:arabic}. {title}"],
                ["{number}", "{parent}.{number}"],
            ),
            level(
                "section",
                "Section",
                "Sections",
                &["({number:arabic}) {title}"],
                ["({number})", "{parent}({number})"],
            ),
        ],
    },
    Scheme {
        name: "parts with their titles, numbered chapters and sections",
        levels: &[
            OPENING,
            level("part", "Part", "Parts", PART, ["{number}", "{number}"]),
            level(
                "chapter",
                "Chapter",
                "Chapters",
                &["{number:arabic}. {title}"],
                ["{number}", "{parent}.{number}"],
            ),
            level(
                "section",
                "Section",
                "Sections",
                &["({number:arabic}) {title}"],
                ["({number})", "{parent}({number})"],
            ),
        ],
    },
    Scheme {
        name: "decimal numbers",
        levels: &[
            OPENING,
            level(
                "chapter",
                "Chapter",
                "Chapters",
                &["{number:arabic}. {title}", "{number:arabic} {title}"],
                ["{number}", "{number}"],
            ),
            level(
                "section",
                "Section",
                "Sections",
                &["{number:decimal} {title}", "{number:decimal}. {title}"],
                ["{number}", "{number}"],
            ),
        ],
    },
    Scheme {
        name: "articles",
        levels: &[
            OPENING,
            next_line(level(
                "chapter",
                "Chapter",
                "Chapters",
                CHAPTER,
                ["Ch. {number}", "Ch. {number}"],
            )),
            level(
                "article",
                "Article",
                "Articles",
                ARTICLE_ALONE,
                ["Art. {number}", "Art. {number}"],
            ),
        ],
    },
    Scheme {
        name: "articles with their titles",
        levels: &[
            OPENING,
            next_line(level(
                "chapter",
                "Chapter",
                "Chapters",
                CHAPTER,
                ["Ch. {number}", "Ch. {number}"],
            )),
            level(
                "article",
                "Article",
                "Articles",
                ARTICLE,
                ["Art. {number}", "Art. {number}"],
            ),
        ],
    },
    Scheme {
        name: "articles with their titles in the next line",
        levels: &[
            OPENING,
            next_line(level(
                "chapter",
                "Chapter",
                "Chapters",
                CHAPTER,
                ["Ch. {number}", "Ch. {number}"],
            )),
            next_line(level(
                "article",
                "Article",
                "Articles",
                ARTICLE_ALONE,
                ["Art. {number}", "Art. {number}"],
            )),
        ],
    },
    Scheme {
        name: "Roman numerals, then numbers, then letters",
        levels: &[
            OPENING,
            level(
                "part",
                "Part",
                "Parts",
                &["{number:roman}. {title}", "{number:roman} {title}"],
                ["{number}", "{number}"],
            ),
            level(
                "section",
                "Section",
                "Sections",
                &["{number:arabic}. {title}"],
                ["{number}", "{parent}.{number}"],
            ),
            level(
                "subsection",
                "Subsection",
                "Subsections",
                &[
                    "{number:letter}. {title}",
                    "({number:letter}) {title}",
                    "{number:letter}) {title}",
                ],
                ["{number}", "{parent}({number})"],
            ),
        ],
    },
    Scheme {
        name: "numbered headings",
        levels: &[
            OPENING,
            level(
                "section",
                "Section",
                "Sections",
                &["{number:arabic}. {title}"],
                ["{number}", "{number}"],
            ),
        ],
    },
];

/// A level as it is proposed: only the headings that the paper has.
pub(super) struct Kept<'a> {
    pub(super) level: &'a Level,
    pub(super) headings: Vec<String>,
}

/// The levels as the `outline` of a configuration.
pub(super) fn outline_yaml(levels: &[Kept]) -> String {
    let mut yaml = String::new();
    let main: Vec<&Kept> = levels.iter().filter(|kept| !kept.level.opening).collect();
    for kept in levels {
        let level = kept.level;
        let depth = main.iter().position(|other| std::ptr::eq(*other, kept)).unwrap_or(0);
        let parent = depth.checked_sub(1).map(|outer| main[outer].level);
        let parent = parent.filter(|_| !level.opening);
        let last = level.opening || depth + 1 == main.len();
        let folder = level.plural.to_lowercase();
        let page = match (parent, last) {
            _ if level.opening => "paper/{slug}.html".to_owned(),
            (None, true) => format!("{folder}/{{slug}}.html"),
            (None, false) => format!("{folder}/{{slug}}/index.html"),
            (Some(_), _) => format!("{folder}/{{parent}}/{{slug}}.html"),
        };
        let headings: Vec<String> = kept.headings.iter().map(|heading| quoted(heading)).collect();
        let _ = writeln!(yaml, "      - kind: {}", level.kind);
        let _ = writeln!(yaml, "        name: {}", level.name);
        let _ = writeln!(yaml, "        plural: {}", level.plural);
        let _ = writeln!(yaml, "        heading: [{}]", headings.join(", "));
        if level.title_next {
            let _ = writeln!(yaml, "        title: next-line");
        }
        if let Some(parent) = parent {
            let _ = writeln!(yaml, "        within: [{}]", parent.kind);
        }
        let _ = writeln!(
            yaml,
            "        cite: {}",
            quoted(level.cite[usize::from(parent.is_some())])
        );
        let _ = writeln!(yaml, "        page: {}", quoted(&page));
        if !level.opening && parent.is_none() {
            let _ = writeln!(yaml, "        list: {folder}/index.html");
        }
        if !last {
            let _ = writeln!(yaml, "        text: whole");
        }
        if parent.is_none() {
            let _ = writeln!(yaml, "        group: true");
        }
    }
    yaml
}

/// A text as YAML reads it back: a JSON string is one (YAML 1.2, 1.3).
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
