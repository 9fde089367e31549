//! What holds for all sheets of a workbook: their names, the texts and number formats they share, the first day of its
//! calendar.

use super::Refused;
use super::number_format::{NumberFormat, of_code, of_number};
use super::package::{MOST_PARTS, Node, Package, attribute, damaged, is_set, too_large};
use super::sheet;
use super::sheet_notes::SheetNotes;
use std::collections::BTreeMap;

/// More texts than a workbook has rows and columns of cases for.
const MOST_TEXTS: usize = 8_000_000;
/// As many formats as Excel knows.
const MOST_FORMATS: usize = 65_536;
/// Names of sheets are shorter.
const LONGEST_NAME: usize = 100;

pub(super) struct Book<'b> {
    package: Package<'b>,
    /// Those with cells, in their order.
    pub(super) sheets: Vec<Entry>,
    shared: Shared,
}

/// A sheet by name.
pub(super) struct Entry {
    pub(super) name: String,
    part: String,
    is_hidden: bool,
}

/// What cells refer to.
#[derive(Default)]
pub(super) struct Shared {
    /// All texts one behind the other, and where each ends.
    texts: String,
    ends: Vec<u32>,
    /// By the number that cells name.
    pub(super) formats: Vec<NumberFormat>,
    /// Whether days are counted from 1904 on.
    pub(super) is_1904: bool,
}

impl Shared {
    /// A text by its number.
    pub(super) fn text(&self, number: usize) -> Option<&str> {
        let end_of = |at: usize| self.ends.get(at).and_then(|end| usize::try_from(*end).ok());
        let start = number.checked_sub(1).map_or(Some(0), end_of)?;
        self.texts.get(start..end_of(number)?)
    }
}

impl<'b> Book<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Refused> {
        let mut package = Package::open(bytes)?;
        let of_package = package.relations("")?;
        let main = of_package.into_iter().find(|it| it.kind == "officeDocument");
        let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.part);
        let other = match main.ends_with(".bin") {
            true => Some("eine binäre Arbeitsmappe (.xlsb)"),
            false => package.has("content.xml").then_some("ein OpenDocument (.ods)"),
        };
        if let Some(other) = other {
            return Err(Refused(
                format!("die Datei ist {other}, keine Excel-Arbeitsmappe (.xlsx)"),
                "öffnen Sie sie in Excel oder LibreOffice, und speichern Sie sie als Excel-Arbeitsmappe (.xlsx)",
                None,
            ));
        }
        if !package.has(&main) || main.starts_with("word/") || main.starts_with("ppt/") {
            return Err(Refused(
                "die Datei ist ein ZIP-Archiv, aber keine Arbeitsmappe".to_owned(),
                "enthält das Archiv Exporte, entpacken Sie es, und legen Sie die Dateien daraus in den Ordner; sonst nehmen Sie es heraus",
                None,
            ));
        }
        let relations = package.relations(&main)?;
        let part = |kind: &str| {
            let found = relations.iter().find(|relation| relation.kind == kind);
            found.map(|relation| relation.part.clone()).unwrap_or_default()
        };
        let (mut sheets, mut shared) = (Vec::new(), Shared::default());
        package.visit(&main, |node| {
            match node {
                Node::Open("sheet", start) => {
                    let id = attribute(start, "id").unwrap_or_default();
                    let name = attribute(start, "name").unwrap_or_default();
                    let found = relations.iter().find(|it| it.id == id && it.kind == "worksheet");
                    sheets.extend(found.map(|relation| Entry {
                        name: name.chars().take(LONGEST_NAME).collect(),
                        part: relation.part.clone(),
                        is_hidden: attribute(start, "state").is_some_and(|it| it != "visible"),
                    }));
                    if sheets.len() > MOST_PARTS {
                        return Err(too_large());
                    }
                }
                Node::Open("workbookPr", start) => shared.is_1904 = is_set(start, "date1904"),
                _ => {}
            }
            Ok(true)
        })?;
        sheets.retain(|sheet: &Entry| package.has(&sheet.part));
        read_formats(&mut package, &part("styles"), &mut shared)?;
        read_texts(&mut package, &part("sharedStrings"), &mut shared)?;
        Ok(Self { package, sheets, shared })
    }

    /// The first sheet that holds a value and is not hidden.
    pub(super) fn first(&mut self) -> Result<Option<usize>, Refused> {
        for (at, sheet) in self.sheets.iter().enumerate().filter(|(_, sheet)| !sheet.is_hidden) {
            if has_value(&mut self.package, sheet)? {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    /// A sheet as text, with this delimiter and these quotes.
    pub(super) fn text(
        &mut self,
        at: usize,
        form: (char, char),
    ) -> Result<(String, SheetNotes), Refused> {
        let sheet = self.sheets.get(at).ok_or_else(damaged)?;
        sheet::text(&mut self.package, &sheet.part, &self.shared, form)
    }

    /// The names of the other sheets that hold a value.
    pub(super) fn others_with_values(
        &mut self,
        chosen: Option<usize>,
    ) -> Result<Vec<String>, Refused> {
        let mut names = Vec::new();
        for (_, sheet) in self.sheets.iter().enumerate().filter(|(at, _)| Some(*at) != chosen) {
            if has_value(&mut self.package, sheet)? {
                names.push(sheet.name.clone());
            }
        }
        Ok(names)
    }
}

/// Whether a sheet holds a value or a formula; it is read up to the first.
fn has_value(package: &mut Package<'_>, sheet: &Entry) -> Result<bool, Refused> {
    let mut has_value = false;
    package.visit(&sheet.part, |node| {
        has_value |= matches!(node, Node::Open("v" | "is" | "f", _));
        Ok(!has_value)
    })?;
    Ok(has_value)
}

fn read_formats(package: &mut Package<'_>, part: &str, to: &mut Shared) -> Result<(), Refused> {
    let mut own: BTreeMap<String, NumberFormat> = BTreeMap::new();
    let mut is_of_cells = false;
    package.visit(part, |node| {
        match node {
            Node::Open("numFmt", start) => {
                let code = attribute(start, "formatCode").unwrap_or_default();
                own.insert(attribute(start, "numFmtId").unwrap_or_default(), of_code(&code));
            }
            Node::Open("cellXfs", _) => is_of_cells = true,
            Node::Close("cellXfs") => is_of_cells = false,
            Node::Open("xf", start) if is_of_cells => {
                let number = attribute(start, "numFmtId").unwrap_or_default();
                to.formats.push(own.get(&number).cloned().unwrap_or_else(|| of_number(&number)));
            }
            _ => {}
        }
        match own.len().max(to.formats.len()) > MOST_FORMATS {
            true => Err(too_large()),
            false => Ok(true),
        }
    })
}

fn read_texts(package: &mut Package<'_>, part: &str, to: &mut Shared) -> Result<(), Refused> {
    let (mut is_text, mut is_sound) = (false, false);
    package.visit(part, |node| {
        match node {
            Node::Open("t", _) => is_text = true,
            Node::Close("t") => is_text = false,
            // How a name is pronounced is no part of it.
            Node::Open("rPh", _) => is_sound = true,
            Node::Close("rPh") => is_sound = false,
            Node::Text(text) if is_text && !is_sound => to.texts.push_str(text),
            Node::Close("si") => {
                to.ends.push(u32::try_from(to.texts.len()).map_err(|_| too_large())?);
                if to.ends.len() > MOST_TEXTS {
                    return Err(too_large());
                }
            }
            _ => {}
        }
        Ok(true)
    })
}
