//! The text of a cell: what its number, day, truth value or text means, on one line.

use super::book::Shared;
use super::number_format::{NumberFormat, in_form};
use jiff::ToSpan;
use jiff::civil::Date;
use std::borrow::Cow;

/// Stands where a formula has no result: one of the words that later stages know for no value.
const NO_RESULT: &str = "#FORMEL!";
/// Beyond so many a program that counts in floating point has lost digits.
const EXACT: f64 = 1e15;
/// Seconds of a day.
const DAY: i64 = 86_400;

/// A cell as the sheet writes it.
#[derive(Default)]
pub(super) struct RawCell {
    /// The column, from 0.
    pub(super) column: usize,
    /// `t`: what the value is.
    pub(super) kind: String,
    pub(super) format: Option<usize>,
    pub(super) value: String,
    pub(super) has_value: bool,
    pub(super) has_formula: bool,
}

impl RawCell {
    /// Whether its formula was never computed.
    pub(super) fn lacks_result(&self) -> bool {
        let is_empty = !self.has_value || (self.value.is_empty() && self.kind != "str");
        self.has_formula && is_empty
    }

    /// Its text; `None` where it refers to one that is not there.
    pub(super) fn text<'t>(&'t self, shared: &'t Shared) -> Option<Cow<'t, str>> {
        if self.lacks_result() {
            return Some(NO_RESULT.into());
        }
        let text: Cow<'_, str> = match self.kind.as_str() {
            _ if self.value.is_empty() => "".into(),
            "s" => unescaped(shared.text(self.value.trim().parse().ok()?)?),
            "str" | "inlineStr" => unescaped(&self.value),
            "b" => if self.value.trim() == "0" { "FALSCH" } else { "WAHR" }.into(),
            "e" => self.value.as_str().into(),
            "d" => iso(&self.value).into(),
            _ => self.number(shared),
        };
        Some(match text.contains(|c: char| c.is_control()) {
            // A line break would be one of the sheet's rows.
            true => text.replace(|c: char| c.is_control(), " ").into(),
            false => text,
        })
    }

    fn number(&self, shared: &Shared) -> Cow<'_, str> {
        let format = self.format.and_then(|at| shared.formats.get(at));
        let Some(number) = self.value.trim().parse::<f64>().ok().filter(|it| it.is_finite()) else {
            return self.value.as_str().into();
        };
        match format.unwrap_or(&NumberFormat::Plain) {
            NumberFormat::Date => {
                day(number, shared.is_1904).unwrap_or_else(|| plain(number)).into()
            }
            NumberFormat::Form(form) if number.fract() == 0.0 && (0.0..EXACT).contains(&number) => {
                in_form(&plain(number), form).into()
            }
            _ => plain(number).into(),
        }
    }
}

/// A number as a German spreadsheet shows it in a cell that is wide enough; with an exponent, which is refused where it
/// matters, once digits are lost.
fn plain(number: f64) -> String {
    match number.abs() < EXACT {
        true => format!("{number}").replace('.', ","),
        false => format!("{number:E}").replace('.', ",").replace('E', "E+"),
    }
}

/// The day that a number means, as `2017-03-14`, with `10:15:00` where a time is in it; `None` where it means none.
fn day(number: f64, is_1904: bool) -> Option<String> {
    let seconds = (number * 86_400.0).round();
    // Up to the year 9999; casting a whole number in this range loses nothing.
    let seconds = (0.0..2.6e11).contains(&seconds).then_some(seconds as i64)?;
    let (days, time) = (seconds / DAY, seconds % DAY);
    let time = format!("{:02}:{:02}:{:02}", time / 3600, time / 60 % 60, time % 60);
    let first = match (is_1904, days) {
        (_, 0) => return Some(time),
        (true, _) => Date::constant(1904, 1, 1),
        // 29 February 1900, which never was.
        (false, 60) => return None,
        (false, 1..60) => Date::constant(1899, 12, 31),
        (false, _) => Date::constant(1899, 12, 30),
    };
    let date = first.checked_add(days.days()).ok()?;
    Some(if time == "00:00:00" { date.to_string() } else { format!("{date} {time}") })
}

/// A day that is written out, without a time of midnight.
fn iso(value: &str) -> String {
    match value.split_once('T') {
        Some((day, time)) if time.bytes().all(|byte| b"0:.".contains(&byte)) => day.to_owned(),
        _ => value.replacen('T', " ", 1),
    }
}

/// The text in which `_x000D_` and the like stand for the characters they mean.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return text.into();
    }
    let (mut unescaped, mut rest) = (String::new(), text);
    while let Some((before, escape)) = rest.find("_x").map(|at| rest.split_at(at)) {
        let code = escape.get(2..6).filter(|_| escape.as_bytes().get(6) == Some(&b'_'));
        let code = code.filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        let character = code.and_then(char::from_u32);
        unescaped.push_str(before);
        unescaped.push(character.unwrap_or('_'));
        rest = escape.get(if character.is_some() { 7 } else { 1 }..).unwrap_or_default();
    }
    unescaped.push_str(rest);
    unescaped.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact_or_refused() {
        assert_eq!(plain(4611.0), "4611");
        assert_eq!(plain(4611.5), "4611,5");
        assert_eq!(plain(123_456_789_012_345.0), "123456789012345");
        assert_eq!(plain(1_234_567_890_123_456_789.0), "1,2345678901234568E+18");
    }

    #[test]
    fn a_day_is_the_one_the_spreadsheet_shows() {
        let shown = |number, is_1904| day(number, is_1904).unwrap_or_default();
        assert_eq!(shown(42_736.0, false), "2017-01-01");
        assert_eq!(shown(41_274.0, true), "2017-01-01");
        assert_eq!(shown(42_736.427_083_333_3, false), "2017-01-01 10:15:00");
        // A day short by less than half a second is that day.
        assert_eq!(shown(42_735.999_999_99, false), "2017-01-01");
        assert_eq!(shown(0.5, false), "12:00:00");
        assert_eq!(shown(59.0, false), "1900-02-28");
        assert_eq!(shown(61.0, false), "1900-03-01");
        assert_eq!(day(60.0, false), None);
        assert_eq!(day(-1.0, false), None);
        assert_eq!(day(1e300, false), None);
        assert_eq!(day(2_958_466.0, false), None);
        assert_eq!(iso("2017-01-02T00:00:00.000"), "2017-01-02");
        assert_eq!(iso("2017-01-02T10:15:00"), "2017-01-02 10:15:00");
    }

    #[test]
    fn escaped_characters_are_what_they_mean() {
        assert_eq!(unescaped("Erledigt_x000D_\nam_x005F_x"), "Erledigt\r\nam_x");
        assert_eq!(unescaped("a_xb_x12_xD800_ü_x0"), "a_xb_x12_xD800_ü_x0");
    }
}
