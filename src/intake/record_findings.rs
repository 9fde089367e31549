//! What is said about values: findings of `record_reader` and `repeats`, without their places.

use super::dates::DateDefect;
use super::values::Lookup;
use crate::diagnostic::{Code, Finding};
use crate::domain::{Dimension, Field};
use jiff::civil::Date;

/// A value that no list knows.
pub(super) fn unknown_value(text: &str, field: Field, lookup: &Lookup<'_>) -> Finding {
    let list = field.dimension().map_or("", |dimension| dimension.id());
    let is_not_in_list = format!("steht nicht in der Liste `lists.{list}`");
    let finding = Finding::new(
        Code::ValueUnknown,
        format!("ein Wert, der hier nicht gezeigt wird, {is_not_in_list}"),
    )
    .told(format!("`{text}` {is_not_in_list}"));
    if let Some(sign) = lookup.look_alike(text) {
        return finding.help(format!(
            "{sign}; berichtigen Sie den Wert in der Datenbank, und exportieren Sie neu, oder kopieren Sie ihn genau so als Schreibweise (`synonyms`) in report.toml"
        ));
    }
    match lookup.nearest(text) {
        Some(near) => finding.help(format!(
            "meinten Sie `{near}`? Berichtigen Sie den Wert, oder tragen Sie ihn dort als Schreibweise (`synonyms`) ein"
        )),
        None => {
            let labels: Vec<&str> = lookup.labels().take(12).collect();
            finding
                .expected(labels.join(", "))
                .help("gehört der Wert in die Liste, tragen Sie ihn in report.toml als neuen Eintrag oder als Schreibweise (`synonyms`) eines Eintrags ein; was nicht gezeigt wird, zeigt `--show-values`; sind es Namen oder Bemerkungen, sind Spalten verrutscht oder falsch zugeordnet")
        }
    }
}

/// A case number that is lost.
pub(super) fn case_id_damaged() -> Finding {
    Finding::new(
        Code::CaseIdDamaged,
        "die Fallnummer ist von einem Tabellenprogramm in eine Zahl umgewandelt und damit zerstört worden",
    )
    .expected("die Fallnummer als Text, mit führenden Nullen")
    .help("exportieren Sie aus der Datenbank neu, und öffnen und speichern Sie die Datei nicht in Excel")
}

/// A value no record can be without.
pub(super) fn value_missing(column: &str) -> Finding {
    Finding::new(Code::ValueMissing, format!("der Pflichtwert in `{column}` fehlt"))
        .help("ergänzen Sie ihn in der Datenbank, und exportieren Sie neu")
}

/// A day the calendar does not have.
pub(super) fn date_impossible(text: &str) -> Finding {
    Finding::new(Code::DateImpossible, "den Tag gibt es nicht, oder er liegt zu weit zurück")
        .told(format!("`{text}` ist kein möglicher Tag"))
        .expected("ein Tag, den es im Kalender gibt, ab 1990")
        .help("berichtigen Sie das Datum in der Datenbank, und exportieren Sie neu")
}

/// Something that happened to a case before it was received; `days` says when.
pub(super) fn date_order(field: Field, days: &str) -> Finding {
    let what = match field {
        Field::ClosedOn => "erledigt",
        _ => "bestätigt",
    };
    let message = format!("der Fall wurde {what}, bevor er einging");
    let told = format!("{message}: {days}");
    Finding::new(Code::DateOrder, message)
        .told(told)
        .help("berichtigen Sie eines der beiden Daten in der Datenbank, und exportieren Sie neu")
}

/// A topic a case has in two columns.
pub(super) fn topic_twice() -> Finding {
    Finding::new(Code::TopicTwice, "der Fall nennt ein Anliegen zweimal; es wird einmal gezählt")
        .help("prüfen Sie, ob ein anderes Anliegen gemeint war")
}

/// A day after that of the report.
pub(super) fn in_future(text: &str, as_of: Date) -> Finding {
    let behind = format!("liegt nach dem Stand des Berichts, dem {}", german(as_of));
    Finding::new(Code::DateInFuture, format!("das Datum {behind}"))
        .told(format!("`{text}` {behind}"))
        .help("berichtigen Sie das Datum, oder stellen Sie `as_of` in report.toml auf den Tag des Exports")
}

/// A date in a form that is not read.
pub(super) fn date_form(text: &str, defect: DateDefect) -> Finding {
    let (what, message, help) = match defect {
        DateDefect::TwoDigitYear => {
            ("das Datum", "hat ein zweistelliges Jahr", "exportieren Sie mit vierstelligem Jahr")
        }
        DateDefect::Slashes => (
            "das Datum",
            "hat Schrägstriche; Tag und Monat sind nicht zu unterscheiden",
            "exportieren Sie in der Form TT.MM.JJJJ",
        ),
        DateDefect::SerialNumber => (
            "der Wert",
            "ist die Tageszahl eines Tabellenprogramms, kein Datum",
            "formatieren Sie die Spalte als Datum, oder exportieren Sie aus der Datenbank neu",
        ),
        DateDefect::Impossible | DateDefect::NoDate => (
            "der Wert",
            "ist kein Datum in einer bekannten Form",
            "prüfen Sie, ob in dieser Zeile die Spalten verrutscht sind, und berichtigen Sie das Datum",
        ),
    };
    Finding::new(Code::DateForm, format!("{what} {message}"))
        .told(format!("`{text}` {message}"))
        .expected("TT.MM.JJJJ oder JJJJ-MM-TT, auch mit Uhrzeit dahinter")
        .help(help)
}

/// A case with more topics than the configuration allows.
pub(super) fn too_many_topics(found: usize, limit: usize) -> Finding {
    Finding::new(
        Code::TooManyTopics,
        format!("der Fall hat {found} Anliegen, vorgesehen sind höchstens {limit}"),
    )
    .help("berichtigen Sie den Fall, oder erhöhen Sie `exports.topics_per_case` in report.toml")
}

/// A day as the office writes it.
pub(super) fn german(date: Date) -> String {
    format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
}

/// A column whose list the configuration leaves empty.
pub(super) fn list_is_empty(column: &str, dimension: Dimension) -> Finding {
    let list = dimension.id();
    Finding::new(
        Code::ColumnUnknown,
        format!("die Spalte `{column}` wird nicht gelesen, weil die Liste `lists.{list}` leer ist"),
    )
    .help("soll sie gelesen werden, tragen Sie ihre Werte in report.toml ein")
}
