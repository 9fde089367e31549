//! Drawings: every mark with a length belongs to a published number and is as long as that number
//! says; a masked one is a gap of one length for all; every printed number is that of its mark.

use super::chart_rows::{DrawnRow, Form, labels, row_labels, rows};
use super::expected::{Expected, ExpectedTable};
use super::figures::length;
use super::number::{german, has_number, normal, skeleton};
use super::reading::{ReadDrawing, Shape, Word};
use super::telling::Telling;
use crate::disclosure::PublishedValue;
use crate::report::Chart;
use std::collections::BTreeSet;

/// A bar alone is as long as its number says to this many px; coordinates have one decimal.
const EXACT: f64 = 1.0;
/// Segments that touch are parted by a gap of up to 2 px.
const PARTED: f64 = 3.0;
/// Shortest mark of a number above zero in px.
const SHORTEST: f64 = 1.5;

/// Holds a drawing against its chart and the table behind it.
pub(super) fn check(
    read: &ReadDrawing,
    chart: &Chart,
    table: Option<&ExpectedTable>,
    expected: &Expected<'_>,
    telling: &mut Telling<'_>,
) {
    let form = Form::of(&chart.spec.kind, read.wide);
    let Some(table) = table.filter(|_| form != Form::Timeline) else {
        words(read, chart, &[], form, expected, telling);
        return;
    };
    let Some(rows) = rows(&chart.spec.kind, table) else {
        telling.differs(&place(chart), "die Zeilen der Tabelle in ihrer Ordnung", "andere");
        return;
    };
    foreign_shapes(read, chart, telling);
    lengths(&marks(read, chart), chart, &rows, form, expected, telling);
    words(read, chart, &rows, form, expected, telling);
    labels_in_order(read, chart, form, telling);
    ticks(read, chart, &rows, form, telling);
}

/// Holds the texts of a drawing whose shapes cannot be read against its chart.
#[cfg(feature = "pdf")]
pub(super) fn numbers(
    texts: &[Word],
    chart: &Chart,
    table: Option<&ExpectedTable>,
    expected: &Expected<'_>,
    telling: &mut Telling<'_>,
) {
    // Only upright columns have an axis with numbers.
    let wide = texts.iter().any(|word| word.class == "tm" && is_bare_number(&word.text));
    let read = ReadDrawing { words: texts.to_vec(), wide, ..ReadDrawing::default() };
    let rows = table.and_then(|table| rows(&chart.spec.kind, table)).unwrap_or_default();
    let form = Form::of(&chart.spec.kind, wide);
    words(&read, chart, &rows, form, expected, telling);
    ticks(&read, chart, &rows, form, telling);
}

fn place(chart: &Chart) -> String {
    format!("Diagramm `{}`", chart.id)
}

/// Whether a class is that of a mark: a series, a step of a heat map, a masked value.
fn is_mark(class: &str) -> bool {
    class == "x"
        || matches!(class.split_at_checked(1), Some(("s" | "h", number)) if has_number(number))
}

/// Only classes a drawing is known to have may paint.
fn foreign_shapes(read: &ReadDrawing, chart: &Chart, telling: &mut Telling<'_>) {
    for shape in &read.shapes {
        let class = shape.class.as_str();
        let known = match shape.element.as_str() {
            "rect" => is_mark(class) || ["px", "gap"].contains(&class),
            "polyline" => ["a", "g"].contains(&class),
            _ => false,
        };
        if !known {
            let found = format!("<{} class=\"{class}\">", shape.element);
            telling.differs(&place(chart), "nur Balken, Felder, Achsen und Hilfslinien", &found);
        }
    }
}

/// The marks in the order they are drawn, without the swatches of the key and the plates behind
/// texts, which lie within a mark.
fn marks<'r>(read: &'r ReadDrawing, chart: &Chart) -> Vec<&'r Shape> {
    let swatches = super::chart_rows::swatches(&chart.spec.kind);
    let drawn = read.shapes.iter().filter(|shape| shape.element == "rect" && is_mark(&shape.class));
    let mut marks: Vec<&Shape> = Vec::new();
    for shape in drawn.skip(swatches) {
        let within = |mark: &&Shape| {
            mark.class == shape.class
                && mark.x <= shape.x
                && mark.y <= shape.y
                && mark.x + mark.width >= shape.x + shape.width
                && mark.y + mark.height >= shape.y + shape.height
        };
        if !marks.iter().any(within) {
            marks.push(shape);
        }
    }
    marks
}

/// One mark for each value above zero and each masked one, in order, as long as it should be.
fn lengths(
    marks: &[&Shape],
    chart: &Chart,
    rows: &[DrawnRow],
    form: Form,
    expected: &Expected<'_>,
    telling: &mut Telling<'_>,
) {
    let values: Vec<(&str, PublishedValue)> = rows
        .iter()
        .flat_map(|row| row.marks.iter().map(|value| (row.label.as_str(), *value)))
        .filter(|(_, value)| *value == PublishedValue::Masked || length(*value) > 0.0)
        .collect();
    if marks.len() != values.len() {
        let count = format!("{} Balken oder Felder", values.len());
        telling.differs(&place(chart), &count, &marks.len().to_string());
        return;
    }
    // A grid has no lengths where its cells are coloured by step.
    let steps = marks.iter().any(|mark| mark.class.starts_with('h'));
    let long = |mark: &Shape| if form == Form::Upright { mark.height } else { mark.width };
    let largest =
        values.iter().zip(marks).max_by(|(a, _), (b, _)| length(a.1).total_cmp(&length(b.1)));
    let top = largest.map_or(0.0, |((_, value), _)| length(*value));
    let scale = largest.map_or(0.0, |((_, value), mark)| long(mark) / length(*value).max(1.0));
    let tolerance = if form == Form::Bars { EXACT } else { PARTED };
    let gaps = marks.iter().filter(|mark| mark.class == "x").map(|mark| long(mark));
    let gap = gaps.fold(0.0, f64::max);
    for ((label, value), mark) in values.iter().zip(marks) {
        let place = format!("{}, „{label}“", place(chart));
        let found = format!("{} px, Klasse {}", long(mark), mark.class);
        if *value == PublishedValue::Masked {
            if mark.class != "x" || (!steps && gap - long(mark) > tolerance) {
                telling.leaks(&place, "eine Lücke, so lang wie jede andere", &found);
            }
        } else if steps {
            let step = (length(*value) / top * 5.0 - 1e-9).ceil() - 1.0;
            if mark.class != format!("h{}", step.clamp(0.0, 4.0)) {
                telling.differs(&place, &expected.figures.shown(*value), &found);
            }
        } else {
            let long_enough = (length(*value) * scale).max(SHORTEST);
            if !mark.class.starts_with('s') || (long(mark) - long_enough).abs() > tolerance {
                let wanted = format!("{} auf {long_enough:.1} px", expected.figures.shown(*value));
                telling.differs(&place, &wanted, &found);
            }
        }
    }
}

/// Whether a text is a number and nothing else but a percent sign.
fn is_bare_number(text: &str) -> bool {
    let (bones, _) = skeleton(text);
    bones.trim_end_matches('%').trim() == super::number::HOLE.to_string()
}

/// Every number of a text in the drawing is that of the next mark, or part of a label.
fn words(
    read: &ReadDrawing,
    chart: &Chart,
    rows: &[DrawnRow],
    form: Form,
    expected: &Expected<'_>,
    telling: &mut Telling<'_>,
) {
    let labels = labels(&chart.spec.kind);
    let mut values = rows.iter().flat_map(|row| row.marks.iter().chain(&row.total));
    let all_printed = matches!(form, Form::Bars | Form::Grid);
    let of_labels = lines_of_labels(&read.words, &labels);
    let words = read.words.iter().enumerate();
    for (position, word) in words.filter(|(_, word)| has_number(&word.text)) {
        let bare = is_bare_number(&word.text);
        if bare && is_tick(word, form) || of_labels.contains(&position) {
            continue;
        }
        if bare && values.clone().any(|value| expected.figures.is_label(*value, &word.text)) {
            let skipped =
                values.by_ref().take_while(|value| !expected.figures.is_label(**value, &word.text));
            // Where every number is printed, only signs may be passed over.
            let missed = skipped.filter(|value| length(**value) > 0.0).count();
            if !all_printed || missed == 0 {
                continue;
            }
        } else if is_label(&word.text, &labels) {
            continue;
        }
        let around = skeleton(&word.text).0.replace(super::number::HOLE, "▯");
        telling.unaccounted(&place(chart), &around, &word.text);
    }
}

/// The positions of the words that together are a label, in lines that follow each other.
fn lines_of_labels(words: &[Word], labels: &[String]) -> BTreeSet<usize> {
    let labels: Vec<String> = labels
        .iter()
        .filter(|label| label.contains(char::is_alphabetic))
        .map(|label| joined(label))
        .collect();
    let mut found = BTreeSet::new();
    for start in 0..words.len() {
        let mut text = String::new();
        for (position, word) in words.iter().enumerate().skip(start) {
            text.push_str(&joined(&word.text));
            if !labels.iter().any(|label| label.starts_with(&text)) {
                break;
            }
            if labels.contains(&text) {
                found.extend(start..=position);
            }
        }
    }
    found
}

/// A text without what tells where it was divided.
fn joined(text: &str) -> String {
    normal(text).chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

/// The labels stand beside their rows: all of them, in order, however they were divided.
fn labels_in_order(read: &ReadDrawing, chart: &Chart, form: Form, telling: &mut Telling<'_>) {
    let texts = read.words.iter().filter(|word| word.class == "t");
    let text: String = texts.map(|word| joined(&word.text)).collect();
    let mut rest = text.as_str();
    for forms in row_labels(&chart.spec.kind, form) {
        let found = forms.iter().find_map(|label| rest.split_once(&joined(label)));
        match found {
            Some((_, behind)) => rest = behind,
            None => {
                let label = forms.first().copied().unwrap_or_default();
                telling.differs(&place(chart), &format!("„{label}“ an seiner Stelle"), rest);
                return;
            }
        }
    }
}

/// Whether a line is a part of a label, which may have been divided.
fn is_label(line: &str, labels: &[String]) -> bool {
    let line = line.trim_end_matches('-');
    labels.iter().any(|label| label.contains(line))
}

/// Numbers along the axis of upright columns are set apart by their class.
fn is_tick(word: &Word, form: Form) -> bool {
    form == Form::Upright && word.class == "tm"
}

/// The numbers along an axis stand where their length ends.
fn ticks(
    read: &ReadDrawing,
    chart: &Chart,
    rows: &[DrawnRow],
    form: Form,
    telling: &mut Telling<'_>,
) {
    let ticks = read.words.iter().filter(|word| is_tick(word, form) && is_bare_number(&word.text));
    let ticks: Vec<(f64, f64)> = ticks
        .filter_map(|word| Some((german(&word.text)?, word.y)))
        .map(|(number, y)| (number.digits as f64, y))
        .collect();
    let Some((_, zero)) = ticks.iter().find(|(value, _)| *value == 0.0) else {
        if !ticks.is_empty() {
            telling.differs(&place(chart), "eine Achse ab null", "eine andere");
        }
        return;
    };
    let tallest = rows.iter().map(|row| row.marks.iter().map(|value| length(*value)).sum::<f64>());
    let tallest = tallest.fold(0.0, f64::max);
    let steps: Vec<f64> = ticks
        .iter()
        .filter(|(value, _)| *value > 0.0)
        .map(|(value, y)| (zero - y) / value)
        .collect();
    let (least, most) = (
        steps.iter().copied().fold(f64::INFINITY, f64::min),
        steps.iter().copied().fold(0.0, f64::max),
    );
    let beyond = ticks.iter().any(|(value, _)| *value > tallest + 1.0);
    if !steps.is_empty() && ((most - least) * tallest > 2.0 * EXACT || beyond) {
        telling.differs(&place(chart), "gleichmäßige Zahlen an der Achse", "andere");
    }
}
