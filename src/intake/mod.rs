//! Exports → cases: finds the files, proves how each is written, reads their rows strictly, and
//! decides what becomes of every record. `docs/data-format.md` says what an export may look like.
//!
//! The promise of this stage is that nothing is lost and nothing is guessed: every physical line and
//! every record has an entry in a ledger that is checked to balance, and what cannot be read for
//! certain is a finding with its place. The recorder's remark and the submitter's name end here; no type
//! that leaves this module has a field for them, and no finding shows them. One door beside that one leads to a
//! file's own rows: [`RawExport`] and [`AnyTable`], for `inspect` and `strip`; no report is made of them.
//!
//! It must not count cases by content; that is the affair of `statistics`.

mod discover;

mod workbook;

mod text;

mod value;

mod csv;

mod account;

mod layout;

mod record;

mod recording;

mod merge;

mod reading;

mod reader;

mod rejected;

mod look;

pub use account::file_reading::ColumnContent;
pub use account::file_reading::{ColumnReading, FileReading, OtherRow};
pub use account::file_values::FileValues;
pub use account::ledger::{LineLedger, RecordLedger};
pub use layout::likely_header::likely_field;
pub use layout::raw_rows::{RawExport, RawRow};
pub use layout::row_kind::RowKind;
pub use look::any_csv::any_csv;
pub use look::any_table::{AnyTable, any_table, sheet_with_table};
pub use look::canonical::CanonicalValue;
pub use look::stripped::{StrippedExport, stripped};
pub use look::value_counts::{ColumnValues, ValueCount};
pub use look::value_tally::{FileTally, ValueTally};
pub use reader::Reader;
pub use rejected::rejected;
pub use text::decode::SEARCHED_LINES as HEADER_SEARCHED_LINES;
pub use text::encoding::Encoding;
pub use value::dates::day_meant;
pub use value::row_fit::Misfits;

use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::{Case, LedgerEntry, Outcome, Recording};
use crate::project::{Project, files};
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What the exports say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intake {
    /// Every case once, by file and line: those received in the report year, whether of the ombuds
    /// office or not, and those of earlier years that were not closed when it began, where these are known.
    pub cases: Vec<Case>,
    /// How each file was read; [`Case::source`] counts them from 0.
    pub files: Vec<FileReading>,
    /// The records of all files.
    pub records: RecordLedger,
    /// The physical lines of all files.
    pub lines: LineLedger,
    /// Which fields, days and earlier cases the files hold.
    pub recording: Recording,
}

/// So many records could fill what seems to be missing.
const MANY_REJECTED: u64 = 10;

impl Intake {
    /// What is said of the exports as a whole and need not be true, because a file or many records could not be read.
    pub fn in_doubt(&self) -> &'static [FindingCode] {
        let is_unread = |file: &FileReading| file.records.total() == 0;
        match self.records.get(Outcome::Rejected) >= MANY_REJECTED {
            _ if self.files.iter().any(is_unread) => &[
                FindingCode::FieldNotRecorded,
                FindingCode::PeriodNotCovered,
                FindingCode::StockNotRecorded,
            ],
            true => &[FindingCode::PeriodNotCovered, FindingCode::StockNotRecorded],
            false => &[],
        }
    }

    /// The entries of both ledgers that a project can have, with how many lines or records of all files each has.
    pub fn ledger(&self, project: &Project) -> impl Iterator<Item = (LedgerEntry, u64)> {
        let (is_all, is_conditional) = (project.scope.is_all(), project.scope.condition.is_some());
        let can_be = move |entry: &LedgerEntry| match entry {
            LedgerEntry::Records(Some(Outcome::OutsideScope)) => !is_all,
            LedgerEntry::Records(Some(Outcome::Excluded)) => is_conditional,
            _ => true,
        };
        LedgerEntry::all().filter(can_be).map(|entry| {
            let count = match entry {
                LedgerEntry::Lines(kind) => {
                    kind.map_or_else(|| self.lines.total(), |kind| self.lines.get(kind))
                }
                LedgerEntry::Records(outcome) => outcome
                    .map_or_else(|| self.records.total(), |outcome| self.records.get(outcome)),
            };
            (entry, count)
        })
    }
}

/// Reads all exports of a project: `exports/**`, in the order of their names.
pub fn read(project: &Project) -> (Intake, Findings) {
    read_with(project, std::thread::available_parallelism().map_or(1, NonZero::get))
}

/// The same on at most so many threads. Each file is read by itself and the files are put together in the order of
/// their names, so the number of threads changes nothing.
pub fn read_with(project: &Project, threads: usize) -> (Intake, Findings) {
    let mut findings = Findings::default();
    let exports = discover::exports(&project.folder, &mut findings);
    let names: Vec<&str> = exports.iter().map(|export| export.name.as_str()).collect();
    for (key, name) in project.exports.names_without_file(&names) {
        findings.push(
            Finding::new(
                FindingCode::ConfigReference,
                format!(
                    "`{key}` nennt `{name}`, aber im Ordner `exports` liegt nichts mit diesem Namen"
                ),
            )
            .at(Place::file("report.toml"))
            .expected("der Name einer Datei oder eines Ordners unter `exports`, mit Endung")
            .help("berichtigen Sie den Namen, oder streichen Sie den Eintrag"),
        );
    }
    let next = AtomicUsize::new(0);
    let workers = threads.min(exports.len()).max(1);
    let read_some = || {
        let mut read = Vec::new();
        // One buffer for all files: memory that was touched once costs nothing more.
        let mut bytes = Vec::new();
        loop {
            let position = next.fetch_add(1, Ordering::Relaxed);
            let Some(export) = exports.get(position) else { return read };
            read.push((position, reader::read_export(project, export, &mut bytes)));
        }
    };
    let mut read = std::thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(read_some)).collect();
        let mut read = read_some();
        for thread in others {
            read.extend(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        read
    });
    read.sort_by_key(|(position, _)| *position);
    let mut reader = Reader::new(project);
    for ((_, result), export) in read.into_iter().zip(exports) {
        match result {
            Ok(read) => reader.add(read),
            Err(error) => findings.push(
                Finding::new(
                    FindingCode::FileUnreadable,
                    format!("die Datei lässt sich nicht lesen: {}", files::reason(&error)),
                )
                .at(Place::file(export.name))
                .help("schließen Sie andere Programme, die sie geöffnet haben, und prüfen Sie die Zugriffsrechte"),
            ),
        }
    }
    let (intake, more, of_recording) = reader.close();
    findings.extend(more);
    findings.extend(of_recording);
    (intake, findings)
}
