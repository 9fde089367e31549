//! What a mark of the specification is to a drawing: its length, its text, the role of its text.

use super::palette::Role;
use super::text::one_line;
use crate::report::chart_spec::Mark;

/// The length in the unit of the figure; 0 for masked values and for nothing.
pub(super) fn length(mark: &Mark) -> f64 {
    match mark {
        Mark::Value { magnitude, .. } => magnitude.get(),
        Mark::Masked { .. } | Mark::Nothing { .. } => 0.0,
    }
}

/// The printed form on one line.
pub(super) fn label(mark: &Mark) -> String {
    match mark {
        Mark::Value { label, .. } | Mark::Masked { label, .. } | Mark::Nothing { label, .. } => {
            one_line(label)
        }
    }
}

/// Whether the value is not published.
pub(super) fn is_masked(mark: &Mark) -> bool {
    matches!(mark, Mark::Masked { .. })
}

/// The role of a value printed beside its mark: what is known to be nothing is quiet.
pub(super) fn beside(mark: &Mark) -> Role {
    match mark {
        Mark::Value { .. } | Mark::Masked { .. } => Role::TextBold,
        Mark::Nothing { .. } => Role::TextMuted,
    }
}
