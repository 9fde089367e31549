//! Coarser forms of a table: no mentions beside the cases, longer parts of the year, groups in place of values, no columns beside
//! the total.
//!
//! They are planned before any number is known; `disclosure` chooses one where too many numbers of the table could not be
//! shown.

use super::recorded_table;
use super::table::{JoinedRows, RowKind, TablePlan};
use crate::domain::{Dimension, Figure, Period, Recording, ReportPeriod, Unit, ValueCode};
use crate::locale::{
    Words, dimension_name, enumeration, part_of_year_name, parts_of_year_name, unit_name,
};
use crate::project::{ColumnSpec, Project, RowsSpec, TableSpec};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// How rows or columns of a table are coarser than the office asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Regrouped {
    /// Longer parts of the year.
    Longer {
        /// One of those that were asked for.
        from: Period,
        /// One of those that are shown.
        to: Period,
    },
    /// Groups in place of values.
    Groups {
        /// The name of what was asked for.
        from: String,
        /// The name of what is shown.
        to: String,
    },
    /// No columns for the values of a property.
    NotBy(String),
    /// Without a column that stood beside others.
    Without(String),
}

/// Plans a table with its coarser forms; `None` where it rests on what no export records.
pub(super) fn with_forms(
    spec: &TableSpec,
    project: &Project,
    recording: &Recording,
) -> Option<TablePlan> {
    let plan = |spec: &TableSpec| recorded_table::plan(spec, project, recording);
    let mut table = plan(spec)?;
    if !spec.may_be_coarser {
        return Some(table);
    }
    table.groups = groups(spec, &table, project, recording);
    let mut forms: Vec<TablePlan> = Vec::new();
    let period = project.settings.period;
    for rows in further(spec.rows.clone(), |rows| longer_rows(rows, period)) {
        for (columns, of_columns) in columns(&spec.columns, project) {
            let of_rows = of_rows(&spec.rows, &rows);
            // A head for months is none for quarters.
            let row_header = spec.row_header.clone().filter(|_| rows == spec.rows);
            let spec = TableSpec { rows: rows.clone(), columns, row_header, ..spec.clone() };
            let Some(mut form) = plan(&spec).filter(|form| form.cells() < table.cells()) else {
                continue;
            };
            form.groups = groups(&spec, &form, project, recording);
            form.regrouped = of_rows.into_iter().chain(of_columns).collect();
            forms.push(form);
        }
    }
    forms.sort_by_key(|form| Reverse(form.cells()));
    table.coarser = forms;
    Some(table)
}

impl TablePlan {
    /// How many cells it has.
    pub fn cells(&self) -> usize {
        self.rows.len() * self.columns.len()
    }

    /// The figures of its cells.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.rows.iter().flat_map(|row| row.cells.iter().flatten())
    }

    /// The figures of its cells and of those of its coarser forms.
    pub(super) fn figures_of_all_forms(&self) -> impl Iterator<Item = &Figure> {
        let forms = [self].into_iter().chain(&self.coarser);
        forms.flat_map(|form| {
            let groups = form.groups.iter().flat_map(|group| group.row.cells.iter().flatten());
            form.figures().chain(groups)
        })
    }

    /// What makes it coarser than the office asked for, in words; nothing where it is not.
    pub fn coarser_by(&self) -> Vec<String> {
        let mut words: Vec<String> = self.regrouped.iter().map(Regrouped::words).collect();
        match self.group_of_all_rows().and_then(|group| Some((group, group.finer()?))) {
            _ if self.joined.is_empty() => {}
            Some((group, finer)) => {
                words.push(instead(dimension_name(group), dimension_name(finer)))
            }
            None => {
                let labels = enumeration(self.joined.iter().map(|label| format!("„{label}“")));
                let each = if self.joined.len() > 1 { "je " } else { "" };
                words.push(format!("{labels} {each}in einer Zeile"));
            }
        }
        words
    }

    /// The property of whose values all rows are, where joined ones are among them.
    fn group_of_all_rows(&self) -> Option<Dimension> {
        let joined = self.rows.iter().find(|row| self.joined.contains(&row.label))?;
        let (group, _) = joined.value?;
        let mut values = self.rows.iter().filter(|row| row.kind == RowKind::Value);
        values.all(|row| row.value.is_some_and(|(of, _)| of == group)).then_some(group)
    }

    /// Whether it is coarser than the office asked for.
    pub fn is_coarser(&self) -> bool {
        !self.regrouped.is_empty() || !self.joined.is_empty()
    }

    /// A title in words that fit the form: with the name of longer parts of the year; `None` where it may still promise more.
    pub fn fitting(&self, title: &str) -> Option<String> {
        let mut title = title.to_owned();
        let mut promises_more = !self.joined.is_empty();
        for regrouped in &self.regrouped {
            let fitting = match regrouped {
                Regrouped::Longer { from, to } => {
                    title.replace(parts_of_year_name(*from), parts_of_year_name(*to))
                }
                Regrouped::Without(_) => continue,
                Regrouped::Groups { .. } | Regrouped::NotBy(_) => title.clone(),
            };
            promises_more |= fitting == title;
            title = fitting;
        }
        (!promises_more).then_some(title)
    }

    /// With one row for each of these of its groups.
    pub fn joined(&self, groups: &BTreeSet<usize>) -> Self {
        let mut table = self.clone();
        let chosen: Vec<&JoinedRows> =
            groups.iter().filter_map(|at| self.groups.get(*at)).collect();
        if chosen.is_empty() {
            return table;
        }
        let joined_at = |at: usize| chosen.iter().find(|group| group.members.contains(&at));
        let mut moved_to: Vec<Option<usize>> = Vec::new();
        table.rows.clear();
        for (at, row) in self.rows.iter().enumerate() {
            let row = match joined_at(at) {
                None => Some(row),
                Some(group) => (group.members.first() == Some(&at)).then_some(&group.row),
            };
            moved_to.push(row.map(|_| table.rows.len()));
            table.rows.extend(row.cloned());
        }
        let labels = chosen.iter().map(|group| group.row.label.clone());
        table.joined.extend(labels);
        table.groups.clear();
        let rest = self.groups.iter().enumerate().filter(|(at, _)| !groups.contains(at));
        for (_, JoinedRows { row, members }) in rest {
            let moved = members.iter().filter_map(|at| moved_to.get(*at).copied().flatten());
            table.groups.push(JoinedRows { row: row.clone(), members: moved.collect() });
        }
        if let Some(group) = table.group_of_all_rows() {
            table.row_header = dimension_name(group).to_owned();
        }
        table
    }
}

/// The groups of a table's rows that have several of them.
fn groups(
    spec: &TableSpec,
    table: &TablePlan,
    project: &Project,
    recording: &Recording,
) -> Vec<JoinedRows> {
    let RowsSpec::Dimension(dimension) = spec.rows else { return Vec::new() };
    let Some(parent) = dimension.parent() else { return Vec::new() };
    let rows = RowsSpec::Dimension(parent);
    let of_groups = TableSpec { rows, nested: false, ..spec.clone() };
    let Some(of_groups) = recorded_table::plan(&of_groups, project, recording) else {
        return Vec::new();
    };
    let keys = |table: &TablePlan| -> Vec<String> {
        table.columns.iter().map(|column| column.key.clone()).collect()
    };
    if keys(&of_groups) != keys(table) {
        return Vec::new();
    }
    let group_of = |value: Option<(Dimension, ValueCode)>| match value? {
        (at, code) if at == dimension => Some(project.taxonomy.group_of(at, code)),
        (at, code) if at == parent => Some(code),
        _ => None,
    };
    let of_group = |row: super::RowPlan| {
        let group = row.value.map(|(_, code)| code);
        let rows = table.rows.iter().enumerate();
        let rows = rows.filter(|(_, row)| row.kind != RowKind::NotStated);
        let members: Vec<usize> =
            rows.filter(|(_, it)| group_of(it.value) == group).map(|(at, _)| at).collect();
        let values = members.iter().filter_map(|at| table.rows.get(*at));
        let values = values.filter(|row| row.kind != RowKind::Group).count();
        (row.kind == RowKind::Value && values > 1).then_some(JoinedRows { row, members })
    };
    of_groups.rows.into_iter().filter_map(of_group).collect()
}

/// A value and those that follow from it step by step, as long as there are any.
fn further<T: Clone>(first: T, next: impl Fn(&T) -> Option<T>) -> impl Iterator<Item = T> {
    std::iter::successors(Some(first), next)
}

fn longer(parts: &[Period], of: ReportPeriod) -> Option<Vec<Period>> {
    let longer: Option<BTreeSet<Period>> = parts.iter().map(|part| of.longer(*part)).collect();
    longer.filter(|parts| !parts.is_empty()).map(|parts| parts.into_iter().collect())
}

fn longer_rows(rows: &RowsSpec, of: ReportPeriod) -> Option<RowsSpec> {
    match rows {
        RowsSpec::Parts(parts) => longer(parts, of).map(RowsSpec::Parts),
        RowsSpec::Dimension(_) | RowsSpec::Each(_) => None,
    }
}

impl Regrouped {
    fn words(&self) -> String {
        match self {
            Self::Longer { from, to } => instead(part_of_year_name(*to), part_of_year_name(*from)),
            Self::Groups { from, to } => instead(to, from),
            Self::NotBy(name) => format!("nicht nach „{name}“"),
            Self::Without(name) => format!("ohne „{name}“"),
        }
    }

    fn longer(from: &[Period], to: &[Period]) -> Option<Self> {
        let (from, to) = (*from.first()?, *to.first()?);
        Some(Self::Longer { from, to })
    }
}

fn of_rows(from: &RowsSpec, to: &RowsSpec) -> Option<Regrouped> {
    match (from, to) {
        (RowsSpec::Parts(from), RowsSpec::Parts(to)) if from != to => Regrouped::longer(from, to),
        _ => None,
    }
}

fn instead(coarser: &str, finer: &str) -> String {
    format!("„{coarser}“ statt „{finer}“")
}

/// The columns as they are and in coarser forms, with what became coarser. At last there are none but those that
/// tell of all cases of a row.
fn columns(specs: &[ColumnSpec], project: &Project) -> Vec<(Vec<ColumnSpec>, Vec<Regrouped>)> {
    let has_values = |dimension: &Dimension| {
        project.taxonomy.list(*dimension).is_some_and(|list| list.entries().len() > 1)
    };
    let coarser = |column: &ColumnSpec| match column {
        ColumnSpec::Parts(parts) => longer(parts, project.settings.period).map(ColumnSpec::Parts),
        ColumnSpec::Dimension(dimension) => {
            dimension.parent().filter(has_values).map(ColumnSpec::Dimension)
        }
        _ => None,
    };
    let mut forms: Vec<Vec<ColumnSpec>> = further(specs.to_vec(), |specs| {
        let next: Vec<Option<ColumnSpec>> = specs.iter().map(coarser).collect();
        let or_same =
            |(next, same): (Option<ColumnSpec>, &ColumnSpec)| next.unwrap_or(same.clone());
        next.iter().any(Option::is_some).then(|| next.into_iter().zip(specs).map(or_same).collect())
    })
    .collect();
    let mut totals: Vec<ColumnSpec> = specs.iter().filter(|it| !divides(it)).cloned().collect();
    if totals.len() < specs.len() {
        if !totals.contains(&ColumnSpec::Total) {
            totals.insert(0, ColumnSpec::Total);
        }
        forms.push(totals);
    }
    let with_changes = |form: Vec<ColumnSpec>| {
        let changes = of_columns(specs, &form, &project.words);
        (form, changes)
    };
    forms.into_iter().flat_map(with_and_without_mentions).map(with_changes).collect()
}

/// A form, and the same without mentions where cases are left: what both are tells how many cases have several topics.
fn with_and_without_mentions(form: Vec<ColumnSpec>) -> impl Iterator<Item = Vec<ColumnSpec>> {
    let of_cases = without_mentions(&form);
    let is_less = !of_cases.is_empty() && of_cases.len() < form.len();
    [Some(form), is_less.then_some(of_cases)].into_iter().flatten()
}

fn without_mentions(specs: &[ColumnSpec]) -> Vec<ColumnSpec> {
    specs.iter().filter(|it| **it != ColumnSpec::Mentions).cloned().collect()
}

/// Whether a column tells of a part of a row's cases.
fn divides(column: &ColumnSpec) -> bool {
    matches!(
        column,
        ColumnSpec::Parts(_)
            | ColumnSpec::Dimension(_)
            | ColumnSpec::Conditions { .. }
            | ColumnSpec::RowShare { .. }
    )
}

fn of_columns(from: &[ColumnSpec], to: &[ColumnSpec], names: &Words) -> Vec<Regrouped> {
    let has_mentions = |specs: &[ColumnSpec]| specs.contains(&ColumnSpec::Mentions);
    let mentions = has_mentions(from) && !has_mentions(to);
    let mentions = mentions.then(|| Regrouped::Without(unit_name(Unit::Mentions).to_owned()));
    let (from, to) = (without_mentions(from), without_mentions(to));
    let dropped = !to.iter().any(divides);
    let name = |dimension: Dimension| names.dimension(dimension).to_owned();
    let change = |(at, column): (usize, &ColumnSpec)| match (column, to.get(at)) {
        (column, _) if dropped => match column {
            ColumnSpec::Parts(parts) => {
                Some(Regrouped::NotBy(part_of_year_name(*parts.first()?).to_owned()))
            }
            // The property is meant, whichever groups of its values stood there.
            ColumnSpec::Dimension(Dimension::CategoryGroup) => {
                Some(Regrouped::NotBy(name(Dimension::Category)))
            }
            ColumnSpec::Dimension(dimension) => Some(Regrouped::NotBy(name(*dimension))),
            ColumnSpec::Conditions { label, .. } | ColumnSpec::RowShare { label, .. } => {
                Some(Regrouped::Without(label.clone()))
            }
            _ => None,
        },
        (ColumnSpec::Parts(from), Some(ColumnSpec::Parts(to))) if from != to => {
            Regrouped::longer(from, to)
        }
        (ColumnSpec::Dimension(from), Some(ColumnSpec::Dimension(to))) if from != to => {
            Some(Regrouped::Groups { from: name(*from), to: name(*to) })
        }
        _ => None,
    };
    from.iter().enumerate().filter_map(change).chain(mentions).collect()
}
