use std::ops::Range;

use super::{Division, Paper, Paragraph};
use crate::diagnostic::Place;

/// A paper of the site: its index in the order of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaperId(pub usize);

/// A division of one paper: its index in [`Paper::divisions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DivisionId(pub usize);

/// A division of the site; the order is that of the text, paper by paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DivisionRef {
    /// The paper.
    pub paper: PaperId,
    /// The division in it.
    pub id: DivisionId,
}

/// A paragraph of the site; the order is that of the text, paper by paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParagraphRef {
    /// The division whose own paragraph it is.
    pub division: DivisionRef,
    /// Its index in [`Division::paragraphs`].
    pub index: usize,
}

/// A part of a paragraph's text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Span {
    /// The paragraph.
    pub paragraph: ParagraphRef,
    /// Byte range in its text.
    pub range: Range<usize>,
}

impl PaperId {
    /// The ids of a number of papers, in order.
    pub fn all(papers: usize) -> impl DoubleEndedIterator<Item = Self> + Clone {
        (0..papers).map(Self)
    }

    /// The paper itself.
    pub fn of(self, papers: &[Paper]) -> &Paper {
        &papers[self.0]
    }

    /// A division of this paper.
    pub fn division(self, id: DivisionId) -> DivisionRef {
        DivisionRef { paper: self, id }
    }
}

impl DivisionRef {
    /// The division itself.
    pub fn of(self, papers: &[Paper]) -> &Division {
        self.paper.of(papers).division(self.id)
    }

    /// Another division of the same paper.
    pub fn in_same_paper(self, id: DivisionId) -> Self {
        Self { id, ..self }
    }

    /// A paragraph (index) of the division itself.
    pub fn paragraph(self, index: usize) -> ParagraphRef {
        ParagraphRef { division: self, index }
    }
}

impl Span {
    /// Its place in the source.
    pub fn place(&self, papers: &[Paper]) -> Place {
        let paragraph = self.paragraph.of(papers);
        self.paragraph.paper().of(papers).place(paragraph, self.range.clone())
    }

    /// The text of the span.
    pub fn text<'a>(&self, papers: &'a [Paper]) -> &'a str {
        &self.paragraph.of(papers).text[self.range.clone()]
    }
}

impl ParagraphRef {
    /// The paper in which it stands.
    pub fn paper(self) -> PaperId {
        self.division.paper
    }

    /// The paragraph itself.
    pub fn of(self, papers: &[Paper]) -> &Paragraph {
        &self.division.of(papers).paragraphs[self.index]
    }
}
