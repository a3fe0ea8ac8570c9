use std::sync::Arc;

use crate::diagnostic::{Checked, Diagnostic, SourceFile};
use crate::input::{Located, PaperConfig, yaml};
use crate::text::did_you_mean;

/// The compiled heading rules of one paper, in the configuration's order.
pub(super) struct Grammar {
    pub(super) rules: Vec<Rule>,
}

/// One kind of division: its patterns and the rules in which it can stand.
pub(super) struct Rule {
    /// Each as written, with its tokens; `None` if it is not valid.
    patterns: Vec<(String, Option<Vec<Token>>)>,
    /// Indexes of the rules it can be nested in; empty: top level.
    pub(super) within: Vec<usize>,
    max_words: usize,
}

/// The fewest letters at the start of a pattern that make a line look like a heading.
const MIN_BEGINNING_LETTERS: usize = 4;

/// A piece of a heading pattern.
enum Token {
    /// Literal text; a space matches any white space.
    Literal(String),
    Number(Style),
    /// The rest of the line, not empty.
    Title,
}

#[derive(Clone, Copy)]
enum Style {
    Arabic,
    Roman,
    Letter,
    Decimal,
    Word,
}

/// Numbers as words, with their values: English, Spanish and Portuguese, as headings have them.
const WORDS: [(u32, &str); 12] = [
    (1, "one first uno una primero primera um uma primeiro primeira"),
    (2, "two second dos segundo segunda dois duas"),
    (3, "three third tres tercero tercera três terceiro terceira"),
    (4, "four fourth cuatro cuarto cuarta quatro quarto quarta"),
    (5, "five fifth cinco quinto quinta"),
    (6, "six sixth seis sexto sexta"),
    (7, "seven seventh siete séptimo séptima sete sétimo sétima"),
    (8, "eight eighth ocho octavo octava oito oitavo oitava"),
    (9, "nine ninth nueve noveno novena nove nono nona"),
    (10, "ten tenth diez décimo décima dez"),
    (11, "eleven eleventh once undécimo undécima onze"),
    (12, "twelve twelfth doce duodécimo duodécima doze"),
];

/// A parsed heading line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Heading {
    /// The number as printed and its value among its siblings.
    pub(super) number: Option<(String, u32)>,
    pub(super) title: Option<String>,
}

/// Compiles the rules; what is wrong with one is a diagnostic at its place in the configuration.
pub(super) fn compile(config: &PaperConfig, file: &Arc<SourceFile>) -> Checked<Grammar> {
    let mut diagnostics = Vec::new();
    let kinds: Vec<&str> = config.outline.iter().map(|rule| rule.kind.value.as_str()).collect();
    let mut rules = Vec::new();
    for (at, rule) in config.outline.iter().enumerate() {
        if kinds[..at].contains(&kinds[at]) {
            diagnostics.push(
                Diagnostic::error(
                    "duplicate-name",
                    format!("the division kind `{}` is defined twice", kinds[at]),
                )
                .at(yaml::place(file, 0, &rule.kind)),
            );
        }
        let patterns = rule
            .heading
            .iter()
            .map(|pattern| {
                let tokens = tokenize(&pattern.value);
                let tokens = tokens.map_err(|message| diagnostics.push(bad_pattern(file, pattern, message)));
                (pattern.value.clone(), tokens.ok())
            })
            .collect();
        let within = rule
            .within
            .iter()
            .filter_map(|name| {
                let found = kinds.iter().position(|kind| *kind == name.value);
                if found.is_none() {
                    diagnostics.push(
                        Diagnostic::error(
                            "unknown-division-kind",
                            format!("there is no division kind `{}`", name.value),
                        )
                        .at(yaml::place(file, 0, name))
                        .help_if(did_you_mean(&name.value, kinds.iter().copied())),
                    );
                }
                found
            })
            .collect();
        rules.push(Rule {
            patterns,
            within,
            max_words: rule.max_words,
        });
    }
    Checked {
        value: Grammar { rules },
        diagnostics,
    }
}

fn bad_pattern(file: &Arc<SourceFile>, pattern: &Located<String>, message: String) -> Diagnostic {
    Diagnostic::error("bad-heading-pattern", message)
        .at(yaml::place(file, 0, pattern))
        .help("write words as they stand, `{number:arabic}` (or roman, letter, decimal, word) and, last, `{title}`")
}

/// Splits a pattern such as `Part {number:roman}` into its tokens.
fn tokenize(pattern: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        if open > 0 {
            tokens.push(Token::Literal(rest[..open].to_owned()));
        }
        let close = rest[open..].find('}').ok_or("a `{` of this pattern is not closed")? + open;
        tokens.push(match &rest[open + 1..close] {
            "title" => Token::Title,
            "number:arabic" => Token::Number(Style::Arabic),
            "number:roman" => Token::Number(Style::Roman),
            "number:letter" => Token::Number(Style::Letter),
            "number:decimal" => Token::Number(Style::Decimal),
            "number:word" => Token::Number(Style::Word),
            other => return Err(format!("`{{{other}}}` is not a part of a heading pattern")),
        });
        rest = &rest[close + 1..];
    }
    if !rest.is_empty() {
        tokens.push(Token::Literal(rest.to_owned()));
    }
    let title_inside = tokens.iter().rev().skip(1).any(|token| matches!(token, Token::Title));
    if tokens.is_empty() || title_inside {
        return Err("a heading pattern is not empty, and `{title}` is its last part".to_owned());
    }
    Ok(tokens)
}

impl Rule {
    /// Reads a line as a heading of this kind.
    pub(super) fn read(&self, line: &str) -> Option<Heading> {
        let mut patterns = self.patterns.iter().filter_map(|(_, tokens)| tokens.as_ref());
        let heading = patterns.find_map(|tokens| read(tokens, line))?;
        // Words are counted last, because most lines already fail at their first letters.
        let is_short = line.split_whitespace().nth(self.max_words).is_none();
        is_short.then_some(heading)
    }

    /// Whether the pattern with this index matches a line; an invalid one, which is reported already, matches all.
    pub(super) fn matches(&self, pattern: usize, line: &str) -> bool {
        let tokens = self.patterns[pattern].1.as_ref();
        tokens.is_none_or(|tokens| read(tokens, line).is_some())
    }

    /// The pattern whose first words a line begins with.
    pub(super) fn begins(&self, line: &str) -> Option<&str> {
        let line = line.to_lowercase();
        let begun = self.patterns.iter().find(|(_, tokens)| match tokens.as_deref() {
            Some([Token::Literal(words), _, ..]) => {
                let words = words.trim().to_lowercase();
                let words = words.trim_end_matches(|letter: char| !letter.is_alphanumeric());
                words.chars().count() >= MIN_BEGINNING_LETTERS && line.starts_with(words)
            }
            _ => false,
        });
        begun.map(|(pattern, _)| pattern.as_str())
    }
}

fn read(pattern: &[Token], line: &str) -> Option<Heading> {
    let mut heading = Heading {
        number: None,
        title: None,
    };
    let mut rest = line;
    for token in pattern {
        match token {
            Token::Literal(words) => rest = strip(rest, words)?,
            Token::Number(style) => {
                let (number, after) = style.read(rest)?;
                heading.number = Some(number);
                rest = after;
            }
            Token::Title => {
                let title = rest.trim();
                if title.is_empty() {
                    return None;
                }
                heading.title = Some(title.to_owned());
                rest = "";
            }
        }
    }
    rest.trim().is_empty().then_some(heading)
}

/// Strips literal text from the start of a line; a space of the pattern matches any run of white space.
fn strip<'a>(line: &'a str, words: &str) -> Option<&'a str> {
    let mut rest = line;
    for letter in words.chars() {
        if letter.is_whitespace() {
            let trimmed = rest.trim_start();
            if trimmed.len() == rest.len() {
                return None;
            }
            rest = trimmed;
        } else {
            rest = rest.strip_prefix(letter)?;
        }
    }
    Some(rest)
}

impl Style {
    /// Parses a number at the start of `text`: `(as printed, value)`, and the text after it.
    fn read(self, text: &str) -> Option<((String, u32), &str)> {
        let belongs = |letter: char| match self {
            Self::Arabic => letter.is_ascii_digit(),
            Self::Roman => "IVXLCDM".contains(letter.to_ascii_uppercase()),
            Self::Letter | Self::Word => letter.is_alphabetic(),
            Self::Decimal => letter.is_ascii_digit() || letter == '.',
        };
        let end = text.find(|letter| !belongs(letter)).unwrap_or(text.len());
        let printed = match self {
            Self::Decimal => text[..end].trim_end_matches('.'),
            _ => &text[..end],
        };
        let value = match self {
            Self::Arabic => printed.parse().ok()?,
            Self::Roman => roman(printed)?,
            Self::Letter => letter_value(printed)?,
            Self::Word => word_value(printed)?,
            Self::Decimal => {
                let (_, last) = printed.rsplit_once('.')?;
                last.parse().ok()?
            }
        };
        Some(((printed.to_owned(), value), &text[printed.len()..]))
    }
}

fn letter_value(text: &str) -> Option<u32> {
    let mut letters = text.chars();
    let letter = letters.next()?.to_ascii_lowercase();
    (letters.next().is_none() && letter.is_ascii_lowercase()).then(|| letter as u32 - 'a' as u32 + 1)
}

fn word_value(text: &str) -> Option<u32> {
    let word = text.to_lowercase();
    let known = WORDS
        .iter()
        .find(|(_, words)| words.split(' ').any(|other| other == word));
    known.map(|(value, _)| *value)
}

/// The value of a Roman numeral in its standard form; `None` for `IIII` or `VIV`.
pub(crate) fn roman(text: &str) -> Option<u32> {
    const DIGITS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let upper = text.to_ascii_uppercase();
    let mut rest = upper.as_str();
    let mut value = 0;
    for (worth, digit) in DIGITS {
        let most = if digit.starts_with(['V', 'L', 'D']) || digit.len() == 2 {
            1
        } else {
            3
        };
        for _ in 0..most {
            let Some(after) = rest.strip_prefix(digit) else { break };
            rest = after;
            value += worth;
        }
    }
    (value > 0 && rest.is_empty() && spelled_out(value, &DIGITS) == upper).then_some(value)
}

fn spelled_out(mut value: u32, digits: &[(u32, &str)]) -> String {
    let mut text = String::new();
    for (worth, digit) in digits {
        while value >= *worth {
            text.push_str(digit);
            value -= worth;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Heading, read, roman, tokenize};

    fn parse(pattern: &str, line: &str) -> Option<Heading> {
        read(&tokenize(pattern).unwrap(), line)
    }

    fn heading(number: Option<(&str, u32)>, title: Option<&str>) -> Option<Heading> {
        Some(Heading {
            number: number.map(|(printed, value)| (printed.to_owned(), value)),
            title: title.map(str::to_owned),
        })
    }

    #[test]
    fn patterns_match_heading_lines() {
        assert_eq!(
            parse("Part {number:roman}", "Part\u{a0}IV"),
            heading(Some(("IV", 4)), None)
        );
        assert_eq!(
            parse("({number:arabic}) {title}", "(8) Farming"),
            heading(Some(("8", 8)), Some("Farming"))
        );
        assert_eq!(
            parse("{number:decimal} {title}", "3.12 Digits"),
            heading(Some(("3.12", 12)), Some("Digits"))
        );
        assert_eq!(
            parse("{number:letter}) {title}", "b) More"),
            heading(Some(("b", 2)), Some("More"))
        );
        assert_eq!(
            parse("PART {number:word}", "PART\tTWO"),
            heading(Some(("TWO", 2)), None)
        );
        assert_eq!(
            parse("{number:word} Parte", "Tercera Parte"),
            heading(Some(("Tercera", 3)), None)
        );
        assert_eq!(parse("ANNEX", "ANNEX"), heading(None, None));
    }

    #[test]
    fn other_lines_are_not_headings() {
        assert_eq!(parse("Part {number:roman}", "Part of it"), None);
        assert_eq!(parse("{number:arabic}. {title}", "1. "), None);
        assert_eq!(parse("{number:decimal} {title}", "2030 began well"), None);
        assert_eq!(parse("ANNEX", "ANNEXES"), None);
    }

    #[test]
    fn roman_numerals_have_one_form() {
        assert_eq!(roman("MCMXCIV"), Some(1994));
        assert_eq!(roman("xviii"), Some(18));
        assert_eq!(roman("IIII"), None);
        for odd in ["VX", "VIV", "IVI", "VV", "IXI", "XCX", ""] {
            assert_eq!(roman(odd), None, "{odd}");
        }
    }

    #[test]
    fn invalid_patterns_are_refused() {
        assert!(tokenize("{title} {number:arabic}").is_err());
        assert!(tokenize("Part {numbr}").is_err());
        assert!(tokenize("Part {number").is_err());
    }
}
