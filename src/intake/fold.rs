//! Findings about several lines, perhaps of several files, that say the same and have one cause: they are one, which
//! lists all its places.

use super::gather::times;
use crate::diagnostic::{Code, Elsewhere, Finding, Findings, Occurrence, Place};
use std::collections::BTreeMap;

/// What two findings have in common that are one.
type Key = (Code, String, Option<String>, Spot, Vec<(Spot, String)>);
/// A place without its line.
type Spot = (String, u32);

/// The findings in the order of their places, those that say the same about the same files as one.
pub(super) fn folded(findings: &Findings) -> Findings {
    let mut groups: BTreeMap<Key, Vec<&Finding>> = BTreeMap::new();
    let mut folded = Findings::default();
    for finding in findings.sorted() {
        match &finding.place {
            None => folded.push(finding.clone()),
            Some(place) => groups.entry(key(finding, place)).or_default().push(finding),
        }
    }
    groups.into_values().filter_map(|group| as_one(&group)).for_each(|one| folded.push(one));
    folded
}

fn key(finding: &Finding, place: &Place) -> Key {
    let related = finding.related.iter().map(|(place, what)| (spot(place), what.clone())).collect();
    (finding.code, finding.message.clone(), finding.help.clone(), spot(place), related)
}

fn spot(place: &Place) -> Spot {
    (place.file.clone(), place.column)
}

fn as_one(group: &[&Finding]) -> Option<Finding> {
    let mut one = (*group.first()?).clone();
    if group.len() < 2 {
        return Some(one);
    }
    one.occurrences = group.iter().filter_map(|finding| occurrence(finding)).collect();
    let lines: Vec<u32> = one.occurrences.iter().map(|found| found.line).collect();
    let told = times(&format!("{}×", group.len()), &lines, one.code);
    one.message.push_str(&told);
    Some(one)
}

fn occurrence(finding: &Finding) -> Option<Occurrence> {
    let place = finding.place.as_ref()?;
    let case_id = finding.secret.as_ref().and_then(|secret| secret.case_id.clone());
    let elsewhere = Elsewhere {
        file: place.file.clone(),
        related: finding.related.iter().map(|(place, _)| place.clone()).collect(),
        case_id,
    };
    Some(Occurrence {
        line: place.line,
        elsewhere: Some(Box::new(elsewhere)),
        ..Occurrence::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_the_same_about_the_same_files_is_one_finding_with_all_places() {
        let mut findings = Findings::default();
        for (line, other) in [(2, "b.csv"), (3, "b.csv"), (4, "c.csv"), (9, "b.csv")] {
            findings.push(
                Finding::new(Code::CaseContradiction, "sie widersprechen einander")
                    .at(Place::line("a.csv", line))
                    .related(Place::line(other, line + 10), "weicht ab in `Art`"),
            );
        }
        let folded = folded(&findings);
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
