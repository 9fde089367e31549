//! How dates of exports are written where their form alone does not tell the day: the office's time zone, the order of
//! day and month, and days that mean "never".

use super::raw;
use super::settings::local_date;
use super::toml_file::TomlFile;
use crate::diagnostic::Findings;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};

/// The time zone of an office that names none.
pub const DEFAULT_TIME_ZONE: &str = "Europe/Berlin";

/// What decides which day a date means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateRules {
    /// The zone whose days are counted: a time with a zone is the day it is there. Its rules are part of the program.
    pub time_zone: TimeZone,
    /// The order of day and month in dates with slashes or hyphens, where the officer has declared it.
    pub order: Option<DateOrder>,
    /// Whether the officer has declared that a year of two digits is one from 2000 on.
    pub two_digit_years: bool,
    /// Days that mean "not yet", rising.
    pub never: Vec<Date>,
}

/// What comes first in a date that ends with the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// `14/03/2017`
    DayFirst,
    /// `3/14/2017`
    MonthFirst,
}

impl Default for DateRules {
    fn default() -> Self {
        let time_zone = time_zone(DEFAULT_TIME_ZONE).unwrap_or(TimeZone::UTC);
        Self { time_zone, order: None, two_digit_years: false, never: Vec::new() }
    }
}

/// The zone of a name, from the rules inside the program: no file of the system is asked.
pub fn time_zone(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}

pub(super) fn rules(report: &TomlFile<raw::Report>, findings: &mut Findings) -> DateRules {
    let raw = &report.exports;
    let mut rules = DateRules { two_digit_years: raw.two_digit_years, ..DateRules::default() };
    if let Some(name) = &raw.time_zone {
        let expected = "ein Name der IANA-Datenbank, zum Beispiel \"Europe/Berlin\"";
        let told = ["diese Zeitzone ist nicht bekannt", expected];
        let zone = report.checked(name, |name| time_zone(name), told, findings);
        rules.time_zone = zone.unwrap_or(rules.time_zone);
    }
    rules.order = raw.date_order.as_ref().and_then(|order| {
        let read = |order: &String| match order.as_str() {
            "dmy" => Some(DateOrder::DayFirst),
            "mdy" => Some(DateOrder::MonthFirst),
            _ => None,
        };
        let expected = "\"dmy\" (Tag zuerst) oder \"mdy\" (Monat zuerst)";
        report.checked(order, read, ["diese Reihenfolge gibt es nicht", expected], findings)
    });
    rules.never.extend(raw.never.iter().filter_map(|day| {
        let read = |day: &raw::Day| match day {
            raw::Day::Date(date) => local_date(date),
            raw::Day::Text(text) => day_of(text),
        };
        let expected = "ein Tag, zum Beispiel \"31.12.9999\" oder 9999-12-31";
        report.checked(day, read, ["das ist kein Tag", expected], findings)
    }));
    rules.never.sort_unstable();
    rules.never.dedup();
    rules
}

/// `31.12.9999` or `9999-12-31`.
fn day_of(text: &str) -> Option<Date> {
    let parts = |separator| text.trim().split(separator).collect::<Vec<_>>();
    let date = |year: &str, month: &str, day: &str| {
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    };
    match (parts('.').as_slice(), parts('-').as_slice()) {
        ([day, month, year], _) => date(year, month, day),
        (_, [year, month, day]) => date(year, month, day),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_rules_of_zones_are_part_of_the_program() {
        for name in [DEFAULT_TIME_ZONE, "Europe/Vienna", "America/New_York", "UTC"] {
            assert!(time_zone(name).is_some(), "{name}");
        }
        assert!(time_zone("Europe/Bielefeld").is_none());
        assert_eq!(DateRules::default().time_zone.iana_name(), Some(DEFAULT_TIME_ZONE));
    }

    #[test]
    fn a_day_may_be_written_in_two_ways() {
        assert_eq!(day_of("31.12.9999"), Some(date(9999, 12, 31)));
        assert_eq!(day_of("1900-01-01"), Some(date(1900, 1, 1)));
        assert_eq!(day_of("31.02.2017"), None);
        assert_eq!(day_of("nie"), None);
    }
}
