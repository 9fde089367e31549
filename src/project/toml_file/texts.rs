//! The texts of a TOML file, whatever key they stand under: none may hold what a reader cannot see, and a name that is printed may not
//! be empty.

use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::{is_invisible, is_unreadable};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Keys whose text is printed and must say something.
const PRINTED: [&str; 8] =
    ["label", "plural", "title", "name", "office", "organisation", "row_header", "text"];

/// The longest text, and the longest that is printed as a name, in characters.
const LONGEST: usize = 10_000;
const LONGEST_NAME: usize = 1_000;

/// Checks all texts and keys of a file that can be parsed.
pub(super) fn check(name: &str, text: &str, findings: &mut Findings) {
    let mut texts = Texts { name, text, findings };
    if let Ok(table) = DeTable::parse(text) {
        texts.table(table.get_ref());
    }
}

struct Texts<'a> {
    name: &'a str,
    text: &'a str,
    findings: &'a mut Findings,
}

impl Texts<'_> {
    fn table(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            self.seen(key.get_ref(), key.span(), LONGEST_NAME);
            if let DeValue::String(text) = value.get_ref()
                && PRINTED.contains(&key.get_ref().as_ref())
                && text.chars().all(|c| c.is_whitespace() || is_invisible(c))
            {
                let message = format!("`{}` ist leer", key.get_ref());
                let finding = self.finding(value.span(), message);
                self.findings.push(finding.expected("ein Text, den man lesen kann"));
            }
            let is_name = PRINTED.contains(&key.get_ref().as_ref()) && key.get_ref() != "text";
            self.value(value, if is_name { LONGEST_NAME } else { LONGEST });
        }
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, longest: usize) {
        match value.get_ref() {
            DeValue::String(text) => self.seen(text, value.span(), longest),
            DeValue::Array(values) => values.iter().for_each(|value| self.value(value, longest)),
            DeValue::Table(table) => self.table(table),
            _ => {}
        }
    }

    /// Tells a text that is too long, and its first character that cannot be seen: where it stands, or where the text begins in which it is
    /// written as a number.
    fn seen(&mut self, text: &str, span: Range<usize>, longest: usize) {
        if text.len() > longest && text.chars().count() > longest {
            let finding = self.finding(span.clone(), "der Text ist zu lang".to_owned());
            self.findings.push(finding.expected(format!("höchstens {longest} Zeichen")));
        }
        let text = text.replace("\r\n", "\n");
        let Some(character) = text.chars().find(|c| is_unreadable(*c)) else { return };
        let written = self.text.get(span.clone()).unwrap_or_default();
        let place = match written.find(character) {
            Some(at) => span.start + at..span.start + at + character.len_utf8(),
            None => span,
        };
        let message = format!(
            "hier steht ein Zeichen, das nicht zu sehen ist (U+{:04X})",
            u32::from(character)
        );
        let finding = self.finding(place, message);
        self.findings.push(finding.expected(
            "Texte ohne Steuerzeichen, ohne Zeichen für die Schreibrichtung und ohne Zeichen zum privaten Gebrauch",
        ).help("löschen Sie das Zeichen; oft kam es beim Kopieren mit"));
    }

    fn finding(&self, span: Range<usize>, message: String) -> Finding {
        let (place, snippet) = Place::in_text(self.name, self.text, span.start, span.len());
        Finding::new(FindingCode::ConfigValue, message).at(place).snippet(snippet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(u32, u32)> {
        let mut findings = Findings::default();
        check("report.toml", text, &mut findings);
        let places = findings.iter().map(|finding| finding.place.as_ref().unwrap());
        places.map(|place| (place.line, place.column)).collect()
    }

    #[test]
    fn a_character_nobody_sees_is_told_where_it_stands() {
        assert_eq!(found("a = 1\nb = \"x\u{202e}y\"\n"), [(2, 7)]);
        assert_eq!(found("b = [{ c = \"x\\u001By\" }]\n"), [(1, 12)]);
        assert_eq!(found("\"\u{e000}\" = 1\n"), [(1, 2)]);
        assert_eq!(found("b = \"\"\"x\r\ny\tz\"\"\"\r\n"), []);
    }

    #[test]
    fn a_printed_name_says_something() {
        assert_eq!(
            found("[[t]]\nlabel = \"\"\nname = \" \u{200b}\u{a0}\"\nid = \"\"\n"),
            [(2, 9), (3, 8)]
        );
        assert_eq!(found("label = [\"\"]\nname = \"a\"\n"), []);
    }

    #[test]
    fn a_text_is_no_longer_than_somebody_would_read() {
        let text = |key: &str, length: usize| format!("{key} = \"{}\"", "ä".repeat(length));
        for (key, longest) in [("label", LONGEST_NAME), ("contact", LONGEST), ("text", LONGEST)] {
            assert_eq!(found(&text(key, longest)), []);
            assert_eq!(found(&text(key, longest + 1)).len(), 1, "{key}");
        }
    }
}
