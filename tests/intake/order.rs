//! The order of rows and of files changes nothing, whatever several rows say about one case.

use super::written::{
    Dialect, HEADER, Written, cells, project_with, read, without_place, write, write_line,
};
use jiff::civil::date;
use krm_report::diagnostic::{self, Findings, Severity};
use krm_report::intake::{Intake, Reader};
use krm_report::project::Project;
use proptest::prelude::*;
use std::sync::LazyLock;

/// The small project, with a column for the state and a day for each of three files.
static PROJECT_WITH_STATES: LazyLock<Project> = LazyLock::new(|| {
    project_with(
        "columns.state = [\"Letzte Änderung\"]\n\
        exported_on = { \"0.csv\" = 2018-01-01, \"1.csv\" = 2018-02-01, \"2.csv\" = 2018-02-01 }",
    )
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// Repeats, long form and overlapping states: rows of a file and files can be in any order.
    #[test]
    fn order_changes_nothing(
        (files, shuffled) in overlapping().prop_flat_map(|files| (Just(files.clone()), shuffle(files))),
    ) {
        let dialect = Dialect {
            delimiter: ';', line_end: "\n", encoding: "utf-8", quote: '"', quote_all: false, declared: false,
        };
        let bytes = |files: &[Vec<Written>]| {
            files.iter().map(|records| write(records, dialect).0).collect::<Vec<_>>()
        };
        let (first, first_findings) = read(&bytes(&files));
        let (second, second_findings) = read(&bytes(&shuffled));
        prop_assert_eq!(sorted(&first), sorted(&second));
        prop_assert_eq!(&first.records, &second.records);
        prop_assert_eq!(
            first_findings.count(Severity::Error),
            second_findings.count(Severity::Error)
        );
    }

    /// The same where a column or the day of the export tells which state is the later one.
    #[test]
    fn order_changes_nothing_where_states_are_marked(
        (files, shuffled) in marked().prop_flat_map(|files| (Just(files.clone()), shuffle_marked(files))),
    ) {
        let (first, first_findings) = read_marked(&files);
        let (second, second_findings) = read_marked(&shuffled);
        prop_assert_eq!(sorted(&first), sorted(&second));
        prop_assert_eq!(&first.records, &second.records);
        let codes = |findings: &Findings| {
            // Behind the message stand the first lines, where it is of several cases.
            let message = |text: &str| text.split(" (").next().unwrap_or_default().to_owned();
            let mut messages: Vec<(diagnostic::FindingCode, String, usize)> = findings
                .iter()
                .map(|found| (found.code, message(&found.message), found.occurrences.len()))
                .collect();
            messages.sort();
            messages
        };
        prop_assert_eq!(codes(&first_findings), codes(&second_findings));
    }
}

/// The cases in an order of their own.
fn sorted(intake: &Intake) -> Vec<String> {
    let mut cases: Vec<String> =
        without_place(intake).iter().map(|case| format!("{case:?}")).collect();
    cases.sort();
    cases
}

/// Records with what stands in their column for the state, by number of the file.
type Marked = Vec<(usize, Vec<(Written, &'static str)>)>;

fn marked() -> impl Strategy<Value = Marked> {
    const MARKS: [&str; 7] =
        ["", "1", "2", "01.03.2017", "02.03.2017", "02.03.2017 08:00", "02.03.2017 09:00"];
    overlapping().prop_flat_map(|files| {
        let files: Vec<_> = files
            .into_iter()
            .enumerate()
            .map(|(number, rows)| {
                // Few files have marks of all kinds: then hardly any case could be decided.
                let marks = proptest::sample::select(vec![
                    &MARKS[..1],
                    &MARKS[1..3],
                    &MARKS[3..],
                    &MARKS[5..],
                ]);
                let rows = (Just(rows), marks).prop_flat_map(|(rows, marks)| {
                    let rows =
                        rows.into_iter().map(|row| (Just(row), proptest::sample::select(marks)));
                    rows.collect::<Vec<_>>()
                });
                (Just(number), rows)
            })
            .collect();
        files
    })
}

fn shuffle_marked(files: Marked) -> impl Strategy<Value = Marked> {
    let files: Vec<_> =
        files.into_iter().map(|(number, rows)| (Just(number), Just(rows).prop_shuffle())).collect();
    files.prop_flat_map(|files| Just(files).prop_shuffle())
}

fn read_marked(files: &Marked) -> (Intake, Findings) {
    let dialect = Dialect {
        delimiter: ';',
        line_end: "\n",
        encoding: "utf-8",
        quote: '"',
        quote_all: false,
        declared: false,
    };
    let mut reader = Reader::new(&PROJECT_WITH_STATES);
    for (number, rows) in files {
        let line = |mut cells: Vec<String>, mark: &str| {
            let mut text = String::new();
            cells.push(mark.to_owned());
            write_line(&mut text, &cells, dialect);
            text
        };
        let mut text = line(HEADER.map(str::to_owned).to_vec(), "Letzte Änderung");
        text.extend(rows.iter().map(|(record, mark)| line(cells(record), mark)));
        reader.file(&format!("exports/{number}.csv"), text.as_bytes());
    }
    reader.finish()
}

/// Files whose records often belong to the same case and differ little.
fn overlapping() -> impl Strategy<Value = Vec<Vec<Written>>> {
    let record = (0_u8..4, 0_i8..3, 0_u16..3, 0_u8..2, any::<bool>(), any::<bool>()).prop_map(
        |(id, closed, topic, assessment, remark, lob)| Written {
            id: format!("{id}"),
            received_on: date(2017, 2, 1),
            closed_on: (closed > 0).then(|| date(2017, 2, 1 + closed)),
            category: u16::from(lob && remark),
            topics: if topic == 2 { vec![0, 1] } else { vec![topic] },
            assessment: (assessment > 0).then_some(0),
            remark: if remark { "Ombudsstelle".to_owned() } else { String::new() },
            in_scope: remark,
        },
    );
    proptest::collection::vec(proptest::collection::vec(record, 1..6), 1..4)
}

fn shuffle(files: Vec<Vec<Written>>) -> impl Strategy<Value = Vec<Vec<Written>>> {
    let rows: Vec<_> = files.into_iter().map(|rows| Just(rows).prop_shuffle()).collect();
    rows.prop_flat_map(|files| Just(files).prop_shuffle())
}
