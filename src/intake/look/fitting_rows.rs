//! The rows of a table that is no export, held against the number of fields that most of them have. A row that cannot
//! be read strictly is read otherwise only where it then has all its fields, in one way; that is said.

use super::loose_form;
use super::loose_rows::{self, ALL_FIELDS, Form, LooseCell, LooseRow, Otherwise};
use crate::intake::csv::{QuoteDefect, QuoteDefectKind};
use crate::intake::text::lines;

/// How a row was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading<'d> {
    /// As all others.
    Fits,
    /// An empty line.
    Blank,
    /// It has all its fields, and quotes among their characters.
    LiteralQuotes,
    /// It has all its fields, but it can be meant otherwise.
    Doubtful(Doubt<'d>),
    /// It has another number of fields.
    Width,
    /// It has more fields than are kept.
    TooWide,
    /// It cannot be read.
    Unreadable(QuoteDefect),
}

/// Why a row can be meant otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Doubt<'d> {
    /// The quote of this field is taken for a character.
    QuoteTaken(u32),
    /// Quotes that are characters stand around a delimiter.
    QuotesAroundDelimiter,
    /// A quoted field holds lines that are rows themselves.
    RowsInside,
    /// It has all its fields only with this delimiter, which is not that of the table.
    OtherDelimiter(&'d str),
    /// It stands at the end with one field filled, which no other row has: a note, or a total.
    Footer,
}

/// One row and how it was read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FittingRow<'d> {
    /// First and last physical line.
    pub(crate) lines: (u32, u32),
    /// Where it stands in the text.
    pub(crate) range: (usize, usize),
    /// How many fields it has, where it can be read.
    pub(crate) fields: usize,
    pub(crate) reading: Reading<'d>,
}

/// Reads the rows of a text.
#[derive(Clone)]
pub(crate) struct FittingRows<'t, 'd> {
    text: &'t str,
    form: Form<'d>,
    /// Other delimiters a row may have.
    others: Vec<&'d str>,
    width: usize,
    at: usize,
    line: u32,
}

impl<'t, 'd> FittingRows<'t, 'd> {
    /// Reads a text from a place on, where most rows have `width` fields.
    pub(crate) fn new(
        text: &'t str,
        (form, width): (Form<'d>, usize),
        delimiters: &[&'d str],
        (at, line): (usize, u32),
    ) -> Self {
        let others = delimiters.iter().copied().filter(|other| !other.contains(form.delimiter));
        Self { text, form, others: others.collect(), width, at, line }
    }

    /// The next row; its fields are put into `cells`, where it has some. `None` at the end of the text.
    pub(crate) fn next_row(&mut self, cells: &mut Vec<LooseCell<'t>>) -> Option<FittingRow<'d>> {
        cells.clear();
        if self.at >= self.text.len() {
            return None;
        }
        let start = (self.at, self.line);
        let strict = self.read(start, None, cells);
        let (row, reading) = self.judge(start, strict, cells);
        (self.at, self.line) = (row.end, start.1.saturating_add(row.lines));
        Some(FittingRow {
            lines: (start.1, self.line.saturating_sub(1)),
            range: (start.0, row.end),
            fields: row.fields,
            reading,
        })
    }

    fn read(
        &self,
        start: (usize, u32),
        otherwise: Option<(u32, Otherwise)>,
        cells: &mut Vec<LooseCell<'t>>,
    ) -> LooseRow {
        loose_rows::row(self.text, self.form, start, otherwise, cells)
    }

    fn judge(
        &self,
        start: (usize, u32),
        strict: LooseRow,
        cells: &mut Vec<LooseCell<'t>>,
    ) -> (LooseRow, Reading<'d>) {
        if let Some(defect) = strict.defect {
            return self.mended(start, defect, cells).unwrap_or_else(|| {
                let given_up = self.given_up(start, strict);
                // Where a row begins at the next line, the quote was not closed in this one.
                let defect = match given_up.lines < strict.lines {
                    true => unclosed(start.1, defect.field),
                    false => defect,
                };
                (given_up, Reading::Unreadable(defect))
            });
        }
        if strict.fields > cells.len() {
            return (strict, Reading::TooWide);
        }
        if loose_rows::is_blank(cells) {
            return (strict, Reading::Blank);
        }
        let with_quotes = self.with_quotes(cells);
        if cells.len() == self.width {
            let reading = if self.are_apart(cells) {
                Reading::Doubtful(Doubt::QuotesAroundDelimiter)
            } else if strict.lines > 1 && self.holds_rows(cells) {
                Reading::Doubtful(Doubt::RowsInside)
            } else if with_quotes.is_some() {
                Reading::LiteralQuotes
            } else {
                Reading::Fits
            };
            return (strict, reading);
        }
        let opened = (1_u32..).zip(cells.iter()).find(|(_, cell)| cell.raw.contains(['\n', '\r']));
        let opened = opened.map(|(field, cell)| unclosed(cell.line, field));
        if let Some(defect) = opened {
            // A quote that was not closed, and another that closed it by chance?
            let mut mended = Vec::new();
            if let Some(found) = self.mended(start, defect, &mut mended) {
                *cells = mended;
                return found;
            }
            let given_up = self.given_up(start, strict);
            if given_up.lines < strict.lines {
                return (given_up, Reading::Unreadable(defect));
            }
            return (strict, Reading::Width);
        }
        let mut otherwise = Vec::new();
        if let Some(found) = self.by_other_delimiter(start, &mut otherwise) {
            *cells = otherwise;
            return found;
        }
        match with_quotes {
            Some(field) => {
                let defect = QuoteDefect { kind: QuoteDefectKind::Inside, line: start.1, field };
                (strict, Reading::Unreadable(defect))
            }
            None => (strict, Reading::Width),
        }
    }

    /// The first field with a quote that is a character; apostrophes are characters everywhere.
    fn with_quotes(&self, cells: &[LooseCell<'_>]) -> Option<u32> {
        let is_one = |cell: &LooseCell<'_>| self.form.quote == '"' && cell.has_literal_quote('"');
        (1_u32..).zip(cells).find(|(_, cell)| is_one(cell)).map(|(field, _)| field)
    }

    /// Whether quotes that are characters may belong together across a delimiter.
    fn are_apart(&self, cells: &[LooseCell<'_>]) -> bool {
        let odd = |cell: &&LooseCell<'_>| {
            cell.has_literal_quote('"') && cell.raw.matches('"').count() % 2 == 1
        };
        self.form.quote == '"' && cells.iter().filter(odd).count() > 1
    }

    /// Whether most lines inside a quoted field have as many fields as a row.
    fn holds_rows(&self, cells: &[LooseCell<'_>]) -> bool {
        cells.iter().any(|cell| {
            let mut inside: Vec<&str> =
                lines::split(cell.raw).skip(1).map(|(_, line)| line).collect();
            // What stands behind the last line end is only the beginning of a line.
            if !cell.raw.ends_with(['\n', '\r']) {
                inside.pop();
            }
            inside.retain(|line| !line.is_empty());
            let fits = |line: &&&str| {
                let row = loose_rows::row(line, self.form, (0, 1), None, &mut Vec::new());
                row.defect.is_none() && row.fields == self.width && row.fields > 1
            };
            let fitting = inside.iter().filter(fits).count();
            fitting * 2 > inside.len()
        })
    }

    /// The row read otherwise at a field, if it has all its fields in one way.
    fn mended(
        &self,
        start: (usize, u32),
        defect: QuoteDefect,
        cells: &mut Vec<LooseCell<'t>>,
    ) -> Option<(LooseRow, Reading<'d>)> {
        let mut found: Option<(LooseRow, Vec<LooseCell<'t>>)> = None;
        let at_field = [Otherwise::QuotesInside, Otherwise::NothingEscaped, Otherwise::Plain];
        let everywhere = [Otherwise::QuotesInside, Otherwise::NothingEscaped];
        let ways = at_field.map(|how| (defect.field, how)).into_iter();
        for (field, how) in ways.chain(everywhere.map(|how| (ALL_FIELDS, how))) {
            // One field explains more than many.
            if field == ALL_FIELDS && found.is_some() {
                break;
            }
            let mut other = Vec::new();
            let row = self.read(start, Some((field, how)), &mut other);
            let fits =
                row.defect.is_none() && other.len() == self.width && row.fields == self.width;
            if !fits || (self.width == 1 && how != Otherwise::Plain) {
                continue;
            }
            if found.as_ref().is_some_and(|(_, known)| alike(known, &other, defect.field)) {
                continue;
            }
            if found.is_some() {
                return None;
            }
            found = Some((row, other));
        }
        let (row, fitting) = found?;
        *cells = fitting;
        Some((row, Reading::Doubtful(Doubt::QuoteTaken(defect.field))))
    }

    /// The line here, if exactly one other delimiter gives it all fields.
    fn by_other_delimiter(
        &self,
        (at, line): (usize, u32),
        cells: &mut Vec<LooseCell<'t>>,
    ) -> Option<(LooseRow, Reading<'d>)> {
        if self.width < 2 {
            return None;
        }
        let rest = self.text.get(at..).unwrap_or_default();
        let end = lines::end(rest);
        let alone = self.text.get(..at + end.0)?;
        let mut found = None;
        for delimiter in &self.others {
            let form = Form { delimiter, ..self.form };
            let mut other = Vec::new();
            let row = loose_rows::row(alone, form, (at, line), None, &mut other);
            let fits = row.defect.is_none()
                && row.fields == self.width
                && other.len() == self.width
                && !other.iter().any(|cell| cell.has_literal_quote(self.form.quote))
                && (!loose_form::is_weak(delimiter) || self.is_parted_by_quotes(&other));
            if fits {
                if found.is_some() {
                    return None;
                }
                found = Some((LooseRow { end: at + end.1, ..row }, *delimiter, other));
            }
        }
        let (row, delimiter, other) = found?;
        *cells = other;
        Some((row, Reading::Doubtful(Doubt::OtherDelimiter(delimiter))))
    }

    /// Whether a row that a delimiter parts which stands in every text has quoted fields, and holds the delimiter of the
    /// table in these only.
    fn is_parted_by_quotes(&self, cells: &[LooseCell<'_>]) -> bool {
        let is_plain = |cell: &LooseCell<'_>| !cell.raw.contains(self.form.delimiter);
        cells.iter().any(|cell| cell.quoted)
            && cells.iter().all(|cell| cell.quoted || is_plain(cell))
    }

    /// The lines that are given up with a row: its first alone, if a row begins at the next; else all of them.
    fn given_up(&self, (at, line): (usize, u32), row: LooseRow) -> LooseRow {
        let rest = self.text.get(at..).unwrap_or_default();
        let next = at + lines::end(rest).1;
        if row.lines > 1 && next < self.text.len() {
            let mut cells = Vec::new();
            let below = self.read((next, line.saturating_add(1)), None, &mut cells);
            if below.defect.is_none() && cells.len() == self.width && self.width > 1 {
                return LooseRow { lines: 1, end: next, ..row };
            }
        }
        row
    }
}

/// A quote that is not closed in its line.
fn unclosed(line: u32, field: u32) -> QuoteDefect {
    QuoteDefect { kind: QuoteDefectKind::Unclosed, line, field }
}

/// Whether two readings of a row say the same, with or without the quotes around one field.
fn alike(known: &[LooseCell<'_>], other: &[LooseCell<'_>], field: u32) -> bool {
    (1_u32..).zip(known.iter().zip(other)).all(|(number, (known, other))| {
        let unquoted = other.raw.get(1..other.raw.len().saturating_sub(1));
        known.text() == other.text() || (number == field && unquoted == Some(known.raw))
    })
}
