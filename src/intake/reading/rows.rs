//! The lines of one file: records, and what stands above, between and below them. Every
//! physical line and every record gets its entry in the ledgers here, and the sum of lines is checked.

use super::survey::Surveyed;
use crate::diagnostic::FindingCode;
use crate::domain::{Day, Field, LineKind, Outcome};
use crate::intake::account::{FileReading, Gathered, line_findings};
use crate::intake::csv::{Cell, PlainRows, QuoteDefect, Quotes, Row, Scanner};
use crate::intake::layout::{Columns, Dialect, Headless, RowKind, above_header, header, row_kind};
use crate::intake::record::{RecordReader, Records, Totals};
use crate::intake::text::{PhysicalLines, clean, decode};
use crate::intake::value::{dates, presentable};
use crate::project::Project;
use std::collections::{BTreeMap, BTreeSet};

/// Rows of wider files are all split by the scanner.
const WIDEST: usize = 1024;

/// What reading a file brought.
pub(crate) struct FileRecords {
    pub(crate) reading: FileReading,
    /// Records that could be read; what becomes of them is not decided yet.
    pub(crate) records: Records,
    /// Records in the file, counted apart from the ledger.
    pub(crate) seen: u64,
    /// Where no header was found, rows that look like cases.
    pub(crate) headless: Option<Headless>,
}

/// The rows of one file while they are read.
pub(crate) struct Rows<'a> {
    project: &'a Project,
    columns: &'a Columns,
    reader: RecordReader<'a>,
    /// Splits the usual rows.
    plain_rows: Option<PlainRows>,
    gathered: &'a mut Gathered,
    reading: FileReading,
    delimiter: char,
    quotes: Quotes,
    records: Records,
    /// First and last day of receipt.
    received: Option<(Day, Day)>,
    /// Records with empty surplus fields: lines, number of fields, and position in `records` where
    /// they were accepted.
    surplus: Vec<(Row, usize, Option<usize>)>,
    surplus_filled: bool,
    /// What is said of the values of such records, by the number of their fields.
    said_of_surplus: BTreeMap<usize, Gathered>,
    /// Lines that look like footers, until it is known what follows.
    footers: Vec<Row>,
    seen: u64,
    totals: Totals,
    abandoned: bool,
    last_is_record: bool,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(
        project: &'a Project,
        columns: &'a Columns,
        reader: RecordReader<'a>,
        gathered: &'a mut Gathered,
        reading: FileReading,
        dialect: &Dialect<'_>,
    ) -> Self {
        let is_plain = dialect.quotes == Quotes::Double && columns.width() <= WIDEST;
        let plain_rows = || PlainRows::new(dialect.delimiter, columns.shape());
        Self {
            project,
            columns,
            reader,
            plain_rows: is_plain.then(plain_rows).flatten(),
            gathered,
            reading,
            delimiter: dialect.delimiter,
            quotes: dialect.quotes,
            records: Records::new(columns.has_one_for_topics()),
            received: None,
            surplus: Vec::new(),
            surplus_filled: false,
            said_of_surplus: BTreeMap::new(),
            footers: Vec::new(),
            seen: 0,
            totals: Totals::default(),
            abandoned: false,
            last_is_record: false,
        }
    }

    /// Reads all lines of the file.
    pub(crate) fn read(mut self, dialect: &Dialect<'_>) -> FileRecords {
        self.above_header(dialect);
        self.part(&dialect.text, dialect.header.behind(), true);
        self.finish(PhysicalLines::of(dialect.text.as_bytes()))
    }

    /// Closes a file that was read in parts.
    pub(crate) fn finish_parts(mut self, file: &Surveyed) -> FileRecords {
        self.reading.set_whole(file.size, &file.hash);
        if !file.is_ascii && self.reading.encoding_reason == decode::ONLY_ASCII {
            self.reading.encoding_reason = decode::VALID_UTF8;
        }
        self.finish(file.lines)
    }

    /// Books the lines down to the header.
    pub(crate) fn above_header(&mut self, dialect: &Dialect<'_>) {
        for (line, kind) in (1..).zip(above_header::kinds(dialect, self.columns)) {
            if let Some(kind) = kind {
                self.reading.lines.add(kind, 1);
                continue;
            }
            self.unreadable(line, 1);
            let place = self.gathered.place(line);
            let make = line_findings::record_above_header;
            self.gathered.repeated(FindingCode::UnknownLine, place, "above", make);
        }
        self.reading.lines.add(LineKind::Header, u64::from(dialect.header.lines));
    }

    /// Reads the rows of a part of the file from a place on: offset and physical line. Returns the
    /// place reached; unless the part is the last, a row that may go on behind it is left.
    pub(crate) fn part(
        &mut self,
        text: &str,
        (at, line): (usize, u32),
        is_last: bool,
    ) -> (usize, u32) {
        let scanner = Scanner::new(text, self.delimiter, at, line).quotes(self.quotes);
        let mut scanner = scanner.watching(self.columns.shape());
        let mut cells = Vec::new();
        if let Some(plain_rows) = &mut self.plain_rows {
            plain_rows.begin();
        }
        loop {
            let plain = self.plain_rows.as_mut();
            let split = plain.and_then(|plain| plain.next(text, scanner.place(), &mut cells));
            let row = match split {
                Some(row) => {
                    scanner.go_on((row.end, row.line + row.lines));
                    Some(row)
                }
                None if is_last => scanner.next_row(&mut cells),
                None => scanner.next_row_of_part(&mut cells),
            };
            let Some(row) = row else { return scanner.place() };
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
                    header::is_complete(&header::fields(cells, rules), rules)
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
                self.gathered.single(line_findings::second_table().at(place));
            }
            RowKind::Stray => self.stray(row),
            RowKind::Record => self.record(row, cells),
        }
    }

    fn stray(&mut self, row: &Row) {
        self.unreadable(row.line, row.lines);
        let place = self.gathered.place(row.line);
        self.gathered.repeated(FindingCode::UnknownLine, place, "stray", line_findings::stray_line);
    }

    /// Footers stand below the records. What looks like one with a record behind it can be the rest of
    /// a broken remark.
    fn settle_footers(&mut self, record_follows: bool) {
        for row in std::mem::take(&mut self.footers) {
            match record_follows {
                true => self.stray(&row),
                false => {
                    self.reading.lines.add(LineKind::Footer, u64::from(row.lines));
                    let place = self.gathered.place(row.line);
                    self.gathered.repeated(
                        FindingCode::FooterTaken,
                        place,
                        "",
                        line_findings::footer,
                    );
                }
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

    fn received_on(&mut self, day: Day) {
        let (first, last) = self.received.unwrap_or((day, day));
        self.received = Some((first.min(day), last.max(day)));
    }

    fn record(&mut self, row: &Row, cells: &[Cell<'_>]) {
        self.last_is_record = true;
        self.settle_footers(true);
        let width = self.columns.width();
        let surplus = cells.get(width..).unwrap_or_default();
        let surplus_is_empty = surplus.iter().all(|cell| clean(&cell.text()).is_empty());
        if cells.len() < width || !surplus_is_empty {
            self.surplus_filled |= cells.len() > width;
            self.unreadable(row.line, row.lines);
            self.field_count(row, cells.len(), width);
            return;
        }
        self.seen += 1;
        self.reading.lines.add(LineKind::RecordStart, 1);
        self.reading.lines.add(LineKind::Continuation, u64::from(row.lines.saturating_sub(1)));
        // What is said of values behind a surplus separator is only true if that is none of a text.
        let gathered = match surplus.is_empty() {
            true => &mut *self.gathered,
            false => {
                let file = || Gathered::new(&self.gathered.place(0).file);
                self.said_of_surplus.entry(cells.len()).or_insert_with(file)
            }
        };
        let record = self.reader.read(cells, row.line, gathered);
        if !surplus.is_empty() {
            let position = record.is_some().then_some(self.records.len());
            self.surplus.push((*row, cells.len(), position));
        }
        match record {
            None => self.reject(row.line, row.lines),
            Some(mut record) => {
                record.last_line = row.last_line();
                self.received_on(record.case.received_on);
                self.records.push(record);
            }
        }
    }

    fn reject(&mut self, line: u32, lines: u32) {
        self.reading.records.add(Outcome::Rejected);
        let last = line.saturating_add(lines.saturating_sub(1));
        // Lines one behind the other are one entry: there may be millions.
        match self.reading.rejected_lines.last_mut() {
            Some(before) if before.1.checked_add(1) == Some(line) => before.1 = last,
            _ => self.reading.rejected_lines.push((line, last)),
        }
    }

    /// A row that could not be read: it may have been a record, and counts as one that was rejected.
    fn unreadable(&mut self, line: u32, lines: u32) {
        self.seen += 1;
        self.reading.lines.add(LineKind::Defect, u64::from(lines));
        self.reject(line, lines);
    }

    fn field_count(&mut self, row: &Row, found: usize, width: usize) {
        let place = self.gathered.place(row.line);
        let of_header = match self.columns.width_with_nameless() {
            with_nameless if with_nameless == width => width,
            _ => self.columns.width(),
        };
        self.gathered.repeated(FindingCode::FieldCount, place, &found.to_string(), || {
            line_findings::field_count(found, width, of_header)
        });
    }

    fn quote_defect(&mut self, defect: QuoteDefect) {
        let position = usize::try_from(defect.field).unwrap_or_default().saturating_sub(1);
        let place = self.columns.place(self.gathered.place(defect.line), position);
        let finding = line_findings::quote_defect(defect.kind, self.quotes);
        let key = format!("{:?}", defect.kind);
        self.gathered.repeated(finding.code, place, &key, || finding);
    }

    fn total(&mut self, row: &Row, numbers: &[u64]) {
        self.reading.lines.add(LineKind::Total, u64::from(row.lines));
        let Some(stated) = numbers.first().copied() else { return };
        let seen = self.seen;
        let told = Some(stated).filter(|stated| presentable::is_total(*stated, seen));
        self.reading.stated_total = told;
        if self.totals.fit(numbers, seen, &self.records) {
            return;
        }
        let place = self.gathered.place(row.line);
        self.gathered.repeated(FindingCode::TotalMismatch, place, "", || {
            line_findings::total_mismatch(told, seen)
        });
    }

    /// Rule: surplus fields are let pass only if they are empty in the whole file, and every record has as many: a
    /// surplus separator in some rows stands in a text without quotes, and the fields behind it are not what they seem.
    fn settle_surplus(&mut self) {
        let rows = std::mem::take(&mut self.surplus);
        let Some((first, ..)) = rows.first() else { return };
        let width = self.columns.width();
        let usual = match self.surplus_filled {
            true => width,
            false => self.usual_fields(&rows),
        };
        if let Some(said) = std::mem::take(&mut self.said_of_surplus).remove(&usual) {
            said.finish().iter().for_each(|finding| self.gathered.single(finding.clone()));
        }
        let mut refused = BTreeSet::new();
        for (row, found, position) in rows.iter().filter(|(_, found, _)| *found != usual) {
            self.field_count(row, *found, usual);
            if let Some(position) = position {
                refused.insert(*position);
                self.reject(row.line, row.lines);
            }
        }
        if usual > width {
            let place = self.gathered.place(first.line);
            let with_usual = rows.iter().filter(|(_, found, _)| *found == usual).count();
            self.gathered.single(line_findings::surplus_fields(with_usual).at(place));
            refused.extend(self.refuse_others(&rows, usual));
        }
        if !refused.is_empty() {
            self.records = std::mem::take(&mut self.records).without(&refused);
        }
    }

    /// How many fields the records of the file have, given those with surplus fields: as many as the header with its
    /// nameless columns, where one has as many; else what all have at least.
    fn usual_fields(&self, surplus: &[(Row, usize, Option<usize>)]) -> usize {
        let of_header = self.columns.width_with_nameless();
        if surplus.iter().any(|(_, found, _)| *found == of_header) {
            return of_header;
        }
        let all_have_some = self.reading.lines.get(LineKind::RecordStart) == surplus.len() as u64;
        let least = surplus.iter().map(|(_, found, _)| *found).min();
        least.filter(|_| all_have_some).unwrap_or_else(|| self.columns.width())
    }

    /// Refuses the records without surplus fields, where the others have some; their positions.
    fn refuse_others(
        &mut self,
        surplus: &[(Row, usize, Option<usize>)],
        usual: usize,
    ) -> Vec<usize> {
        let with: BTreeSet<usize> =
            surplus.iter().filter_map(|(_, _, position)| *position).collect();
        let lines = self.records.lines();
        let others = lines.into_iter().enumerate().filter(|(position, _)| !with.contains(position));
        let mut refused = Vec::new();
        for (position, (line, last)) in others {
            let row = Row { line, lines: last - line + 1, end: 0, defect: None };
            self.field_count(&row, self.columns.width(), usual);
            self.reject(line, row.lines);
            refused.push(position);
        }
        refused
    }

    /// Settles what only the whole file decides, and checks that every line is booked.
    fn finish(mut self, file: PhysicalLines) -> FileRecords {
        self.settle_footers(false);
        self.settle_surplus();
        self.gathered.set_records(self.seen);
        if self.seen == 0 && !self.project.declares_complete() {
            self.gathered.single(line_findings::no_record());
        }
        if self.last_is_record && !file.is_ended {
            let last = u32::try_from(file.number).unwrap_or(u32::MAX);
            let place = self.gathered.place(last);
            self.gathered.single(line_findings::no_final_line_end().at(place));
        }
        let booked = self.reading.lines.total();
        if file.number != booked {
            self.gathered.single(line_findings::unbalanced("Zeilen", file.number, booked));
        }
        self.reading.rejected_lines.sort_unstable();
        self.reading.received = self.received.map(|(first, last)| (first.date(), last.date()));
        let (reading, records, seen) = (self.reading, self.records, self.seen);
        FileRecords { reading, records, seen, headless: None }
    }
}
