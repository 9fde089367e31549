//! Places before ink: page sizes, and rows of labels with room for bars.

use super::ChartError;
use super::backend::weight;
use super::canvas::{Anchor, Canvas, Frame, PlotError};
use super::font::Fonts;
use super::palette::Role;
use super::sheet::Sheet;
use super::text::{Measure, wrap, wrap_evenly};

/// The two widths every chart is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// 720 px: labels stand left of the bars.
    Wide,
    /// 320 px: labels stand above the bars.
    Narrow,
}

/// What a chart type needs to know of the drawing it makes.
pub(super) struct Page<'a> {
    /// Stem of all ids in the drawing.
    pub(super) id: String,
    /// The width drawn for.
    pub(super) format: Format,
    /// The faces.
    pub(super) fonts: &'a Fonts,
}

impl Page<'_> {
    /// Width of the drawing in px.
    pub(super) fn width(&self) -> f64 {
        self.pick(720.0, 320.0)
    }

    /// Font size of the smallest texts in px, the same on both widths.
    pub(super) fn smallest(&self) -> f64 {
        14.0
    }

    /// Font size in px.
    pub(super) fn size(&self) -> f64 {
        self.pick(15.0, 14.0)
    }

    /// Distance between base lines in px.
    pub(super) fn leading(&self) -> f64 {
        self.pick(19.0, 18.0)
    }

    /// Thickness of a bar in px.
    pub(super) fn bar(&self) -> f64 {
        self.pick(24.0, 20.0)
    }

    /// One of two things by width.
    pub(super) fn pick<T>(&self, wide: T, narrow: T) -> T {
        match self.format {
            Format::Wide => wide,
            Format::Narrow => narrow,
        }
    }

    /// Measures texts of a role.
    pub(super) fn measure(&self, role: Role) -> Measure<'_> {
        Measure { fonts: self.fonts, weight: weight(role), size: self.size() }
    }

    /// Height of the plate behind the sign of a masked value in px.
    pub(super) fn plate(&self) -> f64 {
        self.size() * 1.25
    }

    /// Width of that plate with the sign in px.
    pub(super) fn plate_width(&self, sign: &str) -> f64 {
        self.measure(Role::TextBold).width(sign) + 8.0
    }

    /// The sign of a masked value upon its hatch, on a plate in the page's colour.
    pub(super) fn sign(
        &self,
        canvas: &Canvas<'_>,
        sign: &str,
        at: (f64, f64),
    ) -> Result<(), PlotError> {
        self.plate_behind(canvas, at, (self.plate_width(sign), self.plate()), Role::Gap)?;
        canvas.text(sign, at, Anchor::Middle, self.size(), Role::TextBold)
    }

    /// A plate for a text around `(x, y)`.
    pub(super) fn plate_behind(
        &self,
        canvas: &Canvas<'_>,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
        role: Role,
    ) -> Result<(), PlotError> {
        let frame = Frame { left: x - width / 2.0, top: y - height / 2.0, width, height };
        canvas.rect(frame, role)
    }

    /// A sheet of this width and `height` px with what `draw` puts on it.
    pub(super) fn paint(
        &self,
        height: f64,
        draw: impl FnOnce(&Canvas<'_>) -> Result<(), PlotError>,
    ) -> Result<Sheet, ChartError> {
        let class = self.pick("wide", "narrow");
        let mut sheet = Sheet::new(self.id.clone(), class, self.width(), height);
        draw(&Canvas::new(&mut sheet))?;
        Ok(sheet)
    }

    /// What stands for a chart without data: a base line and the dash of tables.
    pub(super) fn empty(&self) -> Result<Sheet, ChartError> {
        self.paint(56.0, |canvas| {
            canvas.line((0.5, 4.0), (0.5, 52.0), Role::Axis)?;
            canvas.text("–", (16.0, 28.0), Anchor::Start, self.size(), Role::TextMuted)
        })
    }
}

/// Rows of labels, each with a strip for its bar.
pub(super) struct Rows {
    /// Whether the labels stand left of the bars (else above them).
    pub(super) beside: bool,
    /// Left edge of the bars in px.
    pub(super) left: f64,
    /// The rows from top to bottom.
    pub(super) rows: Vec<Row>,
    /// Lower edge of the last row in px.
    pub(super) bottom: f64,
}

/// One row.
pub(super) struct Row {
    lines: Vec<String>,
    first_line: f64,
    /// Middle of the bar in px.
    pub(super) middle: f64,
}

/// Space between label and bar in px.
const LABEL_GAP: f64 = 12.0;

impl Rows {
    /// Places labels from `top` px downwards, for bars of `page.bar()` px.
    pub(super) fn lay<'l>(
        page: &Page<'_>,
        labels: impl Iterator<Item = &'l str> + Clone,
        top: f64,
    ) -> Self {
        let measure = page.measure(Role::Text);
        let (beside, wrapped) = wrap_labels(page, labels, &measure);
        let width = wrapped.iter().map(|lines| measure.longest(lines)).fold(0.0, f64::max);
        let leading = page.leading();
        let mut rows = Vec::new();
        let mut y = top;
        for lines in wrapped {
            let height = lines.len() as f64 * leading;
            let row = if beside {
                let middle = y + height.max(page.bar()) / 2.0;
                y += height.max(page.bar()) + 12.0;
                Row { first_line: middle - (height - leading) / 2.0, lines, middle }
            } else {
                let middle = y + height + 2.0 + page.bar() / 2.0;
                let first_line = y + leading / 2.0;
                y += height + 2.0 + page.bar() + 14.0;
                Row { lines, first_line, middle }
            };
            rows.push(row);
        }
        let last_gap = if beside { 12.0 } else { 14.0 };
        let bottom = if rows.is_empty() { y } else { y - last_gap };
        Self { beside, left: if beside { width + LABEL_GAP } else { 0.0 }, rows, bottom }
    }

    /// Draws the zero line: through all rows from `top` px, or, under labels above the bars, beside
    /// each bar.
    pub(super) fn draw_axis(
        &self,
        page: &Page<'_>,
        canvas: &Canvas<'_>,
        top: f64,
    ) -> Result<(), PlotError> {
        if self.beside {
            let bottom = self.bottom + 4.0;
            return canvas.line((self.left, top), (self.left, bottom), Role::Axis);
        }
        let half = page.bar() / 2.0 + 2.0;
        self.rows.iter().try_for_each(|row| {
            canvas.line((0.5, row.middle - half), (0.5, row.middle + half), Role::Axis)
        })
    }

    /// Draws the labels.
    pub(super) fn draw(&self, page: &Page<'_>, canvas: &Canvas<'_>) -> Result<(), PlotError> {
        let (x, anchor) =
            if self.beside { (self.left - LABEL_GAP, Anchor::End) } else { (0.0, Anchor::Start) };
        for row in &self.rows {
            let at = (x, row.first_line);
            canvas.lines(&row.lines, at, page.leading(), anchor, page.size(), Role::Text)?;
        }
        Ok(())
    }
}

/// The labels in lines, and whether they stand beside the bars. Beside, they take a good third of the
/// width in at most two lines each, or up to 45 %. On narrow pages only short ones stand there.
fn wrap_labels<'l>(
    page: &Page<'_>,
    labels: impl Iterator<Item = &'l str> + Clone,
    measure: &Measure<'_>,
) -> (bool, Vec<Vec<String>>) {
    let width = page.width();
    let within = |share: f64| -> Vec<Vec<String>> {
        labels.clone().map(|label| wrap_evenly(label, width * share, measure)).collect()
    };
    let at_most = |wrapped: &[Vec<String>], lines| wrapped.iter().all(|label| label.len() <= lines);
    if page.format == Format::Wide {
        let third = within(0.36);
        return (true, if at_most(&third, 2) { third } else { within(0.45) });
    }
    let quarter: Vec<Vec<String>> =
        labels.clone().map(|label| wrap(label, width * 0.25, measure)).collect();
    if at_most(&quarter, 1) { (true, quarter) } else { (false, within(1.0)) }
}
