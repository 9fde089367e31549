//! The total rows of a file, held against what was read above them.

use super::records::Records;
use crate::intake::value::Fingerprint;

/// So many total rows are held against the number of different cases, which takes a pass over them.
const CASES_COUNTED: usize = 20;

/// The total rows of a file so far.
#[derive(Default)]
pub(crate) struct Totals {
    /// Records above the last.
    last: u64,
    compared: usize,
}

impl Totals {
    /// Whether one of the numbers of a total row is that of the records so far, of those since the last total row, or
    /// of the different cases.
    pub(crate) fn fit(&mut self, numbers: &[u64], seen: u64, records: &Records) -> bool {
        let since_last = seen - std::mem::replace(&mut self.last, seen);
        self.compared += 1;
        let states = |count: u64| numbers.contains(&count);
        states(seen)
            || states(since_last)
            || (self.compared <= CASES_COUNTED && states(different_cases(records)))
    }
}

fn different_cases(records: &Records) -> u64 {
    let mut walk = records.ids.walk();
    let hashes = (0..records.len()).map(|_| Fingerprint::of(walk.next()).bits());
    let mut hashes: Vec<u64> = hashes.collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.len() as u64
}
