//! Sites and kinds that the year before had and the report year has not: an export may be missing.

use super::earlier;
use super::part::{EXPECTED, Part};
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::{Count, Dimension, Field, Figure, Population, ReportPeriod, ValueCode};
use crate::intake::account::FileReading;
use crate::locale::capital;
use crate::project::{ArchivedValue, Project};
use std::collections::BTreeMap;

/// The sites and kinds of which the year before had many cases of the office, by the exports or by its report, and the report year
/// has none; each with a warning.
pub(super) fn since_the_year_before(
    files: &[FileReading],
    project: &Project,
) -> (Findings, Vec<(Dimension, ValueCode)>) {
    let (mut findings, mut gone) = (Findings::default(), Vec::new());
    let period = project.settings.period;
    let Some(before) = period.in_year(period.year() - 1) else { return (findings, gone) };
    if project.declares_complete() {
        return (findings, gone);
    }
    for field in [Field::Site, Field::Category] {
        let Some(dimension) = field.dimension() else { continue };
        let list = project.taxonomy.list(dimension).filter(|list| list.entries().len() > 1);
        let (now, mut then) = (cases(files, field, period), cases(files, field, before));
        for code in list.into_iter().flat_map(|list| list.codes()) {
            let printed = printed_before(dimension, code, project).unwrap_or_default();
            let count = then.entry(code).or_default();
            *count = (*count).max(printed);
        }
        // Those that do not say it may be of any.
        let unknown = now.get(&ValueCode::NOT_STATED).copied().unwrap_or_default();
        let (all_now, all_then): (u64, u64) = (now.values().sum(), then.values().sum());
        for (code, count) in then {
            let is_there = now.get(&code).is_some_and(|count| *count > 0);
            // As many as by the cases of both years.
            let expected = count.saturating_mul(all_now).checked_div(all_then).unwrap_or_default();
            let is_named = list.is_some_and(|list| list.get(code).is_some());
            if is_there || !is_named || count.min(expected) < EXPECTED.max(unknown) {
                continue;
            }
            gone.push((dimension, code));
            let part = match field {
                Field::Site => Part::Site(code),
                _ => Part::Category(code),
            };
            findings.push(finding(&part, project));
        }
    }
    (findings, gone)
}

/// Cases of the office in a period by their values of a field.
fn cases(files: &[FileReading], field: Field, period: ReportPeriod) -> BTreeMap<ValueCode, u64> {
    let mut counts: BTreeMap<ValueCode, u64> = BTreeMap::new();
    for (code, count) in files.iter().flat_map(|file| file.values.of_office(field, period)) {
        *counts.entry(code).or_default() += count;
    }
    counts
}

/// How many the report of the year before has printed.
fn printed_before(dimension: Dimension, code: ValueCode, project: &Project) -> Option<u64> {
    let edition = project.earlier_year(project.settings.period.year() - 1)?;
    let count = Count::cases(Population::Received).with(dimension, code);
    match edition.content.figures.get(&Figure::Count(count).id(&project.taxonomy))? {
        ArchivedValue::Count(count) => Some(*count),
        _ => None,
    }
}

fn finding(part: &Part, project: &Project) -> Finding {
    let (which, _) = part.words(project);
    let within = capital(&project.words.period.within);
    Finding::new(
        FindingCode::PeriodNotCovered,
        format!(
            "{within} enthalten die Exporte keinen Fall{which}, obwohl es im Jahr davor viele gab; sie gelten als nicht erfasst, und Summen können zu klein sein"
        ),
    )
    .at(Place::file("exports"))
    .help(format!("prüfen Sie, ob ein Export fehlt; {}", earlier::declaration(project, false)))
}
