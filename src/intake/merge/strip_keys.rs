//! Whether the case numbers of all files are of one kind: as the database has them, or replaced with one and the same key. Else a case
//! that stands in two files has two numbers and is counted twice.

use crate::diagnostic::{Finding, FindingCode, Place};
use crate::intake::account::FileReading;
use crate::project::split_mark;

/// The first file whose numbers are of another kind than those of the first.
pub(crate) fn check(files: &[FileReading]) -> Option<Finding> {
    let mark = |file: &FileReading| {
        file.columns.iter().find_map(|column| split_mark(&column.name).1.map(str::to_owned))
    };
    let mut read = files.iter().filter(|file| file.header_line > 0);
    let first = read.next()?;
    let of_first = mark(first);
    let other = read.find(|file| mark(file) != of_first)?;
    let kind = |mark: &Option<String>| match mark {
        Some(mark) => format!("die Fallnummern sind mit dem Schlüssel {mark} ersetzt"),
        None => "die Fallnummern sind die der Datenbank".to_owned(),
    };
    let message = format!(
        "{}, die anderer Dateien nicht: ein Fall, der in beiden steht, würde zweimal gezählt",
        kind(&mark(other))
    );
    Some(
        Finding::new(FindingCode::KeysDiffer, message)
            .at(Place::line(&other.path, other.header_line))
            .related(Place::line(&first.path, first.header_line), kind(&of_first))
            .help("schreiben Sie alle Exporte mit demselben `strip.key` neu, oder nehmen Sie die anderen aus dem Ordner"),
    )
}
