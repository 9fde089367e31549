//! Findings for people: German, in the style of a compiler.

use super::{Finding, Findings, Place, Severity, Show, is_workbook};
use std::collections::BTreeSet;
use std::fmt::Write;

/// So many different values of one finding are shown on request.
const VALUES_SHOWN: usize = 50;

/// So many other files are named of which a finding says the same: those of a year of monthly exports.
const FILES_SHOWN: usize = 11;

/// The findings by place with a closing line of totals.
pub fn to_text(findings: &Findings, show: Show) -> String {
    let mut text = String::new();
    for finding in findings.sorted().into_iter().take(show.most) {
        write_finding(&mut text, finding, show.values);
        text.push('\n');
    }
    let hidden = findings.len().saturating_sub(show.most);
    if hidden > 0 {
        let _ = writeln!(text, "… und {hidden} weitere (mehr mit --max-findings)\n");
    }
    let total = |severity, one: &str, many: &str| match findings.count(severity) {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    };
    let _ = writeln!(
        text,
        "{}, {}, {}",
        total(Severity::Error, "Fehler", "Fehler"),
        total(Severity::Warning, "Warnung", "Warnungen"),
        total(Severity::Note, "Hinweis", "Hinweise"),
    );
    text
}

fn write_finding(text: &mut String, finding: &Finding, show_values: bool) {
    let severity = match finding.severity() {
        Severity::Error => "Fehler",
        Severity::Warning => "Warnung",
        Severity::Note => "Hinweis",
    };
    let _ = writeln!(text, "{severity}[{}]: {}", finding.code.id(), finding.text());
    if let Some(place) = &finding.place {
        let _ = writeln!(text, "  --> {}", place_text(place));
    }
    if let Some(snippet) = &finding.snippet {
        let number = finding.place.as_ref().map_or(0, |place| place.line).to_string();
        let margin = " ".repeat(number.len());
        let _ = writeln!(text, " {margin} |");
        let _ = writeln!(text, " {number} | {}", snippet.line);
        let indent: String = snippet
            .line
            .chars()
            .take(snippet.start)
            .map(|c| if c == '\t' { '\t' } else { ' ' })
            .collect();
        let _ = writeln!(text, " {margin} | {indent}{}", "^".repeat(snippet.length));
    }
    for (place, what) in &finding.related {
        let _ = writeln!(text, "  --> {}: {what}", place_text(place));
    }
    write_other_files(text, finding);
    if let Some(expected) = &finding.expected {
        let _ = writeln!(text, "   = erwartet: {expected}");
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(text, "   = Hilfe: {help}");
    }
    if let Some(secret) = finding.secret.as_ref().filter(|_| show_values) {
        for (name, value) in [("Fallnummer", &secret.case_id), ("Wert", &secret.value)] {
            if let Some(value) = value {
                let _ = writeln!(text, "   = {name}: {value}");
            }
        }
        write_values(text, finding);
    }
}

/// The other files of which it says the same.
fn write_other_files(text: &mut String, finding: &Finding) {
    let first = finding.place.as_ref().map(|place| place.file.as_str());
    let elsewhere = finding.occurrences.iter().filter_map(|found| found.elsewhere.as_ref());
    let files: BTreeSet<&str> =
        elsewhere.map(|it| it.file.as_str()).filter(|file| Some(*file) != first).collect();
    for file in files.iter().take(FILES_SHOWN) {
        let _ = writeln!(text, "  --> {file}: hier ebenso");
    }
    let rest = files.len().saturating_sub(FILES_SHOWN);
    if rest > 0 {
        let _ = writeln!(text, "  --> {rest} weitere Dateien: `--message-format json` nennt alle");
    }
}

/// The different values a gathered finding stands for.
fn write_values(text: &mut String, finding: &Finding) {
    let values = finding.values(true);
    if values.len() < 2 {
        return;
    }
    for (value, lines) in values.iter().take(VALUES_SHOWN) {
        let first = lines.first().copied().unwrap_or_default();
        let _ = writeln!(text, "   = Wert in Zeile {first} ({}×): {value}", lines.len());
    }
    let rest = values.len().saturating_sub(VALUES_SHOWN);
    if rest > 0 {
        let _ = writeln!(text, "   = {rest} weitere Werte: `--message-format json` nennt alle");
    }
}

/// `file:line:column (Spalte `Name`)`, as far as known.
fn place_text(place: &Place) -> String {
    let mut text = place.file.clone();
    if place.line > 0 {
        let _ = write!(text, ":{}", place.line);
    }
    let column = place.column_label();
    match &place.column_name {
        Some(name) if name.is_empty() => {
            let _ = write!(text, ", Spalte {column}");
        }
        Some(name) => {
            let _ = write!(text, ", Spalte {column} `{name}`");
        }
        None if place.column > 0 && is_workbook(&place.file) => {
            let _ = write!(text, ", Spalte {column}");
        }
        None if place.column > 0 => {
            let _ = write!(text, ":{column}");
        }
        None => {}
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{FindingCode, Secret};

    #[test]
    fn a_cut_list_still_counts_everything() {
        let mut findings = Findings::default();
        for line in 1..=5 {
            let place = Place::line("exports/a.csv", line);
            findings.push(Finding::new(FindingCode::FieldCount, "zu viele Felder").at(place));
        }
        let text = to_text(&findings, Show { most: 2, ..Show::default() });
        assert_eq!(text.matches("zu viele Felder").count(), 2);
        assert!(text.contains("… und 3 weitere"), "{text}");
        assert!(text.ends_with("5 Fehler, 0 Warnungen, 0 Hinweise\n"), "{text}");
    }

    #[test]
    fn a_finding_reads_like_a_compiler_message_and_keeps_its_secrets() {
        let mut findings = Findings::default();
        let place = Place::line("exports/a.csv", 12).named_column(8, "Bewertung");
        findings.push(
            Finding::new(FindingCode::ValueUnknown, "`berechtigt` steht nicht in der Liste")
                .at(place)
                .expected("begründet oder unbegründet")
                .help("tragen Sie die Schreibweise als Synonym ein")
                .secret(Secret { case_id: Some("0815".into()), value: None }),
        );
        let expected = "\
Fehler[K202]: `berechtigt` steht nicht in der Liste
  --> exports/a.csv:12, Spalte 8 `Bewertung`
   = erwartet: begründet oder unbegründet
   = Hilfe: tragen Sie die Schreibweise als Synonym ein

1 Fehler, 0 Warnungen, 0 Hinweise
";
        assert_eq!(to_text(&findings, Show::default()), expected);
        let shown = Show { values: true, ..Show::default() };
        assert!(to_text(&findings, shown).contains("= Fallnummer: 0815"));
    }

    #[test]
    fn columns_of_a_workbook_have_letters() {
        for (file, column, name, expected) in [
            ("a.csv", 28, Some("Art"), "a.csv:3, Spalte 28 `Art`"),
            ("a.XLSX", 28, Some("Art"), "a.XLSX:3, Spalte AB `Art`"),
            ("a.xlsm", 26, Some(""), "a.xlsm:3, Spalte Z"),
            ("a.xlsx", 1, None, "a.xlsx:3, Spalte A"),
            ("a.xlsx.csv", 703, None, "a.xlsx.csv:3:703"),
            ("a.xlsx", 703, None, "a.xlsx:3, Spalte AAA"),
        ] {
            let place = Place::line(file, 3);
            let place = match name {
                Some(name) => place.named_column(column, name),
                None => place.column(column),
            };
            assert_eq!(place_text(&place), expected);
        }
    }

    #[test]
    fn a_snippet_points_at_the_characters_meant() {
        let text = "eins\nzwei = ä drei\n";
        let (place, snippet) = Place::in_text("report.toml", text, text.find("drei").unwrap(), 4);
        assert_eq!((place.line, place.column), (2, 10));
        let mut findings = Findings::default();
        findings.push(Finding::new(FindingCode::ConfigSyntax, "x").at(place).snippet(snippet));
        let expected = "  --> report.toml:2:10\n   |\n 2 | zwei = ä drei\n   |          ^^^^\n";
        assert!(to_text(&findings, Show::default()).contains(expected));
    }
}
