//! What happens to a small number that masking cannot protect: its table is withheld, and where it
//! stands in no table, the report is refused.

use super::check::Checked;
use super::earlier::Earlier;
use super::targets::{Target, TargetName};
use crate::diagnostic::{Code, Finding, Place};
use crate::domain::{Count, Dimension, Figure, Period};
use crate::plan::{Plan, TablePlan};
use crate::project::Project;
use std::collections::BTreeSet;

/// The tables that must be withheld besides those that are, each with its warning.
pub(super) fn tables_of(
    checked: &Checked,
    plan: &Plan,
    withheld: &BTreeSet<String>,
    project: &Project,
) -> Vec<(String, Finding)> {
    let mut tables: Vec<(String, Finding)> = Vec::new();
    for (target, _) in checked.verdicts.iter().filter(|(_, proof)| !proof.verdict.is_safe) {
        // A table is given up for the most special of the figures the number follows from.
        let Some(finest) = target.name.counts().into_iter().max_by_key(|c| conditions(c)) else {
            continue;
        };
        let names = |table: &TablePlan| {
            let cells = table.rows.iter().flat_map(|row| row.cells.iter().flatten());
            cells.flat_map(Figure::counts).any(|count| is_beside(count, finest))
        };
        for table in plan.tables.iter().filter(|table| !withheld.contains(&table.id)) {
            if names(table) && tables.iter().all(|(id, _)| *id != table.id) {
                tables.push((table.id.clone(), finding(table, target, project)));
            }
        }
    }
    tables
}

/// The errors for numbers that no table can be given up for.
pub(super) fn disclosed(checked: &Checked, earlier: &Earlier, project: &Project) -> Vec<Finding> {
    // What has been released cannot be taken back, whatever this report prints.
    let released = match earlier.known.is_empty() {
        true => "",
        false => {
            "; Zahlen aus freigegebenen Ausgaben (`archive/`) sind bekannt und lassen sich nicht mehr sperren: verträglich damit ist die Gliederung der freigegebenen Ausgabe"
        }
    };
    let unsafe_ones = checked.verdicts.iter().filter(|(_, proof)| !proof.verdict.is_safe);
    unsafe_ones
        .map(|(target, _)| {
            let within = if target.within_exempt {
                "; die Ausnahme in `disclosure.exempt` lässt keinen anderen Wert zu"
            } else {
                ""
            };
            Finding::new(
                Code::Disclosed,
                format!(
                    "eine kleine Anzahl wäre errechenbar: {}{within}",
                    describe(target, project)
                ),
            )
            .at(Place::file("report.toml"))
            .expected(format!(
                "höchstens Zahlen, aus denen keine Anzahl unter {} folgt",
                project.disclosure.threshold
            ))
            .help(format!(
                "nehmen Sie die Kennzahl aus dem Text, oder fassen Sie Werte zusammen{released}"
            ))
        })
        .collect()
}

fn finding(table: &TablePlan, target: &Target, project: &Project) -> Finding {
    let help = match merge(target, project) {
        Some(merge) => format!("{merge}, oder lassen Sie die Tabelle weg"),
        None => {
            "fassen Sie Zeilen oder Spalten zusammen, oder lassen Sie die Tabelle weg".to_owned()
        }
    };
    Finding::new(
        Code::TableWithheld,
        format!(
            "die Tabelle `{}` wird nicht veröffentlicht: errechenbar wäre {}",
            table.id,
            describe(target, project)
        ),
    )
    .help(help)
}

/// A small number by its figures. Its value is not named.
fn describe(target: &Target, project: &Project) -> String {
    let id = |figure: &Figure| figure.id(&project.taxonomy);
    match &target.name {
        TargetName::Figure(figure) => format!("`{}`", id(figure)),
        TargetName::Neighbour(figure) => {
            format!("`{}` (nicht gedruckt, aus Summen zu errechnen)", id(figure))
        }
        TargetName::Difference(outer, inner) => {
            format!("der Unterschied zwischen `{}` und `{}`", id(outer), id(inner))
        }
    }
}

/// The merge that takes the number into a larger one.
fn merge(target: &Target, project: &Project) -> Option<String> {
    let counts = target.name.counts();
    let count = counts.iter().max_by_key(|count| conditions(count))?;
    let parent = count
        .filter
        .conditions()
        .find_map(|(dimension, _)| Some((dimension, groups_of(dimension, project)?)));
    match parent {
        Some((dimension, parent)) => Some(merge_text(dimension, parent)),
        None if count.period != Period::Year => {
            Some("zeigen Sie das Jahr statt seiner Teile".to_owned())
        }
        None => None,
    }
}

/// The property that groups another one's values, where the project has such groups.
pub(super) fn groups_of(dimension: Dimension, project: &Project) -> Option<Dimension> {
    let has_groups = |parent: &Dimension| {
        project.taxonomy.list(*parent).is_some_and(|list| !list.entries().is_empty())
    };
    dimension.parent().filter(has_groups)
}

/// The advice to use a coarser property.
pub(super) fn merge_text(dimension: Dimension, parent: Dimension) -> String {
    format!("zeigen Sie `{}` statt `{}`", parent.id(), dimension.id())
}

fn conditions(count: &Count) -> usize {
    count.filter.conditions().count() + usize::from(count.period != Period::Year)
}

/// Whether a count is another or differs from it in one value only.
pub(super) fn is_beside(count: &Count, other: &Count) -> bool {
    let names = |count: &Count| -> BTreeSet<Dimension> {
        count.filter.conditions().map(|(dimension, _)| dimension).collect()
    };
    let differing = count
        .filter
        .conditions()
        .filter(|(dimension, codes)| other.filter.allowed(*dimension) != Some(*codes))
        .count();
    let kind = |count: &Count| std::mem::discriminant(&count.period);
    conditions(count) > 0
        && count.population == other.population
        && kind(count) == kind(other)
        && names(count) == names(other)
        && differing + usize::from(count.period != other.period) <= 1
}
