//! One sheet, row by row. Cells that are empty take no memory, however many are formatted: only up to the last row and
//! column with a value is there text.

use super::Refused;
use super::book::Shared;
use super::cell::RawCell;
use super::package::{LARGEST, Node, Package, attribute, damaged, is_set, too_large};
use super::sheet_notes::{MOST_TOLD, Range, SheetNotes};

/// The most rows and columns a sheet can have.
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: usize = 16_384;

/// A row that was read.
#[derive(Clone, Copy, Default)]
struct Row {
    /// Where its text ends.
    end: usize,
    /// The number of its last column with a value.
    columns: usize,
    /// How many have one.
    filled: usize,
}

/// A sheet while it is read.
struct Rows<'s> {
    shared: &'s Shared,
    delimiter: char,
    quote: char,
    /// The rows one behind the other, without line ends.
    text: String,
    /// Those that are closed.
    rows: Vec<Row>,
    open: Row,
    /// The cell that is open, with the number of the next.
    cell: Option<RawCell>,
    next_column: usize,
    /// Whether text belongs to the value of the cell.
    is_value: bool,
    /// Whether what comes tells how a name is pronounced.
    is_sound: bool,
    is_hidden: bool,
    merged: Vec<Range>,
    notes: SheetNotes,
}

/// The text of a sheet, a line for each row, all as wide as the widest; and what is to be told of it.
pub(super) fn text(
    package: &mut Package<'_>,
    part: &str,
    shared: &Shared,
    (delimiter, quote): (char, char),
) -> Result<(String, SheetNotes), Refused> {
    let mut rows = Rows {
        shared,
        delimiter,
        quote,
        text: String::new(),
        rows: Vec::new(),
        open: Row::default(),
        cell: None,
        next_column: 0,
        is_value: false,
        is_sound: false,
        is_hidden: false,
        merged: Vec::new(),
        notes: SheetNotes::default(),
    };
    package.visit(part, |node| rows.take(node).map(|()| true))?;
    rows.finish()
}

impl Rows<'_> {
    fn take(&mut self, node: Node<'_>) -> Result<(), Refused> {
        match node {
            Node::Open("row", start) => {
                let next = self.rows.len() + 1;
                let number = attribute(start, "r").map_or(Some(next), |it| it.trim().parse().ok());
                let number = number.filter(|it| (next..=MOST_ROWS as usize).contains(it));
                let before = Row { end: self.text.len(), ..Row::default() };
                self.rows.resize(number.ok_or_else(damaged)? - 1, before);
                (self.open, self.next_column) = (before, 0);
                self.is_hidden = is_set(start, "hidden");
            }
            Node::Close("row") => {
                self.open.end = self.text.len();
                self.rows.push(self.open);
                if self.is_hidden && self.open.filled > 0 {
                    self.notes.hidden_row(self.rows.len());
                }
            }
            Node::Open("c", start) => {
                let named = attribute(start, "r");
                let column = named.map_or(Some(self.next_column), |it| Some(place(&it)?.1));
                let column = column.filter(|it| (self.next_column..MOST_COLUMNS).contains(it));
                let column = column.ok_or_else(damaged)?;
                self.next_column = column + 1;
                self.cell = Some(RawCell {
                    column,
                    kind: attribute(start, "t").unwrap_or_default(),
                    format: attribute(start, "s").and_then(|it| it.parse().ok()),
                    ..RawCell::default()
                });
            }
            Node::Close("c") => {
                if let Some(cell) = self.cell.take() {
                    self.cell(&cell)?;
                }
            }
            Node::Open("rPh", _) => self.is_sound = true,
            Node::Close("rPh") => self.is_sound = false,
            Node::Open(name @ ("v" | "t" | "f"), _) => {
                if let Some(cell) = &mut self.cell {
                    cell.has_formula |= name == "f";
                    cell.has_value |= name != "f";
                    self.is_value = name != "f";
                }
            }
            Node::Close("v" | "t" | "f") => self.is_value = false,
            Node::Text(text) if self.is_value && !self.is_sound => {
                if let Some(cell) = &mut self.cell {
                    cell.value.push_str(text);
                }
            }
            Node::Open("mergeCell", start) => {
                let range = attribute(start, "ref").and_then(|it| range(&it));
                self.merged.extend(range);
            }
            Node::Open("col", start)
                if is_set(start, "hidden") && self.notes.hidden_columns.len() < MOST_TOLD =>
            {
                let number = |name| attribute(start, name).and_then(|it| it.parse().ok());
                let columns = (number("min").unwrap_or(1), number("max").unwrap_or(1));
                self.notes.hidden_columns.push(columns);
            }
            _ => {}
        }
        Ok(())
    }

    fn cell(&mut self, cell: &RawCell) -> Result<(), Refused> {
        let text = cell.text(self.shared).ok_or_else(damaged)?;
        if text.trim().is_empty() {
            return Ok(());
        }
        if cell.lacks_result() {
            self.notes.without_result(self.rows.len() + 1, cell.column);
        }
        let before = self.open.columns.saturating_sub(1);
        for _ in before..cell.column {
            self.text.push(self.delimiter);
        }
        self.notes.filled(self.rows.len() + 1, cell.column);
        self.open.columns = cell.column + 1;
        self.open.filled += 1;
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':');
        match text.chars().all(is_plain) && !text.contains(self.delimiter) {
            true => self.text.push_str(&text),
            false => {
                self.text.push(self.quote);
                for character in text.chars() {
                    if character == self.quote {
                        self.text.push(self.quote);
                    }
                    self.text.push(character);
                }
                self.text.push(self.quote);
            }
        }
        if self.text.len() > LARGEST { Err(too_large()) } else { Ok(()) }
    }

    fn finish(mut self) -> Result<(String, SheetNotes), Refused> {
        while self.rows.last().is_some_and(|row| row.filled == 0) {
            self.rows.pop();
        }
        let width = self.rows.iter().map(|row| row.columns).max().unwrap_or_default();
        let with_rest = self.rows.iter().filter(|row| row.filled > 0);
        let rest: usize = with_rest.map(|row| width - row.columns).sum();
        let size = self.text.len() + rest * self.delimiter.len_utf8() + self.rows.len();
        if size > LARGEST {
            return Err(too_large());
        }
        let mut text = String::with_capacity(size);
        let mut start = 0;
        for row in &self.rows {
            text.push_str(self.text.get(start..row.end).unwrap_or_default());
            if row.filled > 0 {
                text.extend(std::iter::repeat_n(self.delimiter, width - row.columns));
            }
            text.push('\n');
            start = row.end;
        }
        self.notes.merged = self.harmful();
        Ok((text, self.notes))
    }

    /// The merged cells that may stand for values of several cases or columns; not a title over the width of the table.
    fn harmful(&mut self) -> Vec<Range> {
        let filled = |row: usize| row.checked_sub(1).and_then(|at| self.rows.get(at));
        let filled = |row: usize| filled(row).map_or(0, |row| row.filled);
        // How many rows up to each have a value.
        let mut count = 0;
        let mut up_to = vec![0];
        up_to.extend(self.rows.iter().map(|row| {
            count += usize::from(row.filled > 0);
            count
        }));
        let up_to = |row: usize| up_to.get(row).copied().unwrap_or(count);
        let is_harmful = |range: &Range| {
            let ((first, left), (last, right)) = (range.first, range.last);
            up_to(last) > up_to(first) || (right > left && filled(first) > 1)
        };
        std::mem::take(&mut self.merged).into_iter().filter(is_harmful).collect()
    }
}

/// Row from 1 and column from 0 of `B12`.
fn place(name: &str) -> Option<(usize, usize)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = name.split_at_checked(digits)?;
    let column = letters.bytes().try_fold(0_usize, |column, letter| {
        let letter = letter.to_ascii_uppercase();
        let digit = letter.is_ascii_uppercase().then(|| usize::from(letter - b'A') + 1)?;
        Some(column * 26 + digit).filter(|column| *column <= MOST_COLUMNS)
    })?;
    Some((row.parse().ok()?, column.checked_sub(1)?))
}

/// The cells of `B12:B14`.
fn range(name: &str) -> Option<Range> {
    let (first, last) = name.split_once(':')?;
    let (first, last) = (place(first)?, place(last)?);
    (first.0 <= last.0 && first.1 <= last.1).then_some(Range { first, last })
}
