//! Files that are no export whatever their name says, told by their first bytes.

/// How a workbook with a password names its content, in UTF-16.
const ENCRYPTED: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";

/// What a file is and what to do with it, for print; `None` where it may be text.
pub(crate) fn kind(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let start: Vec<u8> = bytes
        .iter()
        .copied()
        .filter(|byte| !matches!(byte, 0xef | 0xbb | 0xbf))
        .skip_while(u8::is_ascii_whitespace)
        .take(14)
        .map(|byte| byte.to_ascii_lowercase())
        .collect();
    match bytes {
        [0x1f, 0x8b, ..] => {
            return Some((
                "ein gzip-Archiv",
                "entpacken Sie es, und legen Sie die Datei daraus in den Ordner",
            ));
        }
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            return Some(match bytes.windows(ENCRYPTED.len()).any(|part| part == ENCRYPTED) {
                true => (
                    "eine Arbeitsmappe mit Kennwort",
                    "öffnen Sie sie in Excel, und speichern Sie sie ohne Kennwort (Datei › Informationen › Arbeitsmappe schützen › Mit Kennwort verschlüsseln); bewahren Sie sie dann so auf, dass kein Unbefugter sie öffnen kann",
                ),
                false => (
                    "eine alte Excel-Arbeitsmappe (.xls)",
                    "öffnen Sie sie in Excel, und speichern Sie sie als Excel-Arbeitsmappe (.xlsx)",
                ),
            });
        }
        [b'%', b'P', b'D', b'F', ..] => {
            return Some((
                "ein PDF-Dokument",
                "geben Sie die Fälle aus der Datenbank als CSV oder .xlsx aus",
            ));
        }
        _ => {}
    }
    let pages: [&[u8]; 4] = [b"<html", b"<!doctype html", b"<table", b"<?xml"];
    pages
        .into_iter()
        .any(|page| start.starts_with(page))
        .then_some((
            "eine Webseite oder XML-Datei (vielleicht eine Fehlermeldung der Datenbank)",
            "sehen Sie sie im Browser an; ist sie eine Tabelle, öffnen Sie sie in Excel, und speichern Sie sie als Excel-Arbeitsmappe (.xlsx)",
        ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workbooks_and_web_pages_are_named() {
        for (bytes, expected) in [
            (&b"\xd0\xcf\x11\xe0..."[..], Some(".xls")),
            (&[b"\xd0\xcf\x11\xe0\0\0", ENCRYPTED].concat(), Some("Kennwort")),
            (b"\xef\xbb\xbf \n<HTML><body>", Some("Webseite")),
            (b"\x1f\x8b\x08", Some("gzip")),
            (b"PK;<html>", None),
        ] {
            let found = kind(bytes).map(|(kind, _)| kind);
            assert_eq!(found.is_some(), expected.is_some(), "{found:?}");
            assert!(found.unwrap_or_default().contains(expected.unwrap_or_default()), "{found:?}");
        }
    }
}
