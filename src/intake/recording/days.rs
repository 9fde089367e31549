//! Which days of the report year the exports cover. A long run of days without a receipt, where many were to be
//! expected by the days around it, is a gap: an export is missing, or ends early.

use super::stated;
use super::year_days::{Days, EXPECTED, Run, SHORTEST, bounds, gaps, joined};
use crate::diagnostic::{Code, Finding, Findings, Place};
use crate::domain::{Case, Count, Day, Figure, Period, Population, ReportYear};
use crate::intake::file_reading::FileReading;
use crate::locale::{days_label, enumeration};
use crate::project::{ArchivedValue, Project};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Days of the report year that are not covered, both inclusive, rising.
#[derive(Debug, Default)]
pub(super) struct Uncovered {
    /// No export has a receipt.
    pub(super) of_house: Vec<(Date, Date)>,
    /// No export has a receipt of the ombuds office.
    pub(super) of_office: Vec<(Date, Date)>,
}

impl Uncovered {
    /// Whether all days of a month are among those of the office, or those of the house.
    pub(super) fn holds(&self, project: &Project, month: u8) -> bool {
        let (first, last) = project.settings.year.bounds(Period::Month(month));
        [&self.of_office, &self.of_house]
            .into_iter()
            .flatten()
            .any(|(from, to)| *from <= first && last <= *to)
    }
}

/// The days of the report year that no export covers. A statement of the office decides, as far as no case contradicts
/// it; else the cases do. `declaration` is what the office is to write where nothing is missing.
pub(super) fn receipts(
    cases: &[Case],
    files: &[FileReading],
    (project, declaration): (&Project, &str),
    opened: Option<Date>,
    findings: &mut Findings,
) -> Uncovered {
    let report_year = project.settings.year;
    let year = bounds(report_year, Period::Year);
    let in_year = |case: &&Case| (year.0..=year.1).contains(&case.received_on.number());
    let of_office = || cases.iter().filter(|case| case.in_scope);
    let counted = |cases: &mut dyn Iterator<Item = &Case>| {
        Days::new(cases.map(|case| case.received_on), report_year).since(opened)
    };
    let all = match are_of_other_years(files, project) {
        true => vec![year],
        false => gaps(&counted(&mut cases.iter())),
    };
    let is_unmarked = has_many_in_another_year(files, project, opened)
        && cases.iter().any(|case| in_year(&case))
        && !of_office().any(|case| in_year(&case));
    let marked = match is_unmarked {
        true => vec![year],
        false => gaps(&counted(&mut of_office())),
    };
    let with_reason = |runs: Vec<Run>| {
        let runs = runs.into_iter().filter_map(|run| without_reason(run, project, opened));
        joined(runs.filter(|run| run.1 - run.0 + 1 >= SHORTEST).collect())
    };
    let without_receipt = with_reason(all.clone());
    let of_office = with_reason([all.clone(), marked].concat());
    let holds = |runs: &[Run], run: &Run| runs.iter().any(|gap| gap.0 <= run.0 && run.1 <= gap.1);
    let (no_receipt, no_marker): (Vec<&Run>, Vec<&Run>) =
        of_office.iter().partition(|run| holds(&without_receipt, run));
    // The office's own export may go on where that of the house has ended. Where the marker is missing, nobody knows which
    // cases are the others.
    let of_others = match no_marker.is_empty() {
        true => gaps(&counted(&mut cases.iter().filter(|case| !case.in_scope))),
        false => Vec::new(),
    };
    let of_house = with_reason([all, of_others].concat());
    let no_other = of_house.iter().filter(|run| !holds(&without_receipt, run)).collect();
    let no_marker_kind = if is_unmarked { Missed::MarkersOfYear } else { Missed::Markers };
    for (runs, missed) in [
        (no_receipt, Missed::Receipts),
        (no_marker, no_marker_kind),
        (no_other, Missed::OthersOfHouse),
    ] {
        findings.extend(missed.findings(&runs, declaration));
    }
    let outside_house = stated::outside(&counted_days(cases, report_year, false), project);
    let outside_office = stated::outside(&counted_days(cases, report_year, true), project);
    if let Some(finding) = stated::contradicted(cases, project) {
        findings.push(finding);
    }
    let date = |number| Day::from_number(number).map(Day::date);
    let dates = |runs: Vec<Run>, outside: Vec<Run>| {
        let runs = joined([runs, outside].concat()).into_iter();
        runs.filter_map(|(from, to)| Some((date(from)?, date(to)?))).collect()
    };
    Uncovered {
        of_house: dates(of_house, outside_house),
        of_office: dates(of_office, outside_office),
    }
}

/// The cases of each day of the year, of the house or of the office alone.
fn counted_days(cases: &[Case], year: ReportYear, of_office: bool) -> Days {
    let cases = cases.iter().filter(|case| case.in_scope || !of_office);
    Days::new(cases.map(|case| case.received_on), year)
}

/// Whether another year had so many cases of the office, as the exports or the report of the year before say, that one
/// without any is not to be believed. Nothing is to be expected of an office that opened in the year.
fn has_many_in_another_year(
    files: &[FileReading],
    project: &Project,
    opened: Option<Date>,
) -> bool {
    let year = project.settings.year;
    if opened.is_some_and(|day| day >= year.bounds(Period::Year).0) {
        return false;
    }
    let mut of_years: BTreeMap<i16, u64> = BTreeMap::new();
    let counts = files.iter().flat_map(|file| &file.of_office);
    for (of, count) in counts.filter(|(of, _)| **of != year.get()) {
        *of_years.entry(*of).or_default() += count;
    }
    let received = Figure::Count(Count::cases(Population::Received)).id(&project.taxonomy);
    let edition = project.earlier_year(year.get() - 1);
    let archived = edition.and_then(|edition| match edition.content.figures.get(&received)? {
        ArchivedValue::Count(count) => Some(*count),
        _ => None,
    });
    let mut counts = of_years.into_values().chain(archived);
    counts.any(|count| i64::try_from(count).is_ok_and(|count| count >= EXPECTED))
}

/// Whether the exports hold many receipts, and none of the report year.
fn are_of_other_years(files: &[FileReading], project: &Project) -> bool {
    let year = project.settings.year.get();
    let months = || files.iter().flat_map(|file| &file.months);
    let all: u64 = months().map(|(_, count)| *count).sum();
    months().all(|((of, _), _)| *of != year) && i64::try_from(all).is_ok_and(|all| all >= EXPECTED)
}

/// Whether a case of the office was received in the report year before it opened, as its configuration says: then it did
/// not open on that day.
pub(super) fn office_is_older(cases: &[Case], project: &Project, findings: &mut Findings) -> bool {
    let Some(opened) = project.settings.opened_on else { return false };
    let year = bounds(project.settings.year, Period::Year);
    let before = (year.0, year.1.min(Day::number_of(opened) - 1));
    let mut of_office = cases.iter().filter(|case| case.in_scope);
    if !of_office.any(|case| (before.0..=before.1).contains(&case.received_on.number())) {
        return false;
    }
    findings.push(
        Finding::new(
            Code::PeriodNotCovered,
            format!(
                "vor dem {} sind Fälle der Ombudsstelle eingegangen, obwohl es sie nach `opened_on` erst seit diesem Tag gibt; der Bericht richtet sich nach den Fällen und nennt den Tag nicht",
                crate::locale::date_short(opened)
            ),
        )
        .at(Place::file("report.toml"))
        .help("berichtigen Sie `opened_on`, oder prüfen Sie das Merkmal der Ombudsstelle (`scope.markers`)"),
    );
    true
}

/// What is left of a run without the days before the office opened, and those for which its exports are declared
/// complete.
fn without_reason((mut from, to): Run, project: &Project, opened: Option<Date>) -> Option<Run> {
    if let Some(opened) = opened {
        from = from.max(Day::number_of(opened));
    }
    // Whatever is outside is not covered by that very statement.
    (project.exports.complete.is_none() && from <= to).then_some((from, to))
}

/// What is missing in some runs of days.
#[derive(Clone, Copy, Debug)]
enum Missed {
    /// All receipts.
    Receipts,
    /// Those of the office.
    Markers,
    /// Those of the office, in all of the year.
    MarkersOfYear,
    /// Those of the house that are not the office's.
    OthersOfHouse,
}

impl Missed {
    /// One warning for all runs.
    fn findings(self, runs: &[&Run], declaration: &str) -> Findings {
        let mut findings = Findings::default();
        let date = |number: i32| Day::from_number(number).map(Day::date).unwrap_or_default();
        let labels: Vec<String> =
            runs.iter().map(|run| days_label(date(run.0), date(run.1))).collect();
        if labels.is_empty() {
            return findings;
        }
        let label = enumeration(labels.iter().map(String::as_str));
        let around = "obwohl nach den Tagen davor und danach viele zu erwarten sind";
        let (what, why) = match self {
            Self::Receipts => ("enthalten die Exporte keinen Eingang", around),
            Self::Markers => ("gehört kein Fall zur Ombudsstelle", around),
            Self::MarkersOfYear => (
                "gehört kein Fall zur Ombudsstelle",
                "obwohl das Haus Eingänge hat und die Ombudsstelle in einem anderen Jahr viele hatte",
            ),
            Self::OthersOfHouse => (
                "enthalten die Exporte keinen Eingang des Hauses neben denen der Ombudsstelle",
                around,
            ),
        };
        let help = match self {
            Self::Receipts | Self::OthersOfHouse => {
                "legen Sie den Export, der fehlt, in den Ordner `exports`"
            }
            Self::Markers | Self::MarkersOfYear => {
                "prüfen Sie, ob das Merkmal in dieser Zeit anders geschrieben wurde (`scope.markers` in report.toml)"
            }
        };
        findings.push(
            Finding::new(
                Code::PeriodNotCovered,
                format!("aus der Zeit {label} {what}, {why}; Zahlen dazu gelten als nicht erfasst"),
            )
            .at(Place::file("exports"))
            .help(format!("{help}; {declaration}")),
        );
        findings
    }
}
