//! Text → rows of cells of a table that may be written in any form: delimiters of several characters, other quotes,
//! quotes escaped with a backslash. A row is read strictly, as `scanner` reads it; one field of it may be read
//! otherwise, to see whether the row has all its fields then.

use crate::intake::csv::{QuoteDefect, QuoteDefectKind};
use crate::intake::text::lines;
use std::borrow::Cow;

/// A row with more fields is not read: memory stays bounded on lines of nothing but delimiters.
pub(crate) const MOST_FIELDS: usize = 65_536;

/// Stands for every field of a row, where one is read otherwise.
pub(crate) const ALL_FIELDS: u32 = 0;

/// How the quotes inside a quoted field are told from the one that closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escape {
    /// They are doubled.
    Doubled,
    /// A backslash stands before them.
    Backslash,
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Form<'d> {
    /// What parts the fields; empty where there is one column only.
    pub(crate) delimiter: &'d str,
    /// What quotes them, an ASCII sign.
    pub(crate) quote: char,
    /// How quotes inside are written.
    pub(crate) escape: Escape,
}

impl<'d> Form<'d> {
    /// Fields in double quotes, which are doubled inside.
    pub(crate) fn usual(delimiter: &'d str) -> Self {
        Self { delimiter, quote: '"', escape: Escape::Doubled }
    }
}

/// One field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct LooseCell<'t> {
    /// The text between delimiters, or between quotes.
    pub(crate) raw: &'t str,
    /// Physical line the field starts at.
    pub(crate) line: u32,
    /// Whether it stood in quotes.
    pub(crate) quoted: bool,
    /// The quote and how it is escaped, where the field holds some that are.
    escaped: Option<(char, Escape)>,
}

impl<'t> LooseCell<'t> {
    /// The text of the field, escapes undone.
    pub(crate) fn text(&self) -> Cow<'t, str> {
        match self.escaped {
            None => Cow::Borrowed(self.raw),
            Some((quote, Escape::Doubled)) => {
                Cow::Owned(self.raw.replace(&format!("{quote}{quote}"), &quote.to_string()))
            }
            Some((quote, Escape::Backslash)) => {
                let mut text = String::with_capacity(self.raw.len());
                let mut signs = self.raw.chars().peekable();
                while let Some(sign) = signs.next() {
                    let undone = signs
                        .next_if(|next| sign == '\\' && matches!(*next, '\\') | (*next == quote));
                    text.push(undone.unwrap_or(sign));
                }
                Cow::Owned(text)
            }
        }
    }

    /// Whether a plain field holds a quote, other than to protect a number: `="00123"`.
    pub(crate) fn has_literal_quote(&self, quote: char) -> bool {
        let protected = self.raw.starts_with("=\"") && self.raw.matches('"').count() == 2;
        !self.quoted && !protected && self.raw.contains(quote)
    }
}

/// The lines of one row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LooseRow {
    /// Number of physical lines, at least 1.
    pub(crate) lines: u32,
    /// Offset behind the row, or behind the line where it went wrong.
    pub(crate) end: usize,
    /// How many fields there are; more than cells where there are too many to keep.
    pub(crate) fields: usize,
    /// Why its cells cannot be used.
    pub(crate) defect: Option<QuoteDefect>,
}

/// How one field that begins with a quote is read otherwise. It ends in the line where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Otherwise {
    /// The quote is a character of a plain field.
    Plain,
    /// Quotes inside that neither are doubled nor end the field are characters.
    QuotesInside,
    /// The first quote that can end the field ends it; all before are characters.
    NothingEscaped,
}

/// The row at an offset that is the start of a physical line; its fields are put into `cells`. One field, by its number
/// from 1, may be read otherwise, or all of them.
pub(crate) fn row<'t>(
    text: &'t str,
    form: Form<'_>,
    (at, line): (usize, u32),
    otherwise: Option<(u32, Otherwise)>,
    cells: &mut Vec<LooseCell<'t>>,
) -> LooseRow {
    cells.clear();
    // In a file joined from several, a byte order mark stands before a row.
    let marked = text.get(at..).is_some_and(|rest| rest.starts_with('\u{feff}'));
    let at = if marked { at + '\u{feff}'.len_utf8() } else { at };
    let mut reader = Reader { text, form, at, line, otherwise };
    let mut fields = 0;
    let defect = loop {
        fields += 1;
        match reader.field(u32::try_from(fields).unwrap_or(u32::MAX)) {
            Ok(cell) if fields <= MOST_FIELDS => cells.push(cell),
            Ok(_) => {}
            Err(defect) => break Some(defect),
        }
        if !reader.take_delimiter() {
            reader.take_line_end();
            break None;
        }
    };
    if defect.is_some() {
        cells.clear();
    }
    LooseRow { lines: reader.line - line, end: reader.at, fields, defect }
}

/// Whether a row is an empty line; an empty field in quotes is a row.
pub(crate) fn is_blank(cells: &[LooseCell<'_>]) -> bool {
    matches!(cells, [only] if only.raw.is_empty() && !only.quoted)
}

struct Reader<'t, 'd> {
    text: &'t str,
    form: Form<'d>,
    at: usize,
    line: u32,
    otherwise: Option<(u32, Otherwise)>,
}

impl<'t> Reader<'t, '_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn is_quote(&self, at: usize) -> bool {
        self.byte(at).is_some_and(|byte| char::from(byte) == self.form.quote)
    }

    fn is_delimiter(&self, at: usize) -> bool {
        let delimiter = self.form.delimiter.as_bytes();
        !delimiter.is_empty()
            && self.text.as_bytes().get(at..).is_some_and(|rest| rest.starts_with(delimiter))
    }

    fn ends_field(&self, at: usize) -> bool {
        matches!(self.byte(at), None | Some(b'\r' | b'\n')) || self.is_delimiter(at)
    }

    fn take_delimiter(&mut self) -> bool {
        let found = self.is_delimiter(self.at);
        if found {
            self.at += self.form.delimiter.len();
        }
        found
    }

    fn take_line_end(&mut self) {
        self.at += self.line_end(self.at);
        self.line += 1;
    }

    /// The length of the line end here.
    fn line_end(&self, at: usize) -> usize {
        match self.byte(at) {
            Some(b'\r') if self.byte(at + 1) == Some(b'\n') => 2,
            Some(b'\r' | b'\n') => 1,
            _ => 0,
        }
    }

    /// Goes on behind the end of the physical line that holds `at`.
    fn skip_line(&mut self, at: usize) {
        self.at = at + lines::end(self.text.get(at..).unwrap_or_default()).0;
        self.take_line_end();
    }

    fn field(&mut self, number: u32) -> Result<LooseCell<'t>, QuoteDefect> {
        let is_meant = |field: u32| field == number || field == ALL_FIELDS;
        let how = self.otherwise.filter(|(field, _)| is_meant(*field)).map(|(_, how)| how);
        match how {
            Some(Otherwise::Plain) => Ok(self.plain()),
            _ if self.is_quote(self.at) => self.quoted(number, how),
            _ => Ok(self.plain()),
        }
    }

    fn plain(&mut self) -> LooseCell<'t> {
        let start = self.at;
        // Of a number that a spreadsheet protected, the quotes protect delimiters too.
        self.at = self.protected_end().unwrap_or(start);
        while !self.ends_field(self.at) {
            self.at += 1;
        }
        let raw = self.text.get(start..self.at).unwrap_or_default();
        LooseCell { raw, line: self.line, quoted: false, escaped: None }
    }

    /// The end of a field a spreadsheet protected: `="00123"`, without quote or line end inside.
    fn protected_end(&self) -> Option<usize> {
        let inner = self.text.get(self.at..)?.strip_prefix("=\"")?;
        let end = self.at + 2 + inner.find(['"', '\r', '\n'])?;
        let holds_delimiter = !self.form.delimiter.is_empty()
            && self.text.get(self.at..end)?.contains(self.form.delimiter);
        (self.byte(end) == Some(b'"') && !holds_delimiter && self.ends_field(end + 1))
            .then_some(end + 1)
    }

    fn quoted(&mut self, field: u32, how: Option<Otherwise>) -> Result<LooseCell<'t>, QuoteDefect> {
        let (opened, opened_line) = (self.at, self.line);
        let (mut at, mut line) = (opened + 1, opened_line);
        let pairs = self.form.escape == Escape::Doubled && how != Some(Otherwise::NothingEscaped);
        let backslash = self.form.escape == Escape::Backslash;
        let mut escaped = false;
        loop {
            match self.byte(at) {
                None => break,
                Some(b'\\')
                    if backslash && (self.is_quote(at + 1) || self.byte(at + 1) == Some(b'\\')) =>
                {
                    escaped = true;
                    at += 2;
                }
                Some(_) if pairs && self.is_quote(at) && self.is_quote(at + 1) => {
                    escaped = true;
                    at += 2;
                }
                Some(_) if self.is_quote(at) && self.ends_field(at + 1) => {
                    let raw = self.text.get(opened + 1..at).unwrap_or_default();
                    (self.at, self.line) = (at + 1, line);
                    // Where nothing is escaped, what looks like a pair is none, unless it ends the field.
                    let escaped = escaped.then_some((self.form.quote, self.form.escape));
                    return Ok(LooseCell { raw, line: opened_line, quoted: true, escaped });
                }
                Some(_) if self.is_quote(at) && how.is_none() => {
                    let kind = match self.byte(at - 1) {
                        Some(b'\\') => QuoteDefectKind::Backslash,
                        _ => QuoteDefectKind::TextAfter,
                    };
                    self.line = line;
                    self.skip_line(at);
                    return Err(QuoteDefect { kind, line, field });
                }
                Some(b'\r' | b'\n') if how.is_some() => break,
                Some(b'\r' | b'\n') => {
                    at += self.line_end(at);
                    line += 1;
                }
                Some(_) => at += 1,
            }
        }
        self.skip_line(opened);
        Err(QuoteDefect { kind: QuoteDefectKind::Unclosed, line: opened_line, field })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(
        text: &str,
        form: Form<'_>,
        otherwise: Option<(u32, Otherwise)>,
    ) -> Result<Vec<String>, QuoteDefectKind> {
        let mut cells = Vec::new();
        let row = row(text, form, (0, 1), otherwise, &mut cells);
        match row.defect {
            Some(defect) => Err(defect.kind),
            None => Ok(cells.iter().map(|cell| cell.text().into_owned()).collect()),
        }
    }

    fn cells(cells: &[&str]) -> Result<Vec<String>, QuoteDefectKind> {
        Ok(cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn delimiters_may_have_several_characters() {
        let form = Form::usual("||");
        assert_eq!(read("a|b||\"c||d\"||\n", form, None), cells(&["a|b", "c||d", ""]));
        assert_eq!(read("a, \"b, c\", d", Form::usual(", "), None), cells(&["a", "b, c", "d"]));
    }

    #[test]
    fn quotes_may_be_apostrophes_or_escaped_with_a_backslash() {
        let single = Form { quote: '\'', ..Form::usual(",") };
        assert_eq!(
            read("'it''s','a,\"b\"',Men's\n", single, None),
            cells(&["it's", "a,\"b\"", "Men's"])
        );
        let backslash = Form { escape: Escape::Backslash, ..Form::usual(",") };
        assert_eq!(
            read("\"a\\\",b\",\"c\\\\\",\"d\\e\"\n", backslash, None),
            cells(&["a\",b", "c\\", "d\\e"])
        );
    }

    #[test]
    fn one_field_may_be_read_otherwise() {
        let form = Form::usual(",");
        let text = "1,\"a,\"b, c\"\n";
        assert_eq!(read(text, form, None), Err(QuoteDefectKind::TextAfter));
        assert_eq!(read(text, form, Some((2, Otherwise::Plain))), cells(&["1", "\"a", "b, c"]));
        assert_eq!(read(text, form, Some((2, Otherwise::QuotesInside))), cells(&["1", "a,\"b, c"]));
        let text = "1,\"5\"\",\"x\"\n";
        assert_eq!(
            read(text, form, Some((2, Otherwise::NothingEscaped))),
            cells(&["1", "5\"", "x"])
        );
    }

    #[test]
    fn a_row_of_nothing_but_delimiters_takes_bounded_memory() {
        let text = ",".repeat(MOST_FIELDS * 2);
        let mut cells = Vec::new();
        let row = row(&text, Form::usual(","), (0, 1), None, &mut cells);
        assert_eq!((row.fields, cells.len()), (MOST_FIELDS * 2 + 1, MOST_FIELDS));
    }
}
