//! Which line is the header: the first near the top that holds all mandatory columns. Its place says
//! where records begin; what its cells mean is `columns`' affair.

use super::lines;
use super::quotes::Quotes;
use super::scanner::Scanner;
use crate::domain::{Field, text_key};
use crate::project::ExportRules;

/// The header stands within so many physical lines from the top.
pub(super) const SEARCHED_LINES: usize = 60;

/// No header has more columns.
const MOST_COLUMNS: usize = 1000;

/// A header that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// First physical line.
    pub(super) line: u32,
    /// Number of physical lines.
    pub(super) lines: u32,
    /// Offset it starts at.
    pub(super) start: usize,
    /// Offset the records start at.
    pub(super) end: usize,
    /// The cells as written.
    pub(super) cells: Vec<String>,
}

impl Header {
    /// Where the records start: offset and physical line.
    pub(super) fn behind(&self) -> (usize, u32) {
        (self.end, self.line + self.lines)
    }
}

/// What a search brought.
#[derive(Clone, Debug)]
pub(super) enum Search {
    /// The header.
    Found(Header),
    /// The line that holds most of the mandatory columns, and those it holds.
    Nearest(u32, Vec<Field>),
}

/// Which field each cell of a line names.
pub(super) fn fields(cells: &[String], rules: &ExportRules) -> Vec<Option<Field>> {
    cells.iter().map(|cell| field(cell, rules)).collect()
}

/// The field a header names. A number behind a header that may repeat needs no entry of its own:
/// `Anliegen 4`. What is to be ignored names none.
fn field(cell: &str, rules: &ExportRules) -> Option<Field> {
    let key = text_key(cell);
    if rules.ignored.contains(&key) {
        return None;
    }
    let known = &rules.headers;
    let stem = || key.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    let numbered = || known.get(stem()).copied().filter(|field| field.may_repeat());
    known.get(&key).copied().or_else(numbered)
}

/// Whether these fields make a header.
pub(super) fn is_complete(fields: &[Option<Field>], rules: &ExportRules) -> bool {
    Field::ALL.into_iter().all(|field| !rules.is_mandatory(field) || fields.contains(&Some(field)))
}

/// Searches the top of a text.
pub(super) fn find(text: &str, delimiter: char, quotes: Quotes, rules: &ExportRules) -> Search {
    let top = match lines::split(text).nth(SEARCHED_LINES) {
        Some((end, _)) => text.get(..end).unwrap_or_default(),
        None => text,
    };
    let mut nearest = (0, Vec::new());
    let mut cells = Vec::new();
    for (number, (start, _)) in (1_u32..).zip(lines::split(top)) {
        let mut scanner = Scanner::new(top, delimiter, start, number).quotes(quotes);
        let Some(row) = scanner.next_row(&mut cells) else { break };
        if row.defect.is_some() || !(2..=MOST_COLUMNS).contains(&cells.len()) {
            continue;
        }
        let texts: Vec<String> = cells.iter().map(|cell| cell.text().into_owned()).collect();
        let fields = fields(&texts, rules);
        if is_complete(&fields, rules) {
            return Search::Found(Header {
                line: row.line,
                lines: row.lines,
                start,
                end: row.end,
                cells: texts,
            });
        }
        let held: Vec<Field> = fields.into_iter().flatten().collect();
        if held.len() > nearest.1.len() {
            nearest = (number, held);
        }
    }
    Search::Nearest(nearest.0, nearest.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(text: &str, delimiter: char) -> Search {
        find(text, delimiter, Quotes::Double, &ExportRules::default())
    }

    #[test]
    fn the_header_is_found_below_titles_and_across_line_ends() {
        let text = "Liste \"KRM\n\nFallnummer;\"Eingang\r\nam\";ART;x\n1;2;3;4\n";
        let Search::Found(header) = search(text, ';') else { panic!("not found") };
        assert_eq!((header.line, header.lines), (3, 2));
        assert_eq!(text.get(header.end..), Some("1;2;3;4\n"));
        assert!(matches!(search(text, ','), Search::Nearest(..)));
    }

    #[test]
    fn a_header_without_a_mandatory_column_is_only_near() {
        let Search::Nearest(line, fields) = search("x\nFallnummer;Art;Datum\n", ';') else {
            panic!("found")
        };
        assert_eq!((line, fields), (2, vec![Field::CaseId, Field::Category]));
    }

    #[test]
    fn numbered_topics_need_no_entry_each() {
        let rules =
            ExportRules { ignored: vec!["anliegen 5".to_owned()], ..ExportRules::default() };
        assert_eq!(field("Anliegen 12", &rules), Some(Field::Topics));
        assert_eq!(field("Bewertung 2", &rules), None);
        assert_eq!(field("Anliegen 5", &rules), None);
    }
}
