//! Findings as workflow commands, which code hosts show beside the lines they are about.

use super::public::public;
use super::{Findings, Severity, Show, readable};
use std::fmt::Write;

/// One command a finding. `base` is put before the file names, which are relative to the project
/// folder.
pub fn to_github(findings: &Findings, show: Show, base: &str) -> String {
    let mut text = String::new();
    for finding in public(findings, show.most) {
        let level = match finding.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut properties = vec![format!("title={}", finding.code.id())];
        let mut message = finding.message.clone();
        if let Some(place) = finding.place.as_ref().filter(|place| place.is_in_file()) {
            properties.push(format!("file={}", property(&format!("{base}{}", place.file))));
            if place.line > 0 {
                properties.push(format!("line={}", place.line));
            }
            if let Some(name) = &place.column_name {
                message = match name.as_str() {
                    "" => format!("Spalte {}: {message}", place.column_label()),
                    name => format!("Spalte {} `{name}`: {message}", place.column_label()),
                };
            }
        }
        for (label, part) in [("erwartet", &finding.expected), ("Hilfe", &finding.help)] {
            if let Some(part) = part {
                let _ = write!(message, "\n{label}: {part}");
            }
        }
        let _ = writeln!(text, "::{level} {}::{}", properties.join(","), escaped(&message));
    }
    text
}

fn escaped(text: &str) -> String {
    readable(&text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A"))
}

fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Finding, FindingCode, Place};

    #[test]
    fn a_command_names_file_and_line_and_stays_on_one_line() {
        let mut findings = Findings::default();
        findings.push(
            Finding::new(FindingCode::ValueUnknown, "100 % falsch")
                .at(Place::line("exports/a,b.csv", 3).named_column(8, "Bewertung"))
                .help("mehr"),
        );
        let text = to_github(&findings, Show::default(), "input/");
        assert_eq!(
            text,
            "::error title=K202,file=input/exports/a%2Cb.csv,line=3::Spalte 8 `Bewertung`: 100 %25 falsch%0AHilfe: mehr\n"
        );
    }
}
