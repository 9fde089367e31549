//! Colour roles. A chart says what a mark *is* ([`Role`]); this file says which class and which
//! colour that becomes. Roles travel through plotters disguised as colours (the role's number in
//! the red channel), so no colour value is ever searched for and replaced afterwards.
//!
//! The light colours are resolved into `fill` and `stroke` attributes; a page may theme the classes.
//! The first four series are ordered dark, light, dark, light: neighbours differ by about 3:1 in
//! lightness, every colour has 3:1 against white, and every pair stays apart under protanopia,
//! deuteranopia and tritanopia (colour difference of at least 30, Machado model). The fifth is a
//! grey for what is not stated, or not decided yet.

use crate::domain::Colour;
use plotters::style::Color;
use plotters_backend::BackendColor;

/// The ink of all texts beside marks.
const INK: Colour = Colour(0x1d, 0x27, 0x33);
/// The page behind the chart.
const PAGE: Colour = Colour::WHITE;
/// Secondary texts and outlines.
const MUTED: Colour = Colour(0x52, 0x5f, 0x6b);

/// What a mark or a text stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A text beside the marks.
    Text,
    /// A secondary text: tick labels, signs.
    TextMuted,
    /// A value that carries the message.
    TextBold,
    /// A series, 1 to 5.
    Series(u8),
    /// The ground of a text upon a mark of a series, 1 to 5: the mark's own colour, without the
    /// pattern a page may lay over the mark.
    Plate(u8),
    /// A text upon the mark of a series, 1 to 5.
    OnSeries(u8),
    /// A class of a heat map, 0 (least) to 4 (most).
    Heat(u8),
    /// A text upon a cell of that class, 0 to 4.
    OnHeat(u8),
    /// A value that is not published.
    Masked,
    /// A thin guide.
    Grid,
    /// The zero line.
    Axis,
    /// The colour of the page, between and around marks.
    Gap,
}

impl Role {
    /// The role of a series by its index from 0; indices past the fifth share the last.
    pub(super) fn series(index: usize) -> Self {
        Self::Series(number(index))
    }

    /// The role of the ground of a text upon the series with this index from 0; none for the first,
    /// over which no pattern is laid.
    pub(super) fn plate(index: usize) -> Option<Self> {
        (index > 0).then(|| Self::Plate(number(index)))
    }

    /// The role of a text upon the series with this index from 0.
    pub(super) fn on_series(index: usize) -> Self {
        Self::OnSeries(number(index))
    }

    /// The class in the SVG.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Text => "t",
            Self::TextMuted => "tm",
            Self::TextBold => "tb",
            Self::Series(1) | Self::Plate(1) => "s1",
            Self::Series(2) | Self::Plate(2) => "s2",
            Self::Series(3) | Self::Plate(3) => "s3",
            Self::Series(4) | Self::Plate(4) => "s4",
            Self::Series(_) | Self::Plate(_) => "s5",
            Self::OnSeries(1) => "o1",
            Self::OnSeries(2) => "o2",
            Self::OnSeries(3) => "o3",
            Self::OnSeries(4) => "o4",
            Self::OnSeries(_) => "o5",
            Self::Heat(0) => "h0",
            Self::Heat(1) => "h1",
            Self::Heat(2) => "h2",
            Self::Heat(3) => "h3",
            Self::Heat(_) => "h4",
            Self::OnHeat(0) => "oh0",
            Self::OnHeat(1) => "oh1",
            Self::OnHeat(2) => "oh2",
            Self::OnHeat(3) => "oh3",
            Self::OnHeat(_) => "oh4",
            Self::Masked => "x",
            Self::Grid => "g",
            Self::Axis => "a",
            Self::Gap => "gap",
        }
    }

    /// The colour on a light page.
    pub(super) fn colour(self) -> Colour {
        match self {
            Self::Text | Self::TextBold => INK,
            Self::TextMuted | Self::Masked => MUTED,
            Self::Series(1) => Colour(0x12, 0x43, 0x6d),
            Self::Series(2) => Colour(0x28, 0xa1, 0x97),
            Self::Series(3) => Colour(0x74, 0x34, 0x1a),
            Self::Series(4) => Colour(0xb8, 0x89, 0x2a),
            Self::Series(_) => Colour(0x5b, 0x65, 0x70),
            Self::Heat(0) => Colour(0xe1, 0xec, 0xf5),
            Self::Heat(1) => Colour(0xbc, 0xd5, 0xe9),
            Self::Heat(2) => Colour(0x86, 0xb4, 0xd8),
            Self::Heat(3) => Colour(0x2f, 0x6f, 0xa5),
            Self::Heat(_) => Colour(0x12, 0x43, 0x6d),
            Self::Plate(n) => Self::Series(n).colour(),
            Self::OnSeries(n) => readable_on(Self::Series(n).colour()),
            Self::OnHeat(n) => readable_on(Self::Heat(n).colour()),
            Self::Grid => Colour(0xd9, 0xdf, 0xe5),
            Self::Axis => Colour(0x6b, 0x78, 0x85),
            Self::Gap => PAGE,
        }
    }

    /// The number that stands for the role in the red channel.
    fn code(self) -> u8 {
        match self {
            Self::Text => 1,
            Self::TextMuted => 2,
            Self::TextBold => 3,
            Self::Masked => 4,
            Self::Grid => 5,
            Self::Axis => 6,
            Self::Gap => 7,
            Self::Series(n) => 10 + n % 10,
            Self::OnSeries(n) => 20 + n % 10,
            Self::Heat(n) => 30 + n % 10,
            Self::OnHeat(n) => 40 + n % 10,
            Self::Plate(n) => 50 + n % 10,
        }
    }

    /// The role a colour coming out of plotters stands for; foreign colours become text.
    pub(super) fn from_colour(colour: BackendColor) -> Self {
        let (code, _, _) = colour.rgb;
        match code {
            2 => Self::TextMuted,
            3 => Self::TextBold,
            4 => Self::Masked,
            5 => Self::Grid,
            6 => Self::Axis,
            7 => Self::Gap,
            10..=19 => Self::Series(code - 10),
            20..=29 => Self::OnSeries(code - 20),
            30..=39 => Self::Heat(code - 30),
            40..=49 => Self::OnHeat(code - 40),
            50..=59 => Self::Plate(code - 50),
            _ => Self::Text,
        }
    }
}

impl Color for Role {
    fn to_backend_color(&self) -> BackendColor {
        BackendColor { alpha: 1.0, rgb: (self.code(), 0, 0) }
    }
}

/// The number of a series, 1 to 5, from its index.
fn number(index: usize) -> u8 {
    match index {
        0 => 1,
        1 => 2,
        2 => 3,
        3 => 4,
        _ => 5,
    }
}

/// Ink or page colour, whichever reads better on the given ground.
fn readable_on(ground: Colour) -> Colour {
    if INK.contrast(ground) >= PAGE.contrast(ground) { INK } else { PAGE }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Role> {
        let mut roles = vec![Role::Text, Role::TextMuted, Role::TextBold, Role::Masked];
        roles.extend([Role::Grid, Role::Axis, Role::Gap]);
        roles.extend((1..=5).flat_map(|n| [Role::Series(n), Role::OnSeries(n)]));
        roles.extend((0..=4).flat_map(|n| [Role::Heat(n), Role::OnHeat(n)]));
        roles
    }

    #[test]
    fn every_role_survives_the_way_through_a_colour() {
        for role in all().into_iter().chain((1..=5).map(Role::Plate)) {
            assert_eq!(Role::from_colour(role.to_backend_color()), role);
        }
    }

    #[test]
    fn every_role_has_its_own_class() {
        let classes: std::collections::BTreeSet<_> = all().iter().map(|r| r.class()).collect();
        assert_eq!(classes.len(), all().len());
    }

    #[test]
    fn text_reads_on_every_ground_at_4_5_to_1() {
        for n in 1..=5 {
            let ratio = Role::OnSeries(n).colour().contrast(Role::Series(n).colour());
            assert!(ratio >= 4.5, "o{n} on s{n}: {ratio:.2}");
        }
        for n in 0..=4 {
            let ratio = Role::OnHeat(n).colour().contrast(Role::Heat(n).colour());
            assert!(ratio >= 4.5, "oh{n} on h{n}: {ratio:.2}");
        }
        for role in [Role::Text, Role::TextMuted, Role::TextBold] {
            assert!(role.colour().contrast(PAGE) >= 4.5);
        }
    }

    #[test]
    fn marks_stand_out_from_the_page_at_3_to_1() {
        for role in (1..=5).map(Role::Series) {
            assert!(role.colour().contrast(PAGE) >= 3.0, "{role:?}");
        }
        assert!(Role::Masked.colour().contrast(PAGE) >= 3.0);
    }

    #[test]
    fn heat_classes_darken_step_by_step() {
        for n in 0..4 {
            let (light, dark) = (Role::Heat(n).colour(), Role::Heat(n + 1).colour());
            assert!(light.luminance() > dark.luminance());
            assert!(light.contrast(dark) >= 1.2, "h{n}");
        }
    }
}
