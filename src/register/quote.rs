use std::ops::Range;

use super::body::markup;
use super::front_matter::YamlSource;
use super::record::RawDefinition;
use super::{Definition, Quotation};
use crate::diagnostic::Diagnostic;
use crate::input::Located;
use crate::outline::{Paper, PaperId, ParagraphRef, paragraphs};
use crate::text::{Language, Level, Normalized, is_letter, is_whole_word, normalized, sentences};

/// Marks the words left out of a quotation.
const ELLIPSIS: &str = "[…]";

/// Reads an entry's definition; a quotation is verified against the paragraph it names.
pub(super) fn definition(
    papers: &[Paper],
    raw: &RawDefinition,
    name: &Located<String>,
    at: &YamlSource,
) -> Result<Definition, Diagnostic> {
    match (&raw.quote, &raw.at, &raw.editorial) {
        (Some(quote), Some(label), None) => quotation(papers, quote, label, at)
            .map(Definition::Quoted)
            .map_err(|fault| fault.help("a definition in the editors' words is `editorial`")),
        (None, None, Some(text)) if !text.value.trim().is_empty() => {
            plain_text(text, at).map(|text| Definition::Editorial { text })
        }
        (quote, label, editorial) => Err(Diagnostic::error(
            "bad-definition",
            match (quote, label, editorial) {
                (Some(_), _, Some(_)) => format!("the definition of `{}` is both quoted and editorial", name.value),
                (Some(_), None, None) => format!("the quotation that defines `{}` names no paragraph", name.value),
                (_, Some(_), _) => format!("the definition of `{}` has `at` without `quote`", name.value),
                _ => format!("the definition of `{}` is neither quoted nor editorial", name.value),
            },
        )
        .at(at.place(name))
        .help("give `quote` with the paragraph it is `at`, or `editorial` alone, or leave `definition` out")),
    }
}

/// A definition or a gloss in the editors' words, which is shown as it is.
pub(super) fn plain_text(text: &Located<String>, at: &YamlSource) -> Result<String, Diagnostic> {
    let words = text.value.trim();
    match markup(words) {
        None => Ok(words.to_owned()),
        Some(range) => Err(Diagnostic::error(
            "markup-in-definition",
            format!("`{}` would be shown as it stands", &words[range]),
        )
        .at(at.place(text))
        .help(
            "definitions and glosses are plain text, for lists and search too: what needs links or emphasis goes below the keys",
        )),
    }
}

/// Splits a label into the papers it can belong to and the bare label: `lakes/II ¶1` belongs to the paper `lakes` only.
pub(super) fn papers_of<'a>(papers: &[Paper], label: &'a str) -> (Vec<PaperId>, &'a str) {
    let named = label.split_once('/').and_then(|(id, bare)| {
        let paper = papers.iter().position(|paper| paper.config.id.value == id)?;
        Some((vec![PaperId(paper)], bare))
    });
    named.unwrap_or_else(|| (PaperId::all(papers.len()).collect(), label))
}

/// The paragraphs with a label; several if several papers have it.
fn by_label(papers: &[Paper], label: &str) -> Vec<ParagraphRef> {
    let (among, bare) = papers_of(papers, label);
    let named = paragraphs(papers).filter(|(at, paragraph)| among.contains(&at.paper()) && paragraph.label == bare);
    named.map(|(at, _)| at).collect()
}

/// The diagnostic for a label that several papers have.
pub(super) fn ambiguous(papers: &[Paper], label: &Located<String>, at: &YamlSource) -> Diagnostic {
    let ids: Vec<String> = papers
        .iter()
        .map(|paper| format!("`{}/{}`", paper.config.id.value, label.value))
        .collect();
    Diagnostic::error(
        "ambiguous-label",
        format!("several papers have the label `{}`", label.value),
    )
    .at(at.place(label))
    .help(format!("name the paper: {}", ids.join(" or ")))
}

/// Verifies a quotation: its pieces stand, in order, in the paragraph it names.
pub(super) fn quotation(
    papers: &[Paper],
    quote: &Located<String>,
    label: &Located<String>,
    at: &YamlSource,
) -> Result<Quotation, Diagnostic> {
    let text = quote.value.trim().to_owned();
    let sought = pieces(&text, Level::Exact);
    let holds = |paragraph: &str| quotes(&sought, paragraph, Level::Exact);
    let named = by_label(papers, &label.value);
    if named.len() > 1 {
        return Err(ambiguous(papers, label, at));
    }
    let named = named.first().copied();
    if let Some(at) = named.filter(|at| holds(&at.of(papers).text)) {
        return Ok(Quotation { text, at });
    }
    let elsewhere = paragraphs(papers).find(|(_, paragraph)| holds(&paragraph.text));
    Err(match (named, elsewhere) {
        (None, _) => Diagnostic::error(
            "unknown-division",
            format!("no paragraph has the label `{}`", label.value),
        )
        .at(at.place(label))
        .help_if(elsewhere.map(|(_, paragraph)| format!("the words stand in {}", paragraph.label))),
        (Some(_), Some((_, paragraph))) => Diagnostic::error(
            "quote-not-found",
            format!("these words do not stand in {}", label.value),
        )
        .at(at.place(quote))
        .help(format!("they stand in {}", paragraph.label)),
        (Some(_), None) => Diagnostic::error("quote-not-found", "these words do not stand in the paper")
            .at(at.place(quote))
            .help_if(difference(papers, &text, named))
            .help("quote the paper word for word, `[…]` for what is left out"),
    })
}

/// How a quotation that stands nowhere differs from the paper: in what all its words differ, or where it first differs from
/// the nearest sentence.
fn difference(papers: &[Paper], text: &str, named: Option<ParagraphRef>) -> Option<String> {
    for (level, what) in [
        (Level::Caseless, "capitals"),
        (
            Level::Loose,
            "accents, hyphens, full stops, apostrophes or signs of notes",
        ),
    ] {
        let sought = pieces(text, level);
        if let Some((_, paragraph)) = paragraphs(papers).find(|(_, paragraph)| quotes(&sought, &paragraph.text, level))
        {
            return Some(format!("the words of {} differ in {what} alone", paragraph.label));
        }
    }
    let (label, sentence) = nearest(papers, text, named)?;
    let shown = format!("the nearest sentence is in {label}: \"{sentence}\"");
    Some(match first_difference(text, sentence) {
        Some((quoted, printed)) => format!("{shown}, which has `{printed}` for `{quoted}`"),
        None => shown,
    })
}

/// The first word of a quotation that a sentence does not have where its words before stand, and the word of the sentence.
fn first_difference<'a>(quote: &'a str, sentence: &'a str) -> Option<(&'a str, &'a str)> {
    let (start, count) = longest_start(quote, sentence);
    let quoted = quote.split_whitespace().nth(count)?;
    let printed = sentence.split_whitespace().nth(start + count)?;
    (count > 0).then_some((quoted, printed))
}

/// The most words of the start of a quotation that a sentence has in a row: the index of the first in the sentence, and how
/// many they are.
fn longest_start(quote: &str, sentence: &str) -> (usize, usize) {
    let words = |text: &str| -> Vec<String> {
        let words = text.split_whitespace();
        words.map(|word| normalized(word, Level::Exact)).collect()
    };
    let (quoted, printed) = (words(quote), words(sentence));
    let shared = |start: usize| {
        let pairs = quoted.iter().zip(&printed[start..]);
        pairs.take_while(|(left, right)| left == right).count()
    };
    let runs = (0..printed.len()).rev().map(|start| (start, shared(start)));
    runs.max_by_key(|(_, count)| *count).unwrap_or((0, 0))
}

/// The label and the words of the sentence with most words of the quotation, above all of its start; of several, one in the
/// paragraph that was named.
fn nearest<'a>(papers: &'a [Paper], text: &str, named: Option<ParagraphRef>) -> Option<(&'a str, &'a str)> {
    let sought = long_words(text);
    let mut best: Option<((usize, bool), &str, &str)> = None;
    for (at, paragraph) in paragraphs(papers) {
        let language = Language::from_tag(&at.paper().of(papers).config.language);
        for sentence in sentences(&paragraph.text, language, &[]) {
            let sentence = &paragraph.text[sentence];
            let found = long_words(sentence);
            let shared = sought.iter().filter(|word| found.contains(word)).count();
            let score = (shared + longest_start(text, sentence).1, Some(at) == named);
            if score.0 > 0 && best.is_none_or(|(other, ..)| score > other) {
                best = Some((score, &paragraph.label, sentence));
            }
        }
    }
    best.map(|(_, label, sentence)| (label, sentence))
}

/// The pieces of a quotation in their normal form.
fn pieces(quote: &str, level: Level) -> Vec<String> {
    let pieces = quote.split(ELLIPSIS).map(|piece| normalized(piece, level));
    pieces.filter(|piece| !piece.is_empty()).collect()
}

/// Whether a paragraph contains the pieces of a quotation, in order, each as whole words and in their normal form; never
/// for a quotation without words.
fn quotes(pieces: &[String], paragraph: &str, level: Level) -> bool {
    !pieces.is_empty() && places(pieces, paragraph, level).len() == pieces.len()
}

/// Where the pieces of a quotation stand in a paragraph, as byte ranges: up to the first that it does not have.
fn places(pieces: &[String], paragraph: &str, level: Level) -> Vec<Range<usize>> {
    let normal = Normalized::new(paragraph, level);
    let mut from = 0;
    let mut found = Vec::new();
    for piece in pieces {
        let places = normal.text[from..]
            .match_indices(piece.as_str())
            .map(|(at, _)| from + at);
        let mut spans = places.filter_map(|at| {
            let span = normal.original(at..at + piece.len())?;
            is_whole_word(paragraph, span.start, span.end).then_some((at + piece.len(), span))
        });
        let Some((end, span)) = spans.next() else { break };
        from = end;
        found.push(span);
    }
    found
}

impl Quotation {
    /// The bytes of its paragraph that it quotes: one range for each piece between two `[…]`.
    pub fn ranges(&self, paragraph: &str) -> Vec<Range<usize>> {
        places(&pieces(&self.text, Level::Exact), paragraph, Level::Exact)
    }
}

fn long_words(text: &str) -> Vec<String> {
    let text = normalized(text, Level::Caseless);
    let words = text.split(|letter: char| !is_letter(letter));
    words.filter(|word| word.len() > 3).map(str::to_owned).collect()
}
