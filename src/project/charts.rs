//! Charts a report can show: a form and the table that stands behind it.

use super::lists::has_identifier;
use super::raw;
use super::table_reader::with_parts;
use super::tables::{ColumnSpec, TableSpec};
use super::toml_file::TomlFile;
use crate::diagnostic::Findings;
use crate::domain::{Dimension, ReportPeriod, Schema, Unit};
use serde::Deserialize;

/// A chart to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartRequest {
    /// Identifier, also the stem of its file.
    pub id: String,
    /// Title: what is shown.
    pub title: String,
    /// Its form.
    pub form: ChartForm,
    /// Id of the table behind it; a timeline of activities may do without.
    pub table: Option<String>,
    /// Dimension whose values colour the bars.
    pub emphasis: Option<Dimension>,
    /// How the largest rows are said above the chart.
    pub headline: Option<Headline>,
}

/// How the largest rows of a chart are said above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// The words, with [`Headline::ROWS`] once where the names of the rows stand.
    pub text: String,
    /// The words where there are two rows: with [`Headline::ROWS`] for the larger and [`Headline::OTHER`] for the other one.
    pub of_two: Option<String>,
    /// What makes a row the largest.
    pub by: RankedBy,
    /// The values of cases of which it is not decided whether they are of the part of a share, joined by a plus.
    pub undecided: String,
}

impl Headline {
    /// Stands for the names of the largest rows.
    pub const ROWS: &str = "{rows}";
    /// Stands for the share of the first row, above its composition.
    pub const SHARE: &str = "{share}";
    /// Stands for the name of the smaller of two rows.
    pub const OTHER: &str = "{other}";
}

/// What rows are compared by.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum RankedBy {
    /// The count of the row.
    #[default]
    Total,
    /// The share of the row.
    Share,
}

/// The form of a chart.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum ChartForm {
    /// Horizontal bars of the first count column.
    Bars,
    /// Horizontal bars made of the columns of the first column group.
    StackedBars,
    /// The same, each bar a whole of one length, where the row's total is printed.
    WholeBars,
    /// Upright columns made of the columns of the first column group.
    Columns,
    /// A grid of the columns of the first column group.
    HeatMap,
    /// Horizontal bars of the first row's years: a table with the column `earlier`.
    Years,
    /// One bar of a whole for each year, made of the rows: a table with `shares`.
    Composition,
    /// Horizontal bars of how many were done by the end of each band of processing time: a table with the column `cumulative`.
    Cumulative,
    /// The activities along the year.
    Timeline,
}

pub(super) fn check(
    defaults: &TomlFile<raw::Defaults>,
    report: &TomlFile<raw::Report>,
    tables: &[TableSpec],
    (schema, period): (&Schema, ReportPeriod),
    findings: &mut Findings,
) -> Vec<ChartRequest> {
    let mut own: Vec<ChartRequest> = Vec::new();
    for raw in &report.charts {
        let chart = check_one(report, raw, tables, (schema, period), findings);
        if let Some(chart) = &chart
            && own.iter().any(|other| other.id == chart.id)
        {
            let message = format!("das Diagramm `{}` ist zweimal beschrieben", chart.id);
            findings.push(report.wrong(&raw.id, message));
        }
        own.extend(chart);
    }
    let mut unused = Findings::default();
    for raw in &defaults.charts {
        own.extend(
            check_one(defaults, raw, tables, (schema, period), &mut unused)
                .filter(|chart| own.iter().all(|other| other.id != chart.id)),
        );
    }
    own
}

fn check_one<T>(
    file: &TomlFile<T>,
    raw: &raw::Chart,
    tables: &[TableSpec],
    (schema, period): (&Schema, ReportPeriod),
    findings: &mut Findings,
) -> Option<ChartRequest> {
    if !has_identifier(file, &raw.id, findings) {
        return None;
    }
    let form = raw.form;
    match (&raw.table, form) {
        (None, ChartForm::Timeline) => {}
        (None, _) => {
            findings.push(
                file.wrong(&raw.id, "das Diagramm nennt keine Tabelle")
                    .expected("table = Kennung einer Tabelle"),
            );
            return None;
        }
        (Some(table), _) if tables.iter().all(|known| known.id != *table.get_ref()) => {
            let known: Vec<&str> = tables.iter().map(|table| table.id.as_str()).collect();
            findings.push(
                file.unknown(table, format!("die Tabelle `{}` gibt es nicht", table.get_ref()))
                    .expected(known.join(", ")),
            );
            return None;
        }
        _ => {}
    }
    let table = raw.table.as_ref().and_then(|id| tables.iter().find(|t| t.id == *id.get_ref()));
    if let Some(message) = table.and_then(|table| unfit(form, table)) {
        findings.push(file.wrong(&raw.id, message));
        return None;
    }
    let emphasis = match &raw.emphasis {
        None => None,
        Some(name) => {
            let dimension = schema.dimension(name.get_ref());
            if dimension.is_none() {
                findings
                    .push(file.unknown(name, format!("`{}` ist keine Dimension", name.get_ref())));
            }
            dimension
        }
    };
    let headline = headline(file, raw, table, findings)?;
    Some(ChartRequest {
        headline,
        id: raw.id.get_ref().clone(),
        title: with_parts(&raw.title, period),
        form,
        table: raw.table.as_ref().map(|table| table.get_ref().clone()),
        emphasis,
    })
}

/// The headline as configured; `None` after a finding.
fn headline<T>(
    file: &TomlFile<T>,
    raw: &raw::Chart,
    table: Option<&TableSpec>,
    findings: &mut Findings,
) -> Option<Option<Headline>> {
    let Some(text) = &raw.headline else { return Some(None) };
    let by = raw.headline_by;
    let has_share = |table: &TableSpec| {
        table
            .columns
            .iter()
            .any(|column| matches!(column, ColumnSpec::Share | ColumnSpec::RowShare { .. }))
    };
    let of_two = raw.headline_of_two.clone();
    let has_both = |text: &String| {
        [Headline::ROWS, Headline::OTHER].iter().all(|place| text.matches(place).count() == 1)
    };
    let message = if !of_two.iter().all(has_both) {
        format!(
            "in `headline_of_two` müssen `{}` und `{}` je einmal stehen",
            Headline::ROWS,
            Headline::OTHER
        )
    } else if text.get_ref().matches(Headline::ROWS).count() != 1 {
        format!("in der Überschrift muss `{}` genau einmal stehen", Headline::ROWS)
    } else if raw.form == ChartForm::Composition && !text.get_ref().contains(Headline::SHARE) {
        format!("in der Überschrift einer Zusammensetzung muss `{}` stehen", Headline::SHARE)
    } else if table.is_none() {
        "eine Überschrift über Zeilen braucht ein Diagramm mit Tabelle".to_owned()
    } else if by == RankedBy::Share && !table.is_some_and(has_share) {
        "die Überschrift vergleicht Anteile, die Tabelle hat keine".to_owned()
    } else {
        return Some(Some(Headline {
            text: text.get_ref().clone(),
            of_two,
            by,
            undecided: raw.headline_undecided.clone(),
        }));
    };
    findings.push(file.wrong(text, message));
    None
}

/// Why a table cannot be drawn in a form, if it cannot.
fn unfit(form: ChartForm, table: &TableSpec) -> Option<&'static str> {
    let group = table
        .columns
        .iter()
        .find(|column| matches!(column, ColumnSpec::Dimension(_) | ColumnSpec::Parts(_)));
    let has_years = table.columns.iter().any(|column| matches!(column, ColumnSpec::Earlier(_)));
    match (form, group) {
        (ChartForm::Years, _) if !has_years || !table.columns.contains(&ColumnSpec::Total) => Some(
            "ein Vergleich der Jahre braucht eine Tabelle mit den Spalten `earlier` und `total`",
        ),
        (ChartForm::Composition, _) if !table.shares => {
            Some("die Zusammensetzung braucht eine Tabelle mit `shares = true`")
        }
        (ChartForm::Cumulative, _) if !table.columns.contains(&ColumnSpec::Cumulative) => {
            Some("die aufgelaufene Dauer braucht eine Tabelle mit der Spalte `cumulative`")
        }
        (ChartForm::Timeline, _) if table.base.unit != Unit::Activities => {
            Some("der Zeitstrahl zeigt Aktivitäten; seine Tabelle muss sie zählen (`unit`)")
        }
        (ChartForm::HeatMap, None) => Some(
            "eine Farbtabelle braucht eine Tabelle, deren Spalten eine Dimension oder Teile des Jahres sind",
        ),
        // Segments of one bar must add up to it.
        (
            ChartForm::StackedBars | ChartForm::WholeBars | ChartForm::Columns,
            Some(ColumnSpec::Dimension(dimension)),
        ) if dimension.is_multiple_response() => Some(
            "gestapelt werden kann nur, was sich nicht überschneidet; hier kann ein Fall in mehreren Spalten stehen, nehmen Sie `heat_map`",
        ),
        _ => None,
    }
}
