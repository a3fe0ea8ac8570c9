//! The site: all that pages and exports are made from, where they stand, and how they link to each other.

mod card;
mod faults;
mod links;
mod pagination;
mod path;
mod paths;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::apparatus::{
    Apparatus, Citation, Concordance, GlossaryLetter, IndexLetter, IndexLocator, Matrix, Neighbour, Year,
};
use crate::diagnostic::Checked;
use crate::input::{Inputs, Interface, KindRule, Localized, PaperConfig, Source, Strings};
use crate::mention::{Mention, Mentions};
use crate::outline::{Division, DivisionRef, Paper, PaperId, Paragraph, ParagraphRef};
use crate::register::{Body, Entry, EntryId, Note, NotePlace, ReaderWord, Register};
pub(crate) use card::{can_be_drawn, card_of, division_card, has_card, site_card};
pub use links::Link;
pub(crate) use links::{Links, absolute, of_paper};
use pagination::Pagination;
pub(crate) use pagination::{Anchor, ListPage, PagedList};
pub use path::SitePath;
pub(crate) use paths::*;

/// Files by path.
pub type Files = BTreeMap<SitePath, Arc<[u8]>>;

/// With more papers than this, pages name only the paper that they belong to, and the first page lists the papers
/// without their outlines.
const FEW_PAPERS: usize = 3;

/// What the passes have made of the inputs, and where everything stands.
pub struct Site<'a> {
    pub(crate) inputs: &'a Inputs,
    pub(crate) papers: &'a [Paper],
    pub(crate) register: &'a Register,
    pub(crate) mentions: &'a Mentions,
    pub(crate) apparatus: &'a Apparatus,
    pub(crate) pagination: Pagination,
    paths: Paths,
}

/// A group of divisions in which an entry is mentioned, and the first division of it that does.
#[derive(Clone, Copy)]
pub(crate) struct Group {
    pub(crate) group: DivisionRef,
    pub(crate) first: DivisionRef,
}

/// The groups of a concordance.
pub(crate) fn groups(concordance: &Concordance) -> impl Iterator<Item = Group> {
    let groups = concordance.groups.iter();
    groups.filter_map(|group| {
        Some(Group {
            group: group.division,
            first: group.divisions.first()?.division,
        })
    })
}

/// The site as one page sees it: in the language of its interface, and belonging to a paper or to none.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The configuration and the theme.
    pub(crate) inputs: &'a Inputs,
    /// Index of the interface whose pages are made.
    pub(crate) interface: usize,
    /// The paper to which the page being made belongs.
    pub(crate) paper: Option<PaperId>,
    site: &'a Site<'a>,
}

impl<'a> Site<'a> {
    /// Puts together what the passes have made; tells what the interfaces and the readers' words lack.
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
            paths: Paths::of(papers, register),
        };
        Checked {
            diagnostics: faults::faults(&value.context(0, None)),
            value,
        }
    }

    /// The site as the pages of an interface (index) and a paper see it.
    pub(crate) fn context(&'a self, interface: usize, paper: Option<PaperId>) -> Context<'a> {
        Context {
            inputs: self.inputs,
            interface,
            paper,
            site: self,
        }
    }
}

/// What follows from the configuration.
impl<'a> Context<'a> {
    /// The same site as another interface sees it.
    pub(crate) fn of_interface(&self, interface: usize) -> Self {
        Self { interface, ..*self }
    }

    pub(crate) fn interface(&self) -> &'a Interface {
        &self.inputs.theme.interfaces[self.interface]
    }

    /// The words of the interface.
    pub(crate) fn strings(&self) -> &'a Strings {
        &self.interface().strings
    }

    /// Words of the configuration in the language of the interface.
    pub(crate) fn localized<'w>(&self, words: &'w Localized) -> &'w str {
        words.of(&self.interface().language)
    }

    /// The language in which the register is written, where it is not that of the interface.
    pub(crate) fn written_in(&self) -> Option<&'a str> {
        let own = self.inputs.config.site.language.as_str();
        (own != self.interface().language).then_some(own)
    }

    /// Where a page is published: pages of further languages stand in a folder of their own.
    pub(crate) fn published(&self, page: &SitePath) -> SitePath {
        match self.interface().folder.as_str() {
            "" => page.clone(),
            folder => SitePath::made(format!("{folder}/{page}")),
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

    /// The page of a whole paper.
    pub(crate) fn whole_path(&self, paper: PaperId) -> &'a SitePath {
        &self.site.paths.whole[paper.0]
    }

    /// Whether the site has so many papers that pages cannot name them all.
    pub(crate) fn is_corpus(&self) -> bool {
        self.papers().len() > FEW_PAPERS
    }
}

/// What the passes have made.
impl<'a> Context<'a> {
    /// The headings of a paper and how many paragraphs stand under each. The paragraphs' numbers and labels follow from
    /// that; their texts are read with [`Self::paragraph`] alone.
    pub(crate) fn outline(&self, paper: PaperId) -> &'a Paper {
        paper.of(self.site.papers)
    }

    /// A division.
    pub(crate) fn division(&self, at: DivisionRef) -> &'a Division {
        at.of(self.site.papers)
    }

    /// The page on which a division's own paragraphs stand: its own, or the nearest outer one's.
    pub(crate) fn shown_on(&self, at: DivisionRef) -> &'a SitePath {
        &self.site.paths.shown_on[at.paper.0][at.id.0]
    }

    /// The page of a division that has one; the whole paper's otherwise.
    pub(crate) fn division_path(&self, at: DivisionRef) -> &'a SitePath {
        match self.division(at).page {
            Some(_) => self.shown_on(at),
            None => self.whole_path(at.paper),
        }
    }

    /// The title of a paper.
    pub(crate) fn title(&self, paper: PaperId) -> &'a str {
        paper.of(self.site.papers).title()
    }

    /// The text of a paper as it was read.
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

    /// The notes on a place, in the order of its words.
    pub(crate) fn notes_on(&self, at: NotePlace) -> &'a [Note] {
        self.site.register.notes_on(at)
    }

    /// The entries mentioned in a division and all in it, headings included, each with the number of its mentions; in
    /// the order of the first.
    pub(crate) fn mentioned(&self, at: DivisionRef) -> &'a [(EntryId, usize)] {
        &self.site.apparatus.mentioned[at.paper.0][at.id.0]
    }

    /// The editorial summary of a division.
    pub(crate) fn summary(&self, at: DivisionRef) -> Option<&'a Body> {
        self.site.register.divisions.get(&at)
    }

    /// An editorial text of `content/pages/`.
    pub(crate) fn text(&self, name: &str) -> Option<&'a Body> {
        self.site.register.pages.get(name)
    }

    /// All entries.
    pub(crate) fn ids(&self) -> impl Iterator<Item = EntryId> + use<> {
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

    /// The name of an entry's file and page.
    pub(crate) fn slug(&self, id: EntryId) -> &'a str {
        &self.site.register.entry(id).slug
    }

    /// The page of an entry.
    pub(crate) fn entry_path(&self, id: EntryId) -> &'a SitePath {
        &self.site.paths.entries[id.0]
    }

    /// The kind of an entry.
    pub(crate) fn kind(&self, id: EntryId) -> &'a KindRule {
        &self.kinds()[self.kind_number(id)]
    }

    /// Index of the kind of an entry.
    pub(crate) fn kind_number(&self, id: EntryId) -> usize {
        self.site.register.entry(id).kind
    }

    /// The editorial text of an entry.
    pub(crate) fn body(&self, id: EntryId) -> &'a Body {
        &self.site.register.entry(id).body
    }

    /// All of an entry but its editorial text.
    pub(crate) fn entry(&self, id: EntryId) -> &'a Entry {
        self.site.register.entry(id)
    }

    /// The entries that say this one is more general.
    pub(crate) fn narrower(&self, id: EntryId) -> impl Iterator<Item = EntryId> + use<'a> {
        self.site.register.narrower(id)
    }

    /// The entries that say they are part of this one.
    pub(crate) fn parts(&self, id: EntryId) -> impl Iterator<Item = EntryId> + use<'a> {
        self.site.register.parts(id)
    }

    /// The entries that name this one as what one would look at too, or in their text.
    pub(crate) fn referring(&self, id: EntryId) -> impl Iterator<Item = EntryId> + use<'a> {
        self.site.register.referring(id)
    }

    /// Whether a paper expands the acronym of an entry.
    pub(crate) fn is_given(&self, id: EntryId) -> bool {
        self.site.apparatus.given.contains(&id)
    }

    /// Number of mentions of an entry.
    pub(crate) fn count(&self, id: EntryId) -> usize {
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

    /// Where an entry is mentioned, as the index prints it.
    pub(crate) fn places(&self, id: EntryId) -> &'a [IndexLocator] {
        &self.site.apparatus.places[id.0]
    }

    /// The entries mentioned in the same sentences.
    pub(crate) fn neighbours(&self, id: EntryId) -> &'a [Neighbour] {
        &self.site.apparatus.neighbours[id.0]
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

    /// Where a heading of the index stands. (The letters of the headings that lead there, and its own, depend on it.)
    pub(crate) fn heading(&self, words: &str) -> Option<&'a Anchor> {
        self.site.pagination.headings.get(words)
    }

    /// The pages of the index: their names and paths. What is on one is read with [`Self::index_sheet`].
    pub(crate) fn index_pages(&self) -> &'a PagedList {
        &self.site.pagination.index
    }

    /// A page of the index by its number.
    pub(crate) fn index_page(&self, number: usize) -> &'a ListPage {
        self.site.pagination.index.page(number)
    }

    /// The pages of the glossary: their names and paths. What is on one is read with [`Self::glossary_sheet`].
    pub(crate) fn glossary_pages(&self) -> &'a PagedList {
        &self.site.pagination.glossary
    }

    /// A page of the glossary.
    pub(crate) fn glossary_page(&self, number: usize) -> &'a ListPage {
        self.site.pagination.glossary.page(number)
    }

    /// The page of the glossary with the term of an entry.
    pub(crate) fn term_page(&self, id: EntryId) -> usize {
        self.site.pagination.term_pages[id.0]
    }

    /// The entries of a kind by name, and the pages of their list.
    pub(crate) fn kind_list(&self, kind: usize) -> &'a (Vec<EntryId>, PagedList) {
        &self.site.pagination.kinds[kind]
    }

    /// The kinds that have a list page, with their indexes: those that want one and have entries.
    pub(crate) fn listed_kinds(&self) -> impl Iterator<Item = (usize, &'a KindRule)> + use<'a> {
        let pagination = &self.site.pagination;
        let kinds = self.kinds().iter().enumerate();
        kinds.filter(move |(at, kind)| kind.list && !pagination.kinds[*at].0.is_empty())
    }

    /// Whether each paper has a matrix and pictures of its own.
    pub(crate) fn is_by_paper(&self) -> bool {
        self.site.pagination.by_paper
    }

    /// The papers (indexes) that have a matrix and pictures of their own; nothing stands for all papers together.
    pub(crate) fn pictured_papers(&self) -> Vec<Option<PaperId>> {
        match self.is_by_paper() {
            true => self.papers().map(Some).collect(),
            false => vec![None],
        }
    }

    /// The matrix of all papers.
    pub(crate) fn matrix(&self) -> &'a Matrix {
        &self.site.apparatus.matrix
    }

    /// The years that the papers name.
    pub(crate) fn years(&self) -> &'a [Year] {
        &self.site.apparatus.years
    }

    /// Number of all mentions.
    pub(crate) fn mentions(&self) -> usize {
        self.site.mentions.in_text.len() + self.site.mentions.in_headings.len()
    }

    /// Words by which readers of other languages search.
    pub(crate) fn reader_words(&self) -> &'a [ReaderWord] {
        &self.site.register.search
    }
}
