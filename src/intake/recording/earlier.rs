//! Whether cases of earlier years are known: without them nobody can say how many were open when the year began.

use crate::diagnostic::{Code, Finding};
use crate::domain::{Count, Figure, Period, Population};
use crate::intake::file_reading::FileReading;
use crate::project::{ArchivedValue, Project};

/// Whether the exports hold a case of an earlier year, or something proves that there is none to hold: the office
/// opened in this year or later, its exports are declared complete from before it on, or the report of the year before
/// had no open case at its end.
pub(super) fn are_known(files: &[FileReading], project: &Project) -> bool {
    let year = project.settings.year;
    let (first, _) = year.bounds(Period::Year);
    let is_held = files.iter().flat_map(|file| file.months.keys()).any(|(of, _)| *of < year.get());
    let is_new = project.settings.opened_on.is_some_and(|day| day >= first);
    let is_declared = project.exports.complete.is_some_and(|(from, _)| from < first);
    is_held || is_new || is_declared || open_before(project) == Some(0)
}

/// How many cases the report of the year before says were open at its end.
fn open_before(project: &Project) -> Option<u64> {
    let edition = project.earlier_year(project.settings.year.get() - 1)?;
    let open = Figure::Count(Count::cases(Population::Open)).id(&project.taxonomy);
    match edition.content.figures.get(&open)? {
        ArchivedValue::Count(count) => Some(*count),
        _ => None,
    }
}

pub(super) fn unknown(project: &Project) -> Finding {
    let year = project.settings.year.get();
    let (first, _) = project.settings.year.bounds(Period::Year);
    let of_before = match open_before(project) {
        Some(_) => format!("; nach dem Bericht {} gab es offene Fälle", year - 1),
        None => String::new(),
    };
    Finding::new(
        Code::StockNotRecorded,
        format!(
            "kein Export enthält einen Fall, der vor {year} eingegangen ist{of_before}; wie viele Fälle zu Beginn und am Ende offen waren, ist deshalb nicht bekannt und entfällt im Bericht, und unter den erledigten Fällen stehen nur solche des Jahres"
        ),
    )
    .help(format!(
        "legen Sie auch den Export des Vorjahres in den Ordner `exports`; hat die Ombudsstelle erst {year} begonnen, schreiben Sie in report.toml unter [report]: opened_on = {first}; enthalten die Exporte auch alle früheren Fälle, die {year} offen waren, nennen Sie unter [exports] einen Beginn davor: complete = {{ from = {}-01-01, to = {year}-12-31 }}",
        year - 1
    ))
}
