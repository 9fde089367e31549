//! Protection of a year of which editions have been released: what they printed is known for ever, and what they printed may be
//! printed again, whatever else can be proved.
//!
//! A released year gives its report again, and a corrected one is printed as far as it can be. Numbers that are revised and
//! would have to be masked stay as they were released; where that is not enough, all of them do, and the report says nothing
//! that has not been released, apart from how many cases were received.

use super::check::Checked;
use super::earlier::Earlier;
use super::ladder::{Subject, is_kept};
use super::measure::Measure;
use super::pool::Pool;
use super::protection::Protection;
use super::target::Target;
use super::{coarser, findings, forms};
use crate::domain::{Case, Count, Figure};
use crate::plan::{Plan, TablePlan};
use crate::project::{LEDGER_TABLE, Project};
use crate::statistics::ExactFigures;
use std::collections::{BTreeMap, BTreeSet};

/// How often revised numbers that would be masked are taken back one by one, before all are.
const ROUNDS: usize = 3;

/// The protection of a year, after what its editions have printed.
pub(super) fn protect(
    exact: &ExactFigures,
    plan: &Plan,
    cases: &[Case],
    project: &Project,
) -> (Earlier, Protection) {
    let mut figures = plan.figures_of_all_forms();
    figures.extend(
        exact.iter().map(|(it, _)| it).filter(|it| matches!(it, Figure::Ledger(_))).cloned(),
    );
    let pool = Pool::new(cases, Measure::Masks, plan, project);
    let nesting = pool.nesting(project);
    let nothing = BTreeSet::new();
    let mut stay: BTreeSet<Count> = BTreeSet::new();
    let mut unprotected: Vec<Target> = Vec::new();
    for _ in 0..ROUNDS {
        let earlier = Earlier::new(&figures, &stay, exact, &nesting, project);
        let subject = Subject { exact, plan, cases, hidden: &nothing, earlier: &earlier, project };
        let protection = forms::protect(&subject);
        let masked = earlier.revision.revised.iter().filter(|figure| protection.masks(figure));
        let further = earlier.revision.may_stay(masked);
        if further.is_empty() && protection.is_safe() {
            // The year as it was released is proved already, and so is what leaves more of it. A year too small for masks alone
            // is printed as it was.
            let again = subject.as_released().filter(|again| {
                earlier.revision.is_empty()
                    && (earlier.measure > Measure::Masks
                        || subject.loss(again) < subject.loss(&protection))
            });
            let protection = again.unwrap_or(protection);
            return (earlier, protection);
        }
        if further.is_empty() {
            unprotected = protection.unprotected().cloned().collect();
            break;
        }
        stay.extend(further);
    }
    stay.extend(figures.iter().flat_map(Figure::counts).cloned());
    let earlier = Earlier::new(&figures, &stay, exact, &nesting, project);
    let subject = Subject { exact, plan, cases, hidden: &nothing, earlier: &earlier, project };
    let protection = match subject.as_released() {
        Some(mut again) => {
            again.further = findings::as_released(&unprotected, project);
            again
        }
        None => forms::protect(&subject),
    };
    (earlier, protection)
}

impl Subject<'_> {
    /// Nothing but what editions of the year have told, with signs where they had signs; `None` where there is none, or where an
    /// exempt figure has to be printed that none of them has.
    fn as_released(&self) -> Option<Protection> {
        let earlier = self.earlier;
        let revision = &earlier.revision;
        let is_printed = |figure: &Figure| {
            earlier.known.contains(figure)
                || revision.kept.contains_key(figure)
                || revision.revised.contains(figure)
        };
        let signs = || earlier.masked.union(&earlier.given_up);
        let is_told = |figure: &Figure| {
            is_printed(figure) || signs().any(|it| it == figure) || is_kept(figure, self.project)
        };
        let mut exempt = self.project.disclosure.exemptions.iter().map(|it| &it.figure);
        if earlier.known.is_empty() && revision.kept.is_empty()
            || exempt.any(|figure| self.exact.get(figure).is_some() && !is_printed(figure))
        {
            return None;
        }
        let tells_more = |table: &TablePlan| {
            let mut cells = table.figures().map(Figure::of_this_year);
            cells.any(|figure| self.plan.recording.has(figure) && !is_told(figure))
        };
        let mut plan = self.plan.clone();
        let mut withheld: BTreeSet<String> = BTreeSet::new();
        for table in self.plan.tables.iter().filter(|table| tells_more(table)) {
            let form = forms::as_released(table, self);
            coarser::replace(&table.id, form, &mut plan, &mut withheld);
        }
        let all = self.printed(&plan, &withheld);
        let mut ledger = all.iter().filter(|it| matches!(it, Figure::Ledger(_)));
        if revision.without_ledger || ledger.any(|figure| !is_told(figure)) {
            withheld.insert(LEDGER_TABLE.to_owned());
        }
        let is_silent = |figure: &Figure| {
            let is_sign = signs().any(|it| it == figure) && !is_printed(figure);
            is_sign || revision.silent.contains(figure) || !is_told(figure)
        };
        let given_up = all.iter().filter(|figure| is_silent(figure)).cloned().collect();
        Some(Protection {
            measure: earlier.measure,
            checked: Checked::default(),
            plan,
            withheld,
            silent: BTreeSet::new(),
            given_up,
            findings: BTreeMap::new(),
            further: None,
        })
    }
}
