//! What the report of the year before says of the cases this year began with.

use super::super::stock::{at_the_start, carried_over, contradiction, is_off_by_few};
use super::*;
use crate::project::DisclosurePolicy;

/// A project after a year that printed this.
fn after(printed: &[(&str, ArchivedValue)]) -> Project {
    let mut project = bare();
    project.archive = vec![edition(2016, printed)];
    project
}

/// So many cases of the year before, closed in this one.
fn carried(number: usize) -> Vec<Case> {
    complaints(number, |case| case.received_on = day(date(2016, 12, 1)))
}

#[test]
fn the_stock_at_the_end_of_a_year_is_what_the_next_begins_with() {
    let value = ArchivedValue::Count(7);
    for (then, now) in [
        ("cases.open", Some("cases.carried_forward")),
        ("cases.open:half_year=2", Some("cases.carried_forward")),
        ("cases.open:quarter=4", Some("cases.carried_forward")),
        ("cases.open:month=12", Some("cases.carried_forward")),
        ("cases.open:half_year=1", None),
        ("cases.open:month=11", None),
        ("cases.open:category=complaint", Some("cases.carried_forward:category=complaint")),
        ("cases.open:topic=income", Some("cases.carried_forward:topic=income")),
        ("cases.closed", None),
        ("cases", None),
        ("activities", None),
        // Handling a case changes these.
        ("cases.open:assessment=justified", None),
        ("cases.open:justified_reason=deadline", None),
        ("cases.open:outcome=remedied", None),
    ] {
        let found: Vec<Figure> =
            carried_over(&after(&[(then, value)])).into_iter().map(|(it, _)| it).collect();
        assert_eq!(found, now.map(figure).into_iter().collect::<Vec<_>>(), "{then}");
    }
    let share = ArchivedValue::Share { part: 3, base: 9 };
    assert!(carried_over(&after(&[("share.open:half_year=2/total", share)])).is_empty());
    let printed = [("share.open:category=complaint/total", share)];
    let expected = figure("share.carried_forward:category=complaint/total");
    assert_eq!(carried_over(&after(&printed)), [(expected, share)]);
}

#[test]
fn only_the_year_before_tells_of_the_stock_and_only_with_numbers_of_the_same_kind() {
    let mut project = after(&[("cases.open", ArchivedValue::Count(7))]);
    project.archive[0].content.year = 2015;
    assert!(carried_over(&project).is_empty());
    project.archive[0].content.year = 2016;
    project.archive[0].content.rounded_to = Some(5);
    assert!(carried_over(&project).is_empty());
    project.disclosure.method = Method::Rounding { base: 5 };
    assert_eq!(carried_over(&project).len(), 1);
}

#[test]
fn the_stock_at_the_start_is_the_same_in_every_part_that_begins_with_the_year() {
    let found = at_the_start(&figure("cases.carried_forward:category=complaint"), &bare());
    let expected = ["", ",half_year=1", ",quarter=1", ",month=1"];
    let expected =
        expected.map(|part| figure(&format!("cases.carried_forward:category=complaint{part}")));
    assert_eq!(found, expected);
    let shares = at_the_start(&figure("share.carried_forward:category=complaint/total"), &bare());
    assert_eq!(shares.len(), 4);
    assert!(shares.iter().all(|figure| matches!(figure, Figure::Share(_))));
    assert!(at_the_start(&figure("median_days.closed"), &bare()).is_empty());
}

#[test]
fn a_stock_is_off_by_few_when_one_or_two_cases_lie_between() {
    let of = figure("cases.carried_forward");
    let exact = exact_of(&BTreeSet::from([of.clone()]), &carried(9), &bare());
    let policy = DisclosurePolicy::default();
    let off = |before| is_off_by_few(&of, ArchivedValue::Count(before), &exact, &policy);
    assert_eq!([6, 7, 8, 9, 10, 11, 12].map(off), [false, true, true, false, true, true, false]);
    assert!(!is_off_by_few(&of, ArchivedValue::Masked, &exact, &policy));
}

#[test]
fn a_stock_other_than_the_one_printed_before_is_told_by_its_definition() {
    let told = |printed: &[(&str, ArchivedValue)], cases: &[Case]| {
        let project = after(printed);
        let exact = exact_of(&BTreeSet::new(), cases, &project);
        contradiction(&exact, &project).map(|finding| finding.message)
    };
    let count = |number| [("cases.open", ArchivedValue::Count(number))];
    assert_eq!(told(&count(9), &carried(9)), None);
    let said = "der Vortrag ist nicht der Bestand, den der Bericht 2016 für das Jahresende nennt: `cases.carried_forward`";
    assert_eq!(told(&count(8), &carried(9)).as_deref(), Some(said));
    let masked = [("cases.open", ArchivedValue::Masked)];
    assert_eq!(told(&masked, &carried(1)), None);
    assert_eq!(told(&masked, &[]).as_deref(), Some(said), "a sign says that there was one");
    let mut rounded = after(&count(8));
    rounded.archive[0].content.rounded_to = Some(5);
    let exact = exact_of(&BTreeSet::new(), &carried(9), &rounded);
    assert!(contradiction(&exact, &rounded).is_none());
}
