//! A calendar day as a case holds it: in two bytes, so that a large archive of cases stays small.

use jiff::civil::{Date, date};
use std::fmt;
use std::num::NonZeroU16;

/// Days before the month in a year that is no leap year, from January.
const BEFORE_MONTH: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
/// The day before the first, in days since 1 January of the year 1.
const BEFORE_FIRST: i32 = 726_467;

/// A day from 1 January 1990 to 5 June 2169.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NonZeroU16);

impl Day {
    /// The year of the first day.
    pub const FIRST_YEAR: i16 = 1990;

    /// The day of a date; `None` outside the range.
    pub fn new(date: Date) -> Option<Self> {
        Self::from_number(Self::number_of(date))
    }

    /// The day with this year, month and day of the month; `None` outside the range, and where the calendar has no
    /// such day.
    pub fn of_calendar(year: u16, month: u8, day: u8) -> Option<Self> {
        let before = BEFORE_MONTH.get(usize::from(month).checked_sub(1)?)?;
        let is_leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 => 28 + u8::from(is_leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        if !(1..=days).contains(&day) {
            return None;
        }
        let after_leap = i32::from(is_leap && month > 2);
        Self::from_number(before_year(i32::from(year)) + before + after_leap + i32::from(day))
    }

    /// The date.
    pub fn date(self) -> Date {
        let first = date(Self::FIRST_YEAR, 1, 1);
        first.checked_add(jiff::Span::new().days(self.number() - 1)).unwrap_or(first)
    }

    /// A number that grows by one each day: 1 is the first day.
    pub fn number(self) -> i32 {
        i32::from(self.0.get())
    }

    /// The day of the week: 0 is Monday, as the first day is.
    pub fn weekday(self) -> u16 {
        (self.0.get() - 1) % 7
    }

    /// The number any date has or would have.
    pub fn number_of(date: Date) -> i32 {
        let before = usize::try_from(date.month() - 1).ok().and_then(|at| BEFORE_MONTH.get(at));
        let after_leap = i32::from(date.in_leap_year() && date.month() > 2);
        let in_year = before.copied().unwrap_or_default() + after_leap + i32::from(date.day());
        before_year(i32::from(date.year())) + in_year
    }

    /// The day with this number; `None` outside the range.
    pub fn from_number(number: i32) -> Option<Self> {
        u16::try_from(number).ok().and_then(NonZeroU16::new).map(Self)
    }
}

/// Days from the day before the first to 1 January of a year.
fn before_year(year: i32) -> i32 {
    let years = year - 1;
    let leaps = years.div_euclid(4) - years.div_euclid(100) + years.div_euclid(400);
    365 * years + leaps - BEFORE_FIRST
}

impl From<Day> for usize {
    fn from(day: Day) -> Self {
        Self::from(day.0.get())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_the_range_is_that_of_the_calendar() {
        assert_eq!(size_of::<Option<Day>>(), 2);
        let mut expected = date(1990, 1, 1);
        for number in 1..=i32::from(u16::MAX) {
            let day = Day::new(expected).unwrap();
            assert_eq!((day.number(), day.date()), (number, expected));
            assert_eq!(day.weekday(), expected.weekday().to_monday_zero_offset() as u16);
            let (year, month) = (expected.year() as u16, expected.month() as u8);
            assert_eq!(Day::of_calendar(year, month, expected.day() as u8), Some(day));
            expected = expected.tomorrow().unwrap();
        }
        assert_eq!(Day::new(expected), None);
        assert_eq!(Day::new(date(1989, 12, 31)), None);
        assert_eq!(Day::number_of(date(1989, 12, 31)), 0);
    }

    #[test]
    fn a_day_the_calendar_does_not_have_is_none() {
        for (year, month, day) in [
            (2017, 2, 29),
            (2100, 2, 29),
            (2017, 4, 31),
            (2017, 0, 1),
            (2017, 13, 1),
            (2017, 1, 0),
            (2017, 1, 32),
            (1989, 12, 31),
            (0, 1, 1),
            (9999, 1, 1),
        ] {
            assert_eq!(Day::of_calendar(year, month, day), None, "{year}-{month}-{day}");
        }
    }
}
