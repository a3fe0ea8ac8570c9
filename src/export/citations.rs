use std::fmt::Write;
use std::sync::Arc;

use serde_json::json;

use super::Export;
use crate::outline::PaperId;
use crate::page::part::citation::{Cited, Date, one_line};
use crate::site::{Files, Site};

/// The files for reference managers: for a paper and for each of its divisions with a page. They do not depend on the
/// language of the interface, so all interfaces share them.
pub(super) struct Citations {
    pub(super) paper: PaperId,
}

impl Export for Citations {
    fn files(&self, site: &Site) -> Files {
        let context = &site.context(0, Some(self.paper));
        let paper = self.paper;
        let divisions = context.outline(paper).iter();
        let divisions = divisions.filter(|(_, division)| division.page.is_some());
        let mut files = Files::new();
        for division in std::iter::once(None).chain(divisions.map(|(id, _)| Some(id))) {
            let cited = Cited {
                context,
                paper,
                division,
            };
            for (extension, text) in [("bib", cited.bibtex()), ("ris", cited.ris()), ("json", cited.csl())] {
                files.insert(cited.file(extension), Arc::from(text.into_bytes()));
            }
        }
        files
    }
}

impl Cited<'_> {
    /// A BibTeX entry with the fields of biblatex.
    fn bibtex(&self) -> String {
        let provenance = self.provenance();
        let date = Date::parse(&provenance.date);
        let mut fields = match self.part() {
            Some((title, label)) => vec![
                ("title", braced(title)),
                ("booktitle", braced(self.paper_title())),
                ("chapter", escaped(label)),
            ],
            None => vec![("title", braced(self.paper_title()))],
        };
        let language = self.context.paper_config(self.paper).language.clone();
        fields.extend([
            ("publisher", escaped(&provenance.publisher)),
            ("translator", escaped(&provenance.translator)),
            ("year", date.as_ref().map_or(String::new(), |date| date.year.to_owned())),
            ("date", date.map_or(String::new(), |_| provenance.date.clone())),
            ("langid", language),
            ("url", self.url().unwrap_or_default()),
        ]);
        let kind = if self.division.is_some() {
            "incollection"
        } else {
            "misc"
        };
        let mut entry = format!("@{kind}{{{}", self.citation_key());
        for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
            let _ = write!(entry, ",\n  {name} = {{{value}}}");
        }
        entry.push_str("\n}\n");
        entry
    }

    /// A record of the RIS format: lines of a tag, two spaces, a hyphen and a value.
    fn ris(&self) -> String {
        let provenance = self.provenance();
        let date = Date::parse(&provenance.date);
        let mut lines = match self.part() {
            Some((title, label)) => vec![
                ("TY", "CHAP".to_owned()),
                ("TI", title.to_owned()),
                ("T2", self.paper_title().to_owned()),
                ("SE", label.to_owned()),
            ],
            None => vec![("TY", "GOVDOC".to_owned()), ("TI", self.paper_title().to_owned())],
        };
        lines.extend([
            ("PB", provenance.publisher.clone()),
            ("PY", date.as_ref().map_or(String::new(), |date| date.year.to_owned())),
            ("DA", date.map_or(String::new(), |_| provenance.date.replace('-', "/"))),
            ("LA", self.context.paper_config(self.paper).language.clone()),
            ("UR", self.url().unwrap_or_default()),
            ("ID", self.citation_key()),
        ]);
        let lines = lines.iter().filter(|(_, value)| !value.is_empty());
        let lines: String = lines
            .map(|(tag, value)| format!("{tag}  - {}\r\n", one_line(value)))
            .collect();
        format!("{lines}ER  - \r\n")
    }

    /// An item of CSL-JSON (the data model of the Citation Style Language).
    fn csl(&self) -> String {
        let provenance = self.provenance();
        let mut item = match self.part() {
            Some((title, label)) => json!({
                "id": self.citation_key(),
                "type": "chapter",
                "title": title,
                "container-title": self.paper_title(),
                "chapter-number": label,
            }),
            None => json!({"id": self.citation_key(), "type": "document", "title": self.paper_title()}),
        };
        item["language"] = json!(self.context.paper_config(self.paper).language);
        if let Some(date) = Date::parse(&provenance.date) {
            item["issued"] = json!({"date-parts": [date.numbers()]});
        }
        for (name, value) in [("publisher", Some(provenance.publisher.clone())), ("URL", self.url())] {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                item[name] = json!(value);
            }
        }
        format!("{:#}\n", json!([item]))
    }
}

/// A title in BibTeX: the inner braces preserve its capitalization.
fn braced(title: &str) -> String {
    format!("{{{}}}", escaped(title))
}

/// A value in BibTeX, with the special characters of TeX escaped.
fn escaped(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for letter in one_line(value).chars() {
        match letter {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => escaped.extend(['\\', letter]),
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn escaped_protects_the_special_characters_of_tex() {
        assert_eq!(escaped("R&D 5% {x} \\y"), "R\\&D 5\\% \\{x\\} \\textbackslash{}y");
    }
}
