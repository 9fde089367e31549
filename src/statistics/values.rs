//! Which values a record has in a dimension.

use super::days::duration;
use crate::domain::{Activity, Case, Code, Day, Dimension};
use crate::project::Project;
use std::collections::BTreeSet;

/// Whether a case has one of the allowed values in a dimension other than the topic's; "not
/// stated" is its value when there is none.
pub(super) fn case_has(
    case: &Case,
    dimension: Dimension,
    allowed: &BTreeSet<Code>,
    project: &Project,
) -> bool {
    let group = |dimension, code| project.taxonomy.group_of(dimension, code);
    let one = |code| allowed.contains(&code);
    match dimension {
        Dimension::Category => one(case.category),
        Dimension::CategoryGroup => one(group(Dimension::Category, case.category)),
        Dimension::SubmitterGroup => one(case.submitter_group),
        Dimension::Support => one(group(Dimension::SubmitterGroup, case.submitter_group)),
        Dimension::Assessment => one(case.assessment),
        Dimension::JustifiedReason => one(case.justified_reason),
        Dimension::Channel => one(case.channel),
        Dimension::Outcome => one(case.outcome),
        Dimension::SupportingBody => one(case.supporting_body),
        Dimension::Site => one(case.site),
        Dimension::ClarifiedWith if !case.clarified_with().is_empty() => {
            case.clarified_with().iter().any(|code| allowed.contains(code))
        }
        Dimension::DurationBand => one(duration_band(case, project)),
        Dimension::Target => one(target(case, project)),
        _ => one(Code::NOT_STATED),
    }
}

/// The value of one topic in the topic's dimension or one of its groups.
pub(super) fn of_topic(topic: Code, dimension: Dimension, project: &Project) -> Code {
    let group = |dimension, code| project.taxonomy.group_of(dimension, code);
    match dimension {
        Dimension::Topic => topic,
        Dimension::TopicGroup => group(Dimension::Topic, topic),
        Dimension::ResponsibleBody => group(Dimension::TopicGroup, group(Dimension::Topic, topic)),
        _ => Code::NOT_STATED,
    }
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
) -> Vec<Code> {
    let mut codes: Vec<Code> = match dimension {
        Dimension::ActivityKind => vec![activity.kind],
        Dimension::PartnerGroup => activity
            .partners
            .iter()
            .filter_map(|position| project.network.partners.get(*position))
            .map(|partner| partner.group)
            .collect(),
        Dimension::Invitation => activity
            .by_invitation
            .map(|invited| Code::new(if invited { 0 } else { 1 }))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    };
    if codes.is_empty() {
        codes.push(Code::NOT_STATED);
    }
    codes
}

/// The band of processing days of a case.
pub(super) fn duration_band(case: &Case, project: &Project) -> Code {
    duration(case)
        .map(|days| project.durations.band(days))
        .and_then(|band| u16::try_from(band).ok())
        .map_or(Code::NOT_STATED, Code::new)
}

/// Met, missed or still open within the target on the last day that is known of the case; a case still open past the target has
/// missed it.
pub(super) fn target(case: &Case, project: &Project) -> Code {
    let limit = project.durations.target_days;
    let as_of = Day::number_of(project.settings.as_of);
    let known_until = project.durations.known_until.get(&case.source.file);
    let last = known_until.map_or(as_of, |day| day.number().min(as_of));
    let open_for = last - case.received_on.number();
    let (met, missed, pending) = (Code::new(0), Code::new(1), Code::new(2));
    match duration(case) {
        Some(days) if days <= limit => met,
        Some(_) => missed,
        None if i64::from(open_for) > i64::from(limit) => missed,
        None => pending,
    }
}
