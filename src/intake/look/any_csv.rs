//! Any CSV file, also one that is no export: every row that can be read is handed on as it was read, and there is a
//! finding for each that cannot, that can be meant otherwise, or that has another number of fields than most.

use super::any_csv_findings as said;
use super::any_text::{self, AnyText};
use super::data_above::looks_like_data;
use super::fitting_rows::{Doubt, FittingRow, FittingRows, Reading};
use super::loose_form::{self, Chosen, Given};
use super::loose_rows::LooseCell;
use crate::diagnostic::{FindingCode, Findings, Place};
use crate::domain::in_one_line;
use crate::intake::account::Gathered;
use crate::intake::layout::columns;
use crate::project::ExportRules;
use std::borrow::Cow;

/// The header stands among so many rows.
const SEARCHED_ROWS: usize = 100;

/// Reads a file and hands every row to `take`, the header first: with the fields it has, be they more or fewer than
/// those of the others. What is left out (rows that cannot be read, lines above the header, further headers, a second
/// table) and what is in doubt is told in the findings; empty lines are left out without a word.
pub fn any_csv(
    name: &str,
    bytes: &[u8],
    rules: &ExportRules,
    take: impl FnMut(&[Cow<'_, str>]),
) -> Findings {
    let text = match any_text::open(name, bytes, rules) {
        Ok(text) => text,
        Err(finding) => {
            let mut findings = Findings::default();
            findings.push(*finding);
            return findings;
        }
    };
    let mut sign = [0; 4];
    let given = Given {
        delimiter: text.delimiter.map(|delimiter| &*delimiter.encode_utf8(&mut sign)),
        quote: rules.quote.or(text.sheet.is_some().then_some('"')),
    };
    let chosen = loose_form::choose(&text.text, text.start, given);
    let delimiters = loose_form::delimiters(&text.text, given);
    let form = (chosen.form, chosen.width);
    let rows = FittingRows::new(&text.text, form, &delimiters, text.start);
    let mut said = Gathered::new(name);
    let of_sheet = text.sheet.iter().flat_map(|sheet| sheet.findings(name, 0, usize::MAX));
    of_sheet.for_each(|finding| said.single(finding));
    let mut table = Table {
        text: &text,
        chosen,
        said,
        take,
        header: None,
        is_named: false,
        repeated: Repeated::default(),
        is_foreign: false,
        footer: Footer::default(),
    };
    table.read(rows);
    table.said.finish()
}

/// A file while it is read.
struct Table<'a, T> {
    text: &'a AnyText<'a>,
    chosen: Chosen<'a>,
    said: Gathered,
    take: T,
    /// The header, once it has been met.
    header: Option<Vec<String>>,
    /// Whether it names the columns, and is no record.
    is_named: bool,
    repeated: Repeated,
    /// Whether the rows are those of a second table.
    is_foreign: bool,
    footer: Footer,
}

/// Rows at the end with one field filled.
#[derive(Default)]
struct Footer {
    lines: Vec<u32>,
    /// Whether there is a row above with more.
    has_rows: bool,
    /// Whether there are such rows above, so that those at the end are nothing special.
    is_usual: bool,
}

impl Footer {
    fn row(&mut self, texts: &[Cow<'_, str>], line: u32) {
        match texts.iter().filter(|text| !text.trim().is_empty()).count() {
            0 => {}
            1 => self.lines.push(line),
            _ => {
                self.has_rows = true;
                self.is_usual |= !self.lines.is_empty();
                self.lines.clear();
            }
        }
    }
}

/// Further headers.
#[derive(Default)]
struct Repeated {
    lines: Vec<u32>,
    /// How many rows below the first of them are handed on.
    below: u64,
}

impl<T: FnMut(&[Cow<'_, str>])> Table<'_, T> {
    fn read(&mut self, mut rows: FittingRows<'_, '_>) {
        let above = self.above(rows.clone());
        let mut cells = Vec::new();
        let mut rows_met = 0_usize;
        while let Some(row) = rows.next_row(&mut cells) {
            if row.reading == Reading::Blank {
                continue;
            }
            if rows_met == 0 {
                self.say_form(row.lines.0);
            }
            rows_met += 1;
            if !self.is_readable(&row) {
                continue;
            }
            if rows_met <= above {
                let place = self.said.place(row.lines.0);
                self.said.repeated(FindingCode::LinesAboveTable, place, "", said::line_above);
                continue;
            }
            let texts: Vec<Cow<'_, str>> = cells.iter().map(LooseCell::text).collect();
            if self.header.is_none() {
                self.say_first(&texts, row.lines.0, rows.clone());
            } else if self.is_of_other_table(&texts, &row) {
                continue;
            } else if self.chosen.width > 2 && row.reading == Reading::Fits {
                self.footer.row(&texts, row.lines.0);
            }
            self.repeated.below += u64::from(!self.repeated.lines.is_empty());
            self.say(&row, &cells);
            (self.take)(&texts);
        }
        if rows_met == 0 {
            self.said.single(said::empty());
        }
        self.say_end();
    }

    /// Says what only the end of the file shows.
    fn say_end(&mut self) {
        let footer = std::mem::take(&mut self.footer);
        let is_told = footer.has_rows && !footer.is_usual;
        for line in footer.lines.iter().filter(|_| is_told) {
            let place = self.said.place(*line);
            let make = || said::doubt(Doubt::Footer);
            self.said.repeated(FindingCode::RowInDoubt, place, "Footer", make);
        }
        if let Some(first) = self.repeated.lines.first() {
            let finding = said::headers_repeated(&self.repeated.lines, self.repeated.below);
            self.said.single(finding.at(self.said.place(*first)));
        }
    }

    /// How many rows at the top are no part of the table: those before the first with enough filled fields.
    fn above(&self, mut rows: FittingRows<'_, '_>) -> usize {
        let width = self.chosen.width;
        let mut cells = Vec::new();
        let mut before = 0;
        while width > 1 && before < SEARCHED_ROWS {
            let Some(row) = rows.next_row(&mut cells) else { break };
            if row.reading == Reading::Blank {
                continue;
            }
            let is_filled = |cell: &&LooseCell<'_>| !cell.raw.trim().is_empty();
            let filled = cells.iter().filter(is_filled).count();
            // A title stands in the first field, and two fields are filled by halves too often.
            let is_row = cells.len() == width
                && (width == 2 || cells.iter().skip(1).filter(is_filled).count() == filled)
                && filled > 0;
            if is_row || (filled > 1 && filled * 2 > width) {
                return before;
            }
            before += 1;
        }
        0
    }

    fn say_form(&mut self, line: u32) {
        let place = self.said.place(line);
        let unusual = said::unusual(self.chosen.form);
        for finding in unusual.into_iter().chain(self.chosen.doubt.map(said::form_in_doubt)) {
            self.said.single(finding.at(place.clone()));
        }
    }

    /// The first row of the table is its header; what comes below may show that it is none.
    fn say_first(&mut self, texts: &[Cow<'_, str>], line: u32, below: FittingRows<'_, '_>) {
        self.is_named = !looks_like_data(texts, below);
        if !self.is_named {
            let place = self.said.place(line);
            self.said.single(said::no_header().at(place));
        }
        self.header = Some(texts.iter().map(|text| text.clone().into_owned()).collect());
    }

    /// Whether a row is left out because of what its characters or quotes are; that is said.
    fn is_readable(&mut self, row: &FittingRow<'_>) -> bool {
        let place = self.said.place(row.lines.0);
        if self.text.is_broken(row.range) {
            let reason = self.text.broken;
            self.said.repeated(FindingCode::Encoding, place, "", || said::broken(reason));
            return false;
        }
        match row.reading {
            Reading::Unreadable(defect) => {
                let quote = self.chosen.form.quote;
                let finding = said::unreadable(defect.kind, quote, row.lines);
                let place = self.column(Place::line(&place.file, defect.line), defect.field);
                let kind = format!("{:?}", defect.kind);
                self.said.repeated(finding.code, place, &kind, || finding.clone());
                false
            }
            Reading::TooWide => {
                self.said.single(said::too_wide(row.fields).at(place));
                false
            }
            _ => true,
        }
    }

    /// Whether a row is a further header, or belongs to a second table; that is said.
    fn is_of_other_table(&mut self, texts: &[Cow<'_, str>], row: &FittingRow<'_>) -> bool {
        let header = self.header.as_deref().unwrap_or_default();
        let is_name = |text: &str| text.chars().any(char::is_alphabetic);
        let is_header = texts.len() == header.len()
            && texts.len() > 1
            && texts.iter().zip(header).all(|(text, name)| text == name)
            && header.iter().filter(|name| is_name(name)).count() * 2 > header.len();
        if is_header && self.is_named {
            self.is_foreign = false;
            self.repeated.lines.push(row.lines.0);
            return true;
        }
        let is_known = |text: &str| is_name(text) && header.iter().any(|name| name == text);
        let known = texts.iter().filter(|text| is_known(text)).count();
        let resembles = texts.len() > 1 && texts.len() != self.chosen.width;
        let resembles = resembles && self.is_named && known * 2 > texts.len();
        // A second table ends where rows of the first go on.
        self.is_foreign &= !matches!(row.reading, Reading::Fits | Reading::LiteralQuotes);
        self.is_foreign |= resembles;
        if self.is_foreign {
            let place = self.said.place(row.lines.0);
            self.said.repeated(FindingCode::UnknownLine, place, "", said::second_table);
        }
        self.is_foreign
    }

    /// Says what is to be said about a row that is handed on.
    fn say(&mut self, row: &FittingRow<'_>, cells: &[LooseCell<'_>]) {
        let place = self.said.place(row.lines.0);
        match row.reading {
            Reading::Width => {
                let (found, width) = (row.fields, self.chosen.width);
                let kind = found.to_string();
                self.said
                    .repeated(FindingCode::FieldCount, place, &kind, || said::width(found, width));
            }
            Reading::Doubtful(doubt) => {
                let place = match doubt {
                    Doubt::QuoteTaken(field) => self.column(place, field),
                    _ => place,
                };
                let kind = format!("{doubt:?}");
                self.said.repeated(FindingCode::RowInDoubt, place, &kind, || said::doubt(doubt));
            }
            Reading::LiteralQuotes => {
                for (field, cell) in (1_u32..).zip(cells) {
                    if cell.has_literal_quote(self.chosen.form.quote) {
                        let place = self.column(self.said.place(cell.line), field);
                        self.said.repeated(
                            FindingCode::QuoteTakenLiterally,
                            place,
                            "",
                            said::literal_quote,
                        );
                    }
                }
            }
            _ => {}
        }
    }

    /// The place of a field, with the column's name where the header is known.
    fn column(&self, line: Place, field: u32) -> Place {
        let position = (field as usize).saturating_sub(1);
        let number = columns::number(position);
        let header = self.header.as_ref().filter(|_| self.is_named);
        match header.and_then(|header| header.get(position)) {
            Some(name) => line.named_column(number, in_one_line(name)),
            None => line.column(number),
        }
    }
}

#[cfg(test)]
mod tests;
