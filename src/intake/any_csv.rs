//! Any CSV file, also one that is no export: its first record is the header. The strict reading gives
//! every row or a finding; the tolerant one only looks at a file to propose a configuration for it.

use super::decode::{self, Decoded, Encoding};
use super::dialect;
use super::line_findings;
use super::quotes::Quotes;
use super::scanner::{Cell, Scanner};
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
    scanned_with: char,
    start: (usize, u32),
}

/// What reading a text with one delimiter brings.
struct Attempt {
    delimiter: char,
    width: usize,
    /// What is wrong first.
    finding: Option<Finding>,
}

impl AnyTable<'_> {
    /// Hands every row to `take`, the header first; rows of another width than the header's, blank
    /// lines and rows that cannot be read are left out.
    pub fn for_each(&self, mut take: impl FnMut(&[Cow<'_, str>])) {
        let (at, line) = self.start;
        let mut scanner = Scanner::new(&self.text, self.scanned_with, at, line);
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

/// Reads a file strictly: all rows have as many fields as the first.
///
/// # Errors
/// When no delimiter reads every row.
pub fn any_csv<'b>(
    name: &str,
    bytes: &'b [u8],
    rules: &ExportRules,
) -> Result<AnyTable<'b>, Box<Finding>> {
    let (reading, start) = text(name, bytes, rules)?;
    let attempts: Vec<Attempt> = delimiters(&reading.text, rules)
        .into_iter()
        .map(|delimiter| attempt(name, &reading.text, delimiter, start))
        .collect();
    // One column is the truth only if there is nothing to divide, whatever divides.
    let single = attempts.iter().all(|attempt| attempt.width == 1 && attempt.finding.is_none());
    let mut best: Option<&Attempt> = None;
    for attempt in attempts.iter().filter(|attempt| attempt.finding.is_none()) {
        let wide_enough = attempt.width > 1 || single;
        if wide_enough && best.is_none_or(|best| best.width < attempt.width) {
            best = Some(attempt);
        }
    }
    if let Some(best) = best {
        return Ok(table(reading, best.delimiter, start));
    }
    let widest = attempts
        .into_iter()
        .filter(|attempt| attempt.finding.is_some())
        .reduce(|best, other| if other.width > best.width { other } else { best });
    Err(Box::new(widest.and_then(|attempt| attempt.finding).unwrap_or_else(|| {
        Finding::new(Code::NoRecords, "die Datei ist leer").at(Place::file(name))
    })))
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
    let (reading, start) = text(name, bytes, rules)?;
    let mut best: Option<(usize, usize, char)> = None;
    for delimiter in delimiters(&reading.text, rules) {
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        let (at, line) = start;
        let mut scanner = Scanner::new(&reading.text, delimiter, at, line);
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
    let mut scanner = Scanner::new(&reading.text, delimiter, start.0, start.1);
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
    Ok(table(reading, delimiter, from))
}

/// The text of a file, and where its first row starts: below `sep=;`.
fn text<'b>(
    name: &str,
    bytes: &'b [u8],
    rules: &ExportRules,
) -> Result<(Decoded<'b>, (usize, u32)), Box<Finding>> {
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
    let reading = readings.swap_remove(chosen);
    let start = match dialect::declared_delimiter(&reading.text) {
        Some(_) => (super::lines::end(&reading.text).1, 2),
        None => (0, 1),
    };
    Ok((reading, start))
}

fn delimiters(text: &str, rules: &ExportRules) -> Vec<char> {
    let decided = rules.delimiter.or_else(|| dialect::declared_delimiter(text));
    decided.map_or(DELIMITERS.to_vec(), |delimiter| vec![delimiter])
}

/// Reads all rows with one delimiter, up to the first that does not fit.
fn attempt(name: &str, text: &str, delimiter: char, start: (usize, u32)) -> Attempt {
    let mut scanner = Scanner::new(text, delimiter, start.0, start.1);
    let mut cells = Vec::new();
    let mut width = 0;
    while let Some(row) = scanner.next_row(&mut cells) {
        if let Some(defect) = row.defect {
            let place = Place::line(name, defect.line).column(defect.field);
            let finding = Some(line_findings::quote_defect(defect.kind, Quotes::Double).at(place));
            return Attempt { delimiter, width: width.max(1), finding };
        }
        if is_blank(&cells) {
            continue;
        }
        if width == 0 {
            width = cells.len();
        }
        if cells.len() != width {
            let place = Place::line(name, row.line);
            let finding = Some(line_findings::field_count(cells.len(), width).at(place));
            return Attempt { delimiter, width, finding };
        }
    }
    let empty = || Finding::new(Code::NoRecords, "die Datei ist leer").at(Place::file(name));
    Attempt { delimiter, width, finding: (width == 0).then(empty) }
}

fn table<'b>(reading: Decoded<'b>, delimiter: char, start: (usize, u32)) -> AnyTable<'b> {
    let mut header = Vec::new();
    let mut header_line = start.1;
    let mut scanner = Scanner::new(&reading.text, delimiter, start.0, start.1);
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
        scanned_with: delimiter,
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

    fn rows(text: &str) -> Result<Vec<Vec<String>>, Code> {
        let table = any_csv("a.csv", text.as_bytes(), &ExportRules::default())
            .map_err(|finding| finding.code)?;
        let mut rows = Vec::new();
        table.for_each(|row| rows.push(row.iter().map(|cell| cell.to_string()).collect()));
        Ok(rows)
    }

    fn grid(rows: &[&[&str]]) -> Result<Vec<Vec<String>>, Code> {
        Ok(rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect())
    }

    #[test]
    fn the_delimiter_that_reads_every_row_alike_is_taken() {
        assert_eq!(rows("a;b,c\n1;2,3\n"), grid(&[&["a;b", "c"], &["1;2", "3"]]));
        assert_eq!(rows("a;b\n\"1,2\";3"), grid(&[&["a", "b"], &["1,2", "3"]]));
        assert_eq!(rows("sep=|\na,b|c\n1|2\n"), grid(&[&["a,b", "c"], &["1", "2"]]));
        assert_eq!(rows("a\tb\r\n\r\n1\t2\r\n"), grid(&[&["a", "b"], &["1", "2"]]));
        assert_eq!(rows("a\n1\n"), grid(&[&["a"], &["1"]]));
    }

    #[test]
    fn a_table_that_no_delimiter_reads_is_refused() {
        assert_eq!(rows("a,b\n1,2,3\n"), Err(Code::FieldCount));
        assert_eq!(rows("a,b\n1,x\"y\"\n"), Err(Code::StrayQuote));
        assert_eq!(rows("a,b\n1,\"x\n"), Err(Code::UnclosedQuote));
        assert_eq!(rows("\n\n"), Err(Code::NoRecords));
    }

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
