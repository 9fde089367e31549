//! Texts that a spreadsheet program would take for a formula. What readers open by a click carries the apostrophe that makes a text of
//! them; numbers, and the files in `data/`, which are for programs, are never touched.

use crate::domain::is_invisible;

/// How a formula begins in the one or other program, also in full width.
const BEGINNINGS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// What ends a cell for a program that expects another separator than the file has.
const SEPARATORS: [char; 4] = [';', '\t', '\n', '\r'];

/// Whether a cell with this text begins as a formula does.
pub(super) fn begins(text: &str) -> bool {
    let is_blank = |c: char| c.is_whitespace() || is_invisible(c);
    text.starts_with(['\t', '\r']) || text.trim_start_matches(is_blank).starts_with(BEGINNINGS)
}

/// The text with an apostrophe wherever a cell could begin as a formula does.
pub(super) fn guarded(text: &str) -> String {
    let mut guarded = String::with_capacity(text.len());
    for (position, cell) in text.split_inclusive(SEPARATORS).enumerate() {
        if begins(cell) && (position == 0 || !cell.starts_with(SEPARATORS)) {
            guarded.push('\'');
        }
        guarded.push_str(cell);
    }
    guarded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_as_a_formula_whatever_parts_the_line() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+49 30", "'+49 30"),
            ("-", "'-"),
            ("@SUM", "'@SUM"),
            ("＝1", "'＝1"),
            ("\tx", "'\tx"),
            (" \u{200b}=1", "' \u{200b}=1"),
            ("Miete;=1", "Miete;'=1"),
            ("a\n=1\t-2", "a\n'=1\t'-2"),
            ("Miete, = Kaltmiete", "Miete, = Kaltmiete"),
            ("U-Bahn", "U-Bahn"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), cell);
        }
    }
}
