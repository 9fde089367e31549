//! `[theme]`: the office's colour, font and logo, checked so that everybody can still read the page.
//!
//! Charts keep their own colours: those are chosen so that colour-blind readers and grey copies can tell
//! them apart, which a house's colours seldom are.

use super::logo::{self, Logo};
use super::raw;
use super::toml_file::TomlFile;
use crate::diagnostic::Findings;
use crate::domain::Colour;
use std::path::Path;

/// What the page looks like beyond the standard design.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    /// Colour of links, key figures and rules, on light and on dark pages.
    pub accent: Option<(Colour, Colour)>,
    /// A font of the reader's machine, in place of the one within the page.
    pub font: Option<String>,
    /// The logo in the head of the page.
    pub logo: Option<Logo>,
}

/// The darkest ground the accent stands on in light pages (`--tint` of the style sheet).
const LIGHT_GROUND: Colour = Colour(0xf3, 0xf6, 0xf9);
/// The lightest ground the accent stands on in dark pages (`--tint` of the style sheet).
const DARK_GROUND: Colour = Colour(0x1d, 0x23, 0x2b);
/// Contrast of text at least (WCAG 2.2, 1.4.3).
const TEXT: f64 = 4.5;
pub(super) fn check(
    folder: &Path,
    report: &TomlFile<raw::Report>,
    findings: &mut Findings,
) -> Theme {
    let raw = &report.theme;
    let accent = raw.accent.as_ref().and_then(|accent| {
        let checked = accent_colours(accent.get_ref());
        if let Err(message) = &checked {
            findings.push(
                report
                    .wrong(accent, message.clone())
                    .expected("eine Farbe wie \"#12436d\", mindestens 4,5 : 1 zum Hintergrund"),
            );
        }
        checked.ok()
    });
    let font = raw.font.as_ref().and_then(|font| {
        let is_name = |text: &str| {
            !text.is_empty()
                && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        };
        if !is_name(font.get_ref()) {
            findings.push(
                report
                    .wrong(font, "`font` ist kein Name einer Schrift")
                    .expected("ein Name aus Buchstaben, Ziffern, Leerzeichen und Bindestrichen"),
            );
            return None;
        }
        Some(font.get_ref().clone())
    });
    Theme { accent, font, logo: logo::check(folder, report, findings) }
}

/// The accent and its counterpart for dark pages: with as little white as makes it readable there.
fn accent_colours(text: &str) -> Result<(Colour, Colour), String> {
    let Some(light) = Colour::parse(text) else { return Err(format!("`{text}` ist keine Farbe")) };
    let ratio = light.contrast(LIGHT_GROUND);
    if ratio < TEXT {
        // Rounded down: a ratio just below the limit must not look like it.
        let tenths = (ratio * 10.0).floor();
        let ratio = format!("{},{}", (tenths / 10.0).floor(), tenths % 10.0);
        return Err(format!("`{text}` ist zu hell: Text in dieser Farbe hat nur {ratio} : 1"));
    }
    let dark = (0..=100).map(|white| light.lightened(white));
    let dark = dark.into_iter().find(|colour| colour.contrast(DARK_GROUND) >= TEXT + 1.5);
    Ok((light, dark.unwrap_or(Colour::WHITE)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: &str = include_str!("../../templates/style.css");

    #[test]
    fn the_grounds_are_those_of_the_style_sheet() {
        assert!(STYLE.contains(&format!("--tint: {};", LIGHT_GROUND.hex())));
        assert!(STYLE.contains(&format!("--tint: {};", DARK_GROUND.hex())));
    }

    #[test]
    fn an_accent_reads_on_light_and_dark_pages_or_is_refused() {
        for text in ["#12436d", "#801650", "#000000", "#b00020", "#0b6e4f"] {
            let (light, dark) = accent_colours(text).unwrap();
            assert!(light.contrast(LIGHT_GROUND) >= TEXT, "{text}");
            assert!(dark.contrast(DARK_GROUND) >= TEXT, "{text}");
        }
        assert_eq!(
            accent_colours("#f46a25"),
            Err("`#f46a25` ist zu hell: Text in dieser Farbe hat nur 2,7 : 1".to_owned())
        );
        assert!(accent_colours("orange").is_err());
    }
}
