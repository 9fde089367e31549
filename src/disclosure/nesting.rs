//! Which counts lie in which, and which share no case, for a reader who knows which values a case has together.
//!
//! What a count asks of a case falls into aspects that do not depend on each other. A count lies in another one where in each
//! aspect every value that counts in it counts in the other one too. That covers what lists, groups, the calendar, deadlines and
//! bands of days say, and what only the cases tell: that praise has no assessment, that two topic groups never meet, that no case
//! of an earlier year was closed. Other years are made of the same values, so that it holds in all of them. Which times there are is
//! chance: beside those of the cases stand times that could have been.

use super::registry::{Part, Row};
use crate::domain::{Case, Count, Unit};
use crate::project::Project;
use crate::statistics::Aspect;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// So many cases show which values there are. Of more every second, third … one is looked at: then more counts may seem to lie
/// in others than do, and more is protected.
const MOST_CASES: usize = 20_000;

/// The values of one aspect that count, a bit for each.
type Values = Rc<[u64]>;

/// What the cases say of counts, found when it is asked for.
pub(super) struct Nesting<'a> {
    project: &'a Project,
    /// A case for each value of each aspect.
    examples: Vec<(Aspect, Vec<&'a Case>)>,
    of_parts: RefCell<BTreeMap<(Aspect, Part), Values>>,
    of_counts: RefCell<BTreeMap<Count, Rc<[Values]>>>,
}

impl<'a> Nesting<'a> {
    /// `possible` are cases with further times.
    pub(super) fn new(cases: &'a [Case], possible: &'a [Case], project: &'a Project) -> Self {
        let schema = project.taxonomy.schema();
        let step = cases.len().div_ceil(MOST_CASES).max(1);
        let examples = Aspect::of_schema(schema).into_iter().map(|aspect| {
            let mut examples: Vec<&Case> = cases.iter().step_by(step).collect();
            examples.extend(possible.iter().filter(|_| aspect == Aspect::Time));
            examples.sort_by(|one, other| aspect.cmp(one, other, schema));
            examples.dedup_by(|one, other| aspect.cmp(one, other, schema).is_eq());
            (aspect, examples)
        });
        let (of_parts, of_counts) = (RefCell::default(), RefCell::default());
        Self { project, examples: examples.collect(), of_parts, of_counts }
    }

    /// Whether every case of the first count is one of the second.
    pub(super) fn lies_in(&self, part: &Count, whole: &Count) -> bool {
        let (part_of, whole_of) = (self.values(part), self.values(whole));
        let mut aspects = part_of.iter().zip(whole_of.iter());
        [part, whole].iter().all(|it| it.unit == Unit::Cases)
            && aspects.all(|(part, whole)| part.iter().zip(&**whole).all(|(it, of)| it & !of == 0))
    }

    /// Whether no case can count in both.
    pub(super) fn are_apart(&self, one: &Count, other: &Count) -> bool {
        let (one, other) = (self.values(one), self.values(other));
        let mut aspects = one.iter().zip(other.iter());
        aspects.any(|(one, other)| one.iter().zip(&**other).all(|(it, of)| it & of == 0))
    }

    /// Whether no case can count.
    pub(super) fn is_none(&self, count: &Count) -> bool {
        self.are_apart(count, count)
    }

    /// What a count asks for besides times and populations: the same for two that ask for it in different words.
    pub(super) fn but_time(&self, count: &Count) -> Vec<Values> {
        let values = self.values(count);
        let aspects = self.examples.iter().zip(values.iter());
        let others = aspects.filter(|((aspect, _), _)| *aspect != Aspect::Time);
        others.map(|(_, values)| Rc::clone(values)).collect()
    }

    fn values(&self, count: &Count) -> Rc<[Values]> {
        if let Some(known) = self.of_counts.borrow().get(count) {
            return Rc::clone(known);
        }
        let row = Row::Count(count.clone());
        let of_aspects = self.examples.iter().map(|(aspect, examples)| {
            let mut known = self.of_parts.borrow_mut();
            let values =
                known.entry((*aspect, row.part(*aspect))).or_insert_with_key(|(_, part)| {
                    let factors = part.factors(*aspect, examples.iter().copied(), self.project);
                    let bits = |word: &[u8]| {
                        word.iter().rev().fold(0, |bits, it| bits << 1 | u64::from(*it > 0))
                    };
                    factors.chunks(64).map(bits).collect()
                });
            Rc::clone(values)
        });
        let values: Rc<[Values]> = of_aspects.collect();
        self.of_counts.borrow_mut().insert(count.clone(), Rc::clone(&values));
        values
    }
}
