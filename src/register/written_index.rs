use std::collections::BTreeMap;

use super::Scope;
use super::front_matter::YamlSource;
use super::record::IndexRecord;
use super::resolve::Resolver;
use crate::diagnostic::{Diagnostic, Place};
use crate::input::Located;

/// A heading that an indexer wrote: its own places and sub-headings, or references to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenHeading {
    /// The words; where they are an entry's name, it is that entry's heading.
    pub heading: String,
    /// Where it is dealt with.
    pub at: Vec<Scope>,
    /// What stands under it.
    pub subs: Vec<WrittenSub>,
    /// The headings used instead, each with where the file names it.
    pub see: Vec<(String, Place)>,
    /// Related headings, each with where the file names it.
    pub see_also: Vec<(String, Place)>,
}

/// A sub-heading that an indexer wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenSub {
    /// The words.
    pub heading: String,
    /// Where it is dealt with.
    pub at: Vec<Scope>,
}

impl Resolver<'_> {
    /// Resolves the labels of the written index; whether the headings it refers to exist is checked when the whole
    /// index is made.
    pub(super) fn written_index(&mut self, record: &IndexRecord) -> Vec<WrittenHeading> {
        let at = YamlSource {
            file: &record.file,
            start: 0,
        };
        let mut seen: BTreeMap<&str, &Located<String>> = BTreeMap::new();
        let mut headings = Vec::new();
        for raw in &record.headings {
            let references = |list: &[Located<String>]| {
                let list = list
                    .iter()
                    .map(|words| (self.names.spelled(&words.value), at.place(words)));
                list.collect()
            };
            if let Some(other) = seen.insert(&raw.heading.value, &raw.heading) {
                let fault = Diagnostic::error("duplicate-heading", format!("`{}` stands twice", raw.heading.value));
                self.diagnostics.push(
                    fault
                        .at(at.place(&raw.heading))
                        .related(at.place(other), "the other one is here")
                        .help("make them one heading"),
                );
            }
            let has_places = !(raw.at.is_empty() && raw.sub.is_empty() && raw.see_also.is_empty());
            if has_places != raw.see.is_empty() {
                self.diagnostics.push(
                    Diagnostic::error(
                        "bad-heading",
                        format!("`{}` has neither places nor `see`, or both", raw.heading.value),
                    )
                    .at(at.place(&raw.heading))
                    .help("give `at`, `sub` or `see_also`, or else `see` with the heading used instead"),
                );
            }
            for heading in [&raw.heading].into_iter().chain(raw.sub.iter().map(|sub| &sub.heading)) {
                self.heading_has_words(heading, &at);
            }
            let subs = raw.sub.iter().map(|sub| WrittenSub {
                heading: sub.heading.value.clone(),
                at: self.scopes(&sub.at, &at),
            });
            let subs = subs.collect();
            headings.push(WrittenHeading {
                heading: self.names.spelled(&raw.heading.value),
                at: self.scopes(&raw.at, &at),
                subs,
                see: references(&raw.see),
                see_also: references(&raw.see_also),
            });
        }
        headings
    }

    fn scopes(&mut self, labels: &[Located<String>], at: &YamlSource) -> Vec<Scope> {
        labels.iter().filter_map(|label| self.scope(label, at)).collect()
    }

    fn heading_has_words(&mut self, heading: &Located<String>, at: &YamlSource) {
        if heading.value.trim().is_empty() {
            self.diagnostics.push(
                Diagnostic::error("empty-heading", "a heading of the index has no words")
                    .at(at.place(heading))
                    .help("write the words under which a reader would look, or take the line out"),
            );
        }
    }
}
