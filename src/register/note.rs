use std::ops::Range;

use super::EditorialText;
use super::front_matter::YamlSource;
use super::record::NoteRecord;
use super::resolve::Resolver;
use super::translation::Translations;
use crate::diagnostic::Diagnostic;
use crate::outline::{DivisionRef, ParagraphRef};
use crate::text::{Level, Normalized};

/// An editorial note on words of a paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Where the words stand.
    pub at: NotePlace,
    /// Byte range of the words in the paragraph's text or the division's title.
    pub span: Range<usize>,
    /// The note.
    pub body: EditorialText,
}

/// The paragraph or title that a note is about; ordered as in the papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotePlace {
    /// The division.
    pub division: DivisionRef,
    /// Index of the paragraph; `None`: the division's title.
    pub paragraph: Option<usize>,
}

impl NotePlace {
    /// The paragraph, if the note is about one.
    pub fn paragraph(self) -> Option<ParagraphRef> {
        Some(self.division.paragraph(self.paragraph?))
    }
}

impl Resolver<'_> {
    /// Finds the words of each note; a note on words that are not there is a diagnostic.
    pub(super) fn notes(&mut self, records: &[NoteRecord], translations: &mut Translations) -> Vec<Note> {
        let notes = records.iter().filter_map(|record| self.note(record, translations));
        let mut notes: Vec<Note> = notes.collect();
        notes.sort_by_key(|note| (note.at, note.span.start, note.span.end));
        notes
    }

    fn note(&mut self, record: &NoteRecord, translations: &mut Translations) -> Option<Note> {
        let body = translations.join(&record.text, self);
        let at = YamlSource {
            file: &record.text.file,
            start: record.yaml_start,
        };
        let scope = self.scope(&record.front.at, &at)?;
        let place = NotePlace {
            division: scope.first(),
            paragraph: scope.paragraph,
        };
        let text = match place.paragraph() {
            Some(paragraph) => &paragraph.of(self.papers).text,
            None => &place.division.of(self.papers).title,
        };
        let span = Normalized::new(text, Level::Exact).find(text, &record.front.on.value);
        if body.own().has_headings() {
            self.diagnostics.push(
                Diagnostic::error("heading-in-note", "a note on words of the text has no headings")
                    .at(at.place(&record.front.on))
                    .help("write a paragraph; what needs headings can stand in the text of an entry or a division"),
            );
        }
        if span.is_none() {
            let label = &record.front.at.value;
            self.diagnostics.push(
                Diagnostic::error("quote-not-found", format!("these words do not stand in {label}"))
                    .at(at.place(&record.front.on))
                    .help("write under `on` the words as the paper has them, or mend `at`"),
            );
        }
        Some(Note {
            at: place,
            span: span?,
            body,
        })
    }
}
