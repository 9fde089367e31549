//! A table in any CSV file, also one that is no export. Here it is looked for with tolerance, to propose a configuration
//! for the file; `any_csv` reads all rows and says what does not fit.

use super::decode::{self, Decoded};
use super::dialect;
use super::encoding::Encoding;
use super::quotes::Quotes;
use super::row::Cell;
use super::scanner::Scanner;
use crate::diagnostic::{Code, Finding, Place};
use crate::project::ExportRules;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// In the order of preference where two fit equally well.
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// A table in a file. Not printable: it may hold personal text.
pub struct AnyTable<'b> {
    /// The encoding.
    pub encoding: Encoding,
    /// Why it was taken for that, in German.
    pub encoding_reason: &'static str,
    /// The delimiter; `None` when there is only one column.
    pub delimiter: Option<char>,
    /// Physical line of the header.
    pub header_line: u32,
    /// The header's cells.
    pub header: Vec<String>,
    text: Cow<'b, str>,
    scanned_with: (char, Quotes),
    start: (usize, u32),
}

impl AnyTable<'_> {
    /// Hands every row to `take`, the header first; rows of another width than the header's, blank
    /// lines and rows that cannot be read are left out.
    pub fn for_each(&self, mut take: impl FnMut(&[Cow<'_, str>])) {
        let (at, line) = self.start;
        let (delimiter, quotes) = self.scanned_with;
        let mut scanner = Scanner::new(&self.text, delimiter, at, line).quotes(quotes);
        let mut cells = Vec::new();
        while let Some(row) = scanner.next_row(&mut cells) {
            if row.defect.is_some() || cells.len() != self.header.len() || is_blank(&cells) {
                continue;
            }
            let texts: Vec<Cow<'_, str>> = cells.iter().map(Cell::text).collect();
            take(&texts);
        }
    }
}

/// Finds the table in a file that may have titles above and totals below it: the delimiter under which
/// most rows are equally wide, from the first such row on.
///
/// # Errors
/// When the file is no text, or holds no table.
pub fn any_table<'b>(
    name: &str,
    bytes: &'b [u8],
    rules: &ExportRules,
) -> Result<AnyTable<'b>, Box<Finding>> {
    let (reading, quotes, start) = open(name, bytes, rules)?;
    let mut best: Option<(usize, usize, char)> = None;
    for delimiter in delimiters(&reading.text, rules) {
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        let (at, line) = start;
        let mut scanner = Scanner::new(&reading.text, delimiter, at, line).quotes(quotes);
        let mut cells = Vec::new();
        while let Some(row) = scanner.next_row(&mut cells) {
            if row.defect.is_none() && cells.len() > 1 {
                *widths.entry(cells.len()).or_default() += 1;
            }
        }
        for (width, rows) in widths {
            if best.is_none_or(|best| (best.0, best.1) < (rows, width)) {
                best = Some((rows, width, delimiter));
            }
        }
    }
    let Some((_, width, delimiter)) = best else {
        return Err(Box::new(
            Finding::new(Code::HeaderNotFound, "die Datei enthält keine Tabelle")
                .at(Place::file(name))
                .expected(
                    "Spalten, getrennt durch Komma, Semikolon, Tabulator oder senkrechten Strich",
                ),
        ));
    };
    let mut scanner = Scanner::new(&reading.text, delimiter, start.0, start.1).quotes(quotes);
    let mut cells = Vec::new();
    let mut from = start;
    let mut here = start.0;
    while let Some(row) = scanner.next_row(&mut cells) {
        if row.defect.is_none() && cells.len() == width {
            from = (here, row.line);
            break;
        }
        here = row.end;
    }
    Ok(table(reading, (delimiter, quotes), from))
}

/// The text of a file, its quotes, and where its first row starts: below `sep=;`.
fn open<'b>(
    name: &str,
    bytes: &'b [u8],
    rules: &ExportRules,
) -> Result<(Decoded<'b>, Quotes, (usize, u32)), Box<Finding>> {
    let configured = rules.encoding.as_deref().and_then(Encoding::from_id);
    let mut readings = decode::decode(name, bytes, configured)?;
    let chosen = if readings.len() == 1 { Some(0) } else { decode::by_letters(&readings) };
    let Some(chosen) = chosen else {
        return Err(Box::new(
            Finding::new(
                Code::AmbiguousDialect,
                "die Kodierung der Datei ist nicht zu erkennen: Weder als Windows-1252 noch als Codepage 850 ergeben ihre Umlaute einen Sinn",
            )
            .at(Place::file(name))
            .help("speichern Sie die Datei als „CSV UTF-8“, oder geben Sie mit --project ein Projekt an, das `exports.encoding` nennt"),
        ));
    };
    let mut reading = readings.swap_remove(chosen);
    let quotes = rules.quote.map_or(Quotes::Double, Quotes::from_sign);
    if quotes == Quotes::Single {
        reading.text = super::quotes::exchanged(&reading.text).into();
    }
    let start = match dialect::declared_delimiter(&reading.text) {
        Some(_) => (super::lines::end(&reading.text).1, 2),
        None => (0, 1),
    };
    Ok((reading, quotes, start))
}

/// The delimiters a text may have, in the order of preference.
fn delimiters(text: &str, rules: &ExportRules) -> Vec<char> {
    let decided = rules.delimiter.or_else(|| dialect::declared_delimiter(text));
    decided.map_or(DELIMITERS.to_vec(), |delimiter| vec![delimiter])
}

/// The table that starts at a place of a text: its header is the first row that is not blank.
fn table<'b>(
    reading: Decoded<'b>,
    (delimiter, quotes): (char, Quotes),
    start: (usize, u32),
) -> AnyTable<'b> {
    let mut header = Vec::new();
    let mut header_line = start.1;
    let mut scanner = Scanner::new(&reading.text, delimiter, start.0, start.1).quotes(quotes);
    let mut cells = Vec::new();
    while let Some(row) = scanner.next_row(&mut cells) {
        if row.defect.is_none() && !is_blank(&cells) {
            header = cells.iter().map(|cell| cell.text().into_owned()).collect();
            header_line = row.line;
            break;
        }
    }
    AnyTable {
        encoding: reading.encoding,
        encoding_reason: reading.reason,
        delimiter: (header.len() > 1).then_some(delimiter),
        header_line,
        header,
        text: reading.text,
        scanned_with: (delimiter, quotes),
        start,
    }
}

/// Whether a row is an empty line.
fn is_blank(cells: &[Cell<'_>]) -> bool {
    matches!(cells, [only] if only.text().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_below_titles_is_found() {
        let text = "Liste der Vorgänge\n\nNr;Datum;Was\n1;2;3\n4;5;6\nSumme;2\n";
        let table = any_table("a.csv", text.as_bytes(), &ExportRules::default()).ok().unwrap();
        assert_eq!((table.header_line, table.delimiter), (3, Some(';')));
        assert_eq!(table.header, ["Nr", "Datum", "Was"]);
        let mut count = 0;
        table.for_each(|_| count += 1);
        assert_eq!(count, 3);
    }
}
