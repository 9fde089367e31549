//! Days written as `TT.MM.JJJJ`, which is how nearly all exports write them: read eight letters at a time. Any other
//! form, and a day that the calendar does not have, is left to `dates`, which says what is wrong with it.

use crate::domain::Day;

/// Years that are remembered; a power of two, so that neighbouring years have places of their own.
const YEARS: usize = 8;
/// `TT.MM.JJ`, eight letters as an integer: zeros where digits stand.
const FORM: u64 = u64::from_le_bytes(*b"00.00.00");
/// What lifts a byte to 128 when it is no digit, or no point where one has to stand.
const LIFT: u64 = u64::from_le_bytes([0x76, 0x76, 0x7f, 0x76, 0x76, 0x7f, 0x76, 0x76]);
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Reads days up to a last one.
pub(super) struct Calendar {
    /// Number of the last day that may be.
    last: i32,
    years: [Year; YEARS],
}

/// A year and the numbers of the first days of its months, and of the year after; the first stands for no month.
#[derive(Clone, Copy)]
struct Year {
    year: u16,
    starts: [i32; 14],
}

impl Calendar {
    /// Days up to the one with this number.
    pub(super) fn new(last: i32) -> Self {
        Self { last, years: [Year { year: 0, starts: [0; 14] }; YEARS] }
    }

    /// The day of a cell, none where it is empty; `None` where it takes a closer look.
    pub(super) fn day(&mut self, cell: &[u8]) -> Option<Option<Day>> {
        if cell.is_empty() {
            return Some(None);
        }
        let (start, [y3, y4]) = (cell.first_chunk()?, cell.get(8..)?) else { return None };
        let digits = u64::from_le_bytes(*start) ^ FORM;
        let (y3, y4) = (y3 ^ b'0', y4 ^ b'0');
        if (digits | digits.wrapping_add(LIFT)) & HIGH != 0 || y3 > 9 || y4 > 9 {
            return None;
        }
        let [d1, d2, _, m1, m2, _, y1, y2] = digits.to_le_bytes();
        let year = u16::from(y1 * 10 + y2) * 100 + u16::from(y3 * 10 + y4);
        let starts = self.starts(year)?;
        let [start, next] = *starts.get(usize::from(m1 * 10 + m2)..)?.first_chunk()?;
        let day = i32::from(d1 * 10 + d2);
        let number = start + day - 1;
        let is_known = (start > 0) & (day > 0) & (number < next) & (number <= self.last);
        Day::from_number(number).filter(|_| is_known).map(Some)
    }

    fn starts(&mut self, year: u16) -> Option<&[i32; 14]> {
        let known = self.years.get_mut(usize::from(year) % YEARS)?;
        if known.year != year {
            let first = |year, month| Some(Day::of_calendar(year, month, 1)?.number());
            let mut starts = [0; 14];
            for (month, start) in (1..=12).zip(starts.iter_mut().skip(1)) {
                *start = first(year, month)?;
            }
            if let Some(end) = starts.last_mut() {
                *end = first(year + 1, 1)?;
            }
            *known = Year { year, starts };
        }
        Some(&known.starts)
    }
}

#[cfg(test)]
mod tests {
    use super::super::dates;
    use super::*;
    use crate::project::DateRules;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_day_read_here_is_the_day_that_is_meant(
            texts in proptest::collection::vec(
                "[0-3][0-9]\\.[01][0-9]\\.(19[89][0-9]|20[0-9][0-9]|[0-9]{4})|[0-9./]{10}|[0-9.:ä]{0,12}",
                1..9,
            ),
        ) {
            let mut calendar = Calendar::new(Day::number_of(jiff::civil::date(2030, 1, 1)));
            for text in texts {
                if let Some(Some(day)) = calendar.day(text.as_bytes()) {
                    let meant = dates::parse(&text, &DateRules::default());
                    prop_assert_eq!(meant, Ok(dates::Meaning::Day(day.date())));
                }
            }
        }
    }

    #[test]
    fn usual_days_are_read_here_and_others_are_not() {
        let mut calendar = Calendar::new(Day::number_of(jiff::civil::date(2018, 1, 1)));
        let mut day = |text: &str| calendar.day(text.as_bytes());
        assert_eq!(day(""), Some(None));
        for (text, (year, month, of_month)) in [
            ("01.01.2018", (2018, 1, 1)),
            ("31.12.2017", (2017, 12, 31)),
            ("29.02.2016", (2016, 2, 29)),
            ("01.01.1990", (1990, 1, 1)),
        ] {
            assert_eq!(day(text), Some(Day::of_calendar(year, month, of_month)), "{text}");
        }
        for text in [
            "02.01.2018",
            "31.04.2017",
            "29.02.2017",
            "00.01.2017",
            "01.00.2017",
            "01.13.2017",
            "32.12.2017",
            "31.12.1989",
            "01.01.0000",
            "01.01.9999",
            "1.1.2017",
            "01/01/2017",
            "01.01.2017 ",
            "01.01.20:7",
            "0\u{100}01.2017",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
