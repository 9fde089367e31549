//! What must hold for every chart.

use super::font::Fonts;
use super::layout::Format;
use super::samples::{self, bars, chart, masked, nothing, stacks, value};
use super::sheet::{Placed, Sheet};
use super::{ChartError, draw, draw_sheet};
use crate::report::chart_spec::{
    ChartKind, ChartSpec, HeatMap, StackedBars, StackedRow, Timeline, TimelineEvent, TimelineLane,
    Whole,
};

const FORMATS: [Format; 2] = [Format::Wide, Format::Narrow];

fn every_spec() -> Vec<ChartSpec> {
    samples::all().into_iter().chain(samples::edge_cases()).collect()
}

fn sheets(specs: Vec<ChartSpec>) -> Vec<(String, Sheet)> {
    let fonts = Fonts::embedded().unwrap();
    let mut sheets = Vec::new();
    for spec in specs {
        for format in FORMATS {
            let sheet = draw_sheet(&spec, format, fonts).unwrap();
            sheets.push((format!("{} {format:?}", spec.id), sheet));
        }
    }
    sheets
}

/// Checks that tags balance, attributes are quoted and nothing is left unescaped; returns the ids.
fn check_xml(svg: &str) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    let mut ids = Vec::new();
    let mut rest = svg;
    while let Some(start) = rest.find('<') {
        assert!(!rest[..start].contains('>'), "stray > in {:?}", &rest[..start]);
        check_entities(&rest[..start]);
        let end = rest[start..].find('>').expect("a tag ends") + start;
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut attributes = attributes.strip_suffix('/').unwrap_or(attributes);
        while !attributes.trim().is_empty() {
            let (key, after) = attributes.split_once("=\"").expect("an attribute has a value");
            let (content, after) = after.split_once('"').expect("a value is quoted");
            assert!(key.trim().chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "{key:?}");
            check_entities(content);
            if key.trim() == "id" {
                ids.push(content.to_owned());
            }
            attributes = after;
        }
        if !tag.ends_with('/') {
            open.push(name.to_owned());
        }
    }
    assert!(open.is_empty(), "{open:?}");
    ids
}

fn check_entities(text: &str) {
    for (at, _) in text.match_indices('&') {
        let known = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
        assert!(known.iter().any(|entity| text[at..].starts_with(entity)), "{text}");
    }
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
}

fn overlap(a: &Placed, b: &Placed) -> bool {
    let slack = 0.05;
    a.left < b.right - slack
        && b.left < a.right - slack
        && a.top < b.bottom - slack
        && b.top < a.bottom - slack
}

#[test]
fn the_same_specification_gives_the_same_bytes() {
    for spec in every_spec() {
        assert_eq!(draw(&spec).unwrap(), draw(&spec).unwrap());
    }
}

#[test]
fn every_drawing_is_well_formed_and_its_ids_are_its_own() {
    let mut ids = Vec::new();
    for spec in every_spec() {
        let drawing = draw(&spec).unwrap();
        for svg in [&drawing.wide, &drawing.narrow] {
            ids.extend(check_xml(svg));
            assert!(!svg.contains("NaN") && !svg.contains("inf\""), "{}", spec.id);
            assert!(!svg.contains("var(") && !svg.contains("@media") && !svg.contains("<style"));
        }
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn every_element_stands_on_a_line_of_its_own() {
    for spec in samples::all() {
        for line in draw(&spec).unwrap().wide.lines() {
            assert!(line.starts_with('<'), "{line}");
            assert!(line.matches("<text").count() + line.matches("<rect").count() <= 1, "{line}");
        }
    }
}

#[test]
fn no_text_leaves_the_drawing() {
    for (name, sheet) in sheets(every_spec()) {
        let (width, height) = sheet.size();
        for text in &sheet.texts {
            let inside = text.left >= -0.1
                && text.top >= -0.1
                && text.right <= f64::from(width) + 0.1
                && text.bottom <= f64::from(height) + 0.1;
            assert!(inside, "{name} {width}x{height}: {text:?}");
        }
    }
}

#[test]
fn no_mark_leaves_the_drawing() {
    for (name, sheet) in sheets(every_spec()) {
        let (width, height) = sheet.size();
        for mark in &sheet.marks {
            let inside = mark.left >= -0.1
                && mark.top >= -0.1
                && mark.right <= f64::from(width) + 0.1
                && mark.bottom <= f64::from(height) + 0.1;
            assert!(inside, "{name} {width}x{height}: {mark:?}");
            assert!(mark.right > mark.left && mark.bottom > mark.top, "{name}: {mark:?}");
        }
    }
}

#[test]
fn no_two_texts_overlap() {
    for (name, sheet) in sheets(every_spec()) {
        for (index, text) in sheet.texts.iter().enumerate() {
            for other in &sheet.texts[..index] {
                assert!(!overlap(text, other), "{name}: {text:?} {other:?}");
            }
        }
    }
}

#[test]
fn no_text_beside_marks_touches_one_and_no_text_upon_a_mark_leaves_it() {
    for (name, sheet) in sheets(every_spec()) {
        for text in &sheet.texts {
            let under: Vec<_> = sheet.marks.iter().filter(|mark| overlap(text, mark)).collect();
            let ground = text.class.replace("oh", "h").replace('o', "s");
            for mark in &under {
                let sign = text.class == "tb" && matches!(mark.class, "x" | "gap");
                let upon = mark.class == ground || sign;
                assert!(upon, "{name}: {text:?} on {mark:?}");
                let held = text.left >= mark.left && text.right <= mark.right;
                assert!(
                    held && text.top >= mark.top && text.bottom <= mark.bottom,
                    "{name}: {text:?}"
                );
            }
            if text.class.starts_with('o') {
                assert_eq!(under.len(), 1, "{name}: {text:?}");
            }
        }
    }
}

#[test]
fn no_text_is_smaller_than_14_px() {
    for spec in every_spec() {
        let drawing = draw(&spec).unwrap();
        for svg in [drawing.wide, drawing.narrow] {
            for part in svg.split("font-size=\"").skip(1) {
                let size: f64 = part.split('"').next().unwrap().parse().unwrap();
                assert!(size >= 14.0, "{}: {size}", spec.id);
            }
        }
    }
}

#[test]
fn a_masked_value_is_a_hatched_gap_with_its_sign_and_never_a_bar() {
    let mark = [masked(), value(5.0)];
    let rows = || vec![("a", "a", mark.to_vec()), ("b", "b", vec![value(9.0), masked()])];
    let map = HeatMap {
        columns: vec!["a".into(), "b".into()],
        rows: vec![("c".into(), mark.to_vec()), ("d".into(), mark.to_vec())],
    };
    let kinds = [
        bars(&[("a", masked(), 0), ("b", value(5.0), 0), ("c", masked(), 0)], &[]),
        ChartKind::StackedBars(stacks(&["s", "t"], rows())),
        ChartKind::Columns(stacks(&["s", "t"], rows())),
        ChartKind::HeatMap(map),
    ];
    for kind in kinds {
        for (name, sheet) in sheets(vec![chart("m", kind.clone())]) {
            let gaps: Vec<_> = sheet.marks.iter().filter(|mark| mark.class == "x").collect();
            assert_eq!(gaps.len(), 2, "{name}: {kind:?}");
            assert!(gaps.iter().all(|gap| gap.right - gap.left > 15.0), "{name}: {gaps:?}");
            assert!(sheet.texts.iter().filter(|text| text.text == ".").count() >= 2, "{name}");
            assert!(sheet.finish("", "").contains("-x\" width"), "{name}");
        }
    }
}

#[test]
fn masked_gaps_say_nothing_about_the_value() {
    let widths = |largest: f64| -> Vec<f64> {
        let kind = bars(&[("a", masked(), 0), ("b", value(largest), 0)], &[]);
        let marks = sheets(vec![chart("m", kind)]).into_iter().flat_map(|(_, sheet)| sheet.marks);
        marks.filter(|mark| mark.class == "x").map(|mark| mark.right - mark.left).collect()
    };
    for (small, large) in widths(3.0).into_iter().zip(widths(3000.0)) {
        assert!((small - large).abs() < 0.2, "{small} {large}");
    }
}

#[test]
fn zero_and_nothing_have_no_bar_but_a_sign() {
    let kind = bars(&[("a", value(0.0), 0), ("b", nothing(), 0)], &[]);
    for (name, sheet) in sheets(vec![chart("z", kind)]) {
        assert!(sheet.marks.is_empty(), "{name}");
        let texts: Vec<_> = sheet.texts.iter().map(|text| text.text.as_str()).collect();
        assert!(texts.contains(&"0") && texts.contains(&"–"), "{name}: {texts:?}");
    }
}

#[test]
fn bars_are_drawn_to_scale_from_zero() {
    let kind = bars(&[("a", value(20.0), 0), ("b", value(5.0), 0)], &[]);
    for (name, sheet) in sheets(vec![chart("s", kind)]) {
        let [a, b] = &sheet.marks[..] else { panic!("{name}: two bars") };
        assert!((a.left - b.left).abs() < 1e-9);
        let ratio = (a.right - a.left) / (b.right - b.left);
        assert!((ratio - 4.0).abs() < 0.02, "{name}: {ratio}");
    }
}

#[test]
fn columns_grow_upwards_to_scale() {
    let rows = vec![("a", "a", vec![value(30.0)]), ("b", "b", vec![value(10.0)])];
    let spec = chart("c", ChartKind::Columns(stacks(&["s"], rows)));
    let fonts = Fonts::embedded().unwrap();
    let sheet = draw_sheet(&spec, Format::Wide, fonts).unwrap();
    // A single series has no key, so the columns are the only marks but the plates of their numbers.
    let columns: Vec<_> = sheet.marks.iter().filter(|mark| mark.class == "s1").collect();
    let [a, b] = columns[..] else { panic!("two columns: {:?}", sheet.marks) };
    assert!((a.bottom - b.bottom).abs() < 1e-9);
    assert!(((a.bottom - a.top) / (b.bottom - b.top) - 3.0).abs() < 0.02);
}

#[test]
fn labels_are_escaped_and_kept() {
    let kind = bars(&[("<b>Müller & Söhne</b>", value(1.0), 0)], &[]);
    let drawing = draw(&chart("e", kind)).unwrap();
    assert!(drawing.wide.contains(">&lt;b&gt;Müller &amp; Söhne&lt;/b&gt;</text>"));
    assert!(drawing.narrow.contains("&amp;"));
}

#[test]
fn every_label_is_printed_in_full() {
    for (name, sheet) in sheets(vec![samples::topics(), samples::assessments()]) {
        let printed: String = sheet.texts.iter().map(|t| t.text.replace([' ', '-'], "")).collect();
        for word in ["Angemessenheit", "Wohnungsnotfallhilfe", "Darlehen", "Erreichbarkeit"] {
            assert!(printed.contains(word), "{name}: {word}");
        }
    }
}

#[test]
fn lengths_that_are_none_are_refused() {
    for bad in [f64::NAN, f64::INFINITY, -1.0] {
        let spec = chart("bad", bars(&[("a", value(bad), 0)], &[]));
        assert!(matches!(draw(&spec), Err(ChartError::Length { .. })), "{bad}");
    }
    for (from, to) in [(3.0, 2.0), (-1.0, 2.0), (1.0, 12.5), (f64::NAN, 1.0)] {
        let lane = TimelineLane { label: "a".into(), events: vec![TimelineEvent { from, to }] };
        let timeline = Timeline { months: Vec::new(), lanes: vec![lane] };
        let result = draw(&chart("bad", ChartKind::Timeline(timeline)));
        assert!(matches!(result, Err(ChartError::Length { .. })), "{from} {to}");
    }
}

#[test]
fn more_series_than_colours_and_uneven_rows_are_refused() {
    let names = ["a", "b", "c", "d", "e", "f"];
    let rows = |count| vec![("a", "a", vec![value(1.0); count])];
    let spec = chart("five", ChartKind::StackedBars(stacks(&names[..5], rows(5))));
    assert!(draw(&spec).is_ok());
    let spec = chart("six", ChartKind::StackedBars(stacks(&names, rows(6))));
    assert!(matches!(draw(&spec), Err(ChartError::Series { found: 6, .. })));
    let uneven = vec![("a", "a", vec![value(1.0)])];
    let spec = chart("uneven", ChartKind::Columns(stacks(&["a", "b"], uneven)));
    assert!(matches!(draw(&spec), Err(ChartError::Row { found: 1, expected: 2, .. })));
}

#[test]
fn the_years_of_many_parts_stand_below_the_first_of_each() {
    let labels = |many: usize| -> Vec<String> {
        let name = |at: usize| format!("{}.\u{a0}Quartal\u{a0}{}", at % 4 + 1, 2013 + at / 4);
        let short = |at: usize| format!("Q{} {}", at % 4 + 1, 2013 + at / 4);
        let row = |at: usize| StackedRow {
            label: name(at),
            short_label: short(at),
            segments: vec![value(4.0)],
            total: None,
        };
        let rows = (0..many).map(row).collect();
        let columns =
            StackedBars { series: vec!["Fälle".to_owned()], rows, whole: None, undecided: None };
        let (_, sheet) = sheets(vec![chart("c", ChartKind::Columns(columns))]).swap_remove(0);
        sheet.texts.iter().map(|text| text.text.clone()).collect()
    };
    let count = |texts: &[String], text: &str| texts.iter().filter(|it| *it == text).count();
    let few = labels(20);
    assert_eq!(["2013", "2017", "Q1"].map(|it| count(&few, it)), [1, 1, 5], "{few:?}");
    let many = labels(60);
    assert_eq!(["2013", "2027", "Q1"].map(|it| count(&many, it)), [1, 1, 0], "{many:?}");
}

#[test]
fn what_is_not_decided_is_grey_in_a_bar_of_one_length_and_in_its_key() {
    let grey = |undecided| {
        let rows = vec![("a", "a", vec![value(60.0), value(40.0)])];
        let bars = StackedBars {
            whole: Some(Whole::Percent),
            undecided,
            ..stacks(&["begründet", "offen"], rows)
        };
        let drawing = draw(&chart("w", ChartKind::StackedBars(bars))).unwrap();
        ["s2", "s5"].map(|class| drawing.wide.matches(&format!("class=\"{class}\"")).count())
    };
    let (decided, undecided) = (grey(None), grey(Some(1)));
    assert_eq!(undecided, [decided[1], decided[0]]);
    assert!(decided[0] >= 2, "a swatch and a segment: {decided:?}");
}
