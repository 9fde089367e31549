//! Exports that are written at random, in any dialect, and what they must be read as.

use super::root;
use jiff::civil::{Date, date};
use krm_report::diagnostic::Findings;
use krm_report::domain::{Case, Day, Dimension, Field, Several, Source, ValueCode};
use krm_report::intake::{Intake, Reader};
use krm_report::project::{self, Project};
use proptest::prelude::*;
use std::sync::LazyLock;

pub(super) static PROJECT: LazyLock<Project> = LazyLock::new(|| {
    project::load(&root().join("_project")).0.expect("the small project is sound")
});

/// The small project with a section `[exports]`.
pub(super) fn project_with(exports: &str) -> Project {
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
pub(super) struct Written {
    pub(super) id: String,
    pub(super) received_on: Date,
    pub(super) closed_on: Option<Date>,
    pub(super) category: u16,
    pub(super) topics: Vec<u16>,
    pub(super) assessment: Option<u16>,
    pub(super) remark: String,
    pub(super) in_scope: bool,
}

/// How a file is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dialect {
    pub(super) delimiter: char,
    pub(super) line_end: &'static str,
    pub(super) encoding: &'static str,
    pub(super) quote: char,
    pub(super) quote_all: bool,
    pub(super) declared: bool,
}

pub(super) const HEADER: [&str; 8] = [
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
pub(super) fn records() -> impl Strategy<Value = Vec<Written>> {
    proptest::collection::vec(written(), 1..8).prop_map(|mut records| {
        for (number, record) in records.iter_mut().enumerate() {
            record.id = format!("{}{number}", record.id);
        }
        records
    })
}

pub(super) fn dialect() -> impl Strategy<Value = Dialect> {
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
    list.get(ValueCode::new(code)).unwrap().label.clone()
}

pub(super) fn cells(record: &Written) -> Vec<String> {
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

pub(super) fn write_line(text: &mut String, cells: &[String], dialect: Dialect) {
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
pub(super) fn write(records: &[Written], dialect: Dialect) -> (Vec<u8>, Vec<usize>) {
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
    let code = |code: Option<u16>| code.map_or(ValueCode::NOT_STATED, ValueCode::new);
    let topics: Vec<ValueCode> = record.topics.iter().copied().map(ValueCode::new).collect();
    let case = Case {
        received_on: day(record.received_on),
        acknowledged_on: Some(day(record.received_on)),
        closed_on: record.closed_on.map(day),
        in_scope: record.in_scope,
        marker: if record.in_scope { 0 } else { Case::NO_MARKER },
        single: [ValueCode::NOT_STATED; Case::SINGLE.len()],
        several: Several::new(&topics, &[]),
        source: Source { file: 0, line: 0 },
    };
    let case = case.with(Field::Category, ValueCode::new(record.category));
    case.with(Field::Assessment, code(record.assessment))
}

/// A date as a case holds it.
pub(super) fn day(date: Date) -> Day {
    Day::new(date).expect("a day of the range")
}

/// Whether a case takes part in the year 2017 at all.
fn is_in_period(record: &Written) -> bool {
    let closed_before = record.closed_on.is_some_and(|day| day < date(2017, 1, 1));
    record.received_on >= date(2017, 1, 1) || !closed_before
}

pub(super) fn read(files: &[Vec<u8>]) -> (Intake, Findings) {
    let mut reader = Reader::new(&PROJECT);
    for (number, bytes) in files.iter().enumerate() {
        reader.file(&format!("exports/{number}.csv"), bytes);
    }
    reader.finish()
}

pub(super) fn without_place(intake: &Intake) -> Vec<Case> {
    let place = Source { file: 0, line: 0 };
    intake.cases.iter().map(|case| Case { source: place, ..case.clone() }).collect()
}

pub(super) fn expected_cases(records: &[Written]) -> Vec<Case> {
    records.iter().filter(|record| is_in_period(record)).map(expected).collect()
}
