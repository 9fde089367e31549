//! The text of a file that is no export. Where its characters cannot be told, those are marked instead of refusing
//! the file: the rows without them can still be read.

use crate::diagnostic::{Finding, FindingCode};
use crate::intake::layout::delimiter;
use crate::intake::text::{Encoding, decode, multibyte};
use crate::intake::workbook::SheetNotes;
use crate::project::ExportRules;
use std::borrow::Cow;

/// Stands for bytes that are no character.
const MARK: char = '\u{fffd}';

/// A text. Not printable: it may hold personal text.
pub(crate) struct AnyText<'b> {
    pub(crate) text: Cow<'b, str>,
    /// The offset and the physical line where its first row starts: below `sep=;`.
    pub(crate) start: (usize, u32),
    /// The delimiter, where the officer or the file tells it.
    pub(crate) delimiter: Option<char>,
    /// What is to be told of a workbook's sheet.
    pub(crate) sheet: Option<Box<SheetNotes>>,
    /// Why characters cannot be told, in German; empty where all can.
    pub(crate) broken: &'static str,
}

impl AnyText<'_> {
    /// Whether a part of the text holds characters that cannot be told.
    pub(crate) fn is_broken(&self, (from, to): (usize, usize)) -> bool {
        !self.broken.is_empty() && self.text.get(from..to).is_some_and(|part| part.contains(MARK))
    }
}

/// The text of a file.
///
/// # Errors
/// When the file is no text at all.
pub(crate) fn open<'b>(
    name: &str,
    bytes: &'b [u8],
    rules: &ExportRules,
) -> Result<AnyText<'b>, Box<Finding>> {
    let mut sheet = None;
    let (text, broken) = match decode::decode(name, bytes, rules) {
        Ok(mut readings) => {
            sheet = readings.first_mut().and_then(|reading| reading.sheet.take());
            let chosen = if readings.len() == 1 { Some(0) } else { decode::by_letters(&readings) };
            match chosen {
                Some(chosen) => (readings.swap_remove(chosen).text, ""),
                None => (
                    ascii(bytes),
                    "die Kodierung der Datei ist nicht zu erkennen, und die Zeile enthält andere Zeichen als die von ASCII",
                ),
            }
        }
        Err(finding) if finding.code == FindingCode::Encoding => (
            marked(bytes, decode::configured(rules)),
            "die Zeile enthält Bytes, die keine Zeichen sind",
        ),
        Err(finding) => return Err(finding),
    };
    let declared = delimiter::declared_delimiter(&text);
    let start = delimiter::first_row(&text);
    let given = rules.delimiter.or(declared).or(sheet.is_some().then_some(';'));
    Ok(AnyText { start, delimiter: given, text, broken, sheet })
}

/// The text of bytes of which some are no characters.
fn marked(bytes: &[u8], configured: Option<Encoding>) -> Cow<'static, str> {
    let text = match (bytes, configured) {
        ([0xff, 0xfe, rest @ ..], _) => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0,
        ([0xfe, 0xff, rest @ ..], _) => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        (bytes, Some(Encoding::Utf16Le)) => {
            encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0
        }
        (bytes, Some(Encoding::Utf16Be)) => {
            encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0
        }
        _ => {
            let (valid, invalid) = multibyte::balance(bytes);
            match valid >= invalid {
                true => {
                    String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
                }
                false => ascii(bytes),
            }
        }
    };
    Cow::Owned(text.replace('\0', "\u{fffd}"))
}

/// The text of bytes, those beyond ASCII marked.
fn ascii(bytes: &[u8]) -> Cow<'static, str> {
    let sign = |byte: &u8| if byte.is_ascii() { char::from(*byte) } else { MARK };
    Cow::Owned(bytes.iter().map(sign).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_be_told_is_marked() {
        let text =
            |bytes: &'static [u8]| open("a.csv", bytes, &ExportRules::default()).ok().unwrap();
        let whole = text("ä;b\n".as_bytes());
        assert_eq!((whole.text.as_ref(), whole.broken), ("ä;b\n", ""));
        let mixed = text(b"\xc3\xa4;b\n\xc3\xb6;\xfc\n1;\0\n");
        assert_eq!(mixed.text, "ä;b\nö;\u{fffd}\n1;\u{fffd}\n");
        assert!(!mixed.is_broken((0, 5)) && mixed.is_broken((5, 11)));
        let unknown = text(b"a;b\n\xa4;\xb6\n");
        assert_eq!(unknown.text, "a;b\n\u{fffd};\u{fffd}\n");
        assert_eq!(text(b"\xff\xfea\0;\0b\0\n\0c").text, "a;b\n\u{fffd}");
    }
}
