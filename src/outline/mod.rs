//! Pass 2, outline: a source text and a grammar of headings give the tree of divisions and their
//! paragraphs, each with the citation label, anchor and address that every later pass uses.
//!
//! Invariant: no line is dropped. Every line that is not blank is a front line, a heading (or a
//! heading's title) or a paragraph; one line is one paragraph. The pass cannot fail: a line that fits no
//! rule is a paragraph, with a diagnostic where it looks like a heading.

mod build;
mod grammar;
mod label;
mod place;

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Checked, Place, SourceFile};
use crate::input::{Inputs, PaperConfig, ShownText, Source};

pub(crate) use grammar::roman;
pub use label::anchor;
pub use place::{DivisionId, DivisionRef, PaperId, ParagraphRef, Span};

/// A paper as a tree: divisions in document order, each knowing its parent and children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// The paper's configuration.
    pub config: PaperConfig,
    /// The source.
    pub source: Source,
    /// The named lines before the first heading.
    pub front: Vec<FrontLine>,
    /// All divisions, in document order; a parent stands before its children.
    pub divisions: Vec<Division>,
}

/// A line before the first heading, with its name from the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontLine {
    /// `title`, `published`, ...
    pub name: String,
    /// The line as it stands.
    pub text: String,
}

/// One node of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// Index of its rule in the paper's grammar.
    pub rule: usize,
    /// The division it stands in.
    pub parent: Option<DivisionId>,
    /// The divisions directly in it.
    pub children: Vec<DivisionId>,
    /// Distance from the top, from 0.
    pub depth: usize,
    /// The lines of its heading as printed: one, or two where the title has its own.
    pub heading: Vec<String>,
    /// Where the heading stands in the source.
    pub place: Place,
    /// The heading's number as printed (`III`, `8`), if it has one.
    pub number: Option<String>,
    /// The title; where the heading has only a number, the heading itself.
    pub title: String,
    /// Citation label, e.g. `III.2(8)`.
    pub label: String,
    /// The label as an anchor, e.g. `III.2.8`.
    pub anchor: String,
    /// Its URL segment.
    pub slug: String,
    /// The path of its page under the paper's folder, if it has one.
    pub page: Option<String>,
    /// Its own paragraphs (not those of its children).
    pub paragraphs: Vec<Paragraph>,
}

/// The smallest citable unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Its number in its division, from 1.
    pub number: usize,
    /// Citation label, e.g. `III.2(8) ¶2`.
    pub label: String,
    /// Anchor, e.g. `III.2.8-p2`.
    pub anchor: String,
    /// The exact text of the source line.
    pub text: String,
    /// Byte of the source at which it begins; for diagnostics only.
    pub start: usize,
}

/// Makes the outline of every paper.
pub fn outline(inputs: &Inputs) -> Checked<Vec<Paper>> {
    let mut diagnostics = Vec::new();
    let papers = inputs.config.papers.par_iter().zip(&inputs.sources);
    let outlined: Vec<Checked<Paper>> = papers
        .map(|(config, source)| outline_of(config, source, &inputs.config_file))
        .collect();
    let value = outlined
        .into_iter()
        .map(|paper| paper.unpack(&mut diagnostics))
        .collect();
    Checked { value, diagnostics }
}

/// Makes the outline of one paper; `config_file` is for the places of diagnostics about its configuration.
pub fn outline_of(config: &PaperConfig, source: &Source, config_file: &Arc<SourceFile>) -> Checked<Paper> {
    let mut diagnostics = Vec::new();
    let grammar = grammar::compile(config, config_file).unpack(&mut diagnostics);
    let value = build::paper(config, source, &grammar, config_file).unpack(&mut diagnostics);
    Checked { value, diagnostics }
}

impl Paper {
    /// The division with an index.
    pub fn division(&self, id: DivisionId) -> &Division {
        &self.divisions[id.0]
    }

    /// All divisions with their indexes, in document order.
    pub fn iter(&self) -> impl Iterator<Item = (DivisionId, &Division)> {
        self.divisions
            .iter()
            .enumerate()
            .map(|(at, division)| (DivisionId(at), division))
    }

    /// The paper's title: the front line of that name, or the configured one.
    pub fn title(&self) -> &str {
        self.front
            .iter()
            .find(|line| line.name == "title")
            .map_or(&self.config.title, |line| &line.text)
    }

    /// The kind of a division, by its name in data.
    pub fn kind(&self, division: &Division) -> &str {
        &self.config.outline[division.rule].kind.value
    }

    /// The division and its ancestors, innermost first.
    pub fn ancestry(&self, id: DivisionId) -> impl Iterator<Item = DivisionId> {
        std::iter::successors(Some(id), |id| self.division(*id).parent)
    }

    /// The divisions with the same parent as a division, itself included, in order.
    pub fn siblings(&self, id: DivisionId) -> Vec<DivisionId> {
        match self.division(id).parent {
            Some(parent) => self.division(parent).children.clone(),
            None => self
                .iter()
                .filter(|(_, other)| other.parent.is_none())
                .map(|(other, _)| other)
                .collect(),
        }
    }

    /// The nearest division that groups mentions (see [`crate::input::DivisionRule::group`]), or the
    /// topmost one where the grammar groups by none.
    pub fn group(&self, id: DivisionId) -> DivisionId {
        self.ancestry(id)
            .find(|id| self.config.outline[self.division(*id).rule].group)
            .or_else(|| self.ancestry(id).last())
            .unwrap_or(id)
    }

    /// The division and its descendants, as a range of indexes in [`Paper::divisions`].
    pub fn subtree(&self, id: DivisionId) -> Range<usize> {
        let depth = self.division(id).depth;
        let end = self.divisions[id.0 + 1..]
            .iter()
            .position(|division| division.depth <= depth)
            .map_or(self.divisions.len(), |at| id.0 + 1 + at);
        id.0..end
    }

    /// The nearest division that has a page: this one or an ancestor.
    pub fn nearest_with_page(&self, id: DivisionId) -> Option<DivisionId> {
        self.ancestry(id).find(|id| self.division(*id).page.is_some())
    }

    /// Whether a division's page shows the text of its descendants too.
    pub fn shows_whole(&self, division: &Division) -> bool {
        self.config.outline[division.rule].text == ShownText::Whole
    }

    /// References to all its paragraphs, in order; `own` is the paper's id.
    pub fn paragraphs(&self, own: PaperId) -> impl Iterator<Item = ParagraphRef> {
        let divisions = self.iter();
        divisions.flat_map(move |(id, node)| (0..node.paragraphs.len()).map(move |at| own.division(id).paragraph(at)))
    }

    /// Number of paragraphs.
    pub fn paragraph_count(&self) -> usize {
        self.divisions.iter().map(|division| division.paragraphs.len()).sum()
    }

    /// The division with a citation label.
    pub fn by_label(&self, label: &str) -> Option<DivisionId> {
        self.iter()
            .find(|(_, division)| division.label == label)
            .map(|(id, _)| id)
    }

    /// The place of a span of a paragraph in the source.
    pub fn place(&self, paragraph: &Paragraph, span: Range<usize>) -> Place {
        Place::new(
            &self.source.file,
            paragraph.start + span.start..paragraph.start + span.end,
        )
    }
}

/// All paragraphs of all papers, each with its reference, in order.
pub fn paragraphs(papers: &[Paper]) -> impl Iterator<Item = (ParagraphRef, &Paragraph)> {
    let ids = PaperId::all(papers.len()).zip(papers);
    ids.flat_map(|(id, paper)| paper.paragraphs(id).map(|at| (at, at.of(papers))))
}
