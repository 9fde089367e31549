//! Changes to the cases of a year, and what they change in the rows.

use super::profiles::{Class, Classes, Profiles};
use std::collections::BTreeMap;

/// Where a case stands in an aspect: its context and its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) context: usize,
    pub(super) class: u32,
}

/// A change to one or two cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// A case gets another class in an aspect.
    Edit { aspect: usize, from: Spot, to: u32 },
    /// Two cases swap their classes in an aspect.
    Swap { aspect: usize, one: Spot, other: Spot },
}

/// What moves have changed so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes {
    /// For each kind how many of its cases have been changed.
    taken: BTreeMap<usize, usize>,
    /// The cases that have come in their place, in the order of the changes.
    added: Vec<(usize, Classes)>,
}

impl Move {
    /// Replaces `delta` by what this move changes, each row once.
    pub(super) fn delta(self, profiles: &Profiles, delta: &mut Vec<(usize, i32)>) {
        delta.clear();
        let (Self::Edit { aspect, .. } | Self::Swap { aspect, .. }) = self;
        let Some(profile) = profiles.aspects.get(aspect) else { return };
        let class = |class: u32| profile.classes.get(class as usize);
        match self {
            Self::Edit { from, to, .. } => {
                let Some(context) = profile.contexts.get(from.context) else { return };
                let (Some(from), Some(to)) = (class(from.class), class(to)) else { return };
                differ(from, to, context.words().iter().copied(), |row, sign| {
                    delta.push((row, sign));
                });
                mentions(from, to, |row| i32::from(context.contains(row)), delta);
            }
            Self::Swap { one, other, .. } => {
                let (Some(ours), Some(theirs)) =
                    (profile.contexts.get(one.context), profile.contexts.get(other.context))
                else {
                    return;
                };
                let (Some(from), Some(to)) = (class(one.class), class(other.class)) else { return };
                let unlike = ours.words().iter().zip(theirs.words()).map(|(a, b)| a ^ b);
                differ(from, to, unlike, |row, sign| {
                    delta.push((row, if ours.contains(row) { sign } else { -sign }));
                });
                let weight = |row| i32::from(ours.contains(row)) - i32::from(theirs.contains(row));
                mentions(from, to, weight, delta);
            }
        }
    }

    /// Makes the move; `false` when there is no case left to change.
    pub(super) fn make(self, profiles: &Profiles, changes: &mut Changes) -> bool {
        match self {
            Self::Edit { aspect, from, to } => changes.replace(profiles, aspect, from, to),
            Self::Swap { aspect, one, other } => {
                changes.replace(profiles, aspect, one, other.class)
                    && changes.replace(profiles, aspect, other, one.class)
            }
        }
    }

    /// Whether there are cases left for it. Two cases that swap may be the same one: `make` decides.
    pub(super) fn is_open(self, profiles: &Profiles, changes: &Changes) -> bool {
        match self {
            Self::Edit { aspect, from, .. } => changes.next(profiles, aspect, from).is_some(),
            Self::Swap { aspect, one, other } => {
                [one, other].into_iter().all(|spot| changes.next(profiles, aspect, spot).is_some())
            }
        }
    }

    /// How many cases it changes.
    pub(super) fn cases(self) -> u64 {
        match self {
            Self::Edit { .. } => 1,
            Self::Swap { .. } => 2,
        }
    }
}

impl Changes {
    fn replace(&mut self, profiles: &Profiles, aspect: usize, from: Spot, to: u32) -> bool {
        let Some((position, mut classes)) = self.next(profiles, aspect, from) else { return false };
        *self.taken.entry(position).or_default() += 1;
        if let Some(place) = classes.get_mut(aspect) {
            *place = to;
        }
        self.added.push((position, classes));
        true
    }

    /// The first kind at a spot that has an unchanged case left.
    fn next(&self, profiles: &Profiles, aspect: usize, spot: Spot) -> Option<(usize, Classes)> {
        let kinds = profiles.aspects.get(aspect)?.kinds.get(&(spot.context, spot.class))?;
        kinds.iter().find_map(|position| {
            let kind = profiles.kinds.get(*position)?;
            let taken = self.taken.get(position).copied().unwrap_or_default();
            (taken < kind.cases.len()).then_some((*position, kind.classes))
        })
    }

    /// The changed cases by position, each with the classes it has afterwards.
    pub(super) fn replaced(&self, profiles: &Profiles) -> Vec<(usize, Classes)> {
        let mut used: BTreeMap<usize, usize> = BTreeMap::new();
        let mut replaced = Vec::new();
        for (kind, classes) in &self.added {
            let next = used.entry(*kind).or_default();
            let case = profiles.kinds.get(*kind).and_then(|kind| kind.cases.get(*next));
            replaced.extend(case.map(|case| (*case as usize, *classes)));
            *next += 1;
        }
        replaced
    }
}

/// Calls back for each row among `within` that one class excludes and the other does not.
fn differ(
    from: &Class,
    to: &Class,
    within: impl Iterator<Item = u64>,
    mut each: impl FnMut(usize, i32),
) {
    let words = from.rows.words().iter().zip(to.rows.words()).zip(within);
    for (at, ((from, to), within)) in words.enumerate() {
        let mut rest = (from ^ to) & within;
        while rest != 0 {
            let bit = rest.trailing_zeros() as usize;
            each(at * 64 + bit, if to >> bit & 1 == 1 { 1 } else { -1 });
            rest &= rest - 1;
        }
    }
}

/// What classes that count more than once in a row change beyond once.
fn mentions(
    from: &Class,
    to: &Class,
    weight: impl Fn(usize) -> i32,
    delta: &mut Vec<(usize, i32)>,
) {
    for (class, sign) in [(from, -1), (to, 1)] {
        for (row, times) in &class.mentions {
            let change = sign * (i32::from(*times) - 1) * weight(*row);
            if change != 0 {
                match delta.iter_mut().find(|(known, _)| known == row) {
                    Some((_, sum)) => *sum += change,
                    None => delta.push((*row, change)),
                }
            }
        }
    }
}
