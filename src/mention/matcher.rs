use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::forms::{Form, forms};
use crate::outline::DivisionRef;
use crate::register::{Register, Scope, Target};
use crate::text::{Language, Level, Normalized, addresses, is_letter, is_whole_word, normalized, sentences};

/// All forms of a register, prepared to be found in texts of one language.
pub(super) struct Matcher {
    language: Language,
    /// Finds the forms without regard to capitals; the id of a pattern is its index in `forms`.
    automaton: AhoCorasick,
    forms: Vec<Pattern>,
}

/// A form that is looked for.
struct Pattern {
    form: Form,
    /// The normal form with its capitals, if these count.
    exact: Option<String>,
    scope: Vec<Scope>,
    /// Whether it is also a mention within a longer name.
    inside: bool,
}

/// Where a form stands in a text.
#[derive(Clone)]
struct Hit<'a> {
    span: Range<usize>,
    pattern: &'a Pattern,
    capitals: Capitals,
}

/// Why the capitals of words are those of a form; the better reason first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Capitals {
    /// They are the same, or do not count.
    Same,
    /// The words begin a sentence, where the small first letter of the form is a capital.
    OfSentence,
}

/// A mention in a text.
pub(super) struct Found {
    pub(super) target: Target,
    /// Index in the entry's forms; of a division, in the register's names of divisions.
    pub(super) alias: usize,
    pub(super) range: Range<usize>,
    /// Whether it stands within the longer name before it.
    pub(super) inside: bool,
}

impl Matcher {
    /// Prepares the forms of every entry.
    pub(super) fn new(register: &Register, language: Language) -> Self {
        let mut words = Vec::new();
        let mut patterns = Vec::new();
        for (form, alias) in forms(register, language) {
            let caseless = normalized(&form.words, Level::Caseless);
            // A form without letters is diagnosed by the register; it would match everywhere.
            if caseless.is_empty() {
                continue;
            }
            words.push(caseless);
            patterns.push(Pattern {
                exact: (!alias.any_case).then(|| normalized(&form.words, Level::Exact)),
                scope: alias.scope,
                inside: alias.inside,
                form,
            });
        }
        Self {
            language,
            automaton: AhoCorasick::new(words).expect("a register has fewer than 2^31 letters"),
            forms: patterns,
        }
    }

    /// The mentions in a text that stands in a division (in one of its paragraphs, or its heading).
    pub(super) fn find(&self, text: &str, division: DivisionRef, paragraph: Option<usize>) -> Vec<Found> {
        let mut hits = self.hits(text, division, paragraph);
        with_inner(leftmost_longest(&mut hits), hits)
    }

    /// The forms in a text with their places, whether or not a longer or an earlier one makes them none of its mentions.
    pub(super) fn all(
        &self,
        text: &str,
        division: DivisionRef,
        paragraph: Option<usize>,
    ) -> impl Iterator<Item = (Range<usize>, &Form)> {
        let hits = self.hits(text, division, paragraph).into_iter();
        hits.map(|hit| (hit.span, &hit.pattern.form))
    }

    /// All places of forms in a text, overlapping ones too, because the longest form that fits may not be the longest
    /// one found; without those in denied phrases and in addresses.
    fn hits(&self, text: &str, division: DivisionRef, paragraph: Option<usize>) -> Vec<Hit<'_>> {
        let normal = Normalized::new(text, Level::Caseless);
        let sentences = SentenceStarts::new(text, self.language);
        let mut hits = Vec::new();
        let mut phrases = Vec::new();
        for found in self.automaton.find_overlapping_iter(&normal.text) {
            let pattern = &self.forms[found.pattern().as_usize()];
            let Some(span) = normal.original(found.range()) else {
                continue;
            };
            if !applies(&pattern.scope, division, paragraph) || !is_whole_word(text, span.start, span.end) {
                continue;
            }
            let Some(capitals) = pattern.capitals(&text[span.clone()], || sentences.contain(span.start)) else {
                continue;
            };
            match pattern.form.denied {
                true => phrases.push((span, (pattern.form.target, pattern.form.alias))),
                false => hits.push(Hit {
                    span,
                    pattern,
                    capitals,
                }),
            }
        }
        let denied = Denied::new(phrases);
        hits.retain(|hit: &Hit| !denied.contain(&hit.pattern.form, &hit.span));
        if !hits.is_empty() {
            let addresses = addresses(text);
            hits.retain(|hit| !addresses.iter().any(|address| contains(address, &hit.span)));
        }
        hits
    }
}

impl Pattern {
    /// Why words that are this form but for their capitals have its capitals too, if they do.
    fn capitals(&self, words: &str, starts_sentence: impl Fn() -> bool) -> Option<Capitals> {
        let Some(exact) = &self.exact else {
            return Some(Capitals::Same);
        };
        let words = normalized(words, Level::Exact);
        match words == *exact {
            true => Some(Capitals::Same),
            false => (is_capitalised(&words, exact) && starts_sentence()).then_some(Capitals::OfSentence),
        }
    }
}

/// Whether `words` are `form` with a capital at the start.
fn is_capitalised(words: &str, form: &str) -> bool {
    let (mut words, mut form) = (words.chars(), form.chars());
    let (Some(capital), Some(small)) = (words.next(), form.next()) else {
        return false;
    };
    capital.is_uppercase() && small.is_lowercase() && capital.to_lowercase().eq(small.to_lowercase()) && words.eq(form)
}

/// Whether a form that is limited to `scope` is looked for in this division and paragraph.
pub(super) fn applies(scope: &[Scope], division: DivisionRef, paragraph: Option<usize>) -> bool {
    scope.is_empty() || scope.iter().any(|scope| scope.contains(division, paragraph))
}

/// Whether a span lies within an address; a name that is one itself (`Books.org`) does not.
pub(super) fn contains(address: &Range<usize>, span: &Range<usize>) -> bool {
    address.start <= span.start && span.end <= address.end && address != span
}

/// Where the sentences of a text begin with their first letter; found when first asked for, which is seldom.
struct SentenceStarts<'a> {
    text: &'a str,
    language: Language,
    starts: OnceCell<Vec<usize>>,
}

impl<'a> SentenceStarts<'a> {
    fn new(text: &'a str, language: Language) -> Self {
        Self {
            text,
            language,
            starts: OnceCell::new(),
        }
    }

    fn contain(&self, at: usize) -> bool {
        let starts = self.starts.get_or_init(|| {
            let sentences = sentences(self.text, self.language, &[]).into_iter();
            let first_letter =
                |sentence: Range<usize>| sentence.start + self.text[sentence].find(is_letter).unwrap_or(0);
            sentences.map(first_letter).collect()
        });
        starts.binary_search(&at).is_ok()
    }
}

/// The denied phrases in one text.
pub(super) struct Denied(BTreeMap<(Target, usize), Reach>);

/// The phrases of one alias.
#[derive(Default)]
struct Reach {
    /// `(start, largest end so far)` of each phrase, sorted by start.
    phrases: Vec<(usize, usize)>,
}

impl Denied {
    /// From the place of each phrase and the target and alias that it denies.
    pub(super) fn new(mut phrases: Vec<(Range<usize>, (Target, usize))>) -> Self {
        phrases.sort_by_key(|(span, _)| span.start);
        let mut denied: BTreeMap<(Target, usize), Reach> = BTreeMap::new();
        for (span, alias) in phrases {
            let reach = denied.entry(alias).or_default();
            let before = reach.phrases.last().map_or(0, |(_, end)| *end);
            reach.phrases.push((span.start, span.end.max(before)));
        }
        Self(denied)
    }

    /// Whether a form at this place stands within one of the phrases of its alias.
    pub(super) fn contain(&self, form: &Form, span: &Range<usize>) -> bool {
        let Some(reach) = self.0.get(&(form.target, form.alias)) else {
            return false;
        };
        let until = reach.phrases.partition_point(|(start, _)| *start <= span.start);
        until > 0 && reach.phrases[until - 1].1 >= span.end
    }
}

/// The outer mentions, each followed by the mentions within it.
fn with_inner(outer: Vec<Found>, mut hits: Vec<Hit>) -> Vec<Found> {
    hits.retain(|hit| hit.pattern.inside);
    let mut all = Vec::with_capacity(outer.len());
    for found in outer {
        let (target, span) = (found.target, found.range.clone());
        all.push(found);
        let is_inner = |hit: &&Hit| {
            hit.pattern.form.target != target
                && span.start <= hit.span.start
                && hit.span.end <= span.end
                && hit.span != span
        };
        // The hits are sorted by start.
        let start = hits.partition_point(|hit| hit.span.start < span.start);
        let here = hits[start..].iter().take_while(|hit| hit.span.start < span.end);
        let mut within: Vec<Hit> = here.filter(is_inner).cloned().collect();
        let inner = leftmost_longest(&mut within);
        all.extend(inner.into_iter().map(|found| Found { inside: true, ..found }));
    }
    all
}

/// Chooses among overlapping hits: the leftmost, then the longest, then one with the capitals of its form, then a scoped
/// form before an unscoped one, then a form of the register before a derived one.
fn leftmost_longest(hits: &mut [Hit]) -> Vec<Found> {
    hits.sort_by_key(|hit| {
        let form = &hit.pattern.form;
        (
            hit.span.start,
            Reverse(hit.span.end),
            hit.capitals,
            hit.pattern.scope.is_empty(),
            !form.written,
            form.target,
            form.alias,
        )
    });
    let mut end = 0;
    let mut chosen = Vec::new();
    for hit in hits {
        if hit.span.start >= end {
            end = hit.span.end;
            chosen.push(Found {
                target: hit.pattern.form.target,
                alias: hit.pattern.form.alias,
                range: hit.span.clone(),
                inside: false,
            });
        }
    }
    chosen
}
