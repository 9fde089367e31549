//! How many cases have several values of a property: whoever has the cases, and the mentions or the counts by value, subtracts.
//!
//! 53 mentions of a topic group in 52 cases are one case with two topics of it. So are the counts by topic, which add up to the
//! mentions, and so are two topic groups beside the responsible body they belong to. What adds up to what is known from lists and
//! groups, not from numbers.

use super::relations::ancestor;
use crate::domain::{Count, Dimension, Field, Unit, ValueCode};
use crate::project::Project;
use std::collections::BTreeMap;

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
                    let rows: Option<Vec<usize>> =
                        parts(count, by, project).map(|part| row_of(&part, printed)).collect();
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
/// for, and without them, as a value tells its group. One after the other: most counts have no printed one.
pub(super) fn parts<'p>(
    count: &'p Count,
    by: Dimension,
    project: &'p Project,
) -> impl Iterator<Item = [Count; 2]> + 'p {
    let taxonomy = &project.taxonomy;
    let is_of_field = move |dimension: Dimension| Field::of(dimension) == Field::of(by);
    let mut asked = count.filter.conditions();
    // Values of a value are none.
    let is_finer = asked.any(|(it, _)| is_of_field(it) && by.with_groups().all(|at| at != it));
    let list = taxonomy.list(by).filter(|_| !is_finer);
    let codes = list.into_iter().flat_map(|list| list.codes().chain([ValueCode::NOT_STATED]));
    let is_allowed = move |code: &ValueCode| {
        count.filter.conditions().filter(|(it, _)| is_of_field(*it)).all(|(dimension, allowed)| {
            ancestor(*code, by, dimension, taxonomy).is_some_and(|it| allowed.contains(&it))
        })
    };
    codes.filter(is_allowed).map(move |code| {
        let whole = count.clone().without(by);
        let mut alone = whole.clone();
        for (dimension, _) in count.filter.conditions().filter(|(it, _)| is_of_field(*it)) {
            alone = alone.without(dimension);
        }
        [alone.with(by, code), whole.with(by, code)]
    })
}

fn row_of(part: &[Count; 2], printed: &BTreeMap<Count, usize>) -> Option<usize> {
    part.iter().find_map(|count| printed.get(count).copied())
}
