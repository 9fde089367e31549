//! What earlier editions of this year have printed: known for ever, whatever this edition prints.
//!
//! A number that is the same now may not be masked any more. What becomes of one that has changed
//! says [`Revision`]. What was masked stays masked. Finds no masks itself.

use super::archived::figures;
use super::measure::Measure;
use super::nesting::Nesting;
use super::published::PublishedFigure;
use super::revision::Revision;
use super::stock;
use crate::diagnostic::{Finding, FindingCode, Place};
use crate::domain::{Count, Figure};
use crate::project::{ArchivedEdition, ArchivedValue, Project};
use crate::statistics::ExactFigures;
use std::collections::BTreeSet;

/// What readers of earlier editions know.
#[derive(Clone, Debug, Default)]
pub(super) struct Earlier {
    /// Printed with the value they have now.
    pub(super) known: BTreeSet<Figure>,
    /// Masked, and not known.
    pub(super) masked: BTreeSet<Figure>,
    /// Those of them in whose place an edition of this year has a sign: readers know that there is a number.
    pub(super) starred: BTreeSet<Figure>,
    /// Those of editions whose signs tell nothing: they stay unpublished, and nobody knows that there is a number.
    pub(super) given_up: BTreeSet<Figure>,
    /// What only editions of other periods, which overlap with that of the report, have printed or masked.
    pub(super) of_other_periods: BTreeSet<Figure>,
    /// How far protection of an edition of this year went, the farthest.
    pub(super) measure: Measure,
    /// Counts of the stock the year began with that must not be computed, whatever they are.
    pub(super) stock: BTreeSet<Count>,
    /// What becomes of numbers that have changed.
    pub(super) revision: Revision,
}

impl Earlier {
    /// What the editions of the report year have printed; with the figures of this one, and the counts that stay as they
    /// were released in any case.
    pub(super) fn new(
        printed: &BTreeSet<Figure>,
        stay: &BTreeSet<Count>,
        exact: &ExactFigures,
        nesting: &Nesting<'_>,
        project: &Project,
    ) -> Self {
        let revision = Revision::new(printed, stay, exact, nesting, project);
        let mut earlier = Self { revision, ..Self::default() };
        for edition in project.overlapping_editions() {
            let measure = edition.content.measure.as_deref().map_or(Measure::Masks, Measure::named);
            earlier.measure = earlier.measure.max(measure);
            for (figure, value) in figures(edition, project) {
                let policy = &project.disclosure;
                let now = exact.get(&figure);
                let now = now.map(|now| PublishedFigure::decide(&figure, now, false, policy));
                match value {
                    ArchivedValue::Masked if measure.signs_tell_nothing() => {
                        earlier.given_up.insert(figure);
                    }
                    ArchivedValue::Masked => {
                        earlier.masked.insert(figure.clone());
                        earlier.starred.extend(now.map(|_| figure));
                    }
                    _ if now.is_some_and(|now| now.value().archived() == Some(value)) => {
                        earlier.known.insert(figure);
                    }
                    _ => {}
                }
            }
        }
        let of = |is_meant: &dyn Fn(&&ArchivedEdition) -> bool| -> BTreeSet<Figure> {
            let editions = project.overlapping_editions().filter(is_meant);
            editions.flat_map(|edition| figures(edition, project)).map(|it| it.0).collect()
        };
        let is_of_period = |edition: &&ArchivedEdition| edition.period() == project.settings.period;
        earlier.of_other_periods = &of(&|it| !is_of_period(it)) - &of(&is_of_period);
        earlier.add_stock(exact, project);
        let Self { known, masked, starred, given_up, revision, .. } = &mut earlier;
        let is_printed =
            |figure: &Figure| known.contains(figure) || revision.kept.contains_key(figure);
        for hidden in [masked, starred, given_up] {
            hidden.retain(|figure| !is_printed(figure));
        }
        earlier
    }

    /// Whether an edition of the year has told a figure, or has a sign in its place.
    pub(super) fn tells(&self, figure: &Figure) -> bool {
        let Self { known, masked, given_up, revision, .. } = self;
        [known, masked, given_up, &revision.revised].iter().any(|it| it.contains(figure))
            || revision.kept.contains_key(figure)
    }

    /// Adds what the report of the year before says of the cases this year began with.
    fn add_stock(&mut self, exact: &ExactFigures, project: &Project) {
        let policy = &project.disclosure;
        for (figure, value) in stock::carried_over(project) {
            let now = exact.get(&figure);
            let now = now.map(|now| PublishedFigure::decide(&figure, now, false, policy));
            let hidden = value == ArchivedValue::Masked
                || stock::is_off_by_few(&figure, value, exact, policy);
            if hidden && !policy.is_exempt(&figure) {
                self.masked.extend(stock::at_the_start(&figure, project));
                self.stock.extend(figure.counts().into_iter().next().cloned());
            } else if now.is_some_and(|now| now.value().archived() == Some(value)) {
                self.known.insert(figure);
            }
        }
        let known = &self.known;
        self.stock.retain(|count| !known.contains(&Figure::Count(count.clone())));
    }
}

/// The figures of earlier editions of the report year, and those of the stock the year before ended
/// with: they must be computed again, to be held against.
pub fn printed_before(project: &Project) -> BTreeSet<Figure> {
    let printed = project.overlapping_editions().flat_map(|it| figures(it, project));
    let printed = printed.filter(|(figure, _)| !matches!(figure, Figure::Ledger(_)));
    let stock = stock::carried_over(project).into_iter();
    printed.chain(stock).map(|(figure, _)| figure).collect()
}

/// An error for each edition whose numbers are rounded where these are exact, or to another base: whoever has both may know more
/// than each audit does.
pub(super) fn mixed_methods(project: &Project) -> Vec<Finding> {
    let base = project.disclosure.base();
    let others = project.overlapping_editions().filter(|it| it.content.rounded_to != base);
    others.map(|edition| mixed(edition, base)).collect()
}

fn mixed(edition: &ArchivedEdition, base: Option<u64>) -> Finding {
    let how = |base: Option<u64>| match base {
        None => "nicht gerundet".to_owned(),
        Some(base) => format!("auf Vielfache von {base} gerundet"),
    };
    Finding::new(
        FindingCode::MethodsMixed,
        format!(
            "diese Ausgabe ist {}, der Bericht wäre {}",
            how(edition.content.rounded_to),
            how(base)
        ),
    )
    .at(Place::file(&edition.file))
    .help("alle Ausgaben eines Jahres werden nach demselben Verfahren geschützt: stellen Sie `disclosure.method` und `disclosure.base` zurück")
}
