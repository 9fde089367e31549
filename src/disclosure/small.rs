//! Which rows are small themselves.

use super::registry::{Before, Registry, Row};
use super::relations::is_no_secret;
use crate::domain::{Count, Figure};
use crate::project::DisclosurePolicy;
use crate::statistics::{ExactFigures, ExactValue};
use std::collections::BTreeSet;

/// The rows that are masked because they are small themselves: printed, or needed for something
/// printed. Exempt figures are not, nor is what an earlier edition has printed.
pub(super) fn small_rows(
    registry: &Registry,
    exact: &ExactFigures,
    policy: &DisclosurePolicy,
) -> BTreeSet<usize> {
    let is_small = |count: &Count| {
        policy.is_small(exact.count(&count.of_cases()))
            && !is_no_secret(count)
            && !policy.is_exempt(&Figure::Count(count.clone()))
    };
    let mut rows = BTreeSet::new();
    if policy.base().is_some() {
        return rows;
    }
    for (position, row) in registry.rows().iter().enumerate() {
        if !registry.is_printed(position) || registry.is_known(position) {
            continue;
        }
        let of_row = match row {
            Row::Count(count) => is_small(count),
            // Nothing prints it.
            Row::Several { .. } => false,
            // Statistics of closed cases; that there are few says how many are open.
            Row::Duration { .. } => registry.items_of(position).any(|(_, item)| {
                matches!(exact.get(&item.figure),
                    Some(ExactValue::HalfDays { cases, .. }) if policy.is_small(cases))
            }),
        };
        if of_row {
            rows.insert(position);
        }
    }
    for item in registry.items() {
        if let (Figure::Ledger(entry), Some(ExactValue::Count(count))) =
            (&item.figure, exact.get(&item.figure))
            && entry.counts_persons()
            && policy.is_small(count)
            && item.earlier != Some(Before::Printed)
        {
            // Where all it follows from is no secret another measure withholds the ledger.
            rows.extend(item.rows.iter().filter(|row| match registry.rows().get(**row) {
                Some(Row::Count(count)) => !is_no_secret(count),
                _ => true,
            }));
        }
    }
    rows
}
