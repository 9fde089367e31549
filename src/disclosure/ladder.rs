//! Which measures protect a year. Each goes further than the one before and gives up more; of those that protect
//! everything the one is taken that leaves readers most.
//!
//! That masks alone do not do is no fault of the office, least of all in a small year: what cannot be protected is not
//! published, and the last measure publishes hardly anything, so that nothing can follow. It fails only where numbers are
//! known that nobody can take back: exempt ones, and those of released editions.

use super::check::check;
use super::earlier::Earlier;
use super::measure::Measure;
use super::pool::Pool;
use super::protection::Protection;
use super::registry::Worth;
use super::relations::is_no_secret;
use super::targets::Asked;
use super::{coarser, findings, withheld};
use crate::diagnostic::Finding;
use crate::domain::{Case, Figure, LedgerEntry, Unit};
use crate::plan::{Plan, TablePlan};
use crate::project::{LEDGER_TABLE, Project};
use crate::statistics::{ExactFigures, ExactValue};
use std::collections::{BTreeMap, BTreeSet};

/// So many figures whose signs are a wall of signs.
const MANY: usize = 20;

/// Effects and moves looked at for one report: half of what is left in each round, so that a report that asks for too much still
/// has rounds for what is left of it. The sample takes a hundredth; what asks for more crosses long lists with each other.
pub(super) const MOST_STEPS: u64 = 80_000_000;
/// So many are left to a round in any case.
const LEAST_STEPS: u64 = 3_000_000;

/// What is to be protected.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) exact: &'a ExactFigures,
    pub(super) plan: &'a Plan,
    pub(super) cases: &'a [Case],
    /// Figures that nobody asks for any more and that must not follow from others either.
    pub(super) hidden: &'a BTreeSet<Figure>,
    pub(super) earlier: &'a Earlier,
    pub(super) project: &'a Project,
}

/// The measure that protects everything and leaves readers most; where that is hardly anything, or none protects everything,
/// the last one. Begins with the first one named; so many steps are left for all.
pub(super) fn protect(subject: &Subject<'_>, first: Measure, left: &mut u64) -> Protection {
    let mut best: Option<(usize, Protection)> = None;
    // What an edition of the year did not tell no other one tells.
    let first = first.max(subject.earlier.measure);
    for measure in Measure::ALL.into_iter().filter(|it| (first..Measure::TotalsOnly).contains(it)) {
        let protection = subject.under(measure, left);
        if !protection.is_safe() || subject.is_hardly_anything_left(&protection) {
            continue;
        }
        let loss = subject.loss(&protection);
        // Further measures take more than a few coarser tables do.
        let asked = subject.printed(subject.plan, &BTreeSet::new()).len();
        let keeps_most = protection.plan.tables == subject.plan.tables || loss * 3 < asked;
        // What asks for too much asks for it under every measure.
        let is_enough = protection.withheld.is_empty() && keeps_most || *left < MOST_STEPS / 2;
        if best.as_ref().is_none_or(|(least, _)| loss < *least) {
            best = Some((loss, protection));
        }
        if is_enough {
            break;
        }
    }
    match best {
        Some((_, protection)) => subject.without_silent_tables(protection),
        None => subject.under(Measure::TotalsOnly, left),
    }
}

impl Subject<'_> {
    /// What one measure does, with so many steps left.
    fn under(&self, measure: Measure, left: &mut u64) -> Protection {
        let project = measure.applied_to(self.project);
        let project = project.as_ref().unwrap_or(self.project);
        let pool = Pool::new(self.cases, measure, self.plan, project);
        let mut plan = self.plan.clone();
        let mut withheld: BTreeSet<String> = BTreeSet::new();
        let revision = &self.earlier.revision;
        if !measure.has_ledger() || revision.without_ledger {
            withheld.insert(LEDGER_TABLE.to_owned());
        }
        let mut given_up: BTreeSet<Figure> = BTreeSet::new();
        // The last word on each table.
        let mut told: BTreeMap<String, Finding> = BTreeMap::new();
        if measure == Measure::TotalsOnly {
            let is_hidden =
                |table: &&TablePlan| table.figures().any(|figure| !is_kept(figure, project));
            withheld.extend(plan.tables.iter().filter(is_hidden).map(|table| table.id.clone()));
        }
        loop {
            let worth = Worth::new(&plan).after(self.earlier);
            let mut planned = plan.figures();
            planned.extend(self.hidden.iter().cloned());
            let own = self.printed(&plan, &withheld);
            given_up.extend(
                own.iter().filter(|figure| self.is_given_up(figure, measure, project)).cloned(),
            );
            let silent = self.earlier.given_up.union(&revision.silent);
            given_up.extend(silent.filter(|figure| own.contains(*figure)).cloned());
            let mut known: BTreeSet<Figure> = own.difference(&given_up).cloned().collect();
            // An old sum of records says nothing of today's.
            known.retain(|it| !(matches!(it, Figure::Ledger(_)) && revision.kept.contains_key(it)));
            // Readers of one edition have the others as well: all of them are one report.
            known.extend(self.earlier.known.union(&self.earlier.starred).cloned());
            // What an edition of another period printed was proved when it was released. Totals that are no secret add nothing
            // to it, exempt figures may.
            let has_exempt = own.iter().any(|it| project.disclosure.is_exempt(it));
            if measure == Measure::TotalsOnly && !has_exempt {
                known.retain(|it| !self.earlier.of_other_periods.contains(it));
            }
            // Where hardly anything is printed, nothing follows but from that.
            let nothing = BTreeSet::new();
            let asked = match measure {
                Measure::TotalsOnly => Asked { planned: &nothing, given_up: &nothing },
                _ => Asked { planned: &planned, given_up: &given_up },
            };
            let most = (*left / 2).max(LEAST_STEPS);
            let checked = check(&known, &asked, &worth, self.exact, &pool, project, most);
            *left = left.saturating_sub(checked.steps);
            let mut protection = Protection {
                measure,
                checked,
                plan: plan.clone(),
                withheld: withheld.clone(),
                silent: BTreeSet::new(),
                given_up: given_up.clone(),
                findings: BTreeMap::new(),
                further: None,
            };
            // Where the search has come to its end most numbers may only not have been reached.
            let tables = withheld::tables_of(&protection, project);
            let largest = withheld::largest(&protection);
            if protection.checked.is_spent
                && measure != Measure::TotalsOnly
                && (1..tables.len()).contains(&largest.len())
            {
                for table in largest {
                    let form = coarser::last(table);
                    told.insert(table.id.clone(), findings::too_long(table, form.as_ref()));
                    coarser::replace(&table.id, form, &mut plan, &mut withheld);
                }
                continue;
            }
            // One after the other would be too many rounds where nothing is left for them.
            if measure == Measure::MaskedZeros && *left > 0 {
                let printed: BTreeSet<&Figure> = known
                    .difference(&self.earlier.known)
                    .filter(|it| !is_kept(it, project) && !given_up.contains(*it))
                    .filter(|it| !revision.kept.contains_key(*it))
                    .collect();
                let further: BTreeSet<Figure> = protection
                    .unprotected()
                    .flat_map(|target| withheld::figures_of(target, &printed, project))
                    .collect();
                if !further.is_empty() {
                    given_up.extend(further);
                    continue;
                }
            }
            if tables.is_empty() || measure == Measure::TotalsOnly {
                protection.findings = told;
                return protection;
            }
            for (table, targets) in tables {
                let is_beside = |figure: &Figure| {
                    targets.iter().any(|target| withheld::stands_beside(figure, target))
                };
                let form = coarser::next_for(table, is_beside);
                let Some(target) = targets.first() else { continue };
                let finding = findings::of_table(table, form.as_ref(), target, project);
                told.insert(table.id.clone(), finding);
                coarser::replace(&table.id, form, &mut plan, &mut withheld);
            }
        }
    }

    /// The same without tables that tell nothing but zeros and what is no secret: signs in their place say no more.
    fn without_silent_tables(&self, mut protection: Protection) -> Protection {
        let tells = |figure: &Figure| {
            let is_secret = figure.counts().into_iter().any(|it| !is_no_secret(it));
            let is_zero = match self.exact.get(figure) {
                Some(ExactValue::Count(value)) => value == 0,
                Some(ExactValue::Share { part, base }) => part == 0 || part == base,
                Some(ExactValue::HalfDays { half_days, .. }) => half_days.is_none(),
                None => true,
            };
            (is_secret && !is_zero).then(|| !protection.masks(figure))
        };
        let is_silent = |table: &&TablePlan| {
            let told: Vec<bool> = table.figures().filter_map(tells).collect();
            !told.is_empty() && told.iter().all(|told| !told)
        };
        let tables = protection.plan.tables.iter().filter(is_silent);
        let silent: BTreeSet<String> = tables.map(|table| table.id.clone()).collect();
        protection.withheld.extend(silent.iter().cloned());
        protection.silent = silent;
        protection
    }

    /// The figures of a report without some of its tables.
    pub(super) fn printed(&self, plan: &Plan, withheld: &BTreeSet<String>) -> BTreeSet<Figure> {
        let ledger = self.exact.iter().map(|(figure, _)| figure);
        let ledger = ledger.filter(|figure| matches!(figure, Figure::Ledger(_)));
        plan.figures_without(withheld).into_iter().chain(ledger.cloned()).collect()
    }

    fn is_given_up(&self, figure: &Figure, measure: Measure, project: &Project) -> bool {
        let revision = &self.earlier.revision;
        match figure {
            _ if self.earlier.known.contains(figure) || revision.kept.contains_key(figure) => false,
            Figure::Ledger(entry) => {
                (!measure.has_ledger() || revision.without_ledger)
                    && *entry != LedgerEntry::REJECTED
            }
            _ => measure == Measure::TotalsOnly && !is_kept(figure, project),
        }
    }

    /// Whether readers would get less than a quarter of the figures above zero that are about persons, so that signs say that
    /// there is hardly anything to say.
    fn is_hardly_anything_left(&self, protection: &Protection) -> bool {
        let own = self.printed(&protection.plan, &protection.withheld);
        let is_above_zero = |figure: &&Figure| match self.exact.get(figure) {
            Some(ExactValue::Count(value) | ExactValue::Share { part: value, .. }) => value > 0,
            _ => false,
        };
        let all = self.printed(&protection.plan, &BTreeSet::new());
        let of_persons: Vec<&Figure> = all
            .iter()
            .filter(|figure| !matches!(figure, Figure::Ledger(_)) && !is_kept(figure, self.project))
            .filter(is_above_zero)
            .collect();
        let shown = of_persons.iter().filter(|it| own.contains(**it) && !protection.masks(it));
        protection.measure > Measure::Masks
            && of_persons.len() >= MANY
            && shown.count() * 4 < of_persons.len()
    }

    /// How many figures of the whole report readers do not get, of those that can be given up; what they get in their place in
    /// coarser tables counts against it.
    pub(super) fn loss(&self, protection: &Protection) -> usize {
        let all = self.printed(self.plan, &BTreeSet::new());
        let own = self.printed(&protection.plan, &protection.withheld);
        let shown = |figure: &Figure| own.contains(figure) && !protection.masks(figure);
        let is_lost = |figure: &&Figure| !is_kept(figure, self.project) && !shown(figure);
        let gained = own.difference(&all).filter(|figure| shown(figure)).count();
        all.iter().filter(is_lost).count().saturating_sub(gained)
    }
}

/// Whether a figure stays whatever is given up: it is about no persons, no secret, or exempt.
pub(super) fn is_kept(figure: &Figure, project: &Project) -> bool {
    if project.disclosure.is_exempt(figure) {
        return true;
    }
    match figure {
        Figure::Count(count) => count.unit == Unit::Activities || is_no_secret(count),
        Figure::Share(share) => share.base().unit == Unit::Activities,
        Figure::Ledger(entry) => *entry == LedgerEntry::REJECTED,
        Figure::Days(_) => false,
        Figure::Compared(_) => true,
    }
}
