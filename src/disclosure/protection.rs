//! What disclosure control has decided for a year under one measure.

use super::check::Checked;
use super::measure::Measure;
use super::published::GivenUp;
use super::target::Target;
use crate::diagnostic::Finding;
use crate::domain::Figure;
use crate::plan::{Plan, TablePlan};
use std::collections::{BTreeMap, BTreeSet};

/// What the readers of a report are protected against, and by what.
#[derive(Clone)]
pub(super) struct Protection {
    /// How far it goes.
    pub(super) measure: Measure,
    /// Masks and proofs.
    pub(super) checked: Checked,
    /// What is asked for, with each table in the form it has.
    pub(super) plan: Plan,
    /// Tables that are not shown.
    pub(super) withheld: BTreeSet<String>,
    /// Figures for which a sign stands without being part of the proof: it tells nothing of them.
    pub(super) given_up: BTreeSet<Figure>,
    /// The withheld tables of which only zeros and totals would be left.
    pub(super) silent: BTreeSet<String>,
    /// A warning for each table that is withheld or coarser than it was asked for.
    pub(super) findings: BTreeMap<String, Finding>,
    /// Why it tells no more than editions of the year have told.
    pub(super) further: Option<Finding>,
}

impl Protection {
    /// Whether every small number is protected.
    pub(super) fn is_safe(&self) -> bool {
        self.unprotected().next().is_none()
    }

    /// Whether masks do not do, and more is given up.
    pub(super) fn gives_up(&self) -> bool {
        self.measure > Measure::Masks || !self.withheld.is_empty()
    }

    /// The tables that are not withheld.
    pub(super) fn shown_tables(&self) -> impl Iterator<Item = &TablePlan> {
        self.plan.tables.iter().filter(|table| !self.withheld.contains(&table.id))
    }

    /// The small numbers that are not.
    pub(super) fn unprotected(&self) -> impl Iterator<Item = &Target> {
        let unsafe_ones = self.checked.verdicts.iter().filter(|(_, proof)| !proof.verdict.is_safe);
        unsafe_ones.map(|(target, _)| target)
    }

    /// What readers are told of it.
    pub(super) fn given_up(&self) -> GivenUp {
        match self.measure {
            Measure::Masks | Measure::WithoutLedger => GivenUp::Nothing,
            Measure::MaskedZeros => GivenUp::Figures,
            Measure::TotalsOnly => GivenUp::AllButTotals,
        }
    }

    /// Whether a sign stands in place of a figure.
    pub(super) fn masks(&self, figure: &Figure) -> bool {
        self.checked.masked.contains_key(figure) || self.given_up.contains(figure)
    }
}
