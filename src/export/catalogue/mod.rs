//! What the search and the previews load: the catalogue of all that can be found, whole or in pieces, and the words of
//! the interface.

mod pieces;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::Export;
use crate::apparatus::IndexLocator;
use crate::outline::{Division, DivisionId, ParagraphRef};
use crate::page::part::outline::short_name;
use crate::register::{Definition, Entry, ForeignName, Quotation, ReaderWord};
use crate::site::{Context, Files, Site, SitePath, fixed, with_paper_title};

/// What search finds an entry by: all its names, and its definition where that is a paper's.
struct SearchKeys<'a> {
    slug: &'a str,
    /// The names in the language of the register, the first one first.
    names: Vec<&'a str>,
    foreign: &'a [ForeignName],
    quoted: Option<&'a Quotation>,
}

impl<'a> SearchKeys<'a> {
    fn of(entry: &'a Entry) -> Self {
        let expansion = entry.expansion.as_ref().map(|expansion| expansion.text.as_str());
        let forms = entry.aliases.iter().filter(|alias| alias.scope.is_empty());
        let names = std::iter::once(entry.name.as_str())
            .chain(entry.acronym.as_deref())
            .chain(expansion)
            .chain(forms.map(|alias| alias.text.as_str()));
        Self {
            slug: &entry.slug,
            names: names.collect(),
            foreign: &entry.names,
            quoted: match &entry.definition {
                Definition::Quoted(words) => Some(words),
                Definition::Editorial { .. } => None,
            },
        }
    }
}

/// Where what can be found is published.
const CATALOGUE: &str = "search/catalogue.js";
/// Where the editors' definitions are published, which previews show and search does without.
const DEFINITIONS: &str = "search/definitions.js";
/// Where the words with which the script shows it are published, in the folder of their interface.
const WORDS: &str = "search/words.js";
/// Keys of those words begin with this.
const PREFIX: &str = "script_";
/// The kinds of documents that are no entries: names in data, and keys of the strings for several and one.
const OWN_KINDS: [(&str, &str, &str); 3] = [
    ("paragraph", "script_paragraphs", "script_paragraph"),
    ("division", "script_divisions", "script_division"),
    ("subject", "script_subjects", "script_subject"),
];

/// All that can be found.
pub(super) struct Catalogue;

impl Export for Catalogue {
    fn files(&self, site: &Site) -> Files {
        catalogue_files(&site.context(0, None))
    }
}

/// What can be found, as the script takes it. Rows are written as lists of their fields: this is loaded over
/// slow lines.
#[derive(Serialize)]
struct ScriptCatalogue<'a> {
    /// Language of the register.
    language: &'a str,
    /// Names in data of the kinds of documents that are no entries.
    kinds: [&'static str; 3],
    /// The groups of divisions (see [`crate::outline::Paper::group`]).
    groups: Vec<String>,
    /// The papers' divisions, in their order.
    divisions: Vec<DivisionRow<'a>>,
    /// The entries, by kind.
    register: Vec<KindRow<'a>>,
    /// The subjects of the index that are no entries.
    subjects: Vec<SubjectRow<'a>>,
}

/// The words with which the script shows results.
#[derive(Serialize)]
struct ScriptWords<'a> {
    /// Words of the interface, by key.
    words: BTreeMap<&'a str, &'a str>,
    /// What readers call several and one of each kind, by its name in data.
    kinds: BTreeMap<&'a str, (&'a str, &'a str)>,
}

/// A division: citation label, title (and the heading, where that has a line of its own), path of the page that shows it, whether that page is its own, index of its
/// group, its paragraphs; and, where they do not follow from what is said already, its anchor and its language.
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

/// A kind: its name in data, the folder of its pages, its entries.
#[derive(Serialize)]
struct KindRow<'a>(&'a str, &'a str, Vec<EntryRow<'a>>);

/// An entry: its names, the first one first; its definition, where it is a paper's; the numbers of the paragraphs
/// that mention it; its names in other languages; and its page's name, where that does not follow from its own.
#[derive(Serialize)]
struct EntryRow<'a>(
    Vec<&'a str>,
    Option<Definiens<'a>>,
    Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")] Option<Foreign<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")] Option<&'a str>,
);

/// Names and readers' words in other languages, by language.
type Foreign<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// A subject: its names, the numbers of the paragraphs on it, its anchor in the index (with the page, where the index has several), its names in other
/// languages.
#[derive(Serialize)]
struct SubjectRow<'a>(
    Vec<&'a str>,
    Vec<usize>,
    String,
    #[serde(skip_serializing_if = "Foreign::is_empty")] Foreign<'a>,
);

/// Words of a paper: the stretch of a paragraph that has them, so that they are loaded once: the paragraph's
/// number, the first unit and the number of units, as scripts count (UTF-16).
#[derive(Serialize)]
#[serde(untagged)]
enum Definiens<'a> {
    /// With something left out.
    Cut([&'a str; 1]),
    Stretch(usize, usize, usize),
}

impl<'a> Definiens<'a> {
    /// The words, where they are no stretch.
    fn cut(&self) -> &'a str {
        match self {
            Definiens::Cut([text]) => text,
            Definiens::Stretch(..) => "",
        }
    }
}

/// The words of an interface (index), as a script.
pub(super) struct Words {
    pub(super) interface: usize,
}

impl Export for Words {
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

/// What can be found, as scripts; the same for all interfaces. Where it would be heavier than the configuration allows,
/// it is published in pieces. The definitions that are the editors', which search does without, stand apart.
fn catalogue_files(context: &Context) -> Files {
    let editorial = |entry: &'_ Entry| match &entry.definition {
        Definition::Editorial { text } => text.clone(),
        Definition::Quoted(_) => String::new(),
    };
    let definitions: Vec<String> = context.entry_ids().map(|id| editorial(context.entry(id))).collect();
    let Some(mut files) = whole(context) else {
        return pieces::files(&catalogue(context, false), &definitions);
    };
    files.extend(script(&fixed(DEFINITIONS), "glossatorDefined", &definitions));
    files
}

/// The catalogue in one file, where it is light enough for that.
fn whole(context: &Context) -> Option<Files> {
    let most = context.inputs.config.budget.catalogue.saturating_mul(1000);
    let texts = all_paragraphs(context).map(|at| context.paragraph(at).text.len());
    if texts.sum::<usize>() > most {
        return None;
    }
    let files = script(&fixed(CATALOGUE), "glossatorFound", &catalogue(context, true));
    let bytes: usize = files.values().map(|bytes| bytes.len()).sum();
    (bytes <= most).then_some(files)
}

/// A script that hands a value to the theme's scripts: what is loaded as a script needs no server.
fn script(path: &SitePath, function: &str, value: &impl Serialize) -> Files {
    // Strings, numbers and lists: there is nothing that JSON could not hold.
    let json = serde_json::to_string(value).unwrap_or_default();
    let script = format!("{function}({json});\n");
    Files::from([(path.clone(), Arc::from(script.into_bytes()))])
}

/// All that can be found. In one that is not loaded whole, no document refers to another's text, and the groups of
/// several papers are the papers.
fn catalogue<'a>(context: &Context<'a>, whole: bool) -> ScriptCatalogue<'a> {
    let numbers: Numbers = (0..).zip(all_paragraphs(context)).map(|(nth, at)| (at, nth)).collect();
    let synonyms = synonyms(context);
    let mut groups = Vec::new();
    let mut divisions = Vec::new();
    let own = &context.inputs.config.site.language;
    for paper in context.papers() {
        let outline = context.outline(paper);
        let foreign = outline.config.language != *own;
        for (id, division) in outline.iter() {
            let by_paper = !whole && context.has_several_papers();
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
                Some(division.anchor.as_str()).filter(|anchor| foreign || *anchor != joined(&division.label, ".")),
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
        register: kinds(context, &numbers, &synonyms, whole),
        subjects: subjects(context, &numbers, &synonyms),
    }
}

/// The title of a division and, where they stand in different lines, its heading.
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

/// The numbers of the paragraphs, counted through all papers.
type Numbers = BTreeMap<ParagraphRef, usize>;

/// Words of readers that the index refers to other headings, by those headings.
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

fn kinds<'a>(context: &Context<'a>, numbers: &Numbers, synonyms: &Synonyms<'a>, whole: bool) -> Vec<KindRow<'a>> {
    let kinds = context.kinds().iter().enumerate();
    let kinds = kinds.map(|(at, kind)| {
        let entries = context.entry_ids().filter(|id| context.kind_index(*id) == at);
        let entries = entries.map(|id| {
            let entry = SearchKeys::of(context.entry(id));
            let name = entry.names[0];
            let places = context.locators(id).iter().filter(|_| !kind.pervasive);
            let page = Some(entry.slug).filter(|slug| *slug != joined(name, "-").to_ascii_lowercase());
            let foreign = foreign(context, name, entry.foreign);
            EntryRow(
                names(&entry, synonyms),
                entry.quoted.map(|words| definition(context, numbers, words, whole)),
                paragraphs_at(context, numbers, places),
                Some(foreign).filter(|names| page.is_some() || !names.is_empty()),
                page,
            )
        });
        KindRow(&kind.id.value, &kind.folder.value, entries.collect())
    });
    kinds.filter(|kind| !kind.2.is_empty()).collect()
}

/// What the script makes of a text where nothing else is said: its letters and digits of ASCII, joined. In lower
/// case and with hyphens it is most entries' slug, with full stops most labels' anchor.
fn joined(text: &str, by: &str) -> String {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(by)
}

/// An entry's names and the words of readers, each once.
fn names<'a>(entry: &SearchKeys<'a>, synonyms: &Synonyms<'a>) -> Vec<&'a str> {
    let mut known = BTreeSet::new();
    let names = entry.names.iter().copied();
    names
        .chain(of_readers(synonyms, entry.names[0]))
        .filter(|name| known.insert(*name))
        .collect()
}

fn of_readers<'a>(synonyms: &Synonyms<'a>, heading: &str) -> impl Iterator<Item = &'a str> {
    synonyms.get(heading).into_iter().flatten().copied()
}

/// The names of a heading in other languages, and the words by which readers of them look for it.
fn foreign<'a>(context: &Context<'a>, heading: &str, names: &'a [ForeignName]) -> Foreign<'a> {
    let names = names.iter().map(|name| (name.language.as_str(), name.text.as_str()));
    let leads = |word: &&ReaderWord| word.headings.iter().any(|(to, _)| to == heading);
    let words = context.reader_words().iter().filter(leads);
    let words = words.map(|word| (word.language.as_str(), word.word.as_str()));
    let mut foreign = Foreign::new();
    for (language, name) in names.chain(words) {
        foreign.entry(language).or_default().push(name);
    }
    foreign
}

fn definition<'a>(context: &Context, numbers: &Numbers, words: &'a Quotation, whole: bool) -> Definiens<'a> {
    let Quotation { text, at } = words;
    let paragraph = &context.paragraph(*at).text;
    let units = |text: &str| text.encode_utf16().count();
    match paragraph.find(text).filter(|_| whole) {
        Some(start) => Definiens::Stretch(numbers[at], units(&paragraph[..start]), units(text)),
        None => Definiens::Cut([text]),
    }
}

/// The subjects of the index that are no entries, under all words that lead to them.
fn subjects<'a>(context: &Context<'a>, numbers: &Numbers, synonyms: &Synonyms<'a>) -> Vec<SubjectRow<'a>> {
    let letters = context.index();
    let headings = letters.iter().flat_map(|letter| &letter.headings);
    let subjects = headings.filter(|heading| heading.entry.is_none() && heading.has_places());
    let rows = subjects.map(|subject| {
        let own = subject.heading.as_str();
        SubjectRow(
            std::iter::once(own).chain(of_readers(synonyms, own)).collect(),
            paragraphs_at(context, numbers, subject.places()),
            context
                .heading_anchor(own)
                .map_or(String::new(), |target| match target.page {
                    0 => target.anchor.clone(),
                    page => format!("{}#{}", context.index_pages().page(page).path, target.anchor),
                }),
            foreign(context, own, &[]),
        )
    });
    rows.collect()
}

/// The numbers of the paragraphs at places of the index, each once; a whole division's are all in it.
fn paragraphs_at<'a>(
    context: &Context,
    numbers: &Numbers,
    places: impl Iterator<Item = &'a IndexLocator>,
) -> Vec<usize> {
    let found = places.flat_map(|at| {
        let stretch = match at.paragraphs {
            Some((first, last)) => at.division.paragraph(first)..at.division.paragraph(last + 1),
            None => {
                let whole = context.outline(at.division.paper).subtree(at.division.id);
                let end = at.division.sibling(DivisionId(whole.end));
                at.division.paragraph(0)..end.paragraph(0)
            }
        };
        numbers.range(stretch).map(|(_, number)| *number)
    });
    let found: BTreeSet<usize> = found.collect();
    found.into_iter().collect()
}
