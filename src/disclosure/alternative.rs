//! Another year that prints the same report: the cheapest way to change a few cases so that a
//! protected number becomes a publishable one and nothing printed changes.
//!
//! Such a year is the proof that the number cannot be computed from the report: a reader has no
//! means to tell the two years apart. The search works on the cases themselves, so every relation
//! between figures is respected without being known. It is no part of the proof: `audit` counts
//! the changed cases anew.

use super::candidates::{Breadth, Candidates, Change, Effects};
use super::moves::Changes;
use super::registry::Form;
use std::rc::Rc;

/// What a row may do in another year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hold {
    /// Nothing printed depends on it.
    Free,
    /// It is known: changing it means masking what prints it, at a cost, and then the count must
    /// not fall below 1.
    Held { cost: u32, slack: i32 },
    /// It is known and must stay.
    Forced,
    /// It is masked, and may fall by so much until it is 1.
    Open { slack: i32 },
    /// It is printed rounded: it may fall and rise by so much and is printed the same.
    Within { down: i32, up: i32 },
}

/// Costs are counted in so many parts, so that the number of changed cases decides among equals.
const PARTS: u64 = 64;
/// Above every cost.
const FORBIDDEN: u64 = 1 << 40;
/// How hard is searched for one number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    /// States kept at each step of a repair.
    width: usize,
    /// Moves of a repair.
    depth: usize,
    /// Effects looked at before the number counts as not protected.
    steps: u64,
    /// Whether the days of a case may be changed where nothing else protects the number.
    pub(super) with_days: bool,
    /// How many moves are looked at in each step.
    breadth: Breadth,
}

impl Effort {
    /// Enough to see whether a mask can be exchanged.
    pub(super) const LITTLE: Self =
        Self { width: 8, depth: 5, steps: 3_000_000, with_days: false, breadth: Breadth::Wide };
    /// Enough for nearly all numbers where there are many kinds of cases.
    pub(super) const LEAST: Self = Self { breadth: Breadth::Narrow, width: 3, ..Self::LITTLE };
    /// Enough for nearly all numbers.
    pub(super) const USUAL: Self = Self { with_days: true, ..Self::LITTLE };
    /// For a number that the usual effort does not protect. Where an edition that overlaps with the report is released, what it
    /// printed is fixed, and few other years are left.
    pub(super) const GREAT: Self = Self { width: 40, depth: 8, steps: 12_000_000, ..Self::USUAL };
}

/// A search over one year and one set of masks.
pub(super) struct Search<'s, 'p> {
    candidates: &'s mut Candidates<'p>,
    holds: &'s [Hold],
    /// The value of each row, where it is known: rows with few cases are repaired first.
    values: &'s [Option<i32>],
    effort: Effort,
    /// Whether the days of a case may change where it counts by something else too.
    change_days: bool,
    /// The shift of every row in the state that is looked at.
    shift: Vec<i32>,
    /// Effects looked at, to measure and to limit the work.
    pub(super) steps: u64,
}

/// By how much rows have changed, in the order of rows.
type Shift = Vec<(usize, i32)>;

/// A year on the way.
#[derive(Clone, Debug)]
pub(super) struct State {
    changes: Changes,
    /// The rows that have changed, and by how much.
    shift: Shift,
    penalty: u64,
}

impl State {
    fn start() -> Self {
        Self { changes: Changes::default(), shift: Shift::new(), penalty: 0 }
    }

    /// By how much a form differs.
    pub(super) fn of(&self, form: &Form) -> i64 {
        form.iter().map(|(row, sign)| sign * i64::from(self.shift_of(*row))).sum()
    }

    pub(super) fn shift_of(&self, row: usize) -> i32 {
        let at = self.shift.binary_search_by_key(&row, |(row, _)| *row).ok();
        at.and_then(|at| self.shift.get(at)).map_or(0, |(_, by)| *by)
    }

    /// What it costs to mask what it changes.
    pub(super) fn penalty(&self) -> u64 {
        self.penalty / PARTS * PARTS
    }

    /// The rows that change.
    pub(super) fn changed(&self) -> impl Iterator<Item = usize> + '_ {
        self.shift.iter().map(|(row, _)| *row)
    }

    /// What is changed.
    pub(super) fn changes(&self) -> &Changes {
        &self.changes
    }
}

impl<'s, 'p> Search<'s, 'p> {
    pub(super) fn new(
        candidates: &'s mut Candidates<'p>,
        holds: &'s [Hold],
        values: &'s [Option<i32>],
        effort: Effort,
    ) -> Self {
        Self {
            candidates,
            holds,
            values,
            effort,
            change_days: false,
            shift: vec![0; holds.len()],
            steps: 0,
        }
    }

    /// The cheapest year found in which a form differs by at least `goal` (downwards when it is
    /// negative); `None` when every one found changes a row that must stay.
    pub(super) fn find(&mut self, form: &Form, goal: i64) -> Option<State> {
        let sign = goal.signum();
        let mut state = State::start();
        while state.of(form) * sign < goal.abs() {
            if self.steps > self.effort.steps {
                return None;
            }
            state = self.one_more(form, sign, &state)?;
        }
        Some(state)
    }

    /// The same, where the days of cases may change too.
    pub(super) fn find_with_days(&mut self, form: &Form, goal: i64) -> Option<State> {
        self.change_days = true;
        let found = self.find(form, goal);
        self.change_days = false;
        found
    }

    /// A year in which the form differs by one more.
    fn one_more(&mut self, form: &Form, sign: i64, from: &State) -> Option<State> {
        let reached = from.of(form) * sign;
        let mut best = Best::new(self.effort.width);
        self.look_at(from);
        for (row, coefficient) in form {
            let direction = if coefficient * sign > 0 { 1 } else { -1 };
            let candidates = self.candidates_of(*row, direction);
            let further = |effect: &[Change]| gain(form, effect) * sign > 0;
            self.offer(&mut best, (0, from), &candidates, u64::MAX, further);
        }
        self.look_away(from);
        let mut frontier = best.states(std::slice::from_ref(from), self);
        let mut cheapest: Option<State> = None;
        for depth in 0..=self.effort.depth {
            for state in &frontier {
                if cheapest.as_ref().is_none_or(|best| state.penalty < best.penalty) {
                    cheapest = Some(state.clone());
                }
            }
            let free = |best: &State| best.penalty / PARTS == from.penalty / PARTS;
            if depth == self.effort.depth || cheapest.as_ref().is_some_and(free) {
                break;
            }
            let mut best = Best::new(self.effort.width);
            for (at, state) in frontier.iter().enumerate() {
                let Some((row, direction)) = self.worst(from, state) else { continue };
                self.look_at(state);
                let before = state.of(form);
                let candidates = self.candidates_of(row, direction);
                let further = |effect: &[Change]| (before + gain(form, effect)) * sign > reached;
                self.offer(&mut best, (at, state), &candidates, state.penalty, further);
                self.look_away(state);
            }
            frontier = best.states(&frontier, self);
            if frontier.is_empty() {
                break;
            }
        }
        cheapest.filter(|state| state.penalty < FORBIDDEN)
    }

    fn candidates_of(&mut self, row: usize, direction: i32) -> Rc<Effects> {
        self.candidates.of(row, direction, self.change_days, self.effort.breadth)
    }

    fn look_at(&mut self, state: &State) {
        for (row, shift) in &state.shift {
            if let Some(place) = self.shift.get_mut(*row) {
                *place = *shift;
            }
        }
    }

    fn look_away(&mut self, state: &State) {
        for (row, _) in &state.shift {
            if let Some(place) = self.shift.get_mut(*row) {
                *place = 0;
            }
        }
    }

    /// Offers the candidates that leave less than `below` to pay. The state is looked at.
    fn offer(
        &mut self,
        best: &mut Best,
        (at, state): (usize, &State),
        candidates: &Rc<Effects>,
        below: u64,
        further: impl Fn(&[Change]) -> bool,
    ) {
        self.steps += candidates.len() as u64;
        let is_open = |position: usize| {
            let mut moves = candidates.moves(position).iter();
            moves.any(|it| it.is_open(self.candidates.profiles(), &state.changes))
        };
        for (position, (effect, cases)) in candidates.iter().enumerate() {
            let limit = below.min(best.limit());
            if let Some(penalty) = self.penalty_below(limit, state.penalty, effect, cases)
                && further(effect)
                && is_open(position)
            {
                best.take(penalty, at, candidates, position);
            }
        }
    }

    /// What a candidate leaves to pay, where that is below a limit. It can save no more than what the state has to pay, so
    /// that most candidates are put aside before all of their rows are looked at. The state is looked at.
    fn penalty_below(
        &self,
        limit: u64,
        penalty: u64,
        effect: &[Change],
        cases: u64,
    ) -> Option<u64> {
        let (mut more, mut less) = (cases, 0);
        for (row, change) in effect {
            let row = *row as usize;
            let before = self.shift.get(row).copied().unwrap_or_default();
            let after = self.row_penalty(row, before + change);
            match before {
                0 => more += after,
                before => {
                    let before = self.row_penalty(row, before);
                    more += after.saturating_sub(before);
                    less += before.saturating_sub(after);
                }
            }
            if more >= limit {
                return None;
            }
        }
        let penalty = (penalty + more).saturating_sub(less);
        (penalty < limit).then_some(penalty)
    }

    /// The row to take back next, and the direction: one of the most expensive, of those the one
    /// with the fewest cases, which leaves the fewest ways.
    fn worst(&self, from: &State, state: &State) -> Option<(usize, i32)> {
        let costs: Vec<(u64, usize, i32)> = state
            .shift
            .iter()
            .map(|(row, after)| {
                let before = self.row_penalty(*row, from.shift_of(*row));
                (self.row_penalty(*row, *after).saturating_sub(before), *row, *after)
            })
            .filter(|(cost, _, _)| *cost > 0)
            .collect();
        let most = costs.iter().map(|(cost, _, _)| *cost).max()?;
        let value = |row: usize| self.values.get(row).copied().flatten().unwrap_or(i32::MAX);
        costs
            .into_iter()
            .filter(|(cost, _, _)| cost * 2 >= most)
            .min_by_key(|(_, row, _)| (value(*row), *row))
            .map(|(_, row, after)| (row, if after > 0 { -1 } else { 1 }))
    }

    fn row_penalty(&self, row: usize, shift: i32) -> u64 {
        let low = |slack: i32| if shift < -slack { FORBIDDEN } else { 0 };
        match self.holds.get(row) {
            _ if shift == 0 => 0,
            None | Some(Hold::Free) => 0,
            Some(Hold::Forced) => FORBIDDEN * u64::from(shift.unsigned_abs()),
            Some(Hold::Held { cost, slack }) => u64::from(*cost) * PARTS + low(*slack),
            Some(Hold::Open { slack }) => low(*slack),
            Some(Hold::Within { down, up }) => low(*down) + if shift > *up { FORBIDDEN } else { 0 },
        }
    }

    fn penalty_after(&self, state: &State, effect: &[Change]) -> u64 {
        let mut penalty = state.penalty;
        for (row, change) in effect {
            let row = *row as usize;
            let before = state.shift_of(row);
            penalty += self.row_penalty(row, before + change);
            penalty = penalty.saturating_sub(self.row_penalty(row, before));
        }
        penalty
    }

    fn after(&self, state: &State, effects: &Effects, at: usize) -> Option<State> {
        let profiles = self.candidates.profiles();
        let effect = effects.changes(at);
        let mut next = effects.moves(at).iter().find_map(|one_move| {
            let mut changes = state.changes.clone();
            let made = one_move.make(profiles, &mut changes);
            made.then(|| State {
                changes,
                shift: Shift::new(),
                penalty: self.penalty_after(state, effect) + one_move.cases(),
            })
        })?;
        next.shift = sum(&state.shift, effect);
        Some(next)
    }
}

/// The rows that have changed after an effect.
fn sum(shift: &Shift, effect: &[Change]) -> Shift {
    let mut sum: Shift = shift.clone();
    sum.extend(effect.iter().map(|(row, by)| (*row as usize, *by)));
    sum.sort_by_key(|(row, _)| *row);
    sum.dedup_by(|next, before| {
        let is_same = next.0 == before.0;
        before.1 += if is_same { next.1 } else { 0 };
        is_same
    });
    sum.retain(|(_, by)| *by != 0);
    sum
}

/// By how much an effect changes a form.
fn gain(form: &Form, effect: &[Change]) -> i64 {
    let of_row = |row: usize| {
        effect
            .iter()
            .find(|(changed, _)| *changed as usize == row)
            .map_or(0, |(_, by)| i64::from(*by))
    };
    form.iter().map(|(row, sign)| sign * of_row(*row)).sum()
}

/// The cheapest steps so far; among equals the first.
struct Best {
    width: usize,
    /// Penalty, position of the state they start from, candidate by list and position.
    steps: Vec<(u64, usize, Rc<Effects>, usize)>,
}

impl Best {
    fn new(width: usize) -> Self {
        Self { width, steps: Vec::with_capacity(width + 1) }
    }

    /// Below what penalty a step is among the cheapest.
    fn limit(&self) -> u64 {
        match self.steps.last() {
            Some((worst, ..)) if self.steps.len() >= self.width => *worst,
            _ => u64::MAX,
        }
    }

    fn take(&mut self, penalty: u64, state: usize, list: &Rc<Effects>, position: usize) {
        let at = self.steps.partition_point(|(known, ..)| *known <= penalty);
        self.steps.insert(at, (penalty, state, Rc::clone(list), position));
        self.steps.truncate(self.width);
    }

    /// The states they lead to, each once.
    fn states(self, from: &[State], search: &Search<'_, '_>) -> Vec<State> {
        let mut states: Vec<State> = Vec::new();
        for (_, at, list, position) in &self.steps {
            let next = from.get(*at).and_then(|state| search.after(state, list, *position));
            if let Some(next) = next
                && states.iter().all(|known| known.shift != next.shift)
            {
                states.push(next);
            }
        }
        states
    }
}
