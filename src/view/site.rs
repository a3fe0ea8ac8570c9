//! What views are built from. Every reading is noted down, so that a page knows what it depends on: views have no other
//! way to what the passes before have made.

use std::collections::BTreeSet;

use super::layout::{Anchor, Layout, Sheet, Sheets};
use super::links::{Paths, SitePath};
use crate::apparatus::{
    Apparatus, Citation, Concordance, GlossaryLetter, IndexLetter, IndexLocator, Matrix, Neighbour, Year,
};
use crate::mention::{Mention, Mentions};
use crate::outline::{DivisionId, Locator, Paper, Paragraph, paragraph_at};
use crate::read::{Inputs, Interface, KindRule, Localized, PaperConfig, Source, Strings};
use crate::register::{
    Body, Definition, Entry, EntryId, ForeignName, Note, NotePlace, Quotation, ReaderWord, Register,
};

/// With more papers than this, pages name only the paper that they belong to, and the first page lists the papers
/// without their outlines.
const FEW_PAPERS: usize = 3;

/// What the passes before have made.
pub(crate) struct World<'a> {
    pub(super) inputs: &'a Inputs,
    pub(super) papers: &'a [Paper],
    pub(super) register: &'a Register,
    pub(super) mentions: &'a Mentions,
    pub(super) apparatus: &'a Apparatus,
    pub(super) layout: &'a Layout,
    paths: Paths,
}

/// A group of divisions in which an entry is mentioned, and the first division of it that does.
#[derive(Clone, Copy)]
pub(super) struct Group {
    pub(super) paper: usize,
    pub(super) group: DivisionId,
    pub(super) first: DivisionId,
}

/// The groups of a concordance.
pub(super) fn groups(concordance: &Concordance) -> impl Iterator<Item = Group> {
    let groups = concordance.groups.iter();
    groups.filter_map(|group| {
        Some(Group {
            paper: group.paper,
            group: group.division,
            first: group.divisions.first()?.division,
        })
    })
}

/// What search finds an entry by: all its names, and its definition where that is a paper's.
pub(super) struct FoundBy<'a> {
    pub(super) slug: &'a str,
    /// The names in the language of the register, the first one first.
    pub(super) names: Vec<&'a str>,
    pub(super) foreign: &'a [ForeignName],
    pub(super) quoted: Option<&'a Quotation>,
}

impl<'a> FoundBy<'a> {
    pub(super) fn of(entry: &'a Entry) -> Self {
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

/// What a page is made from, as the page's interface sees it.
#[derive(Clone, Copy)]
pub(crate) struct Site<'a> {
    /// The configuration and the theme; what is read of these is not noted down, as every page depends on all of it.
    pub(super) inputs: &'a Inputs,
    /// Index of the interface whose pages are made.
    pub(super) interface: usize,
    /// Index of the paper to which the page being made belongs.
    pub(super) paper: Option<usize>,
    world: &'a World<'a>,
}

impl<'a> World<'a> {
    pub(super) fn new(
        inputs: &'a Inputs,
        papers: &'a [Paper],
        register: &'a Register,
        mentions: &'a Mentions,
        apparatus: &'a Apparatus,
        layout: &'a Layout,
    ) -> Self {
        Self {
            inputs,
            papers,
            register,
            mentions,
            apparatus,
            layout,
            paths: Paths::of(papers, register),
        }
    }

    /// The site as an interface and a paper see it.
    pub(super) fn site(&'a self, interface: usize, paper: Option<usize>) -> Site<'a> {
        Site {
            inputs: self.inputs,
            interface,
            paper,
            world: self,
        }
    }
}

/// What follows from the configuration.
impl<'a> Site<'a> {
    /// The same site as another interface sees it.
    pub(super) fn of_interface(&self, interface: usize) -> Self {
        Self { interface, ..*self }
    }

    pub(super) fn interface(&self) -> &'a Interface {
        &self.inputs.theme.interfaces[self.interface]
    }

    /// The words of the interface.
    pub(super) fn words(&self) -> &'a Strings {
        &self.interface().strings
    }

    /// Words of the configuration in the language of the interface.
    pub(super) fn say<'w>(&self, words: &'w Localized) -> &'w str {
        words.of(&self.interface().language)
    }

    /// The language in which the register is written, where it is not that of the interface.
    pub(super) fn written_in(&self) -> Option<&'a str> {
        let own = self.inputs.config.site.language.as_str();
        (own != self.interface().language).then_some(own)
    }

    /// Where a page is published: pages of further languages stand in a folder of their own.
    pub(super) fn published(&self, page: &SitePath) -> SitePath {
        match self.interface().folder.as_str() {
            "" => page.clone(),
            folder => SitePath::made(format!("{folder}/{page}")),
        }
    }

    /// The kinds of entries.
    pub(super) fn kinds(&self) -> &'a [KindRule] {
        &self.world.register.kinds
    }

    /// Number of papers.
    pub(super) fn papers(&self) -> usize {
        self.inputs.config.papers.len()
    }

    /// The configuration of a paper.
    pub(super) fn paper_config(&self, paper: usize) -> &'a PaperConfig {
        &self.inputs.config.papers[paper]
    }

    /// The page of a whole paper.
    pub(super) fn whole_path(&self, paper: usize) -> &'a SitePath {
        &self.world.paths.whole[paper]
    }

    /// Whether the site has so many papers that pages cannot name them all.
    pub(super) fn is_corpus(&self) -> bool {
        self.papers() > FEW_PAPERS
    }
}

/// What is noted down.
impl<'a> Site<'a> {
    /// The headings of a paper and how many paragraphs stand under each. The paragraphs' numbers and labels follow from
    /// that; their texts are read with [`Self::paragraph`] alone.
    pub(super) fn outline(&self, paper: usize) -> &'a Paper {
        &self.world.papers[paper]
    }

    /// The page on which a division's own paragraphs stand: its own, or the nearest outer one's.
    pub(super) fn shown_on(&self, paper: usize, id: DivisionId) -> &'a SitePath {
        &self.world.paths.shown_on[paper][id.0]
    }

    /// The page of a division that has one; the whole paper's otherwise.
    pub(super) fn division_path(&self, paper: usize, id: DivisionId) -> &'a SitePath {
        match self.outline(paper).division(id).page {
            Some(_) => self.shown_on(paper, id),
            None => self.whole_path(paper),
        }
    }

    /// The title of a paper.
    pub(super) fn title(&self, paper: usize) -> &'a str {
        self.world.papers[paper].title()
    }

    /// The text of a paper as it was read.
    pub(super) fn source(&self, paper: usize) -> &'a Source {
        &self.world.papers[paper].source
    }

    /// A paragraph.
    pub(super) fn paragraph(&self, at: Locator) -> &'a Paragraph {
        paragraph_at(self.world.papers, at)
    }

    /// The citation label of a paragraph.
    pub(super) fn label(&self, at: Locator) -> &'a str {
        &self.outline(at.paper).division(at.division).paragraphs[at.paragraph].label
    }

    /// The anchor of a paragraph.
    pub(super) fn anchor(&self, at: Locator) -> &'a str {
        &self.outline(at.paper).division(at.division).paragraphs[at.paragraph].anchor
    }

    /// The mentions in a paragraph, in order.
    pub(super) fn mentions_in(&self, at: Locator) -> &'a [Mention] {
        self.world.mentions.of_paragraph(at)
    }

    /// The notes on a place, in the order of its words.
    pub(super) fn notes_on(&self, at: NotePlace) -> &'a [Note] {
        self.world.register.notes_on(at)
    }

    /// The entries mentioned in a division and all in it, headings included, each with the number of its mentions; in
    /// the order of the first.
    pub(super) fn mentioned(&self, paper: usize, id: DivisionId) -> &'a [(EntryId, usize)] {
        &self.world.apparatus.mentioned[paper][id.0]
    }

    /// The editorial summary of a division.
    pub(super) fn summary(&self, paper: usize, id: DivisionId) -> Option<&'a Body> {
        self.world.register.divisions.get(&(paper, id))
    }

    /// An editorial text of `content/pages/`.
    pub(super) fn text(&self, name: &str) -> Option<&'a Body> {
        self.world.register.pages.get(name)
    }

    /// All entries.
    pub(super) fn ids(&self) -> impl Iterator<Item = EntryId> + use<> {
        (0..self.world.register.entries.len()).map(EntryId)
    }

    /// The entries that have names in other languages.
    pub(super) fn with_foreign_names(&self) -> &'a [EntryId] {
        &self.world.layout.with_foreign_names
    }

    /// The name of an entry.
    pub(super) fn name(&self, id: EntryId) -> &'a str {
        &self.world.register.entry(id).name
    }

    /// The name of an entry's file and page.
    pub(super) fn slug(&self, id: EntryId) -> &'a str {
        &self.world.register.entry(id).slug
    }

    /// The page of an entry.
    pub(super) fn entry_path(&self, id: EntryId) -> &'a SitePath {
        &self.world.paths.entries[id.0]
    }

    /// The kind of an entry.
    pub(super) fn kind(&self, id: EntryId) -> &'a KindRule {
        &self.kinds()[self.kind_number(id)]
    }

    /// Index of the kind of an entry.
    pub(super) fn kind_number(&self, id: EntryId) -> usize {
        self.world.register.entry(id).kind
    }

    /// The editorial text of an entry.
    pub(super) fn body(&self, id: EntryId) -> &'a Body {
        &self.world.register.entry(id).body
    }

    /// All of an entry but its editorial text.
    pub(super) fn entry(&self, id: EntryId) -> &'a Entry {
        self.world.register.entry(id)
    }

    /// What search finds an entry by.
    pub(super) fn found_by(&self, id: EntryId) -> FoundBy<'a> {
        FoundBy::of(self.world.register.entry(id))
    }

    /// The entries that say this one is more general.
    pub(super) fn narrower(&self, id: EntryId) -> impl Iterator<Item = EntryId> + use<'a> {
        self.world.register.narrower(id)
    }

    /// The entries that say they are part of this one.
    pub(super) fn parts(&self, id: EntryId) -> impl Iterator<Item = EntryId> + use<'a> {
        self.world.register.parts(id)
    }

    /// The entries that name this one as what one would look at too, or in their text.
    pub(super) fn referring(&self, id: EntryId) -> impl Iterator<Item = EntryId> + use<'a> {
        self.world.register.referring(id)
    }

    /// Whether a paper expands the acronym of an entry.
    pub(super) fn is_given(&self, id: EntryId) -> bool {
        self.world.apparatus.given.contains(&id)
    }

    /// Number of mentions of an entry.
    pub(super) fn count(&self, id: EntryId) -> usize {
        self.world.apparatus.concordances[id.0].count()
    }

    /// The groups of divisions in which an entry is mentioned.
    pub(super) fn groups(&self, id: EntryId) -> impl Iterator<Item = Group> + use<'a> {
        groups(&self.world.apparatus.concordances[id.0])
    }

    /// All mentions of an entry.
    pub(super) fn concordance(&self, id: EntryId) -> &'a Concordance {
        &self.world.apparatus.concordances[id.0]
    }

    /// The mentions in a paper, by entry.
    pub(super) fn citations_in(&self, paper: usize) -> Vec<(EntryId, &'a Citation)> {
        let all = &self.world.apparatus.mentioned[paper];
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
                .filter(move |group| group.paper == paper);
            let divisions = groups.flat_map(|group| &group.divisions);
            divisions
                .flat_map(|division| &division.citations)
                .map(move |citation| (id, citation))
        });
        citations.collect()
    }

    /// Where an entry is mentioned, as the index prints it.
    pub(super) fn places(&self, id: EntryId) -> &'a [IndexLocator] {
        &self.world.apparatus.places[id.0]
    }

    /// The entries mentioned in the same sentences.
    pub(super) fn neighbours(&self, id: EntryId) -> &'a [Neighbour] {
        &self.world.apparatus.neighbours[id.0]
    }

    /// A letter of the glossary.
    pub(super) fn glossary_letter(&self, number: usize) -> &'a GlossaryLetter {
        &self.world.apparatus.glossary[number]
    }

    /// The entries with an acronym, in the order of the acronyms.
    pub(super) fn acronyms(&self) -> &'a [EntryId] {
        &self.world.apparatus.acronyms
    }

    /// All letters of the index.
    pub(super) fn index(&self) -> &'a [IndexLetter] {
        &self.world.apparatus.index
    }

    /// A letter of the index.
    pub(super) fn index_letter(&self, number: usize) -> &'a IndexLetter {
        &self.world.apparatus.index[number]
    }

    /// Where a heading of the index stands. (The letters of the headings that lead there, and its own, depend on it.)
    pub(super) fn heading(&self, words: &str) -> Option<&'a Anchor> {
        self.world.layout.headings.get(words)
    }

    /// The pages of the index: their names and paths. What is on one is read with [`Self::index_sheet`].
    pub(super) fn index_sheets(&self) -> &'a Sheets {
        &self.world.layout.index
    }

    /// A page of the index.
    pub(super) fn index_sheet(&self, number: usize) -> &'a Sheet {
        self.world.layout.index.sheet(number)
    }

    /// The pages of the glossary: their names and paths. What is on one is read with [`Self::glossary_sheet`].
    pub(super) fn glossary_sheets(&self) -> &'a Sheets {
        &self.world.layout.glossary
    }

    /// A page of the glossary.
    pub(super) fn glossary_sheet(&self, number: usize) -> &'a Sheet {
        self.world.layout.glossary.sheet(number)
    }

    /// The page of the glossary with the term of an entry.
    pub(super) fn term_sheet(&self, id: EntryId) -> usize {
        self.world.layout.term_sheets[id.0]
    }

    /// The entries of a kind by name, and the pages of their list.
    pub(super) fn kind_list(&self, kind: usize) -> &'a (Vec<EntryId>, Sheets) {
        &self.world.layout.kinds[kind]
    }

    /// The kinds that have a list page, with their indexes: those that want one and have entries.
    pub(super) fn listed_kinds(&self) -> impl Iterator<Item = (usize, &'a KindRule)> + use<'a> {
        let layout = self.world.layout;
        let kinds = self.kinds().iter().enumerate();
        kinds.filter(move |(at, kind)| kind.list && !layout.kinds[*at].0.is_empty())
    }

    /// Whether each paper has a matrix and pictures of its own.
    pub(super) fn is_by_paper(&self) -> bool {
        self.world.layout.by_paper
    }

    /// The matrix of all papers.
    pub(super) fn matrix(&self) -> &'a Matrix {
        &self.world.apparatus.matrix
    }

    /// The years that the papers name.
    pub(super) fn years(&self) -> &'a [Year] {
        &self.world.apparatus.years
    }

    /// Number of all mentions.
    pub(super) fn mentions(&self) -> usize {
        self.world.mentions.in_text.len() + self.world.mentions.in_headings.len()
    }

    /// Words by which readers of other languages search.
    pub(super) fn reader_words(&self) -> &'a [ReaderWord] {
        &self.world.register.search
    }
}
