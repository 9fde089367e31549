//! Cases and plan → exact figures. Counts only: nothing is rounded, formatted or masked here, and
//! nothing computed here may reach a reader except through `disclosure`.

mod days;
mod exact;
mod membership;
mod values;

pub use exact::{ExactFigures, ExactValue};
pub use membership::Matcher;

use crate::domain::{
    Case, Count, DaysStatistic, Figure, LedgerEntry, Period, Population, Share, Unit,
};
use crate::project::Project;
use std::collections::{BTreeMap, BTreeSet};

/// The values of all figures. `ledger` are the totals of intake; each becomes a figure.
pub fn compute<'a>(
    figures: impl IntoIterator<Item = &'a Figure>,
    cases: &[Case],
    ledger: impl IntoIterator<Item = (LedgerEntry, u64)>,
    project: &Project,
) -> ExactFigures {
    let figures: BTreeSet<&Figure> = figures.into_iter().collect();
    let counted: BTreeSet<&Count> = figures.iter().flat_map(|figure| figure.counts()).collect();
    let mut members = Members { cases, project, found: BTreeMap::new() };
    let counts: BTreeMap<&Count, u64> =
        counted.into_iter().map(|count| (count, members.count(count))).collect();
    let value_of = |count: &Count| counts.get(count).copied().unwrap_or(0);

    let mut exact = BTreeMap::new();
    for figure in figures {
        let value = match figure {
            Figure::Count(count) => ExactValue::Count(value_of(count)),
            Figure::Share(share) => share_value(share, value_of),
            Figure::Days(days) => {
                let matcher = Matcher::new(&days.of, project);
                let of_cases = cases.iter().filter(|case| matcher.weight(case) > 0);
                let sorted = days::sorted_durations(of_cases);
                let half_days = match days.statistic {
                    DaysStatistic::Median => days::median_in_half_days(&sorted),
                    DaysStatistic::Percentile90 => days::percentile_90_in_half_days(&sorted),
                };
                ExactValue::HalfDays { half_days, cases: sorted.len() as u64 }
            }
            Figure::Ledger(_) => continue,
        };
        exact.insert(figure.clone(), value);
    }
    for (entry, count) in ledger {
        exact.insert(Figure::Ledger(entry), ExactValue::Count(count));
    }
    ExactFigures::new(exact)
}

fn share_value(share: &Share, value_of: impl Fn(&Count) -> u64) -> ExactValue {
    ExactValue::Share { part: value_of(share.part()), base: value_of(share.base()) }
}

/// The cases of each population and period. Most figures share a few of them, so each is looked up
/// once.
struct Members<'a> {
    cases: &'a [Case],
    project: &'a Project,
    found: BTreeMap<(Population, Period), Vec<&'a Case>>,
}

impl Members<'_> {
    fn count(&mut self, count: &Count) -> u64 {
        let matcher = Matcher::new(count, self.project);
        if count.unit == Unit::Activities {
            let activities = &self.project.network.activities;
            return activities.iter().map(|activity| matcher.activity_weight(activity)).sum();
        }
        let cases = self.cases;
        let members = self.found.entry((count.population, count.period)).or_insert_with(|| {
            cases.iter().filter(|case| matcher.is_in_population(case)).collect()
        });
        members.iter().map(|case| matcher.weight_of_member(case)).sum()
    }
}
