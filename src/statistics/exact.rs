//! Exact figures: for `disclosure` and for `explain`, and for nobody else.

use crate::domain::{Count, Figure};
use std::collections::BTreeMap;

/// The exact value of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExactValue {
    /// A number of records.
    Count(u64),
    /// A part and its base.
    Share {
        /// The numerator.
        part: u64,
        /// The denominator.
        base: u64,
    },
    /// A statistic of calendar days in half days, and the number of cases behind it; without a
    /// case there is no statistic.
    HalfDays {
        /// The statistic.
        half_days: Option<u64>,
        /// The cases with both dates.
        cases: u64,
    },
}

/// The exact values of all figures of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExactFigures(BTreeMap<Figure, ExactValue>);

impl ExactFigures {
    pub(super) fn new(values: BTreeMap<Figure, ExactValue>) -> Self {
        Self(values)
    }

    /// The value of a figure; `None` when it was not asked for.
    pub fn get(&self, figure: &Figure) -> Option<ExactValue> {
        self.0.get(figure).copied()
    }

    /// The number of a count; 0 when it was not asked for.
    pub fn count(&self, count: &Count) -> u64 {
        match self.get(&Figure::Count(count.clone())) {
            Some(ExactValue::Count(value)) => value,
            _ => 0,
        }
    }

    /// All figures in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Figure, ExactValue)> {
        self.0.iter().map(|(figure, value)| (figure, *value))
    }
}
