//! How a file is understood, for people, in German. Personal text is never shown: of columns that
//! are not read and of free text only the names stand here.

use super::Subject;
use crate::commands::suggestion::guess;
use crate::diagnostic::{FindingCode, column_letters};
use crate::domain::{Field, LedgerEntry, Outcome, in_one_line};
use crate::intake::{
    AnyTable, ColumnValues, Encoding, FileReading, HEADER_SEARCHED_LINES, RawExport, ValueCount,
    any_table,
};
use crate::locale::{Words, date_short, month_short, plural};
use std::fmt::Write;

/// Longer texts are cut.
const LONGEST_VALUE: usize = 60;
/// In place of a heading that may be text of a record.
const HIDDEN: &str = "(nicht gezeigt: es könnte Text einer Person sein)";
/// So many values of a field are shown; all are counted.
const VALUES_SHOWN: usize = 100;

pub(super) fn write(text: &mut String, subject: &Subject<'_>, show_values: bool) {
    let Some(reading) = &subject.reading else { return };
    let _ = writeln!(text, "{}", subject.name);
    entry(text, "Größe", &format!("{} {}", reading.size, plural(reading.size, "Byte", "Bytes")));
    match &subject.raw {
        Ok(export) => {
            let (encoding, reason) = export.encoding();
            let line = Some(export.header_line());
            form(text, (encoding, reason), Some(export.delimiter()), line);
            if export.quote() == '\'' {
                entry(text, "Texte in", "einfachen Anführungszeichen (')");
            }
            columns(text, export, show_values);
            for column in export.value_counts() {
                values(text, &column, show_values);
            }
        }
        Err(finding) => {
            let rules = &subject.project.exports;
            let table = (finding.code == FindingCode::HeaderNotFound)
                .then(|| {
                    any_table(subject.name, subject.bytes, rules, guess::is_heading(rules)).ok()
                })
                .flatten();
            match table {
                Some(table) => foreign(text, &table, show_values),
                None => entry(text, "Kodierung", "nicht erkannt"),
            }
        }
    }
    dates(text, reading);
    ledgers(text, reading, subject.configured, &subject.project.words);
}

fn entry(text: &mut String, name: &str, value: &str) {
    let _ = writeln!(text, "  {name:<14} {value}");
}

fn form(
    text: &mut String,
    (encoding, reason): (Encoding, &str),
    delimiter: Option<char>,
    line: Option<u32>,
) {
    let is_text = encoding != Encoding::Workbook;
    let name = if is_text { "Kodierung" } else { "Form" };
    entry(text, name, &format!("{} ({reason})", encoding.label()));
    let delimiter = match delimiter {
        None => "keines, nur eine Spalte".to_owned(),
        Some(';') => "Semikolon".to_owned(),
        Some(',') => "Komma".to_owned(),
        Some('\t') => "Tabulator".to_owned(),
        Some('|') => "senkrechter Strich".to_owned(),
        Some(other) => format!("`{other}`"),
    };
    if is_text {
        entry(text, "Trennzeichen", &delimiter);
    }
    let line = line.map(|line| format!("Zeile {line}"));
    let line =
        line.unwrap_or_else(|| format!("keine in den ersten {HEADER_SEARCHED_LINES} Zeilen"));
    entry(text, "Kopfzeile", &line);
}

fn columns(text: &mut String, export: &RawExport<'_>, show_values: bool) {
    let columns = export.columns();
    let _ = writeln!(text, "\nSpalten");
    for ((number, column), cell) in (1_usize..).zip(&columns).zip(export.header()) {
        let number = column_label(number, export.encoding().0);
        let cell = in_one_line(cell);
        let name = match column.name.as_str() {
            "" if cell.is_empty() => "(ohne Überschrift)",
            "" if show_values => cut(&cell),
            "" => HIDDEN,
            name => name,
        };
        let field = column.field.map_or("– nicht gelesen", Field::id);
        let _ = writeln!(text, "  {number:>4}  {name:<28} {field}");
    }
    let missing: Vec<String> = (export.fields())
        .filter(|field| !columns.iter().any(|column| column.field == Some(*field)))
        // One of these two is enough, and which is there stands above; the third has no usual name.
        .filter(|field| !matches!(field, Field::Remark | Field::ScopeAnswer | Field::State))
        .map(|field| {
            let header = field.default_headers().first().copied().unwrap_or_default();
            format!("{} ({header})", field.id())
        })
        .collect();
    if !missing.is_empty() {
        let _ = writeln!(text, "  ohne Spalte: {}", missing.join(", "));
    }
}

fn values(text: &mut String, column: &ColumnValues, show_values: bool) {
    let id = column.field.id();
    let _ = writeln!(text, "\nWerte von {id}");
    let mut values: Vec<_> = column.values.iter().collect();
    values.sort_by(|a, b| b.1.count.cmp(&a.1.count).then_with(|| a.0.cmp(b.0)));
    let (shown, hidden): (Vec<_>, Vec<_>) =
        values.into_iter().partition(|(_, found)| show_values || found.is_presentable);
    let cells = |values: &[(&String, &ValueCount)]| -> u64 {
        values.iter().map(|(_, found)| found.count).sum()
    };
    for (value, found) in shown.iter().take(VALUES_SHOWN) {
        let mark = if found.known == Some(false) { "   nicht in der Liste" } else { "" };
        let _ = writeln!(text, "  {:>6}  {}{mark}", found.count, cut(value));
    }
    let rest = shown.get(VALUES_SHOWN..).unwrap_or_default();
    if !rest.is_empty() {
        let _ = writeln!(text, "  {:>6}  in {} weiteren Schreibweisen", cells(rest), rest.len());
    }
    if !hidden.is_empty() {
        let _ = writeln!(
            text,
            "  {:>6}  in {} {}, nicht gezeigt: Es könnte Text einer Person sein (`--show-values`)",
            cells(&hidden),
            hidden.len(),
            plural(hidden.len() as u64, "Schreibweise", "Schreibweisen"),
        );
    }
    if column.empty > 0 {
        let _ = writeln!(text, "  {:>6}  leer", column.empty);
    }
}

fn cut(value: &str) -> &str {
    let plain = value.chars().count() <= LONGEST_VALUE && !value.chars().any(char::is_control);
    if plain { value } else { "(ein längerer Text)" }
}

/// A column as findings name it: of a sheet by its letters.
fn column_label(number: usize, encoding: Encoding) -> String {
    match encoding {
        Encoding::Workbook => column_letters(number),
        _ => number.to_string(),
    }
}

/// A table that is no export yet.
fn foreign(text: &mut String, table: &AnyTable<'_>, show_values: bool) {
    let reason = table.encoding_reason;
    form(text, (table.encoding, reason), table.delimiter, table.header_line);
    let _ = writeln!(
        text,
        "\nSpalten{}",
        match table.header_line {
            Some(_) => " (die Kopfzeile ist geraten; `--suggest` schlägt eine Zuordnung vor)",
            None => "",
        }
    );
    for (number, (name, cell)) in (1_usize..).zip(table.names.iter().zip(&table.header)) {
        let number = column_label(number, table.encoding);
        let cell = in_one_line(cell);
        let name = match () {
            () if show_values => cut(&cell),
            () if name.is_empty() => HIDDEN,
            () => cut(name),
        };
        let _ = writeln!(text, "  {number:>4}  {name}");
    }
}

fn dates(text: &mut String, reading: &FileReading) {
    let Some((first, last)) = reading.received else { return };
    let _ = writeln!(text, "\nEingang vom {} bis zum {}", date_short(first), date_short(last));
    for ((year, month), count) in &reading.months {
        let month = month_short(u8::try_from(*month).unwrap_or_default());
        let _ = writeln!(text, "  {count:>6}  {month} {year}");
    }
    if let Some(total) = reading.stated_total {
        let _ = writeln!(text, "  {total:>6}  nennt die Datei selbst als Summe");
    }
}

fn ledgers(text: &mut String, reading: &FileReading, configured: bool, words: &Words) {
    let _ = writeln!(text, "\nZeilen");
    for (kind, count) in reading.lines.entries().filter(|(_, count)| *count > 0) {
        let name = words.ledger(LedgerEntry::Lines(Some(kind)));
        let _ = writeln!(text, "  {count:>6}  {name}");
    }
    let _ = writeln!(text, "  {:>6}  insgesamt", reading.lines.total());
    let _ = writeln!(text, "\nDatensätze");
    // Which year is reported on, and which cases are the ombuds office's, only a project says.
    let unknown =
        [Outcome::Counted, Outcome::CarriedIn, Outcome::OutsidePeriod, Outcome::OutsideScope];
    // A condition (`Outcome::Excluded`) only a project has.
    let mut read = 0;
    for outcome in Outcome::PRINTED {
        let count = reading.records.get(outcome);
        if !configured && unknown.contains(&outcome) {
            read += count;
            if outcome == Outcome::OutsideScope && read > 0 {
                let _ = writeln!(text, "  {read:>6}  gelesen");
            }
        } else if count > 0 {
            let name = words.ledger(LedgerEntry::Records(Some(outcome)));
            let _ = writeln!(text, "  {count:>6}  {name}");
        }
    }
    let _ = writeln!(text, "  {:>6}  insgesamt", reading.records.total());
}
