//! What is said about a CSV file that is no export, without places.

use super::fitting_rows::Doubt;
use super::loose_form::FormDoubt;
use super::loose_rows::{Escape, Form, MOST_FIELDS};
use crate::diagnostic::{Finding, FindingCode};
use crate::intake::account::line_findings;
use crate::intake::csv::{QuoteDefectKind, Quotes};

/// So many lines are named.
const SHOWN: usize = 6;

/// A row with too few or too many fields, which is handed on as it is.
pub(crate) fn width(found: usize, width: usize) -> Finding {
    let mut finding = line_findings::field_count(found, width, width);
    let number = if found == 1 { "1 Feld".to_owned() } else { format!("{found} Felder") };
    finding.message =
        format!("die Zeile hat {number} statt {width}; sie ist so ausgegeben, wie sie ist");
    finding.expected(format!("{width} Felder wie in den meisten Zeilen"))
}

/// A row that cannot be read.
pub(crate) fn unreadable(kind: QuoteDefectKind, quote: char, lines: (u32, u32)) -> Finding {
    let mut finding = line_findings::quote_defect(kind, Quotes::from_sign(quote));
    let left_out = match lines {
        (first, last) if first < last => {
            format!("; die Zeilen {first} bis {last} sind nicht ausgegeben")
        }
        _ => "; die Zeile ist nicht ausgegeben".to_owned(),
    };
    finding.message.push_str(&left_out);
    finding
}

/// A row with so many fields that they are not kept.
pub(crate) fn too_wide(fields: usize) -> Finding {
    Finding::new(
        FindingCode::FieldCount,
        format!("die Zeile hat {fields} Felder, mehr als gelesen werden; sie ist nicht ausgegeben"),
    )
    .expected(format!("höchstens {MOST_FIELDS} Felder"))
    .help("prüfen Sie, ob die Datei beschädigt ist")
}

/// A row that was read in the one way in which it has all its fields.
pub(crate) fn doubt(doubt: Doubt<'_>) -> Finding {
    let message = match doubt {
        Doubt::QuoteTaken(_) => {
            "ein Anführungszeichen ist nicht verdoppelt oder nicht geschlossen; es gilt als Zeichen des Textes, weil die Zeile nur so alle Felder hat".to_owned()
        }
        Doubt::QuotesAroundDelimiter => {
            "Anführungszeichen stehen mitten in mehreren Feldern; sie gelten als Zeichen des Textes, können aber einen Text mit dem Trennzeichen darin begrenzen".to_owned()
        }
        Doubt::RowsInside => {
            "ein Feld in Anführungszeichen enthält Zeilen, die selbst Datensätze sein können; vielleicht fehlt ein schließendes Anführungszeichen".to_owned()
        }
        Doubt::Footer => {
            "am Ende der Datei ist in dieser Zeile, anders als in allen darüber, nur ein Feld gefüllt; vielleicht ist sie kein Datensatz".to_owned()
        }
        Doubt::OtherDelimiter(delimiter) => format!(
            "die Zeile hat nur mit {} als Trennzeichen alle Felder und ist damit gelesen",
            delimiter_name(delimiter)
        ),
    };
    Finding::new(FindingCode::RowInDoubt, message)
        .help("vergleichen Sie die ausgegebene Zeile mit der Datei, und berichtigen Sie die Datei")
}

/// A quote inside a field that is not quoted.
pub(crate) fn literal_quote() -> Finding {
    Finding::new(
        FindingCode::QuoteTakenLiterally,
        "ein Anführungszeichen steht in einem Feld, das nicht damit beginnt; es gilt als Zeichen des Textes",
    )
    .help("prüfen Sie die Stelle; soll es das Feld begrenzen, muss das Feld damit beginnen")
}

/// A row with characters that cannot be told.
pub(crate) fn broken(reason: &str) -> Finding {
    Finding::new(FindingCode::Encoding, format!("{reason}; die Zeile ist nicht ausgegeben"))
        .expected("eine Datei, die durchgehend in einer Kodierung geschrieben ist")
        .help("speichern Sie die Datei als „CSV UTF-8“, oder geben Sie mit --project ein Projekt an, das `exports.encoding` nennt")
}

/// What else the whole file may mean.
pub(crate) fn form_in_doubt(doubt: FormDoubt<'_>) -> Finding {
    let message = match doubt {
        FormDoubt::NothingParts => {
            "mit keinem Trennzeichen haben genügend Zeilen gleich viele Felder; jede Zeile ist als ein Feld ausgegeben".to_owned()
        }
        FormDoubt::Also(delimiter) => format!(
            "die Datei lässt sich auch mit {} als Trennzeichen lesen",
            delimiter_name(delimiter)
        ),
    };
    Finding::new(FindingCode::AmbiguousDialect, message)
        .help("prüfen Sie die Ausgabe; teilen sich die Spalten anders, geben Sie mit --project ein Projekt an, das `exports.delimiter` nennt")
}

/// How the table is written, where that is rare.
pub(crate) fn unusual(form: Form<'_>) -> Option<Finding> {
    let mut what = Vec::new();
    if !matches!(form.delimiter, "" | "," | ";" | "\t" | "|") {
        what.push(format!("mit {} als Trennzeichen", delimiter_name(form.delimiter)));
    }
    if form.quote != '"' {
        what.push(format!("mit `{}` als Anführungszeichen", form.quote));
    }
    if form.escape == Escape::Backslash {
        what.push("mit einem Rückstrich vor Anführungszeichen im Text".to_owned());
    }
    let message = format!("die Datei ist {} gelesen", what.join(" und "));
    (!what.is_empty()).then(|| Finding::new(FindingCode::UnusualForm, message))
}

/// A line above the header.
pub(crate) fn line_above() -> Finding {
    Finding::new(
        FindingCode::LinesAboveTable,
        "die Zeile steht über der Kopfzeile und ist nicht ausgegeben",
    )
    .help("gehört sie zur Tabelle, füllen Sie ihre Felder; sonst löschen Sie die Zeile")
}

/// Further headers, and how many rows below them are handed on.
pub(crate) fn headers_repeated(lines: &[u32], below: u64) -> Finding {
    let shown: Vec<String> = lines.iter().take(SHOWN).map(u32::to_string).collect();
    let more = if lines.len() > SHOWN { " und weiteren" } else { "" };
    let headers = match lines.len() {
        1 => {
            "die Kopfzeile steht hier noch einmal; sie ist nicht noch einmal ausgegeben".to_owned()
        }
        count => format!(
            "die Kopfzeile steht noch {count}× in der Datei (Zeilen {}{more}); sie ist nicht noch einmal ausgegeben",
            shown.join(", ")
        ),
    };
    let rows = match below {
        0 => String::new(),
        1 => ", die Zeile darunter schon".to_owned(),
        rows => format!(", die {rows} Zeilen darunter schon"),
    };
    Finding::new(FindingCode::HeaderRepeated, format!("{headers}{rows}"))
        .help("prüfen Sie, ob hier mehrere Tabellen aneinandergehängt sind und alle Spalten dasselbe bedeuten")
}

/// A row of a second table.
pub(crate) fn second_table() -> Finding {
    Finding::new(
        FindingCode::UnknownLine,
        "die Zeile gehört zu einer zweiten Tabelle mit anderen Spalten; diese Tabelle ist nicht ausgegeben",
    )
    .expected("eine Tabelle je Datei")
    .help("teilen Sie die Datei dort, wo die zweite Tabelle beginnt")
}

/// A first row that is data.
pub(crate) fn no_header() -> Finding {
    Finding::new(
        FindingCode::HeaderIsData,
        "die erste Zeile sieht aus wie ein Datensatz; vermutlich fehlt die Kopfzeile",
    )
    .help("ergänzen Sie eine Kopfzeile; andere Programme halten die erste Zeile dafür")
}

/// A file without a row.
pub(crate) fn empty() -> Finding {
    Finding::new(FindingCode::EmptyFile, "die Datei enthält keine Zeile")
}

fn delimiter_name(delimiter: &str) -> String {
    let mut signs = delimiter.chars();
    match (signs.next(), signs.next()) {
        (Some(' '), None) => "dem Leerzeichen".to_owned(),
        (Some('\u{1f}'), None) => "dem Zeichen U+001F".to_owned(),
        (Some(sign), None) => crate::intake::layout::dialect::delimiter_name(sign),
        _ => format!("`{delimiter}`"),
    }
}
