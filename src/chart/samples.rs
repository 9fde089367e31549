//! Charts as a German yearly report has them, for the tests.

use crate::disclosure::Magnitude;
use crate::report::chart_spec::{
    Bar, Bars, ChartKind, ChartSpec, HeatMap, Mark, StackedBars, StackedRow, Timeline,
    TimelineEvent, TimelineLane,
};

/// A published number, printed without decimals.
pub(super) fn value(number: f64) -> Mark {
    Mark::Value { magnitude: Magnitude::for_test(number), label: format!("{number:.0}") }
}

/// A number that is not published.
pub(super) fn masked() -> Mark {
    Mark::Masked { label: ".".into(), spoken: "nicht veröffentlicht".into() }
}

/// Nothing.
pub(super) fn nothing() -> Mark {
    Mark::Nothing { label: "–".into(), spoken: "0".into() }
}

/// A chart with an id.
pub(super) fn chart(id: &str, kind: ChartKind) -> ChartSpec {
    ChartSpec {
        id: id.into(),
        title: "Beschwerden & Anregungen nach Thema".into(),
        description: "Balkendiagramm: am häufigsten ging es um die Kosten der Unterkunft.".into(),
        kind,
    }
}

/// Bars from label and mark.
pub(super) fn bars(rows: &[(&str, Mark, usize)], emphases: &[&str]) -> ChartKind {
    let bar = |(label, mark, emphasis): &(&str, Mark, usize)| Bar {
        label: (*label).into(),
        mark: mark.clone(),
        emphasis: *emphasis,
    };
    ChartKind::Bars(Bars {
        bars: rows.iter().map(bar).collect(),
        emphases: emphases.iter().map(|&name| name.into()).collect(),
    })
}

/// Stacks from label, short label and segments; the total is the sum unless something is masked.
pub(super) fn stacks(series: &[&str], rows: Vec<(&str, &str, Vec<Mark>)>) -> StackedBars {
    let row = |(label, short, segments): (&str, &str, Vec<Mark>)| {
        let sum: f64 = segments.iter().map(super::marks::length).sum();
        let total = if segments.iter().any(super::marks::is_masked) {
            masked()
        } else if sum > 0.0 {
            value(sum)
        } else {
            nothing()
        };
        StackedRow { label: label.into(), short_label: short.into(), segments, total: Some(total) }
    };
    StackedBars {
        series: series.iter().map(|&name| name.into()).collect(),
        rows: rows.into_iter().map(row).collect(),
        whole: None,
        undecided: None,
    }
}

const TOPICS: [&str; 9] = [
    "Kosten der Unterkunft und Heizung",
    "Bearbeitungsdauer und Erreichbarkeit",
    "Angemessenheit und Notwendigkeit eines Umzugs",
    "Kommunale Leistungen: Mietkaution als Darlehen",
    "Anrechnung von Einkommen",
    "Wohnungsnotfallhilfe",
    "Bildungs- und Teilhabeleistungen",
    "Eingliederungsvereinbarung/Sanktionen",
    "Sonstiges",
];

/// Ranked topics, two emphases, one masked and one empty bar.
pub(super) fn topics() -> ChartSpec {
    let marks = [
        value(84.0),
        value(61.0),
        value(42.0),
        value(29.0),
        value(17.0),
        masked(),
        value(1.0),
        nothing(),
        value(12.0),
    ];
    let rows: Vec<_> =
        TOPICS.iter().zip(marks).enumerate().map(|(i, (l, m))| (*l, m, i % 2)).collect();
    chart("topics", bars(&rows, &["Kommunale Leistungen", "Leistungen des Bundes"]))
}

/// Two half-years, one colour.
pub(super) fn half_years() -> ChartSpec {
    let rows = [("1. Halbjahr 2017", value(119.0), 0), ("2. Halbjahr 2017", value(167.0), 0)];
    chart("half_years", bars(&rows, &[]))
}

/// Eight topic groups by four assessments.
pub(super) fn assessments() -> ChartSpec {
    let counts: [[f64; 4]; 8] = [
        [24.0, 18.0, 31.0, 11.0],
        [30.0, 9.0, 14.0, 8.0],
        [12.0, 7.0, 20.0, 3.0],
        [10.0, 5.0, 12.0, 2.0],
        [6.0, 3.0, 8.0, 0.0],
        [-1.0, 4.0, -1.0, 2.0],
        [1.0, 0.0, 1.0, 1.0],
        [0.0, 0.0, 0.0, 0.0],
    ];
    let rows = TOPICS.iter().zip(counts).map(|(topic, row)| (*topic, *topic, marks_of(&row)));
    let series = ["begründet", "teilweise begründet", "unbegründet", "offen oder ohne Angabe"];
    chart("assessments", ChartKind::StackedBars(stacks(&series, rows.collect())))
}

/// Twelve months by three categories.
pub(super) fn months() -> ChartSpec {
    let rows = MONTHS.iter().enumerate().map(|(i, (long, short))| {
        let i = i as f64;
        let row =
            [14.0 + 5.0 * (i % 4.0), 3.0 + i % 5.0, if i % 5.0 == 2.0 { -1.0 } else { i % 3.0 }];
        (*long, *short, marks_of(&row))
    });
    let series = ["Beschwerden", "Anregungen", "Lob"];
    chart("months", ChartKind::Columns(stacks(&series, rows.collect())))
}

const MONTHS: [(&str, &str); 12] = [
    ("Januar", "Jan"),
    ("Februar", "Feb"),
    ("März", "Mär"),
    ("April", "Apr"),
    ("Mai", "Mai"),
    ("Juni", "Jun"),
    ("Juli", "Jul"),
    ("August", "Aug"),
    ("September", "Sep"),
    ("Oktober", "Okt"),
    ("November", "Nov"),
    ("Dezember", "Dez"),
];

/// Nine topics by six submitter groups with masks.
pub(super) fn grid() -> ChartSpec {
    let columns = [
        "Leistungsberechtigte selbst",
        "Schwangeren\u{AD}beratung",
        "Wohlfahrtsverbände",
        "Schuldnerberatungsstelle",
        "Rechtsanwältinnen und Rechtsanwälte",
        "Stadtrat",
    ];
    let row = |(i, topic): (usize, &&str)| {
        let cell = |j: usize| match (i * 7 + j * 5) % 11 {
            0 => nothing(),
            1 | 4 => masked(),
            n => value((n * (9 - i) / (j + 1)) as f64 + 1.0),
        };
        ((*topic).to_owned(), (0..6).map(cell).collect())
    };
    let map = HeatMap {
        columns: columns.iter().map(|&c| c.into()).collect(),
        rows: TOPICS.iter().enumerate().map(row).collect(),
    };
    chart("grid", ChartKind::HeatMap(map))
}

/// A grid with few, short columns, which stays a grid on narrow pages.
pub(super) fn small_grid() -> ChartSpec {
    let map = HeatMap {
        columns: vec!["1. Halb\u{AD}jahr".into(), "2. Halb\u{AD}jahr".into(), "Jahr".into()],
        rows: TOPICS
            .iter()
            .map(|topic| ((*topic).to_owned(), vec![value(3.0), masked(), value(14.0)]))
            .collect(),
    };
    chart("small_grid", ChartKind::HeatMap(map))
}

/// Seven activities in two lanes.
pub(super) fn activities() -> ChartSpec {
    let lane = |label: &str, events: &[(f64, f64)]| TimelineLane {
        label: label.into(),
        events: events.iter().map(|&(from, to)| TimelineEvent { from, to }).collect(),
    };
    chart(
        "activities",
        ChartKind::Timeline(Timeline {
            months: MONTHS.iter().map(|(_, short)| (*short).into()).collect(),
            lanes: vec![
                lane(
                    "Vorstellung des Konzepts",
                    &[(0.9, 0.9), (2.3, 2.33), (2.35, 2.38), (6.0, 12.0)],
                ),
                lane("Netzwerktreffen und Arbeitskreise", &[(3.0, 4.0), (9.7, 9.7), (12.0, 12.0)]),
            ],
        }),
    )
}

/// Every sample.
pub(super) fn all() -> Vec<ChartSpec> {
    vec![topics(), half_years(), assessments(), months(), grid(), small_grid(), activities()]
}

/// Charts at the edge: nothing, one, masked only, zeros only, hostile labels.
pub(super) fn edge_cases() -> Vec<ChartSpec> {
    let kinds = |marks: &[Mark], label: &str| -> Vec<ChartKind> {
        let rows: Vec<_> = marks.iter().map(|mark| (label, mark.clone(), 0)).collect();
        let stack = || {
            let rows = marks.iter().map(|m| (label, label, vec![m.clone(), m.clone()]));
            stacks(&[label, label], rows.collect())
        };
        let map = HeatMap {
            columns: marks.iter().map(|_| label.to_owned()).collect(),
            rows: marks.iter().map(|_| (label.to_owned(), marks.to_vec())).collect(),
        };
        let lanes = marks.iter().map(|_| TimelineLane { label: label.into(), events: Vec::new() });
        let timeline = Timeline { months: Vec::new(), lanes: lanes.collect() };
        vec![
            bars(&rows, &[]),
            ChartKind::StackedBars(stack()),
            ChartKind::Columns(stack()),
            ChartKind::HeatMap(map),
            ChartKind::Timeline(timeline),
        ]
    };
    let long = "Ü".repeat(300);
    let hostile = "</text><script>alert('1')</script>&\u{0}\u{1b}\u{202e}\"";
    let cases: [(&[Mark], &str); 8] = [
        (&[], "leer"),
        (&[value(7.0)], "eins"),
        (&[masked(), masked()], "gesperrt"),
        (&[nothing(), value(0.0)], "null"),
        (&[value(1e-9), value(1e9)], "weit"),
        (&[value(3.0)], ""),
        (&[value(3.0), masked()], &long),
        (&[value(3.0)], hostile),
    ];
    let specs = cases.iter().enumerate().flat_map(|(i, (marks, label))| {
        kinds(marks, label)
            .into_iter()
            .enumerate()
            .map(move |(j, kind)| chart(&format!("edge-{i}-{j}"), kind))
    });
    specs.collect()
}

fn marks_of(counts: &[f64]) -> Vec<Mark> {
    let mark = |&n: &f64| match n {
        n if n < 0.0 => masked(),
        0.0 => nothing(),
        n => value(n),
    };
    counts.iter().map(mark).collect()
}
