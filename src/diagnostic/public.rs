//! What of findings may be shown by a code host: no heading that holds more than words of the trade, and nothing of which
//! number is small, nor how many are.

use super::{Finding, Findings, Place};
use crate::domain::is_of_known_words;

/// Stands in place of such a heading.
const HIDDEN: &str = "…";

/// So many findings as a code host may show them, in the order of print.
pub(super) fn public(findings: &Findings, most: usize) -> Vec<Finding> {
    let mut shown: Vec<Finding> = Vec::new();
    for finding in findings.sorted().into_iter().map(of_one) {
        if !(finding.code.tells_of_small_numbers() && shown.contains(&finding)) {
            shown.push(finding);
        }
    }
    shown.truncate(most);
    shown
}

/// The same finding without headings that may hold a name: `Sachbearbeitung (Frau …)`. The number of the column stays. What
/// is about small numbers is told by its code alone.
fn of_one(finding: &Finding) -> Finding {
    if finding.code.tells_of_small_numbers() {
        return Finding::new(finding.code, "der Schutz kleiner Zahlen hat etwas zu melden").help(
            "was es ist, steht in der Ausgabe von `krm-report build` und im internen Ordner",
        );
    }
    let mut public = finding.clone();
    let names: Vec<String> = places(&mut public).filter_map(hide).collect();
    let hidden = |text: &mut String| {
        for name in &names {
            for (open, close) in [('`', '`'), ('"', '"'), ('„', '“')] {
                let (from, to) = (format!("{open}{name}{close}"), format!("{open}{HIDDEN}{close}"));
                *text = text.replace(&from, &to);
            }
        }
    };
    hidden(&mut public.message);
    public.expected.iter_mut().for_each(hidden);
    public.help.iter_mut().for_each(hidden);
    public.related.iter_mut().for_each(|(_, text)| hidden(text));
    public
}

fn places(finding: &mut Finding) -> impl Iterator<Item = &mut Place> {
    finding.place.iter_mut().chain(finding.related.iter_mut().map(|(place, _)| place))
}

/// Takes the name of the column from a place where it must not be shown.
fn hide(place: &mut Place) -> Option<String> {
    let name = place.column_name.as_mut()?;
    (!name.is_empty() && !is_of_known_words(name)).then(|| std::mem::take(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::FindingCode;

    fn shown(heading: &str) -> Finding {
        let place = Place::line("exports/a.csv", 1).named_column(7, heading);
        let message = format!("die Spalte `{heading}` wird nicht gelesen");
        of_one(
            &Finding::new(FindingCode::UnreadColumnTells, message)
                .at(place)
                .help(format!("schreiben Sie: closed_on = [\"{heading}\"]")),
        )
    }

    #[test]
    fn a_heading_with_a_name_in_it_is_not_shown() {
        let finding = shown("Sachbearbeitung (Frau Beispiel)");
        assert_eq!(finding.message, "die Spalte `…` wird nicht gelesen");
        assert_eq!(finding.help.as_deref(), Some("schreiben Sie: closed_on = [\"…\"]"));
        assert_eq!(finding.place.and_then(|place| place.column_name).as_deref(), Some(""));
        assert!(shown("Erledigt am").message.contains("`Erledigt am`"));
    }
}
