//! Which changed counts are printed anew: those from whose changes no small number of cases follows.

use super::super::differences::{Difference, Printed, small_differences};
use super::super::nesting::Nesting;
use super::super::relations::{STOCK, conditions, is_no_secret, is_within, rest_of_stock};
use super::released::Released;
use crate::domain::{Count, Figure, Population, Unit};
use crate::project::Project;
use std::collections::{BTreeMap, BTreeSet};

/// Which of the changed counts are printed anew.
pub(super) struct Decided<'a> {
    released: &'a Released,
    pub(super) revised: BTreeSet<Count>,
}

impl<'a> Decided<'a> {
    pub(super) fn new(
        released: &'a Released,
        figures: &BTreeSet<Figure>,
        stay: &BTreeSet<Count>,
        nesting: &Nesting<'_>,
        project: &Project,
    ) -> Self {
        let threshold = project.disclosure.threshold;
        let printed: BTreeSet<&Count> = figures.iter().flat_map(Figure::counts).collect();
        let is_far = |count: &Count, now: u64| {
            released.of_count(count).all(|it| !(1..threshold).contains(&it.abs_diff(now)))
        };
        let changed = released.changed().filter(|count| printed.contains(*count));
        let revised = changed.filter(|count| {
            let now = released.now.get(*count).copied().unwrap_or_default();
            is_open(count) || (!stay.contains(*count) && is_far(count, now))
        });
        let mut decided = Self { released, revised: revised.cloned().collect() };
        loop {
            let telling = decided.telling(threshold, nesting);
            let further =
                if telling.is_empty() { decided.contradicting(&printed, project) } else { telling };
            if further.is_empty() {
                return decided;
            }
            decided.revised.retain(|count| !further.contains(count));
        }
    }

    pub(super) fn is_new(&self, count: &Count) -> bool {
        self.revised.contains(count)
    }

    /// The changes of counts since an edition, as far as a reader has both numbers.
    fn changes(&self, before: &BTreeMap<Count, u64>) -> Vec<Printed> {
        let changed: BTreeSet<&Count> = self.released.changed().collect();
        let both = before
            .iter()
            .filter(|(count, _)| self.revised.contains(*count) || !changed.contains(count));
        both.enumerate()
            .filter_map(|(row, (count, before))| {
                let now = i64::try_from(*self.released.now.get(count)?).ok()?;
                let value = now - i64::try_from(*before).ok()?;
                Some(Printed {
                    row,
                    count: count.clone(),
                    value,
                    is_known: false,
                    is_derived: false,
                })
            })
            .collect()
    }

    /// Revised counts that stay as they were so that no small number of cases follows from the changes.
    fn telling(&self, threshold: u64, nesting: &Nesting<'_>) -> BTreeSet<Count> {
        let mut telling = BTreeSet::new();
        for before in &self.released.before {
            let changes = self.changes(before);
            for counts in small_changes(&changes, threshold, nesting) {
                // Where one of them stays, nothing follows from them.
                if counts.iter().any(|count| telling.contains(*count)) {
                    continue;
                }
                let may_stay = counts.into_iter().filter(|it| self.is_new(it) && !is_open(it));
                telling.extend(may_stay.max_by_key(|count| conditions(count)).cloned());
            }
        }
        telling
    }

    /// Revised counts that would be larger than printed ones they are a part of, or smaller than their parts.
    fn contradicting(&self, printed: &BTreeSet<&Count>, project: &Project) -> BTreeSet<Count> {
        let shown = |count: &Count| match self.is_new(count) {
            true => self.released.now.get(count).copied(),
            false => self.released.printed(count),
        };
        let of_cases: Vec<(&Count, u64)> = printed
            .iter()
            .filter(|count| count.unit == Unit::Cases)
            .filter_map(|count| Some((*count, shown(count)?)))
            .collect();
        let contradicts = |count: &Count, value: u64| {
            of_cases.iter().any(|(other, of_other)| {
                (*of_other < value && is_within(count, other, &project.taxonomy))
                    || (*of_other > value && is_within(other, count, &project.taxonomy))
            })
        };
        let may_stay = of_cases.iter().filter(|(it, _)| self.is_new(it) && !is_open(it));
        let found = may_stay.filter(|(count, value)| contradicts(count, *value));
        found.map(|(count, _)| (*count).clone()).collect()
    }
}

/// The changes from which a small number of cases follows: what is left of one without others, what the stock gained by two
/// of its sums, and how many cases have several mentions.
fn small_changes<'c>(
    changes: &'c [Printed],
    threshold: u64,
    nesting: &Nesting<'_>,
) -> Vec<Vec<&'c Count>> {
    let is_small = |value: i64| (1..threshold).contains(&value.unsigned_abs());
    let of_cases: Vec<Printed> =
        changes.iter().filter(|it| it.count.unit == Unit::Cases).cloned().collect();
    let by_count: BTreeMap<&Count, (&Count, i64)> =
        changes.iter().map(|it| (&it.count, (&it.count, it.value))).collect();
    let change_of = |count: &Count| by_count.get(count).map_or(0, |(_, value)| *value);
    let mut found: Vec<Vec<&Count>> = Vec::new();
    for Difference { outer, inner, both, .. } in small_differences(&of_cases, threshold, nesting) {
        let counts = [outer].into_iter().chain(inner).chain(both).filter_map(|at| of_cases.get(at));
        found.push(counts.filter_map(|it| Some(by_count.get(&it.count)?.0)).collect());
    }
    for rest in rest_of_stock(of_cases.iter().map(|it| &it.count)) {
        let of = |population| Count { population, ..rest.clone() };
        let flow: i64 = STOCK
            .map(|it| match it {
                Population::Closed | Population::Open => -change_of(&of(it)),
                _ => change_of(&of(it)),
            })
            .iter()
            .sum();
        if is_small(flow) {
            let counts = STOCK.into_iter().filter_map(|it| Some(by_count.get(&of(it))?.0));
            found.push(counts.collect());
        }
    }
    for (count, value) in by_count.values().filter(|(count, _)| count.unit == Unit::Mentions) {
        // Of how many cases they are is known within narrow bounds, or exactly.
        let cases = by_count.get(&count.of_cases()).map(|(_, cases)| value - cases);
        if cases.is_none_or(is_small) {
            found.push(vec![count]);
        }
    }
    found
}

/// Whether a number is printed as it is, however little it has changed.
pub(super) fn is_open(count: &Count) -> bool {
    is_no_secret(count) || count.unit == Unit::Activities
}
