//! The advice for tables most of whose numbers are small.

use super::*;
use crate::domain::{Field, Schema, Taxonomy};

/// What is told of a table's small numbers.
fn advice(rows: &[(&str, &[&str])], cases: &[Case]) -> Vec<String> {
    let plan = plan(vec![table("mine", rows)], &[]);
    let told = told(&publish(&plan, cases, &bare()).2);
    told.into_iter().filter(|line| line.starts_with("K402")).collect()
}

fn of_topics(topics: &[(&str, usize)]) -> Vec<Case> {
    let of_topic = |(topic, number): &(&str, usize)| complaints(*number, about(&[topic]));
    topics.iter().flat_map(of_topic).collect()
}

#[test]
fn the_merge_that_leaves_the_fewest_small_numbers_is_named() {
    let rows: &[(&str, &[&str])] = &[
        ("a", &["cases:topic=housing_costs"]),
        ("b", &["cases:topic=relocation"]),
        ("c", &["cases:topic=income"]),
        ("d", &["cases:topic=conduct"]),
    ];
    let start = "K402 in der Tabelle `mine` sind";
    for (cases, said) in [
        (
            of_topics(&[("housing_costs", 2), ("relocation", 2)]),
            "2 von 2 Zahlen über null zu klein, um sie zu drucken | zeigen Sie `topic_group` statt `topic`: dann ist keine Zahl mehr zu klein",
        ),
        (
            of_topics(&[("housing_costs", 2), ("relocation", 2), ("income", 1)]),
            "3 von 3 Zahlen über null zu klein, um sie zu drucken | zeigen Sie `topic_group` statt `topic`: dann ist noch eine Zahl zu klein",
        ),
        (
            of_topics(&[("housing_costs", 2), ("relocation", 2), ("income", 1), ("conduct", 2)]),
            "4 von 4 Zahlen über null zu klein, um sie zu drucken | zeigen Sie `topic_group` statt `topic`: dann sind noch 2 Zahlen zu klein",
        ),
    ] {
        assert_eq!(advice(rows, &cases), [format!("{start} {said}")]);
    }
}

#[test]
fn parts_of_the_year_are_merged_where_that_helps_most() {
    let mut cases =
        complaints(2, |case| case.set(Field::Channel, code(Dimension::Channel, "email")));
    cases.extend(complaints(1, |case| {
        case.set(Field::Channel, code(Dimension::Channel, "email"));
        case.received_on = day(date(2017, 9, 1));
        case.closed_on = None;
    }));
    cases.extend(complaints(9, |_| {}));
    let rows: &[(&str, &[&str])] =
        &[("a", &["cases:channel=email,half_year=1", "cases:channel=email,half_year=2"])];
    let [line] = advice(rows, &cases).try_into().unwrap();
    assert!(line.ends_with(
        "zeigen Sie den ganzen Zeitraum statt seiner Teile: dann ist keine Zahl mehr zu klein"
    ));
}

#[test]
fn without_a_merge_that_helps_the_advice_is_a_general_one() {
    let mut cases =
        complaints(2, |case| case.set(Field::Channel, code(Dimension::Channel, "email")));
    cases.extend(complaints(1, |case| case.set(Field::Channel, code(Dimension::Channel, "phone"))));
    cases.extend(complaints(9, |_| {}));
    let rows: &[(&str, &[&str])] = &[("a", &["cases:channel=email", "cases:channel=phone"])];
    let [line] = advice(rows, &cases).try_into().unwrap();
    let general =
        "fassen Sie Zeilen oder Spalten zu Gruppen zusammen, oder lassen Sie die Tabelle weg";
    assert!(line.ends_with(&format!("| {general}")), "{line}");
}

#[test]
fn a_merge_that_leaves_as_many_is_no_advice() {
    let cases = [complaints(9, |_| {}), vec![case("suggestion", 2)]].concat();
    let [line] = advice(&[("a", &["cases:category=suggestion"])], &cases).try_into().unwrap();
    assert!(line.contains("1 von 1") && !line.contains("category_group"), "{line}");
}

#[test]
fn a_table_is_thin_from_more_than_thirty_percent_on_and_activities_are_no_persons() {
    let in_month = |month: i8, number: usize| {
        complaints(number, move |case| {
            case.received_on = day(date(2017, month, 1));
            case.closed_on = None;
        })
    };
    let cases: Vec<Case> = (1..=7).flat_map(|month| in_month(month, 3)).collect();
    let cases: Vec<Case> =
        cases.into_iter().chain((8..=10).flat_map(|it| in_month(it, 2))).collect();
    let ids: Vec<String> = (1..=12).map(|month| format!("cases:month={month}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).chain(["activities"]).collect();
    // Three of ten, two zeros, and the network's activities, which are many.
    assert!(advice(&[("a", &ids)], &cases).is_empty());
    let cases: Vec<Case> = cases.into_iter().chain(in_month(11, 1)).collect();
    let [line] = advice(&[("a", &ids)], &cases).try_into().unwrap();
    assert!(line.contains("sind 4 von 11 Zahlen über null zu klein"), "{line}");
}

/// The advice about a table's numbers without what it leaves.
fn way(table: TablePlan, cases: &[Case], project: &Project) -> String {
    let told = told(&publish(&plan(vec![table], &[]), cases, project).2);
    let line = told.into_iter().find(|line| line.starts_with("K402")).unwrap();
    let help = line.split(" | ").nth(1).unwrap();
    help.split(": dann").next().unwrap().to_owned()
}

#[test]
fn what_a_table_is_about_is_not_made_coarser() {
    // With praise there would be more of each topic, but the table is one of suggestions.
    let mut cases = complaints(9, |_| {});
    for (category, topic) in [("suggestion", "income"), ("praise", "income"), ("praise", "income")]
        .into_iter()
        .chain([("suggestion", "recovery"), ("suggestion", "recovery")])
    {
        let mut one = case(category, 3);
        about(&[topic])(&mut one);
        cases.push(one);
    }
    let rows: &[(&str, &[&str])] = &[
        ("a", &["cases:category=suggestion,topic=income"]),
        ("b", &["cases:category=suggestion,topic=recovery"]),
    ];
    let mut topics = table("mine", rows);
    topics.base = count("cases:category=suggestion");
    assert_eq!(way(topics, &cases, &bare()), "zeigen Sie `topic_group` statt `topic`");
}

#[test]
fn groups_that_an_office_has_not_listed_are_no_advice() {
    let cases = of_topics(&[("housing_costs", 2), ("relocation", 2)]);
    let rows: &[(&str, &[&str])] =
        &[("a", &["cases:topic=housing_costs"]), ("b", &["cases:topic=relocation"])];
    assert_eq!(way(table("mine", rows), &cases, &bare()), "zeigen Sie `topic_group` statt `topic`");
    let mut project = bare();
    let topics = project.taxonomy.list(Dimension::Topic).unwrap().clone();
    project.taxonomy = Taxonomy::new(Schema::default(), [(Dimension::Topic, topics)].into());
    let general =
        "fassen Sie Zeilen oder Spalten zu Gruppen zusammen, oder lassen Sie die Tabelle weg";
    assert_eq!(way(table("mine", rows), &cases, &project), general);
}

#[test]
fn months_become_quarters_before_they_become_half_years() {
    let in_months = |months: &[i8]| -> Vec<Case> {
        let of_month = |month: &i8| Case {
            received_on: day(date(2017, *month, 1)),
            closed_on: None,
            ..case("complaint", 1)
        };
        months.iter().map(of_month).collect()
    };
    let ids: Vec<String> = (1..=12).map(|month| format!("cases:month={month}")).collect();
    let rows: Vec<[&str; 1]> = ids.iter().map(|id| [id.as_str()]).collect();
    let rows: Vec<(&str, &[&str])> = rows.iter().map(|cells| ("Monat", &cells[..])).collect();
    let advice = |months: &[i8]| way(table("mine", &rows), &in_months(months), &bare());
    assert_eq!(advice(&[1, 2, 3, 7, 8, 9]), "zeigen Sie `quarter` statt `month`");
    assert_eq!(advice(&[1, 2, 5, 7, 8, 10]), "zeigen Sie `half_year` statt `month`");
}

#[test]
fn columns_are_left_out_where_nothing_can_be_merged() {
    let channel = |id: &'static str, assessment: &'static str, number: usize| {
        complaints(number, move |case| {
            case.set(Field::Channel, code(Dimension::Channel, id));
            case.set(Field::Assessment, code(Dimension::Assessment, assessment));
        })
    };
    let cases = [
        channel("email", "justified", 2),
        channel("email", "partly", 2),
        channel("phone", "open", 4),
    ]
    .concat();
    let of = |id: &str, assessments: &[&str]| -> Vec<String> {
        let all = [format!("cases:channel={id}")].into_iter();
        all.chain(assessments.iter().map(|it| format!("cases:channel={id},assessment={it}")))
            .collect()
    };
    let advice = |assessments: &[&str]| {
        let rows = [of("email", assessments), of("phone", assessments)];
        let rows: Vec<Vec<&str>> =
            rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let rows: Vec<(&str, &[&str])> = rows.iter().map(|row| ("Zeile", row.as_slice())).collect();
        way(table("mine", &rows), &cases, &bare())
    };
    assert_eq!(advice(&["justified", "partly"]), "lassen Sie die Spalten nach `assessment` weg");
    assert_eq!(advice(&["justified"]), "lassen Sie die Spalte „Spalte 1“ weg");
}
