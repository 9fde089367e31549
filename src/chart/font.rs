//! How wide a text is. The faces are embedded (a subset of Inter, see `templates/fonts`), so the
//! same text has the same width on every machine; the page shows the charts in the same faces.
//!
//! Kerning is left out: in Inter it makes text narrower on the whole, so a measured width is the
//! width shown or a little more.

use std::sync::OnceLock;
use ttf_parser::{Face, FaceParsingError};

/// Height of capitals and figures above the base line, in em.
pub(super) const CAP_HEIGHT: f64 = 0.7275;
/// Top of the tallest letters (`Ä`) above the base line, in em.
pub(super) const ASCENT: f64 = 0.96;
/// Bottom of the deepest letters below the base line, in em.
pub(super) const DESCENT: f64 = 0.24;

/// Width of a figure where a page asks for tabular figures, in em.
const TABULAR_FIGURE: f64 = 0.6485;
/// Width assumed for a character the faces do not have, in em: more than any fallback needs.
const UNKNOWN: f64 = 1.0;

/// The two weights charts use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// 400.
    Regular,
    /// 600.
    SemiBold,
}

/// Characters below this are measured once: Latin with its first supplement and extension.
const KNOWN: usize = 0x180;

/// The embedded faces.
pub(super) struct Fonts {
    regular: Measured,
    semi_bold: Measured,
}

/// A face with the advances of common characters looked up.
struct Measured {
    face: Face<'static>,
    known: Vec<f64>,
}

impl Fonts {
    /// The embedded faces, opened once. Fails only if the files in `templates/fonts` are no fonts.
    pub(super) fn embedded() -> Result<&'static Self, FaceParsingError> {
        static FONTS: OnceLock<Result<Fonts, FaceParsingError>> = OnceLock::new();
        let open = || {
            Ok(Self {
                regular: Measured::open(include_bytes!("../../templates/fonts/Inter-Regular.ttf"))?,
                semi_bold: Measured::open(include_bytes!(
                    "../../templates/fonts/Inter-SemiBold.ttf"
                ))?,
            })
        };
        FONTS.get_or_init(open).as_ref().map_err(|error| *error)
    }

    /// The width of a one-line text in px at a font size in px.
    pub(super) fn width(&self, text: &str, weight: Weight, size: f64) -> f64 {
        let face = match weight {
            Weight::Regular => &self.regular,
            Weight::SemiBold => &self.semi_bold,
        };
        text.chars().map(|c| face.advance(c)).sum::<f64>() * size
    }
}

impl Measured {
    fn open(bytes: &'static [u8]) -> Result<Self, FaceParsingError> {
        let face = Face::parse(bytes, 0)?;
        let character = |code| u32::try_from(code).ok().and_then(char::from_u32);
        let known =
            (0..KNOWN).map(|code| character(code).map_or(UNKNOWN, |c| advance(&face, c))).collect();
        Ok(Self { face, known })
    }

    fn advance(&self, character: char) -> f64 {
        let known =
            usize::try_from(u32::from(character)).ok().and_then(|code| self.known.get(code));
        known.copied().unwrap_or_else(|| advance(&self.face, character))
    }
}

/// The advance of one character in em. Soft hyphens have none. A figure counts as wide as the widest,
/// so a page may switch tabular figures on.
fn advance(face: &Face<'_>, character: char) -> f64 {
    match character {
        '\u{AD}' | '\u{200B}' => 0.0,
        '0'..='9' => ('0'..='9').map(|c| glyph_advance(face, c)).fold(TABULAR_FIGURE, f64::max),
        _ => glyph_advance(face, character),
    }
}

fn glyph_advance(face: &Face<'_>, character: char) -> f64 {
    face.glyph_index(character)
        .and_then(|glyph| face.glyph_hor_advance(glyph))
        .map_or(UNKNOWN, |units| f64::from(units) / f64::from(face.units_per_em()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_umlaut_is_as_wide_as_its_base_letter() {
        let fonts = Fonts::embedded().unwrap();
        for (umlaut, base) in [("äöü", "aou"), ("ÄÖÜ", "AOU")] {
            let (a, b) = (
                fonts.width(umlaut, Weight::Regular, 16.0),
                fonts.width(base, Weight::Regular, 16.0),
            );
            assert!((a - b).abs() < 0.2, "{umlaut} {a} {base} {b}");
        }
    }

    #[test]
    fn width_grows_with_size_and_weight() {
        let fonts = Fonts::embedded().unwrap();
        let at = |weight, size| fonts.width("Straße", weight, size);
        assert!((at(Weight::Regular, 30.0) - 2.0 * at(Weight::Regular, 15.0)).abs() < 1e-9);
        assert!(at(Weight::SemiBold, 15.0) > at(Weight::Regular, 15.0));
    }

    #[test]
    fn all_figures_have_one_width() {
        let fonts = Fonts::embedded().unwrap();
        let one = fonts.width("1", Weight::Regular, 10.0);
        assert!((fonts.width("4", Weight::Regular, 10.0) - one).abs() < 1e-9);
    }

    #[test]
    fn the_faces_have_the_signs_of_a_german_report() {
        let fonts = Fonts::embedded().unwrap();
        for sign in "äöüÄÖÜßẞéçšŁ–—„“‚‘…·×−\u{A0}\u{202F}\u{2009}≤≥→←§€%".chars()
        {
            for face in [&fonts.regular, &fonts.semi_bold] {
                assert!(face.face.glyph_index(sign).is_some(), "{sign:?}");
            }
        }
    }

    #[test]
    fn soft_hyphens_have_no_width_and_unknown_characters_do() {
        let fonts = Fonts::embedded().unwrap();
        assert_eq!(fonts.width("\u{AD}", Weight::Regular, 10.0), 0.0);
        assert_eq!(fonts.width("漢", Weight::Regular, 10.0), 10.0);
        assert_eq!(fonts.width("", Weight::Regular, 10.0), 0.0);
    }
}
