//! Rows that say the same of everybody in them: who knows that a person is in the row knows the
//! column too (attribute disclosure). Where the property is protected, that nobody is in another
//! column must not be known; elsewhere the rows are told, not masked.

use super::check::Checked;
use crate::diagnostic::{Code, Finding};
use crate::domain::{Count, Dimension, Figure, Unit};
use crate::plan::{RowKind, TablePlan};
use crate::project::Project;
use crate::statistics::{ExactFigures, ExactValue};

/// Rows with more cases than this say little about a single person.
pub(super) const FEW: u64 = 10;

/// A warning for each printed table with rows of few cases that all stand in one column of a
/// sensitive property: what the matter was, or whether the person was right.
pub(super) fn telling_rows(
    table: &TablePlan,
    checked: &Checked,
    exact: &ExactFigures,
    project: &Project,
) -> Option<Finding> {
    let printed = |count: &Count| {
        let figure = Figure::Count(count.clone());
        match exact.get(&figure) {
            Some(ExactValue::Count(value)) if !checked.masked.contains_key(&figure) => Some(value),
            _ => None,
        }
    };
    let tells = |cells: &[Option<Figure>]| {
        let series = cells.iter().zip(&table.columns).filter(|(_, column)| column.in_series);
        let counts: Vec<&Count> = series
            .filter_map(|(cell, _)| match cell {
                Some(Figure::Count(count)) if count.unit == Unit::Cases => Some(count),
                _ => None,
            })
            .collect();
        let values: Option<Vec<u64>> = counts.iter().map(|count| printed(count)).collect();
        let above_zero: Vec<u64> =
            values.unwrap_or_default().into_iter().filter(|value| *value > 0).collect();
        counts.len() > 1
            && counts.iter().any(|count| is_sensitive(count, &table.base))
            && above_zero.len() == 1
            && above_zero.iter().all(|value| *value <= FEW)
    };
    let rows = table.rows.iter().filter(|row| row.kind != RowKind::Total && tells(&row.cells));
    let labels: Vec<String> = rows.map(|row| format!("„{}“", row.label)).collect();
    // Where numbers are rounded, a zero may be a case.
    let policy = &project.disclosure;
    if labels.is_empty() || policy.threshold == 1 || policy.base().is_some() {
        return None;
    }
    Some(
        Finding::new(
            Code::RowTellsAll,
            format!(
                "in der Tabelle `{}` stehen alle Fälle einer kleinen Zeile in einer Spalte: {}",
                table.id,
                labels.join(", ")
            ),
        )
        .help(
            "wer weiß, dass jemand in dieser Zeile zählt, weiß auch die Spalte; soll das niemand erfahren, nennen Sie die Eigenschaft in `disclosure.protect`, oder fassen Sie Zeilen oder Spalten zusammen",
        ),
    )
}

/// Whether a column of a table is about the matter or about its assessment.
fn is_sensitive(count: &Count, base: &Count) -> bool {
    count.filter.conditions().any(|(dimension, codes)| {
        use Dimension::{Assessment, JustifiedReason, Outcome, ResponsibleBody, Topic, TopicGroup};
        let matters = matches!(
            dimension,
            Topic | TopicGroup | ResponsibleBody | Assessment | JustifiedReason | Outcome
        );
        matters && base.filter.allowed(dimension) != Some(codes)
    })
}
