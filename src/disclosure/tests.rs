//! What the parts of disclosure control promise each other, on a few cases of the sample's lists.

use super::audit::{Audit, OtherYear};
use super::record::MaskReason;
use super::registry::{Registry, Worth};
use super::relations::{is_within, needed, neighbours};
use super::targets::{Safe, Target, TargetName, small_rows, targets};
use crate::domain::{
    Case, Code, Count, Day, Dimension, Figure, Ledger, LedgerEntry, Population, Several, Source,
    Unit,
};
use crate::project::Project;
use crate::statistics::{ExactFigures, compute_with};
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

static PROJECT: LazyLock<Project> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    crate::project::load(&folder).0.unwrap()
});

fn figure(id: &str) -> Figure {
    Figure::parse(id, &PROJECT.taxonomy).unwrap_or_else(|error| panic!("{id}: {error}"))
}

fn count(id: &str) -> Count {
    match figure(id) {
        Figure::Count(count) => count,
        _ => panic!("{id} is no count"),
    }
}

fn code(dimension: Dimension, id: &str) -> Code {
    PROJECT.taxonomy.list(dimension).unwrap().find_id(id).unwrap()
}

fn day(date: Date) -> Day {
    Day::new(date).unwrap()
}

/// A case of the first half-year that took so many days.
fn case(category: &str, days: i32) -> Case {
    let received_on = date(2017, 3, 1);
    Case {
        received_on: day(received_on),
        acknowledged_on: None,
        closed_on: Some(day(received_on + jiff::Span::new().days(days))),
        in_scope: true,
        category: code(Dimension::Category, category),
        several: Several::default(),
        assessment: Code::NOT_STATED,
        justified_reason: Code::NOT_STATED,
        channel: Code::NOT_STATED,
        submitter_group: Code::NOT_STATED,
        supporting_body: Code::NOT_STATED,
        outcome: Code::NOT_STATED,
        site: Code::NOT_STATED,
        source: Source { file: 0, line: 0 },
    }
}

fn exact(printed: &BTreeSet<Figure>, cases: &[Case]) -> ExactFigures {
    let further =
        [Population::Krm, Population::Received].map(|all| Figure::Count(Count::cases(all)));
    let figures: BTreeSet<Figure> =
        printed.iter().cloned().chain(needed(printed, &PROJECT)).chain(further).collect();
    compute_with(&figures, cases, [], &PROJECT, 1)
}

mod registry {
    use super::*;

    #[test]
    fn a_count_is_within_another_when_its_definition_says_so() {
        for (inner, outer) in [
            ("cases:category=complaint,half_year=1", "cases:category=complaint"),
            ("cases:category=complaint", "cases"),
            ("cases:category=praise", "cases:category=praise+complaint"),
            ("cases:topic=housing_costs", "cases:topic_group=housing"),
            ("cases:topic=housing_costs", "cases:responsible_body=municipal"),
            ("cases:quarter=2", "cases:half_year=1"),
            ("cases:month=4", "cases:quarter=2"),
            ("cases:month=12", "cases:half_year=2"),
            ("cases:month=12", "cases"),
            ("cases", "cases.krm"),
            ("cases.closed:half_year=1", "cases.closed"),
        ] {
            assert!(is_within(&count(inner), &count(outer), &PROJECT.taxonomy), "{inner} {outer}");
            assert!(!is_within(&count(outer), &count(inner), &PROJECT.taxonomy), "{outer} {inner}");
        }
        for (one, other) in [
            ("cases:topic=housing_costs", "cases:topic_group=work"),
            ("cases:quarter=3", "cases:half_year=1"),
            ("cases:month=7", "cases:quarter=2"),
            ("cases:half_year=1", "cases:category=complaint"),
            // A stock at the end of June is no part of the stock at the end of the year.
            ("cases.open:half_year=1", "cases.open"),
            ("cases.carried_forward:half_year=2", "cases.carried_forward"),
            ("cases.closed", "cases"),
            ("mentions:topic=housing_costs", "cases:topic_group=housing"),
            ("mentions:topic=housing_costs", "mentions:topic_group=housing"),
        ] {
            assert!(!is_within(&count(one), &count(other), &PROJECT.taxonomy), "{one} {other}");
        }
    }

    #[test]
    fn neighbours_name_another_value_in_one_place_and_not_stated_is_a_value() {
        let of = count("mentions:category=praise,topic_group=housing");
        let found = neighbours(&of, &PROJECT);
        let values = |dimension| PROJECT.taxonomy.list(dimension).unwrap().entries().len();
        let expected = values(Dimension::Category) + values(Dimension::TopicGroup);
        assert_eq!(found.len(), expected);
        let of = of.cases_behind().unwrap();
        for neighbour in &found {
            assert_eq!(neighbour.unit, Unit::Cases);
            let differing = neighbour
                .filter
                .conditions()
                .filter(|(dimension, codes)| of.filter.allowed(*dimension) != Some(*codes));
            assert_eq!(differing.count(), 1, "{neighbour:?}");
        }
        let silent = of.filter.allowed(Dimension::Category).unwrap();
        assert!(!silent.contains(&Code::NOT_STATED));
        let not_stated = found.iter().filter(|it| {
            it.filter.conditions().any(|(_, codes)| codes.contains(&Code::NOT_STATED))
        });
        assert_eq!(not_stated.count(), 2);
        assert!(neighbours(&count("cases"), &PROJECT).is_empty());
    }

    #[test]
    fn entries_of_the_ledger_that_count_persons_are_sums_of_counts() {
        let mut registry = Registry::default();
        let (krm, received) =
            (registry.count(&count("cases.krm")), registry.count(&count("cases")));
        let mut form = |ledger, entry: &str| {
            registry.ledger_form(&LedgerEntry { ledger, entry: entry.to_owned() })
        };
        assert_eq!(form(Ledger::Records, "counted"), Some(vec![(received, 1)]));
        assert_eq!(form(Ledger::Records, "outside_scope"), Some(vec![(krm, 1), (received, -1)]));
        assert_eq!(form(Ledger::Records, "carried_in"), Some(vec![(krm, -1)]));
        assert_eq!(form(Ledger::Records, "rejected"), None);
        assert_eq!(form(Ledger::Lines, "counted"), None);
    }
}

mod targets_of_a_report {
    use super::*;

    /// The targets of a report on these figures.
    fn found(printed: &[Figure], cases: &[Case]) -> Vec<Target> {
        let printed: BTreeSet<Figure> = printed.iter().cloned().collect();
        let exact = exact(&printed, cases);
        let mut registry = Registry::new(&printed, &Worth::default(), &exact, &PROJECT.disclosure);
        let small = small_rows(&registry, &exact, &PROJECT.disclosure);
        targets(&mut registry, &small, &printed, &BTreeSet::new(), &exact, cases, &PROJECT)
    }

    fn is_named(target: &Target, figure: &Figure) -> bool {
        matches!(&target.name,
            TargetName::Figure(name) | TargetName::Neighbour(name) if name == figure)
    }

    #[test]
    fn the_exempt_figure_in_other_words_is_no_target_but_its_crossings_are() {
        let mut cases: Vec<Case> = (0..9).map(|days| case("complaint", days)).collect();
        cases.push(case("praise", 1));
        let praise = figure("cases:category=praise");
        let unassessed = count("cases:category=praise");
        let unassessed = Figure::Count(unassessed.with(Dimension::Assessment, Code::NOT_STATED));
        let crossing = figure("cases:category=praise,half_year=1");
        let printed = [figure("cases"), praise.clone(), unassessed.clone(), crossing.clone()];
        let found = found(&printed, &cases);
        assert!(!found.iter().any(|target| is_named(target, &praise)));
        assert!(!found.iter().any(|target| is_named(target, &unassessed)));
        let crossing = found.iter().find(|target| is_named(target, &crossing)).unwrap();
        assert!(crossing.within_exempt && crossing.safe == Safe::Wide && crossing.value == 1);
    }

    #[test]
    fn what_is_left_of_a_printed_count_is_a_target_from_1_up_to_the_threshold() {
        for (half_years, is_target) in [(0, false), (1, true), (2, true), (3, false)] {
            let mut cases: Vec<Case> = (0..9).map(|days| case("complaint", days)).collect();
            for case in &mut cases[..half_years] {
                case.received_on = day(date(2017, 9, 1));
            }
            let (all, first) = (
                figure("cases:category=complaint"),
                figure("cases:category=complaint,half_year=1"),
            );
            let found = found(&[figure("cases"), all.clone(), first.clone()], &cases);
            let difference = TargetName::Difference(all, first);
            let target = found.iter().find(|target| target.name == difference);
            assert_eq!(target.is_some(), is_target, "{half_years}");
            assert!(target.is_none_or(|target| target.safe == Safe::ZeroOrMany));
        }
    }
}

mod forged_years {
    use super::*;

    /// Eight complaints and two suggestions that took 1 to 10 days. Printed are all cases, those
    /// of the first half-year and the median; the categories are masked.
    struct Year {
        cases: Vec<Case>,
        printed: BTreeSet<Figure>,
        masked: BTreeMap<Figure, MaskReason>,
    }

    impl Year {
        fn new() -> Self {
            let category = |days| if days <= 8 { "complaint" } else { "suggestion" };
            let masked = [
                (figure("cases:category=suggestion"), MaskReason::Small),
                (figure("cases:category=complaint"), MaskReason::Complementary),
            ];
            let open = [
                "cases",
                "cases:half_year=1",
                "median_days.closed",
                "share:half_year=1/total",
                "ledger.records:counted",
            ];
            let printed = open.map(figure).into_iter().chain(masked.clone().map(|(it, _)| it));
            Self {
                cases: (1..=10).map(|days| case(category(days), days)).collect(),
                printed: printed.collect(),
                masked: masked.into_iter().collect(),
            }
        }

        /// What a year without some cases and with others proves about the two suggestions.
        fn proves(&self, removed: &[usize], added: Vec<Case>) -> Option<(u64, u64)> {
            let exact = exact(&self.printed, &self.cases);
            let target = Target {
                form: Vec::new(),
                value: 2,
                name: TargetName::Figure(figure("cases:category=suggestion")),
                safe: Safe::Wide,
                within_exempt: false,
            };
            let audit = Audit::new(&self.cases, &self.printed, &self.masked, &exact, &PROJECT);
            let verdict = audit.verdict(&target, &[OtherYear { removed: removed.to_vec(), added }]);
            assert!(verdict.is_safe || verdict.possible == (2, 2) || verdict.possible.1 == 3);
            verdict.is_safe.then_some(verdict.possible)
        }
    }

    fn suggestions() -> Vec<Case> {
        vec![case("suggestion", 1), case("suggestion", 2)]
    }

    #[test]
    fn two_complaints_may_as_well_have_been_suggestions() {
        assert_eq!(Year::new().proves(&[0, 1], suggestions()), Some((2, 4)));
    }

    #[test]
    fn one_more_is_too_near() {
        // 2 or 3: a reader would know the number almost.
        assert_eq!(Year::new().proves(&[0], vec![case("suggestion", 1)]), None);
    }

    #[test]
    fn a_year_that_changes_one_printed_number_proves_nothing() {
        let mut added = suggestions();
        added[1].received_on = day(date(2017, 9, 1));
        added[1].closed_on = Some(day(date(2017, 9, 3)));
        assert_eq!(Year::new().proves(&[0, 1], added), None);
    }

    #[test]
    fn a_year_with_another_number_of_cases_proves_nothing() {
        let mut added = suggestions();
        added.push(case("suggestion", 3));
        assert_eq!(Year::new().proves(&[0, 1], added), None);
        assert_eq!(Year::new().proves(&[0, 1, 2], suggestions()), None);
        assert_eq!(Year::new().proves(&[0, 0], suggestions()), None, "a case can go only once");
        assert_eq!(Year::new().proves(&[0, 99], suggestions()), None, "there is no such case");
        let mut added = suggestions();
        added[0].in_scope = false;
        added.push(case("suggestion", 3));
        assert_eq!(Year::new().proves(&[0, 1, 2], added), None, "one of them is not counted");
    }

    #[test]
    fn a_year_with_another_median_proves_nothing_and_other_days_beside_it_do() {
        let days = |first, second| vec![case("suggestion", first), case("suggestion", second)];
        assert_eq!(Year::new().proves(&[0, 1], days(3, 4)), Some((2, 4)), "the median stays 5.5");
        assert_eq!(Year::new().proves(&[0, 1], days(1, 9)), None, "it becomes 6.5");
    }

    #[test]
    fn a_year_in_which_a_masked_number_is_zero_proves_nothing() {
        let mut year = Year::new();
        year.cases.truncate(4);
        year.cases.push(case("suggestion", 5));
        year.cases.push(case("suggestion", 6));
        let all = (1..=4).map(|days| case("suggestion", days)).collect();
        assert_eq!(year.proves(&[0, 1, 2, 3], all), None, "a zero in place of the complaints");
        let most = (1..=3).map(|days| case("suggestion", days)).collect();
        assert_eq!(year.proves(&[0, 1, 2], most), Some((2, 5)));
    }

    #[test]
    fn a_year_proves_nothing_where_a_category_is_printed_or_its_share_is() {
        let mut year = Year::new();
        year.masked.remove(&figure("cases:category=complaint"));
        assert_eq!(year.proves(&[0, 1], suggestions()), None);

        let mut year = Year::new();
        let share = figure("share:category=complaint/total");
        year.printed.insert(share.clone());
        assert_eq!(year.proves(&[0, 1], suggestions()), None);
        year.masked.insert(share, MaskReason::Complementary);
        assert_eq!(year.proves(&[0, 1], suggestions()), Some((2, 4)));
    }
}
