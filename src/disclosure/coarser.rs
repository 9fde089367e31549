//! The coarser forms of one table: what they lose by themselves, and which comes next.
//!
//! Of a form it is asked what is small, and what must be masked with it in any case: where one number of a row or column that
//! adds up to a printed total is small, a second one goes along. What the search masks besides is not known here.

use super::relations::is_no_secret;
use crate::diagnostic::{Finding, FindingCode};
use crate::domain::{Figure, Unit};
use crate::plan::{CellKind, JoinedRows, Plan, RowKind, RowPlan, TablePlan};
use crate::project::Project;
use crate::statistics::{ExactFigures, ExactValue};
use std::collections::BTreeSet;

/// The numbers of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Loss {
    /// Those above zero.
    pub(super) above_zero: usize,
    /// Those of them in whose place a sign stands.
    pub(super) lost: usize,
}

impl Loss {
    /// Whether more than a third is lost.
    fn is_too_much(self) -> bool {
        self.lost * 3 > self.above_zero
    }

    /// Whether a smaller part is lost than of another table.
    fn is_less_than(self, other: Self) -> bool {
        self.above_zero > 0 && self.lost * other.above_zero < other.lost * self.above_zero
    }
}

/// What a cell is, as far as protection is concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Number {
    /// Zero, about no persons, or no number.
    Other,
    Small,
    Large,
}

/// A table and the forms that may take its place, the finest first; each with those behind it.
pub(super) fn forms(table: &TablePlan) -> Vec<TablePlan> {
    let behind = |at: usize| table.coarser.get(at..).unwrap_or_default().to_vec();
    let coarser = table.coarser.iter().enumerate();
    let coarser = coarser.map(|(at, form)| TablePlan { coarser: behind(at + 1), ..form.clone() });
    [table.clone()].into_iter().chain(coarser).collect()
}

/// The next coarser form of a table; `None` where there is none.
pub(super) fn next(table: &TablePlan) -> Option<TablePlan> {
    if let Some(form) = without_mentions(table) {
        return Some(form);
    }
    if !table.groups.is_empty() {
        return Some(table.joined(&(0..table.groups.len()).collect()));
    }
    forms(table).into_iter().nth(1)
}

/// The form with the same cases and without mentions: it gives up no count of cases.
fn without_mentions(table: &TablePlan) -> Option<TablePlan> {
    let of_cases = |form: &TablePlan| -> Vec<Figure> {
        form.figures().filter(|figure| !is_of_mentions(figure)).cloned().collect()
    };
    let has_mentions = table.figures().any(is_of_mentions);
    let mut forms = forms(table).into_iter().skip(1).filter(|_| has_mentions);
    forms.find(|form| of_cases(form) == of_cases(table))
}

/// Whether a figure counts mentions.
fn is_of_mentions(figure: &Figure) -> bool {
    matches!(figure, Figure::Count(count) if count.unit == Unit::Mentions)
}

/// The next coarser form for some of its figures: with one row for each group of whose rows one has them, where there is one.
pub(super) fn next_for(table: &TablePlan, is_meant: impl Fn(&Figure) -> bool) -> Option<TablePlan> {
    if let Some(form) = without_mentions(table) {
        return Some(form);
    }
    let has_meant = |at: &usize| {
        table.rows.get(*at).is_some_and(|row| row.cells.iter().flatten().any(&is_meant))
    };
    let groups = table.groups.iter().enumerate();
    let groups = groups.filter(|(_, group)| group.members.iter().any(has_meant));
    let groups: BTreeSet<usize> = groups.map(|(at, _)| at).collect();
    if groups.is_empty() { next(table) } else { Some(table.joined(&groups)) }
}

/// The coarsest form of a table; `None` where it is it.
pub(super) fn last(table: &TablePlan) -> Option<TablePlan> {
    std::iter::successors(next(table), next).last()
}

/// Puts a form in a table's place, or withholds the table where there is none.
pub(super) fn replace(
    id: &str,
    form: Option<TablePlan>,
    plan: &mut Plan,
    withheld: &mut BTreeSet<String>,
) {
    match form {
        Some(form) => *plan = std::mem::take(plan).with_tables([&form]),
        None => {
            withheld.insert(id.to_owned());
        }
    }
}

/// What forms lose by themselves.
pub(super) struct Losses<'a> {
    pub(super) exact: &'a ExactFigures,
    pub(super) project: &'a Project,
}

impl Losses<'_> {
    /// The finest form that does not lose too much, else the one that loses the smallest part; `None` where that is the table
    /// as it is.
    pub(super) fn best(&self, table: &TablePlan) -> Option<TablePlan> {
        let before = self.of(table);
        let mut best: Option<(Loss, TablePlan)> = None;
        if !before.is_too_much() {
            return None;
        }
        for form in forms(table) {
            let joined = form.joined(&self.small_groups(&form));
            for form in [form, joined] {
                let loss = self.of(&form);
                if loss.above_zero > 0 && !loss.is_too_much() {
                    return Some(form);
                }
                let least = best.as_ref().map_or(before, |(least, _)| *least);
                if loss.is_less_than(least) {
                    best = Some((loss, form));
                }
            }
        }
        best.map(|(_, form)| form)
    }

    /// The groups of a form whose rows lose too much by themselves.
    fn small_groups(&self, form: &TablePlan) -> BTreeSet<usize> {
        let is_small = |members: &[usize]| {
            let rows = members.iter().filter_map(|at| form.rows.get(*at));
            let rows = rows.filter(|row| row.kind != RowKind::Group);
            let numbers: Vec<Number> = rows.flat_map(|row| self.numbers(row)).collect();
            let small = numbers.iter().filter(|it| **it == Number::Small).count();
            let large = numbers.iter().filter(|it| **it == Number::Large).count();
            small * 3 > small + large
        };
        let groups = form.groups.iter().enumerate();
        let groups = groups.filter(|(_, group)| !self.tells_of_two(form, group));
        groups.filter(|(_, group)| is_small(&group.members)).map(|(at, _)| at).collect()
    }

    /// Whether one row for a group would have a number that is just large enough and stands for two numbers alone: whoever knows
    /// that neither of them could be shown knows that both are small.
    pub(super) fn tells_of_two(&self, form: &TablePlan, group: &JoinedRows) -> bool {
        let value = |figure: &Figure| match (figure, self.exact.get(figure)) {
            (Figure::Count(_), Some(ExactValue::Count(value))) => value,
            _ => 0,
        };
        group.row.cells.iter().enumerate().any(|(column, cell)| {
            let rows = group.members.iter().filter_map(|at| form.rows.get(*at));
            let rows = rows.filter(|row| row.kind != RowKind::Group);
            let cells = rows.filter_map(|row| row.cells.get(column)?.as_ref());
            cell.as_ref().is_some_and(|it| value(it) == self.project.disclosure.threshold)
                && cells.filter(|it| value(it) > 0).count() == 2
        })
    }

    /// Whether a figure is a number of cases that could be printed.
    pub(super) fn is_large(&self, figure: &Figure) -> bool {
        self.number(Some(figure)) == Number::Large
    }

    /// What a form loses.
    pub(super) fn of(&self, table: &TablePlan) -> Loss {
        let numbers: Vec<Vec<Number>> = table.rows.iter().map(|row| self.numbers(row)).collect();
        let all = || numbers.iter().flatten();
        let small = all().filter(|it| **it == Number::Small).count();
        let above_zero = all().filter(|it| matches!(it, Number::Small | Number::Large)).count();
        let values: Vec<usize> = (table.rows.iter().enumerate())
            .filter(|(_, row)| matches!(row.kind, RowKind::Value | RowKind::Nested))
            .map(|(at, _)| at)
            .collect();
        let series: Vec<usize> = (table.columns.iter().enumerate())
            .filter(|(_, column)| column.in_series)
            .map(|(at, _)| at)
            .collect();
        let number = |row: usize, column: usize| {
            numbers.get(row).and_then(|row| row.get(column)).copied().unwrap_or(Number::Other)
        };
        let is_alone = |line: &mut dyn Iterator<Item = Number>| {
            let (mut small, mut large) = (0, 0);
            for number in line {
                small += usize::from(number == Number::Small);
                large += usize::from(number == Number::Large);
            }
            small == 1 && large > 0
        };
        let has_total_row = table.rows.iter().any(|row| row.kind == RowKind::Total);
        let has_total = table.columns.iter().any(|column| column.kind == CellKind::Total);
        let further_of_columns = match has_total_row && !table.multiple_response {
            false => 0,
            true => (0..table.columns.len())
                .filter(|column| is_alone(&mut values.iter().map(|row| number(*row, *column))))
                .count(),
        };
        let further_of_rows = match has_total && !table.multiple_columns {
            false => 0,
            true => (0..table.rows.len())
                .filter(|row| is_alone(&mut series.iter().map(|column| number(*row, *column))))
                .count(),
        };
        // A number that goes along in a row may be the one that goes along in a column.
        Loss { above_zero, lost: (small + further_of_rows.max(further_of_columns)).min(above_zero) }
    }

    fn numbers(&self, row: &RowPlan) -> Vec<Number> {
        row.cells.iter().map(|cell| self.number(cell.as_ref())).collect()
    }

    fn number(&self, cell: Option<&Figure>) -> Number {
        let Some(figure @ Figure::Count(count)) = cell else { return Number::Other };
        if count.unit == Unit::Activities
            || is_no_secret(count)
            || self.project.disclosure.is_exempt(figure)
        {
            return Number::Other;
        }
        match self.exact.get(&Figure::Count(count.of_cases())) {
            None | Some(ExactValue::Count(0)) => Number::Other,
            Some(ExactValue::Count(value)) if self.project.disclosure.is_small(value) => {
                Number::Small
            }
            Some(_) => Number::Large,
        }
    }
}

/// A warning for a table that is shown in a coarser form because so many of its numbers would be signs.
pub(super) fn too_small(form: &TablePlan, Loss { above_zero, lost }: Loss) -> Finding {
    Finding::new(
        FindingCode::TableMostlyMasked,
        format!(
            "die Tabelle `{}` erscheint gröber ({}), weil sonst {lost} von {above_zero} Zahlen über null fehlen müssten",
            form.id,
            form.coarser_by().join("; ")
        ),
    )
    .help("gliedern Sie die Tabelle selbst gröber; `coarser = false` lässt sie, wie sie ist, mit Zeichen an der Stelle von Zahlen")
}
