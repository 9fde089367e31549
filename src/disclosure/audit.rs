//! The proof: every year that `pattern` names is counted anew, case by case, by `statistics`, and
//! must print what the true year prints.
//!
//! Nothing of the search is used here, neither its rows nor its costs: only the definitions of the
//! figures, the cases, and the decision which figures are masked. Integers only.

use super::targets::{Safe, Target, TargetName};
use super::{MaskReason, PublishedFigure};
use crate::domain::{Case, Count, Figure, LedgerEntry, Population, Unit};
use crate::project::Project;
use crate::statistics::{ExactFigures, ExactValue, compute_with};
use std::collections::{BTreeMap, BTreeSet};

/// Another year: the true one without some cases and with as many others.
#[derive(Clone, Debug)]
pub(super) struct OtherYear {
    /// The positions of the cases that are not in it, each once.
    pub(super) removed: Vec<usize>,
    /// The cases in their place.
    pub(super) added: Vec<Case>,
}

/// What is proved about a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    /// The smallest and the largest value among the years that print the same report.
    pub(super) possible: (u64, u64),
    /// Whether a reader can neither know the number nor that it is small.
    pub(super) is_safe: bool,
}

/// What is printed and from what.
pub(super) struct Audit<'a> {
    cases: &'a [Case],
    printed: &'a BTreeSet<Figure>,
    masked: &'a BTreeMap<Figure, MaskReason>,
    exact: &'a ExactFigures,
    project: &'a Project,
    /// Every count a printed figure or the ledger follows from.
    counts: BTreeSet<Figure>,
}

impl<'a> Audit<'a> {
    pub(super) fn new(
        cases: &'a [Case],
        printed: &'a BTreeSet<Figure>,
        masked: &'a BTreeMap<Figure, MaskReason>,
        exact: &'a ExactFigures,
        project: &'a Project,
    ) -> Self {
        let counts = printed.iter().flat_map(Figure::counts).cloned();
        let counts = counts.filter(|count| count.unit != Unit::Activities);
        let of_ledger = [Count::cases(Population::Krm), Count::cases(Population::Received)];
        let counts = counts.chain(of_ledger).map(Figure::Count).collect();
        Self { cases, printed, masked, exact, project, counts }
    }

    /// What some years prove about a target.
    pub(super) fn verdict(&self, target: &Target, years: &[OtherYear]) -> Verdict {
        let (mut lowest, mut highest) = (target.value, target.value);
        for year in years {
            let Some(value) = self.value_in(target, year) else { continue };
            lowest = lowest.min(value);
            highest = highest.max(value);
        }
        let threshold = self.project.disclosure.threshold;
        let is_publishable = highest >= threshold;
        let is_wide = highest - lowest >= threshold - 1;
        let is_safe = match target.safe {
            Safe::Wide => is_publishable && is_wide,
            Safe::Rounded => (is_publishable || lowest == 0) && is_wide,
            Safe::ZeroOrMany => is_publishable || lowest == 0,
            Safe::NotZero => highest >= 1,
        };
        Verdict { possible: (lowest, highest), is_safe }
    }

    /// The target's value in a year; `None` when the year does not print the same report.
    fn value_in(&self, target: &Target, year: &OtherYear) -> Option<u64> {
        let removed: Vec<Case> =
            year.removed.iter().filter_map(|at| self.cases.get(*at)).cloned().collect();
        let distinct: BTreeSet<&usize> = year.removed.iter().collect();
        if distinct.len() != year.added.len() || removed.len() != year.added.len() {
            return None;
        }
        let mut counts = self.counts.clone();
        counts
            .extend(target.name.counts().into_iter().map(|count| Figure::Count(count.of_cases())));
        let without = compute_with(&counts, &removed, [], self.project, 1);
        let with = compute_with(&counts, &year.added, [], self.project, 1);
        let shift = |count: &Count| {
            let figure = Figure::Count(count.clone());
            number(&with, &figure)
                .zip(number(&without, &figure))
                .map(|(with, without)| with - without)
        };
        let policy = &self.project.disclosure;
        let alike = |before: i64, after: i64| {
            let printed = |number| u64::try_from(number).ok().map(|number| policy.printed(number));
            after == before || printed(before).is_some() && printed(before) == printed(after)
        };
        let same = |count: &Count| {
            let before = number(self.exact, &Figure::Count(count.clone()));
            before.zip(shift(count)).is_some_and(|(before, shift)| alike(before, before + shift))
        };
        let krm = shift(&Count::cases(Population::Krm))?;
        let received = shift(&Count::cases(Population::Received))?;
        // The sum of the ledger stays, as many cases come as go.
        let of_ledger = |entry: &LedgerEntry| match entry.entry.as_str() {
            "counted" => received,
            "outside_scope" => krm - received,
            "carried_in" => -krm,
            _ => 0,
        };
        let least = |count: &Count| i64::from(!policy.may_mask_zero(count));
        let mut touched: Vec<&Figure> = Vec::new();
        for figure in self.printed {
            let masked = self.masked.contains_key(figure);
            let unchanged = match figure {
                Figure::Count(count) if count.unit == Unit::Activities => true,
                // The sign for a masked count says that it is not zero, and the one for a share
                // says so of its part; but not where a property is protected.
                Figure::Count(count) if masked => {
                    number(self.exact, figure)? + shift(count)? >= least(count)
                }
                Figure::Share(share) if masked && share.base().unit != Unit::Activities => {
                    match number(self.exact, &Figure::Count(share.part().clone()))? {
                        0 => true,
                        before => before + shift(share.part())? >= least(share.part()),
                    }
                }
                _ if masked => true,
                Figure::Count(count) => same(count),
                Figure::Share(share) if share.base().unit == Unit::Activities => true,
                Figure::Share(share) => same(share.part()) && same(share.base()),
                Figure::Days(days) => {
                    let of = Figure::Count(days.of.clone());
                    if number(&without, &of)? + number(&with, &of)? > 0 {
                        touched.push(figure);
                    }
                    same(&days.of)
                }
                Figure::Ledger(entry) => {
                    let shift = of_ledger(entry);
                    let before = number(self.exact, figure);
                    shift == 0 || before.is_some_and(|before| alike(before, before + shift))
                }
                Figure::Compared(_) => true,
            };
            if !unchanged {
                return None;
            }
        }
        if !self.same_days(&touched, year) {
            return None;
        }
        let of = |figure: &Figure| match figure {
            Figure::Count(count) => {
                let before = number(self.exact, figure)?;
                Some(before + shift(count)?)
            }
            _ => None,
        };
        let value = match &target.name {
            TargetName::Figure(Figure::Ledger(entry)) => {
                i64::try_from(target.value).ok()? + of_ledger(entry)
            }
            TargetName::Figure(figure) | TargetName::Neighbour(figure) => match figure {
                Figure::Count(count) => of(&Figure::Count(count.of_cases()))?,
                _ => return None,
            },
            TargetName::Difference(outer, inner) => of(outer)? - of(inner)?,
        };
        u64::try_from(value).ok()
    }

    /// Whether statistics of durations come out as they are printed.
    fn same_days(&self, figures: &[&Figure], year: &OtherYear) -> bool {
        if figures.is_empty() {
            return true;
        }
        let removed: BTreeSet<usize> = year.removed.iter().copied().collect();
        let stay = self.cases.iter().enumerate().filter(|(at, _)| !removed.contains(at));
        let cases: Vec<Case> = stay.map(|(_, case)| case).chain(&year.added).cloned().collect();
        let again = compute_with(figures.iter().copied(), &cases, [], self.project, 1);
        figures.iter().all(|figure| {
            let policy = &self.project.disclosure;
            let printed = |exact: &ExactFigures| {
                exact.get(figure).map(|value| PublishedFigure::decide(figure, value, false, policy))
            };
            printed(&again) == printed(self.exact)
        })
    }
}

fn number(exact: &ExactFigures, figure: &Figure) -> Option<i64> {
    match exact.get(figure) {
        Some(ExactValue::Count(count)) => i64::try_from(count).ok(),
        _ => None,
    }
}
