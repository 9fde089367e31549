//! Sentences the document makes of figures without naming them: the n under a title, and the values in
//! a chart's description. Other texts are held against the document, so these are held against the
//! published figures.

use super::expected::{Expected, ExpectedRow, ExpectedTable};
use super::number::{HOLE, has_number, normal, skeleton};
use super::telling::Telling;
use crate::disclosure::PublishedValue;
use crate::report::Chart;

/// The n of a subtitle (`… (n = 286)`) is the published count of all records.
pub(super) fn base(
    place: &str,
    subtitle: &str,
    value: PublishedValue,
    expected: &Expected<'_>,
    telling: &mut Telling<'_>,
) {
    let subtitle = normal(subtitle);
    let Some((_, n)) = subtitle.rsplit_once("(n = ") else { return };
    let n = n.trim_end_matches(')');
    let fits = match value {
        PublishedValue::Count(0) => n == "0",
        value => expected.figures.is_prose(value, n),
    };
    if !fits {
        telling.differs(place, &expected.figures.shown(value), n);
    }
}

/// The texts before and behind words that do not begin within a longer one.
fn split_at_word<'t>(text: &'t str, words: &str) -> Option<(&'t str, &'t str)> {
    let begins = |at: usize| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(char::is_alphanumeric)
    };
    let at = text.match_indices(words).map(|(at, _)| at).find(|at| begins(*at))?;
    Some((text.get(..at)?, text.get(at + words.len()..)?))
}

/// A value behind a row's label is one of that row; other numbers are parts of labels, or say how
/// many rows or columns there are.
pub(super) fn description(
    chart: &Chart,
    table: &ExpectedTable,
    expected: &Expected<'_>,
    telling: &mut Telling<'_>,
) {
    let place = format!("Beschreibung des Diagramms `{}`", chart.id);
    let mut rest = normal(&chart.spec.description).replacen(&table.title, "", 1);
    let mut labels: Vec<&str> = table.rows.iter().map(|row| row.label.as_str()).collect();
    // A label may be the end of another: „begründet“ of „teilweise begründet“.
    let mut rows: Vec<&ExpectedRow> = table.rows.iter().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.label.len()));
    for row in rows {
        let Some((before, after)) = split_at_word(&rest, &format!("{} (", row.label)) else {
            continue;
        };
        let Some((number, after)) = after.split_once(')') else { continue };
        let mut values = row.cells.iter().filter_map(|cell| cell.figure.as_ref());
        let is_value = |value| expected.figures.is_cell(value, number) && has_number(number);
        if !values.any(|(_, value)| is_value(*value)) {
            telling.differs(&place, "ein Wert dieser Zeile der Tabelle", number);
        }
        rest = format!("{before}{after}");
    }
    labels.extend(table.columns.iter().map(|(label, _)| label.as_str()));
    // A label may be part of another.
    labels.sort_by_key(|label| std::cmp::Reverse(label.len()));
    for label in labels {
        rest = rest.replace(label, "");
    }
    let (bones, numbers) = skeleton(&rest);
    let mut behind = bones.split(HOLE).skip(1);
    for number in numbers {
        let words = behind.next().unwrap_or_default();
        if !words.starts_with(" Zeilen") && !words.starts_with(" Spalten") {
            telling.unaccounted(&place, &bones.replace(HOLE, "▯"), number);
        }
    }
}
