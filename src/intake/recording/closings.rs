//! Completions that stop long before the year ends, or for a time within it, though cases were completed at a steady rate before
//! and others go on to come in: days of completion are missing, or the cases completed then, and no case is known to be open.

use super::completions::{completions, mean_duration, on_one_day};
use super::reach::{self, Stopped};
use super::silent_parts::without_completion;
use super::sources::labels;
use super::verdict::is_of_earlier_years;
use super::year_days::{Days, EXPECTED, Run, SHORTEST, bounds, gaps};
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::{Case, Day, Period};
use crate::intake::account::FileReading;
use crate::locale::date_short;
use crate::project::Project;

/// What is missing of the days of completion; nothing by default.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Missing {
    /// Whether anything is, so that none can be counted.
    pub(super) is_any: bool,
    /// Whether it is a part of them.
    pub(super) in_part: bool,
    /// Whether it is what was completed after a day.
    pub(super) ends_early: bool,
}

/// What is missing of them, which is told.
pub(super) fn missing(
    cases: &[Case],
    files: &[FileReading],
    stopped: &[Stopped],
    (project, declaration): (&Project, &str),
    findings: &mut Findings,
) -> Missing {
    if end_early(cases, files, stopped, (project, declaration), findings) {
        return Missing { is_any: true, in_part: true, ends_early: true };
    }
    let alike = on_one_day(cases, project);
    let in_part =
        || pause(cases, (project, declaration)).or_else(|| without_completion(cases, project));
    let of_part = if alike.is_none() { in_part() } else { None };
    let (is_any, in_part) = (alike.is_some() || of_part.is_some(), of_part.is_some());
    findings.extend(alike.into_iter().chain(of_part));
    Missing { is_any, in_part, ends_early: false }
}

/// Whether they stop in all files, or those of the office's cases in one while others go on.
fn end_early(
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
    findings.extend(reach::finding(&stopped, declaration));
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
fn pause(cases: &[Case], (project, declaration): (&Project, &str)) -> Option<Finding> {
    if project.declares_complete() {
        return None;
    }
    let period = project.settings.period;
    let days = Days::new(cases.iter().filter_map(|case| case.closed_on), period);
    let received = Days::new(cases.iter().map(|case| case.received_on), period);
    let mut pauses = gaps(&days);
    pauses.retain(|run| {
        // An office may enter the completions of two months at once.
        run.1 < days.year.1
            && days.expects(*run)
            && received.count(*run) >= EXPECTED
            && !is_caught_up(cases, &received, *run)
    });
    (!pauses.is_empty()).then(|| {
        let what = format!(
            "aus der Zeit {} ist kein Fall erledigt, obwohl sonst viele erledigt sind und weiter Fälle eingingen; was auf dem Tag der Erledigung beruht, gilt als nicht erfasst und entfällt im Bericht",
            labels(&pauses)
        );
        Finding::new(FindingCode::PeriodNotCovered, what).at(Place::file("exports")).help(format!(
            "prüfen Sie, ob ein Export fehlt, etwa der mit den Fällen, die damals erledigt wurden: Dann fehlen auch deren Eingänge; {declaration}"
        ))
    })
}

/// Whether nothing is lost of a time without completions, and the office did later what it left (somebody was away, or it was new):
/// as many cases as elsewhere came in then and in the days before that are as many as a case takes, and most of them are completed.
fn is_caught_up(cases: &[Case], received: &Days, run: Run) -> bool {
    let before = mean_duration(&completions(cases)).unwrap_or_default();
    let run = ((run.0 - before).max(received.year.0), run.1);
    let of_run = |case: &&Case| (run.0..=run.1).contains(&case.received_on.number());
    let closed = cases.iter().filter(of_run).filter(|case| case.closed_on.is_some()).count();
    let in_run = received.count(run);
    let is_most = i64::try_from(closed).is_ok_and(|closed| closed * 4 >= in_run * 3);
    let days = |run: Run| i64::from(run.1 - run.0 + 1);
    let in_year = received.count(received.year);
    is_most && in_run * 4 * days(received.year) >= in_year * 3 * days(run)
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
