//! Why a figure is masked, for the record.

use super::*;

/// Two complaints about income by e-mail, further ones by e-mail and about income, and more of each.
fn of_two_properties() -> Vec<Case> {
    let of = |number: usize, topic: &'static str, channel: &'static str| {
        complaints(number, move |case| {
            about(&[topic])(case);
            case.set(Field::Channel, code(Dimension::Channel, channel));
        })
    };
    [of(2, "income", "email"), of(9, "income", "phone"), of(8, "placement", "email")]
        .into_iter()
        .chain([of(7, "placement", "phone")])
        .flatten()
        .collect()
}

const CELLS: [&str; 3] =
    ["cases:topic=income", "cases:topic=income,channel=email", "cases:topic=income,channel=phone"];

fn record(cases: &[Case]) -> serde_json::Value {
    let plan = plan(vec![table("mine", &[("a", &CELLS)])], &["cases"]);
    serde_json::to_value(publish(&plan, cases, &bare()).1).unwrap()
}

fn masked(record: &serde_json::Value, id: &str) -> serde_json::Value {
    let masked = record["masked"].as_array().unwrap().iter();
    masked.clone().find(|it| it["figure"] == id).unwrap_or_else(|| panic!("{id}: {record}")).clone()
}

#[test]
fn what_is_masked_for_another_number_names_it_its_table_and_what_would_free_it() {
    let record = record(&of_two_properties());
    let small = masked(&record, CELLS[1]);
    assert_eq!((&small["reason"], &small["exact"]), (&"small".into(), &"2".into()));
    let goes_along = masked(&record, CELLS[2]);
    assert_eq!(goes_along["reason"], "complementary");
    let number = &goes_along["for"][0];
    assert_eq!((&number["figure"], &number["exact"]), (&CELLS[1].into(), &2.into()));
    assert_eq!(number["tables"], serde_json::json!(["mine"]));
    let help: Vec<&str> =
        goes_along["help"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
    assert_eq!(
        help,
        [
            "in der Tabelle `mine`: zeigen Sie `topic_group` statt `topic`",
            "nehmen Sie `cases:topic=income,channel=email` mit `[[disclosure.exempt]]` aus, wenn das keinen Schluss auf eine Person zulässt",
        ]
    );
}

#[test]
fn what_a_figure_is_in_the_other_year_is_counted_there() {
    let record = record(&of_two_properties());
    let possible = |id: &str| -> Vec<u64> {
        let figure = masked(&record, id);
        figure["possible"].as_array().unwrap().iter().map(|it| it.as_u64().unwrap()).collect()
    };
    // The sum of both is printed: what one gains the other loses.
    let (small, other) = (possible(CELLS[1]), possible(CELLS[2]));
    assert_eq!((small, other), (vec![4], vec![7]));
}

#[test]
fn a_figure_that_an_earlier_edition_has_masked_says_so() {
    let mut project = bare();
    let cells = CELLS.map(|id| (id, ArchivedValue::Count(9)));
    let released = [("cases", ArchivedValue::Count(26)), (CELLS[0], ArchivedValue::Masked)];
    project.archive = vec![edition(2017, &[&released[..], &cells[2..]].concat())];
    let plan = plan(vec![table("mine", &[("a", &CELLS)])], &["cases"]);
    let record = serde_json::to_value(publish(&plan, &of_two_properties(), &project).1).unwrap();
    assert_eq!(masked(&record, CELLS[0])["earlier"], true);
    assert!(masked(&record, CELLS[1]).get("earlier").is_none());
}
