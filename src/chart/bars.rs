//! Horizontal bars of one series: label, bar from zero, value at its end. No grid, no axis labels:
//! every bar carries its number.

use super::canvas::{Anchor, Frame};
use super::key::Key;
use super::layout::{Page, Rows};
use super::palette::Role;
use super::sheet::Sheet;
use super::{ChartError, marks};
use crate::report::chart_spec::{Bars, Mark};
use plotters::prelude::{Color, Rectangle};

/// Length of the gap that stands for a masked value in px: the same for all, so it says nothing.
pub(super) const MASKED_BAR: f64 = 40.0;
/// Between the end of a bar and its value in px.
pub(super) const VALUE_GAP: f64 = 8.0;
/// Shortest bar of a value above zero in px.
pub(super) const SHORTEST: f64 = 1.5;

/// Draws the bars.
pub(super) fn draw(bars: &Bars, page: &Page<'_>) -> Result<Sheet, ChartError> {
    if bars.bars.is_empty() {
        return page.empty();
    }
    let key = Key::lay(page, &bars.emphases, |emphasis| emphasis);
    let rows = Rows::lay(page, bars.bars.iter().map(|bar| bar.label.as_str()), key.height + 4.0);
    let measure = page.measure(Role::TextBold);
    let room = bars.bars.iter().map(|bar| measure.width(&marks::label(&bar.mark)));
    let room = VALUE_GAP + room.fold(0.0, f64::max);
    let width = (page.width() - rows.left - room).max(MASKED_BAR);
    let longest = bars.bars.iter().map(|bar| marks::length(&bar.mark)).fold(0.0, f64::max);
    let longest = if longest > 0.0 { longest } else { 1.0 };

    page.paint(rows.bottom + 4.0, |canvas| {
        key.draw(page, canvas)?;
        let top = key.height;
        let frame = Frame { left: rows.left, top, width, height: rows.bottom + 4.0 - top };
        let mut plot = canvas.plot(frame, 0.0..longest, frame.height..0.0)?;
        let drawn = bars.bars.iter().zip(&rows.rows).filter_map(|(bar, row)| {
            let (from, to) =
                (row.middle - page.bar() / 2.0 - top, row.middle + page.bar() / 2.0 - top);
            let per_px = longest / width;
            let (end, role) = match &bar.mark {
                Mark::Masked { .. } => (MASKED_BAR * per_px, Role::Masked),
                mark if marks::length(mark) > 0.0 => {
                    (marks::length(mark).max(SHORTEST * per_px), Role::series(bar.emphasis))
                }
                _ => return None,
            };
            Some(Rectangle::new([(0.0, from), (end, to)], role.filled()))
        });
        plot.draw_series(drawn)?;
        rows.draw_axis(page, canvas, top)?;
        rows.draw(page, canvas)?;
        for (bar, row) in bars.bars.iter().zip(&rows.rows) {
            let end = match &bar.mark {
                Mark::Masked { .. } => MASKED_BAR,
                mark => marks::length(mark) / longest * width,
            };
            let at = (rows.left + end + VALUE_GAP, row.middle);
            let role = marks::beside(&bar.mark);
            canvas.text(&marks::label(&bar.mark), at, Anchor::Start, page.size(), role)?;
        }
        Ok(())
    })
}
