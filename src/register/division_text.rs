use std::collections::BTreeMap;

use super::front_matter::YamlSource;
use super::record::DivisionRecord;
use super::resolve::Resolver;
use super::translation::Translations;
use super::{Alias, EditorialText, ForeignName};
use crate::diagnostic::{Diagnostic, Place};
use crate::input::Case;
use crate::outline::{DivisionId, DivisionRef, PaperId};

/// By anchor, then by paper: the first division with that anchor.
type ByAnchor<'a> = BTreeMap<&'a str, BTreeMap<PaperId, DivisionId>>;

/// What editors say of divisions.
pub(super) struct DivisionTexts {
    /// The texts of `content/divisions/`.
    pub(super) texts: BTreeMap<DivisionRef, EditorialText>,
    /// The forms under which papers speak of divisions.
    pub(super) aliases: Vec<(DivisionRef, Alias)>,
    /// What divisions are called in other languages.
    pub(super) names: BTreeMap<DivisionRef, Vec<ForeignName>>,
}

impl Resolver<'_> {
    /// Reads the files of `content/divisions/`.
    pub(super) fn division_texts(
        &mut self,
        records: &[DivisionRecord],
        translations: &mut Translations,
    ) -> DivisionTexts {
        let mut by_anchor = ByAnchor::new();
        for (paper, outline) in PaperId::all(self.papers.len()).zip(self.papers) {
            for (id, division) in outline.iter() {
                let papers = by_anchor.entry(&division.anchor).or_default();
                papers.entry(paper).or_insert(id);
            }
        }
        let mut found = DivisionTexts {
            texts: BTreeMap::new(),
            aliases: Vec::new(),
            names: BTreeMap::new(),
        };
        for record in records {
            let text = translations.join(&record.text, self);
            let Some(division) = self.division_of(record, &by_anchor) else {
                continue;
            };
            let at = YamlSource {
                file: &record.text.file,
                start: record.yaml_start,
            };
            let aliases = self.aliases(&record.front.aliases, Case::Exact, &at);
            found.aliases.extend(aliases.into_iter().map(|alias| (division, alias)));
            found
                .names
                .insert(division, self.foreign_names(&record.front.names, &at));
            found.texts.insert(division, text);
        }
        found
    }

    /// The division that a file is named after.
    fn division_of(&mut self, record: &DivisionRecord, by_anchor: &ByAnchor) -> Option<DivisionRef> {
        let DivisionRecord { paper, name, text, .. } = record;
        let is_meant = |(at, _): &(&PaperId, _)| {
            let own = &self.papers[at.0].config.id.value;
            paper.as_ref().is_none_or(|paper| paper == own)
        };
        let papers = by_anchor.get(name.as_str()).into_iter().flatten();
        let mut found = papers.filter(is_meant).map(|(paper, id)| paper.division(*id));
        let (found, other) = (found.next(), found.next());
        if other.is_some() {
            self.diagnostics.push(
                Diagnostic::error("ambiguous-label", format!("several papers have a division `{name}`"))
                    .at(Place::start_of(&text.file))
                    .help("put the file in a folder of `divisions` that is named after the paper's id"),
            );
        }
        if found.is_none() {
            self.diagnostics.push(
                Diagnostic::error("unknown-division", format!("no division has the anchor `{name}`"))
                    .at(Place::start_of(&text.file))
                    .help("`glossator inspect` prints the labels; a file is named by the anchor, as `III.2.8.md`"),
            );
        }
        found
    }
}
