//! Why a figure is masked: for which numbers, what it is in the years that prove them, and what would free it.
//!
//! A figure is masked for a number when a year that proves the number changes a row the figure is made of: were it
//! printed, that year would not print the same report.

use super::advice;
use super::audit::{Audit, OtherYear};
use super::target::{Target, TargetName};
use super::withheld::is_beside;
use crate::domain::{Count, Figure};
use crate::plan::{Plan, TablePlan};
use crate::project::Project;
use std::collections::BTreeSet;

/// Why a masked figure is masked.
#[derive(Clone, Debug, Default)]
pub(super) struct Why {
    /// The numbers it is masked for, by position among the verdicts.
    pub(super) targets: Vec<usize>,
    /// What the count, or the part of a share, is in the years that prove them.
    pub(super) values: BTreeSet<u64>,
}

impl Why {
    /// Adds a number with those of the years that prove it in which the figure differs.
    pub(super) fn add<'y>(
        &mut self,
        number: usize,
        figure: &Figure,
        years: impl Iterator<Item = &'y OtherYear>,
        audit: &Audit<'_>,
    ) {
        let count = match figure {
            Figure::Count(count) => Some(count),
            Figure::Share(share) => Some(share.part()),
            _ => None,
        };
        for year in years {
            if self.targets.last() != Some(&number) {
                self.targets.push(number);
            }
            self.values.extend(count.and_then(|count| audit.count_in(count, year)));
        }
    }
}

/// The tables a figure stands in, of those that are shown or not.
pub(super) fn tables_with<'p>(figure: &Figure, plan: &'p Plan) -> Vec<&'p TablePlan> {
    let cells = |table: &'p TablePlan| table.rows.iter().flat_map(|row| row.cells.iter().flatten());
    let stands_in = |table: &&'p TablePlan| cells(table).any(|cell| cell.of_this_year() == figure);
    plan.tables.iter().filter(stands_in).collect()
}

/// The tables a number follows from: those with one of its figures, or else with figures beside it.
pub(super) fn tables_of<'p>(target: &Target, plan: &'p Plan) -> Vec<&'p TablePlan> {
    let counts = target.name.counts();
    let with = |is_meant: &dyn Fn(&Count) -> bool| -> Vec<&'p TablePlan> {
        let has = |table: &&TablePlan| {
            let cells = table.rows.iter().flat_map(|row| row.cells.iter().flatten());
            cells.flat_map(Figure::counts).any(is_meant)
        };
        plan.tables.iter().filter(has).collect()
    };
    let Some(finest) = target.name.finest() else { return Vec::new() };
    let named = match &target.name {
        TargetName::Difference(..) => with(&|count| count == finest),
        _ => with(&|count| counts.contains(&count)),
    };
    if named.is_empty() { with(&|count| is_beside(count, finest)) } else { named }
}

/// What would take a number into a larger one, or out of the tables it follows from, one way after the other.
pub(super) fn ways_out(target: &Target, plan: &Plan, project: &Project) -> Vec<String> {
    let Some(finest) = target.name.finest() else { return Vec::new() };
    let tables = tables_of(target, plan).into_iter();
    let way = |table: &TablePlan| match advice::for_number(table, finest, project) {
        Some(way) => format!("in der Tabelle `{}`: {way}", table.id),
        None => format!("lassen Sie die Tabelle `{}` weg", table.id),
    };
    tables.map(way).collect()
}

/// What would free a figure that is masked for some numbers, each with its ways out, one way after the other.
pub(super) fn remedies(targets: &[(&Target, &[String])], project: &Project) -> Vec<String> {
    let mut ways: Vec<String> = Vec::new();
    for way in targets.iter().flat_map(|(_, ways)| *ways) {
        if !ways.contains(way) {
            ways.push(way.clone());
        }
    }
    let figures = targets.iter().filter_map(|(target, _)| match &target.name {
        TargetName::Figure(Figure::Count(count)) => Some((count, target.value)),
        _ => None,
    });
    let figures: Vec<(&Count, u64)> = figures.collect();
    // What is not printed is no figure, but may be one in other words.
    let is_named = |(target, _): &(&Target, &[String])| {
        let finest = target.name.finest();
        figures.iter().any(|(count, value)| {
            *value == target.value && finest.is_some_and(|it| it == *count || is_beside(it, count))
        })
    };
    // What is rounded has no exemptions.
    if project.disclosure.base().is_none() && !figures.is_empty() && targets.iter().all(is_named) {
        let ids = figures.iter().map(|(count, _)| format!("`{}`", count.id(&project.taxonomy)));
        ways.push(format!(
            "nehmen Sie {} mit `[[disclosure.exempt]]` aus, wenn das keinen Schluss auf eine Person zulässt",
            ids.collect::<Vec<String>>().join(", ")
        ));
    }
    ways
}
