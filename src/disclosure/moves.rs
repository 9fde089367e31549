//! Changes to the cases of a year, and what they change in the rows.

use super::profiles::{AspectProfile, Class, Classes, Profiles};
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

/// The rows that tell two classes apart.
pub(super) struct Unlike<'p> {
    from: &'p Class,
    to: &'p Class,
    /// The words of rows with any: where they stand, those of either class alone, and those of the second.
    words: Vec<(usize, u64, u64)>,
}

impl<'p> Unlike<'p> {
    /// Those of two classes of an aspect; `None` where there is no such class.
    pub(super) fn new(profile: &'p AspectProfile, from: u32, to: u32) -> Option<Self> {
        let class = |class: u32| profile.classes.get(class as usize);
        let (from, to) = (class(from)?, class(to)?);
        let words = from.rows.words().iter().zip(to.rows.words()).enumerate();
        let words = words.map(|(at, (from, to))| (at, from ^ to, *to));
        Some(Self { from, to, words: words.filter(|(_, unlike, _)| *unlike != 0).collect() })
    }

    /// How much there is to look at.
    pub(super) fn size(&self) -> u64 {
        self.words.len() as u64
    }

    /// Calls back for each of the rows among `within`, with what a change from the first class to the second does to it.
    fn each(&self, within: impl Fn(usize) -> u64, mut each: impl FnMut(usize, i32)) {
        for (at, unlike, to) in &self.words {
            let mut rest = unlike & within(*at);
            while rest != 0 {
                let bit = rest.trailing_zeros() as usize;
                each(at * 64 + bit, if to >> bit & 1 == 1 { 1 } else { -1 });
                rest &= rest - 1;
            }
        }
    }
}

impl Move {
    /// Replaces `delta` by what this move changes, each row once. `unlike` are the rows of its classes.
    pub(super) fn delta(
        self,
        profile: &AspectProfile,
        unlike: &Unlike<'_>,
        delta: &mut Vec<(usize, i32)>,
    ) {
        delta.clear();
        match self {
            Self::Edit { from, .. } => {
                let Some(context) = profile.contexts.get(from.context) else { return };
                unlike.each(|at| context.word(at), |row, sign| delta.push((row, sign)));
                mentions(unlike, |row| i32::from(context.contains(row)), delta);
            }
            Self::Swap { one, other, .. } => {
                let (Some(ours), Some(theirs)) =
                    (profile.contexts.get(one.context), profile.contexts.get(other.context))
                else {
                    return;
                };
                let apart = |at: usize| ours.word(at) ^ theirs.word(at);
                unlike.each(apart, |row, sign| {
                    delta.push((row, if ours.contains(row) { sign } else { -sign }));
                });
                let weight = |row| i32::from(ours.contains(row)) - i32::from(theirs.contains(row));
                mentions(unlike, weight, delta);
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

/// What classes that count more than once in a row change beyond once.
fn mentions(unlike: &Unlike<'_>, weight: impl Fn(usize) -> i32, delta: &mut Vec<(usize, i32)>) {
    for (class, sign) in [(unlike.from, -1), (unlike.to, 1)] {
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
