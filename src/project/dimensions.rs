//! `[[dimension]]`: properties of cases that an office adds to the standard ones.

use super::lists::{IDENTIFIER, is_identifier};
use super::raw;
use super::toml_file::TomlFile;
use crate::diagnostic::{Finding, FindingCode, Findings};
use crate::domain::{OwnLevel, OwnProperty, Schema};
use std::ops::Range;

/// Words that mean something else where a condition, a column of a table or an argument in a chapter can name a
/// property.
#[rustfmt::skip]
const RESERVED: [&str; 40] = [
    "about", "all", "archive", "by", "cases", "change", "change_percent", "chapter", "chart", "days", "earlier",
    "figure", "first", "half_year", "id", "in", "label", "list", "many", "median_days", "mentions", "month",
    "network", "not_recorded", "not_stated", "of", "one", "p90_days", "population", "quarter", "recorded",
    "recorded_in_part", "share", "statistic", "table", "text", "total", "unit", "within", "year",
];

/// Whether a word means something else in conditions, tables or chapters.
pub(super) fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word)
}

/// The properties of the project's cases.
pub(super) fn check(report: &TomlFile<raw::Report>, findings: &mut Findings) -> Schema {
    let mut own: Vec<&'static OwnProperty> = Vec::new();
    let mut taken: Vec<String> = Vec::new();
    let standard = Schema::default();
    if let Some(dimension) = report.dimensions.get(OwnProperty::MOST) {
        let most = OwnProperty::MOST;
        let message = format!("mehr als {most} eigene Merkmale gehen nicht");
        findings.push(report.wrong(&dimension.id, message));
    }
    for dimension in report.dimensions.iter().take(OwnProperty::MOST) {
        let names = [(&dimension.id, &dimension.label)].into_iter();
        let names = names.chain(dimension.groups.iter().map(|group| (&group.id, &group.label)));
        let mut levels = Vec::new();
        for (id, label) in names {
            let mut refuse = |what: String, expected: &str| {
                let finding = report.wrong(id, what);
                findings.push(finding.expected(expected));
            };
            let name = id.get_ref();
            let is_standard = standard.dimension(name).is_some() || standard.field(name).is_some();
            if !is_identifier(name) {
                refuse(format!("`{name}` kann keine Kennung sein"), IDENTIFIER);
            } else if is_standard || RESERVED.contains(&name.as_str()) {
                refuse(
                    format!("`{name}` bedeutet schon etwas anderes"),
                    "eine Kennung, die keine Liste, kein Feld und kein anderes Wort der Konfiguration ist",
                );
            } else if taken.contains(name) {
                refuse(format!("die Kennung `{name}` steht zweimal da"), "jede Kennung nur einmal");
            }
            if label.trim().is_empty() {
                refuse(
                    format!("`{name}` hat keine Bezeichnung"),
                    "label = wie es im Bericht heißt",
                );
            }
            taken.push(name.clone());
            let kept = OwnProperty::kept_text;
            levels.push(OwnLevel { id: kept(name), label: kept(label.trim()) });
        }
        let named = dimension.columns.iter().filter(|header| !header.trim().is_empty());
        let mut headers: Vec<&str> = named.map(String::as_str).collect();
        if headers.is_empty() {
            headers.push(&dimension.label);
        }
        let property = OwnProperty {
            position: own.len(),
            headers: headers.into_iter().map(OwnProperty::kept_text).collect(),
            is_several: dimension.several,
            is_changing: dimension.changes,
            is_mandatory: dimension.required,
            levels,
        };
        own.push(property.kept());
    }
    Schema::new(own)
}

/// A finding for a property of the office whose list has no values.
pub(super) fn without_values(
    report: &TomlFile<raw::Report>,
    id: &str,
    span: Range<usize>,
) -> Finding {
    let message = format!("die Liste `{id}` hat keine Werte");
    report
        .finding(FindingCode::ConfigReference, span, message)
        .expected(format!("unter `[lists]`: {id} = [{{ id = \"…\", label = \"…\" }}, …]"))
        .help("ohne ihre Werte lässt sich eine eigene Eigenschaft nicht lesen; `krm-report inspect --suggest EXPORT` schlägt die Liste vor")
}
