//! How counts hang together by definition: what lies within what, and what stands beside it. Sees
//! no number.

use crate::domain::{
    Count, Dimension, Figure, Filter, Period, Population, Taxonomy, Unit, ValueCode,
};
use crate::project::Project;
use std::collections::{BTreeMap, BTreeSet};

/// The counts a disclosure check needs besides the printed figures: the cases behind mentions and
/// statistics, the neighbours of printed counts, which a reader may obtain by subtracting, and those by the groups of
/// their values, which he may obtain by adding.
pub fn needed(printed: &BTreeSet<Figure>, project: &Project) -> BTreeSet<Figure> {
    let all = [Population::Krm, Population::Received];
    let mut needed: BTreeSet<Figure> = all.map(|it| Figure::Count(Count::cases(it))).into();
    let counts = printed.iter().flat_map(Figure::counts);
    needed.extend(rest_of_stock(counts).into_iter().map(Figure::Count));
    for count in printed.iter().flat_map(Figure::counts).filter(|c| c.unit != Unit::Activities) {
        needed.insert(Figure::Count(count.clone()));
        needed.extend(count.cases_behind().map(Figure::Count));
        needed.extend(neighbours(count, project).into_iter().map(Figure::Count));
        needed.extend(count.of_cases().of_groups(&project.taxonomy).into_iter().map(Figure::Count));
        let rows = protected_rows(count, project).into_iter();
        needed.extend(rows.flat_map(|(all, one)| [all, one]).map(Figure::Count));
    }
    needed
}

/// The counts that differ from a count of cases in the value of one property.
pub(super) fn neighbours(count: &Count, project: &Project) -> Vec<Count> {
    let mut neighbours = Vec::new();
    let count = count.of_cases();
    for (dimension, _) in count.filter.conditions() {
        let Some(list) = project.taxonomy.list(dimension) else { continue };
        let without = count.clone().without(dimension);
        for code in list.codes().chain([ValueCode::NOT_STATED]) {
            neighbours.push(without.clone().with(dimension, code));
        }
    }
    neighbours.retain(|neighbour| *neighbour != count);
    neighbours
}

/// What carried forward and received cases, and closed and open ones, are alike in sum under any condition: of each of these
/// sums of which two numbers are named, the others.
pub(super) fn rest_of_stock<'a>(counts: impl Iterator<Item = &'a Count>) -> BTreeSet<Count> {
    const SUM: [Population; 4] =
        [Population::CarriedForward, Population::Received, Population::Closed, Population::Open];
    let mut named: BTreeMap<(&Filter, Period), BTreeSet<Population>> = BTreeMap::new();
    let of_cases = counts.filter(|count| count.unit == Unit::Cases);
    for count in of_cases.filter(|count| SUM.contains(&count.population)) {
        named.entry((&count.filter, count.period)).or_default().insert(count.population);
    }
    let two = named.into_iter().filter(|(_, named)| named.len() > 1);
    two.flat_map(|((filter, period), named)| {
        let others = SUM.into_iter().filter(move |it| !named.contains(it));
        others.map(move |population| Count {
            unit: Unit::Cases,
            population,
            period,
            filter: filter.clone(),
        })
    })
    .collect()
}

/// The rows a count stands in by its protected properties: all cases of the row, and those of one
/// value or group. "Not stated" tells nothing of anybody.
pub(super) fn protected_rows(count: &Count, project: &Project) -> Vec<(Count, Count)> {
    let mut rows = Vec::new();
    let cases = count.of_cases();
    let protected = |(dimension, _): &(Dimension, _)| project.disclosure.protects(*dimension);
    let secret = |(dimension, _): &(Dimension, _)| !is_told(*dimension, &cases.filter);
    for (dimension, _) in cases.filter.conditions().filter(protected).filter(secret) {
        let all = cases.clone().without(dimension);
        for at in dimension.with_groups() {
            for code in project.taxonomy.list(at).into_iter().flat_map(|list| list.codes()) {
                let one = all.clone().with(at, code);
                // A topic tells its group by definition.
                if !is_within(&all, &one, &project.taxonomy) {
                    rows.push((all.clone(), one));
                }
            }
        }
    }
    rows
}

/// Whether a filter tells a property by asking for another: a value tells its group, and a reason is one why a complaint was
/// justified.
pub(super) fn is_told(dimension: Dimension, filter: &Filter) -> bool {
    filter.conditions().any(|(asked, codes)| {
        let is_finer = asked.with_groups().skip(1).any(|group| group == dimension);
        let is_reason = dimension == Dimension::Assessment && asked == Dimension::JustifiedReason;
        (is_finer || is_reason) && !codes.contains(&ValueCode::NOT_STATED)
    })
}

/// Whether a count is nobody's secret: how many cases the house or the office received in the year, asked for nothing else.
pub(super) fn is_no_secret(count: &Count) -> bool {
    let is_total = matches!(count.population, Population::Received | Population::Krm)
        && count.unit == Unit::Cases
        && count.period == Period::Year;
    is_total && count.filter.is_empty()
}

/// How many conditions a count has; a part of the year is one.
pub(super) fn conditions(count: &Count) -> usize {
    count.filter.conditions().count() + usize::from(count.period != Period::Year)
}

/// Whether every case of `inner` is one of `outer`, by definition.
pub(super) fn is_within(inner: &Count, outer: &Count, taxonomy: &Taxonomy) -> bool {
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
pub(super) fn are_apart(one: &Count, other: &Count, taxonomy: &Taxonomy) -> bool {
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
pub(super) fn ancestor(
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
