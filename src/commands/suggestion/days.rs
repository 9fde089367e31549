//! Which period the cases of some files are about.

use crate::domain::{Field, Period, ReportPeriod};
use crate::intake::day_meant;
use crate::project::{DateOrder, DateRules};
use jiff::civil::Date;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Receipts in fewer months of a half-year say nothing about the other half.
const MONTHS_THAT_TELL: usize = 4;

/// Where so many receipts were still to be expected in a year, it is not over.
const MANY: u64 = 10;

/// The months in which years other than those of the calendar usually begin: of schools and universities.
const USUAL: std::ops::RangeInclusive<i8> = 8..=10;

/// In which order day and month may stand: as declared or as the form tells, day first, month first.
const ORDERS: [Option<DateOrder>; 3] =
    [None, Some(DateOrder::DayFirst), Some(DateOrder::MonthFirst)];

/// The days of some files' cases.
#[derive(Default)]
pub(super) struct Days {
    read: [Read; 3],
}

/// What they are in one order of day and month.
#[derive(Default)]
struct Read {
    /// Receipts by year and month.
    receipts: BTreeMap<(i16, i8), u64>,
    /// How many of them have a year of two digits.
    short: u64,
    last: Option<Date>,
}

impl Read {
    fn number(&self) -> u64 {
        self.receipts.values().sum()
    }
}

impl Days {
    /// Takes a cell of a column of days.
    pub(super) fn add(&mut self, field: Field, text: &str, rules: &DateRules) {
        if !matches!(field, Field::ReceivedOn | Field::ClosedOn) {
            return;
        }
        for (read, order) in self.read.iter_mut().zip(ORDERS) {
            let order = order.or(rules.order);
            let Some(day) = day_meant(text, &any_year(order, rules)) else { continue };
            read.last = read.last.max(Some(day));
            if field == Field::ReceivedOn {
                let is_long = day_meant(text, &DateRules { order, ..rules.clone() }).is_some();
                read.short += u64::from(!is_long);
                *read.receipts.entry((day.year(), day.month())).or_default() += 1;
            }
        }
    }

    /// Whether a text is a day, in whatever order.
    pub(super) fn is_day(text: &str, rules: &DateRules) -> bool {
        let is_day = |order: Option<DateOrder>| {
            day_meant(text.trim(), &any_year(order.or(rules.order), rules)).is_some()
        };
        ORDERS.into_iter().any(is_day)
    }

    /// Whether it has to be declared that years have two digits.
    pub(super) fn have_short_years(&self) -> bool {
        self.meant().short > 0
    }

    /// The order in which clearly more receipts are days than in any other, where it has to be declared.
    pub(super) fn order(&self) -> Option<&'static str> {
        let [plain, day_first, month_first] = self.read.each_ref().map(Read::number);
        match day_first.cmp(&month_first) {
            Ordering::Greater if day_first > plain => Some("dmy"),
            Ordering::Less if month_first > plain => Some("mdy"),
            _ => None,
        }
    }

    /// The days in that order.
    fn meant(&self) -> &Read {
        let [plain, day_first, month_first] = &self.read;
        match self.order() {
            Some("dmy") => day_first,
            Some(_) => month_first,
            None => plain,
        }
    }

    /// The latest year with at least half as many receipts as the fullest one whose end the receipts reach, or its half-year where all
    /// of them are of it; a year that begins in another month where the receipts are those of such years. With the receipts of that
    /// time and of all. `None` without a receipt.
    pub(super) fn period(&self) -> Option<(ReportPeriod, u64, u64)> {
        let receipts = &self.meant().receipts;
        let all = receipts.values().sum();
        if let Some(period) = year_of_another_month(receipts) {
            let within = receipts.iter().filter(|(month, _)| period.has_month(**month));
            return Some((period, within.map(|(_, count)| count).sum(), all));
        }
        let mut years: BTreeMap<i16, u64> = BTreeMap::new();
        for ((year, _), count) in receipts {
            *years.entry(*year).or_default() += count;
        }
        let most = years.values().max()?;
        let months_of =
            |year: i16| receipts.keys().filter(move |(of, _)| *of == year).map(|(_, month)| *month);
        let is_over = |year: i16| {
            let last = months_of(year).max().unwrap_or_default();
            most * u64::from((12 - last).unsigned_abs()) < MANY * 12
        };
        let full = || years.iter().filter(|(_, count)| **count * 2 >= *most);
        let (year, count) =
            full().rfind(|(year, _)| is_over(**year)).or_else(|| full().next_back())?;
        let months: Vec<i8> = months_of(*year).collect();
        let half = match (months.iter().max(), months.iter().min()) {
            _ if months.len() < MONTHS_THAT_TELL => None,
            (Some(..=6), _) => Some("H1"),
            (_, Some(7..)) => Some("H2"),
            _ => None,
        };
        let name = half.map_or(year.to_string(), |half| format!("{year}-{half}"));
        Some((ReportPeriod::parse(&name)?, *count, all))
    }

    /// The last day of a case, not before the end of a period.
    pub(super) fn as_of(&self, period: ReportPeriod) -> Date {
        let (_, end) = period.bounds(Period::Year);
        self.meant().last.unwrap_or(end).max(end)
    }
}

/// The same with an order of day and month, where years may have two digits.
fn any_year(order: Option<DateOrder>, rules: &DateRules) -> DateRules {
    DateRules { order, two_digit_years: true, ..rules.clone() }
}

/// The last of the years that begin in another month than January, where all months with a fair number of receipts are one such year,
/// or several that begin in a usual month.
fn year_of_another_month(receipts: &BTreeMap<(i16, i8), u64>) -> Option<ReportPeriod> {
    let most = receipts.values().max()?;
    let mut fair =
        receipts.iter().filter(|(_, count)| **count * 4 >= *most).map(|(month, _)| *month);
    let first = fair.next()?;
    let last = fair.next_back()?;
    let length =
        (i32::from(last.0) - i32::from(first.0)) * 12 + i32::from(last.1) - i32::from(first.1) + 1;
    let is_one = (10..=12).contains(&length) && first.0 < last.0;
    let are_several = length % 12 == 0 && USUAL.contains(&first.1);
    let is_told = receipts.values().sum::<u64>() >= MANY && (is_one || are_several);
    let years = i16::try_from((length - 1) / 12).ok()?;
    let year = ReportPeriod::new(first.0 + years)?.beginning_in(first.1)?;
    is_told.then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(days: &[&str]) -> Option<String> {
        let mut found = Days::default();
        let rules = DateRules::default();
        days.iter().for_each(|day| found.add(Field::ReceivedOn, day, &rules));
        found.period().map(|(period, ..)| period.name())
    }

    #[test]
    fn the_period_is_the_latest_year_or_half_year_that_is_full() {
        assert_eq!(period(&[]), None);
        assert_eq!(period(&["1.3.2023", "1.8.2023", "1.9.2023", "2.1.2024"]), Some("2023".into()));
        assert_eq!(period(&["1.3.2023", "1.8.2023", "1.2.2024", "1.8.2024"]), Some("2024".into()));
        let spring = ["1.1.2024", "1.2.2024", "1.3.2024", "1.6.2024"];
        assert_eq!(period(&spring), Some("2024-H1".into()));
        let autumn = ["1.7.2024", "1.9.2024", "1.10.2024", "1.11.2024"];
        assert_eq!(period(&autumn), Some("2024-H2".into()));
        assert_eq!(period(&["1.1.2024", "1.2.2024"]), Some("2024".into()), "too few months");
    }

    #[test]
    fn a_year_that_goes_on_behind_the_receipts_is_not_the_last_whole_one() {
        let months = |from: i32, to: i32| {
            let days = (from..to)
                .map(|at| format!("5.{}.{}", at.rem_euclid(12) + 1, 2022 + at.div_euclid(12)));
            let days: Vec<String> = days.flat_map(|day| [day.clone(), day.clone(), day]).collect();
            period(&days.iter().map(String::as_str).collect::<Vec<_>>())
        };
        assert_eq!(months(0, 36).as_deref(), Some("2024"));
        assert_eq!(months(0, 32).as_deref(), Some("2023"), "2024 ends in August");
        assert_eq!(months(4, 36).as_deref(), Some("2024"));
        assert_eq!(months(0, 8).as_deref(), Some("2022"), "there is no other");
        assert_eq!(months(7, 19).as_deref(), Some("2022_23"), "from August to July");
        assert_eq!(months(9, 33).as_deref(), Some("2023_24"), "two years from October on");
        assert_eq!(months(6, 30).as_deref(), Some("2023"), "half-years of the calendar");
    }

    #[test]
    fn the_order_of_day_and_month_is_told_by_days_above_twelve() {
        let order = |days: &[&str]| {
            let mut found = Days::default();
            let rules = DateRules::default();
            days.iter().for_each(|day| found.add(Field::ReceivedOn, day, &rules));
            found.order()
        };
        assert_eq!(order(&["3/4/2024", "18/2/2024"]), Some("dmy"));
        assert_eq!(order(&["3/4/2024", "2/18/2024"]), Some("mdy"));
        assert_eq!(order(&["3/4/2024"]), None);
        assert_eq!(order(&["3.4.2024", "18.2.2024"]), None);
    }
}
