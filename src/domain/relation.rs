//! How the cases of two counts lie to each other by definition: within, or apart. Sees no number.

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
        (Period::Month(month), Period::HalfYear(half)) => month.div_ceil(6) == half,
        (Period::Month(month), Period::Quarter(quarter)) => month.div_ceil(3) == quarter,
        (Period::Quarter(quarter), Period::HalfYear(half)) => quarter.div_ceil(2) == half,
        _ => false,
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

/// Whether no case can count in both of two counts, by definition: they ask for different values of a property of which a
/// case has one, or for different parts of the year.
pub fn are_apart(one: &Count, other: &Count, taxonomy: &Taxonomy) -> bool {
    let flows = !one.population.is_stock() && one.population == other.population;
    let by_time = flows && {
        let ((first, last), (from, to)) = (one.period.months(), other.period.months());
        last < from || to < first
    };
    let apart = |fine: &Count, coarse: &Count| {
        let conditions = fine.filter.conditions().filter(|(it, _)| !it.is_multiple_response());
        conditions.into_iter().any(|(dimension, codes)| {
            coarse.filter.conditions().any(|(at, allowed)| {
                codes.iter().all(|code| {
                    ancestor(*code, dimension, at, taxonomy)
                        .is_some_and(|it| !allowed.contains(&it))
                })
            })
        })
    };
    // Who has no topic has none of any group.
    let none = |empty: &Count, other: &Count| {
        let own = taxonomy.schema().own().iter().filter(|own| own.is_several);
        let own = own.map(|own| Dimension::Own(own.finest()));
        [Dimension::Topic, Dimension::ClarifiedWith].into_iter().chain(own).any(|dimension| {
            let nothing = BTreeSet::from([ValueCode::NOT_STATED]);
            let asks_none = dimension.with_groups().any(|at| {
                // A value without a group is no missing one.
                let finest = members(&nothing, at, dimension, taxonomy);
                empty.filter.allowed(at) == Some(&nothing)
                    && finest.is_none_or(|finest| finest == nothing)
            });
            let mut asked = dimension.with_groups().filter_map(|it| other.filter.allowed(it));
            asks_none && asked.any(|codes| !codes.contains(&ValueCode::NOT_STATED))
        })
    };
    by_time || apart(one, other) || apart(other, one) || none(one, other) || none(other, one)
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
