//! What is given up for a number that masks cannot protect: the tables it stands in or beside, or single figures.

use super::protection::Protection;
use super::relations::{conditions, is_within};
use super::targets::Target;
use crate::domain::{Count, Dimension, Figure, Period};
use crate::plan::TablePlan;
use crate::project::Project;
use std::collections::BTreeSet;

/// The tables that must be withheld besides those that are, each with the number it is withheld for.
pub(super) fn tables_of(protection: &Protection) -> Vec<(&TablePlan, &Target)> {
    let plan = &protection.plan;
    let shown = || plan.tables.iter().filter(|it| !protection.withheld.contains(&it.id));
    let beside = |is_meant: &dyn Fn(&Count, &Count) -> bool| {
        let mut tables: Vec<(&TablePlan, &Target)> = Vec::new();
        for target in protection.unprotected() {
            let Some(finest) = target.name.finest() else { continue };
            let names = |table: &TablePlan| {
                table.figures().flat_map(Figure::counts).any(|count| is_meant(count, finest))
            };
            for table in shown() {
                if names(table) && tables.iter().all(|(known, _)| known.id != table.id) {
                    tables.push((table, target));
                }
            }
        }
        tables
    };
    match beside(&is_beside) {
        // A stock nobody prints follows from received and closed cases.
        none if none.is_empty() => beside(&|count, finest| {
            let population = finest.population;
            population.is_stock() && is_beside(&Count { population, ..count.clone() }, finest)
        }),
        tables => tables,
    }
}

/// The largest of the tables that are shown: those with at least half as many cells as the largest. What is left of a report takes less
/// work to protect.
pub(super) fn largest(protection: &Protection) -> Vec<&TablePlan> {
    let tables = protection.plan.tables.iter();
    let shown = || tables.clone().filter(|table| !protection.withheld.contains(&table.id));
    let most = shown().map(TablePlan::cells).max().unwrap_or_default();
    shown().filter(|table| table.cells() * 2 >= most).collect()
}

/// The printed figures to give up for a number that signs cannot protect: those made of the most special of its counts, else
/// those that differ from it in one value, else those it is a part of or that are parts of it, at last all that ask for the same
/// properties or for parts of the year.
pub(super) fn figures_of(
    target: &Target,
    printed: &BTreeSet<&Figure>,
    project: &Project,
) -> BTreeSet<Figure> {
    let Some(finest) = target.name.finest().map(Count::of_cases) else { return BTreeSet::new() };
    let taxonomy = &project.taxonomy;
    let is_part = |count: &Count| {
        let count = count.of_cases();
        is_within(&count, &finest, taxonomy) || is_within(&finest, &count, taxonomy)
    };
    let family = |dimension: Dimension| dimension.with_groups().last();
    let asked: BTreeSet<Option<Dimension>> =
        finest.filter.conditions().map(|(dimension, _)| family(dimension)).collect();
    let asks_alike = |count: &Count| {
        let by_time = finest.period != Period::Year && count.period != Period::Year;
        by_time || count.filter.conditions().any(|(it, _)| asked.contains(&family(it)))
    };
    let near: [&dyn Fn(&Count) -> bool; 4] = [
        &|count| count.of_cases() == finest,
        &|count| is_beside(&count.of_cases(), &finest),
        &is_part,
        &asks_alike,
    ];
    let mut found = near.iter().map(|is_near| -> BTreeSet<Figure> {
        let asks = |figure: &&&Figure| figure.counts().into_iter().any(is_near);
        printed.iter().filter(asks).map(|figure| (*figure).clone()).collect()
    });
    found.find(|figures| !figures.is_empty()).unwrap_or_default()
}

/// Whether a count is another or differs from it in one value only.
pub(super) fn is_beside(count: &Count, other: &Count) -> bool {
    let names = |count: &Count| -> BTreeSet<Dimension> {
        count.filter.conditions().map(|(dimension, _)| dimension).collect()
    };
    let differing = count
        .filter
        .conditions()
        .filter(|(dimension, codes)| other.filter.allowed(*dimension) != Some(*codes))
        .count();
    let kind = |count: &Count| std::mem::discriminant(&count.period);
    conditions(count) > 0
        && count.population == other.population
        && kind(count) == kind(other)
        && names(count) == names(other)
        && differing + usize::from(count.period != other.period) <= 1
}
