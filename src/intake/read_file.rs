//! One export from bytes to records: dialect, lines above the header, rows. Every physical line and
//! every record gets its entry in the ledgers, and the ledgers are checked.

use super::columns::{Columns, number};
use super::dates;
use super::dialect::{self, Dialect};
use super::file_reading::{ColumnReading, FileReading};
use super::gather::Gathered;
use super::header;
use super::ledger::{LineKind, Outcome};
use super::letters;
use super::lines;
use super::record::{Record, RecordReader};
use super::row_kind::{self, RowKind};
use super::scanner::{Cell, QuoteDefect, QuoteDefectKind, Row, Scanner, Shape};
use crate::diagnostic::{Code, Finding};
use crate::domain::Field;
use crate::project::Project;
use std::collections::BTreeSet;

/// What reading a file brought.
pub(super) struct FileRecords {
    pub(super) reading: FileReading,
    /// Records that could be read; what becomes of them is not decided yet.
    pub(super) records: Vec<Record>,
    /// Records in the file, counted apart from the ledger.
    pub(super) seen: u64,
}

/// Reads one file. `index` is its position in the list of files.
pub(super) fn read(
    project: &Project,
    index: u32,
    path: &str,
    bytes: &[u8],
    gathered: &mut Gathered,
) -> FileRecords {
    let mut reading = FileReading::new(path, bytes);
    if bytes.is_empty() {
        gathered.single(
            Finding::new(Code::NoRecords, "die Datei ist leer").help("erzeugen Sie den Export neu"),
        );
        return FileRecords { reading, records: Vec::new(), seen: 0 };
    }
    let usable = match dialect::recognise(path, bytes, project) {
        Err(finding) => {
            gathered.single(*finding);
            None
        }
        Ok(dialect) => {
            let columns = Columns::new(&dialect.header, &project.exports);
            describe(&mut reading, &dialect, &columns);
            warn_of_ruined_text(&dialect.text, gathered);
            let usable = columns.check(dialect.header.line, &project.exports, gathered);
            usable.then_some((dialect, columns))
        }
    };
    let Some((dialect, columns)) = usable else {
        let unread = lines::count(&String::from_utf8_lossy(bytes));
        reading.lines.add(LineKind::Defect, unread);
        if let Ok(last) = u32::try_from(unread) {
            reading.rejected_lines.push((1, last));
        }
        return FileRecords { reading, records: Vec::new(), seen: 0 };
    };
    let header_line = dialect.header.line;
    let reader = RecordReader::new(project, &columns, index, header_line, gathered);
    let mut rows = Rows {
        project,
        columns: &columns,
        reader,
        gathered,
        reading,
        records: Vec::new(),
        surplus: Vec::new(),
        surplus_filled: false,
        footers: Vec::new(),
        seen: 0,
        since_total: 0,
        abandoned: false,
        last_is_record: false,
    };
    rows.above_header(&dialect);
    rows.below_header(&dialect);
    rows.finish(&dialect.text)
}

fn describe(reading: &mut FileReading, dialect: &Dialect<'_>, columns: &Columns) {
    reading.encoding = Some(dialect.encoding);
    reading.encoding_reason = dialect.reason;
    reading.delimiter = Some(dialect.delimiter);
    reading.header_line = dialect.header.line;
    let column = |(name, field): (&String, &Option<Field>)| ColumnReading {
        name: name.clone(),
        field: *field,
    };
    reading.columns = columns.names.iter().zip(&columns.fields).map(column).collect();
}

fn warn_of_ruined_text(text: &str, gathered: &mut Gathered) {
    let mut ruined = letters::ruined(text);
    let Some(first) = ruined.next() else { return };
    let count = ruined.count() + 1;
    let (line, _) = lines::position(text, first);
    let message = match count {
        1 => "ein Zeichen ist schon vor dem Export zerstört worden (wie `Ã¼` statt `ü`)".to_owned(),
        _ => format!(
            "{count} Zeichen sind schon vor dem Export zerstört worden (wie `Ã¼` statt `ü`), zuerst hier"
        ),
    };
    gathered.single(
        Finding::new(Code::Mojibake, message)
            .at(gathered.place(line))
            .help("prüfen Sie, ob der Export mit der richtigen Kodierung erzeugt wurde"),
    );
}

/// The rows of one file while they are read.
struct Rows<'a> {
    project: &'a Project,
    columns: &'a Columns,
    reader: RecordReader<'a>,
    gathered: &'a mut Gathered,
    reading: FileReading,
    records: Vec<Record>,
    /// Records with empty surplus fields: lines, number of fields, and position in `records` where
    /// they were accepted.
    surplus: Vec<(Row, usize, Option<usize>)>,
    surplus_filled: bool,
    /// Lines that look like footers, until it is known what follows.
    footers: Vec<Row>,
    seen: u64,
    since_total: u64,
    abandoned: bool,
    last_is_record: bool,
}

impl Rows<'_> {
    fn shape(&self) -> Shape {
        let received_on = self.columns.position(Field::ReceivedOn).unwrap_or(usize::MAX);
        Shape { width: self.columns.width(), received_on }
    }

    fn above_header(&mut self, dialect: &Dialect<'_>) {
        let declared = dialect::declared_delimiter(&dialect.text).is_some();
        let above = dialect.text.get(..dialect.header.start).unwrap_or_default();
        for (line, (start, content)) in (1_u32..).zip(lines::split(above)) {
            let kind = match content {
                _ if line == 1 && declared => LineKind::Dialect,
                text if super::clean(text).chars().all(|c| c == dialect.delimiter) => {
                    LineKind::Blank
                }
                _ if self.is_record_above(above, start, dialect.delimiter) => {
                    self.unreadable(line, 1);
                    let place = self.gathered.place(line);
                    self.gathered.repeated(Code::UnknownLine, place, "above", || {
                        Finding::new(
                            Code::UnknownLine,
                            "über der Kopfzeile steht eine Zeile, die ein Fall sein kann",
                        )
                        .expected("die Kopfzeile vor dem ersten Fall")
                        .help("setzen Sie die Kopfzeile an den Anfang, oder löschen Sie die Zeile")
                    });
                    continue;
                }
                _ => LineKind::Title,
            };
            self.reading.lines.add(kind, 1);
        }
        self.reading.lines.add(LineKind::Header, u64::from(dialect.header.lines));
    }

    fn is_record_above(&self, text: &str, start: usize, delimiter: char) -> bool {
        let mut cells = Vec::new();
        Scanner::new(text, delimiter, start, 1).next_row(&mut cells);
        let is_dated = |cell: &Cell<'_>| dates::is_like_a_date(&cell.text());
        let filled = cells.iter().filter(|cell| !super::clean(&cell.text()).is_empty()).count();
        let in_place = cells.len() == self.shape().width
            && cells.get(self.shape().received_on).is_some_and(is_dated);
        in_place || (filled >= 4 && cells.iter().any(is_dated))
    }

    fn below_header(&mut self, dialect: &Dialect<'_>) {
        let header = &dialect.header;
        let first = header.line + header.lines;
        let mut scanner = Scanner::new(&dialect.text, dialect.delimiter, header.end, first)
            .watching(self.shape());
        let mut cells = Vec::new();
        while let Some(row) = scanner.next_row(&mut cells) {
            self.row(&row, &cells);
        }
    }

    fn row(&mut self, row: &Row, cells: &[Cell<'_>]) {
        self.last_is_record = false;
        if let Some(defect) = row.defect {
            self.unreadable(row.line, row.lines);
            if !self.abandoned {
                self.quote_defect(defect);
            }
            return;
        }
        let kind = match self.is_plain_record(cells) {
            true => RowKind::Record,
            false => {
                let texts: Vec<String> = cells.iter().map(|c| c.text().into_owned()).collect();
                let rules = &self.project.exports;
                row_kind::classify(&texts, self.columns, |cells| {
                    header::is_complete(&header::fields(cells, rules))
                })
            }
        };
        match kind {
            RowKind::Blank => self.reading.lines.add(LineKind::Blank, u64::from(row.lines)),
            _ if self.abandoned => self.unreadable(row.line, row.lines),
            RowKind::RepeatedHeader => {
                self.settle_footers(false);
                self.reading.lines.add(LineKind::RepeatedHeader, u64::from(row.lines));
            }
            RowKind::Footer if self.reader.may_concern_scope(cells) => self.stray(row),
            RowKind::Footer => self.footers.push(*row),
            RowKind::Total(numbers) => self.total(row, &numbers),
            RowKind::ForeignHeader => {
                self.abandoned = true;
                self.unreadable(row.line, row.lines);
                let place = self.gathered.place(row.line);
                self.gathered.single(
                    Finding::new(
                        Code::UnknownLine,
                        "hier beginnt eine zweite Tabelle mit anderen Spalten; ab dieser Zeile wird nichts gelesen",
                    )
                    .at(place)
                    .expected("eine Tabelle je Datei")
                    .help("teilen Sie die Datei an dieser Stelle in zwei Dateien"),
                );
            }
            RowKind::Stray => self.stray(row),
            RowKind::Record => self.record(row, cells),
        }
    }

    fn stray(&mut self, row: &Row) {
        self.unreadable(row.line, row.lines);
        let place = self.gathered.place(row.line);
        self.gathered.repeated(Code::UnknownLine, place, "stray", || {
            Finding::new(
                Code::UnknownLine,
                "die Zeile ist weder Fall noch Kopf-, Summen-, Fuß- oder Leerzeile",
            )
            .help("löschen Sie die Zeile, wenn sie kein Fall ist; ist sie Teil einer Bemerkung, fehlen dort die Anführungszeichen")
        });
    }

    /// Footers stand below the records. What looks like one with a record behind it can be the rest of
    /// a broken remark.
    fn settle_footers(&mut self, record_follows: bool) {
        for row in std::mem::take(&mut self.footers) {
            match record_follows {
                true => self.stray(&row),
                false => self.reading.lines.add(LineKind::Footer, u64::from(row.lines)),
            }
        }
    }

    /// The usual row, told without looking closer: full width, a day of receipt and a category.
    fn is_plain_record(&self, cells: &[Cell<'_>]) -> bool {
        let filled = |field| {
            let position = self.columns.position(field);
            position.and_then(|at| cells.get(at)).is_some_and(|cell| !cell.text().trim().is_empty())
        };
        let received = self.columns.position(Field::ReceivedOn).and_then(|at| cells.get(at));
        cells.len() == self.columns.width()
            && filled(Field::Category)
            && received.is_some_and(|cell| dates::is_like_a_date(&cell.text()))
    }

    fn record(&mut self, row: &Row, cells: &[Cell<'_>]) {
        self.last_is_record = true;
        self.settle_footers(true);
        let width = self.columns.width();
        let surplus = cells.get(width..).unwrap_or_default();
        let surplus_is_empty = surplus.iter().all(|cell| super::clean(&cell.text()).is_empty());
        if cells.len() < width || !surplus_is_empty {
            self.surplus_filled |= cells.len() > width;
            self.unreadable(row.line, row.lines);
            self.field_count(row, cells.len());
            return;
        }
        self.seen += 1;
        self.since_total += 1;
        self.reading.lines.add(LineKind::RecordStart, 1);
        self.reading.lines.add(LineKind::Continuation, u64::from(row.lines.saturating_sub(1)));
        let record = self.reader.read(cells, row.line, self.gathered);
        if !surplus.is_empty() {
            let position = record.is_some().then_some(self.records.len());
            self.surplus.push((*row, cells.len(), position));
        }
        match record {
            None => self.reject(row.line, row.lines),
            Some(mut record) => {
                record.last_line = last_line(row.line, row.lines);
                let day = record.case.received_on;
                let (first, last) = self.reading.received.unwrap_or((day, day));
                self.reading.received = Some((first.min(day), last.max(day)));
                self.records.push(record);
            }
        }
    }

    fn reject(&mut self, line: u32, lines: u32) {
        self.reading.records.add(Outcome::Rejected);
        self.reading.rejected_lines.push((line, last_line(line, lines)));
    }

    /// A row that could not be read: it may have been a record, and counts as one that was rejected.
    fn unreadable(&mut self, line: u32, lines: u32) {
        self.seen += 1;
        self.since_total += 1;
        self.reading.lines.add(LineKind::Defect, u64::from(lines));
        self.reject(line, lines);
    }

    fn field_count(&mut self, row: &Row, found: usize) {
        let width = self.columns.width();
        let place = self.gathered.place(row.line);
        let fewer = found < width;
        self.gathered.repeated(Code::FieldCount, place, &found.to_string(), || {
            let help = match fewer {
                true => "vermutlich fehlt ein Trennzeichen, oder die Zeile ist mitten im Text umgebrochen; ein Text mit Zeilenumbruch muss in Anführungszeichen stehen",
                false => "vermutlich enthält ein Text das Trennzeichen; er muss dann in Anführungszeichen stehen",
            };
            Finding::new(Code::FieldCount, format!("die Zeile hat {found} Felder statt {width}"))
                .expected(format!("{width} Felder wie in der Kopfzeile"))
                .help(help)
        });
    }

    fn quote_defect(&mut self, defect: QuoteDefect) {
        let position = usize::try_from(defect.field).unwrap_or_default().saturating_sub(1);
        let place = self.gathered.place(defect.line);
        let place = place.named_column(number(position), self.columns.name(position));
        let (code, message, help) = match defect.kind {
            QuoteDefectKind::Unclosed => (
                Code::UnclosedQuote,
                "hier öffnet sich ein Anführungszeichen, das nicht geschlossen wird",
                "schließen Sie das Feld mit einem Anführungszeichen; die Zeilen danach sind wieder einzeln gelesen",
            ),
            QuoteDefectKind::TextAfter => (
                Code::StrayQuote,
                "nach dem schließenden Anführungszeichen steht noch Text",
                "verdoppeln Sie Anführungszeichen innerhalb eines Textes (`\"\"`)",
            ),
            QuoteDefectKind::Inside => (
                Code::StrayQuote,
                "ein Anführungszeichen steht in einem Feld, das nicht damit beginnt",
                "setzen Sie den ganzen Text in Anführungszeichen, und verdoppeln Sie die inneren (`\"\"`)",
            ),
            QuoteDefectKind::Backslash => (
                Code::StrayQuote,
                "ein Anführungszeichen ist mit einem Rückstrich (`\\\"`) statt durch Verdoppeln gekennzeichnet",
                "lassen Sie Anführungszeichen im Export verdoppeln (`\"\"`)",
            ),
        };
        let key = format!("{:?}", defect.kind);
        self.gathered.repeated(code, place, &key, || Finding::new(code, message).help(help));
    }

    fn total(&mut self, row: &Row, numbers: &[u64]) {
        self.reading.lines.add(LineKind::Total, u64::from(row.lines));
        let cases: BTreeSet<&str> = self.records.iter().map(|r| r.case_id.as_str()).collect();
        let possible = [self.seen, self.since_total, cases.len() as u64];
        self.since_total = 0;
        let Some(stated) = numbers.first().copied() else { return };
        self.reading.stated_total = Some(stated);
        if numbers.iter().any(|number| possible.contains(number)) {
            return;
        }
        let seen = self.seen;
        let place = self.gathered.place(row.line);
        self.gathered.single(
            Finding::new(
                Code::TotalMismatch,
                format!("die Summenzeile nennt {stated}, gelesen wurden bis hier {seen} Fälle"),
            )
            .at(place)
            .help("prüfen Sie, ob der Export vollständig ist; meint die Zeile etwas anderes, löschen Sie sie"),
        );
    }

    /// Rule: surplus fields are let pass only if they are empty in the whole file.
    fn settle_surplus(&mut self) {
        let rows = std::mem::take(&mut self.surplus);
        let Some((first, ..)) = rows.first() else { return };
        if self.surplus_filled {
            let mut accepted = BTreeSet::new();
            for (row, found, position) in &rows {
                self.field_count(row, *found);
                if let Some(position) = position {
                    accepted.insert(*position);
                    self.reject(row.line, row.lines);
                }
            }
            let mut position = 0;
            self.records.retain(|_| {
                position += 1;
                !accepted.contains(&(position - 1))
            });
            return;
        }
        let place = self.gathered.place(first.line);
        let count = rows.len();
        self.gathered.single(
            Finding::new(
                Code::SurplusFields,
                match count {
                    1 => "eine Zeile hat am Ende überzählige leere Felder; sie werden übergangen".to_owned(),
                    _ => format!("{count} Zeilen haben am Ende überzählige leere Felder; sie werden übergangen"),
                },
            )
            .at(place),
        );
    }

    fn finish(mut self, text: &str) -> FileRecords {
        self.settle_footers(false);
        self.settle_surplus();
        if self.seen == 0 {
            self.gathered.single(
                Finding::new(Code::NoRecords, "die Datei enthält keinen Fall")
                    .help("erzeugen Sie den Export neu, oder nehmen Sie die Datei aus dem Ordner"),
            );
        }
        if self.last_is_record && !text.ends_with(['\n', '\r']) {
            let last = u32::try_from(lines::count(text)).unwrap_or(u32::MAX);
            let place = self.gathered.place(last);
            self.gathered.single(
                Finding::new(
                    Code::NoFinalLineEnd,
                    "die letzte Zeile hat kein Zeilenende; die Datei kann abgeschnitten sein",
                )
                .at(place)
                .help("prüfen Sie, ob der letzte Fall der Datei vollständig ist"),
            );
        }
        let physical = lines::count(text);
        let booked = self.reading.lines.total();
        if physical != booked {
            self.gathered.single(unbalanced("Zeilen", physical, booked));
        }
        self.reading.rejected_lines.sort_unstable();
        FileRecords { reading: self.reading, records: self.records, seen: self.seen }
    }
}

/// A ledger that does not add up: a fault of the program, told rather than hidden.
pub(super) fn unbalanced(what: &str, counted: u64, booked: u64) -> Finding {
    Finding::new(
        Code::LedgerUnbalanced,
        format!("die Buchführung geht nicht auf: {counted} {what} gezählt, {booked} verbucht"),
    )
    .help("das ist ein Fehler des Programms; melden Sie ihn bitte, möglichst mit der Kopfzeile der Datei")
}

fn last_line(first: u32, lines: u32) -> u32 {
    first.saturating_add(lines.saturating_sub(1))
}
