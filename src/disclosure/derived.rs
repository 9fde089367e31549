//! Counts that are not printed but follow from printed ones: the sum of all parts or of several values, the last part of a printed
//! whole or of the year, the last number of the stock. A reader who has a count and all of its values of a property but one has
//! that one, too, and can subtract it from another count.
//!
//! Eight complaints about service, none of them without support, are eight with support; of ten cases about service with support two
//! are then no complaints. Three printed numbers tell it: 10 − (8 − 0).

use super::differences::Printed;
use super::nesting::Nesting;
use super::overlap::{Overlap, parts};
use super::registry::Registry;
use super::relations::{STOCK, is_within, sums};
use crate::domain::{Case, Count, Dimension, Field, Figure, Period, Population, ValueCode};
use crate::project::Project;
use crate::statistics::{Aspect, ExactFigures, ExactValue, Matcher};
use std::collections::{BTreeMap, BTreeSet};

/// The sums of printed counts that are not printed.
pub(super) fn wholes(
    printed: &[Printed],
    registry: &mut Registry,
    knowledge: &Knowledge<'_>,
) -> Vec<Printed> {
    let known: BTreeMap<&Count, &Printed> = printed.iter().map(|it| (&it.count, it)).collect();
    let counts: BTreeSet<&Count> = known.keys().copied().collect();
    let mut told = BTreeMap::new();
    for (whole, parts) in sums(&counts, knowledge.project) {
        let is_known = parts.iter().filter_map(|part| known.get(part)).all(|it| it.is_known);
        told.insert(whole, is_known);
    }
    counted(told, registry, knowledge)
}

/// The counts that follow from printed ones and are not among them. `overlaps` are the ways in which the printed ones tell how
/// many cases have several values of a property.
pub(super) fn derived(
    printed: &[Printed],
    overlaps: &[Overlap],
    registry: &mut Registry,
    knowledge: &Knowledge<'_>,
) -> Vec<Printed> {
    let Knowledge { nesting, exact, project, .. } = *knowledge;
    let mut known: BTreeMap<&Count, &Printed> = printed.iter().map(|it| (&it.count, it)).collect();
    let mut told: BTreeMap<Count, bool> = BTreeMap::new();
    unions(&known, project, &mut told);
    let of_unions = counted(std::mem::take(&mut told), registry, knowledge);
    known.extend(of_unions.iter().map(|it| (&it.count, it)));
    last_of_wholes(&known, exact, project, &mut told);
    last_parts_of_year(&known, project, &mut told);
    sums_of_parts(&known, overlaps, exact, project, &mut told);
    rests_of_stock(&known, nesting, &mut told);
    told.retain(|count, _| !known.contains_key(count));
    let mut found = counted(told, registry, knowledge);
    found.extend(of_unions);
    found
}

/// What readers know, and what the numbers are.
#[derive(Clone, Copy)]
pub(super) struct Knowledge<'a> {
    pub(super) nesting: &'a Nesting<'a>,
    pub(super) exact: &'a ExactFigures,
    pub(super) cases: &'a [Case],
    pub(super) project: &'a Project,
}

impl Knowledge<'_> {
    /// The number of a count, also where no figure is asked for it.
    pub(super) fn value(&self, count: &Count) -> Option<i64> {
        let now = || i64::try_from(Matcher::new(count, self.project).count(self.cases)).ok();
        value(count, self.exact).or_else(now)
    }
}

/// The counts by several values of a property of which each one is printed: those a printed count asks for, and the durations up
/// to each limit.
fn unions(known: &BTreeMap<&Count, &Printed>, project: &Project, told: &mut BTreeMap<Count, bool>) {
    let mut sets: BTreeMap<Dimension, BTreeSet<BTreeSet<ValueCode>>> = BTreeMap::new();
    for (dimension, codes) in known.keys().flat_map(|count| count.filter.conditions()) {
        if codes.len() > 1 && !dimension.is_multiple_response() {
            sets.entry(dimension).or_default().insert(codes.clone());
        }
    }
    let bands: Vec<ValueCode> = project
        .taxonomy
        .list(Dimension::DurationBand)
        .into_iter()
        .flat_map(|list| list.codes())
        .collect();
    for last in 2..=bands.len() {
        let first = bands.iter().take(last).copied().collect();
        sets.entry(Dimension::DurationBand).or_default().insert(first);
    }
    for part in known.keys() {
        for (dimension, codes) in part.filter.conditions() {
            let begins =
                |set: &&BTreeSet<ValueCode>| codes.len() == 1 && set.first() == codes.first();
            for set in sets.get(&dimension).into_iter().flatten().filter(begins) {
                let whole = (*part).clone().without(dimension);
                let parts = set.iter().map(|code| known.get(&whole.clone().with(dimension, *code)));
                let parts: Option<Vec<&&Printed>> = parts.collect();
                let all = parts.map(|parts| parts.iter().all(|it| it.is_known));
                let filter = whole.filter.clone().and(dimension, set.iter().copied());
                let union = Count { filter, ..whole };
                if let (Some(is_known), false) = (all, known.contains_key(&union)) {
                    told.insert(union, is_known);
                }
            }
        }
    }
}

/// The last part of the year of each printed count of which all others are printed.
fn last_parts_of_year(
    known: &BTreeMap<&Count, &Printed>,
    project: &Project,
    told: &mut BTreeMap<Count, bool>,
) {
    let of_time = known.keys().filter(|it| it.period != Period::Year && !it.population.is_stock());
    for part in of_time {
        let during = |period: Period| Count { period, ..(*part).clone() };
        let Some(whole) = known.get(&during(Period::Year)) else { continue };
        let parts: Vec<Count> =
            project.settings.period.parts(part.period).into_iter().map(during).collect();
        let mut open = parts.iter().filter(|part| !known.contains_key(part));
        if let (Some(last), None) = (open.next(), open.next()) {
            let others = parts.iter().filter_map(|part| known.get(part));
            told.insert(last.clone(), others.chain([whole]).all(|it| it.is_known));
        }
    }
}

/// The last number of each sum of the stock of which the others are printed, in whatever words they ask for the same cases, or where
/// none can be.
fn rests_of_stock(
    known: &BTreeMap<&Count, &Printed>,
    nesting: &Nesting<'_>,
    told: &mut BTreeMap<Count, bool>,
) {
    let mut sums: BTreeMap<_, BTreeMap<Population, &Printed>> = BTreeMap::new();
    for (count, printed) in known.iter().filter(|(it, _)| STOCK.contains(&it.population)) {
        // The day of receipt is no matter of population, period or handling.
        let is_of_week = |it: Dimension| Field::of(it) == Some(Field::ReceivedOn);
        let (of_week, others): (Vec<_>, Vec<_>) =
            count.filter.conditions().partition(|(dimension, _)| is_of_week(*dimension));
        if others.iter().all(|(dimension, _)| Aspect::of(*dimension) != Aspect::Time) {
            let sum = sums.entry((count.period, of_week, nesting.but_time(count))).or_default();
            sum.insert(count.population, *printed);
        }
    }
    for sum in sums.into_values() {
        let Some(one) = sum.values().next() else { continue };
        let missing = STOCK.into_iter().filter(|it| !sum.contains_key(it));
        let missing = missing.map(|population| Count { population, ..one.count.clone() });
        let mut missing = missing.filter(|count| !nesting.is_none(count));
        if let (Some(last), None) = (missing.next(), missing.next()) {
            told.insert(last, sum.values().all(|it| it.is_known));
        }
    }
}

/// The counts that are told, with their rows and values, also where no figure is asked for them.
fn counted(
    told: BTreeMap<Count, bool>,
    registry: &mut Registry,
    knowledge: &Knowledge<'_>,
) -> Vec<Printed> {
    let found = told.into_iter().filter_map(|(count, is_known)| {
        let value = knowledge.value(&count)?;
        let row = registry.count(&count);
        Some(Printed { row, count, value, is_known, is_derived: true })
    });
    found.collect()
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
