//! Deadlines and reference figures in print.

use super::dates::year_label;
use super::numbers::Numbers;
use crate::domain::{Field, Limit, OwnTarget, Reference, ReportPeriod};
use serde::Serialize;

/// What sentences say of a deadline of the office; chapters have it under these names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeadlineWords {
    /// Its name: `Eingangsbestätigung`.
    pub label: String,
    /// What a case does that keeps it: `innerhalb von 3 Arbeitstagen bestätigt oder erledigt`.
    pub done: String,
    /// The rule in whole sentences.
    pub rule: String,
    /// The conditions of its base, as figure ids have them.
    pub of: String,
}

impl DeadlineWords {
    /// Those of a deadline for cases that meet a condition, in words where there is one.
    pub fn new(target: &OwnTarget, condition: Option<&str>, of: &str) -> Self {
        let within = within(target.limit);
        let is_acknowledgement = target.until == Field::AcknowledgedOn;
        let done = if is_acknowledgement { "bestätigt oder erledigt" } else { "erledigt" };
        let mut rule = match is_acknowledgement {
            true => format!(
                "Der Eingang eines Falls soll {within} bestätigt sein; ist der Fall bis dahin erledigt, braucht er keine Bestätigung."
            ),
            false => format!("Ein Fall soll {within} erledigt sein."),
        };
        if let Some(condition) = condition {
            rule.push_str(&format!(" Das betrifft nur Fälle, für die gilt: {condition}."));
        }
        if let Limit::WorkingDays(_, land) = target.limit {
            rule.push_str(&format!(" Arbeitstage sind die Tage von Montag bis Freitag ohne die gesetzlichen Feiertage {}; der Tag des Eingangs zählt nicht mit.", land.within()));
        }
        Self {
            label: target.label.to_owned(),
            done: format!("{within} {done}"),
            rule,
            of: of.to_owned(),
        }
    }
}

/// `innerhalb von 3 Arbeitstagen`, `innerhalb eines Kalendertags`.
fn within(limit: Limit) -> String {
    let (number, kind) = match limit {
        Limit::Days(days) => (days, "Kalendertag"),
        Limit::WorkingDays(days, _) => (days, "Arbeitstag"),
    };
    match number {
        1 => format!("innerhalb eines {kind}s"),
        number => format!("innerhalb von {number} {kind}en"),
    }
}

/// What sentences say of a reference figure; chapters have it under these names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReferenceWords {
    /// Its name: `Bedarfsgemeinschaften`.
    pub label: String,
    /// Its numbers and where they come from, in a sentence.
    pub text: String,
}

impl ReferenceWords {
    /// Those of a reference figure up to the year of a report.
    pub fn new(reference: &Reference, period: ReportPeriod, numbers: Numbers) -> Self {
        let values = reference.values.range(..=period.year());
        let of_years: Vec<String> = values
            .map(|(year, value)| {
                format!("{}: {}", year_label(period, *year), numbers.count(*value))
            })
            .collect();
        let of_years = match of_years.is_empty() {
            true => String::new(),
            false => format!(" ({})", of_years.join("; ")),
        };
        let mut text =
            format!("Bezugsgröße: {}{of_years}. Quelle: {}.", reference.label, reference.source);
        if !reference.values.contains_key(&period.year()) {
            let year = year_label(period, period.year());
            text.push_str(&format!(" Für {year} liegt ihre Zahl nicht vor; wie viele Fälle auf je 1000 kamen, ist deshalb nicht erfasst."));
        }
        Self { label: reference.label.to_owned(), text }
    }
}
