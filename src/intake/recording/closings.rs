//! Completions that stop long before the year ends, or for a time within it, though cases were completed at a steady rate before
//! and others go on to come in: days of completion are missing, or the cases completed then, and no case is known to be open.

use super::reach::{self, Stopped};
use super::silent_parts::without_completion;
use super::sources::labels;
use super::verdict::is_of_earlier_years;
use super::year_days::{Days, EXPECTED, Run, SHORTEST, bounds, gaps};
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::{Case, Day, Field, Period};
use crate::intake::account::file_reading::FileReading;
use crate::locale::date_short;
use crate::project::Project;
use std::collections::BTreeMap;

/// So many days of completion that are all alike are no chance.
const ALIKE: usize = 100;
/// Where so many cases must be open, none is no chance.
const OPEN_EXPECTED: i64 = 8;

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
    alike.into_iter().chain(of_part).for_each(|finding| findings.push(finding));
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

/// The mean of some completed cases' days from receipt to completion, rounded down.
fn mean_duration(completions: &[(i32, i32)]) -> Option<i32> {
    let days: i64 = completions.iter().map(|(from, to)| i64::from(to - from)).sum();
    i32::try_from(days.checked_div(i64::try_from(completions.len()).ok()?)?).ok()
}

/// The days of receipt and completion of the office's completed cases.
fn completions(cases: &[Case]) -> Vec<(i32, i32)> {
    let of_office = cases.iter().filter(|case| case.in_scope);
    of_office.filter_map(|it| Some((it.received_on.number(), it.closed_on?.number()))).collect()
}

/// What so many tenths of some completions have in common.
fn most(completions: &[(i32, i32)], tenths: usize, of: impl Fn(&(i32, i32)) -> i32) -> Option<i32> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    completions.iter().for_each(|it| *counts.entry(of(it)).or_default() += 1);
    let most = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (completions.len() >= ALIKE && most.1 * 10 >= completions.len() * tenths).then_some(most.0)
}

/// A warning where half of the days of completion or more are one day, of cases that came in on different ones: that of a move to
/// another database.
fn on_one_day(cases: &[Case], project: &Project) -> Option<Finding> {
    let completions = completions(cases);
    let is_one_day = most(&completions, 5, |(_, to)| *to).is_some();
    let came_in_so = most(&completions, 5, |(from, _)| *from).is_some();
    if project.declares_complete() || !is_one_day || came_in_so {
        return None;
    }
    let what = "der Tag der Erledigung ist bei der Hälfte der erledigten Fälle oder mehr derselbe; das ist kaum der Tag, an dem sie erledigt waren: Was darauf beruht, gilt als nicht erfasst und entfällt im Bericht";
    let finding = Finding::new(FindingCode::FieldNotRecorded, what).at(Place::file("exports"));
    Some(finding.help("prüfen Sie, ob die Spalte etwas anderes enthält, etwa den Tag, an dem die Daten übernommen wurden: Dann nennen Sie unter [exports.columns] die richtige, oder schreiben Sie unter [exports.not_recorded]: closed_on = true; stimmt der Tag, sagen Sie mit `exports.complete`, dass keine Erledigung fehlt"))
}

/// A note where nearly all cases were completed as many days after their receipt: that may be a deadline, or nobody enters the day.
pub(super) fn as_long(cases: &[Case]) -> Option<Finding> {
    let days = most(&completions(cases), 9, |(from, to)| to - from)?;
    let when = match days {
        0 => "am Tag des Eingangs".to_owned(),
        1 => "einen Tag nach dem Eingang".to_owned(),
        days => format!("{days} Tage nach dem Eingang"),
    };
    let what = format!(
        "fast alle erledigten Fälle sind {when} erledigt; ist das nicht wirklich so, sind Dauern und Bestand im Bericht falsch"
    );
    let finding = Finding::new(FindingCode::DurationsAlike, what).at(Place::file("exports"));
    Some(finding.help("prüfen Sie, ob die Spalte eine Frist enthält oder von selbst ausgefüllt wird: Dann nennen Sie unter [exports.columns] die richtige, oder schreiben Sie unter [exports.not_recorded]: closed_on = true"))
}

/// Whether cases that are open lack what is entered when a case is completed.
pub(super) fn lack_what_is_entered(cases: &[Case]) -> bool {
    let entered = [Field::Assessment, Field::Outcome];
    let has = |case: &&Case| entered.into_iter().any(|field| case.has(field));
    let open = || cases.iter().filter(|case| case.in_scope && case.closed_on.is_none());
    open().filter(has).count() * 4 < open().count()
}

/// The days to the end of the period of which cases may be missing, and a warning: no case is open although many must be, by how
/// long older cases took. An export of completed cases alone is so.
pub(super) fn none_open(
    cases: &[Case],
    (project, declaration): (&Project, &str),
) -> Option<(Run, Finding)> {
    let year = bounds(project.settings.period, Period::Year);
    let is_open = |case: &Case| case.in_scope && case.closed_on.is_none();
    if project.declares_complete() || cases.iter().any(is_open) {
        return None;
    }
    let completions = completions(cases);
    let mean = mean_duration(&completions)?;
    // As many are open at any time as come in while one is being dealt with (Little's law).
    let in_year = completions.iter().filter(|(from, _)| (year.0..=year.1).contains(from)).count();
    let at_any_time =
        i64::try_from(in_year).ok()? * i64::from(mean) / i64::from(year.1 - year.0 + 1);
    if expected_open(&completions, year.1)?.min(at_any_time) < OPEN_EXPECTED {
        return None;
    }
    let last = completions.iter().map(|(_, to)| *to).max()?.min(year.1);
    let from = (last - 2 * mean).max(year.0);
    let what = "kein Fall der Exporte ist offen, obwohl es nach den Bearbeitungsdauern viele sein müssten; enthalten sie nur erledigte Fälle, fehlen auch Eingänge, und was am Ende offen war, ist nicht bekannt";
    let finding = Finding::new(FindingCode::PeriodNotCovered, what).at(Place::file("exports"));
    let finding =
        finding.help(format!("erzeugen Sie die Exporte mit den offenen Fällen neu; {declaration}"));
    Some(((from, year.1), finding))
}

/// How many of the cases received up to a day must be missing where completed ones alone are there: beside each of them stand as
/// many as the older half of all took longer than until the last completion, for one that took no longer. Where all are done once
/// nothing new comes in, there are about none.
fn expected_open(completions: &[(i32, i32)], until: i32) -> Option<i64> {
    let mut received: Vec<i32> = completions.iter().map(|(from, _)| *from).collect();
    received.sort_unstable();
    let middle = *received.get(received.len() / 2)?;
    let last = completions.iter().map(|(_, to)| *to).max()?;
    let older = completions.iter().filter(|(from, _)| *from < middle);
    let mut durations: Vec<i32> = older.map(|(from, to)| to - from).collect();
    durations.sort_unstable();
    let missing = received.iter().filter(|from| **from <= until).map(|from| {
        let no_longer = durations.partition_point(|days| *days <= last - from);
        let longer = durations.len() - no_longer;
        // In thousandths; few that took no longer say little.
        longer as i64 * 1000 / (no_longer.max(durations.len() / 10) as i64).max(1)
    });
    Some(missing.sum::<i64>() / 1000)
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
