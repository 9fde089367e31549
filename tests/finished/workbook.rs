//! The workbook beside the texts and numbers of its cells: what its formats show, how masked cells look, where its links
//! lead, what it says of itself, and that there is nothing else in it.

use super::normal;
use super::xml::{self, Element};
use krm_report::disclosure::PublishedValue;
use krm_report::plan::RowKind;
use krm_report::report::{Cell, Document, Head, Table};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Parts that are neither a sheet nor listed here could show readers something unseen.
const PARTS: [&str; 9] = [
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/app.xml",
    "docProps/core.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/theme/theme1.xml",
    "xl/workbook.xml",
];

/// Elements of a sheet that say nothing, or are read. In any other a sheet could hold more.
const ELEMENTS: [&str; 11] = [
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

/// What is wrong with a workbook.
pub(crate) fn faults(
    bytes: &[u8],
    document: &Document,
    values: &BTreeMap<String, PublishedValue>,
) -> Vec<String> {
    let mut faults = Vec::new();
    if let Err(fault) = check(bytes, document, values, &mut faults) {
        faults.push(fault);
    }
    faults
}

/// # Errors
/// When the workbook cannot be read further.
fn check(
    bytes: &[u8],
    document: &Document,
    values: &BTreeMap<String, PublishedValue>,
    faults: &mut Vec<String>,
) -> Result<(), String> {
    let parts = parts(bytes)?;
    let part = |name: &str| parts.get(name).ok_or_else(|| format!("no {name}"));
    let book = part("xl/workbook.xml")?;
    let tables = document.tables();
    let mut names = Vec::new();
    let mut used = BTreeSet::new();
    let formats = formats(part("xl/styles.xml")?);
    for (position, listed) in book.grandchildren("sheets").enumerate() {
        let name = listed.attribute("name").unwrap_or_default();
        names.push(name);
        if listed.attribute("state").is_some() {
            faults.push(format!("{name} is hidden"));
        }
        let relations = &part("xl/_rels/workbook.xml.rels")?.children;
        let id = listed.attribute("r:id");
        let target = relations.iter().find(|it| id.is_some() && it.attribute("Id") == id);
        let target = target.and_then(|it| it.attribute("Target")).unwrap_or_default();
        if target != format!("worksheets/sheet{}.xml", position + 1) {
            faults.push(format!("{name} is {target}"));
        }
        let sheet = part(&format!("xl/{target}"))?;
        let read = Sheet { name, element: sheet, faults };
        let cells = read.cells(&mut used);
        let Some(position) = position.checked_sub(1) else { continue };
        match tables.get(position) {
            Some(table) => {
                if !names_table(name, table) {
                    faults.push(format!("{name} is table {}", table.number));
                }
                numbers_as_shown(&cells, table, &formats, values, faults);
            }
            None => faults.push(format!("{name} is no table")),
        }
    }
    if names.len() != tables.len() + 1 || parts.len() != names.len() + PARTS.len() {
        faults.push(format!("{} sheets for {} tables", names.len(), tables.len()));
    }
    let strings = part("xl/sharedStrings.xml")?.children.len();
    if used.len() != strings || used.last().is_some_and(|last| *last >= strings) {
        faults.push(format!("{strings} texts, of which {} are shown", used.len()));
    }
    for name in book.grandchildren("definedNames") {
        let is_title = name.attribute("name") == Some("_xlnm.Print_Titles");
        if !is_title || !is_one_row(&name.text, &names) {
            faults.push(format!("a name: {}", name.text));
        }
    }
    for sheet in parts.iter().filter(|(name, _)| is_sheet(name)) {
        links(sheet.1, &names, faults);
        foot(sheet.1, &document.head, faults);
    }
    properties(part("docProps/core.xml")?, &document.head, faults);
    listed_parts(part("docProps/app.xml")?, &names, &document.head, faults);
    for silent in ["xl/styles.xml", "xl/theme/theme1.xml", "xl/_rels/workbook.xml.rels"] {
        if !normal(&part(silent)?.all_text()).is_empty() {
            faults.push(format!("a text in {silent}"));
        }
    }
    Ok(())
}

fn is_sheet(part: &str) -> bool {
    part.starts_with("xl/worksheets/sheet") && part.ends_with(".xml")
}

/// The parts by name.
fn parts(bytes: &[u8]) -> Result<BTreeMap<String, Element>, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    if !archive.comment().is_empty() {
        return Err("the archive has a comment".to_owned());
    }
    let mut parts = BTreeMap::new();
    for position in 0..archive.len() {
        let mut file = archive.by_index(position).map_err(|error| error.to_string())?;
        let name = file.name().map_err(|error| error.to_string())?.into_owned();
        if !is_sheet(&name) && !PARTS.contains(&name.as_str()) {
            return Err(format!("{name} is unknown"));
        }
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(|error| format!("{name}: {error}"))?;
        let part = xml::read(&text).map_err(|error| format!("{name}: {error}"))?;
        parts.insert(name, part);
    }
    Ok(parts)
}

/// Cells by row and column, from 1: the position of the format, and the number if it holds one.
type Cells = BTreeMap<(u32, u32), (usize, Option<String>)>;

struct Sheet<'a> {
    name: &'a str,
    element: &'a Element,
    faults: &'a mut Vec<String>,
}

impl Sheet<'_> {
    /// Its cells; `used` gathers the texts they refer to.
    fn cells(self, used: &mut BTreeSet<usize>) -> Cells {
        let mut cells = Cells::new();
        for element in &self.element.children {
            if !ELEMENTS.contains(&element.name.as_str()) {
                self.faults.push(format!("{} has {}", self.name, element.name));
            }
        }
        for cell in self.element.grandchildren("sheetData").flat_map(|row| &row.children) {
            let reference = cell.attribute("r").unwrap_or_default();
            let style = cell.attribute("s").and_then(|style| style.parse().ok()).unwrap_or(0);
            let stored = cell.child("v").map(|value| value.text.clone()).unwrap_or_default();
            let is_plain = cell.children.iter().all(|child| child.name == "v");
            let number = match cell.attribute("t") {
                None | Some("n") if stored.is_empty() => None,
                None | Some("n") => Some(stored),
                Some("s") => {
                    used.extend(stored.parse::<usize>());
                    None
                }
                Some(other) => {
                    self.faults.push(format!("{} {reference}: kind {other}", self.name));
                    None
                }
            };
            let is_new = place(reference)
                .is_some_and(|place| cells.insert(place, (style, number)).is_none());
            if !is_new || !is_plain {
                self.faults.push(format!("{}: cell {reference}", self.name));
            }
        }
        cells
    }
}

/// Row and column of `B7`, both from 1.
fn place(reference: &str) -> Option<(u32, u32)> {
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase).count();
    let (column, row) = reference.split_at(letters);
    let digit = |byte: u8| u32::from(byte - b'A') + 1;
    let column = column.bytes().fold(0_u32, |sum, it| sum * 26 + digit(it));
    (column > 0).then_some((row.parse().ok()?, column))
}

/// Every number is shown as the page shows it, and masked cells look alike.
fn numbers_as_shown(
    cells: &Cells,
    table: &Table,
    formats: &[Option<String>],
    values: &BTreeMap<String, PublishedValue>,
    faults: &mut Vec<String>,
) {
    // Above a table stand four lines and its head.
    const TOP: u32 = 6;
    let mut masked: BTreeMap<String, usize> = BTreeMap::new();
    for (row, at) in table.rows.iter().zip(TOP..) {
        for (cell, column) in row.cells.iter().zip(2..) {
            let place = || format!("table {}, row {}, column {column}", table.number, row.label);
            let Some((style, number)) = cells.get(&(at, column)) else {
                faults.push(format!("{}: no cell", place()));
                continue;
            };
            let Cell::Figure(figure) = cell else { continue };
            if values[figure.id()] == PublishedValue::Masked {
                let kind: RowKind = row.kind;
                let usual = *masked.entry(format!("{kind:?}")).or_insert(*style);
                if usual != *style {
                    faults.push(format!("{}: a masked cell of another look", place()));
                }
            }
            let Some(stored) = number else { continue };
            let code = formats.get(*style).cloned().flatten().unwrap_or_default();
            let shown = shown(&code, stored);
            let printed: String =
                figure.text().chars().filter(|c| !matches!(c, '.' | '\u{202f}')).collect();
            let printed = match figure.mark() {
                Some(mark) => printed.strip_suffix(mark).unwrap_or(&printed).trim().to_owned(),
                None => printed,
            };
            if shown.as_deref() != Some(&printed) {
                faults.push(format!("{}: {stored} is shown by {code} for {printed}", place()));
            }
        }
    }
}

/// The formats of cells, by the number cells have for them.
fn formats(styles: &Element) -> Vec<Option<String>> {
    let codes: Vec<(&str, &str)> = styles
        .grandchildren("numFmts")
        .filter_map(|it| Some((it.attribute("numFmtId")?, it.attribute("formatCode")?)))
        .collect();
    let code = |cell: &Element| {
        let id = cell.attribute("numFmtId")?;
        codes.iter().find(|(known, _)| *known == id).map(|(_, code)| (*code).to_owned())
    };
    styles.grandchildren("cellXfs").map(code).collect()
}

/// What is shown of the number a cell holds, in German without groups: `1234`, `−12`, `30,5`, or a sign in place of
/// zero. `None` where the cell holds more decimals than it shows, or the format is not one of ours.
fn shown(code: &str, stored: &str) -> Option<String> {
    let (is_negative, digits) = match stored.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, stored),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !are_digits(whole) || !are_digits(fraction) {
        return None;
    }
    let is_zero = digits.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let sections: Vec<&str> = code.split(';').collect();
    let (section, sign) = match sections.as_slice() {
        [_, _, zero] if is_zero => {
            let literal = zero.strip_prefix('"')?.strip_suffix('"')?;
            return Some(literal.to_owned());
        }
        [_, less] | [_, less, _] if is_negative => (less.strip_prefix('-')?, "\u{2212}"),
        [only] if is_negative => (*only, "\u{2212}"),
        [more, ..] => match more.strip_prefix('+') {
            Some(more) => (more, "+"),
            None => (*more, ""),
        },
        [] => return None,
    };
    let decimals = section.strip_prefix("#,##0")?;
    let decimals = match decimals.strip_prefix('.') {
        Some(zeros) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => zeros.len(),
        Some(_) => return None,
        None if decimals.is_empty() => 0,
        None => return None,
    };
    if fraction.len() > decimals {
        return None;
    }
    Some(match decimals {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole},{fraction:0<decimals$}"),
    })
}

/// Links lead to a sheet of the workbook and say what their cell says.
fn links(sheet: &Element, names: &[&str], faults: &mut Vec<String>) {
    for link in sheet.grandchildren("hyperlinks") {
        let goal = link.attribute("location").unwrap_or_default();
        let sheet = goal.strip_suffix("!A1").map(unquoted).unwrap_or_default();
        if !names.contains(&sheet.as_str()) || link.attribute("tooltip").is_some() {
            faults.push(format!("a link to {goal}"));
        }
    }
}

/// The running foot names the report and its date, where there is room, and the page.
fn foot(sheet: &Element, head: &Head, faults: &mut Vec<String>) {
    let named = format!("{} – Stand: {}", head.title, head.as_of).replace('&', "&&");
    for foot in sheet.grandchildren("headerFooter") {
        let left = foot.text.strip_suffix("&RSeite &P von &N");
        let left = left.map(|left| left.trim_start_matches("&L").trim_start_matches("Entwurf: "));
        if !left.is_some_and(|left| left.is_empty() || left == named) {
            faults.push(format!("a foot: {}", foot.text));
        }
    }
}

fn properties(core: &Element, head: &Head, faults: &mut Vec<String>) {
    let made = format!("{}T00:00:00Z", head.as_of_iso);
    for property in &core.children {
        let is_known = match property.name.as_str() {
            "dc:title" => property.text == head.title,
            "dc:creator" | "cp:lastModifiedBy" => property.text == head.office,
            "dcterms:created" | "dcterms:modified" => property.text == made,
            "cp:contentStatus" => property.text == "Entwurf",
            _ => false,
        };
        if !is_known {
            faults.push(format!("a property: {} {}", property.name, property.text));
        }
    }
}

/// The list of parts names the sheets and counts them.
fn listed_parts(app: &Element, names: &[&str], head: &Head, faults: &mut Vec<String>) {
    app.visit(&mut |element| {
        let text = element.text.as_str();
        let is_known = match element.name.as_str() {
            "vt:lpstr" => {
                let of_sheet = text.strip_suffix("!Print_Titles").map(unquoted);
                ["Worksheets", "Named Ranges"].contains(&text)
                    || names.contains(&text)
                    || of_sheet.is_some_and(|name| names.contains(&name.as_str()))
            }
            // All sheets, or those that repeat a row: all but the first.
            "vt:i4" => [names.len(), names.len() - 1].iter().any(|count| text == count.to_string()),
            "DocSecurity" => text == "0",
            "AppVersion" => text == "12.0000",
            "Company" => text == head.organisation,
            _ => !super::has_number(text),
        };
        if !is_known {
            faults.push(format!("in the list of parts: {} {text}", element.name));
        }
    });
}

/// The name of a sheet as links write it.
fn unquoted(name: &str) -> String {
    let inside = name.strip_prefix('\'').and_then(|name| name.strip_suffix('\''));
    inside.map_or(name.to_owned(), |inside| inside.replace("''", "'"))
}

/// Whether a reference is to one row of a sheet: `'1 Titel'!$5:$5`.
fn is_one_row(reference: &str, names: &[&str]) -> bool {
    let Some((sheet, rows)) = reference.rsplit_once('!') else { return false };
    let row = rows.strip_prefix('$').and_then(|rows| rows.split_once(":$"));
    names.contains(&unquoted(sheet).as_str()) && row.is_some_and(|(from, to)| from == to)
}

/// Whether a sheet has the number of a table and the beginning of its title.
fn names_table(name: &str, table: &Table) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    name.split(' ').next() == Some(table.number.to_string().as_str())
        && letters(&format!("{}{}", table.number, table.title)).starts_with(&letters(name))
}

#[test]
fn a_number_is_shown_with_its_decimals_and_its_sign() {
    for (code, stored, expected) in [
        ("#,##0", "12345", "12345"),
        ("#,##0.0", "30.5", "30,5"),
        ("#,##0.0", "20", "20,0"),
        ("#,##0;-#,##0;\"–\"", "0", "–"),
        ("+#,##0;-#,##0", "40", "+40"),
        ("+#,##0;-#,##0", "-40", "\u{2212}40"),
        ("#,##0.0", "-1.5", "\u{2212}1,5"),
    ] {
        assert_eq!(shown(code, stored).as_deref(), Some(expected), "{code} {stored}");
    }
}

#[test]
fn a_format_that_hides_or_adds_something_shows_nothing() {
    for (code, stored) in [
        ("#,##0", "30.5"),
        ("#,##0.0", "30.54"),
        ("\"12\"", "13"),
        ("#,##0\"5\"", "1"),
        ("#,##0,", "13000"),
        ("0%", "1"),
        ("General", "1"),
        ("#,##0", "1E3"),
        ("#,##0;\"x\"", "-3"),
    ] {
        assert_eq!(shown(code, stored), None, "{code} {stored}");
    }
}
