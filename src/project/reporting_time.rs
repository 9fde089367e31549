//! Which time a report is about, and as of which day: `year`, `period`, or `from` and `to`; `as_of`; or what a run says in their place.

use super::raw;
use super::settings::local_date;
use super::toml_file::TomlFile;
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::{NoPeriod, ReportPeriod, month_of};
use jiff::civil::Date;
use std::ops::Range;
use toml::Spanned;

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
        findings.push(finding.help("`as_of` ist der Tag, an dem die Daten abgezogen wurden; `year` das Jahr, über das berichtet wird, `period` ein Halbjahr oder Quartal, `from` und `to` eine andere Zeit"));
    }
    Some(ReportingTime { period: until.unwrap_or(period), as_of })
}

/// The period the report is about: `year`, `period`, or `from` and `to`.
fn period(
    report: &TomlFile<raw::Report>,
    overrides: Overrides<'_>,
    findings: &mut Findings,
) -> Option<ReportPeriod> {
    let raw = &report.report;
    let begins = begins(report, findings)?;
    let days = raw.from.as_ref().or(raw.to.as_ref());
    let (said, read) = match (overrides.period, &raw.year, &raw.period, days) {
        (Some(period), ..) => (Said::AsOption("--period", period), read(period, begins)),
        (None, Some(year), None, None) => {
            (Said::InFile(year.span()), of_year(*year.get_ref(), begins))
        }
        (None, None, Some(period), None) => {
            (Said::InFile(period.span()), read(period.get_ref().trim(), begins))
        }
        (None, None, None, Some(day)) => {
            (Said::InFile(day.span()), of_days(raw.from.as_ref(), raw.to.as_ref(), begins))
        }
        (None, None, None, None) => {
            (Said::InFile(raw.as_of.span()), Err("unter [report] fehlt der Berichtszeitraum"))
        }
        (None, year, period, days) => {
            let both = (year.as_ref().map(Spanned::span).filter(|_| period.is_none()))
                .or_else(|| period.as_ref().map(Spanned::span));
            let span = both.or_else(|| days.map(Spanned::span)).unwrap_or_default();
            let message = match days {
                None => "`year` und `period` sagen beide, worüber berichtet wird",
                Some(_) => {
                    "`from` und `to` sagen, worüber berichtet wird, und `year` oder `period` sagt es auch"
                }
            };
            (Said::InFile(span), Err(message))
        }
    };
    let message = match read {
        Ok(period) => return Some(period),
        Err(message) => message,
    };
    let is_run = overrides.period.is_none() && days.is_some();
    let finding = said.finding(report, message).expected(match (is_run, begins == CALENDAR) {
        (true, _) => "der erste Tag eines Monats und der letzte eines Monats: from = 2017-03-01, to = 2017-10-31; zusammen höchstens sechs Jahre, und mehr als zwölf Monate nur als ganze Halbjahre",
        (false, true) => "`year = 2017`, oder `period` mit einem Jahr, Halbjahr oder Quartal: \"2017\", \"2017-H1\", \"2017-Q3\"; andere Zeiten mit `from` und `to`, oder hier als \"2017-03/2017-10\"",
        (false, false) => "`period` mit einem Jahr, Halbjahr oder Quartal: \"2016/17\", \"2016/17-H1\", \"2016/17-Q3\"; andere Zeiten mit `from` und `to`, oder hier als \"2016-10/2017-05\"",
    });
    let text = overrides.period.or(raw.period.as_ref().map(|it| it.get_ref().as_str()));
    let is_school = |it: &str| it.split_once('/').is_some_and(|(_, year)| !is_year(year));
    let is_of_school = begins == CALENDAR && message == IMPOSSIBLE && text.is_some_and(is_school);
    findings.push(match (is_of_school, message) {
        (true, _) => finding.help("ein Jahr wie \"2016/17\" braucht unter [report] den Monat, in dem es beginnt: year_begins = 8"),
        (_, NO_WHOLE_MONTHS) => finding.help("gab es Ihr Büro erst ab einem Tag im Monat, beginnen Sie mit dem ganzen Monat, und nennen Sie den Tag unter `opened_on`"),
        (_, NO_HALF_YEARS) => finding.help("Halbjahre zählen vom Januar an, oder vom Monat, den `year_begins` nennt: Für März 2017 bis August 2018 ist es year_begins = 3"),
        _ => finding,
    });
    None
}

/// Whether a text begins with the four digits of a calendar year.
fn is_year(text: &str) -> bool {
    text.get(..4).is_some_and(|year| year.chars().all(|c| c.is_ascii_digit()))
}

const IMPOSSIBLE: &str = "dieser Berichtszeitraum ist nicht möglich";
const NO_WHOLE_MONTHS: &str = "der Berichtszeitraum besteht nicht aus ganzen Monaten";
const NO_HALF_YEARS: &str =
    "ein Berichtszeitraum von mehr als zwölf Monaten besteht aus ganzen Halbjahren";

fn of_year(year: i64, begins: i8) -> Result<ReportPeriod, &'static str> {
    if begins != CALENDAR {
        return Err(
            "`year` ist ein Kalenderjahr, und nach `year_begins` beginnen die Jahre in einem anderen Monat",
        );
    }
    let year = i16::try_from(year).ok().and_then(ReportPeriod::new);
    year.ok_or("das Berichtsjahr ist nicht möglich")
}

/// The months from one day to another.
fn of_days(
    from: Option<&Spanned<toml::value::Datetime>>,
    to: Option<&Spanned<toml::value::Datetime>>,
    begins: i8,
) -> Result<ReportPeriod, &'static str> {
    let (Some(from), Some(to)) = (from, to) else {
        return Err(
            "`from` und `to` gehören zusammen: der erste und der letzte Tag des Berichtszeitraums",
        );
    };
    let days = local_date(from.get_ref()).zip(local_date(to.get_ref()));
    let (from, to) = days.ok_or("`from` und `to` sind Tage ohne Uhrzeit")?;
    if from != from.first_of_month() || to != to.last_of_month() {
        return Err(NO_WHOLE_MONTHS);
    }
    of_months((from.year(), from.month()), (to.year(), to.month()), begins)
}

fn of_months(from: (i16, i8), to: (i16, i8), begins: i8) -> Result<ReportPeriod, &'static str> {
    ReportPeriod::of_months(from, to, begins).map_err(|error| match error {
        NoPeriod::Backwards => "der Berichtszeitraum endet vor seinem Beginn",
        NoPeriod::TooLong => "der Berichtszeitraum ist länger als sechs Jahre",
        NoPeriod::NoHalfYears => NO_HALF_YEARS,
        NoPeriod::OutOfRange => IMPOSSIBLE,
    })
}

/// The month in which calendar years begin.
const CALENDAR: i8 = 1;

/// A period as it is written: `2016/17-H1`, `2017-03/2017-10`.
fn read(text: &str, begins: i8) -> Result<ReportPeriod, &'static str> {
    let months = text.split_once('/').and_then(|(from, to)| Some((month_of(from)?, month_of(to)?)));
    if let Some((from, to)) = months {
        return of_months(from, to, begins);
    }
    // A name with its sign for folders is no text of an office.
    let name = (!text.contains('_')).then(|| text.replace('/', "_"));
    name.and_then(|name| ReportPeriod::parse_from(&name, begins)).ok_or(IMPOSSIBLE)
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
