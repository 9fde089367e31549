//! Drawings: every mark with a length belongs to a published number and is as long as that number
//! says; a masked one is a gap of one length for all; every printed number is that of its mark.

use super::drawn_rows::{Behind, DrawnRow, Form, labels, row_labels, swatches};
use super::{REPORTS, has_number, normal, sample, table_of, values};
use html5gum::{Token, Tokenizer};
use krm_report::commands::Report;
use krm_report::report::Chart;
use krm_report::report::chart_spec::ChartKind;
use std::collections::BTreeSet;

/// A bar alone is as long as its number says to this many px; coordinates have one decimal.
const EXACT: f64 = 1.0;
/// Segments that touch are parted by a gap of up to 2 px.
const PARTED: f64 = 3.0;
/// Shortest mark of a number above zero in px.
const SHORTEST: f64 = 1.5;

/// A drawing as it was read.
#[derive(Default)]
struct Drawing {
    shapes: Vec<Shape>,
    words: Vec<Word>,
}

/// An element that is filled.
struct Shape {
    element: String,
    class: String,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// A line of text.
struct Word {
    class: String,
    y: f64,
    text: String,
}

/// What is being checked, and what is wrong with it.
struct Check<'a> {
    chart: &'a Chart,
    form: Form,
    faults: Vec<String>,
}

/// What is wrong with the drawing of a chart.
fn faults(svg: &str, chart: &Chart, report: &Report, wide: bool) -> Vec<String> {
    let drawing = read(svg);
    let form = Form::of(&chart.spec.kind, wide);
    let mut check = Check { chart, form, faults: Vec::new() };
    check.foreign_shapes(&drawing);
    let values = values(report);
    let rows = match table_of(chart, report).filter(|_| form != Form::Timeline) {
        None => Some(Vec::new()),
        Some(table) => Behind { table, values: &values }.rows(&chart.spec.kind),
    };
    let Some(rows) = rows else {
        check.faults.push("not the rows of the table in their order".to_owned());
        return check.faults;
    };
    if form != Form::Timeline {
        check.lengths(&drawing, &rows);
        check.labels_in_order(&drawing);
        check.ticks(&drawing, &rows);
    }
    check.words(&drawing, &rows);
    check.faults
}

fn read(svg: &str) -> Drawing {
    let mut drawing = Drawing::default();
    let (mut in_definitions, mut in_text) = (false, false);
    for token in Tokenizer::new(svg) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let text = |key: &str| {
                    let value = tag.attributes.get(key.as_bytes());
                    value.map(|it| String::from_utf8_lossy(&it.value).into_owned())
                };
                let number = |key: &str| text(key).and_then(|it| it.parse().ok()).unwrap_or(0.0);
                let class = text("class").unwrap_or_default();
                let element = String::from_utf8_lossy(&tag.name).into_owned();
                match element.as_str() {
                    "defs" => in_definitions = true,
                    "svg" | "g" | "title" | "desc" => {}
                    "text" => {
                        in_text = true;
                        drawing.words.push(Word { class, y: number("y"), text: String::new() });
                    }
                    _ if in_definitions => {}
                    _ => drawing.shapes.push(Shape {
                        element,
                        class,
                        x: number("x"),
                        y: number("y"),
                        width: number("width"),
                        height: number("height"),
                    }),
                }
            }
            Token::EndTag(tag) => {
                in_definitions &= tag.name.as_slice() != b"defs";
                in_text &= tag.name.as_slice() != b"text";
            }
            Token::String(text) if in_text => {
                let text = normal(&String::from_utf8_lossy(&text.value));
                drawing.words.last_mut().unwrap().text.push_str(&text);
            }
            _ => {}
        }
    }
    drawing
}

/// Whether a class is that of a mark: a series, a step of a heat map, a masked value.
fn is_mark(class: &str) -> bool {
    class == "x"
        || matches!(class.split_at_checked(1), Some(("s" | "h", number)) if has_number(number))
}

/// A text without what tells where it was divided.
fn joined(text: &str) -> String {
    normal(text).chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

/// Whether a text is a number and nothing else but a percent sign.
fn is_bare_number(text: &str) -> bool {
    has_number(text) && text.chars().all(|c| c.is_numeric() || ".,\u{202f}% \u{a0}".contains(c))
}

impl Check<'_> {
    fn wrong(&mut self, what: impl Into<String>) {
        self.faults.push(format!("{}: {}", self.chart.id, what.into()));
    }

    /// Only classes a drawing is known to have may paint.
    fn foreign_shapes(&mut self, drawing: &Drawing) {
        for shape in &drawing.shapes {
            let class = shape.class.as_str();
            let is_known = match shape.element.as_str() {
                "rect" => is_mark(class) || ["px", "gap"].contains(&class),
                "polyline" => ["a", "g"].contains(&class),
                _ => self.form == Form::Timeline,
            };
            if !is_known {
                self.wrong(format!("<{} class=\"{class}\">", shape.element));
            }
        }
    }

    /// The marks in the order they are drawn, without the swatches of the key and the plates behind
    /// texts, which lie within a mark.
    fn marks<'d>(&self, drawing: &'d Drawing) -> Vec<&'d Shape> {
        let is_drawn = |shape: &&Shape| shape.element == "rect" && is_mark(&shape.class);
        let drawn = drawing.shapes.iter().filter(is_drawn);
        let mut marks: Vec<&Shape> = Vec::new();
        for shape in drawn.skip(swatches(&self.chart.spec.kind)) {
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
    fn lengths(&mut self, drawing: &Drawing, rows: &[DrawnRow]) {
        let marks = self.marks(drawing);
        if rows.iter().any(|row| row.whole.is_some_and(|whole| whole > 0.0)) {
            return self.wholes(&marks, rows);
        }
        let values: Vec<_> = rows
            .iter()
            .flat_map(|row| row.marks.iter().map(|value| (row.label.as_str(), value)))
            .filter(|(_, value)| value.is_masked || value.length > 0.0)
            .collect();
        if marks.len() != values.len() {
            return self.wrong(format!("{} marks for {} values", marks.len(), values.len()));
        }
        // A grid has no lengths where its cells are coloured by step.
        let steps = marks.iter().any(|mark| mark.class.starts_with('h'));
        let is_upright = self.form == Form::Upright;
        let long = |mark: &Shape| if is_upright { mark.height } else { mark.width };
        let by_length = values
            .iter()
            .zip(&marks)
            .max_by(|((_, one), _), ((_, other), _)| one.length.total_cmp(&other.length));
        let top = by_length.map_or(0.0, |((_, value), _)| value.length);
        let scale = by_length.map_or(0.0, |((_, value), mark)| long(mark) / value.length.max(1.0));
        let tolerance = if self.form == Form::Bars { EXACT } else { PARTED };
        let gaps = marks.iter().filter(|mark| mark.class == "x").map(|mark| long(mark));
        let gap = gaps.fold(0.0, f64::max);
        for ((label, value), mark) in values.into_iter().zip(&marks) {
            let found = format!("{} px, class {}", long(mark), mark.class);
            if value.is_masked {
                if mark.class != "x" || (!steps && gap - long(mark) > tolerance) {
                    self.wrong(format!("{label}: no gap as long as any other: {found}"));
                }
            } else if steps {
                let step = (value.length / top * 5.0 - 1e-9).ceil() - 1.0;
                if mark.class != format!("h{}", step.clamp(0.0, 4.0)) {
                    self.wrong(format!("{label}: not the step of {}: {found}", value.length));
                }
            } else {
                let long_enough = (value.length * scale).max(SHORTEST);
                let is_off = (long(mark) - long_enough).abs() > tolerance;
                if !mark.class.starts_with('s') || is_off {
                    self.wrong(format!("{label}: {long_enough:.1} px expected: {found}"));
                }
            }
        }
    }

    /// Each row as long as the others: its numbers in their parts of it, and what is masked as the rest.
    fn wholes(&mut self, marks: &[&Shape], rows: &[DrawnRow]) {
        let mut left = marks.iter();
        for row in rows {
            let known: f64 = row.marks.iter().map(|value| value.length).sum();
            let all = row.whole.unwrap_or_default().max(known);
            let seen = row.marks.iter().filter(|value| value.length > 0.0);
            let mut parts: Vec<(f64, bool)> = seen.map(|value| (value.length, false)).collect();
            if row.marks.iter().any(|value| value.is_masked) && all - known > 1e-9 {
                parts.push((all - known, true));
            }
            let drawn: Vec<&&Shape> = left.by_ref().take(parts.len()).collect();
            let (Some(first), Some(last)) = (drawn.first(), drawn.last()) else { continue };
            let length = last.x + last.width - first.x;
            let sum: f64 = parts.iter().map(|(part, _)| part).sum();
            for ((part, is_masked), mark) in parts.iter().zip(&drawn) {
                let expected = (part / sum * length).max(SHORTEST);
                if (mark.width - expected).abs() > PARTED || (mark.class == "x") != *is_masked {
                    let found = format!("{} px, class {}", mark.width, mark.class);
                    self.wrong(format!("{}: {expected:.1} px expected: {found}", row.label));
                }
            }
            if drawn.len() != parts.len() {
                self.wrong(format!("{} marks for {} values", drawn.len(), parts.len()));
            }
        }
        if left.next().is_some() {
            self.wrong("more marks than values");
        }
    }

    /// Every number of a text in the drawing is that of the next mark, or part of a label.
    fn words(&mut self, drawing: &Drawing, rows: &[DrawnRow]) {
        let labels = labels(&self.chart.spec.kind);
        let mut values = rows.iter().flat_map(|row| row.marks.iter().chain(&row.total));
        let all_printed = matches!(self.form, Form::Bars | Form::Grid);
        let of_labels = lines_of_labels(&drawing.words, &labels);
        let words = drawing.words.iter().enumerate();
        for (position, word) in words.filter(|(_, word)| has_number(&word.text)) {
            let bare = is_bare_number(&word.text);
            if bare && self.is_tick(word) || of_labels.contains(&position) {
                continue;
            }
            if bare && values.clone().any(|value| value.is_label(&word.text)) {
                let skipped = values.by_ref().take_while(|value| !value.is_label(&word.text));
                // Where every number is printed, only signs may be passed over.
                if !all_printed || skipped.filter(|value| value.length > 0.0).count() == 0 {
                    continue;
                }
            } else if !bare && is_label(&word.text, &labels) || labels.contains(&word.text) {
                continue;
            }
            self.wrong(format!("`{}` is no number of its mark", word.text));
        }
    }

    /// The labels stand beside their rows: all of them, in order, however they were divided.
    fn labels_in_order(&mut self, drawing: &Drawing) {
        let texts = drawing.words.iter().filter(|word| word.class == "t");
        let text: String = texts.map(|word| joined(&word.text)).collect();
        let mut rest = text.as_str();
        for forms in row_labels(&self.chart.spec.kind, self.form) {
            match forms.iter().find_map(|label| rest.split_once(&joined(label))) {
                Some((_, behind)) => rest = behind,
                None => return self.wrong(format!("no label „{}“ in its place", forms[0])),
            }
        }
    }

    /// Numbers along the axis of upright columns are set apart by their class.
    fn is_tick(&self, word: &Word) -> bool {
        self.form == Form::Upright && word.class == "tm"
    }

    /// The numbers along an axis stand where their length ends.
    fn ticks(&mut self, drawing: &Drawing, rows: &[DrawnRow]) {
        let ticks =
            drawing.words.iter().filter(|word| self.is_tick(word) && is_bare_number(&word.text));
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let ticks: Vec<(f64, f64)> =
            ticks.map(|word| (digits(&word.text).parse().unwrap(), word.y)).collect();
        let Some((_, zero)) = ticks.iter().find(|(value, _)| *value == 0.0) else {
            if !ticks.is_empty() {
                self.wrong("an axis that does not begin at zero");
            }
            return;
        };
        let heights = rows.iter().map(|row| row.marks.iter().map(|it| it.length).sum::<f64>());
        let tallest = heights.fold(0.0, f64::max);
        let above = ticks.iter().filter(|(value, _)| *value > 0.0);
        let steps: Vec<f64> = above.map(|(value, y)| (zero - y) / value).collect();
        let least = steps.iter().copied().fold(f64::INFINITY, f64::min);
        let most = steps.iter().copied().fold(0.0, f64::max);
        let beyond = ticks.iter().any(|(value, _)| *value > tallest + 1.0);
        if !steps.is_empty() && ((most - least) * tallest > 2.0 * EXACT || beyond) {
            self.wrong("numbers along the axis that are not even");
        }
    }
}

/// The positions of the words that together are a label, in lines that follow each other.
fn lines_of_labels(words: &[Word], labels: &[String]) -> BTreeSet<usize> {
    let is_named = |label: &&String| label.contains(char::is_alphabetic);
    let labels: Vec<String> = labels.iter().filter(is_named).map(|label| joined(label)).collect();
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

/// Whether a line is a part of a label, which may have been divided.
fn is_label(line: &str, labels: &[String]) -> bool {
    let line = line.trim_end_matches('-');
    labels.iter().any(|label| label.contains(line))
}

#[test]
fn every_drawing_shows_what_its_table_says() {
    let (mut wrong, mut forms) = (Vec::new(), BTreeSet::new());
    for (name, report) in REPORTS.iter() {
        for chart in report.document.charts() {
            let drawing = &report.drawings[&chart.id];
            for (svg, wide) in [(&drawing.wide, true), (&drawing.narrow, false)] {
                let found = faults(svg, chart, report, wide);
                wrong.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
            }
            forms.insert(match &chart.spec.kind {
                ChartKind::Bars(_) => "bars",
                ChartKind::StackedBars(_) => "stacked",
                ChartKind::Columns(_) => "columns",
                ChartKind::HeatMap(_) => "grid",
                ChartKind::Timeline(_) => "timeline",
            });
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(forms.len(), 5, "{forms:?}");
}

/// Demands a fault with some words after one change to the wide drawing of a chart of the sample.
#[track_caller]
fn found(id: &str, (from, to): (&str, &str), words: &str) {
    let report = sample();
    let chart = report.document.charts().into_iter().find(|chart| chart.id == id).unwrap();
    let svg = &report.drawings[id].wide;
    assert!(svg.contains(from), "{id} does not hold {from}");
    let faults = faults(&svg.replacen(from, to, 1), chart, report, true);
    assert!(faults.iter().any(|fault| fault.contains(words)), "{words}: {faults:#?}");
}

#[test]
fn a_bar_of_another_length_is_found() {
    let id = "submitter_groups";
    found(id, ("width=\"393\"", "width=\"395\""), "Schuldnerberatung: 393");
    found(id, ("width=\"393\"", "width=\"0\""), "Schuldnerberatung: 393");
    let id = "assessment_by_topic_group";
    found(id, ("width=\"128.8\"", "width=\"138.8\""), "Sicherung des");
    found("months", ("height=\"91.7\"", "height=\"98.7\""), "Februar");
    found("months", (">20</text>", ">25</text>"), "not even");
    found("months", (">0</text>", ">1</text>"), "at zero");
}

#[test]
fn a_masked_mark_with_a_length_of_its_own_is_found() {
    let id = "assessment_by_topic_group";
    let (from, to) = ("x=\"630.6\" y=\"82\" width=\"61.4\"", "x=\"630.6\" y=\"82\" width=\"41.4\"");
    found(id, (from, to), "Sicherung des Lebensunterhalts (n = 86): ");
    let (from, to) = (
        "<rect class=\"x\" fill=\"url(#assessment_by_topic_group-w-x)\" stroke=\"#525f6b\" stroke-dasharray=\"3 2\" x=\"630.6\"",
        "<rect class=\"s4\" x=\"630.6\"",
    );
    found(id, (from, to), "Sicherung des Lebensunterhalts (n = 86): ");
    found(id, (">.</text>", ">2</text>"), "`2` is no number");
    let svg = &sample().drawings[id].wide;
    let mark = svg.lines().find(|line| line.starts_with("<rect class=\"x\"")).unwrap();
    found(id, (mark, ""), "px expected");
    found(id, (mark, &format!("{mark}<circle r=\"2\"/>")), "<circle");
}

#[test]
fn a_wrong_number_or_step_is_found() {
    let id = "submitter_groups";
    found(id, (">52<", ">53<"), "`53` is no number");
    found(id, (">52<", "><"), "`46` is no number");
    let id = "topic_groups_by_submitters";
    found(id, ("class=\"h4\"", "class=\"h1\""), "not the step");
}

#[test]
fn a_label_beside_another_bar_is_found() {
    let id = "submitter_groups";
    found(id, (">Ehrenamtliche<", ">Schuldnerberatung<"), "no label „");
    found("half_years", (">1.\u{a0}Halb", ">2.\u{a0}Halb"), "half_years");
}
