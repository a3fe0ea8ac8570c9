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
    /// The entries with such names, sorted by their name in the page's language or else by their own.
    pub rows: Vec<EquivalentView>,
}

/// The header of a column: a language.
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
    /// By column: its name in that language, if any.
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
        let strings = context.strings();
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
        let mut frame = frame(links, strings.get("equivalents"), strings.get("equivalents_line"));
        frame.breadcrumbs = vec![home_link(links), links.link(strings.get("glossary"), &fixed(GLOSSARY))];
        (frame, page)
    }
}

/// The entries that have names in other languages, sorted by their name in the page's language or else by their own.
fn equivalent_rows(context: &Context, links: &Links, languages: &BTreeSet<&str>) -> Vec<EquivalentView> {
    let own = &context.interface().language;
    let mut rows: Vec<(String, EquivalentView)> = Vec::new();
    for (id, entry) in context.with_foreign_names().iter().map(|id| (*id, context.entry(*id))) {
        let all = names(context, id);
        let in_own = all.iter().find(|name| name.language == *own);
        let sort_key = in_own.map_or(&entry.name, |name| &name.name).clone();
        let find = |tag: &&str| all.iter().find(|name| name.language == *tag).cloned();
        let row = EquivalentView {
            entry: links.link(&entry.name, context.entry_path(id)),
            names: languages.iter().map(find).collect(),
        };
        rows.push((sort_key, row));
    }
    let collation = Collation::new(own);
    rows.sort_by(|left, right| collation.compare(&left.0, &right.0));
    rows.into_iter().map(|(_, row)| row).collect()
}
