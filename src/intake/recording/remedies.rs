//! What leaves the report with a field, and what an officer can do about it.

use crate::diagnostic::Place;
use crate::domain::Field;
use crate::intake::account::{ColumnContent, FileReading};
use crate::locale::enumeration;
use crate::project::Project;

/// What leaves the report with a field.
pub(super) fn leaving(field: Field, project: &Project) -> String {
    let tables = project.tables.iter().filter(|table| table.subject().contains(&field));
    let titles: Vec<String> = tables.map(|table| format!("„{}“", table.title)).collect();
    let word = if titles.len() == 1 { "die Tabelle" } else { "die Tabellen" };
    let titles = enumeration(&titles);
    let stock = if field == Field::ClosedOn { ", Bestand und Zielfrist" } else { "" };
    match titles.is_empty() {
        true => format!("Kennzahlen und Sätze, die darauf beruhen{stock}, entfallen im Bericht"),
        false => format!(
            "Kennzahlen und Sätze, die darauf beruhen{stock}, entfallen im Bericht, ebenso {word} {titles}"
        ),
    }
}

/// How an office says that it does not record a field.
pub(super) fn declaration(field: Field) -> String {
    format!(
        "erfasst Ihr Haus das nicht, schreiben Sie in report.toml unter [exports.not_recorded]: {} = true",
        field.id()
    )
}

/// Files as `exports.not_recorded` names them.
pub(super) fn below<'f>(files: impl Iterator<Item = &'f FileReading>) -> String {
    let names = files.map(|file| file.path.strip_prefix("exports/").unwrap_or(&file.path));
    names.map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

/// The unread columns that may be meant: by their heading, or by what they hold.
pub(super) fn candidates<'f>(
    field: Field,
    files: impl Iterator<Item = &'f FileReading>,
) -> Vec<(Place, String)> {
    let mut found = Vec::new();
    for file in files {
        for (number, column) in (1_u32..).zip(&file.columns) {
            let why = match &column.likeness {
                _ if column.field.is_some() => continue,
                Some(ColumnContent::List(dimension)) if field.dimension() == Some(*dimension) => {
                    "ihre Werte stehen in dieser Liste"
                }
                Some(ColumnContent::Dates) if field == Field::ClosedOn => "sie enthält Tage",
                _ if crate::intake::layout::likely_header::likely_field(&column.name, &[])
                    .map(|(found, _)| found)
                    == Some(field) =>
                {
                    "ihre Überschrift ähnelt einer bekannten"
                }
                _ => continue,
            };
            let place = Place::line(&file.path, file.header_line);
            let place = place.named_column(number, column.name.clone());
            found.push((place, format!("vielleicht ist diese Spalte gemeint: {why}")));
        }
    }
    found
}
