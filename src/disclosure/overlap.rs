//! How many cases have several values of a property: whoever has the cases, and the mentions or the counts by value, subtracts.
//!
//! 53 mentions of a topic group in 52 cases are one case with two topics of it. So are the counts by topic, which add up to the
//! mentions, and so are two topic groups beside the responsible body they belong to. What adds up to what is known from lists and
//! groups, not from numbers.

use super::relations::ancestor;
use crate::domain::{Count, Dimension, Field, Filter, Unit, ValueCode};
use crate::project::Project;
use std::collections::{BTreeMap, BTreeSet};

/// Cases, and a property of which the printed counts tell how often it is named among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Overlap {
    /// The cases.
    pub(super) of: Count,
    /// The property.
    pub(super) by: Dimension,
    /// The rows that tell it: the cases, and the mentions or the counts by value.
    pub(super) rows: Vec<usize>,
}

/// Every way in which printed counts tell how many values the cases of one of them have. `printed` has each count with its row.
pub(super) fn overlaps(printed: &BTreeMap<Count, usize>, project: &Project) -> Vec<Overlap> {
    let mut found = Vec::new();
    for (count, row) in printed {
        match count.unit {
            Unit::Mentions => {
                let cases = count.of_cases();
                found.extend(printed.get(&cases).map(|of_cases| Overlap {
                    of: cases.clone(),
                    by: Dimension::Topic,
                    rows: vec![*of_cases, *row],
                }));
            }
            Unit::Cases => {
                let schema = project.taxonomy.schema();
                let of_several = schema.dimensions().filter(|it| it.is_multiple_response());
                for by in of_several.filter(|it| !it.is_of_activities()) {
                    let parts = parts(count, by, project);
                    let rows: Option<Vec<usize>> =
                        parts.iter().map(|part| row_of(part, printed)).collect();
                    found.extend(rows.filter(|rows| rows.len() > 1).map(|parts| Overlap {
                        of: count.clone(),
                        by,
                        rows: [*row].into_iter().chain(parts).collect(),
                    }));
                }
            }
            Unit::Activities => {}
        }
    }
    found
}

/// The counts by each value that the cases of a count can have, each in the ways it may be named: with the groups the count asks
/// for, and without them, as a value tells its group.
pub(super) fn parts(count: &Count, by: Dimension, project: &Project) -> Vec<[Count; 2]> {
    let taxonomy = &project.taxonomy;
    let (of_field, others): (Vec<_>, Vec<_>) =
        count.filter.conditions().partition(|(it, _)| Field::of(*it) == Field::of(by));
    let Some(list) = taxonomy.list(by) else { return Vec::new() };
    // Values of a value are none.
    if of_field.iter().any(|(it, _)| by.with_groups().all(|group| group != *it)) {
        return Vec::new();
    }
    let is_allowed = |code: &ValueCode| {
        of_field.iter().all(|(dimension, allowed)| {
            ancestor(*code, by, *dimension, taxonomy).is_some_and(|it| allowed.contains(&it))
        })
    };
    let filter = |conditions: &[(Dimension, &BTreeSet<ValueCode>)], code: ValueCode| {
        let others = conditions.iter().filter(|(dimension, _)| *dimension != by);
        let filter = others.fold(Filter::all(), |filter, (dimension, codes)| {
            filter.and(*dimension, codes.iter().copied())
        });
        filter.and(by, [code])
    };
    let with_groups: Vec<_> = count.filter.conditions().collect();
    let codes = list.codes().chain([ValueCode::NOT_STATED]).filter(is_allowed);
    codes
        .map(|code| {
            [&others[..], &with_groups]
                .map(|conditions| Count { filter: filter(conditions, code), ..count.clone() })
        })
        .collect()
}

fn row_of(part: &[Count; 2], printed: &BTreeMap<Count, usize>) -> Option<usize> {
    part.iter().find_map(|count| printed.get(count).copied())
}
