//! What is told of earlier years: their values as they were printed, and the changes since.
//!
//! Made from what this report prints and what the archive says was printed, and from nothing else:
//! no exact figure comes into this file. So a comparison can tell nothing that a reader could not
//! work out himself, and where one of its parts is masked there is nothing it could be made from.

use super::published::{PublishedFigure, PublishedFigures, PublishedValue};
use crate::domain::{Comparison, ComparisonKind, Recording, Reference};
use crate::project::{ArchivedValue, Project};

/// A comparison as it may be printed.
pub(super) fn compare(
    comparison: &Comparison,
    now: &PublishedFigures,
    recording: &Recording,
    project: &Project,
) -> PublishedFigure {
    if let ComparisonKind::PerThousand(reference) = comparison.kind {
        let value = rate(comparison, reference, (now, recording), project);
        return PublishedFigure::compared(comparison, value);
    }
    let edition = project.earlier_year(comparison.year);
    let before = edition.and_then(|edition| {
        edition.content.figures.get(&comparison.of.id(&project.taxonomy)).copied()
    });
    let value = match (comparison.kind, before) {
        (_, None) => PublishedValue::NotAvailable,
        (ComparisonKind::Earlier, Some(before)) => before.into(),
        _ if !recording.has(&comparison.of) => PublishedValue::NotRecorded,
        // What is recorded in part is not compared with what is recorded as a whole.
        _ if !recording.tells_all(&comparison.of)
            || edition.is_some_and(|edition| !edition.is_comparable(&comparison.of, project)) =>
        {
            PublishedValue::NotComparable
        }
        (kind, Some(before)) => change(kind, now.get(&comparison.of), before),
    };
    PublishedFigure::compared(comparison, value)
}

/// A printed count per thousand; of a year that is recorded in part it would be that of another time.
fn rate(
    comparison: &Comparison,
    reference: &Reference,
    (now, recording): (&PublishedFigures, &Recording),
    project: &Project,
) -> PublishedValue {
    let is_of_report = comparison.year == project.settings.period.year();
    let count = match is_of_report {
        true => now.get(&comparison.of).map(PublishedFigure::value),
        false => project.earlier_year(comparison.year).and_then(|edition| {
            edition.content.figures.get(&comparison.of.id(&project.taxonomy)).map(|it| (*it).into())
        }),
    };
    let of = reference.values.get(&comparison.year);
    match (count, of) {
        // Its number may be known later.
        (Some(_), None) if is_of_report => PublishedValue::NotRecorded,
        (None, _) | (_, None) => PublishedValue::NotAvailable,
        (Some(PublishedValue::Count(_)), _)
            if is_of_report && !recording.tells_all(&comparison.of) =>
        {
            PublishedValue::NotComparable
        }
        (Some(PublishedValue::Count(count)), Some(of)) => {
            PublishedValue::PerThousand { count, of: *of }
        }
        (Some(other), _) => other,
    }
}

/// The change from one printed number to another.
fn change(
    kind: ComparisonKind,
    now: Option<&PublishedFigure>,
    before: ArchivedValue,
) -> PublishedValue {
    match (now.map(PublishedFigure::value), before) {
        (Some(PublishedValue::Count(_)), ArchivedValue::Count(0))
            if kind == ComparisonKind::ChangePercent =>
        {
            PublishedValue::NoBase
        }
        (Some(PublishedValue::Count(now)), ArchivedValue::Count(before)) => match kind {
            ComparisonKind::ChangePercent => PublishedValue::ChangePercent { before, now },
            _ => PublishedValue::Change { before, now },
        },
        _ => PublishedValue::Masked,
    }
}

impl From<ArchivedValue> for PublishedValue {
    fn from(value: ArchivedValue) -> Self {
        match value {
            ArchivedValue::Count(count) => Self::Count(count),
            ArchivedValue::Share { part, base } => Self::Share { part, base },
            ArchivedValue::HalfDays(half_days) => Self::HalfDays(half_days),
            ArchivedValue::Masked => Self::Masked,
            ArchivedValue::NoBase => Self::NoBase,
            ArchivedValue::TooFew => Self::TooFewCases,
        }
    }
}
