//! Whether cases of earlier years are known: without them nobody can say how many were open when the year began.

use crate::diagnostic::{Code, Finding};
use crate::domain::{Count, Figure, Period, Population};
use crate::intake::file_reading::FileReading;
use crate::locale::{enumeration, month_name};
use crate::project::{ArchivedValue, Project};
use jiff::civil::Date;

/// An office with so many receipts a month has some in each of the last months of the year before.
const EXPECTED: u64 = 10;

/// What is missing of earlier years; `None` where their cases are known: the exports hold some, and some of each of the
/// last two months before the report year where many a month are usual. Else something must prove that there is none to
/// hold: the office opened in this year or later, its exports are declared complete from before it on, or the report of
/// the year before had no open case at its end.
pub(super) fn missing(
    files: &[FileReading],
    project: &Project,
    opened: Option<Date>,
) -> Option<Finding> {
    let year = project.settings.year;
    let (first, _) = year.bounds(Period::Year);
    let is_new = opened.is_some_and(|day| day >= first);
    let is_declared = project.exports.complete.is_some_and(|(from, _)| from < first);
    if is_new || is_declared || open_before(project) == Some(0) {
        return None;
    }
    let months = || files.iter().flat_map(|file| &file.months);
    if !months().any(|((of, _), _)| *of < year.get()) {
        return Some(no_case(project));
    }
    let of_year: u64 =
        months().filter(|((of, _), _)| *of == year.get()).map(|(_, count)| *count).sum();
    let before = year.get() - 1;
    let was_open = |month: i8| opened.is_none_or(|day| (day.year(), day.month()) < (before, month));
    let is_empty = |month: i8| !months().any(|((of, held), _)| (*of, *held) == (before, month));
    let empty: Vec<i8> =
        [11, 12].into_iter().filter(|month| was_open(*month) && is_empty(*month)).collect();
    (of_year >= 12 * EXPECTED && !empty.is_empty()).then(|| no_case_of(&empty, project))
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

/// What the office is to write where nothing is missing: one period that answers all warnings.
pub(super) fn declaration(project: &Project, lacks_earlier: bool) -> String {
    let year = project.settings.year.get();
    let (with_earlier, from) = match lacks_earlier {
        true => (", auch mit allen früheren Fällen", year - 1),
        false => ("", year),
    };
    format!(
        "sind die Exporte vollständig{with_earlier}, sagen Sie es in report.toml unter [exports]: complete = {{ from = {from}-01-01, to = {year}-12-31 }}"
    )
}

/// No export holds a case of an earlier year.
fn no_case(project: &Project) -> Finding {
    let year = project.settings.year.get();
    let of_before = match open_before(project) {
        Some(_) => format!("; nach dem Bericht {} gab es offene Fälle", year - 1),
        None => String::new(),
    };
    let what = format!("kein Export enthält einen Fall, der vor {year} eingegangen ist{of_before}");
    stock_unknown(&what, project)
}

/// No export holds a case of these months of the year before, though it has cases of that year or before.
fn no_case_of(months: &[i8], project: &Project) -> Finding {
    let before = project.settings.year.get() - 1;
    let names = enumeration(months.iter().map(|month| month_name(month.unsigned_abs())));
    let what = format!("kein Export enthält einen Fall, der im {names} {before} eingegangen ist");
    stock_unknown(&what, project)
}

fn stock_unknown(what: &str, project: &Project) -> Finding {
    let year = project.settings.year.get();
    let (first, _) = project.settings.year.bounds(Period::Year);
    Finding::new(
        Code::StockNotRecorded,
        format!(
            "{what}; wie viele Fälle zu Beginn und am Ende offen waren, ist deshalb nicht bekannt und entfällt im Bericht, und unter den erledigten Fällen stehen nur solche des Jahres"
        ),
    )
    .help(format!(
        "legen Sie auch den Export des Vorjahres in den Ordner `exports`; hat die Ombudsstelle erst {year} begonnen, schreiben Sie in report.toml unter [report]: opened_on = {first}; enthalten die Exporte auch alle früheren Fälle, die {year} offen waren, nennen Sie unter [exports] einen Beginn davor: complete = {{ from = {}-01-01, to = {year}-12-31 }}",
        year - 1
    ))
}
