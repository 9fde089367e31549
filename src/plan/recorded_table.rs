//! A table of what exports record: what of it rests on something no export records stays away.

use super::parts_of_year;
use super::table::{RowKind, TablePlan, complete};
use super::table_columns::CellKind;
use crate::domain::{Field, Figure, Gap, Recording, Share};
use crate::project::{Project, RowsSpec, TableSpec};

/// Plans a table; `None` where it rests on what no export records.
pub(super) fn plan(
    spec: &TableSpec,
    project: &Project,
    recording: &Recording,
) -> Option<TablePlan> {
    let is_recorded = |field: Field| recording.fields.has(field);
    if !spec.subject().into_iter().all(is_recorded) {
        return None;
    }
    let mut table = complete(spec, project);
    let cells =
        table.rows.iter_mut().flat_map(|row| row.cells.iter_mut().map(|cell| (row.kind, cell)));
    for (kind, cell) in cells {
        *cell = cell.take().and_then(|figure| recording.fields.covered(figure, &project.taxonomy));
        // Of cases some of which do not say their row, all are no base for the shares of the others. A share of anything
        // else among all of them is one.
        let partial = recording.fields.partial_of(spec.base.population);
        let is_partial = match &spec.rows {
            RowsSpec::Dimension(rows) => {
                Field::of(*rows).is_some_and(|field| partial.contains(&field))
            }
            _ => false,
        };
        let is_all = |share: &Share| share.conditions_beyond_base().conditions().next().is_none();
        if is_partial
            && kind == RowKind::Total
            && matches!(cell, Some(Figure::Share(share)) if is_all(share))
        {
            *cell = None;
        }
    }
    leave_out(&mut table, recording);
    parts_of_year::mark(&mut table, project, recording);
    // Where no day of the year is covered, nothing but the signs of it would be left.
    let mut cells = table.rows.iter().flat_map(|row| row.cells.iter().flatten());
    cells.any(|figure| recording.gap(figure).is_none()).then_some(table)
}

/// Why a row or column leaves its table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaving {
    /// No export records what it rests on.
    NotRecorded,
    /// Only some exports record it, and none of their cases can tell.
    Unseen,
    /// The office did not exist yet.
    NotYet,
    /// It holds shares of parts of a year that is not covered: they need no word beside the signs of the others.
    Silent,
}

/// Why cells leave, where all of them have to; `None` where one stays. A part of the year that is not covered keeps its
/// place, so that a reader sees what is missing; its shares have none.
fn leaving<'f>(
    cells: impl Iterator<Item = &'f Option<Figure>>,
    is_share: bool,
    recording: &Recording,
) -> Option<Leaving> {
    let gaps: Option<Vec<Gap>> = cells.flatten().map(|figure| recording.gap(figure)).collect();
    let gaps = gaps.filter(|gaps| !gaps.is_empty())?;
    let has = |gap: Gap| gaps.contains(&gap);
    match gaps.iter().any(|gap| matches!(gap, Gap::Field(_) | Gap::Stock)) {
        _ if has(Gap::Period) && !is_share => None,
        _ if has(Gap::Value) && is_share => Some(Leaving::Silent),
        _ if has(Gap::Value) => Some(Leaving::Unseen),
        true => Some(Leaving::NotRecorded),
        false if has(Gap::Period) => Some(Leaving::Silent),
        false => Some(Leaving::NotYet),
    }
}

/// Takes the rows and columns out of a table that rest on what no export records, or on a value that only those that do
/// not record it may have, or that are of a time before the office.
fn leave_out(table: &mut TablePlan, recording: &Recording) {
    let TablePlan { rows, columns, left_out, unseen_rows, unseen_columns, before_office, .. } =
        table;
    let mut leave = |label: &str, why: Leaving, unseen: &mut Vec<String>| match why {
        Leaving::NotRecorded if !left_out.iter().any(|known| known == label) => {
            left_out.push(label.to_owned());
        }
        Leaving::Unseen => unseen.push(label.to_owned()),
        Leaving::NotYet => *before_office = true,
        Leaving::NotRecorded | Leaving::Silent => {}
    };
    rows.retain(|row| {
        let why = leaving(row.cells.iter(), false, recording);
        // Only a value can be that of cases which do not say.
        let told = why.filter(|_| row.kind != RowKind::NotStated);
        told.into_iter().for_each(|why| leave(&row.label, why, unseen_rows));
        why.is_none()
    });
    let mut stay = Vec::new();
    for (position, column) in columns.iter().enumerate() {
        // Of all records a share is all, whatever its rows are.
        let values = rows.iter().filter(|row| row.kind != RowKind::Total);
        let cells = values.filter_map(|row| row.cells.get(position));
        let why = leaving(cells, column.kind == CellKind::Share, recording);
        let told = why.filter(|_| !column.hide_when_zero);
        told.into_iter().for_each(|why| leave(&column.label, why, unseen_columns));
        stay.push(why.is_none());
    }
    let mut kept = stay.iter();
    columns.retain(|_| kept.next().copied().unwrap_or(true));
    for row in rows {
        let mut kept = stay.iter();
        row.cells.retain(|_| kept.next().copied().unwrap_or(true));
        for cell in &mut row.cells {
            let gap = cell.as_ref().and_then(|figure| recording.gap(figure));
            if gap == Some(Gap::NotYet) {
                *cell = None;
                *before_office = true;
            }
        }
    }
}
