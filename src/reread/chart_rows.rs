//! What a chart should show, row by row, with the published values of the table behind it.

use super::expected::{ExpectedRow, ExpectedTable};
use super::number::normal;
use crate::disclosure::PublishedValue;
use crate::plan::RowKind;
use crate::report::chart_spec::{Bars, ChartKind};

/// How the lengths of a drawing lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Level bars alone.
    Bars,
    /// Level bars of segments.
    Stacked,
    /// Upright columns of segments.
    Upright,
    /// A grid or a list of bars.
    Grid,
    /// No lengths of figures.
    Timeline,
}

/// The marks of one row.
#[derive(Clone, Debug)]
pub(super) struct DrawnRow {
    pub(super) label: String,
    pub(super) marks: Vec<PublishedValue>,
    /// The total printed behind a stack.
    pub(super) total: Option<PublishedValue>,
}

impl Form {
    /// The form of a chart on a wide or narrow page, where columns become bars.
    pub(super) fn of(kind: &ChartKind, wide: bool) -> Self {
        match kind {
            ChartKind::Bars(_) => Self::Bars,
            ChartKind::StackedBars(_) => Self::Stacked,
            ChartKind::Columns(_) if wide => Self::Upright,
            ChartKind::Columns(_) => Self::Stacked,
            ChartKind::HeatMap(_) => Self::Grid,
            ChartKind::Timeline(_) => Self::Timeline,
        }
    }
}

/// The rows of a chart; `None` when they are not those of the table in its order.
pub(super) fn rows(kind: &ChartKind, table: &ExpectedTable) -> Option<Vec<DrawnRow>> {
    let total = table.columns.iter().position(|(_, key)| key.split('_').next() == Some("total"));
    let series = |names: &[String]| -> Option<Vec<usize>> {
        let at = |name: &String| {
            let name = normal(name);
            table.columns.iter().position(|(label, _)| *label == name)
        };
        names.iter().map(at).collect()
    };
    if let ChartKind::Bars(bars) = kind
        && let Some(across) = across(bars, table)
    {
        return Some(across);
    }
    let (labels, columns, closing): (Vec<&String>, Vec<usize>, Option<usize>) = match kind {
        ChartKind::Bars(bars) => {
            let labels = bars.bars.iter().map(|bar| &bar.label).collect();
            (labels, vec![total.unwrap_or(0)], None)
        }
        ChartKind::StackedBars(stack) | ChartKind::Columns(stack) => {
            let labels = stack.rows.iter().map(|row| &row.label).collect();
            let has_total = stack.rows.iter().any(|row| row.total.is_some());
            (labels, series(&stack.series)?, total.filter(|_| has_total))
        }
        ChartKind::HeatMap(map) => {
            let labels = map.rows.iter().map(|(label, _)| label).collect();
            (labels, series(&map.columns)?, None)
        }
        ChartKind::Timeline(_) => return Some(Vec::new()),
    };
    let mut drawn =
        table.rows.iter().filter(|row| !matches!(row.kind, RowKind::Total | RowKind::Group));
    let rows = labels.into_iter().map(|label| {
        let row = drawn.next().filter(|row| row.label == normal(label))?;
        let marks = columns.iter().map(|column| value(row, *column));
        Some(DrawnRow {
            label: row.label.clone(),
            marks: marks.collect(),
            total: closing.map(|column| value(row, column)),
        })
    });
    rows.collect()
}

/// Bars of one row, the first, where their labels are heads of columns and not of rows.
fn across(bars: &Bars, table: &ExpectedTable) -> Option<Vec<DrawnRow>> {
    let row = table.rows.first()?;
    if bars.bars.first().is_some_and(|bar| normal(&bar.label) == row.label) {
        return None;
    }
    let marks = bars.bars.iter().map(|bar| {
        let label = normal(&bar.label);
        let column = table.columns.iter().position(|(head, _)| *head == label)?;
        Some(DrawnRow { label, marks: vec![value(row, column)], total: None })
    });
    marks.collect()
}

/// The published value of a cell; nothing is drawn where a number would mislead.
fn value(row: &ExpectedRow, column: usize) -> PublishedValue {
    let figure = row.cells.get(column).and_then(|cell| cell.figure.as_ref());
    figure.map_or(PublishedValue::NoBase, |(_, value)| *value)
}

/// How many swatches a chart's key has.
pub(super) fn swatches(kind: &ChartKind) -> usize {
    match kind {
        ChartKind::Bars(bars) => bars.emphases.len(),
        ChartKind::StackedBars(stack) | ChartKind::Columns(stack) => match stack.series.len() {
            1 => 0,
            several => several,
        },
        ChartKind::HeatMap(_) | ChartKind::Timeline(_) => 0,
    }
}

/// The labels that stand beside the rows from top to bottom, each in the forms it may take; none
/// where they may be left out for want of room.
pub(super) fn row_labels(kind: &ChartKind, form: Form) -> Vec<[&str; 2]> {
    match (kind, form) {
        (ChartKind::Bars(bars), _) => {
            bars.bars.iter().map(|bar| [bar.label.as_str(), &bar.label]).collect()
        }
        (ChartKind::StackedBars(stack) | ChartKind::Columns(stack), Form::Stacked) => {
            stack.rows.iter().map(|row| [row.label.as_str(), &row.short_label]).collect()
        }
        _ => Vec::new(),
    }
}

/// All labels of a chart, normalised.
pub(super) fn labels(kind: &ChartKind) -> Vec<String> {
    let texts: Vec<&String> = match kind {
        ChartKind::Bars(bars) => {
            bars.bars.iter().map(|bar| &bar.label).chain(&bars.emphases).collect()
        }
        ChartKind::StackedBars(stack) | ChartKind::Columns(stack) => {
            let rows = stack.rows.iter().flat_map(|row| [&row.label, &row.short_label]);
            rows.chain(&stack.series).collect()
        }
        ChartKind::HeatMap(map) => {
            map.rows.iter().map(|(label, _)| label).chain(&map.columns).collect()
        }
        ChartKind::Timeline(timeline) => {
            timeline.lanes.iter().map(|lane| &lane.label).chain(&timeline.months).collect()
        }
    };
    texts.into_iter().map(|text| normal(text)).collect()
}
