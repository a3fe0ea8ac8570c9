use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use crate::outline::DivisionRef;
use crate::register::{Alias, EntryId, Register, Scope};
use crate::text::{Folded, Language, folded, folded_keeping_case, is_whole_word};

/// All surface forms of a register, prepared for one language.
pub(super) struct Matcher<'a> {
    /// Finds the folded forms; the id of a pattern is its index in `forms`.
    automaton: AhoCorasick,
    /// What each pattern stands for.
    forms: Vec<Form<'a>>,
}

struct Form<'a> {
    entry: EntryId,
    role: Role,
    /// The form with its case, if it is matched case-sensitively.
    exact: Option<String>,
    /// Whether the register has this form, which takes precedence over a generated plural.
    written: bool,
    scope: &'a [Scope],
    /// Whether it is also a mention within a longer name.
    inside: bool,
}

enum Role {
    /// A form under which the entry is mentioned. `alias` numbers the entry's forms: name, acronym, aliases.
    Name { alias: usize },
    /// A phrase in which the form `alias` refers to something else.
    Denied { alias: usize },
}

/// A candidate: where a form stands in the text.
#[derive(Clone)]
struct Hit<'a> {
    span: Range<usize>,
    form: &'a Form<'a>,
}

/// A mention in a text.
pub(super) struct Found {
    pub(super) entry: EntryId,
    pub(super) range: Range<usize>,
    /// Whether it stands within the longer name before it.
    pub(super) inside: bool,
}

impl<'a> Matcher<'a> {
    /// Prepares the forms of every entry: name, acronym, aliases, their regular plurals, and each name
    /// followed by the acronym in parentheses, which is one mention.
    pub(super) fn new(register: &'a Register, language: Language) -> Self {
        let mut patterns = Vec::new();
        let mut forms = Vec::new();
        let mut add = |surface: &str, written: bool, alias: &Alias, entry: EntryId, role: Role, scope: &'a [Scope]| {
            let pattern = folded(surface);
            // A form without letters is diagnosed by the register; it would match everywhere.
            if pattern.is_empty() {
                return;
            }
            patterns.push(pattern);
            forms.push(Form {
                entry,
                role,
                exact: (!alias.any_case).then(|| folded_keeping_case(surface)),
                written,
                scope,
                inside: alias.inside,
            });
        };
        for (id, entry) in register.iter() {
            let own = Alias {
                text: entry.name.clone(),
                scope: Vec::new(),
                any_case: entry.any_case,
                deny: Vec::new(),
                plural: true,
                inside: false,
                place: entry.place.clone(),
            };
            let acronym = entry.acronym.iter().map(|acronym| Alias {
                text: acronym.clone(),
                any_case: false,
                ..own.clone()
            });
            let unscoped: Vec<Alias> = std::iter::once(own.clone()).chain(acronym).collect();
            for (at, alias) in unscoped.iter().chain(&entry.aliases).enumerate() {
                // Name and acronym, whose aliases are temporary, have no scope.
                let scope = match at.checked_sub(unscoped.len()) {
                    Some(nth) => entry.aliases[nth].scope.as_slice(),
                    None => &[],
                };
                for surface in surfaces(alias, entry.acronym.as_deref(), language) {
                    add(
                        &surface,
                        surface == alias.text,
                        alias,
                        id,
                        Role::Name { alias: at },
                        scope,
                    );
                }
                for phrase in &alias.deny {
                    add(phrase, true, alias, id, Role::Denied { alias: at }, scope);
                }
            }
        }
        Self {
            automaton: AhoCorasick::new(patterns).expect("a register has fewer than 2^31 letters"),
            forms,
        }
    }

    /// The mentions in a text that stands in a division (in one of its paragraphs, or its heading).
    pub(super) fn find(&self, text: &str, division: DivisionRef, paragraph: Option<usize>) -> Vec<Found> {
        let folded = Folded::new(text);
        let applies =
            |form: &Form| form.scope.is_empty() || form.scope.iter().any(|scope| scope.contains(division, paragraph));
        let mut phrases = Vec::new();
        let mut hits = Vec::new();
        // Overlapping matches, because the longest form that fits may not be the longest one found.
        for found in self.automaton.find_overlapping_iter(&folded.text) {
            let form = &self.forms[found.pattern().as_usize()];
            let span = folded.original(found.range());
            let fits = is_whole_word(text, span.start, span.end)
                && form
                    .exact
                    .as_ref()
                    .is_none_or(|exact| *exact == folded_keeping_case(&text[span.clone()]));
            if fits && applies(form) {
                match form.role {
                    Role::Name { .. } => hits.push(Hit { span, form }),
                    Role::Denied { alias } => phrases.push((span, (form.entry, alias))),
                }
            }
        }
        // The matches are in order of their ends.
        phrases.sort_by_key(|(span, _)| span.start);
        let mut denied: BTreeMap<(EntryId, usize), Denied> = BTreeMap::new();
        for (span, form) in &phrases {
            denied.entry(*form).or_default().add(span);
        }
        hits.retain(|hit| match hit.form.role {
            Role::Name { alias } if !denied.is_empty() => {
                let denied = denied.get(&(hit.form.entry, alias));
                !denied.is_some_and(|denied| denied.cover(&hit.span))
            }
            _ => true,
        });
        with_inner(leftmost_longest(&mut hits), hits)
    }
}

/// The denied phrases of one form in one text.
#[derive(Default)]
struct Denied {
    /// `(start, largest end so far)` of each phrase, sorted by start.
    reach: Vec<(usize, usize)>,
}

impl Denied {
    /// Adds a phrase that starts at or after those before it.
    fn add(&mut self, span: &Range<usize>) {
        let before = self.reach.last().map_or(0, |(_, end)| *end);
        self.reach.push((span.start, span.end.max(before)));
    }

    /// Whether a span is within one of the phrases.
    fn cover(&self, span: &Range<usize>) -> bool {
        let until = self.reach.partition_point(|(start, _)| *start <= span.start);
        until > 0 && self.reach[until - 1].1 >= span.end
    }
}

/// The outer mentions, each followed by the mentions within it.
fn with_inner(outer: Vec<Found>, mut hits: Vec<Hit>) -> Vec<Found> {
    hits.retain(|hit| hit.form.inside);
    let mut all = Vec::with_capacity(outer.len());
    for found in outer {
        let (entry, span) = (found.entry, found.range.clone());
        all.push(found);
        let is_inner = |hit: &&Hit| {
            hit.form.entry != entry && span.start <= hit.span.start && hit.span.end <= span.end && hit.span != span
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

/// Chooses among overlapping hits: the leftmost, then the longest, then a scoped form before an unscoped one, then
/// a form of the register before a generated plural.
fn leftmost_longest(hits: &mut [Hit]) -> Vec<Found> {
    hits.sort_by_key(|hit| {
        let length = hit.span.end - hit.span.start;
        (
            hit.span.start,
            std::cmp::Reverse(length),
            hit.form.scope.is_empty(),
            !hit.form.written,
            hit.form.entry,
        )
    });
    let mut end = 0;
    let mut chosen = Vec::new();
    for hit in hits {
        if hit.span.start >= end {
            end = hit.span.end;
            chosen.push(Found {
                entry: hit.form.entry,
                range: hit.span.clone(),
                inside: false,
            });
        }
    }
    chosen
}

/// The forms an alias takes in a text.
fn surfaces(alias: &Alias, acronym: Option<&str>, language: Language) -> Vec<String> {
    let mut surfaces = vec![alias.text.clone()];
    if alias.plural {
        surfaces.extend(language.plurals(&alias.text));
    }
    if let Some(acronym) = acronym.filter(|acronym| *acronym != alias.text && alias.scope.is_empty()) {
        surfaces.push(format!("{} ({acronym})", alias.text));
    }
    surfaces
}
