//! What is said about values: findings of `record_reader` and `repeats`, without their places.

use crate::diagnostic::{Finding, FindingCode};
use crate::domain::{Dimension, Field};
use crate::intake::value::{DateDefect, Lookup, spreadsheet_words};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A day so many years ahead is no slip of the pen.
const FAR: i16 = 20;

/// A value that no list knows.
pub(crate) fn unknown_value(text: &str, field: Field, lookup: &Lookup<'_>) -> Finding {
    let list = field.dimension().map_or("", |dimension| dimension.id());
    let is_not_in_list = format!("steht nicht in der Liste `lists.{list}`");
    let is_nothing = spreadsheet_words::is_nothing(text);
    let what = match is_nothing {
        true => "ein Wort, das in Datenbanken „leer“ heißt,",
        false => "ein Wert, der hier nicht gezeigt wird,",
    };
    let finding = Finding::new(FindingCode::ValueUnknown, format!("{what} {is_not_in_list}"))
        .told(format!("`{text}` {is_not_in_list}"));
    if is_nothing {
        return finding.help(declare_empty(text));
    }
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
pub(crate) fn case_id_damaged() -> Finding {
    Finding::new(
        FindingCode::CaseIdDamaged,
        "die Fallnummer ist von einem Tabellenprogramm in eine Zahl umgewandelt und damit zerstört worden",
    )
    .expected("die Fallnummer als Text, mit führenden Nullen")
    .help("exportieren Sie aus der Datenbank neu, und öffnen und speichern Sie die Datei nicht in Excel")
}

/// A word in place of a case number.
pub(crate) fn case_id_is_word() -> Finding {
    Finding::new(
        FindingCode::CaseIdDamaged,
        "statt der Fallnummer steht ein Fehlerwort oder Wahrheitswert eines Tabellenprogramms da",
    )
    .expected("die Fallnummer als Text")
    .help("exportieren Sie aus der Datenbank neu, und öffnen und speichern Sie die Datei nicht in Excel")
}

/// A word for nothing in place of a case number.
pub(crate) fn case_id_is_nothing() -> Finding {
    Finding::new(FindingCode::CaseIdDamaged, "statt der Fallnummer steht ein Wort da, das „leer“ heißt")
        .expected("die Fallnummer als Text")
        .help("ergänzen Sie sie in der Datenbank, und exportieren Sie neu; hat der Export zu Recht keine Fallnummern, tragen Sie `case_id = \"row\"` unter `[exports]` in report.toml ein")
}

/// A date in place of a case number.
pub(crate) fn case_id_is_date() -> Finding {
    Finding::new(
        FindingCode::CaseIdDamaged,
        "statt der Fallnummer steht ein Datum da; vermutlich hat ein Tabellenprogramm sie dafür gehalten",
    )
    .expected("die Fallnummer als Text, wie in den anderen Zeilen")
    .help("exportieren Sie aus der Datenbank neu, und öffnen und speichern Sie die Datei nicht in Excel")
}

/// A word in place of a remark.
pub(crate) fn remark_damaged() -> Finding {
    Finding::new(
        FindingCode::RemarkDamaged,
        "statt der Bemerkung steht das Fehlerwort eines Tabellenprogramms da; ob sie ein Merkmal der Ombudsstelle enthielt, ist nicht zu erkennen, und der Fall wird ihr nicht zugerechnet",
    )
    .help("exportieren Sie aus der Datenbank neu, und öffnen und speichern Sie die Datei nicht in Excel")
}

/// A value no record can be without.
pub(crate) fn value_missing(column: &str, field: Option<Field>) -> Finding {
    let mut help = "ergänzen Sie ihn in der Datenbank, und exportieren Sie neu".to_owned();
    if field == Some(Field::Category) {
        help.push_str("; sollen solche Fälle „ohne Angabe“ zählen, tragen Sie `empty_category = \"not_stated\"` unter `[exports]` in report.toml ein");
    }
    Finding::new(FindingCode::ValueMissing, format!("der Pflichtwert in `{column}` fehlt"))
        .help(help)
}

/// What to do about a database's word for nothing.
fn declare_empty(word: &str) -> String {
    format!(
        "heißt das „leer“, tragen Sie es unter `[exports]` in report.toml ein: `empty = [\"{}\"]`",
        word.replace('\\', "\\\\")
    )
}

/// A day the calendar does not have, or long ago. Databases also write such a day where there is none.
pub(crate) fn date_impossible(text: &str, field: Field, is_order_declared: bool) -> Finding {
    let mut help = "berichtigen Sie das Datum in der Datenbank, und exportieren Sie neu".to_owned();
    if may_be_empty(field) {
        help.push_str(if text.contains("00.00.") || text.contains("-00-00") {
            "; schreibt die Datenbank dies, wo es kein Datum gibt, tragen Sie es unter `exports.empty` in report.toml ein"
        } else {
            "; schreibt die Datenbank diesen Tag, wo es kein Datum gibt, tragen Sie ihn unter `exports.never` in report.toml ein"
        });
    }
    if is_order_declared {
        help.push_str("; prüfen Sie auch, ob `exports.date_order` zu diesem Export passt");
    }
    Finding::new(FindingCode::DateImpossible, "den Tag gibt es nicht, oder er liegt zu weit zurück")
        .told(format!("`{text}` ist kein möglicher Tag"))
        .expected("ein Tag, den es im Kalender gibt, ab 1990")
        .help(help)
}

/// Whether a case may be without the day of this field.
fn may_be_empty(field: Field) -> bool {
    matches!(field, Field::AcknowledgedOn | Field::ClosedOn)
}

/// Times with a zone, which are days of the office's zone.
pub(crate) fn date_with_zone(zone: &TimeZone) -> Finding {
    let zone = zone.iana_name().unwrap_or_default();
    Finding::new(
        FindingCode::DateWithZone,
        format!("die Zeiten dieser Spalte nennen eine Zeitzone; es zählt der Tag, der dann in `{zone}` ist"),
    )
    .help("gehört das Haus zu einer anderen Zeitzone, tragen Sie sie unter `exports.time_zone` in report.toml ein")
}

/// Something that happened to a case before it was received; `days` says when.
pub(crate) fn date_order(field: Field, days: &str) -> Finding {
    let what = match field {
        Field::ClosedOn => "erledigt",
        _ => "bestätigt",
    };
    let message = format!("der Fall wurde {what}, bevor er einging");
    let told = format!("{message}: {days}");
    Finding::new(FindingCode::DateOrder, message)
        .told(told)
        .help("berichtigen Sie eines der beiden Daten in der Datenbank, und exportieren Sie neu; ist es in fast jeder Zeile so, sind die beiden Spalten vertauscht")
}

/// A topic a case has in two columns.
pub(crate) fn topic_twice() -> Finding {
    Finding::new(
        FindingCode::TopicTwice,
        "der Fall nennt ein Anliegen zweimal; es wird einmal gezählt",
    )
    .help("prüfen Sie, ob ein anderes Anliegen gemeint war")
}

/// A day after that of the report. A day in a far year stands for none in many databases.
pub(crate) fn in_future(text: &str, (date, as_of): (Date, Date), field: Field) -> Finding {
    let mut help = "berichtigen Sie das Datum, oder stellen Sie `as_of` in report.toml auf den Tag des Exports";
    if may_be_empty(field) && date.year() > as_of.year() + FAR {
        help = "schreibt die Datenbank diesen Tag, wo es kein Datum gibt, tragen Sie ihn unter `exports.never` in report.toml ein; sonst berichtigen Sie ihn";
    }
    let behind = format!("liegt nach dem Stand des Berichts, dem {}", german(as_of));
    Finding::new(FindingCode::DateInFuture, format!("das Datum {behind}"))
        .told(format!("`{text}` {behind}"))
        .help(help)
}

/// A date in a form that is not read; `is_nothing` where it is a word for none.
pub(crate) fn date_form(text: &str, defect: DateDefect, is_nothing: bool) -> Finding {
    let (what, message, help) = match defect {
        DateDefect::TwoDigitYear => (
            "das Datum",
            "hat ein zweistelliges Jahr",
            "exportieren Sie mit vierstelligem Jahr; kann die Datenbank das nicht, tragen Sie `two_digit_years = true` unter `[exports]` in report.toml ein: `17` heißt dann 2017",
        ),
        DateDefect::Slashes => (
            "das Datum",
            "hat Schrägstriche; Tag und Monat sind nicht zu unterscheiden",
            "tragen Sie `date_order = \"dmy\"` (Tag zuerst) oder `date_order = \"mdy\"` (Monat zuerst) unter `[exports]` in report.toml ein, oder exportieren Sie in der Form TT.MM.JJJJ",
        ),
        DateDefect::SerialNumber => (
            "der Wert",
            "ist die Tageszahl eines Tabellenprogramms, kein Datum",
            "formatieren Sie die Spalte als Datum, oder exportieren Sie aus der Datenbank neu",
        ),
        DateDefect::DoubtfulZone => (
            "das Datum",
            "nennt eine Zeitzone, die an diesem Tag nicht gilt, und je nachdem ist es ein anderer Tag",
            "exportieren Sie die Zeiten ohne Zeitzone oder in UTC",
        ),
        DateDefect::Impossible | DateDefect::NoDate => (
            "der Wert",
            "ist kein Datum in einer bekannten Form",
            "prüfen Sie, ob in dieser Zeile die Spalten verrutscht sind, und berichtigen Sie das Datum",
        ),
    };
    Finding::new(FindingCode::DateForm, format!("{what} {message}"))
        .told(format!("`{text}` {message}"))
        .expected("TT.MM.JJJJ oder JJJJ-MM-TT, auch mit Uhrzeit dahinter")
        .help(if is_nothing { declare_empty(text) } else { help.to_owned() })
}

/// A case with more topics than the configuration allows.
pub(crate) fn too_many_topics(found: usize, limit: usize) -> Finding {
    Finding::new(
        FindingCode::TooManyTopics,
        format!("der Fall hat {found} Anliegen, vorgesehen sind höchstens {limit}"),
    )
    .help("berichtigen Sie den Fall, oder erhöhen Sie `exports.topics_per_case` in report.toml")
}

/// A day as the office writes it.
pub(crate) fn german(date: Date) -> String {
    format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
}

/// A column whose list the configuration leaves empty.
pub(crate) fn list_is_empty(column: &str, dimension: Dimension) -> Finding {
    let list = dimension.id();
    Finding::new(
        FindingCode::ColumnUnknown,
        format!("die Spalte `{column}` wird nicht gelesen, weil die Liste `lists.{list}` leer ist"),
    )
    .help("soll sie gelesen werden, tragen Sie ihre Werte in report.toml ein")
}
