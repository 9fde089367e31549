//! A grid of counts: one hue in five classes of equal steps from zero to the greatest value, the number
//! in every cell. Where the numbers do not fit the cells, or on a narrow page the column heads, the grid
//! becomes a list: each row a heading with one small bar a column.

use super::bars::VALUE_GAP;
use super::canvas::{Anchor, Canvas, Frame, PlotError};
use super::layout::{Format, Page};
use super::palette::Role;
use super::sheet::Sheet;
use super::text::{Measure, least_width, wrap, wrap_evenly};
use super::{ChartError, marks};
use crate::report::chart_spec::{HeatMap, Mark};
use plotters::prelude::{Color, Rectangle};

/// Between two cells in px.
const GAP: f64 = 2.0;
/// Widest cell in px.
const WIDEST: f64 = 124.0;
/// Space around a column head in px.
const HEAD_INSET: f64 = 4.0;
/// Length of the gap of a masked value in the list in px.
const MASKED_BAR: f64 = 24.0;

/// Draws the grid, or the list.
pub(super) fn draw(map: &HeatMap, page: &Page<'_>) -> Result<Sheet, ChartError> {
    if map.rows.is_empty() || map.columns.is_empty() {
        return page.empty();
    }
    let grid = match page.format {
        Format::Wide => Grid::beside(map, page),
        Format::Narrow => Grid::above(map, page),
    };
    if grid.fits(map, page) { grid.draw(map, page) } else { draw_list(map, page) }
}

/// The class of a value, 0 to 4, where `top` is the greatest.
fn class(value: f64, top: f64) -> u8 {
    let share = value / top;
    match share {
        s if s > 0.8 => 4,
        s if s > 0.6 => 3,
        s if s > 0.4 => 2,
        s if s > 0.2 => 1,
        _ => 0,
    }
}

/// The greatest value of the map; 1 when there is none above zero.
fn greatest(map: &HeatMap) -> f64 {
    let values = map.rows.iter().flat_map(|(_, row)| row).map(marks::length);
    let top = values.fold(0.0, f64::max);
    if top > 0.0 { top } else { 1.0 }
}

/// Measures column heads, which are set in the smallest size.
fn head_measure<'a>(page: &'a Page<'_>) -> Measure<'a> {
    Measure { size: page.smallest(), ..page.measure(Role::TextMuted) }
}

/// The width in px at which no column head is divided but between parts of compounds.
fn head_width(map: &HeatMap, page: &Page<'_>) -> f64 {
    let measure = head_measure(page);
    map.columns.iter().map(|head| least_width(head, &measure)).fold(0.0, f64::max)
}

/// The places of a grid.
struct Grid {
    heads: Vec<Vec<String>>,
    labels: Vec<Vec<String>>,
    beside: bool,
    left: f64,
    cell: f64,
    head_height: f64,
}

impl Grid {
    /// Row labels left of the cells.
    fn beside(map: &HeatMap, page: &Page<'_>) -> Self {
        let measure = page.measure(Role::Text);
        let wanted = (head_width(map, page) + HEAD_INSET).min(WIDEST);
        let left_over = page.width() - wanted * map.columns.len() as f64 - 12.0;
        let labels = map.rows.iter().map(|(label, _)| least_width(label, &measure));
        let least = labels.fold(0.0, f64::max).clamp(page.width() * 0.2, page.width() * 0.3);
        let room = left_over.clamp(least, page.width() * 0.34);
        let labels: Vec<_> =
            map.rows.iter().map(|(label, _)| wrap_evenly(label, room, &measure)).collect();
        let left = labels.iter().map(|lines| measure.longest(lines)).fold(0.0, f64::max) + 12.0;
        let cell = ((page.width() - left) / map.columns.len() as f64).min(WIDEST);
        Self::with_heads(map, page, labels, true, left, cell)
    }

    /// Row labels above their cells.
    fn above(map: &HeatMap, page: &Page<'_>) -> Self {
        let cell = (page.width() / map.columns.len() as f64).min(WIDEST);
        let measure = page.measure(Role::Text);
        let labels =
            map.rows.iter().map(|(label, _)| wrap_evenly(label, page.width(), &measure)).collect();
        Self::with_heads(map, page, labels, false, 0.0, cell)
    }

    fn with_heads(
        map: &HeatMap,
        page: &Page<'_>,
        labels: Vec<Vec<String>>,
        beside: bool,
        left: f64,
        cell: f64,
    ) -> Self {
        let measure = head_measure(page);
        let heads: Vec<_> =
            map.columns.iter().map(|head| wrap(head, cell - HEAD_INSET + 0.01, &measure)).collect();
        let most = heads.iter().map(Vec::len).max().unwrap_or(0);
        let head_height = most as f64 * page.leading() + 8.0;
        Self { heads, labels, beside, left, cell, head_height }
    }

    /// Whether the cells hold their numbers and, on narrow pages, heads divided between parts of
    /// compounds only.
    fn fits(&self, map: &HeatMap, page: &Page<'_>) -> bool {
        let measure = page.measure(Role::OnHeat(0));
        let numbers = map.rows.iter().flat_map(|(_, row)| row).map(marks::label);
        let widest = numbers.map(|label| measure.width(&label)).fold(0.0, f64::max);
        let heads = page.pick(0.0, head_width(map, page) + HEAD_INSET);
        heads.max(widest + 10.0) <= self.cell
    }

    /// Height of the label of row `index` in px.
    fn label_height(&self, index: usize, page: &Page<'_>) -> f64 {
        self.labels.get(index).map_or(0.0, |lines| lines.len() as f64 * page.leading())
    }

    /// Upper and lower edge of the cells of every row in px.
    fn strips(&self, page: &Page<'_>) -> Vec<(f64, f64)> {
        let mut y = self.head_height;
        let strip = |index: usize| {
            let label = self.label_height(index, page);
            let (upper, lower) = if self.beside {
                (y, y + (label + 6.0).max(34.0))
            } else {
                (y + label + 4.0, y + label + 4.0 + 32.0)
            };
            y = lower + if self.beside { GAP } else { 12.0 };
            (upper, lower)
        };
        (0..self.labels.len()).map(strip).collect()
    }

    fn draw(&self, map: &HeatMap, page: &Page<'_>) -> Result<Sheet, ChartError> {
        let strips = self.strips(page);
        let height = strips.last().map_or(0.0, |&(_, lower)| lower);
        page.paint(height + 2.0, |canvas| {
            let count = map.columns.len() as f64;
            let frame = Frame { left: self.left, top: 0.0, width: self.cell * count, height };
            let mut plot = canvas.plot(frame, 0.0..count, height..0.0)?;
            let top = greatest(map);
            let gap = GAP / 2.0 / self.cell;
            self.draw_labels(page, canvas, &strips)?;
            for ((_, row), &(upper, lower)) in map.rows.iter().zip(&strips) {
                let cells = row.iter().take(map.columns.len()).enumerate();
                let boxes = cells.clone().filter_map(|(index, mark)| {
                    let role = cell_role(mark, top)?;
                    let x = index as f64;
                    Some(Rectangle::new([(x + gap, upper), (x + 1.0 - gap, lower)], role.filled()))
                });
                plot.draw_series(boxes)?;
                for (index, mark) in cells {
                    let middle = f64::midpoint(upper, lower);
                    let x = self.left + (index as f64 + 0.5) * self.cell;
                    if marks::is_masked(mark) {
                        page.sign(canvas, &marks::label(mark), (x, middle))?;
                        continue;
                    }
                    let role = match cell_role(mark, top) {
                        Some(Role::Heat(n)) => Role::OnHeat(n),
                        _ => Role::TextMuted,
                    };
                    canvas.text(
                        &marks::label(mark),
                        (x, middle),
                        Anchor::Middle,
                        page.size(),
                        role,
                    )?;
                }
                if row.iter().any(|mark| cell_role(mark, top).is_none()) {
                    let end = self.left + self.cell * count;
                    canvas.line((self.left + 1.0, lower), (end - 1.0, lower), Role::Grid)?;
                }
            }
            Ok(())
        })
    }

    /// Heads stand on the first row of cells, row labels in the middle of theirs or above them.
    fn draw_labels(
        &self,
        page: &Page<'_>,
        canvas: &Canvas<'_>,
        strips: &[(f64, f64)],
    ) -> Result<(), PlotError> {
        let (leading, size) = (page.leading(), page.size());
        for (index, lines) in self.heads.iter().enumerate() {
            let x = self.left + (index as f64 + 0.5) * self.cell;
            let first = self.head_height - 8.0 - (lines.len() as f64 - 0.5) * leading;
            let (at, size) = ((x, first), head_measure(page).size);
            canvas.lines(lines, at, leading, Anchor::Middle, size, Role::TextMuted)?;
        }
        for (index, (lines, &(upper, lower))) in self.labels.iter().zip(strips).enumerate() {
            let (at, anchor) = if self.beside {
                let middle = f64::midpoint(upper, lower);
                let first = middle - (lines.len() as f64 - 1.0) * leading / 2.0;
                ((self.left - 12.0, first), Anchor::End)
            } else {
                let first = upper - 4.0 - self.label_height(index, page) + leading / 2.0;
                ((1.0, first), Anchor::Start)
            };
            canvas.lines(lines, at, leading, anchor, size, Role::Text)?;
        }
        Ok(())
    }
}

/// What fills a cell; nothing fills one without a value.
fn cell_role(mark: &Mark, top: f64) -> Option<Role> {
    match mark {
        Mark::Value { .. } => Some(Role::Heat(class(marks::length(mark), top))),
        Mark::Masked { .. } => Some(Role::Masked),
        Mark::Nothing { .. } => None,
    }
}

/// The list: every row a heading with one small bar for each column.
fn draw_list(map: &HeatMap, page: &Page<'_>) -> Result<Sheet, ChartError> {
    let (measure, strong) = (page.measure(Role::Text), page.measure(Role::TextBold));
    let (leading, size) = (page.leading(), page.size());
    let room = page.width() * 0.45;
    let heads: Vec<_> = map.columns.iter().map(|head| wrap_evenly(head, room, &measure)).collect();
    let left = heads.iter().map(|lines| measure.longest(lines)).fold(0.0, f64::max) + 10.0;
    let values = map.rows.iter().flat_map(|(_, row)| row).map(|m| measure.width(&marks::label(m)));
    let width = page.width() - left - VALUE_GAP - values.fold(0.0, f64::max);
    let top = greatest(map);

    let titles: Vec<_> =
        map.rows.iter().map(|(label, _)| wrap_evenly(label, page.width(), &strong)).collect();
    let line_count: usize = heads.iter().map(Vec::len).sum();
    let block = line_count as f64 * leading + heads.len() as f64 * 4.0;
    let title_lines: usize = titles.iter().map(Vec::len).sum();
    let height = title_lines as f64 * leading + titles.len() as f64 * (block + 18.0) - 12.0;

    page.paint(height, |canvas| {
        let frame = Frame { left, top: 0.0, width, height };
        let mut plot = canvas.plot(frame, 0.0..top, height..0.0)?;
        let mut y = 0.0;
        for ((_, row), title) in map.rows.iter().zip(&titles) {
            let at = (0.0, y + leading / 2.0);
            canvas.lines(title, at, leading, Anchor::Start, size, Role::TextBold)?;
            y += title.len() as f64 * leading + 6.0;
            let (first, mut bars) = (y, Vec::new());
            for (head, mark) in heads.iter().zip(row) {
                let tall = head.len() as f64 * leading;
                let middle = y + tall / 2.0;
                let at = (left - 10.0, y + leading / 2.0);
                canvas.lines(head, at, leading, Anchor::End, size, Role::Text)?;
                let end = if marks::is_masked(mark) {
                    MASKED_BAR
                } else {
                    marks::length(mark) / top * width
                };
                if end > 0.0 {
                    let role = if marks::is_masked(mark) { Role::Masked } else { Role::Series(1) };
                    let corners = [(0.0, middle - 7.0), (end.max(1.5) / width * top, middle + 7.0)];
                    bars.push(Rectangle::new(corners, role.filled()));
                }
                let role = if marks::beside(mark) == Role::TextMuted {
                    Role::TextMuted
                } else {
                    Role::Text
                };
                let at = (left + end + VALUE_GAP, middle);
                canvas.text(&marks::label(mark), at, Anchor::Start, size, role)?;
                y += tall + 4.0;
            }
            plot.draw_series(bars)?;
            canvas.line((left, first), (left, y - 4.0), Role::Axis)?;
            y += 12.0;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::font::Fonts;
    use crate::chart::samples::{masked, value};

    #[test]
    fn five_equal_steps_lead_from_zero_to_the_greatest() {
        let classes: Vec<u8> =
            [0.0, 1.0, 20.0, 20.1, 41.0, 61.0, 80.0, 81.0, 100.0].map(|v| class(v, 100.0)).into();
        assert_eq!(classes, [0, 0, 0, 1, 2, 3, 3, 4, 4]);
    }

    #[test]
    fn too_many_columns_become_a_list() {
        let fonts = Fonts::embedded().unwrap();
        let page = Page { id: "a".into(), format: Format::Wide, fonts };
        let map = |count: usize| HeatMap {
            columns: vec!["Monat".into(); count],
            rows: vec![
                ("Thema".into(), vec![value(1234.0); count]),
                ("x".into(), vec![masked(); count]),
            ],
        };
        assert!(Grid::beside(&map(6), &page).fits(&map(6), &page));
        assert!(!Grid::beside(&map(24), &page).fits(&map(24), &page));
        assert!(draw(&map(24), &page).is_ok());
    }
}
