//! Values of a list that seem to have been exchanged or renamed since the year before: one has lost most of its cases, another has
//! gained as many. Made of what this report and the archive print, and of nothing else.

use super::published::{PublishedFigure, PublishedFigures, PublishedValue};
use crate::diagnostic::{Finding, FindingCode, Place};
use crate::domain::{Count, Dimension, Figure, Period, Population, Recording, Unit, ValueCode};
use crate::project::{ArchivedValue, Project};
use std::collections::BTreeMap;

/// Changes of fewer cases may be chance.
const LEAST: u64 = 20;

/// How many cases of a value both reports print: then and now.
#[derive(Clone, Copy)]
struct Numbers {
    code: ValueCode,
    then: u64,
    now: u64,
}

impl Numbers {
    /// By how much it fell, where that is most of it.
    fn fell(self) -> Option<u64> {
        let fell = self.then.checked_sub(self.now)?;
        (fell >= LEAST && fell * 3 >= self.then * 2).then_some(fell)
    }

    /// By how much it rose, where that is most of it now.
    fn rose(self) -> Option<u64> {
        Self { then: self.now, now: self.then, ..self }.fell()
    }
}

/// A question for each pair of values.
pub(super) fn questions(
    published: &PublishedFigures,
    recording: &Recording,
    project: &Project,
) -> Vec<Finding> {
    let Some(edition) = project.earlier_year(project.settings.period.year() - 1) else {
        return Vec::new();
    };
    let printed_then =
        |figure: &Figure| match edition.content.figures.get(&figure.id(&project.taxonomy)) {
            Some(ArchivedValue::Count(count)) => Some(*count),
            _ => None,
        };
    let mut lists: BTreeMap<Dimension, Vec<Numbers>> = BTreeMap::new();
    for figure in published.iter().map(PublishedFigure::figure) {
        let Some((dimension, code)) = value_of(figure) else { continue };
        let now = match published.get(figure).map(PublishedFigure::value) {
            Some(PublishedValue::Count(now)) => now,
            _ => continue,
        };
        let is_like = recording.tells_all(figure) && edition.is_comparable(figure, project);
        if let Some(then) = printed_then(figure).filter(|_| is_like) {
            lists.entry(dimension).or_default().push(Numbers { code, then, now });
        }
    }
    let mut findings = Vec::new();
    for (dimension, values) in &lists {
        for fallen in values {
            let Some(fell) = fallen.fell() else { continue };
            // By as much: a quarter more or less.
            let is_as_much = |rose: u64| rose.abs_diff(fell) * 4 <= fell;
            let risen = values.iter().find(|it| it.rose().is_some_and(is_as_much));
            findings.extend(risen.map(|risen| {
                let list = project.taxonomy.list(*dimension);
                let label = |code| {
                    list.and_then(|list| list.get(code)).map_or("", |entry| entry.label.as_str())
                };
                let labels = [label(fallen.code), label(risen.code)];
                question(*dimension, labels, project).at(Place::file(&edition.file))
            }));
        }
    }
    findings
}

/// The value whose cases of the whole period a figure counts, where it asks for nothing else.
fn value_of(figure: &Figure) -> Option<(Dimension, ValueCode)> {
    let Figure::Count(Count { unit: Unit::Cases, population, period, filter }) = figure else {
        return None;
    };
    let mut conditions = filter.conditions();
    let (dimension, codes) = conditions.next()?;
    let code =
        codes.iter().next().filter(|code| codes.len() == 1 && **code != ValueCode::NOT_STATED)?;
    let is_plain = *population == Population::Received && *period == Period::Year;
    (is_plain && conditions.next().is_none()).then_some((dimension, *code))
}

fn question(dimension: Dimension, [fallen, risen]: [&str; 2], project: &Project) -> Finding {
    let list = dimension.id();
    let message = format!(
        "{}: „{fallen}“ hat gegenüber dem früheren Bericht die meisten Fälle verloren, „{risen}“ etwa ebenso viele gewonnen; sind in der Datenbank zwei Werte vertauscht oder umbenannt?",
        project.words.dimension(dimension)
    );
    Finding::new(FindingCode::ValuesExchanged, message).help(format!(
        "heißt in der Datenbank jetzt anders, was „{fallen}“ war, tragen Sie das neue Wort in `lists.{list}` bei „{fallen}“ unter `synonyms` ein, und nehmen Sie es bei „{risen}“ heraus; hat sich wirklich so viel geändert, bleibt alles, wie es ist: Sagen Sie es im Bericht"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_of_a_value_must_have_gone_and_few_cases_are_no_question() {
        let fell = |then, now| Numbers { code: ValueCode::NOT_STATED, then, now }.fell();
        assert_eq!(fell(100, 5), Some(95));
        assert_eq!(fell(100, 33), Some(67));
        assert_eq!(fell(100, 34), None, "a third is left");
        assert_eq!(fell(19, 0), None, "so few may be chance");
        assert_eq!(fell(20, 0), Some(20));
        assert_eq!(fell(5, 100), None);
        let rose = |then, now| Numbers { code: ValueCode::NOT_STATED, then, now }.rose();
        assert_eq!((rose(5, 100), rose(60, 100)), (Some(95), None));
    }
}
