//! What is missing of the time a figure counts: days that no export covers, and the time before the office existed.

use super::{Count, Field, Figure, Period, Population, Recording, ReportPeriod, Unit};
use jiff::civil::Date;

/// What is missing of a figure's time. A figure that has nothing left of it is not recorded, and lacks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lack {
    /// Runs of days of receipt that no export covers, both inclusive, rising.
    pub days: Vec<(Date, Date)>,
    /// The same of days over which not all exports reach.
    pub in_part: Vec<(Date, Date)>,
    /// Whether the former are days of receipt of cases that are counted by another day.
    pub of_receipts: bool,
    /// The first day of the office, where the time began before it.
    pub since: Option<Date>,
    /// The last day of an interim report, where the time goes on behind it.
    pub until: Option<Date>,
}

/// Something the exports do not hold, for the report and for the summary of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// A field no export records.
    Field(Field),
    /// A field that is recorded of some cases, and left out for that.
    Completions,
    /// Whether cases of earlier years were open.
    EarlierCases,
}

impl Recording {
    /// All that is missing apart from days, in the order it is told. Without days of completion nobody asks for cases of
    /// earlier years.
    pub fn missing(&self) -> Vec<Missing> {
        let fields = self.fields.absent.iter().map(|field| match field {
            Field::ClosedOn if self.fields.closes_in_part => Missing::Completions,
            field => Missing::Field(*field),
        });
        let lacks_earlier = self.lacks_earlier && self.fields.has(Field::ClosedOn);
        let earlier = lacks_earlier.then_some(Missing::EarlierCases);
        fields.chain(earlier).collect()
    }

    /// Whether any part of the report year is covered, of the office or of the house.
    pub fn has_receipts(&self, population: Population) -> bool {
        self.has(&Figure::Count(Count::cases(population)))
    }

    /// Whether the exports cover all days of the report year for the cases of a figure, and none of them ends early
    /// beside others.
    pub fn is_whole(&self, figure: &Figure) -> bool {
        cases_of(figure)
            .map(|count| count.population)
            .all(|of| self.days.gaps_of(of).is_empty() && self.days.in_part_of(of).is_empty())
    }

    /// The same, and no completion of a case of an earlier year is missing.
    pub fn holds_all(&self, figure: &Figure) -> bool {
        let mut counts = cases_of(figure);
        let lacks_earlier =
            self.lacks_earlier && counts.any(|count| count.population == Population::Closed);
        self.is_whole(figure) && !lacks_earlier
    }

    /// Whether they cover all days of a period that is over, and there was the office on all of them, where its cases are counted.
    pub fn covers_year(&self, figure: &Figure) -> bool {
        let is_of_office = cases_of(figure).any(|count| count.population != Population::Krm);
        self.is_whole(figure)
            && self.days.period.is_none_or(|period| !period.is_interim())
            && !(is_of_office && self.days.opened_on.is_some())
    }

    /// Whether they tell all that a figure counts, so that it may be compared with that of another year.
    pub fn tells_all(&self, figure: &Figure) -> bool {
        self.has(figure)
            && self.covers_year(figure)
            && self.holds_all(figure)
            && !self.is_partial(figure)
    }

    /// Whether a figure counts a part of the year some of whose days not all exports cover, on some of which there was no
    /// office yet, or which an interim report ends in: it is no measure of that part.
    pub fn is_of_part_with_gap(&self, figure: &Figure) -> bool {
        let Figure::Count(Count { period, population, unit, .. }) = figure else { return false };
        let (first, last) = period.months();
        let is_in_part = |from: i8, to: i8| from <= last && first <= to;
        let position = |day: Date| self.days.position(day);
        let is_at = |day: Date| is_in_part(position(day), position(day));
        let opens = self.days.opened_on.is_some_and(is_at);
        let mut gaps =
            self.days.gaps_of(*population).iter().chain(self.days.in_part_of(*population));
        let until = self.days.period.and_then(ReportPeriod::until);
        let is_cut = until
            .is_some_and(|day| is_at(day) && (position(day), day) != (last, day.last_of_month()));
        let lacks_days = opens && *population != Population::Krm
            || is_cut
            || gaps.any(|(from, to)| is_in_part(position(*from), position(*to)));
        lacks_days && *period != Period::Year && *unit != Unit::Activities && self.has(figure)
    }

    /// What is missing of the time a figure of the report year counts; `None` where nothing is, or all.
    pub fn lack(&self, figure: &Figure, year: ReportPeriod) -> Option<Lack> {
        if !self.has(figure) {
            return None;
        }
        match figure {
            Figure::Count(count) => self.lack_of_count(count, year),
            Figure::Share(share) => self.lack_of_count(share.part(), year),
            Figure::Days(days) => self.lack_of_count(&days.of, year),
            Figure::Ledger(_) | Figure::Compared(_) => None,
        }
    }

    fn lack_of_count(&self, count: &Count, year: ReportPeriod) -> Option<Lack> {
        let until = year.cut_off(count.period).filter(|_| count.period != Period::Year);
        let cut = until.map(|_| Lack { until, ..Lack::default() });
        if count.unit == Unit::Activities {
            return cut;
        }
        let (first, last) = year.bounds(count.period);
        let is_in_year = |day: &Date| year.contains(Period::Year, *day);
        let opened =
            self.days.opened_on.filter(|day| is_in_year(day) && first < *day && *day <= last);
        let (since, from) = match count.population {
            Population::Krm => (None, first),
            Population::Received => (opened, first),
            // Cases received at any time before are among the completed ones.
            Population::Closed => (opened, year.bounds(Period::Year).0),
            // A stock that is known rests on all days before it.
            Population::Open => return cut,
            Population::CarriedForward => return None,
        };
        let within = |days: &[(Date, Date)], from: Date| -> Vec<(Date, Date)> {
            let is_within =
                |(start, end): &&(Date, Date)| is_in_year(start) && *start <= last && from <= *end;
            let clipped = |(start, end): &(Date, Date)| ((*start).max(from), (*end).min(last));
            days.iter().filter(is_within).map(clipped).collect()
        };
        let days = within(self.days.gaps_of(count.population), from);
        let in_part = within(self.days.in_part_of(count.population), first);
        let of_receipts = count.population == Population::Closed && !days.is_empty();
        let lack = Lack { days, in_part, of_receipts, since, until };
        (lack != Lack::default()).then_some(lack)
    }
}

/// The counts of cases whose values a figure needs.
fn cases_of(figure: &Figure) -> impl Iterator<Item = &Count> {
    let counts = figure.of_this_year().counts().into_iter();
    counts.filter(|count| count.unit != Unit::Activities)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RecordedDays;
    use jiff::civil::date;

    #[test]
    fn a_half_year_lacks_its_missing_month_and_the_completions_after_it_lack_the_receipts() {
        let year = ReportPeriod::new(2017).unwrap();
        let gap = (date(2017, 5, 1), date(2017, 5, 31));
        let days = RecordedDays { gaps: vec![gap], ..RecordedDays::default() };
        let recording = Recording { days, ..Recording::default() };
        let lack = |population, period| {
            let figure = Figure::Count(Count::cases(population).during(period));
            recording.lack(&figure, year)
        };
        let of_half = lack(Population::Received, Period::HalfYear(1)).unwrap();
        assert_eq!((of_half.days.as_slice(), of_half.of_receipts), ([gap].as_slice(), false));
        assert_eq!(lack(Population::Received, Period::HalfYear(2)), None);
        // Nothing is left of the month itself.
        assert_eq!(lack(Population::Received, Period::Month(5)), None);
        assert!(lack(Population::Closed, Period::HalfYear(2)).unwrap().of_receipts);
        assert_eq!(lack(Population::Closed, Period::Quarter(1)), None);
        assert_eq!(lack(Population::Krm, Period::HalfYear(1)), None);
    }

    #[test]
    fn the_time_before_the_office_opened_is_missing_of_its_cases_and_not_of_the_house() {
        let year = ReportPeriod::new(2017).unwrap();
        let opened = date(2017, 5, 15);
        let of_day = |day| RecordedDays::default().of_period(year, Some(day));
        let recording = Recording { days: of_day(opened), ..Recording::default() };
        let lack = |population, period| {
            let figure = Figure::Count(Count::cases(population).during(period));
            recording.lack(&figure, year).map(|lack| lack.since)
        };
        assert_eq!(lack(Population::Received, Period::Month(5)), Some(Some(opened)));
        assert_eq!(lack(Population::Received, Period::Year), Some(Some(opened)));
        assert_eq!(lack(Population::Received, Period::Month(6)), None);
        assert_eq!(lack(Population::Krm, Period::HalfYear(1)), None);
        let of = |population| Figure::Count(Count::cases(population).during(Period::Month(4)));
        assert!(!recording.has(&of(Population::Received)));
        assert!(recording.has(&of(Population::Krm)));
        assert!(!recording.covers_year(&of(Population::Received)));
        assert!(recording.covers_year(&of(Population::Krm)));
        assert_eq!(of_day(date(2017, 1, 1)).opened_on, None);
    }
}
