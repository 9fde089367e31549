//! Findings of one file, equal ones gathered: `berechtigt` 37 times is one finding with its count
//! and its first lines, not 37 findings. Counts are never cut.

use crate::diagnostic::{Code, Finding, Findings, Place, Severity};
use std::collections::BTreeMap;

/// So many different values of one column get a finding each; the rest share one.
const VALUES_SHOWN: usize = 20;
/// So many lines of a gathered finding are named.
const LINES_NAMED: usize = 6;
/// And so many of a warning, because each of them is to be looked at.
const LINES_NAMED_OF_WARNING: usize = 20;

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
    /// The first lines, rising.
    lines: Vec<u32>,
    /// The value the finding shows, and whether there are others.
    value: String,
    varies: bool,
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
        self.alike(code, place, (value, value), make);
    }

    /// The same for findings that are alike though their values differ: those of one code, column and
    /// kind are one, which shows the value of the first.
    pub(super) fn alike(
        &mut self,
        code: Code,
        place: Place,
        (kind, value): (&str, &str),
        make: impl FnOnce() -> Finding,
    ) {
        let (line, column) = (place.line, place.column);
        let mut key = (code, column, kind.to_owned());
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
            value: value.to_owned(),
            varies: false,
        });
        group.count += 1;
        group.varies |= !overflow && group.value != value;
        if group.finding.place.as_ref().is_some_and(|first| line < first.line) {
            group.finding.place = Some(place);
        }
        let behind = group.lines.partition_point(|known| *known < line);
        let most = lines_named(code);
        if behind <= most && group.lines.get(behind) != Some(&line) {
            group.lines.insert(behind, line);
            group.lines.truncate(most + 1);
        }
    }

    /// Findings of any files: those of one file that say the same are one.
    pub(super) fn by_file(findings: &Findings) -> Findings {
        let mut files: BTreeMap<&str, Self> = BTreeMap::new();
        let mut gathered = Findings::default();
        for finding in findings.sorted() {
            let Some(place) = &finding.place else {
                gathered.push(finding.clone());
                continue;
            };
            let file = files.entry(&place.file).or_insert_with(|| Self::new(&place.file));
            file.repeated(finding.code, place.clone(), &finding.message, || finding.clone());
        }
        files.into_values().for_each(|file| gathered.extend(file.finish()));
        gathered
    }

    /// All findings.
    pub(super) fn finish(self) -> Findings {
        let mut findings = self.single;
        for mut group in self.groups.into_values() {
            if group.count > 1 {
                let told = times(&group);
                group.finding.message.push_str(&told);
            }
            findings.push(group.finding);
        }
        findings
    }
}

/// How many lines of a gathered finding are named.
fn lines_named(code: Code) -> usize {
    match code.severity() {
        Severity::Warning => LINES_NAMED_OF_WARNING,
        Severity::Error | Severity::Note => LINES_NAMED,
    }
}

/// ` (37×, zuerst Zeile 12, dann 14, 20 und weitere)`, or ` (37× mit verschiedenen Werten, …)`.
fn times(group: &Group) -> String {
    let count = match group.varies {
        true => format!("{}× mit verschiedenen Werten", group.count),
        false => format!("{}×", group.count),
    };
    let mut numbers = group.lines.iter().map(u32::to_string);
    let first = numbers.next().unwrap_or_default();
    let named: Vec<String> = numbers.by_ref().take(lines_named(group.finding.code) - 1).collect();
    let more = if numbers.next().is_some() { " und weitere" } else { "" };
    match named.is_empty() {
        true => format!(" ({count}, zuerst Zeile {first})"),
        false => format!(" ({count}, zuerst Zeile {first}, dann {}{more})", named.join(", ")),
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
    fn alike_findings_are_one_though_their_values_differ() {
        let mut gathered = Gathered::new("a.csv");
        for line in (1..=1000).rev() {
            let place = gathered.place(line).named_column(2, "Eingang am");
            gathered.alike(Code::DateForm, place, ("serial_number", &line.to_string()), || {
                Finding::new(Code::DateForm, "`42` ist kein Datum")
            });
        }
        let findings = gathered.finish();
        let messages: Vec<_> = findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`42` ist kein Datum (1000× mit verschiedenen Werten, zuerst Zeile 1, dann 2, 3, 4, 5, 6 und weitere)"
            ]
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
