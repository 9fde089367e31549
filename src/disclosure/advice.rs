//! Advice: what would make a table coarser where its numbers are small. Most of a table's numbers (K402), one of them that
//! cannot be protected (K403), or one for which another is masked (`explain`): the ways are the same.
//!
//! A way concerns what the table itself breaks down by. What all of its cases have in common is its subject, and no
//! coarser subject is proposed.

use super::measure::Measure;
use super::protection::Protection;
use super::record::MaskReason;
use crate::diagnostic::{Finding, FindingCode};
use crate::domain::{Case, Count, Dimension, Figure, Filter, Period, ReportPeriod, Unit};
use crate::plan::{Plan, RowPlan, TablePlan};
use crate::project::Project;
use crate::statistics::{ExactFigures, ExactValue, compute};
use std::collections::BTreeSet;

/// A way to make a table coarser.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Coarser {
    /// The groups of a property in place of its values.
    Groups(Dimension, Dimension),
    /// Longer parts of the year; of a period only its kind matters.
    Parts(Period, Period),
    /// Without the columns that ask for a property, by label.
    WithoutColumns(Dimension, Vec<String>),
    /// Without the columns of parts of the year.
    WithoutParts(Period),
}

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
        let above_zero = counts.iter().filter(|count| exact.count(count) > 0).count();
        let small = counts.iter().filter(|count| {
            let figure = Figure::Count((**count).clone());
            checked.masked.get(&figure) == Some(&MaskReason::Small)
        });
        let small = small.count();
        if small * 10 <= above_zero * 3 {
            continue;
        }
        let help = match best(table, &counts, cases, project) {
            Some((advice, 0)) => format!("{advice}: dann ist keine Zahl mehr zu klein"),
            Some((advice, 1)) => format!("{advice}: dann ist noch eine Zahl zu klein"),
            Some((advice, left)) => format!("{advice}: dann sind noch {left} Zahlen zu klein"),
            None => "fassen Sie Zeilen oder Spalten zu Gruppen zusammen, oder lassen Sie die Tabelle weg".to_owned(),
        };
        findings.push(
            Finding::new(
                FindingCode::TableMostlyMasked,
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

/// What takes a number of a table, or one beside its numbers, into a larger one, or out of the table; `None` where only the
/// table as a whole could be left out.
pub(super) fn for_number(table: &TablePlan, count: &Count, project: &Project) -> Option<String> {
    let ways = ways(table, project).into_iter();
    let mut ways = ways.filter(|way| way.apply(count, project).as_ref() != Some(count));
    ways.next().map(|way| way.text())
}

/// The counts of persons' cases a table prints.
fn counts(table: &TablePlan) -> BTreeSet<&Count> {
    table.rows.iter().flat_map(counts_of).collect()
}

fn counts_of(row: &RowPlan) -> impl Iterator<Item = &Count> {
    row.cells.iter().flatten().filter_map(|figure| match figure {
        Figure::Count(count) if count.unit != Unit::Activities => Some(count),
        _ => None,
    })
}

/// The way that leaves the fewest small numbers, and how many; `None` when none leaves fewer. Columns are left out only
/// where nothing can be merged.
fn best(
    table: &TablePlan,
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
    let (merges, others): (Vec<Coarser>, Vec<Coarser>) =
        ways(table, project).into_iter().partition(Coarser::merges);
    [merges, others].into_iter().find_map(|ways| {
        let left = ways.into_iter().map(|way| {
            let counts = counts.iter().filter_map(|count| way.apply(count, project));
            (way.text(), small_among(&counts.collect()))
        });
        left.filter(|(_, left)| *left < now).min_by_key(|(_, left)| *left)
    })
}

/// All ways to make a table coarser, those first that keep most.
fn ways(table: &TablePlan, project: &Project) -> Vec<Coarser> {
    let mut merged = BTreeSet::new();
    let mut kinds: Vec<Period> = Vec::new();
    let mut columns: Vec<(Dimension, BTreeSet<usize>)> = Vec::new();
    let mut part_columns = None;
    for row in &table.rows {
        let cells: Vec<(usize, &Count)> = (row.cells.iter().enumerate())
            .filter_map(|(at, cell)| match cell {
                Some(Figure::Count(count)) if count.unit != Unit::Activities => Some((at, count)),
                _ => None,
            })
            .collect();
        let of_row = |dimension: Dimension, count: &Count| {
            let codes = count.filter.allowed(dimension);
            cells.iter().all(|(_, other)| other.filter.allowed(dimension) == codes)
        };
        for (at, count) in &cells {
            let own = count.filter.conditions();
            for (dimension, _) in
                own.filter(|(it, codes)| table.base.filter.allowed(*it) != Some(*codes))
            {
                merged.insert(dimension);
                if !of_row(dimension, count) {
                    match columns.iter_mut().find(|(known, _)| *known == dimension) {
                        Some((_, at_columns)) => {
                            at_columns.insert(*at);
                        }
                        None => columns.push((dimension, BTreeSet::from([*at]))),
                    }
                }
            }
            if count.period != table.base.period {
                if !kinds.iter().any(|known| is_alike(*known, count.period)) {
                    kinds.push(count.period);
                }
                if cells.iter().any(|(_, other)| !is_alike(other.period, count.period)) {
                    part_columns = Some(count.period);
                }
            }
        }
    }
    let mut ways = Vec::new();
    for dimension in merged {
        let groups = dimension.with_groups().skip(1).filter(|it| has_values(*it, project));
        ways.extend(groups.map(|groups| Coarser::Groups(dimension, groups)));
    }
    for kind in kinds {
        let longer =
            [Period::Quarter(1), Period::HalfYear(1), Period::OneYear(1), Period::Year].into_iter();
        let longer =
            longer.filter(|longer| around(kind, *longer, project.settings.period).is_some());
        ways.extend(longer.map(|longer| Coarser::Parts(kind, longer)));
    }
    ways.extend(columns.into_iter().map(|(dimension, at)| {
        let labels = at.into_iter().filter_map(|at| table.columns.get(at));
        Coarser::WithoutColumns(dimension, labels.map(|column| column.label.clone()).collect())
    }));
    ways.extend(part_columns.map(Coarser::WithoutParts));
    let counts = counts(table);
    ways.retain(|way| counts.iter().any(|count| way.apply(count, project).is_some()));
    ways
}

fn has_values(dimension: Dimension, project: &Project) -> bool {
    project.taxonomy.list(dimension).is_some_and(|list| !list.entries().is_empty())
}

fn is_alike(one: Period, other: Period) -> bool {
    std::mem::discriminant(&one) == std::mem::discriminant(&other)
}

/// The longer part of the year of a kind in which a part lies.
fn around(period: Period, kind: Period, of: ReportPeriod) -> Option<Period> {
    let longer = std::iter::successors(of.longer(period), |part| of.longer(*part));
    let mut longer = longer.chain([Period::Year]);
    longer.find(|it| is_alike(*it, kind)).filter(|it| *it != period)
}

impl Coarser {
    /// Whether the table keeps telling of all it tells of.
    fn merges(&self) -> bool {
        matches!(self, Self::Groups(..) | Self::Parts(..))
    }

    /// What becomes of a count; `None` where it goes.
    fn apply(&self, count: &Count, project: &Project) -> Option<Count> {
        match self {
            Self::Groups(dimension, groups) => {
                let filter =
                    count.filter.conditions().fold(Filter::all(), |filter, (at, codes)| {
                        if at != *dimension {
                            return filter.and(at, codes.iter().copied());
                        }
                        let mut codes = codes.clone();
                        for at in dimension.with_groups().take_while(|it| it != groups) {
                            codes = (codes.iter())
                                .map(|code| project.taxonomy.group_of(at, *code))
                                .collect();
                        }
                        filter.and(*groups, codes)
                    });
                Some(Count { filter, ..count.clone() })
            }
            Self::Parts(kind, longer) => {
                match around(count.period, *longer, project.settings.period) {
                    Some(part) if is_alike(count.period, *kind) => Some(count.clone().during(part)),
                    _ => Some(count.clone()),
                }
            }
            Self::WithoutColumns(dimension, _) => {
                count.filter.allowed(*dimension).is_none().then(|| count.clone())
            }
            Self::WithoutParts(kind) => (!is_alike(count.period, *kind)).then(|| count.clone()),
        }
    }

    /// As advice.
    fn text(&self) -> String {
        match self {
            Self::Groups(dimension, groups) => {
                format!("zeigen Sie `{}` statt `{}`", groups.id(), dimension.id())
            }
            Self::Parts(_, Period::Year) => {
                "zeigen Sie den ganzen Zeitraum statt seiner Teile".to_owned()
            }
            Self::Parts(kind, longer) => {
                format!("zeigen Sie `{}` statt `{}`", part_id(*longer), part_id(*kind))
            }
            Self::WithoutColumns(_, labels) if labels.len() == 1 => {
                format!("lassen Sie die Spalte „{}“ weg", labels.concat())
            }
            Self::WithoutColumns(dimension, _) => {
                format!("lassen Sie die Spalten nach `{}` weg", dimension.id())
            }
            Self::WithoutParts(kind) => {
                format!("lassen Sie die Spalten nach `{}` weg", part_id(*kind))
            }
        }
    }
}

/// The word for rows or columns of parts of the year in `report.toml`.
fn part_id(period: Period) -> &'static str {
    match period {
        Period::Year => "total",
        Period::OneYear(_) => "year",
        Period::HalfYear(_) => "half_year",
        Period::Quarter(_) => "quarter",
        Period::Month(_) => "month",
    }
}
