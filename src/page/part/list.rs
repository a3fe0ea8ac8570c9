use serde::Serialize;

use crate::register::{BodyPlace, EditorialText};
use crate::site::{Context, Link, Links, kind_list_path};

/// A link with a count and a description.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CountedLink {
    /// The link.
    pub link: Link,
    /// How many.
    pub count: Option<usize>,
    /// A line about the target.
    pub description: String,
}

/// A kind that has a sign of its own in pictures, in margins and in the index; its number is its place in the list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MarkKind {
    /// Id of the kind.
    pub kind: String,
    /// Display name of the kind, plural.
    pub title: String,
}

/// The kinds that have a sign of their own.
pub(crate) fn mark_kinds(context: &Context) -> Vec<MarkKind> {
    let kinds = context.lanes().into_iter().map(|at| &context.kinds()[at]);
    kinds
        .map(|kind| MarkKind {
            kind: kind.id.value.clone(),
            title: context.localized(&kind.plural).to_owned(),
        })
        .collect()
}

/// Links to the lists of all kinds that have one.
pub(crate) fn kind_links(context: &Context, links: &Links) -> Vec<CountedLink> {
    context
        .listed_kinds()
        .map(|(at, kind)| CountedLink {
            link: links.link(context.localized(&kind.plural), &kind_list_path(&kind.folder.value)),
            count: Some(context.kind_list(at).0.len()),
            description: context.localized(&kind.description).to_owned(),
        })
        .collect()
}

/// A text of the editors.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EditorialView {
    /// The text, as HTML.
    pub html: String,
    /// Its language, if it is not the page's; else empty.
    pub language: String,
}

/// An editorial text in the language of the page, or else in that of the register.
pub(crate) fn editorial(context: &Context, links: &Links, text: &EditorialText, place: BodyPlace) -> EditorialView {
    let (body, is_own) = text.in_language(&context.interface().language);
    let foreign = context.foreign_editorial_language().filter(|_| !is_own);
    EditorialView {
        html: body.html(place, |target| links.target(target)),
        language: foreign.unwrap_or_default().to_owned(),
    }
}

/// An editorial text of `content/pages/`; `level` is that of its highest headings.
pub(crate) fn editorial_page(context: &Context, links: &Links, name: &str, level: usize) -> Option<EditorialView> {
    let text = context.editorial_text(name)?;
    Some(editorial(context, links, text, BodyPlace { level, id: "" }))
}
