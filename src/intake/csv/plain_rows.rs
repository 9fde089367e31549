//! Splits rows of the usual kind, quickly: as many fields as the header has, each without quotes or in one pair of them,
//! and an end that stands in the text. Any other row is left to `scanner`, which splits all rows and says what is wrong
//! with them; the two agree on every row that is split here.

use super::index::Index;
use super::row::{Cell, Row};
use super::shape::Shape;
use crate::intake::text::lines;

/// So many bytes of a text are indexed at a time: they and their index stay in the processor's nearest memory. A longer
/// row is none of the usual kind.
const WINDOW: usize = 32 * 1024;

/// Splits the rows of a text whose quotes are `"`.
pub(crate) struct PlainRows {
    delimiter: u8,
    shape: Shape,
    index: Index,
    /// The part of the text that is indexed.
    start: usize,
    end: usize,
    /// How many places were read.
    read: usize,
}

/// Why a row is not read here.
enum Other {
    /// Its end is not in the window.
    Unended,
    /// It is of another kind.
    Kind,
}

impl PlainRows {
    /// For a delimiter of one byte; `None` with another.
    pub(crate) fn new(delimiter: char, shape: Shape) -> Option<Self> {
        let delimiter = u8::try_from(delimiter).ok().filter(u8::is_ascii)?;
        Some(Self { delimiter, shape, index: Index::new(delimiter), start: 0, end: 0, read: 0 })
    }

    /// Goes on with another text.
    pub(crate) fn begin(&mut self) {
        (self.start, self.end) = (0, 0);
    }

    /// Splits the row that starts at an offset and a physical line; its fields are put into `cells`. `None` where it is
    /// of another kind.
    pub(crate) fn next<'t>(
        &mut self,
        text: &'t str,
        (at, line): (usize, u32),
        cells: &mut Vec<Cell<'t>>,
    ) -> Option<Row> {
        // A byte order mark before a row, as in a file joined from several, belongs to no field.
        if text.get(at..)?.starts_with('\u{feff}') {
            return None;
        }
        if !(self.start..self.end).contains(&at) {
            self.look_at(text, at)?;
        }
        self.seek(at);
        match self.split(text, (at, line), cells) {
            Ok(row) => Some(row),
            Err(Other::Unended) if self.start < at && self.end < text.len() => {
                self.look_at(text, at)?;
                self.split(text, (at, line), cells).ok()
            }
            Err(_) => None,
        }
    }

    fn look_at(&mut self, text: &str, start: usize) -> Option<()> {
        let end = text.len().min(start + WINDOW);
        self.index.read(text.as_bytes().get(start..end)?);
        (self.start, self.end, self.read) = (start, end, 0);
        Some(())
    }

    /// Rows mostly follow one another; but not behind one that was read elsewhere.
    fn seek(&mut self, at: usize) {
        let is_before = |place: &u32| self.start + (*place as usize) < at;
        let places = self.index.places();
        let last = self.read.checked_sub(1).and_then(|last| places.get(last));
        let next = places.get(self.read);
        if !last.is_none_or(is_before) || next.is_some_and(is_before) {
            self.read = places.partition_point(is_before);
        }
    }

    fn split<'t>(
        &mut self,
        text: &'t str,
        (at, first): (usize, u32),
        cells: &mut Vec<Cell<'t>>,
    ) -> Result<Row, Other> {
        let bytes = text.as_bytes();
        let mut marks =
            Marks { bytes, places: self.index.places(), start: self.start, read: self.read };
        let (mut start, mut line) = (at, first);
        let mut sign = self.delimiter;
        cells.clear();
        for _ in 0..self.shape.width {
            if sign != self.delimiter {
                return Err(Other::Kind);
            }
            let opened = line;
            let (to, end, escaped) = match bytes.get(start) {
                Some(b'"') => {
                    let (to, escaped) =
                        marks.quoted(text, self.shape, self.delimiter, &mut line)?;
                    let (end, behind) = marks.next()?;
                    if end != to + 1 {
                        return Err(Other::Kind);
                    }
                    start += 1;
                    sign = behind;
                    (to, end, escaped)
                }
                Some(b'=') => return Err(Other::Kind),
                _ => {
                    let (end, behind) = marks.next()?;
                    sign = behind;
                    (end, end, false)
                }
            };
            let raw = text.get(start..to).ok_or(Other::Kind)?;
            cells.push(Cell { raw, escaped, exchanged: false, line: opened });
            start = end + 1;
        }
        match (sign, bytes.get(start)) {
            (b'\n', _) => {}
            // What follows decides whether it is one line end or half of one.
            (b'\r', Some(b'\n')) => {
                start += 1;
                marks.read += 1;
            }
            (b'\r', Some(_)) => {}
            _ => return Err(Other::Kind),
        }
        self.read = marks.read;
        Ok(Row { line: first, lines: line + 1 - first, end: start, defect: None })
    }
}

/// The places of a window, one after the other.
struct Marks<'t> {
    bytes: &'t [u8],
    places: &'t [u32],
    start: usize,
    read: usize,
}

impl Marks<'_> {
    /// The next place, and what stands there.
    fn next(&mut self) -> Result<(usize, u8), Other> {
        let place = self.places.get(self.read).ok_or(Other::Unended)?;
        let at = self.start + *place as usize;
        self.read += 1;
        Ok((at, *self.bytes.get(at).ok_or(Other::Unended)?))
    }

    /// A field that begins with a quote: where the quote stands that closes it, and whether it holds doubled ones.
    fn quoted(
        &mut self,
        text: &str,
        shape: Shape,
        delimiter: u8,
        lines: &mut u32,
    ) -> Result<(usize, bool), Other> {
        self.next()?;
        let mut escaped = false;
        loop {
            let (at, sign) = self.next()?;
            let behind = self.bytes.get(at + 1).copied();
            match sign {
                b'"' if behind == Some(b'"') => {
                    escaped = true;
                    self.read += 1;
                }
                b'"' => return Ok((at, escaped)),
                b'\n' | b'\r' => {
                    let is_pair = sign == b'\r' && behind == Some(b'\n');
                    self.read += usize::from(is_pair);
                    *lines += 1;
                    // A line like a record was not meant to stand in a field; nor is one known that goes on.
                    let rest = text.get(at + 1 + usize::from(is_pair)..).unwrap_or_default();
                    let line = rest.get(..lines::end(rest).0).unwrap_or_default();
                    if line.len() == rest.len() || shape.is_that_of(line, char::from(delimiter)) {
                        return Err(Other::Kind);
                    }
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::scanner::Scanner;
    use super::*;
    use proptest::prelude::*;

    const SHAPE: Shape = Shape { width: 3, received_on: 1 };

    proptest! {
        /// A row that is split here is the one the scanner reads, wherever its end depends on nothing behind the text.
        #[test]
        fn the_scanner_reads_the_same(
            rows in proptest::collection::vec(
                "\u{feff}?[a-c]{0,3};(01\\.02\\.2017|x|ä|);([a-c]{0,9}|\"[a-c;\r\n\"ä]{0,9}\"[ \t]{0,2}|\"([a-c]|\"\"|\n|1;01\\.02\\.2017;\"?x?\n){0,4}\"|=\"0\"|a\"b)(\n|\r\n|\r)|\n|[a-c;\"]{0,9}\n",
                0..30,
            ),
            end in "[a-c;\"\r]{0,9}",
        ) {
            let text = rows.concat() + &end;
            let mut plain = PlainRows::new(';', SHAPE).unwrap();
            let mut scanner = Scanner::new(&text, ';', 0, 1).watching(SHAPE);
            let (mut cells, mut split_cells) = (Vec::new(), Vec::new());
            loop {
                let split = plain.next(&text, scanner.place(), &mut split_cells);
                let read = scanner.next_row_of_part(&mut cells);
                if split.is_some() {
                    prop_assert_eq!(split, read);
                    prop_assert!(split_cells == cells);
                } else if read.is_none() {
                    break;
                }
            }
        }
    }

    #[test]
    fn rows_of_the_usual_kind_are_split_over_all_windows() {
        let row = "1;01.02.2017;\"a;\"\"b\"\"\r\nc\"\r\n";
        let text = row.repeat(3 * WINDOW / row.len());
        let mut plain = PlainRows::new(';', SHAPE).unwrap();
        let (mut at, mut cells) = (0, Vec::new());
        // Behind the last row stands nothing that would show that it ends.
        while let Some(row) = plain.next(&text, (at, 1), &mut cells) {
            at = row.end;
        }
        assert_eq!(at, text.len());
        let long = format!("1;2;{}\n", "x".repeat(WINDOW));
        plain.begin();
        assert_eq!(plain.next(&long, (0, 1), &mut cells), None);
    }
}
