//! Pages and Markdown against what should stand there: every number of every text, every cell of
//! every table, every element that names its figure.

use super::expected::{Expected, ExpectedTable};
use super::figures::agrees;
use super::lines::Wrong;
use super::number::{german, has_number, plain, skeleton};
use super::reading::{ReadFigure, ReadTable, Reading};
use super::telling::Telling;
use crate::disclosure::PublishedValue;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Holds a reading against the report. `complete` says that the file has all tables, in order.
pub(super) fn check(
    reading: &Reading,
    expected: &Expected<'_>,
    complete: bool,
    telling: &mut Telling<'_>,
) {
    texts(reading, expected, telling);
    for figure in &reading.figures {
        named_figure(figure, expected, telling);
    }
    masked_look_alike(&reading.figures, expected, telling);
    if complete && reading.tables.len() != expected.tables.len() {
        let tables = format!("{} Tabellen", expected.tables.len());
        telling.differs("Anzahl der Tabellen", &tables, &reading.tables.len().to_string());
    }
    for (position, read) in reading.tables.iter().enumerate() {
        let planned = match &read.id {
            Some(id) => expected.tables.iter().find(|table| table.id == *id),
            None if complete => expected.tables.get(position),
            None => resembling(read, &expected.tables),
        };
        match planned {
            Some(planned) => table(read, planned, expected, telling),
            None => foreign_table(read, expected, telling),
        }
    }
}

fn texts(reading: &Reading, expected: &Expected<'_>, telling: &mut Telling<'_>) {
    for text in &reading.texts {
        // An element that shows a figure may repeat its number, for example to be sorted by.
        let own = text.figure.as_deref().and_then(|id| expected.figures.value(id));
        let number = plain(&text.text).or_else(|| german(&text.text));
        if own.zip(number).is_some_and(|(value, number)| agrees(value, number)) {
            continue;
        }
        if own == Some(PublishedValue::Masked) {
            telling.leaks(&text.place, "keine Zahl", &text.text);
            continue;
        }
        for wrong in expected.lines.check(&text.text, &expected.figures) {
            match wrong {
                Wrong::Differs { expected, found } => {
                    telling.differs(&text.place, &expected, &found);
                }
                Wrong::Unaccounted { context, found } => {
                    telling.unaccounted(&text.place, &context, &found);
                }
            }
        }
    }
}

/// An element that names its figure shows that figure.
fn named_figure(figure: &ReadFigure, expected: &Expected<'_>, telling: &mut Telling<'_>) {
    let place = format!("Kennzahl `{}`, {}", figure.id, figure.place);
    let Some(value) = expected.figures.value(&figure.id) else {
        telling.differs(&place, "eine Kennzahl des Berichts", &figure.id);
        return;
    };
    let figures = &expected.figures;
    if figures.is_cell(value, &figure.text) || figures.is_prose(value, &figure.text) {
        return;
    }
    if value == PublishedValue::Masked {
        telling.leaks(&place, &figures.shown(value), &figure.text);
    } else {
        telling.differs(&place, &figures.shown(value), &figure.text);
    }
}

/// Masked places must not be told apart by anything in their markup: the mark says all there is. The
/// odd ones out are told; what they carry may be the number itself.
fn masked_look_alike(figures: &[ReadFigure], expected: &Expected<'_>, telling: &mut Telling<'_>) {
    let mut by_element: BTreeMap<&str, BTreeMap<&str, Vec<&ReadFigure>>> = BTreeMap::new();
    for figure in figures {
        if expected.figures.value(&figure.id) == Some(PublishedValue::Masked) {
            let forms = by_element.entry(&figure.element).or_default();
            forms.entry(&figure.form).or_default().push(figure);
        }
    }
    for forms in by_element.values() {
        let usual = forms.iter().max_by_key(|(form, same)| (same.len(), Reverse(form.len())));
        let Some((usual, _)) = usual else { continue };
        for (_, odd) in forms.iter().filter(|(form, _)| form != &usual) {
            for figure in odd {
                let place = format!("Kennzahl `{}`, {}", figure.id, figure.place);
                let same = "dieselbe Auszeichnung wie an den anderen solchen Stellen";
                telling.leaks(&place, same, &figure.form);
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
fn foreign_table(read: &ReadTable, expected: &Expected<'_>, telling: &mut Telling<'_>) {
    for cell in read.rows.iter().flatten().filter(|cell| !cell.head) {
        for wrong in expected.lines.check(&cell.text, &expected.figures) {
            if let Wrong::Unaccounted { context, found } = wrong {
                telling.unaccounted(&format!("Tabelle, {}", read.place), &context, &found);
            }
        }
    }
}

/// A table cell by cell: head, labels, and under each the published figure of that place.
fn table(
    read: &ReadTable,
    planned: &ExpectedTable,
    expected: &Expected<'_>,
    telling: &mut Telling<'_>,
) {
    let name = format!("Tabelle `{}`", planned.id);
    let heads = planned.columns.iter().map(|(label, _)| label);
    let heads: Vec<&String> = std::iter::once(&planned.row_header).chain(heads).collect();
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
        for ((cell, planned_cell), (column, _)) in cells.zip(&row.cells).zip(&planned.columns) {
            let place = format!("{name}, Zeile „{}“, Spalte „{column}“", row.label);
            let figures = &expected.figures;
            match &planned_cell.figure {
                None if figures.is_barred(&cell.text) => {}
                None => telling.differs(&place, "`x`", &cell.text),
                Some((id, _)) if cell.figure.as_ref().is_some_and(|named| named != id) => {
                    let named = cell.figure.as_deref().unwrap_or_default();
                    telling.differs(&place, &format!("Kennzahl `{id}`"), named);
                }
                Some((_, value)) if figures.is_cell(*value, &cell.text) => {}
                Some((_, PublishedValue::Masked)) => {
                    telling.leaks(&place, &figures.shown(PublishedValue::Masked), &cell.text);
                }
                Some((_, value)) => telling.differs(&place, &figures.shown(*value), &cell.text),
            }
        }
    }
}

/// The document's own sentences about a table: its n, and the values a chart's description names.
pub(super) fn sentences(
    expected: &Expected<'_>,
    bases: &[(String, String, PublishedValue)],
    telling: &mut Telling<'_>,
) {
    for (place, subtitle, value) in bases {
        let subtitle = super::number::normal(subtitle);
        let Some((_, rest)) = subtitle.rsplit_once("(n = ") else { continue };
        let number = rest.trim_end_matches(')');
        let fits = match value {
            PublishedValue::Count(0) => number == "0",
            value => expected.figures.is_prose(*value, number),
        };
        if !fits {
            telling.differs(place, &expected.figures.shown(*value), number);
        }
    }
    for (chart, table) in &expected.charts {
        let Some(table) = table else { continue };
        let place = format!("Beschreibung des Diagramms `{}`", chart.id);
        let mut rest = super::number::normal(&chart.spec.description);
        for row in &table.rows {
            let named = format!("{} (", row.label);
            let Some((before, after)) = rest.split_once(&named) else { continue };
            let Some((number, after)) = after.split_once(')') else { continue };
            let counts = row.cells.iter().filter_map(|cell| cell.figure.as_ref());
            let mut values = counts.map(|(_, value)| *value);
            if !values.any(|value| expected.figures.is_cell(value, number) && has_number(number)) {
                telling.differs(&place, "ein Wert dieser Zeile der Tabelle", number);
            }
            rest = format!("{before}{after}");
        }
        let labels = table.rows.iter().map(|row| &row.label);
        let columns = table.columns.iter().map(|(label, _)| label);
        let title = super::number::normal(&chart.spec.title);
        for label in labels.chain(columns).chain([&title]) {
            rest = rest.replace(label.as_str(), "");
        }
        let (bones, numbers) = skeleton(&rest);
        let mut after = bones.split(super::number::HOLE).skip(1);
        for number in numbers {
            let words = after.next().unwrap_or_default();
            if !words.starts_with(" Zeilen") && !words.starts_with(" Spalten") {
                telling.unaccounted(&place, &bones.replace(super::number::HOLE, "▯"), number);
            }
        }
    }
}
