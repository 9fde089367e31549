//! The largest rows of a table, in words.

use super::{Limits, as_groups, text};
use crate::plan::{CellKind, ROWS};
use crate::report::PrintedFigure;
use crate::report::document::Inline;
use crate::report::table::FilledTable;
use crate::report::{Context, Exhibits};

/// The largest published rows: `A (72), B (61) und C (40)`, or why there are none to name. Of rows that tie for the last
/// place none is named, so that no order is claimed that the numbers do not have; that a masked row could stand among them is
/// said.
pub(in crate::report) fn ranked(
    table: &str,
    first: usize,
    context: &Context<'_>,
    exhibits: &Exhibits<'_>,
) -> Result<Vec<Inline>, &'static str> {
    named(table, first, context, exhibits).map(|(rows, _)| rows)
}

/// The same within words; nothing where no two rows have an order, or where the largest is a single case.
pub(super) fn words(
    (table, first, pattern): (&str, usize, &str),
    context: &Context<'_>,
    exhibits: &Exhibits<'_>,
) -> Option<Vec<Inline>> {
    let (rows, has_order) = named(table, first, context, exhibits).ok()?;
    let (before, after) = pattern.split_once(ROWS)?;
    has_order.then(|| [vec![text(before)], rows, vec![text(after)]].concat())
}

/// The rows in words, and whether two of them have an order.
fn named(
    table: &str,
    first: usize,
    context: &Context<'_>,
    exhibits: &Exhibits<'_>,
) -> Result<(Vec<Inline>, bool), &'static str> {
    if context.plan.table(table).is_none() {
        return Err("in den Exporten nicht erfasst");
    }
    // A withheld table has no rows to name.
    let table = exhibits.tables.get(table);
    if table.is_some_and(FilledTable::has_unequal_classes) {
        return Err("ohne Rangfolge, denn die Klassen sind verschieden breit");
    }
    let mut rows = table.map(|table| table.ranked(context)).unwrap_or_default();
    let ranked: Vec<u64> = rows.iter().map(|(count, _, _)| *count).collect();
    let has_unequal_levels = table.is_some_and(|table| table.has_unequal_levels(context));
    let has_masked = table.is_some_and(FilledTable::has_masked_totals);
    let has_unrecorded = table.is_some_and(|table| {
        table.column(CellKind::Total).is_some_and(|total| table.has_unrecorded(total, context))
    });
    let has_all = table.is_some() && !has_masked && !has_unrecorded;
    // A rounded zero is not none.
    let is_exact = context.project.disclosure.base().is_none();
    let all_zero = is_exact && has_all && rows.iter().all(|(count, _, _)| *count == 0);
    let largest = rows.first().map_or(0, |(count, _, _)| *count);
    let are_equal = has_all && rows.iter().all(|(count, _, _)| *count == largest);
    rows.retain(|(count, _, _)| *count > 0);
    // A group is no row to compare values of others with; those that are as many as a whole group are ahead of its values.
    let joined = rows.iter().position(|(_, label, _)| table.is_some_and(|it| it.is_joined(label)));
    let before_groups = joined.filter(|_| has_unequal_levels);
    if before_groups == Some(0) {
        return Err("ohne Rangfolge, denn nur ein Teil der Zeilen fasst mehrere zusammen");
    }
    rows.truncate(before_groups.unwrap_or(rows.len()));
    let last = rows.get(first.saturating_sub(1)).map_or(0, |(count, _, _)| *count);
    rows.retain(|(count, _, _)| *count >= last);
    if rows.is_empty() && all_zero {
        return Err("entfällt, denn es gab keine");
    }
    if rows.is_empty() {
        return Err("keine veröffentlichte Angabe");
    }
    let has_order = (rows.len() > 1 || before_groups.is_some()) && largest > 1 && !are_equal;
    let limits = Limits {
        unrecorded: has_unrecorded,
        unstated: table.is_some_and(|table| {
            let numbers: Vec<u64> = ranked.iter().take(rows.len() + 1).copied().collect();
            table.column(CellKind::Total).is_some_and(|at| table.could_be_reordered(at, &numbers))
        }),
        undecided: false,
        masked: table.is_some_and(|table| {
            let total = table.column(CellKind::Total);
            total.is_some_and(|at| table.hides_as_many(at, last, context))
        }),
    };
    // Of equals all are named, or none: those that share the last place are told by their number.
    let above = rows.iter().filter(|(count, _, _)| *count > last).count();
    let equals = rows.split_off(if rows.len() > first { above } else { rows.len() });
    let count = rows.len();
    let of_groups =
        table.and_then(|table| as_groups(table, rows.iter().map(|(_, label, _)| *label)));
    let mut inlines = enumerated(rows, equals);
    inlines.extend(of_groups.map(text));
    // One value alone has no rank.
    let words = match table.is_some_and(FilledTable::has_one_seen_value) {
        true => Some(", als einzige Angabe erfasst".to_owned()),
        false => limits.words(),
    };
    inlines.extend(words.map(text));
    Ok((inlines, has_order && count > 0))
}

/// Rows with their numbers, and behind them those that share the last place.
fn enumerated(
    rows: Vec<(u64, &str, PrintedFigure)>,
    mut equals: Vec<(u64, &str, PrintedFigure)>,
) -> Vec<Inline> {
    let count = rows.len();
    let mut inlines = Vec::new();
    for (position, (_, label, printed)) in rows.into_iter().enumerate() {
        let joint = match position {
            0 => "",
            last if last + 1 == count && equals.is_empty() => " und ",
            _ => ", ",
        };
        inlines.push(text(format!("{joint}{label}\u{a0}(")));
        inlines.push(Inline::Figure(printed));
        inlines.push(text(")"));
    }
    if let Some((_, _, printed)) = equals.pop() {
        let words = if count == 0 { "mehrere mit je\u{a0}" } else { " und weitere mit je\u{a0}" };
        inlines.extend([text(words), Inline::Figure(printed)]);
    }
    inlines
}
