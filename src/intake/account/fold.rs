//! Findings about several lines, perhaps of several files, that say the same and have one cause: they are one, which
//! lists all its places.

use super::gather::times;
use crate::diagnostic::{Elsewhere, Finding, FindingCode, Findings, Occurrence, Place};
use crate::domain::Field;
use std::collections::{BTreeMap, BTreeSet};

/// Findings as they come.
#[derive(Default)]
pub(crate) struct Folded {
    by_cause: BTreeMap<Cause, Vec<Finding>>,
}

/// What findings have in common that are one. It does not depend on the order of rows.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Cause {
    code: FindingCode,
    message: String,
    /// The fields it is about.
    fields: BTreeSet<Field>,
    files: BTreeSet<String>,
}

impl Folded {
    /// Adds one about its places alone.
    pub(crate) fn push(&mut self, finding: Finding) {
        let places = finding.place.iter().chain(finding.related.iter().map(|(place, _)| place));
        let files = places.map(|place| place.file.clone()).collect();
        self.push_of(finding, BTreeSet::new(), files);
    }

    /// Adds one about these fields in these files.
    pub(crate) fn push_of(
        &mut self,
        finding: Finding,
        fields: BTreeSet<Field>,
        files: BTreeSet<String>,
    ) {
        let (code, message) = (finding.code, finding.message.clone());
        let cause = Cause { code, message, fields, files };
        self.by_cause.entry(cause).or_default().push(finding);
    }

    /// Adds those of a list.
    pub(crate) fn extend(&mut self, findings: &Findings) {
        findings.iter().for_each(|finding| self.push(finding.clone()));
    }

    /// Those of one cause as one.
    pub(crate) fn finish(self) -> Findings {
        let mut findings = Findings::default();
        for mut group in self.by_cause.into_values() {
            group.sort();
            findings.extend(as_one(&group));
        }
        findings
    }
}

fn as_one(group: &[Finding]) -> Option<Finding> {
    let mut one = group.first()?.clone();
    if group.len() < 2 {
        return Some(one);
    }
    one.occurrences = group.iter().filter_map(occurrence).collect();
    let lines: Vec<u32> = one.occurrences.iter().map(|found| found.line).collect();
    let told = times(&format!("{}×", group.len()), &lines, one.code);
    one.message.push_str(&told);
    Some(one)
}

fn occurrence(finding: &Finding) -> Option<Occurrence> {
    let place = finding.place.as_ref()?;
    let case_id = finding.secret.as_ref().and_then(|secret| secret.case_id.clone());
    let related = finding.related.iter().map(|(place, _)| place.clone()).collect();
    Some(elsewhere(place, related, case_id))
}

/// A place of a finding that is about several files.
pub(crate) fn elsewhere(place: &Place, related: Vec<Place>, case_id: Option<String>) -> Occurrence {
    let elsewhere = Elsewhere { file: place.file.clone(), related, case_id };
    let elsewhere = Some(Box::new(elsewhere));
    Occurrence { line: place.line, elsewhere, ..Occurrence::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_the_same_about_the_same_files_is_one_finding_with_all_places() {
        let mut folded = Folded::default();
        for (line, other) in [(2, "b.csv"), (3, "b.csv"), (4, "c.csv"), (9, "b.csv")] {
            let finding =
                Finding::new(FindingCode::CaseContradiction, "sie widersprechen einander")
                    .at(Place::line("a.csv", line))
                    .related(Place::line(other, line + 10), "weicht ab in `Art`");
            folded.push(finding);
        }
        let folded = folded.finish();
        let messages: Vec<_> = folded.sorted().iter().map(|f| f.message.clone()).collect();
        assert_eq!(
            messages,
            [
                "sie widersprechen einander (3×, zuerst Zeile 2, dann 3, 9)",
                "sie widersprechen einander"
            ]
        );
        let related: Vec<u32> = folded.sorted()[0]
            .occurrences
            .iter()
            .filter_map(|found| Some(found.elsewhere.as_ref()?.related.first()?.line))
            .collect();
        assert_eq!(related, [12, 13, 19]);
    }
}
