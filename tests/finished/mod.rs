//! What is sure of finished files because only the program's own code makes it: lengths in charts, sentences about charts,
//! the parts of the workbook, the layout of the PDF. No office can change it, so `reread` does not look at it when a
//! report is built; here it is looked at in many reports, and every look must see faults that are planted.

mod drawing;
mod drawn_rows;
#[cfg(feature = "pdf")]
pub(crate) mod layout;
mod texts;
pub(crate) mod workbook;
pub(crate) mod xml;

use crate::support::{Sandbox, root};
use krm_report::commands::{Options, Report, make_report, read_project};
use krm_report::disclosure::PublishedValue;
use krm_report::project::Overrides;
use krm_report::report::{Chart, ChartData, Table};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

/// How many random reports are looked at.
const RANDOM: u32 = 6;

/// Reports of all kinds with their names.
pub(crate) static REPORTS: LazyLock<Vec<(String, Report)>> = LazyLock::new(|| {
    let mut reports = vec![("sample".to_owned(), made(&root().join("input")))];
    for case in [
        "gallery",
        "recording/no-case",
        "recording/office-opened-in-year",
        "recording/quarter-missing",
    ] {
        reports.push((case.to_owned(), made(&root().join("tests/cases").join(case))));
    }
    for seed in 1..=RANDOM {
        reports.push((format!("random {seed}"), made(&random(seed).path("input"))));
    }
    reports
});

/// The report of the sample.
pub(crate) fn sample() -> &'static Report {
    &REPORTS[0].1
}

/// The report of a project.
pub(crate) fn made(folder: &Path) -> Report {
    let (project, findings) = read_project(folder, None, Overrides::default()).unwrap();
    make_report(project, findings, Options::default()).unwrap()
}

/// The gallery with other cases: each a mixture of two, so that every number is another one.
fn random(seed: u32) -> Sandbox {
    let sandbox = Sandbox::gallery();
    let export = sandbox.read("input/exports/2024.csv");
    let mut lines = export.lines();
    let head = lines.next().unwrap();
    let cases: Vec<Vec<&str>> =
        lines.filter(|line| !line.contains('"')).map(|line| line.split(';').collect()).collect();
    let mut state = seed;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % limit
    };
    let mut text = format!("{head}\n");
    for number in 0..20 + below(1_200) {
        // Some cases come far more often than others.
        let (first, most) = (below(cases.len()), 1 + below(cases.len()));
        let second = below(most);
        let mut case = cases[first].clone();
        case[3..7].copy_from_slice(&cases[second][3..7]);
        let id = format!("R{number:04}");
        case[0] = &id;
        text.push_str(&format!("{}\n", case.join(";")));
    }
    sandbox.write("exports/2024.csv", &text);
    sandbox
}

/// The published values of a report by the ids of their figures.
pub(crate) fn values(report: &Report) -> BTreeMap<String, PublishedValue> {
    let taxonomy = &report.project.taxonomy;
    report.published.iter().map(|figure| (figure.figure().id(taxonomy), figure.value())).collect()
}

/// The table that a chart's numbers come from.
pub(crate) fn table_of<'r>(chart: &Chart, report: &'r Report) -> Option<&'r Table> {
    let id = match &chart.data {
        ChartData::Elsewhere(id, _) => id,
        ChartData::Own(table) => &table.id,
        ChartData::List => return None,
    };
    report.document.tables().into_iter().find(|table| table.id == *id)
}

/// A text for comparison: white space in single blanks, without soft hyphens and other signs without width.
pub(crate) fn normal(text: &str) -> String {
    let is_seen =
        |c: &char| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
    let seen: String = text.chars().filter(is_seen).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn has_number(text: &str) -> bool {
    text.contains(char::is_numeric)
}
