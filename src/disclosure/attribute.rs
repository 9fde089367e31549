//! Rows and columns that say the same of everybody in them: who knows that a person is in the row knows the
//! column too, and the other way round (attribute disclosure). Where the property is protected, that nobody is
//! elsewhere must not be known; elsewhere it is told, not masked.

use super::check::Checked;
use super::relations::is_told;
use crate::diagnostic::{Finding, FindingCode};
use crate::domain::{Count, Dimension, Figure, Unit, ValueCode};
use crate::plan::{CellKind, RowKind, TablePlan};
use crate::project::Project;
use crate::statistics::{ExactFigures, ExactValue};
use std::collections::BTreeSet;

/// Rows and columns with more cases than this say little about a single person.
pub(super) const FEW: u64 = 10;

/// A warning for each printed table with rows or columns of few cases that all stand in one place of a
/// sensitive property: what the matter was, or whether the person was right.
pub(super) fn telling(
    table: &TablePlan,
    checked: &Checked,
    exact: &ExactFigures,
    project: &Project,
) -> Option<Finding> {
    // Where numbers are rounded, a zero may be a case.
    let policy = &project.disclosure;
    if policy.threshold == 1 || policy.base().is_some() {
        return None;
    }
    let printed = |count: &Count| {
        let figure = Figure::Count(count.clone());
        match exact.get(&figure) {
            Some(ExactValue::Count(value)) if !checked.masked.contains_key(&figure) => Some(value),
            _ => None,
        }
    };
    let tells = |cells: &[&Option<Figure>]| {
        let counts = cells.iter().filter_map(|cell| match cell {
            Some(Figure::Count(count)) if count.unit == Unit::Cases => Some(count),
            _ => None,
        });
        let counts: Vec<&Count> = counts.collect();
        let values: Option<Vec<u64>> = counts.iter().map(|count| printed(count)).collect();
        let values = values.unwrap_or_default();
        let mut above_zero = counts.iter().zip(&values).filter(|(_, value)| **value > 0);
        match (above_zero.next(), above_zero.next()) {
            (Some((count, value)), None) => *value <= FEW && is_news(count, &counts),
            _ => false,
        }
    };
    let mut found = Vec::new();
    let rows = table.rows.iter().filter(|row| row.kind != RowKind::Total);
    let rows = rows.filter(|row| {
        let cells = row.cells.iter().zip(&table.columns);
        tells(
            &cells.filter(|(_, column)| column.in_series).map(|(cell, _)| cell).collect::<Vec<_>>(),
        )
    });
    if let Some(labels) = labels(rows.map(|row| row.label.as_str())) {
        found.push(format!("alle Fälle einer kleinen Zeile in einer Spalte: {labels}"));
    }
    let values =
        table.rows.iter().filter(|row| !matches!(row.kind, RowKind::Total | RowKind::Group));
    let in_column =
        |at: usize| values.clone().filter_map(|row| row.cells.get(at)).collect::<Vec<_>>();
    let columns = table.columns.iter().enumerate();
    let telling: Vec<_> = columns.filter(|(at, _)| tells(&in_column(*at))).collect();
    // What is true of all cases is true of some of them.
    let of_all = telling.iter().find(|(_, column)| column.kind == CellKind::Total);
    let telling = of_all.map_or(telling.as_slice(), std::slice::from_ref).iter();
    if let Some(labels) = labels(telling.map(|(_, column)| column.label.as_str())) {
        found.push(format!("alle Fälle einer kleinen Spalte in einer Zeile: {labels}"));
    }
    (!found.is_empty()).then(|| {
        Finding::new(
            FindingCode::RowTellsAll,
            format!("in der Tabelle `{}` stehen {}", table.id, found.join("; und ")),
        )
        .help(
            "wer weiß, dass jemand dort zählt, weiß auch, worum es ging oder wie es ausging; soll das niemand erfahren, nennen Sie die Eigenschaft in `disclosure.protect`, oder fassen Sie Zeilen oder Spalten zusammen",
        )
    })
}

/// Names in quotes; `None` without any.
fn labels<'a>(names: impl Iterator<Item = &'a str>) -> Option<String> {
    let names: Vec<String> = names.map(|name| format!("„{name}“")).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// Whether one of some cells says more of a person than that it is one of them: what the matter was, or how it was assessed.
/// That it is not stated is no news, nor is what another property means.
fn is_news(count: &Count, cells: &[&Count]) -> bool {
    use Dimension::{Assessment, JustifiedReason, Outcome, ResponsibleBody, Topic, TopicGroup};
    count.filter.conditions().any(|(dimension, codes)| {
        let matters = matches!(
            dimension,
            Topic | TopicGroup | ResponsibleBody | Assessment | JustifiedReason | Outcome
        );
        let is_stated = *codes != BTreeSet::from([ValueCode::NOT_STATED]);
        let differs = cells.iter().any(|cell| cell.filter.allowed(dimension) != Some(codes));
        matters && is_stated && differs && !is_told(dimension, &count.filter)
    })
}
