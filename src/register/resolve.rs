//! Turns records into entries. One file because every key of an entry is resolved with the same three things: the names
//! that there are to refer to, the papers, and the diagnostics.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rayon::prelude::*;

use super::front_matter::YamlSource;
use super::names::{Fault, Names};
use super::quote::{ambiguous, definition, papers_of, plain_text, quotation};
use super::record::{
    FrontMatter, RawAlias, RawDefinition, RawExpansion, RawGloss, RawNames, RawQuotation, Record, Records,
    SearchRecord, TextOr,
};
use super::{
    Alias, Backlinks, Definition, Entry, EntryId, Expansion, ForeignName, Gloss, IndexHeading, Party, Quotation,
    ReaderWord, Register, Scope, Source, Target, body,
};
use crate::diagnostic::{Checked, Diagnostic};
use crate::input::{Case, Inputs, KindRule, Located};
use crate::outline::{Paper, PaperId};
use crate::text::{Date, Level, did_you_mean, is_language, normalized};

/// Turns records into entries: names into indexes, labels into divisions, quotations into locators.
pub(super) fn resolve(inputs: &Inputs, papers: &[Paper], mut records: Records, all_read: bool) -> Checked<Register> {
    records
        .entries
        .sort_by(|left, right| (left.kind, &left.slug).cmp(&(right.kind, &right.slug)));
    let mut diagnostics = Vec::new();
    let names = Names::new(papers, &records, &mut diagnostics);
    let mut resolver = Resolver {
        kinds: &inputs.config.kinds,
        papers,
        names: &names,
        texts: &OnceLock::new(),
        diagnostics,
    };
    let resolved: Vec<Checked<Entry>> = records
        .entries
        .par_iter()
        .map(|record| resolver.separately(|own| own.entry(record)))
        .collect();
    let resolved = resolved.into_iter();
    let entries: Vec<Entry> = resolved.map(|entry| entry.unpack(&mut resolver.diagnostics)).collect();
    resolver.check_cycles(&entries);
    let mut translations = resolver.translations(&records.translations);
    let divisions = resolver.division_texts(&records.divisions, &mut translations);
    let notes = resolver.notes(&records.notes, &mut translations);
    let search = records
        .search
        .as_ref()
        .map_or(Vec::new(), |search| reader_words(search, &names));
    let silences = records.silences.as_ref();
    let silences = silences.map_or(Vec::new(), |record| resolver.silences(record));
    let index = records.index.as_ref().map(|index| resolver.written_index(index));
    let pages = records.pages.iter();
    let pages = pages
        .map(|(name, text)| (name.clone(), translations.join(text, &mut resolver)))
        .collect();
    translations.report_strays(&mut resolver.diagnostics);
    let (clashing, backlinks) = rayon::join(
        || clashes(&entries),
        || {
            drop(records);
            Backlinks::from_entries(&entries)
        },
    );
    resolver.diagnostics.extend(clashing);
    if !all_read {
        resolver
            .diagnostics
            .retain(|diagnostic| !["unknown-name", "dangling-relation"].contains(&diagnostic.code));
    }
    let diagnostics = once_for_each_name(resolver.diagnostics);
    Checked {
        value: Register {
            kinds: inputs.config.kinds.clone(),
            backlinks,
            entries,
            divisions: divisions.texts,
            division_names: divisions.aliases,
            division_titles: divisions.names,
            pages,
            notes,
            index,
            search,
            silences,
            complete: all_read,
        },
        diagnostics,
    }
}

/// Makes one diagnostic of those on the same name or label that leads nowhere: an entry that was renamed, a section whose
/// heading is no longer read, is named at many places.
fn once_for_each_name(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut kept: Vec<Diagnostic> = Vec::new();
    // By code and message: the index in `kept`, and the places of the others.
    let mut others: BTreeMap<(&str, String), (usize, Vec<String>)> = BTreeMap::new();
    for diagnostic in diagnostics {
        if ["dangling-relation", "unknown-name", "unknown-division"].contains(&diagnostic.code) {
            let key = (diagnostic.code, diagnostic.message.clone());
            if let Some((_, places)) = others.get_mut(&key) {
                places.extend(diagnostic.place.map(|place| place.to_string()));
                continue;
            }
            others.insert(key, (kept.len(), Vec::new()));
        }
        kept.push(diagnostic);
    }
    for (at, places) in others.into_values().filter(|(_, places)| !places.is_empty()) {
        kept[at].help.push(format!("it is also named at {}", places.join(", ")));
    }
    kept
}

/// Resolves records against kinds, papers and names.
pub(super) struct Resolver<'a> {
    kinds: &'a [KindRule],
    pub(super) papers: &'a [Paper],
    pub(super) names: &'a Names,
    /// The papers' texts in normal form; made when first needed.
    texts: &'a OnceLock<Vec<String>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// The search words; whether their headings exist is checked when the index is made.
fn reader_words(record: &SearchRecord, names: &Names) -> Vec<ReaderWord> {
    let at = YamlSource {
        file: &record.file,
        start: 0,
    };
    let by_language = record.words.iter();
    let words = by_language.flat_map(|(language, words)| words.iter().map(move |(word, to)| (language, word, to)));
    words
        .map(|(language, word, to)| ReaderWord {
            language: language.clone(),
            word: word.clone(),
            headings: to
                .iter()
                .map(|heading| (names.spelled(&heading.value), at.place(heading)))
                .collect(),
        })
        .collect()
}

/// Reports forms that two entries claim for the same part of a paper.
fn clashes(entries: &[Entry]) -> Vec<Diagnostic> {
    let claims = entries.par_iter().enumerate().flat_map_iter(|(entry, node)| {
        let forms = node.forms().into_iter();
        forms.map(move |alias| (normalized(&alias.text, Level::Caseless), (entry, alias)))
    });
    let mut claims: Vec<(String, (usize, Alias))> = claims.collect();
    claims.par_sort_by(|(left, _), (right, _)| left.cmp(right));
    let mut diagnostics = Vec::new();
    for claims in claims.chunk_by(|(left, _), (right, _)| left == right) {
        for (nth, (_, (entry, alias))) in claims.iter().enumerate() {
            let rival = claims[..nth].iter().find(|(_, (other, theirs))| {
                other != entry && entries[*other].name != entries[*entry].name && alias.clashes(theirs)
            });
            if let Some((_, (other, theirs))) = rival {
                let (other, own) = (&entries[*other].name, &entries[*entry].name);
                let message = format!("`{}` would mean both `{other}` and `{own}`", alias.text);
                diagnostics.push(
                    Diagnostic::error("clashing-alias", message)
                        .at(alias.place.clone())
                        .related(theirs.place.clone(), "the other one is here")
                        .help("limit one of them with `in:`, or take it out; for a name, write an alias with the same words"),
                );
            }
        }
    }
    diagnostics
}

impl Alias {
    /// Whether a text could have both forms at one place, which are the same but for capitals.
    fn clashes(&self, other: &Self) -> bool {
        let any_case = self.any_case || other.any_case;
        let same = any_case || normalized(&self.text, Level::Exact) == normalized(&other.text, Level::Exact);
        same && overlap(&self.scope, &other.scope)
    }
}

impl Resolver<'_> {
    /// Resolves something with separate diagnostics, so that entries can be resolved in parallel.
    fn separately<T>(&self, resolve: impl FnOnce(&mut Self) -> T) -> Checked<T> {
        let mut own = Self {
            diagnostics: Vec::new(),
            ..*self
        };
        Checked {
            value: resolve(&mut own),
            diagnostics: own.diagnostics,
        }
    }

    fn entry(&mut self, record: &Record) -> Entry {
        let front = &record.front;
        let at = YamlSource {
            file: &record.text.file,
            start: record.yaml_start,
        };
        let own = self.names.get(&front.name.value);
        self.check_not_empty(front, &at);
        Entry {
            kind: record.kind,
            also: front.also.as_ref().and_then(|name| self.kind(name, &at)),
            slug: record.slug.clone(),
            name: single_spaced(&front.name.value),
            acronym: front.acronym.as_ref().map(|acronym| single_spaced(&acronym.value)),
            aliases: self.aliases(&front.aliases, self.kinds[record.kind].case, &at),
            names: self.foreign_names(&front.names, &at),
            expansion: front.expansion.as_ref().map(|raw| self.expansion(raw, &at)),
            any_case: self.kinds[record.kind].case == Case::Any,
            r#type: front
                .r#type
                .as_ref()
                .map(|name| self.entry_type(record.kind, name, &at)),
            level: front.level.as_ref().map(|level| level.value.clone()),
            parties: front.parties.iter().map(|words| self.party(&words.value)).collect(),
            outlook: front.outlook.iter().filter_map(|raw| self.outlook(raw, &at)).collect(),
            broader: self.relations(&front.broader, own, &at),
            gloss: front.gloss.as_ref().and_then(|raw| self.gloss(raw, &at)),
            definition: front
                .definition
                .as_ref()
                .and_then(|raw| self.definition(raw, &front.name, &at)),
            part_of: self.relations(&front.part_of, own, &at),
            see_also: self.relations(&front.see_also, own, &at),
            index: front
                .index
                .iter()
                .map(|heading| IndexHeading {
                    heading: self.names.spelled(&heading.value.0.heading),
                    sub: heading.value.0.sub.clone(),
                })
                .collect(),
            body: body::parse(&record.text, self.names, &mut self.diagnostics),
            place: at.place(&front.name),
        }
    }

    /// Reports names without letters, which would match everywhere, and index headings without words.
    fn check_not_empty(&mut self, front: &FrontMatter, at: &YamlSource) {
        for name in [Some(&front.name), front.acronym.as_ref()].into_iter().flatten() {
            if !name.value.chars().any(char::is_alphanumeric) {
                self.diagnostics.push(
                    Diagnostic::error("empty-name", "a name has no letters")
                        .at(at.place(name))
                        .help("write the name as it stands in the paper"),
                );
            }
        }
        for heading in &front.index {
            let words = [Some(&heading.value.0.heading), heading.value.0.sub.as_ref()];
            if words.into_iter().flatten().any(|words| words.trim().is_empty()) {
                self.diagnostics.push(
                    Diagnostic::error("empty-heading", "a heading of the index has no words")
                        .at(at.place(heading))
                        .help("write the words under which a reader would look, or take the line out"),
                );
            }
        }
    }

    fn kind(&mut self, name: &Located<String>, at: &YamlSource) -> Option<usize> {
        let found = self.kinds.iter().position(|kind| kind.id.value == name.value);
        if found.is_none() {
            let known = self.kinds.iter().map(|kind| kind.id.value.as_str());
            self.diagnostics.push(
                Diagnostic::error("unknown-kind", format!("there is no kind `{}`", name.value))
                    .at(at.place(name))
                    .help_if(did_you_mean(&name.value, known)),
            );
        }
        found
    }

    /// The expansion of an acronym; it must be in a paper or have a source.
    fn expansion(&mut self, raw: &RawExpansion, at: &YamlSource) -> Expansion {
        let words = normalized(&raw.text.value, Level::Exact);
        let texts = self.texts.get_or_init(|| {
            let texts = self.papers.iter().map(|paper| &paper.source.file.text);
            texts.map(|text| normalized(text, Level::Exact)).collect()
        });
        if raw.source.is_none() && !texts.iter().any(|text| text.contains(&words)) {
            self.diagnostics.push(
                Diagnostic::error(
                    "unsourced-expansion",
                    format!("no paper has the words `{}`, and no source is given", raw.text.value),
                )
                .at(at.place(&raw.text))
                .help("name under `source` who says that the acronym stands for this"),
            );
        }
        Expansion {
            text: raw.text.value.clone(),
            source: self.source(raw.source.as_ref(), raw.url.as_ref(), at),
        }
    }

    /// What it is, and who says so; nothing if a part of it is missing.
    fn gloss(&mut self, raw: &RawGloss, at: &YamlSource) -> Option<Gloss> {
        let mut is_whole = true;
        for (value, what) in [(&raw.text, "text"), (&raw.source, "source"), (&raw.words, "words")] {
            if value.value.trim().is_empty() {
                is_whole = false;
                self.diagnostics.push(
                    Diagnostic::error("bad-gloss", format!("the gloss has no {what}"))
                        .at(at.place(value))
                        .help("give the text, the source on which it rests, its words, and the day on which you read them"),
                );
            }
        }
        if Date::parse(&raw.read.value).is_none_or(|date| date.day.is_none()) {
            self.diagnostics.push(
                Diagnostic::error("bad-gloss", format!("`{}` is not a day", raw.read.value))
                    .at(at.place(&raw.read))
                    .help("write the day on which you read the source, as `2025-12-10`"),
            );
        }
        let text = plain_text(&raw.text, at).map_err(|fault| self.diagnostics.push(fault));
        let source = self.source(Some(&raw.source), raw.url.as_ref(), at);
        let (text, source) = (text.ok()?, source?);
        is_whole.then(|| Gloss {
            text,
            source,
            words: raw.words.value.trim().to_owned(),
            read: raw.read.value.clone(),
        })
    }

    fn definition(&mut self, raw: &RawDefinition, name: &Located<String>, at: &YamlSource) -> Option<Definition> {
        let definition = definition(self.papers, raw, name, at);
        definition.map_err(|fault| self.diagnostics.push(fault)).ok()
    }

    /// The names in other languages; one without words, or in no language, is an error.
    pub(super) fn foreign_names(&mut self, written: &RawNames, at: &YamlSource) -> Vec<ForeignName> {
        let mut names = Vec::new();
        for (language, name) in written {
            let raw = &name.value.0;
            if !is_language(language) {
                self.diagnostics.push(
                    Diagnostic::error("bad-language", format!("`{language}` is not a language tag"))
                        .at(at.place(name))
                        .help("write a BCP 47 tag, as `es` or `zh-Hans`"),
                );
            }
            if raw.text.trim().is_empty() {
                self.diagnostics.push(
                    Diagnostic::error("empty-name", format!("the name in `{language}` has no words"))
                        .at(at.place(name))
                        .help("write what it is called in that language, or take the line out"),
                );
            }
            names.push(ForeignName {
                language: language.clone(),
                text: raw.text.clone(),
                source: self.source(raw.source.as_ref(), raw.url.as_ref(), at),
            });
        }
        names
    }

    fn source(
        &mut self,
        title: Option<&Located<String>>,
        url: Option<&Located<String>>,
        at: &YamlSource,
    ) -> Option<Source> {
        title.map(|title| Source {
            title: title.value.clone(),
            url: url.map(|url| self.url(url, at)),
        })
    }

    /// Checks that an address is absolute.
    fn url(&mut self, url: &Located<String>, at: &YamlSource) -> String {
        if !body::is_absolute(&url.value) {
            self.diagnostics.push(
                Diagnostic::error("relative-link", format!("`{}` is no full address", url.value))
                    .at(at.place(url))
                    .help("write it with `https://`, or take it out"),
            );
        }
        url.value.clone()
    }

    fn party(&self, words: &str) -> Party {
        let entry = match self.names.get(words) {
            Some(Target::Entry(id)) => Some(id),
            _ => None,
        };
        Party {
            words: words.to_owned(),
            entry,
        }
    }

    fn outlook(&mut self, raw: &RawQuotation, at: &YamlSource) -> Option<Quotation> {
        quotation(self.papers, &raw.quote, &raw.at, at)
            .map_err(|fault| self.diagnostics.push(fault))
            .ok()
    }

    fn entry_type(&mut self, kind: usize, name: &Located<String>, at: &YamlSource) -> String {
        let types = &self.kinds[kind].types;
        if !types.iter().any(|known| known.name.text() == name.value) {
            let known: Vec<&str> = types.iter().map(|known| known.name.text()).collect();
            self.diagnostics.push(
                Diagnostic::error(
                    "unknown-type",
                    format!(
                        "`{}` is not a type of the kind `{}`",
                        name.value, self.kinds[kind].id.value
                    ),
                )
                .at(at.place(name))
                .help_if(did_you_mean(&name.value, known.iter().copied()))
                .help(format!("its types are {}", known.join(", "))),
            );
        }
        name.value.clone()
    }

    /// Resolves the names of related entries.
    fn relations(&mut self, names: &[Located<String>], own: Option<Target>, at: &YamlSource) -> Vec<EntryId> {
        let mut found = Vec::new();
        for name in names {
            match self.names.get(&name.value) {
                Some(Target::Entry(id)) if Some(Target::Entry(id)) != own => found.push(id),
                Some(Target::Entry(_)) => self.diagnostics.push(
                    Diagnostic::error("relation-to-itself", format!("`{}` is this entry itself", name.value))
                        .at(at.place(name))
                        .help("name another entry, or take the line out"),
                ),
                _ => {
                    let fault = Fault {
                        code: "dangling-relation",
                        message: format!("there is no entry `{}`", name.value),
                        place: at.place(name),
                        help: "write the name, acronym or alias as the other entry's file has it, or make that entry",
                    };
                    self.diagnostics.push(self.names.unknown(&name.value, fault));
                }
            }
        }
        found
    }

    /// The aliases of an entry or a division; `case` says how they are matched unless they say it themselves.
    pub(super) fn aliases(&mut self, written: &[Located<TextOr<RawAlias>>], case: Case, at: &YamlSource) -> Vec<Alias> {
        let mut aliases = Vec::new();
        for located in written {
            let alias = &located.value.0;
            let forms = std::iter::once(&alias.text).chain(&alias.deny);
            if forms.into_iter().any(|form| !form.chars().any(char::is_alphanumeric)) {
                self.diagnostics.push(
                    Diagnostic::error("empty-alias", "an alias, or a phrase of its `deny`, has no letters")
                        .at(at.place(located))
                        .help("write the form as it stands in the text, or take the line out"),
                );
                continue;
            }
            let scope: Vec<Scope> = alias.scope.iter().filter_map(|label| self.scope(label, at)).collect();
            if scope.is_empty() && !alias.scope.is_empty() {
                // Its labels lead nowhere, which is told: it would mean the entry everywhere.
                continue;
            }
            aliases.push(Alias {
                text: alias.text.clone(),
                scope,
                any_case: alias.case.unwrap_or(case) == Case::Any,
                deny: alias.deny.clone(),
                plural: alias.plural,
                inside: alias.inside,
                place: at.place(located),
            });
        }
        aliases
    }

    /// The scope that a citation label names: `III.1(8)`, or `III.1(8) ¶2` for one paragraph.
    pub(super) fn scope(&mut self, label: &Located<String>, at: &YamlSource) -> Option<Scope> {
        let (papers, bare) = papers_of(self.papers, &label.value);
        let mut found = papers.iter().filter_map(|paper| scope_in(self.papers, *paper, bare));
        let (found, other) = (found.next(), found.next());
        if other.is_some() {
            self.diagnostics.push(ambiguous(self.papers, label, at));
        }
        if found.is_none() {
            let divisions = || self.papers.iter().flat_map(|paper| &paper.divisions);
            let paragraphs = divisions().flat_map(|division| &division.paragraphs);
            let labels = divisions().map(|division| division.label.as_str());
            let labels = labels.chain(paragraphs.map(|paragraph| paragraph.label.as_str()));
            self.diagnostics.push(
                Diagnostic::error(
                    "unknown-division",
                    format!("no division or paragraph has the label `{}`", label.value),
                )
                .at(at.place(label))
                .help_if(did_you_mean(&label.value, labels))
                .help("`glossator inspect` prints the labels"),
            );
        }
        found
    }

    /// Reports each cycle of `part_of` and `broader` once, at its first entry.
    fn check_cycles(&mut self, entries: &[Entry]) {
        let wholes: Vec<BTreeSet<usize>> = (0..entries.len()).map(|at| reachable(entries, at)).collect();
        for (at, entry) in entries.iter().enumerate() {
            let first = wholes[at].contains(&at)
                && (0..at).all(|other| !(wholes[at].contains(&other) && wholes[other].contains(&at)));
            if first {
                self.diagnostics.push(
                    Diagnostic::error("cyclic-relation", format!("`{}` is part of itself", entry.name))
                        .at(entry.place.clone())
                        .help("take out one `part_of` or `broader` of the circle"),
                );
            }
        }
    }
}

/// A name as it is shown: in single spaces, without any at its ends.
fn single_spaced(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether two lists of scopes overlap. A scoped form takes precedence over an unscoped one, so those do not.
fn overlap(left: &[Scope], right: &[Scope]) -> bool {
    if left.is_empty() || right.is_empty() {
        return left.is_empty() && right.is_empty();
    }
    left.iter().any(|left| {
        right.iter().any(|right| {
            left.paper == right.paper
                && left.divisions.start < right.divisions.end
                && right.divisions.start < left.divisions.end
                && (left.paragraph.is_none() || right.paragraph.is_none() || left.paragraph == right.paragraph)
        })
    })
}

/// The indexes of all entries that can be reached from one by `part_of` and `broader`.
fn reachable(entries: &[Entry], from: usize) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let wholes = |at: usize| entries[at].part_of.iter().chain(&entries[at].broader).copied();
    let mut next: Vec<EntryId> = wholes(from).collect();
    while let Some(id) = next.pop() {
        if reached.insert(id.0) {
            next.extend(wholes(id.0));
        }
    }
    reached
}

/// The scope that a label names in one paper.
fn scope_in(papers: &[Paper], paper: PaperId, label: &str) -> Option<Scope> {
    let outline = &papers[paper.0];
    if let Some(id) = outline.by_label(label) {
        return Some(Scope {
            paper,
            divisions: outline.subtree(id),
            paragraph: None,
        });
    }
    let found = outline.paragraphs(paper).find(|at| at.of(papers).label == label)?;
    let division = found.division.id.0;
    Some(Scope {
        paper,
        divisions: division..division + 1,
        paragraph: Some(found.index),
    })
}
