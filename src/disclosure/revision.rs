//! A corrected edition (berichtigte Ausgabe): which numbers that have changed since they were released are printed anew, and
//! which stay as they were released.
//!
//! Whoever has both editions has the difference of every number that both print. So a number is revised where it has changed
//! by at least the threshold and no small number of late cases follows from the changes of all revised ones; every other one
//! stays as it was first released. How many cases the house and the office received is no secret and always printed as it is.
//! Sees no case and finds no masks.

mod released;
mod revised;

use super::nesting::Nesting;
use super::published::{PublishedFigure, PublishedValue};
use super::relations::{is_no_secret, is_within};
use crate::domain::{Count, Figure, LedgerEntry, Outcome};
use crate::project::{ArchivedValue, Project};
use crate::statistics::{ExactFigures, ExactValue};
use released::Released;
use revised::{Decided, is_open};
use std::collections::{BTreeMap, BTreeSet};

/// What a corrected edition does with numbers that have changed.
#[derive(Clone, Debug, Default)]
pub(super) struct Revision {
    /// The figures that are printed as they were released, or made of such numbers, though the cases say something else now.
    pub(super) kept: BTreeMap<Figure, ArchivedValue>,
    /// The counts behind them, with how far readers believe them to be from what is printed.
    pub(super) counts: BTreeMap<Count, Kept>,
    /// The figures that are printed with another number than an earlier edition printed.
    pub(super) revised: BTreeSet<Figure>,
    /// Figures that cannot be printed: no edition has printed them and they would tell a number that stays as it was, or they
    /// were larger than there are cases now.
    pub(super) silent: BTreeSet<Figure>,
    /// Whether what became of the records is not published, because it could neither be revised nor stay.
    pub(super) without_ledger: bool,
}

/// A number that is printed as it was released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// What is printed.
    pub(super) value: u64,
    /// By how much the number may be another one, after what the report says.
    pub(super) within: u64,
}

impl Kept {
    /// The smallest and the largest number it may stand for.
    pub(super) fn range(self) -> (u64, u64) {
        (self.value.saturating_sub(self.within), self.value + self.within)
    }
}

impl Revision {
    /// What becomes of the figures of a report. `stay` are counts that stay as they were released in any case.
    pub(super) fn new(
        figures: &BTreeSet<Figure>,
        stay: &BTreeSet<Count>,
        exact: &ExactFigures,
        nesting: &Nesting<'_>,
        project: &Project,
    ) -> Self {
        let released = Released::new(exact, project);
        let mut revision =
            Self { without_ledger: tells_excluded(exact, project), ..Self::default() };
        if released.is_empty() {
            return revision;
        }
        let counts = Decided::new(&released, figures, stay, nesting, project);
        for count in released.changed().filter(|count| !counts.revised.contains(*count)) {
            let (Some(value), Some(now)) = (released.printed(count), released.now.get(count))
            else {
                continue;
            };
            let policy = &project.disclosure;
            let rounding = policy.base().unwrap_or_default() / 2;
            let within = (policy.threshold - 1).max(now.abs_diff(value)) + rounding;
            revision.counts.insert(count.clone(), Kept { value, within });
        }
        // Where cases were taken back, there may be fewer of all than were printed of some.
        let is_too_large = |(count, kept): &(&Count, &Kept)| {
            let mut totals = released.now.iter().filter(|(total, _)| is_no_secret(total));
            totals
                .any(|(total, now)| *now < kept.value && is_within(count, total, &project.taxonomy))
        };
        let too_large: BTreeSet<Count> =
            revision.counts.iter().filter(is_too_large).map(|(count, _)| count.clone()).collect();
        for figure in figures {
            if !matches!(figure, Figure::Ledger(_)) {
                revision.decide(figure, &counts, &released, exact, project);
            }
            if figure.counts().into_iter().any(|count| too_large.contains(count)) {
                revision.kept.remove(figure);
                revision.silent.insert(figure.clone());
            }
        }
        revision.decide_ledger(figures, !stay.is_empty(), &released, exact, project);
        revision
    }

    /// Whether nothing has changed since the releases.
    pub(super) fn is_empty(&self) -> bool {
        self.kept.is_empty() && self.revised.is_empty() && !self.without_ledger
    }

    /// The counts that are printed anew and need not be.
    pub(super) fn may_stay<'r>(
        &'r self,
        figures: impl Iterator<Item = &'r Figure>,
    ) -> BTreeSet<Count> {
        let anew = |it: &&Figure| self.revised.contains(*it) && !self.kept.contains_key(*it);
        let counts = figures.filter(anew).flat_map(Figure::counts);
        counts.filter(|count| !is_open(count)).cloned().collect()
    }

    fn decide(
        &mut self,
        figure: &Figure,
        counts: &Decided<'_>,
        released: &Released,
        exact: &ExactFigures,
        project: &Project,
    ) {
        let policy = &project.disclosure;
        let before = released.of_figure(figure);
        if before.last() == Some(&ArchivedValue::Masked) {
            return;
        }
        let now = exact
            .get(figure)
            .map(|value| PublishedFigure::decide(figure, value, false, policy).value().archived());
        let Some(Some(now)) = now else { return };
        let stays = |count: &Count| self.counts.get(count).map(|kept| kept.value);
        let shown = |count: &Count| {
            stays(count).or_else(|| released.now.get(count).copied()).or_else(|| {
                match exact.get(&Figure::Count(count.clone())) {
                    Some(ExactValue::Count(now)) => Some(policy.printed(now)),
                    _ => None,
                }
            })
        };
        // A number that is the same and one that has changed by little look alike to readers, and so does what is made of them.
        let old = match figure {
            Figure::Count(count) => stays(count).map(ArchivedValue::Count),
            Figure::Share(share)
                if [share.part(), share.base()].into_iter().any(|it| stays(it).is_some()) =>
            {
                match (shown(share.part()), shown(share.base())) {
                    (Some(part), Some(base)) => {
                        PublishedValue::share(figure, (part, base), policy).archived()
                    }
                    _ => Some(ArchivedValue::NoBase),
                }
            }
            Figure::Days(days) if !counts.is_new(&days.of) => {
                let has_changed = !before.contains(&now);
                if before.is_empty()
                    && released.changed().next().is_some()
                    && released.now.contains_key(&days.of)
                {
                    self.silent.insert(figure.clone());
                }
                before.last().filter(|_| has_changed).copied()
            }
            _ => None,
        };
        let printed = old.unwrap_or(now);
        if before.iter().any(|it| *it != printed && *it != ArchivedValue::Masked) {
            self.revised.insert(figure.clone());
        }
        self.kept.extend(old.map(|old| (figure.clone(), old)));
    }

    /// What became of the records is one sum: it is told anew as a whole, or stays as a whole.
    fn decide_ledger(
        &mut self,
        figures: &BTreeSet<Figure>,
        all_stay: bool,
        released: &Released,
        exact: &ExactFigures,
        project: &Project,
    ) {
        let policy = &project.disclosure;
        let mut changed: BTreeMap<Figure, ArchivedValue> = BTreeMap::new();
        let mut revised: BTreeSet<Figure> = BTreeSet::new();
        let mut is_small = false;
        let mut can_stay = true;
        for figure in figures {
            let Figure::Ledger(entry) = figure else { continue };
            let Some(ExactValue::Count(now)) = exact.get(figure) else { continue };
            let now = if policy.rounds(figure) { policy.printed(now) } else { now };
            let before = released.of_figure(figure);
            let is_other = |it: &&ArchivedValue| {
                !matches!(it, ArchivedValue::Masked) && **it != ArchivedValue::Count(now)
            };
            let Some(last) = before.last() else {
                can_stay = false;
                continue;
            };
            if before.iter().any(|it| is_other(&it)) {
                revised.insert(figure.clone());
            }
            if !before.contains(&ArchivedValue::Count(now)) && is_other(&last) {
                can_stay &= *entry != LedgerEntry::REJECTED;
                changed.insert(figure.clone(), *last);
            }
            // What is carried in is left when all cases of the house are taken from all records.
            let is_little = |it: &ArchivedValue| match it {
                ArchivedValue::Count(before) => {
                    (1..policy.threshold).contains(&before.abs_diff(now))
                        || (*before != now && all_stay)
                }
                _ => false,
            };
            is_small |= *entry == LedgerEntry::Records(Some(Outcome::CarriedIn))
                && before.iter().any(is_little);
        }
        match changed.is_empty() || !is_small {
            true => self.revised.extend(revised),
            false if can_stay => self.kept.extend(changed),
            false => self.without_ledger = true,
        }
    }
}

/// Whether the ledger would tell of few cases that the condition of the report leaves out: they are in no other figure, so
/// that no sign in it could hide what is left of the sum of all records.
fn tells_excluded(exact: &ExactFigures, project: &Project) -> bool {
    let excluded = Figure::Ledger(LedgerEntry::Records(Some(Outcome::Excluded)));
    let policy = &project.disclosure;
    matches!(exact.get(&excluded), Some(ExactValue::Count(count)) if policy.is_small(count))
}
