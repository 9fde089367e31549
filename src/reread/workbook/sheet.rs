//! A sheet: its cells by place, and whatever else it says.

use crate::reread::number::normal;
use crate::reread::xml::Element;
use std::collections::BTreeMap;

/// Elements of a sheet that say nothing, or are read. In any other a sheet could hold more.
const KNOWN: [&str; 11] = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "ignoredErrors",
    "hyperlinks",
    "pageMargins",
    "pageSetup",
    "headerFooter",
];

/// A cell.
#[derive(Debug, PartialEq)]
pub(super) struct SheetCell {
    /// The position of its format.
    pub(super) style: usize,
    pub(super) value: CellValue,
}

/// What a cell holds.
#[derive(Debug, PartialEq)]
pub(super) enum CellValue {
    /// A number as it is stored.
    Number(String),
    /// A text, normalised.
    Text(String),
    /// Something else: a formula, an error, a truth value.
    Other(String),
}

/// A sheet.
pub(super) struct Sheet {
    /// Rows with their cells, both by number from 1.
    pub(super) rows: BTreeMap<u32, BTreeMap<u32, SheetCell>>,
    /// Texts outside cells: of links, and of heads and feet of pages.
    pub(super) further: Vec<String>,
    /// Where its links lead.
    pub(super) links: Vec<String>,
}

impl Sheet {
    /// Reads a sheet whose texts are in `strings`.
    ///
    /// # Errors
    /// In words, when it has something that is not known.
    pub(super) fn read(part: &Element, strings: &[String]) -> Result<Self, String> {
        if let Some(other) = part.children.iter().find(|it| !KNOWN.contains(&it.name.as_str())) {
            return Err(format!("ein Blatt enthält `{}`", other.name));
        }
        let mut rows: BTreeMap<u32, BTreeMap<u32, SheetCell>> = BTreeMap::new();
        for cell in part.grandchildren("sheetData").flat_map(|row| &row.children) {
            let reference = cell.attribute("r").unwrap_or_default();
            let (column, row) = place(reference).ok_or("ein Feld ohne Ort")?;
            let style = cell.attribute("s").and_then(|style| style.parse().ok());
            let cell = SheetCell { style: style.unwrap_or_default(), value: value(cell, strings) };
            if rows.entry(row).or_default().insert(column, cell).is_some() {
                return Err(format!("das Feld {reference} ist zweimal da"));
            }
        }
        let links: Vec<&Element> = part.grandchildren("hyperlinks").collect();
        let said =
            links.iter().flat_map(|link| [link.attribute("display"), link.attribute("tooltip")]);
        let feet = part.grandchildren("headerFooter").map(|foot| without_codes(&foot.text));
        let target = |link: &&Element| link.attribute("location").unwrap_or_default().to_owned();
        Ok(Self {
            rows,
            further: said.flatten().map(normal).chain(feet).collect(),
            links: links.iter().map(target).collect(),
        })
    }
}

/// Column and row of `B7`, both from 1.
fn place(reference: &str) -> Option<(u32, u32)> {
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase).count();
    let (column, row) = reference.split_at(letters);
    let digit = |byte: u8| u32::from(byte - b'A') + 1;
    let column =
        column.bytes().try_fold(0_u32, |sum, it| sum.checked_mul(26)?.checked_add(digit(it)))?;
    (column > 0).then_some((column, row.parse().ok()?))
}

fn value(cell: &Element, strings: &[String]) -> CellValue {
    let stored = cell.child("v").map(|value| value.text.as_str()).unwrap_or_default();
    let is_plain = cell.children.iter().all(|child| child.name == "v");
    match cell.attribute("t") {
        None | Some("n") if is_plain && !stored.is_empty() => CellValue::Number(stored.to_owned()),
        None if is_plain => CellValue::Text(String::new()),
        Some("s") if is_plain => {
            let text = stored.parse().ok().and_then(|position: usize| strings.get(position));
            text.map_or(CellValue::Other(stored.to_owned()), |text| CellValue::Text(text.clone()))
        }
        _ => CellValue::Other(cell.all_text()),
    }
}

/// The running foot without its codes for places and page numbers; any other code stays to be seen.
fn without_codes(foot: &str) -> String {
    let mut text = String::new();
    let mut characters = foot.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, characters.peek()) {
            ('&', Some('&')) => {
                characters.next();
                text.push('&');
            }
            ('&', Some('L' | 'C' | 'R' | 'P' | 'N')) => {
                characters.next();
                text.push(' ');
            }
            (other, _) => text.push(other),
        }
    }
    normal(&text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reread::xml;

    fn sheet(content: &str) -> Result<Sheet, String> {
        Sheet::read(&xml::read(content).unwrap(), &["eins".to_owned()])
    }

    #[test]
    fn cells_are_numbers_texts_or_something_else() {
        let read = sheet(
            "<w><sheetData><row><c r=\"B7\" s=\"3\"><v>30.5</v></c><c r=\"AA7\" t=\"s\"><v>0</v></c>\
            <c r=\"C8\"><f>1+1</f><v>2</v></c><c r=\"D8\" t=\"b\"><v>1</v></c></row></sheetData></w>",
        );
        let rows = read.unwrap().rows;
        let number = SheetCell { style: 3, value: CellValue::Number("30.5".to_owned()) };
        assert_eq!(rows[&7][&2], number);
        assert_eq!(rows[&7][&27].value, CellValue::Text("eins".to_owned()));
        assert_eq!(rows[&8][&3].value, CellValue::Other("1+12".to_owned()));
        assert!(matches!(rows[&8][&4].value, CellValue::Other(_)));
    }

    #[test]
    fn what_a_sheet_could_hide_something_in_is_refused() {
        assert!(sheet("<w><conditionalFormatting/></w>").is_err());
        assert!(sheet("<w><sheetData><row><c r=\"7\"/></row></sheetData></w>").is_err());
        let twice = "<c r=\"A1\"><v>1</v></c>".repeat(2);
        assert!(sheet(&format!("<w><sheetData><row>{twice}</row></sheetData></w>")).is_err());
    }

    #[test]
    fn a_running_foot_is_read_without_its_codes() {
        assert_eq!(without_codes("&LA&&B – 2&RSeite &P von &N"), "A&B – 2 Seite von");
        assert_eq!(without_codes("&12x"), "&12x");
    }
}
