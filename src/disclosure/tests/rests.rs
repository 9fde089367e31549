//! What is left of printed counts across parts of the year, populations and the ledger.

use super::targets::found;
use super::*;

#[test]
fn what_a_year_has_beyond_both_halves_of_the_others_is_the_exempt_figure_in_other_words() {
    let mut cases: Vec<Case> = (0..9).map(|days| case("complaint", days)).collect();
    for case in &mut cases[..4] {
        case.received_on = day(date(2017, 9, 1));
    }
    cases.push(case("praise", 1));
    let half = |half: u8| figure(&format!("cases:category=complaint,half_year={half}"));
    let (all, praise) = (figure("cases"), figure("cases:category=praise"));
    let is_rest = |target: &Target| matches!(target.name, TargetName::Difference(..));
    let halves = found(&[all.clone(), praise.clone(), half(1), half(2)], &cases);
    assert!(!halves.iter().any(is_rest), "{halves:?}");
    // One half of them leaves the other with the praise.
    for case in &mut cases[4..8] {
        case.received_on = day(date(2017, 9, 1));
    }
    let one = found(&[all, praise, half(2)], &cases);
    assert!(one.iter().any(is_rest), "two that came in the first half: {one:?}");
}

#[test]
fn without_cases_of_earlier_years_what_is_not_closed_of_the_received_ones_is_open() {
    let mut cases: Vec<Case> = (0..9).map(|days| case("complaint", days)).collect();
    cases[0].closed_on = None;
    let open = TargetName::Difference(count("cases"), vec![count("cases.closed")]);
    let is_found = |cases: &[Case]| {
        let found = found(&[figure("cases"), figure("cases.closed")], cases);
        found.iter().any(|target| target.name == open && target.value == 1)
    };
    assert!(is_found(&cases));
    // One of the year before that was closed in this one.
    cases.push(Case { received_on: day(date(2016, 12, 1)), ..cases[3].clone() });
    assert!(!is_found(&cases));
}

#[test]
fn what_is_in_neither_of_two_counts_is_a_number_where_their_common_cases_are_printed() {
    // Forty cases: thirty complaints, twenty-eight about service, twenty both.
    let mut cases: Vec<Case> = (0..30).map(|_| case("complaint", 5)).collect();
    cases.extend((0..10).map(|_| case("praise", 5)));
    let service = about(&["conduct"]);
    cases.iter_mut().skip(10).take(28).for_each(service);
    let ids = ["cases", "cases:category=complaint", "cases:topic_group=service"];
    let both = "cases:category=complaint,topic_group=service";
    let neither = TargetName::Neither(count(ids[0]), [count(ids[1]), count(ids[2])], count(both));
    let is_found = |printed: &[&str]| {
        let printed: Vec<Figure> = printed.iter().map(|id| figure(id)).collect();
        found(&printed, &cases).iter().any(|it| it.name == neither && it.value == 2)
    };
    assert!(is_found(&[ids[0], ids[1], ids[2], both]));
    assert!(!is_found(&ids));
}

#[test]
fn a_printed_zero_tells_that_two_counts_share_no_case() {
    // Forty cases: thirty complaints, eight about service that are none, two of neither kind.
    let mut cases: Vec<Case> = (0..30).map(|_| case("complaint", 5)).collect();
    cases.extend((0..10).map(|_| case("praise", 5)));
    cases.iter_mut().skip(30).take(8).for_each(about(&["conduct"]));
    let ids = ["cases", "cases:category=complaint", "cases:topic_group=service"];
    let both = "cases:category=complaint,topic_group=service";
    let is_found = |printed: &[&str]| {
        let printed: Vec<Figure> = printed.iter().map(|id| figure(id)).collect();
        found(&printed, &cases)
            .iter()
            .any(|it| matches!(it.name, TargetName::Neither(..)) && it.value == 2)
    };
    assert!(is_found(&[ids[0], ids[1], ids[2], both]));
    assert!(!is_found(&ids));
}

#[test]
fn topic_groups_that_never_meet_are_subtracted_together() {
    let mut cases: Vec<Case> = (0..15).map(|_| case("complaint", 5)).collect();
    cases.iter_mut().take(6).for_each(about(&["conduct"]));
    cases.iter_mut().skip(6).take(7).for_each(about(&["income"]));
    let parts = ["cases:topic_group=livelihood", "cases:topic_group=service"];
    let is_found = |cases: &[Case]| {
        let found = found(&[figure("cases"), figure(parts[0]), figure(parts[1])], cases);
        found.iter().any(|it| {
            it.value == 2
                && it.name.counts() == [&count("cases"), &count(parts[0]), &count(parts[1])]
        })
    };
    assert!(is_found(&cases));
    cases.iter_mut().take(2).for_each(about(&["conduct", "income"]));
    assert!(!is_found(&cases));
}

#[test]
fn the_fourth_number_of_the_stock_is_known_where_three_are_printed_in_whatever_words() {
    // Twenty-five of the clients themselves of whom nineteen are closed, seventeen open in all that are theirs or others'.
    let mut cases: Vec<Case> = (0..25).map(|_| case("complaint", 5)).collect();
    let own = code(Dimension::SubmitterGroup, "own");
    cases.iter_mut().for_each(|it| *it = it.clone().with(Field::SubmitterGroup, own));
    cases.iter_mut().take(6).for_each(|it| it.closed_on = None);
    let debt = code(Dimension::SubmitterGroup, "debt");
    cases.extend((0..20).map(|at| {
        let mut case = case("complaint", 5).with(Field::SubmitterGroup, debt);
        case.closed_on = case.closed_on.filter(|_| at > 1);
        case
    }));
    // One case of the year before, so that what is closed is no part of what was received.
    let mut earlier = case("complaint", 5).with(Field::SubmitterGroup, debt);
    earlier.received_on = day(date(2016, 12, 1));
    cases.push(earlier);
    let printed = [
        "cases:support=own",
        "cases.closed:submitter_group=own",
        "cases.carried_forward:support=own",
        "cases.open",
    ];
    let found = found(&printed.map(figure), &cases);
    let is_rest = |it: &&Target| matches!(it.name, TargetName::Difference(..)) && it.value == 2;
    let rest = found.iter().find(is_rest).unwrap_or_else(|| panic!("{found:?}"));
    assert_eq!(
        *rest.name.counts()[0],
        count("cases.open"),
        "8 open, less 6 of the clients themselves"
    );
}

#[test]
fn the_fourth_number_of_the_stock_of_a_day_of_the_week_is_known_too() {
    // Twenty-five of a Monday of whom nineteen are closed, twenty of a Tuesday of whom eighteen are; one of the year before.
    let of_day = |day_of_month| {
        let received_on = day(date(2017, 5, day_of_month));
        move |case: Case| Case { received_on, ..case }
    };
    let mut cases: Vec<Case> = (0..25).map(|_| case("complaint", 5)).map(of_day(8)).collect();
    cases.extend((0..20).map(|_| case("complaint", 5)).map(of_day(9)));
    cases.iter_mut().skip(19).take(8).for_each(|it| it.closed_on = None);
    cases.push(Case { received_on: day(date(2016, 12, 6)), ..case("complaint", 5) });
    let printed = [
        "cases:weekday=monday",
        "cases.closed:weekday=monday",
        "cases.carried_forward:weekday=monday",
        "cases.open",
    ];
    let found = found(&printed.map(figure), &cases);
    let open = count("cases.open");
    let is_rest = |it: &Target| it.name.counts().first() == Some(&&open) && it.value == 2;
    assert!(found.iter().any(is_rest), "8 open, less 6 of a Monday: {found:?}");
}

#[test]
fn all_values_that_are_named_together_are_one_number() {
    let mut cases: Vec<Case> = (0..9).map(|_| case("complaint", 5)).collect();
    for category in ["suggestion", "praise"] {
        cases.extend((0..5).map(|_| case(category, 5)));
    }
    cases[9].closed_on = None;
    cases[14].closed_on = None;
    let both = "category=praise+suggestion";
    let ids = [
        format!("cases:{both}"),
        "cases.closed:category=praise".to_owned(),
        "cases.closed:category=suggestion".to_owned(),
    ];
    let printed: Vec<Figure> = ids.iter().map(|id| figure(id)).collect();
    let closed = count(&format!("cases.closed:{both}"));
    let rest = TargetName::Difference(count(&ids[0]), vec![closed]);
    let found = found(&printed, &cases);
    assert!(found.iter().any(|it| it.name == rest && it.value == 2), "{found:?}");
}

#[test]
fn the_houses_cases_of_earlier_years_without_those_of_the_office_are_a_number_of_persons() {
    let mut cases: Vec<Case> = (0..12).map(|days| case("complaint", days)).collect();
    for (at, case) in cases[..5].iter_mut().enumerate() {
        (case.received_on, case.closed_on) = (day(date(2016, 12, 1)), None);
        case.in_scope = at < 3;
    }
    let stock = figure("cases.carried_forward");
    let entry = LedgerEntry::Records(Some(Outcome::CarriedIn));
    let rest = TargetName::OfLedger(entry, count("cases.carried_forward"));
    let is_found = |printed: &[Figure]| {
        let found = found(printed, &cases);
        found.iter().any(|target| target.name == rest && target.value == 2)
    };
    assert!(is_found(&[figure("cases"), stock.clone(), Figure::Ledger(entry)]));
    assert!(!is_found(&[figure("cases"), stock]));
}

#[test]
fn what_only_the_ledger_prints_of_the_offices_cases_is_subtracted_too() {
    let mut cases: Vec<Case> = (0..24).map(|_| case("complaint", 5)).collect();
    cases.iter_mut().take(2).for_each(|it| it.closed_on = None);
    let ledger = |outcome| Figure::Ledger(LedgerEntry::Records(Some(outcome)));
    let is_found = |printed: &[Figure]| found(printed, &cases).iter().any(|it| it.value == 2);
    let closed = figure("cases.closed");
    assert!(is_found(&[ledger(Outcome::Counted), ledger(Outcome::CarriedIn), closed.clone()]));
    assert!(!is_found(&[closed]));
}
