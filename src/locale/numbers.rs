//! Numbers in print.

use serde::Deserialize;

/// No-break space, for example before the percent sign.
const NO_BREAK_SPACE: char = '\u{a0}';
/// Narrow no-break space, between groups of digits.
const NARROW_NO_BREAK_SPACE: char = '\u{202f}';

/// How the digits of large numbers are grouped.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// Narrow no-break space from five digits on (after DIN 5008 and DIN 1333): `12 345`, `1234`.
    #[default]
    Space,
    /// Point from four digits on, as many town councils print: `1.234`.
    Point,
    /// No grouping.
    None,
}

/// Writes numbers in one style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Grouping of digits.
    pub grouping: Grouping,
}

impl Numbers {
    /// A count: `1234`, `12 345`.
    pub fn count(self, value: u64) -> String {
        let digits = value.to_string();
        let (separator, from) = match self.grouping {
            Grouping::Space => (NARROW_NO_BREAK_SPACE, 5),
            Grouping::Point => ('.', 4),
            Grouping::None => return digits,
        };
        if digits.len() < from {
            return digits;
        }
        let mut text = String::with_capacity(digits.len() * 2);
        for (position, digit) in digits.chars().enumerate() {
            if position > 0 && (digits.len() - position).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        text
    }

    /// A share in percent with its sign: `30,5 %`. Exact integers in, rounded half up once.
    /// `base` must not be 0; a base of 0 gives `None`.
    pub fn percent(self, part: u64, base: u64, decimals: u8) -> Option<String> {
        Some(format!("{}{NO_BREAK_SPACE}%", self.percent_plain(part, base, decimals)?))
    }

    /// A share in percent without its sign, for table columns whose head names the unit: `30,5`.
    pub fn percent_plain(self, part: u64, base: u64, decimals: u8) -> Option<String> {
        let factor = 10_u128.pow(u32::from(decimals));
        let scaled = 200 * u128::from(part) * factor + u128::from(base);
        let rounded = scaled.checked_div(2 * u128::from(base))?;
        let whole = self.count(u64::try_from(rounded / factor).ok()?);
        if decimals == 0 {
            return Some(whole);
        }
        Some(format!("{whole},{:0width$}", rounded % factor, width = usize::from(decimals)))
    }

    /// A difference with its sign: `+40`, `−12`, `0`.
    pub fn change(self, before: u64, now: u64) -> String {
        format!("{}{}", sign(before, now), self.count(now.abs_diff(before)))
    }

    /// A difference in percent of the earlier value, with its sign but without that for percent:
    /// `+16,3`. Rounded half away from zero; what rounds to zero has no sign. `before` must not be 0;
    /// a value of 0 gives `None`.
    pub fn change_percent(self, before: u64, now: u64, decimals: u8) -> Option<String> {
        let percent = self.percent_plain(now.abs_diff(before), before, decimals)?;
        let is_zero = percent.chars().all(|character| matches!(character, '0' | ','));
        Some(format!("{}{percent}", if is_zero { "" } else { sign(before, now) }))
    }

    /// Days given in half days: `12`, `12,5`.
    pub fn half_days(self, half_days: u64) -> String {
        let whole = self.count(half_days / 2);
        if half_days.is_multiple_of(2) { whole } else { format!("{whole},5") }
    }
}

/// The sign of a difference; none for no difference.
fn sign(before: u64, now: u64) -> &'static str {
    match now.cmp(&before) {
        std::cmp::Ordering::Greater => "+",
        std::cmp::Ordering::Equal => "",
        std::cmp::Ordering::Less => "\u{2212}",
    }
}

/// The form of a counted noun: the singular for exactly one.
pub fn plural<'a>(count: u64, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_published_shares_come_out_with_their_own_base() {
        let numbers = Numbers::default();
        assert_eq!(numbers.percent(84, 275, 1).unwrap(), "30,5\u{a0}%");
        assert_eq!(numbers.percent(84, 286, 1).unwrap(), "29,4\u{a0}%");
        assert_eq!(numbers.percent(1, 0, 1), None);
    }

    #[test]
    fn halves_are_rounded_up_and_only_once() {
        let numbers = Numbers::default();
        assert_eq!(numbers.percent_plain(1, 8, 1).unwrap(), "12,5");
        assert_eq!(numbers.percent_plain(1, 8, 0).unwrap(), "13");
        assert_eq!(numbers.percent_plain(1, 16, 2).unwrap(), "6,25");
        assert_eq!(numbers.percent_plain(1, 2000, 1).unwrap(), "0,1");
        assert_eq!(numbers.percent_plain(3, 3, 1).unwrap(), "100,0");
    }

    #[test]
    fn changes_carry_their_sign_and_are_rounded_away_from_zero() {
        let numbers = Numbers::default();
        assert_eq!(numbers.change(246, 286), "+40");
        assert_eq!(numbers.change(286, 246), "\u{2212}40");
        assert_eq!(numbers.change(7, 7), "0");
        assert_eq!(numbers.change(0, 12_345), "+12\u{202f}345");
        let percent = |before, now| numbers.change_percent(before, now, 1);
        assert_eq!(percent(246, 286).unwrap(), "+16,3");
        assert_eq!(percent(286, 246).unwrap(), "\u{2212}14,0");
        assert_eq!(percent(2000, 2001).unwrap(), "+0,1");
        assert_eq!(percent(2000, 1999).unwrap(), "\u{2212}0,1");
        assert_eq!(percent(5000, 5001).unwrap(), "0,0");
        assert_eq!(percent(3, 9).unwrap(), "+200,0");
        assert_eq!(percent(9, 0).unwrap(), "\u{2212}100,0");
        assert_eq!(percent(0, 9), None);
    }

    #[test]
    fn digits_are_grouped_as_configured() {
        let with = |grouping| Numbers { grouping };
        assert_eq!(with(Grouping::Space).count(1234), "1234");
        assert_eq!(with(Grouping::Space).count(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(with(Grouping::Point).count(1234), "1.234");
        assert_eq!(with(Grouping::None).count(1_234_567), "1234567");
    }

    proptest! {
        #[test]
        fn a_printed_percentage_is_never_further_off_than_half_its_last_digit(
            base in 1_u64..100_000, part in 0_u64..100_000, decimals in 0_u8..4
        ) {
            let part = part.min(base);
            let plain = Numbers { grouping: Grouping::None };
            let printed: f64 =
                plain.percent_plain(part, base, decimals).unwrap().replace(',', ".").parse().unwrap();
            let exact = part as f64 * 100.0 / base as f64;
            let half = 0.5 / 10_f64.powi(i32::from(decimals));
            prop_assert!((printed - exact).abs() <= half + 1e-9);
        }
    }
}
