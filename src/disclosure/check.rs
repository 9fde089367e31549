//! One round of disclosure control: what is printed → masks, and the verdict on each small number.

use super::alternative::State;
use super::audit::{Audit, OtherYear, Verdict};
use super::derived::Knowledge;
use super::kept::kept_rows;
use super::pattern::{Finder, Pattern};
use super::pool::{Pool, is_outside};
use super::profiles::Profiles;
use super::record::MaskReason;
use super::registry::{Before, Item, Registry, Worth};
use super::small::small_rows;
use super::target::Target;
use super::targets::{self, Asked};
use super::why::Why;
use crate::domain::Figure;
use crate::project::Project;
use crate::statistics::ExactFigures;
use std::collections::{BTreeMap, BTreeSet};

/// What a round found.
#[derive(Clone, Default)]
pub(super) struct Checked {
    /// The figures that are masked, of this report and of earlier editions.
    pub(super) masked: BTreeMap<Figure, MaskReason>,
    /// Every small number, with what is proved about it.
    pub(super) verdicts: Vec<(Target, Proof)>,
    /// Why each of the masked figures is masked.
    pub(super) reasons: BTreeMap<Figure, Why>,
    /// The masked figures that an earlier edition of the year has masked.
    pub(super) masked_before: BTreeSet<Figure>,
    /// Effects and moves the search looked at: its work, whatever the machine.
    pub(super) steps: u64,
    /// Whether it ended because these were too many.
    pub(super) is_spent: bool,
}

/// What is proved about a small number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Proof {
    pub(super) verdict: Verdict,
    /// How many years prove it.
    pub(super) years: usize,
    /// How many of the cases differ in them.
    pub(super) changed_cases: usize,
}

/// Masks what must be masked of the printed figures, and audits it. The planned ones that are not
/// printed must not be computed either. The search ends after so many steps.
pub(super) fn check(
    printed: &BTreeSet<Figure>,
    asked: &Asked<'_>,
    worth: &Worth,
    exact: &ExactFigures,
    pool: &Pool,
    project: &Project,
    most_steps: u64,
) -> Checked {
    let cases = pool.own();
    let policy = &project.disclosure;
    let mut registry = Registry::new(printed, worth, exact, policy);
    let nesting = pool.nesting(project);
    let knowledge = Knowledge { nesting: &nesting, exact, cases, project };
    let small = small_rows(&registry, exact, policy);
    let targets = targets::targets(&mut registry, &small, asked, worth.stock(), &knowledge);
    let profiles = match targets.is_empty() {
        true => Profiles::default(),
        false => Profiles::new(&registry, pool, project),
    };
    let mut finder = Finder::new(&registry, &profiles, exact, policy, most_steps);
    let mut masked_anyway = kept_rows(&registry, &project.taxonomy);
    masked_anyway.extend(&small);
    let pattern = finder.find(&masked_anyway, &targets);
    let small_items = finder.masked_items(&small);
    let masked_items = finder.masked_items(&pattern.open);
    let items = || {
        let items = registry.items().iter().enumerate();
        items.filter(|(position, _)| masked_items.get(*position) == Some(&true))
    };
    let masked: BTreeMap<Figure, MaskReason> = items()
        .map(|(position, item)| {
            let reason = match small_items.get(position) == Some(&true) {
                true => MaskReason::Small,
                false => MaskReason::Complementary,
            };
            (item.figure.clone(), reason)
        })
        .collect();
    let before = items().filter(|(_, item)| item.earlier == Some(Before::Masked));
    let masked_before = before.map(|(_, item)| item.figure.clone()).collect();
    let audit = Audit::new(cases, printed, &masked, worth.revision(), exact, project);
    let mut verdicts = Vec::new();
    let mut reasons: BTreeMap<Figure, Why> = BTreeMap::new();
    for (target, states) in targets.into_iter().zip(&pattern.witnesses) {
        let years: Vec<OtherYear> =
            states.iter().map(|state| other_year(state, &profiles, pool, project)).collect();
        for (_, item) in items() {
            let why = reasons.entry(item.figure.clone()).or_default();
            let years = states.iter().zip(&years);
            let years = years.filter(|(state, _)| changes(state, item)).map(|(_, year)| year);
            why.add(verdicts.len(), &item.figure, years, &audit);
        }
        let proof = Proof {
            verdict: audit.verdict(&target, &years),
            years: years.len(),
            changed_cases: years.iter().map(|year| year.removed.len()).sum(),
        };
        verdicts.push((target, proof));
    }
    let Pattern { steps, is_spent, .. } = pattern;
    Checked { masked, verdicts, reasons, masked_before, steps, is_spent }
}

/// Whether a year differs in what a figure is made of.
fn changes(state: &State, item: &Item) -> bool {
    state.changed().any(|row| item.rows.contains(&row))
}

/// The year a search ended in, as cases.
fn other_year(state: &State, profiles: &Profiles, pool: &Pool, project: &Project) -> OtherYear {
    let mut year = OtherYear { removed: Vec::new(), added: Vec::new() };
    let cases = pool.cases();
    for (position, classes) in state.changes().replaced(profiles) {
        let Some(mut case) = cases.get(position).cloned() else { continue };
        for ((at, aspect), class) in profiles.order.iter().enumerate().zip(classes) {
            let example = profiles.class(at, class).and_then(|class| cases.get(class.example));
            if let Some(example) = example {
                aspect.copy(example, &mut case);
            }
        }
        // A spare case is none of the year's, and what lies outside the year is none of the other's.
        if position < pool.own().len() {
            year.removed.push(position);
        }
        if !is_outside(&case, project) {
            year.added.push(case);
        }
    }
    year
}
