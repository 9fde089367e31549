//! Primary masking: counts of persons' cases below the threshold, and what follows from them.

use super::MaskReason;
use crate::domain::{Count, Figure, Unit};
use crate::project::DisclosurePolicy;
use crate::statistics::{ExactFigures, ExactValue};
use std::collections::BTreeMap;

/// The figures that must not be printed, each with its reason.
pub(super) fn masks(
    exact: &ExactFigures,
    policy: &DisclosurePolicy,
) -> BTreeMap<Figure, MaskReason> {
    let mut masks = BTreeMap::new();
    for (figure, value) in exact.iter() {
        if let Some(reason) = reason(figure, value, exact, policy) {
            masks.insert(figure.clone(), reason);
        }
    }
    masks
}

fn reason(
    figure: &Figure,
    value: ExactValue,
    exact: &ExactFigures,
    policy: &DisclosurePolicy,
) -> Option<MaskReason> {
    let small = |count: u64| (1..policy.threshold).contains(&count);
    // Mentions point to as many persons as there are cases behind them.
    let persons = |count: &Count, value: u64| match count.cases_behind().map(Figure::Count) {
        None => value,
        Some(cases) => match exact.get(&cases) {
            Some(ExactValue::Count(cases)) => cases,
            _ => value,
        },
    };
    let small_count = |count: &Count, value: u64| {
        count.unit != Unit::Activities && small(persons(count, value)) && !is_exempt(count, policy)
    };
    match (figure, value) {
        (Figure::Count(count), ExactValue::Count(value)) => {
            small_count(count, value).then_some(MaskReason::SmallCount)
        }
        // A printed share gives part, base and remainder away.
        (Figure::Share(share), ExactValue::Share { part, base }) => {
            if small_count(share.part(), part) {
                Some(MaskReason::SmallPart)
            } else if small_count(share.base(), base) {
                Some(MaskReason::SmallBase)
            } else if share.base().unit != Unit::Activities && small(base.saturating_sub(part)) {
                Some(MaskReason::SmallRemainder)
            } else {
                None
            }
        }
        // Also that there is no duration tells something about a masked count: its cases are open.
        (Figure::Days(days), ExactValue::HalfDays { cases, .. }) => {
            let of = match exact.get(&Figure::Count(days.of.clone())) {
                Some(ExactValue::Count(count)) => count,
                _ => cases,
            };
            let masked = small_count(&days.of, cases) || small_count(&days.of, of);
            masked.then_some(MaskReason::SmallBase)
        }
        (Figure::Ledger(entry), ExactValue::Count(count)) => {
            (entry.counts_persons() && small(count)).then_some(MaskReason::SmallCount)
        }
        _ => None,
    }
}

fn is_exempt(count: &Count, policy: &DisclosurePolicy) -> bool {
    policy
        .exemptions
        .iter()
        .any(|exemption| matches!(&exemption.figure, Figure::Count(exempt) if exempt == count))
}
