use std::collections::BTreeMap;

use serde::Serialize;

use crate::input::{Provenance, Strings};
use crate::outline::{DivisionId, PaperId};
use crate::site::{Context, Link, Links, SitePath, absolute};

/// How a paper, or a division of it, is cited.
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
    /// What readers call it.
    pub name: String,
    /// The citation, cut where its parts begin and end.
    pub pieces: Vec<CitePiece>,
}

/// A piece of a citation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CitePiece {
    /// The words.
    pub text: String,
    /// The place that they fill: `title`, `paper`, `label`, `url` ...; empty for words between.
    pub place: String,
    /// Whether they are in italics.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub italic: bool,
}

/// The styles, by name in data: keys of the strings are that name and `cite_` with it.
const STYLES: [&str; 4] = ["chicago", "apa", "iso690", "abnt"];
/// The kinds of files: ending, and what readers call them.
const FORMATS: [(&str, &str); 3] = [("bib", "BibTeX"), ("ris", "RIS"), ("json", "CSL-JSON")];

/// What is cited: a division, or (without one) the whole paper.
#[derive(Clone, Copy)]
pub(crate) struct Cited<'a> {
    pub(crate) context: &'a Context<'a>,
    pub(crate) paper: PaperId,
    pub(crate) division: Option<DivisionId>,
}

/// The citation of a division, or of the whole paper, for its page.
pub(crate) fn cite(context: &Context, links: &Links, paper: PaperId, division: Option<DivisionId>) -> CiteView {
    let work = Cited {
        context,
        paper,
        division,
    };
    let strings = context.strings();
    let whole = if division.is_none() { "_whole" } else { "" };
    let values = work.values();
    let styles = STYLES.map(|style| StyleView {
        name: strings.get(style).to_owned(),
        pieces: filled(strings.get(&format!("cite_{style}{whole}")), &values),
    });
    let files = FORMATS.map(|(ending, name)| Link {
        label: name.to_owned(),
        href: links.shared(&work.file(ending)),
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

    /// The file beside the page, with another ending.
    pub(crate) fn file(&self, ending: &str) -> SitePath {
        let page = self.page();
        let stem = page.as_str().strip_suffix(".html").unwrap_or(page.as_str());
        SitePath::trusted(format!("{stem}.{ending}"))
    }

    pub(crate) fn known(&self) -> &Provenance {
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

    /// The page's full address in the site's own language, where it is known.
    pub(crate) fn url(&self) -> Option<String> {
        absolute(self.context, self.page())
    }

    pub(crate) fn key(&self) -> String {
        let outline = self.context.outline(self.paper);
        let anchor = self.division.map(|id| format!("-{}", outline.division(id).anchor));
        format!("{}{}", outline.config.id.value, anchor.unwrap_or_default())
    }

    /// What fills the places of a pattern.
    fn values(&self) -> BTreeMap<&'static str, String> {
        let known = self.known();
        let (title, label) = self.part().unwrap_or_default();
        let url = absolute(self.context, &self.context.published(self.page()));
        BTreeMap::from([
            ("title", one_line(title)),
            ("label", one_line(label)),
            ("paper", one_line(self.paper_title())),
            ("publisher", one_line(&known.publisher)),
            ("translator", one_line(&known.translator)),
            ("date", long_date(self.context.strings(), &known.date)),
            (
                "year",
                Date::of(&known.date).map_or(String::new(), |date| date.year.to_owned()),
            ),
            ("url", url.unwrap_or_default()),
        ])
    }
}

/// A value on one line: each run of line breaks and control characters becomes one space. A line break within a value
/// would begin a new field, or a new record, in formats made of lines.
pub(crate) fn one_line(value: &str) -> String {
    let breaks = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    let pieces = value.split(breaks).map(str::trim).filter(|piece| !piece.is_empty());
    pieces.collect::<Vec<_>>().join(" ")
}

/// A date as the configuration has it: `2025-12-10`, `2025-12` or `2025` (ISO 8601).
pub(crate) struct Date<'a> {
    pub(crate) year: &'a str,
    month: Option<usize>,
    day: Option<usize>,
}

impl<'a> Date<'a> {
    pub(crate) fn of(text: &'a str) -> Option<Self> {
        let mut pieces = text.split('-');
        let number = |piece: &str| piece.parse::<usize>().ok();
        let year = pieces.next().filter(|year| year.len() == 4 && number(year).is_some())?;
        let (month, day) = (pieces.next(), pieces.next());
        let sound = pieces.next().is_none() && month.into_iter().chain(day).all(|piece| number(piece).is_some());
        let month = month.and_then(number);
        (sound && month.is_none_or(|month| (1..=12).contains(&month))).then(|| Self {
            year,
            month,
            day: day.and_then(number),
        })
    }

    pub(crate) fn numbers(&self) -> Vec<usize> {
        let year = self.year.parse().ok();
        [year, self.month, self.day].into_iter().flatten().collect()
    }
}

/// A date in the words of the interface; what is no date of ISO 8601 stays as it is.
pub(crate) fn long_date(strings: &Strings, text: &str) -> String {
    let Some(date) = Date::of(text) else {
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

/// Fills the `{places}` of a pattern. What stands between `[` and `]` is left out where a place in it is empty;
/// `*` begins and ends italics.
fn filled(pattern: &str, values: &BTreeMap<&'static str, String>) -> Vec<CitePiece> {
    let mut pieces = Vec::new();
    let mut italic = false;
    for (at, stretch) in pattern.split(['[', ']']).enumerate() {
        let optional = at % 2 == 1;
        let mut own = Vec::new();
        let mut complete = true;
        for (at, piece) in stretch.split(['{', '}']).enumerate() {
            if at % 2 == 1 {
                let value = values.get(piece).map_or("", String::as_str);
                complete &= !value.is_empty();
                own.push((value, piece));
            } else {
                own.push((piece, ""));
            }
        }
        if optional && !complete {
            continue;
        }
        for (text, place) in own {
            // An asterisk within a value is the value's own.
            let parts: Vec<&str> = if place.is_empty() {
                text.split('*').collect()
            } else {
                vec![text]
            };
            for (nth, part) in parts.into_iter().enumerate() {
                italic ^= nth > 0;
                if !part.is_empty() {
                    pieces.push(CitePiece {
                        text: part.to_owned(),
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

    use super::{Date, filled};

    #[test]
    fn patterns_leave_out_what_is_empty() {
        let values = BTreeMap::from([
            ("title", "A *B*".to_owned()),
            ("date", String::new()),
            ("paper", "P".to_owned()),
        ]);
        let pieces = filled("“{title}”[, {date}]. *{paper}*.", &values);
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
    fn dates_are_whole_or_none() {
        assert_eq!(Date::of("2025-12-10").unwrap().numbers(), [2025, 12, 10]);
        assert_eq!(Date::of("2025").unwrap().numbers(), [2025]);
        for text in [
            "",
            "10 December 2025",
            "2025-13-01",
            "2025-12-10-1",
            "25-12-10",
            "2025-xx",
        ] {
            assert!(Date::of(text).is_none(), "{text}");
        }
    }
}
