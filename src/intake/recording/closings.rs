//! Completions that stop long before the year ends, or for a time within it, though cases were completed at a steady rate before
//! and others go on to come in: days of completion are missing, or the cases completed then, and no case is known to be open.

use super::reach::{self, Stopped};
use super::sources::labels;
use super::verdict::is_of_earlier_years;
use super::year_days::{Days, EXPECTED, SHORTEST, bounds, gaps};
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::{Case, Day, Period};
use crate::intake::account::file_reading::FileReading;
use crate::locale::date_short;
use crate::project::Project;

/// Whether they stop in all files, or those of the office's cases in one while others go on.
pub(super) fn end_early(
    cases: &[Case],
    files: &[FileReading],
    stopped: &[Stopped],
    (project, declaration): (&Project, &str),
    findings: &mut Findings,
) -> bool {
    let year = bounds(project.settings.period, Period::Year);
    if project.exports.complete.is_some_and(|(_, to)| Day::number_of(to) >= year.1) {
        return false;
    }
    let finding = |last: Day, place: &str, what: &str| {
        Finding::new(
            FindingCode::PeriodNotCovered,
            format!(
                "nach dem {} ist {what} mehr erledigt, obwohl weiter Fälle eingehen; was auf dem Tag der Erledigung beruht, gilt als nicht erfasst und entfällt im Bericht",
                date_short(last.date())
            ),
        )
        .at(Place::file(place))
        .help(format!(
            "prüfen Sie, an welchem Tag die Exporte erzeugt wurden, und erzeugen Sie sie neu; {declaration}"
        ))
    };
    // That nothing was received any more is told as such.
    let all: Vec<&Case> = cases.iter().collect();
    if let Some(last) = last_of(&all, project, 1) {
        findings.push(finding(last, "exports", "kein Fall"));
        return true;
    }
    // Of a file of earlier years the stock alone is not known.
    let stopped: Vec<(&Stopped, &FileReading)> = stopped
        .iter()
        .filter(|it| it.leaves_open)
        .filter_map(|it| Some((it, files.get(usize::try_from(it.file).ok()?)?)))
        .filter(|(_, file)| !is_of_earlier_years(file, project))
        .collect();
    let mut ends = !stopped.is_empty();
    reach::finding(&stopped, declaration).into_iter().for_each(|it| findings.push(it));
    for (number, file) in (0_u32..).zip(files) {
        if stopped.iter().any(|(it, _)| it.file == number) {
            continue;
        }
        let of_file = |case: &&Case| case.in_scope && case.source.file == number;
        let of_file: Vec<&Case> = cases.iter().filter(of_file).collect();
        if let Some(last) = last_of(&of_file, project, EXPECTED) {
            findings.push(finding(last, &file.path, "kein Fall dieser Datei"));
            ends = true;
        }
    }
    ends
}

/// A time within the year in which no case is completed though many were to be expected, while cases were received.
pub(super) fn pause(cases: &[Case], (project, declaration): (&Project, &str)) -> Option<Finding> {
    if project.declares_complete() {
        return None;
    }
    let period = project.settings.period;
    let days = Days::new(cases.iter().filter_map(|case| case.closed_on), period);
    let received = Days::new(cases.iter().map(|case| case.received_on), period);
    let mut pauses = gaps(&days);
    pauses.retain(|run| {
        let is_within = days.year.0 < run.0 && run.1 < days.year.1;
        // An office may enter the completions of two months at once.
        is_within && days.expects(*run) && received.count(*run) >= EXPECTED
    });
    (!pauses.is_empty()).then(|| {
        let what = format!(
            "aus der Zeit {} ist kein Fall erledigt, obwohl davor und danach viele erledigt sind und weiter Fälle eingingen; was auf dem Tag der Erledigung beruht, gilt als nicht erfasst und entfällt im Bericht",
            labels(&pauses)
        );
        Finding::new(FindingCode::PeriodNotCovered, what).at(Place::file("exports")).help(format!(
            "prüfen Sie, ob ein Export fehlt, etwa der mit den Fällen, die damals erledigt wurden: Dann fehlen auch deren Eingänge; {declaration}"
        ))
    })
}

/// The last day of completion of some cases, where it is too early and so many of them were received after it.
fn last_of(cases: &[&Case], project: &Project, received: i64) -> Option<Day> {
    let year = bounds(project.settings.period, Period::Year);
    let closed = || cases.iter().filter_map(|case| case.closed_on);
    let last = closed().max().filter(|last| last.number() < year.1)?;
    let run = (last.number() + 1, year.1);
    let after = cases.iter().filter(|case| (run.0..=run.1).contains(&case.received_on.number()));
    let goes_on = i64::try_from(after.count()).is_ok_and(|count| count >= received);
    let is_long = run.1 - run.0 + 1 >= SHORTEST;
    let days = Days::new(closed(), project.settings.period);
    (is_long && goes_on && days.expects(run)).then_some(last)
}
