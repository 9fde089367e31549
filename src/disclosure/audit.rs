//! The proof: every year that `pattern` names is counted anew, case by case, by `statistics`, and
//! must print what the true year prints.
//!
//! Nothing of the search is used here, neither its rows nor its costs: only the definitions of the
//! figures, the cases, and the decision which figures are masked. Integers only.

use super::revision::Revision;
use super::target::{Safe, Target, TargetName};
use super::{MaskReason, PublishedFigure};
use crate::domain::{Case, Count, Figure, LedgerEntry, Outcome, Population, Unit};
use crate::project::Project;
use crate::statistics::{ExactFigures, ExactValue, Matcher, compute_with};
use std::collections::{BTreeMap, BTreeSet};

/// Another year: the true one without some cases and with others.
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
    exact: &'a ExactFigures,
    project: &'a Project,
    counts: Vec<Counted<'a>>,
    /// What the years have to agree with.
    checks: Vec<Check<'a>>,
    /// Whether the number of all records is printed.
    has_ledger: bool,
}

/// A count a printed figure follows from, with its value in the true year.
struct Counted<'a> {
    matcher: Matcher<'a>,
    before: Option<i64>,
}

/// What a year that prints the same report must agree with; counts are named by position.
enum Check<'a> {
    /// A printed count.
    Same(usize),
    /// A count behind a sign, which says that it is at least so much.
    AtLeast(usize, i64),
    /// A count that is printed as it was released: it is from so many to so many.
    Between(usize, i64, i64),
    /// A printed statistic of days of a printed count's cases.
    Days(usize, &'a Figure),
    /// A printed entry of the ledger.
    Ledger(LedgerEntry, Option<i64>),
}

impl<'a> Audit<'a> {
    pub(super) fn new(
        cases: &'a [Case],
        printed: &'a BTreeSet<Figure>,
        masked: &'a BTreeMap<Figure, MaskReason>,
        revision: &'a Revision,
        exact: &'a ExactFigures,
        project: &'a Project,
    ) -> Self {
        // What became of the records gives away how many cases there are.
        let tells_all = |entry: &LedgerEntry| *entry != LedgerEntry::REJECTED;
        let mut ledger = printed.iter();
        let has_ledger = ledger.any(|it| matches!(it, Figure::Ledger(entry) if tells_all(entry)));
        let mut audit =
            Self { cases, exact, project, counts: Vec::new(), checks: Vec::new(), has_ledger };
        let mut position: BTreeMap<&Count, usize> = BTreeMap::new();
        let mut at = |count: &'a Count| {
            *position.entry(count).or_insert_with(|| {
                audit.counts.push(Counted {
                    matcher: Matcher::new(count, project),
                    before: number(exact, &Figure::Count(count.clone())),
                });
                audit.counts.len() - 1
            })
        };
        let policy = &project.disclosure;
        let least = |count: &Count| i64::from(!policy.may_mask_zero(count));
        let of_persons = |count: &Count| count.unit != Unit::Activities;
        let mut checks = Vec::new();
        for figure in printed {
            let is_masked = masked.contains_key(figure);
            if revision.kept.contains_key(figure) {
                let is_of_days = matches!(figure, Figure::Days(_));
                let counts = figure.counts().into_iter().filter(|_| !is_of_days);
                checks.extend(counts.map(|count| match revision.counts.get(count) {
                    Some(kept) => {
                        let (least, most) = kept.range();
                        let signed = |number| i64::try_from(number).unwrap_or(i64::MAX);
                        Check::Between(at(count), signed(least), signed(most))
                    }
                    None => Check::Same(at(count)),
                }));
                continue;
            }
            match figure {
                Figure::Count(count) if !of_persons(count) => {}
                Figure::Share(share) if !of_persons(share.base()) => {}
                // The sign for a masked count says that it is not zero, and the one for a share
                // says so of its part; but not where a sign may stand for a zero.
                Figure::Count(count) if is_masked => {
                    checks.push(Check::AtLeast(at(count), least(count)));
                }
                Figure::Share(share) if is_masked => {
                    if number(exact, &Figure::Count(share.part().clone())) != Some(0) {
                        checks.push(Check::AtLeast(at(share.part()), least(share.part())));
                    }
                }
                _ if is_masked => {}
                Figure::Count(count) => checks.push(Check::Same(at(count))),
                Figure::Share(share) => {
                    checks.extend([share.part(), share.base()].map(|it| Check::Same(at(it))));
                }
                Figure::Days(days) => {
                    let of = at(&days.of);
                    checks.extend([Check::Same(of), Check::Days(of, figure)]);
                }
                Figure::Ledger(entry) => checks.push(Check::Ledger(*entry, number(exact, figure))),
                Figure::Compared(_) => {}
            }
        }
        audit.checks = checks;
        audit
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

    /// What a count is in a year, counted anew.
    pub(super) fn count_in(&self, count: &Count, year: &OtherYear) -> Option<u64> {
        let before = number(self.exact, &Figure::Count(count.clone()))?;
        let matcher = Matcher::new(count, self.project);
        let removed = year.removed.iter().filter_map(|at| self.cases.get(*at));
        let of = |case: &Case| i64::try_from(matcher.weight(case)).unwrap_or(i64::MAX);
        let shift = year.added.iter().map(of).sum::<i64>() - removed.map(of).sum::<i64>();
        u64::try_from(before + shift).ok()
    }

    /// The target's value in a year; `None` when the year does not print the same report.
    fn value_in(&self, target: &Target, year: &OtherYear) -> Option<u64> {
        let removed: Vec<&Case> =
            year.removed.iter().filter_map(|at| self.cases.get(*at)).collect();
        let distinct: BTreeSet<&usize> = year.removed.iter().collect();
        let as_many = !self.has_ledger || removed.len() == year.added.len();
        if distinct.len() != year.removed.len() || removed.len() != distinct.len() || !as_many {
            return None;
        }
        let weight = |matcher: &Matcher<'_>, case: &Case| {
            i64::try_from(matcher.weight(case)).unwrap_or(i64::MAX)
        };
        let sums = |matcher: &Matcher<'_>| {
            let with: i64 = year.added.iter().map(|case| weight(matcher, case)).sum();
            let without: i64 = removed.iter().map(|case| weight(matcher, case)).sum();
            (with, without)
        };
        let of_count = |count: &Count| {
            let (with, without) = sums(&Matcher::new(count, self.project));
            with - without
        };
        let krm = of_count(&Count::cases(Population::Krm));
        let received = of_count(&Count::cases(Population::Received));
        // Where the ledger is printed as many cases come as go, and its sum stays.
        let of_ledger = |entry: LedgerEntry| match entry {
            LedgerEntry::Lines(_) | LedgerEntry::Records(None) => 0,
            LedgerEntry::Records(Some(outcome)) => match outcome {
                Outcome::Counted => received,
                Outcome::OutsideScope => krm - received,
                Outcome::CarriedIn => -krm,
                Outcome::Excluded
                | Outcome::OutsidePeriod
                | Outcome::FurtherLine
                | Outcome::IdenticalRepeat
                | Outcome::Rejected
                | Outcome::Superseded => 0,
            },
        };
        let policy = &self.project.disclosure;
        let alike = |before: i64, after: i64| {
            let printed = |number| u64::try_from(number).ok().map(|number| policy.printed(number));
            after == before || printed(before).is_some() && printed(before) == printed(after)
        };
        let mut touched: Vec<&Figure> = Vec::new();
        for check in &self.checks {
            let of = |at: usize| {
                let counted = self.counts.get(at)?;
                Some((counted.before?, sums(&counted.matcher)))
            };
            let agrees = match check {
                Check::Same(at) => {
                    let (before, (with, without)) = of(*at)?;
                    alike(before, before + with - without)
                }
                Check::AtLeast(at, least) => {
                    let (before, (with, without)) = of(*at)?;
                    before + with - without >= *least
                }
                Check::Between(at, least, most) => {
                    let (before, (with, without)) = of(*at)?;
                    (*least..=*most).contains(&(before + with - without))
                }
                Check::Days(at, figure) => {
                    let (_, (with, without)) = of(*at)?;
                    if with + without > 0 {
                        touched.push(figure);
                    }
                    true
                }
                Check::Ledger(entry, before) => {
                    let shift = of_ledger(*entry);
                    shift == 0 || before.is_some_and(|before| alike(before, before + shift))
                }
            };
            if !agrees {
                return None;
            }
        }
        if !self.same_days(&touched, year) {
            return None;
        }
        // What follows from printed counts is not among the figures.
        let before = |count: &Count| {
            number(self.exact, &Figure::Count(count.clone()))
                .or_else(|| i64::try_from(Matcher::new(count, self.project).count(self.cases)).ok())
        };
        let of = |count: &Count| Some(before(count)? + of_count(count));
        let value = match &target.name {
            TargetName::Figure(Figure::Ledger(entry)) => {
                i64::try_from(target.value).ok()? + of_ledger(*entry)
            }
            TargetName::Figure(figure) | TargetName::Neighbour(figure) => match figure {
                Figure::Count(count) => of(&count.of_cases())?,
                _ => return None,
            },
            TargetName::Difference(outer, inner) => {
                let parts: Option<i64> = inner.iter().map(of).sum();
                of(outer)? - parts?
            }
            TargetName::Neither(outer, [one, other], both) => {
                of(outer)? - of(one)? - of(other)? + of(both)?
            }
            TargetName::OfLedger(entry, count) => {
                i64::try_from(target.value).ok()? + of_ledger(*entry) - of_count(count)
            }
            TargetName::Several(of, by) => {
                let matcher = Matcher::new(of, self.project);
                let has_several = |case: &&Case| matcher.has_several(case, *by);
                let number = |several: usize| i64::try_from(several).unwrap_or(i64::MAX);
                let with = number(year.added.iter().filter(has_several).count());
                let without = number(removed.iter().copied().filter(has_several).count());
                i64::try_from(target.value).ok()? + with - without
            }
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
