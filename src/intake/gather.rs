//! Findings of one file, equal ones gathered: `berechtigt` 37 times is one finding with its count
//! and its first lines, not 37 findings. Counts are never cut.

use crate::diagnostic::{Code, Finding, Findings, Place};
use std::collections::BTreeMap;

/// So many different values of one column get a finding each; the rest share one.
const VALUES_SHOWN: usize = 20;
/// So many lines of a gathered finding are named.
const LINES_NAMED: usize = 6;

/// The findings of one file. Not printable: keys may hold values.
pub(super) struct Gathered {
    file: String,
    groups: BTreeMap<(Code, u32, String), Group>,
    different: BTreeMap<(Code, u32), usize>,
    single: Findings,
}

struct Group {
    finding: Finding,
    count: u64,
    lines: Vec<u32>,
}

impl Gathered {
    /// For the file of this name.
    pub(super) fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            groups: BTreeMap::new(),
            different: BTreeMap::new(),
            single: Findings::default(),
        }
    }

    /// The place of a line of this file; line 0 is the whole file.
    pub(super) fn place(&self, line: u32) -> Place {
        Place::line(&self.file, line)
    }

    /// A finding that stands for itself. Without a place it is about the whole file.
    pub(super) fn single(&mut self, finding: Finding) {
        let place = finding.place.clone().unwrap_or_else(|| self.place(0));
        self.single.push(finding.at(place));
    }

    /// A finding that may come often: those of one code, column and `value` are one. `make` says
    /// it; it is called for the first only.
    pub(super) fn repeated(
        &mut self,
        code: Code,
        place: Place,
        value: &str,
        make: impl FnOnce() -> Finding,
    ) {
        let (line, column) = (place.line, place.column);
        let mut key = (code, column, value.to_owned());
        if !self.groups.contains_key(&key) {
            let different = self.different.entry((code, column)).or_default();
            *different += 1;
            if *different > VALUES_SHOWN {
                key.2 = "\u{10ffff}".to_owned();
            }
        }
        let overflow = key.2 == "\u{10ffff}";
        let group = self.groups.entry(key).or_insert_with(|| Group {
            finding: match overflow {
                true => Finding::new(code, "weitere verschiedene Werte dieser Spalte"),
                false => make(),
            }
            .at(place.clone()),
            count: 0,
            lines: Vec::new(),
        });
        group.count += 1;
        if group.finding.place.as_ref().is_some_and(|first| line < first.line) {
            group.finding.place = Some(place);
        }
        if group.lines.len() <= LINES_NAMED && group.lines.last() != Some(&line) {
            group.lines.push(line);
        }
    }

    /// All findings.
    pub(super) fn finish(self) -> Findings {
        let mut findings = self.single;
        for mut group in self.groups.into_values() {
            if group.count > 1 {
                group.lines.sort_unstable();
                let message = &mut group.finding.message;
                message.push_str(&times(group.count, &group.lines));
            }
            findings.push(group.finding);
        }
        findings
    }
}

/// ` (37×, zuerst Zeile 12, dann 14, 20 und weitere)`.
fn times(count: u64, lines: &[u32]) -> String {
    let mut numbers = lines.iter().map(u32::to_string);
    let first = numbers.next().unwrap_or_default();
    let named: Vec<String> = numbers.by_ref().take(LINES_NAMED - 1).collect();
    let more = if numbers.next().is_some() { " und weitere" } else { "" };
    match named.is_empty() {
        true => format!(" ({count}×, zuerst Zeile {first})"),
        false => format!(" ({count}×, zuerst Zeile {first}, dann {}{more})", named.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_findings_become_one_with_its_count_and_first_lines() {
        let mut gathered = Gathered::new("a.csv");
        for line in 12..49 {
            let place = gathered.place(line).named_column(8, "Bewertung");
            gathered.repeated(Code::ValueUnknown, place, "x", || {
                Finding::new(Code::ValueUnknown, "`x` ist unbekannt")
            });
        }
        let findings = gathered.finish();
        let messages: Vec<_> = findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            messages,
            ["`x` ist unbekannt (37×, zuerst Zeile 12, dann 13, 14, 15, 16, 17 und weitere)"]
        );
    }

    #[test]
    fn a_column_full_of_different_values_does_not_flood_the_report_and_loses_no_count() {
        let mut gathered = Gathered::new("a.csv");
        for line in 1..=100 {
            let place = gathered.place(line).column(1);
            let value = format!("{line}");
            gathered.repeated(Code::ValueUnknown, place, &value, || {
                Finding::new(Code::ValueUnknown, value.clone())
            });
        }
        let findings = gathered.finish();
        assert_eq!(findings.iter().count(), VALUES_SHOWN + 1);
        assert!(findings.iter().any(|finding| finding.message.contains("(80×, zuerst Zeile 21")));
    }
}
