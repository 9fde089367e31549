//! Filling a planned table with published figures: order of rows, what is left out.

use super::Context;
use super::printed::{PrintedFigure, count_of};
use crate::disclosure::{PublishedFigure, PublishedValue};
use crate::domain::{ComparisonKind, Dimension, Field, Figure, Unit, ValueCode, sort_key};
use crate::plan::{CellKind, ColumnPlan, RowKind, RowPlan, Shown, TablePlan};
use crate::project::SortOrder;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// A planned table with the published figure of each cell, rows in print order.
#[derive(Clone, Debug)]
pub(super) struct FilledTable<'a> {
    pub(super) plan: &'a TablePlan,
    pub(super) columns: Vec<&'a ColumnPlan>,
    pub(super) rows: Vec<FilledRow<'a>>,
}

/// A row with the published figures of its cells.
#[derive(Clone, Debug)]
pub(super) struct FilledRow<'a> {
    pub(super) plan: &'a RowPlan,
    pub(super) cells: Vec<Option<&'a PublishedFigure>>,
}

impl FilledRow<'_> {
    /// The value the row stands for in a dimension, itself or through its groups.
    pub(super) fn value_in(
        &self,
        dimension: Dimension,
        context: &Context<'_>,
    ) -> Option<ValueCode> {
        let (mut at, mut code) = self.plan.value?;
        while at != dimension {
            code = context.project.taxonomy.group_of(at, code);
            at = at.parent()?;
        }
        Some(code)
    }

    /// Whether it stands for a value rather than for a group or for all.
    pub(super) fn is_value(&self) -> bool {
        matches!(self.plan.kind, RowKind::Value | RowKind::Nested)
    }
}

/// Fills a table.
pub(super) fn fill<'a>(plan: &'a TablePlan, context: &Context<'a>) -> FilledTable<'a> {
    let mut rows: Vec<FilledRow<'a>> = plan
        .rows
        .iter()
        .map(|row| FilledRow {
            plan: row,
            cells: row.cells.iter().map(|cell| context.published(cell.as_ref()?)).collect(),
        })
        .collect();
    let shown: Vec<bool> = plan
        .columns
        .iter()
        .enumerate()
        .map(|(position, column)| {
            let is_nothing = |cell: Option<&Option<&PublishedFigure>>| {
                let value = cell.copied().flatten().map(PublishedFigure::value);
                is_zero(cell) || value == Some(PublishedValue::NotRecorded)
            };
            !column.hide_when_zero || !rows.iter().all(|row| is_nothing(row.cells.get(position)))
        })
        .collect();
    for row in &mut rows {
        let mut position = 0;
        row.cells.retain(|_| {
            position += 1;
            shown.get(position - 1).copied().unwrap_or(true)
        });
    }
    rows.retain(|row| {
        let may_go = plan.hide_zero_rows && row.plan.kind != RowKind::Total
            || row.plan.kind == RowKind::NotStated;
        !(may_go && is_empty(row))
    });
    let columns: Vec<&ColumnPlan> = plan
        .columns
        .iter()
        .zip(&shown)
        .filter_map(|(column, shown)| shown.then_some(column))
        .collect();
    let mut table = FilledTable { plan, columns, rows };
    sort(&mut table);
    table
}

/// Whether a row has no record: all of its counts are zero, or there is nothing in it at all.
fn is_empty(row: &FilledRow<'_>) -> bool {
    let mut counts = row
        .cells
        .iter()
        .flatten()
        .filter(|figure| matches!(figure.figure(), Figure::Count(_)) || is_earlier_count(figure))
        .peekable();
    match counts.peek() {
        Some(_) => {
            let is_not_stated = row.plan.kind == RowKind::NotStated;
            counts.all(|figure| match figure.value() {
                PublishedValue::NotAvailable => true,
                PublishedValue::NotRecorded => is_not_stated,
                _ => figure.is_zero(),
            })
        }
        None => row.cells.iter().all(|cell| {
            let value = cell.map(PublishedFigure::value);
            value == Some(PublishedValue::NotAvailable) || is_zero(Some(cell))
        }),
    }
}

fn is_earlier_count(figure: &PublishedFigure) -> bool {
    matches!(figure.figure(), Figure::Compared(comparison)
        if comparison.kind == ComparisonKind::Earlier
            && matches!(*comparison.of, Figure::Count(_)))
}

/// Whether a cell is exactly zero, or empty by plan.
fn is_zero(cell: Option<&Option<&PublishedFigure>>) -> bool {
    match cell {
        Some(Some(figure)) => matches!(
            figure.value(),
            PublishedValue::Count(0)
                | PublishedValue::Share { part: 0, .. }
                | PublishedValue::NoBase
        ),
        _ => true,
    }
}

/// Largest first; masked ones behind all numbers in alphabetical order, so that their place tells
/// nothing; "not stated" and the total at the end. Nested rows keep their groups.
fn sort(table: &mut FilledTable<'_>) {
    if table.plan.sort == SortOrder::List {
        return;
    }
    let column = table.column(CellKind::Total);
    table.rows.sort_by_key(|row| {
        let value = column.and_then(|column| *row.cells.get(column)?).and_then(count_of);
        let place = match row.plan.kind {
            RowKind::NotStated => 1,
            RowKind::Total => 2,
            _ => 0,
        };
        let masked = value.is_none();
        (place, masked, Reverse(value), sort_key(&row.plan.label))
    });
}

impl FilledTable<'_> {
    /// Position of the first column of a kind.
    pub(super) fn column(&self, kind: CellKind) -> Option<usize> {
        self.columns.iter().position(|column| column.kind == kind)
    }

    /// The published totals of the rows that stand for a value, largest first, in print order among
    /// equals: number, label, printed number.
    pub(super) fn ranked(&self, context: &Context<'_>) -> Vec<(u64, &str, PrintedFigure)> {
        let column = self.column(CellKind::Total);
        let mut values: Vec<(u64, &str, PrintedFigure)> = self
            .rows
            .iter()
            .filter(|row| row.is_value())
            .filter_map(|row| {
                let figure = column.and_then(|column| *row.cells.get(column)?)?;
                let PublishedValue::Count(count) = figure.value() else { return None };
                Some((count, row.plan.label.as_str(), context.printer().cell(figure)))
            })
            .collect();
        values.sort_by_key(|(count, _, _)| Reverse(*count));
        values
    }

    /// Whether it shows something that words below it are about.
    pub(super) fn shows(&self, what: Shown) -> bool {
        let cells = self.rows.iter().flat_map(|row| row.cells.iter().zip(&self.columns));
        let mut figures = cells.filter_map(|(cell, column)| Some(((*cell)?, column.kind)));
        let of_mentions = |figure: &PublishedFigure| {
            figure.figure().counts().iter().any(|count| count.unit == Unit::Mentions)
        };
        match what {
            Shown::NotStated => self.rows.iter().any(|row| row.plan.kind == RowKind::NotStated),
            Shown::Masks => figures.any(|(figure, _)| figure.value() == PublishedValue::Masked),
            _ => figures.filter(|(figure, _)| figure.value().is_number()).any(|(figure, kind)| {
                match what {
                    Shown::Shares => matches!(figure.figure(), Figure::Share(_)),
                    Shown::Parts => kind == CellKind::Part,
                    Shown::Mentions => of_mentions(figure),
                    _ => true,
                }
            }),
        }
    }

    /// Whether a row could stand anywhere in the order because its total is not published.
    pub(super) fn has_masked_totals(&self) -> bool {
        let total = self.column(CellKind::Total);
        total.is_some_and(|column| self.has_value(column, PublishedValue::Masked))
    }

    /// Whether a row whose number in a column is not published could be as large as this: no group that it belongs to is printed
    /// with less.
    pub(super) fn hides_as_many(&self, column: usize, number: u64, context: &Context<'_>) -> bool {
        let rows = self.rows.iter().filter(|row| row.is_value());
        let figures = rows.filter_map(|row| *row.cells.get(column)?);
        let mut hidden = figures.filter(|figure| figure.value() == PublishedValue::Masked);
        hidden.any(|figure| {
            let counts = figure.figure().counts();
            let groups = counts.into_iter().flat_map(|it| it.of_groups(&context.project.taxonomy));
            !groups.into_iter().any(|group| {
                let group = context.published(&Figure::Count(group)).map(PublishedFigure::value);
                matches!(group, Some(PublishedValue::Count(all)) if all < number)
            })
        })
    }

    /// Whether a row stands for several that the table was meant to show.
    pub(super) fn is_joined(&self, label: &str) -> bool {
        self.plan.joined.iter().any(|joined| joined == label)
    }

    /// Whether some rows are groups and others values of a group: a group may be ahead only because it is wider.
    pub(super) fn has_unequal_levels(&self, context: &Context<'_>) -> bool {
        let rows = self.plan.rows.iter().filter(|row| !self.is_joined(&row.label));
        let groups = rows.filter_map(|row| match (row.kind, row.value?) {
            (RowKind::Value | RowKind::Nested, (at, code)) => {
                Some(context.project.taxonomy.group_of(at, code))
            }
            _ => None,
        });
        let mut seen = BTreeSet::new();
        // A value that is alone in its group is as wide as the group.
        !self.plan.joined.is_empty() && !groups.into_iter().all(|group| seen.insert(group))
    }

    /// The fields that only some of the cases in a column have recorded.
    pub(super) fn partial_fields(&self, column: usize, context: &Context<'_>) -> BTreeSet<Field> {
        let cells = self.rows.iter().filter_map(|row| *row.cells.get(column)?);
        let recording = &context.plan.recording;
        cells.flat_map(|cell| recording.fields.partial_for(cell.figure())).collect()
    }

    /// Whether a row could stand anywhere in the order of a column because no export, or only a part of them, records it.
    pub(super) fn has_unrecorded(&self, column: usize, context: &Context<'_>) -> bool {
        self.has_value(column, PublishedValue::NotRecorded)
            || !self.partial_fields(column, context).is_empty()
    }

    /// Whether the exports tell of a single value, and others may be those of the cases that say nothing.
    pub(super) fn has_one_seen_value(&self) -> bool {
        !self.plan.unseen_rows.is_empty()
            && self.rows.iter().filter(|row| row.is_value()).count() == 1
    }

    /// Whether no row can be called the largest or the smallest: a value that only the exports without the field may have
    /// could be ahead, rows are classes of unequal width, or they are parts of the year and the exports do not cover all days of one.
    pub(super) fn has_no_order(&self, context: &Context<'_>) -> bool {
        let column = self.column(CellKind::Total);
        let cells = self.rows.iter().filter_map(|row| column.and_then(|at| *row.cells.get(at)?));
        let recording = &context.plan.recording;
        let mut figures = cells.map(PublishedFigure::figure);
        self.has_unequal_classes()
            || !self.plan.unseen_rows.is_empty()
            || figures.any(|it| recording.is_of_part_with_gap(it) || recording.is_open(it))
    }

    /// Whether rows are classes of unequal width, of which the fullest is only the widest.
    pub(super) fn has_unequal_classes(&self) -> bool {
        let of_bands = |row: &RowPlan| matches!(row.value, Some((Dimension::DurationBand, _)));
        self.plan.rows.iter().any(of_bands)
    }

    fn has_value(&self, column: usize, value: PublishedValue) -> bool {
        let rows = self.rows.iter().filter(|row| row.is_value());
        let mut figures = rows.filter_map(|row| *row.cells.get(column)?);
        figures.any(|figure| figure.value() == value)
    }

    /// Whether the cases for which nothing is stated could change the order of some rows of a column, with these numbers from the
    /// largest on: they are as many as two of them differ by.
    pub(super) fn could_be_reordered(&self, column: usize, numbers: &[u64]) -> bool {
        // Where an empty value has a name it says something: its cases are of no other row.
        let has_name = self
            .plan
            .rows
            .iter()
            .any(|row| row.kind == RowKind::NotStated && row.label != "ohne Angabe");
        let unstated = self.not_stated(column).filter(|_| !has_name).unwrap_or_default();
        let differences = numbers.windows(2).map(|pair| match pair {
            [one, next] => one.abs_diff(*next),
            _ => u64::MAX,
        });
        unstated > 0 && differences.into_iter().any(|by| by <= unstated)
    }

    /// The published number of the cases for which nothing is stated.
    pub(super) fn not_stated(&self, column: usize) -> Option<u64> {
        let row = self.rows.iter().find(|row| row.plan.kind == RowKind::NotStated)?;
        count_of((*row.cells.get(column)?)?)
    }

    /// Positions of the columns that form the series of a chart.
    pub(super) fn series(&self) -> Vec<usize> {
        let series = self.columns.iter().enumerate().filter(|(_, column)| column.in_series);
        series.map(|(position, _)| position).collect()
    }
}
