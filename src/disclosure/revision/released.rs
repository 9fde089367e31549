//! What editions of the year have printed, beside what would be printed now.

use super::super::archived::figures;
use crate::domain::{Count, Figure};
use crate::project::{ArchivedEdition, ArchivedValue, Project};
use crate::statistics::{ExactFigures, ExactValue};
use std::collections::BTreeMap;

/// What editions of the year have printed, beside what would be printed now.
pub(super) struct Released {
    /// Each edition's figures, as figures of the report's period.
    editions: Vec<BTreeMap<Figure, ArchivedValue>>,
    /// The counts each edition printed, of themselves or as part or base of a share.
    pub(super) before: Vec<BTreeMap<Count, u64>>,
    /// What would be printed of them now.
    pub(super) now: BTreeMap<Count, u64>,
}

impl Released {
    pub(super) fn new(exact: &ExactFigures, project: &Project) -> Self {
        let policy = &project.disclosure;
        // What this edition itself printed last stands at the end.
        let mut released: Vec<&ArchivedEdition> = project.overlapping_editions().collect();
        // Numbers rounded in another way are refused.
        released.retain(|it| it.content.rounded_to == policy.base());
        released.sort_by_key(|it| {
            let own = it.content.edition.as_deref() == project.edition_id();
            (own, it.content.as_of.clone(), it.number)
        });
        let editions: Vec<BTreeMap<Figure, ArchivedValue>> =
            released.into_iter().map(|it| figures(it, project).collect()).collect();
        let mut now: BTreeMap<Count, u64> = BTreeMap::new();
        let mut before = Vec::new();
        for edition in &editions {
            let mut counts: BTreeMap<Count, u64> = BTreeMap::new();
            for (figure, value) in edition {
                match (figure, *value) {
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
        Self { editions, before, now }
    }

    /// The counts that no edition printed as they would be printed now.
    pub(super) fn changed(&self) -> impl Iterator<Item = &Count> {
        self.now
            .iter()
            .filter(|(count, now)| self.of_count(count).all(|it| it != **now))
            .map(|(count, _)| count)
    }

    pub(super) fn of_count(&self, count: &Count) -> impl Iterator<Item = u64> {
        self.before.iter().filter_map(|it| it.get(count).copied())
    }

    /// What was printed of a count last.
    pub(super) fn printed(&self, count: &Count) -> Option<u64> {
        self.before.iter().rev().find_map(|it| it.get(count).copied())
    }

    /// Whether no edition of the year is released.
    pub(super) fn is_empty(&self) -> bool {
        self.editions.is_empty()
    }

    /// What was printed of a figure, the last one at the end.
    pub(super) fn of_figure(&self, figure: &Figure) -> Vec<ArchivedValue> {
        self.editions.iter().filter_map(|it| it.get(figure)).copied().collect()
    }
}
