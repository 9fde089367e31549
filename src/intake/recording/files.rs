//! Exports with gaps while others go on: one of several, say of one branch, was made too soon, lacks a month, or no longer
//! has the marker of the office; or one of the monthly exports of a branch is missing. Those that take turns (two half-years,
//! twelve months) have none.

use super::days::dates;
use super::file_days::months_of;
use super::sources::{Kind, Source, labels, take_turns};
use super::year_days::{Days, EXPECTED, Run, SHORTEST, bounds, gaps, joined, rest};
use crate::diagnostic::{Finding, FindingCode, Findings};
use crate::domain::{Day, Period, Population, RecordedDays};
use crate::locale::month_name;
use crate::project::Project;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A source whose fullest month has fewer cases says nothing by its months.
const FULL_MONTH: i64 = 10;

/// A warning for each such source, where the office does not say that its exports are complete, and the positions of files that
/// end early. Writes down the days that they leave open, without those that no file covers. `sources` are of one kind each;
/// `declaration` is what the office is to write where nothing is missing.
pub(super) fn findings(
    sources: &[Vec<Source<'_>>],
    (project, declaration): (&Project, &str),
    opened: Option<Date>,
    days: &mut RecordedDays,
) -> (Findings, BTreeSet<u32>) {
    let mut found = Found::default();
    if project.declares_complete() {
        return (found.told, found.early);
    }
    for all in sources {
        let told = [found.of_office.clone(), found.of_house.clone()];
        let around = Around { all, days, told, project, declaration, opened };
        for (at, source) in all.iter().enumerate() {
            let by_months = around.by_months(at, source, &mut found);
            around.by_days(at, source, by_months, &mut found);
        }
    }
    (days.in_part, days.in_part_of_house) =
        (dates(joined(found.of_office)), dates(joined(found.of_house)));
    days.gaps_of_sites = found.of_sites;
    (found.told, found.early)
}

/// What was found so far.
#[derive(Default)]
struct Found {
    told: Findings,
    /// Positions of files that end early.
    early: BTreeSet<u32>,
    of_office: Vec<Run>,
    of_house: Vec<Run>,
    of_sites: Vec<(crate::domain::ValueCode, (Date, Date))>,
}

/// What a source is compared with: the others of its kind.
struct Around<'a, 'f> {
    all: &'a [Source<'f>],
    /// The days that no file covers.
    days: &'a RecordedDays,
    /// What was told of sources of other kinds, of the office and of the house.
    told: [Vec<Run>; 2],
    project: &'a Project,
    declaration: &'a str,
    opened: Option<Date>,
}

impl Around<'_, '_> {
    /// A file that ends early or begins late, by the number of its cases in each month; the days that it leaves open.
    fn by_months(&self, at: usize, it: &Source<'_>, found: &mut Found) -> Vec<Run> {
        let Kind::File(number, _) = it.kind else { return Vec::new() };
        let period = self.project.settings.period;
        let whole = months_of(period);
        // A month by its name and year.
        let named = |position: u8| {
            let (year, month) = period.month_at(position.cast_signed());
            format!("{} {year}", month_name(month.unsigned_abs()))
        };
        let Some((first, last)) = it.cases.bulk(period, FULL_MONTH) else { return Vec::new() };
        let others = || self.others(at).filter_map(|other| other.cases.bulk(period, FULL_MONTH));
        // A few cases in the next month are a slow start, or a slow end.
        let (start, end) = (it.cases.beside(period, first, -1), it.cases.beside(period, last, 1));
        let opened_in = self.opened.and_then(|day| period.position((day.year(), day.month())));
        let opens = opened_in.is_some_and(|month| month >= start.cast_signed());
        let is_gap = |open: (u8, u8)| {
            let is_held = self.days_of(open).is_some_and(|days| it.holds_records(days));
            !is_held && !it.is_held_again() && self.expects(at, it, (first, last), open)
        };
        let (before, after) = ((whole.0, start.saturating_sub(1)), (end + 1, whole.1));
        let goes_on =
            others().any(|(_, other)| other > end) && is_gap(after) && !self.is_continued(at, it);
        let began_before = !opens
            && others().any(|(other, _)| other < start)
            && is_gap(before)
            && !self.continues(at, it);
        let (what, open) = match (began_before, goes_on) {
            (true, true) => (
                format!(
                    "nur aus der Zeit {} regelmäßig Fälle, andere auch davor und danach",
                    labels(&self.days_of((first, last)).into_iter().collect::<Vec<_>>())
                ),
                vec![before, after],
            ),
            (false, true) => (
                format!("nur bis {} regelmäßig Fälle, andere auch danach", named(last)),
                vec![after],
            ),
            (true, false) => (
                format!("erst ab {} regelmäßig Fälle, andere schon davor", named(first)),
                vec![before],
            ),
            (false, false) => return Vec::new(),
        };
        found.early.extend(goes_on.then_some(number));
        let of = |of: Population| {
            let months = open.iter().flat_map(|open| open.0..=open.1);
            let months =
                months.filter(move |month| !self.days.lacks_month(of, month.cast_signed()));
            months.filter_map(Period::month).map(move |month| bounds(period, month))
        };
        found.of_house.extend(of(Population::Krm));
        found.of_office.extend(of(Population::Received).filter(|_| it.is_of_office));
        self.tell(it, format!("die Datei hat {what}, und keine schließt an sie an"), false, found);
        open.iter().filter_map(|months| self.days_of(*months)).collect()
    }

    /// Whether many cases of a file were to be expected in some months, by those of its own months and by how the others go on.
    fn expects(&self, at: usize, it: &Source<'_>, own: (u8, u8), open: (u8, u8)) -> bool {
        let period = self.project.settings.period;
        let of_others = |months| {
            self.others(at).map(|other| other.cases.in_months(period, months)).sum::<i64>()
        };
        it.cases.in_months(period, own) * of_others(open) >= EXPECTED * of_others(own)
    }

    /// First and last day of some months.
    fn days_of(&self, (from, to): (u8, u8)) -> Option<Run> {
        let period = self.project.settings.period;
        let edge = |month: u8| Period::month(month).map(|month| bounds(period, month));
        Some((edge(from)?.0, edge(to)?.1))
    }

    /// A source without a case on days on which many were to be expected by its others, and none of the office alike.
    fn by_days(&self, at: usize, it: &Source<'_>, told: Vec<Run>, found: &mut Found) {
        if self.others(at).next().is_none() {
            return;
        }
        let [of_office, of_house] = &self.told;
        let own = gaps(&it.cases.all.clone().since(self.opened));
        // Of an office whose exports hold no others the house is not recorded at all.
        let uncovered = match it.is_of_office {
            true => &self.days.gaps,
            false => &self.days.gaps_of_house,
        };
        let known = numbers(uncovered).into_iter().chain(told.clone()).collect();
        let mut receipts = self.open(at, &own, &joined(known), |source| &source.cases.all);
        receipts.retain(|run| !it.is_held_again() && !it.holds_records(*run));
        if let Kind::Site(code, _) = it.kind {
            found.of_sites.extend(dates(receipts.clone()).into_iter().map(|run| (code, run)));
        }
        let receipts = new(&receipts, of_house);
        if !receipts.is_empty() {
            let ends = receipts.iter().any(|run| run.1 == it.cases.all.year.1);
            if let Kind::File(number, _) = it.kind {
                found.early.extend(ends.then_some(number));
            }
            found.of_house.extend(&receipts);
            found.of_office.extend(receipts.iter().filter(|_| it.is_of_office));
            self.tell(it, it.without_case(&receipts), false, found);
        }
        if self.project.scope.is_all() {
            return;
        }
        let known = numbers(&self.days.gaps).into_iter().chain(own).chain(told).collect();
        let runs = gaps(&it.cases.office.clone().since(self.opened));
        let marked = self.open(at, &runs, &joined(known), |source| &source.cases.office);
        let marked = new(&marked, of_office);
        if !marked.is_empty() {
            found.of_office.extend(&marked);
            let office = &self.project.words.office.to;
            self.tell(it, it.without_case_of_office(&marked, office), true, found);
        }
    }

    fn tell(&self, it: &Source<'_>, what: String, of_marker: bool, found: &mut Found) {
        let remedy = match (of_marker, &it.kind) {
            (true, _) => {
                "prüfen Sie, ob das Merkmal dort anders geschrieben wurde (`scope.markers` in report.toml), oder ob Fälle fehlen"
            }
            (false, Kind::File(..)) => {
                "prüfen Sie, ob sie vollständig ist, oder ob eine Datei fehlt"
            }
            (false, _) => "prüfen Sie, ob eine Datei fehlt oder unvollständig ist",
        };
        let finding = Finding::new(FindingCode::PeriodNotCovered, what).at(it.place());
        found.told.push(finding.help(format!("{remedy}; {}", self.declaration)));
    }

    /// What of a source's gaps is not known already, and not filled by others.
    fn open(
        &self,
        at: usize,
        runs: &[Run],
        known: &[Run],
        of: impl for<'s> Fn(&'s Source<'_>) -> &'s Days,
    ) -> Vec<Run> {
        let Some(it) = self.all.get(at) else { return Vec::new() };
        let own = of(it);
        // Cases of other exports' time may stand on either side of its own.
        let bulk = it.cases.bulk(self.project.settings.period, 1);
        let (begins, ends) = bulk.and_then(|bulk| self.days_of(bulk)).unwrap_or(own.year);
        let is_filled = |run: &Run| {
            (run.1 == own.year.1 || run.0 > ends) && self.is_continued(at, it)
                || (run.0 == own.year.0 || run.1 < begins) && self.continues(at, it)
                || take_turns(own, (*run, runs), self.others(at).map(&of))
        };
        // What is left of a gap beside a known one may be as short as it happens.
        let all = joined([runs, known].concat());
        let is_open = |run: &Run| {
            run.1 - run.0 + 1 >= SHORTEST
                && self.go_on(at, own, (*run, runs), &of)
                && !is_filled(run)
                && (runs.contains(run) || own.expects_in_part(*run, &all))
        };
        runs.iter().flat_map(|run| rest(*run, known).collect::<Vec<_>>()).filter(is_open).collect()
    }

    /// Whether by the others of the same time, which have quiet months as well, half as many cases were to be expected in a gap as
    /// make one.
    fn go_on(
        &self,
        at: usize,
        own: &Days,
        (gap, runs): (Run, &[Run]),
        of: impl for<'s> Fn(&'s Source<'_>) -> &'s Days,
    ) -> bool {
        let active: Vec<Run> = rest(own.year, runs).collect();
        let in_active: i64 = (self.others(at))
            .flat_map(|other| active.iter().map(|run| of(other).count(*run)).collect::<Vec<_>>())
            .sum();
        let in_gap: i64 = self.others(at).map(|other| of(other).count(gap)).sum();
        own.count(own.year) * in_gap * 2 >= EXPECTED * in_active
    }

    fn others(&self, at: usize) -> impl Iterator<Item = &Source<'_>> {
        let others = self.all.iter().enumerate().filter(move |(other, _)| *other != at);
        others.map(|(_, other)| other)
    }

    /// Whether another source begins where this one ends; also one of few cases takes its turn.
    fn is_continued(&self, at: usize, it: &Source<'_>) -> bool {
        // Cases of its last weeks may count where they were completed.
        let ends = self.edges(it).map(|(_, ends)| ends).unwrap_or_default();
        let starts = self.others(at).filter_map(|other| Some(self.edges(other)?.0));
        starts.flatten().any(|start| ends.iter().any(|end| self.follows(it, *end, start)))
    }

    /// Whether this source begins where another one ends.
    fn continues(&self, at: usize, it: &Source<'_>) -> bool {
        let starts = self.edges(it).map(|(starts, _)| starts).unwrap_or_default();
        let ends = self.others(at).filter_map(|other| Some(self.edges(other)?.1));
        ends.flatten().any(|end| starts.iter().any(|start| self.follows(it, end, *start)))
    }

    /// The months in which a source may be said to begin, and to end: those of its bulk, the ones beside it with a case, and the
    /// last of those that follow without a pause: a small office has quiet months.
    fn edges(&self, it: &Source<'_>) -> Option<([u8; 3], [u8; 3])> {
        let period = self.project.settings.period;
        let (first, last) = it.cases.bulk(period, 1)?;
        let of = |month, step| {
            let mut furthest = month;
            while it.cases.beside(period, furthest, step) != furthest {
                furthest = it.cases.beside(period, furthest, step);
            }
            [month, it.cases.beside(period, month, step), furthest]
        };
        Some((of(first, -1), of(last, 1)))
    }

    /// Whether one month follows another, or what no file covers between them is told as such.
    fn follows(&self, it: &Source<'_>, end: u8, start: u8) -> bool {
        let of = match it.is_of_office {
            true => Population::Received,
            false => Population::Krm,
        };
        end == start
            || end < start
                && (end + 1..start).all(|month| self.days.lacks_month(of, month.cast_signed()))
    }
}

/// Those of some runs of which nothing was told, but for a few days.
fn new(runs: &[Run], told: &[Run]) -> Vec<Run> {
    let told = joined(told.to_vec());
    let is_new = |run: &&Run| rest(**run, &told).any(|rest| rest.1 - rest.0 + 1 >= SHORTEST);
    runs.iter().filter(is_new).copied().collect()
}

/// Dates as runs of days.
fn numbers(days: &[(Date, Date)]) -> Vec<Run> {
    days.iter().map(|(from, to)| (Day::number_of(*from), Day::number_of(*to))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::recording::file_days::FileDays;
    use jiff::civil::date;

    const YEAR: i16 = 2017;

    fn period() -> crate::domain::ReportPeriod {
        crate::domain::ReportPeriod::new(YEAR).unwrap()
    }

    /// A file with cases on days.
    fn file(name: &str, cases: impl Fn(i8, i8) -> usize) -> Source<'_> {
        let mut days = Days::new(std::iter::empty(), period());
        for day in date(YEAR, 1, 1).series(jiff::Span::new().days(1)).take(365) {
            (0..cases(day.month(), day.day())).for_each(|_| days.add(Day::new(day).unwrap()));
        }
        let cases = FileDays { all: days.clone(), office: days };
        Source { kind: Kind::File(0, name), cases, is_of_office: true, files: Vec::new() }
    }

    /// A file with so many cases in each month, spread over it.
    fn months(name: &str, counts: [usize; 12]) -> Source<'_> {
        file(name, |month, day| {
            let count = counts[usize::from(month.unsigned_abs()) - 1];
            let day = usize::from(day.unsigned_abs());
            if day > 28 { 0 } else { day * count / 28 - (day - 1) * count / 28 }
        })
    }

    fn told(files: &[Source<'_>]) -> Vec<String> {
        told_without(files, Vec::new())
    }

    /// The same where no file covers these days.
    fn told_without(files: &[Source<'_>], gaps: Vec<(Date, Date)>) -> Vec<String> {
        let mut project = Project::unconfigured(crate::domain::Taxonomy::default());
        project.settings.period = period();
        let mut days =
            RecordedDays { gaps: gaps.clone(), gaps_of_house: gaps, ..RecordedDays::default() };
        let (findings, _) = findings(&[files.to_vec()], (&project, ""), None, &mut days);
        assert_eq!(days.in_part.is_empty(), findings.is_empty());
        findings.iter().map(|finding| finding.message.clone()).collect()
    }

    #[test]
    fn files_that_take_turns_are_whole_and_one_that_stops_beside_others_is_not() {
        let all = months("a", [20; 12]);
        let first = months("b", [15, 15, 15, 15, 15, 15, 2, 0, 0, 0, 0, 0]);
        let second = months("c", [1, 0, 0, 0, 0, 3, 20, 20, 20, 20, 20, 20]);
        assert!(told(&[first.clone(), second.clone()]).is_empty());
        assert!(told(&[all.clone(), months("d", [1; 12])]).is_empty());
        let early = told(&[all.clone(), first]);
        assert_eq!(early.len(), 1, "{early:?}");
        assert!(early[0].contains("nur bis Juni 2017"), "{early:?}");
        let late = told(&[all, second]);
        assert!(late.len() == 1 && late[0].contains("erst ab Juli 2017"), "{late:?}");
    }

    #[test]
    fn a_file_of_some_months_beside_one_of_the_year_is_told_once() {
        let all = months("a", [20; 12]);
        let action = months("b", [0, 0, 0, 0, 40, 0, 0, 0, 0, 0, 0, 0]);
        let told = told(&[all, action]);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("nur aus der Zeit Mai\u{a0}2017 regelmäßig"), "{told:?}");
    }

    #[test]
    fn a_file_goes_on_where_another_ends_also_in_a_quiet_month() {
        // The half-year's export, and that of the year, which has what is left: one case in July.
        let first = months("a", [10, 8, 16, 13, 8, 8, 0, 0, 0, 0, 0, 0]);
        let rest = |july| months("b", [0, 0, 0, 0, 0, 0, july, 6, 9, 13, 8, 8]);
        assert!(told(&[first.clone(), rest(1)]).is_empty());
        assert!(!told(&[first, rest(0)]).is_empty());
    }

    #[test]
    fn a_month_in_which_a_small_file_may_have_no_case_by_chance_is_no_gap() {
        let all = months("a", [30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 12]);
        let of = |december| months("b", [6, 9, 12, 8, 7, 10, 9, 8, 6, 11, 7, december]);
        assert!(told(&[all.clone(), of(0)]).is_empty());
        // Where it has as many as the other, its December is missing.
        let twice = [24, 36, 48, 32, 28, 40, 36, 32, 24, 44, 28, 0];
        assert_eq!(told(&[all, months("b", twice)]).len(), 1);
    }

    #[test]
    fn a_file_of_few_cases_takes_its_turn() {
        let counts = [20, 20, 20, 20, 20, 20, 20, 4, 20, 20, 20, 20];
        let of_month = |(at, count): (usize, usize)| {
            let mut of_months = [0; 12];
            of_months[at] = count;
            months("of a month", of_months)
        };
        let files: Vec<_> = counts.into_iter().enumerate().map(of_month).collect();
        assert!(told(&files).is_empty(), "{:?}", told(&files));
        let without: Vec<_> = [&files[..7], &files[8..]].concat();
        assert_eq!(told(&without).len(), 2, "that no export covers the month is told elsewhere");
    }

    #[test]
    fn files_that_take_turns_are_whole_where_one_between_them_is_missing() {
        let first = months("a", [15, 15, 15, 15, 15, 15, 0, 0, 0, 0, 0, 0]);
        let last = months("b", [0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 20, 20]);
        let gap = |to| vec![(date(YEAR, 7, 1), date(YEAR, to, 30))];
        assert!(told_without(&[first.clone(), last.clone()], gap(9)).is_empty());
        assert_eq!(told_without(&[first, last], gap(8)).len(), 2);
    }

    #[test]
    fn a_gap_within_a_file_is_told_unless_another_file_holds_what_is_missing() {
        let all = months("west", [20; 12]);
        let gap = months("east", [9, 9, 9, 9, 0, 0, 0, 9, 9, 9, 9, 9]);
        let with_gap = told(&[all.clone(), gap.clone()]);
        assert!(with_gap.len() == 1 && with_gap[0].contains("bis 03.08.2017"), "{with_gap:?}");
        let rest = months("rest", [0, 0, 0, 0, 9, 9, 9, 0, 0, 0, 0, 0]);
        assert!(told(&[all, gap, rest]).is_empty());
    }

    #[test]
    fn a_file_of_few_cases_that_ends_early_is_told() {
        let all = months("west", [20; 12]);
        let early = told(&[all.clone(), months("east", [6, 6, 6, 6, 6, 6, 0, 0, 0, 0, 0, 0])]);
        assert!(early.len() == 1 && early[0].contains("bis 31.12.2017"), "{early:?}");
        let few = [1, 0, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0];
        assert!(told(&[all, months("east", few)]).is_empty());
    }

    #[test]
    fn a_few_cases_of_the_office_that_end_before_their_file_are_no_gap() {
        let told = |of_office: usize| {
            let first = [1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0];
            let mut first_half = months("h1", first.map(|part| part * 20));
            let until_may = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
            first_half.cases.office =
                months("", until_may.map(|part| part * of_office)).cases.office;
            let second_half = months("h2", first.map(|part| (1 - part) * 20));
            let mut project = Project::unconfigured(crate::domain::Taxonomy::default());
            project.settings.period = period();
            project.scope.membership = crate::project::Membership::Marked;
            let files = vec![first_half, second_half];
            findings(&[files], (&project, ""), None, &mut RecordedDays::default()).0.len()
        };
        assert_eq!((told(3), told(20)), (0, 1));
    }

    #[test]
    fn cases_of_the_office_that_stop_in_one_file_are_told_of_it() {
        let west = months("west", [20; 12]);
        let mut east = months("east", [20; 12]);
        east.cases.office = months("", [9, 9, 9, 9, 9, 0, 0, 0, 0, 0, 0, 0]).cases.office;
        let mut project = Project::unconfigured(crate::domain::Taxonomy::default());
        project.settings.period = period();
        let mut days = RecordedDays::default();
        project.scope.membership = crate::project::Membership::Marked;
        let (found, _) = findings(&[vec![west, east]], (&project, ""), None, &mut days);
        let told: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
        assert!(told.len() == 1 && told[0].contains("kein Fall zur Ombudsstelle"), "{told:?}");
        assert!(!days.in_part.is_empty() && days.in_part_of_house.is_empty());
    }
}
