//! What follows from a definition alone.

use super::*;

#[test]
fn a_count_is_within_another_when_its_definition_says_so() {
    for (inner, outer) in [
        ("cases:category=complaint,half_year=1", "cases:category=complaint"),
        ("cases:category=complaint", "cases"),
        ("cases:category=praise", "cases:category=praise+complaint"),
        ("cases:topic=housing_costs", "cases:topic_group=housing"),
        ("cases:topic=housing_costs", "cases:responsible_body=municipal"),
        ("cases:category=complaint,half_year=1", "cases:half_year=1"),
        ("cases.open:category=complaint,month=3", "cases.open:month=3"),
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
    assert!(!silent.contains(&ValueCode::NOT_STATED));
    let not_stated = found.iter().filter(|it| {
        it.filter.conditions().any(|(_, codes)| codes.contains(&ValueCode::NOT_STATED))
    });
    assert_eq!(not_stated.count(), 2);
    assert!(neighbours(&count("cases"), &PROJECT).is_empty());
}

#[test]
fn entries_of_the_ledger_that_count_persons_are_sums_of_counts() {
    let mut registry = Registry::default();
    let (krm, received) = (registry.count(&count("cases.krm")), registry.count(&count("cases")));
    let mut form = |outcome| registry.ledger_form(LedgerEntry::Records(Some(outcome)));
    assert_eq!(form(Outcome::Counted), Some(vec![(received, 1)]));
    assert_eq!(form(Outcome::OutsideScope), Some(vec![(krm, 1), (received, -1)]));
    assert_eq!(form(Outcome::CarriedIn), Some(vec![(krm, -1)]));
    assert_eq!(form(Outcome::Rejected), None);
    assert_eq!(registry.ledger_form(LedgerEntry::Lines(None)), None);
}

#[test]
fn a_group_of_one_value_is_that_value() {
    let within =
        |inner: &str, outer: &str| is_within(&count(inner), &count(outer), &PROJECT.taxonomy);
    assert!(within("cases:support=own", "cases:submitter_group=own"));
    assert!(within("cases:category=complaint,support=own", "cases:submitter_group=own"));
    assert!(!within("cases:support=supported", "cases:submitter_group=debt"));
    assert!(within("cases:category_group=complaint", "cases:category=complaint"));
}
