//! The two ledgers: every physical line and every record has exactly one entry. Both must balance;
//! the check is code, not a promise.

use crate::domain::{LineKind, Outcome};

/// Counts of physical lines by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineLedger([u64; LineKind::ALL.len()]);

/// Counts of records by what became of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordLedger([u64; Outcome::ALL.len()]);

impl LineLedger {
    /// How many lines there are of a kind.
    pub fn get(&self, kind: LineKind) -> u64 {
        self.0.get(kind as usize).copied().unwrap_or_default()
    }

    /// All physical lines.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// The kinds in the order of print, with how many lines there are of each.
    pub fn entries(&self) -> impl Iterator<Item = (LineKind, u64)> {
        LineKind::PRINTED.into_iter().map(|kind| (kind, self.get(kind)))
    }

    pub(crate) fn add(&mut self, kind: LineKind, lines: u64) {
        if let Some(count) = self.0.get_mut(kind as usize) {
            *count += lines;
        }
    }

    pub(crate) fn add_all(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }
}

impl RecordLedger {
    /// How many records had an outcome.
    pub fn get(&self, outcome: Outcome) -> u64 {
        self.0.get(outcome as usize).copied().unwrap_or_default()
    }

    /// All records.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// The outcomes in the order of print, with how many records had each.
    pub fn entries(&self) -> impl Iterator<Item = (Outcome, u64)> {
        Outcome::PRINTED.into_iter().map(|outcome| (outcome, self.get(outcome)))
    }

    /// Takes a record for something else than it was booked as.
    pub(crate) fn rebook(&mut self, from: Outcome, to: Outcome) {
        if let Some(count) = self.0.get_mut(from as usize).filter(|count| **count > 0) {
            *count -= 1;
            self.add(to);
        }
    }

    pub(crate) fn add(&mut self, outcome: Outcome) {
        if let Some(count) = self.0.get_mut(outcome as usize) {
            *count += 1;
        }
    }

    pub(crate) fn add_all(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_has_its_own_place() {
        let mut lines = LineLedger::default();
        for (position, kind) in LineKind::PRINTED.into_iter().enumerate() {
            lines.add(kind, position as u64 + 1);
        }
        let counts: Vec<u64> = lines.entries().map(|(_, lines)| lines).collect();
        assert_eq!(counts, (1..=10).collect::<Vec<_>>());
        assert_eq!(lines.total(), 55);

        let mut records = RecordLedger::default();
        for outcome in Outcome::ALL {
            records.add(outcome);
        }
        assert!(records.entries().all(|(_, records)| records == 1));
        assert_eq!(records.total(), 9);
    }
}
