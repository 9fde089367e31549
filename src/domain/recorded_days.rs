//! Which days of the report year the exports cover, and whether there was an office on them.

use super::{Count, Day, Dimension, Period, Population, ReportPeriod, ValueCode};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The days the exports cover. The default: all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordedDays {
    /// Runs of days of the report year without a case of the ombuds office that the exports could hold, both inclusive,
    /// rising.
    pub gaps: Vec<(Date, Date)>,
    /// The same of the whole house.
    pub gaps_of_house: Vec<(Date, Date)>,
    /// Months of the report year, as runs of days, before a file with cases of the ombuds office begins late or after it ends
    /// early beside others: nobody can tell what is missing.
    pub in_part: Vec<(Date, Date)>,
    /// The same of any file.
    pub in_part_of_house: Vec<(Date, Date)>,
    /// Runs of days of which the exports hold no case of a site, though many were to be expected and others go on.
    pub gaps_of_sites: Vec<(ValueCode, (Date, Date))>,
    /// Sites and categories of which the exports hold no case of the report year, though there were many in the year before.
    pub gone: Vec<(Dimension, ValueCode)>,
    /// Whether the exports seem to hold completed cases alone.
    pub lacks_open_cases: bool,
    /// By position of a file: the last day on which its open cases are known to be open, where that is not the report's date.
    pub known_until: BTreeMap<u32, Day>,
    /// The first day of the office, where it is in the report year and not that year's first.
    pub opened_on: Option<Date>,
    /// The report's period; the default: any calendar year.
    pub period: Option<ReportPeriod>,
}

impl RecordedDays {
    /// The same of a report on this period and an office that opened on a day, which means something within it alone.
    #[must_use]
    pub fn of_period(mut self, year: ReportPeriod, day: Option<Date>) -> Self {
        self.period = Some(year);
        let (first, last) = year.bounds(Period::Year);
        self.opened_on = day.filter(|day| first < *day && *day <= last);
        self
    }

    /// First and last month of a part of the report's period by their positions, both inclusive; the first is the later one where an interim
    /// report has not reached the part.
    pub(super) fn months(&self, period: Period) -> (i8, i8) {
        self.period.map_or_else(|| period.months(), |of| of.months(period))
    }

    /// The position of a day's month in the report's period.
    pub(super) fn position(&self, day: Date) -> i8 {
        let month = (day.year(), day.month());
        // Days that are missing lie in the period.
        self.period.map_or(day.month(), |of| of.position(month).unwrap_or_default())
    }

    /// The days that are missing of the cases of a population.
    pub fn gaps_of(&self, population: Population) -> &[(Date, Date)] {
        match population {
            Population::Krm => &self.gaps_of_house,
            _ => &self.gaps,
        }
    }

    /// The days over which not all exports with cases of a population reach.
    pub fn in_part_of(&self, population: Population) -> &[(Date, Date)] {
        match population {
            Population::Krm => &self.in_part_of_house,
            _ => &self.in_part,
        }
    }

    /// The days of the report year of which nothing is known, or on which there was no office, both inclusive, rising.
    pub fn missing(&self, year: ReportPeriod) -> Vec<(Date, Date)> {
        let (first, _) = year.bounds(Period::Year);
        let eve = self.opened_on.and_then(|day| day.yesterday().ok());
        eve.map(|eve| (first, eve)).into_iter().chain(self.gaps.iter().copied()).collect()
    }

    /// Whether not all exports reach over the months up to one, 0 for none.
    pub(super) fn is_in_part_until(&self, month: i8) -> bool {
        self.in_part.iter().any(|(from, _)| self.position(*from) <= month)
    }

    /// Whether all days of all of some months, both inclusive, are missing.
    pub(super) fn lacks_all(&self, population: Population, (first, last): (i8, i8)) -> bool {
        (first..=last).all(|month| self.lacks_month(population, month))
    }

    /// Whether all days of any of some months, both inclusive, are missing.
    pub(super) fn lacks_any(&self, population: Population, (first, last): (i8, i8)) -> bool {
        (first..=last).any(|month| self.lacks_month(population, month))
    }

    /// Whether all days of a month, by its position, are missing: of the month in which an interim report ends, all up to its end.
    pub fn lacks_month(&self, population: Population, month: i8) -> bool {
        self.gaps_of(population).iter().any(|run| self.holds_month(run, month))
    }

    /// Whether a count asks for receipts alone of sites or categories of which the exports hold none of its time.
    pub fn lacks_values(&self, count: &Count) -> bool {
        let (first, last) = self.months(count.period);
        let lacks = |site: &ValueCode| {
            let runs = || self.gaps_of_sites.iter().filter(|(of, _)| of == site);
            (first..=last).all(|month| runs().any(|(_, run)| self.holds_month(run, month)))
        };
        let is_gone = |(dimension, codes): (Dimension, &BTreeSet<ValueCode>)| {
            codes.iter().all(|code| self.gone.contains(&(dimension, *code)))
        };
        matches!(count.population, Population::Received | Population::Krm)
            && !count.filter.is_contradiction()
            && (count.filter.allowed(Dimension::Site).is_some_and(|it| it.iter().all(lacks))
                || count.filter.conditions().any(is_gone))
    }

    /// Whether a run of days holds a whole month, by its position; of the one in which an interim report ends all up to its end.
    fn holds_month(&self, (from, to): &(Date, Date), month: i8) -> bool {
        let ends =
            *to == to.last_of_month() || self.period.and_then(ReportPeriod::until) == Some(*to);
        let last = self.position(*to) - i8::from(!ends);
        (self.position(*from), from.day()) <= (month, 1) && month <= last
    }
}
