//! Tables a report can show: which rows and columns, of which counts. The standard tables come
//! with the program in the same form an office can write its own; one with the same id replaces
//! the standard one.

use crate::domain::{
    Comparison, ComparisonKind, Count, Days, DaysStatistic, Dimension, Field, Figure, Filter,
    Period, Reference, Share, Unit,
};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Id of the table of ledger totals, which the program makes itself; no other table can have it.
pub const LEDGER_TABLE: &str = "ledger";

/// A table to be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSpec {
    /// Identifier, also the stem of its data file.
    pub id: String,
    /// Title: measure and unit; the period is added in print.
    pub title: String,
    /// The rows.
    pub rows: RowsSpec,
    /// The columns from left to right.
    pub columns: Vec<ColumnSpec>,
    /// What every cell counts before row and column restrict it.
    pub base: Count,
    /// Whether rows of a dimension stand below a row for their group.
    pub nested: bool,
    /// Whether the rows of a dimension tell their share of all records instead of their number, the last row how many those are.
    pub shares: bool,
    /// Whether rows whose counts are all zero are left out.
    pub hide_zero_rows: bool,
    /// Order of the rows of a dimension.
    pub sort: SortOrder,
    /// Whether a last row shows all records of the base.
    pub total: bool,
    /// Head of the first column, where the dimension's name does not do.
    pub row_header: Option<String>,
    /// A sentence below the table.
    pub note: Option<String>,
    /// A further one that holds of exact numbers alone.
    pub exact_note: Option<String>,
    /// Whether a coarser form may take its place where too many of its numbers could not be shown.
    pub may_be_coarser: bool,
    /// Whether it holds details of what its chapter says: folded on the page, in the appendix of the annex.
    pub is_detail: bool,
}

/// The rows of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowsSpec {
    /// One row for each value of a dimension.
    Dimension(Dimension),
    /// One row for each half-year, quarter or month.
    Parts(Vec<Period>),
    /// Rows named one by one.
    Each(Vec<RowSpec>),
}

/// A row named by the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowSpec {
    /// Its label.
    pub label: String,
    /// What its cells count before the column restricts it.
    pub base: Count,
    /// What is told of these records.
    pub measure: Measure,
}

/// What a row named by the configuration tells of its records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// How many there are.
    Count,
    /// The share of them that meets further conditions.
    Share(Filter),
    /// A statistic of their processing time.
    Days(DaysStatistic),
    /// How many there are per thousand of a reference figure of a year.
    Rate(&'static Reference, i16),
}

impl Measure {
    /// The figure of these records.
    pub fn figure(&self, of: &Count) -> Figure {
        match self {
            Self::Count => Figure::Count(of.clone()),
            Self::Share(filter) => Figure::Share(Share::new(of.clone(), filter)),
            Self::Days(statistic) => Figure::Days(Days { statistic: *statistic, of: of.clone() }),
            Self::Rate(reference, year) => Figure::Compared(Comparison {
                kind: ComparisonKind::PerThousand(reference),
                year: *year,
                of: Box::new(Figure::Count(of.clone())),
            }),
        }
    }
}

/// A column, or a group of columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnSpec {
    /// All records of the row.
    Total,
    /// The row's share of all records of the table.
    Share,
    /// Mentions instead of cases.
    Mentions,
    /// A statistic of processing time of the row's cases.
    Days(DaysStatistic),
    /// One column for each value of a dimension.
    Dimension(Dimension),
    /// One column for each half-year, quarter or month.
    Parts(Vec<Period>),
    /// Records of the row and of all rows above it: of bands of processing time.
    Cumulative,
    /// Records of the row that meet further conditions.
    Conditions {
        /// Head of the column.
        label: String,
        /// The conditions.
        filter: Filter,
    },
    /// One column for each of these earlier years, with what its report printed of the row's
    /// figure.
    Earlier(Vec<i16>),
    /// How the row's count has changed since the year before; no column where there is no report of
    /// that year.
    Change(ComparisonKind, Option<i16>),
    /// The share of the row's records that meet further conditions.
    RowShare {
        /// Head of the column.
        label: String,
        /// The conditions.
        filter: Filter,
    },
}

/// The order of rows.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum SortOrder {
    /// As in the list of the dimension, "not stated" last.
    #[default]
    List,
    /// By the number in the first column that counts all records of the row, largest first; masked
    /// numbers last and in alphabetical order; "not stated" at the very end.
    Value,
}

impl TableSpec {
    /// The fields the table is about: those of its records, its rows and its group of columns. Where one of them is
    /// not recorded, there is no such table; single rows and columns may rest on further fields.
    pub fn subject(&self) -> BTreeSet<Field> {
        let mut fields = self.base.rests_on();
        let rows = match &self.rows {
            RowsSpec::Dimension(dimension) => Some(*dimension),
            RowsSpec::Parts(_) | RowsSpec::Each(_) => None,
        };
        let columns = self.columns.iter().filter_map(|column| match column {
            ColumnSpec::Dimension(dimension) => Some(*dimension),
            _ => None,
        });
        fields.extend(rows.into_iter().chain(columns).filter_map(Field::of));
        fields
    }

    /// All fields that a row or column of the table rests on.
    pub fn rests_on(&self) -> BTreeSet<Field> {
        let mut fields = self.subject();
        for column in &self.columns {
            if let ColumnSpec::Conditions { filter, .. } | ColumnSpec::RowShare { filter, .. } =
                column
            {
                fields.extend(filter.rests_on());
            }
        }
        if let RowsSpec::Each(rows) = &self.rows {
            for row in rows {
                let figure = row.measure.figure(&row.base);
                let counts = figure.of_this_year().counts();
                fields.extend(counts.into_iter().flat_map(Count::rests_on));
            }
        }
        fields
    }

    /// What is counted by a field: all records of a table that is about it, else those of single rows and columns.
    pub fn counts_by(&self, field: Field) -> Vec<Count> {
        if self.subject().contains(&field) {
            return vec![self.base.clone()];
        }
        let rows = match &self.rows {
            RowsSpec::Each(rows) => rows.as_slice(),
            RowsSpec::Dimension(_) | RowsSpec::Parts(_) => &[],
        };
        let of_rows = rows.iter().flat_map(|row| {
            let figure = row.measure.figure(&row.base);
            figure.of_this_year().counts().into_iter().cloned().collect::<Vec<_>>()
        });
        let of_columns = self.columns.iter().filter_map(|column| match column {
            ColumnSpec::Conditions { filter, .. } | ColumnSpec::RowShare { filter, .. } => {
                Some(self.base.clone().with_all(filter))
            }
            _ => None,
        });
        of_rows.chain(of_columns).filter(|count| count.rests_on().contains(&field)).collect()
    }

    /// Whether the rows count different populations or units, so that they have no common base.
    pub fn mixes_records(&self) -> bool {
        let of_table = (self.base.population, self.base.unit);
        match &self.rows {
            RowsSpec::Each(rows) => rows.iter().any(|row| {
                (row.base.population, row.base.unit) != of_table || row.measure != Measure::Count
            }),
            RowsSpec::Dimension(_) | RowsSpec::Parts(_) => false,
        }
    }
}

impl ColumnSpec {
    /// The figure of a cell in a row whose records are `row`, in a table of all records `base`,
    /// where the column stands for itself: a dimension's group of columns gives `None`, a group of
    /// parts of the year its first part.
    pub fn figure(&self, row: &Count, base: &Count) -> Option<Figure> {
        match self {
            Self::Total => Some(Figure::Count(row.clone())),
            Self::Mentions => Some(Figure::Count(Count { unit: Unit::Mentions, ..row.clone() })),
            Self::Share => {
                let beyond = Share::new(base.clone(), &row.filter);
                let share = match row.period {
                    Period::Year => beyond,
                    period => Share::during(base.clone(), period).with_part(&row.filter),
                };
                Some(Figure::Share(share))
            }
            Self::Days(statistic) => {
                Some(Figure::Days(Days { statistic: *statistic, of: row.clone() }))
            }
            Self::Conditions { filter, .. } => Some(Figure::Count(row.clone().with_all(filter))),
            Self::RowShare { filter, .. } => Some(Figure::Share(Share::new(row.clone(), filter))),
            Self::Cumulative => None,
            Self::Parts(parts) => {
                parts.first().map(|part| Figure::Count(row.clone().during(*part)))
            }
            Self::Dimension(_) | Self::Earlier(_) | Self::Change(..) => None,
        }
    }
}
