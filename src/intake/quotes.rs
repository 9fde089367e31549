//! Which sign quotes the fields of a file: `"`, or `'`, which few programs write.
//!
//! An apostrophe is common in text, so `'` is only tried where `"` does not read the file, and taken only
//! where it reads all of it. Such a file is read with both signs exchanged, and each field is given back with
//! them exchanged again: then one scanner reads both, and places stay what they are.

use super::columns::Columns;
use super::dialect::Dialect;
use super::header;
use super::lines;
use super::row::Cell;
use super::row_kind::{self, RowKind};
use super::scanner::Scanner;
use super::values;
use crate::domain::{Dimension, Field};
use crate::project::Project;

/// How quotes stand in a text that is scanned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Quotes {
    /// Fields are quoted with `"`.
    #[default]
    Double,
    /// Fields are quoted with `'`; both signs are exchanged in the text.
    Single,
}

impl Quotes {
    /// The sign that quotes.
    pub(super) fn sign(self) -> char {
        match self {
            Self::Single => '\'',
            Self::Double => '"',
        }
    }

    /// The quoting with this sign.
    pub(super) fn from_sign(sign: char) -> Self {
        if sign == '\'' { Self::Single } else { Self::Double }
    }
}

/// A text with `"` and `'` exchanged; every byte keeps its place.
pub(super) fn exchanged(text: &str) -> String {
    let exchange = |c| match c {
        '"' => '\'',
        '\'' => '"',
        c => c,
    };
    text.chars().map(exchange).collect()
}

/// Whether fields seem to begin and to end with `'` near the top of a text.
pub(super) fn may_be_single(text: &str, delimiters: &[char]) -> bool {
    let top = || lines::split(text).take(header::SEARCHED_LINES).map(|(_, line)| line);
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
pub(super) fn read_every_row(dialect: &Dialect<'_>, project: &Project) -> bool {
    let rules = &project.exports;
    let columns = Columns::new(&dialect.header, rules);
    let (at, line) = dialect.header.behind();
    let mut scanner = Scanner::new(&dialect.text, dialect.delimiter, at, line)
        .quotes(dialect.quotes)
        .watching(columns.shape());
    let mut cells = Vec::new();
    while let Some(row) = scanner.next_row(&mut cells) {
        let texts: Vec<String> = cells.iter().map(|cell: &Cell<'_>| cell.text().into()).collect();
        let kind = row_kind::classify(&texts, &columns, |cells| {
            header::is_complete(&header::fields(cells, rules), rules)
        });
        let surplus = texts.get(columns.width()..).unwrap_or_default();
        let fits =
            texts.len() >= columns.width() && surplus.iter().all(|c| super::clean(c).is_empty());
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
        let inner = super::clean(cell).strip_prefix('\'')?.strip_suffix('\'')?;
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
    fn an_exchanged_text_keeps_its_places_and_comes_back() {
        let text = "'ä;\"b\"';it''s\n";
        assert_eq!(exchanged(text), "\"ä;'b'\";it\"\"s\n");
        assert_eq!(exchanged(&exchanged(text)), text);
    }

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
