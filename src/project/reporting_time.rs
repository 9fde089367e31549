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

/// The period the report is about: `year`, or a year or a part of one as `period`.
fn period(
    report: &TomlFile<raw::Report>,
    overrides: Overrides<'_>,
    findings: &mut Findings,
) -> Option<ReportPeriod> {
    let raw = &report.report;
    let begins = begins(report, findings)?;
    let in_file = Said::InFile;
    let impossible = "dieser Berichtszeitraum ist nicht möglich";
    let (said, period, message) = match (overrides.period, &raw.year, &raw.period) {
        (Some(period), ..) => {
            (Said::AsOption("--period", period), read(period, begins), impossible)
        }
        (None, Some(year), None) => (
            in_file(year.span()),
            i16::try_from(*year.get_ref())
                .ok()
                .and_then(ReportPeriod::new)
                .filter(|_| begins == CALENDAR),
            match begins == CALENDAR {
                true => "das Berichtsjahr ist nicht möglich",
                false => {
                    "`year` ist ein Kalenderjahr, und nach `year_begins` beginnen die Jahre in einem anderen Monat"
                }
            },
        ),
        (None, None, Some(period)) => {
            (in_file(period.span()), read(period.get_ref().trim(), begins), impossible)
        }
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
        let finding = said.finding(report, message).expected(match begins == CALENDAR {
            true => "`year = 2017`, oder `period` mit einem Jahr, Halbjahr oder Quartal: \"2017\", \"2017-H1\", \"2017-Q3\"",
            false => "`period` mit einem Jahr, Halbjahr oder Quartal: \"2016/17\", \"2016/17-H1\", \"2016/17-Q3\"",
        });
        let is_of_school = overrides.period.or(raw.period.as_ref().map(|it| it.get_ref().as_str()));
        let is_of_school = is_of_school.is_some_and(|it| it.contains('/')) && begins == CALENDAR;
        findings.push(match is_of_school {
            true => finding.help("ein Jahr wie \"2016/17\" braucht unter [report] den Monat, in dem es beginnt: year_begins = 8"),
            false => finding,
        });
    }
    period
}

/// The month in which calendar years begin.
const CALENDAR: i8 = 1;

/// A period as it is written: `2016/17-H1`.
fn read(text: &str, begins: i8) -> Option<ReportPeriod> {
    // A name with its sign for folders is no text of an office.
    let name = (!text.contains('_')).then(|| text.replace('/', "_"))?;
    ReportPeriod::parse_from(&name, begins)
}

/// The month in which the office's years begin.
fn begins(report: &TomlFile<raw::Report>, findings: &mut Findings) -> Option<i8> {
    let Some(month) = &report.report.year_begins else { return Some(CALENDAR) };
    let begins = i8::try_from(*month.get_ref()).ok().filter(|month| (1..=12).contains(month));
    if begins.is_none() {
        let message = "der Monat, in dem ein Jahr beginnt, ist nicht möglich";
        let finding = report.wrong(month, message);
        findings.push(finding.expected("eine Zahl von 1 bis 12, etwa 8 für ein Schuljahr"));
    }
    begins
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
