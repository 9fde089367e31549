//! `[[reference]]`: what numbers of cases are set against.

use super::identifiers::{Identifiers, not_more_than};
use super::raw;
use super::toml_file::TomlFile;
use crate::diagnostic::{FindingCode, Findings};
use crate::domain::{OwnProperty, Reference, ReportPeriod, Schema};
use crate::locale::{Words, year_label};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// One as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawReference {
    id: Spanned<String>,
    label: Spanned<String>,
    source: Spanned<String>,
    values: BTreeMap<Spanned<String>, Spanned<i64>>,
}

/// The schema with the reference figures that the office names.
pub(super) fn declare(
    report: &TomlFile<raw::Report>,
    schema: Schema,
    period: ReportPeriod,
    findings: &mut Findings,
) -> Schema {
    let first_too_many = report.references.get(Reference::MOST).map(|it| &it.id);
    not_more_than(Reference::MOST, "Bezugsgrößen", first_too_many, report, findings);
    let mut identifiers = Identifiers::new(report, &schema, true);
    let mut references: Vec<&'static Reference> = Vec::new();
    for raw in report.references.iter().take(Reference::MOST) {
        identifiers.take(&raw.id, raw.label.get_ref(), findings);
        let id = raw.id.get_ref().as_str();
        let mut refuse = |span: std::ops::Range<usize>, message: String, expected: &str| {
            let finding = report.finding(FindingCode::ConfigValue, span, message);
            findings.push(finding.expected(expected));
        };
        if raw.source.get_ref().trim().is_empty() {
            let expected = "woher die Zahlen stammen";
            refuse(raw.source.span(), format!("`{id}` hat kein `source`"), expected);
        }
        let mut values = BTreeMap::new();
        for (year, value) in &raw.values {
            let number = u64::try_from(*value.get_ref()).ok().filter(|number| *number > 0);
            let mut years = (1990..=2169).filter(|it| year_label(period, *it) == *year.get_ref());
            match (years.next(), number) {
                (Some(year), Some(number)) => drop(values.insert(year, number)),
                (None, _) => {
                    let expected =
                        format!("ein Jahr wie \"{}\"", year_label(period, period.year()));
                    refuse(year.span(), format!("`{}` ist kein Jahr", year.get_ref()), &expected);
                }
                (_, None) => {
                    let message = format!("die Zahl für {} ist nicht möglich", year.get_ref());
                    refuse(value.span(), message, "eine ganze Zahl über null");
                }
            }
        }
        if !values.contains_key(&period.year()) {
            let year = year_label(period, period.year());
            let message = format!(
                "für {year} fehlt die Zahl der Bezugsgröße `{id}`; was auf je 1000 entfällt, ist für diese Zeit nicht erfasst"
            );
            let finding = report.finding(FindingCode::ReferenceLacksYear, raw.id.span(), message);
            findings.push(
                finding.expected(format!("unter `values`: \"{year}\" = die Zahl dieser Zeit")),
            );
        }
        let kept = |text: &str| OwnProperty::kept_text(text.trim());
        let (label, source) = (kept(raw.label.get_ref()), kept(raw.source.get_ref()));
        references.push(Reference { id: kept(id), label, source, values }.kept());
    }
    schema.with_references(references)
}

/// A standard table for each, in the form of `templates/tables.toml`.
pub(super) fn tables(
    references: &[&Reference],
    words: &Words,
    escape: impl Fn(&str) -> String,
) -> String {
    let (reactions, complaints) = (escape(&words.reaction.plural), escape(&words.complaint.plural));
    let table = |reference: &&Reference| {
        let (id, label) = (reference.id, escape(reference.label));
        format!(
            "\n[[table]]\nid = \"{id}\"\ntitle = \"{reactions} je 1000 {label}\"\nrow_header = \"je 1000 {label}\"\nrows = [\n  {{ label = \"eingegangen\", rate = \"{id}\" }},\n  {{ label = \"darunter {complaints}\", conditions = \"category=complaint\", rate = \"{id}\" }},\n]\ncolumns = [\"earlier_if_any\", \"total\"]\ntotal = false\n"
        )
    };
    references.iter().map(table).collect()
}
