//! Which days of the report year the exports cover. A long run of days without a receipt, where many were to be
//! expected by the days around it, is a gap: an export is missing, or ends early.

use crate::diagnostic::{Code, Finding, Findings, Place};
use crate::domain::{Case, Day, Period, ReportYear};
use crate::intake::file_reading::FileReading;
use crate::locale::{days_label, enumeration};
use crate::project::Project;
use jiff::civil::Date;

/// Shorter runs of days without a receipt at the start or the end of the year are holidays.
const SHORTEST: i32 = 21;
/// Shorter runs within the year are none to speak of, but where they hold a whole month.
const SHORTEST_WITHIN: i32 = 28;
/// A run is a gap when receipts were to be expected on at least so many of its days, or as many in each month beside it.
const EXPECTED: i64 = 10;
/// So many days on either side of a run tell what was to be expected in it.
const AROUND: i32 = 30;

/// Days by their number, both inclusive.
type Run = (i32, i32);

/// Days of the report year that are not covered, both inclusive, rising.
#[derive(Debug, Default)]
pub(super) struct Uncovered {
    /// No export has a receipt.
    pub(super) of_house: Vec<(Date, Date)>,
    /// No export has a receipt of the ombuds office.
    pub(super) of_office: Vec<(Date, Date)>,
}

/// The days of the report year that no export covers. A statement of the office decides; else the cases do.
pub(super) fn receipts(
    cases: &[Case],
    files: &[FileReading],
    project: &Project,
    opened: Option<Date>,
    findings: &mut Findings,
) -> Uncovered {
    let year = bounds(project.settings.year, Period::Year);
    let days = |days: &mut dyn Iterator<Item = Day>| {
        gaps(&Days::new(days, project.settings.year).since(opened))
    };
    let all = match are_of_other_years(files, project) {
        true => vec![year],
        false => days(&mut cases.iter().map(|case| case.received_on)),
    };
    let of_office = cases.iter().filter(|case| case.in_scope);
    let of_office = days(&mut of_office.map(|case| case.received_on));
    let with_reason = |runs: Vec<Run>| {
        let runs = runs.into_iter().filter_map(|run| without_reason(run, project, opened));
        joined(runs.filter(|run| run.1 - run.0 + 1 >= SHORTEST).collect())
    };
    let of_house = with_reason(all.clone());
    let of_office = with_reason([all, of_office].concat());
    let is_of_house = |run: &&Run| of_house.iter().any(|gap| gap.0 <= run.0 && run.1 <= gap.1);
    let (no_receipt, no_marker): (Vec<&Run>, Vec<&Run>) = of_office.iter().partition(is_of_house);
    for (runs, of_house) in [(no_receipt, true), (no_marker, false)] {
        findings.extend(missing(&runs, of_house, project));
    }
    let mut outside = Vec::new();
    if let Some((from, to)) = project.exports.complete {
        let (from, to) = (Day::number_of(from), Day::number_of(to));
        outside = vec![(year.0, year.1.min(from - 1)), (year.0.max(to + 1), year.1)];
        outside.retain(|(first, last)| first <= last);
    }
    let date = |number| Day::from_number(number).map(Day::date);
    let dates = |runs: Vec<Run>| {
        let runs = joined([runs, outside.clone()].concat()).into_iter();
        runs.filter_map(|(from, to)| Some((date(from)?, date(to)?))).collect()
    };
    Uncovered { of_house: dates(of_house), of_office: dates(of_office) }
}

/// Whether the exports hold many receipts, and none of the report year.
fn are_of_other_years(files: &[FileReading], project: &Project) -> bool {
    let year = project.settings.year.get();
    let months = || files.iter().flat_map(|file| &file.months);
    let all: u64 = months().map(|(_, count)| *count).sum();
    months().all(|((of, _), _)| *of != year) && i64::try_from(all).is_ok_and(|all| all >= EXPECTED)
}

/// Whether completions stop long before the year ends, though cases were completed at a steady rate before: the days of
/// completion after the last one are missing, and no case is known to be open.
pub(super) fn completions_end_early(
    cases: &[Case],
    project: &Project,
    findings: &mut Findings,
) -> bool {
    let year = bounds(project.settings.year, Period::Year);
    let closed = || cases.iter().filter_map(|case| case.closed_on);
    let Some(last) = closed().max() else { return false };
    let is_declared = project.exports.complete.is_some_and(|(_, to)| Day::number_of(to) >= year.1);
    if last.number() >= year.1 || is_declared {
        return false;
    }
    let days = Days::new(closed(), project.settings.year);
    let run = (last.number() + 1, year.1);
    // That nothing was received any more is told as such.
    let receives = cases.iter().any(|case| (run.0..=run.1).contains(&case.received_on.number()));
    if run.1 - run.0 + 1 < SHORTEST || !receives || !days.expects(run) {
        return false;
    }
    findings.push(
        Finding::new(
            Code::PeriodNotCovered,
            format!(
                "nach dem {} ist kein Fall mehr erledigt, obwohl weiter Fälle eingehen; was auf dem Tag der Erledigung beruht, gilt als nicht erfasst und entfällt im Bericht",
                crate::locale::date_short(last.date())
            ),
        )
        .at(Place::file("exports"))
        .help(format!(
            "prüfen Sie, an welchem Tag die Exporte erzeugt wurden, und erzeugen Sie sie neu; {}",
            declaration(project)
        )),
    );
    true
}

/// First and last day of a period.
fn bounds(year: ReportYear, period: Period) -> Run {
    let (first, last) = year.bounds(period);
    (Day::number_of(first), Day::number_of(last))
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

/// Runs in order, those that touch as one.
fn joined(mut runs: Vec<Run>) -> Vec<Run> {
    runs.sort_unstable();
    let mut joined: Vec<Run> = Vec::new();
    for run in runs {
        match joined.last_mut() {
            Some(last) if run.0 <= last.1 + 1 => last.1 = last.1.max(run.1),
            _ => joined.push(run),
        }
    }
    joined
}

/// How many cases each day of a year has.
struct Days {
    report_year: ReportYear,
    year: Run,
    counts: Vec<i64>,
}

impl Days {
    fn new(days: impl Iterator<Item = Day>, report_year: ReportYear) -> Self {
        let year = bounds(report_year, Period::Year);
        let length = usize::try_from(year.1 - year.0 + 1).unwrap_or_default();
        let mut counts = vec![0; length];
        for day in days {
            let position = usize::try_from(day.number() - year.0).ok();
            if let Some(count) = position.and_then(|at| counts.get_mut(at)) {
                *count += 1;
            }
        }
        Self { report_year, year, counts }
    }

    /// The same from a day on, where no case was received before: the months before tell nothing of what is usual.
    fn since(mut self, opened: Option<Date>) -> Self {
        let from = opened.map_or(self.year.0, Day::number_of).clamp(self.year.0, self.year.1);
        let before = usize::try_from(from - self.year.0).unwrap_or_default();
        if self.counts.iter().take(before).all(|count| *count == 0) {
            self.counts.drain(..before.min(self.counts.len()));
            self.year.0 = from;
        }
        self
    }

    /// Days of a run that lie in the year, and those of them that have a case.
    fn busy(&self, (from, to): Run) -> (i64, i64) {
        let (from, to) = (from.max(self.year.0), to.min(self.year.1));
        let busy = self.of((from, to)).filter(|count| **count > 0).count();
        let days = i64::from((to - from + 1).max(0));
        (days, i64::try_from(busy).unwrap_or(i64::MAX))
    }

    /// The numbers of cases of a run within the year.
    fn of(&self, (from, to): Run) -> impl Iterator<Item = &i64> {
        let position = |day: i32| usize::try_from(day - self.year.0).unwrap_or_default();
        self.counts.get(position(from)..position(to + 1).max(position(from))).into_iter().flatten()
    }

    /// The runs of days without a case.
    fn empty_runs(&self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for (day, count) in (self.year.0..).zip(&self.counts) {
            match runs.last_mut() {
                _ if *count > 0 => {}
                Some(last) if last.1 + 1 == day => last.1 = day,
                _ => runs.push((day, day)),
            }
        }
        runs
    }

    /// Whether cases were to be expected on many days of a run, by the days around it or by the rest of the year. Days
    /// are counted rather than cases: an office may enter all of a week at once.
    fn expects(&self, run: Run) -> bool {
        let length = i64::from(run.1 - run.0 + 1);
        // Fewer days with cases tell nothing of what is usual.
        let is_many = |(days, busy): (i64, i64)| {
            busy >= EXPECTED && days > 0 && busy * length >= EXPECTED * days
        };
        let beside = |run: Run| match self.busy(run) {
            (0, _) => (0, 0),
            // At an end of the year a few days do not tell what is usual.
            (_, busy) => (i64::from(AROUND), busy),
        };
        let (before, after) =
            (beside((run.0 - AROUND, run.0 - 1)), beside((run.1 + 1, run.1 + AROUND)));
        let (in_year, in_run) = (self.busy(self.year), self.busy(run));
        is_many((before.0 + after.0, before.1 + after.1))
            || is_many((in_year.0 - in_run.0, in_year.1 - in_run.1))
    }

    /// The whole months in a run, 1 to 12.
    fn months_in(&self, run: Run) -> impl Iterator<Item = u8> {
        (1..=12_u8).filter(move |number| {
            let (first, last) = bounds(self.report_year, Period::Month(*number));
            run.0 <= first && last <= run.1
        })
    }

    /// Whether a run holds a whole month whose neighbours in the year have ten cases on average.
    fn holds_a_month(&self, run: Run) -> bool {
        self.months_in(run).any(|number| {
            let beside = [number.checked_sub(1), number.checked_add(1)].into_iter().flatten();
            let beside = beside.filter_map(Period::month);
            let counts: Vec<i64> =
                beside.map(|month| self.of(bounds(self.report_year, month)).sum()).collect();
            let many = EXPECTED * i64::try_from(counts.len()).unwrap_or_default();
            counts.iter().sum::<i64>() >= many
        })
    }
}

/// The runs of days without a case in which many were to be expected.
fn gaps(days: &Days) -> Vec<Run> {
    let is_gap = |run: &Run| {
        let at_an_end = run.0 == days.year.0 || run.1 == days.year.1;
        let shortest = if at_an_end { SHORTEST } else { SHORTEST_WITHIN };
        let is_long = run.1 - run.0 + 1 >= shortest || days.months_in(*run).next().is_some();
        is_long && (days.expects(*run) || days.holds_a_month(*run))
    };
    days.empty_runs().into_iter().filter(is_gap).collect()
}

fn declaration(project: &Project) -> String {
    let year = project.settings.year.get();
    format!(
        "sind die Exporte vollständig, sagen Sie es in report.toml unter [exports]: complete = {{ from = {year}-01-01, to = {year}-12-31 }}"
    )
}

/// One warning for all runs of a kind.
fn missing(runs: &[&Run], of_house: bool, project: &Project) -> Findings {
    let mut findings = Findings::default();
    let date = |number: i32| Day::from_number(number).map(Day::date).unwrap_or_default();
    let labels: Vec<String> = runs.iter().map(|run| days_label(date(run.0), date(run.1))).collect();
    if labels.is_empty() {
        return findings;
    }
    let label = enumeration(labels.iter().map(String::as_str));
    let (message, help) = match of_house {
        true => (
            format!(
                "aus der Zeit {label} enthalten die Exporte keinen Eingang, obwohl nach den Tagen davor und danach viele zu erwarten sind; Zahlen dazu gelten als nicht erfasst"
            ),
            "legen Sie den Export, der fehlt, in den Ordner `exports`",
        ),
        false => (
            format!(
                "aus der Zeit {label} gehört kein Fall zur Ombudsstelle, obwohl nach den Tagen davor und danach viele zu erwarten sind; Zahlen dazu gelten als nicht erfasst"
            ),
            "prüfen Sie, ob das Merkmal in dieser Zeit anders geschrieben wurde (`scope.markers` in report.toml)",
        ),
    };
    findings.push(
        Finding::new(Code::PeriodNotCovered, message)
            .at(Place::file("exports"))
            .help(format!("{help}; {}", declaration(project))),
    );
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const YEAR: i16 = 2017;

    fn number(month: i8, day: i8) -> i32 {
        Day::number_of(date(YEAR, month, day))
    }

    /// Gaps of a year with so many cases on each of these days.
    fn gaps_of(cases: impl Fn(i8, i8) -> usize) -> Vec<Run> {
        let mut days = Vec::new();
        for day in date(YEAR, 1, 1).series(jiff::Span::new().days(1)).take(365) {
            let day_of = Day::new(day).unwrap();
            days.extend(std::iter::repeat_n(day_of, cases(day.month(), day.day())));
        }
        gaps(&Days::new(days.into_iter(), ReportYear::new(YEAR).unwrap()))
    }

    #[test]
    fn a_missing_half_year_is_a_gap_and_so_is_an_end_within_a_month() {
        assert_eq!(gaps_of(|month, _| usize::from(month < 7)), [(number(7, 1), number(12, 31))]);
        assert_eq!(
            gaps_of(|month, day| usize::from(month < 11 || month == 11 && day <= 10)),
            [(number(11, 11), number(12, 31))]
        );
        // Batches at the start of some months, as an office may enter them.
        assert!(gaps_of(|month, day| usize::from(month % 2 == 1 && day <= 5)).is_empty());
        assert_eq!(
            gaps_of(|month, day| usize::from(month != 5 && (month > 1 || day > 25))),
            [(number(1, 1), number(1, 25)), (number(5, 1), number(5, 31))]
        );
    }

    #[test]
    fn a_month_is_missing_where_its_neighbours_have_ten_cases_on_average() {
        let spread = |month: i8, day: i8| match month {
            6 => usize::from(day <= 10),
            8 => usize::from(day > 21),
            _ => 0,
        };
        assert_eq!(gaps_of(spread).len(), 3);
        // Ten on the last day before it, and ten on the first after it.
        let at_once = |month: i8, day: i8| match (month, day) {
            (1, 31) | (3, 1) => 10,
            _ => 0,
        };
        assert!(gaps_of(at_once).contains(&(number(2, 1), number(2, 28))));
    }

    #[test]
    fn four_weeks_within_the_year_are_a_gap_wherever_they_begin() {
        let is_away = |month: i8, day: i8| month == 5 && day >= 12 || month == 6 && day <= 10;
        let gap = (number(5, 12), number(6, 10));
        assert_eq!(gaps_of(|month, day| usize::from(!is_away(month, day))), [gap]);
        assert!(gaps_of(|month, day| usize::from(month != 8 || day > 25)).is_empty());
    }

    #[test]
    fn the_months_before_the_office_tell_nothing_of_what_is_usual() {
        // Ten days with a case in three months after it opened, and none in the fourth.
        let mut days = Vec::new();
        for month in [9, 10, 11] {
            days.extend([3, 6, 9, 12, 15, 18, 20, 22, 25, 28].map(|day| date(YEAR, month, day)));
        }
        let days = || days.iter().map(|day| Day::new(*day).unwrap());
        let year = ReportYear::new(YEAR).unwrap();
        let opened = Some(date(YEAR, 9, 1));
        let end = (number(11, 29), number(12, 31));
        assert_eq!(gaps(&Days::new(days(), year).since(opened)), [end]);
        // A case before it says that this was not the first day.
        let early = Day::new(date(YEAR, 2, 1)).unwrap();
        let days = Days::new(days().chain([early]), year);
        assert_eq!(days.since(opened).year.0, number(1, 1));
    }

    #[test]
    fn few_cases_and_holidays_are_no_gaps() {
        assert!(gaps_of(|_, day| usize::from(day == 1)).is_empty());
        assert!(gaps_of(|month, day| usize::from(month < 12 || day < 15) * 20).is_empty());
        assert!(gaps_of(|_, _| 0).is_empty());
        assert!(gaps_of(|month, day| usize::from(month < 3 && day % 10 == 0)).is_empty());
    }
}
