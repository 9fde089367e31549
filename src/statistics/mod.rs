//! Cases and plan → exact figures. Counts only: nothing is rounded, formatted or masked here, and
//! nothing computed here may reach a reader except through `disclosure`.

mod aspect;
mod days;
mod exact;
mod membership;
mod properties;
mod tally;
mod unrecorded;
mod values;

pub use aspect::Aspect;
pub use days::duration as processing_days;
pub use exact::{ExactFigures, ExactValue};
pub use membership::Matcher;
pub use unrecorded::unrecorded;

use crate::domain::{Case, Count, DaysStatistic, Figure, LedgerEntry, Share, Unit};
use crate::project::Project;
use std::collections::{BTreeMap, BTreeSet};
use tally::{Asked, Durations};

/// Fewer cases than this are no work for a further thread.
const CASES_A_THREAD: usize = 50_000;

/// The values of all figures. `ledger` are the totals of intake; each becomes a figure.
pub fn compute<'a>(
    figures: impl IntoIterator<Item = &'a Figure>,
    cases: &[Case],
    ledger: impl IntoIterator<Item = (LedgerEntry, u64)>,
    project: &Project,
) -> ExactFigures {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    compute_with(figures, cases, ledger, project, threads)
}

/// The same on at most so many threads; their number does not change a value.
pub fn compute_with<'a>(
    figures: impl IntoIterator<Item = &'a Figure>,
    cases: &[Case],
    ledger: impl IntoIterator<Item = (LedgerEntry, u64)>,
    project: &Project,
    threads: usize,
) -> ExactFigures {
    let figures: BTreeSet<&Figure> = figures.into_iter().collect();
    let counted: BTreeSet<&Count> = figures.iter().flat_map(|figure| figure.counts()).collect();
    let timed: BTreeSet<&Count> = figures.iter().filter_map(|figure| timed(figure)).collect();
    let (counted, timed) = (Vec::from_iter(counted), Vec::from_iter(timed));
    let threads = threads.min(cases.len() / CASES_A_THREAD).max(1);
    let asked = Asked { counts: &counted, durations: &timed };
    let answers = tally::answer(asked, cases, project, threads);
    let counts: BTreeMap<&Count, u64> = counted
        .iter()
        .zip(answers.counts)
        .map(|(count, cases)| match count.unit {
            Unit::Activities => (*count, activities(count, project)),
            _ => (*count, cases),
        })
        .collect();
    let durations: BTreeMap<&Count, Durations> = timed.into_iter().zip(answers.durations).collect();
    let value_of = |count: &Count| counts.get(count).copied().unwrap_or(0);

    let mut exact = BTreeMap::new();
    for figure in figures {
        let value = match figure {
            Figure::Count(count) => ExactValue::Count(value_of(count)),
            Figure::Share(share) => share_value(share, value_of),
            Figure::Days(days) => {
                let Some(durations) = durations.get(&days.of) else { continue };
                let half_days = match days.statistic {
                    DaysStatistic::Median => days::median_in_half_days(durations),
                    DaysStatistic::Percentile90 => days::percentile_90_in_half_days(durations),
                };
                ExactValue::HalfDays { half_days, cases: days::number(durations) }
            }
            Figure::Ledger(_) | Figure::Compared(_) => continue,
        };
        exact.insert(figure.clone(), value);
    }
    for (entry, count) in ledger {
        exact.insert(Figure::Ledger(entry), ExactValue::Count(count));
    }
    ExactFigures::new(exact)
}

/// The cases whose durations a figure asks for.
fn timed(figure: &Figure) -> Option<&Count> {
    match figure {
        Figure::Days(days) => Some(&days.of),
        _ => None,
    }
}

fn share_value(share: &Share, value_of: impl Fn(&Count) -> u64) -> ExactValue {
    ExactValue::Share { part: value_of(share.part()), base: value_of(share.base()) }
}

fn activities(count: &Count, project: &Project) -> u64 {
    let matcher = Matcher::new(count, project);
    project.network.activities.iter().map(|activity| matcher.activity_weight(activity)).sum()
}
