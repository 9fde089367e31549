//! Up to which day a file tells what became of its cases. An export that was made before the others (last year's, still in the
//! folder, or the half-year's) leaves cases open that may long be completed, where no later one holds them again.

use super::verdict::is_of_earlier_years;
use super::year_days::bounds;
use crate::diagnostic::{Finding, FindingCode, Place};
use crate::domain::{Case, Day, Outcome, Period, RecordedDays};
use crate::intake::account::file_reading::FileReading;
use crate::intake::account::file_values::FileValues;
use crate::locale::date_short;
use crate::project::Project;
use std::collections::{BTreeMap, BTreeSet};

/// Others go on where they hold a receipt or a completion so many days later.
const GOES_ON: i32 = 30;
/// In a file that is read as it stood when it was made, nothing is completed so many days after its last receipt.
const AFTER_LAST_RECEIPT: i32 = 7;
/// Cases of so many days before the last receipt are recent, or of half the file's time where that is shorter.
const RECENT: i32 = 30;
/// So many open cases among the recent ones tell where half as many again are open as of those before.
const OPEN_CASES: u64 = 3;
/// Fewer tell where so many times as many are.
const FEW: u64 = 3;

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
    let alone = numbered.filter(|(_, file)| file.records.get(Outcome::Superseded) == 0);
    let stopped = alone.filter_map(|(number, file)| {
        let exported_on = project.exports.exported_on(&file.path).and_then(Day::new);
        let last = exported_on.or_else(|| cut_off(file, end, project))?;
        let goes_on = end.number() > last.number() + GOES_ON;
        let leaves_open =
            goes_on && !is_complete && last.number() < year_end && with_open.contains(&number);
        (exported_on.is_some() || goes_on).then_some(Stopped { file: number, last, leaves_open })
    });
    stopped.collect()
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
/// before. Either nothing is completed long after the last receipt, or the file is one of earlier years, and by what others hold
/// its recent cases were open for twice as long as any that it completes.
fn cut_off(file: &FileReading, end: Day, project: &Project) -> Option<Day> {
    let values = &file.values;
    let (first, _) = values.receipts().first_key_value()?;
    let (last_receipt, _) = values.receipts().last_key_value()?;
    let last = values.last_closed()?.max(*last_receipt);
    let half = (last_receipt.number() - first.number()) / 2;
    // Of a file of the report year all completions would leave.
    let is_earlier = is_of_earlier_years(file, project);
    let is_cut = last.number() <= last_receipt.number() + AFTER_LAST_RECEIPT
        && has_recent_open(values, last_receipt.number() - RECENT.min(half), is_earlier);
    let longest = values.longest();
    let is_odd = is_earlier
        && end.number() - last_receipt.number() > 2 * longest
        && has_recent_open(values, last.number() - longest - 1, true);
    (is_cut || is_odd).then_some(last)
}

/// Whether of the cases received after a day many more are open than of those before: half as many again in the same number of
/// cases, or three times as many where `few` of them tell.
fn has_recent_open(values: &FileValues, day: i32, few: bool) -> bool {
    let (mut all, mut open) = ((0, 0), (0, 0));
    for (received, (all_of_day, open_of_day)) in values.receipts() {
        let (part, open) = match received.number() > day {
            true => (&mut all.1, &mut open.1),
            false => (&mut all.0, &mut open.0),
        };
        *part += all_of_day;
        *open += open_of_day;
    }
    let (recent, expected) = (open.1 * all.0, open.0 * all.1);
    recent * 2 > expected * 3 && open.1 >= OPEN_CASES
        || few && recent > 0 && recent >= expected * FEW
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
