//! A row while a record is made of it: its cells, whether it is sound so far, and what is said about it.

use crate::diagnostic::{Finding, FindingCode, Secret};
use crate::intake::account::{CellValue, Gathered};
use crate::intake::csv::Cell;
use crate::intake::layout::Columns;
use crate::intake::value::{CompactId, Likeness, Lookup, Misfits};
use crate::project::EmptyWords;
use std::borrow::Cow;

/// A row that is being read. Not printable: it holds personal text.
pub(crate) struct OpenRow<'r, 't> {
    cells: &'r [Cell<'t>],
    line: u32,
    columns: &'r Columns,
    empty: &'r EmptyWords,
    gathered: &'r mut Gathered,
    /// Whether nothing keeps it from being a record.
    pub(crate) is_sound: bool,
    /// Its case number, once it is known.
    pub(crate) case_id: Option<CompactId>,
    /// Its number among the rows that have something to tell.
    noted: Option<u32>,
}

impl<'r, 't> OpenRow<'r, 't> {
    /// A row that starts at a physical line.
    pub(crate) fn new(
        cells: &'r [Cell<'t>],
        line: u32,
        (columns, empty): (&'r Columns, &'r EmptyWords),
        gathered: &'r mut Gathered,
    ) -> Self {
        Self { cells, line, columns, empty, gathered, is_sound: true, case_id: None, noted: None }
    }

    /// The text in a column; none where the office has declared that it means "empty".
    pub(crate) fn text(&self, position: usize) -> Cow<'t, str> {
        let text = self.cells.get(position).map(Cell::text).unwrap_or_default();
        let field = self.columns.fields.get(position).copied().flatten();
        match field.is_some_and(|field| self.empty.hold(field, &text)) {
            true => Cow::Borrowed(""),
            false => text,
        }
    }

    /// The place of the row as a case number, where each row is a case of its own.
    pub(crate) fn place_as_id(&self) -> String {
        format!("{}:{}", self.gathered.place(self.line).file, self.line)
    }

    /// Rejects the row for what stands in a column, and says why.
    pub(crate) fn refuse(
        &mut self,
        code: FindingCode,
        position: usize,
        kind: &str,
        value: Option<(&str, Likeness)>,
        make: impl FnOnce() -> Finding,
    ) {
        self.is_sound = false;
        self.say(code, position, kind, value, make);
    }

    /// Says something about a column, perhaps about a text in it. Findings of one code, column and kind are one.
    pub(crate) fn say(
        &mut self,
        code: FindingCode,
        position: usize,
        kind: &str,
        value: Option<(&str, Likeness)>,
        make: impl FnOnce() -> Finding,
    ) {
        let line = self.cells.get(position).map_or(self.line, |cell| cell.line);
        let place = self.columns.place(self.gathered.place(line), position);
        let case_id = self.case_id.as_ref().map(|id| id.as_str().to_owned());
        let secret = Secret { case_id, value: value.map(|(value, _)| value.to_owned()) };
        let make = || make().secret(secret);
        match value {
            None => self.gathered.repeated(code, place, kind, make),
            Some((text, likeness)) => {
                let row = *self.noted.get_or_insert_with(|| self.gathered.open_row());
                let value = CellValue { text, likeness, row };
                self.gathered.of_cell(code, place, kind, value, make);
            }
        }
    }

    /// Ends the row: where something was said about its texts, whether its other fields belong where they stand.
    pub(crate) fn close(self, lookups: &mut [Option<Lookup<'_>>]) {
        let Some(row) = self.noted else { return };
        let text = |position: usize| self.cells.get(position).map(Cell::text);
        let misfits = Misfits::of(text, &self.columns.fields, lookups);
        self.gathered.close_row(row, misfits);
    }
}
