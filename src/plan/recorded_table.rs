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
        let partial = recording.partial_of(spec.base.population);
        let is_partial = spec.subject().iter().any(|field| partial.contains(field));
        if is_partial && kind == RowKind::Total && matches!(cell, Some(Figure::Share(_))) {
            *cell = None;
        }
    }
    leave_out(&mut table, recording);
    // Where no day of the year is covered, nothing but the signs of it would be left.
    let mut cells = table.rows.iter().flat_map(|row| row.cells.iter().flatten());
    cells.any(|figure| recording.gap(figure).is_none()).then_some(table)
}

/// Takes the rows and columns out of a table that rest on what no export records, or on a value that only those that do
/// not record it may have. A part of the year that is not covered keeps its place, so that a reader sees what is missing;
/// its shares have none.
fn leave_out(table: &mut TablePlan, recording: &Recording) {
    // Why all of some cells are missing; `None` where one is not.
    let gap = |cells: &mut dyn Iterator<Item = &Option<Figure>>, in_part: bool| {
        let gaps: Option<Vec<Gap>> = cells.flatten().map(|figure| recording.gap(figure)).collect();
        let gaps = gaps.filter(|gaps| in_part || !gaps.contains(&Gap::Period))?;
        gaps.iter().copied().find(|gap| *gap == Gap::Value).or(gaps.first().copied())
    };
    let TablePlan { rows, columns, left_out, unseen_rows, unseen_columns, .. } = table;
    rows.retain(|row| {
        let gap = gap(&mut row.cells.iter(), false);
        match gap {
            Some(Gap::Value) => unseen_rows.push(row.label.clone()),
            Some(_) => left_out.push(row.label.clone()),
            None => {}
        }
        gap.is_none()
    });
    let mut stay = Vec::new();
    for (position, column) in columns.iter().enumerate() {
        // Of all records a share is all, whatever its rows are.
        let values = rows.iter().filter(|row| row.kind != RowKind::Total);
        let mut cells = values.filter_map(|row| row.cells.get(position));
        let gap = gap(&mut cells, column.kind == CellKind::Share);
        match gap {
            // That a part of the year has no share needs no word beside the signs of the others.
            Some(_) if column.kind == CellKind::Share || column.hide_when_zero => {}
            Some(Gap::Value) => unseen_columns.push(column.label.clone()),
            Some(_) => left_out.push(column.label.clone()),
            None => {}
        }
        stay.push(gap.is_none());
    }
    let mut kept = stay.iter();
    columns.retain(|_| kept.next().copied().unwrap_or(true));
    for row in rows {
        let mut kept = stay.iter();
        row.cells.retain(|_| kept.next().copied().unwrap_or(true));
    }
}
