//! Which counts lie in which, and which share no case, as the cases show it.

use super::*;

/// Complaints of each month, each topic and each band of days, with own and supported ones.
fn cases() -> Vec<Case> {
    let list = PROJECT.taxonomy.list(Dimension::Topic).unwrap();
    let topics: Vec<ValueCode> = list.codes().collect();
    let mut cases = Vec::new();
    for (at, topic) in topics.iter().enumerate() {
        for (further, category) in ["complaint", "suggestion", "praise"].iter().enumerate() {
            let mut case = case(category, 1);
            let month = (at + further * 5) % 12 + 1;
            case.received_on = day(date(2017, month as i8, 3));
            case.closed_on = Some(day(date(2017, month as i8, 4 + (at + further) as i8 % 25)));
            // Every second case has another topic, too.
            let topics = [Some(*topic), topics.get(at + 7).copied().filter(|_| at % 2 == 0)];
            case.several = Several::new(&topics.into_iter().flatten().collect::<Vec<_>>(), &[]);
            cases.push(case);
        }
    }
    let mut open = case("complaint", 1);
    open.closed_on = None;
    about(&["housing_costs", "income"])(&mut open);
    cases.push(case("complaint", 1));
    cases.push(open);
    cases
}

#[test]
fn counts_are_apart_where_no_value_counts_in_both() {
    let cases = cases();
    let nesting = Nesting::new(&cases, &[], &PROJECT);
    for (one, other, apart) in [
        ("cases:category=complaint", "cases:category=praise", true),
        ("cases:category=complaint", "cases:category_group=suggestion_and_praise", true),
        ("cases:category=praise", "cases:category_group=suggestion_and_praise", false),
        ("cases:topic=housing_costs", "cases:topic=income", false),
        ("cases:topic=not_stated", "cases:topic=income", true),
        ("cases:topic_group=not_stated", "cases:topic_group=work", true),
        ("cases:responsible_body=not_stated", "cases:topic_group=work", true),
        ("cases:half_year=1", "cases:month=7", true),
        ("cases:half_year=1", "cases:month=6", false),
        ("cases:category=complaint", "cases:channel=not_stated", false),
    ] {
        for (one, other) in [(one, other), (other, one)] {
            assert_eq!(nesting.are_apart(&count(one), &count(other)), apart, "{one} {other}");
        }
    }
}

#[test]
fn a_count_lies_in_another_by_definition_by_days_and_where_values_come_only_together() {
    let cases = cases();
    let nesting = Nesting::new(&cases, &[], &PROJECT);
    for (part, whole) in [
        ("cases:category=complaint,half_year=1", "cases:category=complaint"),
        ("cases:topic=housing_costs", "cases:topic_group=housing"),
        ("cases:quarter=2", "cases:half_year=1"),
        // Of this year's cases alone.
        ("cases.closed", "cases"),
    ] {
        assert!(nesting.lies_in(&count(part), &count(whole)), "{part} {whole}");
        assert!(!nesting.lies_in(&count(whole), &count(part)), "{whole} {part}");
    }
    // Mentions are no cases.
    assert!(!nesting.lies_in(&count("mentions:topic=housing_costs"), &count("cases")));
    // One case of the year before, closed in this one.
    let mut cases = cases.clone();
    cases.push(Case { received_on: day(date(2016, 12, 1)), ..cases[0].clone() });
    assert!(!Nesting::new(&cases, &[], &PROJECT).lies_in(&count("cases.closed"), &count("cases")));
}
