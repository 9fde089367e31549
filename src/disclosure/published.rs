//! Published figures: numbers that may be printed, and masks in place of those that may not.

use super::Magnitude;
use crate::domain::{Comparison, Figure};
use crate::plan::TablePlan;
use crate::project::{ArchivedValue, DisclosurePolicy};
use crate::statistics::ExactValue;
use std::collections::{BTreeMap, BTreeSet};

/// A figure as it may be printed. Made by `disclosure` alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedFigure {
    figure: Figure,
    value: PublishedValue,
    is_revised: bool,
    is_as_released: bool,
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
    /// A statistic of too few cases to be stated, or a share of too few where numbers are rounded.
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
    /// A printed count per thousand of a number that is no secret.
    PerThousand {
        /// The count.
        count: u64,
        /// The number, greater than 0.
        of: u64,
    },
    /// The report of an earlier year does not have the figure.
    NotAvailable,
    /// The figure counted something else in the earlier year.
    NotComparable,
    /// No export records what the figure rests on: neither zero nor any other number.
    NotRecorded,
}

impl PublishedValue {
    /// Whether it is a number; zero is one.
    pub fn is_number(self) -> bool {
        match self {
            Self::Count(_)
            | Self::Share { .. }
            | Self::HalfDays(_)
            | Self::Change { .. }
            | Self::ChangePercent { .. }
            | Self::PerThousand { .. } => true,
            Self::Masked
            | Self::NoBase
            | Self::TooFewCases
            | Self::NotAvailable
            | Self::NotComparable
            | Self::NotRecorded => false,
        }
    }

    /// The share of a printed part and base; none of a base of which rounding leaves too much open.
    pub(super) fn share(
        figure: &Figure,
        (part, base): (u64, u64),
        policy: &DisclosurePolicy,
    ) -> Self {
        match base {
            0 => Self::NoBase,
            _ if policy.rounds(figure) && base < policy.smallest_rounded_base() => {
                Self::TooFewCases
            }
            _ => Self::Share { part, base },
        }
    }

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
            | Self::PerThousand { .. }
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
    coarser: Vec<TablePlan>,
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
            ExactValue::Share { part, base } => {
                PublishedValue::share(figure, (printed(part), printed(base)), policy)
            }
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
        Self { figure: figure.clone(), value, is_revised: false, is_as_released: false }
    }

    /// A figure that rests on what no export records.
    pub(super) fn not_recorded(figure: Figure) -> Self {
        Self {
            figure,
            value: PublishedValue::NotRecorded,
            is_revised: false,
            is_as_released: false,
        }
    }

    /// A figure as it follows from what an earlier edition of the year printed.
    pub(super) fn as_released(figure: &Figure, value: ArchivedValue) -> Self {
        Self {
            figure: figure.clone(),
            value: value.into(),
            is_revised: false,
            is_as_released: true,
        }
    }

    /// The same as a corrected number.
    pub(super) fn revised(self) -> Self {
        Self { is_revised: self.value.is_number(), ..self }
    }

    /// A comparison with what follows from printed numbers.
    pub(super) fn compared(comparison: &Comparison, value: PublishedValue) -> Self {
        Self {
            figure: Figure::Compared(comparison.clone()),
            value,
            is_revised: false,
            is_as_released: false,
        }
    }

    /// The definition.
    pub fn figure(&self) -> &Figure {
        &self.figure
    }

    /// What may be printed.
    pub fn value(&self) -> PublishedValue {
        self.value
    }

    /// Whether an earlier edition of the year printed another number (berichtigt).
    pub fn is_revised(&self) -> bool {
        self.is_revised
    }

    /// Whether it is made of what an earlier edition printed, though the cases say something else now. Not for readers.
    pub fn is_as_released(&self) -> bool {
        self.is_as_released
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
        Self { figures, withheld, given_up, coarser: Vec::new() }
    }

    /// The same where these tables are shown in a coarser form.
    pub(super) fn in_form(mut self, tables: Vec<TablePlan>) -> Self {
        self.coarser = tables;
        self
    }

    /// The same with further figures.
    pub(super) fn with(mut self, further: Vec<PublishedFigure>) -> Self {
        self.figures.extend(further.into_iter().map(|figure| (figure.figure.clone(), figure)));
        self
    }

    /// The same, without statistics of too few cases where the report says that there is none.
    pub(super) fn without_case(mut self) -> Self {
        let is_none = |figure: &Figure| match figure {
            Figure::Days(days) => {
                let of = self.figures.get(&Figure::Count(days.of.clone()));
                of.is_some_and(PublishedFigure::is_zero)
            }
            _ => false,
        };
        let of_none: Vec<Figure> = self.figures.keys().filter(|it| is_none(it)).cloned().collect();
        for figure in of_none {
            let published = self.figures.get_mut(&figure);
            let too_few = published.filter(|it| it.value == PublishedValue::TooFewCases);
            too_few.into_iter().for_each(|it| it.value = PublishedValue::NoBase);
        }
        self
    }

    /// Whether a table must not be shown at all.
    pub fn is_withheld(&self, table: &str) -> bool {
        self.withheld.contains(table)
    }

    /// The tables that are shown in a coarser form than the office asked for.
    pub fn coarser_tables(&self) -> &[TablePlan] {
        &self.coarser
    }

    /// What is given up besides.
    pub fn given_up(&self) -> GivenUp {
        self.given_up
    }

    /// Whether numbers of an earlier edition of the year are corrected; others are then printed as they were.
    pub fn are_corrected(&self) -> bool {
        self.figures.values().any(PublishedFigure::is_revised)
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
