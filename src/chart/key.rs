//! The key: a swatch and a name for each series, in rows above the chart.

use super::canvas::{Anchor, Canvas, Frame, PlotError};
use super::layout::Page;
use super::palette::Role;
use super::text::wrap;
use crate::report::chart_spec::StackedBars;

/// Edge of a swatch in px.
const SWATCH: f64 = 14.0;
/// From the swatch's left edge to the name in px.
const INDENT: f64 = 21.0;
/// Between two entries in px.
const GAP: f64 = 22.0;

/// A placed key.
pub(super) struct Key {
    entries: Vec<Entry>,
    /// Height in px with the space below; 0 for an empty key.
    pub(super) height: f64,
}

struct Entry {
    role: Role,
    lines: Vec<String>,
    left: f64,
    first_line: f64,
}

impl Key {
    /// Places the names of series; a single one needs no key.
    pub(super) fn of_series(page: &Page<'_>, bars: &StackedBars) -> Self {
        let names = if bars.series.len() > 1 { bars.series.as_slice() } else { &[] };
        Self::lay(page, names, |series| bars.colour(series))
    }

    /// Places entries in reading order within the page's width.
    pub(super) fn lay(page: &Page<'_>, names: &[String], colour: impl Fn(usize) -> usize) -> Self {
        let measure = page.measure(Role::Text);
        let mut entries: Vec<Entry> = Vec::new();
        let (mut x, mut y, mut row_height) = (0.0, 0.0, 0.0_f64);
        for (index, name) in names.iter().enumerate() {
            let lines = wrap(name, page.width() - INDENT, &measure);
            let width = INDENT + measure.longest(&lines);
            if x > 0.0 && x + width > page.width() {
                y += row_height + 4.0;
                (x, row_height) = (0.0, 0.0);
            }
            let height = lines.len().max(1) as f64 * page.leading();
            let first_line = y + page.leading() / 2.0;
            entries.push(Entry { role: Role::series(colour(index)), lines, left: x, first_line });
            x += width + GAP;
            row_height = row_height.max(height);
        }
        let height = if entries.is_empty() { 0.0 } else { y + row_height + 16.0 };
        Self { entries, height }
    }

    /// Draws the key at the top of the canvas.
    pub(super) fn draw(&self, page: &Page<'_>, canvas: &Canvas<'_>) -> Result<(), PlotError> {
        for entry in &self.entries {
            let (left, y) = (entry.left, entry.first_line);
            let swatch = Frame { left, top: y - SWATCH / 2.0, width: SWATCH, height: SWATCH };
            canvas.rect(swatch, entry.role)?;
            let at = (left + INDENT, y);
            let (leading, size) = (page.leading(), page.size());
            canvas.lines(&entry.lines, at, leading, Anchor::Start, size, Role::Text)?;
        }
        Ok(())
    }
}
