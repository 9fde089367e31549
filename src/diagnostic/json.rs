//! Findings for machines: one JSON object a line. `docs/diagnostics.md` describes the keys.

use super::{Finding, Findings, Occurrence, Place, Severity, Show};
use serde::Serialize;

#[derive(Serialize)]
struct Line<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(flatten)]
    column: Column<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    case_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lines: Vec<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<Value<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<Gathered<'a>>,
}

/// What of a line is meant.
#[derive(Default, Serialize)]
struct Column<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
}

impl<'a> Column<'a> {
    fn of(place: &'a Place) -> Self {
        Self {
            column: (place.column > 0).then_some(place.column),
            column_name: place.column_name.as_deref(),
            field: place.field,
        }
    }
}

/// A value a gathered finding stands for, and where it stands.
#[derive(Serialize)]
struct Value<'a> {
    value: &'a str,
    lines: Vec<u32>,
}

/// One of the findings of several files that were gathered.
#[derive(Serialize)]
struct Gathered<'a> {
    file: &'a str,
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    case_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Spot<'a>>,
}

#[derive(Serialize)]
struct Spot<'a> {
    file: &'a str,
    line: u32,
}

#[derive(Serialize)]
struct Related<'a> {
    file: &'a str,
    line: u32,
    #[serde(flatten)]
    column: Column<'a>,
    message: &'a str,
}

#[derive(Serialize)]
struct Totals<'a, S> {
    findings: usize,
    shown: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a S>,
}

/// The identifier of a severity.
pub(super) fn severity_id(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// One object a line by place; the last line has the totals of all findings, and what was read where that is known.
pub fn to_json_lines(findings: &Findings, show: Show, summary: Option<&impl Serialize>) -> String {
    let mut text = String::new();
    let shown = findings.sorted().into_iter().take(show.most);
    for finding in shown {
        push_line(&mut text, &line(finding, show));
    }
    let totals = Totals {
        findings: findings.len(),
        shown: findings.len().min(show.most),
        errors: findings.count(Severity::Error),
        warnings: findings.count(Severity::Warning),
        notes: findings.count(Severity::Note),
        summary,
    };
    push_line(&mut text, &totals);
    text
}

fn push_line(text: &mut String, value: &impl Serialize) {
    // Strings, numbers and lists of them always have a JSON form.
    text.push_str(&serde_json::to_string(value).unwrap_or_default());
    text.push('\n');
}

fn line(finding: &Finding, show: Show) -> Line<'_> {
    let place = finding.place.as_ref();
    let secret = finding.secret.as_ref().filter(|_| show.values);
    let all = &finding.occurrences;
    let of_one_file = |line: &&Occurrence| line.elsewhere.is_none();
    let values = finding.values(show.values);
    let value = secret.and_then(|secret| secret.value.as_deref());
    let value = value.or_else(|| values.keys().next().copied().filter(|_| values.len() == 1));
    Line {
        code: finding.code.id(),
        severity: severity_id(finding.severity()),
        message: finding.text(),
        file: place.map(|place| place.file.as_str()),
        line: place.map(|place| place.line).filter(|line| *line > 0),
        column: place.map(Column::of).unwrap_or_default(),
        expected: finding.expected.as_deref(),
        help: finding.help.as_deref(),
        related: finding
            .related
            .iter()
            .map(|(place, message)| Related {
                file: &place.file,
                line: place.line,
                column: Column::of(place),
                message,
            })
            .collect(),
        case_id: secret.and_then(|secret| secret.case_id.as_deref()),
        value,
        count: (all.len() + finding.further > 1).then_some(all.len() + finding.further),
        lines: match all.len() {
            0 | 1 => Vec::new(),
            _ => all.iter().filter(of_one_file).map(|line| line.line).collect(),
        },
        values: match values.len() {
            0 | 1 => Vec::new(),
            _ => values.into_iter().map(|(value, lines)| Value { value, lines }).collect(),
        },
        places: all.iter().filter_map(|found| gathered(found, show)).collect(),
    }
}

fn gathered(found: &Occurrence, show: Show) -> Option<Gathered<'_>> {
    let elsewhere = found.elsewhere.as_deref()?;
    Some(Gathered {
        file: &elsewhere.file,
        line: found.line,
        case_id: elsewhere.case_id.as_deref().filter(|_| show.values),
        related: elsewhere
            .related
            .iter()
            .map(|place| Spot { file: &place.file, line: place.line })
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{FindingCode, Secret};

    fn findings() -> Findings {
        let mut findings = Findings::default();
        let place = Place::line("exports/a.csv", 12).named_column(8, "Bewertung");
        findings.push(
            Finding::new(FindingCode::ValueUnknown, "`x` steht nicht in der Liste")
                .at(place.of_field("assessment"))
                .help("…")
                .secret(Secret { case_id: Some("0815".into()), value: None }),
        );
        findings.push(Finding::new(FindingCode::NoRecords, "kein Export"));
        findings
    }

    #[test]
    fn each_finding_is_one_object_and_the_last_line_counts_them() {
        let text = to_json_lines(&findings(), Show::default(), None::<&()>);
        let lines: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0]["code"], "K101");
        assert_eq!(lines[1]["field"], "assessment");
        assert_eq!(lines[1]["line"], 12);
        assert_eq!(lines[2]["errors"], 2);
        assert!(!text.contains("0815"));
    }

    #[test]
    fn case_ids_are_shown_only_when_asked_for() {
        let shown =
            to_json_lines(&findings(), Show { values: true, ..Show::default() }, None::<&()>);
        assert!(shown.contains("\"case_id\":\"0815\""));
    }
}
