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

mod above_header;
mod again;
mod alike;
mod any_csv;
mod any_csv_findings;
mod any_table;
mod any_text;
mod bad_byte;
mod canonical;
mod case_id;
mod code_page_850;
mod columns;
mod compact_id;
mod data_above;
mod dated_ids;
mod dates;
mod decode;
mod dialect;
mod discover;
mod encoding;
mod file_reading;
mod fingerprint;
mod fitting_rows;
mod fold;
mod folded;
mod foreign_file;
mod form_evidence;
mod free_texts;
mod gather;
mod header;
mod headless;
mod ids;
mod index;
mod ledger;
mod letters;
mod likely_header;
mod line_findings;
mod lines;
mod look_alike;
mod loose_form;
mod loose_rows;
mod marker_use;
mod multibyte;
mod one_byte;
mod open_row;
mod pattern;
mod plain_rows;
mod presentable;
mod quotes;
mod raw_rows;
mod read_file;
mod record;
mod record_findings;
mod record_reader;
mod recording;
mod records;
mod rejected;
mod repeat_findings;
mod repeats;
mod resembling_ids;
mod row;
mod row_fit;
mod row_kind;
mod rows;
mod same_in_files;
mod scanner;
mod scope;
mod scope_answer;
mod shape;
mod spreadsheet_words;
mod state_mark;
mod states;
mod stream;
mod strip_keys;
mod stripped;
mod survey;
mod times;
mod totals;
mod value_counts;
mod value_tally;
mod values;

pub use any_csv::any_csv;
pub use any_table::{AnyTable, any_table};
pub use canonical::CanonicalValue;
pub use encoding::Encoding;
pub use file_reading::{ColumnReading, FileReading, OtherRow};
pub use header::SEARCHED_LINES as HEADER_SEARCHED_LINES;
pub use ledger::{LineLedger, RecordLedger};
pub use likely_header::likely_field;
pub use raw_rows::{RawExport, RawRow};
pub use recording::{FileValues, Likeness};
pub use rejected::rejected;
pub use row_fit::Misfits;
pub use row_kind::RowKind;
pub use stripped::{StrippedExport, stripped};
pub use value_counts::{ColumnValues, ValueCount};
pub use value_tally::{FileTally, ValueTally};

use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::{Case, LedgerEntry, Outcome, Recording, is_invisible};
use crate::project::{CaseKey, Project, files};
use discover::ExportFile;
use free_texts::FreeTexts;
use gather::Gathered;
use headless::Headless;
use rows::FileRecords;
use std::io::{Read, Seek};
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

/// Reads all exports of a project: `exports/**/*.csv`, in the order of their names.
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
            read.push((position, read_export(project, export, &mut bytes)));
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

/// Reads one file: in blocks where it is large and ordinary, else as a whole, into the buffer.
fn read_export(
    project: &Project,
    export: &ExportFile,
    bytes: &mut Vec<u8>,
) -> std::io::Result<(FileRecords, Findings)> {
    let mut file = files::open(&export.path)?;
    if file.metadata()?.len() > 4 * stream::BLOCK as u64
        && let Some((mut read, gathered)) =
            stream::read(project, &export.name, &mut file, stream::BLOCK)?
    {
        bytes.clear();
        file.rewind()?;
        match gathered.needs_free_texts() {
            true => file.read_to_end(bytes)?,
            false => (&file).take(recording::HEAD as u64).read_to_end(bytes)?,
        };
        recording::likenesses(&mut read.reading, head(bytes), project);
        return Ok((read, finished(project, &export.name, bytes, gathered)));
    }
    bytes.clear();
    file.rewind()?;
    file.read_to_end(bytes)?;
    Ok(read_one(project, &export.name, bytes))
}

fn read_one(project: &Project, name: &str, bytes: &[u8]) -> (FileRecords, Findings) {
    let mut gathered = Gathered::new(name);
    let mut file = read_file::read(project, name, bytes, &mut gathered);
    recording::likenesses(&mut file.reading, head(bytes), project);
    (file, finished(project, name, bytes, gathered))
}

/// The start of a file, where its columns are looked at.
fn head(bytes: &[u8]) -> &[u8] {
    bytes.get(..recording::HEAD).unwrap_or(bytes)
}

/// The findings of a file. Its bytes are looked at once more where names and remarks decide what is shown.
fn finished(project: &Project, name: &str, bytes: &[u8], mut gathered: Gathered) -> Findings {
    if gathered.needs_free_texts() {
        gathered.set_free_texts(FreeTexts::of_file(project, name, bytes));
    }
    gathered.finish()
}

/// Reads exports one after the other, from memory.
pub struct Reader<'p> {
    project: &'p Project,
    files: Vec<FileReading>,
    /// By file.
    records: Vec<records::Records>,
    seen: Vec<u64>,
    /// Where a header is missing.
    headless: Vec<(String, Headless)>,
    findings: Findings,
}

impl<'p> Reader<'p> {
    /// A reader that has read nothing yet.
    pub fn new(project: &'p Project) -> Self {
        Self {
            project,
            files: Vec::new(),
            records: Vec::new(),
            seen: Vec::new(),
            headless: Vec::new(),
            findings: Findings::default(),
        }
    }

    /// Reads one export; `name` is its name in findings.
    pub fn file(&mut self, name: &str, bytes: &[u8]) {
        self.add(read_one(self.project, name, bytes));
    }

    /// The same in blocks of so many bytes; `false` where it has to be read as a whole.
    #[cfg(fuzzing)]
    pub fn file_in_blocks(&mut self, name: &str, mut bytes: &[u8], block: usize) -> bool {
        let all = bytes;
        let Ok(Some((read, gathered))) = stream::read(self.project, name, &mut bytes, block) else {
            return false;
        };
        self.add((read, finished(self.project, name, all, gathered)));
        true
    }

    fn add(&mut self, (mut file, findings): (FileRecords, Findings)) {
        self.findings.extend(findings);
        file.reading.accepted = file.records.len() as u64;
        file.reading.values =
            recording::FileValues::new(&file.records.cases, self.project.taxonomy.schema());
        let path = file.reading.path.clone();
        self.headless.extend(file.headless.map(|headless| (path, headless)));
        self.files.push(file.reading);
        self.seen.push(file.seen);
        self.records.push(file.records);
    }

    /// Decides about repeats and overlaps, and closes the ledgers.
    pub fn finish(self) -> (Intake, Findings) {
        let (intake, findings, _) = self.close();
        (intake, findings)
    }

    /// The same, and what is said about all files together: what they do not record.
    fn close(mut self) -> (Intake, Findings, Findings) {
        for (path, headless) in std::mem::take(&mut self.headless) {
            self.findings.change(|finding| {
                let is_of_file = finding.place.as_ref().is_some_and(|place| place.file == path);
                if is_of_file && finding.code == FindingCode::HeaderNotFound {
                    *finding = headless.finding(&path, &self.files, finding);
                }
            });
        }
        strip_keys::check(&self.files).into_iter().for_each(|finding| self.findings.push(finding));
        let of_marker = marker_use::finding(&self.records, &self.files, self.project);
        of_marker.into_iter().for_each(|finding| self.findings.push(finding));
        let (records, may_be_again) =
            (&self.records, self.project.exports.case_key != CaseKey::Row);
        let fields = recording::Fields::new(&self.files, self.project, |file, others| {
            may_be_again && records::are_held_again(records, file, others)
        });
        let mut cases = repeats::settle(
            self.records,
            &mut self.files,
            (self.project, &fields),
            &mut self.findings,
        );
        let (recording, of_recording) =
            recording::recording(&fields, &mut self.files, &mut cases, self.project);
        let mut intake = Intake { cases, files: self.files, recording, ..Intake::default() };
        for (file, seen) in intake.files.iter_mut().zip(self.seen) {
            file.rejected_lines.sort_unstable();
            file.other_rows.sort_unstable_by_key(OtherRow::line);
            let booked = file.records.total();
            if booked != seen {
                let finding = line_findings::unbalanced("Datensätze", seen, booked);
                self.findings.push(finding.at(Place::file(&file.path)));
            }
            intake.records.add_all(&file.records);
            intake.lines.add_all(&file.lines);
        }
        let read = intake.records.total() > 0 && !self.findings.has_errors();
        // Of an office that is the whole house, complete exports say it all.
        let is_stated = self.project.scope.is_all() && self.project.declares_complete();
        if read && !is_stated && intake.records.get(Outcome::Counted) == 0 {
            self.findings.push(
                Finding::new(
                    FindingCode::NoCaseCounted,
                    format!(
                        "kein Fall {} ist {} eingegangen",
                        self.project.words.office.genitive, self.project.words.period.within
                    ),
                )
                .help(format!(
                    "prüfen Sie den Zeitraum (`[report]`){} in report.toml, und ob alle Exporte im Ordner liegen",
                    match &self.project.scope {
                        scope if scope.condition.is_some() => " und `scope.where`",
                        scope if scope.is_all() => "",
                        _ => " und `scope.markers`",
                    }
                )),
            );
        }
        let mut findings = Findings::default();
        for finding in self.findings.iter() {
            let place =
                finding.place.as_ref().filter(|_| finding.code == FindingCode::ColumnUnknown);
            if !place.is_some_and(|at| recording::says_more(at, &intake.files, self.project)) {
                findings.push(finding.clone());
            }
        }
        (intake, same_in_files::joined(&findings), same_in_files::joined(&of_recording))
    }
}

/// A text without blanks (also no-break ones) and invisible signs around it.
fn clean(text: &str) -> &str {
    // Nearly all texts begin and end with something that is to be seen.
    match text.as_bytes() {
        [b'!'..=b'~', .., b'!'..=b'~'] | [b'!'..=b'~'] | [] => text,
        _ => text.trim_matches(is_nothing),
    }
}

/// A text without those at its start.
fn clean_start(text: &str) -> &str {
    text.trim_start_matches(is_nothing)
}

fn is_nothing(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}
