//! The template engine's messages in German. A rare one keeps its words, in brackets.

use crate::plan::bounded::TOO_LONG;

/// The functions, filters and so on that the engine does not know: `(kind, name)`.
pub(super) fn unknown_names(message: &str) -> Vec<(&str, &str)> {
    let lines = message.lines().filter_map(|line| line.split_once("Unknown "));
    lines
        .filter_map(|(_, rest)| {
            let (kind, rest) = rest.split_once(" `")?;
            Some((kind, rest.split_once('`')?.0))
        })
        .collect()
}

/// A message of the engine in German.
pub(super) fn translate(message: &str) -> String {
    let quoted = |number: usize| message.split('`').nth(2 * number + 1).unwrap_or_default();
    let (first, second) = (quoted(0), quoted(1));
    let starts = |start: &str| message.starts_with(start);
    if message == TOO_LONG {
        return TOO_LONG.to_owned();
    }
    if let Some(rest) = message.strip_prefix("Unknown ") {
        return match rest.split_once(' ').map_or(rest, |(kind, _)| kind) {
            "function" => format!("die Funktion `{first}` gibt es nicht"),
            "filter" => format!("den Filter `{first}` gibt es nicht"),
            "test" => format!("die Prüfung `{first}` gibt es nicht"),
            "tag" => "diese Anweisung gibt es nicht".to_owned(),
            _ => format!("`{first}` gibt es hier nicht"),
        };
    }
    if let Some((found, expected)) = found_and_expected(message) {
        return format!("hier steht {}, erwartet war {}", german(found), german(expected));
    }
    if starts("Unexpected end of input") {
        return "der Text endet, bevor eine Klammer oder Anweisung geschlossen ist".to_owned();
    }
    if starts("Missing keyword argument") {
        return format!("die Angabe `{first}=…` fehlt");
    }
    if starts("Invalid type for the value") {
        return format!("eine Angabe ist {} statt {}", german(second), german(first));
    }
    if starts("Value `") && message.contains("out of range") {
        return format!("die Zahl `{first}` ist hier nicht möglich");
    }
    if starts("Field `") {
        return format!("die Angabe `{first}` gibt es nicht");
    }
    if starts("Variable `") || message.contains("is not defined") {
        return format!("`{first}` ist nicht bekannt");
    }
    if starts("String opened with") {
        return format!("ein Text beginnt mit `{first}` und wird nicht mit `{first}` geschlossen");
    }
    if starts("Keyword argument") {
        return format!("die Angabe `{first}` steht zweimal");
    }
    if starts("Iteration not possible") || starts("Key/value iteration") {
        return "was hinter `in` steht, ist keine Liste".to_owned();
    }
    let fixed = FIXED.iter().find(|(english, _)| message.starts_with(english));
    match fixed {
        Some((_, german)) => (*german).to_owned(),
        None => format!("das lässt sich hier so nicht verwenden ({message})"),
    }
}

const FIXED: [(&str, &str); 15] = [
    ("Closing comment tag", "ein Kommentar `{#` wird nicht mit `#}` geschlossen"),
    ("unexpected end of raw block", "auf `{% raw %}` folgt kein `{% endraw %}`"),
    ("unexpected escape character", "hinter `\\` steht ein Zeichen, das dort nicht stehen kann"),
    ("Unexpected character", "dieses Zeichen kann in einer Klammer nicht stehen"),
    (
        "Tried to render a variable that is undefined",
        "was hier gedruckt werden soll, gibt es nicht",
    ),
    ("Cannot compare", "diese beiden Werte lassen sich nicht vergleichen"),
    ("Math operations can only", "rechnen lässt sich nur mit Zahlen"),
    ("Only numbers can be", "rechnen lässt sich nur mit Zahlen"),
    ("`+` requires both operands", "rechnen lässt sich nur mit Zahlen; Texte verbindet `~`"),
    ("Cannot divide by 0", "durch null lässt sich nicht teilen"),
    ("Function calls are only allowed", "eine Funktion kann nicht hinter einem Punkt stehen"),
    ("The expression is too complex", "der Ausdruck ist zu lang"),
    ("The template nesting is too deep", "die Anweisungen sind zu tief geschachtelt"),
    ("Circular include", "eine Datei kann keine andere einbinden"),
    ("`in` cannot be used", "was hinter `in` steht, ist keine Liste"),
];

/// The two parts of "Found … but expected …".
fn found_and_expected(message: &str) -> Option<(&str, &str)> {
    let rest = message.strip_prefix("Found ")?;
    let (found, expected) =
        rest.split_once(" but expected ").or_else(|| rest.split_once(" but was expecting "))?;
    Some((found, expected.trim_end_matches('.')))
}

/// What the engine calls a kind of word or value, in German.
fn german(english: &str) -> String {
    let kinds: Vec<String> = english
        .trim_start_matches("one of: ")
        .replace(" or ", ", ")
        .split(", ")
        .map(|kind| match kind {
            "content" => "Text außerhalb der Klammer".to_owned(),
            "identifier" | "ident" => "ein Name".to_owned(),
            "a comma" => "`,`".to_owned(),
            "string" | "a string" | "String" | "&str" | "str" => {
                "ein Text in Anführungszeichen".to_owned()
            }
            "integer" | "an integer" | "float" | "number" | "u8" | "i64" | "i128" => {
                "eine Zahl".to_owned()
            }
            "bool" | "a bool" => "`true` oder `false`".to_owned(),
            "array" | "list" => "eine Liste".to_owned(),
            "map" | "map/struct" => "eine Tabelle".to_owned(),
            "none" | "undefined" => "leer".to_owned(),
            other if other.starts_with('`') => other.to_owned(),
            other => format!("`{other}`"),
        })
        .collect();
    let mut known: Vec<String> = Vec::new();
    for kind in kinds {
        if !known.contains(&kind) {
            known.push(kind);
        }
    }
    known.join(" oder ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_engine_did_not_expect_is_told_in_german() {
        assert_eq!(
            translate("Found string but expected identifier."),
            "hier steht ein Text in Anführungszeichen, erwartet war ein Name"
        );
        assert_eq!(
            translate("Invalid type for the value, expected `&str` but got `i64`"),
            "eine Angabe ist eine Zahl statt ein Text in Anführungszeichen"
        );
        assert_eq!(translate("Missing keyword argument `id`"), "die Angabe `id=…` fehlt");
    }

    #[test]
    fn a_message_nobody_foresaw_keeps_its_words_in_brackets() {
        assert_eq!(
            translate("Something new"),
            "das lässt sich hier so nicht verwenden (Something new)"
        );
    }

    #[test]
    fn unknown_names_are_read_from_the_engines_list() {
        let list = "error: Unknown function `a`\n --> x\nerror: Unknown filter `b`\n";
        assert_eq!(unknown_names(list), [("function", "a"), ("filter", "b")]);
    }
}
