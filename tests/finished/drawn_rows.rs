//! What a chart should show, row by row, with the published values of the table behind it.

use super::normal;
use krm_report::disclosure::PublishedValue;
use krm_report::plan::RowKind;
use krm_report::report::chart_spec::{Bars, ChartKind, StackedBars, Whole};
use krm_report::report::{Cell, Table, TableRow};
use std::collections::BTreeMap;

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

/// What is drawn of a cell.
#[derive(Clone, Debug)]
pub(super) struct Value {
    /// In the figure's own unit: cases, percent, days; 0 without a number.
    pub(super) length: f64,
    pub(super) is_masked: bool,
    /// As it is printed in the table.
    text: String,
}

impl Value {
    /// Whether a text may stand beside the mark: as in the table, shares with a percent sign.
    pub(super) fn is_label(&self, text: &str) -> bool {
        normal(text).trim_end_matches('%').trim_end() == self.text
    }
}

/// The marks of one row.
#[derive(Clone, Debug)]
pub(super) struct DrawnRow {
    pub(super) label: String,
    pub(super) marks: Vec<Value>,
    /// The total printed behind a stack.
    pub(super) total: Option<Value>,
    /// What the row is the whole of, where it is drawn as one, in the unit of its marks.
    pub(super) whole: Option<f64>,
}

/// A table with the published values of its figures.
pub(super) struct Behind<'a> {
    pub(super) table: &'a Table,
    pub(super) values: &'a BTreeMap<String, PublishedValue>,
}

impl Behind<'_> {
    /// The value of a cell; nothing is drawn where a number would mislead.
    fn value(&self, row: &TableRow, column: usize) -> Value {
        let none = |text: &str| Value { length: 0.0, is_masked: false, text: normal(text) };
        let figure = match row.cells.get(column) {
            Some(Cell::Figure(figure)) => figure,
            Some(Cell::Barred { text, .. }) => return none(text),
            None => return none(""),
        };
        let value = self.values[figure.id()];
        let length = match value {
            PublishedValue::Count(count) => count as f64,
            PublishedValue::Share { part, base } if base > 0 => part as f64 / base as f64 * 100.0,
            PublishedValue::HalfDays(half_days) => half_days as f64 / 2.0,
            _ => 0.0,
        };
        let is_masked = value == PublishedValue::Masked;
        Value { length, is_masked, ..none(figure.text()) }
    }

    /// The rows of a chart; `None` when they are not those of the table in its order.
    pub(super) fn rows(&self, kind: &ChartKind) -> Option<Vec<DrawnRow>> {
        let columns = &self.table.columns;
        let total = columns.iter().position(|column| column.key.split('_').next() == Some("total"));
        let series = |names: &[String]| -> Option<Vec<usize>> {
            let at = |name: &String| {
                columns.iter().position(|column| normal(&column.label) == normal(name))
            };
            names.iter().map(at).collect()
        };
        if let ChartKind::Bars(bars) = kind
            && let Some(across) = self.across(bars)
        {
            return Some(across);
        }
        if let ChartKind::StackedBars(stack) = kind
            && stack.whole == Some(Whole::Percent)
        {
            return self.years(stack);
        }
        let is_whole = matches!(kind, ChartKind::StackedBars(stack) if stack.whole.is_some());
        let cumulative = columns.iter().position(|column| column.key == "cumulative");
        let (labels, columns, closing): (Vec<&String>, Vec<usize>, Option<usize>) = match kind {
            ChartKind::Bars(bars) => {
                let labels = bars.bars.iter().map(|bar| &bar.label).collect();
                (labels, vec![cumulative.or(total).unwrap_or(0)], None)
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
        let is_drawn = |row: &&TableRow| !matches!(row.kind, RowKind::Total | RowKind::Group);
        let mut drawn = self.table.rows.iter().filter(is_drawn);
        let rows = labels.into_iter().map(|label| {
            // A limit is told in other words than its band, and a whole with its n.
            let is_its = |row: &&TableRow| match is_whole {
                true => normal(label).starts_with(&normal(&row.label)),
                false => cumulative.is_some() || normal(&row.label) == normal(label),
            };
            let row = drawn.next().filter(is_its)?;
            let marks = columns.iter().map(|column| self.value(row, *column));
            let all = closing.map(|column| self.value(row, column));
            Some(DrawnRow {
                label: normal(label),
                marks: marks.collect(),
                whole: all.as_ref().filter(|_| is_whole).map(|all| all.length),
                total: all.filter(|_| !is_whole),
            })
        });
        rows.collect()
    }

    /// Bars of one row, the first, where their labels are heads of columns and not of rows.
    fn across(&self, bars: &Bars) -> Option<Vec<DrawnRow>> {
        let row = self.table.rows.first()?;
        if bars.bars.first().is_some_and(|bar| normal(&bar.label) == normal(&row.label)) {
            return None;
        }
        let marks = bars.bars.iter().map(|bar| {
            let label = normal(&bar.label);
            let columns = &self.table.columns;
            let column = columns.iter().position(|column| normal(&column.label) == label)?;
            Some(DrawnRow { label, marks: vec![self.value(row, column)], total: None, whole: None })
        });
        marks.collect()
    }

    /// A whole of each year, made of the rows.
    fn years(&self, stack: &StackedBars) -> Option<Vec<DrawnRow>> {
        let rows = stack.rows.iter().map(|bar| {
            let label = normal(&bar.label);
            let is_its = |name: &str| label.split(" (n").next() == Some(normal(name).as_str());
            let column = self.table.columns.iter().position(|column| is_its(&column.label))?;
            let parts = stack
                .series
                .iter()
                .map(|name| self.table.rows.iter().find(|row| normal(&row.label) == normal(name)));
            let marks: Option<Vec<Value>> =
                parts.map(|row| Some(self.value(row?, column))).collect();
            Some(DrawnRow { label, marks: marks?, total: None, whole: Some(100.0) })
        });
        rows.collect()
    }
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

/// All labels of a chart.
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
