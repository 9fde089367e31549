//! What is said about lines: the findings of `rows`, without their places.

use crate::diagnostic::{Finding, FindingCode};
use crate::intake::csv::{QuoteDefectKind, Quotes};
use crate::intake::text::Encoding;
use crate::project::ExportRules;

/// A line above the header that can be a record.
pub(crate) fn record_above_header() -> Finding {
    Finding::new(
        FindingCode::UnknownLine,
        "über der Kopfzeile steht eine Zeile, die ein Fall sein kann",
    )
    .expected("die Kopfzeile vor dem ersten Fall")
    .help("setzen Sie die Kopfzeile an den Anfang, oder löschen Sie die Zeile")
}

/// A header with other columns in the middle of the file.
pub(crate) fn second_table() -> Finding {
    Finding::new(
        FindingCode::UnknownLine,
        "hier beginnt eine zweite Tabelle mit anderen Spalten; ab dieser Zeile wird nichts gelesen",
    )
    .expected("eine Tabelle je Datei")
    .help("teilen Sie die Datei an dieser Stelle in zwei Dateien")
}

/// A line that is nothing known.
pub(crate) fn stray_line() -> Finding {
    Finding::new(
        FindingCode::UnknownLine,
        "die Zeile ist weder Fall noch Kopf-, Summen-, Fuß- oder Leerzeile",
    )
    .help("gehört die Zeile zum Fall darüber (verbundene Zellen einer Tabelle), füllen Sie dessen Nummer, Tage und Art in jede seiner Zeilen; ist sie Teil einer Bemerkung, fehlen dort die Anführungszeichen; löschen Sie sie nur, wenn sie zu keinem Fall gehört")
}

/// Text below the records.
pub(crate) fn footer() -> Finding {
    Finding::new(FindingCode::FooterTaken, "die Zeile gilt als Fußzeile, nicht als Fall")
        .help("ist sie der Rest einer Bemerkung, setzen Sie die Bemerkung in Anführungszeichen")
}

/// A file in an encoding that is rare today, where nobody has declared it.
pub(crate) fn rare_encoding(encoding: Encoding, rules: &ExportRules) -> Option<Finding> {
    let is_usual = matches!(encoding, Encoding::Utf8 | Encoding::Windows1252 | Encoding::Workbook);
    (!is_usual && rules.encoding.is_none()).then(|| {
        let message = format!("die Datei ist in {} gelesen", encoding.label());
        Finding::new(FindingCode::EncodingRare, message)
            .help("sehen Sie nach, ob Umlaute richtig erscheinen; `exports.encoding` in report.toml legt die Kodierung fest")
    })
}

/// A record with too few or too many fields.
/// The number of fields is not that of the header, or not that of the other rows, which have surplus ones.
pub(crate) fn field_count(found: usize, width: usize, of_header: usize) -> Finding {
    let help = match found < width {
        true => {
            "vermutlich fehlt ein Trennzeichen, oder die Zeile ist mitten im Text umgebrochen; ein Text mit Zeilenumbruch muss in Anführungszeichen stehen"
        }
        false => {
            "vermutlich enthält ein Text das Trennzeichen; er muss dann in Anführungszeichen stehen"
        }
    };
    Finding::new(FindingCode::FieldCount, format!("die Zeile hat {found} Felder statt {width}"))
        .expected(match width == of_header {
            true => format!("{width} Felder wie in der Kopfzeile"),
            false => format!("{width} Felder wie in den anderen Zeilen"),
        })
        .help(help)
}

/// A quote that is not closed, or stands where none can stand.
pub(crate) fn quote_defect(kind: QuoteDefectKind, quotes: Quotes) -> Finding {
    let sign = quotes.sign();
    let (code, message, help) = match kind {
        QuoteDefectKind::Unclosed => (
            FindingCode::UnclosedQuote,
            "hier öffnet sich ein Anführungszeichen, das nicht geschlossen wird".to_owned(),
            "schließen Sie das Feld mit einem Anführungszeichen; die Zeilen danach sind wieder einzeln gelesen".to_owned(),
        ),
        QuoteDefectKind::TextAfter => (
            FindingCode::StrayQuote,
            "nach dem schließenden Anführungszeichen steht noch Text".to_owned(),
            format!("verdoppeln Sie Anführungszeichen innerhalb eines Textes (`{sign}{sign}`)"),
        ),
        QuoteDefectKind::Inside => (
            FindingCode::StrayQuote,
            "ein Anführungszeichen steht in einem Feld, das nicht damit beginnt".to_owned(),
            format!("setzen Sie den ganzen Text in Anführungszeichen, und verdoppeln Sie die inneren (`{sign}{sign}`)"),
        ),
        QuoteDefectKind::Backslash => (
            FindingCode::StrayQuote,
            format!("ein Anführungszeichen ist mit einem Rückstrich (`\\{sign}`) statt durch Verdoppeln gekennzeichnet"),
            format!("lassen Sie Anführungszeichen im Export verdoppeln (`{sign}{sign}`)"),
        ),
    };
    Finding::new(code, message).help(help)
}

/// A total row that disagrees with what was read; `stated` is what it says, where that may be shown.
pub(crate) fn total_mismatch(stated: Option<u64>, seen: u64) -> Finding {
    let read = format!("gelesen wurden bis hier {seen} Fälle");
    let mut finding = Finding::new(
        FindingCode::TotalMismatch,
        format!("die Summenzeile nennt eine andere Zahl, {read}"),
    )
    .help(
        "prüfen Sie, ob der Export vollständig ist; meint die Zeile etwas anderes, löschen Sie sie",
    );
    finding.told = stated.map(|stated| format!("die Summenzeile nennt {stated}, {read}"));
    finding
}

/// Records with surplus fields that are empty in the whole file.
pub(crate) fn surplus_fields(records: usize) -> Finding {
    let message = match records {
        1 => "eine Zeile hat am Ende überzählige leere Felder; sie werden übergangen".to_owned(),
        _ => format!(
            "{records} Zeilen haben am Ende überzählige leere Felder; sie werden übergangen"
        ),
    };
    Finding::new(FindingCode::SurplusFields, message)
}

/// A file without a record.
pub(crate) fn no_record() -> Finding {
    Finding::new(FindingCode::NoRecordInFile, "die Datei enthält keinen Fall")
        .help("gab es in dieser Zeit keinen, nennen Sie den ganzen Zeitraum des Berichts unter `exports.complete`; sonst erzeugen Sie den Export neu")
}

/// A last record that may have been cut off.
pub(crate) fn no_final_line_end() -> Finding {
    Finding::new(
        FindingCode::NoFinalLineEnd,
        "die letzte Zeile hat kein Zeilenende; die Datei kann abgeschnitten sein",
    )
    .help("prüfen Sie, ob der letzte Fall der Datei vollständig ist")
}

/// A ledger that does not add up: a fault of the program, told rather than hidden.
pub(crate) fn unbalanced(what: &str, counted: u64, booked: u64) -> Finding {
    Finding::new(
        FindingCode::LedgerUnbalanced,
        format!("die Buchführung geht nicht auf: {counted} {what} gezählt, {booked} verbucht"),
    )
    .help("das ist ein Fehler des Programms; melden Sie ihn bitte, möglichst mit der Kopfzeile der Datei")
}
