use std::collections::BTreeMap;

use super::front_matter::Text;
use super::record::TranslationRecord;
use super::resolve::Resolver;
use super::{Body, body};
use crate::diagnostic::{Diagnostic, Place};

/// An editorial text, and what it is in further languages of the site.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EditorialText {
    /// The text in the language of the register.
    own: Body,
    /// By language.
    translations: BTreeMap<String, Body>,
}

impl EditorialText {
    /// The text in the language of the register.
    pub fn own(&self) -> &Body {
        &self.own
    }

    /// The text in a language, if it was translated into it, else in the language of the register; and whether it was.
    pub fn in_language(&self, language: &str) -> (&Body, bool) {
        match self.translations.get(language) {
            Some(translation) => (translation, true),
            None => (&self.own, false),
        }
    }
}

/// The translations that no text has claimed yet, by the path of the text without its extension, then by language.
pub(super) struct Translations<'a>(BTreeMap<&'a str, BTreeMap<&'a str, &'a Text>>);

impl Resolver<'_> {
    /// The translations by the texts that may claim them.
    pub(super) fn translations<'r>(&self, records: &'r [TranslationRecord]) -> Translations<'r> {
        let mut all: BTreeMap<&str, BTreeMap<&str, &Text>> = BTreeMap::new();
        for record in records {
            let of_text = all.entry(&record.of).or_default();
            of_text.insert(&record.language, &record.text);
        }
        Translations(all)
    }
}

impl Translations<'_> {
    /// A text with its translations.
    pub(super) fn join(&mut self, text: &Text, resolver: &mut Resolver) -> EditorialText {
        let path = text.file.path.strip_suffix(".md").unwrap_or(&text.file.path);
        let translations = self.0.remove(path).unwrap_or_default().into_iter();
        let translations = translations.map(|(language, text)| {
            let body = body::parse(text, resolver.names, &mut resolver.diagnostics);
            (language.to_owned(), body)
        });
        let translations = translations.collect();
        EditorialText {
            own: body::parse(text, resolver.names, &mut resolver.diagnostics),
            translations,
        }
    }

    /// Reports translations of texts that do not exist.
    pub(super) fn report_strays(self, diagnostics: &mut Vec<Diagnostic>) {
        let strays = self.0.values().flat_map(BTreeMap::values);
        diagnostics.extend(strays.map(|text| {
            Diagnostic::error("stray-translation", format!("`{}` translates no text", text.file.path))
                .at(Place::start_of(&text.file))
                .help("name it as the text, with the language before the extension: `about.es.md` for `about.md`")
        }));
    }
}
