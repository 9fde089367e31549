//! The period a report is about, and its parts.

mod name;

pub use name::month_of;

use super::{Figure, Period};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What follows the name of its period in the name of an interim report's folder.
pub const INTERIM: &str = "interim";

/// The period a report is about (Berichtszeitraum): a year from 1900 to 9000, a half-year or a quarter of one, or a run of whole
/// months (a pilot, a term of office). A year may begin in another month than January (a school year); it is then named by the calendar
/// year in which it begins and the next.
/// Months, quarters and half-years within it are numbered from the beginning of the year in which it begins, and on beyond the end of
/// that: in a school year from August on, the first month is August and the thirteenth the next August.
///
/// A run longer than a year consists of half-years: what tables divide a period into is then no longer than a dozen parts.
///
/// An interim report (Zwischenstand) is on the days of it up to one: what lies behind that day is no part of the period, and the
/// half-year, quarter or month in which that day lies ends with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReportPeriod {
    year: i16,
    /// The month in which its year begins, 1 to 12.
    begins: i8,
    /// The position of its first month in that year, 1 to 12.
    first: i8,
    /// That of its last month, from `first` on; beyond 12 in a later year.
    last: i8,
    /// The last day of an interim report; none of a whole period.
    until: Option<Date>,
}

/// Why some months are no period of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPeriod {
    /// The last comes before the first.
    Backwards,
    /// They are more than [`ReportPeriod::LONGEST`].
    TooLong,
    /// They are more than twelve, and no whole half-years.
    NoHalfYears,
    /// Their years are not from 1900 to 9000.
    OutOfRange,
}

impl ReportPeriod {
    /// The first year of the range.
    pub const FIRST: Self = Self { year: 1900, begins: 1, first: 1, last: 12, until: None };
    /// The most months of a run: a term of office is no longer.
    pub const LONGEST: i8 = 72;

    /// A calendar year, when it lies in the range.
    pub fn new(year: i16) -> Option<Self> {
        (1900..=9000).contains(&year).then_some(Self { year, ..Self::FIRST })
    }

    /// Whole months from one to another, both inclusive and by their calendar year and their number, 1 to 12, where years begin in the
    /// month `begins`. Those of a year, a half-year or a quarter are that period.
    ///
    /// # Errors
    /// When a report is on no such time.
    pub fn of_months(from: (i16, i8), to: (i16, i8), begins: i8) -> Result<Self, NoPeriod> {
        let year = if from.1 < begins { from.0.saturating_sub(1) } else { from.0 };
        let year = Self::new(year).and_then(|year| year.beginning_in(begins));
        let year = year.ok_or(NoPeriod::OutOfRange)?;
        if to < from {
            return Err(NoPeriod::Backwards);
        }
        let position = |month| i8::try_from(year.number_of(month)).map_err(|_| NoPeriod::TooLong);
        let (first, last) = (position(from)?, position(to)?);
        match last - first + 1 {
            length if length > Self::LONGEST => Err(NoPeriod::TooLong),
            13.. if (first - 1) % 6 != 0 || last % 6 != 0 => Err(NoPeriod::NoHalfYears),
            _ => Ok(Self { first, last, ..year }),
        }
    }

    /// The same as an interim report where a day lies in it that is not its last; `None` where the day lies before it.
    pub fn as_of(self, day: Date) -> Option<Self> {
        let (first, last) = self.calendar_bounds(Period::Year);
        (first <= day).then_some(Self { until: Some(day).filter(|day| *day < last), ..self })
    }

    /// Whether it ends before its calendar does.
    pub fn is_interim(self) -> bool {
        self.until.is_some()
    }

    /// The whole period, of an interim report the one it is a part of.
    #[must_use]
    pub fn whole(self) -> Self {
        Self { until: None, ..self }
    }

    /// The last day of an interim report.
    pub fn until(self) -> Option<Date> {
        self.until
    }

    /// The last day of an interim report where it lies in a part of the period that goes on behind it.
    pub fn cut_off(self, part: Period) -> Option<Date> {
        let (first, last) = self.calendar_bounds(part);
        self.until.filter(|until| first <= *until && *until < last)
    }

    /// The calendar year in which its year begins.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month in which its year begins, 1 to 12.
    pub fn begins(self) -> i8 {
        self.begins
    }

    /// Whether its year is that of the calendar.
    pub fn is_of_calendar(self) -> bool {
        self.begins == 1
    }

    /// What it is of its year: [`Period::Year`], a half-year or a quarter; `None` of another run of months.
    pub fn part(self) -> Option<Period> {
        let halves = (1..=2).map(Period::HalfYear);
        let quarters = (1..=4).map(Period::Quarter);
        let mut parts = std::iter::once(Period::Year).chain(halves).chain(quarters);
        parts.find(|part| part.months() == (self.first, self.last))
    }

    /// The year in which it begins.
    #[must_use]
    pub fn one_year(self) -> Self {
        Self { first: 1, last: 12, until: None, ..self }
    }

    /// Whether it goes on beyond the end of the year in which it begins.
    pub fn leaves_its_year(self) -> bool {
        self.last > 12
    }

    /// Whether it is longer than a year.
    pub fn is_longer_than_a_year(self) -> bool {
        self.last - self.first >= 12
    }

    /// The same where its year begins in a month, 1 to 12.
    pub fn beginning_in(self, month: i8) -> Option<Self> {
        (1..=12).contains(&month).then_some(Self { begins: month, ..self })
    }

    /// The same part of another year, when that lies in the range.
    pub fn in_year(self, year: i16) -> Option<Self> {
        let Self { begins, first, last, .. } = self;
        Some(Self { begins, first, last, ..Self::new(year)? })
    }

    /// Whether it has the same months of a year as another, and both are whole; longer ones are like no other.
    pub fn is_like(self, other: Self) -> bool {
        let months = |of: Self| (of.begins, of.first, of.last);
        let is_alike = months(self) == months(other) && !self.is_longer_than_a_year();
        is_alike && !self.is_interim() && !other.is_interim()
    }

    /// Whether a part of the year lies within it and is not all of it, or it is the whole period that is asked for. A part that an
    /// interim report has reached does, as far as it has.
    pub fn holds(self, period: Period) -> bool {
        let ((first, last), (from, to)) = ((self.first, self.last), period.months());
        let (begins, _) = self.calendar_bounds(period);
        let has_begun = self.until.is_none_or(|until| begins <= until);
        let is_all = self.bounds(period) == self.bounds(Period::Year);
        period == Period::Year || first <= from && to <= last && has_begun && !is_all
    }

    /// Whether a figure of this report counts within it alone.
    pub fn holds_figure(self, figure: &Figure) -> bool {
        figure.of_this_year().counts().into_iter().all(|count| self.holds(count.period))
    }

    /// Its years, half-years, quarters or months, in order: those of the kind of a part that together are all of it. Where there are none, the
    /// next shorter ones take their place; an interim report that ends in its first month has this month alone.
    pub fn parts(self, like: Period) -> Vec<Period> {
        let within = self.within(like);
        let is_all = |parts: &[Period]| match parts {
            [first, .., last] => {
                let (from, to) = self.months(Period::Year);
                first.months().0 == from && to <= last.months().1
            }
            parts => !parts.is_empty() && self.is_interim(),
        };
        match like {
            Period::Year => vec![Period::Year],
            Period::Month(_) if within.is_empty() => {
                let (first, _) = self.months(Period::Year);
                u8::try_from(first).ok().and_then(Period::month).into_iter().collect()
            }
            Period::OneYear(_) if !is_all(&within) => self.parts(Period::HalfYear(1)),
            Period::HalfYear(_) if !is_all(&within) => self.parts(Period::Quarter(1)),
            Period::Quarter(_) if !is_all(&within) => self.parts(Period::Month(1)),
            _ => within,
        }
    }

    /// The same as far as a reader follows: in place of more than half a dozen half-years its years where they are all of it, in place
    /// of more than two dozen months its quarters.
    pub fn few_parts(self, like: Period) -> Vec<Period> {
        let parts = self.parts(like);
        match like {
            Period::HalfYear(_) if parts.len() > 6 => self.parts(Period::OneYear(1)),
            Period::Month(_) if parts.len() > 24 => self.parts(Period::Quarter(1)),
            _ => parts,
        }
    }

    /// The parts of one kind that lie within it, whether they are all of it or not.
    fn within(self, like: Period) -> Vec<Period> {
        Period::all_like(like).filter(|part| self.holds(*part)).collect()
    }

    /// The next longer part of it in which a part lies; none where that is the whole period.
    pub fn longer(self, part: Period) -> Option<Period> {
        part.longer().filter(|longer| self.holds(*longer))
    }

    /// The whole period and all parts of it.
    pub fn all_parts(self) -> Vec<Period> {
        let kinds = [Period::Year, Period::OneYear(1), Period::HalfYear(1), Period::Quarter(1)];
        let all = kinds.into_iter().flat_map(|kind| self.within(kind));
        all.chain(self.parts(Period::Month(1))).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// First and last day of a part of it, both inclusive. Of a part that an interim report has not reached there is none: it ends
    /// before it begins.
    pub fn bounds(self, period: Period) -> (Date, Date) {
        let (from, to) = self.calendar_bounds(period);
        (from, self.until.map_or(to, |until| to.min(until)))
    }

    /// The same by the calendar, however far an interim report reaches.
    pub fn calendar_bounds(self, period: Period) -> (Date, Date) {
        let (first, last) = self.calendar_months(period);
        let first_of = |position| {
            let (year, month) = self.month_at(position);
            Date::new(year, month, 1).unwrap_or(Date::ZERO)
        };
        (first_of(first), first_of(last).last_of_month())
    }

    /// The calendar year and the month, 1 to 12, at a position of its year: 1 is its first month, 0 the one before.
    pub fn month_at(self, position: i8) -> (i16, i8) {
        let months = i16::from(self.begins) + i16::from(position) - 2;
        let month = i8::try_from(months.rem_euclid(12)).unwrap_or_default();
        (self.year + months.div_euclid(12), month + 1)
    }

    /// The position of a month, 1 to 12, of a calendar year: from 1 to 12 in its year, and on to the end of a run that is longer; `None`
    /// outside.
    pub fn position(self, month: (i16, i8)) -> Option<i8> {
        let end = self.last.max(12);
        i8::try_from(self.number_of(month)).ok().filter(|position| (1..=end).contains(position))
    }

    /// The same anywhere: 0 is the month before its year.
    fn number_of(self, (year, month): (i16, i8)) -> i32 {
        let years = i32::from(year) - i32::from(self.year);
        years * 12 + i32::from(month) - i32::from(self.begins) + 1
    }

    /// First and last month of a part of it by their positions, however far an interim report reaches.
    pub fn calendar_months(self, period: Period) -> (i8, i8) {
        if period == Period::Year { (self.first, self.last) } else { period.months() }
    }

    /// First and last month of a part of it by their positions, both inclusive; the first is the later one where an interim report
    /// has not reached the part.
    pub fn months(self, period: Period) -> (i8, i8) {
        let (first, last) = self.calendar_months(period);
        let until = self.until.and_then(|until| self.position((until.year(), until.month())));
        (first, until.map_or(last, |until| last.min(until)))
    }

    /// Whether a month of a calendar year, 1 to 12, lies in it.
    pub fn has_month(self, month: (i16, i8)) -> bool {
        let (first, last) = self.months(Period::Year);
        self.position(month).is_some_and(|month| first <= month && month <= last)
    }

    /// Whether a month of a calendar year, 1 to 12, lies before it.
    pub fn begins_after(self, month: (i16, i8)) -> bool {
        month < self.month_at(self.first)
    }

    /// Whether a period ends on the day before this one begins.
    pub fn follows(self, other: Self) -> bool {
        self.bounds(Period::Year).0.yesterday().ok() == Some(other.bounds(Period::Year).1)
    }

    /// Whether two periods have a day in common.
    pub fn overlaps(self, other: Self) -> bool {
        let ((from, to), (first, last)) = (self.bounds(Period::Year), other.bounds(Period::Year));
        from <= last && first <= to
    }

    /// Whether a day lies in a part of it.
    pub fn contains(self, period: Period, day: Date) -> bool {
        let (from, to) = self.bounds(period);
        from <= day && day <= to
    }

    /// A part of another period as a part of this one, where both have the same days: the first half-year of a report on the
    /// year is the whole of one on that half-year.
    pub fn translate(self, other: Self, period: Period) -> Option<Period> {
        let days = other.bounds(period);
        self.all_parts().into_iter().find(|part| self.bounds(*part) == days)
    }

    /// Whether all days of another lie in it.
    pub fn covers(self, other: Self) -> bool {
        let ((from, to), (first, last)) = (self.bounds(Period::Year), other.bounds(Period::Year));
        from <= first && last <= to
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn periods_end_on_the_last_day_of_their_last_month() {
        let year = ReportPeriod::new(2016).unwrap();
        assert_eq!(year.bounds(Period::Year), (date(2016, 1, 1), date(2016, 12, 31)));
        assert_eq!(year.bounds(Period::HalfYear(1)), (date(2016, 1, 1), date(2016, 6, 30)));
        assert_eq!(year.bounds(Period::HalfYear(2)), (date(2016, 7, 1), date(2016, 12, 31)));
        assert_eq!(year.bounds(Period::Quarter(3)), (date(2016, 7, 1), date(2016, 9, 30)));
        assert_eq!(year.bounds(Period::Month(2)), (date(2016, 2, 1), date(2016, 2, 29)));
    }

    #[test]
    fn a_half_year_has_its_own_quarters_and_months_and_no_others() {
        let period = |name| ReportPeriod::parse(name).unwrap();
        let second = period("2017-H2");
        assert_eq!(second.bounds(Period::Year), (date(2017, 7, 1), date(2017, 12, 31)));
        assert_eq!(second.parts(Period::HalfYear(1)), [3, 4].map(Period::Quarter));
        assert_eq!(second.parts(Period::Month(1)), [7, 8, 9, 10, 11, 12].map(Period::Month));
        assert!(!second.holds(Period::HalfYear(2)) && !second.holds(Period::Quarter(2)));
        assert_eq!(second.longer(Period::Month(8)), Some(Period::Quarter(3)));
        assert_eq!(second.longer(Period::Quarter(3)), None, "that is the whole period");
        assert_eq!(period("2017-Q1").parts(Period::HalfYear(1)), [1, 2, 3].map(Period::Month));
        assert_eq!(period("2017").parts(Period::HalfYear(1)), [1, 2].map(Period::HalfYear));
    }

    #[test]
    fn a_year_that_begins_in_august_has_its_parts_from_then_on() {
        let year = ReportPeriod::parse_from("2016_17", 8).unwrap();
        assert_eq!(year.name(), "2016_17");
        assert_eq!(year.bounds(Period::Year), (date(2016, 8, 1), date(2017, 7, 31)));
        assert_eq!(year.bounds(Period::HalfYear(2)), (date(2017, 2, 1), date(2017, 7, 31)));
        assert_eq!(year.bounds(Period::Quarter(2)), (date(2016, 11, 1), date(2017, 1, 31)));
        assert_eq!(year.bounds(Period::Month(7)), (date(2017, 2, 1), date(2017, 2, 28)));
        assert_eq!(year.position((2017, 2)), Some(7));
        assert_eq!((year.position((2016, 7)), year.position((2017, 8))), (None, None));
        assert_eq!(year.month_at(0), (2016, 7));
        let cut = year.as_of(date(2017, 2, 10)).unwrap();
        assert_eq!(cut.months(Period::Year), (1, 7));
        assert!(cut.holds(Period::HalfYear(2)) && !cut.holds(Period::Quarter(4)));
        assert!(year.follows(ReportPeriod::parse_from("2015_16", 8).unwrap()));
        assert_eq!(ReportPeriod::parse_from("1999_00", 8).map(ReportPeriod::year), Some(1999));
        for (name, begins) in
            [("2016_17", 1), ("2016", 8), ("2016_18", 8), ("2016_17", 13), ("2016_7", 8)]
        {
            assert_eq!(ReportPeriod::parse_from(name, begins), None, "{name} {begins}");
        }
        // What a calendar year has in common with it is told in its words, and the rest is not.
        let calendar = ReportPeriod::new(2016).unwrap();
        assert_eq!(year.translate(calendar, Period::Month(9)), Some(Period::Month(2)));
        assert_eq!(year.translate(calendar, Period::HalfYear(2)), None);
        assert!(year.overlaps(calendar) && !year.covers(calendar) && !calendar.covers(year));
        assert!(!year.is_like(calendar));
    }

    #[test]
    fn an_interim_report_ends_on_its_day_and_so_does_the_part_in_which_that_lies() {
        let year = ReportPeriod::new(2017).unwrap();
        let of = |month, day| year.as_of(date(2017, month, day)).unwrap();
        let august = of(8, 15);
        assert_eq!(august.name(), "2017-interim");
        assert_eq!(ReportPeriod::parse(&august.name()), None, "nobody asks for it by name");
        assert_eq!(august.bounds(Period::Year), (date(2017, 1, 1), date(2017, 8, 15)));
        assert_eq!(august.bounds(Period::HalfYear(2)), (date(2017, 7, 1), date(2017, 8, 15)));
        assert_eq!(august.bounds(Period::HalfYear(1)), year.bounds(Period::HalfYear(1)));
        assert_eq!(august.parts(Period::Month(1)), (1..=8).map(Period::Month).collect::<Vec<_>>());
        assert_eq!(august.cut_off(Period::Quarter(3)), Some(date(2017, 8, 15)));
        assert_eq!(august.cut_off(Period::Quarter(2)), None);
        assert!(!august.holds(Period::Quarter(4)) && august.holds(Period::HalfYear(2)));
        // Up to the end of May the first half-year is all of it, up to January any part.
        assert_eq!(of(5, 20).parts(Period::HalfYear(1)), [1, 2].map(Period::Quarter));
        assert_eq!(of(6, 30).cut_off(Period::HalfYear(1)), None);
        assert_eq!(of(1, 9).parts(Period::HalfYear(1)), [Period::Month(1)]);
        assert_eq!(of(12, 31), year, "on its last day a year is over");
        assert_eq!(year.as_of(date(2016, 12, 31)), None);
    }

    #[test]
    fn nothing_is_compared_with_an_interim_report_but_what_is_over_in_it() {
        let year = ReportPeriod::new(2017).unwrap();
        let august = year.as_of(date(2017, 8, 15)).unwrap();
        let half = ReportPeriod::parse("2017-H1").unwrap();
        assert!(!august.is_like(year) && !year.is_like(august) && !august.is_like(august));
        assert_eq!(august.translate(half, Period::Year), Some(Period::HalfYear(1)));
        assert_eq!(august.translate(year, Period::Year), None);
        assert_eq!(august.translate(year, Period::HalfYear(2)), None);
        assert_eq!(august.translate(year, Period::Month(7)), Some(Period::Month(7)));
        assert!(!august.overlaps(ReportPeriod::parse("2017-Q4").unwrap()));
    }

    #[test]
    fn parts_of_overlapping_periods_are_told_in_each_others_words() {
        let [year, half, quarter] =
            ["2017", "2017-H2", "2017-Q3"].map(|name| ReportPeriod::parse(name).unwrap());
        assert_eq!(year.translate(half, Period::Year), Some(Period::HalfYear(2)));
        assert_eq!(half.translate(year, Period::HalfYear(2)), Some(Period::Year));
        assert_eq!(half.translate(year, Period::Year), None);
        assert_eq!(half.translate(year, Period::HalfYear(1)), None);
        assert_eq!(half.translate(quarter, Period::Year), Some(Period::Quarter(3)));
        assert_eq!(quarter.translate(half, Period::Month(8)), Some(Period::Month(8)));
        assert_eq!(quarter.translate(half, Period::Month(10)), None);
    }

    #[test]
    fn a_run_of_months_has_the_parts_that_lie_in_it_and_is_divided_into_those_that_are_all_of_it() {
        let run = |name| ReportPeriod::parse(name).unwrap();
        let eight = run("2017-03_2017-10");
        assert_eq!((eight.name().as_str(), eight.part()), ("2017-03_2017-10", None));
        assert_eq!(eight.bounds(Period::Year), (date(2017, 3, 1), date(2017, 10, 31)));
        assert!(eight.holds(Period::Quarter(2)) && !eight.holds(Period::Quarter(1)));
        assert_eq!(
            eight.parts(Period::HalfYear(1)),
            (3..=10).map(Period::Month).collect::<Vec<_>>()
        );
        assert_eq!(run("2017-04_2017-09").parts(Period::HalfYear(1)), [2, 3].map(Period::Quarter));
        let year = ReportPeriod::new(2017).unwrap();
        assert_eq!(year.translate(eight, Period::Month(8)), Some(Period::Month(8)));
        assert!(year.covers(eight) && run("2016-03_2016-10").is_like(eight));

        let eighteen = run("2017-01_2018-06");
        assert_eq!(eighteen.parts(Period::HalfYear(1)), [1, 2, 3].map(Period::HalfYear));
        assert_eq!(eighteen.bounds(Period::Month(13)), (date(2018, 1, 1), date(2018, 1, 31)));
        assert_eq!(eighteen.position((2018, 6)), Some(18));
        assert_eq!(eighteen.translate(year, Period::Year), Some(Period::OneYear(1)));
        assert_eq!(eighteen.translate(year, Period::Quarter(4)), Some(Period::Quarter(4)));
        assert!(!run("2015-01_2016-06").is_like(eighteen), "longer ones are like no other");
        assert!(run("2018-07_2018-10").follows(eighteen));

        let five_years = run("2013-01_2017-12");
        let years = [1, 2, 3, 4, 5].map(Period::OneYear);
        assert_eq!(five_years.few_parts(Period::HalfYear(1)), years);
        assert_eq!(five_years.few_parts(Period::Month(1)).len(), 20, "quarters");
        assert_eq!(five_years.parts(Period::Month(1)).len(), 60);
        assert_eq!(five_years.longer(Period::HalfYear(4)), Some(Period::OneYear(2)));
        // Half-years that make no whole years stay.
        assert_eq!(run("2013-07_2017-06").few_parts(Period::HalfYear(1)).len(), 8);
        assert!(!year.holds(Period::OneYear(1)), "it is that year");
    }

    #[test]
    fn months_that_are_no_period_say_why_and_those_of_a_quarter_are_that() {
        let months = |from, to, begins| ReportPeriod::of_months(from, to, begins);
        assert_eq!(months((2017, 7), (2017, 9), 1).map(ReportPeriod::name), Ok("2017-Q3".into()));
        assert_eq!(months((2016, 8), (2017, 7), 8).map(ReportPeriod::name), Ok("2016_17".into()));
        assert_eq!(months((2017, 5), (2017, 4), 1), Err(NoPeriod::Backwards));
        assert_eq!(months((2017, 1), (2023, 1), 1), Err(NoPeriod::TooLong));
        assert_eq!(months((2017, 1), (i16::MAX, 1), 1), Err(NoPeriod::TooLong));
        assert_eq!(months((2017, 3), (2018, 8), 1), Err(NoPeriod::NoHalfYears));
        assert!(months((2017, 3), (2018, 8), 3).is_ok());
        assert_eq!(months((1800, 3), (1800, 8), 1), Err(NoPeriod::OutOfRange));
        for name in ["2017-01_2017-12", "2017-3_2017-10", "2017-03_2017-13", "2017-03_2017-10-H1"] {
            assert_eq!(ReportPeriod::parse(name), None, "{name}");
        }
    }
}
