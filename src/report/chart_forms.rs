//! What each form of chart draws of a filled table.

use super::chart_spec::{
    Bar, Bars, HeatMap, MAX_SERIES, Mark, StackedBars, StackedRow, Timeline, TimelineEvent,
    TimelineLane, Whole,
};
use super::table::{FilledRow, FilledTable};
use super::{Context, Sign};
use crate::disclosure::{PublishedFigure, PublishedValue};
use crate::domain::{Dimension, Period, ReportPeriod, ValueCode};
use crate::locale::{duration_band, month_name, month_short};
use crate::plan::{CellKind, RowKind};
use crate::project::{ChartRequest, SortOrder};
use jiff::civil::Date;

/// The most bars a chart shows; the table has all.
const MAX_BARS: usize = 12;

/// Behind the short name of a month that is covered in part.
pub(super) const STAR: &str = "*";

pub(super) fn mark(figure: Option<&PublishedFigure>, context: &Context<'_>) -> Mark {
    let Some(figure) = figure else {
        let Sign { text, meaning } = context.signs.not_meaningful.clone();
        return Mark::Nothing { label: text, spoken: meaning };
    };
    let printed = context.printer().label(figure);
    let spoken = match figure.value() {
        PublishedValue::Count(0) | PublishedValue::Share { part: 0, .. } => "0",
        _ => printed.spoken().unwrap_or(printed.text()),
    };
    let (label, spoken) = (printed.text().to_owned(), spoken.to_owned());
    match (figure.value(), figure.magnitude()) {
        (PublishedValue::Masked, _) => Mark::Masked { label, spoken },
        (_, Some(magnitude)) if magnitude.get() > 0.0 => Mark::Value { magnitude, label },
        _ => Mark::Nothing { label, spoken },
    }
}

/// Whether a row's label is drawn: totals and empty "not stated" rows are not.
pub(super) fn is_drawn(row: &FilledRow<'_>) -> bool {
    !matches!(row.plan.kind, RowKind::Total | RowKind::Group)
}

/// The rows that bars stand for: of those in the order of their numbers no exact zero, where any is more.
pub(super) fn drawable<'t, 'a>(
    table: &'t FilledTable<'a>,
    context: &Context<'_>,
) -> Vec<&'t FilledRow<'a>> {
    let column = table.column(CellKind::Total).unwrap_or(0);
    let is_zero = |row: &&FilledRow<'_>| {
        row.cells.get(column).copied().flatten().is_some_and(PublishedFigure::is_zero)
    };
    let rows: Vec<_> = table.rows.iter().filter(|row| is_drawn(row)).collect();
    let is_exact = context.project.disclosure.base().is_none();
    let leaves_out = is_exact && table.plan.sort == SortOrder::Value && !rows.iter().all(is_zero);
    rows.into_iter().filter(|row| !leaves_out || !is_zero(row)).collect()
}

pub(super) fn bars(request: &ChartRequest, table: &FilledTable<'_>, context: &Context<'_>) -> Bars {
    let column = table.column(CellKind::Total).unwrap_or(0);
    let rows: Vec<&FilledRow<'_>> = drawable(table, context).into_iter().take(MAX_BARS).collect();
    let mut emphases: Vec<ValueCode> = Vec::new();
    if let Some(dimension) = request.emphasis {
        let list = context.project.taxonomy.list(dimension);
        let used: Vec<ValueCode> =
            rows.iter().filter_map(|row| row.value_in(dimension, context)).collect();
        emphases = list
            .map(|list| list.codes().filter(|code| used.contains(code)).collect())
            .unwrap_or_default();
    }
    if emphases.len() > MAX_SERIES {
        emphases.clear();
    }
    let emphasis_of = |row: &FilledRow<'_>, dimension: Dimension| {
        let code = row.value_in(dimension, context)?;
        emphases.iter().position(|known| *known == code)
    };
    Bars {
        bars: rows
            .iter()
            .map(|row| Bar {
                label: row.plan.label.clone(),
                mark: mark(row.cells.get(column).copied().flatten(), context),
                emphasis: request
                    .emphasis
                    .and_then(|dimension| emphasis_of(row, dimension))
                    .unwrap_or(0),
            })
            .collect(),
        emphases: request
            .emphasis
            .filter(|_| emphases.len() > 1)
            .and_then(|dimension| context.project.taxonomy.list(dimension))
            .map(|list| {
                let labels = emphases.iter().filter_map(|code| list.get(*code));
                labels.map(|entry| entry.label.clone()).collect()
            })
            .unwrap_or_default(),
    }
}

/// A bar for each year of the first row.
pub(super) fn years(table: &FilledTable<'_>, context: &Context<'_>) -> Bars {
    let cells = table.rows.first().map(|row| row.cells.as_slice()).unwrap_or_default();
    let columns = cells.iter().zip(&table.columns);
    // The last year's column counts all records of the row, those before it are comparisons.
    let of_years = columns
        .filter(|(_, column)| column.kind == CellKind::Total || column.kind == CellKind::Earlier);
    let bars = of_years.map(|(cell, column)| Bar {
        label: column.label.clone(),
        mark: mark(*cell, context),
        emphasis: 0,
    });
    Bars { bars: bars.collect(), emphases: Vec::new() }
}

/// A bar for each limit of the bands of processing time, as long as the number of cases that were done by then.
pub(super) fn cumulative(table: &FilledTable<'_>, context: &Context<'_>) -> Bars {
    let rules = &context.project.durations;
    let column = table.column(CellKind::Cumulative).unwrap_or(0);
    let limits = rules.bands.iter().map(|limit| Some(*limit)).chain([None]);
    let rows = table.rows.iter().filter(|row| row.is_value());
    let bars = rows.zip(limits).map(|(row, limit)| Bar {
        label: match limit {
            Some(limit) if Some(limit) == rules.target_days => {
                format!("{} (Zielfrist)", duration_band(0, Some(limit)))
            }
            Some(limit) => duration_band(0, Some(limit)),
            None => "insgesamt erledigt".to_owned(),
        },
        mark: mark(row.cells.get(column).copied().flatten(), context),
        emphasis: 0,
    });
    Bars { bars: bars.collect(), emphases: Vec::new() }
}

/// A bar of full length for each year of which there is a share, made of the table's rows.
pub(super) fn composition(table: &FilledTable<'_>, context: &Context<'_>) -> StackedBars {
    let parts: Vec<&FilledRow<'_>> = table.rows.iter().filter(|row| is_drawn(row)).collect();
    let all = table.rows.iter().find(|row| row.plan.kind == RowKind::Total);
    let years = table.columns.iter().enumerate().map(|(at, column)| {
        let n = all.and_then(|row| *row.cells.get(at)?);
        let n = n.filter(|figure| figure.value().is_number());
        let n = n.map(|figure| context.printer().cell(figure));
        let behind = n.map(|n| format!(" (n\u{a0}=\u{a0}{})", n.text())).unwrap_or_default();
        let segments = parts.iter().map(|row| mark(row.cells.get(at).copied().flatten(), context));
        StackedRow {
            label: format!("{}{behind}", column.label),
            short_label: column.label.clone(),
            segments: segments.collect(),
            total: None,
        }
    });
    let has_number =
        |row: &StackedRow| row.segments.iter().any(|segment| matches!(segment, Mark::Value { .. }));
    StackedBars {
        series: parts.iter().map(|row| row.plan.label.clone()).collect(),
        rows: years.filter(has_number).collect(),
        whole: Some(Whole::Percent),
        undecided: undecided(parts.iter().map(|row| row.plan.key.as_str())),
    }
}

/// Which of several parts is what is not decided yet: the value that the standard tables call so. None where its grey is another's colour.
fn undecided<'k>(keys: impl Iterator<Item = &'k str>) -> Option<usize> {
    let keys: Vec<&str> = keys.collect();
    keys.iter().position(|key| *key == "open").filter(|_| keys.len() < MAX_SERIES)
}

pub(super) fn stacked(
    table: &FilledTable<'_>,
    whole: Option<Whole>,
    context: &Context<'_>,
) -> StackedBars {
    let total = table.column(CellKind::Total);
    let series = match table.series() {
        series if series.is_empty() => total.into_iter().collect(),
        series => series,
    };
    let single = series.len() == 1;
    let total_of = |row: &FilledRow<'_>| {
        let total = total.filter(|_| !single);
        total.map(|position| mark(row.cells.get(position).copied().flatten(), context))
    };
    // A bar of full length says nothing of its row's size, so its label does.
    let label = |row: &FilledRow<'_>| match (whole, total_of(row)) {
        (Some(_), Some(Mark::Value { label, .. })) => {
            format!("{} (n\u{a0}=\u{a0}{label})", row.plan.label)
        }
        _ => row.plan.label.clone(),
    };
    let keys = series.iter().map(|at| table.columns.get(*at).map_or("", |it| it.key.as_str()));
    StackedBars {
        whole,
        undecided: undecided(keys).filter(|_| whole.is_some()),
        series: series
            .iter()
            .filter_map(|position| table.columns.get(*position))
            .map(|column| column.label.clone())
            .collect(),
        rows: table
            .rows
            .iter()
            .filter(|row| is_drawn(row))
            .map(|row| StackedRow {
                label: label(row),
                short_label: short_label(row),
                segments: series
                    .iter()
                    .map(|position| mark(row.cells.get(*position).copied().flatten(), context))
                    .collect(),
                total: total_of(row),
            })
            .collect(),
    }
}

/// The short name of a month or quarter and, in a report on several years, its year; with a star where the row's head says that
/// something of it is missing.
pub(super) fn short_label(row: &FilledRow<'_>) -> String {
    let head = row.plan.label.as_str();
    let name = head.split_once(" (").map_or(head, |(name, _)| name);
    let star = if name == head { "" } else { STAR };
    let of_year = name.rsplit_once('\u{a0}').filter(|(_, year)| year.starts_with(char::is_numeric));
    let (name, year) =
        of_year.map_or((name, String::new()), |(name, year)| (name, format!(" {year}")));
    let month = (1..=12).find(|month| month_name(*month) == name).map(month_short);
    let quarter = || {
        name.strip_suffix("Quartal")
            .map(|number| format!("Q{}", number.trim_end_matches(['.', '\u{a0}'])))
    };
    let short = month.map(str::to_owned).or_else(quarter);
    short.map_or_else(|| head.to_owned(), |short| format!("{short}{star}{year}"))
}

pub(super) fn heat_map(table: &FilledTable<'_>, context: &Context<'_>) -> HeatMap {
    let series = table.series();
    let label = |position: &usize| table.columns.get(*position).map(|column| column.label.clone());
    HeatMap {
        columns: series.iter().filter_map(label).collect(),
        rows: table
            .rows
            .iter()
            .filter(|row| is_drawn(row))
            .map(|row| {
                let marks = series
                    .iter()
                    .map(|position| mark(row.cells.get(*position).copied().flatten(), context));
                (row.plan.label.clone(), marks.collect())
            })
            .collect(),
    }
}

pub(super) fn timeline(context: &Context<'_>) -> Timeline {
    let project = context.project;
    let period = project.settings.period;
    let (first, last) = drawn_months(period);
    let kinds = project.taxonomy.list(Dimension::ActivityKind);
    let lanes = kinds.into_iter().flat_map(|list| list.codes().zip(list.entries()));
    Timeline {
        months: (first..=last)
            .map(|at| {
                let (year, month) = period.month_at(at);
                let name = month_short(month.unsigned_abs());
                if last > 12 { format!("{name}\u{a0}{year}") } else { name.to_owned() }
            })
            .collect(),
        lanes: lanes
            .map(|(kind, entry)| TimelineLane {
                label: entry.plural.clone(),
                events: project
                    .network
                    .activities
                    .iter()
                    .filter(|activity| activity.kind == kind)
                    .map(|activity| {
                        let (from, to) = activity.date.bounds();
                        let start = position(from, 0, period);
                        // A vague date ends with the end of its last day.
                        let end = if from == to { start } else { position(to, 1, period) };
                        TimelineEvent { from: start, to: end }
                    })
                    .collect(),
            })
            .collect(),
    }
}

/// The months that a chart over time has, by their positions: those of a run of months, else all of the year.
pub(super) fn drawn_months(period: ReportPeriod) -> (i8, i8) {
    match period.part() {
        Some(_) => Period::Year.months(),
        None => period.calendar_months(Period::Year),
    }
}

/// A day's position in months from the first that is drawn, plus some days: 0.0 to their number.
pub(super) fn position(day: Date, further_days: i8, of: ReportPeriod) -> f64 {
    let days = f64::from(day.day() - 1 + further_days);
    let (first, _) = drawn_months(of);
    let month = of.position((day.year(), day.month())).unwrap_or(first);
    f64::from(month - first) + days / f64::from(day.days_in_month())
}
