//! What a chart shows, ready for print: every label is already text in the reader's language,
//! every length has passed disclosure control. `chart` turns it into SVG without knowing either.

use crate::disclosure::Magnitude;

/// The most series, or emphases, a chart can tell apart.
pub const MAX_SERIES: usize = 5;

/// One chart. Its headline and caption belong to the page around it, not into the drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartSpec {
    /// Slug, unique in the report (`half_years`); the stem of ids inside the SVG and of the file.
    pub id: String,
    /// Short title for assistive technology (SVG `<title>`).
    pub title: String,
    /// Kind of chart, what it shows and the main trend in at most some 200 characters (SVG `<desc>`).
    pub description: String,
    /// The drawing.
    pub kind: ChartKind,
}

/// The forms a chart can take.
#[derive(Clone, Debug, PartialEq)]
pub enum ChartKind {
    /// Horizontal bars, one series, in the order given.
    Bars(Bars),
    /// Horizontal bars made of segments, in the order given.
    StackedBars(StackedBars),
    /// Upright stacked columns over ordered periods (months).
    Columns(StackedBars),
    /// A grid of counts, value printed in each cell.
    HeatMap(HeatMap),
    /// Events along one year.
    Timeline(Timeline),
}

/// What is drawn for one value.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A published number and its printed form.
    Value {
        /// The length.
        magnitude: Magnitude,
        /// The printed form, for example `167` or `58,4 %`.
        label: String,
    },
    /// A number that is not published: drawn as a marked gap, never as zero.
    Masked {
        /// The sign of the report's legend, for example `.`.
        label: String,
        /// What it is in a text.
        spoken: String,
    },
    /// Exactly zero, or nothing to show.
    Nothing {
        /// The sign of the report's legend, for example `–`.
        label: String,
        /// What it is in a text; zero is a number there.
        spoken: String,
    },
}

/// Horizontal bars of one series.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// The bars from top to bottom.
    pub bars: Vec<Bar>,
    /// Names of the emphases in use, in order of [`Bar::emphasis`]; empty when there is only one.
    /// Printed as a key above the bars.
    pub emphases: Vec<String>,
}

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it stands for; long German labels wrap.
    pub label: String,
    /// Its length.
    pub mark: Mark,
    /// Which colour role it takes (0 = first), see [`Bars::emphases`].
    pub emphasis: usize,
}

/// Rows (or columns) made of segments.
#[derive(Clone, Debug, PartialEq)]
pub struct StackedBars {
    /// Names of the segments, in drawing order; printed as a key unless there is only one. At most
    /// [`MAX_SERIES`].
    pub series: Vec<String>,
    /// The rows from top to bottom (columns from left to right).
    pub rows: Vec<StackedRow>,
    /// What each row is a whole of, where all are drawn in one length; else they share one scale.
    pub whole: Option<Whole>,
    /// The segments that stand for what is not decided yet; they are grey.
    pub undecided: Option<usize>,
}

impl StackedBars {
    /// The colour role of a segment by its index: the last is the grey one.
    pub fn colour(&self, series: usize) -> usize {
        if self.undecided == Some(series) { MAX_SERIES - 1 } else { series }
    }
}

/// What a row drawn in full length is the whole of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// Its segments are shares in percent.
    Percent,
    /// Its segments are parts of its total.
    Total,
}

/// One row of segments.
#[derive(Clone, Debug, PartialEq)]
pub struct StackedRow {
    /// What it stands for.
    pub label: String,
    /// A short form for narrow places (columns), for example `Jan`.
    pub short_label: String,
    /// One mark per series, in the order of [`StackedBars::series`].
    pub segments: Vec<Mark>,
    /// The row's own total, printed behind the bar; not the sum of the segments drawn.
    pub total: Option<Mark>,
}

/// A grid of counts.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatMap {
    /// Column heads from left to right; they wrap.
    pub columns: Vec<String>,
    /// Row labels from top to bottom with one mark per column.
    pub rows: Vec<(String, Vec<Mark>)>,
}

/// Events along one year.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// Twelve short month names.
    pub months: Vec<String>,
    /// One lane per kind of event.
    pub lanes: Vec<TimelineLane>,
}

/// One lane of a timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineLane {
    /// The kind of event.
    pub label: String,
    /// The events of the lane, in order of time.
    pub events: Vec<TimelineEvent>,
}

/// One event, as wide as its date is vague.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineEvent {
    /// First position in months from the start of the first: 0.0 to their number.
    pub from: f64,
    /// Last position in months from the start of the first: `from` to their number.
    pub to: f64,
}
