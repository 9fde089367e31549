//! What a chart shows, and the same in words.

use super::chart_forms::{
    STAR, bars, composition, cumulative, drawable, heat_map, is_drawn, short_label, stacked,
    timeline, years,
};
use super::chart_spec::{
    Bar, Bars, ChartKind, ChartSpec, HeatMap, MAX_SERIES, Mark, StackedBars, Whole,
};
use super::table::{FilledRow, FilledTable};
use super::{Context, missing};
use crate::disclosure::PublishedValue;
use crate::domain::Field;
use crate::locale::{NOT_RECORDED, capital, enumeration, month_name};
use crate::plan::CellKind;
use crate::project::{ChartForm, ChartRequest};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What a chart shows.
pub(super) fn spec(
    request: &ChartRequest,
    table: Option<&FilledTable<'_>>,
    context: &Context<'_>,
) -> ChartSpec {
    let kind = match (request.form, table) {
        (ChartForm::Years, Some(table)) => ChartKind::Bars(years(table, context)),
        (ChartForm::Bars, Some(table)) => ChartKind::Bars(bars(request, table, context)),
        (ChartForm::Cumulative, Some(table)) => ChartKind::Bars(cumulative(table, context)),
        (ChartForm::Composition, Some(table)) => {
            ChartKind::StackedBars(composition(table, context))
        }
        // More series than can be told apart by colour are read better from a grid.
        (ChartForm::StackedBars | ChartForm::WholeBars | ChartForm::Columns, Some(table))
            if table.series().len() > MAX_SERIES =>
        {
            ChartKind::HeatMap(heat_map(table, context))
        }
        (ChartForm::StackedBars, Some(table)) => {
            ChartKind::StackedBars(stacked(table, None, context))
        }
        (ChartForm::WholeBars, Some(table)) => {
            ChartKind::StackedBars(stacked(table, Some(Whole::Total), context))
        }
        (ChartForm::Columns, Some(table)) => ChartKind::Columns(stacked(table, None, context)),
        // Without columns beside the total there is no grid.
        (ChartForm::HeatMap, Some(table)) if table.series().is_empty() => {
            ChartKind::Bars(bars(request, table, context))
        }
        (ChartForm::HeatMap, Some(table)) => ChartKind::HeatMap(heat_map(table, context)),
        (ChartForm::Timeline, _) | (_, None) => ChartKind::Timeline(timeline(context)),
    };
    let mut description = match (request.form, table) {
        (ChartForm::Years, Some(table)) => {
            let bars = years(table, context).bars;
            let labels = || bars.iter().map(|bar| bar.label.as_str());
            // What is missing of a year stands in its head.
            let years = match labels().any(|label| label.contains(' ')) {
                true => {
                    format!("{} {}", context.project.words.period.plural, enumeration(labels()))
                }
                false => super::printed_table::years(table.plan, context),
            };
            format!("Balkendiagramm mit je einem Balken für die {years}: {}.", told(&bars))
        }
        (ChartForm::Cumulative, Some(table)) => {
            let bars = cumulative(table, context).bars;
            format!("Balkendiagramm, wie viele Fälle bis wann erledigt waren: {}.", told(&bars))
        }
        (ChartForm::Composition, Some(table)) => composed(&composition(table, context)),
        _ => description(&kind, table, context),
    };
    description.extend(table.and_then(|table| in_part(&kind, table, context)));
    let title = match table {
        Some(table) => super::printed_table::title(&request.title, table.plan),
        None => request.title.clone(),
    };
    ChartSpec { id: request.id.clone(), title, description, kind }
}

/// A line below a chart: what of its table it does not show, and what its sign for missing numbers means.
pub(super) fn note(
    kind: &ChartKind,
    table: &FilledTable<'_>,
    context: &Context<'_>,
) -> Option<String> {
    let mut notes = Vec::new();
    if let (ChartKind::Bars(bars), true) = (kind, table.plan.earlier.is_empty()) {
        let left = drawable(table, context).len();
        if bars.bars.len() < left {
            notes.push("Gezeigt sind die ersten Zeilen der Tabelle; sie enthält alle.".to_owned());
        } else if left < table.rows.iter().filter(|row| is_drawn(row)).count() {
            notes.push("Was nicht vorkam, steht nur in der Tabelle.".to_owned());
        }
    }
    let mut cells = table.rows.iter().flat_map(|row| row.cells.iter().flatten());
    if cells.any(|figure| figure.value() == PublishedValue::NotRecorded) {
        let sign = &context.signs.not_recorded;
        notes.push(format!("{}\u{a0}= {}.", sign.text, sign.meaning));
    }
    let (marks, is_whole): (Vec<&Mark>, bool) = match kind {
        ChartKind::Bars(bars) => (bars.bars.iter().map(|bar| &bar.mark).collect(), false),
        ChartKind::StackedBars(bars) | ChartKind::Columns(bars) => {
            let marks = bars.rows.iter().flat_map(|row| &row.segments);
            (marks.collect(), bars.whole.is_some())
        }
        ChartKind::HeatMap(_) | ChartKind::Timeline(_) => (Vec::new(), false),
    };
    let has_masked = marks.iter().any(|mark| matches!(mark, Mark::Masked { .. }));
    let hatched = has_masked.then_some(match is_whole {
        true => "Schraffiert ist, was nicht einzeln veröffentlicht ist.",
        false => "Schraffiert heißt: nicht veröffentlicht; die Länge sagt nichts.",
    });
    notes.extend(hatched.map(str::to_owned));
    let starred = table.rows.iter().filter(|row| short_label(row).ends_with(STAR));
    let starred: Vec<&str> = starred.map(|row| row.plan.label.as_str()).collect();
    if matches!(kind, ChartKind::Columns(_)) && !starred.is_empty() {
        notes.push(format!("{STAR}\u{a0}= {}.", starred.join("; ")));
    }
    (!notes.is_empty()).then(|| notes.join(" "))
}

/// What a mark is in a text.
fn in_words(mark: &Mark) -> &str {
    match mark {
        Mark::Value { label, .. } => label,
        Mark::Masked { spoken, .. } | Mark::Nothing { spoken, .. } => spoken,
    }
}

/// Bars with their numbers in words.
fn told<'b>(bars: impl IntoIterator<Item = &'b Bar>) -> String {
    let told = |bar: &Bar| format!("{} ({})", bar.label, in_words(&bar.mark));
    bars.into_iter().map(told).collect::<Vec<_>>().join(", ")
}

/// The same by what their colours say.
fn coloured(bars: &Bars) -> String {
    if bars.emphases.is_empty() {
        return format!(" {}.", told(&bars.bars));
    }
    let of = |(at, name): (usize, &String)| {
        let told = told(bars.bars.iter().filter(|bar| bar.emphasis == at));
        (!told.is_empty()).then(|| format!(" {name}: {told}."))
    };
    bars.emphases.iter().enumerate().filter_map(of).collect()
}

/// Whether a bar has no length.
fn is_nothing(total: Option<&Mark>) -> bool {
    matches!(total, Some(Mark::Nothing { .. }))
}

/// Divided bars in words: how long they are, and of those of full length how much of each is its first part.
fn divided(bars: &StackedBars) -> String {
    let told = bars.rows.iter().filter_map(|row| {
        let first = row.segments.first().map(in_words);
        let all = row.total.as_ref().map(in_words);
        Some(match (bars.whole, first, all) {
            (Some(_), Some(first), Some(all)) if !is_nothing(row.total.as_ref()) => {
                let of = match row.segments.first() {
                    Some(Mark::Value { .. }) => " von",
                    _ => "; insgesamt",
                };
                format!("{} ({first}{of} {all})", row.short_label)
            }
            (_, _, Some(number)) | (_, Some(number), None) => format!("{} ({number})", row.label),
            (_, None, None) => return None,
        })
    });
    let told = told.collect::<Vec<_>>().join(", ");
    match bars.series.first().filter(|_| bars.whole.is_some()) {
        Some(first) => format!(" {}: {told}.", capital(first)),
        None => format!(" {told}."),
    }
}

/// What bars of full length show: the segments' names, and the first one's number in each.
fn composed(bars: &StackedBars) -> String {
    let rows = bars.rows.iter().filter_map(|row| {
        Some(format!("{} ({})", row.short_label, in_words(row.segments.first()?)))
    });
    let rows: Vec<String> = rows.collect();
    let first = bars.series.first().map_or("", String::as_str);
    format!(
        "Balken von gleicher Länge, unterteilt in {}. {}: {}.",
        bars.series.join(", "),
        capital(first),
        rows.join(", ")
    )
}

/// Kind of chart, what it shows, and its numbers; of a grid the largest one.
fn description(kind: &ChartKind, table: Option<&FilledTable<'_>>, context: &Context<'_>) -> String {
    let Some(table) = table.filter(|_| !matches!(kind, ChartKind::Timeline(_))) else {
        let activities = &context.project.network.activities;
        let kinds = table.map(|table| table.ranked(context)).unwrap_or_default();
        let kinds = kinds.iter().filter(|(count, _, _)| *count > 0);
        let kinds: Vec<String> =
            kinds.map(|(_, label, printed)| format!("{label} ({})", printed.text())).collect();
        let kinds = match kinds.is_empty() {
            true => String::new(),
            false => format!(": {}", kinds.join(", ")),
        };
        let first = activities.first().map(|activity| month_name_of(activity.date.bounds().0));
        let last = activities.last().map(|activity| month_name_of(activity.date.bounds().1));
        return match (first, last) {
            (Some(first), Some(last)) if first != last => {
                format!("Zeitstrahl der Netzwerkaktivitäten von {first} bis {last}{kinds}.")
            }
            (Some(first), _) => format!("Zeitstrahl der Netzwerkaktivitäten im {first}{kinds}."),
            _ => "Zeitstrahl ohne Aktivitäten.".to_owned(),
        };
    };
    let name = match kind {
        ChartKind::Bars(_) => "Balkendiagramm",
        ChartKind::StackedBars(_) => "Gestapeltes Balkendiagramm",
        ChartKind::Columns(_) => "Säulendiagramm",
        ChartKind::HeatMap(_) => "Farbtabelle",
        ChartKind::Timeline(_) => "Zeitstrahl",
    };
    let series = table.series();
    let labels: Vec<&str> = series
        .iter()
        .filter_map(|position| table.columns.get(*position))
        .map(|column| column.label.as_str())
        .collect();
    let by = match kind {
        ChartKind::Bars(_) | ChartKind::Timeline(_) => String::new(),
        _ if labels.len() < 2 => String::new(),
        _ if labels.len() > MAX_SERIES => format!(" in {} Spalten", labels.len()),
        _ => format!(", unterteilt in {}", labels.join(", ")),
    };
    let gaps = not_recorded(table);
    let title = super::printed_table::title(&table.plan.title, table.plan);
    let numbers = match kind {
        ChartKind::Bars(bars) => coloured(bars),
        ChartKind::StackedBars(bars) | ChartKind::Columns(bars) => divided(bars),
        ChartKind::HeatMap(map) => fullest(map),
        ChartKind::Timeline(_) => String::new(),
    };
    format!("{name}, {title}{by}.{numbers}{gaps}")
}

/// The rows no export has anything of, in words.
fn not_recorded(table: &FilledTable<'_>) -> String {
    let is_gap = |row: &&FilledRow<'_>| {
        let mut figures = row.cells.iter().flatten().peekable();
        figures.peek().is_some()
            && figures.all(|figure| figure.value() == PublishedValue::NotRecorded)
    };
    let rows = table.rows.iter().filter(is_gap).map(|row| row.plan.label.as_str());
    match enumeration(rows) {
        labels if labels.is_empty() => String::new(),
        labels => format!(" Nicht erfasst: {labels}."),
    }
}

/// What only some of the drawn cases have recorded, in words.
fn in_part(kind: &ChartKind, table: &FilledTable<'_>, context: &Context<'_>) -> Option<String> {
    let series = if matches!(kind, ChartKind::Bars(_)) { Vec::new() } else { table.series() };
    let drawn = series.into_iter().chain(table.column(CellKind::Total));
    let fields: BTreeSet<Field> =
        drawn.flat_map(|column| table.partial_fields(column, context)).collect();
    let names = missing::quoted(&fields, &context.project.words);
    (!names.is_empty()).then(|| format!(" Nur zum Teil erfasst: {names}."))
}

/// The cell of a grid with the largest number, in words; nothing where several have it.
fn fullest(map: &HeatMap) -> String {
    let cells = map.rows.iter().flat_map(|(row, marks)| {
        let marks = marks.iter().zip(&map.columns);
        marks.filter_map(move |(mark, column)| match mark {
            Mark::Value { magnitude, label } => Some((magnitude.get(), row, column, label)),
            Mark::Masked { .. } | Mark::Nothing { .. } => None,
        })
    });
    // What nothing is known of is not what stands out.
    let is_told = |label: &str| ![NOT_RECORDED, "ohne Angabe"].contains(&label);
    let cells: Vec<_> =
        cells.filter(|(_, row, column, _)| is_told(row) && is_told(column)).collect();
    let most = cells.iter().map(|(number, ..)| *number).fold(0.0, f64::max);
    let mut largest = cells.iter().filter(|(number, ..)| *number >= most);
    match (largest.next(), largest.next()) {
        (Some((_, row, column, label)), None) => {
            format!(" Größter Wert: {row} ({label}), Spalte „{column}“.")
        }
        _ => String::new(),
    }
}

fn month_name_of(day: Date) -> &'static str {
    month_name(u8::try_from(day.month()).unwrap_or_default())
}
