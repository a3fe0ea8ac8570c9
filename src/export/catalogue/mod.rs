//! The data of search and previews: the catalogue of all documents that can be found, in one file or in pieces, and the
//! strings of the interface.

mod pieces;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::Export;
use crate::apparatus::IndexLocator;
use crate::outline::{Division, DivisionId, ParagraphRef};
use crate::page::part::outline::short_name;
use crate::register::{Definition, EntryId, ForeignName, Quotation, ReaderWord};
use crate::site::{Context, Files, Site, SitePath, fixed, with_paper_title};
use crate::text::tokens;

/// The searchable texts of an entry: all its names, and what it is.
struct SearchKeys<'a> {
    slug: &'a str,
    /// The names in the language of the register, the main name first.
    names: Vec<&'a str>,
    foreign: &'a [ForeignName],
    statement: Statement<'a>,
}

/// What is said of an entry: what it is, or else its definition.
enum Statement<'a> {
    /// By the editors; empty if they say nothing.
    Editors(&'a str),
    /// By a paper.
    Paper(&'a Quotation),
}

impl<'a> SearchKeys<'a> {
    fn new(context: &Context<'a>, id: EntryId) -> Self {
        let entry = context.entry(id);
        let words = |text: &str| tokens(text, &context.inputs.config.site.language);
        let expansion = entry.expansion.as_ref().map(|expansion| expansion.text.as_str());
        let forms = entry.aliases.iter().filter(|alias| alias.scope.is_empty());
        // Other headings of the index say what its name does not; those that only turn it round do not.
        let known: BTreeSet<String> = words(&entry.name).into_iter().collect();
        let is_year = |word: &str| word.chars().all(|letter| letter.is_ascii_digit());
        let says_more = |heading: &&str| !words(heading).iter().all(|word| known.contains(word) || is_year(word));
        let headings = entry.index.iter().filter(|heading| heading.sub.is_none());
        let headings = headings.map(|heading| heading.heading.as_str()).filter(says_more);
        let names = std::iter::once(entry.name.as_str())
            .chain(entry.acronym.as_deref())
            .chain(expansion)
            .chain(forms.map(|alias| alias.text.as_str()))
            .chain(headings);
        Self {
            slug: &entry.slug,
            names: names.collect(),
            foreign: &entry.names,
            statement: match (&entry.gloss, &entry.definition) {
                (Some(gloss), _) => Statement::Editors(&gloss.text),
                (None, Some(Definition::Editorial { text })) => Statement::Editors(text),
                (None, Some(Definition::Quoted(quotation))) => Statement::Paper(quotation),
                (None, None) => Statement::Editors(""),
            },
        }
    }
}

/// Path of the catalogue.
const CATALOGUE: &str = "search/catalogue.js";
/// Path of what the editors say of entries, which comes after the catalogue.
const STATEMENTS: &str = "search/statements.js";
/// Path of the script's strings, in the folder of their interface.
const WORDS: &str = "search/words.js";
/// Prefix of the keys of the script's strings.
const PREFIX: &str = "script_";
/// The kinds of documents other than entries: (id, key of the plural string, key of the singular string).
const OWN_KINDS: [(&str, &str, &str); 3] = [
    ("paragraph", "script_paragraphs", "script_paragraph"),
    ("division", "script_divisions", "script_division"),
    ("subject", "script_subjects", "script_subject"),
];

/// The catalogue of all documents that can be found.
pub(super) struct Catalogue;

impl Export for Catalogue {
    fn files(&self, site: &Site) -> Files {
        catalogue_files(&site.context(0, None))
    }
}

/// The catalogue as the script reads it. Rows are serialized as arrays, to save bytes on slow connections.
#[derive(Serialize)]
struct ScriptCatalogue<'a> {
    /// Language of the register.
    language: &'a str,
    /// Ids of the kinds of documents other than entries.
    kinds: [&'static str; 3],
    /// The groups of divisions (see [`crate::outline::Paper::group`]).
    groups: Vec<String>,
    /// The divisions of all papers, in order.
    divisions: Vec<DivisionRow<'a>>,
    /// The entries, by kind.
    register: Vec<KindRow<'a>>,
    /// The headings of the index that are no entries.
    subjects: Vec<SubjectRow<'a>>,
    /// What no paper mentions: for each thing, by language, its forms, the first of which is its name.
    silences: Vec<&'a BTreeMap<String, Vec<String>>>,
}

/// The strings with which the script shows results.
#[derive(Serialize)]
struct ScriptWords<'a> {
    /// Strings of the interface, by key without [`PREFIX`].
    words: BTreeMap<&'a str, &'a str>,
    /// By id of a kind: its display name, plural and singular.
    kinds: BTreeMap<&'a str, (&'a str, &'a str)>,
}

/// A division: citation label; title (and heading, if on a line of its own); path of the page that shows it; 1 if that
/// page is its own, else 0; index of its group; texts of its paragraphs; its anchor, if it cannot be derived from the
/// label; its language, if not the register's.
#[derive(Serialize)]
struct DivisionRow<'a>(
    &'a str,
    Vec<&'a str>,
    &'a SitePath,
    u8,
    usize,
    Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")] Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")] Option<&'a str>,
);

/// A kind: id, folder of its pages, entries.
#[derive(Serialize)]
struct KindRow<'a>(&'a str, &'a str, Vec<EntryRow<'a>>);

/// An entry: names, the main name first; what is said of it; numbers of the paragraphs that mention it;
/// names in other languages; slug, if it cannot be derived from the name.
#[derive(Serialize)]
struct EntryRow<'a>(
    Vec<&'a str>,
    StatementCell<'a>,
    Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")] Option<ForeignNames<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")] Option<&'a str>,
);

/// Names and reader words in other languages, by language.
type ForeignNames<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// A subject: names; numbers of the paragraphs on it; anchor in the index (with the page's path, if not on the first);
/// names in other languages.
#[derive(Serialize)]
struct SubjectRow<'a>(
    Vec<&'a str>,
    Vec<usize>,
    String,
    #[serde(skip_serializing_if = "ForeignNames::is_empty")] ForeignNames<'a>,
);

/// What is said of an entry: words of the editors as a text, unless they come in a file of their own; words of a paper as
/// a list.
#[derive(Serialize)]
#[serde(untagged)]
enum StatementCell<'a> {
    /// Words of the editors; empty if they say nothing.
    Editors(&'a str),
    /// Words of a paper.
    Text([&'a str; 1]),
    /// A reference to a paragraph that is loaded anyway: (paragraph number, start, length), in UTF-16 code units.
    Range(usize, usize, usize),
}

impl<'a> StatementCell<'a> {
    /// The text; empty for a reference.
    fn text(&self) -> &'a str {
        match self {
            StatementCell::Editors(text) | StatementCell::Text([text]) => text,
            StatementCell::Range(..) => "",
        }
    }
}

/// The script's strings in one interface (by index).
pub(super) struct InterfaceWords {
    pub(super) interface: usize,
}

impl Export for InterfaceWords {
    fn files(&self, site: &Site) -> Files {
        words_file(&site.context(self.interface, None))
    }
}

fn words_file(context: &Context) -> Files {
    let strings = context.strings();
    let kinds = context.kinds().iter();
    let own = OWN_KINDS.map(|(kind, many, one)| (kind, (strings.get(many), strings.get(one))));
    let words = ScriptWords {
        words: strings
            .all()
            .iter()
            .filter_map(|(key, words)| Some((key.strip_prefix(PREFIX)?, words.as_str())))
            .collect(),
        kinds: kinds
            .map(|kind| {
                (
                    kind.id.value.as_str(),
                    (context.localized(&kind.plural), context.localized(&kind.name)),
                )
            })
            .chain(own)
            .collect(),
    };
    script(&context.published(&fixed(WORDS)), "glossatorWords", &words)
}

/// The files of the catalogue, the same for all interfaces. It is split into pieces if a single file would exceed the
/// configured budget. What the editors say of entries is then in a file of its own, so that the first search need not wait
/// for it.
fn catalogue_files(context: &Context) -> Files {
    let Some(mut files) = single_file(context) else {
        return pieces::files(&catalogue(context, false));
    };
    let statements = context
        .entry_ids()
        .map(|id| match SearchKeys::new(context, id).statement {
            Statement::Editors(text) => text,
            Statement::Paper(_) => "",
        });
    files.extend(script(
        &fixed(STATEMENTS),
        "glossatorStated",
        &statements.collect::<Vec<_>>(),
    ));
    files
}

/// The catalogue as one file; `None` if it exceeds the budget.
fn single_file(context: &Context) -> Option<Files> {
    let max_bytes = context.inputs.config.budget.catalogue.saturating_mul(1000);
    let texts = all_paragraphs(context).map(|at| context.paragraph(at).text.len());
    if texts.sum::<usize>() > max_bytes {
        return None;
    }
    let files = script(&fixed(CATALOGUE), "glossatorFound", &catalogue(context, true));
    let bytes: usize = files.values().map(|bytes| bytes.len()).sum();
    (bytes <= max_bytes).then_some(files)
}

/// A script that passes a value to a function of the theme's scripts. Unlike JSON, a script can be loaded from a disk.
fn script(path: &SitePath, function: &str, value: &impl Serialize) -> Files {
    // Only strings, numbers, lists and maps with string keys: serialization cannot fail.
    let json = serde_json::to_string(value).unwrap_or_default();
    let script = format!("{function}({json});\n");
    Files::from([(path.clone(), Arc::from(script.into_bytes()))])
}

/// The catalogue. If it is not published as a single file, no document refers to another's text, and the groups of
/// several papers are the papers themselves.
fn catalogue<'a>(context: &Context<'a>, single_file: bool) -> ScriptCatalogue<'a> {
    let numbers: ParagraphNumbers = (0..).zip(all_paragraphs(context)).map(|(nth, at)| (at, nth)).collect();
    let synonyms = synonyms(context);
    let mut groups = Vec::new();
    let mut divisions = Vec::new();
    let own = &context.inputs.config.site.language;
    for paper in context.papers() {
        let outline = context.outline(paper);
        let foreign = outline.config.language != *own;
        for (id, division) in outline.iter() {
            let by_paper = !single_file && context.has_several_papers();
            let group = (paper, (!by_paper).then(|| outline.group(id)));
            if groups.last() != Some(&group) {
                groups.push(group);
            }
            divisions.push(DivisionRow(
                &division.label,
                titles(division),
                context.shown_on(paper.division(id)),
                division.page.is_some().into(),
                groups.len() - 1,
                division
                    .paragraphs
                    .iter()
                    .map(|paragraph| paragraph.text.as_str())
                    .collect(),
                Some(division.anchor.as_str())
                    .filter(|anchor| foreign || *anchor != join_ascii_words(&division.label, ".")),
                foreign.then_some(outline.config.language.as_str()),
            ));
        }
    }
    ScriptCatalogue {
        language: own,
        kinds: OWN_KINDS.map(|(kind, ..)| kind),
        groups: groups
            .iter()
            .map(|(paper, division)| match division {
                Some(id) => with_paper_title(context, *paper, &short_name(context.outline(*paper).division(*id))),
                None => context.paper_config(*paper).short_title.clone(),
            })
            .collect(),
        divisions,
        register: kind_rows(context, &numbers, &synonyms, single_file),
        subjects: subject_rows(context, &numbers, &synonyms),
        silences: context.silences().iter().map(|silence| &silence.forms).collect(),
    }
}

/// The title of a division and, if on a line of its own, its heading.
fn titles(division: &Division) -> Vec<&str> {
    let heading = division
        .heading
        .first()
        .filter(|line| division.heading.len() > 1 && **line != division.title);
    std::iter::once(division.title.as_str())
        .chain(heading.map(String::as_str))
        .collect()
}

/// All paragraphs, in order.
fn all_paragraphs<'a>(context: &Context<'a>) -> impl Iterator<Item = ParagraphRef> + use<'a> {
    let outlines: Vec<_> = context.papers().map(|paper| (paper, context.outline(paper))).collect();
    outlines
        .into_iter()
        .flat_map(|(paper, outline)| outline.paragraphs(paper))
}

/// The number of each paragraph, from 0, counted through all papers.
type ParagraphNumbers = BTreeMap<ParagraphRef, usize>;

/// Headings of the index with a "see" reference, by the heading that they refer to.
type Synonyms<'a> = BTreeMap<&'a str, Vec<&'a str>>;

fn synonyms<'a>(context: &Context<'a>) -> Synonyms<'a> {
    let mut synonyms = Synonyms::new();
    for heading in context.index().iter().flat_map(|letter| &letter.headings) {
        for to in &heading.see {
            synonyms.entry(&to.heading).or_default().push(&heading.heading);
        }
    }
    synonyms
}

fn kind_rows<'a>(
    context: &Context<'a>,
    numbers: &ParagraphNumbers,
    synonyms: &Synonyms<'a>,
    single_file: bool,
) -> Vec<KindRow<'a>> {
    let kinds = context.kinds().iter().enumerate();
    let kinds = kinds.map(|(at, kind)| {
        let entries = context.entry_ids().filter(|id| context.kind_index(*id) == at);
        let entries = entries.map(|id| {
            let entry = SearchKeys::new(context, id);
            let name = entry.names[0];
            let locators = context.locators(id).iter().filter(|_| !kind.pervasive);
            let page = Some(entry.slug).filter(|slug| *slug != join_ascii_words(name, "-").to_ascii_lowercase());
            let foreign = foreign_names(context, name, entry.foreign);
            EntryRow(
                all_names(&entry, synonyms),
                statement_cell(context, numbers, &entry.statement, single_file),
                paragraphs_at(context, numbers, locators),
                Some(foreign).filter(|names| page.is_some() || !names.is_empty()),
                page,
            )
        });
        KindRow(&kind.id.value, &kind.folder.value, entries.collect())
    });
    kinds.filter(|kind| !kind.2.is_empty()).collect()
}

/// The runs of ASCII letters and digits of a text, joined. The script does the same to derive most slugs (in lower case,
/// with hyphens) and most anchors (with full stops), which the catalogue then omits.
fn join_ascii_words(text: &str, separator: &str) -> String {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(separator)
}

/// An entry's names and synonyms without duplicates.
fn all_names<'a>(entry: &SearchKeys<'a>, synonyms: &Synonyms<'a>) -> Vec<&'a str> {
    let mut known = BTreeSet::new();
    let names = entry.names.iter().copied();
    names
        .chain(synonyms_of(synonyms, entry.names[0]))
        .filter(|name| known.insert(*name))
        .collect()
}

fn synonyms_of<'a>(synonyms: &Synonyms<'a>, heading: &str) -> impl Iterator<Item = &'a str> {
    synonyms.get(heading).into_iter().flatten().copied()
}

/// The names of a heading in other languages, and the reader words that refer to it.
fn foreign_names<'a>(context: &Context<'a>, heading: &str, names: &'a [ForeignName]) -> ForeignNames<'a> {
    let names = names.iter().map(|name| (name.language.as_str(), name.text.as_str()));
    let refers = |word: &&ReaderWord| word.headings.iter().any(|(to, _)| to == heading);
    let words = context.reader_words().iter().filter(refers);
    let words = words.map(|word| (word.language.as_str(), word.word.as_str()));
    let mut foreign = ForeignNames::new();
    for (language, name) in names.chain(words) {
        foreign.entry(language).or_default().push(name);
    }
    foreign
}

fn statement_cell<'a>(
    context: &Context,
    numbers: &ParagraphNumbers,
    statement: &Statement<'a>,
    single_file: bool,
) -> StatementCell<'a> {
    let Quotation { text, at } = match statement {
        Statement::Editors(text) => return StatementCell::Editors(if single_file { "" } else { text }),
        Statement::Paper(quotation) => quotation,
    };
    let paragraph = &context.paragraph(*at).text;
    let units = |text: &str| text.encode_utf16().count();
    match paragraph.find(text).filter(|_| single_file) {
        Some(start) => StatementCell::Range(numbers[at], units(&paragraph[..start]), units(text)),
        None => StatementCell::Text([text]),
    }
}

/// The headings of the index that are no entries, with their synonyms.
fn subject_rows<'a>(context: &Context<'a>, numbers: &ParagraphNumbers, synonyms: &Synonyms<'a>) -> Vec<SubjectRow<'a>> {
    let letters = context.index();
    let headings = letters.iter().flat_map(|letter| &letter.headings);
    let subjects = headings.filter(|heading| heading.entry.is_none() && heading.has_places());
    let rows = subjects.map(|subject| {
        let own = subject.heading.as_str();
        SubjectRow(
            std::iter::once(own).chain(synonyms_of(synonyms, own)).collect(),
            paragraphs_at(context, numbers, subject.places()),
            context
                .heading_anchor(own)
                .map_or(String::new(), |target| match target.page {
                    0 => target.anchor.clone(),
                    page => format!("{}#{}", context.index_pages().page(page).path, target.anchor),
                }),
            foreign_names(context, own, &[]),
        )
    });
    rows.collect()
}

/// The numbers of the paragraphs that locators cover, sorted, without duplicates. A locator of a division covers its
/// descendants too.
fn paragraphs_at<'a>(
    context: &Context,
    numbers: &ParagraphNumbers,
    locators: impl Iterator<Item = &'a IndexLocator>,
) -> Vec<usize> {
    let found = locators.flat_map(|at| {
        let range = match at.paragraphs {
            Some((first, last)) => at.division.paragraph(first)..at.division.paragraph(last + 1),
            None => {
                let whole = context.outline(at.division.paper).subtree(at.division.id);
                let end = at.division.in_same_paper(DivisionId(whole.end));
                at.division.paragraph(0)..end.paragraph(0)
            }
        };
        numbers.range(range).map(|(_, number)| *number)
    });
    let found: BTreeSet<usize> = found.collect();
    found.into_iter().collect()
}
