//! The period a report is about, and its parts.

use super::Figure;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What follows the name of its period in the name of an interim report's folder.
pub const INTERIM: &str = "interim";

/// The period a report is about (Berichtszeitraum): a year from 1900 to 9000, or a half-year or a quarter of one. A year may begin
/// in another month than January (a school year); it is then named by the calendar year in which it begins and the next.
/// Months, quarters and half-years within it are numbered from the beginning of its year: in a school year from August on, the first
/// month is August.
///
/// An interim report (Zwischenstand) is on the days of it up to one: what lies behind that day is no part of the period, and the
/// half-year, quarter or month in which that day lies ends with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReportPeriod {
    year: i16,
    /// The month in which its year begins, 1 to 12.
    begins: i8,
    /// The whole year, a half-year or a quarter.
    part: Period,
    /// The last day of an interim report; none of a whole period.
    until: Option<Date>,
}

/// The report's period or a part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// The whole period.
    #[default]
    Year,
    /// A half-year (Halbjahr): 1 or 2.
    HalfYear(u8),
    /// A quarter (Quartal): 1 to 4.
    Quarter(u8),
    /// A month: 1 to 12, from the first of its year.
    Month(u8),
}

impl ReportPeriod {
    /// The first year of the range.
    pub const FIRST: Self = Self { year: 1900, begins: 1, part: Period::Year, until: None };

    /// A calendar year, when it lies in the range.
    pub fn new(year: i16) -> Option<Self> {
        (1900..=9000).contains(&year).then_some(Self { year, ..Self::FIRST })
    }

    /// The period with this name: `2017`, `2017-H1`, `2017-Q3`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::parse_from(name, 1)
    }

    /// The period with this name, where years begin in a month, 1 to 12: from the second on `2016_17`, `2016_17-H1`.
    pub fn parse_from(name: &str, begins: i8) -> Option<Self> {
        let (year, part) = name.split_once('-').map_or((name, ""), |(year, part)| (year, part));
        let number = |kind: char| part.strip_prefix(kind)?.parse().ok();
        let part = match part {
            "" => Some(Period::Year),
            _ => number('H')
                .and_then(Period::half_year)
                .or_else(|| number('Q').and_then(Period::quarter)),
        };
        let year = year.split_once('_').map_or(year, |(first, _)| first);
        let period = Self { part: part?, begins, ..Self::new(year.parse().ok()?)? };
        ((1..=12).contains(&begins) && period.name() == name).then_some(period)
    }

    /// Its name in files and folders: `2017`, `2017-H1`, `2017-Q3`, `2016_17`; of an interim report `2017-interim`.
    pub fn name(self) -> String {
        let year = match self.is_of_calendar() {
            true => self.year.to_string(),
            false => format!("{}_{:02}", self.year, (self.year + 1) % 100),
        };
        let name = match self.part {
            Period::HalfYear(number) => format!("{year}-H{number}"),
            Period::Quarter(number) => format!("{year}-Q{number}"),
            _ => year,
        };
        if self.is_interim() { format!("{name}-{INTERIM}") } else { name }
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

    /// What it is of its calendar year: [`Period::Year`], a half-year or a quarter.
    pub fn part(self) -> Period {
        self.part
    }

    /// The same where its year begins in a month, 1 to 12.
    pub fn beginning_in(self, month: i8) -> Option<Self> {
        (1..=12).contains(&month).then_some(Self { begins: month, ..self })
    }

    /// The same part of another year, when that lies in the range.
    pub fn in_year(self, year: i16) -> Option<Self> {
        Some(Self { part: self.part, begins: self.begins, ..Self::new(year)? })
    }

    /// Whether it is the same part of a year as another, and both are whole.
    pub fn is_like(self, other: Self) -> bool {
        let is_alike = (self.part, self.begins) == (other.part, other.begins);
        is_alike && !self.is_interim() && !other.is_interim()
    }

    /// Whether a part of the year lies within it and is not all of it, or it is the whole period that is asked for. A part that an
    /// interim report has reached does, as far as it has.
    pub fn holds(self, period: Period) -> bool {
        let ((first, last), (from, to)) = (self.part.months(), period.months());
        let (begins, _) = self.calendar_bounds(period);
        let has_begun = self.until.is_none_or(|until| begins <= until);
        let is_all = self.bounds(period) == self.bounds(Period::Year);
        period == Period::Year || first <= from && to <= last && has_begun && !is_all
    }

    /// Whether a figure of this report counts within it alone.
    pub fn holds_figure(self, figure: &Figure) -> bool {
        figure.of_this_year().counts().into_iter().all(|count| self.holds(count.period))
    }

    /// Its half-years, quarters or months, in order: those of the kind of a part. Where it is itself no longer than such a
    /// part, the next shorter ones take their place; an interim report that ends in its first month has this month alone.
    pub fn parts(self, like: Period) -> Vec<Period> {
        let all: Vec<Period> = match like {
            Period::Year => return vec![Period::Year],
            Period::HalfYear(_) => (1..=2).map(Period::HalfYear).collect(),
            Period::Quarter(_) => (1..=4).map(Period::Quarter).collect(),
            Period::Month(_) => (1..=12).map(Period::Month).collect(),
        };
        let within: Vec<Period> = all.into_iter().filter(|part| self.holds(*part)).collect();
        match like {
            Period::Month(_) if within.is_empty() => {
                let (first, _) = self.months(Period::Year);
                u8::try_from(first).ok().and_then(Period::month).into_iter().collect()
            }
            Period::HalfYear(_) if within.is_empty() => self.parts(Period::Quarter(1)),
            Period::Quarter(_) if within.is_empty() => self.parts(Period::Month(1)),
            _ => within,
        }
    }

    /// The next longer part of it in which a part lies; none where that is the whole period.
    pub fn longer(self, part: Period) -> Option<Period> {
        part.longer().filter(|longer| self.holds(*longer))
    }

    /// The whole period and all parts of it.
    pub fn all_parts(self) -> Vec<Period> {
        let kinds = [Period::Year, Period::HalfYear(1), Period::Quarter(1), Period::Month(1)];
        let all = kinds.into_iter().flat_map(|kind| self.parts(kind));
        all.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// First and last day of a part of it, both inclusive. Of a part that an interim report has not reached there is none: it ends
    /// before it begins.
    pub fn bounds(self, period: Period) -> (Date, Date) {
        let (from, to) = self.calendar_bounds(period);
        (from, self.until.map_or(to, |until| to.min(until)))
    }

    /// The same by the calendar, however far an interim report reaches.
    pub fn calendar_bounds(self, period: Period) -> (Date, Date) {
        let (first, last) = self.part.months_of(period);
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

    /// The position of a month, 1 to 12, of a calendar year in its year, 1 to 12; `None` outside.
    pub fn position(self, (year, month): (i16, i8)) -> Option<i8> {
        let years = i32::from(year) - i32::from(self.year);
        let position = years * 12 + i32::from(month) - i32::from(self.begins) + 1;
        i8::try_from(position).ok().filter(|position| (1..=12).contains(position))
    }

    /// First and last month of a part of it by their positions, both inclusive; the first is the later one where an interim report
    /// has not reached the part.
    pub fn months(self, period: Period) -> (i8, i8) {
        let (first, last) = self.part.months_of(period);
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
        month < self.month_at(self.part.months().0)
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
    /// First and last month of a part of a report period that is this one.
    pub(super) fn months_of(self, part: Self) -> (i8, i8) {
        if part == Self::Year { self.months() } else { part.months() }
    }

    /// First and last month by their positions in a year, 1 to 12, both inclusive; those of a report's whole period are
    /// [`ReportPeriod::months`].
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
    use jiff::civil::date;

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
        let year = ReportPeriod::new(2016).unwrap();
        assert_eq!(year.bounds(Period::Year), (date(2016, 1, 1), date(2016, 12, 31)));
        assert_eq!(year.bounds(Period::HalfYear(1)), (date(2016, 1, 1), date(2016, 6, 30)));
        assert_eq!(year.bounds(Period::HalfYear(2)), (date(2016, 7, 1), date(2016, 12, 31)));
        assert_eq!(year.bounds(Period::Quarter(3)), (date(2016, 7, 1), date(2016, 9, 30)));
        assert_eq!(year.bounds(Period::Month(2)), (date(2016, 2, 1), date(2016, 2, 29)));
    }

    #[test]
    fn a_name_is_read_back_as_the_period_that_wrote_it() {
        for name in ["2017", "2017-H1", "2017-H2", "2017-Q1", "2017-Q4"] {
            assert_eq!(ReportPeriod::parse(name).map(ReportPeriod::name).as_deref(), Some(name));
        }
        for name in ["", "17", "2017-", "2017-H3", "2017-Q0", "2017-h1", "2017-H1-2", "2017-H01"] {
            assert_eq!(ReportPeriod::parse(name), None, "{name}");
        }
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
}
