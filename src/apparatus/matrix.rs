use super::Concordance;
use crate::outline::{DivisionId, Paper};
use crate::register::{EntryId, Register};
use crate::text::Collation;

/// Entries (rows) by group of divisions (columns), with the number of mentions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// The groups in which any of the entries is mentioned, in the order of the text.
    pub columns: Vec<Column>,
    /// The entries, by kind and then by name.
    pub rows: Vec<Row>,
}

/// A group of divisions and the number of mentions in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Index of the paper.
    pub paper: usize,
    /// The group.
    pub division: DivisionId,
    /// Mentions in it, of all rows.
    pub total: usize,
}

/// An entry and its mentions in each column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The entry.
    pub entry: EntryId,
    /// One for each column.
    pub cells: Vec<Cell>,
    /// Mentions in all columns.
    pub total: usize,
}

/// The divisions of a group in which an entry is mentioned, each with its count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// Division and count, in the order of the text.
    pub divisions: Vec<(DivisionId, usize)>,
}

pub(super) fn matrix(
    papers: &[Paper],
    register: &Register,
    concordances: &[Concordance],
    collation: &Collation,
) -> Matrix {
    let mut entries: Vec<EntryId> = register
        .iter()
        .filter(|(id, _)| register.kind(*id).matrix && concordances[id.0].count() > 0)
        .map(|(id, _)| id)
        .collect();
    entries.sort_by(|left, right| {
        let (left, right) = (register.entry(*left), register.entry(*right));
        left.kind
            .cmp(&right.kind)
            .then_with(|| collation.compare(&left.name, &right.name))
    });
    let mut columns: Vec<Column> = Vec::new();
    for (paper, outline) in papers.iter().enumerate() {
        for (division, _) in outline.iter() {
            let groups = entries.iter().flat_map(|id| &concordances[id.0].groups);
            let total = groups
                .filter(|group| (group.paper, group.division) == (paper, division))
                .map(|group| group.count())
                .sum();
            if total > 0 {
                columns.push(Column { paper, division, total });
            }
        }
    }
    let rows = entries
        .iter()
        .map(|id| row(*id, &concordances[id.0], &columns))
        .collect();
    Matrix { columns, rows }
}

fn row(entry: EntryId, concordance: &Concordance, columns: &[Column]) -> Row {
    let cells = columns
        .iter()
        .map(|column| {
            let group = concordance
                .groups
                .iter()
                .find(|group| (group.paper, group.division) == (column.paper, column.division));
            Cell {
                divisions: group
                    .map(|group| {
                        let divisions = group.divisions.iter();
                        divisions
                            .map(|division| (division.division, division.citations.len()))
                            .collect()
                    })
                    .unwrap_or_default(),
            }
        })
        .collect();
    Row {
        entry,
        cells,
        total: concordance.count(),
    }
}
