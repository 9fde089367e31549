//! What happens to a small number that masking cannot protect: its table is withheld, and where it
//! stands in no table, the report is refused.

use super::earlier::Earlier;
use super::ladder::Protection;
use super::measure::Measure;
use super::relations::is_within;
use super::targets::{Target, TargetName};
use crate::diagnostic::{Code, Finding, Place};
use crate::domain::{Count, Dimension, Figure, Period};
use crate::plan::{Plan, TablePlan};
use crate::project::Project;
use std::collections::BTreeSet;

/// The tables that must be withheld besides those that are, each with its warning.
pub(super) fn tables_of(
    protection: &Protection,
    plan: &Plan,
    project: &Project,
) -> Vec<(String, Finding)> {
    let withheld = &protection.withheld;
    let mut tables: Vec<(String, Finding)> = Vec::new();
    for target in protection.unprotected() {
        let Some(finest) = finest(target) else { continue };
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

/// A warning for tables of which only zeros and totals would be left.
pub(super) fn silent(tables: &BTreeSet<String>) -> Option<Finding> {
    let names: Vec<String> = tables.iter().map(|id| format!("`{id}`")).collect();
    let subject = match names.as_slice() {
        [] => return None,
        [one] => format!("die Tabelle {one} wird"),
        _ => format!("die Tabellen {} werden", names.join(", ")),
    };
    Some(
        Finding::new(
            Code::TableWithheld,
            format!(
                "{subject} nicht veröffentlicht: von ihren Zahlen über null bliebe keine übrig"
            ),
        )
        .help("fassen Sie Zeilen oder Spalten zusammen, oder lassen Sie die Tabellen weg"),
    )
}

/// A warning where more is given up than masked cells and tables.
pub(super) fn given_up(protection: &Protection) -> Option<Finding> {
    let (what, help) = match protection.measure {
        Measure::Masks => return None,
        Measure::WithoutLedger => (
            "der Verbleib der Datensätze wird nicht veröffentlicht",
            "für Ihr Haus steht er in der Zusammenfassung und im internen Ordner",
        ),
        Measure::MaskedZeros => (
            "der Verbleib der Datensätze und einige Kennzahlen werden nicht veröffentlicht, und das Zeichen kann auch für null stehen",
            "welche es sind und warum, steht im internen Ordner in disclosure.json; weniger fehlt, wenn der Bericht weniger gliedert",
        ),
        Measure::TotalsOnly => (
            "über die Fälle wird nur veröffentlicht, wie viele im ganzen Jahr eingegangen sind",
            "die genauen Zahlen stehen im internen Ordner; mehr ließe sich zeigen, wenn der Bericht weniger gliedert",
        ),
    };
    Some(
        Finding::new(
            Code::FiguresGivenUp,
            format!("{what}: so kleine Zahlen ließen sich anders nicht schützen"),
        )
        .help(help),
    )
}

/// The printed figures to give up for a number that signs cannot protect: those made of the most special of its counts, else
/// those that differ from it in one value, else those it is a part of or that are parts of it, at last all that ask for the same
/// properties or for parts of the year.
pub(super) fn figures_of(
    target: &Target,
    printed: &BTreeSet<&Figure>,
    project: &Project,
) -> BTreeSet<Figure> {
    let Some(finest) = finest(target).map(Count::of_cases) else { return BTreeSet::new() };
    let taxonomy = &project.taxonomy;
    let is_part = |count: &Count| {
        let count = count.of_cases();
        is_within(&count, &finest, taxonomy) || is_within(&finest, &count, taxonomy)
    };
    let family = |dimension: Dimension| dimension.with_groups().last();
    let asked: BTreeSet<Option<Dimension>> =
        finest.filter.conditions().map(|(dimension, _)| family(dimension)).collect();
    let asks_alike = |count: &Count| {
        let by_time = finest.period != Period::Year && count.period != Period::Year;
        by_time || count.filter.conditions().any(|(it, _)| asked.contains(&family(it)))
    };
    let near: [&dyn Fn(&Count) -> bool; 4] = [
        &|count| count.of_cases() == finest,
        &|count| is_beside(&count.of_cases(), &finest),
        &is_part,
        &asks_alike,
    ];
    let mut found = near.iter().map(|is_near| -> BTreeSet<Figure> {
        let asks = |figure: &&&Figure| figure.counts().into_iter().any(is_near);
        printed.iter().filter(asks).map(|figure| (*figure).clone()).collect()
    });
    found.find(|figures| !figures.is_empty()).unwrap_or_default()
}

/// The most special of the counts a number follows from.
fn finest(target: &Target) -> Option<&Count> {
    target.name.counts().into_iter().max_by_key(|count| conditions(count))
}

/// The errors for numbers that follow from what nobody can take back: exempt figures and released editions.
pub(super) fn disclosed(
    protection: &Protection,
    earlier: &Earlier,
    project: &Project,
) -> Vec<Finding> {
    protection
        .unprotected()
        .map(|target| {
            let message = format!(
                "eine kleine Anzahl ließe sich errechnen, was auch immer der Bericht weglässt: {}",
                describe(target, project)
            );
            Finding::new(Code::Disclosed, message)
                .at(Place::file("report.toml"))
                .expected(format!(
                    "höchstens Zahlen, aus denen keine Anzahl unter {} folgt",
                    project.disclosure.threshold
                ))
                .help(remedy(target, earlier, project))
        })
        .collect()
}

/// What helps where a number follows from fixed ones.
fn remedy(target: &Target, earlier: &Earlier, project: &Project) -> String {
    let taxonomy = &project.taxonomy;
    let hangs_together = |exempt: &Count| {
        let mut counts = target.name.counts().into_iter();
        counts.any(|it| is_within(it, exempt, taxonomy) || is_within(exempt, it, taxonomy))
    };
    let exempt = project.disclosure.exemptions.iter().map(|exemption| &exemption.figure);
    let causes: Vec<String> = exempt
        .filter(|figure| target.within_exempt || figure.counts().into_iter().any(&hangs_together))
        .map(|figure| format!("`{}`", figure.id(taxonomy)))
        .collect();
    let mut help = match causes.as_slice() {
        [] => "fassen Sie Werte zusammen".to_owned(),
        [one] => format!("streichen Sie die Ausnahme {one} in `disclosure.exempt`"),
        _ => format!(
            "streichen Sie von den Ausnahmen in `disclosure.exempt` eine: {}",
            causes.join(", ")
        ),
    };
    if !earlier.known.is_empty() {
        // What has been released cannot be taken back, whatever this report prints.
        help.push_str("; Zahlen aus freigegebenen Ausgaben (`archive/`) sind bekannt und lassen sich nicht mehr sperren: verträglich damit ist die Gliederung der freigegebenen Ausgabe");
    }
    help
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
            "die Tabelle `{}` wird nicht veröffentlicht: nicht zu schützen wäre {}",
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
            let id = |count: &Count| format!("`{}`", count.id(&project.taxonomy));
            let inner: Vec<String> = inner.iter().map(id).collect();
            format!("der Unterschied zwischen {} und {}", id(outer), inner.join(" + "))
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
