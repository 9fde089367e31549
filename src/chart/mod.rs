//! Chart specifications become SVG, drawn with plotters on a backend of our own.
//!
//! plotters gives coordinates, elements and round numbers; the backend writes one element a line with a
//! class for its role and the light colour beside it, so one file serves a page that themes the
//! classes, a Markdown reader and a PDF. Labels are measured with the embedded faces, wrapped and placed
//! before anything is drawn. The stage knows no files and no languages: labels come ready for print.
//!
//! Every chart is drawn for two widths, 720 and 320 px, and the page shows one of them. The root element
//! has the classes `chart wide` or `chart narrow`, `role="img"`, and a name from `<title>` and `<desc>`;
//! everything else is hidden from assistive technology, because the data table says it better.
//!
//! | class | what | painted by |
//! | --- | --- | --- |
//! | `t` `tm` `tb` | texts: plain, secondary, values | `fill` |
//! | `s1` … `s5` | marks of a series, and plates behind texts upon them | `fill` |
//! | `o1` … `o5` | texts upon these marks | `fill` |
//! | `h0` … `h4` | cells of a heat map, least to most | `fill` |
//! | `oh0` … `oh4` | texts upon these cells | `fill` |
//! | `x`, `xl` | a masked value: its outline, the lines of its hatch | `stroke` |
//! | `g`, `a` | guides, zero line | `stroke` |
//! | `px` | pattern over a mark of series 2 to 5, `display="none"` until a page shows it | – |
//! | `pxl` | the lines of these patterns, in the colour of the page | `stroke` |
//! | `gap` | the plate behind a sign upon a hatch, in the colour of the page | `fill` |
//!
//! There is no background: the page's own shows through. A page for forced colours or for black and white
//! print sets `.chart .px{display:inline}`.

mod axis;
mod backend;
mod bars;
mod canvas;
mod columns;
mod font;
mod heat_map;
mod key;
mod layout;
mod marks;
mod palette;
#[cfg(test)]
mod samples;
mod sheet;
mod stack;
mod stacked_bars;
#[cfg(test)]
mod tests;
mod text;
mod timeline;

use crate::report::chart_spec::{ChartKind, ChartSpec, MAX_SERIES, Mark};
use canvas::PlotError;
use font::Fonts;
use layout::{Format, Page};
use sheet::Sheet;

/// One chart as two complete SVG documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// For pages with room: 720 px wide, ids begin with `{id}-w`.
    pub wide: String,
    /// For small screens: 320 px wide, ids begin with `{id}-n`.
    pub narrow: String,
}

/// Why a chart cannot be drawn. Each of these is a fault of the program, not of the data.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// The embedded font files cannot be read.
    #[error("the embedded fonts cannot be read: {0}")]
    Font(#[from] ttf_parser::FaceParsingError),
    /// A length or position is negative or no number.
    #[error("chart `{chart}`: {value} is no length, expected a finite number of at least 0")]
    Length {
        /// The chart's id.
        chart: String,
        /// The number found.
        value: f64,
    },
    /// More series than there are colours that can be told apart.
    #[error("chart `{chart}`: found {found} series, expected at most {MAX_SERIES}")]
    Series {
        /// The chart's id.
        chart: String,
        /// How many there are.
        found: usize,
    },
    /// A row has another number of marks than there are series or columns.
    #[error("chart `{chart}`: row `{row}` has {found} marks, expected {expected}")]
    Row {
        /// The chart's id.
        chart: String,
        /// The row's label.
        row: String,
        /// How many marks it has.
        found: usize,
        /// How many series or columns there are.
        expected: usize,
    },
    /// plotters gave up.
    #[error("drawing failed: {0}")]
    Plot(#[from] PlotError),
}

/// Draws a chart for both widths. The same specification gives the same bytes.
pub fn draw(spec: &ChartSpec) -> Result<Drawing, ChartError> {
    check(spec)?;
    let fonts = Fonts::embedded()?;
    let one = |format| {
        let sheet = draw_sheet(spec, format, fonts)?;
        Ok::<_, ChartError>(sheet.finish(&spec.title, &spec.description))
    };
    Ok(Drawing { wide: one(Format::Wide)?, narrow: one(Format::Narrow)? })
}

/// Draws a chart for one width.
fn draw_sheet(spec: &ChartSpec, format: Format, fonts: &Fonts) -> Result<Sheet, ChartError> {
    let safe = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' };
    let stem: String = spec.id.chars().map(safe).collect();
    let suffix = match format {
        Format::Wide => "w",
        Format::Narrow => "n",
    };
    let page = Page { id: format!("{stem}-{suffix}"), format, fonts };
    match &spec.kind {
        ChartKind::Bars(bars) => bars::draw(bars, &page),
        ChartKind::StackedBars(bars) => stacked_bars::draw(bars, &page),
        ChartKind::Columns(columns) => columns::draw(columns, &page),
        ChartKind::HeatMap(map) => heat_map::draw(map, &page),
        ChartKind::Timeline(timeline) => timeline::draw(timeline, &page),
    }
}

/// Refuses what no drawing could show truthfully.
fn check(spec: &ChartSpec) -> Result<(), ChartError> {
    let chart = || spec.id.clone();
    let length = |value: f64| {
        if value.is_finite() && value >= 0.0 {
            Ok(())
        } else {
            Err(ChartError::Length { chart: chart(), value })
        }
    };
    let all_lengths = |marks: &[Mark]| marks.iter().try_for_each(|m| length(marks::length(m)));
    let series = |found: usize| {
        if found <= MAX_SERIES { Ok(()) } else { Err(ChartError::Series { chart: chart(), found }) }
    };
    let row = |label: &str, found: usize, expected: usize| {
        if found == expected {
            return Ok(());
        }
        Err(ChartError::Row { chart: chart(), row: label.to_owned(), found, expected })
    };
    match &spec.kind {
        ChartKind::Bars(bars) => {
            let highest = bars.bars.iter().map(|bar| bar.emphasis + 1).max().unwrap_or(0);
            series(highest.max(bars.emphases.len()))?;
            bars.bars.iter().try_for_each(|bar| length(marks::length(&bar.mark)))
        }
        ChartKind::StackedBars(bars) | ChartKind::Columns(bars) => {
            series(bars.series.len())?;
            bars.rows.iter().try_for_each(|data| {
                row(&data.label, data.segments.len(), bars.series.len())?;
                all_lengths(&data.segments)
            })
        }
        ChartKind::HeatMap(map) => map.rows.iter().try_for_each(|(label, marks)| {
            row(label, marks.len(), map.columns.len())?;
            all_lengths(marks)
        }),
        ChartKind::Timeline(timeline) => {
            let events = || timeline.lanes.iter().flat_map(|lane| &lane.events);
            events().try_for_each(|event| {
                length(event.from)?;
                length(event.to - event.from)?;
                length(timeline.months.len() as f64 - event.to)
            })
        }
    }
}
