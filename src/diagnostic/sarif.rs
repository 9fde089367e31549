//! Findings as SARIF 2.1.0, the format code hosts and editors read.

use super::json::severity_id;
use super::public::public;
use super::{Finding, FindingCode, Findings, Place, Show};
use serde_json::{Value, json};

/// A SARIF log with one run. `base` is put before the file names, which are relative to the
/// project folder. SARIF never shows case ids or values.
pub fn to_sarif(findings: &Findings, show: Show, base: &str) -> String {
    let rules: Vec<Value> = FindingCode::ALL
        .iter()
        .map(|code| json!({ "id": code.id(), "shortDescription": { "text": code.description() } }))
        .collect();
    let shown = public(findings, usize::MAX);
    let results: Vec<Value> =
        shown.iter().take(show.most).map(|finding| result(finding, base)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "krm-report",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "properties": { "findings": shown.len() },
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn result(finding: &Finding, base: &str) -> Value {
    let mut message = finding.message.clone();
    for (label, text) in [("erwartet", &finding.expected), ("Hilfe", &finding.help)] {
        if let Some(text) = text {
            message.push_str(&format!("; {label}: {text}"));
        }
    }
    let mut result = json!({
        "ruleId": finding.code.id(),
        "level": severity_id(finding.severity()),
        "message": { "text": message },
    });
    let place = finding.place.as_ref().filter(|place| place.is_in_file());
    if let (Some(place), Some(object)) = (place, result.as_object_mut()) {
        object.insert("locations".to_owned(), json!([location(place, base)]));
        if !finding.related.is_empty() {
            let related: Vec<Value> = finding
                .related
                .iter()
                .map(|(place, what)| {
                    let mut location = location(place, base);
                    if let Some(object) = location.as_object_mut() {
                        object.insert("message".to_owned(), json!({ "text": what }));
                    }
                    location
                })
                .collect();
            object.insert("relatedLocations".to_owned(), json!(related));
        }
    }
    result
}

fn location(place: &Place, base: &str) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": format!("{base}{}", place.file) } });
    if let (true, Some(object)) = (place.line > 0, physical.as_object_mut()) {
        // A record's column is the number of its field, not a character of the line.
        let region = match place.column_name {
            None if place.column > 0 => {
                json!({ "startLine": place.line, "startColumn": place.column })
            }
            _ => json!({ "startLine": place.line }),
        };
        object.insert("region".to_owned(), region);
    }
    json!({ "physicalLocation": physical })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_has_its_rules_and_places_with_the_base_before_them() {
        let mut findings = Findings::default();
        let place = Place::line("exports/a.csv", 12).named_column(8, "Bewertung");
        findings.push(
            Finding::new(FindingCode::CaseContradiction, "zwei Zeilen widersprechen sich")
                .at(place)
                .related(Place::line("exports/b.csv", 3), "hier"),
        );
        let log: Value =
            serde_json::from_str(&to_sarif(&findings, Show::default(), "input/")).unwrap();
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        assert_eq!(
            run["tool"]["driver"]["rules"].as_array().unwrap().len(),
            FindingCode::ALL.len()
        );
        let result = &run["results"][0];
        let physical = &result["locations"][0]["physicalLocation"];
        assert_eq!(physical["artifactLocation"]["uri"], "input/exports/a.csv");
        assert_eq!(physical["region"], json!({ "startLine": 12 }));
        assert_eq!(result["relatedLocations"][0]["message"]["text"], "hier");
        assert_eq!(result["level"], "error");
    }
}
