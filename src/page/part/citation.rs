use std::collections::BTreeMap;

use serde::Serialize;

use crate::input::{Provenance, Strings};
use crate::outline::{DivisionId, PaperId};
use crate::site::{Context, Link, Links, SitePath, absolute};

/// How to cite a paper or a division.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CiteView {
    /// The citation in each style.
    pub styles: Vec<StyleView>,
    /// Files for reference managers.
    pub files: Vec<Link>,
    /// Language of the paper.
    pub language: String,
}

/// A citation in a style.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StyleView {
    /// Display name of the style.
    pub name: String,
    /// The citation, split at its placeholders.
    pub pieces: Vec<CitePiece>,
}

/// A piece of a citation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CitePiece {
    /// The text.
    pub text: String,
    /// The placeholder it fills: `title`, `paper`, `label`, `url` ...; empty for literal text.
    pub place: String,
    /// Whether it is in italics.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub italic: bool,
}

/// The ids of the styles. Strings `<id>` and `cite_<id>` are the style's name and pattern.
const STYLES: [&str; 4] = ["chicago", "apa", "iso690", "abnt"];
/// The file formats: (extension, display name).
const FORMATS: [(&str, &str); 3] = [("bib", "BibTeX"), ("ris", "RIS"), ("json", "CSL-JSON")];

/// The cited work: a division, or the whole paper if `division` is `None`.
#[derive(Clone, Copy)]
pub(crate) struct Cited<'a> {
    pub(crate) context: &'a Context<'a>,
    pub(crate) paper: PaperId,
    pub(crate) division: Option<DivisionId>,
}

/// The citation of a division, or of the whole paper, for its page.
pub(crate) fn cite(context: &Context, links: &Links, paper: PaperId, division: Option<DivisionId>) -> CiteView {
    let cited = Cited {
        context,
        paper,
        division,
    };
    let strings = context.strings();
    let whole = if division.is_none() { "_whole" } else { "" };
    let values = cited.values();
    let styles = STYLES.map(|style| StyleView {
        name: strings.get(style).to_owned(),
        pieces: fill_pattern(strings.get(&format!("cite_{style}{whole}")), &values),
    });
    let files = FORMATS.map(|(extension, name)| Link {
        label: name.to_owned(),
        href: links.shared(&cited.file(extension)),
        current: false,
    });
    CiteView {
        styles: styles.into(),
        files: files.into(),
        language: context.paper_config(paper).language.clone(),
    }
}

impl Cited<'_> {
    fn page(&self) -> &SitePath {
        match self.division {
            Some(id) => self.context.division_path(self.paper.division(id)),
            None => self.context.whole_paper_path(self.paper),
        }
    }

    /// The path of the page with another extension.
    pub(crate) fn file(&self, extension: &str) -> SitePath {
        let page = self.page();
        let stem = page.as_str().strip_suffix(".html").unwrap_or(page.as_str());
        SitePath::trusted(format!("{stem}.{extension}"))
    }

    pub(crate) fn provenance(&self) -> &Provenance {
        &self.context.paper_config(self.paper).provenance
    }

    pub(crate) fn paper_title(&self) -> &str {
        self.context.title(self.paper)
    }

    /// The division's title and citation label.
    pub(crate) fn part(&self) -> Option<(&str, &str)> {
        let division = self.context.outline(self.paper).division(self.division?);
        Some((&division.title, &division.label))
    }

    /// The absolute URL of the page in the site's own language; `None` if no base URL is configured.
    pub(crate) fn url(&self) -> Option<String> {
        absolute(self.context, self.page())
    }

    /// The key of the work in reference managers: unique within the site.
    pub(crate) fn citation_key(&self) -> String {
        let outline = self.context.outline(self.paper);
        let anchor = self.division.map(|id| format!("-{}", outline.division(id).anchor));
        format!("{}{}", outline.config.id.value, anchor.unwrap_or_default())
    }

    /// The values of the placeholders in a style's pattern.
    fn values(&self) -> BTreeMap<&'static str, String> {
        let provenance = self.provenance();
        let (title, label) = self.part().unwrap_or_default();
        let url = absolute(self.context, &self.context.published(self.page()));
        BTreeMap::from([
            ("title", one_line(title)),
            ("label", one_line(label)),
            ("paper", one_line(self.paper_title())),
            ("publisher", one_line(&provenance.publisher)),
            ("translator", one_line(&provenance.translator)),
            ("date", long_date(self.context.strings(), &provenance.date)),
            (
                "year",
                Date::parse(&provenance.date).map_or(String::new(), |date| date.year.to_owned()),
            ),
            ("url", url.unwrap_or_default()),
        ])
    }
}

/// A value on one line: each run of line breaks and control characters becomes one space. A line break within a value
/// would begin a new field, or a new record, in formats made of lines.
pub(crate) fn one_line(value: &str) -> String {
    let is_break = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    let pieces = value.split(is_break).map(str::trim).filter(|piece| !piece.is_empty());
    pieces.collect::<Vec<_>>().join(" ")
}

/// A date from the configuration: `2025-12-10`, `2025-12` or `2025` (ISO 8601).
pub(crate) struct Date<'a> {
    pub(crate) year: &'a str,
    month: Option<usize>,
    day: Option<usize>,
}

impl<'a> Date<'a> {
    /// Parses a date; `None` if any part of the text is not one.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let mut pieces = text.split('-');
        let number = |piece: &str| piece.parse::<usize>().ok().filter(|_| piece.len() == 2);
        let year = pieces
            .next()
            .filter(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))?;
        let (month, day) = (pieces.next(), pieces.next());
        let well_formed = pieces.next().is_none() && month.into_iter().chain(day).all(|piece| number(piece).is_some());
        let (month, day) = (month.and_then(number), day.and_then(number));
        let exists = month.is_none_or(|month| (1..=12).contains(&month))
            && day.is_none_or(|day| (1..=days_in(year, month)).contains(&day));
        (well_formed && exists).then_some(Self { year, month, day })
    }

    /// Year, month and day, as far as given.
    pub(crate) fn numbers(&self) -> Vec<usize> {
        let year = self.year.parse().ok();
        [year, self.month, self.day].into_iter().flatten().collect()
    }
}

/// The number of days in a month of the Gregorian calendar.
fn days_in(year: &str, month: Option<usize>) -> usize {
    let year: usize = year.parse().unwrap_or_default();
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        Some(4 | 6 | 9 | 11) => 30,
        Some(2) if is_leap => 29,
        Some(2) => 28,
        _ => 31,
    }
}

/// A date as the interface writes it; text that is no ISO 8601 date is returned unchanged.
pub(crate) fn long_date(strings: &Strings, text: &str) -> String {
    let Some(date) = Date::parse(text) else {
        return text.to_owned();
    };
    let months: Vec<&str> = strings.get("months").split(',').map(str::trim).collect();
    let Some(month) = date.month.and_then(|month| months.get(month - 1)) else {
        return date.year.to_owned();
    };
    let pattern = strings.get(if date.day.is_some() { "date_long" } else { "date_month" });
    let day = date.day.map_or(String::new(), |day| day.to_string());
    pattern
        .replace("{year}", date.year)
        .replace("{month}", month)
        .replace("{day}", &day)
}

/// Substitutes the `{placeholders}` of a pattern. A section in `[` and `]` is dropped if one of its placeholders is
/// empty; `*` toggles italics.
fn fill_pattern(pattern: &str, values: &BTreeMap<&'static str, String>) -> Vec<CitePiece> {
    let mut pieces = Vec::new();
    let mut italic = false;
    for (at, section) in pattern.split(['[', ']']).enumerate() {
        let optional = at % 2 == 1;
        let mut parts = Vec::new();
        let mut complete = true;
        for (at, piece) in section.split(['{', '}']).enumerate() {
            if at % 2 == 1 {
                let value = values.get(piece).map_or("", String::as_str);
                complete &= !value.is_empty();
                parts.push((value, piece));
            } else {
                parts.push((piece, ""));
            }
        }
        if optional && !complete {
            continue;
        }
        for (text, place) in parts {
            // An asterisk in a value is literal.
            let runs: Vec<&str> = if place.is_empty() {
                text.split('*').collect()
            } else {
                vec![text]
            };
            for (nth, run) in runs.into_iter().enumerate() {
                italic ^= nth > 0;
                if !run.is_empty() {
                    pieces.push(CitePiece {
                        text: run.to_owned(),
                        place: place.to_owned(),
                        italic,
                    });
                }
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Date, fill_pattern};

    #[test]
    fn fill_pattern_drops_sections_with_empty_placeholders() {
        let values = BTreeMap::from([
            ("title", "A *B*".to_owned()),
            ("date", String::new()),
            ("paper", "P".to_owned()),
        ]);
        let pieces = fill_pattern("“{title}”[, {date}]. *{paper}*.", &values);
        let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(text, "“A *B*”. P.");
        let italics: Vec<&str> = pieces
            .iter()
            .filter(|piece| piece.italic)
            .map(|piece| piece.place.as_str())
            .collect();
        assert_eq!(italics, ["paper"]);
    }

    #[test]
    fn date_parse_rejects_text_that_is_no_whole_date() {
        assert_eq!(Date::parse("2025-12-10").unwrap().numbers(), [2025, 12, 10]);
        assert_eq!(Date::parse("2025").unwrap().numbers(), [2025]);
        for text in [
            "",
            "10 December 2025",
            "2025-13-01",
            "2025-12-45",
            "2025-02-29",
            "2025-1-5",
            "2025-00-01",
            "2025-12-10-1",
            "25-12-10",
            "2025-xx",
        ] {
            assert!(Date::parse(text).is_none(), "{text}");
        }
    }
}
