//! Which days of the report year the exports cover. A long run of days without a receipt, where many were to be
//! expected by the days around it, is a gap: an export is missing, or ends early.

use super::stated;
use super::year_days::{Days, EXPECTED, Run, SHORTEST, bounds, gaps, joined, rest};
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::{Case, Count, Day, Figure, Period, Population, RecordedDays};
use crate::intake::account::FileReading;
use crate::locale::{days_label, enumeration};
use crate::project::{ArchivedValue, Project};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The days of the report year that no export covers. A statement of the office decides, as far as no case contradicts
/// it; else the cases do. `declaration` is what the office is to write where nothing is missing.
pub(super) fn receipts(
    cases: &[Case],
    files: &[FileReading],
    (project, declaration): (&Project, &str),
    opened: Option<Date>,
    findings: &mut Findings,
) -> RecordedDays {
    let report_year = project.settings.period;
    let days = |is_counted: fn(&Case) -> bool| {
        let counted = cases.iter().filter(|case| is_counted(case));
        Days::new(counted.map(|case| case.received_on), report_year)
    };
    let year = bounds(report_year, Period::Year);
    // Nobody knows whether the house had none, or the export holds the office's alone.
    let in_year = |case: &&Case| (year.0..=year.1).contains(&case.received_on.number());
    let mut of_year = cases.iter().filter(in_year).peekable();
    let has_others =
        project.scope.is_all() || of_year.peek().is_none() || of_year.any(|case| !case.in_scope);
    let recorded = |of_office, of_house| {
        let (gaps, of_house) = (dates(of_office), if has_others { of_house } else { vec![year] });
        RecordedDays { gaps, gaps_of_house: dates(of_house), ..RecordedDays::default() }
    };
    if project.exports.complete.is_some() {
        findings.extend(stated::contradicted(cases, project));
        let outside = |is_counted| stated::outside(&days(is_counted), project);
        return recorded(outside(|case| case.in_scope), outside(|_| true));
    }
    let since = |is_counted| days(is_counted).since(opened);
    // Nothing was to be received before the office opened.
    let first = opened.map_or(year.0, Day::number_of);
    let long = |runs: Vec<Run>| {
        let runs = runs.into_iter().map(|run| (run.0.max(first), run.1));
        let is_clipped = |run: &Run| run.0 == first && first > year.0;
        joined(runs.filter(|run| !is_clipped(run) || run.1 - run.0 + 1 >= SHORTEST).collect())
    };
    // That no file holds a record is said of each of them.
    if hold_nothing(files) {
        return recorded(vec![year], vec![year]);
    }
    let of_all = match are_of_other_years(files, project) {
        true => vec![year],
        false => gaps(&since(|_| true)),
    };
    let is_unmarked =
        has_many_in_another_year(files, project, opened) && is_without_office(cases, year);
    let no_receipt = long(of_all.clone());
    // Some of the cases began or ended a little earlier than all of them, as it happens.
    let beyond = |days: Days| -> Vec<Run> {
        let runs = gaps(&days);
        let known = joined([runs.clone(), no_receipt.clone()].concat());
        let is_more = |run: &Run| {
            let mut further = rest(*run, &no_receipt);
            further.any(|it| it.1 - it.0 + 1 >= SHORTEST && days.expects_in_part(it, &known))
        };
        let is_apart = |run: &Run| no_receipt.iter().all(|it| it.1 < run.0 || run.1 < it.0);
        runs.into_iter().filter(|run| is_more(run) || is_apart(run)).collect()
    };
    let of_marked = if is_unmarked { vec![year] } else { beyond(since(|case| case.in_scope)) };
    let of_office = long([of_all.clone(), of_marked].concat());
    let others = |runs: &[Run]| -> Vec<Run> {
        let is_told = |run: &Run| no_receipt.iter().any(|it| it.0 <= run.0 && run.1 <= it.1);
        runs.iter().filter(|run| !is_told(run)).copied().collect()
    };
    let no_marker = others(&of_office);
    // The office's own export may go on where that of the house has ended. Where the marker is missing, nobody knows which
    // cases are the others.
    let of_others = match no_marker.is_empty() {
        true => beyond(since(|case| !case.in_scope)),
        false => Vec::new(),
    };
    let of_house = long([of_all, of_others].concat());
    let no_other = others(&of_house);
    let in_both = of_office.iter().filter(|run| !no_marker.contains(run)).copied().collect();
    let begins = !is_unmarked && no_marker.first().is_some_and(|run| run.0 == year.0);
    let missing = [in_both, no_marker, no_other];
    findings.extend(lacking(missing, (is_unmarked, begins), (project, declaration)));
    recorded(of_office, of_house)
}

/// What is said of times without any receipt, without one of the office, and without others of the house. Whether the marker is
/// missing of all the year, and whether the office may have begun in it.
fn lacking(
    [in_both, no_marker, no_other]: [Vec<Run>; 3],
    (is_unmarked, begins): (bool, bool),
    (project, declaration): (&Project, &str),
) -> Findings {
    let around = "obwohl nach den Tagen davor und danach viele zu erwarten sind";
    let office = &project.words.office;
    let in_year = format!(
        "obwohl das Haus Eingänge hat und {} in einem anderen Jahr viele hatte",
        office.nominative
    );
    let in_year = in_year.as_str();
    let no_case = format!("gehört kein Fall {}", office.to);
    let no_case_of_others =
        format!("enthalten die Exporte keinen Eingang des Hauses neben denen {}", office.genitive);
    let missing = "legen Sie den Export, der fehlt, in den Ordner `exports`";
    let marker = "prüfen Sie, ob das Merkmal in dieser Zeit anders geschrieben wurde (`scope.markers` in report.toml)";
    let marker = match begins {
        true => format!(
            "{marker}; begann {} erst danach, nennen Sie den Tag unter [report]: opened_on",
            office.nominative
        ),
        false => marker.to_owned(),
    };
    let mut findings = Findings::default();
    for (runs, what, why, help) in [
        (in_both, "enthalten die Exporte keinen Eingang", around, missing),
        (no_marker, no_case.as_str(), if is_unmarked { in_year } else { around }, &marker),
        (no_other, no_case_of_others.as_str(), around, missing),
    ] {
        let help = format!("{help}; {declaration}");
        findings.extend(not_covered(runs, &format!("{what}, {why}")).map(|it| it.help(&help)));
    }
    findings
}

/// Runs as dates.
pub(super) fn dates(runs: Vec<Run>) -> Vec<(Date, Date)> {
    let date = |number| Day::from_number(number).map(Day::date);
    runs.into_iter().filter_map(|(from, to)| Some((date(from)?, date(to)?))).collect()
}

/// One warning for all runs.
fn not_covered(runs: Vec<Run>, what: &str) -> Option<Finding> {
    let labels = enumeration(dates(runs).into_iter().map(|(from, to)| days_label(from, to)));
    (!labels.is_empty()).then(|| {
        let message = format!("aus der Zeit {labels} {what}; Zahlen dazu gelten als nicht erfasst");
        Finding::new(FindingCode::PeriodNotCovered, message).at(Place::file("exports"))
    })
}

/// Whether the house has cases in the year, and the office none.
fn is_without_office(cases: &[Case], year: Run) -> bool {
    let mut in_year =
        cases.iter().filter(|it| (year.0..=year.1).contains(&it.received_on.number()));
    let first = in_year.next();
    first.is_some_and(|case| !case.in_scope) && !in_year.any(|case| case.in_scope)
}

/// Whether another year had so many cases of the office, as the exports or the report of the year before say, that one
/// without any is not to be believed. Nothing is to be expected of an office that opened in the year.
fn has_many_in_another_year(
    files: &[FileReading],
    project: &Project,
    opened: Option<Date>,
) -> bool {
    let year = project.settings.period;
    if opened.is_some_and(|day| day >= year.bounds(Period::Year).0) {
        return false;
    }
    let mut of_years: BTreeMap<i16, u64> = BTreeMap::new();
    let counts = files.iter().flat_map(|file| &file.of_office);
    let is_another = |of: i16| (1..=12).all(|at| year.month_at(at).0 != of);
    for (of, count) in counts.filter(|(of, _)| is_another(**of)) {
        *of_years.entry(*of).or_default() += count;
    }
    let received = Figure::Count(Count::cases(Population::Received)).id(&project.taxonomy);
    let edition = project.earlier_year(year.year() - 1);
    let archived = edition.and_then(|edition| match edition.content.figures.get(&received)? {
        ArchivedValue::Count(count) => Some(*count),
        _ => None,
    });
    let mut counts = of_years.into_values().chain(archived);
    counts.any(|count| i64::try_from(count).is_ok_and(|count| count >= EXPECTED))
}

/// Whether all exports were read and none holds a record: nobody knows whether there was none, or they were made wrongly.
pub(super) fn hold_nothing(files: &[FileReading]) -> bool {
    let is_blank = |file: &FileReading| file.header_line > 0 && file.records.total() == 0;
    !files.is_empty() && files.iter().all(is_blank)
}

/// Whether the exports hold many receipts, and none of the report year.
fn are_of_other_years(files: &[FileReading], project: &Project) -> bool {
    let period = project.settings.period;
    let months = || files.iter().flat_map(|file| &file.months);
    let all: u64 = months().map(|(_, count)| *count).sum();
    months().all(|(month, _)| !period.has_month(*month))
        && i64::try_from(all).is_ok_and(|all| all >= EXPECTED)
}

/// Whether a case of the office was received in the report year before it opened, as its configuration says: then it did
/// not open on that day.
pub(super) fn office_is_older(cases: &[Case], project: &Project, findings: &mut Findings) -> bool {
    let Some(opened) = project.settings.opened_on else { return false };
    let year = bounds(project.settings.period, Period::Year);
    let before = (year.0, year.1.min(Day::number_of(opened) - 1));
    let mut of_office = cases.iter().filter(|case| case.in_scope);
    if !of_office.any(|case| (before.0..=before.1).contains(&case.received_on.number())) {
        return false;
    }
    findings.push(
        Finding::new(
            FindingCode::PeriodNotCovered,
            format!(
                "vor dem {} sind Fälle {} eingegangen, obwohl es das Büro nach `opened_on` erst seit diesem Tag gibt; der Bericht richtet sich nach den Fällen und nennt den Tag nicht",
                crate::locale::date_short(opened),
                project.words.office.genitive
            ),
        )
        .at(Place::file("report.toml"))
        .help(match project.scope.is_all() {
            true => "berichtigen Sie `opened_on`",
            false => "berichtigen Sie `opened_on`, oder prüfen Sie das Merkmal der Ombudsstelle (`scope.markers`)",
        }),
    );
    true
}
