//! The SVG document: head, patterns, and the elements written so far, one a line.

use super::palette::Role;
use super::text::{is_printable, one_line};
use crate::domain::Colour;
use std::fmt::Write;

/// The faces named in the SVG: the one measured first, then what is on every machine.
const FONT_FAMILY: &str = "Inter, Arial, Helvetica, sans-serif";

/// One drawing in the making.
pub(super) struct Sheet {
    id: String,
    class: &'static str,
    width: u32,
    height: u32,
    body: String,
    hatched: bool,
    overlays: [bool; 6],
    /// The texts placed so far, for tests of overlap and overflow.
    #[cfg(test)]
    pub(super) texts: Vec<Placed>,
    /// The marks placed so far, for the same tests.
    #[cfg(test)]
    pub(super) marks: Vec<Placed>,
}

/// Something placed: class, text (empty for marks) and box in px.
#[cfg(test)]
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) class: &'static str,
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Sheet {
    /// An empty sheet. `id` is the stem of all ids in it; sizes are px of the view box.
    pub(super) fn new(id: String, class: &'static str, width: f64, height: f64) -> Self {
        Self {
            id,
            class,
            width: whole(width),
            height: whole(height),
            body: String::new(),
            hatched: false,
            overlays: [false; 6],
            #[cfg(test)]
            texts: Vec::new(),
            #[cfg(test)]
            marks: Vec::new(),
        }
    }

    /// Width and height in px.
    pub(super) fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// Adds one element, given without the angle brackets' end: `tag` and its attributes.
    pub(super) fn element(&mut self, tag: &str, attributes: &str) {
        let _ = writeln!(self.body, "<{tag} {attributes}/>");
    }

    /// The font size most texts have, in px: that of a page of this width.
    pub(super) fn usual_size(&self) -> &'static str {
        if self.class == "wide" { "15" } else { "14" }
    }

    /// Adds one text element.
    pub(super) fn text(&mut self, attributes: &str, content: &str) {
        let _ = writeln!(self.body, "<text {attributes}>{}</text>", escape(content));
    }

    /// The attributes that give a mark its role: class, colour, and the hatch of masked values.
    pub(super) fn paint(&mut self, role: Role) -> String {
        if role == Role::Masked {
            self.hatched = true;
            return format!(
                "class=\"x\" fill=\"url(#{}-x)\" stroke=\"{}\" stroke-dasharray=\"3 2\"",
                self.id,
                role.colour().hex()
            );
        }
        format!("class=\"{}\" fill=\"{}\"", role.class(), role.colour().hex())
    }

    /// The attributes of the pattern laid over a mark of the second to fifth series.
    pub(super) fn overlay(&mut self, role: Role) -> Option<String> {
        let Role::Series(number @ 2..=5) = role else { return None };
        *self.overlays.get_mut(usize::from(number))? = true;
        Some(format!("class=\"px\" display=\"none\" fill=\"url(#{}-p{number})\"", self.id))
    }

    /// The whole document.
    pub(super) fn finish(&self, title: &str, description: &str) -> String {
        let Self { id, class, width, height, body, .. } = self;
        let mut svg = String::new();
        let _ = writeln!(
            svg,
            "<svg class=\"chart {class}\" xmlns=\"http://www.w3.org/2000/svg\" \
             viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" \
             aria-labelledby=\"{id}-t {id}-d\" font-family=\"{FONT_FAMILY}\">"
        );
        let _ = writeln!(svg, "<title id=\"{id}-t\">{}</title>", escape(&one_line(title)));
        let _ = writeln!(svg, "<desc id=\"{id}-d\">{}</desc>", escape(&one_line(description)));
        self.patterns(&mut svg);
        let (ink, size) = (Role::Text.colour().hex(), self.usual_size());
        let _ = write!(
            svg,
            "<g aria-hidden=\"true\" fill=\"{ink}\" font-size=\"{size}\">\n{body}</g>\n</svg>\n"
        );
        svg
    }

    /// The hatch of masked values and the overlays of series, as far as they are used. Overlays are
    /// lines in the colour of the page: rising, falling, upright, level.
    fn patterns(&self, svg: &mut String) {
        let mut defs = String::new();
        let mut pattern = |suffix: &str, class: &str, colour: Colour, shape: &str, width: &str| {
            let _ = writeln!(
                defs,
                "<pattern id=\"{}-{suffix}\" width=\"6\" height=\"6\" \
                 patternUnits=\"userSpaceOnUse\"><path class=\"{class}\" fill=\"none\" \
                 stroke=\"{}\" stroke-width=\"{width}\" d=\"{shape}\"/></pattern>",
                self.id,
                colour.hex()
            );
        };
        if self.hatched {
            pattern("x", "xl", HATCH, "M-1 1L1 -1M0 6L6 0M5 7L7 5", "1");
        }
        let shapes =
            ["M-1 1L1 -1M0 6L6 0M5 7L7 5", "M-1 5L1 7M0 0L6 6M5 -1L7 1", "M3 0V6", "M0 3H6"];
        for (number, shape) in (2_usize..).zip(shapes) {
            if self.overlays.get(number).copied().unwrap_or(false) {
                pattern(&format!("p{number}"), "pxl", Role::Gap.colour(), shape, "1.5");
            }
        }
        if !defs.is_empty() {
            let _ = writeln!(svg, "<defs>\n{defs}</defs>");
        }
    }
}

/// The lines of the hatch: light enough that a sign upon them reads at more than 4.5:1.
const HATCH: Colour = Colour(0xb4, 0xbe, 0xc8);

/// A length in px, rounded up to a whole number of at least 1.
fn whole(px: f64) -> u32 {
    px.ceil().max(1.0) as u32
}

/// Text for an element or attribute: the five characters of XML escaped, invisible controls dropped.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|&c| is_printable(c)) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_labels_is_escaped_and_controls_are_dropped() {
        assert_eq!(
            escape("a<b & \"c\" 'd'>\u{0}\u{1b}"),
            "a&lt;b &amp; &quot;c&quot; &#39;d&#39;&gt;"
        );
    }

    #[test]
    fn the_head_names_title_and_description() {
        let svg = Sheet::new("a-w".into(), "wide", 720.0, 99.5).finish("T & U", "D\nE");
        assert!(svg.starts_with("<svg class=\"chart wide\""));
        assert!(svg.contains("viewBox=\"0 0 720 100\""));
        assert!(svg.contains("aria-labelledby=\"a-w-t a-w-d\""));
        assert!(svg.contains("<title id=\"a-w-t\">T &amp; U</title>"));
        assert!(svg.contains("<desc id=\"a-w-d\">D E</desc>"));
        assert!(!svg.contains("<defs>"));
    }

    #[test]
    fn only_later_series_have_an_overlay() {
        let mut sheet = Sheet::new("a".into(), "wide", 10.0, 10.0);
        assert_eq!(sheet.overlay(Role::Series(1)), None);
        assert_eq!(sheet.overlay(Role::Heat(2)), None);
        assert!(sheet.overlay(Role::Series(3)).is_some());
        let svg = sheet.finish("", "");
        assert!(svg.contains("id=\"a-p3\"") && !svg.contains("id=\"a-p2\""));
    }
}
