use std::ops::Range;

use serde::Serialize;

use super::part::frame::{Frame, frame, with_home_breadcrumb};
use super::part::outline::{division_anchor, numbered_title};
use super::{PageType, Subject};
use crate::apparatus::{Column, Row};
use crate::outline::PaperId;
use crate::site::{Context, Link, Links, MATRIX, SitePath, page_of_paper, with_paper_title};

/// The matrix: entries by groups of divisions, with their numbers of mentions.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MatrixPage {
    /// The title.
    pub title: String,
    /// The columns, one per group of divisions.
    pub columns: Vec<ColumnView>,
    /// The rows, by kind.
    pub kinds: Vec<MatrixKind>,
    /// Total number of mentions.
    pub total: usize,
}

/// The header of a column.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ColumnView {
    /// The group of divisions.
    pub title: Link,
    /// Total number of mentions in the column.
    pub total: usize,
}

/// The rows of one kind.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MatrixKind {
    /// Display name of the kind, plural.
    pub title: String,
    /// One row per entry.
    pub rows: Vec<RowView>,
}

/// A row of the matrix.
#[derive(Debug, Clone, PartialEq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RowView {
    /// The entry.
    pub entry: Link,
    /// By column: the divisions with mentions.
    pub cells: Vec<Vec<CellLink>>,
    /// Total number of mentions.
    pub total: usize,
}

/// A link to the mentions of an entry in a division.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CellLink {
    /// Citation label of the division.
    pub label: String,
    /// Title of the division.
    pub title: String,
    /// Address of the mentions.
    pub href: String,
    /// Number of mentions.
    pub count: usize,
}

impl PageType for MatrixPage {
    type Key = Option<PaperId>;
    const TEMPLATE: &'static str = "matrix.html";

    fn keys(context: &Context) -> Vec<Option<PaperId>> {
        context.overview_keys()
    }

    fn path(context: &Context, paper: Option<PaperId>) -> SitePath {
        page_of_paper(context, paper, MATRIX)
    }

    fn subject(paper: Option<PaperId>) -> Subject {
        paper.map_or(Subject::Site, Subject::Paper)
    }

    fn model(context: &Context, paper: Option<PaperId>, links: &Links) -> (Frame, Self) {
        let strings = context.strings();
        let matrix = context.matrix();
        let range = matrix.columns_of(paper);
        let columns = matrix.columns[range.clone()].iter().map(|column| {
            let label = numbered_title(context.division(column.division));
            ColumnView {
                title: Link {
                    label: paper.map_or_else(
                        || with_paper_title(context, column.division.paper, &label),
                        |_| label.clone(),
                    ),
                    href: links.division(column.division),
                    current: false,
                },
                total: column.total,
            }
        });
        let rows = matrix.rows_of(paper);
        let kinds = context.kinds().iter().enumerate().map(|(at, kind)| MatrixKind {
            title: context.localized(&kind.plural).to_owned(),
            rows: rows
                .iter()
                .map(|row| &matrix.rows[*row])
                .filter(|row| context.kind_index(row.entry) == at)
                .map(|row| row_view(context, links, row, &matrix.columns, &range))
                .collect(),
        });
        let page = MatrixPage {
            title: paper.map_or(strings.get("matrix").to_owned(), |paper| {
                with_paper_title(context, paper, strings.get("matrix"))
            }),
            columns: columns.collect(),
            kinds: kinds.filter(|kind| !kind.rows.is_empty()).collect(),
            total: matrix.columns[range.clone()].iter().map(|column| column.total).sum(),
        };
        let frame = frame(links, &page.title, strings.get("matrix_line"));
        (with_home_breadcrumb(links, frame), page)
    }
}

/// A row, restricted to the columns in `columns`.
fn row_view(context: &Context, links: &Links, row: &Row, all: &[Column], columns: &Range<usize>) -> RowView {
    let mut cells: Vec<Vec<CellLink>> = vec![Vec::new(); columns.len()];
    for cell in row.cells.iter().filter(|cell| columns.contains(&cell.column)) {
        let column = &all[cell.column];
        let divisions = cell.divisions.iter().map(|(id, count)| {
            let at = column.division.in_same_paper(*id);
            let division = context.division(at);
            CellLink {
                label: division.label.clone(),
                title: division.title.clone(),
                href: links.entry_at(row.entry, &division_anchor(context, at)),
                count: *count,
            }
        });
        cells[cell.column - columns.start].extend(divisions);
    }
    RowView {
        entry: links.link(context.name(row.entry), context.entry_path(row.entry)),
        total: cells.iter().flatten().map(|link| link.count).sum(),
        cells,
    }
}
