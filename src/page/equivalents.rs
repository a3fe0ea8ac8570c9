use std::collections::BTreeSet;

use serde::Serialize;

use super::part::definition::{NameView, language_name, names};
use super::part::frame::{Frame, frame, home_link};
use super::{PageType, SINGLE, Single};
use crate::site::{Context, EQUIVALENTS, GLOSSARY, Link, Links, SitePath, fixed};
use crate::text::Collation;

/// The table of names in other languages.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Equivalents {
    /// The languages in which entries have names.
    pub languages: Vec<LanguageHead>,
    /// The entries with such names, in the order of the names in the page's language where they have one.
    pub rows: Vec<EquivalentView>,
}

/// A language as the head of a column.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LanguageHead {
    /// Language, a BCP 47 tag.
    pub language: String,
    /// The language's name in the language of the page.
    pub name: String,
}

/// An entry with its names in other languages.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EquivalentView {
    /// The entry.
    pub entry: Link,
    /// For each language its name, if it has one.
    pub names: Vec<Option<NameView>>,
}

impl PageType for Equivalents {
    type Key = Single;
    const TEMPLATE: &'static str = "equivalents.html";

    fn keys(context: &Context) -> Vec<Single> {
        let has_names = !context.with_foreign_names().is_empty();
        SINGLE.into_iter().filter(|_| has_names).collect()
    }

    fn path(_: &Context, (): Single) -> SitePath {
        fixed(EQUIVALENTS)
    }

    fn model(context: &Context, (): Single, links: &Links) -> (Frame, Self) {
        let words = context.strings();
        let entries = context.with_foreign_names().iter();
        let names = entries.flat_map(|id| &context.entry(*id).names);
        let languages: BTreeSet<&str> = names.map(|name| name.language.as_str()).collect();
        let page = Equivalents {
            rows: equivalent_rows(context, links, &languages),
            languages: languages
                .iter()
                .map(|tag| LanguageHead {
                    language: (*tag).to_owned(),
                    name: language_name(context, tag),
                })
                .collect(),
        };
        let mut frame = frame(links, words.get("equivalents"), words.get("equivalents_line"));
        frame.breadcrumbs = vec![home_link(links), links.link(words.get("glossary"), &fixed(GLOSSARY))];
        (frame, page)
    }
}

/// The entries that have names in other languages, as a reader of the page's language looks for them.
fn equivalent_rows(context: &Context, links: &Links, languages: &BTreeSet<&str>) -> Vec<EquivalentView> {
    let own = &context.interface().language;
    let mut rows: Vec<(String, EquivalentView)> = Vec::new();
    for (id, entry) in context.with_foreign_names().iter().map(|id| (*id, context.entry(*id))) {
        let all = names(context, id);
        let in_own = all.iter().find(|name| name.language == *own);
        let filed = in_own.map_or(&entry.name, |name| &name.name).clone();
        let find = |tag: &&str| all.iter().find(|name| name.language == *tag).cloned();
        let row = EquivalentView {
            entry: links.link(&entry.name, context.entry_path(id)),
            names: languages.iter().map(find).collect(),
        };
        rows.push((filed, row));
    }
    let collation = Collation::of(own);
    rows.sort_by(|left, right| collation.compare(&left.0, &right.0));
    rows.into_iter().map(|(_, row)| row).collect()
}
