//! A table of what exports record: what of it rests on something no export records stays away.

use super::table::{CellKind, RowKind, TablePlan, complete};
use crate::domain::{Field, Figure, Gap, Recording};
use crate::project::{Project, TableSpec};

/// Plans a table; `None` where it rests on what no export records.
pub(super) fn plan(
    spec: &TableSpec,
    project: &Project,
    recording: &Recording,
) -> Option<TablePlan> {
    let is_recorded = |field: Field| recording.has_field(field);
    if !spec.subject().into_iter().all(is_recorded) {
        return None;
    }
    let mut table = complete(spec, project);
    let cells =
        table.rows.iter_mut().flat_map(|row| row.cells.iter_mut().map(|cell| (row.kind, cell)));
    for (kind, cell) in cells {
        *cell = cell.take().and_then(|figure| recording.covered(figure, &project.taxonomy));
        // Of cases some of which are not recorded, all are no base for the shares of the others.
        let is_partial = spec.subject().iter().any(|field| recording.partial().contains(field));
        if is_partial && kind == RowKind::Total && matches!(cell, Some(Figure::Share(_))) {
            *cell = None;
        }
    }
    leave_out(&mut table, recording);
    // Where no day of the year is covered, nothing but the signs of it would be left.
    let mut cells = table.rows.iter().flat_map(|row| row.cells.iter().flatten());
    cells.any(|figure| recording.gap(figure).is_none()).then_some(table)
}

/// Takes the rows and columns out of a table that rest on a field or a stock no export records. A part of the year
/// that is not covered keeps its place, so that a reader sees what is missing; its shares have none.
fn leave_out(table: &mut TablePlan, recording: &Recording) {
    let leaves = |cells: &mut dyn Iterator<Item = &Option<Figure>>, in_part: bool| {
        let mut gaps = cells.flatten().map(|figure| recording.gap(figure)).peekable();
        gaps.peek().is_some()
            && gaps.all(|gap| match gap {
                None => false,
                Some(Gap::Period) => in_part,
                Some(Gap::Field(_) | Gap::Stock) => true,
            })
    };
    let TablePlan { rows, columns, left_out, .. } = table;
    rows.retain(|row| {
        let stays = !leaves(&mut row.cells.iter(), false);
        if !stays {
            left_out.push(row.label.clone());
        }
        stays
    });
    let stay: Vec<bool> = columns
        .iter()
        .enumerate()
        .map(|(position, column)| {
            // Of all records a share is all, whatever its rows are.
            let values = rows.iter().filter(|row| row.kind != RowKind::Total);
            let mut cells = values.filter_map(|row| row.cells.get(position));
            !leaves(&mut cells, column.kind == CellKind::Share)
        })
        .collect();
    let mut kept = stay.iter();
    columns.retain(|column| {
        let stays = kept.next().copied().unwrap_or(true);
        // That a part of the year has no share needs no word beside the signs of the others.
        if !stays && column.kind != CellKind::Share {
            left_out.push(column.label.clone());
        }
        stays
    });
    for row in rows {
        let mut kept = stay.iter();
        row.cells.retain(|_| kept.next().copied().unwrap_or(true));
    }
}
