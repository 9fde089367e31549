//! Names of dimensions and units in print.

use crate::domain::{Dimension, Field, Period, Unit};

/// The head of a dimension's column: `Thema`. Of categories an office's `Words` tell more.
pub fn dimension_name(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Own(own) => own.label(),
        Dimension::OwnTarget(target) => target.label,
        Dimension::Category => "Art",
        Dimension::CategoryGroup => "Art (zusammengefasst)",
        Dimension::Topic => "Thema",
        Dimension::TopicGroup => "Themengruppe",
        Dimension::ResponsibleBody => "Zuständiger Träger",
        Dimension::SubmitterGroup => "Einreichende",
        Dimension::Support => "Unterstützung durch Dritte",
        Dimension::Assessment => "Bewertung",
        Dimension::JustifiedReason => "Grund",
        Dimension::Channel => "Eingangsweg",
        Dimension::Outcome => "Ergebnis",
        Dimension::ClarifiedWith => "Geklärt mit",
        Dimension::SupportingBody => "Unterstützende Stelle",
        Dimension::Site => "Standort",
        Dimension::DurationBand => "Bearbeitungsdauer",
        Dimension::Target => "Zielfrist",
        Dimension::Weekday => "Wochentag des Eingangs",
        Dimension::WeekdayGroup => "Wochenteil des Eingangs",
        Dimension::ActivityKind => "Art der Aktivität",
        Dimension::PartnerGroup => "Partnergruppe",
        Dimension::Invitation => "Auf Einladung",
    }
}

/// What a field of an export tells, in a sentence: `Bewertung`, `Tag der Erledigung`.
pub fn field_name(field: Field) -> &'static str {
    match field {
        Field::CaseId => "Fallnummer",
        Field::ReceivedOn => "Tag des Eingangs",
        Field::AcknowledgedOn => "Tag der Eingangsbestätigung",
        Field::ClosedOn => "Tag der Erledigung",
        Field::JustifiedReason => "Begründungsgrund",
        Field::SubmitterName => "Name des Einreichers",
        Field::Remark => "Erfasserbemerkung",
        Field::ScopeAnswer => "Zugehörigkeit",
        Field::State => "Stand des Falls",
        field => field.dimension().map_or("", dimension_name),
    }
}

/// What stands for the value of cases from exports that do not record it, where others do.
pub const NOT_RECORDED: &str = "nicht erfasst";

/// The name of the parts a year is divided into: `Halbjahr`.
pub fn part_of_year_name(period: Period) -> &'static str {
    match period {
        Period::Year | Period::OneYear(_) => "Jahr",
        Period::HalfYear(_) => "Halbjahr",
        Period::Quarter(_) => "Quartal",
        Period::Month(_) => "Monat",
    }
}

/// The same of several, in the dative: `Halbjahren`.
pub fn parts_of_year_name(period: Period) -> &'static str {
    match period {
        Period::Year | Period::OneYear(_) => "Jahren",
        Period::HalfYear(_) => "Halbjahren",
        Period::Quarter(_) => "Quartalen",
        Period::Month(_) => "Monaten",
    }
}

/// The counting unit in the plural: `Fälle`.
pub fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Cases => "Fälle",
        Unit::Mentions => "Nennungen",
        Unit::Activities => "Aktivitäten",
    }
}

/// Names in a sentence: `a, b und c`; empty without any.
pub fn enumeration(names: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let names: Vec<_> = names.into_iter().collect();
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    let Some((last, before)) = names.split_last() else { return String::new() };
    match before.join(", ") {
        before if before.is_empty() => (*last).to_owned(),
        before => format!("{before} und {last}"),
    }
}

/// The days of the week from Monday on, with their identifiers.
pub const WEEKDAYS: [(&str, &str); 7] = [
    ("monday", "Montag"),
    ("tuesday", "Dienstag"),
    ("wednesday", "Mittwoch"),
    ("thursday", "Donnerstag"),
    ("friday", "Freitag"),
    ("saturday", "Samstag"),
    ("sunday", "Sonntag"),
];

/// The name of a band of days, both ends inclusive; without an upper end: `über 56 Tage`.
pub fn duration_band(from: u32, to: Option<u32>) -> String {
    match to {
        None => format!("über {} Tage", from.saturating_sub(1)),
        Some(0) => "am selben Tag".to_owned(),
        Some(to) if from == 0 => format!("bis {to} Tage"),
        Some(to) if from == to => format!("{from} Tage"),
        Some(to) => format!("{from} bis {to} Tage"),
    }
}
