//! Pages and Markdown against what should stand there: every number of every text, every cell of
//! every table, every element that names its figure.

use super::expected::{ExpectedCell, ExpectedTable, PlainLabels};
use super::figures::agrees;
use super::lines::Wrong;
use super::number::{german, plain};
use super::reading::{ReadCell, ReadFigure, ReadTable, Reading};
use super::telling::Telling;
use crate::disclosure::PublishedValue;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Holds a reading against the report. `complete` says that the file has all tables, in order.
pub(super) fn check(reading: &mut Reading, complete: bool, telling: &mut Telling<'_>) {
    plain_tables(reading, telling);
    texts(reading, telling);
    let mut masked: Vec<Masked> = Vec::new();
    for figure in &reading.figures {
        named_figure(figure, &mut masked, telling);
    }
    if complete && reading.tables.len() != telling.expected.tables.len() {
        let tables = format!("{} Tabellen", telling.expected.tables.len());
        telling.differs("Anzahl der Tabellen", &tables, &reading.tables.len().to_string());
    }
    for (position, read) in reading.tables.iter().enumerate() {
        let planned = match &read.id {
            Some(id) => telling.expected.tables.iter().find(|table| table.id == *id),
            None if complete => telling.expected.tables.get(position),
            None => resembling(read, &telling.expected.tables),
        };
        match planned {
            Some(planned) => table(read, planned, &mut masked, telling),
            None => foreign_table(read, telling),
        }
    }
    look_alike(&masked, telling);
}

/// Takes out the tables that chapters have written out: their cells are texts, and no figure has a place of its own in them.
pub(super) fn plain_tables(reading: &mut Reading, telling: &mut Telling<'_>) {
    let expected = telling.expected;
    let is_plain = |read: &mut ReadTable| {
        let mut rows = read.rows.iter();
        let heads = rows.next().into_iter().flatten().map(|cell| cell.text.clone()).collect();
        let rows = rows.filter_map(|row| row.first()).map(|cell| cell.text.clone()).collect();
        read.id.is_none() && expected.plain.contains(&PlainLabels { heads, rows })
    };
    for table in reading.tables.extract_if(.., is_plain) {
        foreign_table(&table, telling);
    }
}

fn texts(reading: &Reading, telling: &mut Telling<'_>) {
    for text in &reading.texts {
        // An element that shows a figure may repeat its number, for example to be sorted by.
        let own = text.figure.as_deref().and_then(|id| telling.expected.figures.value(id));
        let number = plain(&text.text).or_else(|| german(&text.text));
        if own.zip(number).is_some_and(|(value, number)| agrees(value, number)) {
            continue;
        }
        // A change carries its sign.
        let is_change = |value| match value {
            PublishedValue::Change { .. } | PublishedValue::ChangePercent { .. } => {
                telling.expected.figures.is_cell(value, &text.text)
            }
            _ => false,
        };
        if own.is_some_and(is_change) {
            continue;
        }
        if own == Some(PublishedValue::Masked) {
            telling.leaks(&text.place, "keine Zahl", &text.text);
            continue;
        }
        numbers(&text.text, &text.place, telling);
    }
}

/// Every number of a text is one that the report has there.
pub(super) fn numbers(text: &str, place: &str, telling: &mut Telling<'_>) {
    for wrong in telling.expected.lines.check(text, &telling.expected.figures) {
        match wrong {
            Wrong::Differs { expected, found } => telling.differs(place, &expected, &found),
            Wrong::Unaccounted { context, found } => telling.unaccounted(place, &context, &found),
        }
    }
}

/// An element that names its figure shows that figure. Cells are looked at in their tables, too.
fn named_figure(figure: &ReadFigure, masked: &mut Vec<Masked>, telling: &mut Telling<'_>) {
    let place = || format!("Kennzahl `{}`, {}", figure.id, figure.place);
    let Some(value) = telling.expected.figures.value(&figure.id) else {
        telling.differs(&place(), "eine Kennzahl des Berichts", &figure.id);
        return;
    };
    let is_masked = value == PublishedValue::Masked;
    if is_masked && figure.element != "td" {
        masked.push((figure.element.clone(), figure.form.clone(), place()));
    }
    let figures = &telling.expected.figures;
    if figures.is_cell(value, &figure.text) || figures.is_prose(value, &figure.text) {
        return;
    }
    telling.differs_from(&place(), value, &figure.text);
}

/// A masked place: its element, its markup, where it is.
pub(super) type Masked = (String, String, String);

/// Masked places must not be told apart by anything in their markup: the mark says all there is. The
/// odd ones out are told; what they carry may be the number itself.
pub(super) fn look_alike(masked: &[Masked], telling: &mut Telling<'_>) {
    let mut by_element: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for (element, form, place) in masked {
        by_element.entry(element).or_default().entry(form).or_default().push(place);
    }
    for forms in by_element.values() {
        let usual = forms.iter().max_by_key(|(form, same)| (same.len(), Reverse(form.len())));
        for (form, places) in forms {
            let is_odd = usual.is_some_and(|(usual, _)| usual != form);
            for place in places.iter().filter(|_| is_odd) {
                let same = "dieselbe Auszeichnung wie an den anderen solchen Stellen";
                telling.leaks(place, same, form);
            }
        }
    }
}

/// The table with the same labels, where the page does not tell: of rows and columns, or else of
/// rows.
fn resembling<'e>(read: &ReadTable, tables: &'e [ExpectedTable]) -> Option<&'e ExpectedTable> {
    let mut rows = tables.iter().filter(|table| {
        let labels = read.rows.iter().skip(1).map(|row| row.first().map(|cell| &cell.text));
        labels.eq(table.rows.iter().map(|row| Some(&row.label)))
    });
    let columns = |table: &&ExpectedTable| {
        let heads = read.rows.iter().take(1).flatten().skip(1).map(|cell| &cell.text);
        heads.eq(table.columns.iter().map(|(label, _)| label))
    };
    rows.clone().find(columns).or_else(|| rows.next())
}

/// A table that is none of the report's may hold no numbers but known ones.
fn foreign_table(read: &ReadTable, telling: &mut Telling<'_>) {
    let place = format!("Tabelle, {}", read.place);
    for cell in read.rows.iter().flatten().filter(|cell| !cell.head) {
        numbers(&cell.text, &place, telling);
    }
}

/// A table cell by cell: head, labels, and under each the published figure of that place.
fn table(
    read: &ReadTable,
    planned: &ExpectedTable,
    masked: &mut Vec<Masked>,
    telling: &mut Telling<'_>,
) {
    let name = format!("Tabelle `{}`", planned.id);
    let heads = planned.heads();
    let mut rows = read.rows.iter();
    let head: Vec<&String> = rows.next().into_iter().flatten().map(|cell| &cell.text).collect();
    if head != heads {
        let join = |texts: &[&String]| {
            texts.iter().map(|text| text.as_str()).collect::<Vec<_>>().join(" | ")
        };
        telling.differs(&format!("Kopf, {name}"), &join(&heads), &join(&head));
        return;
    }
    if rows.len() != planned.rows.len() {
        let count = format!("{} Zeilen", planned.rows.len());
        telling.differs(&name, &count, &format!("{} Zeilen", rows.len()));
        return;
    }
    for (read, row) in rows.zip(&planned.rows) {
        let mut cells = read.iter();
        let label = cells.next().map(|cell| cell.text.as_str()).unwrap_or_default();
        if label != row.label || cells.len() != row.cells.len() {
            telling.differs(&format!("Zeile, {name}"), &format!("`{}`", row.label), label);
            continue;
        }
        for ((read, planned), (column, _)) in cells.zip(&row.cells).zip(&planned.columns) {
            let place = || format!("{name}, Zeile „{}“, Spalte „{column}“", row.label);
            if planned.figure.as_ref().is_some_and(|(_, value)| *value == PublishedValue::Masked) {
                masked.push(("td".to_owned(), read.form.clone(), place()));
            }
            cell(read, planned, place, telling);
        }
    }
}

/// A cell shows the figure of its place, and says so if it names one.
fn cell(
    read: &ReadCell,
    planned: &ExpectedCell,
    place: impl Fn() -> String,
    telling: &mut Telling<'_>,
) {
    let figures = &telling.expected.figures;
    let Some((id, value)) = &planned.figure else {
        if !figures.is_barred(&read.text) {
            telling.differs(&place(), "`x`", &read.text);
        }
        return;
    };
    if let Some(named) = read.figure.as_ref().filter(|named| *named != id) {
        telling.differs(&place(), &format!("Kennzahl `{id}`"), named);
    }
    if !figures.is_cell(*value, &read.text) {
        telling.differs_from(&place(), *value, &read.text);
    }
}
