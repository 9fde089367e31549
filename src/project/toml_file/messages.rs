//! The parser's messages in German: what is wrong, and what was expected. A rare one keeps its
//! words, in brackets.

const DATE: &str =
    "ein Datum in der Form JJJJ-MM-TT, ohne Anführungszeichen, zum Beispiel 2018-05-02";
const QUOTED: &str = "ein Text in geraden Anführungszeichen: \"…\"";

/// What is wrong, and what was expected. `found` is the file's text from the place on.
pub(super) fn translate(message: &str, found: &str) -> (String, Option<String>) {
    let (what, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    if let Some(name) = what.strip_prefix("unknown field ") {
        let known =
            (!expected.is_empty()).then(|| format!("einer der Schlüssel {}", list(expected)));
        return (format!("{name} ist hier kein bekannter Schlüssel"), known);
    }
    if let Some(name) = what.strip_prefix("unknown variant ") {
        let known = format!("einer der Werte {}, in Anführungszeichen", list(expected));
        return (format!("{name} ist hier kein möglicher Wert"), Some(known));
    }
    if let Some(name) = what.strip_prefix("missing field ") {
        return (format!("der Schlüssel {name} fehlt"), None);
    }
    if let Some(kind) =
        what.strip_prefix("invalid type: ").or_else(|| what.strip_prefix("invalid value: "))
    {
        return (
            format!("der Wert hat die falsche Art: {}", german_kind(kind)),
            Some(german_expected(expected)),
        );
    }
    if what.starts_with("invalid date") && expected.contains(" between ") {
        return ("diesen Tag gibt es im Kalender nicht".to_owned(), Some(DATE.to_owned()));
    }
    // What `raw` itself expects of a value with several forms is written in German.
    if message.contains("eine Dimension") || message.contains("einer Dimension") {
        return ("der Wert hat die falsche Art".to_owned(), Some(message.to_owned()));
    }
    syntax(what, found)
        .map(|(what, expected)| (what.to_owned(), expected.map(str::to_owned)))
        .unwrap_or_else(|| (format!("die Datei ist kein gültiges TOML ({message})"), None))
}

fn syntax(what: &str, found: &str) -> Option<(&'static str, Option<&'static str>)> {
    let line = found.lines().next().unwrap_or_default().trim();
    let is_unquoted = what.starts_with("string values must be quoted")
        || what.starts_with("invalid boolean")
        || what.starts_with("missing value");
    let is_date = ["invalid date", "invalid time", "invalid offset"]
        .iter()
        .any(|start| what.starts_with(start));
    let is_number =
        what.starts_with("unexpected leading zero") || what.starts_with("invalid integer");
    if is_date || ((is_unquoted || is_number) && looks_like_date(line)) {
        return Some(("das Datum ist so nicht lesbar", Some(DATE)));
    }
    if is_unquoted {
        return Some(match line.chars().next() {
            None | Some('#') => ("hinter `=` steht kein Wert", None),
            Some('„' | '“' | '”' | '‚' | '‘' | '’' | '»' | '«') => {
                ("die Anführungszeichen sind typographische", Some(QUOTED))
            }
            Some(c) if c.is_ascii_digit() => (
                "der Wert ist weder eine Zahl noch ein Text in Anführungszeichen",
                Some("eine ganze Zahl ohne Zusatz, oder ein Text in geraden Anführungszeichen"),
            ),
            _ => ("der Text steht nicht in Anführungszeichen", Some(QUOTED)),
        });
    }
    if what.starts_with("unexpected key or value") && line.starts_with(',') {
        return Some((
            "hinter dem Wert steht ein Komma",
            Some("eine ganze Zahl, oder eine Liste in eckigen Klammern"),
        ));
    }
    SYNTAX
        .iter()
        .find(|(english, ..)| what.starts_with(english))
        .map(|(_, german, expected)| (*german, (!expected.is_empty()).then_some(*expected)))
}

/// `02.05.2018`, `2018-5-2`, `2/5/18`: digits in three groups.
fn looks_like_date(line: &str) -> bool {
    let word = line.split([' ', '#', ',']).next().unwrap_or_default();
    let groups: Vec<&str> = word.split(['.', '-', '/']).collect();
    groups.len() == 3
        && groups.iter().all(|group| !group.is_empty() && group.chars().all(|c| c.is_ascii_digit()))
}

/// The parser's beginnings of messages, with the German one and what was expected.
const SYNTAX: [(&str, &str, &str); 26] = [
    ("key with no value", "hinter dem Schlüssel fehlen `=` und ein Wert", "schlüssel = Wert"),
    ("invalid basic string", "der Text ist nicht geschlossen", "`\"` am Ende des Textes"),
    ("invalid literal string", "der Text ist nicht geschlossen", "`'` am Ende des Textes"),
    ("invalid multi-line", "der Text ist nicht geschlossen", "drei Anführungszeichen am Ende"),
    (
        "missing comma between array",
        "zwischen zwei Einträgen einer Liste fehlt ein Komma, oder die Liste davor ist nicht geschlossen",
        "`,` oder `]`",
    ),
    (
        "missing comma between key-value",
        "zwischen zwei Angaben fehlt ein Komma, oder ein Anführungszeichen davor fehlt",
        "`,` oder `}`",
    ),
    ("extra comma", "hier steht ein Komma zu viel", ""),
    ("extra assignment", "hier steht ein `=` zu viel", ""),
    ("extra `=`", "hier steht ein `=` zu viel", ""),
    (
        "unexpected `=` in array",
        "in einer Liste steht ein `=`",
        "Werte mit Komma dazwischen, oder { schlüssel = Wert }",
    ),
    ("missing assignment", "hinter dem Schlüssel fehlt `=`", "schlüssel = Wert"),
    ("missing key", "vor dem Wert fehlt der Schlüssel", "schlüssel = Wert"),
    ("invalid inline table element", "das kann in { … } nicht stehen", "schlüssel = Wert"),
    ("unclosed array table", "die Überschrift ist nicht geschlossen", "`]]`"),
    ("unclosed table", "die Überschrift ist nicht geschlossen", "`]`"),
    ("missing table open", "vor der Überschrift fehlt eine Klammer", "`[`"),
    ("unclosed array", "die Liste ist nicht geschlossen", "`]`"),
    ("unclosed inline table", "die Angaben in { … } sind nicht geschlossen", "`}`"),
    ("missing array opening", "eine Liste beginnt ohne Klammer", "`[`"),
    ("missing inline table opening", "Angaben beginnen ohne Klammer", "`{`"),
    (
        "unexpected key or value",
        "hinter dem Wert steht noch etwas",
        "ein Zeilenende; jeder Schlüssel beginnt eine neue Zeile",
    ),
    ("unexpected content", "hier steht etwas, das nicht hierher gehört", "eine neue Zeile"),
    (
        "invalid unquoted key",
        "der Schlüssel enthält ein Zeichen, das dort nicht stehen kann",
        "Buchstaben a bis z, Ziffern und `_`",
    ),
    (
        "missing escaped value",
        "hinter `\\` steht ein Zeichen, das dort nicht stehen kann",
        "`/` oder `\\\\`, wenn ein Schrägstrich gemeint ist",
    ),
    ("duplicate key", "der Schlüssel steht zweimal", ""),
    ("unexpected leading zero", "die Zahl beginnt mit einer überflüssigen Null", "eine ganze Zahl"),
];

/// "one of `a`, `b`" and "`a` or `b`" as a list.
fn list(expected: &str) -> String {
    expected.trim_start_matches("one of ").replace(" or ", ", ")
}

fn german_kind(found: &str) -> String {
    [
        ("string ", "Text "),
        ("integer ", "Zahl "),
        ("boolean ", "Wahrheitswert "),
        ("floating point ", "Kommazahl "),
        ("sequence", "Liste"),
        ("map", "Tabelle oder Datum"),
    ]
    .into_iter()
    .find_map(|(english, german)| found.strip_prefix(english).map(|rest| format!("{german}{rest}")))
    .unwrap_or_else(|| found.to_owned())
}

fn german_expected(expected: &str) -> String {
    let german = match expected {
        "a string" => QUOTED,
        "a sequence" => "eine Liste in eckigen Klammern",
        "a boolean" => "true oder false",
        "i64" => "eine ganze Zahl",
        "u32" => "eine ganze Zahl, nicht negativ",
        "a TOML datetime" => DATE,
        "a map" => "Angaben der Form schlüssel = Wert",
        other if other.starts_with("struct ") => "Angaben der Form { schlüssel = Wert }",
        other => other,
    };
    german.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_in_another_form_is_told_with_the_right_one() {
        for (message, found) in [
            ("unexpected leading zero, expected nothing", "02.05.2018\n"),
            ("invalid date, expected a two-digit month (MM)", "2018-5-2\n"),
            ("string values must be quoted, expected literal string", "2.5.2018 # Stand\n"),
            ("invalid type: string \"2018-05-02\", expected a TOML datetime", "\"2018-05-02\"\n"),
        ] {
            let (_, expected) = translate(message, found);
            assert_eq!(expected.as_deref(), Some(DATE), "{message}");
        }
        assert!(!looks_like_date("14 Tage"));
    }

    #[test]
    fn a_value_without_quotes_and_a_value_that_is_missing_are_told_apart() {
        let what =
            |found| translate("string values must be quoted, expected literal string", found).0;
        assert_eq!(what("space\n"), "der Text steht nicht in Anführungszeichen");
        assert_eq!(what("\nnext = 1"), "hinter `=` steht kein Wert");
        assert_eq!(what("„final“\n"), "die Anführungszeichen sind typographische");
    }

    #[test]
    fn possible_values_are_listed() {
        let message = "unknown variant `fertig`, expected `draft` or `final`";
        let (what, expected) = translate(message, "\"fertig\"");
        assert_eq!(what, "`fertig` ist hier kein möglicher Wert");
        assert_eq!(expected.unwrap(), "einer der Werte `draft`, `final`, in Anführungszeichen");
    }

    #[test]
    fn a_message_nobody_foresaw_keeps_its_words_in_brackets() {
        assert_eq!(
            translate("something new, expected x", "").0,
            "die Datei ist kein gültiges TOML (something new, expected x)"
        );
    }
}
