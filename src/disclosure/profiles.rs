//! The cases of the exports by what the rows of the registry see of them.
//!
//! Cases that no row tells apart are one *kind*. A kind is made of one *class* for each aspect, and
//! how often it counts in a row is the product of what its classes contribute.

use super::pool::Pool;
use super::registry::{Part, Registry};
use crate::domain::Case;
use crate::project::Project;
use crate::statistics::Aspect;
use std::collections::BTreeMap;

/// One class for each aspect of the project, in the order of [`Aspect::of_schema`]; what stands behind them is 0.
pub(super) type Classes = [u32; Aspect::MOST];

/// A set of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RowSet(Vec<u64>);

/// What the rows see of one value of an aspect.
#[derive(Clone, Debug)]
pub(super) struct Class {
    /// The rows it does not exclude.
    pub(super) rows: RowSet,
    /// For rows of mentions, how often it counts.
    pub(super) mentions: Vec<(usize, u8)>,
    /// A case that has it.
    pub(super) example: usize,
}

/// Cases that no row tells apart.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    pub(super) classes: Classes,
    /// The cases, by position.
    pub(super) cases: Vec<u32>,
}

/// One aspect of all kinds. What a change of class does to the rows depends on the *context*: the
/// rows that ask about this aspect and that the other aspects do not exclude.
#[derive(Clone, Debug, Default)]
pub(super) struct AspectProfile {
    pub(super) classes: Vec<Class>,
    /// The rows that tell its classes apart.
    pub(super) asking: RowSet,
    /// The contexts that are not empty.
    pub(super) contexts: Vec<RowSet>,
    /// For each context the classes that occur in it, rising.
    pub(super) classes_in: Vec<Vec<u32>>,
    /// For each class the contexts it occurs in, rising.
    pub(super) contexts_of: Vec<Vec<usize>>,
    /// The kinds with a context and a class.
    pub(super) kinds: BTreeMap<(usize, u32), Vec<usize>>,
}

/// All kinds and aspects.
#[derive(Clone, Debug, Default)]
pub(super) struct Profiles {
    /// In the order of [`Aspect::of_schema`].
    pub(super) order: Vec<Aspect>,
    /// In the same order.
    pub(super) aspects: Vec<AspectProfile>,
    pub(super) kinds: Vec<Kind>,
}

impl RowSet {
    pub(super) fn contains(&self, row: usize) -> bool {
        self.0.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// A word of 64 rows; none of them behind the last.
    pub(super) fn word(&self, at: usize) -> u64 {
        self.0.get(at).copied().unwrap_or_default()
    }

    pub(super) fn words(&self) -> &[u64] {
        &self.0
    }

    /// None of so many rows.
    fn none_of(rows: usize) -> Self {
        Self(vec![0; rows.div_ceil(64)])
    }

    fn insert(&mut self, row: usize) {
        if let Some(word) = self.0.get_mut(row / 64) {
            *word |= 1 << (row % 64);
        }
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    fn keep(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }
}

impl AspectProfile {
    /// In how many rows two classes differ.
    pub(super) fn distance(&self, one: u32, other: u32) -> u32 {
        let rows = |class: u32| self.classes.get(class as usize).map(|class| class.rows.words());
        let (Some(one), Some(other)) = (rows(one), rows(other)) else { return u32::MAX };
        one.iter().zip(other).map(|(one, other)| (one ^ other).count_ones()).sum()
    }
}

impl Profiles {
    /// Sorts the cases into kinds.
    pub(super) fn new(registry: &Registry, pool: &Pool, project: &Project) -> Self {
        let cases = pool.cases();
        let order = Aspect::of_schema(project.taxonomy.schema());
        let mut profiles = Self { order, ..Self::default() };
        let mut class_of_case: Vec<Vec<u32>> = Vec::new();
        for aspect in profiles.order.clone() {
            let (classes, of_case) = classify(aspect, registry, cases, project);
            profiles.aspects.push(AspectProfile { classes, ..AspectProfile::default() });
            class_of_case.push(of_case);
        }
        let mut kinds: BTreeMap<Classes, Vec<u32>> = BTreeMap::new();
        for position in 0..pool.changeable() {
            let mut key = Classes::default();
            for (class, of_case) in key.iter_mut().zip(&class_of_case) {
                *class = of_case.get(position).copied().unwrap_or_default();
            }
            kinds.entry(key).or_default().push(u32::try_from(position).unwrap_or(u32::MAX));
        }
        profiles.kinds =
            kinds.into_iter().map(|(classes, cases)| Kind { classes, cases }).collect();
        for aspect in 0..profiles.order.len() {
            profiles.find_contexts(aspect);
        }
        profiles
    }

    /// A class of an aspect.
    pub(super) fn class(&self, aspect: usize, class: u32) -> Option<&Class> {
        self.aspects.get(aspect)?.classes.get(class as usize)
    }

    fn find_contexts(&mut self, aspect: usize) {
        let asking = self.rows_asking(aspect);
        let mut position: BTreeMap<RowSet, usize> = BTreeMap::new();
        let mut found = AspectProfile::default();
        for (at, kind) in self.kinds.iter().enumerate() {
            let mut context = asking.clone();
            for (other, class) in kind.classes.iter().enumerate() {
                if let Some(class) = self.class(other, *class).filter(|_| other != aspect) {
                    context.keep(&class.rows);
                }
            }
            let Some(class) = kind.classes.get(aspect).filter(|_| !context.is_empty()) else {
                continue;
            };
            let next = position.len();
            let context = *position.entry(context).or_insert_with_key(|context| {
                found.contexts.push(context.clone());
                next
            });
            found.kinds.entry((context, *class)).or_default().push(at);
        }
        let Some(profile) = self.aspects.get_mut(aspect) else { return };
        found.classes_in.resize(found.contexts.len(), Vec::new());
        found.contexts_of.resize(profile.classes.len(), Vec::new());
        for (context, class) in found.kinds.keys() {
            if let Some(classes) = found.classes_in.get_mut(*context) {
                classes.push(*class);
            }
            if let Some(contexts) = found.contexts_of.get_mut(*class as usize) {
                contexts.push(*context);
            }
        }
        found.classes = std::mem::take(&mut profile.classes);
        found.asking = asking;
        *profile = found;
    }

    /// The rows that tell classes of an aspect apart.
    fn rows_asking(&self, aspect: usize) -> RowSet {
        let classes = self.aspects.get(aspect).map_or(&[][..], |profile| &profile.classes);
        let Some(first) = classes.first() else { return RowSet::default() };
        let mut asking = RowSet(vec![0; first.rows.0.len()]);
        for class in classes {
            let words = class.rows.0.iter().zip(&first.rows.0);
            for (word, (ours, theirs)) in asking.0.iter_mut().zip(words) {
                *word |= ours ^ theirs;
            }
            for (row, _) in class.mentions.iter().chain(&first.mentions) {
                asking.insert(*row);
            }
        }
        asking
    }
}

/// The classes of an aspect, and the class of each case.
fn classify(
    aspect: Aspect,
    registry: &Registry,
    cases: &[Case],
    project: &Project,
) -> (Vec<Class>, Vec<u32>) {
    let schema = project.taxonomy.schema();
    // Each value is looked at once, whatever the number of cases.
    let mut sorted: Vec<u32> = (0..cases.len()).filter_map(|at| u32::try_from(at).ok()).collect();
    let case = |position: u32| cases.get(position as usize);
    sorted.sort_by(|one, other| match (case(*one), case(*other)) {
        (Some(one), Some(other)) => aspect.cmp(one, other, schema),
        _ => std::cmp::Ordering::Equal,
    });
    let mut values: Vec<&[u32]> = Vec::new();
    let same = |one: &u32, other: &u32| {
        case(*one)
            .zip(case(*other))
            .is_some_and(|(one, other)| aspect.cmp(one, other, schema).is_eq())
    };
    values.extend(sorted.chunk_by(same));
    let example = |value: &[u32]| value.first().copied().unwrap_or_default();
    let examples: Vec<&Case> = values.iter().filter_map(|value| case(example(value))).collect();

    let mut rows_of_part: BTreeMap<Part, Vec<usize>> = BTreeMap::new();
    for (position, row) in registry.rows().iter().enumerate() {
        rows_of_part.entry(row.part(aspect)).or_default().push(position);
    }
    // By part, then by value.
    let factors: Vec<Vec<u8>> = rows_of_part
        .keys()
        .map(|part| part.factors(aspect, examples.iter().copied(), project))
        .collect();

    let mut class_of_factors: BTreeMap<Vec<u8>, u32> = BTreeMap::new();
    let mut classes: Vec<Class> = Vec::new();
    let mut of_case = vec![0; cases.len()];
    for (at, value) in values.iter().enumerate() {
        let key: Vec<u8> =
            factors.iter().map(|of_part| of_part.get(at).copied().unwrap_or_default()).collect();
        let class = *class_of_factors.entry(key).or_insert_with_key(|key| {
            let mut class = Class {
                rows: RowSet::none_of(registry.rows().len()),
                mentions: Vec::new(),
                example: example(value) as usize,
            };
            for (rows, factor) in rows_of_part.values().zip(key).filter(|(_, factor)| **factor > 0)
            {
                for row in rows {
                    class.rows.insert(*row);
                    if *factor > 1 {
                        class.mentions.push((*row, *factor));
                    }
                }
            }
            classes.push(class);
            u32::try_from(classes.len() - 1).unwrap_or(u32::MAX)
        });
        for position in *value {
            if let Some(place) = of_case.get_mut(*position as usize) {
                *place = class;
            }
        }
    }
    (classes, of_case)
}
