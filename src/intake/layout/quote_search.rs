//! Whether a file is quoted with `'`, which few programs write. An apostrophe is common in text, so it is only tried where
//! `"` does not read the file, and taken only where it reads all of it.

use super::columns::Columns;
use super::header::{self, Header};
use super::row_kind::{self, RowKind};
use crate::domain::{Dimension, Field};
use crate::intake::csv::{Cell, Quotes, Scanner};
use crate::intake::text::{SEARCHED_LINES, clean, lines};
use crate::intake::value::values;
use crate::project::Project;

/// Whether fields seem to begin and to end with `'` near the top of a text.
pub(crate) fn may_be_single(text: &str, delimiters: &[char]) -> bool {
    let top = || lines::split(text).take(SEARCHED_LINES).map(|(_, line)| line);
    let begins = |line: &str| {
        line.starts_with('\'')
            || line
                .match_indices('\'')
                .any(|(at, _)| line.get(..at).is_some_and(|before| before.ends_with(delimiters)))
    };
    let ends = |line: &str| {
        line.match_indices('\'').any(|(at, _)| {
            line.get(at + 1..).is_some_and(|rest| {
                let behind = rest.trim_start_matches([' ', '\t']);
                behind.is_empty() || rest.starts_with(delimiters) || behind.starts_with(delimiters)
            })
        })
    };
    top().any(begins) && top().any(ends)
}

/// Whether every row below the header can be read as far as its form goes: quotes, number of fields, a
/// day of receipt and a category that are not in apostrophes.
pub(crate) fn read_every_row(
    text: &str,
    (delimiter, quotes): (char, Quotes),
    header: &Header,
    project: &Project,
) -> bool {
    let rules = &project.exports;
    let columns = Columns::new(header, rules);
    let (at, line) = header.behind();
    let mut scanner =
        Scanner::new(text, delimiter, at, line).quotes(quotes).watching(columns.shape());
    let mut cells = Vec::new();
    while let Some(row) = scanner.next_row(&mut cells) {
        let texts: Vec<String> = cells.iter().map(|cell: &Cell<'_>| cell.text().into()).collect();
        let kind = row_kind::classify(&texts, &columns, |cells| {
            header::is_complete(&header::fields(cells, rules), rules)
        });
        let surplus = texts.get(columns.width()..).unwrap_or_default();
        let fits = texts.len() >= columns.width() && surplus.iter().all(|c| clean(c).is_empty());
        let is_read = match kind {
            RowKind::Stray | RowKind::ForeignHeader => false,
            RowKind::Record => fits && !holds_apostrophes(&texts, &columns, project),
            _ => true,
        };
        if row.defect.is_some() || !is_read {
            return false;
        }
    }
    true
}

/// Whether a record's day of receipt or category stands in apostrophes and so means nothing.
fn holds_apostrophes(cells: &[String], columns: &Columns, project: &Project) -> bool {
    let in_apostrophes = |field| {
        let cell = columns.position(field).and_then(|at| cells.get(at))?;
        let inner = clean(cell).strip_prefix('\'')?.strip_suffix('\'')?;
        (!inner.is_empty()).then_some(cell)
    };
    let list = project.taxonomy.list(Dimension::Category);
    let is_known = |cell: &String| list.is_some_and(|list| values::knows(list, cell));
    in_apostrophes(Field::ReceivedOn).is_some()
        || in_apostrophes(Field::Category).is_some_and(|cell| !is_known(cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apostrophes_at_the_edges_of_fields_are_needed_to_think_of_quotes() {
        for (text, expected) in [
            ("a;'b;c';d\n", true),
            ("'a';'b'\n", true),
            ("a;'b\nc'\n", true),
            ("a;'b' \t;c\n", true),
            ("a;geht's;d'accord\n", false),
            ("'00123;a\n", false),
            ("a;die Kunden'\n", false),
        ] {
            assert_eq!(may_be_single(text, &[';']), expected, "{text}");
        }
    }
}
