//! Large files, read block by block: the memory needed does not grow with the file.
//!
//! Rows are read while [`Survey`] proves what a look at the whole file would prove; one whose end is not in the block
//! yet is read again with the next. A file that is unusual in any way is left to `read_file`, which sees it as a
//! whole, and reads it as if this module did not exist; so nothing is decided here that is not decided there.

use super::read_file::describe;
use super::rows::{FileRecords, Rows};
use super::survey::Survey;
use crate::intake::account::{FileReading, Gathered, line_findings};
use crate::intake::csv::Quotes;
use crate::intake::layout::{Columns, dialect};
use crate::intake::record::RecordReader;
use crate::intake::text::{SEARCHED_LINES, lines};
use crate::project::Project;
use std::io::{self, Read};

/// Bytes that are read at a time.
pub(crate) const BLOCK: usize = 256 * 1024;
/// A row or a line that is longer is not read in blocks.
const LONGEST: usize = 16 * 1024 * 1024;
/// The byte order mark of UTF-8, as text.
const MARK: char = '\u{feff}';

/// Reads a file in blocks; `None` when it has to be seen as a whole.
pub(crate) fn read(
    project: &Project,
    name: &str,
    source: &mut impl Read,
    block: usize,
) -> io::Result<Option<(FileRecords, Gathered)>> {
    let mut blocks = Blocks::new(source, block);
    let mut top = Vec::new();
    // A header is searched in so many lines, and one more shows that they end.
    while !blocks.ended && lines::end_of(&top, SEARCHED_LINES + 1) == top.len() {
        if !blocks.read_lines(&mut top)? {
            return Ok(None);
        }
    }
    let Some(dialect) = dialect::recognise(name, &top, project).ok() else { return Ok(None) };
    // Which sign quotes may be decided by the last row.
    if dialect.quotes != Quotes::Double || dialect::may_be_single(&dialect.text, project) {
        return Ok(None);
    }
    let survey = Survey::new(dialect.encoding, project.exports.encoding.is_some());
    let Some(mut survey) = survey.filter(|_| dialect.is_told_by_top) else { return Ok(None) };
    let mut gathered = Gathered::new(name);
    let mut reading = FileReading::of_parts(name);
    let columns = Columns::new(&dialect.header, &project.exports);
    describe(&mut reading, &dialect, &columns);
    let rare = line_findings::rare_encoding(dialect.encoding, &project.exports);
    rare.into_iter().for_each(|finding| gathered.single(finding));
    if !columns.check(dialect.header.line, project, &mut gathered) {
        return Ok(None);
    }
    let reader = RecordReader::new(project, &columns, dialect.header.line, &mut gathered);
    let mut rows = Rows::new(project, &columns, reader, &mut gathered, reading, &dialect);
    rows.above_header(&dialect);
    let place = dialect.header.behind();
    let mut parts = Parts { rows, place, pending: String::new() };
    drop(dialect);
    let Some(text) = survey.text(&top) else { return Ok(None) };
    if !parts.take(text.strip_prefix(MARK).unwrap_or(&text), blocks.ended) {
        return Ok(None);
    }
    drop(text);
    let mut bytes = Vec::new();
    while !blocks.ended {
        bytes.clear();
        if !blocks.read_lines(&mut bytes)? {
            return Ok(None);
        }
        let Some(text) = survey.text(&bytes) else { return Ok(None) };
        if !parts.take(&text, blocks.ended) {
            return Ok(None);
        }
    }
    let Some(surveyed) = survey.finish() else { return Ok(None) };
    let records = parts.rows.finish_parts(&surveyed);
    Ok(Some((records, gathered)))
}

/// The rows of a file whose text comes in parts.
struct Parts<'a> {
    rows: Rows<'a>,
    /// Offset in the next text, and physical line.
    place: (usize, u32),
    /// A row whose end was not in the text so far.
    pending: String,
}

impl Parts<'_> {
    /// Takes further whole lines; `false` when a row is too long.
    fn take(&mut self, text: &str, is_last: bool) -> bool {
        if self.pending.is_empty() {
            self.place = self.rows.part(text, self.place, is_last);
            self.pending.push_str(text.get(self.place.0..).unwrap_or_default());
        } else {
            self.pending.push_str(text);
            self.place = self.rows.part(&self.pending, self.place, is_last);
            self.pending.drain(..self.place.0);
        }
        self.place.0 = 0;
        self.pending.len() <= LONGEST
    }
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
    use super::*;
    use crate::intake::reader::{finished, read_one};
    use crate::intake::text::encoding::Encoding;
    use crate::intake::text::one_byte;
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
                assert_eq!(finished(&PROJECT, "a.csv", bytes, also_said), said);
                true
            }
        }
    }

    /// The text in an encoding of one byte a character.
    fn one_byte(encoding: Encoding, text: &str) -> Vec<u8> {
        let byte = |c: char| {
            let is_meant = |byte: &u8| one_byte::text(encoding, &[*byte]).contains(c);
            (0..=255).find(is_meant).unwrap()
        };
        text.chars().map(byte).collect()
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

    #[test]
    fn files_of_one_byte_a_character_are_read_in_blocks_where_the_header_tells_which() {
        let header = HEADER.replace("Erledigt am", "Eingangsbestätigung am");
        let row = "0001;02.01.2017;;Lob;;;Grüße aus der Ombudsstelle\r\n";
        for encoding in [Encoding::Windows1252, Encoding::CodePage850] {
            let write = |text: &str| one_byte(encoding, text);
            let file = write(&format!("{header}{}", row.repeat(30)));
            for block in [64, 1000, 100_000] {
                assert!(is_read_alike(&file, block));
                assert!(!is_read_alike(&[&file[..], b"\0\n"].concat(), block));
                assert!(!is_read_alike(&write(&format!("{HEADER}{}", row.repeat(30))), block));
                // More valid UTF-8 than broken: a file in two encodings.
                assert!(!is_read_alike(&[&file[..], "ü\n".repeat(70).as_bytes()].concat(), block));
            }
        }
    }

    proptest! {
        /// Wherever blocks end, the same is read and said as from the file in one piece.
        #[test]
        fn blocks_change_nothing(
            mark in any::<bool>(),
            rows in proptest::collection::vec(
                "(0001|0002|=\"0003\");0[12]\\.01\\.2017;;(Lob|Beschwerde)?;(;x|;;x|;;\"[a-z;\n\r\"ü]{0,20}\"[ \t]{0,2}|;;\"Ombudsstelle\n[a-z]{0,9}\"|;;a\"b|;;'[a-z;\n']{0,9}')(\n|\r\n|\r)|(Summe;;;3|;;;;;;|Stand: 2017|text)\n|\u{feff}",
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
