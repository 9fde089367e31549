//! How a file is understood, for people, in German. Personal text is never shown: of columns that
//! are not read and of free text only the names stand here.

use super::Subject;
use crate::diagnostic::Code;
use crate::domain::Field;
use crate::intake::{AnyTable, ColumnValues, FileReading, Outcome, RawExport, any_table};
use crate::locale::{date_short, month_short, plural};
use std::fmt::Write;

/// Longer values are no values of a list; a value like that may be personal text.
pub(super) const LONGEST_VALUE: usize = 60;
/// So many values of a field are shown; all are counted.
const VALUES_SHOWN: usize = 100;

pub(super) fn write(text: &mut String, subject: &Subject<'_>) {
    let Some(reading) = &subject.reading else { return };
    let _ = writeln!(text, "{}", subject.name);
    entry(text, "Größe", &format!("{} {}", reading.size, plural(reading.size, "Byte", "Bytes")));
    match &subject.raw {
        Ok(export) => {
            let (encoding, reason) = export.encoding();
            form(text, encoding.label(), reason, Some(export.delimiter()), export.header_line());
            if export.quote() == '\'' {
                entry(text, "Texte in", "einfachen Anführungszeichen (')");
            }
            columns(text, export);
            for column in export.value_counts() {
                values(text, &column);
            }
        }
        Err(finding) => {
            let rules = &subject.project.exports;
            let table = (finding.code == Code::HeaderNotFound)
                .then(|| any_table(subject.name, subject.bytes, rules).ok())
                .flatten();
            match table {
                Some(table) => foreign(text, &table),
                None => entry(text, "Kodierung", "nicht erkannt"),
            }
        }
    }
    dates(text, reading);
    ledgers(text, reading, subject.configured);
}

fn entry(text: &mut String, name: &str, value: &str) {
    let _ = writeln!(text, "  {name:<14} {value}");
}

fn form(text: &mut String, encoding: &str, reason: &str, delimiter: Option<char>, line: u32) {
    entry(text, "Kodierung", &format!("{encoding} ({reason})"));
    let delimiter = match delimiter {
        None => "keines, nur eine Spalte".to_owned(),
        Some(';') => "Semikolon".to_owned(),
        Some(',') => "Komma".to_owned(),
        Some('\t') => "Tabulator".to_owned(),
        Some('|') => "senkrechter Strich".to_owned(),
        Some(other) => format!("`{other}`"),
    };
    entry(text, "Trennzeichen", &delimiter);
    entry(text, "Kopfzeile", &format!("Zeile {line}"));
}

fn columns(text: &mut String, export: &RawExport<'_>) {
    let columns = export.columns();
    let _ = writeln!(text, "\nSpalten");
    for (number, column) in (1..).zip(&columns) {
        let name = if column.name.is_empty() { "(ohne Überschrift)" } else { &column.name };
        let field = column.field.map_or("– nicht gelesen", Field::id);
        let _ = writeln!(text, "  {number:>4}  {name:<28} {field}");
    }
    let missing: Vec<String> = Field::ALL
        .into_iter()
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

fn values(text: &mut String, column: &ColumnValues) {
    let id = column.field.id();
    let _ = writeln!(text, "\nWerte von {id}");
    let mut values: Vec<_> = column.values.iter().collect();
    values.sort_by(|a, b| b.1.count.cmp(&a.1.count).then_with(|| a.0.cmp(b.0)));
    for (value, found) in values.iter().take(VALUES_SHOWN) {
        let mark = if found.known == Some(false) { "   nicht in der Liste" } else { "" };
        let _ = writeln!(text, "  {:>6}  {}{mark}", found.count, shown(value));
    }
    let rest = values.get(VALUES_SHOWN..).unwrap_or_default();
    if !rest.is_empty() {
        let cells: u64 = rest.iter().map(|(_, found)| found.count).sum();
        let _ = writeln!(text, "  {cells:>6}  in {} weiteren Schreibweisen", rest.len());
    }
    if column.empty > 0 {
        let _ = writeln!(text, "  {:>6}  leer", column.empty);
    }
}

fn shown(value: &str) -> &str {
    let plain = value.chars().count() <= LONGEST_VALUE && !value.chars().any(char::is_control);
    if plain { value } else { "(ein längerer Text)" }
}

/// A table that is no export yet.
fn foreign(text: &mut String, table: &AnyTable<'_>) {
    let reason = table.encoding_reason;
    form(text, table.encoding.label(), reason, table.delimiter, table.header_line);
    let _ = writeln!(
        text,
        "\nSpalten (die Kopfzeile ist geraten; `--suggest` schlägt eine Zuordnung vor)"
    );
    for (number, name) in (1..).zip(&table.header) {
        let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(text, "  {number:>4}  {}", shown(&name));
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

fn ledgers(text: &mut String, reading: &FileReading, configured: bool) {
    let _ = writeln!(text, "\nZeilen");
    for (_, label, count) in reading.lines.entries().iter().filter(|entry| entry.2 > 0) {
        let _ = writeln!(text, "  {count:>6}  {label}");
    }
    let _ = writeln!(text, "  {:>6}  insgesamt", reading.lines.total());
    let _ = writeln!(text, "\nDatensätze");
    // Which year is reported on, and which cases are the ombuds office's, only a project says.
    let unknown =
        [Outcome::Counted, Outcome::CarriedIn, Outcome::OutsidePeriod, Outcome::OutsideScope];
    let mut read = 0;
    for outcome in Outcome::ALL {
        let count = reading.records.get(outcome);
        if !configured && unknown.contains(&outcome) {
            read += count;
            if outcome == Outcome::OutsideScope && read > 0 {
                let _ = writeln!(text, "  {read:>6}  gelesen");
            }
        } else if count > 0 {
            let _ = writeln!(text, "  {count:>6}  {}", outcome.label());
        }
    }
    let _ = writeln!(text, "  {:>6}  insgesamt", reading.records.total());
}
