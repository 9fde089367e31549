//! What earlier editions of this year have printed: known for ever, whatever this edition prints.
//!
//! A number that is the same now may not be masked any more. One that has changed is known twice,
//! and so is the difference; a small one is a small number of persons that nothing protects. What
//! was masked stays masked. Finds no masks itself.

use super::measure::Measure;
use super::published::PublishedFigure;
use super::relations::is_within;
use super::stock;
use crate::diagnostic::{Code, Finding, Place};
use crate::domain::{Count, Figure, Unit};
use crate::project::{ArchivedEdition, ArchivedValue, DisclosurePolicy, Project};
use crate::statistics::{ExactFigures, ExactValue};
use std::collections::{BTreeMap, BTreeSet};

/// The most figures a finding names.
const MOST_NAMED: usize = 10;

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
    /// How far protection of an edition of this year went, the farthest.
    pub(super) measure: Measure,
    /// Counts of the stock the year began with that must not be computed, whatever they are.
    pub(super) stock: BTreeSet<Count>,
}

impl Earlier {
    /// What the editions of the report year have printed.
    pub(super) fn new(exact: &ExactFigures, project: &Project) -> Self {
        let mut earlier = Self::default();
        for edition in project.editions_of_the_year() {
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
        earlier.add_stock(exact, project);
        earlier.masked.retain(|figure| !earlier.known.contains(figure));
        earlier.given_up.retain(|figure| !earlier.known.contains(figure));
        earlier.starred.retain(|figure| !earlier.known.contains(figure));
        earlier
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
                self.masked.extend(stock::at_the_start(&figure));
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
    let printed = project.editions_of_the_year().flat_map(|it| figures(it, project));
    let printed = printed.filter(|(figure, _)| !matches!(figure, Figure::Ledger(_)));
    let stock = stock::carried_over(project).into_iter();
    printed.chain(stock).map(|(figure, _)| figure).collect()
}

/// An error for each edition that differs from this one in a small number of persons, or whose
/// numbers are rounded where these are exact: whoever has both may know more than each audit does.
pub(super) fn corrections(exact: &ExactFigures, project: &Project) -> Vec<Finding> {
    let base = project.disclosure.base();
    let finding = |edition: &ArchivedEdition| match edition.content.rounded_to == base {
        true => correction(edition, exact, project),
        false => Some(mixed(edition, base)),
    };
    project.editions_of_the_year().filter_map(finding).collect()
}

fn mixed(edition: &ArchivedEdition, base: Option<u64>) -> Finding {
    let how = |base: Option<u64>| match base {
        None => "nicht gerundet".to_owned(),
        Some(base) => format!("auf Vielfache von {base} gerundet"),
    };
    Finding::new(
        Code::MethodsMixed,
        format!(
            "diese Ausgabe ist {}, der Bericht wäre {}",
            how(edition.content.rounded_to),
            how(base)
        ),
    )
    .at(Place::file(&edition.file))
    .help("alle Ausgaben eines Jahres werden nach demselben Verfahren geschützt: stellen Sie `disclosure.method` und `disclosure.base` zurück")
}

pub(super) fn figures<'a>(
    edition: &'a ArchivedEdition,
    project: &'a Project,
) -> impl Iterator<Item = (Figure, ArchivedValue)> + 'a {
    let figures = edition.content.figures.iter();
    figures.filter_map(|(id, value)| Some((Figure::parse(id, &project.taxonomy).ok()?, *value)))
}

fn correction(
    edition: &ArchivedEdition,
    exact: &ExactFigures,
    project: &Project,
) -> Option<Finding> {
    let policy = &project.disclosure;
    let small =
        |difference: i128| (1..u128::from(policy.threshold)).contains(&difference.unsigned_abs());
    let mut named: BTreeSet<String> = BTreeSet::new();
    let mut shifts: BTreeMap<Count, i128> = BTreeMap::new();
    for (figure, value) in figures(edition, project) {
        match (&figure, value) {
            (Figure::Count(count), ArchivedValue::Count(before)) => {
                add(&mut shifts, count, before, exact, policy);
            }
            (Figure::Share(share), ArchivedValue::Share { part, base }) => {
                add(&mut shifts, share.part(), part, exact, policy);
                add(&mut shifts, share.base(), base, exact, policy);
            }
            (Figure::Ledger(entry), ArchivedValue::Count(before))
                if entry.counts_persons()
                    && shift(&figure, before, exact, policy).is_some_and(small) =>
            {
                named.insert(figure.id(&project.taxonomy));
            }
            _ => {}
        }
    }
    let id = |count: &Count| Figure::Count(count.clone()).id(&project.taxonomy);
    for (outer, of_outer) in &shifts {
        if small(*of_outer) {
            named.insert(id(outer));
        }
        // The rest of a count without a part of it is known as well.
        for (inner, of_inner) in &shifts {
            if inner != outer
                && small(of_outer - of_inner)
                && is_within(inner, outer, &project.taxonomy)
            {
                named.extend([id(outer), id(inner)]);
            }
        }
    }
    (!named.is_empty()).then(|| finding(edition, &named, project))
}

/// Notes how far a count of persons' cases is from what an edition printed.
fn add(
    shifts: &mut BTreeMap<Count, i128>,
    count: &Count,
    before: u64,
    exact: &ExactFigures,
    policy: &DisclosurePolicy,
) {
    if count.unit != Unit::Activities
        && let Some(shift) = shift(&Figure::Count(count.clone()), before, exact, policy)
    {
        shifts.insert(count.clone(), shift);
    }
}

/// How far a number of persons' cases, as it would be printed now, is from what was printed.
fn shift(
    figure: &Figure,
    before: u64,
    exact: &ExactFigures,
    policy: &DisclosurePolicy,
) -> Option<i128> {
    match exact.get(figure) {
        Some(ExactValue::Count(now)) => Some(i128::from(policy.printed(now)) - i128::from(before)),
        _ => None,
    }
}

fn finding(edition: &ArchivedEdition, named: &BTreeSet<String>, project: &Project) -> Finding {
    let ids: Vec<String> = named.iter().take(MOST_NAMED).map(|id| format!("`{id}`")).collect();
    let further = match named.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        number => format!(" und {number} weitere"),
    };
    Finding::new(
        Code::CorrectionDiscloses,
        format!(
            "aus dem Unterschied zu dieser Ausgabe wäre eine kleine Anzahl errechenbar: {}{further}",
            ids.join(", ")
        ),
    )
    .at(Place::file(&edition.file))
    .expected(format!(
        "Unterschiede von null oder von mindestens {}",
        project.disclosure.threshold
    ))
    .help("stellen Sie `as_of` zurück, und nehmen Sie nachträglich erfasste Fälle und Änderungen in den Bericht des nächsten Jahres")
}
