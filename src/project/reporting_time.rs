//! Which time a report is about, and as of which day: `year` or `period`, and `as_of`, or what a run says in their place.

use super::raw;
use super::settings::local_date;
use super::toml_file::TomlFile;
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::ReportPeriod;
use jiff::civil::Date;
use std::ops::Range;

/// What a run says in place of `report.toml`: the texts of `--period` and `--as-of`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Overrides<'a> {
    /// The period the report is about.
    pub period: Option<&'a str>,
    /// The day of the data.
    pub as_of: Option<&'a str>,
}

/// The period of a report and the day of its data.
pub(super) struct ReportingTime {
    pub(super) period: ReportPeriod,
    pub(super) as_of: Date,
}

/// Where something is said: at a place of `report.toml`, or as an option with its text.
enum Said<'a> {
    InFile(Range<usize>),
    AsOption(&'static str, &'a str),
}

impl Said<'_> {
    fn finding(&self, report: &TomlFile<raw::Report>, message: &str) -> Finding {
        let code = FindingCode::ConfigValue;
        match self {
            Self::InFile(span) => report.finding(code, span.clone(), message),
            Self::AsOption(name, text) => {
                Finding::new(code, format!("`{name} {text}`: {message}")).at(Place::option(name))
            }
        }
    }
}

pub(super) fn check(
    report: &TomlFile<raw::Report>,
    overrides: Overrides<'_>,
    findings: &mut Findings,
) -> Option<ReportingTime> {
    let period = period(report, overrides, findings);
    let (said, as_of) = as_of(report, overrides);
    if as_of.is_none() {
        let finding = said.finding(report, "der Stand (`as_of`) ist kein Datum");
        findings.push(finding.expected("ein Datum ohne Uhrzeit wie 2018-05-02"));
    }
    let (period, as_of) = (period?, as_of?);
    let until = period.as_of(as_of);
    if until.is_none() {
        let finding = said.finding(report, "der Stand liegt vor dem Beginn des Berichtszeitraums");
        findings.push(finding.help("`as_of` ist der Tag, an dem die Daten abgezogen wurden; `year` das Jahr, über das berichtet wird, `period` ein Halbjahr oder Quartal"));
    }
    Some(ReportingTime { period: until.unwrap_or(period), as_of })
}

/// The period the report is about: `year`, or a part of a year as `period`.
fn period(
    report: &TomlFile<raw::Report>,
    overrides: Overrides<'_>,
    findings: &mut Findings,
) -> Option<ReportPeriod> {
    const EXPECTED: &str = "`year = 2017`, oder `period` mit einem Jahr, Halbjahr oder Quartal: \"2017\", \"2017-H1\", \"2017-Q3\"";
    let raw = &report.report;
    let in_file = Said::InFile;
    let (said, period, message) = match (overrides.period, &raw.year, &raw.period) {
        (Some(period), ..) => (
            Said::AsOption("--period", period),
            ReportPeriod::parse(period),
            "dieser Berichtszeitraum ist nicht möglich",
        ),
        (None, Some(year), None) => (
            in_file(year.span()),
            i16::try_from(*year.get_ref()).ok().and_then(ReportPeriod::new),
            "das Berichtsjahr ist nicht möglich",
        ),
        (None, None, Some(period)) => (
            in_file(period.span()),
            ReportPeriod::parse(period.get_ref().trim()),
            "dieser Berichtszeitraum ist nicht möglich",
        ),
        (None, Some(_), Some(period)) => (
            in_file(period.span()),
            None,
            "`year` und `period` sagen beide, worüber berichtet wird",
        ),
        (None, None, None) => {
            (in_file(raw.as_of.span()), None, "unter [report] fehlt der Berichtszeitraum")
        }
    };
    if period.is_none() {
        findings.push(said.finding(report, message).expected(EXPECTED));
    }
    period
}

fn as_of<'a>(report: &TomlFile<raw::Report>, overrides: Overrides<'a>) -> (Said<'a>, Option<Date>) {
    match overrides.as_of {
        Some(text) => {
            let day = text.parse::<Date>().ok().filter(|day| day.to_string() == text);
            (Said::AsOption("--as-of", text), day)
        }
        None => {
            let as_of = &report.report.as_of;
            (Said::InFile(as_of.span()), local_date(as_of.get_ref()))
        }
    }
}
