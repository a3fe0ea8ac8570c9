use std::fmt::Write;
use std::sync::Arc;

use serde_json::json;

use super::Export;
use crate::outline::PaperId;
use crate::page::part::citation::{Cited, author, one_line, styles};
use crate::site::{Context, Files, Site, citing_path};
use crate::text::Date;

/// The files for reference managers: for a paper and for each of its divisions with a page. They do not depend on the
/// language of the interface, so all interfaces share them.
pub(super) struct Citations {
    pub(super) paper: PaperId,
}

/// What the script that cites a paragraph needs: the citation of a paper's paragraph in every style and format, with
/// characters of private use for what only the script knows.
pub(super) struct Citing {
    pub(super) paper: PaperId,
    /// Index of the interface.
    pub(super) interface: usize,
}

/// What stands for a division's title, a citation label, an address and a key until the script fills them in.
const PLACES: [&str; 4] = ["\u{e000}", "\u{e001}", "\u{e002}", "\u{e003}"];

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
            let record = Record {
                part: cited.part(),
                url: cited.url().unwrap_or_default(),
                key: cited.citation_key(),
                ..Record::new(context, paper)
            };
            for (extension, text) in [("bib", record.bibtex()), ("ris", record.ris()), ("json", record.csl())] {
                files.insert(cited.file(extension), Arc::from(text.into_bytes()));
            }
        }
        files
    }
}

impl Export for Citing {
    fn files(&self, site: &Site) -> Files {
        let context = &site.context(self.interface, Some(self.paper));
        let [title, label, url, key] = PLACES;
        let record = Record {
            part: Some((title, label)),
            url: url.to_owned(),
            key: key.to_owned(),
            ..Record::new(context, self.paper)
        };
        let citing = json!({
            "styles": styles(context, self.paper, false, (title, label, url)),
            "records": {"bib": record.bibtex(), "ris": record.ris(), "json": record.csl()},
        });
        let path = context.published(&citing_path(context, self.paper));
        Files::from([(path, Arc::from(format!("glossatorCiting({citing});\n").into_bytes()))])
    }
}

/// What a file for reference managers says; what is not known is empty.
struct Record<'a> {
    /// Title and citation label, if a part of the paper is cited.
    part: Option<(&'a str, &'a str)>,
    paper: &'a str,
    author: String,
    publisher: &'a str,
    translator: &'a str,
    /// ISO 8601.
    date: &'a str,
    language: &'a str,
    url: String,
    key: String,
}

impl<'a> Record<'a> {
    /// What is common to all records of a paper.
    fn new(context: &Context<'a>, paper: PaperId) -> Self {
        let config = context.paper_config(paper);
        let provenance = &config.provenance;
        Self {
            part: None,
            paper: context.title(paper),
            author: match provenance.issuer.of(&config.language) {
                "" => String::new(),
                _ => author(provenance, &config.language),
            },
            publisher: &provenance.publisher,
            translator: &provenance.translator,
            date: &provenance.date,
            language: &config.language,
            url: String::new(),
            key: String::new(),
        }
    }

    /// A BibTeX entry with the fields of biblatex.
    fn bibtex(&self) -> String {
        let date = Date::parse(self.date);
        let author = match self.author.as_str() {
            "" => String::new(),
            author => braced(author),
        };
        let mut fields = vec![("author", author)];
        fields.extend(match self.part {
            Some((title, label)) => vec![
                ("title", braced(title)),
                ("booktitle", braced(self.paper)),
                ("chapter", escaped(label)),
            ],
            None => vec![("title", braced(self.paper))],
        });
        fields.extend([
            ("publisher", escaped(self.publisher)),
            ("translator", escaped(self.translator)),
            ("year", date.as_ref().map_or(String::new(), |date| date.year.to_owned())),
            ("date", date.map_or(String::new(), |_| self.date.to_owned())),
            ("langid", self.language.to_owned()),
            ("url", self.url.clone()),
        ]);
        let kind = if self.part.is_some() { "incollection" } else { "misc" };
        let mut entry = format!("@{kind}{{{}", self.key);
        for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
            let _ = write!(entry, ",\n  {name} = {{{value}}}");
        }
        entry.push_str("\n}\n");
        entry
    }

    /// A record of the RIS format: lines of a tag, two spaces, a hyphen and a value.
    fn ris(&self) -> String {
        let date = Date::parse(self.date);
        let mut lines = match self.part {
            Some((title, label)) => vec![("TY", "CHAP"), ("TI", title), ("T2", self.paper), ("SE", label)],
            None => vec![("TY", "RPRT"), ("TI", self.paper)],
        };
        let day = date.as_ref().map_or(String::new(), |_| self.date.replace('-', "/"));
        lines.extend([
            ("AU", self.author.as_str()),
            ("PB", self.publisher),
            ("PY", date.as_ref().map_or("", |date| date.year)),
            ("DA", &day),
            ("LA", self.language),
            ("UR", &self.url),
            ("ID", &self.key),
        ]);
        let lines = lines.iter().filter(|(_, value)| !value.is_empty());
        let lines: String = lines
            .map(|(tag, value)| format!("{tag}  - {}\r\n", one_line(value)))
            .collect();
        format!("{lines}ER  - \r\n")
    }

    /// An item of CSL-JSON (the data model of the Citation Style Language).
    fn csl(&self) -> String {
        let mut item = match self.part {
            Some((title, label)) => json!({
                "id": self.key,
                "type": "chapter",
                "title": title,
                "container-title": self.paper,
                "chapter-number": label,
            }),
            None => json!({"id": self.key, "type": "report", "title": self.paper}),
        };
        item["language"] = json!(self.language);
        if !self.author.is_empty() {
            item["author"] = json!([{"literal": self.author}]);
        }
        if let Some(date) = Date::parse(self.date) {
            item["issued"] = json!({"date-parts": [date.numbers()]});
        }
        for (name, value) in [("publisher", self.publisher), ("URL", &self.url)] {
            if !value.is_empty() {
                item[name] = json!(value);
            }
        }
        format!("{:#}\n", json!([item]))
    }
}

/// A title or a name in BibTeX: the inner braces preserve its capitals, and keep it from being parsed as a person's.
fn braced(title: &str) -> String {
    format!("{{{}}}", escaped(title))
}

/// A value in BibTeX, with the special characters of TeX escaped. The script does the same with a division's title.
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
