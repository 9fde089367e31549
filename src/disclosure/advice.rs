//! Advice before masking: a table most of whose numbers are small says little, and a coarser one
//! would say more.

use super::findings::{groups_of, merge_text};
use super::measure::Measure;
use super::protection::Protection;
use super::record::MaskReason;

use crate::diagnostic::{Code, Finding};
use crate::domain::{Case, Count, Dimension, Figure, Filter, Period, Unit};
use crate::plan::{Plan, TablePlan};
use crate::project::Project;
use crate::statistics::{ExactFigures, ExactValue, compute};
use std::collections::BTreeSet;

/// A warning for each table more than 30 % of whose counts above zero are small themselves.
pub(super) fn thin_tables(
    plan: &Plan,
    protection: &Protection,
    exact: &ExactFigures,
    cases: &[Case],
    project: &Project,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Protection { checked, withheld, silent, measure, .. } = protection;
    // Where hardly anything is published a coarser table does not help.
    let is_told = |table: &&TablePlan| {
        *measure != Measure::TotalsOnly
            && (!withheld.contains(&table.id) || silent.contains(&table.id))
    };
    for table in plan.tables.iter().filter(is_told) {
        let counts = counts(table);
        let above_zero = counts.iter().filter(|count| value(count, exact) > 0).count();
        let small = counts.iter().filter(|count| {
            let figure = Figure::Count((**count).clone());
            checked.masked.get(&figure) == Some(&MaskReason::Small)
        });
        let small = small.count();
        if small * 10 <= above_zero * 3 {
            continue;
        }
        let help = match best_merge(&counts, cases, project) {
            Some((advice, 0)) => format!("{advice}: dann ist keine Zahl mehr zu klein"),
            Some((advice, 1)) => format!("{advice}: dann ist noch eine Zahl zu klein"),
            Some((advice, left)) => format!("{advice}: dann sind noch {left} Zahlen zu klein"),
            None => "fassen Sie Zeilen oder Spalten zu Gruppen zusammen, oder lassen Sie die Tabelle weg".to_owned(),
        };
        findings.push(
            Finding::new(
                Code::TableMostlyMasked,
                format!(
                    "in der Tabelle `{}` sind {small} von {above_zero} Zahlen über null zu klein, um sie zu drucken",
                    table.id
                ),
            )
            .help(help),
        );
    }
    findings
}

/// The counts of persons' cases a table prints.
fn counts(table: &TablePlan) -> BTreeSet<&Count> {
    let cells = table.rows.iter().flat_map(|row| row.cells.iter().flatten());
    cells
        .filter_map(|figure| match figure {
            Figure::Count(count) if count.unit != Unit::Activities => Some(count),
            _ => None,
        })
        .collect()
}

fn value(count: &Count, exact: &ExactFigures) -> u64 {
    match exact.get(&Figure::Count(count.clone())) {
        Some(ExactValue::Count(value)) => value,
        _ => 0,
    }
}

/// The coarser property that leaves the fewest small numbers, and how many; `None` when no merge
/// leaves fewer.
fn best_merge(
    counts: &BTreeSet<&Count>,
    cases: &[Case],
    project: &Project,
) -> Option<(String, usize)> {
    let small_among = |counts: &BTreeSet<Count>| {
        let figures: Vec<Figure> =
            counts.iter().map(|count| Figure::Count(count.of_cases())).collect();
        let exact = compute(&figures, cases, [], project);
        let small = |figure: &&Figure| {
            matches!(exact.get(figure), Some(ExactValue::Count(value))
                if project.disclosure.is_small(value))
        };
        figures.iter().filter(small).count()
    };
    let now = small_among(&counts.iter().map(|count| (*count).clone()).collect());
    let dimensions: BTreeSet<Dimension> = counts
        .iter()
        .flat_map(|count| count.filter.conditions().map(|(dimension, _)| dimension))
        .collect();
    let mut merges: Vec<(String, BTreeSet<Count>)> = dimensions
        .into_iter()
        .filter_map(|dimension| {
            let parent = groups_of(dimension, project)?;
            let merged = counts.iter().map(|count| coarser(count, dimension, parent, project));
            Some((merge_text(dimension, parent), merged.collect()))
        })
        .collect();
    if counts.iter().any(|count| count.period != Period::Year) {
        let whole = counts.iter().map(|count| (*count).clone().during(Period::Year));
        merges.push(("zeigen Sie das Jahr statt seiner Teile".to_owned(), whole.collect()));
    }
    merges
        .into_iter()
        .map(|(advice, counts)| (advice, small_among(&counts)))
        .filter(|(_, left)| *left < now)
        .min_by_key(|(_, left)| *left)
}

/// The count with the groups of the values it names in place of them.
fn coarser(count: &Count, dimension: Dimension, parent: Dimension, project: &Project) -> Count {
    let filter = count.filter.conditions().fold(Filter::all(), |filter, (at, codes)| {
        if at == dimension {
            let groups = codes.iter().map(|code| project.taxonomy.group_of(dimension, *code));
            filter.and(parent, groups)
        } else {
            filter.and(at, codes.iter().copied())
        }
    });
    Count { filter, ..count.clone() }
}
