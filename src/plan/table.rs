//! A table's rows, columns and the figure of each cell, before any number is known.

use super::coarser::Regrouped;
use super::names_of_parts::{part_names, set_apart};
use super::table_columns::{Column, ColumnPlan, columns_of, is_within_conditions};
use crate::domain::{
    Comparison, ComparisonKind, Count, Dimension, Figure, Filter, Share, Unit, ValueCode,
};
use crate::locale::part_of_year_name;
use crate::project::{ColumnSpec, Project, RowsSpec, SortOrder, TableSpec};
use serde::Serialize;
use std::collections::BTreeSet;

/// A table whose cells are named but not yet filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TablePlan {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Head of the first column.
    pub row_header: String,
    /// All records of the table: its population and n.
    pub base: Count,
    /// The columns from left to right.
    pub columns: Vec<ColumnPlan>,
    /// The rows in list order; `report` sorts them where `sort` asks for it.
    pub rows: Vec<RowPlan>,
    /// Order of the rows.
    pub sort: SortOrder,
    /// Whether rows whose counts are all zero are left out.
    pub hide_zero_rows: bool,
    /// Whether the rows are different populations.
    pub mixed_populations: bool,
    /// Whether a record can stand in several rows.
    pub multiple_response: bool,
    /// Whether a record can stand in several columns of a group.
    pub multiple_columns: bool,
    /// The earlier years it tells of, the oldest first.
    pub earlier: Vec<i16>,
    /// A sentence below the table.
    pub note: Option<String>,
    /// Whether it is folded on the page and stands in the appendix of the annex.
    pub is_detail: bool,
    /// Rows and columns that were left out because no export records what they rest on, by label.
    pub left_out: Vec<String>,
    /// Whether rows, columns or cells were left out because the office did not exist yet.
    pub before_office: bool,
    /// Rows that were left out because only some exports record the field and none of their cases has the value.
    pub unseen_rows: Vec<String>,
    /// Columns of which the same is true.
    pub unseen_columns: Vec<String>,
    /// What makes it coarser than the office asked for, apart from joined rows.
    pub regrouped: Vec<Regrouped>,
    /// The labels of its rows that stand for several.
    pub joined: Vec<String>,
    /// Rows that may be one row.
    pub groups: Vec<JoinedRows>,
    /// The forms that may take its place, the finest first.
    pub coarser: Vec<TablePlan>,
}

/// Rows of a table that one row for their group may stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinedRows {
    /// The row of the group.
    pub row: RowPlan,
    /// The positions of its rows, and of the row above them where there is one.
    pub members: Vec<usize>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPlan {
    /// Label.
    pub label: String,
    /// Identifier of the value in data files.
    pub key: String,
    /// What kind of row it is.
    pub kind: RowKind,
    /// The value it stands for.
    pub value: Option<(Dimension, ValueCode)>,
    /// One figure for each column; `None` where a number would mislead.
    pub cells: Vec<Option<Figure>>,
}

/// The kind of a row; templates know it as a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RowKind {
    /// A group above its values.
    Group,
    /// A value below its group.
    Nested,
    /// A value.
    Value,
    /// The bucket "not stated"; left out when all of its numbers are zero.
    #[serde(rename = "value")]
    NotStated,
    /// All records of the table.
    Total,
}

/// Plans a table with all its rows and columns, whatever exports record.
pub(super) fn complete(spec: &TableSpec, project: &Project) -> TablePlan {
    let columns: Vec<Column> =
        spec.columns.iter().flat_map(|column| columns_of(column, spec, project)).collect();
    let mut rows = Vec::new();
    match &spec.rows {
        RowsSpec::Dimension(dimension) => {
            dimension_rows(spec, *dimension, &columns, project, &mut rows)
        }
        RowsSpec::Parts(parts) => {
            for part in parts {
                let records = spec.base.clone().during(*part);
                let (label, key) = part_names(*part, project.settings.period);
                let own = Figure::Count(records.clone());
                rows.push(row(label, key, RowKind::Value, None, &own, &records, &columns, spec));
            }
        }
        RowsSpec::Each(named) => {
            for named in named {
                let label = named.label.clone();
                let own = named.measure.figure(&named.base);
                // Whatever rows stand beside it.
                let key = own.id(&project.taxonomy);
                rows.push(row(label, key, RowKind::Value, None, &own, &named.base, &columns, spec));
            }
        }
    }
    let multiple_response = match spec.rows {
        RowsSpec::Dimension(dimension) => dimension.is_multiple_response(),
        _ => false,
    };
    rows.extend(spec.total.then(|| total(spec, &columns, multiple_response)));
    accumulate(&columns, &mut rows, &spec.base);
    let mut columns: Vec<ColumnPlan> = columns.into_iter().map(|column| column.plan).collect();
    let reserved = ["id".to_owned(), "label".to_owned()];
    set_apart(reserved.into(), columns.iter_mut().map(|column| &mut column.key));
    set_apart(BTreeSet::new(), rows.iter_mut().map(|row| &mut row.key));
    TablePlan {
        id: spec.id.clone(),
        title: spec.title.clone(),
        row_header: row_header(spec, project),
        base: spec.base.clone(),
        columns,
        rows,
        sort: spec.sort,
        hide_zero_rows: spec.hide_zero_rows,
        mixed_populations: spec.mixes_records(),
        multiple_response,
        multiple_columns: spec.columns.iter().any(|column| {
            matches!(column, ColumnSpec::Dimension(dimension) if dimension.is_multiple_response())
        }),
        earlier: spec.columns.iter().flat_map(years).copied().collect(),
        note: note(spec, project),
        is_detail: spec.is_detail,
        left_out: Vec::new(),
        before_office: false,
        unseen_rows: Vec::new(),
        unseen_columns: Vec::new(),
        regrouped: Vec::new(),
        joined: Vec::new(),
        groups: Vec::new(),
        coarser: Vec::new(),
    }
}

/// The row of all records.
fn total(spec: &TableSpec, columns: &[Column], multiple_response: bool) -> RowPlan {
    let label = match (multiple_response, spec.base.unit) {
        _ if spec.shares => "Zahl der Fälle (n)",
        (true, Unit::Cases) => "Fälle insgesamt",
        (true, Unit::Activities) => "Aktivitäten insgesamt",
        _ => "insgesamt",
    };
    let (label, key) = (label.to_owned(), "total".to_owned());
    let own = Figure::Count(spec.base.clone());
    let mut total = row(label, key, RowKind::Total, None, &own, &spec.base, columns, spec);
    for (cell, column) in total.cells.iter_mut().zip(columns) {
        // Mentions never get a total that looks as if the cases added up to it.
        let of_mentions = spec.base.unit == Unit::Mentions && multiple_response;
        if column.spec == ColumnSpec::Mentions || of_mentions {
            *cell = None;
        }
    }
    total
}

/// The head of the column of labels.
fn row_header(spec: &TableSpec, project: &Project) -> String {
    spec.row_header.clone().unwrap_or_else(|| match &spec.rows {
        RowsSpec::Dimension(dimension) => project.words.dimension(*dimension).to_owned(),
        RowsSpec::Parts(parts) => {
            part_of_year_name(parts.first().copied().unwrap_or_default()).to_owned()
        }
        // A head without words would be read as nothing.
        RowsSpec::Each(_) => "Angabe".to_owned(),
    })
}

/// In a column that adds up, each row counts its records and those of the rows above it.
fn accumulate(columns: &[Column], rows: &mut [RowPlan], base: &Count) {
    let Some(at) = columns.iter().position(|it| it.spec == ColumnSpec::Cumulative) else { return };
    let last = rows.iter().rposition(|row| row.kind == RowKind::Value);
    let mut so_far: Vec<ValueCode> = Vec::new();
    for (position, row) in rows.iter_mut().enumerate() {
        let count = match (row.kind, row.value) {
            _ if Some(position) == last => Some(base.clone()),
            (RowKind::Value, Some((dimension, code))) => {
                so_far.push(code);
                let up_to = Filter::all().and(dimension, so_far.clone());
                Some(base.clone().with_all(&up_to))
            }
            (RowKind::Total, _) => Some(base.clone()),
            _ => None,
        };
        row.cells
            .iter_mut()
            .skip(at)
            .take(1)
            .for_each(|cell| *cell = count.clone().map(Figure::Count));
    }
}

/// The sentences below a table; what holds of exact numbers alone is not said of rounded ones.
fn note(spec: &TableSpec, project: &Project) -> Option<String> {
    let exact = spec.exact_note.as_ref().filter(|_| project.disclosure.base().is_none());
    let notes: Vec<&str> = spec.note.iter().chain(exact).map(String::as_str).collect();
    (!notes.is_empty()).then(|| notes.join(" "))
}

/// The earlier years of a column.
fn years(column: &ColumnSpec) -> &[i16] {
    match column {
        ColumnSpec::Earlier(years) => years,
        _ => &[],
    }
}

fn dimension_rows(
    spec: &TableSpec,
    dimension: Dimension,
    columns: &[Column],
    project: &Project,
    rows: &mut Vec<RowPlan>,
) {
    let Some(list) = project.taxonomy.list(dimension) else { return };
    let value_row = |code: ValueCode, kind: RowKind| {
        let label = list.name(code).unwrap_or("ohne Angabe").to_owned();
        let key = project.taxonomy.id(dimension, code).to_owned();
        let records = spec.base.clone().with(dimension, code);
        let own = match spec.shares {
            true => {
                Figure::Share(Share::new(spec.base.clone(), &Filter::all().and(dimension, [code])))
            }
            false => Figure::Count(records.clone()),
        };
        let is_recorded = project.taxonomy.not_recorded(dimension) != Some(code);
        let kind = if is_recorded { kind } else { RowKind::NotStated };
        let value = Some((dimension, code));
        let mut row = row(label, key, kind, value, &own, &records, columns, spec);
        // How much the cases mention of which nothing is recorded, nobody knows.
        for (cell, column) in row.cells.iter_mut().zip(columns).filter(|_| !is_recorded) {
            if column.spec == ColumnSpec::Mentions || spec.base.unit == Unit::Mentions {
                *cell = None;
            }
        }
        row
    };
    let allowed = |code: &ValueCode| is_within_conditions(spec, dimension, *code, project);
    match dimension.parent().filter(|_| spec.nested) {
        Some(parent) => {
            let groups = project.taxonomy.list(parent);
            for group in groups.iter().flat_map(|groups| groups.codes()) {
                let members: Vec<ValueCode> = list
                    .codes()
                    .filter(|code| project.taxonomy.group_of(dimension, *code) == group)
                    .filter(allowed)
                    .collect();
                let Some(entry) = groups.and_then(|groups| groups.get(group)) else { continue };
                if members.is_empty() {
                    continue;
                }
                let records = spec.base.clone().with(parent, group);
                let (label, key) = (entry.label.clone(), entry.id.clone());
                let (value, own) = (Some((parent, group)), Figure::Count(records.clone()));
                rows.push(row(label, key, RowKind::Group, value, &own, &records, columns, spec));
                rows.extend(members.into_iter().map(|code| value_row(code, RowKind::Nested)));
            }
        }
        None => {
            rows.extend(list.codes().filter(allowed).map(|code| value_row(code, RowKind::Value)));
        }
    }
    let is_always_stated = match dimension {
        Dimension::Category => !project.exports.may_lack_category,
        Dimension::Weekday | Dimension::WeekdayGroup => true,
        Dimension::Own(own) => own.property().is_mandatory,
        dimension => dimension.is_target(),
    };
    if allowed(&ValueCode::NOT_STATED) && !is_always_stated {
        rows.push(value_row(ValueCode::NOT_STATED, RowKind::NotStated));
    }
}

#[allow(
    clippy::too_many_arguments,
    reason = "a row is what it is called, what it is and what it counts"
)]
fn row(
    label: String,
    key: String,
    kind: RowKind,
    value: Option<(Dimension, ValueCode)>,
    own: &Figure,
    records: &Count,
    columns: &[Column],
    spec: &TableSpec,
) -> RowPlan {
    let cells = columns.iter().map(|column| cell(&column.spec, own, records, &spec.base));
    RowPlan { label, key, kind, value, cells: cells.collect() }
}

/// The figure of a cell in a row that stands for `own`, a figure of `records`.
fn cell(column: &ColumnSpec, own: &Figure, records: &Count, base: &Count) -> Option<Figure> {
    let compared = |kind: ComparisonKind, year: i16| {
        // A rate of an earlier year is that of its own numbers.
        if let (ComparisonKind::Earlier, Figure::Compared(rate)) = (kind, own) {
            return Some(Figure::Compared(Comparison { year, ..rate.clone() }));
        }
        Comparison::new(kind, year, own.clone()).map(Figure::Compared)
    };
    match column {
        ColumnSpec::Total => Some(own.clone()),
        ColumnSpec::Earlier(years) => compared(ComparisonKind::Earlier, *years.first()?),
        ColumnSpec::Change(kind, year) => compared(*kind, (*year)?),
        column => column.figure(records, base),
    }
}
