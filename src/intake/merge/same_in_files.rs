//! What is said of the columns of several files in the same words is one finding: monthly exports have the same headings.

use crate::diagnostic::{Elsewhere, Finding, FindingCode, Findings, Occurrence};
use std::collections::{BTreeMap, BTreeSet};

/// What is said of headings alone.
const OF_HEADINGS: [FindingCode; 2] = [FindingCode::ColumnUnknown, FindingCode::UnreadColumnTells];

/// The findings with those about the same heading in several files as one, which lists them.
pub(crate) fn joined(findings: &Findings) -> Findings {
    let (mut of_headings, mut joined) = (BTreeMap::new(), Findings::default());
    for finding in findings.sorted() {
        let Some(place) = place(finding) else {
            joined.push(finding.clone());
            continue;
        };
        let what = (finding.code, &finding.message, &finding.help);
        of_headings.entry(what).or_insert_with(Vec::new).push((finding, place));
    }
    for group in of_headings.into_values() {
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

/// Where a finding of a heading stands.
fn place(finding: &Finding) -> Option<Occurrence> {
    let place = finding.place.as_ref().filter(|_| OF_HEADINGS.contains(&finding.code))?;
    let elsewhere = Elsewhere { file: place.file.clone(), related: Vec::new(), case_id: None };
    Some(Occurrence {
        line: place.line,
        elsewhere: Some(Box::new(elsewhere)),
        ..Occurrence::default()
    })
}
