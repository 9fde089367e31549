//! Our [`DrawingBackend`]: what plotters draws becomes one SVG element a line.
//!
//! plotters places everything on whole pixels. The canvas it is given is therefore ten times as
//! large as the view box ([`GRID`]), and every number is divided on the way out.
//!
//! Charts draw filled shapes, lines as paths, and texts; what else plotters knows is left to it.
//!
//! Colours are roles in disguise ([`Role::from_colour`]). Texts are written at the size asked for, on one line.

use super::font::{ASCENT, CAP_HEIGHT, DESCENT, Weight};
use super::palette::Role;
use super::sheet::Sheet;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use std::convert::Infallible;
use std::fmt::Write;

/// Backend units in one px of the view box.
pub(super) const GRID: i32 = 10;

/// Drawing cannot fail: it writes to memory.
type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Writes to a [`Sheet`].
pub(super) struct SvgBackend<'a> {
    sheet: &'a mut Sheet,
}

impl<'a> SvgBackend<'a> {
    /// A backend that adds to the sheet.
    pub(super) fn new(sheet: &'a mut Sheet) -> Self {
        Self { sheet }
    }
}

impl DrawingBackend for SvgBackend<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        let (width, height) = self.sheet.size();
        (width * GRID.unsigned_abs(), height * GRID.unsigned_abs())
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    /// A square of one unit; no chart of ours draws single pixels.
    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Drawn {
        self.draw_rect((x, y), (x + 1, y + 1), &colour, true)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (x0, y0): BackendCoord,
        (x1, y1): BackendCoord,
        style: &S,
        _: bool,
    ) -> Drawn {
        let role = Role::from_colour(style.color());
        let (left, top, right, bottom) = (x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1));
        let shape = format!(
            "x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
            px(left),
            px(top),
            px(right - left),
            px(bottom - top)
        );
        let paint = self.sheet.paint(role);
        self.sheet.element("rect", &format!("{paint} {shape}"));
        if let Some(overlay) = self.sheet.overlay(role) {
            self.sheet.element("rect", &format!("{overlay} {shape}"));
        }
        #[cfg(test)]
        if !matches!(role, Role::Plate(_)) {
            self.sheet.marks.push(placed(role, "", [left, top, right, bottom].map(f64::from)));
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let attributes = format!("{} fill=\"none\" points=\"{}\"", stroke(style), points(path));
        self.sheet.element("polyline", &attributes);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        _: bool,
    ) -> Drawn {
        let role = Role::from_colour(style.color());
        let radius = i32::try_from(radius).unwrap_or(i32::MAX);
        let shape = format!("cx=\"{}\" cy=\"{}\" r=\"{}\"", px(x), px(y), px(radius));
        let paint = self.sheet.paint(role);
        self.sheet.element("circle", &format!("{paint} {shape}"));
        #[cfg(test)]
        self.sheet.marks.push(placed(
            role,
            "",
            [x - radius, y - radius, x + radius, y + radius].map(f64::from),
        ));
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        (x, y): BackendCoord,
    ) -> Drawn {
        let role = Role::from_colour(style.color());
        let anchor = style.anchor();
        let size = style.size();
        let base = f64::from(y)
            + size
                * match anchor.v_pos {
                    VPos::Top => ASCENT,
                    VPos::Center => CAP_HEIGHT / 2.0,
                    VPos::Bottom => -DESCENT,
                };
        let mut attributes = format!("class=\"{}\"", role.class());
        // What most texts have stands at the group around them.
        if role.colour() != Role::Text.colour() {
            attributes.push_str(&format!(" fill=\"{}\"", role.colour().hex()));
        }
        attributes.push_str(&format!(" x=\"{}\" y=\"{}\"", px(x), px(units(base))));
        let size_in_px = px(units(size));
        if size_in_px != self.sheet.usual_size() {
            attributes.push_str(&format!(" font-size=\"{size_in_px}\""));
        }
        if weight(role) == Weight::SemiBold {
            attributes.push_str(" font-weight=\"600\"");
        }
        match anchor.h_pos {
            HPos::Left => {}
            HPos::Center => attributes.push_str(" text-anchor=\"middle\""),
            HPos::Right => attributes.push_str(" text-anchor=\"end\""),
        }
        self.sheet.text(&attributes, text);
        #[cfg(test)]
        {
            let fonts = super::font::Fonts::embedded().unwrap();
            let width = fonts.width(text, weight(role), size);
            let left = f64::from(x)
                - match anchor.h_pos {
                    HPos::Left => 0.0,
                    HPos::Center => width / 2.0,
                    HPos::Right => width,
                };
            let (top, bottom) = (base - size * CAP_HEIGHT, base + size * DESCENT);
            self.sheet.texts.push(placed(role, text, [left, top, left + width, bottom]));
        }
        Ok(())
    }
}

/// The weight in which texts of a role are set.
pub(super) fn weight(role: Role) -> Weight {
    if role == Role::TextBold { Weight::SemiBold } else { Weight::Regular }
}

/// Backend units as px: at most one decimal, no trailing zero.
fn px(units: i32) -> String {
    let (whole, tenth) = (units.abs() / GRID, units.abs() % GRID);
    let sign = if units < 0 { "-" } else { "" };
    if tenth == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{tenth}") }
}

/// The nearest whole number of backend units. Charts stay far below the limits of the type.
pub(super) fn units(value: f64) -> i32 {
    value.round() as i32
}

/// Class, colour and width of a line.
fn stroke<S: BackendStyle>(style: &S) -> String {
    let role = Role::from_colour(style.color());
    let width = i32::try_from(style.stroke_width()).unwrap_or(GRID);
    let mut out = format!("class=\"{}\" stroke=\"{}\"", role.class(), role.colour().hex());
    if width != GRID {
        let _ = write!(out, " stroke-width=\"{}\"", px(width));
    }
    out
}

/// The points of a polygon.
fn points(path: impl IntoIterator<Item = BackendCoord>) -> String {
    let points: Vec<String> =
        path.into_iter().map(|(x, y)| format!("{},{}", px(x), px(y))).collect();
    points.join(" ")
}

/// A record for the tests: edges (left, top, right, bottom) given in backend units.
#[cfg(test)]
fn placed(role: Role, text: &str, edges: [f64; 4]) -> super::sheet::Placed {
    let [left, top, right, bottom] = edges.map(|edge| edge / f64::from(GRID));
    super::sheet::Placed { class: role.class(), text: text.to_owned(), left, top, right, bottom }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plotters::prelude::*;

    fn drawn(run: impl FnOnce(&DrawingArea<SvgBackend<'_>, plotters::coord::Shift>)) -> String {
        let mut sheet = Sheet::new("a".into(), "wide", 100.0, 50.0);
        run(&SvgBackend::new(&mut sheet).into_drawing_area());
        sheet.finish("", "")
    }

    #[test]
    fn numbers_have_at_most_one_decimal() {
        assert_eq!(["0", "1.5", "12", "-0.3"].map(String::from), [0, 15, 120, -3].map(px));
    }

    #[test]
    fn a_role_becomes_class_and_colour() {
        let svg = drawn(|area| {
            let style = Role::Series(1).filled();
            area.draw(&Rectangle::new([(0, 0), (105, 50)], style)).unwrap();
        });
        let line = r##"<rect class="s1" fill="#12436d" x="0" y="0" width="10.5" height="5"/>"##;
        assert!(svg.contains(line), "{svg}");
    }

    #[test]
    fn a_masked_mark_is_hatched_and_outlined() {
        let svg = drawn(|area| {
            let style = Role::Masked.filled();
            area.draw(&Rectangle::new([(0, 0), (105, 50)], style)).unwrap();
        });
        assert!(svg.contains(r##"class="x" fill="url(#a-x)""##), "{svg}");
        assert!(svg.contains(r#"<pattern id="a-x""#), "{svg}");
    }

    #[test]
    fn lines_circles_and_paths_keep_their_role() {
        let svg = drawn(|area| {
            let grid = Role::Grid.stroke_width(10);
            area.draw(&PathElement::new(vec![(0, 0), (10, 0), (10, 10)], grid)).unwrap();
            area.draw(&Circle::new((50, 50), 40, Role::Series(2).filled())).unwrap();
        });
        assert!(svg.contains(r#"points="0,0 1,0 1,1""#), "{svg}");
        assert!(svg.contains(r#"cx="5" cy="5" r="4""#), "{svg}");
    }
}
