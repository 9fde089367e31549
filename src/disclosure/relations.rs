//! How counts hang together by definition: what lies within what, and what stands beside it. Sees
//! no number.

use crate::domain::{Count, Dimension, Figure, Filter, Period, Population, Unit, ValueCode};
pub(super) use crate::domain::{ancestor, is_within};
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
    let counts: BTreeSet<&Count> = printed.iter().flat_map(Figure::counts).collect();
    needed.extend(sums(&counts, project).into_keys().map(Figure::Count));
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

/// The populations of which the first two and the last two are alike in sum under any condition.
pub(super) const STOCK: [Population; 4] =
    [Population::CarriedForward, Population::Received, Population::Closed, Population::Open];

/// What carried forward and received cases, and closed and open ones, are alike in sum under any condition: of each of these
/// sums of which two numbers are named, the others.
pub(super) fn rest_of_stock<'a>(counts: impl Iterator<Item = &'a Count>) -> BTreeSet<Count> {
    let mut named: BTreeMap<(&Filter, Period), BTreeSet<Population>> = BTreeMap::new();
    let of_cases = counts.filter(|count| count.unit == Unit::Cases);
    for count in of_cases.filter(|count| STOCK.contains(&count.population)) {
        named.entry((&count.filter, count.period)).or_default().insert(count.population);
    }
    let two = named.into_iter().filter(|(_, named)| named.len() > 1);
    two.flat_map(|((filter, period), named)| {
        let others = STOCK.into_iter().filter(move |it| !named.contains(it));
        others.map(move |population| Count {
            unit: Unit::Cases,
            population,
            period,
            filter: filter.clone(),
        })
    })
    .collect()
}

/// The counts that are the sum of these: all values of a property of which a case has one, or all parts of the year, are among
/// them. Each with its parts.
pub(super) fn sums(counts: &BTreeSet<&Count>, project: &Project) -> BTreeMap<Count, Vec<Count>> {
    let mut sums = BTreeMap::new();
    for count in counts.iter().filter(|count| count.unit == Unit::Cases) {
        let mut add = |whole: Count, parts: Vec<Count>| {
            if !counts.contains(&whole) && parts.iter().all(|part| counts.contains(part)) {
                sums.entry(whole).or_insert(parts);
            }
        };
        let conditions = count.filter.conditions().map(|(dimension, _)| dimension);
        for dimension in conditions.filter(|it| !it.is_multiple_response()) {
            let Some(list) = project.taxonomy.list(dimension) else { continue };
            let whole = (*count).clone().without(dimension);
            let codes = list.codes().chain([ValueCode::NOT_STATED]);
            let parts = codes.map(|code| whole.clone().with(dimension, code)).collect();
            add(whole, parts);
        }
        if count.period != Period::Year && !count.population.is_stock() {
            let parts = project.settings.period.parts(count.period).into_iter();
            let parts = parts.map(|period| Count { period, ..(*count).clone() }).collect();
            add(Count { period: Period::Year, ..(*count).clone() }, parts);
        }
    }
    sums
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
