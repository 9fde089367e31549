//! The workbook: every cell of every table is the published figure of its row and column, and every other text of a
//! cell is one of the report's. How it looks, and that there is nothing else in it, is shown by tests.

use super::data;
use super::expected::ExpectedTable;
use super::number::normal;
use super::telling::Telling;
use super::texts::numbers;
use crate::disclosure::PublishedValue;
use html5gum::{Token, Tokenizer};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The rows of a sheet, with the texts of their cells; a number is a text as it is stored.
type Sheet = Vec<Vec<String>>;

/// Holds a workbook against the report.
pub(super) fn check(bytes: &[u8], telling: &mut Telling<'_>) {
    let sheets = match sheets(bytes) {
        Ok(sheets) => sheets,
        Err(why) => return telling.unreadable(&why),
    };
    let count = telling.expected.tables.len() + 1;
    if sheets.len() != count {
        let found = sheets.len().to_string();
        return telling.differs("Anzahl der Blätter", &format!("{count} Blätter"), &found);
    }
    let mut sheets = sheets.iter();
    for row in sheets.next().into_iter().flatten() {
        texts(row, "vorderstes Blatt", telling);
    }
    for (sheet, planned) in sheets.zip(&telling.expected.tables) {
        table(sheet, planned, telling);
    }
}

fn texts(row: &[String], place: &str, telling: &mut Telling<'_>) {
    row.iter().for_each(|text| numbers(text, place, telling));
}

/// Holds a sheet against its table: head, labels, and under each the published figure of that place.
fn table(sheet: &Sheet, planned: &ExpectedTable, telling: &mut Telling<'_>) {
    let name = format!("Blatt von Tabelle `{}`", planned.id);
    let heads = planned.heads();
    let Some(top) = sheet.iter().position(|row| row.iter().eq(heads.iter().copied())) else {
        let heads: Vec<&str> = heads.into_iter().map(String::as_str).collect();
        return telling.differs(&format!("Kopf, {name}"), &heads.join(" | "), "keiner");
    };
    let mut below = sheet.iter().skip(top + 1);
    for row in &planned.rows {
        let mut cells = below.next().into_iter().flatten();
        let label = cells.next().map(String::as_str).unwrap_or_default();
        if label != row.label || cells.clone().count() != row.cells.len() {
            telling.differs(&format!("Zeile, {name}"), &format!("`{}`", row.label), label);
            continue;
        }
        for ((read, planned), (column, _)) in cells.zip(&row.cells).zip(&planned.columns) {
            let place = || format!("{name}, Zeile „{}“, Spalte „{column}“", row.label);
            let value = planned.figure.as_ref().map(|(_, value)| *value);
            data::cell(&with_decimals(read, value), planned, place, telling);
        }
    }
    for row in sheet.iter().take(top).chain(below) {
        texts(row, &name, telling);
    }
}

/// A number as data files write it: its format shows the decimals that a workbook does not store.
fn with_decimals(stored: &str, value: Option<PublishedValue>) -> String {
    let is_share = matches!(
        value,
        Some(
            PublishedValue::Share { .. }
                | PublishedValue::ChangePercent { .. }
                | PublishedValue::PerThousand { .. }
        )
    );
    match is_share && stored.parse::<i64>().is_ok() {
        true => format!("{stored}.0"),
        false => stored.to_owned(),
    }
}

/// All sheets in order.
fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut part = |name: &str| {
        let mut text = String::new();
        let mut file = archive.by_name(name).map_err(|error| format!("`{name}`: {error}"))?;
        file.read_to_string(&mut text).map_err(|error| format!("`{name}`: {error}"))?;
        Ok::<_, String>(text)
    };
    let strings = strings(&part("xl/sharedStrings.xml")?);
    let mut sheets = Vec::new();
    while let Ok(text) = part(&format!("xl/worksheets/sheet{}.xml", sheets.len() + 1)) {
        sheets.push(sheet(&text, &strings)?);
    }
    Ok(sheets)
}

/// The texts that cells refer to by their position.
fn strings(xml: &str) -> Vec<String> {
    let mut strings: Vec<String> = Vec::new();
    for token in Tokenizer::new(xml) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) if tag.name.as_slice() == b"si" => strings.push(String::new()),
            Token::String(text) => {
                let text = String::from_utf8_lossy(&text.value);
                strings.iter_mut().last().into_iter().for_each(|last| last.push_str(&text));
            }
            _ => {}
        }
    }
    strings.iter().map(|text| normal(&unescaped(text))).collect()
}

/// The cells of a sheet, row by row. A formula stands in its cell before its value, and so is none.
fn sheet(xml: &str, strings: &[String]) -> Result<Sheet, String> {
    let mut rows = Sheet::new();
    let (mut refers, mut is_cell) = (false, false);
    for token in Tokenizer::new(xml) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) if tag.name.as_slice() == b"row" => rows.push(Vec::new()),
            Token::StartTag(tag) if tag.name.as_slice() == b"c" => {
                let kind = tag.attributes.get(b"t".as_slice());
                refers = kind.is_some_and(|kind| kind.value.as_slice() == b"s");
                is_cell = !tag.self_closing;
                rows.iter_mut().last().into_iter().for_each(|row| row.push(String::new()));
            }
            Token::EndTag(tag) if tag.name.as_slice() == b"c" => is_cell = false,
            Token::String(text) if is_cell => {
                let text = String::from_utf8_lossy(&text.value);
                let text = match refers {
                    true => {
                        let text = text.parse().ok().and_then(|at: usize| strings.get(at));
                        text.ok_or("ein Feld verweist auf einen Text, den es nicht gibt")?
                    }
                    false => text.as_ref(),
                };
                let cell = rows.iter_mut().last().and_then(|row| row.last_mut());
                cell.into_iter().for_each(|cell| cell.push_str(text));
            }
            _ => {}
        }
    }
    Ok(rows)
}

/// A text without the escapes of workbooks: `_x005F_` stands for `_` where a name looks like an escape itself.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("_x") {
        let code = behind.get(..5).and_then(|code| code.strip_suffix('_'));
        let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        plain.push_str(before);
        match code.and_then(char::from_u32) {
            Some(character) => {
                plain.push(character);
                rest = behind.get(5..).unwrap_or_default();
            }
            None => {
                plain.push_str("_x");
                rest = behind;
            }
        }
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_numbers_as_stored_and_texts_by_their_position() {
        let texts = strings(
            "<sst><si><t>eins &amp; A</t></si><si><r><t>z</t></r><r><t>wei</t></r></si></sst>",
        );
        let xml = "<worksheet><sheetData><row r=\"7\"><c r=\"A7\" t=\"s\"><v>1</v></c><c r=\"B7\" s=\"2\"/>\
            <c r=\"C7\"><v>30.5</v></c></row><row r=\"9\"><c r=\"A9\"><f>1+1</f><v>2</v></c></row></sheetData>9</worksheet>";
        assert_eq!(sheet(xml, &texts).unwrap(), [vec!["zwei", "", "30.5"], vec!["1+12"]]);
        assert_eq!(texts.first().unwrap(), "eins & A");
        assert!(sheet("<row><c t=\"s\"><v>2</v></c></row>", &texts).is_err());
    }

    #[test]
    fn escapes_are_read_once() {
        assert_eq!(unescaped("Formular_x005F_x2017_neu"), "Formular_x2017_neu");
        assert_eq!(unescaped("a_x0009_b_x12_c_xÄÄÄÄ_"), "a\tb_x12_c_xÄÄÄÄ_");
    }
}
