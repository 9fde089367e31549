//! Text → rows of cells, strictly. A row that cannot be read for certain is a defect with its place,
//! and reading goes on at the next line; nothing is padded, glued or cut.
//!
//! An unclosed quote swallows the lines below it. It is recognised by them: a quoted field that holds a
//! line shaped like a record was not meant to hold it.

use super::quotes::Quotes;
use super::row::{Cell, QuoteDefect, QuoteDefectKind, Row};
use super::shape::Shape;
use crate::domain::is_invisible;
use crate::intake::text::lines;
use std::cell::Cell as Mutable;

/// A row keeps all its fields up to this number, and filled ones beyond it.
const MOST_EMPTY_CELLS: usize = 4096;

/// Reads rows from a text.
pub(crate) struct Scanner<'t> {
    text: &'t str,
    at: usize,
    line: u32,
    delimiter: char,
    first_of_delimiter: u8,
    quotes: Quotes,
    /// Whether something depended on the text ending where it does.
    end_seen: Mutable<bool>,
    shape: Option<Shape>,
}

impl<'t> Scanner<'t> {
    /// Reads `text` from an offset, which is the start of physical line `line`.
    pub(crate) fn new(text: &'t str, delimiter: char, at: usize, line: u32) -> Self {
        let first_of_delimiter =
            delimiter.encode_utf8(&mut [0; 4]).bytes().next().unwrap_or_default();
        Self {
            text,
            at,
            line,
            delimiter,
            first_of_delimiter,
            quotes: Quotes::Double,
            end_seen: Mutable::new(false),
            shape: None,
        }
    }

    /// Reads with these quotes.
    #[must_use]
    pub(crate) fn quotes(mut self, quotes: Quotes) -> Self {
        self.quotes = quotes;
        self
    }

    /// Watches quoted fields for lines of this shape.
    #[must_use]
    pub(crate) fn watching(mut self, shape: Shape) -> Self {
        self.shape = Some(shape);
        self
    }

    /// The next row; its fields are put into `cells`. `None` at the end of the text.
    pub(crate) fn next_row(&mut self, cells: &mut Vec<Cell<'t>>) -> Option<Row> {
        cells.clear();
        if self.at >= self.text.len() {
            return None;
        }
        // In a file joined from several, a byte order mark stands before a row.
        if self.byte(self.at) == Some(0xef)
            && self.text.get(self.at..).is_some_and(|rest| rest.starts_with('\u{feff}'))
        {
            self.at += '\u{feff}'.len_utf8();
        }
        let first = self.line;
        let result = self.row(cells);
        let defect = result.err();
        if defect.is_some() {
            cells.clear();
        }
        Some(Row { line: first, lines: self.line - first, end: self.at, defect })
    }

    /// The next row of a text that goes on behind its end; `None`, with nothing taken, where the row would be another
    /// one if more text were there.
    pub(crate) fn next_row_of_part(&mut self, cells: &mut Vec<Cell<'t>>) -> Option<Row> {
        let before = self.place();
        self.end_seen.set(false);
        let row = self.next_row(cells)?;
        if self.end_seen.get() {
            cells.clear();
            (self.at, self.line) = before;
            return None;
        }
        Some(row)
    }

    /// The offset and the physical line where the next row starts.
    pub(crate) fn place(&self) -> (usize, u32) {
        (self.at, self.line)
    }

    /// Goes on at a place where a row starts.
    pub(crate) fn go_on(&mut self, (at, line): (usize, u32)) {
        (self.at, self.line) = (at, line);
    }

    /// Where the next delimiter, quote or line end is; the length of the text when there is none.
    fn next_sign(&self, at: usize) -> usize {
        let delimiter = self.first_of_delimiter;
        let is_sign = |byte: &u8| {
            (*byte == delimiter) | (*byte == b'"') | (*byte == b'\n') | (*byte == b'\r')
        };
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        rest.iter().position(is_sign).map_or(self.text.len(), |distance| at + distance)
    }

    /// Everything that is asked about the end of the text passes here, or is marked where it is asked.
    fn byte(&self, at: usize) -> Option<u8> {
        let byte = self.text.as_bytes().get(at).copied();
        if byte.is_none() {
            self.end_seen.set(true);
        }
        byte
    }

    fn row(&mut self, cells: &mut Vec<Cell<'t>>) -> Result<(), QuoteDefect> {
        loop {
            let field = u32::try_from(cells.len() + 1).unwrap_or(u32::MAX);
            let cell = match self.byte(self.at) {
                Some(b'"') => self.quoted(field)?,
                _ => self.unquoted(field)?,
            };
            // Memory stays bounded on lines of nothing but delimiters.
            if cells.len() < MOST_EMPTY_CELLS || !cell.raw.is_empty() {
                cells.push(cell);
            }
            if !self.take_delimiter() {
                self.take_line_end();
                return Ok(());
            }
        }
    }

    fn take_delimiter(&mut self) -> bool {
        let found = self.is_delimiter(self.at);
        if found {
            self.at += self.delimiter.len_utf8();
        }
        found
    }

    fn is_delimiter(&self, at: usize) -> bool {
        self.byte(at) == Some(self.first_of_delimiter)
            && (self.delimiter.is_ascii()
                || self.text.get(at..).is_some_and(|rest| rest.starts_with(self.delimiter)))
    }

    /// Takes the line end here, or the end of the text as the end of the last line.
    fn take_line_end(&mut self) {
        match self.byte(self.at) {
            Some(b'\r') if self.byte(self.at + 1) == Some(b'\n') => self.at += 2,
            Some(_) => self.at += 1,
            None => {}
        }
        self.line += 1;
    }

    /// Goes on behind the end of the physical line that holds `at`.
    fn skip_line(&mut self, at: usize) {
        let rest = self.text.get(at..).unwrap_or_default();
        self.at = at + lines::end(rest).0;
        self.take_line_end();
    }

    fn unquoted(&mut self, field: u32) -> Result<Cell<'t>, QuoteDefect> {
        let start = self.at;
        let line = self.line;
        let mut at = self.protected_end(start).unwrap_or(start);
        loop {
            at = self.next_sign(at);
            match self.byte(at) {
                Some(b'"') => {
                    self.skip_line(at);
                    return Err(QuoteDefect { kind: QuoteDefectKind::Inside, line, field });
                }
                _ if self.ends_field(at) => break,
                _ => at += 1,
            }
        }
        self.at = at;
        let raw = self.text.get(start..at).unwrap_or_default();
        Ok(Cell { raw, escaped: false, exchanged: self.quotes == Quotes::Single, line })
    }

    /// The end of a field a spreadsheet protected: `="00123"`, without quote or line end inside.
    fn protected_end(&self, start: usize) -> Option<usize> {
        if self.byte(start) != Some(b'=') {
            return None;
        }
        let inner = self.text.get(start..)?.strip_prefix("=\"")?;
        let length = inner.find(['"', '\r', '\n', self.delimiter])?;
        let end = start + 2 + length + 1;
        let closed = self.byte(end - 1) == Some(b'"');
        (closed && self.ends_field(self.behind_blanks(end))).then_some(end)
    }

    fn ends_field(&self, at: usize) -> bool {
        matches!(self.byte(at), None | Some(b'\r' | b'\n')) || self.is_delimiter(at)
    }

    fn quoted(&mut self, field: u32) -> Result<Cell<'t>, QuoteDefect> {
        let opened = self.at;
        let opened_line = self.line;
        let mut at = opened + 1;
        let mut line = opened_line;
        let mut escaped = false;
        let defect = |kind, line| QuoteDefect { kind, line, field };
        let unclosed = defect(QuoteDefectKind::Unclosed, opened_line);
        loop {
            match self.byte(at) {
                None => {
                    self.skip_line(opened);
                    return Err(unclosed);
                }
                Some(b'"') if self.byte(at + 1) == Some(b'"') => {
                    escaped = true;
                    at += 2;
                }
                Some(b'"') if self.ends_field(self.behind_blanks(at + 1)) => {
                    let raw = self.text.get(opened + 1..at).unwrap_or_default();
                    self.at = self.behind_blanks(at + 1);
                    self.line = line;
                    let exchanged = self.quotes == Quotes::Single;
                    return Ok(Cell { raw, escaped, exchanged, line: opened_line });
                }
                Some(b'"') => {
                    let backslash = self.byte(at - 1) == Some(b'\\');
                    self.line = line;
                    self.skip_line(at);
                    let kind = match backslash {
                        true => QuoteDefectKind::Backslash,
                        false => QuoteDefectKind::TextAfter,
                    };
                    return Err(defect(kind, line));
                }
                Some(b'\r' | b'\n') => {
                    at += if self.text.as_bytes().get(at..at + 2) == Some(b"\r\n") { 2 } else { 1 };
                    line += 1;
                    if self.is_record(at) {
                        self.skip_line(opened);
                        return Err(unclosed);
                    }
                }
                Some(_) => at = self.next_sign(at + 1),
            }
        }
    }

    /// What stands behind the blanks and tabs behind a closing quote, which belong to no field.
    fn behind_blanks(&self, at: usize) -> usize {
        let is_blank = |c: char| {
            c != self.delimiter
                && (matches!(c, ' ' | '\t' | '\u{a0}' | '\u{202f}') || is_invisible(c))
        };
        let rest = self.text.get(at..).unwrap_or_default();
        match rest.find(|c| !is_blank(c)) {
            Some(length) => at + length,
            None => {
                self.end_seen.set(true);
                self.text.len()
            }
        }
    }

    /// Whether the physical line that starts here has the shape of a record.
    fn is_record(&self, start: usize) -> bool {
        let Some(shape) = self.shape else { return false };
        let rest = self.text.get(start..).unwrap_or_default();
        let line = rest.get(..lines::end(rest).0).unwrap_or_default();
        if line.len() == rest.len() {
            self.end_seen.set(true);
        }
        shape.is_that_of(line, self.delimiter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type ReadRow = (u32, u32, Result<Vec<String>, (QuoteDefectKind, u32, u32)>);

    fn rows(text: &str) -> Vec<ReadRow> {
        let mut scanner =
            Scanner::new(text, ';', 0, 1).watching(Shape { width: 3, received_on: 1 });
        let mut cells = Vec::new();
        let mut rows = Vec::new();
        while let Some(row) = scanner.next_row(&mut cells) {
            let content = match row.defect {
                Some(defect) => Err((defect.kind, defect.line, defect.field)),
                None => Ok(cells.iter().map(|cell| cell.text().into_owned()).collect()),
            };
            rows.push((row.line, row.lines, content));
        }
        rows
    }

    fn ok(line: u32, lines: u32, cells: &[&str]) -> ReadRow {
        (line, lines, Ok(cells.iter().map(|cell| (*cell).to_owned()).collect()))
    }

    #[test]
    fn quoted_fields_hold_delimiters_quotes_and_line_ends() {
        assert_eq!(
            rows("1;\"a;\"\"b\"\"\r\nc\rd\";x\r\n2;;\"\""),
            [ok(1, 3, &["1", "a;\"b\"\r\nc\rd", "x"]), ok(4, 1, &["2", "", ""])]
        );
    }

    #[test]
    fn an_unclosed_quote_is_reported_where_it_opened_and_costs_one_record() {
        let text = "1;01.02.2017;\"offen\n2;02.02.2017;\"zu\"\n3;03.02.2017;x\n";
        assert_eq!(
            rows(text),
            [
                (1, 1, Err((QuoteDefectKind::Unclosed, 1, 3))),
                ok(2, 1, &["2", "02.02.2017", "zu"]),
                ok(3, 1, &["3", "03.02.2017", "x"]),
            ]
        );
        assert_eq!(
            rows("1;01.02.2017;\"offen\nEnde"),
            [(1, 1, Err((QuoteDefectKind::Unclosed, 1, 3))), ok(2, 1, &["Ende"])]
        );
    }

    #[test]
    fn an_unclosed_quote_before_a_record_with_line_ends_is_found_too() {
        let text = "1;01.02.2017;\"offen\n2;02.02.2017;\"zwei\nZeilen\"\n";
        assert_eq!(
            rows(text),
            [
                (1, 1, Err((QuoteDefectKind::Unclosed, 1, 3))),
                ok(2, 2, &["2", "02.02.2017", "zwei\nZeilen"]),
            ]
        );
    }

    #[test]
    fn quotes_where_none_can_stand_are_defects_with_their_place() {
        for (text, kind, line, field, lines) in [
            ("1;\"a\"b;c\n", QuoteDefectKind::TextAfter, 1, 2, 1),
            ("1;a \"b\" c;d\n", QuoteDefectKind::Inside, 1, 2, 1),
            ("1; \"a\";d\n", QuoteDefectKind::Inside, 1, 2, 1),
            ("1;\"a \\\"b\\\" c\";d\n", QuoteDefectKind::Backslash, 1, 2, 1),
            ("1;\"a\nb\" c;d\n", QuoteDefectKind::TextAfter, 2, 2, 2),
        ] {
            assert_eq!(rows(text), [(1, lines, Err((kind, line, field)))], "{text}");
        }
    }

    #[test]
    fn blanks_behind_a_closing_quote_belong_to_no_field() {
        assert_eq!(
            rows("\"1\" ;\"a;b\"\t\u{a0};\"c\nd\"\t\r\n\"2\";;\"e\" \t"),
            [ok(1, 2, &["1", "a;b", "c\nd"]), ok(3, 1, &["2", "", "e"])]
        );
        assert!(rows("\"1\" x;a;b\n").first().is_some_and(|row| row.2.is_err()));
        // A tab that separates is no blank.
        let mut scanner = Scanner::new("\"1\"\t\t\"a\" \n", '\t', 0, 1);
        let mut cells = Vec::new();
        scanner.next_row(&mut cells);
        let texts: Vec<_> = cells.iter().map(Cell::text).collect();
        assert_eq!(texts, ["1", "", "a"]);
    }

    #[test]
    fn a_protected_number_is_a_plain_field() {
        assert_eq!(rows("=\"00123\";a;b\n"), [ok(1, 1, &["=\"00123\"", "a", "b"])]);
        assert_eq!(rows("=\"00123\"\t;a;b\n"), [ok(1, 1, &["=\"00123\"\t", "a", "b"])]);
        assert!(rows("=\"00123;a;b\n").first().is_some_and(|row| row.2.is_err()));
    }

    #[test]
    fn a_byte_order_mark_before_a_row_is_no_text() {
        assert_eq!(
            rows("\u{feff}\"1\";a;b\n\u{feff}"),
            [ok(1, 1, &["1", "a", "b"]), ok(2, 1, &[""])]
        );
    }

    proptest::proptest! {
        #[test]
        fn what_the_csv_crate_writes_is_read_back(
            grid in proptest::collection::vec(
                proptest::collection::vec("[a-cä;\"\r\n =']{0,6}", 3),
                1..5,
            ),
        ) {
            let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
            for row in &grid {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let found: Vec<Vec<String>> = rows(&text).into_iter().map(|row| row.2.unwrap()).collect();
            proptest::prop_assert_eq!(found, grid);
        }
    }

    #[test]
    fn a_remark_may_speak_of_dates_without_being_taken_for_records() {
        let text = "1;01.02.2017;\"am\n02.02.2017; angerufen\n\"\n";
        assert_eq!(rows(text), [ok(1, 3, &["1", "01.02.2017", "am\n02.02.2017; angerufen\n"])]);
    }
}
