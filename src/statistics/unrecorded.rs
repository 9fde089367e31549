//! Numbers that no case can tell: a list that only some exports have, asked of cases none of which has it, or a site of which an
//! export is missing. Nobody counted them as none.

use super::{ExactValue, compute};
use crate::domain::{Case, Count, Dimension, Field, Figure, Filter, Recording, Unit};
use crate::project::Project;
use std::collections::{BTreeMap, BTreeSet};

/// Of some figures those that rest on a field which none of their cases has recorded, though there are cases.
pub fn unrecorded(
    figures: &BTreeSet<Figure>,
    recording: &Recording,
    cases: &[Case],
    project: &Project,
) -> BTreeSet<Figure> {
    let asked: BTreeMap<&Count, [Figure; 2]> = figures
        .iter()
        .filter(|figure| recording.is_partial(figure))
        .flat_map(Figure::counts)
        .filter_map(|count| Some((count, probes(count, recording, project)?)))
        .collect();
    let exact = compute(asked.values().flatten(), cases, [], project);
    let is_none = |figure: &Figure| exact.get(figure) == Some(ExactValue::Count(0));
    let is_open =
        |count: &Count| asked.get(count).is_some_and(|[with, all]| is_none(with) && !is_none(all));
    let is_open = |count: &Count| is_open(count) || recording.days.lacks_values(count);
    let open = figures.iter().filter(|figure| figure.counts().into_iter().any(is_open));
    open.cloned().collect()
}

/// The cases a count is of, whatever they say of fields that some of them lack: those that have them, and all. `None`
/// where it asks for no such field.
fn probes(count: &Count, recording: &Recording, project: &Project) -> Option<[Figure; 2]> {
    let taxonomy = &project.taxonomy;
    let partial = recording.fields.partial_of(count.population);
    let is_asked = |dimension: Dimension| {
        let missing = taxonomy.not_recorded(dimension);
        let allowed = count.filter.allowed(dimension);
        Field::of(dimension).is_some_and(|field| partial.contains(&field))
            && allowed.is_some_and(|codes| missing.is_none_or(|missing| !codes.contains(&missing)))
    };
    let (asked, others): (Vec<_>, Vec<_>) =
        count.filter.conditions().partition(|(dimension, _)| is_asked(*dimension));
    if asked.is_empty() || count.filter.is_contradiction() {
        return None;
    }
    let others = others.into_iter().fold(Filter::all(), |filter, (dimension, codes)| {
        filter.and(dimension, codes.iter().copied())
    });
    let with = asked.into_iter().fold(others.clone(), |filter, (dimension, _)| {
        filter.and(dimension, taxonomy.recorded(dimension))
    });
    let of = |filter| Figure::Count(Count { unit: Unit::Cases, filter, ..count.clone() });
    Some([of(with), of(others)])
}
