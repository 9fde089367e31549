//! What one form makes of a table: how many of its rows have equally many fields, and what speaks against it.

use super::loose_rows::{self, Form, LooseCell};
use crate::intake::text::lines;
use std::collections::BTreeMap;

/// What a form makes of a text.
pub(crate) struct FormEvidence<'d> {
    pub(crate) form: Form<'d>,
    /// How many fields most of the rows have that have several.
    pub(crate) width: usize,
    /// How many rows there are.
    pub(crate) rows: u64,
    /// How many have so many fields.
    pub(crate) fitting: u64,
    /// How many of these hold quotes that are characters.
    pub(crate) literal: u64,
    /// Whether the first row is one of them.
    pub(crate) first_fits: bool,
    /// Whether any row has several fields.
    pub(crate) divides: bool,
    /// How often the delimiter stands between fields.
    between: u64,
    /// How often it stands there as in a text or a number: before a blank, or between digits.
    as_in_text: u64,
}

impl<'d> FormEvidence<'d> {
    /// Reads all rows from a place on.
    pub(crate) fn of(text: &str, start: (usize, u32), form: Form<'d>) -> Self {
        let mut seen = Self {
            form,
            width: 1,
            rows: 0,
            fitting: 0,
            literal: 0,
            first_fits: false,
            divides: false,
            between: 0,
            as_in_text: 0,
        };
        // Rows of a width, those of them with quotes that are characters, and the number of the first.
        let mut widths: BTreeMap<usize, (u64, u64, u64)> = BTreeMap::new();
        let mut cells: Vec<LooseCell<'_>> = Vec::new();
        let mut place = start;
        while place.0 < text.len() {
            let row = loose_rows::row(text, form, place, None, &mut cells);
            place = match row.defect {
                // One row is spoiled, not those that its quote swallows.
                Some(_) => below(text, place),
                None => (row.end, place.1.saturating_add(row.lines)),
            };
            if row.defect.is_none() && loose_rows::is_blank(&cells) {
                continue;
            }
            seen.rows += 1;
            seen.divides |= row.fields > 1;
            if row.defect.is_some() || row.fields == 1 || row.fields > cells.len() {
                continue;
            }
            if cells.iter().any(|cell| is_cut(cell, form.delimiter)) {
                continue;
            }
            seen.look_between(&cells);
            let counts = widths.entry(row.fields).or_insert((0, 0, seen.rows));
            counts.0 += 1;
            let is_literal = |cell: &LooseCell<'_>| cell.has_literal_quote('"');
            counts.1 += u64::from(form.quote == '"' && cells.iter().any(is_literal));
        }
        for (width, (fitting, literal, first)) in widths {
            if fitting > seen.fitting || (fitting == seen.fitting && first == 1) {
                (seen.width, seen.fitting, seen.literal) = (width, fitting, literal);
                seen.first_fits = first == 1;
            }
        }
        seen
    }

    fn look_between(&mut self, cells: &[LooseCell<'_>]) {
        for (left, right) in cells.iter().zip(cells.iter().skip(1)) {
            let digits = !left.quoted
                && left.raw.ends_with(|sign: char| sign.is_ascii_digit())
                && right.raw.starts_with(|sign: char| sign.is_ascii_digit());
            let before_blank = right.raw.starts_with(' ');
            self.between += 1;
            self.as_in_text += u64::from(!right.quoted && (digits || before_blank));
        }
    }

    /// Whether every row has as many fields.
    pub(crate) fn is_full(&self) -> bool {
        self.width > 1 && self.fitting == self.rows
    }

    /// Whether most rows have as many fields.
    pub(crate) fn is_established(&self) -> bool {
        self.width > 1 && self.fitting > 1 && self.fitting * 3 >= self.rows * 2
    }

    /// Whether it parts the rows mostly where a comma of a text or a number stands.
    pub(crate) fn is_as_in_text(&self) -> bool {
        self.form.delimiter == "," && self.as_in_text * 2 > self.between
    }

    /// Whether a longer delimiter parts all rows into the same fields: without a blank before each, or with no empty one
    /// between them.
    pub(crate) fn parts_as(&self, shorter: &Self) -> bool {
        let blank = self.form.delimiter.contains(' ') && self.width == shorter.width;
        let twice = !self.form.delimiter.contains(' ') && self.width * 2 == shorter.width + 1;
        self.is_full() && self.literal == 0 && (blank || twice)
    }

    /// How well it fits, in millionths: rows that do not fit weigh double, and the more fields there are, the less it
    /// can be chance. A quote that is a character speaks against it, and so does a first row that does not fit.
    pub(crate) fn score(&self) -> u128 {
        let (width, rows) = (self.width as u128, u128::from(self.rows) * 2);
        let fitting = u128::from(self.fitting * 2 - self.literal);
        let of_first = if self.first_fits { 2 } else { 1 };
        let parts = fitting * fitting * (width - 1) * of_first;
        parts * 1_000_000 / (rows * rows * width * 2).max(1)
    }
}

/// Where the next physical line starts.
fn below(text: &str, (at, line): (usize, u32)) -> (usize, u32) {
    let rest = text.get(at..).unwrap_or_default();
    (at + lines::end(rest).1, line.saturating_add(1))
}

/// Whether a field begins with half of a delimiter that is one sign twice.
fn is_cut(cell: &LooseCell<'_>, delimiter: &str) -> bool {
    let mut signs = delimiter.chars();
    let (first, second) = (signs.next(), signs.next());
    first.is_some_and(|sign| second == Some(sign) && !cell.quoted && cell.raw.starts_with(sign))
}
