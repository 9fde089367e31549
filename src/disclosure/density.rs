//! Tables so thin that masking leaves little of them.

use super::MaskReason;
use crate::domain::Figure;
use crate::plan::TablePlan;
use crate::statistics::{ExactFigures, ExactValue};
use std::collections::{BTreeMap, BTreeSet};

/// Masked counts and all counts above zero of a table, when more than 30 % of them are masked.
pub(super) fn mostly_masked(
    table: &TablePlan,
    exact: &ExactFigures,
    masks: &BTreeMap<Figure, MaskReason>,
) -> Option<(usize, usize)> {
    let counts: BTreeSet<&Figure> = table
        .rows
        .iter()
        .flat_map(|row| row.cells.iter().flatten())
        .filter(|figure| matches!(exact.get(figure), Some(ExactValue::Count(1..))))
        .collect();
    let masked = counts.iter().filter(|figure| masks.contains_key(**figure)).count();
    (masked * 10 > counts.len() * 3).then_some((masked, counts.len()))
}
