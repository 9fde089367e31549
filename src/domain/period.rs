//! The report year and its parts.

use jiff::civil::{Date, date};

/// The calendar year a report is about (Berichtsjahr): 1900 to 9000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReportYear(i16);

/// The report year or a part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// The whole report year.
    #[default]
    Year,
    /// A half-year (Halbjahr): 1 or 2.
    HalfYear(u8),
    /// A quarter (Quartal): 1 to 4.
    Quarter(u8),
    /// A month: 1 to 12.
    Month(u8),
}

impl ReportYear {
    /// The first year of the range.
    pub const FIRST: Self = Self(1900);

    /// The year, when it lies in the range.
    pub fn new(year: i16) -> Option<Self> {
        (1900..=9000).contains(&year).then_some(Self(year))
    }

    /// The year as a number.
    pub fn get(self) -> i16 {
        self.0
    }

    /// First and last day of a period of this year, both inclusive.
    pub fn bounds(self, period: Period) -> (Date, Date) {
        let (first, last) = period.months();
        let from = date(self.0, 1, 1).with().month(first).build().unwrap_or(Date::ZERO);
        let to = from.with().month(last).build().unwrap_or(from).last_of_month();
        (from, to)
    }

    /// Whether a day lies in a period of this year.
    pub fn contains(self, period: Period, day: Date) -> bool {
        let (from, to) = self.bounds(period);
        from <= day && day <= to
    }
}

impl Period {
    /// A half-year, when `number` is 1 or 2.
    pub fn half_year(number: u8) -> Option<Self> {
        (1..=2).contains(&number).then_some(Self::HalfYear(number))
    }

    /// A quarter, when `number` is 1 to 4.
    pub fn quarter(number: u8) -> Option<Self> {
        (1..=4).contains(&number).then_some(Self::Quarter(number))
    }

    /// A month, when `number` is 1 to 12.
    pub fn month(number: u8) -> Option<Self> {
        (1..=12).contains(&number).then_some(Self::Month(number))
    }

    /// The next longer part of the year it lies in: of a month its quarter, of a quarter its half-year; none of others.
    pub fn longer(self) -> Option<Self> {
        match self {
            Self::Month(number) => Some(Self::Quarter(number.div_ceil(3))),
            Self::Quarter(number) => Some(Self::HalfYear(number.div_ceil(2))),
            Self::HalfYear(_) | Self::Year => None,
        }
    }

    /// First and last month, 1 to 12, both inclusive.
    pub fn months(self) -> (i8, i8) {
        match self {
            Self::Year => (1, 12),
            Self::HalfYear(number) => (number as i8 * 6 - 5, number as i8 * 6),
            Self::Quarter(number) => (number as i8 * 3 - 2, number as i8 * 3),
            Self::Month(number) => (number as i8, number as i8),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_month_lies_in_a_quarter_and_that_in_a_half_year() {
        for month in (1..=12).filter_map(Period::month) {
            let quarter = month.longer().unwrap();
            let half = quarter.longer().unwrap();
            for longer in [quarter, half] {
                let (first, last) = longer.months();
                assert!((first..=last).contains(&month.months().0), "{month:?} in {longer:?}");
            }
            assert!(matches!(quarter, Period::Quarter(_)));
            assert_eq!(half.longer(), None);
        }
    }

    #[test]
    fn periods_end_on_the_last_day_of_their_last_month() {
        let year = ReportYear::new(2016).unwrap();
        assert_eq!(year.bounds(Period::Year), (date(2016, 1, 1), date(2016, 12, 31)));
        assert_eq!(year.bounds(Period::HalfYear(1)), (date(2016, 1, 1), date(2016, 6, 30)));
        assert_eq!(year.bounds(Period::HalfYear(2)), (date(2016, 7, 1), date(2016, 12, 31)));
        assert_eq!(year.bounds(Period::Quarter(3)), (date(2016, 7, 1), date(2016, 9, 30)));
        assert_eq!(year.bounds(Period::Month(2)), (date(2016, 2, 1), date(2016, 2, 29)));
    }
}
