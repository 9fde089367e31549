//! Coarser forms in place of tables most of whose numbers would be signs.

use super::super::coarser::{last, next, next_for};
use super::*;
use crate::domain::{Field, Recording};
use crate::project::{ColumnSpec, TableSpec};

/// The sample's table of topic groups by submitters.
const TABLE: &str = "topic_groups_by_submitters";

/// The plan of the sample's report with this table alone.
fn asked(change: impl Fn(&mut TableSpec)) -> Plan {
    let mut project = bare();
    project.tables.iter_mut().filter(|table| table.id == TABLE).for_each(change);
    let (mut plan, _) = crate::plan::make(&project, &Recording::default());
    plan.tables.retain(|table| table.id == TABLE);
    plan.requests.clear();
    plan.together = None;
    plan
}

/// Complaints about topics by submitters: so many of each.
fn of(groups: &[(&str, &str, usize)]) -> Vec<Case> {
    let of_group = |(topic, submitter, number): &(&str, &str, usize)| {
        let topic = [*topic];
        complaints(*number, |case| {
            about(&topic)(case);
            case.set(Field::SubmitterGroup, code(Dimension::SubmitterGroup, submitter));
        })
    };
    groups.iter().flat_map(of_group).collect()
}

/// The first table in the form it is published in, whether it is published at all, and its warnings.
fn chosen(plan: &Plan, cases: &[Case]) -> (TablePlan, bool, Vec<String>) {
    let (published, _, findings) = publish(plan, cases, &bare());
    let table = plan.clone().with_tables(published.coarser_tables()).tables[0].clone();
    let is_shown = !published.is_withheld(&table.id);
    let told =
        told(&findings).into_iter().filter(|line| line.contains("erscheint gröber")).collect();
    (table, is_shown, told)
}

fn columns(table: &TablePlan) -> Vec<&str> {
    table.columns.iter().map(|column| column.key.as_str()).collect()
}

fn rows(table: &TablePlan) -> Vec<&str> {
    table.rows.iter().map(|row| row.key.as_str()).collect()
}

#[test]
fn a_table_without_small_numbers_stays_as_it_was_asked_for() {
    let cases = of(&[("relocation", "own", 9), ("income", "own", 8), ("income", "debt", 7)]);
    let plan = asked(|_| {});
    assert_eq!(chosen(&plan, &cases), (plan.tables[0].clone(), true, vec![]));
}

#[test]
fn where_more_than_a_third_would_be_lost_groups_take_the_place_of_values() {
    let small = [("relocation", "migration", 1), ("relocation", "unemployed", 2)];
    let further = [("income", "debt", 2), ("income", "migration", 2), ("relocation", "debt", 1)];
    let large = [("relocation", "own", 9), ("income", "own", 8)];
    let cases = of(&[&small[..], &further, &large].concat());
    let (table, _, told) = chosen(&asked(|_| {}), &cases);
    assert_eq!((columns(&table), told.len()), (vec!["own", "supported", "not_stated", "total"], 1));
    assert_eq!(table.coarser_by(), ["„Unterstützung durch Dritte“ statt „Einreichende“"]);
}

#[test]
fn a_table_with_many_signs_stays_where_a_coarser_one_would_show_fewer_numbers() {
    let columns = ["own", "debt", "migration", "unemployed", "pregnancy", "volunteers"];
    let numbers = [9, 8, 7, 1, 2, 1];
    let of_topic =
        |topic| columns.into_iter().zip(numbers).map(move |(it, number)| (topic, it, number));
    let cases = of(&["relocation", "income"].into_iter().flat_map(of_topic).collect::<Vec<_>>());
    let plan = asked(|_| {});
    assert_eq!(chosen(&plan, &cases).0, plan.tables[0]);
}

#[test]
fn a_released_table_keeps_its_form() {
    let small = [("relocation", "migration", 1), ("relocation", "unemployed", 2)];
    let further = [("income", "debt", 2), ("income", "migration", 2), ("relocation", "debt", 1)];
    let large = [("relocation", "own", 9), ("income", "own", 8)];
    let released = of(&[&small[..], &further, &large].concat());
    let plan = asked(|_| {});
    let (published, ..) = publish(&plan, &released, &bare());
    let printed: Vec<(String, ArchivedValue)> = (published.iter())
        .filter_map(|it| Some((it.figure().id(&PROJECT.taxonomy), it.value().archived()?)))
        .collect();
    let printed: Vec<(&str, ArchivedValue)> =
        printed.iter().map(|(id, value)| (id.as_str(), *value)).collect();
    let mut project = bare();
    project.archive = vec![edition(2017, &printed)];
    // In the finer form these would all be large.
    let late = [("relocation", "migration", 19), ("income", "debt", 18), ("income", "own", 18)];
    for cases in [released.clone(), [released, of(&late)].concat()] {
        let (again, ..) = publish(&plan, &cases, &project);
        assert_eq!(again.coarser_tables(), published.coarser_tables());
    }
}

#[test]
fn only_the_groups_beside_a_number_that_cannot_be_protected_are_joined() {
    let plan = asked(|_| {});
    let is_meant =
        |figure: &Figure| figure.id(&PROJECT.taxonomy).contains("topic_group=livelihood");
    let form = next_for(&plan.tables[0], is_meant).unwrap();
    assert_eq!(form.coarser_by(), ["„Leistungen des Bundes“ in einer Zeile"]);
    let form = next_for(&form, is_meant).unwrap();
    let both = "„Leistungen des Bundes“ und „Kommunale Leistungen“ je in einer Zeile";
    assert_eq!(form.coarser_by(), [both]);
}

#[test]
fn mentions_go_before_any_count_of_cases() {
    let plan = asked(|spec| spec.columns = vec![ColumnSpec::Total, ColumnSpec::Mentions]);
    let table = &plan.tables[0];
    let form = next_for(table, |_| true).unwrap();
    assert_eq!((columns(&form), rows(&form)), (vec!["total"], rows(table)));
    assert_eq!(form.coarser_by(), ["ohne „Nennungen“"]);
    assert_eq!(last(table).unwrap().coarser_by().len(), 2, "groups are joined after them");
}

#[test]
fn rows_of_a_group_that_are_small_are_one_row_and_the_others_stay() {
    let cases = of(&[("relocation", "own", 9), ("income", "own", 2), ("placement", "own", 2)]);
    let (table, ..) = chosen(&asked(one_column), &cases);
    let expected = ["housing", "municipal_other", "federal", "service", "not_stated"];
    assert_eq!(rows(&table), expected);
    assert_eq!(table.coarser_by(), ["„Leistungen des Bundes“ in einer Zeile"]);
}

#[test]
fn two_rows_that_are_just_large_enough_together_are_not_joined_as_both_would_be_small() {
    let cases = of(&[("relocation", "own", 9), ("income", "own", 2), ("placement", "own", 1)]);
    let plan = asked(one_column);
    assert_eq!(chosen(&plan, &cases).0, plan.tables[0]);
}

/// A list, so that signs are most of it.
fn one_column(spec: &mut TableSpec) {
    spec.columns = vec![ColumnSpec::Total];
    spec.total = false;
}

#[test]
fn the_office_can_forbid_it() {
    let cases = of(&[("relocation", "own", 1), ("income", "debt", 1), ("income", "own", 9)]);
    let plan = asked(|spec| spec.may_be_coarser = false);
    assert_eq!(chosen(&plan, &cases).0, plan.tables[0]);
}

#[test]
fn the_coarsest_form_tells_of_groups_and_of_no_columns_beside_the_total() {
    let plan = asked(|_| {});
    let forms: Vec<TablePlan> = std::iter::successors(Some(plan.tables[0].clone()), next).collect();
    let columns: Vec<usize> = forms.iter().map(|form| form.columns.len()).collect();
    assert!(columns.is_sorted_by(|one, other| one >= other), "{columns:?}");
    let coarsest = last(&plan.tables[0]).unwrap();
    assert_eq!(Some(&coarsest), forms.last());
    assert_eq!(self::columns(&coarsest), ["total"]);
    assert_eq!(rows(&coarsest)[..3], ["municipal", "federal", "service"]);
    assert_eq!(next(&coarsest), None);
}

#[test]
fn a_table_of_groups_alone_has_their_head_and_says_what_they_stand_for() {
    let (plan, _) = crate::plan::make(&bare(), &Recording::default());
    let topics = last(plan.table("topics").unwrap()).unwrap();
    assert_eq!(topics.row_header, "Themengruppe");
    assert_eq!(topics.coarser_by(), ["„Themengruppe“ statt „Thema“"]);
    let months = last(plan.table("months").unwrap()).unwrap();
    assert_eq!(months.row_header, "Halbjahr");
    assert_eq!(months.coarser_by(), ["„Halbjahr“ statt „Monat“"]);
}

#[test]
fn joining_rows_one_group_after_the_other_is_joining_them_at_once() {
    let plan = asked(|_| {});
    let table = &plan.tables[0];
    assert!(table.groups.len() > 1);
    let all: BTreeSet<usize> = (0..table.groups.len()).collect();
    let mut step = table.clone();
    while !step.groups.is_empty() {
        step = step.joined(&BTreeSet::from([0]));
    }
    assert_eq!(step, table.joined(&all));
}

#[test]
fn what_is_published_is_the_coarser_form_and_nothing_of_the_finer_one() {
    let small = [("relocation", "migration", 1), ("relocation", "unemployed", 2)];
    let further = [("income", "debt", 2), ("income", "migration", 2), ("relocation", "debt", 1)];
    let large = [("relocation", "own", 9), ("income", "own", 8)];
    let cases = of(&[&small[..], &further, &large].concat());
    let plan = asked(|_| {});
    let (published, _, findings) = publish(&plan, &cases, &bare());
    let is_finer = |published: &&crate::disclosure::PublishedFigure| {
        let conditions = |count: &&Count| count.filter.allowed(Dimension::SubmitterGroup).is_some();
        published.figure().counts().iter().any(conditions)
    };
    assert_eq!(published.iter().find(is_finer), None);
    let told = told(&findings);
    let of_table = |line: &&String| line.contains(TABLE);
    assert_eq!(told.iter().filter(of_table).count(), 1, "{told:?}");
}
