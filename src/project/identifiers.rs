//! Identifiers and labels of what an office adds: properties, deadlines, reference figures.

use super::lists::{IDENTIFIER, is_identifier};
use super::raw;
use super::table_reader::DEFAULTS;
use super::toml_file::TomlFile;
use crate::diagnostic::{FindingCode, Findings};
use crate::domain::Schema;
use toml::Spanned;

/// Words that mean something else where a condition, a column of a table or an argument in a chapter can name a
/// property.
#[rustfmt::skip]
const RESERVED: [&str; 40] = [
    "about", "all", "archive", "by", "cases", "change", "change_percent", "chapter", "chart", "days", "earlier",
    "figure", "first", "half_year", "id", "in", "label", "list", "many", "median_days", "mentions", "month",
    "network", "not_recorded", "not_stated", "of", "one", "p90_days", "population", "quarter", "recorded",
    "recorded_in_part", "share", "statistic", "table", "text", "total", "unit", "within", "year",
];

/// What is said where an identifier is free.
const FREE: &str = "eine Kennung, die keine Liste, kein Feld, keine Tabelle und kein anderes Wort der Konfiguration ist";

/// The identifiers of one kind of additions, which must differ from each other and from all that is known.
pub(super) struct Identifiers<'a> {
    report: &'a TomlFile<raw::Report>,
    known: &'a Schema,
    /// Whether each has a standard table of its name.
    has_table: bool,
    taken: Vec<&'a str>,
}

impl<'a> Identifiers<'a> {
    /// Those of additions to a schema.
    pub(super) fn new(
        report: &'a TomlFile<raw::Report>,
        known: &'a Schema,
        has_table: bool,
    ) -> Self {
        Self { report, known, has_table, taken: Vec::new() }
    }

    /// Takes one with its label, or tells what is wrong with them.
    pub(super) fn take(&mut self, id: &'a Spanned<String>, label: &str, findings: &mut Findings) {
        let mut refuse = |message: String, expected: &str| {
            findings.push(self.report.wrong(id, message).expected(expected));
        };
        let name = id.get_ref().as_str();
        let is_known = self.known.dimension(name).is_some()
            || self.known.field(name).is_some()
            || RESERVED.contains(&name)
            || self.has_table && DEFAULTS.1.contains(&format!("\nid = \"{name}\"\n"));
        if !is_identifier(name) {
            refuse(format!("`{name}` kann keine Kennung sein"), IDENTIFIER);
        } else if is_known {
            refuse(format!("`{name}` bedeutet schon etwas anderes"), FREE);
        } else if self.taken.contains(&name) {
            refuse(format!("die Kennung `{name}` steht zweimal da"), "jede Kennung nur einmal");
        }
        if label.trim().is_empty() {
            refuse(format!("`{name}` hat kein `label`"), "label = wie es im Bericht heißt");
        }
        self.taken.push(name);
    }
}

/// A finding where there is one more than so many of what is called `name`.
pub(super) fn not_more_than(
    most: usize,
    name: &str,
    first_too_many: Option<&Spanned<String>>,
    report: &TomlFile<raw::Report>,
    findings: &mut Findings,
) {
    if let Some(id) = first_too_many {
        let message = format!("mehr als {most} {name} gehen nicht");
        findings.push(report.finding(FindingCode::ConfigValue, id.span(), message));
    }
}
