use std::collections::{BTreeMap, BTreeSet};

use super::record::{Record, Records};
use super::{EntryId, Target};
use crate::diagnostic::{Diagnostic, Place};
use crate::input::yaml;
use crate::outline::{Paper, PaperId};
use crate::text::did_you_mean;

/// What texts and relations can refer to by name.
pub(super) struct Names {
    targets: BTreeMap<String, Target>,
    /// The names, acronyms and aliases of drafts, which are left out.
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
            drafts: records.drafts.clone(),
        };
        names.add_divisions(papers);
        names.add_entries(&records.entries, diagnostics);
        names
    }

    /// What a name refers to.
    pub(super) fn get(&self, name: &str) -> Option<Target> {
        self.targets.get(name).copied()
    }

    /// The diagnostic for a name that leads nowhere.
    pub(super) fn unknown(&self, name: &str, fault: Fault) -> Diagnostic {
        if self.drafts.contains(name) {
            return Diagnostic::error(fault.code, format!("the entry `{name}` is a draft, which is left out"))
                .at(fault.place)
                .help("take `draft: true` out of it, or build with `--drafts`, or do not name it yet");
        }
        Diagnostic::error(fault.code, fault.message)
            .at(fault.place)
            .help_if(did_you_mean(name, self.targets.keys().map(String::as_str)))
            .help(fault.help)
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
                    self.targets.insert(division.label.clone(), target);
                }
                self.targets
                    .insert(format!("{}/{}", outline.config.id.value, division.label), target);
            }
        }
    }

    /// Adds every name, acronym and unscoped alias.
    fn add_entries(&mut self, records: &[Record], diagnostics: &mut Vec<Diagnostic>) {
        for (at, record) in records.iter().enumerate() {
            let name = &record.front.name;
            let before = self.targets.insert(name.value.clone(), Target::Entry(EntryId(at)));
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
                self.targets.entry(form.clone()).or_insert(Target::Entry(EntryId(at)));
            }
        }
    }
}
