//! The lines of an export that were not counted, for the internal folder: the officer mends them
//! there and knows what is missing. Holds personal text, so it must never leave the office.

use super::Intake;
use super::account::file_reading::FileReading;
use super::text::decode::decode;
use super::text::encoding::Encoding;
use super::text::lines;
use crate::project::{ExportRules, Project, files, with_csv};

/// For each export with rejected lines its path and these lines as they stand in the file, decoded
/// to UTF-8, below the header line.
///
/// # Errors
/// When a file cannot be read a second time.
pub fn rejected(intake: &Intake, project: &Project) -> std::io::Result<Vec<(String, String)>> {
    let mut texts = Vec::new();
    for file in intake.files.iter().filter(|file| !file.rejected_lines.is_empty()) {
        let bytes = files::bytes(&project.folder.join(&file.path))?;
        let encoding = file.encoding.map(|encoding| encoding.id().to_owned());
        let rules = ExportRules { encoding, ..project.exports.clone() };
        let readings = decode(&file.path, &bytes, &rules).unwrap_or_default();
        let text = readings.into_iter().next().map(|reading| reading.text);
        let path = match file.encoding {
            Some(Encoding::Workbook) => with_csv(&file.path),
            _ => file.path.clone(),
        };
        texts.push((path, lines_of(&text.unwrap_or_default(), file)));
    }
    Ok(texts)
}

fn lines_of(text: &str, file: &FileReading) -> String {
    let mut starts: Vec<usize> = lines::split(text).map(|(start, _)| start).collect();
    starts.push(text.len());
    let slice = |first: u32, last: u32| {
        let at = |line: u32| starts.get(usize::try_from(line).unwrap_or(usize::MAX)).copied();
        let from = first.checked_sub(1).and_then(at)?;
        text.get(from..at(last).unwrap_or(text.len()))
    };
    let header = (file.header_line, file.header_line);
    let ranges = std::iter::once(&header).chain(&file.rejected_lines);
    ranges.filter_map(|(first, last)| slice(*first, *last)).collect()
}
