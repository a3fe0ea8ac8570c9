use std::collections::{BTreeMap, BTreeSet};

use super::record::{Record, Records};
use super::{EntryId, Target};
use crate::diagnostic::{Diagnostic, Place};
use crate::input::yaml;
use crate::outline::{Paper, PaperId};
use crate::text::{Level, did_you_mean, normalized};

/// What texts and relations can refer to by name. Names are compared in their normal form.
pub(super) struct Names {
    /// By the normal form: the name as its entry or division has it, and what it names.
    targets: BTreeMap<String, (String, Target)>,
    /// The names, acronyms and aliases of drafts, which are left out, in normal form.
    drafts: BTreeSet<String>,
}

/// What is said of a name that leads nowhere, if nothing better is known.
pub(super) struct Fault {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) place: Place,
    pub(super) help: &'static str,
}

impl Names {
    /// Collects the labels of divisions and the names of entries; a name that two entries have is an error.
    pub(super) fn new(papers: &[Paper], records: &Records, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut names = Self {
            targets: BTreeMap::new(),
            drafts: records.drafts.iter().map(|name| key(name)).collect(),
        };
        names.add_divisions(papers);
        names.add_entries(&records.entries, diagnostics);
        names
    }

    /// What a name refers to.
    pub(super) fn get(&self, name: &str) -> Option<Target> {
        self.targets.get(&key(name)).map(|(_, target)| *target)
    }

    /// A name as its entry has it, or the words themselves if they are no name.
    pub(super) fn spelled(&self, words: &str) -> String {
        let known = self.targets.get(&key(words));
        known.map_or(words, |(name, _)| name).to_owned()
    }

    /// The diagnostic for a name that leads nowhere.
    pub(super) fn unknown(&self, name: &str, fault: Fault) -> Diagnostic {
        if self.drafts.contains(&key(name)) {
            return Diagnostic::error(fault.code, format!("the entry `{name}` is a draft, which is left out"))
                .at(fault.place)
                .help("take `draft: true` out of it, or build with `--drafts`, or do not name it yet");
        }
        Diagnostic::error(fault.code, fault.message)
            .at(fault.place)
            .help_if(did_you_mean(name, self.targets.values().map(|(name, _)| name.as_str())))
            .help(fault.help)
    }

    /// Adds a name; gives what had it before.
    fn insert(&mut self, name: &str, target: Target) -> Option<Target> {
        let before = self.targets.insert(
            key(name),
            (name.split_whitespace().collect::<Vec<_>>().join(" "), target),
        );
        before.map(|(_, target)| target)
    }

    /// Adds the divisions' labels: with the paper's id, and without it if only one paper has the label.
    fn add_divisions(&mut self, papers: &[Paper]) {
        let mut papers_with: BTreeMap<&str, BTreeSet<PaperId>> = BTreeMap::new();
        for (paper, outline) in PaperId::all(papers.len()).zip(papers) {
            for division in &outline.divisions {
                papers_with.entry(&division.label).or_default().insert(paper);
            }
        }
        for (paper, outline) in PaperId::all(papers.len()).zip(papers) {
            for (id, division) in outline.iter() {
                let target = Target::Division(paper.division(id));
                if papers_with[division.label.as_str()].len() == 1 {
                    self.insert(&division.label, target);
                }
                self.insert(&format!("{}/{}", outline.config.id.value, division.label), target);
            }
        }
    }

    /// Adds every name, acronym and unscoped alias.
    fn add_entries(&mut self, records: &[Record], diagnostics: &mut Vec<Diagnostic>) {
        for (at, record) in records.iter().enumerate() {
            let name = &record.front.name;
            let before = self.insert(&name.value, Target::Entry(EntryId(at)));
            if let Some(Target::Entry(other)) = before {
                let other = &records[other.0];
                diagnostics.push(
                    Diagnostic::error("duplicate-name", format!("two entries are called `{}`", name.value))
                        .at(yaml::place(&record.text.file, record.yaml_start, name))
                        .related(
                            yaml::place(&other.text.file, other.yaml_start, &other.front.name),
                            "the other one is here",
                        )
                        .help("give each its own name, or make them one entry"),
                );
            }
        }
        for (at, record) in records.iter().enumerate() {
            for form in record.front.other_names() {
                let target = Target::Entry(EntryId(at));
                self.targets.entry(key(form)).or_insert_with(|| (form.clone(), target));
            }
        }
    }
}

/// The form in which names are compared.
fn key(name: &str) -> String {
    normalized(name, Level::Exact)
}
