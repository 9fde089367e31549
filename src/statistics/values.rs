//! Which values a record has in a dimension.

use super::days::duration;
use crate::domain::{Activity, Case, Day, Dimension, Field, Limit, ValueCode};
use crate::project::Project;
use std::collections::BTreeSet;

/// Whether a case has one of the allowed values in a dimension other than the topic's; "not
/// stated" is its value when there is none.
pub(super) fn case_has(
    case: &Case,
    dimension: Dimension,
    allowed: &BTreeSet<ValueCode>,
    project: &Project,
) -> bool {
    match dimension {
        dimension if dimension.is_of_days() => allowed.contains(&of_days(case, dimension, project)),
        _ => match Field::of(dimension).map(|field| case.codes(field)).unwrap_or_default() {
            [] => allowed.contains(&ValueCode::NOT_STATED),
            codes => {
                codes.iter().any(|code| allowed.contains(&of_value(*code, dimension, project)))
            }
        },
    }
}

/// What a value of a case's field is in a dimension: itself, or the group it belongs to.
pub(super) fn of_value(mut code: ValueCode, dimension: Dimension, project: &Project) -> ValueCode {
    let mut level = Field::of(dimension).and_then(Field::dimension);
    while let Some(finer) = level.filter(|level| *level != dimension) {
        code = project.taxonomy.group_of(finer, code);
        level = finer.parent();
    }
    code
}

/// Whether a dimension describes a case's topics, of which there can be several.
pub(super) fn is_of_topic(dimension: Dimension) -> bool {
    matches!(dimension, Dimension::Topic | Dimension::TopicGroup | Dimension::ResponsibleBody)
}

/// The values of an activity in a dimension; "not stated" when there is none.
pub(super) fn of_activity(
    activity: &Activity,
    dimension: Dimension,
    project: &Project,
) -> Vec<ValueCode> {
    let mut codes: Vec<ValueCode> = match dimension {
        Dimension::ActivityKind => vec![activity.kind],
        Dimension::PartnerGroup => activity
            .partners
            .iter()
            .filter_map(|position| project.network.partners.get(*position))
            .map(|partner| partner.group)
            .collect(),
        Dimension::Invitation => activity
            .by_invitation
            .map(|invited| ValueCode::new(if invited { 0 } else { 1 }))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    };
    if codes.is_empty() {
        codes.push(ValueCode::NOT_STATED);
    }
    codes
}

/// What the days of a case say in a dimension that follows from them.
pub(super) fn of_days(case: &Case, dimension: Dimension, project: &Project) -> ValueCode {
    let weekday = || ValueCode::new(case.received_on.weekday());
    match dimension {
        Dimension::DurationBand => duration_band(case, project),
        Dimension::Weekday => weekday(),
        Dimension::WeekdayGroup => project.taxonomy.group_of(Dimension::Weekday, weekday()),
        _ => target(case, dimension, project),
    }
}

/// The band of processing days of a case.
fn duration_band(case: &Case, project: &Project) -> ValueCode {
    duration(case)
        .map(|days| project.durations.band(days))
        .and_then(|band| u16::try_from(band).ok())
        .map_or(ValueCode::NOT_STATED, ValueCode::new)
}

/// Met, missed or still open within a deadline on the last day that is known of the case; a case still open past it has missed
/// it. One that is completed needs no acknowledgement.
fn target(case: &Case, dimension: Dimension, project: &Project) -> ValueCode {
    let (limit, until) = match dimension {
        Dimension::OwnTarget(target) => (target.limit, target.until),
        _ => (Limit::Days(project.durations.target_days.unwrap_or_default()), Field::ClosedOn),
    };
    let acknowledged = case.acknowledged_on.filter(|_| until == Field::AcknowledgedOn);
    let done = case.closed_on.into_iter().chain(acknowledged).min();
    let as_of = Day::number_of(project.settings.as_of);
    let known_until = project.durations.known_until.get(&case.source.file);
    let last_known = known_until.map_or(as_of, |day| day.number().min(as_of));
    let last = limit.last_day(case.received_on);
    let (met, missed, pending) = (ValueCode::new(0), ValueCode::new(1), ValueCode::new(2));
    match done {
        Some(day) if day.number() <= last => met,
        Some(_) => missed,
        None if last_known > last => missed,
        None => pending,
    }
}
