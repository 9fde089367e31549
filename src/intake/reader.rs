//! Reads the files one by one, and puts together what all of them hold.

use super::Intake;
use super::account::file_reading::{FileReading, OtherRow};
use super::account::file_values::FileValues;
use super::account::gather::Gathered;
use super::account::line_findings;
use super::discover::ExportFile;
use super::layout::headless::Headless;
use super::layout::raw_rows::RawExport;
use super::merge::{marker_use, repeats, same_in_files, strip_keys};
use super::reading::rows::FileRecords;
use super::reading::{read_file, stream};
use super::record::records::{self, Records};
use super::recording;
use super::workbook;
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::Outcome;
use crate::project::{CaseKey, Project, files};
use std::io::{Read, Seek};

/// Reads one file: in blocks where it is large and ordinary, else as a whole, into the buffer.
pub(super) fn read_export(
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

pub(super) fn read_one(project: &Project, name: &str, bytes: &[u8]) -> (FileRecords, Findings) {
    let mut gathered = Gathered::new(name);
    let mut file = read_file::read(project, name, bytes, &mut gathered);
    recording::likenesses(&mut file.reading, head(bytes), project);
    (file, finished(project, name, bytes, gathered))
}

/// The start of a file, where its columns are looked at; a workbook tells nothing unless it is whole.
fn head(bytes: &[u8]) -> &[u8] {
    let start = bytes.get(..recording::HEAD).filter(|_| !workbook::is_archive(bytes));
    start.unwrap_or(bytes)
}

/// The findings of a file. Its bytes are looked at once more where names and remarks decide what is shown.
pub(super) fn finished(
    project: &Project,
    name: &str,
    bytes: &[u8],
    mut gathered: Gathered,
) -> Findings {
    if gathered.needs_free_texts() {
        let export = RawExport::new(name, bytes, project);
        gathered.set_free_texts(export.map(|export| export.free_texts()).unwrap_or_default());
    }
    gathered.finish()
}

/// Reads exports one after the other, from memory.
pub struct Reader<'p> {
    project: &'p Project,
    files: Vec<FileReading>,
    /// By file.
    records: Vec<Records>,
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

    pub(super) fn add(&mut self, (mut file, findings): (FileRecords, Findings)) {
        self.findings.extend(findings);
        file.reading.accepted = file.records.len() as u64;
        file.reading.values = FileValues::new(&file.records.cases, self.project.taxonomy.schema());
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
    pub(super) fn close(mut self) -> (Intake, Findings, Findings) {
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
        let mut fields = recording::Fields::new(&self.files, self.project, |file, others| {
            may_be_again && records::are_held_again(records, file, others)
        });
        let mut cases = repeats::settle(
            self.records,
            &mut self.files,
            (self.project, &fields),
            &mut self.findings,
        );
        let (recording, of_recording) =
            recording::recording(&mut fields, &mut self.files, &mut cases, self.project);
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
