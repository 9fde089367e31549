//! Which counts lie in which by definition. Sees no number.

use super::{Count, Dimension, Period, Population, Taxonomy, Unit, ValueCode};
use std::collections::BTreeSet;

/// Whether every case of `inner` is one of `outer`, by definition.
pub fn is_within(inner: &Count, outer: &Count, taxonomy: &Taxonomy) -> bool {
    let population = inner.population == outer.population
        || (inner.population == Population::Received && outer.population == Population::Krm);
    let period = match (inner.period, outer.period) {
        (inner, outer) if inner == outer => true,
        _ if outer.population.is_stock() => false,
        (_, Period::Year) => true,
        (Period::Year, _) => false,
        (inner, outer) => {
            let ((first, last), (from, to)) = (inner.months(), outer.months());
            from <= first && last <= to
        }
    };
    let filter = outer.filter.conditions().all(|(dimension, allowed)| {
        inner.filter.conditions().any(|(other, codes)| {
            let is_finer = codes.iter().all(|code| {
                ancestor(*code, other, dimension, taxonomy).is_some_and(|it| allowed.contains(&it))
            });
            // A group all of whose values are asked for: where it has one, both are the same.
            is_finer
                || members(codes, other, dimension, taxonomy)
                    .is_some_and(|members| members.is_subset(allowed))
        })
    });
    inner.unit == Unit::Cases && outer.unit == Unit::Cases && population && period && filter
}

/// The values of a dimension that are grouped into some values of a coarser one; `None` where it is not coarser.
fn members(
    codes: &BTreeSet<ValueCode>,
    coarser: Dimension,
    dimension: Dimension,
    taxonomy: &Taxonomy,
) -> Option<BTreeSet<ValueCode>> {
    if coarser == dimension || !dimension.with_groups().any(|it| it == coarser) {
        return None;
    }
    let all = taxonomy.list(dimension)?.codes().chain([ValueCode::NOT_STATED]);
    let of_group = |code: &ValueCode| {
        ancestor(*code, dimension, coarser, taxonomy).is_some_and(|group| codes.contains(&group))
    };
    Some(all.filter(of_group).collect())
}

/// The value of a dimension that stands above a value of a finer one, or is it.
pub fn ancestor(
    code: ValueCode,
    finer: Dimension,
    dimension: Dimension,
    taxonomy: &Taxonomy,
) -> Option<ValueCode> {
    let (mut at, mut code) = (finer, code);
    while at != dimension {
        code = taxonomy.group_of(at, code);
        at = at.parent()?;
    }
    Some(code)
}
