//! A reader who only subtracts: one printed count without one or two others that lie in it and share no case, whatever the
//! cases are. He needs no solver and no small year, so larger reports can be tried than by trying every year.

use crate::small_reports::{Policy, PrintedCount, Report};
use krm_report::domain::Unit;
use std::collections::{BTreeMap, BTreeSet};

/// The smallest number that may be printed.
const THRESHOLD: u64 = 3;

/// What is left of printed counts and is small, in words.
fn small_rests(printed: &[PrintedCount<'_>]) -> Vec<String> {
    let is_small = |rest: u64| (1..THRESHOLD).contains(&rest);
    let of_cases: Vec<&PrintedCount<'_>> =
        printed.iter().filter(|it| it.unit == Unit::Cases && it.value > 0).collect();
    let mut by_value: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, it) in of_cases.iter().enumerate() {
        by_value.entry(it.value).or_default().push(at);
    }
    let lies_in = |parts: &[&PrintedCount<'_>], outer: &PrintedCount<'_>| {
        let of_type = |at: usize| parts.iter().map(|part| part.weights[at]).sum::<u8>();
        outer.weights.iter().enumerate().all(|(at, weight)| of_type(at) <= *weight)
    };
    let mut rests = Vec::new();
    for outer in &of_cases {
        for (at, one) in of_cases.iter().enumerate().filter(|(_, one)| lies_in(&[one], outer)) {
            if is_small(outer.value - one.value) {
                rests.push(format!("{} without {}", outer.id, one.id));
            }
            for rest in (1..THRESHOLD).filter(|rest| one.value + rest <= outer.value) {
                let others = by_value.get(&(outer.value - one.value - rest)).into_iter().flatten();
                let others = others.filter(|other| **other > at).map(|other| of_cases[*other]);
                let others = others.filter(|other| lies_in(&[one, other], outer));
                let told = |other: &PrintedCount<'_>| {
                    format!("{} without {} and {}", outer.id, one.id, other.id)
                };
                rests.extend(others.map(told));
            }
        }
    }
    // The cases of the year in neither of two counts whose common cases are printed.
    let by_weights: BTreeMap<&[u8], u64> =
        of_cases.iter().map(|it| (it.weights, it.value)).collect();
    for outer in of_cases.iter().filter(|it| it.id == "cases") {
        let parts = || of_cases.iter().filter(|one| lies_in(&[one], outer));
        for (one, other) in parts().flat_map(|one| parts().map(move |other| (one, other))) {
            let both: Vec<u8> =
                one.weights.iter().zip(other.weights).map(|(one, other)| one * other).collect();
            let Some(both) = by_weights.get(both.as_slice()) else { continue };
            if one.id < other.id
                && is_small((outer.value + both).saturating_sub(one.value + other.value))
            {
                rests.push(format!("{} in neither {} nor {}", outer.id, one.id, other.id));
            }
        }
    }
    // What mentions are more than the cases behind them.
    for mentions in printed.iter().filter(|it| it.unit == Unit::Mentions) {
        let behind = mentions.id.replace("mentions", "cases");
        let cases = of_cases.iter().filter(|it| it.id == behind && lies_in(&[it], mentions));
        let more = cases.filter(|it| is_small(mentions.value - it.value));
        rests.extend(more.map(|it| format!("{} without {}", mentions.id, it.id)));
    }
    rests
}

/// Reports of 30 to 130 cases under masks alone, by seed.
fn reports(seeds: std::ops::Range<u64>) -> impl Iterator<Item = (u64, Report)> {
    let sized = seeds.map(|seed| (seed, Report::of_size(seed, Policy::Masking, 30 + seed % 101)));
    sized.filter(|(_, report)| !report.refused && report.measure() == "masks")
}

#[test]
fn no_small_number_is_left_of_printed_ones() {
    let (mut tried, mut numbers) = (0, 0);
    for (seed, report) in reports(0..200) {
        let printed = report.printed_counts(&BTreeSet::new());
        let rests = small_rests(&printed);
        assert!(rests.is_empty(), "seed {seed}: {rests:?}");
        tried += 1;
        numbers += printed.len();
    }
    assert!(tried >= 150 && numbers >= 3_000, "{tried} reports, {numbers} printed counts");
}

#[test]
fn without_the_masks_that_any_sort_of_number_asks_for_a_small_number_is_left() {
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, report) in reports(0..400) {
        for sort in ["small", "difference", "neighbour", "several"] {
            let opened = report.masked_for(|number| match number {
                _ if number["several_of"].is_string() => sort == "several",
                _ if number["without"].is_array() => sort == "difference",
                _ if number["printed"] == false => sort == "neighbour",
                _ => sort == "small",
            });
            let is_left = !small_rests(&report.printed_counts(&opened)).is_empty();
            *found.entry(sort).or_default() += usize::from(is_left);
        }
    }
    assert!(found.values().all(|reports| *reports >= 3), "{found:?}");
}
