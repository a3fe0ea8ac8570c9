use serde::Serialize;

use crate::outline::ParagraphRef;
use crate::register::{Acronym, Definition, EntryId, Quotation, Source};
use crate::site::{Context, Link, Links, with_paper_title};

/// A definition and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DefinitionView {
    /// The words.
    pub text: String,
    /// Whether they are the paper's.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub quoted: bool,
    /// Where the paper has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Link>,
    /// Language of quoted words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// What an acronym stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExpansionView {
    /// The letters.
    pub letters: String,
    /// The words.
    pub words: String,
    /// Whether a paper says so itself.
    pub given: bool,
    /// Who says so, where no paper does.
    pub source: Option<SourceView>,
}

/// A name in another language.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NameView {
    /// Language, a BCP 47 tag.
    pub language: String,
    /// The language's name in the language of the page.
    pub language_name: String,
    /// The name.
    pub name: String,
    /// Who calls it so.
    pub source: Option<SourceView>,
}

/// Where somebody else says something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SourceView {
    /// Who, and under which title.
    pub title: String,
    /// Its address, if it has one.
    pub url: Option<String>,
}

/// Words of a paper with the paragraph they stand in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuotationView {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub source: Link,
    /// Their language.
    pub language: String,
}

pub(crate) fn definition(context: &Context, links: &Links, id: EntryId) -> DefinitionView {
    match &context.entry(id).definition {
        Definition::Quoted(Quotation { text, at }) => DefinitionView {
            text: text.clone(),
            quoted: true,
            source: Some(Link {
                label: context.label(*at).to_owned(),
                href: links.paragraph(*at, None),
                current: false,
            }),
            language: Some(context.paper_config(at.paper()).language.clone()),
        },
        Definition::Editorial { text } => DefinitionView {
            text: text.clone(),
            quoted: false,
            source: None,
            language: None,
        },
    }
}

/// The names of an entry in other languages.
pub(crate) fn names(context: &Context, id: EntryId) -> Vec<NameView> {
    let names = context.entry(id).names.iter();
    names
        .map(|name| NameView {
            language: name.language.clone(),
            language_name: language_name(context, &name.language),
            name: name.text.clone(),
            source: name.source.as_ref().map(source),
        })
        .collect()
}

/// What the interface calls a language; its tag, where it has no word for it.
pub(crate) fn language_name(context: &Context, tag: &str) -> String {
    let key = format!("language_{tag}");
    context.strings().all().get(&key).map_or(tag, String::as_str).to_owned()
}

fn source(source: &Source) -> SourceView {
    SourceView {
        title: source.title.clone(),
        url: source.url.clone(),
    }
}

/// What readers call the type of an entry.
pub(crate) fn type_name(context: &Context, id: EntryId) -> Option<String> {
    let name = context.entry(id).r#type.as_ref()?;
    let rule = context.kind(id).types.iter().find(|rule| rule.name.text() == name);
    Some(
        rule.map_or(name.as_str(), |rule| context.localized(&rule.name))
            .to_owned(),
    )
}

pub(crate) fn expansion(context: &Context, id: EntryId, acronym: Acronym) -> ExpansionView {
    ExpansionView {
        letters: acronym.letters.to_owned(),
        words: acronym.words.to_owned(),
        given: context.is_expanded_by_paper(id),
        source: acronym.source.map(source),
    }
}

pub(crate) fn outlook(context: &Context, links: &Links, id: EntryId) -> Vec<QuotationView> {
    let outlook = context.entry(id).outlook.iter();
    outlook
        .map(|quotation| QuotationView {
            text: quotation.text.clone(),
            source: paragraph_link(context, links, quotation.at),
            language: context.paper_config(quotation.at.paper()).language.clone(),
        })
        .collect()
}

pub(crate) fn paragraph_link(context: &Context, links: &Links, at: ParagraphRef) -> Link {
    Link {
        label: with_paper_title(context, at.paper(), context.label(at)),
        href: links.paragraph(at, None),
        current: false,
    }
}
