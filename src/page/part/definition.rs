use serde::Serialize;

use super::date::long_date;
use crate::apparatus::Citation;
use crate::outline::ParagraphRef;
use crate::register::{Acronym, Definition, EntryId, ForeignName, Quotation, Source};
use crate::site::{Context, Link, Links, with_paper_title};

/// What an entry is, from outside the papers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GlossView {
    /// The text.
    pub text: String,
    /// The authority on which it rests.
    pub source: SourceView,
    /// The day on which the source was read.
    pub read: String,
}

/// A definition, quoted from a paper or editorial.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DefinitionView {
    /// The text.
    pub text: String,
    /// Whether it is quoted from a paper.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub quoted: bool,
    /// The paragraph it is quoted from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Link>,
    /// Language of the quotation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// What an acronym stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExpansionView {
    /// The acronym.
    pub letters: String,
    /// What it stands for.
    pub words: String,
    /// Whether a paper spells it out.
    pub given: bool,
    /// The source of the expansion, if no paper spells it out.
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
    /// The source of the name.
    pub source: Option<SourceView>,
}

/// A source outside the papers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SourceView {
    /// Author and title.
    pub title: String,
    /// Address, if any.
    pub url: Option<String>,
}

/// A quotation from a paper.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuotationView {
    /// The text.
    pub text: String,
    /// The paragraph it is quoted from.
    pub source: Link,
    /// Language of the quotation.
    pub language: String,
}

pub(crate) fn gloss(context: &Context, id: EntryId) -> Option<GlossView> {
    let gloss = context.entry(id).gloss.as_ref()?;
    Some(GlossView {
        text: gloss.text.clone(),
        source: source(&gloss.source),
        read: long_date(context.strings(), &gloss.read),
    })
}

pub(crate) fn definition(context: &Context, links: &Links, id: EntryId) -> Option<DefinitionView> {
    let view = match context.entry(id).definition.as_ref()? {
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
    };
    Some(view)
}

/// An entry in a sentence or two, for search engines and social cards: what it is, else what its definition says, else
/// where it is first mentioned. A paper's words stand in quotation marks, with the paper's name.
pub(crate) fn description(context: &Context, id: EntryId) -> String {
    let entry = context.entry(id);
    let quoted = |text: &str, at: ParagraphRef| {
        let title = &context.paper_config(at.paper()).short_title;
        format!("“{text}” ({title}, {})", context.label(at))
    };
    match (&entry.gloss, &entry.definition) {
        (Some(gloss), _) => gloss.text.clone(),
        (None, Some(Definition::Editorial { text })) => text.clone(),
        (None, Some(Definition::Quoted(Quotation { text, at }))) => quoted(text, *at),
        (None, None) => {
            let in_text = context.concordance(id).citations().find_map(|citation| match citation {
                Citation::Text { mention, sentence } => Some((mention.span.paragraph, sentence)),
                Citation::Heading(_) => None,
            });
            in_text.map_or_else(
                || context.localized(&context.kind(id).name).to_owned(),
                |(at, sentence)| quoted(context.paragraph(at).text[sentence.clone()].trim(), at),
            )
        }
    }
}

/// The names of an entry in other languages, that of the page first.
pub(crate) fn names(context: &Context, id: EntryId) -> Vec<NameView> {
    let own = &context.interface().language;
    let mut names: Vec<&ForeignName> = context.entry(id).names.iter().collect();
    names.sort_by_key(|name| name.language != *own);
    names.into_iter().map(|name| name_view(context, name)).collect()
}

/// A name in another language.
pub(crate) fn name_view(context: &Context, name: &ForeignName) -> NameView {
    NameView {
        language: name.language.clone(),
        language_name: language_name(context, &name.language),
        name: name.text.clone(),
        source: name.source.as_ref().map(source),
    }
}

/// The name of a language in the interface; its tag if the interface has no name for it.
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

/// The display name of an entry's type.
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

/// The quotations on what will happen to an entry.
pub(crate) fn outlook<'a>(
    context: &Context,
    links: &Links,
    outlook: impl Iterator<Item = &'a Quotation>,
) -> Vec<QuotationView> {
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
