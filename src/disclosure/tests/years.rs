//! What is told of an earlier year beside this one.

use super::super::published::{PublishedFigure, PublishedFigures, PublishedValue};
use super::super::years::compare;
use super::*;
use crate::project::ArchivedDefinitions;

/// A comparison with 2016, where this year has one published value.
fn compared(id: &str, now: PublishedValue, project: &Project) -> PublishedValue {
    let Figure::Compared(comparison) = figure(id) else { panic!("{id} is no comparison") };
    let exact = match now {
        PublishedValue::Count(count) => ExactValue::Count(count),
        _ => ExactValue::Count(1),
    };
    let masked = now == PublishedValue::Masked;
    let policy = &project.disclosure;
    let now = PublishedFigure::decide(&comparison.of, exact, masked, policy);
    let published = PublishedFigures::new(vec![now], BTreeSet::new(), GivenUp::Nothing);
    compare(&comparison, &published, &crate::domain::Recording::default(), project).value()
}

fn after(before: ArchivedValue) -> Project {
    let mut project = bare();
    let mut edition = edition(2016, &[("cases", before), ("cases.closed", before)]);
    edition.content.definitions = Some(ArchivedDefinitions::of(&project));
    project.archive = vec![edition];
    project
}

const NOW: PublishedValue = PublishedValue::Count(25);

#[test]
fn earlier_values_and_changes_follow_from_what_is_printed() {
    let project = after(ArchivedValue::Count(20));
    let tell = |kind: &str| compared(&format!("{kind}:2016/cases"), NOW, &project);
    assert_eq!(tell("earlier"), PublishedValue::Count(20));
    assert_eq!(tell("change"), PublishedValue::Change { before: 20, now: 25 });
    assert_eq!(tell("change_percent"), PublishedValue::ChangePercent { before: 20, now: 25 });
    let missing = compared("change:2016/cases.open", NOW, &project);
    assert_eq!(missing, PublishedValue::NotAvailable);
    assert_eq!(compared("change:2015/cases", NOW, &project), PublishedValue::NotAvailable);
}

#[test]
fn a_sign_on_either_side_is_a_sign_for_the_change() {
    for kind in ["change", "change_percent"] {
        let id = format!("{kind}:2016/cases");
        let masked = PublishedValue::Masked;
        assert_eq!(compared(&id, masked, &after(ArchivedValue::Count(20))), masked, "{kind}");
        assert_eq!(compared(&id, NOW, &after(ArchivedValue::Masked)), masked, "{kind}");
    }
    let earlier = compared("earlier:2016/cases", NOW, &after(ArchivedValue::Masked));
    assert_eq!(earlier, PublishedValue::Masked);
}

#[test]
fn of_nothing_there_is_a_change_but_no_percentage() {
    let project = after(ArchivedValue::Count(0));
    let percent = compared("change_percent:2016/cases", NOW, &project);
    assert_eq!(percent, PublishedValue::NoBase);
    let change = compared("change:2016/cases", NOW, &project);
    assert_eq!(change, PublishedValue::Change { before: 0, now: 25 });
}

#[test]
fn across_another_definition_or_another_rounding_there_is_no_change() {
    let tell =
        |kind: &str, project: &Project| compared(&format!("{kind}:2016/cases"), NOW, project);
    let mut rounded = after(ArchivedValue::Count(20));
    rounded.archive[0].content.rounded_to = Some(5);
    let mut marked = after(ArchivedValue::Count(20));
    let definitions = marked.archive[0].content.definitions.as_mut().unwrap();
    definitions.markers = vec!["Beirat".to_owned()];
    for project in [rounded, marked] {
        assert_eq!(tell("change", &project), PublishedValue::NotComparable);
        assert_eq!(tell("change_percent", &project), PublishedValue::NotComparable);
        assert_eq!(tell("earlier", &project), PublishedValue::Count(20), "as it was printed");
    }
}
