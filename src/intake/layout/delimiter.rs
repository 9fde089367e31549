//! Which delimiters a file may have: the one the officer or the file itself declares, else the usual ones.

use crate::intake::text::{clean::clean_start, lines};
use crate::project::Project;

/// The delimiters that are tried when the officer has not decided.
const DELIMITERS: [char; 4] = [';', ',', '\t', '|'];

/// The delimiter a spreadsheet's first line declares: `sep=;`.
pub(crate) fn declared_delimiter(text: &str) -> Option<char> {
    let (_, line) = lines::split(text).next()?;
    let line = clean_start(line);
    let line = line.strip_prefix('"').and_then(|l| l.strip_suffix('"')).unwrap_or(line);
    let (key, value) = line.split_once('=')?;
    let mut characters = value.chars();
    let delimiter = characters.next()?;
    let alone = characters.next().is_none();
    (key.trim().eq_ignore_ascii_case("sep") && alone).then_some(delimiter)
}

/// The offset and the physical line where a text's first row starts: below `sep=;`.
pub(crate) fn first_row(text: &str) -> (usize, u32) {
    declared_delimiter(text).map_or((0, 1), |_| (lines::end(text).1, 2))
}

/// Those that are tried.
pub(crate) fn delimiters(text: &str, project: &Project) -> Vec<char> {
    match project.exports.delimiter.or_else(|| declared_delimiter(text)) {
        Some(delimiter) => vec![delimiter],
        None => DELIMITERS.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheets_first_line_declares_the_delimiter() {
        assert_eq!(declared_delimiter("sep=;\r\na;b"), Some(';'));
        assert_eq!(declared_delimiter("\u{feff}\"SEP=,\"\n"), Some(','));
        assert_eq!(declared_delimiter("sep=\t\n"), Some('\t'));
        assert_eq!(declared_delimiter("Fallnummer;Art\n"), None);
    }
}
