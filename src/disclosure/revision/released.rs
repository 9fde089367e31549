//! What editions of the year have printed, beside what would be printed now.

use super::super::archived::{figures, value};
use crate::domain::{Count, Figure};
use crate::project::{ArchivedEdition, ArchivedValue, Project};
use crate::statistics::{ExactFigures, ExactValue};
use std::collections::BTreeMap;

/// What editions of the year have printed, beside what would be printed now.
pub(super) struct Released<'a> {
    project: &'a Project,
    editions: Vec<&'a ArchivedEdition>,
    /// The counts each edition printed, of themselves or as part or base of a share.
    pub(super) before: Vec<BTreeMap<Count, u64>>,
    /// What would be printed of them now.
    pub(super) now: BTreeMap<Count, u64>,
}

impl<'a> Released<'a> {
    pub(super) fn new(exact: &ExactFigures, project: &'a Project) -> Self {
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
            for (figure, value) in figures(edition, project) {
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
        let id = figure.id(&self.project.taxonomy);
        let archived = self.editions.iter().filter_map(|it| it.content.figures.get(&id));
        archived.map(|archived| value(figure, *archived)).collect()
    }
}
