//! Cases that two reports count: open at the end of one year, carried forward into the next.
//!
//! What the report of the year before says of its stock at the end is the same number of the same
//! cases as what this report carries forward. Printed then, it is known now; masked then, it may not
//! be printed now, nor be computable. Where the two differ an export has changed since, or is
//! missing; a difference by a small number is one of persons, and the number is masked.

use super::archived::as_printed;
use crate::diagnostic::{Finding, FindingCode, Place};
use crate::domain::{Count, Figure, Filter, Period, Population, ReportPeriod, Share, Unit};
use crate::locale::period_label;
use crate::project::{ArchivedEdition, ArchivedValue, Difference, DisclosurePolicy, Project};
use crate::statistics::{ExactFigures, ExactValue};
use std::collections::BTreeSet;

/// What the editions of the year before say of the stock at its end, as figures of this year.
pub(super) fn carried_over(project: &Project) -> Vec<(Figure, ArchivedValue)> {
    editions(project).flat_map(|edition| of_edition(edition, project)).collect()
}

/// A figure of the stock at the start in all parts of the year in which it is the same.
pub(super) fn at_the_start(figure: &Figure, project: &Project) -> Vec<Figure> {
    let of = project.settings.period;
    let in_periods =
        of.all_parts().into_iter().filter(|part| of.bounds(*part).0 == of.bounds(Period::Year).0);
    match figure {
        Figure::Count(count) => {
            in_periods.map(|period| Figure::Count(count.clone().during(period))).collect()
        }
        Figure::Share(share) => in_periods
            .map(|period| {
                let base = share.base().clone().during(period);
                Figure::Share(Share::new(base, &share.part().filter))
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Whether the stock differs from what was printed by a small number of cases.
pub(super) fn is_off_by_few(
    figure: &Figure,
    before: ArchivedValue,
    exact: &ExactFigures,
    policy: &DisclosurePolicy,
) -> bool {
    match (exact.get(figure), before) {
        (Some(ExactValue::Count(now)), ArchivedValue::Count(before)) => {
            (1..policy.threshold).contains(&policy.printed(now).abs_diff(before))
        }
        _ => false,
    }
}

/// A warning where the stock at the start is not what the report of the year before says.
pub(super) fn contradiction(exact: &ExactFigures, project: &Project) -> Option<Finding> {
    let edition = project.edition_before()?;
    if edition.content.rounded_to != project.disclosure.base() {
        return None;
    }
    let contradicts = |(figure, before): &(Figure, ArchivedValue)| {
        match (exact.get(figure), before) {
            (Some(ExactValue::Count(now)), ArchivedValue::Count(before)) => {
                project.disclosure.printed(now) != *before
            }
            // The sign says that there is at least one.
            (Some(ExactValue::Count(now)), ArchivedValue::Masked) => now == 0,
            _ => false,
        }
    };
    let named: BTreeSet<String> = of_edition(edition, project)
        .into_iter()
        .filter(contradicts)
        .map(|(figure, _)| format!("`{}`", figure.id(&project.taxonomy)))
        .collect();
    if named.is_empty() {
        return None;
    }
    let before = period_label(edition.period(), Period::Year);
    let end = match edition.period().part() {
        Some(Period::Year) => "das Jahresende",
        _ => "das Ende dieser Zeit",
    };
    let named: Vec<String> = named.into_iter().collect();
    Some(
        Finding::new(
            FindingCode::StockContradicts,
            format!(
                "der Vortrag ist nicht der Bestand, den der Bericht {before} für {end} nennt: {}",
                named.join(", ")
            ),
        )
        .at(Place::file(&edition.file))
        .expected("alle Fälle, die am Jahresende offen waren, unverändert in den Exporten")
        .help("legen Sie die Exporte des Vorjahres dazu, falls sie fehlen; sind Fälle nach der Freigabe nachgetragen oder geändert worden, sagen Sie es im Bericht"),
    )
}

/// The editions of the year before that print numbers as this report does: a rounded number and an exact
/// one are different statements about the same cases.
fn editions(project: &Project) -> impl Iterator<Item = &ArchivedEdition> {
    let period = project.settings.period;
    let base = project.disclosure.base();
    let editions = project.archive.iter().filter(move |edition| period.follows(edition.period()));
    editions.filter(move |edition| edition.content.rounded_to == base)
}

fn of_edition(edition: &ArchivedEdition, project: &Project) -> Vec<(Figure, ArchivedValue)> {
    let stock = as_printed(edition, project)
        .filter_map(|(figure, value)| Some((carried_forward(&figure, edition.period())?, value)));
    let means_the_same = |(figure, _): &(Figure, ArchivedValue)| {
        !edition.differences(figure, project).iter().any(Difference::is_break)
    };
    stock.filter(means_the_same).collect()
}

/// A figure of the stock at the end of a year as one of the stock at the start of the next.
fn carried_forward(figure: &Figure, of: ReportPeriod) -> Option<Figure> {
    match figure {
        Figure::Count(count) => of_count(count, of).map(Figure::Count),
        Figure::Share(share) if share.part().period == share.base().period => {
            let part = of_count(share.part(), of)?;
            Some(Figure::Share(Share::new(of_count(share.base(), of)?, &part.filter)))
        }
        _ => None,
    }
}

fn of_count(count: &Count, of: ReportPeriod) -> Option<Count> {
    let is_stock = count.population == Population::Open
        && count.unit != Unit::Activities
        && of.bounds(count.period).1 == of.bounds(Period::Year).1;
    (is_stock && is_stable(&count.filter)).then(|| Count {
        population: Population::CarriedForward,
        period: Period::Year,
        ..count.clone()
    })
}

/// Whether no condition is on something that handling a case changes: then the two numbers are of the same cases.
fn is_stable(filter: &Filter) -> bool {
    filter.conditions().all(|(dimension, _)| !dimension.is_changing())
}
