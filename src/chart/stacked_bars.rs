//! Horizontal bars made of segments: key above, value inside where it fits, total behind the bar. A
//! value without room is left to the table. The narrow form of upright columns is drawn here, too.

use super::bars::VALUE_GAP;
use super::canvas::{Anchor, Frame};
use super::key::Key;
use super::layout::{Page, Rows};
use super::palette::Role;
use super::sheet::Sheet;
use super::stack::{Scale, fill};
use super::{ChartError, marks};
use crate::report::chart_spec::{Mark, StackedBars, StackedRow};
use plotters::prelude::{Color, Rectangle};

/// Length of a masked segment in px.
const MASKED_SEGMENT: f64 = 24.0;

/// Draws the bars with their full labels.
pub(super) fn draw(bars: &StackedBars, page: &Page<'_>) -> Result<Sheet, ChartError> {
    draw_labelled(bars, page, |row| &row.label)
}

/// Draws the bars with the label `choose` takes from each row.
pub(super) fn draw_labelled<'b>(
    bars: &'b StackedBars,
    page: &Page<'_>,
    choose: impl Fn(&'b StackedRow) -> &'b str + Copy,
) -> Result<Sheet, ChartError> {
    if bars.rows.is_empty() {
        return page.empty();
    }
    let key = Key::of_series(page, bars);
    let top = key.height;
    let rows = Rows::lay(page, bars.rows.iter().map(choose), top + 4.0);
    let strong = page.measure(Role::TextBold);
    let last = |row: &'b StackedRow| row.segments.iter().rfind(|it| marks::length(it) > 0.0);
    let totals = bars.rows.iter().filter_map(|row| match bars.whole {
        Some(_) => last(row).or(closing(row)),
        None => closing(row),
    });
    let room = totals.map(|mark| strong.width(&marks::label(mark)) + VALUE_GAP).fold(0.0, f64::max);
    let width = (page.width() - rows.left - room).max(2.0 * MASKED_SEGMENT);
    let scale = Scale::fit(bars, width, MASKED_SEGMENT);

    page.paint(rows.bottom + 4.0, |canvas| {
        key.draw(page, canvas)?;
        let height = rows.bottom + 4.0 - top;
        let frame = Frame { left: rows.left, top, width, height };
        let unit = scale.px_per_unit;
        let mut plot = canvas.plot(frame, 0.0..width / unit, height..0.0)?;
        for (data, row) in bars.rows.iter().zip(&rows.rows) {
            let (mut segments, end) = match bars.whole {
                Some(whole) => fill(data, whole, width, MASKED_SEGMENT),
                None => scale.stack(&data.segments),
            };
            segments.iter_mut().for_each(|segment| segment.series = bars.colour(segment.series));
            let (upper, lower) =
                (row.middle - page.bar() / 2.0 - top, row.middle + page.bar() / 2.0 - top);
            plot.draw_series(segments.iter().map(|segment| {
                let corners = [(segment.from / unit, upper), (segment.to / unit, lower)];
                Rectangle::new(corners, segment.role().filled())
            }))?;
            for segment in &segments {
                let at = (rows.left + f64::midpoint(segment.from, segment.to), row.middle);
                segment.print(page, canvas, at, (segment.to - segment.from, page.bar()))?;
            }
            // Of a whole nothing stands behind its bar but the last part that has no room in it.
            let closing = match (bars.whole, segments.last()) {
                (Some(_), Some(last)) => {
                    let is_outside = !marks::is_masked(last.mark)
                        && !last.fits(page, (last.to - last.from, page.bar()));
                    Some(last.mark).filter(|_| is_outside)
                }
                _ => closing(data),
            };
            if let Some(mark) = closing {
                let at = (rows.left + end + VALUE_GAP, row.middle);
                let role = marks::beside(mark);
                canvas.text(&marks::label(mark), at, Anchor::Start, page.size(), role)?;
            }
        }
        rows.draw_axis(page, canvas, top)?;
        rows.draw(page, canvas)?;
        Ok(())
    })
}

/// What is printed behind the bar: the row's total, or, where nothing is drawn, the sign of its first
/// segment, so that no row is left blank.
pub(super) fn closing(row: &StackedRow) -> Option<&Mark> {
    let blank = row.segments.iter().all(|m| !marks::is_masked(m) && marks::length(m) <= 0.0);
    row.total.as_ref().or_else(|| if blank { row.segments.first() } else { None })
}
