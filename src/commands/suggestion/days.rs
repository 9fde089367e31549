//! Which period the cases of some files are about.

use crate::domain::{Field, Period, ReportPeriod};
use crate::intake::day_meant;
use crate::project::DateRules;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Receipts in fewer months of a half-year say nothing about the other half.
const MONTHS_THAT_TELL: usize = 4;

/// The days of some files' cases.
#[derive(Default)]
pub(super) struct Days {
    /// Receipts by year and month.
    receipts: BTreeMap<(i16, i8), u64>,
    last: Option<Date>,
}

impl Days {
    /// Takes a cell of a column of days.
    pub(super) fn add(&mut self, field: Field, text: &str, rules: &DateRules) {
        let is_of_case = matches!(field, Field::ReceivedOn | Field::ClosedOn);
        let Some(day) = is_of_case.then(|| day_meant(text, rules)).flatten() else { return };
        self.last = self.last.max(Some(day));
        if field == Field::ReceivedOn {
            *self.receipts.entry((day.year(), day.month())).or_default() += 1;
        }
    }

    /// The latest year with at least half as many receipts as the fullest one, or its half-year where all of them are of it; with
    /// the receipts of that year and of all. `None` without a receipt.
    pub(super) fn period(&self) -> Option<(ReportPeriod, u64, u64)> {
        let mut years: BTreeMap<i16, u64> = BTreeMap::new();
        for ((year, _), count) in &self.receipts {
            *years.entry(*year).or_default() += count;
        }
        let most = years.values().max()?;
        let (year, count) = years.iter().rfind(|(_, count)| **count * 2 >= *most)?;
        let months: Vec<i8> =
            self.receipts.keys().filter(|(of, _)| of == year).map(|(_, month)| *month).collect();
        let half = match (months.iter().max(), months.iter().min()) {
            _ if months.len() < MONTHS_THAT_TELL => None,
            (Some(..=6), _) => Some("H1"),
            (_, Some(7..)) => Some("H2"),
            _ => None,
        };
        let name = half.map_or(year.to_string(), |half| format!("{year}-{half}"));
        Some((ReportPeriod::parse(&name)?, *count, years.values().sum()))
    }

    /// The last day of a case, not before the end of a period.
    pub(super) fn as_of(&self, period: ReportPeriod) -> Date {
        let (_, end) = period.bounds(Period::Year);
        self.last.unwrap_or(end).max(end)
    }
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
}
