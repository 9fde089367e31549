//! The lines above the header: `sep=`, titles and blank lines. A record has no place there; the header would not be
//! that of all records.

use super::columns::Columns;
use super::delimiter;
use super::dialect::Dialect;
use crate::domain::LineKind;
use crate::intake::csv::{Cell, Scanner};
use crate::intake::text::{clean, lines};
use crate::intake::value::dates;

/// A line of another width than the header's is a record where a day is among so many values.
const RECORD_VALUES: usize = 4;

/// What each line above the header is; `None` where it is a record.
pub(crate) fn kinds(dialect: &Dialect<'_>, columns: &Columns) -> Vec<Option<LineKind>> {
    let is_declared = delimiter::declared_delimiter(&dialect.text).is_some();
    let above = dialect.text.get(..dialect.header.start).unwrap_or_default();
    let kind = |(number, (start, line)): (usize, (usize, &str))| match line {
        _ if number == 0 && is_declared => Some(LineKind::Dialect),
        line if clean(line).chars().all(|c| c == dialect.delimiter) => Some(LineKind::Blank),
        _ if is_record(above, start, dialect, columns) => None,
        _ => Some(LineKind::Title),
    };
    lines::split(above).enumerate().map(kind).collect()
}

fn is_record(above: &str, start: usize, dialect: &Dialect<'_>, columns: &Columns) -> bool {
    let mut cells = Vec::new();
    let scanner = Scanner::new(above, dialect.delimiter, start, 1);
    scanner.quotes(dialect.quotes).next_row(&mut cells);
    let is_dated = |cell: &Cell<'_>| dates::is_like_a_date(&cell.text());
    let filled = cells.iter().filter(|cell| !clean(&cell.text()).is_empty()).count();
    let in_place = cells.len() == columns.width()
        && cells.get(columns.shape().received_on).is_some_and(is_dated);
    in_place || (filled >= RECORD_VALUES && cells.iter().any(is_dated))
}
