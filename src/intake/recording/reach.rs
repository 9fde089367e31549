//! Up to which day a file tells what became of its cases. An export that was made before the others (last year's, still in the
//! folder, or the half-year's) leaves cases open that may long be completed, where no later one holds them again.

use super::verdict::is_of_earlier_years;
use super::year_days::bounds;
use crate::diagnostic::{Finding, FindingCode, Place};
use crate::domain::{Case, Day, Outcome, Period, RecordedDays};
use crate::intake::account::{FileReading, FileValues};
use crate::locale::date_short;
use crate::project::Project;
use std::collections::{BTreeMap, BTreeSet};

/// Others go on where they hold a receipt or a completion so many days later.
const GOES_ON: i32 = 30;
/// In a file that is read as it stood when it was made, nothing is completed so many days after its last receipt.
const AFTER_LAST_RECEIPT: i32 = 7;
/// A file of a series is made so many days after its last receipt at the latest, where it is made as soon as its time is over.
const SOON_AFTER: i32 = 45;
/// Cases of so many days before the last receipt are recent, or of half the file's time where that is shorter.
const RECENT: i32 = 30;
/// In a file of the report year so many open cases among the recent ones tell.
const OPEN_CASES: u64 = 3;
/// More of the recent cases are open than by chance: the square of how many more, as a multiple of how many were to be expected. In
/// files that are whole and have two or more old open cases one in ten is so.
const MORE: u128 = 2;
/// The same where hardly a file is so that is whole.
const MANY_MORE: u128 = 6;
/// Three standard deviations more: of files that are whole one series in 700 is so.
const CERTAIN: u128 = 9;
/// Where so many more are open, others go on so many days longer, and completions may have gone on for a while.
const GOES_ON_LONG: i32 = 60;

/// A file that stops telling before others do.
pub(super) struct Stopped {
    /// Its position.
    pub(super) file: u32,
    /// The last day it tells of.
    pub(super) last: Day,
    /// Whether a case of the ombuds office is open in it that may have been completed in the report year.
    pub(super) leaves_open: bool,
}

/// The files that stop before others: by the day they were exported on, or by what they hold.
pub(super) fn stopped(cases: &[Case], files: &[FileReading], project: &Project) -> Vec<Stopped> {
    let with_open: BTreeSet<u32> = cases
        .iter()
        .filter(|case| case.in_scope && case.closed_on.is_none())
        .map(|case| case.source.file)
        .collect();
    let Some(end) = files.iter().filter_map(|file| last_day(&file.values)).max() else {
        return Vec::new();
    };
    let year_end = bounds(project.settings.period, Period::Year).1;
    let is_complete =
        project.exports.complete.is_some_and(|(_, to)| Day::number_of(to) >= year_end);
    // Later exports hold the open cases of a file again where they replace some of its states.
    let numbered = (0_u32..).zip(files);
    let alone: Vec<(u32, &FileReading)> =
        numbered.filter(|(_, file)| file.records.get(Outcome::Superseded) == 0).collect();
    let exported_on =
        |file: &FileReading| project.exports.exported_on(&file.path).and_then(Day::new);
    let undated = alone.iter().filter(|(_, file)| exported_on(file).is_none());
    let early = made_early(undated.map(|(number, file)| (*number, &file.values)), end);
    let stopped = alone.into_iter().filter_map(|(number, file)| {
        let exported_on = exported_on(file);
        let of_series = || last_day(&file.values).filter(|_| early.contains(&number));
        let last = exported_on.or_else(|| cut_off(file, end, project)).or_else(of_series)?;
        let goes_on = end.number() > last.number() + GOES_ON;
        let leaves_open =
            goes_on && !is_complete && last.number() < year_end && with_open.contains(&number);
        (exported_on.is_some() || goes_on).then_some(Stopped { file: number, last, leaves_open })
    });
    stopped.collect()
}

/// The files, given with their numbers, that look as if each was made soon after the time it is about (monthly exports that are
/// never made again): in none a case is completed long after its last receipt, and taken together very many more of their recent
/// cases are open than of those before. One file alone may be so by chance.
fn made_early<'f>(files: impl Iterator<Item = (u32, &'f FileValues)>, end: Day) -> BTreeSet<u32> {
    let mut early = BTreeSet::new();
    // Of the last half, quarter and sixth of each file's time: where it is made soon, the newest alone are open.
    let mut sums = [((0, 0), (0, 0)); 3];
    for (number, values) in files {
        let receipts = values.receipts();
        let (Some((first, _)), Some((last_receipt, _)), Some(last)) =
            (receipts.first_key_value(), receipts.last_key_value(), last_day(values))
        else {
            continue;
        };
        let is_soon = last.number() <= last_receipt.number() + SOON_AFTER;
        if !is_soon || end.number() <= last.number() + GOES_ON {
            continue;
        }
        let days = (last_receipt.number() - first.number()).min(2 * RECENT);
        for ((all, recent), part) in sums.iter_mut().zip([2, 4, 6]) {
            let (of_all, of_recent) = open_cases(values, last_receipt.number() - days / part);
            *all = (all.0 + of_all.0, all.1 + of_all.1);
            *recent = (recent.0 + of_recent.0, recent.1 + of_recent.1);
        }
        early.extend((values.open() > 0).then_some(number));
    }
    let is_so = |(all, recent): &((u64, u64), (u64, u64))| {
        recent.1 >= OPEN_CASES && certainty(*all, *recent) >= CERTAIN
    };
    if early.len() > 1 && sums.iter().any(is_so) { early } else { BTreeSet::new() }
}

/// The last day on which each file's open cases are known to be open, where that is not the report's date: the file stops before
/// others, it ends early beside them, or all end within the report year.
pub(super) fn known_until(
    files: &[FileReading],
    stopped: &[Stopped],
    early: &BTreeSet<u32>,
    days: &RecordedDays,
    project: &Project,
) -> BTreeMap<u32, Day> {
    let end = project.settings.period.bounds(Period::Year).1;
    let ends_within = days.gaps.last().is_some_and(|(_, to)| *to == end);
    let last = files.iter().filter_map(|file| last_day(&file.values)).max();
    let last = last.filter(|_| ends_within);
    let numbered = || (0_u32..).zip(files);
    let of_all = numbered().filter_map(|(number, _)| Some((number, last?)));
    let of_early = numbered().filter(|(number, _)| early.contains(number));
    let of_early = of_early.filter_map(|(number, file)| Some((number, last_day(&file.values)?)));
    let of_stopped = stopped.iter().map(|it| (it.file, it.last));
    of_all.chain(of_early).chain(of_stopped).collect()
}

/// The last day a file tells of.
fn last_day(values: &FileValues) -> Option<Day> {
    values.receipts().keys().next_back().copied().max(values.last_closed())
}

/// The last day a file tells of, where its cases look as they stood on it: of the recent ones many more are open than of those
/// before. Either nothing is completed long after the last receipt, or there are very many more and others go on for long, or the
/// file is one of earlier years, and by what others hold its recent cases were open for twice as long as any that it completes.
fn cut_off(file: &FileReading, end: Day, project: &Project) -> Option<Day> {
    let values = &file.values;
    let (first, _) = values.receipts().first_key_value()?;
    let (last_receipt, _) = values.receipts().last_key_value()?;
    let last = values.last_closed()?.max(*last_receipt);
    let half = (last_receipt.number() - first.number()) / 2;
    // Of a file of the report year all completions would leave.
    let is_earlier = is_of_earlier_years(file, project);
    let more = |day: i32| {
        let (all, recent) = open_cases(values, day);
        (recent.1, surplus(all, recent))
    };
    let (open, surplus) = more(last_receipt.number() - RECENT.min(half));
    let is_enough = is_earlier || open >= OPEN_CASES;
    let is_cut = last.number() <= last_receipt.number() + AFTER_LAST_RECEIPT && surplus >= MORE;
    let is_cut_later = end.number() > last.number() + GOES_ON_LONG && surplus >= MANY_MORE;
    let longest = values.longest();
    let is_odd = is_earlier
        && end.number() - last_receipt.number() > 2 * longest
        && more(last.number() - longest - 1).1 >= MORE;
    (is_enough && (is_cut || is_cut_later) || is_odd).then_some(last)
}

/// Of all cases and of those received after a day: how many, and how many of them are open.
fn open_cases(values: &FileValues, day: i32) -> ((u64, u64), (u64, u64)) {
    let (mut all, mut recent) = ((0, 0), (0, 0));
    for (received, (of_day, open_of_day)) in values.receipts() {
        all = (all.0 + of_day, all.1 + open_of_day);
        if received.number() > day {
            recent = (recent.0 + of_day, recent.1 + open_of_day);
        }
    }
    (all, recent)
}

/// By how much more of the recent cases are open than by chance, were the open ones spread evenly over all cases: the square of how
/// many more, as a multiple of how many were to be expected. Of all and of the recent ones: how many, and how many of them are open.
fn surplus(all: (u64, u64), recent: (u64, u64)) -> u128 {
    let expected = u128::from(all.1) * u128::from(recent.0);
    let more = (u128::from(recent.1) * u128::from(all.0)).saturating_sub(expected);
    more.saturating_mul(more).checked_div(expected * u128::from(all.0)).unwrap_or_default()
}

/// The same as a multiple of the variance, were the open ones drawn from all by chance (of the hypergeometric distribution): the
/// square of how many standard deviations there are more.
fn certainty((all, open): (u64, u64), (recent, recent_open): (u64, u64)) -> u128 {
    let [all, open, recent, recent_open] = [all, open, recent, recent_open].map(u128::from);
    let more = (recent_open * all).saturating_sub(open * recent);
    let variance = (recent * open).saturating_mul((all - open) * (all - recent));
    (more.saturating_mul(more))
        .saturating_mul(all.saturating_sub(1))
        .checked_div(variance)
        .unwrap_or_default()
}

/// What is to be said of such a file, before what follows from it.
pub(super) fn told(stopped: &Stopped, file: &FileReading) -> String {
    format!(
        "`{}` kennt keine Erledigung nach dem {}, enthält aber Fälle, die damals offen waren, und andere Dateien reichen weiter",
        file.path,
        date_short(stopped.last.date())
    )
}

/// What to do about it.
pub(super) fn help(declaration: &str) -> String {
    format!(
        "erzeugen Sie diesen Export neu, oder legen Sie einen dazu, der auch seine damals offenen Fälle enthält; ist er neuer, nennen Sie seinen Tag in report.toml unter [exports.exported_on]; {declaration}"
    )
}

/// The warning for files with cases of the report year.
pub(super) fn finding(stopped: &[(&Stopped, &FileReading)], declaration: &str) -> Option<Finding> {
    let ((first, file), others) = stopped.split_first()?;
    let what = told(first, file);
    let finding = Finding::new(
        FindingCode::PeriodNotCovered,
        format!(
            "{what}; was auf dem Tag der Erledigung beruht, gilt als nicht erfasst und entfällt im Bericht"
        ),
    )
    .at(Place::file(&file.path))
    .help(help(declaration));
    let also = |it: &Stopped| format!("hier ebenso, nach dem {}", date_short(it.last.date()));
    Some(
        others.iter().fold(finding, |finding, (it, file)| {
            finding.related(Place::file(&file.path), also(it))
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_cases_of_a_series_tell_of_exports_made_too_soon() {
        // Ten monthly exports of 25 cases, of which eight are open, most of them among the last eight.
        assert!(certainty((250, 80), (80, 50)) >= CERTAIN);
        assert!(certainty((250, 80), (80, 26)) < CERTAIN, "as many as elsewhere");
        assert_eq!(certainty((250, 0), (80, 0)), 0);
        assert_eq!(certainty((250, 250), (80, 80)), 0, "all are open");
    }

    #[test]
    fn open_cases_tell_of_an_early_export_where_they_are_recent_beyond_chance() {
        let more = |all, recent| surplus(all, recent) >= MORE;
        // Of a hundred cases twelve are recent. One or two open ones, all recent, are enough.
        assert!(more((100, 1), (12, 1)) && more((100, 2), (12, 2)));
        // Old ones that nobody has closed lie anywhere: here as many as are to be expected, and a few more.
        assert!(!more((100, 14), (12, 2)) && !more((100, 14), (12, 3)) && !more((100, 3), (12, 1)));
        assert!(more((100, 14), (12, 6)));
        assert_eq!(surplus((100, 14), (12, 1)), 0, "fewer than to be expected");
        assert_eq!(surplus((12, 5), (12, 5)), 0, "no case is older");
        assert_eq!(surplus((0, 0), (0, 0)), 0);
        // The half-year's export of July: of its last hundred cases forty are open, of those before five.
        assert!(surplus((600, 45), (100, 40)) >= MANY_MORE);
        assert!(surplus((600, 12), (100, 5)) < MANY_MORE);
    }
}
