//! Years that prove something about a small number, and years that do not.

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
        let audit =
            Audit::new(&self.cases, &self.printed, &self.masked, &NOT_REVISED, &exact, &PROJECT);
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

/// Whether a year of a report in which suggestions are masked proves something.
fn proves(
    open: &[&str],
    masked: &[&str],
    cases: &[Case],
    removed: &[usize],
    added: Vec<Case>,
    project: &Project,
) -> Option<(u64, u64)> {
    let masked: BTreeMap<Figure, MaskReason> =
        masked.iter().map(|id| (figure(id), MaskReason::Small)).collect();
    let printed = open.iter().map(|id| figure(id)).chain(masked.keys().cloned()).collect();
    let suggestions = figure("cases:category=suggestion");
    let mut asked: BTreeSet<Figure> = BTreeSet::clone(&printed);
    asked.insert(suggestions.clone());
    let exact = exact_of(&asked, cases, project);
    let Some(ExactValue::Count(value)) = exact.get(&suggestions) else { panic!("a count") };
    let name = TargetName::Neighbour(suggestions);
    let safe = Safe::ZeroOrMany;
    let target = Target { form: Vec::new(), value, name, safe, within_exempt: false };
    let audit = Audit::new(cases, &printed, &masked, &NOT_REVISED, &exact, project);
    let verdict = audit.verdict(&target, &[OtherYear { removed: removed.to_vec(), added }]);
    verdict.is_safe.then_some(verdict.possible)
}

fn ten() -> Vec<Case> {
    (1..=10).map(|days| case(if days <= 8 { "complaint" } else { "suggestion" }, days)).collect()
}

fn without_suggestions() -> Vec<Case> {
    vec![case("complaint", 9), case("complaint", 10)]
}

#[test]
fn none_or_many_protect_a_number_that_is_not_printed_and_one_does_not() {
    let tried = |removed: &[usize], added| proves(&["cases"], &[], &ten(), removed, added, &bare());
    assert_eq!(tried(&[8, 9], without_suggestions()), Some((0, 2)));
    assert_eq!(tried(&[0], vec![case("suggestion", 1)]), Some((2, 3)));
    assert_eq!(tried(&[9], vec![case("complaint", 10)]), None, "one is as small as two");
}

#[test]
fn the_sign_of_a_share_says_that_its_part_is_not_zero() {
    let share = "share:category=suggestion/total";
    let tried =
        |removed: &[usize], added| proves(&["cases"], &[share], &ten(), removed, added, &bare());
    assert_eq!(tried(&[8, 9], without_suggestions()), None);
    assert_eq!(tried(&[0], vec![case("suggestion", 1)]), Some((2, 3)));
    // Where the property is protected the sign may stand for zero.
    let mut protected = bare();
    protected.disclosure.protect = vec![Dimension::Category];
    let year = proves(&["cases"], &[share], &ten(), &[8, 9], without_suggestions(), &protected);
    assert_eq!(year, Some((0, 2)));
}

#[test]
fn a_masked_duration_may_be_another_and_a_printed_share_of_its_cases_may_not() {
    let added = || vec![case("complaint", 90), case("complaint", 90)];
    let tried =
        |open: &[&str], masked: &[&str]| proves(open, masked, &ten(), &[8, 9], added(), &bare());
    let short = || vec![case("complaint", 1), case("complaint", 1)];
    let median = ["median_days.closed"];
    let year = |open, masked| proves(open, masked, &ten(), &[8, 9], short(), &bare());
    assert_eq!(year(&["cases"], &median), Some((0, 2)), "it would be 3.5");
    assert_eq!(year(&["cases", median[0]], &[]), None);
    assert_eq!(
        tried(&["cases", "activity_share:activity_kind=network_meeting/total"], &[]),
        Some((0, 2))
    );
    assert_eq!(tried(&["cases", "median_days.closed"], &[]), Some((0, 2)), "it stays 5.5");
    assert_eq!(tried(&["cases", "share:category=complaint/total"], &[]), None);
    assert_eq!(tried(&["cases", "share:half_year=1/total"], &[]), Some((0, 2)));
}

#[test]
fn the_ledgers_entries_stay_as_they_are_printed() {
    let mut outside = without_suggestions();
    outside[0].in_scope = false;
    let mut before = without_suggestions();
    before[0].received_on = day(date(2016, 12, 1));
    for (entry, changed, open) in [
        ("ledger.records:outside_scope", &outside, "cases.krm"),
        ("ledger.records:counted", &outside, "cases.krm"),
        ("ledger.records:carried_in", &before, "cases:category=praise"),
        ("ledger.records:counted", &before, "cases:category=praise"),
    ] {
        let tried = |open: &[&str], added: &[Case]| {
            proves(open, &[], &ten(), &[8, 9], added.to_vec(), &bare())
        };
        assert_eq!(tried(&[open], changed), Some((0, 2)), "{entry}");
        assert_eq!(tried(&[open, entry], changed), None, "{entry}");
        assert_eq!(tried(&[open, entry], &without_suggestions()), Some((0, 2)), "{entry}");
    }
}

#[test]
fn a_case_that_is_neither_counted_nor_outside_changes_only_what_was_carried_in() {
    let mut before = without_suggestions();
    before[0].received_on = day(date(2016, 12, 1));
    let open = ["cases:category=praise", "ledger.records:outside_scope"];
    assert_eq!(proves(&open, &[], &ten(), &[8, 9], before, &bare()), Some((0, 2)));
}

#[test]
fn a_case_can_go_only_once_and_must_exist() {
    let tried = |removed: &[usize]| {
        proves(&["cases:category=praise"], &[], &ten(), removed, without_suggestions(), &bare())
    };
    assert_eq!(tried(&[8, 9]), Some((0, 2)));
    assert_eq!((tried(&[8, 8]), tried(&[8, 99])), (None, None));
}

#[test]
fn an_entry_of_the_ledger_is_another_in_a_year_with_other_cases() {
    let mut cases = ten();
    cases.push(Case { in_scope: false, ..case("complaint", 3) });
    cases.push(Case { received_on: day(date(2016, 12, 1)), ..case("complaint", 3) });
    let entries = ["counted", "outside_scope", "carried_in"];
    let figures = entries.map(|entry| figure(&format!("ledger.records:{entry}")));
    let exact = exact_of(&figures.clone().into(), &cases, &PROJECT);
    let (printed, masked, project) = (BTreeSet::new(), BTreeMap::new(), bare());
    let audit = Audit::new(&cases, &printed, &masked, &NOT_REVISED, &exact, &project);
    let possible = |entry: usize, removed: usize, added: Case| {
        let Some(ExactValue::Count(value)) = exact.get(&figures[entry]) else { panic!("a count") };
        let name = TargetName::Figure(figures[entry].clone());
        let target =
            Target { form: Vec::new(), value, name, safe: Safe::Wide, within_exempt: false };
        audit.verdict(&target, &[OtherYear { removed: vec![removed], added: vec![added] }]).possible
    };
    let (counted, outside, before) = (ten().remove(0), cases[10].clone(), cases[11].clone());
    // One more outside the scope, one more counted, one more of the year before.
    assert_eq!([0, 1, 2].map(|it| possible(it, 0, outside.clone())), [(9, 10), (1, 2), (1, 1)]);
    assert_eq!([0, 1, 2].map(|it| possible(it, 11, counted.clone())), [(10, 11), (1, 1), (0, 1)]);
    assert_eq!([0, 1, 2].map(|it| possible(it, 10, before.clone())), [(10, 10), (0, 1), (1, 2)]);
}

#[test]
fn a_rounded_report_may_have_another_ledger_but_no_other_duration() {
    let mut rounded = bare();
    rounded.disclosure.method = Method::Rounding { base: 5 };
    let outside = |number: usize| {
        let outside = Case { in_scope: false, ..case("complaint", 3) };
        [ten(), vec![outside; number]].concat()
    };
    let one_more = || vec![Case { in_scope: false, ..case("complaint", 3) }, case("complaint", 9)];
    let tried = |number: usize| {
        let open = ["ledger.records:outside_scope"];
        proves(&open, &[], &outside(number), &[8, 9], one_more(), &rounded)
    };
    assert_eq!(tried(5), Some((0, 2)), "six are printed as five");
    assert_eq!(tried(7), None, "eight are printed as ten");
    // Eight closed cases and ten are both printed as ten, but the median is another.
    let mut cases = ten();
    cases[8..].iter_mut().for_each(|case| case.closed_on = None);
    let closed = |days| vec![case("complaint", days), case("complaint", 10)];
    let tried =
        |days| proves(&["median_days.closed"], &[], &cases, &[8, 9], closed(days), &rounded);
    assert_eq!(tried(1), Some((0, 2)), "it stays 4.5");
    assert_eq!(tried(90), None, "it would be 5.5");
}

#[test]
fn rounded_numbers_may_be_any_that_are_printed_alike() {
    let mut rounded = bare();
    rounded.disclosure.method = Method::Rounding { base: 5 };
    // Ten complaints and suggestions; 8 to 12 are printed as 10, 1 and 2 as 0.
    let tried = |removed: &[usize], added| {
        let open = ["cases", "cases:category=complaint", "cases:category=suggestion"];
        proves(&open, &[], &ten(), removed, added, &rounded)
    };
    assert_eq!(tried(&[8, 9], without_suggestions()), Some((0, 2)));
    assert_eq!(tried(&[0], vec![case("suggestion", 1)]), None, "three are printed as five");
}

#[test]
fn every_kind_of_number_has_its_own_way_to_be_safe() {
    let exact = exact_of(&BTreeSet::new(), &[], &PROJECT);
    let (printed, masked) = (BTreeSet::new(), BTreeMap::new());
    let (suggestions, praise) =
        (figure("cases:category=suggestion"), figure("cases:category=praise"));
    let cases = [vec![case("suggestion", 1); 2], complaints(6, |_| {})].concat();
    let audit_exact = exact_of(&BTreeSet::from([suggestions.clone(), praise]), &cases, &bare());
    drop(exact);
    let project = bare();
    let audit = Audit::new(&cases, &printed, &masked, &NOT_REVISED, &audit_exact, &project);
    let more = |number: usize| OtherYear {
        removed: (2..2 + number).collect(),
        added: vec![case("suggestion", 1); number],
    };
    let none = || OtherYear { removed: vec![0, 1], added: complaints(2, |_| {}) };
    let is_safe = |safe: Safe, years: &[OtherYear]| {
        let name = TargetName::Figure(suggestions.clone());
        let target = Target { form: Vec::new(), value: 2, name, safe, within_exempt: false };
        audit.verdict(&target, years).is_safe
    };
    // A sign: three values at least, one of them publishable.
    assert!(is_safe(Safe::Wide, &[more(2)]));
    assert!(!is_safe(Safe::Wide, &[more(1)]) && !is_safe(Safe::Wide, &[none()]));
    // Rounded: three values at least, with zero or a publishable one.
    assert!(is_safe(Safe::Rounded, &[more(2)]) && is_safe(Safe::Rounded, &[none()]));
    assert!(!is_safe(Safe::Rounded, &[more(1)]) && !is_safe(Safe::Rounded, &[]));
    // Not printed: zero or a publishable one.
    assert!(is_safe(Safe::ZeroOrMany, &[more(1)]) && is_safe(Safe::ZeroOrMany, &[none()]));
    assert!(!is_safe(Safe::ZeroOrMany, &[]));
    // A zero: anything else.
    let zero = |years: &[OtherYear]| {
        let name = TargetName::Figure(figure("cases:category=praise"));
        let target =
            Target { form: Vec::new(), value: 0, name, safe: Safe::NotZero, within_exempt: false };
        audit.verdict(&target, years).is_safe
    };
    assert!(zero(&[OtherYear { removed: vec![0], added: vec![case("praise", 1)] }]));
    assert!(!zero(&[more(1)]));
}

#[test]
fn a_difference_is_proved_by_both_of_its_figures() {
    let (all, complaints) = (figure("cases"), figure("cases:category=complaint"));
    let (printed, masked) = (BTreeSet::from([all.clone()]), BTreeMap::new());
    let cases = ten();
    let exact = exact_of(&BTreeSet::from([all.clone(), complaints.clone()]), &cases, &PROJECT);
    let project = bare();
    let audit = Audit::new(&cases, &printed, &masked, &NOT_REVISED, &exact, &project);
    let name = TargetName::Difference(count("cases"), vec![count("cases:category=complaint")]);
    let safe = Safe::ZeroOrMany;
    let target = Target { form: Vec::new(), value: 2, name, safe, within_exempt: false };
    let year = OtherYear { removed: vec![0, 1], added: suggestions() };
    assert_eq!(audit.verdict(&target, &[year]).possible, (2, 4));
}
