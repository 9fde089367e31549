//! One TOML file: its text, its raw form, and findings that point into it.

mod messages;
mod texts;

use super::files;
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use serde::de::DeserializeOwned;
use std::ops::{Deref, Range};
use std::path::Path;
use toml::Spanned;

/// A raw form together with the text it was read from.
#[derive(Debug)]
pub(super) struct TomlFile<T> {
    /// Name of the file, relative to the project folder.
    pub(super) name: String,
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
        code: FindingCode,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Finding {
        let (place, snippet) = Place::in_text(&self.name, &self.text, span.start, span.len());
        Finding::new(code, message).at(place).snippet(snippet)
    }

    /// A finding about a value that cannot be.
    pub(super) fn wrong<V>(&self, value: &Spanned<V>, message: impl Into<String>) -> Finding {
        self.finding(FindingCode::ConfigValue, value.span(), message)
    }

    /// A finding about a name that stands for nothing.
    pub(super) fn unknown<V>(&self, name: &Spanned<V>, message: impl Into<String>) -> Finding {
        self.finding(FindingCode::ConfigReference, name.span(), message)
    }

    /// What a value says. One that says nothing possible is told: what it is not, and what is expected.
    pub(super) fn checked<V, R>(
        &self,
        value: &Spanned<V>,
        read: impl FnOnce(&V) -> Option<R>,
        [message, expected]: [&str; 2],
        findings: &mut Findings,
    ) -> Option<R> {
        let read = read(value.get_ref());
        if read.is_none() {
            findings.push(self.wrong(value, message).expected(expected));
        }
        read
    }
}

/// Reads `folder/name`.
pub(super) fn read<T: DeserializeOwned>(
    folder: &Path,
    name: &str,
    findings: &mut Findings,
) -> Option<TomlFile<T>> {
    match files::text(&folder.join(name)) {
        Ok(text) => {
            let file = parse_text(name, text, findings)?;
            texts::check(name, &file.text, findings);
            Some(file)
        }
        Err(error) => {
            let (code, message, help) = match (error.kind(), name) {
                (std::io::ErrorKind::NotFound, "report.toml") => (
                    FindingCode::ProjectFileMissing,
                    format!("`{name}` fehlt im Projektordner"),
                    "geben Sie den Ordner an, in dem sie liegt; ein neues Projekt legt `krm-report init ORDNER` an",
                ),
                (std::io::ErrorKind::NotFound, _) => (
                    FindingCode::ProjectFileMissing,
                    format!("`{name}` fehlt im Projektordner"),
                    "legen Sie die Datei an; sie darf leer sein",
                ),
                _ => {
                    let (why, help) = why_unreadable(&error);
                    (FindingCode::ConfigSyntax, format!("`{name}` {why}"), help)
                }
            };
            findings.push(Finding::new(code, message).at(Place::file(name)).help(help));
            None
        }
    }
}

/// A finding about a file that cannot be read; `what` is what it is.
pub(super) fn unreadable(
    code: FindingCode,
    what: &str,
    file: &str,
    error: &std::io::Error,
) -> Finding {
    let (why, help) = why_unreadable(error);
    Finding::new(code, format!("{what} {why}")).at(Place::file(file)).help(help)
}

/// Why a file cannot be read, behind its name, and what to do.
pub(super) fn why_unreadable(error: &std::io::Error) -> (String, &'static str) {
    match error.kind() {
        std::io::ErrorKind::InvalidData => (
            "ist nicht in UTF-8 gespeichert".to_owned(),
            "speichern Sie die Datei im Editor als UTF-8",
        ),
        std::io::ErrorKind::PermissionDenied => (
            "darf nicht gelesen werden".to_owned(),
            "prüfen Sie die Zugriffsrechte, und ob ein anderes Programm die Datei gesperrt hat",
        ),
        std::io::ErrorKind::IsADirectory => {
            ("ist ein Ordner".to_owned(), "geben Sie dem Ordner einen anderen Namen")
        }
        std::io::ErrorKind::NotADirectory => {
            ("ist kein Ordner".to_owned(), "geben Sie der Datei einen anderen Namen")
        }
        std::io::ErrorKind::InvalidInput => (
            "ist keine Datei, sondern etwas wie eine Pipe oder ein Gerät".to_owned(),
            "legen Sie eine Datei an diese Stelle",
        ),
        _ => (
            match error.raw_os_error() {
                // The system has words of its own, in a language of its own.
                Some(_) => format!("lässt sich nicht lesen ({})", super::files::reason(error)),
                None => format!("lässt sich nicht lesen ({error})"),
            },
            "prüfen Sie, ob die Datei an ihrem Ort liegt und sich öffnen lässt",
        ),
    }
}

/// Reads a text the program brings along: `(name, text)`.
pub(super) fn parse<T: DeserializeOwned>(
    (name, text): (&str, &str),
    findings: &mut Findings,
) -> Option<TomlFile<T>> {
    parse_text(name, text.to_owned(), findings)
}

fn parse_text<T: DeserializeOwned>(
    name: &str,
    text: String,
    findings: &mut Findings,
) -> Option<TomlFile<T>> {
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    match toml::from_str(&text) {
        Ok(raw) => Some(TomlFile { name: name.to_owned(), text, raw }),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            let (place, snippet) = Place::in_text(name, &text, span.start, span.len());
            let (message, expected) =
                messages::translate(error.message(), text.get(span.start..).unwrap_or_default());
            let mut finding =
                Finding::new(FindingCode::ConfigSyntax, message).at(place).snippet(snippet);
            finding.expected = expected;
            findings.push(finding.help("`krm-report explain K001` sagt mehr"));
            None
        }
    }
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
        assert!(message("year = \n").contains("hinter `=` steht kein Wert"));
    }

    #[test]
    fn a_file_that_may_not_be_read_is_told_in_german() {
        let denied = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        assert_eq!(why_unreadable(&denied).0, "darf nicht gelesen werden");
        let latin = std::io::Error::from(std::io::ErrorKind::InvalidData);
        assert_eq!(why_unreadable(&latin).0, "ist nicht in UTF-8 gespeichert");
    }
}
