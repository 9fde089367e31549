//! Round numbers along an upright axis, with guides. Only whole numbers below 10 000 are printed: they
//! read the same in every language.

use super::canvas::{Anchor, Canvas, Frame, PlotError};
use super::layout::Page;
use super::palette::Role;
use super::text::Measure;
use plotters::coord::ranged1d::{BoldPoints, Ranged};
use plotters::coord::types::RangedCoordi64;

/// At most this many guides above zero.
const MOST: usize = 5;

/// The numbers along the axis, ascending; none where there is no scale.
pub(super) struct Ticks {
    values: Vec<i64>,
}

impl Ticks {
    /// Ticks from zero to `top` in the unit of the figure.
    pub(super) fn up_to(top: f64, has_values: bool) -> Self {
        if !has_values || !(1.0..10_000.0).contains(&top) {
            return Self { values: Vec::new() };
        }
        let range = RangedCoordi64::from(0..top.floor() as i64);
        Self { values: range.key_points(BoldPoints(MOST)) }
    }

    /// Room the numbers take left of the plot in px.
    pub(super) fn width(&self, measure: &Measure<'_>) -> f64 {
        let widest =
            self.values.iter().map(|value| measure.width(&value.to_string())).fold(0.0, f64::max);
        if widest > 0.0 { widest + 10.0 } else { 0.0 }
    }

    /// Draws guides and numbers; `px_per_unit` is the scale upwards from the frame's lower edge.
    pub(super) fn draw(
        &self,
        page: &Page<'_>,
        canvas: &Canvas<'_>,
        frame: Frame,
        px_per_unit: f64,
    ) -> Result<(), PlotError> {
        for &value in &self.values {
            let y = frame.top + frame.height - value as f64 * px_per_unit;
            if value > 0 {
                canvas.line((frame.left, y), (frame.left + frame.width, y), Role::Grid)?;
            }
            let at = (frame.left - 10.0, y);
            canvas.text(&value.to_string(), at, Anchor::End, page.size(), Role::TextMuted)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_few_round_and_start_at_zero() {
        for top in [1.0, 3.0, 7.5, 19.0, 42.0, 167.0, 999.0, 9_999.0] {
            let ticks = Ticks::up_to(top, true).values;
            assert_eq!(ticks.first(), Some(&0), "{top}");
            assert!(ticks.len() <= MOST + 1, "{top}: {ticks:?}");
            assert!(ticks.iter().all(|&t| t as f64 <= top), "{top}: {ticks:?}");
        }
    }

    #[test]
    fn without_a_scale_there_are_no_ticks() {
        assert!(Ticks::up_to(240.0, false).values.is_empty());
        assert!(Ticks::up_to(1e9, true).values.is_empty());
        assert!(Ticks::up_to(0.4, true).values.is_empty());
    }
}
