//! What must hold for any export: what is written is read back in every dialect, damage is either without
//! consequence or said, and order does not matter.

use super::root;
use jiff::civil::{Date, date};
use krm_report::diagnostic::{self, Findings, Severity, Show, to_text};
use krm_report::domain::{Case, Code, Codes, Dimension, Source};
use krm_report::intake::{Intake, Reader};
use krm_report::project::{self, Project};
use proptest::prelude::*;
use std::sync::LazyLock;

static PROJECT: LazyLock<Project> = LazyLock::new(|| {
    project::load(&root().join("_project")).0.expect("the small project is sound")
});

/// The same, with a column for the state and a day for each of three files.
static PROJECT_WITH_STATES: LazyLock<Project> = LazyLock::new(|| {
    project_with(
        "columns.state = [\"Letzte Änderung\"]\n\
        exported_on = { \"0.csv\" = 2018-01-01, \"1.csv\" = 2018-02-01, \"2.csv\" = 2018-02-01 }",
    )
});

/// The same, where only `"` quotes.
static PROJECT_WITH_QUOTES: LazyLock<Project> = LazyLock::new(|| project_with("quote = '\"'"));

/// The small project with a section `[exports]`.
fn project_with(exports: &str) -> Project {
    let folder = tempfile::tempdir().unwrap();
    for name in ["report.toml", "network.toml"] {
        std::fs::copy(root().join("_project").join(name), folder.path().join(name)).unwrap();
    }
    let path = folder.path().join("report.toml");
    let exports = format!("[exports]\n{exports}\n\n[scope]\n");
    let report = std::fs::read_to_string(&path).unwrap().replace("[scope]\n", &exports);
    std::fs::write(path, report).unwrap();
    project::load(folder.path()).0.expect("the project is sound")
}

/// A case before it is written.
#[derive(Clone, Debug)]
struct Written {
    id: String,
    received_on: Date,
    closed_on: Option<Date>,
    category: u16,
    topics: Vec<u16>,
    assessment: Option<u16>,
    remark: String,
    in_scope: bool,
}

/// How a file is written.
#[derive(Clone, Copy, Debug)]
struct Dialect {
    delimiter: char,
    line_end: &'static str,
    encoding: &'static str,
    quote: char,
    quote_all: bool,
    declared: bool,
}

const HEADER: [&str; 8] = [
    "Fallnummer",
    "Eingang am",
    "Eingangsbestätigung am",
    "Erledigt am",
    "Art",
    "Anliegen",
    "Bewertung",
    "Bemerkung",
];

fn written() -> impl Strategy<Value = Written> {
    let day = (2016_i16..=2017, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| date(y, m, d));
    let text = "[a-zA-ZäöüÄÖÜß0-9 ;,|\t\"\r\n'.:()-]{0,24}";
    (
        "[A-Z]{2}-[0-9]{6}",
        day,
        proptest::option::of(0_i32..200),
        0_u16..3,
        proptest::collection::btree_set(0_u16..4, 0..=3),
        proptest::option::of(0_u16..3),
        text,
        any::<bool>(),
    )
        .prop_map(|(id, received_on, days, category, topics, assessment, text, in_scope)| {
            Written {
                id,
                received_on,
                closed_on: days
                    .map(|days| received_on + jiff::Span::new().days(days))
                    .filter(|day| *day <= date(2017, 12, 31)),
                category,
                topics: topics.into_iter().collect(),
                assessment,
                remark: if in_scope { format!("{text}Ombudsstelle") } else { text },
                in_scope,
            }
        })
}

/// Records with different case numbers.
fn records() -> impl Strategy<Value = Vec<Written>> {
    proptest::collection::vec(written(), 1..8).prop_map(|mut records| {
        for (number, record) in records.iter_mut().enumerate() {
            record.id = format!("{}{number}", record.id);
        }
        records
    })
}

fn dialect() -> impl Strategy<Value = Dialect> {
    let encodings = ["utf-8", "utf-8 with mark", "windows-1252", "cp850", "utf-16le", "utf-16be"];
    (
        proptest::sample::select(vec![';', ',', '\t', '|']),
        proptest::sample::select(vec!["\r\n", "\n", "\r"]),
        proptest::sample::select(encodings.to_vec()),
        proptest::sample::select(vec!['"', '"', '\'']),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(delimiter, line_end, encoding, quote, quote_all, declared)| Dialect {
            delimiter,
            line_end,
            encoding,
            quote,
            // Where few fields are quoted, apostrophes may be text.
            quote_all: quote_all || quote == '\'',
            declared,
        })
}

fn label(dimension: Dimension, code: u16) -> String {
    let list = PROJECT.taxonomy.list(dimension).unwrap();
    list.get(Code::new(code)).unwrap().label.clone()
}

fn cells(record: &Written) -> Vec<String> {
    let german = |day: Date| format!("{:02}.{:02}.{}", day.day(), day.month(), day.year());
    let topics: Vec<String> =
        record.topics.iter().map(|code| label(Dimension::Topic, *code)).collect();
    vec![
        record.id.clone(),
        german(record.received_on),
        german(record.received_on),
        record.closed_on.map(german).unwrap_or_default(),
        label(Dimension::Category, record.category),
        topics.join(","),
        record.assessment.map(|code| label(Dimension::Assessment, code)).unwrap_or_default(),
        record.remark.clone(),
    ]
}

fn write_line(text: &mut String, cells: &[String], dialect: Dialect) {
    for (position, cell) in cells.iter().enumerate() {
        if position > 0 {
            text.push(dialect.delimiter);
        }
        let quote = dialect.quote;
        let special = |c: char| [dialect.delimiter, quote, '\r', '\n'].contains(&c);
        if dialect.quote_all || cell.contains(special) {
            text.push(quote);
            text.push_str(&cell.replace(quote, &format!("{quote}{quote}")));
            text.push(quote);
        } else {
            text.push_str(cell);
        }
    }
    text.push_str(dialect.line_end);
}

/// The file, and the length it has after the header and after each record.
fn write(records: &[Written], dialect: Dialect) -> (Vec<u8>, Vec<usize>) {
    let mut text = String::new();
    if dialect.declared {
        text = format!("sep={}{}", dialect.delimiter, dialect.line_end);
    }
    write_line(&mut text, &HEADER.map(str::to_owned), dialect);
    let mut ends = vec![encode(&text, dialect.encoding).len()];
    for record in records {
        write_line(&mut text, &cells(record), dialect);
        ends.push(encode(&text, dialect.encoding).len());
    }
    (encode(&text, dialect.encoding), ends)
}

fn encode(text: &str, encoding: &str) -> Vec<u8> {
    let one_byte = |special: &[(char, u8)]| {
        let byte = |c: char| special.iter().find(|(s, _)| *s == c).map_or(c as u8, |(_, b)| *b);
        text.chars().map(byte).collect()
    };
    match encoding {
        "utf-8" => text.into(),
        "utf-8 with mark" => format!("\u{feff}{text}").into(),
        // The German letters of Windows-1252 are those of the first 256 characters.
        "windows-1252" => one_byte(&[]),
        "cp850" => one_byte(&[
            ('ä', 0x84),
            ('ö', 0x94),
            ('ü', 0x81),
            ('Ä', 0x8e),
            ('Ö', 0x99),
            ('Ü', 0x9a),
            ('ß', 0xe1),
        ]),
        "utf-16le" => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect(),
    }
}

/// The case a record must be read as, without its place.
fn expected(record: &Written) -> Case {
    let code = |code: Option<u16>| code.map_or(Code::NOT_STATED, Code::new);
    Case {
        received_on: record.received_on,
        acknowledged_on: Some(record.received_on),
        closed_on: record.closed_on,
        in_scope: record.in_scope,
        category: Code::new(record.category),
        topics: record.topics.iter().copied().map(Code::new).collect(),
        assessment: code(record.assessment),
        justified_reason: Code::NOT_STATED,
        channel: Code::NOT_STATED,
        submitter_group: Code::NOT_STATED,
        supporting_body: Code::NOT_STATED,
        outcome: Code::NOT_STATED,
        clarified_with: Codes::default(),
        site: Code::NOT_STATED,
        source: Source { file: 0, line: 0 },
    }
}

/// Whether a case takes part in the year 2017 at all.
fn is_in_period(record: &Written) -> bool {
    let closed_before = record.closed_on.is_some_and(|day| day < date(2017, 1, 1));
    record.received_on >= date(2017, 1, 1) || !closed_before
}

fn read(files: &[Vec<u8>]) -> (Intake, Findings) {
    let mut reader = Reader::new(&PROJECT);
    for (number, bytes) in files.iter().enumerate() {
        reader.file(&format!("exports/{number}.csv"), bytes);
    }
    reader.finish()
}

fn without_place(intake: &Intake) -> Vec<Case> {
    let place = Source { file: 0, line: 0 };
    intake.cases.iter().map(|case| Case { source: place, ..case.clone() }).collect()
}

fn expected_cases(records: &[Written]) -> Vec<Case> {
    records.iter().filter(|record| is_in_period(record)).map(expected).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_in_any_dialect_is_read_back(records in records(), dialect in dialect()) {
        let (bytes, _) = write(&records, dialect);
        let (intake, findings) = read(&[bytes]);
        // Random records may all lie outside the office's scope, which is worth a warning.
        let unexpected = findings.iter().any(|finding| finding.code != diagnostic::Code::NoCaseCounted);
        prop_assert!(!unexpected, "{}", to_text(&findings, Show::default()));
        prop_assert_eq!(without_place(&intake), expected_cases(&records));
        prop_assert_eq!(intake.records.total(), records.len() as u64);
    }

    /// A missing byte in the text of a remark or a case number leaves the case as it is; a missing
    /// digit of a date can leave another date. Everything else is without consequence or said.
    #[test]
    fn a_lost_byte_is_without_consequence_or_said(
        records in records(),
        dialect in dialect(),
        place in any::<proptest::sample::Index>(),
    ) {
        let (mut bytes, _) = write(&records, dialect);
        bytes.remove(place.index(bytes.len()));
        let (intake, findings) = read(&[bytes]);
        if findings.is_empty() {
            let all = |cases: Vec<Case>| cases.into_iter().map(|case| Case {
                received_on: Date::ZERO,
                acknowledged_on: None,
                closed_on: case.closed_on.map(|_| Date::ZERO),
                ..case
            }).collect::<Vec<_>>();
            let (found, whole) = (without_place(&intake), expected_cases(&records));
            prop_assert_eq!(intake.records.total(), records.len() as u64);
            if found.len() == whole.len() {
                let changed = found.iter().zip(&whole).filter(|(a, b)| a != b).count();
                prop_assert!(changed <= 1);
                prop_assert_eq!(all(found), all(whole));
            } else {
                // Another date has moved one case across the start of the year.
                prop_assert_eq!(found.len().abs_diff(whole.len()), 1);
            }
        }
    }

    /// A file cut off at the end of a record cannot be told from a shorter one; everywhere else the
    /// cut is said.
    #[test]
    fn a_cut_file_is_said_or_holds_whole_records(
        records in records(),
        dialect in dialect(),
        place in any::<proptest::sample::Index>(),
    ) {
        let (mut bytes, ends) = write(&records, dialect);
        let length = place.index(bytes.len());
        bytes.truncate(length);
        let (intake, findings) = read(&[bytes]);
        if findings.is_empty() {
            // Half a CRLF is a line end, too.
            let tolerance = dialect.line_end.len() - 1;
            let bytes = if dialect.encoding.starts_with("utf-16") { 2 } else { 1 };
            let whole = ends.iter().position(|end| (length..=length + tolerance * bytes).contains(end));
            prop_assert!(whole.is_some(), "cut at {} of {:?}", length, ends);
            prop_assert_eq!(without_place(&intake), expected_cases(&records[..whole.unwrap()]));
        }
    }

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
            let mut messages: Vec<(diagnostic::Code, String)> =
                findings.iter().map(|finding| (finding.code, finding.message.clone())).collect();
            messages.sort();
            messages
        };
        prop_assert_eq!(codes(&first_findings), codes(&second_findings));
    }

    /// Whatever apostrophes are in it: what reads without an error with `"` is read like that.
    #[test]
    fn apostrophes_change_nothing_in_a_file_that_reads_without_them(
        rows in proptest::collection::vec(
            "['0-9]{1,4};0[1-9]\\.01\\.2017;;;(Lob|'Lob'|Beschwerde);(|KdU|'KdU');;(['a-c;\" ]{0,9}|'[a-c ;]{0,5}'|\"['a-c;\n]{0,9}\")(\n|\r)",
            0..6,
        ),
    ) {
        let header = HEADER.join(";");
        let file = format!("{header}\n{}", rows.concat());
        let read = |project| {
            let mut reader = Reader::new(project);
            reader.file("exports/a.csv", file.as_bytes());
            reader.finish()
        };
        let (usual, findings) = read(&PROJECT_WITH_QUOTES);
        if !findings.has_errors() {
            let (recognised, also) = read(&PROJECT);
            prop_assert_eq!(recognised, usual);
            prop_assert_eq!(also, findings);
        }
    }

    #[test]
    fn no_bytes_make_it_stop_or_lose_a_line(bytes in any::<Vec<u8>>(), dialect in dialect()) {
        let (mut file, _) = write(&[], dialect);
        file.extend(bytes);
        let (_, findings) = read(&[file]);
        prop_assert!(findings.iter().all(|finding| finding.code.id() != "K115"));
    }

    #[test]
    fn no_text_makes_it_stop_or_lose_a_line(
        text in "([0-9A-Z;\"\r\n .]|01.02.2017;|;Lob;|Summe;|\"\"){0,40}",
        dialect in dialect(),
    ) {
        let (mut file, _) = write(&[], Dialect { encoding: "utf-8", ..dialect });
        file.extend(text.replace(';', &dialect.delimiter.to_string()).bytes());
        let (_, findings) = read(&[file]);
        prop_assert!(findings.iter().all(|finding| finding.code.id() != "K115"));
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
