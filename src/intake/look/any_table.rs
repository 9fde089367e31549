//! A table in any CSV file, also one that is no export. Here it is looked for with tolerance, to propose a configuration
//! for the file; `any_csv` reads all rows and says what does not fit.

use crate::diagnostic::{Finding, FindingCode, Place};
use crate::intake::csv::{Cell, Quotes, Scanner};
use crate::intake::layout::delimiter;
use crate::intake::text::{Decoded, Encoding, SEARCHED_LINES, clean, decode};
use crate::intake::value::{presentable, presentable::is_like_a_value};
use crate::intake::workbook;
use crate::project::ExportRules;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// In the order of preference where two fit equally well.
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
/// A row with fewer cells that may be headings is no header.
const FEWEST_HEADINGS: usize = 2;
/// Fewer days below each other tell nothing of the row above them.
const FEWEST_DAYS: usize = 3;
/// So many further sheets of a workbook are looked at.
const SHEETS: usize = 20;
/// Longer texts are sentences.
const LONGEST_HEADING: usize = 40;

/// Another sheet of a workbook on which a table is found, where the rules name none.
pub fn sheet_with_table(
    file: &str,
    bytes: &[u8],
    rules: &ExportRules,
    is_heading: impl Fn(&str) -> bool,
) -> Option<String> {
    let others = workbook::other_sheets(bytes, rules).into_iter().take(SHEETS);
    let has_table = |name: &String| {
        let rules = ExportRules { sheet: Some(name.clone()), ..rules.clone() };
        any_table(file, bytes, &rules, &is_heading).is_ok_and(|it| it.header_line.is_some())
    };
    others.into_iter().find(has_table)
}

/// A table in a file. Not printable: it may hold personal text.
pub struct AnyTable<'b> {
    /// The encoding.
    pub encoding: Encoding,
    /// Why it was taken for that, in German.
    pub encoding_reason: &'static str,
    /// The delimiter; `None` when there is only one column.
    pub delimiter: Option<char>,
    /// Physical line of the header; `None` where no row looks like one.
    pub header_line: Option<u32>,
    /// The header's cells in one line each; empty where they may be text of a record.
    pub names: Vec<String>,
    /// The same as the file writes them, to be shown on request only; of the first row, where no row looks like a header.
    pub header: Vec<String>,
    text: Cow<'b, str>,
    scanned_with: (char, Quotes),
    start: (usize, u32),
}

impl AnyTable<'_> {
    /// Hands every row to `take`, the header first; rows of another width than the header's, blank
    /// lines and rows that cannot be read are left out.
    pub fn for_each(&self, mut take: impl FnMut(&[Cow<'_, str>])) {
        let (at, line) = self.start;
        let (delimiter, quotes) = self.scanned_with;
        let mut scanner = Scanner::new(&self.text, delimiter, at, line).quotes(quotes);
        let mut cells = Vec::new();
        while let Some(row) = scanner.next_row(&mut cells) {
            if row.defect.is_some() || cells.len() != self.header.len() || is_blank(&cells) {
                continue;
            }
            let texts: Vec<Cow<'_, str>> = cells.iter().map(Cell::text).collect();
            take(&texts);
        }
    }
}

/// Finds the table in a file that may have titles above and totals below it: the delimiter under which
/// most rows are equally wide, from its header on: the row near the top that has most cells of which `is_heading` says
/// that they may be headings, and none that looks like a value; else the first of words alone that stands above days.
///
/// # Errors
/// When the file is no text, or holds no table.
pub fn any_table<'b>(
    name: &str,
    bytes: &'b [u8],
    rules: &ExportRules,
    is_heading: impl Fn(&str) -> bool,
) -> Result<AnyTable<'b>, Box<Finding>> {
    let (reading, quotes, start) = open(name, bytes, rules)?;
    let mut best: Option<(usize, usize, char)> = None;
    for delimiter in delimiters(&reading.text, rules) {
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        let (at, line) = start;
        let mut scanner = Scanner::new(&reading.text, delimiter, at, line).quotes(quotes);
        let mut cells = Vec::new();
        while let Some(row) = scanner.next_row(&mut cells) {
            if row.defect.is_none() && cells.len() > 1 {
                *widths.entry(cells.len()).or_default() += 1;
            }
        }
        for (width, rows) in widths {
            if best.is_none_or(|best| (best.0, best.1) < (rows, width)) {
                best = Some((rows, width, delimiter));
            }
        }
    }
    let Some((_, width, delimiter)) = best else {
        return Err(Box::new(
            Finding::new(FindingCode::HeaderNotFound, "die Datei enthält keine Tabelle")
                .at(Place::file(name))
                .expected(
                    "Spalten, getrennt durch Komma, Semikolon, Tabulator oder senkrechten Strich",
                ),
        ));
    };
    let mut scanner = Scanner::new(&reading.text, delimiter, start.0, start.1).quotes(quotes);
    let mut cells = Vec::new();
    let mut rows: Vec<((usize, u32), Vec<String>)> = Vec::new();
    let mut here = start.0;
    while let Some(row) = scanner.next_row(&mut cells) {
        let place = (std::mem::replace(&mut here, row.end), row.line);
        if row.line as usize > SEARCHED_LINES + SEARCHED_LINES && !rows.is_empty() {
            break;
        }
        if row.defect.is_none() && cells.len() == width {
            rows.push((place, cells.iter().map(|cell| cell.text().into_owned()).collect()));
        }
    }
    let first = rows.first().map(|(place, _)| *place);
    let near = || rows.iter().filter(|((_, line), _)| *line as usize <= SEARCHED_LINES);
    let known = near().rev().max_by_key(|(_, texts)| count_headings(texts, &is_heading));
    let known = known.filter(|(_, texts)| count_headings(texts, &is_heading) >= FEWEST_HEADINGS);
    let below = |at: usize| rows.get(at + 1..).unwrap_or_default().iter().map(|(_, texts)| texts);
    let foreign = || near().enumerate().find(|(at, (_, texts))| is_above_values(texts, below(*at)));
    let header = known.or_else(|| foreign().map(|(_, row)| row)).map(|(place, _)| *place);
    let is_known = known.is_some();
    let from = header.or(first).unwrap_or(start);
    let mut table = table(reading, (delimiter, quotes), from);
    if header.is_none() {
        table.header_line = None;
    }
    // Words that are no known headings may be a record's, whatever stands below them.
    if !is_known {
        let foreign = table.names.iter_mut().filter(|name| header.is_none() || !is_heading(name));
        foreign.for_each(String::clear);
    }
    Ok(table)
}

/// How many cells of a row may be headings; none where one looks like a value.
fn count_headings(texts: &[String], is_heading: impl Fn(&str) -> bool) -> usize {
    match texts.iter().any(|text| is_like_a_value(text)) {
        true => 0,
        false => texts
            .iter()
            .filter(|text| text.chars().count() <= LONGEST_HEADING && is_heading(text))
            .count(),
    }
}

/// Whether a row of unknown words is a header: short ones that do not come again in their columns, over a column of days.
fn is_above_values<'r>(texts: &[String], below: impl Iterator<Item = &'r Vec<String>>) -> bool {
    let is_blank = |text: &str| clean(text).is_empty();
    let words: Vec<&String> = texts.iter().filter(|text| !is_blank(text)).collect();
    let is_word = |text: &str| text.chars().count() <= LONGEST_HEADING && !is_like_a_value(text);
    let different: BTreeSet<&&String> = words.iter().collect();
    if different.len() < words.len()
        || words.len() * 3 < texts.len() * 2
        || !words.iter().all(|text| is_word(text))
    {
        return false;
    }
    // Cells below each word, and the days among them.
    let mut columns = vec![(0_usize, 0_usize); texts.len()];
    for row in below {
        for (((filled, days), text), cell) in columns.iter_mut().zip(texts).zip(row) {
            if is_blank(text) || is_blank(cell) {
                continue;
            }
            if cell == text {
                return false;
            }
            *filled += 1;
            *days += usize::from(presentable::is_day(cell));
        }
    }
    columns.iter().any(|(filled, days)| *days >= FEWEST_DAYS && days * 4 >= filled * 3)
}

/// The text of a file, its quotes, and where its first row starts: below `sep=;`.
fn open<'b>(
    name: &str,
    bytes: &'b [u8],
    rules: &ExportRules,
) -> Result<(Decoded<'b>, Quotes, (usize, u32)), Box<Finding>> {
    let mut readings = decode::decode(name, bytes, rules)?;
    let chosen = if readings.len() == 1 { Some(0) } else { decode::by_letters(&readings) };
    let Some(chosen) = chosen else {
        return Err(Box::new(
            Finding::new(
                FindingCode::AmbiguousDialect,
                "die Kodierung der Datei ist nicht zu erkennen: Weder als Windows-1252 noch als Codepage 850 ergeben ihre Umlaute einen Sinn",
            )
            .at(Place::file(name))
            .help("erzeugen Sie die Datei neu, am besten in UTF-8, oder geben Sie mit --project ein Projekt an, das `exports.encoding` nennt"),
        ));
    };
    let mut reading = readings.swap_remove(chosen);
    let quotes = rules.quote.map_or(Quotes::Double, Quotes::from_sign);
    if quotes == Quotes::Single {
        reading.text = crate::intake::csv::quotes::exchanged(&reading.text).into();
    }
    let start = delimiter::first_row(&reading.text);
    Ok((reading, quotes, start))
}

/// The delimiters a text may have, in the order of preference.
fn delimiters(text: &str, rules: &ExportRules) -> Vec<char> {
    let decided = rules.delimiter.or_else(|| delimiter::declared_delimiter(text));
    decided.map_or(DELIMITERS.to_vec(), |delimiter| vec![delimiter])
}

/// The table that starts at a place of a text: its header is the first row that is not blank.
fn table<'b>(
    reading: Decoded<'b>,
    (delimiter, quotes): (char, Quotes),
    start: (usize, u32),
) -> AnyTable<'b> {
    let mut header = Vec::new();
    let mut header_line = None;
    let mut scanner = Scanner::new(&reading.text, delimiter, start.0, start.1).quotes(quotes);
    let mut cells = Vec::new();
    while let Some(row) = scanner.next_row(&mut cells) {
        if row.defect.is_none() && !is_blank(&cells) {
            header = cells.iter().map(|cell| cell.text().into_owned()).collect();
            header_line = Some(row.line);
            break;
        }
    }
    AnyTable {
        encoding: reading.encoding,
        encoding_reason: reading.reason,
        delimiter: (header.len() > 1).then_some(delimiter),
        header_line,
        names: names(&header),
        header,
        text: reading.text,
        scanned_with: (delimiter, quotes),
        start,
    }
}

/// The cells of a header in one line each; empty where they may be text of a record.
pub(crate) fn names(header: &[String]) -> Vec<String> {
    let shown = presentable::headings(header, |_, _| false);
    let name = |(cell, is_shown): (&String, bool)| match is_shown {
        true => crate::domain::in_one_line(cell),
        false => String::new(),
    };
    header.iter().zip(shown).map(name).collect()
}

/// Whether a row is an empty line.
fn is_blank(cells: &[Cell<'_>]) -> bool {
    matches!(cells, [only] if only.text().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> AnyTable<'_> {
        let is_heading = |text: &str| ["Nr", "Datum"].contains(&text);
        any_table("a.csv", text.as_bytes(), &ExportRules::default(), is_heading).ok().unwrap()
    }

    #[test]
    fn a_table_below_titles_is_found() {
        let table = found("Liste der Vorgänge\n\nx;y;z\nNr;Datum;Was\n1;2;3\n4;5;6\nSumme;2\n");
        assert_eq!((table.header_line, table.delimiter), (Some(4), Some(';')));
        assert_eq!(table.names, ["Nr", "Datum", "Was"]);
        let mut count = 0;
        table.for_each(|_| count += 1);
        assert_eq!(count, 3);
    }

    #[test]
    fn a_header_of_foreign_words_is_known_by_the_days_below() {
        let rows = "17;01.02.2017;Lob;x\n18;02.02.2017;Lob;y\n19;;Rat;z\n20;03.02.2017;Lob;x\n";
        let line = |text: &str| found(text).header_line;
        let text = format!("List of cases;;;\n\nCase;Received;Kind;Note\n{rows}");
        assert_eq!(line(&text), Some(3));
        assert_eq!(line(&format!("Case;Received;Kind;\n{rows}")), Some(1));
        // What comes again below is a value; a line with few texts is a title.
        for first in ["a;b;Lob;c", "a;;b;", "a;b;a;c", "a;b;c;Beispielperson 0391 5551234"] {
            assert_eq!(line(&format!("{first}\n{rows}")), None, "{first}");
        }
    }

    #[test]
    fn foreign_words_are_shown_on_request_only_for_they_may_be_a_record() {
        let rows = "Rat;01.02.2017;x;y\nBitte;02.02.2017;z;w\nDank;03.02.2017;v;u\n";
        let text = format!("Beschwerde;Datum;Beispielperson;wartet seit Wochen\n{rows}");
        let table = found(&text);
        assert_eq!(table.header_line, Some(1));
        assert_eq!(table.names, ["", "Datum", "", ""]);
        assert_eq!(table.header[2], "Beispielperson");
    }

    #[test]
    fn a_table_without_a_header_has_columns_without_names() {
        for text in ["a;b;c\n1;01.02.2017;d\n", "1;01.02.2017;d\n2;01.02.2017;e\n"] {
            let table = found(text);
            assert_eq!((table.header_line, table.names), (None, vec![String::new(); 3]), "{text}");
        }
    }
}
