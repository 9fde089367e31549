//! Part of the hot loop: the values of a field that may have several, from all its columns. They are few, and stay where no
//! memory has to be asked for.

use super::memo::{Found, MOST_CODES};
use crate::domain::ValueCode;

/// The values of one field of a row.
pub(super) struct FewValues {
    /// "Not stated" behind the last.
    codes: [ValueCode; 2 * MOST_CODES],
    pub(super) number: usize,
}

impl Default for FewValues {
    fn default() -> Self {
        Self { codes: [ValueCode::NOT_STATED; 2 * MOST_CODES], number: 0 }
    }
}

impl FewValues {
    /// Adds those of a column; `None` where there are many.
    pub(super) fn add(&mut self, (codes, number): Found) -> Option<()> {
        // All three are written, whatever their number: those behind the last are "not stated".
        self.codes.get_mut(self.number..self.number + MOST_CODES)?.copy_from_slice(&codes);
        self.number += usize::from(number);
        Some(())
    }

    /// All of them, as they stand in the row.
    pub(super) fn codes(&self) -> &[ValueCode] {
        self.codes.get(..self.number).unwrap_or_default()
    }

    /// Up to three values in order, "not stated" behind them; `None` where there are more or one comes twice.
    pub(super) fn sorted(&self) -> Option<[ValueCode; MOST_CODES]> {
        let mut codes: [ValueCode; MOST_CODES] = *self.codes.first_chunk()?;
        // "Not stated" is greater than all.
        codes.sort_unstable();
        let [first, second, third] = codes;
        let repeats = (first == second && self.number > 1) || (second == third && self.number > 2);
        (self.number <= MOST_CODES && !repeats).then_some(codes)
    }
}
