//! Any CSV file, also one that is no export, read strictly: its first record is the header, and all rows have as many
//! fields, or there is a finding. A quote inside a plain field, which exports may not have, is taken for a character, and
//! that is said.

use super::any_table::{self, AnyTable, delimiters, is_blank, open, table};
use super::columns;
use super::gather::Gathered;
use super::line_findings;
use super::quotes::Quotes;
use super::scanner::Scanner;
use crate::diagnostic::{Code, Finding, Findings, Place};
use crate::project::ExportRules;

/// What reading a text with one delimiter brings.
struct Attempt {
    delimiter: char,
    width: usize,
    /// What is wrong first.
    finding: Option<Finding>,
    /// What does not keep it from being read.
    remarks: Findings,
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
    let (reading, quotes, start) = open(name, bytes, rules)?;
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
            let header: Vec<String> = cells.iter().map(|cell| cell.text().into_owned()).collect();
            names = any_table::names(&header);
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
    match names.get(position).filter(|name| !name.is_empty()) {
        Some(name) => line.named_column(number, name),
        None => line.column(number),
    }
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
}
