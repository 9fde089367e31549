//! Bytes → text. The encoding is proven, never assumed: a byte order mark decides, else strict
//! UTF-8, else the pattern of NUL bytes that UTF-16 has. What is left can be Windows-1252 or the old code page
//! 850; both readings are handed on, and `dialect` decides by the words the file is known to hold.

use super::encoding::Encoding;
use super::foreign_file;
use super::letters;
use super::lines;
use super::multibyte;
use super::one_byte;
use crate::diagnostic::{Finding, FindingCode, Place};
use crate::intake::workbook::{self, SheetNotes};
use crate::project::ExportRules;
use std::borrow::Cow;

/// The header stands within so many physical lines from the top.
pub const SEARCHED_LINES: usize = 60;
/// One more shows that they end.
const LINES_DECODED: usize = SEARCHED_LINES + 1;

/// What to do where signs are lost: nothing that keeps them lost.
pub(crate) const EXPORT_ANEW: &str = "erzeugen Sie den Export aus der Datenbank neu; öffnen und speichern Sie die Datei nicht in einem anderen Programm: Was zerstört ist, käme so nicht zurück";
/// What to do where the officer has decided on an encoding.
const OTHER_ENCODING: &str = "ist die Datei anders kodiert, berichtigen oder streichen Sie `exports.encoding` in report.toml; sonst erzeugen Sie den Export aus der Datenbank neu, ohne ihn in einem anderen Programm zu öffnen und zu speichern";
/// Why a file is taken for UTF-8, for print.
pub(crate) const ONLY_ASCII: &str = "nur ASCII-Zeichen";
/// Why a file is taken for UTF-8, for print.
pub(crate) const VALID_UTF8: &str = "durchgehend gültiges UTF-8";

/// One possible reading of the bytes.
#[derive(Clone)]
pub(crate) struct Decoded<'b> {
    pub(crate) encoding: Encoding,
    /// Why it is taken for that, for print.
    pub(crate) reason: &'static str,
    pub(crate) text: Cow<'b, str>,
    /// All bytes, where the text is only the top of the file so far.
    bytes: Option<&'b [u8]>,
    /// What is to be told of a workbook's sheet.
    pub(crate) sheet: Option<Box<SheetNotes>>,
}

impl<'b> Decoded<'b> {
    fn whole(encoding: Encoding, reason: &'static str, text: Cow<'b, str>) -> Self {
        Self { encoding, reason, text, bytes: None, sheet: None }
    }

    /// Decodes the rest of a file of which only the top was decoded.
    pub(crate) fn complete(&mut self) {
        if let Some(bytes) = self.bytes.take() {
            self.text = one_byte::text(self.encoding, bytes);
        }
    }
}

/// The possible readings of a file: one, or Windows-1252 and code page 850.
pub(crate) fn decode<'b>(
    file: &str,
    bytes: &'b [u8],
    rules: &ExportRules,
) -> Result<Vec<Decoded<'b>>, Box<Finding>> {
    let mut readings = decode_top(file, bytes, rules)?;
    readings.iter_mut().for_each(Decoded::complete);
    Ok(readings)
}

/// The same, but of two readings only so much is decoded as a header can stand in.
pub(crate) fn decode_top<'b>(
    file: &str,
    bytes: &'b [u8],
    rules: &ExportRules,
) -> Result<Vec<Decoded<'b>>, Box<Finding>> {
    if workbook::is_archive(bytes) {
        let sheet = workbook::read(file, bytes, rules)?;
        let reading = Decoded::whole(Encoding::Workbook, sheet.reason, Cow::Owned(sheet.text));
        return Ok(vec![Decoded { sheet: Some(Box::new(sheet.notes)), ..reading }]);
    }
    if let Some((kind, help)) = foreign_file::kind(bytes) {
        let message = format!("die Datei ist {kind}, kein Export, der sich lesen lässt");
        return Err(Finding::new(FindingCode::NotCsv, message)
            .at(Place::file(file))
            .help(help)
            .into());
    }
    let readings = match (mark(bytes), configured(rules)) {
        (Some((encoding, length)), _) => {
            let reason = "Bytereihenfolgemarke (BOM) am Dateianfang";
            vec![strict(file, (bytes, length), encoding, reason)?]
        }
        (None, Some(encoding)) => {
            vec![strict(file, (bytes, 0), encoding, "Vorgabe `exports.encoding` in report.toml")?]
        }
        (None, None) => without_mark(file, bytes)?,
    };
    let mut readings = readings;
    for reading in &mut readings {
        if reading.bytes.is_some_and(|bytes| bytes.contains(&0)) {
            reading.complete();
        }
        if let Some(offset) = reading.text.find('\0') {
            let (line, column) = lines::position(&reading.text, offset);
            return Err(Finding::new(
                FindingCode::Encoding,
                "die Datei enthält ein NUL-Byte und ist vermutlich beschädigt",
            )
            .at(Place::line(file, line).column(column))
            .help(EXPORT_ANEW)
            .into());
        }
    }
    Ok(readings)
}

/// The encoding the officer has decided on.
pub(crate) fn configured(rules: &ExportRules) -> Option<Encoding> {
    rules.encoding.as_deref().and_then(Encoding::from_id)
}

/// How many physical lines a file has that cannot be read; of a workbook its rows.
pub(crate) fn unread_lines(file: &str, bytes: &[u8], rules: &ExportRules) -> u64 {
    let readings = match workbook::is_archive(bytes) {
        true => decode_top(file, bytes, rules).unwrap_or_default(),
        false => Vec::new(),
    };
    match readings.first() {
        Some(sheet) => lines::count(sheet.text.as_bytes()),
        None => lines::count(String::from_utf8_lossy(bytes).as_bytes()),
    }
}

fn mark(bytes: &[u8]) -> Option<(Encoding, usize)> {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => Some((Encoding::Utf8, 3)),
        [0xff, 0xfe, ..] => Some((Encoding::Utf16Le, 2)),
        [0xfe, 0xff, ..] => Some((Encoding::Utf16Be, 2)),
        _ => None,
    }
}

fn without_mark<'b>(file: &str, bytes: &'b [u8]) -> Result<Vec<Decoded<'b>>, Box<Finding>> {
    if let Some(encoding) = utf16_by_nul(bytes) {
        return Ok(vec![strict(file, (bytes, 0), encoding, "Muster der NUL-Bytes")?]);
    }
    let utf8 = std::str::from_utf8(bytes);
    if let Ok(text) = utf8 {
        let reason = if text.is_ascii() { ONLY_ASCII } else { VALID_UTF8 };
        return Ok(vec![Decoded::whole(Encoding::Utf8, reason, Cow::Borrowed(text))]);
    }
    let (valid, invalid) = multibyte::balance(bytes);
    if valid >= invalid {
        return Err(broken_utf8(file, (bytes, 0)).help(EXPORT_ANEW).into());
    }
    let reason = "kein gültiges UTF-8; Buchstaben passen zum Inhalt";
    let top = bytes.get(..lines::end_of(bytes, LINES_DECODED)).unwrap_or(bytes);
    let partly = |encoding| Decoded {
        encoding,
        reason,
        text: one_byte::text(encoding, top),
        bytes: Some(bytes),
        sheet: None,
    };
    let mut readings = vec![partly(Encoding::CodePage850)];
    if one_byte::first_undefined(bytes).is_none() {
        readings.insert(0, partly(Encoding::Windows1252));
    }
    Ok(readings)
}

/// The reading in one encoding of what stands behind a mark, when every byte has a meaning there.
fn strict<'b>(
    file: &str,
    (all, mark): (&'b [u8], usize),
    encoding: Encoding,
    reason: &'static str,
) -> Result<Decoded<'b>, Box<Finding>> {
    let bytes = all.get(mark..).unwrap_or_default();
    let text = match encoding {
        Encoding::Utf8 | Encoding::Workbook => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => {
                let help = if mark > 0 { EXPORT_ANEW } else { OTHER_ENCODING };
                return Err(broken_utf8(file, (all, mark)).help(help).into());
            }
        },
        Encoding::Windows1252 => {
            if let Some(offset) = one_byte::first_undefined(bytes) {
                return Err(undefined_byte(file, (all, mark), offset, encoding)
                    .help(OTHER_ENCODING)
                    .into());
            }
            one_byte::text(encoding, bytes)
        }
        Encoding::CodePage850 => one_byte::text(encoding, bytes),
        Encoding::Utf16Le | Encoding::Utf16Be => {
            let table = match encoding {
                Encoding::Utf16Le => encoding_rs::UTF_16LE,
                _ => encoding_rs::UTF_16BE,
            };
            match table.decode_without_bom_handling_and_without_replacement(bytes) {
                Some(text) => text,
                None => {
                    return Err(Finding::new(
                        FindingCode::Encoding,
                        format!(
                            "die Datei ist {}, aber unvollständig oder beschädigt",
                            encoding.label()
                        ),
                    )
                    .at(Place::file(file))
                    .help(EXPORT_ANEW)
                    .into());
                }
            }
        }
    };
    Ok(Decoded::whole(encoding, reason, text))
}

/// UTF-16 without a mark: western text has a NUL in (nearly) every other byte.
fn utf16_by_nul(bytes: &[u8]) -> Option<Encoding> {
    let sample = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let nul_at = |parity: usize| {
        sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count() * 10
    };
    let half = sample.len() / 2;
    let (even, odd) = (nul_at(0), nul_at(1));
    if odd > half * 7 && even < half {
        Some(Encoding::Utf16Le)
    } else if even > half * 7 && odd < half {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

fn broken_utf8(file: &str, (all, mark): (&[u8], usize)) -> Finding {
    let bytes = all.get(mark..).unwrap_or_default();
    let offset = std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
    undefined_byte(file, (all, mark), offset, Encoding::Utf8)
}

/// About a byte of a file, at an offset behind its mark.
fn undefined_byte(
    file: &str,
    (all, mark): (&[u8], usize),
    offset: usize,
    encoding: Encoding,
) -> Finding {
    let bytes = all.get(mark..).unwrap_or_default();
    let before = bytes.get(..offset).unwrap_or_default();
    let text = match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(before),
        _ => one_byte::text(encoding, before),
    };
    let (line, column) = lines::position(&format!("{text}?"), text.len());
    let byte = bytes.get(offset).copied().unwrap_or_default();
    let name = encoding.label();
    Finding::new(
        FindingCode::Encoding,
        format!(
            "das Byte {byte:02X} (an Stelle {} der Datei) ist in {name} nicht möglich",
            mark + offset + 1
        ),
    )
    .at(Place::line(file, line).column(column))
    .expected("eine Datei, die durchgehend in einer Kodierung geschrieben ist")
}

/// Decides between readings of one byte a character by their letters alone: the only one whose
/// signs can be German text.
pub(crate) fn by_letters(readings: &[Decoded<'_>]) -> Option<usize> {
    let plausible = |encoding: Encoding| {
        readings.iter().position(|reading| {
            let signs = letters::examine(&reading.text);
            reading.encoding == encoding
                && signs.is_plausible()
                && (encoding == Encoding::Windows1252 || signs.german > 0)
        })
    };
    plausible(Encoding::Windows1252).or_else(|| plausible(Encoding::CodePage850))
}

#[cfg(test)]
mod tests {
    use super::super::code_page_850;
    use super::*;

    fn read(bytes: &[u8]) -> Vec<(Encoding, String)> {
        let readings = decode("a.csv", bytes, &ExportRules::default()).unwrap();
        readings.into_iter().map(|reading| (reading.encoding, reading.text.into_owned())).collect()
    }

    fn message(bytes: &[u8]) -> String {
        decode("a.csv", bytes, &ExportRules::default()).err().unwrap().message
    }

    #[test]
    fn marks_and_strict_utf8_decide() {
        let one = |encoding, text: &str| vec![(encoding, text.to_owned())];
        assert_eq!(read("Straße".as_bytes()), one(Encoding::Utf8, "Straße"));
        assert_eq!(read(b"\xef\xbb\xbfStra\xc3\x9fe"), one(Encoding::Utf8, "Straße"));
        assert_eq!(read(b"\xff\xfea\0\xe4\0"), one(Encoding::Utf16Le, "aä"));
        assert_eq!(read(b"\xfe\xff\0a\0\xe4"), one(Encoding::Utf16Be, "aä"));
        assert_eq!(read(b"a\0b\0c\0\xe4\0e\0f\0"), one(Encoding::Utf16Le, "abcäef"));
    }

    #[test]
    fn one_byte_code_pages_are_told_apart_by_their_letters() {
        let bytes = b"Gr\xfc\xdfe und \xc4rger";
        let readings = decode("a.csv", bytes, &ExportRules::default()).unwrap();
        assert_eq!(by_letters(&readings), Some(0));
        let bytes = code_page_850_bytes("Grüße und Ärger, fünf Öfen");
        let readings = decode("a.csv", &bytes, &ExportRules::default()).unwrap();
        let chosen = by_letters(&readings).and_then(|at| readings.get(at)).unwrap();
        assert_eq!(chosen.text, "Grüße und Ärger, fünf Öfen");
        let readings = decode("a.csv", b"Gr\xa4e f\xb6r", &ExportRules::default()).unwrap();
        assert_eq!(by_letters(&readings), None);
    }

    fn code_page_850_bytes(text: &str) -> Vec<u8> {
        let byte = |c| (0..=255).find(|byte| code_page_850::decode(&[*byte]) == String::from(c));
        text.chars().map(|c| byte(c).unwrap()).collect()
    }

    #[test]
    fn a_file_in_two_encodings_is_refused_with_its_first_bad_byte() {
        let finding =
            decode("a.csv", b"\xc3\xbc\xc3\xa4\n\xfc", &ExportRules::default()).err().unwrap();
        assert_eq!(finding.code, FindingCode::Encoding);
        assert_eq!(finding.place.as_ref().map(|place| (place.line, place.column)), Some((2, 1)));
        assert!(finding.message.contains("Byte FC (an Stelle 6"), "{}", finding.message);
        assert!(message(b"\xef\xbb\xbfab\xfc").contains("Byte FC (an Stelle 6"));
        assert!(message(b"\xff\xfea").contains("unvollständig"));
        assert!(message(b"a;b\0c;d").contains("NUL"));
    }

    #[test]
    fn of_two_readings_only_the_top_is_decoded_until_one_is_chosen() {
        let bytes = b"Gr\xfc\xdfe\r\n".repeat(100);
        for mut reading in decode_top("a.csv", &bytes, &ExportRules::default()).unwrap() {
            assert_eq!(reading.text.lines().count(), LINES_DECODED);
            reading.complete();
            assert_eq!(reading.text.lines().count(), 100);
        }
    }
}
