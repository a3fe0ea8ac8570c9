use serde::Serialize;

use super::citation::{Cited, author, one_line};
use crate::outline::{DivisionId, PaperId};
use crate::site::{Context, query_value};
use crate::text::Date;

/// A `meta` element for reference managers and library catalogues.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Meta {
    /// Its name.
    pub name: &'static str,
    /// Its content.
    pub content: String,
}

/// What a page with a paper or a division says to reference managers: the tags of Highwire Press, as Zotero and Google
/// Scholar read them, Dublin Core (DCMI, `DC.` names), and Zotero's own name of the type, without which a page is a web
/// page to it.
pub(crate) fn metadata(context: &Context, paper: PaperId, division: Option<DivisionId>) -> Vec<Meta> {
    let work = Work::new(context, paper, division);
    let date = Date::parse(work.date).map_or("", |_| work.date);
    // A comma marks a name that is not to be divided into first and last names.
    let name = match work.author.as_str() {
        "" => String::new(),
        author => format!("{author},"),
    };
    let (kind, within, institution) = match work.title {
        Some(_) => ("bookSection", work.paper.clone(), String::new()),
        None => ("report", String::new(), work.author.clone()),
    };
    let title = work.title.unwrap_or(work.paper);
    let tags = [
        ("z:itemType", kind.to_owned()),
        ("citation_title", title.clone()),
        ("citation_book_title", within),
        ("citation_technical_report_institution", institution),
        ("citation_author", name),
        ("citation_publication_date", date.replace('-', "/")),
        ("citation_language", work.language.to_owned()),
        ("citation_public_url", work.url.clone()),
        ("DC.title", title),
        ("DC.creator", work.author),
        ("DC.date", date.to_owned()),
        ("DC.language", work.language.to_owned()),
        ("DC.identifier", work.url),
    ];
    let known = tags.into_iter().filter(|(_, content)| !content.is_empty());
    known.map(|(name, content)| Meta { name, content }).collect()
}

/// A division in a list, for reference managers: an OpenURL ContextObject (ANSI/NISO Z39.88) in key-value form, as COinS
/// has it in the `title` of an element of the class `Z3988`.
pub(crate) fn coins(context: &Context, paper: PaperId, division: DivisionId) -> String {
    let work = Work::new(context, paper, Some(division));
    let pairs = [
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"),
        ("rft.genre", "bookitem"),
        ("rft.atitle", work.title.as_deref().unwrap_or_default()),
        ("rft.btitle", &work.paper),
        ("rft.aucorp", &work.author),
        ("rft.date", Date::parse(work.date).map_or("", |_| work.date)),
        ("rft.language", work.language),
        ("rft_id", &work.url),
    ];
    let known = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    let pairs = known.map(|(key, value)| format!("&{key}={}", query_value(value)));
    std::iter::once("ctx_ver=Z39.88-2004".to_owned()).chain(pairs).collect()
}

/// What is said of a work; what is not known is empty.
struct Work<'a> {
    /// The title of a division; `None` for a paper.
    title: Option<String>,
    paper: String,
    author: String,
    /// ISO 8601.
    date: &'a str,
    language: &'a str,
    url: String,
}

impl<'a> Work<'a> {
    fn new(context: &Context<'a>, paper: PaperId, division: Option<DivisionId>) -> Self {
        let config = context.paper_config(paper);
        let cited = Cited {
            context,
            paper,
            division,
        };
        Self {
            title: cited.part().map(|(title, _)| one_line(title)),
            paper: one_line(cited.paper_title()),
            author: author(&config.provenance, &config.language),
            date: &config.provenance.date,
            language: &config.language,
            url: cited.url().unwrap_or_default(),
        }
    }
}
