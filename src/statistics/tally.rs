//! All counts of the same cases in one pass. A count looks at a few properties of a case; counts that look at
//! the same ones share a table with an entry for each combination of values, so the cost of a case does not
//! grow with the number of figures. What a count makes of a combination is decided once for the combination.
//!
//! Tables hold numbers only, and sums do not depend on how the cases are divided among threads.

use super::properties::{Accepted, Properties, Property};
use crate::domain::{Case, Count, Day, Period, Population, Unit};
use crate::project::Project;
use std::collections::BTreeMap;

/// So many cases are looked at together: their properties stay in the processor's nearest memory.
const BLOCK: usize = 1024;
/// A table has at most so many entries; rare combinations beyond it are kept in a map.
const TABLE: usize = 1 << 20;

/// The days from receipt to completion of some cases: how often each number occurs.
pub(super) type Durations = BTreeMap<u32, u64>;

/// What is asked for: counts, and counts whose durations are asked for.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) counts: &'a [&'a Count],
    pub(super) durations: &'a [&'a Count],
}

/// The answers, in the order of the questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answers {
    pub(super) counts: Vec<u64>,
    pub(super) durations: Vec<Durations>,
}

impl Answers {
    fn add(&mut self, other: Self) {
        self.counts.iter_mut().zip(other.counts).for_each(|(sum, more)| *sum += more);
        for (durations, more) in self.durations.iter_mut().zip(other.durations) {
            for (days, cases) in more {
                *durations.entry(days).or_default() += cases;
            }
        }
    }
}

/// Answers on as many threads as are allowed.
pub(super) fn answer(
    asked: Asked<'_>,
    cases: &[Case],
    project: &Project,
    threads: usize,
) -> Answers {
    let share = cases.len().div_ceil(threads.max(1)).max(1);
    let mut parts = cases.chunks(share);
    let first = parts.next().unwrap_or_default();
    std::thread::scope(|scope| {
        let others: Vec<_> = parts
            .map(|part| scope.spawn(move || Tally::new(asked, project).answer(part)))
            .collect();
        let mut answers = Tally::new(asked, project).answer(first);
        for thread in others {
            answers.add(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        answers
    })
}

/// The cases a count looks at, and what it looks at in them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Signature {
    population: Population,
    period: Period,
    /// Positions in the list of properties.
    properties: Vec<usize>,
}

/// A question of one signature.
#[derive(Clone, Copy)]
enum Question {
    Count(usize),
    Durations(usize),
}

/// How often each combination of values occurs.
struct Table {
    signature: Signature,
    questions: Vec<Question>,
    common: Vec<u64>,
    rare: BTreeMap<Vec<u32>, u64>,
}

struct Tally<'a> {
    asked: Asked<'a>,
    project: &'a Project,
    properties: Properties<'a>,
    tables: Vec<Table>,
}

impl<'a> Tally<'a> {
    fn new(asked: Asked<'a>, project: &'a Project) -> Self {
        let mut properties = Properties::new(project);
        let mut questions: BTreeMap<Signature, Vec<Question>> = BTreeMap::new();
        let counts = asked.counts.iter().enumerate().map(|(at, c)| (Question::Count(at), *c));
        let durations =
            asked.durations.iter().enumerate().map(|(at, c)| (Question::Durations(at), *c));
        for (question, count) in counts.chain(durations) {
            let mut looked_at = Property::of_count(count);
            if matches!(question, Question::Durations(_)) {
                looked_at.push(Property::Duration);
            }
            let signature = Signature {
                population: count.population,
                period: count.period,
                properties: looked_at.into_iter().map(|what| properties.position(what)).collect(),
            };
            if count.unit != Unit::Activities {
                questions.entry(signature).or_default().push(question);
            }
        }
        let tables = questions.into_iter().map(|(signature, questions)| Table {
            signature,
            questions,
            common: Vec::new(),
            rare: BTreeMap::new(),
        });
        Self { asked, project, tables: tables.collect(), properties }
    }

    fn answer(mut self, cases: &[Case]) -> Answers {
        let mut block = Block::default();
        for cases in cases.chunks(BLOCK) {
            self.properties.read(cases);
            block.read(cases);
            self.count_block(&block);
        }
        let mut answers = Answers {
            counts: vec![0; self.asked.counts.len()],
            durations: vec![Durations::new(); self.asked.durations.len()],
        };
        for table in std::mem::take(&mut self.tables) {
            self.answer_from(&table, &mut answers);
        }
        answers
    }

    fn count_block(&mut self, block: &Block) {
        let mut members: Vec<usize> = Vec::with_capacity(BLOCK);
        let mut known: Option<(Population, Period)> = None;
        for table in &mut self.tables {
            let (population, period) = (table.signature.population, table.signature.period);
            // Tables stand in the order of population and period.
            if known != Some((population, period)) {
                known = Some((population, period));
                let (from, to) = self.project.settings.period.bounds(period);
                block.members(population, Day::number_of(from), Day::number_of(to), &mut members);
            }
            table.count(&members, &self.properties);
        }
    }

    fn answer_from(&self, table: &Table, answers: &mut Answers) {
        let combinations = table.combinations(&self.properties);
        for question in &table.questions {
            let count = match question {
                Question::Count(at) => self.asked.counts.get(*at),
                Question::Durations(at) => self.asked.durations.get(*at),
            };
            let Some(count) = count else { continue };
            let accepted: Vec<Accepted> = table
                .signature
                .properties
                .iter()
                .map(|property| self.properties.accepted(*property, count))
                .collect();
            let weight = |slots: &[u32]| {
                slots.iter().zip(&accepted).map(|(slot, accepted)| accepted.weight(*slot)).product()
            };
            match question {
                Question::Count(at) => {
                    let sum = combinations.iter().map(|(slots, cases)| {
                        let weight: u64 = weight(slots);
                        weight * cases
                    });
                    if let Some(place) = answers.counts.get_mut(*at) {
                        *place = sum.sum();
                    }
                }
                Question::Durations(at) => {
                    let Some(durations) = answers.durations.get_mut(*at) else { continue };
                    for (slots, cases) in &combinations {
                        let Some(days) = slots.last().and_then(|slot| slot.checked_sub(1)) else {
                            continue;
                        };
                        if weight(slots) > 0 {
                            *durations.entry(days).or_default() += cases;
                        }
                    }
                }
            }
        }
    }
}

impl Table {
    fn count(&mut self, members: &[usize], properties: &Properties<'_>) {
        let columns: Vec<(&[u32], u32)> =
            self.signature.properties.iter().map(|at| properties.column(*at)).collect();
        if columns.is_empty() {
            self.add(0, members.len() as u64);
            return;
        }
        for member in members {
            // Mixed radix; the last property but one without bound is the most significant digit.
            let mut index = 0_usize;
            let mut is_common = true;
            for (slots, size) in &columns {
                let slot = slots.get(*member).copied().unwrap_or_default();
                is_common &= slot < *size;
                index = index * *size as usize + slot as usize;
            }
            if is_common && index < TABLE {
                self.add(index, 1);
            } else {
                let slots = columns.iter().map(|(slots, _)| slots.get(*member).copied());
                let slots = slots.map(Option::unwrap_or_default).collect();
                *self.rare.entry(slots).or_default() += 1;
            }
        }
    }

    fn add(&mut self, index: usize, cases: u64) {
        if index >= self.common.len() {
            self.common.resize((index + 1).next_power_of_two(), 0);
        }
        if let Some(entry) = self.common.get_mut(index) {
            *entry += cases;
        }
    }

    /// The combinations that occur.
    fn combinations(&self, properties: &Properties<'_>) -> Vec<(Vec<u32>, u64)> {
        let sizes: Vec<u32> =
            self.signature.properties.iter().map(|at| properties.column(*at).1).collect();
        let occurring = self.common.iter().enumerate().filter(|(_, cases)| **cases > 0);
        let common = occurring.map(|(index, cases)| {
            let mut rest = index;
            let mut slots: Vec<u32> = sizes
                .iter()
                .rev()
                .map(|size| {
                    let slot = rest % *size as usize;
                    rest /= *size as usize;
                    u32::try_from(slot).unwrap_or(u32::MAX)
                })
                .collect();
            slots.reverse();
            (slots, *cases)
        });
        common.chain(self.rare.iter().map(|(slots, cases)| (slots.clone(), *cases))).collect()
    }
}

/// What decides about membership in a population, for some cases.
#[derive(Default)]
struct Block {
    received: Vec<i32>,
    /// [`i32::MAX`] while open.
    closed: Vec<i32>,
    in_scope: Vec<usize>,
}

impl Block {
    fn read(&mut self, cases: &[Case]) {
        self.received.clear();
        self.received.extend(cases.iter().map(|case| case.received_on.number()));
        self.closed.clear();
        self.closed.extend(cases.iter().map(|case| case.closed_on.map_or(i32::MAX, Day::number)));
        let in_scope = |at: usize| cases.get(at).is_some_and(|case| case.in_scope);
        keep(0..cases.len(), &mut self.in_scope, in_scope);
    }

    /// The same rule as `membership::Matcher::is_in_population`, which a test holds it against.
    fn members(&self, population: Population, from: i32, to: i32, members: &mut Vec<usize>) {
        let received = |at: usize| self.received.get(at).copied().unwrap_or(i32::MAX);
        let closed = |at: usize| self.closed.get(at).copied().unwrap_or(i32::MAX);
        let is_in = |day: i32| (from <= day) & (day <= to);
        let of_scope = self.in_scope.iter().copied();
        match population {
            Population::Krm => keep(0..self.received.len(), members, |at| is_in(received(at))),
            Population::Received => keep(of_scope, members, |at| is_in(received(at))),
            Population::Closed => keep(of_scope, members, |at| is_in(closed(at))),
            Population::CarriedForward => {
                keep(of_scope, members, |at| (received(at) < from) & (closed(at) >= from));
            }
            Population::Open => {
                keep(of_scope, members, |at| (received(at) <= to) & (closed(at) > to));
            }
        }
    }
}

/// Puts the positions of a block that are kept in place of what the list holds. Each is written, and written over if it
/// is not kept: days are in any order, so a branch for each would be foreseen wrongly again and again.
fn keep(
    positions: impl Iterator<Item = usize>,
    kept: &mut Vec<usize>,
    is_kept: impl Fn(usize) -> bool,
) {
    let mut number = 0;
    kept.resize(BLOCK, 0);
    for at in positions {
        if let Some(place) = kept.get_mut(number) {
            *place = at;
            number += usize::from(is_kept(at));
        }
    }
    kept.truncate(number);
}

#[cfg(test)]
mod tests {
    use super::super::Matcher;
    use super::super::days::duration;
    use super::*;
    use crate::domain::{Dimension, Filter, Several, Source, ValueCode};
    use jiff::civil::date;
    use proptest::prelude::*;

    fn code(values: u16) -> impl Strategy<Value = ValueCode> {
        (0..=values).prop_map(move |value| match value == values {
            true => ValueCode::NOT_STATED,
            false => ValueCode::new(value),
        })
    }

    fn case() -> impl Strategy<Value = Case> {
        let day = || (2016_i16..=2018, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| date(y, m, d));
        let list = |values: u16| {
            proptest::collection::btree_set((0..values).prop_map(ValueCode::new), 0..4)
                .prop_map(|codes| codes.into_iter().collect::<Vec<_>>())
        };
        (
            day(),
            proptest::option::of(0_i32..900),
            any::<bool>(),
            (code(3), code(4), code(2), code(5)),
            (code(9), code(5)),
            list(19),
            list(4),
        )
            .prop_map(|(received_on, days, in_scope, a, b, topics, clarified_with)| Case {
                received_on: Day::new(received_on).unwrap(),
                acknowledged_on: None,
                closed_on: days
                    .map(|days| Day::new(received_on + jiff::Span::new().days(days)).unwrap()),
                in_scope,
                marker: Case::NO_MARKER,
                single: [
                    a.0,
                    a.1,
                    a.2,
                    a.3,
                    b.0,
                    ValueCode::NOT_STATED,
                    b.1,
                    ValueCode::NOT_STATED,
                ],
                several: Several::new(&topics, &clarified_with),
                source: Source { file: 0, line: 0 },
            })
    }

    fn count() -> impl Strategy<Value = Count> {
        let populations = vec![
            Population::Krm,
            Population::Received,
            Population::Closed,
            Population::CarriedForward,
            Population::Open,
        ];
        let periods =
            vec![Period::Year, Period::HalfYear(2), Period::Quarter(1), Period::Month(12)];
        let condition = (
            proptest::sample::select(Dimension::ALL.to_vec()),
            proptest::collection::vec(code(4), 0..4),
        );
        (
            proptest::sample::select(vec![Unit::Cases, Unit::Mentions]),
            proptest::sample::select(populations),
            proptest::sample::select(periods),
            proptest::collection::vec(condition, 0..4),
        )
            .prop_map(|(unit, population, period, conditions)| Count {
                unit,
                population,
                period,
                filter: conditions
                    .into_iter()
                    .fold(Filter::all(), |filter, (dimension, codes)| filter.and(dimension, codes)),
            })
    }

    fn project() -> Project {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
        crate::project::load(&folder).0.unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

        /// Counting case by case, on any number of threads, gives the same.
        #[test]
        fn tables_count_as_the_matcher_does(
            cases in proptest::collection::vec(case(), 0..60),
            counts in proptest::collection::vec(count(), 1..40),
            threads in 1_usize..9,
        ) {
            static PROJECT: std::sync::LazyLock<Project> = std::sync::LazyLock::new(project);
            let asked: Vec<&Count> = counts.iter().collect();
            let asked = Asked { counts: &asked, durations: &asked };
            let answers = answer(asked, &cases, &PROJECT, threads);
            for (position, count) in counts.iter().enumerate() {
                let matcher = Matcher::new(count, &PROJECT);
                let sum: u64 = cases.iter().map(|case| matcher.weight(case)).sum();
                prop_assert_eq!(answers.counts[position], sum);
                let mut durations = Durations::new();
                for case in cases.iter().filter(|case| matcher.weight(case) > 0) {
                    if let Some(days) = duration(case) {
                        *durations.entry(days).or_default() += 1;
                    }
                }
                prop_assert_eq!(&answers.durations[position], &durations);
            }
        }
    }
}
