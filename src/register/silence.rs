use std::collections::BTreeMap;

use super::front_matter::YamlSource;
use super::record::SilenceRecord;
use super::resolve::Resolver;
use crate::diagnostic::Diagnostic;
use crate::input::Located;
use crate::outline::Paper;
use crate::text::{Language, Level, Normalized, is_language, is_whole_word, normalized};

/// Something that readers ask for and no paper mentions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    /// By language: the forms under which it is asked for; the first is its name.
    pub forms: BTreeMap<String, Vec<String>>,
}

/// The texts and headings of the papers in one language, each with its citation label.
type Texts<'a> = Vec<(&'a str, &'a str, Normalized)>;

impl Resolver<'_> {
    /// Reads the silences; a form that stands in a paper of its language is an error.
    pub(super) fn silences(&mut self, record: &SilenceRecord) -> Vec<Silence> {
        let at = YamlSource {
            file: &record.file,
            start: 0,
        };
        let mut texts: BTreeMap<&str, Texts> = BTreeMap::new();
        for (language, form) in record
            .silences
            .iter()
            .flatten()
            .flat_map(|(language, forms)| forms.iter().map(move |form| (language, form)))
        {
            if !is_language(language) {
                self.diagnostics.push(
                    Diagnostic::error("bad-language", format!("`{language}` is not a language tag"))
                        .at(at.place(form))
                        .help("write a BCP 47 tag, as `es` or `zh-Hans`"),
                );
            }
            let papers = self.papers;
            let texts = texts.entry(language).or_insert_with(|| texts_in(papers, language));
            if let Some(fault) = spoken(texts, language, form) {
                self.diagnostics.push(fault.at(at.place(form)));
            }
        }
        let silences = record.silences.iter().map(|forms| Silence {
            forms: forms
                .iter()
                .map(|(language, forms)| (language.clone(), forms.iter().map(|form| form.value.clone()).collect()))
                .collect(),
        });
        silences.collect()
    }
}

/// All that papers in a language say.
fn texts_in<'a>(papers: &'a [Paper], language: &str) -> Texts<'a> {
    let is_own = |paper: &&Paper| paper.config.language == language;
    let own: Vec<&Paper> = papers.iter().filter(is_own).collect();
    let headings = own.iter().flat_map(|paper| &paper.divisions);
    let headings = headings.map(|division| (division.label.as_str(), division.title.as_str()));
    let divisions = own.iter().flat_map(|paper| &paper.divisions);
    let paragraphs = divisions.flat_map(|division| &division.paragraphs);
    let paragraphs = paragraphs.map(|paragraph| (paragraph.label.as_str(), paragraph.text.as_str()));
    let all = headings.chain(paragraphs);
    all.map(|(label, text)| (label, text, Normalized::new(text, Level::Caseless)))
        .collect()
}

/// The fault of a form, or a regular plural of it, that a paper has, or that has no words.
fn spoken(texts: &Texts, language: &str, form: &Located<String>) -> Option<Diagnostic> {
    if !form.value.chars().any(char::is_alphanumeric) {
        let fault = Diagnostic::error("empty-name", "a form has no letters");
        return Some(fault.help("write what readers ask for, or take it out"));
    }
    let plurals = Language::from_tag(language).plurals(&form.value);
    let forms = std::iter::once(&form.value).chain(&plurals);
    let forms: Vec<String> = forms.map(|form| normalized(form, Level::Caseless)).collect();
    let (label, ..) = texts.iter().find(|(_, text, normal)| {
        let places = forms.iter().flat_map(|form| normal.text.match_indices(form.as_str()));
        places
            .filter_map(|(at, found)| normal.original(at..at + found.len()))
            .any(|span| is_whole_word(text, span.start, span.end))
    })?;
    let fault = Diagnostic::error("not-silent", format!("`{}` stands in {label}", form.value));
    Some(fault.help("take the form out: the paper does speak of it"))
}
