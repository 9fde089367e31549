//! A sheet to draw on in px: the helpers all chart types share, over a plotters drawing area.

use super::backend::{GRID, SvgBackend, units};
use super::palette::Role;
use super::sheet::Sheet;
use plotters::chart::ChartContext;
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::{
    Cartesian2d, ChartBuilder, Color, DrawingArea, DrawingAreaErrorKind, IntoDrawingArea, IntoFont,
    PathElement, Rectangle, Text,
};
use plotters::style::TextStyle;
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use std::convert::Infallible;
use std::ops::Range;

/// What drawing can fail with: plotters' own complaints, never input or output.
pub(super) type PlotError = DrawingAreaErrorKind<Infallible>;

/// A chart's own coordinates upon a part of the canvas.
pub(super) type Plot<'c, 'a> =
    ChartContext<'c, SvgBackend<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// A rectangle in px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    /// Left edge.
    pub(super) left: f64,
    /// Upper edge.
    pub(super) top: f64,
    /// Width.
    pub(super) width: f64,
    /// Height.
    pub(super) height: f64,
}

/// Which point of a text sits on the given place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

/// The whole sheet as a drawing area.
pub(super) struct Canvas<'a> {
    area: DrawingArea<SvgBackend<'a>, Shift>,
}

impl<'a> Canvas<'a> {
    /// A canvas over the whole sheet.
    pub(super) fn new(sheet: &'a mut Sheet) -> Self {
        Self { area: SvgBackend::new(sheet).into_drawing_area() }
    }

    /// A filled rectangle.
    pub(super) fn rect(&self, frame: Frame, role: Role) -> Result<(), PlotError> {
        let upper_left = (grid(frame.left), grid(frame.top));
        let lower_right = (grid(frame.left + frame.width), grid(frame.top + frame.height));
        self.area.draw(&Rectangle::new([upper_left, lower_right], role.filled()))
    }

    /// A line of 1 px.
    pub(super) fn line(
        &self,
        from: (f64, f64),
        to: (f64, f64),
        role: Role,
    ) -> Result<(), PlotError> {
        let points = [from, to].map(|(x, y)| (grid(x), grid(y)));
        self.area.draw(&PathElement::new(points, role.stroke_width(GRID.unsigned_abs())))
    }

    /// One line of text whose capitals are centred on the height `at.1`.
    pub(super) fn text(
        &self,
        text: &str,
        at: (f64, f64),
        anchor: Anchor,
        size: f64,
        role: Role,
    ) -> Result<(), PlotError> {
        let h_pos = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let style = TextStyle::from(("Inter", size * f64::from(GRID)).into_font())
            .color(&role)
            .pos(Pos::new(h_pos, VPos::Center));
        self.area.draw(&Text::new(text, (grid(at.0), grid(at.1)), style))
    }

    /// Lines of text, the first centred on the height `at.1`, each `leading` px below the last.
    pub(super) fn lines(
        &self,
        lines: &[String],
        at: (f64, f64),
        leading: f64,
        anchor: Anchor,
        size: f64,
        role: Role,
    ) -> Result<(), PlotError> {
        let mut y = at.1;
        for line in lines {
            self.text(line, (at.0, y), anchor, size, role)?;
            y += leading;
        }
        Ok(())
    }

    /// Coordinates of the data's own upon a part of the canvas: `x` from its left to its right edge,
    /// `y` from its lower to its upper edge.
    pub(super) fn plot(
        &self,
        frame: Frame,
        x: Range<f64>,
        y: Range<f64>,
    ) -> Result<Plot<'a, 'a>, PlotError> {
        // plotters keeps the last unit of either axis free; one more makes the range end on the edge
        let size = (grid(frame.width) + 1, grid(frame.height) + 1);
        let part = self.area.clone().shrink((grid(frame.left), grid(frame.top)), size);
        ChartBuilder::on(&part).build_cartesian_2d(x, y)
    }
}

/// Backend units of a length in px.
pub(super) fn grid(px: f64) -> i32 {
    units(px * f64::from(GRID))
}
