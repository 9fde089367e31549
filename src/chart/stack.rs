//! The arithmetic stacked bars and columns share: which part of a stack each segment takes.
//!
//! Published values are drawn to scale. A masked value takes its place in the order as a hatched gap of
//! one fixed length, which therefore says nothing about it; what comes after it is pushed on by that
//! length. Two neighbours are parted by 2 px of the page's colour, taken half from each.

use super::canvas::{Anchor, Canvas, PlotError};
use super::layout::Page;
use super::marks;
use super::palette::Role;
use crate::report::chart_spec::{Mark, StackedBars, StackedRow, Whole};

/// Between two segments in px.
const GAP: f64 = 2.0;
/// Shortest segment of a value above zero in px.
const SHORTEST: f64 = 1.5;

/// Space on either side of a value inside a segment in px.
pub(super) const INSET: f64 = 4.0;

/// The segments of a row that fills `length` px because it is a whole, and their end. What of it is masked is one gap behind the
/// others, as long as they leave; where the whole is not known either, each masked segment is `masked` px.
pub(super) fn fill<'m>(
    row: &'m StackedRow,
    whole: Whole,
    length: f64,
    masked: f64,
) -> (Vec<Segment<'m>>, f64) {
    let known: f64 = row.segments.iter().map(marks::length).sum();
    let all = match whole {
        Whole::Percent => 100.0,
        Whole::Total => row.total.as_ref().map_or(0.0, marks::length),
    };
    if all <= 0.0 {
        let scale =
            Scale { px_per_unit: row_scale(&row.segments, length, masked).unwrap_or(1.0), masked };
        return scale.stack(&row.segments);
    }
    let px_per_unit = length / all.max(known);
    let marks = row.segments.iter().enumerate();
    let seen =
        marks.clone().map(|(series, mark)| (series, mark, marks::length(mark) * px_per_unit));
    let hidden = marks.clone().filter(|(_, mark)| marks::is_masked(mark)).take(1);
    let hidden = hidden.map(|(series, mark)| (series, mark, (all - known) * px_per_unit));
    let (segments, _) = placed(seen.chain(hidden));
    (segments, length)
}

/// The largest scale at which a row fits `length` px; none where nothing of it is known.
fn row_scale(segments: &[Mark], length: f64, masked: f64) -> Option<f64> {
    let sum: f64 = segments.iter().map(marks::length).sum();
    let gaps = segments.iter().filter(|mark| marks::is_masked(mark)).map(|_| masked);
    (sum > 0.0).then(|| (length - gaps.sum::<f64>()).max(length / 8.0) / sum)
}

/// Marks of some length one behind the other, parted, and their end.
fn placed<'m>(marks: impl Iterator<Item = (usize, &'m Mark, f64)>) -> (Vec<Segment<'m>>, f64) {
    let mut segments: Vec<Segment<'m>> = Vec::new();
    let mut end = 0.0;
    for (series, mark, long) in marks.filter(|(_, _, long)| *long > 0.0) {
        segments.push(Segment { series, mark, from: end, to: end + long });
        end += long;
    }
    let last = segments.len().saturating_sub(1);
    for (index, segment) in segments.iter_mut().enumerate() {
        let middle = f64::midpoint(segment.from, segment.to);
        let from = segment.from + if index == 0 { 0.0 } else { GAP / 2.0 };
        let to = segment.to - if index == last { 0.0 } else { GAP / 2.0 };
        if to - from >= SHORTEST {
            (segment.from, segment.to) = (from, to);
        } else {
            (segment.from, segment.to) = (middle - SHORTEST / 2.0, middle + SHORTEST / 2.0);
        }
    }
    (segments, end)
}

/// The scale of a stack.
pub(super) struct Scale {
    /// Length of one unit of the figure in px, above 0.
    pub(super) px_per_unit: f64,
    /// Length of a masked segment in px.
    masked: f64,
}

/// One segment to draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Segment<'a> {
    /// Index of the series, or of its colour.
    pub(super) series: usize,
    /// The mark.
    pub(super) mark: &'a Mark,
    /// First position in px from the base.
    pub(super) from: f64,
    /// Last position in px from the base, at least 1.5 px beyond the first.
    pub(super) to: f64,
}

impl Segment<'_> {
    /// The role of the segment's mark.
    pub(super) fn role(&self) -> Role {
        if marks::is_masked(self.mark) { Role::Masked } else { Role::series(self.series) }
    }

    /// Whether the value has room in a segment of `width` by `height` px.
    pub(super) fn fits(&self, page: &Page<'_>, (width, height): (f64, f64)) -> bool {
        let needed = page.measure(Role::on_series(self.series)).width(&marks::label(self.mark));
        needed + 2.0 * INSET <= width && page.size() + 3.0 <= height
    }

    /// Whether its value is withheld.
    pub(super) fn is_masked(&self) -> bool {
        marks::is_masked(self.mark)
    }

    /// Prints the value around `at` if it fits a segment of `width` by `height` px.
    pub(super) fn print(
        &self,
        page: &Page<'_>,
        canvas: &Canvas<'_>,
        at: (f64, f64),
        (width, height): (f64, f64),
    ) -> Result<(), PlotError> {
        let label = marks::label(self.mark);
        if marks::is_masked(self.mark) {
            let fits = page.plate_width(&label) <= width && page.plate() <= height;
            return if fits { page.sign(canvas, &label, at) } else { Ok(()) };
        }
        let role = Role::on_series(self.series);
        let needed = page.measure(role).width(&label) + 2.0 * INSET;
        if !self.fits(page, (width, height)) {
            return Ok(());
        }
        if let Some(ground) = Role::plate(self.series) {
            page.plate_behind(canvas, at, (needed - INSET, page.size() + 3.0), ground)?;
        }
        canvas.text(&label, at, Anchor::Middle, page.size(), role)
    }
}

impl Scale {
    /// The largest scale at which every row fits `length` px, a masked segment being `masked` px.
    pub(super) fn fit(bars: &StackedBars, length: f64, masked: f64) -> Self {
        let scales = bars.rows.iter().filter_map(|row| row_scale(&row.segments, length, masked));
        let smallest = scales.fold(f64::INFINITY, f64::min);
        let px_per_unit = if smallest.is_finite() { smallest } else { length };
        Self { px_per_unit, masked }
    }

    /// The segments of a row, and the end of the stack in px from the base.
    pub(super) fn stack<'m>(&self, row: &'m [Mark]) -> (Vec<Segment<'m>>, f64) {
        placed(row.iter().enumerate().map(|(series, mark)| match marks::is_masked(mark) {
            true => (series, mark, self.masked),
            false => (series, mark, marks::length(mark) * self.px_per_unit),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::samples::{masked, nothing, value};

    fn bars(rows: Vec<Vec<Mark>>) -> StackedBars {
        let row = |segments| StackedRow {
            label: "a".into(),
            short_label: "a".into(),
            segments,
            total: None,
        };
        StackedBars {
            series: vec!["1".into(), "2".into()],
            rows: rows.into_iter().map(row).collect(),
            whole: None,
            undecided: None,
        }
    }

    #[test]
    fn a_whole_fills_its_length_and_what_is_masked_of_it_is_what_is_left() {
        let row = bars(vec![vec![value(30.0), masked(), value(10.0), masked()]]).rows.remove(0);
        let (segments, end) = fill(&row, Whole::Percent, 400.0, 24.0);
        assert_eq!(end, 400.0);
        let ends: Vec<f64> = segments.iter().map(|segment| segment.to).collect();
        assert_eq!(ends, [119.0, 159.0, 400.0]);
        assert!(marks::is_masked(segments[2].mark));
        let unknown = fill(&row, Whole::Total, 400.0, 24.0).0;
        assert_eq!(unknown.iter().filter(|it| marks::is_masked(it.mark)).count(), 2);
    }

    #[test]
    fn the_longest_row_fills_the_length_with_its_gaps() {
        let bars = bars(vec![vec![value(30.0), value(10.0)], vec![value(20.0), masked()]]);
        let scale = Scale::fit(&bars, 400.0, 24.0);
        assert_eq!(scale.px_per_unit, 10.0);
        assert_eq!(scale.stack(&bars.rows[0].segments).1, 400.0);
        assert_eq!(scale.stack(&bars.rows[1].segments).1, 224.0);
    }

    #[test]
    fn segments_are_parted_and_none_vanishes() {
        let row = [value(100.0), value(0.01), masked(), nothing()];
        let bars = bars(vec![row.to_vec()]);
        let (segments, _) = Scale::fit(&bars, 300.0, 24.0).stack(&row);
        assert_eq!(segments.len(), 3);
        assert!(segments.iter().all(|s| s.to - s.from >= SHORTEST - 1e-9), "{segments:?}");
        assert!(segments.windows(2).all(|pair| pair[0].to < pair[1].from + 0.5), "{segments:?}");
    }

    #[test]
    fn nothing_but_zeros_has_a_finite_scale() {
        let bars = bars(vec![vec![nothing(), value(0.0)], vec![]]);
        let scale = Scale::fit(&bars, 300.0, 24.0);
        assert!(scale.px_per_unit.is_finite());
        assert!(scale.stack(&bars.rows[0].segments).0.is_empty());
    }
}
