//! Any CSV file, also one that is no export: its first record is the header. The strict reading gives
//! every row or a finding; a quote inside a plain field, which exports may not have, it takes for a character and
//! says so; the tolerant one only looks at a file to propose a configuration for it.

use super::columns;
use super::decode::{self, Decoded};
use super::dialect;
use super::encoding::Encoding;
use super::gather::Gathered;
use super::line_findings;
use super::quotes::Quotes;
use super::row::Cell;
use super::scanner::Scanner;
use crate::diagnostic::{Code, Finding, Findings, Place};
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
    /// What the reader should know about the rows.
    pub findings: Findings,
    text: Cow<'b, str>,
    scanned_with: (char, Quotes),
    start: (usize, u32),
}

/// What reading a text with one delimiter brings.
struct Attempt {
    delimiter: char,
    width: usize,
    /// What is wrong first.
    finding: Option<Finding>,
    /// What does not keep it from being read.
    remarks: Findings,
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

/// Reads a file strictly: all rows have as many fields as the first.
///
/// # Errors
/// When no delimiter reads every row.
pub fn any_csv<'b>(
    name: &str,
    bytes: &'b [u8],
    rules: &ExportRules,
) -> Result<AnyTable<'b>, Box<Finding>> {
    let (reading, quotes, start) = text(name, bytes, rules)?;
    let delimiters = delimiters(&reading.text, rules);
    let best = |quotes| best(name, &reading.text, &delimiters, quotes, start);
    let (chosen, quotes) = match best(quotes) {
        Ok(attempt) => (attempt, quotes),
        // Nothing is lost by taking the quotes for characters, where every row then has all its fields.
        Err(finding) if finding.code == Code::StrayQuote && quotes == Quotes::Double => {
            (best(Quotes::Literal).map_err(|_| finding)?, Quotes::Literal)
        }
        Err(finding) => return Err(finding),
    };
    let mut table = table(reading, (chosen.delimiter, quotes), start);
    table.findings = chosen.remarks;
    Ok(table)
}

/// The attempt that reads every row into the most fields; else what is wrong with the widest.
fn best(
    name: &str,
    text: &str,
    delimiters: &[char],
    quotes: Quotes,
    start: (usize, u32),
) -> Result<Attempt, Box<Finding>> {
    let attempts: Vec<Attempt> = delimiters
        .iter()
        .map(|delimiter| attempt(name, text, (*delimiter, quotes), start))
        .collect();
    // One column is the truth only if there is nothing to divide, whatever divides.
    let single = attempts.iter().all(|attempt| attempt.width == 1 && attempt.finding.is_none());
    let (mut best, mut widest): (Option<Attempt>, Option<Attempt>) = (None, None);
    for attempt in attempts {
        let place = match attempt.finding {
            None if attempt.width == 1 && !single => continue,
            None => &mut best,
            Some(_) => &mut widest,
        };
        if place.as_ref().is_none_or(|known| known.width < attempt.width) {
            *place = Some(attempt);
        }
    }
    if let Some(best) = best {
        return Ok(best);
    }
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
    let (reading, quotes, start) = text(name, bytes, rules)?;
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
fn text<'b>(
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

fn delimiters(text: &str, rules: &ExportRules) -> Vec<char> {
    let decided = rules.delimiter.or_else(|| dialect::declared_delimiter(text));
    decided.map_or(DELIMITERS.to_vec(), |delimiter| vec![delimiter])
}

/// Reads all rows with one delimiter, up to the first that does not fit.
fn attempt(
    name: &str,
    text: &str,
    (delimiter, quotes): (char, Quotes),
    start: (usize, u32),
) -> Attempt {
    let mut scanner = Scanner::new(text, delimiter, start.0, start.1).quotes(quotes);
    let mut cells = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut gathered = Gathered::new(name);
    let refused = |width: usize, finding| {
        let (width, finding) = (width.max(1), Some(finding));
        Attempt { delimiter, width, finding, remarks: Findings::default() }
    };
    while let Some(row) = scanner.next_row(&mut cells) {
        if let Some(defect) = row.defect {
            let position = usize::try_from(defect.field).unwrap_or_default().saturating_sub(1);
            let place = column(Place::line(name, defect.line), position, &names);
            let finding = line_findings::quote_defect(defect.kind, quotes).at(place);
            return refused(names.len(), finding);
        }
        if is_blank(&cells) {
            continue;
        }
        if names.is_empty() {
            names = cells.iter().map(|cell| cell.text().into_owned()).collect();
        }
        if cells.len() != names.len() {
            let place = Place::line(name, row.line);
            let finding = line_findings::field_count(cells.len(), names.len()).at(place);
            return refused(names.len(), finding);
        }
        for (position, cell) in cells.iter().enumerate() {
            if quotes == Quotes::Literal && cell.has_literal_quote() {
                let place = column(gathered.place(cell.line), position, &names);
                let make = line_findings::literal_quote;
                gathered.repeated(Code::QuoteTakenLiterally, place, "", make);
            }
        }
    }
    let width = names.len();
    let empty = || Finding::new(Code::NoRecords, "die Datei ist leer").at(Place::file(name));
    Attempt { delimiter, width, finding: (width == 0).then(empty), remarks: gathered.finish() }
}

/// The place of a column, with its name where the header is known.
fn column(line: Place, position: usize, names: &[String]) -> Place {
    let number = columns::number(position);
    match names.get(position) {
        Some(name) => {
            line.named_column(number, name.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        None => line.column(number),
    }
}

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
        findings: Findings::default(),
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
        assert_eq!(rows("a,b\n1,\"x\"y\n"), Err(Code::StrayQuote));
        assert_eq!(rows("a,b\n1,x\"y,z\"\n"), Err(Code::StrayQuote));
        assert_eq!(rows("a,b\n1,\"x\n"), Err(Code::UnclosedQuote));
        assert_eq!(rows("\n\n"), Err(Code::NoRecords));
    }

    #[test]
    fn a_quote_inside_a_plain_field_is_a_character_and_that_is_said() {
        let text = "Ort,Lage\nA,37°36'37.8\"N 2'17.9\"W\n=\"01\",\"c\"\"d\"\n";
        let expected: &[&[&str]] =
            &[&["Ort", "Lage"], &["A", "37°36'37.8\"N 2'17.9\"W"], &["=\"01\"", "c\"d"]];
        assert_eq!(rows(text), grid(expected));
        let table = any_csv("a.csv", text.as_bytes(), &ExportRules::default()).ok().unwrap();
        let said: Vec<_> = table.findings.iter().map(|f| (f.code, f.place.clone())).collect();
        let place = Place::line("a.csv", 2).named_column(2, "Lage");
        assert_eq!(said, [(Code::QuoteTakenLiterally, Some(place))]);
    }

    #[test]
    fn quotes_are_apostrophes_where_the_configuration_says_so() {
        let rules = ExportRules { quote: Some('\''), ..ExportRules::default() };
        let table = any_csv("a.csv", b"'a;b';c\n'it''s';\"\n", &rules).ok().unwrap();
        let mut rows = Vec::new();
        table.for_each(|row| rows.push(row.join("|")));
        assert_eq!(rows, ["a;b|c", "it's|\""]);
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
