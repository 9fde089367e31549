//! What the parts of disclosure control promise each other, on a few cases of the sample's lists.

mod advice;
mod attribute;
mod audit;
mod coarser;
mod earlier;
mod nesting;
mod pool;
mod published;
mod registry;
mod relations;
mod rests;
mod revision;
mod search;
mod stock;
mod targets;
mod why;
mod withheld;
mod years;

use super::audit::{Audit, OtherYear};
use super::earlier::Earlier;
use super::nesting::Nesting;
use super::published::PublishedValue;
use super::record::MaskReason;
use super::registry::{Registry, Worth};
use super::relations::{is_within, needed, neighbours};
use super::revision::Revision;
use super::small::small_rows;
use super::target::{Safe, Target, TargetName};
use super::targets::Asked;
use super::{DisclosureRecord, GivenUp, PublishedFigures, printed_before};
use crate::diagnostic::Findings;
use crate::domain::{
    Case, Count, Day, Dimension, Field, Figure, LedgerEntry, Outcome, Population, Several, Source,
    Unit, ValueCode,
};
use crate::plan::{CellKind, ColumnPlan, Plan, Request, RowKind, RowPlan, TablePlan};
use crate::project::{
    ArchivedEdition, ArchivedReport, ArchivedValue, Exemption, Method, Project, SortOrder,
};
use crate::statistics::{ExactFigures, ExactValue, compute_with};
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

static PROJECT: LazyLock<Project> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    crate::project::load(&folder).0.unwrap()
});

/// The sample's lists without its exemptions and earlier years.
fn bare() -> Project {
    let mut project = PROJECT.clone();
    project.archive.clear();
    project.disclosure.exemptions.clear();
    project
}

/// No edition has printed anything that has changed.
static NOT_REVISED: LazyLock<Revision> = LazyLock::new(Revision::default);

/// What editions of the year have printed of a report that prints nothing else.
fn earlier_of(exact: &ExactFigures, project: &Project) -> Earlier {
    Earlier::new(
        &BTreeSet::new(),
        &BTreeSet::new(),
        exact,
        &Nesting::new(&[], &[], project),
        project,
    )
}

/// The same report after an edition of the year.
fn after(printed: &[(&str, ArchivedValue)]) -> Project {
    let mut project = bare();
    project.archive = vec![edition(2017, printed)];
    project
}

fn figure(id: &str) -> Figure {
    Figure::parse(id, &PROJECT.taxonomy).unwrap_or_else(|error| panic!("{id}: {error}"))
}

fn count(id: &str) -> Count {
    match figure(id) {
        Figure::Count(count) => count,
        _ => panic!("{id} is no count"),
    }
}

fn code(dimension: Dimension, id: &str) -> ValueCode {
    PROJECT.taxonomy.list(dimension).unwrap().find_id(id).unwrap()
}

fn day(date: Date) -> Day {
    Day::new(date).unwrap()
}

/// A case of the first half-year that took so many days.
fn case(category: &str, days: i32) -> Case {
    let received_on = date(2017, 3, 1);
    Case {
        received_on: day(received_on),
        acknowledged_on: None,
        closed_on: Some(day(received_on + jiff::Span::new().days(days))),
        in_scope: true,
        marker: Case::NO_MARKER,
        single: [ValueCode::NOT_STATED; Case::SINGLE.len()],
        several: Several::default(),
        source: Source { file: 0, line: 0 },
    }
    .with(Field::Category, code(Dimension::Category, category))
}

/// So many complaints, changed in some way.
fn complaints(number: usize, change: impl Fn(&mut Case)) -> Vec<Case> {
    let mut cases = vec![case("complaint", 5); number];
    cases.iter_mut().for_each(change);
    cases
}

/// A complaint about topics.
fn about(topics: &[&str]) -> impl Fn(&mut Case) {
    let topics: Vec<ValueCode> = topics.iter().map(|topic| code(Dimension::Topic, topic)).collect();
    move |case| case.several = Several::new(&topics, &[])
}

fn exact_of(printed: &BTreeSet<Figure>, cases: &[Case], project: &Project) -> ExactFigures {
    let further =
        [Population::Krm, Population::Received].map(|all| Figure::Count(Count::cases(all)));
    let mut figures: BTreeSet<Figure> = printed.iter().cloned().chain(further).collect();
    figures.extend(printed_before(project));
    figures.extend(needed(&figures, project));
    let in_year = |case: &&Case| case.received_on >= day(date(2017, 1, 1));
    let counted = cases.iter().filter(|case| case.in_scope).filter(in_year).count() as u64;
    let carried_in = cases.iter().filter(|case| !in_year(case)).count() as u64;
    let outside = cases.len() as u64 - counted - carried_in;
    let totals = [
        (Outcome::Counted, counted),
        (Outcome::CarriedIn, carried_in),
        (Outcome::OutsideScope, outside),
    ];
    let asked = totals.map(|(outcome, number)| (LedgerEntry::Records(Some(outcome)), number));
    let asked = asked.into_iter().filter(|(it, _)| printed.contains(&Figure::Ledger(*it)));
    compute_with(&figures, cases, asked, project, 1)
}

fn exact(printed: &BTreeSet<Figure>, cases: &[Case]) -> ExactFigures {
    exact_of(printed, cases, &PROJECT)
}

/// A table of all cases with a row for each list of figure ids.
fn table(id: &str, rows: &[(&str, &[&str])]) -> TablePlan {
    let width = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or_default();
    let column = |number: usize| ColumnPlan {
        label: format!("Spalte {number}"),
        key: format!("c{number}"),
        kind: CellKind::Part,
        in_series: true,
        hide_when_zero: false,
    };
    let row = |(label, cells): &(&str, &[&str])| RowPlan {
        label: (*label).to_owned(),
        key: (*label).to_owned(),
        kind: RowKind::Value,
        value: None,
        cells: cells.iter().map(|id| Some(figure(id))).collect(),
    };
    TablePlan {
        id: id.to_owned(),
        title: id.to_owned(),
        row_header: "Zeile".to_owned(),
        base: count("cases"),
        columns: (0..width).map(column).collect(),
        rows: rows.iter().map(row).collect(),
        sort: SortOrder::List,
        hide_zero_rows: false,
        mixed_populations: false,
        multiple_response: false,
        multiple_columns: false,
        earlier: Vec::new(),
        note: None,
        is_detail: false,
        left_out: Vec::new(),
        before_office: false,
        unseen_rows: Vec::new(),
        unseen_columns: Vec::new(),
        regrouped: Vec::new(),
        joined: Vec::new(),
        groups: Vec::new(),
        coarser: Vec::new(),
    }
}

/// A report of tables, with some figures in sentences.
fn plan(tables: Vec<TablePlan>, in_sentences: &[&str]) -> Plan {
    let requests = in_sentences.iter().map(|id| Request::KeyFigure {
        figure: figure(id),
        before: None,
        label: (*id).to_owned(),
        one: None,
        within: None,
        undecided: Vec::new(),
    });
    Plan { requests: requests.collect(), tables, ..Plan::default() }
}

/// What becomes of a report.
fn publish(
    plan: &Plan,
    cases: &[Case],
    project: &Project,
) -> (PublishedFigures, DisclosureRecord, Findings) {
    super::publish(&exact_of(&plan.figures_of_all_forms(), cases, project), plan, cases, project)
}

/// The lines of findings, each with its help.
fn told(findings: &Findings) -> Vec<String> {
    let line = |finding: &crate::diagnostic::Finding| {
        let help = finding.help.as_deref().unwrap_or_default();
        format!("{} {} | {help}", finding.code.id(), finding.message)
    };
    findings.iter().map(line).collect()
}

/// A released edition with what it printed.
fn edition(year: i16, figures: &[(&str, ArchivedValue)]) -> ArchivedEdition {
    let figures = figures.iter().map(|(id, value)| ((*id).to_owned(), *value));
    ArchivedEdition {
        file: format!("archive/{year}.json"),
        number: 1,
        content: ArchivedReport {
            measure: None,
            format_version: 1,
            program: String::new(),
            year,
            begins: None,
            part: None,
            edition: None,
            as_of: String::new(),
            office: String::new(),
            office_id: None,
            threshold: 3,
            definitions: None,
            rounded_to: None,
            not_covered: Vec::new(),
            not_covered_of_house: Vec::new(),
            recorded_in_part: BTreeSet::new(),
            checksum: None,
            figures: figures.collect(),
        },
    }
}
