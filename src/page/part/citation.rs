use std::collections::BTreeMap;

use serde::Serialize;

use super::date::date_as;
use super::pattern::{CitePiece, fill_pattern};
use crate::input::{Provenance, Strings};
use crate::outline::{DivisionId, PaperId};
use crate::site::{Context, Link, Links, SitePath, absolute};
use crate::text::Date;

/// How to cite a paper or a division.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CiteView {
    /// The citation in each style.
    pub styles: Vec<StyleView>,
    /// Files for reference managers.
    pub files: Vec<Link>,
    /// Language of the paper, if it is not that of the page.
    pub language: Option<String>,
}

/// A citation in a style.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StyleView {
    /// Display name of the style.
    pub name: String,
    /// The full reference, split at its placeholders.
    pub reference: Vec<CitePiece>,
    /// The form in a text or a note, split likewise.
    pub in_text: Vec<CitePiece>,
}

/// The ids of the styles. String `<id>` is the style's name; `cite_<id>` is the pattern of the reference to a division,
/// `cite_<id>_note` of its form in a text; with `_whole` they are those of a paper.
const STYLES: [&str; 5] = ["chicago", "apa", "mla", "iso690", "abnt"];
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
    let (title, label) = cited.part().unwrap_or((cited.paper_title(), ""));
    let url = absolute(context, &context.published(cited.page())).unwrap_or_default();
    let language = &context.paper_config(paper).language;
    CiteView {
        styles: styles(context, paper, division.is_none(), (title, label, &url)),
        files: FORMATS
            .map(|(extension, name)| Link {
                label: name.to_owned(),
                href: links.shared(&cited.file(extension)),
                current: false,
            })
            .into(),
        language: Some(language.clone()).filter(|language| *language != context.interface().language),
    }
}

/// A citation in every style; `work` is the title, the citation label and the address of what is cited.
pub(crate) fn styles(context: &Context, paper: PaperId, is_whole: bool, work: (&str, &str, &str)) -> Vec<StyleView> {
    let strings = context.strings();
    let values = values(context, paper, work);
    let whole = if is_whole { "_whole" } else { "" };
    let style = |style: &str| StyleView {
        name: strings.get(style).to_owned(),
        reference: fill_pattern(strings.get(&format!("cite_{style}{whole}")), &values),
        in_text: fill_pattern(strings.get(&format!("cite_{style}_note{whole}")), &values),
    };
    STYLES.map(style).into()
}

/// The values of the placeholders in a style's pattern.
fn values(
    context: &Context,
    paper: PaperId,
    (title, label, url): (&str, &str, &str),
) -> BTreeMap<&'static str, String> {
    let provenance = &context.paper_config(paper).provenance;
    let author = author(provenance, &context.interface().language);
    let dated = |strings: &Strings, pattern| date_as(strings, pattern, &provenance.date);
    let strings = context.strings();
    BTreeMap::from([
        ("author_capitals", author.to_uppercase()),
        ("author", author),
        ("title", one_line(title)),
        ("label", one_line(label)),
        ("paper", one_line(context.title(paper))),
        ("publisher", one_line(&provenance.publisher)),
        ("translator", one_line(&provenance.translator)),
        ("date", dated(strings, "date_long")),
        ("date_short", dated(strings, "date_short")),
        ("date_day_first", dated(strings, "date_day_first")),
        ("date_year_first", dated(strings, "date_year_first")),
        (
            "year",
            Date::parse(&provenance.date).map_or(String::new(), |date| date.year.to_owned()),
        ),
        ("url", url.to_owned()),
    ])
}

/// Who counts as the author of a paper: its issuer, else its publisher.
pub(crate) fn author(provenance: &Provenance, language: &str) -> String {
    match provenance.issuer.of(language) {
        "" => one_line(&provenance.publisher),
        issuer => one_line(issuer),
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
}

/// A value on one line: each run of line breaks and control characters becomes one space. A line break within a value
/// would begin a new field, or a new record, in formats made of lines.
pub(crate) fn one_line(value: &str) -> String {
    let is_break = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    let pieces = value.split(is_break).map(str::trim).filter(|piece| !piece.is_empty());
    pieces.collect::<Vec<_>>().join(" ")
}
