use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::Mentions;
use super::forms::{Form, forms};
use super::matcher::{Denied, Matcher, applies, contains};
use crate::outline::{Paper, ParagraphRef, Span, paragraphs};
use crate::register::{Alias, EntryId, Register, Target};
use crate::text::{Language, Level, Normalized, addresses, is_whole_word, normalized};

/// The fewest letters of an acronym that is also looked for with one capital (`Unesco`): shorter ones are often words.
const MIN_ACRONYM: usize = 4;

/// Words that nearly are a form of an entry, and are no mention of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss {
    /// The entry.
    pub entry: EntryId,
    /// The form.
    pub form: String,
    /// Where the words stand.
    pub span: Span,
}

/// Finds the near misses, in document order: forms of several words that the text has with other capitals, accents,
/// hyphens, full stops or signs of notes in them, acronyms written as words, and forms that overlap another mention.
pub fn near_misses(papers: &[Paper], register: &Register, mentions: &Mentions) -> Vec<NearMiss> {
    let mut finders: BTreeMap<&str, Finder> = BTreeMap::new();
    let mut found = Vec::new();
    for (at, paragraph) in paragraphs(papers) {
        let language = at.paper().of(papers).config.language.as_str();
        let finder = finders
            .entry(language)
            .or_insert_with(|| Finder::new(register, language));
        found.extend(finder.find(&paragraph.text, at, &mentions.spans_in(at)));
    }
    found
}

struct Finder {
    matcher: Matcher,
    /// Finds the forms at the loose level; the id of a pattern is its index in `forms`.
    automaton: AhoCorasick,
    forms: Vec<(Form, Alias)>,
}

impl Finder {
    fn new(register: &Register, language: &str) -> Self {
        let mut loose = Vec::new();
        let mut kept = Vec::new();
        for (form, alias) in forms(register, Language::from_tag(language)) {
            let words = normalized(&form.words, Level::Loose);
            if !words.is_empty() {
                loose.push(words);
                kept.push((form, alias));
            }
        }
        Self {
            matcher: Matcher::new(register, Language::from_tag(language)),
            automaton: AhoCorasick::new(loose).expect("a register has fewer than 2^31 letters"),
            forms: kept,
        }
    }

    fn find(&self, text: &str, at: ParagraphRef, mentions: &[Range<usize>]) -> Vec<NearMiss> {
        let normal = Normalized::new(text, Level::Loose);
        let addresses = addresses(text);
        let mut phrases = Vec::new();
        let mut hits: Vec<(Range<usize>, &Form)> = Vec::new();
        for found in self.automaton.find_overlapping_iter(&normal.text) {
            let (form, alias) = &self.forms[found.pattern().as_usize()];
            let span = normal.original(found.range());
            let span = span.and_then(|span| match is_whole_word(text, span.start, span.end) {
                true => Some(span),
                false => with_note_number(text, span),
            });
            let Some(span) = span else {
                continue;
            };
            if form.denied {
                phrases.push((span, (form.target, form.alias)));
            } else if applies(&alias.scope, at.division, Some(at.index)) && is_near(&text[span.clone()], form) {
                hits.push((span, form));
            }
        }
        let denied = Denied::new(phrases);
        // The mentions are sorted and disjoint.
        let is_mentioned = |span: &Range<usize>| {
            let next = mentions.partition_point(|mention| mention.end <= span.start);
            mentions[next..]
                .iter()
                .take_while(|mention| mention.start < span.end)
                .any(|mention| {
                    let is_within = mention.start <= span.start && span.end <= mention.end;
                    // The possessive of a mention looks like a plural without its apostrophe.
                    let is_possessive = mention.start == span.start
                        && mention.end < span.end
                        && ["'", "'s"].contains(&normalized(&text[mention.end..span.end], Level::Exact).as_str());
                    is_within || is_possessive
                })
        };
        hits.retain(|(span, form)| {
            let in_address = addresses.iter().any(|address| contains(address, span));
            !is_mentioned(span) && !denied.contain(form, span) && !in_address
        });
        // Forms that overlap a mention, so that they are none.
        let overlapping = self.matcher.all(text, at.division, Some(at.index));
        hits.extend(overlapping.filter(|(span, _)| !is_mentioned(span)));
        hits.sort_by_key(|(span, form)| (span.start, std::cmp::Reverse(span.end), form.target, !form.written));
        // Without those within a longer one.
        let mut end = 0;
        hits.retain(|(span, _)| {
            let is_outer = span.end > end;
            end = end.max(span.end);
            is_outer
        });
        let miss = |(range, form): (Range<usize>, &Form)| match form.target {
            Target::Entry(entry) => Some(NearMiss {
                entry,
                form: form.words.clone(),
                span: Span { paragraph: at, range },
            }),
            Target::Division(_) => None,
        };
        hits.into_iter().filter_map(miss).collect()
    }
}

/// The place of a form with the number of a note that follows right after it, as where a PDF lost that it was raised.
fn with_note_number(text: &str, span: Range<usize>) -> Option<Range<usize>> {
    let after = &text[span.end..];
    let digits = after.len() - after.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    let end = span.end + digits;
    ((1..=3).contains(&digits) && is_whole_word(text, span.start, end)).then_some(span.start..end)
}

/// Whether words that are a form at the loose level may be meant for it. A single word that differs is another word:
/// `forum` is not `Forum`.
fn is_near(words: &str, form: &Form) -> bool {
    let several = normalized(&form.words, Level::Loose).contains(' ');
    let is_capital = |letter: &char| letter.is_uppercase();
    let is_acronym = form.words.chars().count() >= MIN_ACRONYM && form.words.chars().all(|letter| is_capital(&letter));
    several || is_acronym && words.chars().next().as_ref().is_some_and(is_capital)
}
