//! The days for which the office says its exports are complete (`exports.complete`), held against the cases: where cases
//! lie outside them, the statement is wrong on that side.

use super::year_days::{Days, Run, bounds, gaps, joined};
use crate::diagnostic::{Finding, FindingCode, Place};
use crate::domain::{Case, Day, Period};
use crate::locale::enumeration;
use crate::project::Project;

/// The days of the report year before and behind the stated ones; none without a statement.
fn sides(project: &Project) -> Vec<Run> {
    let Some((from, to)) = project.exports.complete else { return Vec::new() };
    let (year, from, to) =
        (bounds(project.settings.period, Period::Year), Day::number_of(from), Day::number_of(to));
    let sides = [(year.0, year.1.min(from - 1)), (year.0.max(to + 1), year.1)];
    sides.into_iter().filter(|(first, last)| first <= last).collect()
}

/// The days outside the stated ones that are not covered: all of a side without a case. On a side with cases those up to
/// the first or from the last one, and between them what is a gap anywhere. No such day holds a case of `days`.
pub(super) fn outside(days: &Days, project: &Project) -> Vec<Run> {
    let (empty, gaps) = (days.empty_runs(), gaps(days));
    let within = |(first, last): Run, runs: &[Run]| -> Vec<Run> {
        let runs = runs.iter().map(|run| (run.0.max(first), run.1.min(last)));
        runs.filter(|run| run.0 <= run.1).collect()
    };
    let is_at_an_end = |run: &Run| run.0 == days.year.0 || run.1 == days.year.1;
    let sides = sides(project).into_iter();
    let uncovered = sides.flat_map(|side| {
        let at_ends = within(side, &empty).into_iter().filter(is_at_an_end);
        at_ends.chain(within(side, &gaps)).collect::<Vec<_>>()
    });
    joined(uncovered.collect())
}

/// A warning where cases of the report year lie outside the stated days.
pub(super) fn contradicted(cases: &[Case], project: &Project) -> Option<Finding> {
    let holds_case = |side: &Run| {
        cases.iter().any(|case| (side.0..=side.1).contains(&case.received_on.number()))
    };
    let (first, _) = bounds(project.settings.period, Period::Year);
    let (from, to) = project.exports.complete?;
    let where_cases_lie: Vec<String> = sides(project)
        .into_iter()
        .filter(holds_case)
        .map(|side| match side.0 == first && Day::number_of(from) > side.1 {
            true => format!("vor dem {}", crate::locale::date_short(from)),
            false => format!("nach dem {}", crate::locale::date_short(to)),
        })
        .collect();
    if where_cases_lie.is_empty() {
        return None;
    }
    let sides = enumeration(&where_cases_lie);
    Some(
        Finding::new(
            FindingCode::PeriodNotCovered,
            format!(
                "{sides} sind Fälle eingegangen, obwohl die Exporte nach `complete` dort nicht vollständig sind; der Bericht zählt sie und richtet sich nach den Fällen: Als nicht erfasst gelten dort nur Zeiten am Anfang und am Ende des Jahres ohne Fall und solche, in denen viele zu erwarten wären"
            ),
        )
        .at(Place::file("report.toml"))
        .help("berichtigen Sie `complete` unter [exports]: vom ersten bis zum letzten Tag, für den die Exporte alle Fälle enthalten; fehlen dort wirklich Fälle, legen Sie den Export dazu"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ReportPeriod, Taxonomy};
    use jiff::civil::{Date, date};
    use proptest::prelude::*;

    fn day(number: i16) -> Date {
        date(2017, 1, 1).checked_add(jiff::Span::new().days(i64::from(number))).unwrap()
    }

    fn days_of(cases: &[i16]) -> Days {
        let days = cases.iter().map(|number| Day::new(day(*number)).unwrap());
        Days::new(days, ReportPeriod::new(2017).unwrap())
    }

    fn project(from: i16, to: i16) -> Project {
        let mut project = Project::unconfigured(Taxonomy::default());
        project.settings.period = ReportPeriod::new(2017).unwrap();
        project.exports.complete = Some((day(from), day(to)));
        project
    }

    #[test]
    fn a_side_without_a_case_is_not_covered_and_one_with_cases_only_beyond_them() {
        let of = |cases: &[i16]| {
            let runs = outside(&days_of(cases), &project(45, 300));
            let first = Day::number_of(day(0));
            runs.into_iter().map(|run| (run.0 - first, run.1 - first)).collect::<Vec<_>>()
        };
        assert_eq!(of(&[100]), [(0, 44), (301, 364)]);
        // Days between single cases are no gap; where many were to be expected they are.
        assert_eq!(of(&[18, 40]), [(0, 17), (301, 364)]);
        assert_eq!(of(&[0, 20, 40, 320, 350]), [(351, 364)]);
        let busy: Vec<i16> = (0..300).chain(350..360).collect();
        assert_eq!(of(&busy), [(301, 349), (360, 364)]);
    }

    proptest! {
        #[test]
        fn no_day_that_is_not_covered_holds_a_case(
            cases in proptest::collection::vec(0_i16..365, 0..60),
            from in -40_i16..400,
            length in 0_i16..400,
        ) {
            let runs = outside(&days_of(&cases), &project(from, from + length));
            for case in cases {
                let number = Day::number_of(day(case));
                prop_assert!(!runs.iter().any(|run| (run.0..=run.1).contains(&number)));
            }
        }
    }
}
