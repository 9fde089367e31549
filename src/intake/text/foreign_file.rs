//! Files that are no CSV file whatever their name says, told by their first bytes.

/// What a file is, for print; `None` where it may be text.
pub(crate) fn kind(bytes: &[u8]) -> Option<&'static str> {
    let start: Vec<u8> = bytes
        .iter()
        .copied()
        .filter(|byte| !matches!(byte, 0xef | 0xbb | 0xbf))
        .skip_while(u8::is_ascii_whitespace)
        .take(14)
        .map(|byte| byte.to_ascii_lowercase())
        .collect();
    match bytes {
        [b'P', b'K', 3, 4, ..] => return Some("eine Excel-Arbeitsmappe oder ein ZIP-Archiv"),
        [0x1f, 0x8b, ..] => return Some("ein gzip-Archiv"),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Some("eine alte Excel-Arbeitsmappe (.xls)"),
        [b'%', b'P', b'D', b'F', ..] => return Some("ein PDF-Dokument"),
        _ => {}
    }
    let pages: [&[u8]; 4] = [b"<html", b"<!doctype html", b"<table", b"<?xml"];
    pages
        .into_iter()
        .any(|page| start.starts_with(page))
        .then_some("eine Webseite oder XML-Datei (vielleicht eine Fehlermeldung der Datenbank)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workbooks_and_web_pages_are_named() {
        for (bytes, expected) in [
            (&b"PK\x03\x04..."[..], Some("Arbeitsmappe")),
            (b"\xd0\xcf\x11\xe0...", Some(".xls")),
            (b"\xef\xbb\xbf \n<HTML><body>", Some("Webseite")),
            (b"\x1f\x8b\x08", Some("gzip")),
            (b"PK;<html>", None),
        ] {
            let found = kind(bytes);
            assert_eq!(found.is_some(), expected.is_some(), "{found:?}");
            assert!(found.unwrap_or_default().contains(expected.unwrap_or_default()), "{found:?}");
        }
    }
}
