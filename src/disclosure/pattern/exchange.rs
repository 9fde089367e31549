//! Taking masks off again: those that are not needed, and those that cheaper ones can stand in for.
//! Every number keeps a year that proves it, found under the masks that are left.

use super::super::alternative::{Hold, State};
use super::super::registry::PARTS;
use super::super::target::Target;
use super::{Finder, Pattern};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// How often all masks are looked at again.
const ROUNDS: usize = 3;

impl Finder<'_> {
    /// Takes off masks that are not needed, or that cheaper ones can stand in for, the most
    /// expensive first.
    pub(super) fn clean_up(
        &mut self,
        small: &BTreeSet<usize>,
        targets: &[Target],
        pattern: &mut Pattern,
    ) {
        for _ in 0..ROUNDS {
            let all = self.cost(&pattern.open);
            let gain = |row: &usize| {
                let mut without = pattern.open.clone();
                without.remove(row);
                all - self.cost(&without).min(all)
            };
            let mut further: Vec<usize> = pattern.open.difference(small).copied().collect();
            further.sort_by_cached_key(|row| (Reverse(gain(row)), *row));
            let mut is_better = false;
            for row in further {
                if let Some(better) = self.without(row, targets, pattern) {
                    *pattern = better;
                    is_better = true;
                }
            }
            if !is_better || self.is_spent() {
                break;
            }
        }
    }

    /// The pattern without one mask, where it is not needed or what is masked in its place costs less.
    fn without(&mut self, row: usize, targets: &[Target], pattern: &Pattern) -> Option<Pattern> {
        let most = self.worth(&pattern.open);
        let mut open = pattern.open.clone();
        open.remove(&row);
        let least = self.worth(&open);
        if least >= most {
            return None;
        }
        let is_costly = least.0 + u64::from(PARTS) < most.0;
        let mut holds = self.holds_but(&open, row)?;
        let mut witnesses = pattern.witnesses.clone();
        for (at, target) in targets.iter().enumerate() {
            let known = witnesses.get(at)?;
            if known.iter().all(|state| is_possible(state, &holds)) {
                continue;
            }
            let mut shared = witnesses.iter().flatten().filter(|state| is_possible(state, &holds));
            let found = match shared.find(|state| self.suffices(target, state)).cloned() {
                Some(state) => vec![state],
                None => match self.protect(target, &all_printed(&holds), self.little()) {
                    // Nothing costs less than the cheapest mask.
                    none if none.is_empty() && is_costly => {
                        self.protect(target, &holds, self.little())
                    }
                    found => found,
                },
            };
            if found.is_empty() {
                return None;
            }
            for state in &found {
                open.extend(self.printed_changes(state, &open));
            }
            if self.worth(&open) >= most {
                return None;
            }
            holds = self.holds_but(&open, row)?;
            *witnesses.get_mut(at)? = found;
        }
        Some(Pattern { open, witnesses, steps: 0, is_spent: false })
    }

    /// What the masks cost, and how many they are.
    fn worth(&self, open: &BTreeSet<usize>) -> (u64, usize) {
        let masked = self.masked_items(open).into_iter().filter(|is_masked| *is_masked).count();
        (self.cost(open), masked)
    }

    /// What each row may do under these masks where one row must stay printed; `None` where it is not.
    fn holds_but(&self, open: &BTreeSet<usize>, row: usize) -> Option<Vec<Hold>> {
        let mut holds = self.holds(open);
        let hold = holds.get_mut(row)?;
        let is_printed = matches!(hold, Hold::Held { .. } | Hold::Forced);
        *hold = Hold::Forced;
        is_printed.then_some(holds)
    }
}

/// The same where nothing further may be masked.
fn all_printed(holds: &[Hold]) -> Vec<Hold> {
    let printed = |hold: &Hold| match hold {
        Hold::Held { .. } => Hold::Forced,
        other => *other,
    };
    holds.iter().map(printed).collect()
}

/// Whether a year changes nothing that is held.
fn is_possible(state: &State, holds: &[Hold]) -> bool {
    state.changed().all(|row| match holds.get(row) {
        None | Some(Hold::Free) => true,
        Some(Hold::Open { slack }) => state.shift_of(row) >= -slack,
        Some(Hold::Within { down, up }) => (-down..=*up).contains(&state.shift_of(row)),
        Some(Hold::Held { .. } | Hold::Forced) => false,
    })
}
