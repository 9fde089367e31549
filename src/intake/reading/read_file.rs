//! One export from bytes to records: how it is written, what its columns mean, then its rows. A file
//! that cannot be read for certain is refused as a whole; its lines are booked as unreadable.

use super::rows::{FileRecords, Rows};
use crate::diagnostic::{Finding, FindingCode};
use crate::domain::LineKind;
use crate::intake::account::{FileReading, Gathered, line_findings};
use crate::intake::layout::{Columns, Dialect, Headless, dialect};
use crate::intake::record::{RecordReader, Records};
use crate::intake::text::{decode, letters, lines};
use crate::intake::workbook;
use crate::project::{ExportRules, Project};

/// In so many other sheets of a workbook a header is looked for.
const SHEETS: usize = 10;

/// Reads one file.
pub(crate) fn read(
    project: &Project,
    path: &str,
    bytes: &[u8],
    gathered: &mut Gathered,
) -> FileRecords {
    let mut reading = FileReading::new(path, bytes);
    if bytes.is_empty() {
        gathered.single(
            Finding::new(FindingCode::NoRecords, "die Datei ist leer")
                .help("erzeugen Sie den Export neu"),
        );
        return FileRecords { reading, records: Records::default(), seen: 0, headless: None };
    }
    let mut headless = None;
    let usable = match dialect::recognise(path, bytes, project) {
        Err(finding) => {
            let mut finding = *finding;
            if finding.code == FindingCode::HeaderNotFound {
                headless = headless_rows(path, bytes, project);
                if let Some(sheet) = sheet_with_header(path, bytes, project) {
                    let has_it = "derselben Arbeitsmappe hat eine solche Kopfzeile";
                    let told = format!("{}; das Blatt „{sheet}“ {has_it}", finding.message);
                    finding.message.push_str(&format!("; ein anderes Blatt {has_it}"));
                    finding = finding.told(told).help(
                        "soll das andere Blatt gelesen werden, nennen Sie es unter `[exports]` in report.toml: `sheet = \"Name des Blattes\"`",
                    );
                }
            }
            gathered.single(finding);
            None
        }
        Ok(dialect) => {
            let columns = Columns::new(&dialect.header, &project.exports);
            describe(&mut reading, &dialect, &columns);
            let rare = line_findings::rare_encoding(dialect.encoding, &project.exports);
            rare.into_iter().for_each(|finding| gathered.single(finding));
            warn_of_ruined_text(&dialect.text, gathered);
            let of_sheet = dialect.sheet.iter();
            of_sheet
                .flat_map(|sheet| sheet.findings(path, dialect.header.line, columns.named()))
                .for_each(|finding| gathered.single(finding));
            let usable = columns.check(dialect.header.line, project, gathered);
            usable.then_some((dialect, columns))
        }
    };
    let Some((dialect, columns)) = usable else {
        let unread = decode::unread_lines(path, bytes, &project.exports);
        reading.lines.add(LineKind::Defect, unread);
        if let Ok(last) = u32::try_from(unread) {
            reading.rejected_lines.push((1, last));
        }
        return FileRecords { reading, records: Records::default(), seen: 0, headless };
    };
    let header_line = dialect.header.line;
    let reader = RecordReader::new(project, &columns, header_line, gathered);
    Rows::new(project, &columns, reader, gathered, reading, &dialect).read(&dialect)
}

/// Rows that look like cases in a file without a header.
fn headless_rows(path: &str, bytes: &[u8], project: &Project) -> Option<Headless> {
    let readings = decode::decode_top(path, bytes, &project.exports).ok()?;
    Headless::find(&readings.first()?.text, project)
}

/// Another sheet of a workbook that has a header.
fn sheet_with_header(path: &str, bytes: &[u8], project: &Project) -> Option<String> {
    let mut others = workbook::other_sheets(bytes, &project.exports).into_iter().take(SHEETS);
    others.find(|name| {
        let exports = ExportRules { sheet: Some(name.clone()), ..project.exports.clone() };
        dialect::recognise(path, bytes, &Project { exports, ..project.clone() }).is_ok()
    })
}

/// Puts into the reading how the file is written.
pub(crate) fn describe(reading: &mut FileReading, dialect: &Dialect<'_>, columns: &Columns) {
    reading.encoding = Some(dialect.encoding);
    reading.encoding_reason = dialect.reason;
    reading.delimiter = dialect.sheet.is_none().then_some(dialect.delimiter);
    reading.quote = dialect.quotes.sign();
    reading.header_line = dialect.header.line;
    reading.columns = columns.readings();
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
        Finding::new(FindingCode::Mojibake, message)
            .at(gathered.place(line))
            .help(decode::EXPORT_ANEW),
    );
}
