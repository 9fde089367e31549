//! The register of all published figures, for data files.

use super::Context;
use super::definition::definition;
use super::document::{FigureEntry, FigureUnit};
use super::printed::{SHARE_DECIMALS, is_small, plain};
use crate::disclosure::{PublishedFigure, PublishedValue};
use crate::domain::{Comparison, ComparisonKind, Figure, LedgerEntry, Unit};

/// One entry for each published figure, by id.
pub(super) fn entries(context: &Context<'_>) -> Vec<FigureEntry> {
    let mut entries: Vec<FigureEntry> =
        context.figures.iter().map(|figure| entry(figure, context)).collect();
    entries.sort_by(|a, b| a.id.cmp(&b.id));
    entries
}

fn entry(published: &PublishedFigure, context: &Context<'_>) -> FigureEntry {
    let taxonomy = &context.project.taxonomy;
    let (status, is_number) = match published.value() {
        PublishedValue::Masked => ("masked", false),
        PublishedValue::NoBase => ("no_base", false),
        value if is_small(value) => ("too_few_cases", false),
        PublishedValue::NotAvailable => ("not_available", false),
        PublishedValue::NotComparable => ("not_comparable", false),
        PublishedValue::NotRecorded => ("not_recorded", false),
        _ if context.project.disclosure.rounds(published.figure()) => ("rounded", true),
        _ => ("published", true),
    };
    let earlier = match published.figure() {
        Figure::Compared(comparison) if comparison.kind == ComparisonKind::ChangePercent => {
            let earlier = Comparison { kind: ComparisonKind::Earlier, ..comparison.clone() };
            Some(Figure::Compared(earlier).id(taxonomy))
        }
        _ => None,
    };
    let is_rate = matches!(published.figure(), Figure::Compared(comparison)
        if matches!(comparison.kind, ComparisonKind::PerThousand(_)));
    let (unit, part, base, decimals) = match published.figure().of_this_year() {
        Figure::Count(count) if is_rate => {
            (FigureUnit::PerThousand, Some(count.id(taxonomy)), None, SHARE_DECIMALS)
        }
        Figure::Count(_) if earlier.is_some() => {
            (FigureUnit::Percent, None, earlier, SHARE_DECIMALS)
        }
        Figure::Count(count) => {
            let unit = match count.unit {
                Unit::Cases => FigureUnit::Cases,
                Unit::Mentions => FigureUnit::Mentions,
                Unit::Activities => FigureUnit::Activities,
            };
            (unit, None, None, 0)
        }
        Figure::Share(share) => {
            let (part, base) = (share.part().id(taxonomy), share.base().id(taxonomy));
            (FigureUnit::Percent, Some(part), Some(base), SHARE_DECIMALS)
        }
        Figure::Days(days) => (FigureUnit::Days, None, Some(days.of.id(taxonomy)), 1),
        Figure::Ledger(LedgerEntry::Lines(_)) => (FigureUnit::Lines, None, None, 0),
        Figure::Ledger(LedgerEntry::Records(_)) => (FigureUnit::Records, None, None, 0),
        Figure::Compared(_) => (FigureUnit::Cases, None, None, 0),
    };
    FigureEntry {
        id: published.figure().id(taxonomy),
        definition: definition(published.figure(), context.project, &context.plan.recording),
        unit,
        part,
        base,
        decimals,
        status,
        value: is_number.then(|| plain(published.value(), context.signs)),
        revised: published.is_revised(),
    }
}
