//! The parts of a report's period: years, half-years, quarters and months.

/// So many months a report may have from the beginning of its first year to its end.
const MOST_MONTHS: u8 = 84;

/// The report's period or a part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// The whole period.
    #[default]
    Year,
    /// A year of a longer period: 1 is the one in which it begins, and on.
    OneYear(u8),
    /// A half-year (Halbjahr): 1 or 2, and on in the years that follow.
    HalfYear(u8),
    /// A quarter (Quartal): 1 to 4, and on.
    Quarter(u8),
    /// A month: 1 to 12, from the first of its year, and on.
    Month(u8),
}

impl Period {
    /// A year, when `number` is from 1 to the last that the longest report may have.
    pub fn one_year(number: u8) -> Option<Self> {
        (1..=MOST_MONTHS / 12).contains(&number).then_some(Self::OneYear(number))
    }

    /// A half-year, when `number` is from 1 to the last that the longest report may have.
    pub fn half_year(number: u8) -> Option<Self> {
        (1..=MOST_MONTHS / 6).contains(&number).then_some(Self::HalfYear(number))
    }

    /// A quarter, the same.
    pub fn quarter(number: u8) -> Option<Self> {
        (1..=MOST_MONTHS / 3).contains(&number).then_some(Self::Quarter(number))
    }

    /// A month, the same.
    pub fn month(number: u8) -> Option<Self> {
        (1..=MOST_MONTHS).contains(&number).then_some(Self::Month(number))
    }

    /// All parts of the kind of one, of the year in which a report begins and of those that follow.
    pub(super) fn all_like(like: Self) -> Box<dyn Iterator<Item = Self>> {
        match like {
            Self::Year => Box::new(std::iter::once(Self::Year)),
            Self::OneYear(_) => Box::new((1..=MOST_MONTHS / 12).map(Self::OneYear)),
            Self::HalfYear(_) => Box::new((1..=MOST_MONTHS / 6).map(Self::HalfYear)),
            Self::Quarter(_) => Box::new((1..=MOST_MONTHS / 3).map(Self::Quarter)),
            Self::Month(_) => Box::new((1..=MOST_MONTHS).map(Self::Month)),
        }
    }

    /// The next longer part it lies in: of a month its quarter, of a quarter its half-year, of that its year; none of others.
    pub fn longer(self) -> Option<Self> {
        match self {
            Self::Month(number) => Some(Self::Quarter(number.div_ceil(3))),
            Self::Quarter(number) => Some(Self::HalfYear(number.div_ceil(2))),
            Self::HalfYear(number) => Some(Self::OneYear(number.div_ceil(2))),
            Self::OneYear(_) | Self::Year => None,
        }
    }

    /// First and last month by their positions in a year, 1 to 12, both inclusive; those of a report's whole period are
    /// [`ReportPeriod::months`](super::ReportPeriod::months).
    pub fn months(self) -> (i8, i8) {
        match self {
            Self::Year => (1, 12),
            Self::OneYear(number) => (number as i8 * 12 - 11, number as i8 * 12),
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
            assert_eq!(half.longer(), Some(Period::OneYear(1)));
        }
    }
}
