//! What is given up for a number that masks cannot protect: the tables it stands in or beside, or single figures.

use super::overlap::parts;
use super::protection::Protection;
use super::relations::{conditions, is_within};
use super::target::{Target, TargetName};
use crate::domain::{Count, Dimension, Figure, Period};
use crate::plan::TablePlan;
use crate::project::Project;
use std::collections::BTreeSet;

/// Whether a figure is one that a number may follow from.
type IsMeant<'w> = dyn Fn(&Figure, &Target) -> bool + 'w;

/// The tables that must be withheld besides those that are, each with the numbers it is withheld for.
pub(super) fn tables_of<'p>(
    protection: &'p Protection,
    project: &Project,
) -> Vec<(&'p TablePlan, Vec<&'p Target>)> {
    let beside = |is_meant: &IsMeant<'_>| {
        let tables = protection.shown_tables().map(|table| {
            let targets = protection.unprotected().filter(|target| {
                target.name.finest().is_some() && table.figures().any(|it| is_meant(it, target))
            });
            (table, targets.collect())
        });
        tables.filter(|(_, targets): &(_, Vec<_>)| !targets.is_empty()).collect::<Vec<_>>()
    };
    // A stock nobody prints follows from received and closed cases.
    let of_stock = |figure: &Figure, target: &Target| {
        let Some(finest) = target.name.finest() else { return false };
        let population = finest.population;
        let in_population = |count: &Count| Count { population, ..count.clone() };
        let mut counts = figure.counts().into_iter();
        population.is_stock() && counts.any(|count| is_beside(&in_population(count), finest))
    };
    // A part of the year that another report is on follows from that report and the year.
    let of_other_time = |figure: &Figure, target: &Target| {
        let Some(finest) = target.name.finest() else { return false };
        let during = |count: &Count| Count { period: finest.period, ..count.clone() };
        figure.counts().into_iter().any(|count| is_beside(&during(count), finest))
    };
    // How many cases have several values follows from the counts by each value.
    let of_values = |figure: &Figure, target: &Target| {
        let TargetName::Several(of, by) = &target.name else { return false };
        let counts = figure.counts();
        parts(of, *by, project).any(|part| part.iter().any(|it| counts.contains(&it)))
    };
    let ways: [&IsMeant<'_>; 4] = [&stands_beside, &of_stock, &of_other_time, &of_values];
    let mut tables = ways.into_iter().map(beside);
    tables.find(|tables| !tables.is_empty()).unwrap_or_default()
}

/// Whether a figure is made of the number that a target follows from, or of one beside it.
pub(super) fn stands_beside(figure: &Figure, target: &Target) -> bool {
    let finest = target.name.finest();
    finest.is_some_and(|finest| figure.counts().into_iter().any(|it| is_beside(it, finest)))
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
