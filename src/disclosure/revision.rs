//! A corrected edition (berichtigte Ausgabe): which numbers that have changed since they were released are printed anew, and
//! which stay as they were released.
//!
//! Whoever has both editions has the difference of every number that both print. So a number is revised where it has changed
//! by at least the threshold and no small number of late cases follows from the changes of all revised ones; every other one
//! stays as it was first released. How many cases the house and the office received is no secret and always printed as it is.
//! Sees no case and finds no masks.

use super::differences::{Difference, Printed, small_differences};
use super::published::PublishedFigure;
use super::relations::{conditions, is_no_secret, is_within, rest_of_stock};
use crate::domain::{Count, Figure, LedgerEntry, Population, Unit};
use crate::project::{ArchivedEdition, ArchivedValue, Project};
use crate::statistics::{ExactFigures, ExactValue};
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
        project: &Project,
    ) -> Self {
        let released = Released::new(exact, project);
        let mut revision = Self::default();
        if released.editions.is_empty() {
            return revision;
        }
        let counts = Decided::new(&released, figures, stay, project);
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
        released: &Released<'_>,
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
                    (Some(part), Some(base)) if base > 0 => {
                        Some(ArchivedValue::Share { part, base })
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
        released: &Released<'_>,
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
                can_stay &= entry.entry != LedgerEntry::REJECTED;
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
            is_small |= entry.entry == "carried_in" && before.iter().any(is_little);
        }
        match changed.is_empty() || !is_small {
            true => self.revised.extend(revised),
            false if can_stay => self.kept.extend(changed),
            false => self.without_ledger = true,
        }
    }
}

/// Whether a number is printed as it is, however little it has changed.
fn is_open(count: &Count) -> bool {
    is_no_secret(count) || count.unit == Unit::Activities
}

/// What editions of the year have printed, beside what would be printed now.
struct Released<'a> {
    project: &'a Project,
    editions: Vec<&'a ArchivedEdition>,
    /// The counts each edition printed, of themselves or as part or base of a share.
    before: Vec<BTreeMap<Count, u64>>,
    /// What would be printed of them now.
    now: BTreeMap<Count, u64>,
}

impl<'a> Released<'a> {
    fn new(exact: &ExactFigures, project: &'a Project) -> Self {
        let policy = &project.disclosure;
        // What this edition itself printed last stands at the end.
        let mut editions: Vec<&ArchivedEdition> = project.editions_of_the_year().collect();
        // Numbers rounded in another way are refused.
        editions.retain(|it| it.content.rounded_to == policy.base());
        editions.sort_by_key(|it| {
            let own = it.content.edition.as_deref() == project.edition_id();
            (own, it.content.as_of.clone(), it.number)
        });
        let mut now: BTreeMap<Count, u64> = BTreeMap::new();
        let mut before = Vec::new();
        for edition in &editions {
            let mut counts: BTreeMap<Count, u64> = BTreeMap::new();
            for (figure, value) in super::earlier::figures(edition, project) {
                match (&figure, value) {
                    (Figure::Count(count), ArchivedValue::Count(value)) => {
                        counts.insert(count.clone(), value);
                    }
                    (Figure::Share(share), ArchivedValue::Share { part, base }) => {
                        counts.insert(share.part().clone(), part);
                        counts.insert(share.base().clone(), base);
                    }
                    _ => {}
                }
            }
            counts.retain(|count, _| {
                let figure = Figure::Count(count.clone());
                let Some(ExactValue::Count(value)) = exact.get(&figure) else { return false };
                let printed = if policy.rounds(&figure) { policy.printed(value) } else { value };
                now.insert(count.clone(), printed);
                true
            });
            before.push(counts);
        }
        Self { project, editions, before, now }
    }

    /// The counts that no edition printed as they would be printed now.
    fn changed(&self) -> impl Iterator<Item = &Count> {
        self.now
            .iter()
            .filter(|(count, now)| self.of_count(count).all(|it| it != **now))
            .map(|(count, _)| count)
    }

    fn of_count(&self, count: &Count) -> impl Iterator<Item = u64> {
        self.before.iter().filter_map(|it| it.get(count).copied())
    }

    /// What was printed of a count last.
    fn printed(&self, count: &Count) -> Option<u64> {
        self.before.iter().rev().find_map(|it| it.get(count).copied())
    }

    /// What was printed of a figure, the last one at the end.
    fn of_figure(&self, figure: &Figure) -> Vec<ArchivedValue> {
        let id = figure.id(&self.project.taxonomy);
        self.editions.iter().filter_map(|it| it.content.figures.get(&id)).copied().collect()
    }
}

/// Which of the changed counts are printed anew.
struct Decided<'a> {
    released: &'a Released<'a>,
    revised: BTreeSet<Count>,
}

impl<'a> Decided<'a> {
    fn new(
        released: &'a Released<'a>,
        figures: &BTreeSet<Figure>,
        stay: &BTreeSet<Count>,
        project: &Project,
    ) -> Self {
        let threshold = project.disclosure.threshold;
        let printed: BTreeSet<&Count> = figures.iter().flat_map(Figure::counts).collect();
        let is_far = |count: &Count, now: u64| {
            released.of_count(count).all(|it| !(1..threshold).contains(&it.abs_diff(now)))
        };
        let changed = released.changed().filter(|count| printed.contains(*count));
        let revised = changed.filter(|count| {
            let now = released.now.get(*count).copied().unwrap_or_default();
            is_open(count) || (!stay.contains(*count) && is_far(count, now))
        });
        let mut decided = Self { released, revised: revised.cloned().collect() };
        loop {
            let telling = decided.telling(threshold, project);
            let further =
                if telling.is_empty() { decided.contradicting(&printed, project) } else { telling };
            if further.is_empty() {
                return decided;
            }
            decided.revised.retain(|count| !further.contains(count));
        }
    }

    fn is_new(&self, count: &Count) -> bool {
        self.revised.contains(count)
    }

    /// The changes of counts since an edition, as far as a reader has both numbers.
    fn changes(&self, before: &BTreeMap<Count, u64>) -> Vec<Printed> {
        let changed: BTreeSet<&Count> = self.released.changed().collect();
        let both = before
            .iter()
            .filter(|(count, _)| self.revised.contains(*count) || !changed.contains(count));
        both.enumerate()
            .filter_map(|(row, (count, before))| {
                let now = i64::try_from(*self.released.now.get(count)?).ok()?;
                let value = now - i64::try_from(*before).ok()?;
                Some(Printed { row, count: count.clone(), value })
            })
            .collect()
    }

    /// Revised counts that stay as they were so that no small number of cases follows from the changes.
    fn telling(&self, threshold: u64, project: &Project) -> BTreeSet<Count> {
        let mut telling = BTreeSet::new();
        for before in &self.released.before {
            let changes = self.changes(before);
            for counts in small_changes(&changes, threshold, project) {
                // Where one of them stays, nothing follows from them.
                if counts.iter().any(|count| telling.contains(*count)) {
                    continue;
                }
                let may_stay = counts.into_iter().filter(|it| self.is_new(it) && !is_open(it));
                telling.extend(may_stay.max_by_key(|count| conditions(count)).cloned());
            }
        }
        telling
    }

    /// Revised counts that would be larger than printed ones they are a part of, or smaller than their parts.
    fn contradicting(&self, printed: &BTreeSet<&Count>, project: &Project) -> BTreeSet<Count> {
        let shown = |count: &Count| match self.is_new(count) {
            true => self.released.now.get(count).copied(),
            false => self.released.printed(count),
        };
        let of_cases: Vec<(&Count, u64)> = printed
            .iter()
            .filter(|count| count.unit == Unit::Cases)
            .filter_map(|count| Some((*count, shown(count)?)))
            .collect();
        let contradicts = |count: &Count, value: u64| {
            of_cases.iter().any(|(other, of_other)| {
                (*of_other < value && is_within(count, other, &project.taxonomy))
                    || (*of_other > value && is_within(other, count, &project.taxonomy))
            })
        };
        let may_stay = of_cases.iter().filter(|(it, _)| self.is_new(it) && !is_open(it));
        let found = may_stay.filter(|(count, value)| contradicts(count, *value));
        found.map(|(count, _)| (*count).clone()).collect()
    }
}

/// The changes from which a small number of cases follows: what is left of one without others, what the stock gained by two
/// of its sums, and how many cases have several mentions.
fn small_changes<'c>(
    changes: &'c [Printed],
    threshold: u64,
    project: &Project,
) -> Vec<Vec<&'c Count>> {
    let is_small = |value: i64| (1..threshold).contains(&value.unsigned_abs());
    let of_cases: Vec<Printed> =
        changes.iter().filter(|it| it.count.unit == Unit::Cases).cloned().collect();
    let by_count: BTreeMap<&Count, (&Count, i64)> =
        changes.iter().map(|it| (&it.count, (&it.count, it.value))).collect();
    let change_of = |count: &Count| by_count.get(count).map_or(0, |(_, value)| *value);
    let mut found: Vec<Vec<&Count>> = Vec::new();
    for Difference { outer, inner, .. } in
        small_differences(&of_cases, threshold, &project.taxonomy)
    {
        let counts = [outer].into_iter().chain(inner).filter_map(|at| of_cases.get(at));
        found.push(counts.filter_map(|it| Some(by_count.get(&it.count)?.0)).collect());
    }
    for rest in rest_of_stock(of_cases.iter().map(|it| &it.count)) {
        let of = |population| Count { population, ..rest.clone() };
        let all = [
            Population::CarriedForward,
            Population::Received,
            Population::Closed,
            Population::Open,
        ];
        let flow: i64 = all
            .map(|it| match it {
                Population::Closed | Population::Open => -change_of(&of(it)),
                _ => change_of(&of(it)),
            })
            .iter()
            .sum();
        if is_small(flow) {
            let counts = all.into_iter().filter_map(|it| Some(by_count.get(&of(it))?.0));
            found.push(counts.collect());
        }
    }
    for (count, value) in by_count.values().filter(|(count, _)| count.unit == Unit::Mentions) {
        // Of how many cases they are is known within narrow bounds, or exactly.
        let cases = by_count.get(&count.of_cases()).map(|(_, cases)| value - cases);
        if cases.is_none_or(is_small) {
            found.push(vec![count]);
        }
    }
    found
}
