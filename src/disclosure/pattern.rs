//! Which figures are masked so that the small ones cannot be computed from the rest.
//!
//! One small number after the other is given the cheapest other year that prints the same report
//! once the figures it changes are masked too; then masks that turn out not to be needed, or dearer than
//! others that would do, are taken off again (`exchange`). Order, weights and ties are fixed, so the same cases give the same masks.

mod exchange;

use super::alternative::{Effort, Hold, Search, State};
use super::candidates::Candidates;
use super::profiles::Profiles;
use super::registry::{Registry, Row, stands_for};
use super::target::{Safe, Target};
use crate::domain::{Figure, LedgerEntry, Outcome};
use crate::project::DisclosurePolicy;
use crate::statistics::{ExactFigures, ExactValue};
use std::collections::BTreeSet;

/// The masks and what proves them.
pub(super) struct Pattern {
    /// The masked rows.
    pub(super) open: BTreeSet<usize>,
    /// For each target the years that protect it; none when it could not be protected.
    pub(super) witnesses: Vec<Vec<State>>,
    /// Effects and moves looked at.
    pub(super) steps: u64,
    /// Whether the search ended because it had looked at too many.
    pub(super) is_spent: bool,
}

/// The second order is tried only where the first took less than one of so many parts of the steps allowed.
const QUICK_PART: u64 = 10;

/// Exchanging masks may take as many steps as finding them, and so many more where there are few kinds of cases.
const LEAST_EXCHANGE: u64 = 3_000_000;

/// With more kinds of cases than these there are so many moves for each number that the first few protect most numbers.
const MANY_KINDS: usize = 1_000;

/// For so many targets more than the usual effort is made.
const MOST_EFFORTS: usize = 12;

/// Finds the masks.
pub(super) struct Finder<'a> {
    registry: &'a Registry,
    candidates: Candidates<'a>,
    values: Vec<Option<i32>>,
    policy: &'a DisclosurePolicy,
    room: Vec<Option<(i32, i32)>>,
    steps: u64,
    most_steps: u64,
    /// For how many targets the usual effort was not enough.
    efforts: usize,
    /// Whether there are more kinds of cases than [`MANY_KINDS`].
    has_many_kinds: bool,
}

impl<'a> Finder<'a> {
    pub(super) fn new(
        registry: &'a Registry,
        profiles: &'a Profiles,
        exact: &ExactFigures,
        policy: &'a DisclosurePolicy,
        most_steps: u64,
    ) -> Self {
        let values = registry.rows().iter().map(|row| match row {
            Row::Count(count) => match exact.get(&Figure::Count(count.clone())) {
                Some(ExactValue::Count(value)) => i32::try_from(value).ok(),
                _ => None,
            },
            Row::Duration { .. } | Row::Several { .. } => None,
        });
        let values: Vec<Option<i32>> = values.collect();
        let room = (0..values.len()).map(|row| room(row, registry, exact, policy)).collect();
        let candidates = Candidates::new(profiles);
        let (steps, efforts) = (0, 0);
        let has_many_kinds = profiles.kinds.len() > MANY_KINDS;
        Self {
            registry,
            candidates,
            values,
            policy,
            room,
            steps,
            most_steps,
            efforts,
            has_many_kinds,
        }
    }

    /// The pattern for these targets; `small` are the rows masked anyway.
    pub(super) fn find(&mut self, small: &BTreeSet<usize>, targets: &[Target]) -> Pattern {
        let forwards: Vec<usize> = (0..targets.len()).collect();
        let mut pattern = self.in_order(small, targets, &forwards);
        let was_quick = self.steps_taken() < self.most_steps / QUICK_PART;
        if pattern.open.len() > small.len() && was_quick {
            let backwards: Vec<usize> = forwards.into_iter().rev().collect();
            let other = self.in_order(small, targets, &backwards);
            let failed = |pattern: &Pattern| {
                pattern.witnesses.iter().filter(|witnesses| witnesses.is_empty()).count()
            };
            let key = |pattern: &Pattern| (failed(pattern), self.cost(&pattern.open));
            if key(&other) < key(&pattern) {
                pattern = other;
            }
        }
        pattern.is_spent = self.is_spent();
        let least = if self.has_many_kinds { 0 } else { LEAST_EXCHANGE };
        self.most_steps = self.most_steps.min(2 * self.steps_taken() + least);
        self.clean_up(small, targets, &mut pattern);
        pattern.steps = self.steps_taken();
        pattern
    }

    fn in_order(
        &mut self,
        small: &BTreeSet<usize>,
        targets: &[Target],
        order: &[usize],
    ) -> Pattern {
        let mut open = small.clone();
        let mut witnesses: Vec<Vec<State>> = vec![Vec::new(); targets.len()];
        for at in order {
            let Some(target) = targets.get(*at) else { continue };
            let known = witnesses.iter().flatten().find(|state| self.suffices(target, state));
            let found = match known.cloned() {
                Some(state) => vec![state],
                None => self.protect_somehow(target, &self.holds(&open)),
            };
            for state in &found {
                open.extend(self.printed_changes(state, &open));
            }
            if let Some(place) = witnesses.get_mut(*at) {
                *place = found;
            }
        }
        Pattern { open, witnesses, steps: 0, is_spent: false }
    }

    fn steps_taken(&self) -> u64 {
        self.steps + self.candidates.steps
    }

    fn is_spent(&self) -> bool {
        self.steps_taken() > self.most_steps
    }

    /// Whether one year protects a target alone.
    fn suffices(&self, target: &Target, state: &State) -> bool {
        let (shift, value) = (state.of(&target.form), number(target.value));
        let threshold = number(self.policy.threshold);
        match target.safe {
            Safe::Wide => shift >= threshold - 1,
            Safe::Rounded if shift < 0 => shift == -value && value >= threshold - 1,
            Safe::Rounded => shift >= threshold - 1,
            Safe::ZeroOrMany => shift == -value || shift >= threshold - value,
            Safe::NotZero => shift >= 1,
        }
    }

    /// The years that protect a target, with more effort where little and the usual one find none, as long as that is asked for a few
    /// targets only: where many are not protected, more effort would not help.
    fn protect_somehow(&mut self, target: &Target, holds: &[Hold]) -> Vec<State> {
        let mut found = Vec::new();
        if self.has_many_kinds {
            found = self.protect(target, holds, Effort::LEAST);
        }
        if found.is_empty() {
            found = self.protect(target, holds, Effort::USUAL);
        }
        if found.is_empty() && self.efforts < MOST_EFFORTS {
            self.efforts += 1;
            found = self.protect(target, holds, Effort::GREAT);
        }
        found
    }

    /// What is enough to see whether a mask can be exchanged.
    fn little(&self) -> Effort {
        if self.has_many_kinds { Effort::LEAST } else { Effort::LITTLE }
    }

    /// The years that protect a target, at the least cost found; none when there are none.
    fn protect(&mut self, target: &Target, holds: &[Hold], effort: Effort) -> Vec<State> {
        if self.is_spent() {
            return Vec::new();
        }
        let mut search = Search::new(&mut self.candidates, holds, &self.values, effort);
        let mut find = |goal: i64| match search.find(&target.form, goal) {
            None if effort.with_days => search.find_with_days(&target.form, goal),
            found => found,
        };
        let threshold = number(self.policy.threshold);
        let (value, up, width) =
            (number(target.value), threshold - number(target.value), threshold - 1);
        let penalty = |year: &Option<State>| year.as_ref().map(State::penalty);
        let mut years = Vec::new();
        match target.safe {
            Safe::NotZero => years.extend(find(1)),
            // Zero and the rest of the width above it, or the threshold and the rest below.
            Safe::Rounded => {
                for (down, up) in [(value, width - value), (value - 1, up), (0, width)] {
                    let goals = [-down, up].into_iter().filter(|goal| *goal != 0);
                    let found: Option<Vec<State>> = goals.map(&mut find).collect();
                    if let Some(found) = found {
                        years = found;
                        break;
                    }
                }
            }
            Safe::Wide => {
                let over = find(width);
                let cost = penalty(&over);
                years.extend(over);
                // Or up to the threshold, and down for the rest of the width.
                let down = width - up;
                if cost != Some(0)
                    && (1..value).contains(&down)
                    && let Some(over) = find(up)
                    && let Some(under) = find(-down)
                    && cost.is_none_or(|cost| over.penalty() + under.penalty() < cost)
                {
                    years = vec![over, under];
                }
            }
            Safe::ZeroOrMany => {
                let none = find(-value);
                let many = if penalty(&none) == Some(0) { None } else { find(up) };
                let cheaper =
                    penalty(&many).is_some_and(|cost| penalty(&none).is_none_or(|it| cost < it));
                years.extend(if cheaper { many } else { none });
            }
        }
        self.steps += search.steps;
        years
    }

    /// The rows a year changes that would have to be masked for it.
    fn printed_changes(&self, state: &State, open: &BTreeSet<usize>) -> Vec<usize> {
        let holds = self.holds(open);
        let held = |row: &usize| matches!(holds.get(*row), Some(Hold::Held { .. } | Hold::Forced));
        state.changed().filter(held).collect()
    }

    /// What each row may do under these masks.
    fn holds(&self, open: &BTreeSet<usize>) -> Vec<Hold> {
        let masked = self.masked_items(open);
        (0..self.registry.rows().len()).map(|row| self.hold(row, open, &masked)).collect()
    }

    /// For each item whether it is masked when these rows are.
    pub(super) fn masked_items(&self, open: &BTreeSet<usize>) -> Vec<bool> {
        let mut masked = vec![false; self.registry.items().len()];
        for (position, _) in open.iter().flat_map(|row| self.registry.items_of(*row)) {
            if let Some(place) = masked.get_mut(position) {
                *place = true;
            }
        }
        masked
    }

    fn hold(&self, row: usize, open: &BTreeSet<usize>, masked: &[bool]) -> Hold {
        let mut cost = Some(0);
        let mut is_held = false;
        let mut is_starred = false;
        for (position, item) in self.registry.items_of(row) {
            is_starred |= stands_for(item, row);
            if masked.get(position) != Some(&true) {
                is_held = true;
                cost = cost.zip(item.cost).map(|(sum, cost): (u32, u32)| sum + cost);
            }
        }
        let value = self.values.get(row).copied().flatten().filter(|_| is_starred);
        let least = self.registry.rows().get(row).map_or(1, |row| row.least_masked(self.policy));
        let slack = value.map_or(i32::MAX / 2, |value| value - least);
        if let (true, Some((down, up))) = (is_held, self.room(row)) {
            return Hold::Within { down, up };
        }
        match cost {
            _ if !is_held && !is_starred => Hold::Free,
            _ if !is_held || open.contains(&row) => Hold::Open { slack },
            Some(cost) => Hold::Held { cost, slack },
            None => Hold::Forced,
        }
    }

    /// By how much a count may fall and rise and is printed the same; `None` for what is not
    /// rounded.
    fn room(&self, row: usize) -> Option<(i32, i32)> {
        self.room.get(row).copied().flatten()
    }

    /// What all masked items cost.
    pub(super) fn cost(&self, open: &BTreeSet<usize>) -> u64 {
        let items = self.registry.items().iter().zip(self.masked_items(open));
        let masked = items.filter(|(_, is_masked)| *is_masked);
        masked.map(|(item, _)| u64::from(item.cost.unwrap_or_default())).sum()
    }
}

/// By how much a count may fall and rise while every rounded figure on it is printed the same, or while it is not far from
/// what was released, where that is printed again. That
/// the cases outside the scope are two counts apart is left to the audit.
fn room(
    row: usize,
    registry: &Registry,
    exact: &ExactFigures,
    policy: &DisclosurePolicy,
) -> Option<(i32, i32)> {
    let Some(Row::Count(count)) = registry.rows().get(row) else { return None };
    if let (Some(kept), Some(ExactValue::Count(now))) =
        (registry.as_released(row), exact.get(&Figure::Count(count.clone())))
    {
        let (least, most) = kept.range();
        return Some((i32::try_from(now - least).ok()?, i32::try_from(most - now).ok()?));
    }
    policy.base()?;
    let of = |figure: &Figure| {
        let Some(ExactValue::Count(value)) = exact.get(figure) else { return None };
        let (least, most) = policy.printed_alike(value);
        Some((i32::try_from(value - least).ok()?, i32::try_from(most - value).ok()?))
    };
    let (mut down, mut up) = of(&Figure::Count(count.clone()))?;
    for (_, item) in registry.items_of(row) {
        // Whoever is not carried in is one of all cases of the year.
        if matches!(&item.figure, Figure::Ledger(LedgerEntry::Records(Some(Outcome::CarriedIn)))) {
            let (fewer, more) = of(&item.figure)?;
            (down, up) = (down.min(more), up.min(fewer));
        }
    }
    Some((down, up))
}

/// A number of cases with a sign; nothing comes near the limit.
fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
