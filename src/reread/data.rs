//! The data files: every cell of every CSV file, every entry of `figures.json`.

use super::expected::{ExpectedCell, ExpectedTable};
use super::number::normal;
use super::telling::Telling;
use crate::disclosure::PublishedValue;
use crate::report::{Document, FigureEntry};
use serde_json::Value;
use std::collections::BTreeMap;

/// Whom a CSV file is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    /// It holds labels as they are.
    Programs,
    /// It is opened in a spreadsheet, where an apostrophe keeps a label from being a formula.
    Readers,
}

impl For {
    /// Whether a label stands as it must.
    fn is_label(self, read: &str, label: &str) -> bool {
        match self {
            Self::Programs => normal(read) == label,
            Self::Readers => {
                // Whatever parts cells in the reader's program, none begins as a formula.
                let cells = read.split([';', '\t', '\n', '\r']).map(str::trim_start);
                let is_text = |cell: &str| !cell.starts_with(['=', '+', '-', '@']);
                let bare = |text: &str| normal(&text.replace('\'', ""));
                cells.into_iter().all(is_text) && bare(read) == bare(label)
            }
        }
    }
}

/// Holds a CSV file against its table.
pub(super) fn csv(bytes: &[u8], table: &ExpectedTable, reader: For, telling: &mut Telling<'_>) {
    let (bytes, separator) = match reader {
        For::Programs => (bytes, b','),
        For::Readers => (bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or_default(), b';'),
    };
    let mut file = ::csv::ReaderBuilder::new();
    let mut file = file.has_headers(false).flexible(true).delimiter(separator).from_reader(bytes);
    let rows: Result<Vec<::csv::StringRecord>, ::csv::Error> = file.records().collect();
    let rows = match rows {
        Ok(rows) => rows,
        Err(error) => return telling.unreadable(&error.to_string()),
    };
    let mut rows = rows.iter();
    let keys = table.columns.iter().map(|(_, key)| key);
    let is_head = rows.next().is_some_and(|row| match reader {
        For::Programs => row.iter().eq(["id", "label"].into_iter().chain(keys.map(String::as_str))),
        For::Readers => {
            row.len() == table.columns.len() + 1
                && row.iter().zip(table.heads()).all(|(read, head)| reader.is_label(read, head))
        }
    });
    if !is_head {
        let heads: Vec<&str> = table.heads().into_iter().map(String::as_str).collect();
        return telling.differs("Kopfzeile", &heads.join(", "), "eine andere");
    }
    if rows.len() != table.rows.len() {
        let count = format!("{} Zeilen", table.rows.len());
        return telling.differs("Anzahl der Zeilen", &count, &rows.len().to_string());
    }
    for (read, row) in rows.zip(&table.rows) {
        let mut cells = read.iter();
        let has_key = reader == For::Readers || cells.next() == Some(&row.key);
        let label = cells.next().unwrap_or_default();
        let cells: Vec<&str> = cells.collect();
        if cells.len() != row.cells.len() || !has_key || !reader.is_label(label, &row.label) {
            telling.differs(&format!("Zeile `{}`", row.key), &row.label, label);
            continue;
        }
        for ((read, planned), (_, column)) in cells.into_iter().zip(&row.cells).zip(&table.columns)
        {
            let place = || format!("Zeile `{}`, Spalte `{column}`", row.key);
            let is_number = reader == For::Readers && read.contains(|c: char| c.is_ascii_digit());
            match is_number {
                true => cell(&read.replace(',', "."), planned, place, telling),
                false => cell(read, planned, place, telling),
            }
        }
    }
}

/// A cell of data holds the figure of its place: a number that programs read, or the bare sign.
pub(super) fn cell(
    read: &str,
    planned: &ExpectedCell,
    place: impl Fn() -> String,
    telling: &mut Telling<'_>,
) {
    let figures = &telling.expected.figures;
    match &planned.figure {
        None if figures.is_barred_plain(read) => {}
        None => telling.differs(&place(), "`x`", read),
        Some((_, value)) if figures.is_plain(*value, read) => {}
        Some((_, value)) => telling.differs_from(&place(), *value, read),
    }
}

/// Holds `figures.json` against the published figures: each once, and nothing else.
pub(super) fn json(text: &str, document: &Document, telling: &mut Telling<'_>) {
    let file: Value = match serde_json::from_str(text) {
        Ok(file) => file,
        Err(error) => return telling.unreadable(&error.to_string()),
    };
    let head = &document.head;
    let status = if head.draft { "draft" } else { "final" };
    let known = [
        ("title", head.title.as_str()),
        ("organisation", &head.organisation),
        ("office", &head.office),
        ("year", &head.year),
        ("as_of", &head.as_of_iso),
        ("status", status),
    ];
    for (key, value) in file.as_object().into_iter().flatten() {
        let fits = match key.as_str() {
            "figures" => value.is_array(),
            "format_version" => value.as_u64() == Some(1),
            key => known.contains(&(key, value.as_str().unwrap_or_default())),
        };
        if !fits {
            telling.differs(
                &format!("Schlüssel `{key}`"),
                "der Kopf des Berichts",
                &value.to_string(),
            );
        }
    }
    let entries: BTreeMap<&str, &FigureEntry> =
        document.figures.iter().map(|entry| (entry.id.as_str(), entry)).collect();
    let read = file.get("figures").and_then(Value::as_array).into_iter().flatten();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for figure in read {
        let id = figure.get("id").and_then(Value::as_str).unwrap_or_default();
        *seen.entry(id).or_default() += 1;
        match (telling.expected.figures.value(id), entries.get(id)) {
            (Some(value), Some(entry)) => figure_entry(figure, entry, value, telling),
            _ => telling.differs(&format!("Kennzahl `{id}`"), "eine Kennzahl des Berichts", id),
        }
    }
    for (id, _) in telling.expected.figures.all() {
        let times = seen.get(id).copied().unwrap_or_default();
        if times != 1 {
            telling.differs(&format!("Kennzahl `{id}`"), "genau ein Eintrag", &times.to_string());
        }
    }
}

fn figure_entry(
    read: &Value,
    entry: &FigureEntry,
    value: PublishedValue,
    telling: &mut Telling<'_>,
) {
    let status = match value {
        PublishedValue::Masked => "masked",
        PublishedValue::NoBase => "no_base",
        PublishedValue::TooFewCases => "too_few_cases",
        PublishedValue::NotAvailable => "not_available",
        PublishedValue::NotComparable => "not_comparable",
        PublishedValue::NotRecorded => "not_recorded",
        _ if entry.status == "rounded" => "rounded",
        _ => "published",
    };
    let is_number = ["published", "rounded"].contains(&status);
    let text = |key: &str| read.get(key).and_then(Value::as_str);
    let place = |key: &str| format!("Kennzahl `{}`, Schlüssel `{key}`", entry.id);
    for (key, found) in read.as_object().into_iter().flatten() {
        let fits = match key.as_str() {
            "id" => true,
            "status" => text(key) == Some(status),
            "definition" => text(key) == Some(&entry.definition),
            "unit" => serde_json::to_value(entry.unit).is_ok_and(|unit| unit == *found),
            "part" => text(key) == entry.part.as_deref(),
            "base" => text(key) == entry.base.as_deref(),
            "revised" => entry.revised && found.as_bool() == Some(true),
            "decimals" => found.as_u64() == Some(u64::from(entry.decimals)),
            "value" if is_number => {
                text(key).is_some_and(|text| telling.expected.figures.is_plain(value, text))
            }
            _ => false,
        };
        if fits {
            continue;
        }
        if status == "masked" {
            telling.leaks(&place(key), "nur Kennung, Definition und `masked`", &found.to_string());
        } else {
            telling.differs(
                &place(key),
                &telling.expected.figures.shown(value),
                &found.to_string(),
            );
        }
    }
    if is_number && text("value").is_none() {
        telling.differs(&place("value"), &telling.expected.figures.shown(value), "nichts");
    }
}
