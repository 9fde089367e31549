//! What a number is that nobody may compute, and when it is protected.

use super::registry::Form;
use super::relations::conditions;
use crate::domain::{Count, Dimension, Figure, LedgerEntry};

/// A small number of cases that nobody may compute.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// The number by rows.
    pub(super) form: Form,
    /// Its value: 1 up to the threshold, 0 where a zero tells something of a whole row, or any for a stock
    /// that was masked before.
    pub(super) value: u64,
    /// What it is, for the record and for findings.
    pub(super) name: TargetName,
    /// When it is protected.
    pub(super) safe: Safe,
    /// Whether an exempt figure says that it cannot be large.
    pub(super) within_exempt: bool,
}

/// Which values among the years that print the same report protect a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Safe {
    /// A publishable one, and all of them threshold - 1 apart: a sign stands in its place.
    Wide,
    /// Zero or a publishable one, and all of them threshold - 1 apart: it is printed, but rounded.
    Rounded,
    /// Zero or a publishable one: it is not printed.
    ZeroOrMany,
    /// Anything but zero, which it is.
    NotZero,
}

/// What a target is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TargetName {
    /// A printed figure, masked.
    Figure(Figure),
    /// A count that is not printed.
    Neighbour(Figure),
    /// The cases of the first count that are in none of the others, which are parts of it and share no case.
    Difference(Count, Vec<Count>),
    /// The cases of the first count that are in neither of two parts of it, whose common cases are the third count.
    Neither(Count, [Count; 2], Count),
    /// The cases of a count that count with two or more values of a property.
    Several(Count, Dimension),
    /// The cases of an entry of the ledger that are none of a count, which is part of it.
    OfLedger(LedgerEntry, Count),
}

impl TargetName {
    /// The most special of the counts the number follows from.
    pub(super) fn finest(&self) -> Option<&Count> {
        self.counts().into_iter().max_by_key(|count| conditions(count))
    }

    /// The counts the number follows from.
    pub(super) fn counts(&self) -> Vec<&Count> {
        match self {
            Self::Figure(figure) | Self::Neighbour(figure) => figure.counts(),
            Self::Difference(outer, inner) => [outer].into_iter().chain(inner).collect(),
            Self::Neither(outer, parts, both) => {
                [outer].into_iter().chain(parts).chain([both]).collect()
            }
            Self::Several(of, _) | Self::OfLedger(_, of) => vec![of],
        }
    }
}
