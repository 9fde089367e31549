//! A table on its sheet: heads, labels, and in each cell the figure of that place.

use super::formats::Formats;
use super::sheet::{CellValue, Sheet, SheetCell};
use crate::disclosure::PublishedValue;
use crate::reread::expected::{Expected, ExpectedCell, ExpectedTable};
use crate::reread::telling::Telling;
use crate::reread::texts::{Masked, numbers};
use std::collections::BTreeMap;

type Row = BTreeMap<u32, SheetCell>;

/// What a table is held against.
pub(super) struct Context<'a> {
    pub(super) formats: &'a Formats,
    pub(super) expected: &'a Expected<'a>,
    pub(super) place: &'a str,
}

/// Holds a sheet against its table.
pub(super) fn check(
    sheet: &Sheet,
    planned: &ExpectedTable,
    context: &Context<'_>,
    masked: &mut Vec<Masked>,
    telling: &mut Telling<'_>,
) {
    let heads = planned.columns.iter().map(|(label, _)| label);
    let heads: Vec<&str> =
        std::iter::once(&planned.row_header).chain(heads).map(String::as_str).collect();
    let texts = |row: &Row| row.values().map(|cell| text(cell).to_owned()).collect::<Vec<_>>();
    let Some(top) = sheet.rows.iter().find(|(_, row)| texts(row) == heads).map(|(at, _)| *at)
    else {
        return telling.differs(&format!("Kopf, {}", context.place), &heads.join(" | "), "keiner");
    };
    let mut rows: Vec<u32> = vec![top];
    for (row, at) in planned.rows.iter().zip(top + 1..) {
        rows.push(at);
        let cells = sheet.rows.get(&at);
        let label = cells.and_then(|cells| cells.get(&1)).map(text).unwrap_or_default();
        let count = cells.map_or(0, BTreeMap::len);
        if label != row.label || count != row.cells.len() + 1 {
            let place = format!("Zeile {at}, {}", context.place);
            telling.differs(&place, &format!("`{}`", row.label), label);
            continue;
        }
        for ((planned_cell, (column, _)), at) in row.cells.iter().zip(&planned.columns).zip(2..) {
            let place = format!("{}, Zeile „{}“, Spalte „{column}“", context.place, row.label);
            let Some(read) = cells.and_then(|cells| cells.get(&at)) else {
                telling.differs(&place, "ein Feld", "keines");
                continue;
            };
            let is_masked = matches!(planned_cell.figure, Some((_, PublishedValue::Masked)));
            if is_masked {
                let kind = format!("{:?}", row.kind);
                masked.push((kind, read.style.to_string(), place.clone()));
            }
            cell(read, planned_cell, &place, context, telling);
        }
    }
    let others = sheet.rows.iter().filter(|(at, _)| !rows.contains(at)).map(|(_, row)| row);
    without_numbers(others, context, telling);
}

fn text(cell: &SheetCell) -> &str {
    match &cell.value {
        CellValue::Text(text) => text,
        CellValue::Number(_) | CellValue::Other(_) => "",
    }
}

/// A cell holds the figure of its place as a number, or the sign in its place as a text.
fn cell(
    read: &SheetCell,
    planned: &ExpectedCell,
    place: &str,
    context: &Context<'_>,
    telling: &mut Telling<'_>,
) {
    let figures = &context.expected.figures;
    let value = planned.figure.as_ref().map(|(_, value)| *value);
    let shown = value.map_or("`x`".to_owned(), |value| figures.shown(value));
    let (fits, found) = match (&read.value, figures.sign_in_data(value), value) {
        (CellValue::Text(text), Some(sign), _) => (text == sign, text.clone()),
        (CellValue::Number(stored), None, Some(value)) => {
            let printed = context.formats.shown(read.style, stored);
            let fits = printed.is_some_and(|printed| figures.is_cell(value, &printed));
            (fits, stored.clone())
        }
        (CellValue::Number(found) | CellValue::Text(found) | CellValue::Other(found), _, _) => {
            (false, found.clone())
        }
    };
    match value {
        _ if fits => {}
        Some(PublishedValue::Masked) => telling.leaks(place, &shown, &found),
        _ => telling.differs(place, &shown, &found),
    }
}

/// Rows outside of tables hold texts of the report only.
pub(super) fn without_numbers<'s>(
    rows: impl Iterator<Item = &'s Row>,
    context: &Context<'_>,
    telling: &mut Telling<'_>,
) {
    for cell in rows.flat_map(Row::values) {
        match &cell.value {
            CellValue::Text(text) => numbers(text, context.place, context.expected, telling),
            CellValue::Number(found) | CellValue::Other(found) => {
                telling.unaccounted(context.place, "ein Feld außerhalb der Tabelle", found);
            }
        }
    }
}
