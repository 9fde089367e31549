//! The period of an edition in the archive: how it is recorded, and whether the edition and the report can be protected together.

use super::Settings;
use super::archived_report::ArchivedReport;
use crate::diagnostic::{Finding, FindingCode, Place};
use crate::domain::{Period, ReportPeriod};
use crate::locale::{date_long, period_label};
use jiff::civil::Date;

/// Whether a report on a period can say this of its data: the period is over.
pub(super) fn is_after(as_of: Date, period: ReportPeriod) -> bool {
    as_of >= period.bounds(Period::Year).1
}

/// What a period is of its year, as an edition records it: `H1`; nothing for a whole year, and the name of a run of months.
pub fn part_of(period: ReportPeriod) -> Option<String> {
    let name = period.name();
    match period.part() {
        None => Some(name),
        Some(_) => name.split_once('-').map(|(_, part)| part.to_owned()),
    }
}

/// The month in which its year begins, as an edition records it: nothing for a calendar year.
pub fn begins_of(period: ReportPeriod) -> Option<i8> {
    (!period.is_of_calendar()).then(|| period.begins())
}

impl ArchivedReport {
    /// The period it is about; `None` where its parts are none.
    pub(super) fn period(&self) -> Option<ReportPeriod> {
        let begins = self.begins.unwrap_or(1);
        let year = ReportPeriod::new(self.year)?.beginning_in(begins)?.name();
        let name = match &self.part {
            Some(run) if run.contains('_') => run.clone(),
            Some(part) => format!("{year}-{part}"),
            None => year,
        };
        ReportPeriod::parse_from(&name, begins).filter(|it| it.year() == self.year)
    }
}

/// A finding where an edition and the report cannot be protected together: of an interim report more is known, or neither holds all of
/// the other.
pub(super) fn apart(file: &str, period: ReportPeriod, settings: &Settings) -> Option<Finding> {
    let of_report = settings.period;
    let is_nested = period.covers(of_report) || of_report.covers(period);
    match period.overlaps(of_report) {
        true if reaches_beyond(period, of_report) => Some(beyond(file, period, settings)),
        true if !is_nested => Some(across(file, period)),
        _ => None,
    }
}

/// Whether an edition that overlaps with an interim report tells of days behind its end.
fn reaches_beyond(period: ReportPeriod, of_report: ReportPeriod) -> bool {
    let end = period.bounds(Period::Year).1;
    of_report.until().is_some_and(|until| until < end)
}

/// The difference between the two would tell of few days, and nothing could protect them.
fn beyond(file: &str, period: ReportPeriod, settings: &Settings) -> Finding {
    let (until, end) = (date_long(settings.as_of), period.bounds(Period::Year).1);
    Finding::new(
        FindingCode::ConfigValue,
        format!("der Bericht ist ein Zwischenstand bis {until}, und diese Ausgabe hat mehr von derselben Zeit erzählt"),
    )
    .at(Place::file(file))
    .expected(format!("ein Stand (`as_of` oder `--as-of`) ab {}", date_long(end)))
    .help("der Unterschied beider Berichte verriete, was in wenigen Tagen eingegangen ist")
}

/// Neither holds all of the other, as a calendar year and a school year: what both tell of the days they share, and each of others,
/// is not proved together.
fn across(file: &str, period: ReportPeriod) -> Finding {
    Finding::new(
        FindingCode::ConfigValue,
        format!(
            "diese Ausgabe über den Zeitraum {} überschneidet sich mit dem des Berichts, und keiner enthält den anderen ganz",
            period_label(period, Period::Year)
        ),
    )
    .at(Place::file(file))
    .help("solche Berichte lassen sich nicht gemeinsam schützen: Beginnen Sie mit dem ersten Zeitraum, der sich mit keinem freigegebenen überschneidet")
}
