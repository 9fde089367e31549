//! The cases of a year by days, and the runs of days without one in which many were to be expected.

use crate::domain::{Day, Period, ReportPeriod};
use jiff::civil::Date;

/// Shorter runs of days without a receipt at the start or the end of the year are holidays.
pub(super) const SHORTEST: i32 = 21;
/// Shorter runs within the year are none to speak of, but where they hold a whole month.
const SHORTEST_WITHIN: i32 = 28;
/// Shorter ones are none even where very many cases were to be expected in them.
const SHORTEST_OF_MANY: i32 = 14;
/// So many cases, by the days around a run, are very many: their absence is neither chance nor a holiday.
const VERY_MANY: i64 = 50;
/// A run is a gap when by the rest of the year receipts were to be expected on at least so many of its days, or as many in each
/// month beside it.
pub(super) const EXPECTED: i64 = 10;
/// By the days around it alone they were to be expected on so many: few cases that come together by chance tell little. Of small
/// years as chance has them (30 to 60 cases) one in 500 has a gap by this, and one in 50 by ten.
const EXPECTED_AROUND: i64 = 15;
/// So many days on either side of a run tell what was to be expected in it.
const AROUND: i32 = 30;

/// Days by their number, both inclusive.
pub(super) type Run = (i32, i32);

/// First and last day of a period.
pub(super) fn bounds(year: ReportPeriod, period: Period) -> Run {
    let (first, last) = year.bounds(period);
    (Day::number_of(first), Day::number_of(last))
}

/// Runs in order, those that touch as one.
pub(super) fn joined(mut runs: Vec<Run>) -> Vec<Run> {
    runs.sort_unstable();
    let mut joined: Vec<Run> = Vec::new();
    for run in runs {
        match joined.last_mut() {
            Some(last) if run.0 <= last.1 + 1 => last.1 = last.1.max(run.1),
            _ => joined.push(run),
        }
    }
    joined
}

/// What other runs, rising and apart, leave of a run.
pub(super) fn rest((from, to): Run, others: &[Run]) -> impl Iterator<Item = Run> {
    let starts = std::iter::once(from).chain(others.iter().map(|other| other.1 + 1));
    let ends = others.iter().map(|other| other.0 - 1).chain(std::iter::once(to));
    let pieces = starts.zip(ends).map(move |(start, end)| (start.max(from), end.min(to)));
    pieces.filter(|(start, end)| start <= end)
}

/// How many cases each day of a year has.
#[derive(Clone, Debug)]
pub(super) struct Days {
    report_year: ReportPeriod,
    pub(super) year: Run,
    counts: Vec<i64>,
}

impl Days {
    pub(super) fn new(days: impl Iterator<Item = Day>, report_year: ReportPeriod) -> Self {
        let year = bounds(report_year, Period::Year);
        let length = usize::try_from(year.1 - year.0 + 1).unwrap_or_default();
        let mut of_year = Self { report_year, year, counts: vec![0; length] };
        days.for_each(|day| of_year.add(day));
        of_year
    }

    /// One more case, where its day is in the year.
    pub(super) fn add(&mut self, day: Day) {
        let position = usize::try_from(day.number() - self.year.0).ok();
        if let Some(count) = position.and_then(|at| self.counts.get_mut(at)) {
            *count += 1;
        }
    }

    /// The cases of another of the same year, too.
    pub(super) fn join(&mut self, other: &Self) {
        self.counts.iter_mut().zip(&other.counts).for_each(|(count, other)| *count += other);
    }

    /// How many cases a run of days has.
    pub(super) fn count(&self, run: Run) -> i64 {
        self.of((run.0.max(self.year.0), run.1.min(self.year.1))).sum()
    }

    /// The same from a day on, where no case was received before: the months before tell nothing of what is usual.
    pub(super) fn since(mut self, opened: Option<Date>) -> Self {
        let from = opened.map_or(self.year.0, Day::number_of).clamp(self.year.0, self.year.1);
        let before = usize::try_from(from - self.year.0).unwrap_or_default();
        if self.counts.iter().take(before).all(|count| *count == 0) {
            self.counts.drain(..before.min(self.counts.len()));
            self.year.0 = from;
        }
        self
    }

    /// Days of a run that lie in the year, and those of them that have a case.
    fn busy(&self, (from, to): Run) -> (i64, i64) {
        let (from, to) = (from.max(self.year.0), to.min(self.year.1));
        let busy = self.of((from, to)).filter(|count| **count > 0).count();
        let days = i64::from((to - from + 1).max(0));
        (days, i64::try_from(busy).unwrap_or(i64::MAX))
    }

    /// The numbers of cases of a run within the year.
    fn of(&self, (from, to): Run) -> impl Iterator<Item = &i64> {
        let position = |day: i32| usize::try_from(day - self.year.0).unwrap_or_default();
        self.counts.get(position(from)..position(to + 1).max(position(from))).into_iter().flatten()
    }

    /// The runs of days without a case.
    pub(super) fn empty_runs(&self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for (day, count) in (self.year.0..).zip(&self.counts) {
            match runs.last_mut() {
                _ if *count > 0 => {}
                Some(last) if last.1 + 1 == day => last.1 = day,
                _ => runs.push((day, day)),
            }
        }
        runs
    }

    /// Whether cases were to be expected on many days of a run, by the days around it or by the rest of the year. Days
    /// are counted rather than cases: an office may enter all of a week at once.
    pub(super) fn expects(&self, run: Run) -> bool {
        let length = i64::from(run.1 - run.0 + 1);
        // Fewer days with cases tell nothing of what is usual.
        let is_many = |(days, busy): (i64, i64), expected: i64| {
            busy >= EXPECTED && days > 0 && busy * length >= expected * days
        };
        let beside = |run: Run| match self.busy(run) {
            (0, _) => (0, 0),
            // At an end of the year a few days do not tell what is usual.
            (_, busy) => (i64::from(AROUND), busy),
        };
        let (before, after) =
            (beside((run.0 - AROUND, run.0 - 1)), beside((run.1 + 1, run.1 + AROUND)));
        let (in_year, in_run) = (self.busy(self.year), self.busy(run));
        is_many((before.0 + after.0, before.1 + after.1), EXPECTED_AROUND)
            || is_many((in_year.0 - in_run.0, in_year.1 - in_run.1), EXPECTED)
    }

    /// Whether they were to be expected on many days of a part of a gap, by the days beside all gaps.
    pub(super) fn expects_in_part(&self, (from, to): Run, gaps: &[Run]) -> bool {
        let beside = rest(self.year, gaps).map(|run| self.busy(run));
        let (days, busy) = beside.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
        busy >= EXPECTED && busy * i64::from(to - from + 1) >= EXPECTED * days
    }

    /// How many cases are usual in so many days as a run has, by those around it.
    fn usual(&self, run: Run) -> i64 {
        let (days, cases) = self.beside(run);
        (cases * i64::from(run.1 - run.0 + 1)).checked_div(days).unwrap_or_default()
    }

    /// Whether very many cases were to be expected in a run, and those around it are enough to tell.
    fn expects_very_many(&self, run: Run) -> bool {
        let (days, cases) = self.beside(run);
        let tells = days >= i64::from(SHORTEST_OF_MANY) && cases >= VERY_MANY / 2;
        tells && self.usual(run) >= VERY_MANY
    }

    /// How many days there are around a run, and how many cases on them.
    fn beside(&self, run: Run) -> (i64, i64) {
        let beside = [(run.0 - AROUND, run.0 - 1), (run.1 + 1, run.1 + AROUND)];
        let beside = beside.into_iter().map(|run| (self.busy(run).0, self.count(run)));
        beside.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1))
    }

    fn months(&self) -> Vec<Period> {
        self.report_year.parts(Period::Month(1))
    }

    /// The whole months in a run.
    fn months_in(&self, run: Run) -> impl Iterator<Item = Period> {
        self.months().into_iter().filter(move |month| {
            // Of the month in which an interim report ends the days up to there are not all.
            let (first, last) = self.report_year.calendar_bounds(*month);
            run.0 <= Day::number_of(first) && Day::number_of(last) <= run.1
        })
    }

    /// Whether a run holds a whole month whose neighbours in the year have ten cases on average.
    fn holds_a_month(&self, run: Run) -> bool {
        let is_beside = |one: Period, other: Period| one.months().0.abs_diff(other.months().0) == 1;
        self.months_in(run).any(|month| {
            let beside = self.months().into_iter().filter(|other| is_beside(month, *other));
            let counts: Vec<i64> =
                beside.map(|month| self.of(bounds(self.report_year, month)).sum()).collect();
            let many = EXPECTED * i64::try_from(counts.len()).unwrap_or_default();
            counts.iter().sum::<i64>() >= many
        })
    }
}

/// The runs of days without a case in which many were to be expected.
pub(super) fn gaps(days: &Days) -> Vec<Run> {
    let is_gap = |run: &Run| {
        let at_an_end = run.0 == days.year.0 || run.1 == days.year.1;
        let shortest = if at_an_end { SHORTEST } else { SHORTEST_WITHIN };
        let is_long = run.1 - run.0 + 1 >= shortest || days.months_in(*run).next().is_some();
        let is_of_many = run.1 - run.0 + 1 >= SHORTEST_OF_MANY && days.expects_very_many(*run);
        is_of_many || is_long && (days.expects(*run) || days.holds_a_month(*run))
    };
    days.empty_runs().into_iter().filter(is_gap).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const YEAR: i16 = 2017;

    fn number(month: i8, day: i8) -> i32 {
        Day::number_of(date(YEAR, month, day))
    }

    /// Gaps of a year with so many cases on each of these days.
    fn gaps_of(cases: impl Fn(i8, i8) -> usize) -> Vec<Run> {
        let mut days = Vec::new();
        for day in date(YEAR, 1, 1).series(jiff::Span::new().days(1)).take(365) {
            let day_of = Day::new(day).unwrap();
            days.extend(std::iter::repeat_n(day_of, cases(day.month(), day.day())));
        }
        gaps(&Days::new(days.into_iter(), ReportPeriod::new(YEAR).unwrap()))
    }

    #[test]
    fn a_missing_half_year_is_a_gap_and_so_is_an_end_within_a_month() {
        assert_eq!(gaps_of(|month, _| usize::from(month < 7)), [(number(7, 1), number(12, 31))]);
        assert_eq!(
            gaps_of(|month, day| usize::from(month < 11 || month == 11 && day <= 10)),
            [(number(11, 11), number(12, 31))]
        );
        // Batches at the start of some months, as an office may enter them.
        assert!(gaps_of(|month, day| usize::from(month % 2 == 1 && day <= 5)).is_empty());
        assert_eq!(
            gaps_of(|month, day| usize::from(month != 5 && (month > 1 || day > 25))),
            [(number(1, 1), number(1, 25)), (number(5, 1), number(5, 31))]
        );
    }

    #[test]
    fn a_month_is_missing_where_its_neighbours_have_ten_cases_on_average() {
        let spread = |month: i8, day: i8| match month {
            6 => usize::from(day <= 10),
            8 => usize::from(day > 21),
            _ => 0,
        };
        assert_eq!(gaps_of(spread).len(), 3);
        // Ten on the last day before it, and ten on the first after it.
        let at_once = |month: i8, day: i8| match (month, day) {
            (1, 31) | (3, 1) => 10,
            _ => 0,
        };
        assert!(gaps_of(at_once).contains(&(number(2, 1), number(2, 28))));
    }

    #[test]
    fn four_weeks_within_the_year_are_a_gap_wherever_they_begin() {
        let is_away = |month: i8, day: i8| month == 5 && day >= 12 || month == 6 && day <= 10;
        let gap = (number(5, 12), number(6, 10));
        assert_eq!(gaps_of(|month, day| usize::from(!is_away(month, day))), [gap]);
        assert!(gaps_of(|month, day| usize::from(month != 8 || day > 25)).is_empty());
    }

    #[test]
    fn fewer_days_are_a_gap_where_very_many_cases_were_to_be_expected() {
        let without = |from: i8, to: i8| {
            move |month: i8, day: i8| usize::from(month != 5 || day < from || to < day) * 5
        };
        assert_eq!(gaps_of(without(6, 26)), [(number(5, 6), number(5, 26))]);
        assert!(gaps_of(without(6, 18)).is_empty(), "less than two weeks");
        let end = |month: i8, day: i8| usize::from(month < 12 || day < 12) * 5;
        assert_eq!(gaps_of(end), [(number(12, 12), number(12, 31))]);
        assert!(
            gaps_of(|month, day| usize::from(month == 1 && day < 6) * 2).is_empty(),
            "ten cases on five days are too few to tell"
        );
    }

    #[test]
    fn the_months_before_the_office_tell_nothing_of_what_is_usual() {
        // Ten days with a case in three months after it opened, and none in the fourth.
        let mut days = Vec::new();
        for month in [9, 10, 11] {
            days.extend([3, 6, 9, 12, 15, 18, 20, 22, 25, 28].map(|day| date(YEAR, month, day)));
        }
        let days = || days.iter().map(|day| Day::new(*day).unwrap());
        let year = ReportPeriod::new(YEAR).unwrap();
        let opened = Some(date(YEAR, 9, 1));
        let end = (number(11, 29), number(12, 31));
        assert_eq!(gaps(&Days::new(days(), year).since(opened)), [end]);
        // A case before it says that this was not the first day.
        let early = Day::new(date(YEAR, 2, 1)).unwrap();
        let days = Days::new(days().chain([early]), year);
        assert_eq!(days.since(opened).year.0, number(1, 1));
    }

    #[test]
    fn few_cases_and_holidays_are_no_gaps() {
        assert!(gaps_of(|_, day| usize::from(day == 1)).is_empty());
        assert!(gaps_of(|month, day| usize::from(month < 12 || day < 15)).is_empty());
        assert!(gaps_of(|month, day| usize::from(month < 12 || day < 20) * 20).is_empty());
        assert!(gaps_of(|_, _| 0).is_empty());
        assert!(gaps_of(|month, day| usize::from(month < 3 && day % 10 == 0)).is_empty());
    }
}
