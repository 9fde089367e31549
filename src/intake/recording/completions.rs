//! Completions that cannot be all there are: most on one day, most as long after the receipt, or those of completed cases alone.

use super::year_days::{Run, bounds};
use crate::diagnostic::{Finding, FindingCode, Place};
use crate::domain::{Case, Field, Period};
use crate::project::Project;
use std::collections::BTreeMap;

/// So many days of completion that are all alike are no chance.
const ALIKE: usize = 100;
/// Where so many cases must be open, none is no chance.
const OPEN_EXPECTED: i64 = 8;

/// The mean of some completed cases' days from receipt to completion, rounded down.
pub(super) fn mean_duration(completions: &[(i32, i32)]) -> Option<i32> {
    let days: i64 = completions.iter().map(|(from, to)| i64::from(to - from)).sum();
    i32::try_from(days.checked_div(i64::try_from(completions.len()).ok()?)?).ok()
}

/// The days of receipt and completion of the office's completed cases.
pub(super) fn completions(cases: &[Case]) -> Vec<(i32, i32)> {
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
pub(super) fn on_one_day(cases: &[Case], project: &Project) -> Option<Finding> {
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
