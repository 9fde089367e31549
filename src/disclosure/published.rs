//! Published figures: numbers that may be printed, and masks in place of those that may not.

use super::Magnitude;
use crate::domain::{Comparison, Figure};
use crate::project::{ArchivedValue, DisclosurePolicy};
use crate::statistics::ExactValue;
use std::collections::{BTreeMap, BTreeSet};

/// A figure as it may be printed. Made by `disclosure` alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedFigure {
    figure: Figure,
    value: PublishedValue,
}

/// What may be printed of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublishedValue {
    /// A number of records.
    Count(u64),
    /// A part and its base, the base greater than 0.
    Share {
        /// The numerator.
        part: u64,
        /// The denominator.
        base: u64,
    },
    /// Calendar days in half days.
    HalfDays(u64),
    /// Not published.
    Masked,
    /// A share of nothing.
    NoBase,
    /// A statistic of too few cases to be stated.
    TooFewCases,
    /// The difference of two printed counts.
    Change {
        /// In an earlier year.
        before: u64,
        /// In the report year.
        now: u64,
    },
    /// The same in percent of the earlier one, which is greater than 0.
    ChangePercent {
        /// In an earlier year.
        before: u64,
        /// In the report year.
        now: u64,
    },
    /// The report of an earlier year does not have the figure.
    NotAvailable,
    /// The figure counted something else in the earlier year.
    NotComparable,
    /// No export records what the figure rests on: neither zero nor any other number.
    NotRecorded,
}

impl PublishedValue {
    /// The form in the archive; `None` for what only a comparison of years can be, and for what no export records.
    pub fn archived(self) -> Option<ArchivedValue> {
        match self {
            Self::Count(count) => Some(ArchivedValue::Count(count)),
            Self::Share { part, base } => Some(ArchivedValue::Share { part, base }),
            Self::HalfDays(half_days) => Some(ArchivedValue::HalfDays(half_days)),
            Self::Masked => Some(ArchivedValue::Masked),
            Self::NoBase => Some(ArchivedValue::NoBase),
            Self::TooFewCases => Some(ArchivedValue::TooFew),
            Self::Change { .. }
            | Self::ChangePercent { .. }
            | Self::NotAvailable
            | Self::NotComparable
            | Self::NotRecorded => None,
        }
    }
}

/// All published figures of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishedFigures {
    figures: BTreeMap<Figure, PublishedFigure>,
    withheld: BTreeSet<String>,
    given_up: GivenUp,
}

/// What readers go without besides masked cells and withheld tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GivenUp {
    /// Nothing.
    #[default]
    Nothing,
    /// Single figures: a sign stands in their place and tells nothing, it may stand for a zero, too.
    Figures,
    /// All but the totals of the year.
    AllButTotals,
}

impl PublishedFigure {
    /// The figure with its value under a policy, or masked.
    pub(super) fn decide(
        figure: &Figure,
        value: ExactValue,
        masked: bool,
        policy: &DisclosurePolicy,
    ) -> Self {
        let printed = |number| if policy.rounds(figure) { policy.printed(number) } else { number };
        let value = match value {
            _ if masked => PublishedValue::Masked,
            ExactValue::Count(count) => PublishedValue::Count(printed(count)),
            ExactValue::Share { part, base } => match printed(base) {
                0 => PublishedValue::NoBase,
                base => PublishedValue::Share { part: printed(part), base },
            },
            // A sign for a statistic of few cases would say that there are any.
            ExactValue::HalfDays { cases, .. }
                if policy.base().is_some() && policy.is_small(cases) =>
            {
                PublishedValue::TooFewCases
            }
            ExactValue::HalfDays { half_days, cases } => match (half_days, figure) {
                (Some(half_days), Figure::Days(days))
                    if cases >= days.statistic.minimum_cases() =>
                {
                    PublishedValue::HalfDays(half_days)
                }
                _ => PublishedValue::TooFewCases,
            },
        };
        Self { figure: figure.clone(), value }
    }

    /// A figure that rests on what no export records.
    pub(super) fn not_recorded(figure: Figure) -> Self {
        Self { figure, value: PublishedValue::NotRecorded }
    }

    /// A comparison with what follows from printed numbers.
    pub(super) fn compared(comparison: &Comparison, value: PublishedValue) -> Self {
        Self { figure: Figure::Compared(comparison.clone()), value }
    }

    /// The definition.
    pub fn figure(&self) -> &Figure {
        &self.figure
    }

    /// What may be printed.
    pub fn value(&self) -> PublishedValue {
        self.value
    }

    /// The length of a mark for this figure; `None` when there is nothing to draw. A share is
    /// drawn in percent, days in days.
    pub fn magnitude(&self) -> Option<Magnitude> {
        match self.value {
            PublishedValue::Count(count) => Some(Magnitude::new(count as f64)),
            PublishedValue::Share { part, base } => {
                Some(Magnitude::new(part as f64 * 100.0 / base as f64))
            }
            PublishedValue::HalfDays(half_days) => Some(Magnitude::new(half_days as f64 / 2.0)),
            _ => None,
        }
    }

    /// Whether a count is exactly zero.
    pub fn is_zero(&self) -> bool {
        self.value == PublishedValue::Count(0)
    }
}

impl PublishedFigures {
    pub(super) fn new(
        figures: Vec<PublishedFigure>,
        withheld: BTreeSet<String>,
        given_up: GivenUp,
    ) -> Self {
        let figures = figures.into_iter().map(|figure| (figure.figure.clone(), figure)).collect();
        Self { figures, withheld, given_up }
    }

    /// The same with further figures.
    pub(super) fn with(mut self, further: Vec<PublishedFigure>) -> Self {
        self.figures.extend(further.into_iter().map(|figure| (figure.figure.clone(), figure)));
        self
    }

    /// Whether a table must not be shown at all.
    pub fn is_withheld(&self, table: &str) -> bool {
        self.withheld.contains(table)
    }

    /// What is given up besides.
    pub fn given_up(&self) -> GivenUp {
        self.given_up
    }

    /// The published form of a figure; `None` when the report does not print it.
    pub fn get(&self, figure: &Figure) -> Option<&PublishedFigure> {
        self.figures.get(figure)
    }

    /// All figures in order.
    pub fn iter(&self) -> impl Iterator<Item = &PublishedFigure> {
        self.figures.values()
    }
}
