//! Counts that are not printed but follow from printed ones: the sum of all parts, or the last part of a printed whole. A reader
//! who has a count and all of its values of a property but one has that one, too, and can subtract it from another count.
//!
//! Eight complaints about service, none of them without support, are eight with support; of ten cases about service with support two
//! are then no complaints. Three printed numbers tell it: 10 − (8 − 0).

use super::differences::Printed;
use super::overlap::{Overlap, parts};
use super::registry::Registry;
use super::relations::{is_within, sums};
use crate::domain::{Count, Dimension, Figure, ValueCode};
use crate::project::Project;
use crate::statistics::{ExactFigures, ExactValue};
use std::collections::{BTreeMap, BTreeSet};

/// The sums of printed counts that are not printed.
pub(super) fn wholes(
    printed: &[Printed],
    registry: &mut Registry,
    exact: &ExactFigures,
    project: &Project,
) -> Vec<Printed> {
    let known: BTreeMap<&Count, &Printed> = printed.iter().map(|it| (&it.count, it)).collect();
    let counts: BTreeSet<&Count> = known.keys().copied().collect();
    let mut told = BTreeMap::new();
    for (whole, parts) in sums(&counts, project) {
        let is_known = parts.iter().filter_map(|part| known.get(part)).all(|it| it.is_known);
        told.insert(whole, is_known);
    }
    with_rows(told, registry, exact)
}

/// The counts that follow from printed ones and are not among them. `overlaps` are the ways in which the printed ones tell how
/// many cases have several values of a property.
pub(super) fn derived(
    printed: &[Printed],
    overlaps: &[Overlap],
    registry: &mut Registry,
    exact: &ExactFigures,
    project: &Project,
) -> Vec<Printed> {
    let known: BTreeMap<&Count, &Printed> = printed.iter().map(|it| (&it.count, it)).collect();
    let mut told: BTreeMap<Count, bool> = BTreeMap::new();
    last_of_wholes(&known, exact, project, &mut told);
    sums_of_parts(&known, overlaps, exact, project, &mut told);
    with_rows(told, registry, exact)
}

/// The counts that are told, with their rows and values.
fn with_rows(
    told: BTreeMap<Count, bool>,
    registry: &mut Registry,
    exact: &ExactFigures,
) -> Vec<Printed> {
    let mut found = Vec::new();
    for (count, is_known) in told {
        if let Some(value) = value(&count, exact) {
            let row = registry.count(&count);
            found.push(Printed { row, count, value, is_known, is_derived: true });
        }
    }
    found
}

/// The last value of a property of each printed count of which all others are printed, or of which nobody has one, which takes
/// no number to know.
fn last_of_wholes(
    known: &BTreeMap<&Count, &Printed>,
    exact: &ExactFigures,
    project: &Project,
    told: &mut BTreeMap<Count, bool>,
) {
    let mut wholes: BTreeSet<(&Count, Dimension)> = BTreeSet::new();
    for part in known.keys() {
        for (dimension, _) in part.filter.conditions() {
            let whole = known.get(&(*part).clone().without(dimension));
            wholes.extend(whole.map(|whole| (&whole.count, dimension)));
        }
    }
    for (whole, dimension) in wholes.into_iter().filter(|(_, it)| !it.is_multiple_response()) {
        let Some(list) = project.taxonomy.list(dimension) else { continue };
        let codes = list.codes().chain([ValueCode::NOT_STATED]);
        let parts: Vec<Count> = codes.map(|code| whole.clone().with(dimension, code)).collect();
        let is_open = |part: &&Count| !known.contains_key(part) && value(part, exact) != Some(0);
        let mut open = parts.iter().filter(is_open);
        if let (Some(last), None) = (open.next(), open.next()) {
            let others = parts.iter().filter_map(|part| known.get(part));
            let is_known = others.chain(known.get(whole)).all(|it| it.is_known);
            told.insert(last.clone(), is_known);
        }
    }
}

/// The counts by a group of which all values are printed, where printed numbers tell that no case has two of them: nineteen cases
/// about livelihood and thirteen about work are all thirty-two about federal benefits.
fn sums_of_parts(
    known: &BTreeMap<&Count, &Printed>,
    overlaps: &[Overlap],
    exact: &ExactFigures,
    project: &Project,
    told: &mut BTreeMap<Count, bool>,
) {
    let of_rows: BTreeMap<usize, i64> = known.values().map(|it| (it.row, it.value)).collect();
    let is_without = |overlap: &&Overlap| {
        let numbers: Option<Vec<i64>> =
            overlap.rows.iter().map(|row| of_rows.get(row).copied()).collect();
        numbers.is_some_and(|numbers| {
            numbers.split_first().is_some_and(|(all, parts)| parts.iter().sum::<i64>() == *all)
        })
    };
    let apart: Vec<&Overlap> = overlaps.iter().filter(is_without).collect();
    let of_group = known.keys().flat_map(|part| part.of_groups(&project.taxonomy));
    let of_group: BTreeSet<Count> = of_group.filter(|it| !known.contains_key(it)).collect();
    for count in of_group {
        let asks = |by: Dimension| by.parent().is_some_and(|it| count.filter.allowed(it).is_some());
        let dividing = apart.iter().filter(|it| asks(it.by));
        let dividing = dividing.filter(|it| is_within(&count, &it.of, &project.taxonomy));
        for overlap in dividing {
            let parts: Vec<[Count; 2]> = parts(&count, overlap.by, project).collect();
            let printed = |part: &[Count; 2]| part.iter().find_map(|it| known.get(it));
            let is_told = |part: &[Count; 2]| {
                printed(part).is_some() || part.iter().any(|it| value(it, exact) == Some(0))
            };
            if parts.len() > 1 && parts.iter().all(is_told) {
                let is_known = parts.iter().filter_map(printed).all(|it| it.is_known);
                told.entry(count.clone()).or_insert(is_known);
            }
        }
    }
}

fn value(count: &Count, exact: &ExactFigures) -> Option<i64> {
    match exact.get(&Figure::Count(count.clone())) {
        Some(ExactValue::Count(value)) => i64::try_from(value).ok(),
        _ => None,
    }
}
