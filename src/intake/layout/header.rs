//! Which line is the header: the first near the top that holds all mandatory columns. Its place says
//! where records begin; what its cells mean is `columns`' affair.

use crate::domain::Field;
use crate::intake::csv::{Quotes, Scanner};
use crate::intake::text::{SEARCHED_LINES, lines};
use crate::project::{ExportRules, header_key};

/// No header has more columns.
pub(crate) const MOST_COLUMNS: usize = 1000;

/// A header that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// First physical line.
    pub(crate) line: u32,
    /// Number of physical lines.
    pub(crate) lines: u32,
    /// Offset it starts at.
    pub(crate) start: usize,
    /// Offset the records start at.
    pub(crate) end: usize,
    /// The cells as written.
    pub(crate) cells: Vec<String>,
    /// Whether nameless cells at the end are columns: in a sheet no separator can be surplus.
    pub(crate) is_of_sheet: bool,
}

impl Header {
    /// Where the records start: offset and physical line.
    pub(crate) fn behind(&self) -> (usize, u32) {
        (self.end, self.line + self.lines)
    }
}

/// What a search brought.
#[derive(Clone, Debug)]
pub(crate) enum Search {
    /// The header.
    Found(Header),
    /// The line that holds most of the known columns, and those it holds; all that are mandatory where it has too many columns.
    Nearest(u32, Vec<Field>),
}

/// Which field each cell of a line names.
pub(crate) fn fields(cells: &[String], rules: &ExportRules) -> Vec<Option<Field>> {
    let keys: Vec<String> = cells.iter().map(|cell| header_key(cell)).collect();
    let line = Line { keys: &keys, rules, has_numbers: rules.has_numbered_headers() };
    (0..keys.len()).map(|at| line.field(at)).collect()
}

/// Whether the header at a position is not to be read: because the office says so, or because it names another of the
/// same name for the field.
pub(crate) fn is_ignored(keys: &[String], at: usize, rules: &ExportRules) -> bool {
    Line { keys, rules, has_numbers: rules.has_numbered_headers() }.is_ignored(at)
}

/// The headers of a line, as keys.
struct Line<'k> {
    keys: &'k [String],
    rules: &'k ExportRules,
    /// Whether one of several equal headers is named by its number.
    has_numbers: bool,
}

impl Line<'_> {
    /// The field the header at a position names. One of several equal headers may be named by its number:
    /// `Bewertung#2`. A number behind a header that may repeat needs no entry of its own: `Anliegen 4`. What is to be
    /// ignored names none.
    fn field(&self, at: usize) -> Option<Field> {
        if self.is_ignored(at) {
            return None;
        }
        self.by_number(at).or_else(|| self.by_name(at))
    }

    fn is_ignored(&self, at: usize) -> bool {
        let ignored = &self.rules.ignored;
        if self.keys.get(at).is_some_and(|key| ignored.contains(key)) {
            return true;
        }
        if !self.has_numbers {
            return false;
        }
        if ignored.contains(&numbered(self.keys, at)) {
            return true;
        }
        let field = self.by_name(at).filter(|_| self.by_number(at).is_none());
        let is_other = |other: &usize| *other != at && self.keys.get(*other) == self.keys.get(at);
        let mut others = (0..self.keys.len()).filter(is_other);
        field.is_some() && others.any(|other| self.by_number(other) == field)
    }

    fn by_name(&self, at: usize) -> Option<Field> {
        let (key, known) = (self.keys.get(at)?, &self.rules.headers);
        let stem = || key.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
        let with_number = || known.get(stem()).copied().filter(|field| field.may_repeat());
        known.get(key).copied().or_else(with_number)
    }

    fn by_number(&self, at: usize) -> Option<Field> {
        let number = self.has_numbers.then(|| numbered(self.keys, at))?;
        self.rules.headers.get(&number).copied()
    }
}

/// A header with its number among the equal ones of its line, from 1.
pub(crate) fn numbered(keys: &[String], at: usize) -> String {
    let key = keys.get(at).map_or("", String::as_str);
    let before = keys.iter().take(at).filter(|other| *other == key).count();
    format!("{key}#{}", before + 1)
}

/// Whether these fields make a header.
pub(crate) fn is_complete(fields: &[Option<Field>], rules: &ExportRules) -> bool {
    Field::ALL.into_iter().all(|field| !rules.is_mandatory(field) || fields.contains(&Some(field)))
}

/// Searches the top of a text.
pub(crate) fn find(text: &str, delimiter: char, quotes: Quotes, rules: &ExportRules) -> Search {
    let top = match lines::split(text).nth(SEARCHED_LINES) {
        Some((end, _)) => text.get(..end).unwrap_or_default(),
        None => text,
    };
    let mut nearest = (0, Vec::new());
    let mut cells = Vec::new();
    for (number, (start, _)) in (1_u32..).zip(lines::split(top)) {
        let mut scanner = Scanner::new(top, delimiter, start, number).quotes(quotes);
        let Some(row) = scanner.next_row(&mut cells) else { break };
        if row.defect.is_some() || cells.len() < 2 {
            continue;
        }
        let texts: Vec<String> = cells.iter().map(|cell| cell.text().into_owned()).collect();
        let fields = fields(&texts, rules);
        if cells.len() <= MOST_COLUMNS && is_complete(&fields, rules) {
            return Search::Found(Header {
                line: row.line,
                lines: row.lines,
                start,
                end: row.end,
                cells: texts,
                is_of_sheet: false,
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
        let cells = ["Anliegen 12", "Bewertung 2", "Anliegen 5"].map(str::to_owned);
        assert_eq!(fields(&cells, &rules), [Some(Field::Topics), None, None]);
    }

    #[test]
    fn one_of_several_equal_headers_is_named_by_its_number() {
        let cells = ["Bewertung", "Art", "BEWERTUNG ", "Bewertung"].map(str::to_owned);
        let both = Some(Field::Assessment);
        let category = Some(Field::Category);
        let ignoring = |ignored: &[&str]| ExportRules {
            ignored: ignored.iter().map(|name| header_key(name)).collect(),
            ..ExportRules::default()
        };
        let naming = |name: &str, field| {
            let mut rules = ExportRules::default();
            rules.headers.insert(header_key(name), field);
            rules
        };
        for (rules, expected) in [
            (ignoring(&[]), [both, category, both, both]),
            (ignoring(&["Bewertung #2", "bewertung#3"]), [both, category, None, None]),
            (ignoring(&["Bewertung#1"]), [None, category, both, both]),
            (ignoring(&["Bewertung"]), [None, category, None, None]),
            (naming("Bewertung#2", Field::Assessment), [None, category, both, None]),
            (naming("Bewertung#3", Field::Outcome), [both, category, both, Some(Field::Outcome)]),
            (naming("Bewertung#4", Field::Outcome), [both, category, both, both]),
        ] {
            assert_eq!(fields(&cells, &rules), expected);
        }
    }
}
