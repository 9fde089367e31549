//! A sheet of an Excel workbook as the text of a CSV file: one line for each row, so that all that is said of lines is
//! true of rows, and every later rule holds for workbooks unchanged. Nothing else of the workbook leaves here but what
//! has to be told of it; the names of its authors are not even read.

mod book;
mod cell;
mod number_format;
mod package;
mod sheet;
mod sheet_notes;

pub(super) use sheet_notes::SheetNotes;

use crate::diagnostic::{Finding, FindingCode, Place};
use crate::domain::text_key;
use crate::project::ExportRules;
use book::Book;

/// Why a file is no workbook that can be read: a sentence, what to do, and the sentence for the office alone where names
/// of sheets are in it.
#[derive(Debug)]
struct Refused(String, &'static str, Option<String>);

/// What to do with a file that is damaged, or no workbook.
const EXPORT_ANEW: &str = "erzeugen Sie den Export aus der Datenbank neu; lässt sich die Datei noch in Excel öffnen, speichern Sie sie dort als Excel-Arbeitsmappe (.xlsx)";

/// A sheet.
pub(super) struct SheetText {
    /// The text, with the delimiter and quotes that the rules name, else `;` and `"`.
    pub(super) text: String,
    /// Why this sheet, for print.
    pub(super) reason: &'static str,
    pub(super) notes: SheetNotes,
}

/// Whether a file may be a workbook: it is a ZIP archive.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    // An empty one begins with its end.
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Reads the sheet that the rules name, else the first with a value that is not hidden.
///
/// # Errors
/// When the file is no workbook, is damaged or larger than it may be, or has no such sheet.
pub(super) fn read(
    file: &str,
    bytes: &[u8],
    rules: &ExportRules,
) -> Result<SheetText, Box<Finding>> {
    sheet_text(bytes, rules).map_err(|Refused(message, help, told)| {
        let finding = Finding::new(FindingCode::NotCsv, message).at(Place::file(file)).help(help);
        Box::new(Finding { told, ..finding })
    })
}

/// The names of the other sheets, where the rules name none.
pub(super) fn other_sheets(bytes: &[u8], rules: &ExportRules) -> Vec<String> {
    let others = || {
        let mut book = Book::open(bytes)?;
        let first = book.first()?;
        book.others_with_values(first)
    };
    if rules.sheet.is_none() { others().unwrap_or_default() } else { Vec::new() }
}

fn sheet_text(bytes: &[u8], rules: &ExportRules) -> Result<SheetText, Refused> {
    let mut book = Book::open(bytes)?;
    let (chosen, reason) = match &rules.sheet {
        None => (book.first()?, "das erste Blatt mit Inhalt"),
        Some(name) => {
            let is_named = |sheet: &book::Entry| text_key(&sheet.name) == text_key(name);
            (book.sheets.iter().position(is_named), "das Blatt aus `exports.sheet`")
        }
    };
    let Some(chosen) = chosen else {
        let names: Vec<String> = book.sheets.iter().map(|it| format!("„{}“", it.name)).collect();
        return Err(match &rules.sheet {
            Some(name) => {
                let message =
                    format!("die Arbeitsmappe hat kein Blatt „{name}“, das sich lesen lässt");
                let told = format!("{message}, nur {}", names.join(", "));
                Refused(
                    message,
                    "berichtigen Sie `sheet` unter `[exports]` in report.toml: Dort steht der Name des Blattes mit den Fällen, gleich für alle Arbeitsmappen; ohne diese Angabe gilt das erste mit Inhalt",
                    (!names.is_empty()).then_some(told),
                )
            }
            None => Refused(
                "die Arbeitsmappe hat kein Blatt mit Inhalt, das nicht ausgeblendet ist".to_owned(),
                "erzeugen Sie den Export neu; stehen die Fälle in einem ausgeblendeten Blatt, nennen Sie es unter `[exports]` in report.toml mit `sheet`",
                None,
            ),
        });
    };
    let form = (rules.delimiter.unwrap_or(';'), rules.quote.unwrap_or('"'));
    let (text, mut notes) = book.text(chosen, form)?;
    if rules.sheet.is_none() {
        notes.unread = book.others_with_values(Some(chosen))?;
        notes.name = book.sheets.get(chosen).map(|sheet| sheet.name.clone()).unwrap_or_default();
    }
    Ok(SheetText { text, reason, notes })
}

#[cfg(test)]
mod tests;
