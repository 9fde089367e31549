//! Large files in UTF-8, read block by block: the memory needed does not grow with the file.
//!
//! The first pass proves what a look at the whole file would prove: every byte is UTF-8, none is NUL, no text was ruined
//! before. The second reads the rows; one whose end is not in the block yet is read again with the next. A
//! file that is unusual in any way is left to `read_file`, which sees it as a whole, and reads it as if
//! this module did not exist; so nothing is decided here that is not decided there.

use super::columns::Columns;
use super::decode::Encoding;
use super::dialect;
use super::file_reading::FileReading;
use super::gather::Gathered;
use super::header::SEARCHED_LINES;
use super::letters;
use super::lines;
use super::quotes::Quotes;
use super::read_file::describe;
use super::record::RecordReader;
use super::rows::{FileRecords, Physical, Rows};
use crate::diagnostic::Findings;
use crate::project::Project;
use sha2::{Digest, Sha256};
use std::io::{self, Read, Seek};

/// Bytes that are read at a time.
pub(super) const BLOCK: usize = 256 * 1024;
/// A row or a line that is longer is not read in blocks.
const LONGEST: usize = 16 * 1024 * 1024;
/// The byte order mark of UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Reads a file in blocks; `None` when it has to be seen as a whole.
pub(super) fn read(
    project: &Project,
    name: &str,
    source: &mut (impl Read + Seek),
    block: usize,
) -> io::Result<Option<(FileRecords, Findings)>> {
    let Some(survey) = survey(source, block)? else { return Ok(None) };
    source.rewind()?;
    let mut blocks = Blocks::new(source, block);
    let mut bytes = Vec::new();
    // A header is searched in so many lines, and one more shows that they end.
    while !blocks.ended && lines::end_of(&bytes, SEARCHED_LINES + 1) == bytes.len() {
        if !blocks.read_lines(&mut bytes)? {
            return Ok(None);
        }
    }
    let Some(dialect) = dialect::recognise(name, &bytes, project).ok() else { return Ok(None) };
    if dialect.encoding != Encoding::Utf8
        || dialect.quotes != Quotes::Double
        || dialect::may_be_single(&dialect.text, project)
    {
        return Ok(None);
    }
    let mut gathered = Gathered::new(name);
    let mut reading = FileReading::with_hash(name, survey.size, &survey.hash);
    let columns = Columns::new(&dialect.header, &project.exports);
    describe(&mut reading, &dialect, &columns);
    if !survey.is_ascii && dialect.reason == super::decode::ONLY_ASCII {
        reading.encoding_reason = super::decode::VALID_UTF8;
    }
    if !columns.check(dialect.header.line, &project.exports, &mut gathered) {
        return Ok(None);
    }
    let reader = RecordReader::new(project, &columns, dialect.header.line, &mut gathered);
    let mut rows = Rows::new(project, &columns, reader, &mut gathered, reading);
    rows.above_header(&dialect);
    let (delimiter, mut place) = (dialect.delimiter, dialect.header.behind());
    drop(dialect);
    if bytes.starts_with(MARK) {
        bytes.drain(..MARK.len());
    }
    loop {
        let Ok(text) = simdutf8::basic::from_utf8(&bytes) else { return Ok(None) };
        place = rows.part(text, delimiter, place, blocks.ended);
        if blocks.ended {
            break;
        }
        bytes.drain(..place.0);
        place.0 = 0;
        if bytes.len() > LONGEST || !blocks.read_lines(&mut bytes)? {
            return Ok(None);
        }
    }
    let records = rows.finish(survey.physical);
    Ok(Some((records, gathered.finish())))
}

/// What the first pass finds.
struct Survey {
    size: u64,
    hash: [u8; 32],
    is_ascii: bool,
    physical: Physical,
}

fn survey(source: &mut impl Read, block: usize) -> io::Result<Option<Survey>> {
    let mut blocks = Blocks::new(source, block);
    let mut hash = Sha256::new();
    let (mut size, mut is_ascii) = (0, true);
    let mut physical = Physical { lines: 0, is_ended: false };
    let mut bytes = Vec::new();
    while !blocks.ended {
        bytes.clear();
        if !blocks.read_lines(&mut bytes)? {
            return Ok(None);
        }
        hash.update(&bytes);
        size += bytes.len() as u64;
        let Ok(text) = simdutf8::basic::from_utf8(&bytes) else { return Ok(None) };
        if text.contains('\0') || letters::ruined(text).next().is_some() {
            return Ok(None);
        }
        is_ascii &= text.is_ascii();
        // Blocks end with a line feed, so no line end is parted.
        physical.lines += lines::count(text);
        if !text.is_empty() {
            physical.is_ended = text.ends_with(['\n', '\r']);
        }
    }
    Ok(Some(Survey { size, hash: hash.finalize().into(), is_ascii, physical }))
}

/// A file as blocks of whole lines.
struct Blocks<'s, S> {
    source: &'s mut S,
    block: usize,
    /// What was read behind the last line feed.
    rest: Vec<u8>,
    ended: bool,
}

impl<'s, S: Read> Blocks<'s, S> {
    fn new(source: &'s mut S, block: usize) -> Self {
        Self { source, block, rest: Vec::new(), ended: false }
    }

    /// Appends further lines, or the rest of the file; `false` when a line is too long.
    fn read_lines(&mut self, bytes: &mut Vec<u8>) -> io::Result<bool> {
        bytes.append(&mut self.rest);
        let limit = u64::try_from(self.block).unwrap_or(u64::MAX);
        loop {
            let start = bytes.len();
            if self.source.take(limit).read_to_end(bytes)? == 0 {
                self.ended = true;
                return Ok(true);
            }
            let new = bytes.get(start..).unwrap_or_default();
            if let Some(at) = new.iter().rposition(|byte| *byte == b'\n') {
                self.rest.extend(bytes.drain(start + at + 1..));
                return Ok(true);
            }
            if bytes.len() > LONGEST {
                return Ok(false);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::read_one;
    use super::*;
    use proptest::prelude::*;
    use std::io::Cursor;
    use std::path::Path;
    use std::sync::LazyLock;

    static PROJECT: LazyLock<Project> = LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/intake/_project");
        crate::project::load(&folder).0.unwrap()
    });

    /// Whether the file was read in blocks, after comparing with what it is read as in one piece.
    fn is_read_alike(bytes: &[u8], block: usize) -> bool {
        let (whole, said) = read_one(&PROJECT, "a.csv", bytes);
        match read(&PROJECT, "a.csv", &mut Cursor::new(bytes), block).unwrap() {
            None => false,
            Some((parts, also_said)) => {
                assert_eq!(parts.reading, whole.reading);
                assert!(parts.records == whole.records);
                assert_eq!(parts.seen, whole.seen);
                assert_eq!(also_said, said);
                true
            }
        }
    }

    const HEADER: &str = "Fallnummer;Eingang am;Erledigt am;Art;Anliegen;Bewertung;Bemerkung\n";

    #[test]
    fn ordinary_files_are_read_in_blocks_and_others_are_not() {
        let row = "0001;02.01.2017;;Lob;;;\"Grüße\r\nvon der \"\"Ombudsstelle\"\"\"\r\n";
        let file = format!("\u{feff}Liste\n{HEADER}{}", row.repeat(30));
        for block in [1, 7, 64, 1000, 100_000] {
            assert!(is_read_alike(file.as_bytes(), block));
            assert!(!is_read_alike(&[file.as_bytes(), b"\xfc\n"].concat(), block));
            assert!(!is_read_alike(row.as_bytes(), block));
            assert!(!is_read_alike(format!("{file}Ã¼\n").as_bytes(), block));
        }
    }

    proptest! {
        /// Wherever blocks end, the same is read and said as from the file in one piece.
        #[test]
        fn blocks_change_nothing(
            mark in any::<bool>(),
            rows in proptest::collection::vec(
                "(0001|0002|=\"0003\");0[12]\\.01\\.2017;;(Lob|Beschwerde)?;(;x|;;x|;;\"[a-z;\n\r\"ü]{0,20}\"|;;\"Ombudsstelle\n[a-z]{0,9}\"|;;a\"b|;;'[a-z;\n']{0,9}')(\n|\r\n|\r)|(Summe;;;3|;;;;;;|Stand: 2017|text)\n|\u{feff}",
                0..30,
            ),
            end in "(\"|\"a\r|=\"00|\r|)",
            block in 1_usize..300,
        ) {
            let mark = if mark { "\u{feff}" } else { "" };
            let file = format!("{mark}sep=;\n{HEADER}{}{end}", rows.concat());
            let needs_whole = dialect::may_be_single(&file, &PROJECT);
            prop_assert!(is_read_alike(file.as_bytes(), block) || needs_whole);
        }
    }
}
