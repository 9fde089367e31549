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
