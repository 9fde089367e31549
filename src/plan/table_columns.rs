//! The columns of a table: each with its label, its key and what restricts its cells.

use super::names_of_parts::{key_of, part_names};
use crate::domain::{ComparisonKind, DaysStatistic, Dimension, Filter, Period, Unit, ValueCode};
use crate::locale::{period_label, unit_name, year_label};
use crate::project::{ColumnSpec, Project, TableSpec};

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnPlan {
    /// Head, with the unit where it is not obvious.
    pub label: String,
    /// Name of the column in data files: ASCII.
    pub key: String,
    /// What its cells hold.
    pub kind: CellKind,
    /// Whether it belongs to the table's group of columns: the series of a chart.
    pub in_series: bool,
    /// Whether it is left out when all of its numbers are zero ("not stated").
    pub hide_when_zero: bool,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Counts of all records of the row.
    Total,
    /// Counts of some records of the row.
    Part,
    /// Shares in percent.
    Share,
    /// Days.
    Days,
    /// What an earlier year's report printed.
    Earlier,
    /// Counts of the records of the row and of all rows above it.
    Cumulative,
}

/// A column with what restricts its cells.
pub(super) struct Column {
    pub(super) plan: ColumnPlan,
    pub(super) spec: ColumnSpec,
}

impl Column {
    fn new(label: String, key: &str, kind: CellKind, spec: ColumnSpec) -> Self {
        let key = key.to_owned();
        let plan = ColumnPlan { label, key, kind, in_series: false, hide_when_zero: false };
        Self { plan, spec }
    }

    fn in_series(mut self) -> Self {
        self.plan.in_series = true;
        self
    }
}

/// The single columns of a column or column group, each with a spec that stands for itself.
pub(super) fn columns_of(spec: &ColumnSpec, table: &TableSpec, project: &Project) -> Vec<Column> {
    let one =
        |label: &str, key: &str, kind| vec![Column::new(label.to_owned(), key, kind, spec.clone())];
    match spec {
        ColumnSpec::Total => one(&total_label(table, project), "total", CellKind::Total),
        ColumnSpec::Share => one("Anteil in\u{a0}%", "share_percent", CellKind::Share),
        ColumnSpec::Cumulative => one("bis dahin erledigt", "cumulative", CellKind::Cumulative),
        ColumnSpec::Mentions => one(unit_name(Unit::Mentions), "mentions", CellKind::Part),
        ColumnSpec::Days(DaysStatistic::Median) => {
            one("Median in Tagen", "median_days", CellKind::Days)
        }
        ColumnSpec::Days(DaysStatistic::Percentile90) => {
            one("90\u{a0}% erledigt nach Tagen", "p90_days", CellKind::Days)
        }
        ColumnSpec::Earlier(years) => {
            let years = years.iter().map(|year| {
                let spec = ColumnSpec::Earlier(vec![*year]);
                let of_year = project.settings.period.in_year(*year);
                let label = of_year.map_or_else(String::new, |it| period_label(it, Period::Year));
                Column::new(label, &format!("year_{year}"), CellKind::Earlier, spec)
            });
            years.collect()
        }
        ColumnSpec::Change(kind, Some(year)) => {
            let year = year_label(project.settings.period, *year);
            let percent = match kind {
                ComparisonKind::ChangePercent => " in\u{a0}%",
                _ => "",
            };
            let label = format!("Veränderung gegenüber {year}{percent}");
            one(&label, kind.id(), CellKind::Part)
        }
        ColumnSpec::Change(_, None) => Vec::new(),
        ColumnSpec::Conditions { label, filter } => {
            one(label, &key_of(filter, project), CellKind::Part)
        }
        ColumnSpec::RowShare { label, filter } => {
            let key = format!("share_percent_{}", key_of(filter, project));
            one(label, &key, CellKind::Share)
        }
        ColumnSpec::Dimension(dimension) => dimension_columns(*dimension, table, project),
        ColumnSpec::Parts(parts) => {
            let parts = parts.iter().map(|part| {
                let (label, key) = part_names(*part, project.settings.period);
                let spec = ColumnSpec::Parts(vec![*part]);
                Column::new(label, &key, CellKind::Part, spec).in_series()
            });
            parts.collect()
        }
    }
}

/// The head of the column of all records of a row.
fn total_label(table: &TableSpec, project: &Project) -> String {
    let has = |of: fn(&ColumnSpec) -> bool| table.columns.iter().any(of);
    if has(|column| matches!(column, ColumnSpec::Parts(_) | ColumnSpec::Earlier(_))) {
        return period_label(project.settings.period, Period::Year);
    }
    let has_groups = has(|column| matches!(column, ColumnSpec::Dimension(_)));
    if has_groups { "insgesamt" } else { unit_name(table.base.unit) }.to_owned()
}

/// One column for each value of a dimension.
fn dimension_columns(dimension: Dimension, table: &TableSpec, project: &Project) -> Vec<Column> {
    let Some(list) = project.taxonomy.list(dimension) else { return Vec::new() };
    let codes = list.codes().chain([ValueCode::NOT_STATED]);
    let codes = codes.filter(|code| is_within_conditions(table, dimension, *code, project));
    let columns = codes.map(|code| {
        let label = list.name(code).unwrap_or("ohne Angabe").to_owned();
        let filter = Filter::all().and(dimension, [code]);
        let key = project.taxonomy.id(dimension, code);
        let spec = ColumnSpec::Conditions { label: label.clone(), filter };
        let mut column = Column::new(label, key, CellKind::Part, spec).in_series();
        let not_recorded = project.taxonomy.not_recorded(dimension);
        column.plan.hide_when_zero =
            [Some(ValueCode::NOT_STATED), not_recorded].contains(&Some(code));
        column
    });
    columns.collect()
}

/// Whether records of a value can meet the condition of the report, and the table's conditions on the value's own dimension
/// and on the groups above it.
pub(super) fn is_within_conditions(
    spec: &TableSpec,
    dimension: Dimension,
    code: ValueCode,
    project: &Project,
) -> bool {
    if !project.scope.can_have(dimension, code, &project.taxonomy) {
        return false;
    }
    let mut level = Some((dimension, code));
    while let Some((dimension, code)) = level {
        if spec.base.filter.allowed(dimension).is_some_and(|allowed| !allowed.contains(&code)) {
            return false;
        }
        level =
            dimension.parent().map(|parent| (parent, project.taxonomy.group_of(dimension, code)));
    }
    true
}
