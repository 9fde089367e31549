//! Small rows that tell something of everybody in them.

use super::*;

const BOTH: [&str; 2] =
    ["cases:category=complaint,assessment=justified", "cases:category=complaint,assessment=partly"];

fn assessed(assessment: &str, number: usize) -> Vec<Case> {
    complaints(number, |case| {
        case.set(Field::Assessment, code(Dimension::Assessment, assessment));
    })
}

/// The warning about a table, if there is one.
fn warning(table: TablePlan, cases: &[Case], project: &Project) -> Option<String> {
    let told = told(&publish(&plan(vec![table], &[]), cases, project).2);
    told.into_iter().find(|line| line.starts_with("K406"))
}

#[test]
fn a_row_of_few_whose_cases_all_stand_in_one_column_is_named() {
    let row = || table("mine", &[("Zeile eins", &BOTH)]);
    let line = warning(row(), &assessed("justified", 10), &bare()).unwrap();
    let said =
        "in der Tabelle `mine` stehen alle Fälle einer kleinen Zeile in einer Spalte: „Zeile eins“";
    assert!(line.contains(said), "{line}");
    // Eleven are not few, and two columns tell nothing of anybody.
    assert_eq!(warning(row(), &assessed("justified", 11), &bare()), None);
    let cases = [assessed("justified", 4), assessed("partly", 4)].concat();
    assert_eq!(warning(row(), &cases, &bare()), None);
    assert_eq!(warning(row(), &[], &bare()), None, "nobody stands in an empty row");
}

#[test]
fn a_row_of_which_a_reader_sees_no_number_tells_nothing() {
    let row = || table("mine", &[("a", &BOTH)]);
    let of_others = vec![case("suggestion", 3); 9];
    let cases = [assessed("justified", 2), of_others].concat();
    assert_eq!(warning(row(), &cases, &bare()), None, "masked");
    let mut open = bare();
    open.disclosure.threshold = 1;
    assert_eq!(warning(row(), &assessed("justified", 5), &open), None, "nothing is protected");
    let mut rounded = bare();
    rounded.disclosure.method = Method::Rounding { base: 5 };
    assert_eq!(warning(row(), &assessed("justified", 10), &rounded), None, "a zero may be a case");
}

#[test]
fn only_columns_of_a_sensitive_property_that_the_table_does_not_name_itself_tell_something() {
    let cases = assessed("justified", 5);
    let one_column = table("mine", &[("a", &BOTH[..1])]);
    assert_eq!(warning(one_column, &cases, &bare()), None);
    let when = ["cases:half_year=1", "cases:half_year=2"];
    assert_eq!(warning(table("mine", &[("a", &when)]), &cases, &bare()), None);
    let mentions = ["mentions:topic=income", "mentions:topic=placement"];
    let about_income = complaints(5, about(&["income"]));
    assert_eq!(warning(table("mine", &[("a", &mentions)]), &about_income, &bare()), None);
    // The row is one of justified ones: the column is no news.
    let support = [
        "cases:assessment=justified,category=complaint",
        "cases:assessment=justified,category=suggestion",
    ];
    assert_eq!(warning(table("mine", &[("a", &support)]), &cases, &bare()), None);
    let of_body = |body: &str| format!("cases:topic_group=livelihood,responsible_body={body}");
    let bodies = ["federal", "municipal"].map(of_body);
    let bodies = [bodies[0].as_str(), bodies[1].as_str()];
    let about_income = complaints(5, about(&["income"]));
    assert_eq!(
        warning(table("mine", &[("a", &bodies)]), &about_income, &bare()),
        None,
        "by definition"
    );
    let not_stated = [BOTH[0], "cases:category=complaint,assessment=not_stated"];
    let unassessed = complaints(5, |_| {});
    assert_eq!(warning(table("mine", &[("a", &not_stated)]), &unassessed, &bare()), None);
}

/// Cases of two topics by who filed them.
const BY_SUBMITTER: [(&str, &[&str]); 2] = [
    ("Einkommen", &["cases:topic=income,support=own", "cases:topic=income,support=supported"]),
    (
        "Vermittlung",
        &["cases:topic=placement,support=own", "cases:topic=placement,support=supported"],
    ),
];

fn of_topic(topic: &'static str, submitter: &'static str, number: usize) -> Vec<Case> {
    complaints(number, move |case| {
        about(&[topic])(case);
        case.set(Field::SubmitterGroup, code(Dimension::SubmitterGroup, submitter));
    })
}

#[test]
fn a_column_of_few_whose_cases_all_stand_in_one_row_is_named() {
    let own = [of_topic("income", "own", 20), of_topic("placement", "own", 20)].concat();
    let supported = |number: usize| {
        let cases = [own.clone(), of_topic("placement", "debt", number)].concat();
        warning(table("mine", &BY_SUBMITTER), &cases, &bare())
    };
    let said =
        "in der Tabelle `mine` stehen alle Fälle einer kleinen Spalte in einer Zeile: „Spalte 1“";
    assert!(supported(10).unwrap().contains(said), "{:?}", supported(10));
    assert_eq!(supported(11), None);
    // That all of a topic are supported is nothing about the matter.
    let cases = [own, of_topic("recovery", "debt", 5)].concat();
    let row = [(
        "a",
        &["cases:topic=recovery,support=own", "cases:topic=recovery,support=supported"][..],
    )];
    assert_eq!(warning(table("mine", &row), &cases, &bare()), None);
}

#[test]
fn where_all_cases_of_a_table_tell_their_columns_are_not_named_besides() {
    let mut own = table(
        "mine",
        &[
            ("a", &["cases:topic=income", "cases:topic=income,support=own"]),
            ("b", &["cases:topic=placement", "cases:topic=placement,support=own"]),
        ],
    );
    own.columns[0].kind = CellKind::Total;
    let line = warning(own, &of_topic("income", "own", 6), &bare()).unwrap();
    assert!(line.contains("in einer Zeile: „Spalte 0“ |"), "{line}");
}

#[test]
fn totals_and_columns_beside_the_series_are_not_looked_at() {
    let cases = assessed("justified", 5);
    let mut total = table("mine", &[("a", &BOTH)]);
    total.rows[0].kind = RowKind::Total;
    assert_eq!(warning(total, &cases, &bare()), None);
    let mut beside = table("mine", &[("a", &BOTH)]);
    beside.columns[1].in_series = false;
    assert_eq!(warning(beside, &cases, &bare()), None);
}
