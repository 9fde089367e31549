//! One TOML file: its text, its raw form, and findings that point into it.

use crate::diagnostic::{Code, Finding, Findings, Place};
use serde::de::DeserializeOwned;
use std::ops::{Deref, Range};
use std::path::Path;

/// A raw form together with the text it was read from.
#[derive(Debug)]
pub(super) struct TomlFile<T> {
    /// Name of the file, relative to the project folder.
    pub(super) name: &'static str,
    /// The whole text.
    pub(super) text: String,
    raw: T,
}

impl<T> Deref for TomlFile<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.raw
    }
}

impl<T> TomlFile<T> {
    /// A finding about a span of this file.
    pub(super) fn finding(
        &self,
        code: Code,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Finding {
        let (place, snippet) = Place::in_text(self.name, &self.text, span.start, span.len());
        Finding::new(code, message).at(place).snippet(snippet)
    }
}

/// Reads `folder/name`.
pub(super) fn read<T: DeserializeOwned>(
    folder: &Path,
    name: &'static str,
    findings: &mut Findings,
) -> Option<TomlFile<T>> {
    match std::fs::read_to_string(folder.join(name)) {
        Ok(text) => parse_text(name, text, findings),
        Err(error) => {
            let missing = error.kind() == std::io::ErrorKind::NotFound;
            let message = match error.kind() {
                std::io::ErrorKind::NotFound => format!("`{name}` fehlt im Projektordner"),
                std::io::ErrorKind::InvalidData => {
                    format!("`{name}` ist nicht in UTF-8 gespeichert")
                }
                _ => format!("`{name}` lässt sich nicht lesen: {error}"),
            };
            let code = if missing { Code::ProjectFileMissing } else { Code::ConfigSyntax };
            let help = match (missing, name) {
                (true, "report.toml") => {
                    "legen Sie die Datei nach dem Muster des Beispielprojekts `input/report.toml` an, oder geben Sie einen anderen Projektordner an"
                }
                (true, _) => "legen Sie die Datei an; sie darf leer sein",
                _ => "speichern Sie die Datei im Editor als UTF-8",
            };
            findings.push(Finding::new(code, message).at(Place::file(name)).help(help));
            None
        }
    }
}

/// Reads a text the program brings along: `(name, text)`.
pub(super) fn parse<T: DeserializeOwned>(
    (name, text): (&'static str, &str),
    findings: &mut Findings,
) -> Option<TomlFile<T>> {
    parse_text(name, text.to_owned(), findings)
}

fn parse_text<T: DeserializeOwned>(
    name: &'static str,
    text: String,
    findings: &mut Findings,
) -> Option<TomlFile<T>> {
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    match toml::from_str(&text) {
        Ok(raw) => Some(TomlFile { name, text, raw }),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            let (place, snippet) = Place::in_text(name, &text, span.start, span.len());
            let (message, expected) = translate(error.message());
            let mut finding = Finding::new(Code::ConfigSyntax, message).at(place).snippet(snippet);
            finding.expected = expected;
            findings.push(finding.help("`docs/config.md` beschreibt jeden Schlüssel"));
            None
        }
    }
}

/// The parser's message in German: what is wrong, and what was expected.
fn translate(message: &str) -> (String, Option<String>) {
    if let Some(rest) = message.strip_prefix("unknown field ") {
        let (name, known) = rest.split_once(", expected ").unwrap_or((rest, ""));
        let known = known.trim_start_matches("one of ");
        let name = name.trim_matches('`');
        let expected = (!known.is_empty()).then(|| format!("einer der Schlüssel {known}"));
        return (format!("`{name}` ist hier kein bekannter Schlüssel"), expected);
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        let (name, known) = rest.split_once(", expected ").unwrap_or((rest, ""));
        let expected = known.trim_start_matches("one of ").to_owned();
        return (format!("{name} ist hier kein möglicher Wert"), Some(expected));
    }
    if let Some(rest) = message.strip_prefix("missing field ") {
        return (format!("der Schlüssel {rest} fehlt"), None);
    }
    if let Some(rest) = message.strip_prefix("invalid type: ") {
        let (found, expected) = rest.split_once(", expected ").unwrap_or((rest, ""));
        let expected = expected
            .replace("a string", "ein Text in Anführungszeichen")
            .replace("a sequence", "eine Liste in eckigen Klammern")
            .replace("a boolean", "true oder false")
            .replace("i64", "eine ganze Zahl");
        return (format!("der Wert hat die falsche Art: {}", german_kind(found)), Some(expected));
    }
    if message.starts_with("duplicate key") {
        return ("der Schlüssel steht zweimal".to_owned(), None);
    }
    let (message, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    let expected = (!expected.is_empty()).then(|| expected.to_owned());
    (format!("die Datei ist kein gültiges TOML: {message}"), expected)
}

fn german_kind(found: &str) -> String {
    [
        ("string ", "Text "),
        ("integer ", "Zahl "),
        ("boolean ", "Wahrheitswert "),
        ("floating point ", "Kommazahl "),
        ("sequence", "Liste"),
        ("map", "Tabelle"),
    ]
    .into_iter()
    .find_map(|(english, german)| found.strip_prefix(english).map(|rest| format!("{german}{rest}")))
    .unwrap_or_else(|| found.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Show, to_text};

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[allow(dead_code)]
        year: i64,
    }

    fn message(text: &str) -> String {
        let mut findings = Findings::default();
        assert!(parse::<Sample>(("report.toml", text), &mut findings).is_none());
        to_text(&findings, Show::default())
    }

    #[test]
    fn a_wrong_key_is_shown_where_it_stands_with_the_right_ones() {
        let text = message("year = 2017\nyaer = 2016\n");
        assert!(text.contains("`yaer` ist hier kein bekannter Schlüssel"), "{text}");
        assert!(text.contains("report.toml:2:1"), "{text}");
        assert!(text.contains("erwartet: einer der Schlüssel `year`"), "{text}");
    }

    #[test]
    fn a_wrong_type_and_a_missing_key_are_told_in_german() {
        assert!(message("year = 'x'\n").contains("falsche Art: Text"));
        assert!(message("").contains("der Schlüssel `year` fehlt"));
        assert!(message("year = \n").contains("kein gültiges TOML"));
    }
}
