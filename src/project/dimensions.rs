//! `[[dimension]]`: properties of cases that an office adds to the standard ones.

use super::identifiers::{Identifiers, not_more_than};
use super::raw;
use super::toml_file::TomlFile;
use crate::diagnostic::{Finding, FindingCode, Findings};
use crate::domain::{OwnLevel, OwnProperty, Schema};
use std::ops::Range;

/// The properties of the project's cases.
pub(super) fn check(report: &TomlFile<raw::Report>, findings: &mut Findings) -> Schema {
    let mut own: Vec<&'static OwnProperty> = Vec::new();
    let standard = Schema::default();
    let mut identifiers = Identifiers::new(report, &standard, false);
    let first_too_many = report.dimensions.get(OwnProperty::MOST).map(|it| &it.id);
    not_more_than(OwnProperty::MOST, "eigene Merkmale", first_too_many, report, findings);
    for dimension in report.dimensions.iter().take(OwnProperty::MOST) {
        let names = [(&dimension.id, &dimension.label)].into_iter();
        let names = names.chain(dimension.groups.iter().map(|group| (&group.id, &group.label)));
        let kept = OwnProperty::kept_text;
        let levels = names.map(|(id, label)| {
            identifiers.take(id, label, findings);
            OwnLevel { id: kept(id.get_ref()), label: kept(label.trim()) }
        });
        let levels = levels.collect();
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
