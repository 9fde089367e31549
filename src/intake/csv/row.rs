//! One row of a text: its fields, its lines, or why its fields cannot be used.

use super::quotes;
use std::borrow::Cow;

/// One field of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell<'t> {
    /// The text between delimiters, or between quotes.
    pub(crate) raw: &'t str,
    /// Whether it holds doubled quotes.
    pub(crate) escaped: bool,
    /// Whether `"` and `'` stand for each other.
    pub(crate) exchanged: bool,
    /// Physical line the field starts at.
    pub(crate) line: u32,
}

/// The lines of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// First physical line.
    pub(crate) line: u32,
    /// Number of physical lines, at least 1.
    pub(crate) lines: u32,
    /// Offset behind the row.
    pub(crate) end: usize,
    /// Why its cells cannot be used.
    pub(crate) defect: Option<QuoteDefect>,
}

/// A quote that is not closed, or stands where none can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct QuoteDefect {
    /// What is wrong.
    pub(crate) kind: QuoteDefectKind,
    /// Where: the physical line.
    pub(crate) line: u32,
    /// Where: the number of the field, from 1.
    pub(crate) field: u32,
}

/// What is wrong with a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum QuoteDefectKind {
    /// Opened and not closed.
    Unclosed,
    /// Text after the closing quote.
    TextAfter,
    /// A quote inside a field that is not quoted.
    Inside,
    /// A quote escaped with a backslash instead of doubled.
    Backslash,
}

impl Row {
    /// Last physical line.
    pub(crate) fn last_line(&self) -> u32 {
        self.line.saturating_add(self.lines.saturating_sub(1))
    }
}

impl<'t> Cell<'t> {
    /// The text of the field, doubled quotes undone.
    pub(crate) fn text(&self) -> Cow<'t, str> {
        match (self.escaped, self.exchanged) {
            (false, false) => Cow::Borrowed(self.raw),
            (true, false) => Cow::Owned(self.raw.replace("\"\"", "\"")),
            (_, true) => Cow::Owned(quotes::exchanged(&match self.escaped {
                true => self.raw.replace("\"\"", "\""),
                false => self.raw.to_owned(),
            })),
        }
    }
}
