//! A reader who tries every year there could be: all multisets of case types, with nothing of the
//! program's search. What the years that print the same report have in common is what leaks.

use std::collections::BTreeMap;

/// What the report says of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// It is printed, or rounded: it lies between these, both possible.
    Between(u64, u64),
    /// A sign stands in its place, and none would stand in place of a zero.
    AtLeastOne,
    /// It is not printed.
    Nothing,
}

impl Known {
    /// It is printed as it is.
    pub(crate) fn exactly(value: u64) -> Self {
        Self::Between(value, value)
    }
}

/// Numbers by how often each type of case counts in them.
pub(crate) struct Attacker {
    weights: Vec<Vec<u8>>,
    known: Vec<Known>,
    wanted: Vec<bool>,
    position: BTreeMap<Vec<u8>, usize>,
    types: usize,
}

/// Six bits a number: five, and one that shows that a printed number is exceeded.
const BITS: usize = 6;
const NUMBERS_A_WORD: usize = 128 / BITS;
const WORDS: usize = 5;
/// The most a number may be.
pub(crate) const MOST: u64 = 31;

/// The numbers of a year in the making.
type Sums = [u128; WORDS];

impl Attacker {
    /// An attacker who knows which types of cases there may be, by number.
    pub(crate) fn new(types: usize) -> Self {
        Self {
            weights: Vec::new(),
            known: Vec::new(),
            wanted: Vec::new(),
            position: BTreeMap::new(),
            types,
        }
    }

    /// Learns something of a number; numbers that count alike are one.
    pub(crate) fn learn(&mut self, weights: Vec<u8>, known: Known) -> usize {
        assert_eq!(weights.len(), self.types);
        if let Some(position) = self.position.get(&weights) {
            let before = &mut self.known[*position];
            *before = match (*before, known) {
                (Known::Between(a, b), Known::Between(c, d)) => Known::Between(a.max(c), b.min(d)),
                (between @ Known::Between(..), _) | (_, between @ Known::Between(..)) => between,
                (Known::AtLeastOne, _) | (_, Known::AtLeastOne) => Known::AtLeastOne,
                _ => Known::Nothing,
            };
            return *position;
        }
        self.position.insert(weights.clone(), self.weights.len());
        self.weights.push(weights);
        self.known.push(known);
        self.wanted.push(false);
        self.weights.len() - 1
    }

    /// Says that the values of a number matter, and not only that they agree with the report.
    pub(crate) fn want(&mut self, number: usize) {
        self.wanted[number] = true;
    }

    /// The wanted and the printed numbers in each year that prints the same report; `None` when there
    /// are too many years on the way to look at them all.
    pub(crate) fn years(&self, most: usize) -> Option<Vec<Vec<u64>>> {
        let numbers = self.weights.len();
        if numbers > WORDS * NUMBERS_A_WORD {
            return None;
        }
        let order = self.order();
        let mut last: Vec<Option<usize>> = vec![None; numbers];
        for (at, one) in order.iter().enumerate() {
            for (number, weights) in self.weights.iter().enumerate() {
                if weights[*one] > 0 {
                    last[number] = Some(at);
                }
            }
        }
        let mut start = Sums::default();
        for (number, known) in self.known.iter().enumerate() {
            if let Known::Between(_, most) = known {
                add(&mut start, number, MOST - most);
            }
        }
        let mut years = vec![start];
        for (at, one) in order.iter().enumerate() {
            let mut step = Sums::default();
            for (number, weights) in self.weights.iter().enumerate() {
                add(&mut step, number, u64::from(weights[*one]));
            }
            let complete: Vec<usize> =
                (0..numbers).filter(|number| last[*number] == Some(at)).collect();
            let mut next = Vec::new();
            for year in years {
                let mut year = year;
                while !exceeds(&year) {
                    let mut with = year;
                    self.forget(&mut with);
                    if complete.iter().all(|number| self.agrees(&with, *number)) {
                        next.push(with);
                    }
                    for (word, step) in year.iter_mut().zip(step) {
                        *word += step;
                    }
                }
            }
            next.sort_unstable();
            next.dedup();
            if next.len() > most {
                return None;
            }
            years = next;
        }
        let value = |year: &Sums, number: usize| match self.known[number] {
            Known::Between(_, most) => get(year, number) + most - MOST,
            _ => get(year, number),
        };
        Some(years.iter().map(|year| (0..numbers).map(|it| value(year, it)).collect()).collect())
    }

    /// The types that no printed zero excludes, so that numbers are complete as early as possible.
    fn order(&self) -> Vec<usize> {
        let mut left: Vec<usize> = (0..self.types)
            .filter(|one| {
                self.weights.iter().zip(&self.known).all(|(weights, known)| match known {
                    Known::Between(_, most) => u64::from(weights[*one]) <= *most,
                    _ => true,
                })
            })
            .collect();
        let mut order = Vec::new();
        while !left.is_empty() {
            let of = |number: usize| -> Vec<usize> {
                left.iter().copied().filter(|one| self.weights[number][*one] > 0).collect()
            };
            let next = (0..self.weights.len())
                .map(of)
                .filter(|types| !types.is_empty())
                .min_by_key(Vec::len)
                .expect("every type counts among all cases");
            left.retain(|one| !next.contains(one));
            order.extend(next);
        }
        order
    }

    /// Of numbers that do not matter only whether they are zero.
    fn forget(&self, year: &mut Sums) {
        for number in 0..self.weights.len() {
            if !self.wanted[number] && !matches!(self.known[number], Known::Between(..)) {
                let value = get(year, number);
                if value > 1 {
                    year[number / NUMBERS_A_WORD] -=
                        u128::from(value - 1) << (number % NUMBERS_A_WORD * BITS);
                }
            }
        }
    }

    fn agrees(&self, year: &Sums, number: usize) -> bool {
        match self.known[number] {
            Known::Between(least, most) => get(year, number) + most - least >= MOST,
            Known::AtLeastOne => get(year, number) > 0,
            Known::Nothing => true,
        }
    }
}

fn add(sums: &mut Sums, number: usize, value: u64) {
    sums[number / NUMBERS_A_WORD] += u128::from(value) << (number % NUMBERS_A_WORD * BITS);
}

fn get(sums: &Sums, number: usize) -> u64 {
    (sums[number / NUMBERS_A_WORD] >> (number % NUMBERS_A_WORD * BITS)) as u64 & MOST
}

fn exceeds(sums: &Sums) -> bool {
    let guard = (0..NUMBERS_A_WORD).fold(0_u128, |guard, at| guard | 1 << (at * BITS + BITS - 1));
    sums.iter().any(|word| word & guard != 0)
}

#[test]
fn the_attacker_finds_what_two_stars_beside_a_printed_sum_can_be() {
    // Four cases of three types: 1 + 2 + 1, the first two masked, their sum printed.
    let mut attacker = Attacker::new(3);
    attacker.learn(vec![1, 1, 1], Known::exactly(4));
    attacker.learn(vec![1, 1, 0], Known::exactly(3));
    let one = attacker.learn(vec![1, 0, 0], Known::AtLeastOne);
    attacker.learn(vec![0, 1, 0], Known::AtLeastOne);
    attacker.want(one);
    let mut values: Vec<u64> = attacker.years(100).unwrap().iter().map(|year| year[one]).collect();
    values.sort_unstable();
    assert_eq!(values, [1, 2]);
}
