use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::input::Inputs;
use crate::mention::{Mentions, NearMiss};
use crate::outline::{Paper, Span, paragraphs};
use crate::register::{Alias, EntryId, Register};
use crate::text::{Language, Level, is_invisible, is_letter, meets, normalized, readable};

/// The diagnostic code of unregistered names.
const CODE: &str = "unregistered-name";
/// The most words of a name on each side of its head word; a longer run of capitalised words is no name.
const MAX_WORDS: usize = 30;
/// The most further places shown of a near miss.
const MAX_OTHERS: usize = 3;

/// A name in the papers that looks like an entry and is not registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The name as it first occurs, in single spaces.
    pub name: String,
    /// Its acronym, if the paper gives one in brackets.
    pub acronym: Option<String>,
    /// Index of its presumable kind.
    pub kind: Option<usize>,
    /// Where it occurs.
    pub places: Vec<Span>,
}

/// Unregistered names, sorted: capitalised words around one of the `heads` of the kinds, outside of all mentions.
pub fn candidates(papers: &[Paper], register: &Register, mentions: &Mentions) -> Vec<Candidate> {
    let mut found: BTreeMap<String, Candidate> = BTreeMap::new();
    let heads: Vec<BTreeMap<String, usize>> = papers.iter().map(|paper| heads(paper, register)).collect();
    for (at, paragraph) in paragraphs(papers) {
        let language = Language::from_tag(&at.paper().of(papers).config.language);
        let words = words(&paragraph.text);
        let mentions = mentions.spans_in(at);
        for (nth, word) in words.iter().enumerate() {
            let Some(kind) = heads[at.paper().0].get(&normalized(&paragraph.text[word.clone()], Level::Exact)) else {
                continue;
            };
            let mentioned = |at: usize| meets(&mentions, words[at].start..words[at].start + 1);
            let first = first_word(&paragraph.text, &words, nth, language, mentioned);
            let last = last_word(&paragraph.text, &words, nth, language, mentioned);
            let span = words[first].start..words[last].end;
            if (first < nth || last > nth) && !mentioned(first) {
                let name = &paragraph.text[span.clone()];
                let candidate = found
                    .entry(normalized(name, Level::Exact))
                    .or_insert_with(|| Candidate {
                        name: readable(name),
                        acronym: None,
                        kind: Some(*kind),
                        places: Vec::new(),
                    });
                candidate.places.push(Span {
                    paragraph: at,
                    range: span,
                });
            }
        }
    }
    found.into_values().collect()
}

/// Whether the configuration accepts that this name is not registered.
pub fn is_accepted(inputs: &Inputs, candidate: &Candidate) -> bool {
    let mut accepted = inputs.config.accept.iter().filter(|one| one.code.value == CODE);
    accepted.any(|one| candidate.name.contains(&one.about) || one.about.contains(&candidate.name))
}

/// Words that nearly are a form of an entry, as warnings: one for each entry and words, with all places.
pub(super) fn near_misses(papers: &[Paper], register: &Register, misses: &[NearMiss]) -> Vec<Diagnostic> {
    let mut alike: BTreeMap<(EntryId, &str), Vec<&NearMiss>> = BTreeMap::new();
    for miss in misses {
        let words = &miss.span.paragraph.of(papers).text[miss.span.range.clone()];
        alike.entry((miss.entry, words)).or_default().push(miss);
    }
    let warnings = alike.into_iter().map(|((entry, words), misses)| {
        let name = &register.entry(entry).name;
        let message = format!("`{words}` is no mention of `{name}`: it is nearly `{}`", misses[0].form);
        let warning = Diagnostic::warning("near-miss", message).at(misses[0].span.place(papers));
        let others = misses[1..].iter().take(MAX_OTHERS);
        let warning = others.fold(warning, |warning, miss| {
            warning.related(miss.span.place(papers), "it stands here too")
        });
        warning.help("add the words to its `aliases` if they mean it; else accept them under `accept` with the reason")
    });
    warnings.collect()
}

/// The candidates as warnings, one for each name, with the number of occurrences; without those that are near misses.
pub(super) fn unregistered(
    papers: &[Paper],
    register: &Register,
    mentions: &Mentions,
    misses: &[NearMiss],
) -> Vec<Diagnostic> {
    let is_miss = |span: &Span| {
        // They are in document order.
        let first = misses.partition_point(|miss| miss.span.paragraph < span.paragraph);
        let mut here = misses[first..]
            .iter()
            .take_while(|miss| miss.span.paragraph == span.paragraph);
        here.any(|miss| miss.span.range.start < span.range.end && span.range.start < miss.span.range.end)
    };
    let candidates = candidates(papers, register, mentions).into_iter();
    let candidates = candidates.filter(|candidate| !candidate.places.iter().all(is_miss));
    let warnings =
        candidates.filter_map(|candidate| {
            let first = candidate.places.first()?;
            let kind = register.kinds.get(candidate.kind?)?;
            let times = match candidate.places.len() {
                1 => "once".to_owned(),
                count => format!("{count} times"),
            };
            let message = format!(
                "`{}` looks like one of the {} and is not registered ({times})",
                candidate.name,
                kind.plural.text().to_lowercase()
            );
            let place = first.place(papers);
            Some(Diagnostic::warning(CODE, message).at(place).help(
                "make an entry for it, add it to the aliases of one, or accept it under `accept` with the reason",
            ))
        });
    warnings.collect()
}

/// Aliases that no mention uses, of entries that are mentioned: misspelt, or with a wrong scope.
pub(super) fn unused_aliases(papers: &[Paper], register: &Register, mentions: &Mentions) -> Vec<Diagnostic> {
    // By entry: the forms that are mentioned, by their indexes, and the words.
    let mut used: BTreeMap<EntryId, (BTreeSet<usize>, BTreeSet<String>)> = BTreeMap::new();
    let in_text = mentions.in_text.iter().map(|mention| {
        let text = &mention.span.paragraph.of(papers).text;
        (mention.entry, mention.alias, &text[mention.span.range.clone()])
    });
    let in_headings = mentions.in_headings.iter().map(|mention| {
        let title = &mention.division.of(papers).title;
        (mention.entry, mention.alias, &title[mention.range.clone()])
    });
    for (entry, alias, words) in in_text.chain(in_headings) {
        let (forms, found) = used.entry(entry).or_default();
        forms.insert(alias);
        found.insert(normalized(words, Level::Caseless));
    }
    // The paragraphs in normal form, made if any alias is unused.
    let made = OnceCell::new();
    let texts = || -> &Vec<(&str, String)> {
        made.get_or_init(|| {
            let all = paragraphs(papers);
            let normal =
                all.map(|(_, paragraph)| (paragraph.label.as_str(), normalized(&paragraph.text, Level::Exact)));
            normal.collect()
        })
    };
    let mut unused = Vec::new();
    let divisions = register.division_names.iter().enumerate();
    let not_used = divisions.filter(|(nth, _)| !mentions.of_divisions.iter().any(|mention| mention.alias == *nth));
    unused.extend(not_used.map(|(_, (division, alias))| unused_alias(texts(), &division.of(papers).label, alias)));
    // The warning `unmentioned-entry` covers entries that are not mentioned at all.
    for (id, (forms, found)) in &used {
        let entry = register.entry(*id);
        // An alias that is part of a longer name and has no scope is a synonym: the index refers from it to the entry.
        let is_synonym = |alias: &Alias| {
            let words = normalized(&alias.text, Level::Caseless);
            alias.scope.is_empty() && found.iter().any(|longer| longer.contains(&words))
        };
        let all = entry.forms();
        let own = all
            .iter()
            .enumerate()
            .filter(|(_, alias)| entry.aliases.contains(alias));
        let left = own.filter(|(nth, alias)| !forms.contains(nth) && !is_synonym(alias));
        unused.extend(left.map(|(_, alias)| unused_alias(texts(), &entry.name, alias)));
    }
    unused
}

/// The warning for an alias; `texts` are the labels of all paragraphs and their texts in normal form.
fn unused_alias(texts: &[(&str, String)], name: &str, alias: &Alias) -> Diagnostic {
    let message = format!("no paper mentions `{name}` as `{}`", alias.text);
    let words = normalized(&alias.text, Level::Exact);
    let elsewhere = texts.iter().find(|(_, text)| text.contains(&words));
    Diagnostic::warning("unused-alias", message)
        .at(alias.place.clone())
        .help(match elsewhere {
            Some((label, _)) => {
                format!("the words stand in {label}: look at `in`, `deny` and longer names around them")
            }
            None => "no paper has these words: mend the alias, or take it out".to_owned(),
        })
}

/// The head words of all kinds and their plurals in the paper's language, each with the index of its kind. A word that
/// several kinds list belongs to the first.
pub(super) fn heads(paper: &Paper, register: &Register) -> BTreeMap<String, usize> {
    let language = Language::from_tag(&paper.config.language);
    let mut heads = BTreeMap::new();
    for (at, kind) in register.kinds.iter().enumerate() {
        for head in &kind.heads {
            for form in language.plurals(head).into_iter().chain([head.clone()]) {
                heads.entry(form).or_insert(at);
            }
        }
    }
    heads
}

/// The index of the first word of the name that ends with the word `last`: extends it to the left over capitalised words
/// and the joining words between them, up to punctuation.
///
/// A mention that ends before the head is another name. A mention that contains the head is this name, unless a
/// capitalised word precedes it: then the name in the text is longer than the registered one.
fn first_word(
    text: &str,
    words: &[Range<usize>],
    last: usize,
    language: Language,
    mentioned: impl Fn(usize) -> bool,
) -> usize {
    let inside = mentioned(last);
    let mut first = last;
    for at in (last.saturating_sub(MAX_WORDS)..last).rev() {
        let word = &text[words[at].clone()];
        let adjoins = adjoins(text, words, at);
        // "X and the Y" is two names.
        let separates =
            language.is_and(&text[words[at].clone()]) && language.articles.contains(&&text[words[at + 1].clone()]);
        if !adjoins || separates || (mentioned(at) && !inside) {
            break;
        }
        if starts_name(word, language) || (inside && mentioned(at)) {
            first = at;
        } else if inside || !language.joining.contains(&word) {
            break;
        }
    }
    first
}

/// The index of the last word of the name whose head is the word `head`: includes a year after it, or "of" ("on", "for",
/// ...) and the name that follows.
fn last_word(
    text: &str,
    words: &[Range<usize>],
    head: usize,
    language: Language,
    mentioned: impl Fn(usize) -> bool,
) -> usize {
    if mentioned(head) {
        return head;
    }
    let mut last = head;
    let mut at = head;
    while at + 1 < words.len().min(head + MAX_WORDS) && adjoins(text, words, at) && !mentioned(at + 1) {
        at += 1;
        let word = &text[words[at].clone()];
        let year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
        let small = language.joining.contains(&word);
        if (year && at == head + 1) || (at > head + 1 && starts_name(word, language) && !year) {
            last = at;
        } else if !small || language.is_and(word) || last == at - 1 && at > head + 1 {
            break;
        }
    }
    last
}

/// Whether only space separates a word from the next.
fn adjoins(text: &str, words: &[Range<usize>], at: usize) -> bool {
    let between = &text[words[at].end..words[at + 1].start];
    between
        .chars()
        .all(|letter| letter.is_whitespace() || is_invisible(letter))
}

/// Whether a name can begin with this word: it is capitalised, not a possessive ("River's ..."), and not a joining word
/// at the start of a sentence.
fn starts_name(word: &str, language: Language) -> bool {
    let possessive = word.ends_with("'s") || word.ends_with("’s");
    let capital = word
        .chars()
        .next()
        .is_some_and(|letter| letter.is_uppercase() || letter.is_numeric());
    capital && !possessive && !language.joining.contains(&word.to_lowercase().as_str())
}

/// The byte ranges of the words of a text, without the punctuation around them.
pub(super) fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let outer = |letter: char| !(is_letter(letter) || letter == '&');
        let bare = piece.trim_matches(outer);
        let lead = piece.len() - piece.trim_start_matches(outer).len();
        if !bare.is_empty() {
            words.push(start + lead..start + lead + bare.len());
        }
        start += piece.len();
    }
    words
}
