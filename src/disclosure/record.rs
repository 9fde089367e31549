//! The record of what was masked and why. Internal: it stays in the office.

use crate::domain::{Figure, Taxonomy};
use crate::project::DisclosurePolicy;
use crate::statistics::{ExactFigures, ExactValue};
use serde::Serialize;
use std::collections::BTreeMap;

/// Why a figure is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MaskReason {
    /// A count of 1 up to the threshold.
    SmallCount,
    /// A share whose part is such a count.
    SmallPart,
    /// A share or statistic whose base is such a count.
    SmallBase,
    /// A share that leaves such a count over.
    SmallRemainder,
}

/// What was masked, for the internal folder.
#[derive(Clone, Debug, Serialize)]
pub struct DisclosureRecord {
    format_version: u32,
    internal: &'static str,
    threshold: u64,
    /// Whether it was examined if masked figures can be computed from printed ones.
    secondary_checked: bool,
    figures: usize,
    masked: Vec<MaskedFigure>,
    exempt: Vec<ExemptFigure>,
}

#[derive(Clone, Debug, Serialize)]
struct MaskedFigure {
    figure: String,
    reason: MaskReason,
    exact: String,
}

#[derive(Clone, Debug, Serialize)]
struct ExemptFigure {
    figure: String,
    reason: String,
    exact: String,
}

impl DisclosureRecord {
    pub(super) fn new(
        masks: BTreeMap<Figure, MaskReason>,
        exact: &ExactFigures,
        policy: &DisclosurePolicy,
        taxonomy: &Taxonomy,
    ) -> Self {
        let exact_text = |figure: &Figure| match exact.get(figure) {
            Some(ExactValue::Count(count)) => count.to_string(),
            Some(ExactValue::Share { part, base }) => format!("{part}/{base}"),
            Some(ExactValue::HalfDays { half_days, cases }) => {
                format!("{} half days of {cases} cases", half_days.unwrap_or(0))
            }
            None => "not computed".to_owned(),
        };
        let masked = masks.into_iter().map(|(figure, reason)| MaskedFigure {
            figure: figure.id(taxonomy),
            reason,
            exact: exact_text(&figure),
        });
        let exempt = policy.exemptions.iter().map(|exemption| ExemptFigure {
            figure: exemption.figure.id(taxonomy),
            reason: exemption.reason.clone(),
            exact: exact_text(&exemption.figure),
        });
        Self {
            format_version: 1,
            internal: "contains exact values; must not leave the office",
            threshold: policy.threshold,
            secondary_checked: false,
            figures: exact.iter().count(),
            masked: masked.collect(),
            exempt: exempt.collect(),
        }
    }

    /// How many figures are masked.
    pub fn masked_count(&self) -> usize {
        self.masked.len()
    }
}
