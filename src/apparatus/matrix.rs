use std::collections::BTreeMap;
use std::ops::Range;

use super::Concordance;
use crate::outline::{DivisionId, DivisionRef, PaperId};
use crate::register::{EntryId, Register};
use crate::text::Collation;

/// Entries (rows) by group of divisions (columns), with the number of mentions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// The groups in which any of the entries is mentioned, in the order of the text.
    pub columns: Vec<Column>,
    /// The entries, by kind and then by name.
    pub rows: Vec<Row>,
    /// By paper index: the range of its columns, and the indexes of the rows with mentions in them.
    papers: Vec<(Range<usize>, Vec<usize>)>,
}

impl Matrix {
    /// The indexes of the columns of a paper, or of all.
    pub fn columns_of(&self, paper: Option<PaperId>) -> Range<usize> {
        match paper {
            Some(paper) => self.papers[paper.0].0.clone(),
            None => 0..self.columns.len(),
        }
    }

    /// The indexes of the rows with mentions in a paper, or of all.
    pub fn rows_of(&self, paper: Option<PaperId>) -> Vec<usize> {
        match paper {
            Some(paper) => self.papers[paper.0].1.clone(),
            None => (0..self.rows.len()).collect(),
        }
    }
}

/// A group of divisions and the number of mentions in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The group.
    pub division: DivisionRef,
    /// Mentions in it, of all rows.
    pub total: usize,
}

/// An entry and its mentions by column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The entry.
    pub entry: EntryId,
    /// Its cells that are not empty, in the order of the columns.
    pub cells: Vec<Cell>,
    /// Mentions in all columns.
    pub total: usize,
}

/// The divisions of a group in which an entry is mentioned, each with its count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Index of the column.
    pub column: usize,
    /// Division and count, in the order of the text.
    pub divisions: Vec<(DivisionId, usize)>,
}

pub(super) fn matrix(
    papers: usize,
    register: &Register,
    concordances: &[Concordance],
    collation: &Collation,
) -> Matrix {
    let mut named: Vec<(&str, EntryId)> = register
        .iter()
        .filter(|(id, _)| register.kind(*id).matrix && concordances[id.0].count() > 0)
        .map(|(id, entry)| (entry.name.as_str(), id))
        .collect();
    collation.sort(&mut named, |(name, _)| name);
    let mut entries: Vec<EntryId> = named.into_iter().map(|(_, id)| id).collect();
    entries.sort_by_key(|id| register.entry(*id).kind);
    let mut totals: BTreeMap<DivisionRef, usize> = BTreeMap::new();
    for group in entries.iter().flat_map(|id| &concordances[id.0].groups) {
        *totals.entry(group.division).or_default() += group.count();
    }
    let column_indexes: BTreeMap<DivisionRef, usize> = totals.keys().copied().zip(0..).collect();
    let rows = entries.into_iter().map(|entry| Row {
        entry,
        cells: cells(&concordances[entry.0], &column_indexes),
        total: concordances[entry.0].count(),
    });
    let rows: Vec<Row> = rows.collect();
    let columns = totals.into_iter();
    let columns: Vec<Column> = columns.map(|(division, total)| Column { division, total }).collect();
    Matrix {
        papers: by_paper(papers, &columns, &rows),
        rows,
        columns,
    }
}

/// By paper index: the range of its columns, and the indexes of the rows with mentions in them.
fn by_paper(papers: usize, columns: &[Column], rows: &[Row]) -> Vec<(Range<usize>, Vec<usize>)> {
    let before = |paper: PaperId| columns.partition_point(|column| column.division.paper < paper);
    let mut all: Vec<(Range<usize>, Vec<usize>)> = PaperId::all(papers)
        .map(|paper| (before(paper)..before(PaperId(paper.0 + 1)), Vec::new()))
        .collect();
    for (number, row) in rows.iter().enumerate() {
        for cell in &row.cells {
            let own = &mut all[columns[cell.column].division.paper.0].1;
            if own.last() != Some(&number) {
                own.push(number);
            }
        }
    }
    all
}

fn cells(concordance: &Concordance, columns: &BTreeMap<DivisionRef, usize>) -> Vec<Cell> {
    let groups = concordance.groups.iter();
    let mut cells: Vec<Cell> = groups
        .map(|group| Cell {
            column: columns[&group.division],
            divisions: group
                .divisions
                .iter()
                .map(|division| (division.division.id, division.citations.len()))
                .collect(),
        })
        .collect();
    cells.sort_by_key(|cell| cell.column);
    cells
}
