//! What is left of a printed count without printed parts of it: whoever subtracts knows it, though nothing prints it.
//!
//! One part, two parts that share no case or of which a printed count tells how many they share, and all printed values of a
//! property or parts of the year at once. What lies within what, and what shares no case, is known from what values cases have
//! together (`nesting`), not from numbers; which rests are small, from numbers. The same holds for the changes of printed
//! counts since an earlier edition, which may be below zero.

use super::nesting::Nesting;
use crate::domain::{Count, Dimension, Filter, Period, Unit};
use std::collections::BTreeMap;
use std::rc::Rc;

/// So many conditions are dealt out to two counts.
const MOST_FURTHER: usize = 4;

/// A printed count of cases, one that follows from printed ones, or its change.
#[derive(Clone, Debug)]
pub(super) struct Printed {
    pub(super) row: usize,
    pub(super) count: Count,
    pub(super) value: i64,
    /// Whether an earlier edition of the year told it.
    pub(super) is_known: bool,
    /// Whether it is not printed itself.
    pub(super) is_derived: bool,
}

/// A count and the parts that are subtracted from it, by position among the printed ones, and what is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) outer: usize,
    pub(super) inner: Vec<usize>,
    /// What two parts share, which is subtracted once.
    pub(super) both: Option<usize>,
    pub(super) rest: i64,
}

/// The differences that leave 1 up to below a threshold, or as little below zero.
pub(super) fn small_differences(
    printed: &[Printed],
    threshold: u64,
    nesting: &Nesting<'_>,
) -> Vec<Difference> {
    let mut found = Vec::new();
    let most = i64::try_from(threshold).unwrap_or(i64::MAX);
    let mut within = Within { printed, nesting, known: BTreeMap::new() };
    let by_count: BTreeMap<&Count, (usize, &Printed)> =
        printed.iter().enumerate().map(|(at, it)| (&it.count, (at, it))).collect();
    for (at, outer) in printed.iter().enumerate().filter(|(_, it)| it.count.unit == Unit::Cases) {
        let all = within.of(&outer.count);
        let all = all.iter().filter_map(|position| Some((*position, printed.get(*position)?)));
        let all: Vec<(usize, &Printed)> = all.filter(|(_, part)| part.row != outer.row).collect();
        // A part without a case leaves the count as it is.
        let mut parts: Vec<(usize, &Printed)> =
            all.iter().copied().filter(|(_, part)| part.value != 0).collect();
        let mut add = |inner: Vec<usize>, both: Option<usize>, rest: i64| {
            if (1..threshold).contains(&rest.unsigned_abs()) {
                found.push(Difference { outer: at, inner, both, rest });
            }
        };
        let mut by_value: BTreeMap<i64, Vec<(usize, &Printed)>> = BTreeMap::new();
        for (position, part) in &parts {
            add(vec![*position], None, outer.value - part.value);
            by_value.entry(part.value).or_default().push((*position, part));
        }
        for (position, part) in &parts {
            for rest in (1..most).flat_map(|rest| [rest, -rest]) {
                let others = by_value.get(&(outer.value - part.value - rest)).into_iter().flatten();
                for (other, _) in others.filter(|(other, it)| {
                    other > position && nesting.are_apart(&part.count, &it.count)
                }) {
                    add(vec![*position, *other], None, rest);
                }
            }
        }
        // That two parts share no case is known where a zero is printed, too.
        for (position, both) in &all {
            for (one, other) in halves(&both.count, &outer.count) {
                if let (Some((one_at, one)), Some((other_at, other))) =
                    (by_count.get(&one), by_count.get(&other))
                {
                    let rest = outer.value - one.value - other.value + both.value;
                    if one.value != 0 && other.value != 0 {
                        add(vec![*one_at, *other_at], Some(*position), rest);
                    }
                }
            }
        }
        // One that follows from the others leaves nothing of the whole.
        parts.retain(|(_, part)| !part.is_derived);
        for parts in partitions(&outer.count, &parts) {
            let sum: i64 = parts.iter().map(|(_, part)| part.value).sum();
            if parts.len() > 2 {
                let positions = parts.into_iter().map(|(position, _)| position).collect();
                add(positions, None, outer.value - sum);
            }
        }
    }
    found
}

/// The printed counts that lie in a count, by position.
struct Within<'p> {
    printed: &'p [Printed],
    nesting: &'p Nesting<'p>,
    known: BTreeMap<Count, Rc<[usize]>>,
}

impl Within<'_> {
    /// What lies in a count lies in each count that asks for one of its conditions less, and in one of them few do.
    fn of(&mut self, outer: &Count) -> Rc<[usize]> {
        if let Some(known) = self.known.get(outer) {
            return Rc::clone(known);
        }
        let dimensions: Vec<Dimension> = outer.filter.conditions().map(|(it, _)| it).collect();
        let wider = dimensions.into_iter().map(|it| self.of(&outer.clone().without(it)));
        let fewest = wider.min_by_key(|positions| positions.len());
        let lies_in = |position: &usize| {
            let part = self.printed.get(*position);
            part.is_some_and(|part| self.nesting.lies_in(&part.count, outer))
        };
        let found: Rc<[usize]> = match fewest {
            Some(positions) => positions.iter().copied().filter(lies_in).collect(),
            None => (0..self.printed.len()).filter(lies_in).collect(),
        };
        self.known.insert(outer.clone(), Rc::clone(&found));
        found
    }
}

/// The pairs of counts that both lie in a count and share the cases of another: what the other one asks for further, dealt out
/// to two.
fn halves(both: &Count, outer: &Count) -> Vec<(Count, Count)> {
    let alike = both.population == outer.population
        && outer.filter.conditions().all(|(at, codes)| both.filter.allowed(at) == Some(codes));
    let further = both.filter.conditions().map(|(at, _)| at);
    let further: Vec<Dimension> =
        further.filter(|at| outer.filter.allowed(*at).is_none()).collect();
    let asks_time = both.period != outer.period;
    let parts = further.len() + usize::from(asks_time);
    if !alike || !(2..=MOST_FURTHER).contains(&parts) {
        return Vec::new();
    }
    let of = |chosen: &dyn Fn(usize) -> bool| {
        let left = further.iter().enumerate().filter(|(at, _)| !chosen(*at));
        let count = left.fold(both.clone(), |count, (_, dimension)| count.without(*dimension));
        let has_time = asks_time && chosen(further.len());
        count.during(if has_time { both.period } else { outer.period })
    };
    // The first one is never dealt to the other side, so that each pair comes once.
    let sides = (0..1_u32 << (parts - 1)).map(|side| side << 1 | 1);
    let sides = sides.filter(|side| *side != (1 << parts) - 1);
    let pairs = sides.map(|side| {
        let is_first = |at: usize| side >> at & 1 == 1;
        (of(&is_first), of(&|at| !is_first(at)))
    });
    pairs.collect()
}

/// The parts that differ from a count in one value of one property, or in the part of the year, and share no case: a list
/// for each property and each kind of parts.
fn partitions<'p>(outer: &Count, parts: &[(usize, &'p Printed)]) -> Vec<Vec<(usize, &'p Printed)>> {
    #[derive(PartialEq, Eq)]
    enum By {
        Value(Dimension),
        Time(std::mem::Discriminant<Period>),
    }
    let mut found: Vec<(By, Vec<(usize, &Printed)>)> = Vec::new();
    let is_stock = outer.population.is_stock();
    for (position, part) in parts {
        let count = &part.count;
        let alike = count.population == outer.population;
        let by = match further_condition(&count.filter, &outer.filter) {
            Some(None) if alike && !is_stock && count.period != outer.period => {
                By::Time(std::mem::discriminant(&count.period))
            }
            Some(Some(dimension))
                if alike && count.period == outer.period && !dimension.is_multiple_response() =>
            {
                By::Value(dimension)
            }
            _ => continue,
        };
        match found.iter_mut().find(|(known, _)| *known == by) {
            Some((_, list)) => list.push((*position, part)),
            None => found.push((by, vec![(*position, part)])),
        }
    }
    found.into_iter().map(|(_, list)| list).collect()
}

/// The one property a filter asks for besides another filter, with one value; `Some(None)` where both are the same, `None`
/// where they differ otherwise.
fn further_condition(filter: &Filter, other: &Filter) -> Option<Option<Dimension>> {
    let mut further = filter.conditions().filter(|(at, codes)| other.allowed(*at) != Some(*codes));
    let first = further.next();
    let others = other.conditions().all(|(at, _)| filter.allowed(at).is_some());
    match (first, further.next()) {
        _ if !others => None,
        (None, _) => Some(None),
        (Some((at, codes)), None) if other.allowed(at).is_none() && codes.len() == 1 => {
            Some(Some(at))
        }
        _ => None,
    }
}
