//! Files that begin late or end early beside others: one export of several, say of one branch, was made too soon. Files that
//! take turns (two half-years, twelve months) do not.

use super::days::dates;
use super::verdict::is_of_office;
use super::year_days::{bounds, joined};
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::{Period, Population, RecordedDays, ReportPeriod};
use crate::intake::file_reading::FileReading;
use crate::locale::month_name;
use crate::project::Project;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A file whose fullest month has fewer cases tells nothing.
const FULL_MONTH: u64 = 10;

/// A warning for each such file, where the office does not say that its exports are complete, and the positions of those that end
/// early. Writes down the months that they leave open, without those that no file covers.
pub(super) fn findings(
    files: &[FileReading],
    project: &Project,
    opened: Option<Date>,
    days: &mut RecordedDays,
) -> (Findings, BTreeSet<u32>) {
    let mut findings = Findings::default();
    let mut early = BTreeSet::new();
    let (mut of_office, mut of_house) = (Vec::new(), Vec::new());
    let lacks = |of: Population, month: u8| days.lacks_month(of, month.cast_signed());
    let period = project.settings.period;
    let whole = months_of(period);
    // A month by its name and year.
    let named = |position: u8| {
        let (year, month) = period.month_at(position.cast_signed());
        format!("{} {year}", month_name(month.unsigned_abs()))
    };
    let (first_day, last_day) = project.settings.period.bounds(Period::Year);
    if project.exports.complete.is_some_and(|(from, to)| from <= first_day && last_day <= to) {
        return (findings, early);
    }
    let numbered = (0_u32..).zip(files).filter(|(_, file)| !is_held_again(file));
    let bulks: Vec<(u32, &FileReading, (u8, u8))> = numbered
        .clone()
        .filter_map(|(number, file)| Some((number, file, bulk(file, period, FULL_MONTH)?)))
        .collect();
    // Also one of few cases takes its turn.
    let all: Vec<(u32, (u8, u8))> =
        numbered.filter_map(|(number, file)| Some((number, bulk(file, period, 1)?))).collect();
    for (at, (number, file, (first, last))) in bulks.iter().enumerate() {
        let others = || {
            let others = bulks.iter().enumerate().filter(move |(other, _)| *other != at);
            others.map(|(_, (_, _, bulk))| *bulk)
        };
        // A few cases in the next month are a slow start, or a slow end.
        let (start, end) = (beside(file, period, *first, -1), beside(file, period, *last, 1));
        let opened_in = opened.and_then(|day| period.position((day.year(), day.month())));
        let opens = opened_in.is_some_and(|month| month >= start.cast_signed());
        let goes_on = others().any(|(_, other)| other > end);
        // What no file covers between two of them is told as such.
        let follows = |end: u8, start: u8| {
            let of = match is_of_office(file, files) {
                true => Population::Received,
                false => Population::Krm,
            };
            end == start || end < start && (end + 1..start).all(|month| lacks(of, month))
        };
        let beside_it = || all.iter().filter(|(other, _)| other != number).map(|(_, bulk)| *bulk);
        let is_continued = beside_it().any(|(start, _)| follows(*last, start));
        let began_before = !opens && others().any(|(other, _)| other < start);
        let continues = beside_it().any(|(_, end)| follows(end, *first));
        early.extend((goes_on && !is_continued).then_some(*number));
        let (what, open) = match (goes_on && !is_continued, began_before && !continues) {
            (true, _) => (
                format!("nur bis {} regelmäßig Fälle, andere auch danach", named(*last)),
                (end + 1, whole.1),
            ),
            (_, true) => (
                format!("erst ab {} regelmäßig Fälle, andere schon davor", named(*first)),
                (whole.0, start.saturating_sub(1)),
            ),
            _ => continue,
        };
        let months = |of: Population| {
            let months = (open.0..=open.1).filter(move |month| !lacks(of, *month));
            months.filter_map(Period::month).map(|month| bounds(project.settings.period, month))
        };
        of_house.extend(months(Population::Krm));
        of_office.extend(months(Population::Received).filter(|_| is_of_office(file, files)));
        findings.push(
            Finding::new(
                FindingCode::PeriodNotCovered,
                format!("die Datei hat {what}, und keine schließt an sie an"),
            )
            .at(Place::file(&file.path))
            .help("prüfen Sie, ob sie vollständig ist, oder ob eine Datei fehlt"),
        );
    }
    (days.in_part, days.in_part_of_house) = (dates(joined(of_office)), dates(joined(of_house)));
    (findings, early)
}

/// Whether nearly all cases of a file stand in a larger one, too: the export of the half-year beside that of the year.
fn is_held_again(file: &FileReading) -> bool {
    let cases: u64 = file.months.values().sum();
    file.held_again * 10 >= cases * 9
}

/// First and last month of a period by their positions, 1 to 12.
fn months_of(period: ReportPeriod) -> (u8, u8) {
    let (first, last) = period.months(Period::Year);
    (first.unsigned_abs(), last.unsigned_abs())
}

/// The month beside the first or the last one of a bulk, where the file has a case in it; else that one itself.
fn beside(file: &FileReading, period: ReportPeriod, month: u8, step: i8) -> u8 {
    let (first, last) = months_of(period);
    let next = month.checked_add_signed(step).filter(|next| (first..=last).contains(next));
    let has_case = |next: &u8| file.months.contains_key(&period.month_at(next.cast_signed()));
    next.filter(has_case).unwrap_or(month)
}

/// The first and the last month of the report year, by their positions, in which a file has a fair number of cases: a quarter of its fullest month,
/// which has at least so many. A few cases before or after come from other exports' overlaps.
fn bulk(file: &FileReading, period: ReportPeriod, full: u64) -> Option<(u8, u8)> {
    let months = file.months.iter().filter(|(month, _)| period.has_month(**month));
    let most = months.clone().map(|(_, count)| *count).max().filter(|most| *most >= full)?;
    let fair = months.filter(|(_, count)| **count * 4 >= most);
    let mut fair = fair.filter_map(|(month, _)| period.position(*month)).map(i8::unsigned_abs);
    let first = fair.next()?;
    Some((first, fair.next_back().unwrap_or(first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, counts: [u64; 12]) -> FileReading {
        let mut file = FileReading::of_parts(name);
        let months = (1..).zip(counts).filter(|(_, count)| *count > 0);
        file.months = months.map(|(month, count)| ((2017, month), count)).collect();
        file
    }

    fn told(files: &[FileReading]) -> Vec<String> {
        told_without(files, Vec::new())
    }

    /// The same where no file covers these days.
    fn told_without(files: &[FileReading], gaps: Vec<(Date, Date)>) -> Vec<String> {
        let mut project = Project::unconfigured(crate::domain::Taxonomy::default());
        project.settings.period = crate::domain::ReportPeriod::new(2017).unwrap();
        let mut days =
            RecordedDays { gaps: gaps.clone(), gaps_of_house: gaps, ..RecordedDays::default() };
        let (findings, _) = findings(files, &project, None, &mut days);
        assert_eq!(days.in_part.is_empty(), findings.is_empty());
        findings.iter().map(|finding| finding.message.clone()).collect()
    }

    #[test]
    fn files_that_take_turns_are_whole_and_one_that_stops_beside_others_is_not() {
        let all = file("a", [20; 12]);
        let first = file("b", [15, 15, 15, 15, 15, 15, 2, 0, 0, 0, 0, 0]);
        let second = file("c", [1, 0, 0, 0, 0, 3, 20, 20, 20, 20, 20, 20]);
        assert!(told(&[first.clone(), second.clone()]).is_empty());
        assert!(told(&[all.clone(), file("d", [1; 12])]).is_empty());
        let early = told(&[all.clone(), first]);
        assert_eq!(early.len(), 1, "{early:?}");
        assert!(early[0].contains("nur bis Juni 2017"), "{early:?}");
        let late = told(&[all, second]);
        assert!(late.len() == 1 && late[0].contains("erst ab Juli 2017"), "{late:?}");
    }

    #[test]
    fn a_file_of_few_cases_takes_its_turn() {
        let months = [20, 20, 20, 20, 20, 20, 20, 4, 20, 20, 20, 20];
        let of_month = |(at, count): (usize, u64)| {
            let mut counts = [0; 12];
            counts[at] = count;
            file(&format!("{at}"), counts)
        };
        let files: Vec<FileReading> = months.into_iter().enumerate().map(of_month).collect();
        assert!(told(&files).is_empty());
        let without: Vec<FileReading> = [&files[..7], &files[8..]].concat();
        assert_eq!(told(&without).len(), 2, "that no export covers the month is told elsewhere");
    }

    #[test]
    fn files_that_take_turns_are_whole_where_one_between_them_is_missing() {
        let first = file("a", [15, 15, 15, 15, 15, 15, 0, 0, 0, 0, 0, 0]);
        let last = file("b", [0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 20, 20]);
        let gap = |to| vec![(jiff::civil::date(2017, 7, 1), jiff::civil::date(2017, to, 30))];
        assert!(told_without(&[first.clone(), last.clone()], gap(9)).is_empty());
        assert_eq!(told_without(&[first, last], gap(8)).len(), 2);
    }
}
