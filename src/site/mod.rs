//! The site: the results of all passes, and the paths, links and pagination of its pages.

mod card;
mod faults;
mod links;
mod pagination;
mod path;
mod paths;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::apparatus::{
    Apparatus, Citation, Concordance, GlossaryLetter, IndexLetter, IndexLocator, Matrix, Year, sentences_of,
};
use crate::diagnostic::Checked;
use crate::input::{Inputs, Interface, KindRule, Localized, PaperConfig, Source, Strings};
use crate::mention::{DivisionMention, Mention, Mentions};
use crate::outline::{Division, DivisionRef, Paper, PaperId, Paragraph, ParagraphRef};
use crate::register::{
    Body, EditorialText, Entry, EntryId, ForeignName, Note, NotePlace, ReaderWord, Register, Silence,
};
pub(crate) use card::{card_url, division_card_path, font_can_draw, has_card, site_card_path};
pub use links::Link;
pub(crate) use links::{Links, absolute, query_value, with_paper_title};
use pagination::Pagination;
pub(crate) use pagination::{Anchor, ListPage, PagedList};
pub use path::SitePath;
pub(crate) use paths::*;

/// Files by path.
pub type Files = BTreeMap<SitePath, Arc<[u8]>>;

/// With more papers than this the site is a corpus: a page names only its own paper, and the home page lists the papers
/// without their outlines.
const MAX_PAPERS_NAMED: usize = 3;

/// The results of all passes, with the path of every page.
pub struct Site<'a> {
    pub(crate) inputs: &'a Inputs,
    pub(crate) papers: &'a [Paper],
    pub(crate) register: &'a Register,
    pub(crate) mentions: &'a Mentions,
    pub(crate) apparatus: &'a Apparatus,
    pub(crate) pagination: Pagination,
    paths: Paths,
}

/// A group of divisions that mentions an entry.
#[derive(Clone, Copy)]
pub(crate) struct Group {
    /// The division at the head of the group (see [`Paper::group`]).
    pub(crate) group: DivisionRef,
    /// The first division in it that mentions the entry.
    pub(crate) first: DivisionRef,
}

/// The groups of divisions of a concordance.
pub(crate) fn groups(concordance: &Concordance) -> impl Iterator<Item = Group> {
    let groups = concordance.groups.iter();
    groups.filter_map(|group| {
        Some(Group {
            group: group.division,
            first: group.divisions.first()?.division,
        })
    })
}

/// A view of the site for one page: in one interface, optionally for one paper.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The configuration and the theme.
    pub(crate) inputs: &'a Inputs,
    /// Index of the interface in [`crate::input::Theme::interfaces`].
    pub(crate) interface: usize,
    /// The paper to which the page belongs.
    pub(crate) paper: Option<PaperId>,
    site: &'a Site<'a>,
}

impl<'a> Site<'a> {
    /// Combines the results of the passes. The diagnostics are missing translations, and reader words without a heading.
    pub fn new(
        inputs: &'a Inputs,
        papers: &'a [Paper],
        register: &'a Register,
        mentions: &'a Mentions,
        apparatus: &'a Apparatus,
    ) -> Checked<Self> {
        let value = Self {
            inputs,
            papers,
            register,
            mentions,
            apparatus,
            pagination: Pagination::new(register, apparatus, papers.len(), &inputs.config.site.language),
            paths: Paths::new(papers, register),
        };
        Checked {
            diagnostics: faults::faults(&value.context(0, None)),
            value,
        }
    }

    /// The view of the site for pages of an interface (by index) and, if any, of a paper.
    pub(crate) fn context(&'a self, interface: usize, paper: Option<PaperId>) -> Context<'a> {
        Context {
            inputs: self.inputs,
            interface,
            paper,
            site: self,
        }
    }
}

/// Configuration and theme.
impl<'a> Context<'a> {
    /// The same view in another interface.
    pub(crate) fn with_interface(&self, interface: usize) -> Self {
        Self { interface, ..*self }
    }

    pub(crate) fn interface(&self) -> &'a Interface {
        &self.inputs.theme.interfaces[self.interface]
    }

    /// The strings of the interface.
    pub(crate) fn strings(&self) -> &'a Strings {
        &self.interface().strings
    }

    /// A localized value of the configuration in the language of the interface.
    pub(crate) fn localized<'w>(&self, value: &'w Localized) -> &'w str {
        value.of(&self.interface().language)
    }

    /// The language in which editors write (the site's), unless the interface has the same.
    pub(crate) fn foreign_editorial_language(&self) -> Option<&'a str> {
        let own = self.inputs.config.site.language.as_str();
        (own != self.interface().language).then_some(own)
    }

    /// The path at which a page is published: all interfaces but the first have a folder of their own.
    pub(crate) fn published(&self, page: &SitePath) -> SitePath {
        match self.interface().folder.as_str() {
            "" => page.clone(),
            folder => SitePath::trusted(format!("{folder}/{page}")),
        }
    }

    /// The kinds of entries.
    pub(crate) fn kinds(&self) -> &'a [KindRule] {
        &self.site.register.kinds
    }

    /// All papers.
    pub(crate) fn papers(&self) -> impl ExactSizeIterator<Item = PaperId> + Clone + use<> {
        (0..self.inputs.config.papers.len()).map(PaperId)
    }

    /// Whether there are several papers.
    pub(crate) fn has_several_papers(&self) -> bool {
        self.inputs.config.papers.len() > 1
    }

    /// The configuration of a paper.
    pub(crate) fn paper_config(&self, paper: PaperId) -> &'a PaperConfig {
        &self.inputs.config.papers[paper.0]
    }

    /// The path of the page with a paper's whole text.
    pub(crate) fn whole_paper_path(&self, paper: PaperId) -> &'a SitePath {
        &self.site.paths.whole[paper.0]
    }

    /// Whether the site has too many papers for every page to name them all.
    pub(crate) fn is_corpus(&self) -> bool {
        self.papers().len() > MAX_PAPERS_NAMED
    }
}

/// Results of the passes.
impl<'a> Context<'a> {
    /// A paper with its divisions and paragraphs.
    pub(crate) fn outline(&self, paper: PaperId) -> &'a Paper {
        paper.of(self.site.papers)
    }

    /// A division.
    pub(crate) fn division(&self, at: DivisionRef) -> &'a Division {
        at.of(self.site.papers)
    }

    /// The path of the page that shows a division's own paragraphs: its page, or the nearest ancestor's, or the whole
    /// paper.
    pub(crate) fn shown_on(&self, at: DivisionRef) -> &'a SitePath {
        &self.site.paths.shown_on[at.paper.0][at.id.0]
    }

    /// The path of a division's page; of the whole paper if the division has none.
    pub(crate) fn division_path(&self, at: DivisionRef) -> &'a SitePath {
        match self.division(at).page {
            Some(_) => self.shown_on(at),
            None => self.whole_paper_path(at.paper),
        }
    }

    /// The title of a paper.
    pub(crate) fn title(&self, paper: PaperId) -> &'a str {
        paper.of(self.site.papers).title()
    }

    /// The source file of a paper.
    pub(crate) fn source(&self, paper: PaperId) -> &'a Source {
        &paper.of(self.site.papers).source
    }

    /// A paragraph.
    pub(crate) fn paragraph(&self, at: ParagraphRef) -> &'a Paragraph {
        at.of(self.site.papers)
    }

    /// The citation label of a paragraph.
    pub(crate) fn label(&self, at: ParagraphRef) -> &'a str {
        &self.paragraph(at).label
    }

    /// The anchor of a paragraph.
    pub(crate) fn anchor(&self, at: ParagraphRef) -> &'a str {
        &self.paragraph(at).anchor
    }

    /// The mentions in a paragraph, in order.
    pub(crate) fn mentions_in(&self, at: ParagraphRef) -> &'a [Mention] {
        self.site.mentions.of_paragraph(at)
    }

    /// The editorial notes on a heading or paragraph, in text order.
    pub(crate) fn notes_on(&self, at: NotePlace) -> &'a [Note] {
        self.site.register.notes_on(at)
    }

    /// The entries mentioned in a division and its descendants, headings included, with their numbers of mentions, in
    /// order of first mention.
    pub(crate) fn mentioned(&self, at: DivisionRef) -> &'a [(EntryId, usize)] {
        &self.site.apparatus.mentioned[at.paper.0][at.id.0]
    }

    /// The editorial summary of a division.
    pub(crate) fn summary(&self, at: DivisionRef) -> Option<&'a EditorialText> {
        self.site.register.divisions.get(&at)
    }

    /// What a division is called in the language of the page, if the register has it.
    pub(crate) fn division_name(&self, at: DivisionRef) -> Option<&'a ForeignName> {
        let names = self.site.register.division_titles.get(&at)?;
        names.iter().find(|name| name.language == self.interface().language)
    }

    /// An editorial text of `content/pages/`.
    pub(crate) fn editorial_text(&self, name: &str) -> Option<&'a EditorialText> {
        self.site.register.pages.get(name)
    }

    /// All entries.
    pub(crate) fn entry_ids(&self) -> impl Iterator<Item = EntryId> + use<> {
        (0..self.site.register.entries.len()).map(EntryId)
    }

    /// The entries that have names in other languages.
    pub(crate) fn with_foreign_names(&self) -> &'a [EntryId] {
        &self.site.pagination.with_foreign_names
    }

    /// The name of an entry.
    pub(crate) fn name(&self, id: EntryId) -> &'a str {
        &self.site.register.entry(id).name
    }

    /// The slug of an entry: the stem of its file and of its page.
    pub(crate) fn slug(&self, id: EntryId) -> &'a str {
        &self.site.register.entry(id).slug
    }

    /// The page of an entry.
    pub(crate) fn entry_path(&self, id: EntryId) -> &'a SitePath {
        &self.site.paths.entries[id.0]
    }

    /// The kind of an entry.
    pub(crate) fn kind(&self, id: EntryId) -> &'a KindRule {
        &self.kinds()[self.kind_index(id)]
    }

    /// Index of the kind of an entry.
    pub(crate) fn kind_index(&self, id: EntryId) -> usize {
        self.site.register.entry(id).kind
    }

    /// The editorial text of an entry.
    pub(crate) fn body(&self, id: EntryId) -> &'a Body {
        &self.site.register.entry(id).body
    }

    /// An entry.
    pub(crate) fn entry(&self, id: EntryId) -> &'a Entry {
        self.site.register.entry(id)
    }

    /// The entries that name this one as their broader term.
    pub(crate) fn narrower(&self, id: EntryId) -> impl Iterator<Item = EntryId> + use<'a> {
        self.site.register.narrower(id)
    }

    /// The entries that name this one as their whole.
    pub(crate) fn parts(&self, id: EntryId) -> impl Iterator<Item = EntryId> + use<'a> {
        self.site.register.parts(id)
    }

    /// The entries that refer to this one under "see also" or in their editorial text.
    pub(crate) fn referring(&self, id: EntryId) -> impl Iterator<Item = EntryId> + use<'a> {
        self.site.register.referring(id)
    }

    /// Whether a paper expands the acronym of an entry.
    pub(crate) fn is_expanded_by_paper(&self, id: EntryId) -> bool {
        self.site.apparatus.given.contains(&id)
    }

    /// Number of mentions of an entry.
    pub(crate) fn mention_count(&self, id: EntryId) -> usize {
        self.site.apparatus.concordances[id.0].count()
    }

    /// The groups of divisions in which an entry is mentioned.
    pub(crate) fn groups(&self, id: EntryId) -> impl Iterator<Item = Group> + use<'a> {
        groups(&self.site.apparatus.concordances[id.0])
    }

    /// All mentions of an entry.
    pub(crate) fn concordance(&self, id: EntryId) -> &'a Concordance {
        &self.site.apparatus.concordances[id.0]
    }

    /// The mentions in a paper, by entry.
    pub(crate) fn citations_in(&self, paper: PaperId) -> Vec<(EntryId, &'a Citation)> {
        let all = &self.site.apparatus.mentioned[paper.0];
        let top = self
            .outline(paper)
            .iter()
            .filter(|(_, division)| division.parent.is_none());
        let mentioned: BTreeSet<EntryId> = top.flat_map(|(id, _)| &all[id.0]).map(|(id, _)| *id).collect();
        let citations = mentioned.into_iter().flat_map(|id| {
            let groups = self
                .concordance(id)
                .groups
                .iter()
                .filter(move |group| group.division.paper == paper);
            let divisions = groups.flat_map(|group| &group.divisions);
            divisions
                .flat_map(|division| &division.citations)
                .map(move |citation| (id, citation))
        });
        citations.collect()
    }

    /// The mentions of divisions in a paragraph.
    pub(crate) fn divisions_in(&self, at: ParagraphRef) -> &'a [DivisionMention] {
        self.site.mentions.divisions_in(at)
    }

    /// The sentences of a paragraph as byte ranges, which split no mention.
    pub(crate) fn sentences(&self, at: ParagraphRef) -> Vec<Range<usize>> {
        sentences_of(self.site.papers, self.site.mentions, at)
    }

    /// The locators of an entry, as the index prints them.
    pub(crate) fn locators(&self, id: EntryId) -> &'a [IndexLocator] {
        &self.site.apparatus.places[id.0]
    }

    /// A letter of the glossary.
    pub(crate) fn glossary_letter(&self, number: usize) -> &'a GlossaryLetter {
        &self.site.apparatus.glossary[number]
    }

    /// The entries with an acronym, in the order of the acronyms.
    pub(crate) fn acronyms(&self) -> &'a [EntryId] {
        &self.site.apparatus.acronyms
    }

    /// All letters of the index.
    pub(crate) fn index(&self) -> &'a [IndexLetter] {
        &self.site.apparatus.index
    }

    /// A letter of the index.
    pub(crate) fn index_letter(&self, number: usize) -> &'a IndexLetter {
        &self.site.apparatus.index[number]
    }

    /// The place of a heading of the index, if something links to it.
    pub(crate) fn heading_anchor(&self, heading: &str) -> Option<&'a Anchor> {
        self.site.pagination.headings.get(heading)
    }

    /// The pages of the index.
    pub(crate) fn index_pages(&self) -> &'a PagedList {
        &self.site.pagination.index
    }

    /// A page of the index by its number.
    pub(crate) fn index_page(&self, number: usize) -> &'a ListPage {
        self.site.pagination.index.page(number)
    }

    /// The pages of the glossary.
    pub(crate) fn glossary_pages(&self) -> &'a PagedList {
        &self.site.pagination.glossary
    }

    /// A page of the glossary by its number.
    pub(crate) fn glossary_page(&self, number: usize) -> &'a ListPage {
        self.site.pagination.glossary.page(number)
    }

    /// The number of the glossary page with an entry's term.
    pub(crate) fn term_page(&self, id: EntryId) -> usize {
        self.site.pagination.term_pages[id.0]
    }

    /// The entries of a kind, sorted by name, and the pages of their list.
    pub(crate) fn kind_list(&self, kind: usize) -> &'a (Vec<EntryId>, PagedList) {
        &self.site.pagination.kinds[kind]
    }

    /// The kinds with a list page, with their indexes: those configured to have one and not empty.
    pub(crate) fn listed_kinds(&self) -> impl Iterator<Item = (usize, &'a KindRule)> + use<'a> {
        let pagination = &self.site.pagination;
        let kinds = self.kinds().iter().enumerate();
        kinds.filter(move |(at, kind)| kind.list && !pagination.kinds[*at].0.is_empty())
    }

    /// The indexes of the kinds that are told apart in pictures, margins and the index: those of the matrix.
    pub(crate) fn lanes(&self) -> Vec<usize> {
        (0..self.kinds().len()).filter(|at| self.kinds()[*at].matrix).collect()
    }

    /// Whether each paper has its own overviews (matrix and charts).
    pub(crate) fn has_overviews_per_paper(&self) -> bool {
        self.site.pagination.overviews_per_paper
    }

    /// The keys of the overview pages: every paper if each has its own, else a single `None`.
    pub(crate) fn overview_keys(&self) -> Vec<Option<PaperId>> {
        match self.has_overviews_per_paper() {
            true => self.papers().map(Some).collect(),
            false => vec![None],
        }
    }

    /// The matrix of all papers.
    pub(crate) fn matrix(&self) -> &'a Matrix {
        &self.site.apparatus.matrix
    }

    /// The years named in the papers.
    pub(crate) fn years(&self) -> &'a [Year] {
        &self.site.apparatus.years
    }

    /// Number of all mentions.
    pub(crate) fn total_mentions(&self) -> usize {
        self.site.mentions.in_text.len() + self.site.mentions.in_headings.len()
    }

    /// Whether every file of the register was read.
    pub(crate) fn register_is_complete(&self) -> bool {
        self.site.register.complete
    }

    /// Editorial search terms in other languages, with the index headings they refer to.
    pub(crate) fn reader_words(&self) -> &'a [ReaderWord] {
        &self.site.register.search
    }

    /// What readers ask for and no paper mentions.
    pub(crate) fn silences(&self) -> &'a [Silence] {
        &self.site.register.silences
    }
}
