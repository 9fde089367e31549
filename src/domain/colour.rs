//! Colours and how well they can be told apart.

/// A colour in sRGB: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// White.
    pub const WHITE: Self = Self(0xff, 0xff, 0xff);

    /// Reads `#12436d`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(())?;
        Some(Self(channel(0)?, channel(2)?, channel(4)?))
    }

    /// The colour as `#12436d`.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// Contrast to another colour, from 1 to 21 (WCAG 2.2, contrast ratio).
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// This colour with so much white, 0 to 100 percent.
    #[must_use]
    pub fn lightened(self, percent: u8) -> Self {
        let mix = |channel: u8| {
            let (channel, percent) = (u16::from(channel), u16::from(percent.min(100)));
            u8::try_from((channel * (100 - percent) + 255 * percent) / 100).unwrap_or(u8::MAX)
        };
        Self(mix(self.0), mix(self.1), mix(self.2))
    }

    /// Relative luminance, 0 to 1 (WCAG 2.2).
    pub fn luminance(self) -> f64 {
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

/// The light of a channel, 0 to 1.
fn linear(channel: u8) -> f64 {
    let value = f64::from(channel) / 255.0;
    if value <= 0.04045 {
        return value / 12.92;
    }
    let base = (value + 0.055) / 1.055;
    let root = fifth_root(base);
    // To the power of 2.4.
    base * base * root * root
}

/// Newton's method with the four rules of arithmetic: powers with broken exponents are not the same on
/// every platform.
fn fifth_root(value: f64) -> f64 {
    let mut root = 1.0;
    for _ in 0..40 {
        let fourth = root * root * root * root;
        root -= (root * fourth - value) / (5.0 * fourth);
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_six_digits_behind_a_number_sign() {
        assert_eq!(Colour::parse("#12436d"), Some(Colour(0x12, 0x43, 0x6d)));
        assert_eq!(Colour(0x12, 0x43, 0x6d).hex(), "#12436d");
        for text in ["12436d", "#123", "#12436g", "#+1+2+3", "red", "#12436d "] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let black = Colour(0, 0, 0);
        assert!((Colour::WHITE.contrast(black) - 21.0).abs() < 1e-9);
        // Published values: #767676 is the lightest grey with 4.5 : 1 on white.
        assert!((Colour(0x76, 0x76, 0x76).contrast(Colour::WHITE) - 4.54).abs() < 0.005);
        assert!(Colour(0x77, 0x77, 0x77).contrast(Colour::WHITE) < 4.5);
    }

    #[test]
    #[allow(clippy::disallowed_methods)]
    fn light_is_the_power_of_2_4() {
        for channel in 12..=255_u8 {
            let exact = ((f64::from(channel) / 255.0 + 0.055) / 1.055).powf(2.4);
            assert!((linear(channel) - exact).abs() < 1e-12, "{channel}");
        }
    }
}
