//! What is said of the columns of several files in the same words is one finding: monthly exports have the same headings. So is
//! that several hold no case.

use crate::diagnostic::{Finding, FindingCode, Findings, Occurrence};
use crate::intake::account::fold::elsewhere;
use std::collections::{BTreeMap, BTreeSet};

/// What is said of headings alone, or of a file as a whole.
const OF_FILES: [FindingCode; 3] =
    [FindingCode::ColumnUnknown, FindingCode::UnreadColumnTells, FindingCode::NoRecordInFile];

/// The findings with those that say the same of several files as one, which lists them.
pub(crate) fn joined(findings: &Findings) -> Findings {
    let (mut of_files, mut joined) = (BTreeMap::new(), Findings::default());
    for finding in findings.sorted() {
        let Some(place) = place(finding) else {
            joined.push(finding.clone());
            continue;
        };
        let what = (finding.code, &finding.message, &finding.help);
        of_files.entry(what).or_insert_with(Vec::new).push((finding, place));
    }
    for group in of_files.into_values() {
        // The same words about two columns of one file are two findings.
        let files: BTreeSet<&str> = group.iter().filter_map(|(_, place)| file_of(place)).collect();
        if files.len() < group.len() || group.len() < 2 {
            group.into_iter().for_each(|(finding, _)| joined.push(finding.clone()));
            continue;
        }
        let Some((first, _)) = group.first() else { continue };
        let mut one = (*first).clone();
        one.message.push_str(&format!(" (in {} Dateien)", group.len()));
        one.occurrences = group.into_iter().map(|(_, place)| place).collect();
        joined.push(one);
    }
    joined
}

fn file_of(occurrence: &Occurrence) -> Option<&str> {
    occurrence.elsewhere.as_ref().map(|it| it.file.as_str())
}

/// Where such a finding stands.
fn place(finding: &Finding) -> Option<Occurrence> {
    let place = finding.place.as_ref().filter(|_| OF_FILES.contains(&finding.code))?;
    Some(elsewhere(place, Vec::new(), None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    #[test]
    fn files_without_a_case_are_one_finding_that_names_each() {
        let mut findings = Findings::default();
        for name in ["exports/2017-03.csv", "exports/2017-05.csv", "exports/2017-08.csv"] {
            let finding =
                Finding::new(FindingCode::NoRecordInFile, "die Datei enthält keinen Fall");
            findings.push(finding.at(Place::file(name)));
        }
        let joined = joined(&findings);
        let one = joined.iter().next().unwrap();
        assert_eq!(joined.iter().count(), 1);
        assert_eq!(one.message, "die Datei enthält keinen Fall (in 3 Dateien)");
        let files: Vec<_> = one.occurrences.iter().filter_map(file_of).collect();
        assert_eq!(files, ["exports/2017-03.csv", "exports/2017-05.csv", "exports/2017-08.csv"]);
    }
}
