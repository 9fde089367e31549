//! Numbers that readers are meant to know: exempt ones, and small ones that an edition has printed.

use super::registry::Registry;
use super::relations::is_within;
use crate::domain::{Case, Count, Figure, Period};
use crate::project::Project;
use crate::statistics::{Aspect, ExactFigures, Matcher};
use std::collections::BTreeSet;

/// The counts that readers are meant to know, and the cases behind them.
pub(super) struct Exempt<'a> {
    counts: Vec<Count>,
    cases: &'a [Case],
    project: &'a Project,
}

impl<'a> Exempt<'a> {
    /// The exempt counts, and those of the printed ones that are small and that an edition of this time has printed.
    pub(super) fn new(
        printed: &[(usize, Count)],
        registry: &Registry,
        exact: &ExactFigures,
        cases: &'a [Case],
        project: &'a Project,
    ) -> Self {
        let policy = &project.disclosure;
        // A number that is printed rounded is not told.
        let is_told = |(row, count): &&(usize, Count)| {
            policy.base().is_none()
                && registry.is_known(*row)
                && policy.is_small(exact.count(count))
        };
        let told = printed.iter().filter(is_told).map(|(_, count)| count.clone());
        let exempt = policy.exemptions.iter().filter_map(|exemption| match &exemption.figure {
            Figure::Count(count) => Some(count.clone()),
            _ => None,
        });
        Self { counts: exempt.chain(told).collect(), cases, project }
    }

    /// Whether a count is part of one of them by definition.
    pub(super) fn has_within(&self, count: &Count) -> bool {
        self.counts.iter().any(|exempt| is_within(count, exempt, &self.project.taxonomy))
    }

    /// Whether all cases of the first count without those of the others belong to one of them.
    pub(super) fn has_all(&self, outer: &Count, inner: &[&Count]) -> bool {
        self.counts.iter().any(|it| self.holds(it, outer, inner, |rest, exempt| rest <= exempt))
    }

    /// Whether the cases of the first count without those of the others are one of them in other words: nothing but what the
    /// exempt one asks for is asked of them, and it is the same cases. Praise is never assessed, so that all praise without an
    /// assessment is all praise.
    pub(super) fn is_one(&self, outer: &Count, inner: &[&Count]) -> bool {
        let aspects = |count: &Count| -> BTreeSet<Aspect> {
            count.filter.conditions().map(|(dimension, _)| Aspect::of(dimension)).collect()
        };
        let inner_of_year: Vec<Count> = inner.iter().map(|it| self.of_year(it, inner)).collect();
        let named = || [outer].into_iter().chain(&inner_of_year);
        let asked: BTreeSet<Aspect> = named().flat_map(aspects).collect();
        // A part of the year or another population asks for something further, too.
        let is_alike = |exempt: &Count| {
            let mut named = named();
            named.all(|it| it.period == exempt.period && it.population == exempt.population)
                && asked.is_subset(&aspects(exempt))
        };
        let mut alike = self.counts.iter().filter(|it| is_alike(it));
        alike.any(|it| self.holds(it, outer, inner, |rest, exempt| rest == exempt))
    }

    /// The count of the whole year where all parts of the year of it are among the others: what is left of a year without both of
    /// its halves is asked for no part.
    fn of_year(&self, count: &Count, others: &[&Count]) -> Count {
        let during = |period: Period| Count { period, ..count.clone() };
        let mut parts = self.project.settings.period.parts(count.period).into_iter().map(during);
        let is_all = count.period != Period::Year && !count.population.is_stock();
        let is_all = is_all && parts.all(|part| others.contains(&&part));
        if is_all { during(Period::Year) } else { count.clone() }
    }

    /// Whether what is left of the first count without the others, and an exempt count, stand in a relation for every case.
    fn holds(
        &self,
        exempt: &Count,
        outer: &Count,
        inner: &[&Count],
        relation: fn(u64, u64) -> bool,
    ) -> bool {
        let exempt = Matcher::new(exempt, self.project);
        let outer = outer.of_cases();
        let outer = Matcher::new(&outer, self.project);
        let inner: Vec<_> = inner.iter().map(|it| Matcher::new(it, self.project)).collect();
        self.cases.iter().all(|case| {
            let parts: u64 = inner.iter().map(|it| it.weight(case)).sum();
            relation(outer.weight(case).saturating_sub(parts), exempt.weight(case))
        })
    }
}
