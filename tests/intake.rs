//! The cases in `tests/cases/intake`: exports with one peculiarity each, and what reading them says.
//! `tests/cases/intake/README.md` tells how to add one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod order;
mod properties;
mod written;

use krm_report::diagnostic::{FindingCode, Findings, Show, to_text};
use krm_report::domain::{Case, Day, Dimension, Field, Outcome, Taxonomy};
use krm_report::intake::{self, FileReading, Intake};
use krm_report::project;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Codes of intake that no export can bring about, with the reason.
const WITHOUT_CASE: [(FindingCode, &str); 14] = [
    (
        FindingCode::AnswerOverridden,
        "the cases' project has markers; tests/scope.rs has one without",
    ),
    (FindingCode::LedgerUnbalanced, "a fault of the program; the balance is checked in every case"),
    (FindingCode::QuoteTakenLiterally, NO_EXPORT),
    (FindingCode::RowInDoubt, NO_EXPORT),
    (FindingCode::UnusualForm, NO_EXPORT),
    (FindingCode::LinesAboveTable, NO_EXPORT),
    (FindingCode::HeaderRepeated, NO_EXPORT),
    (FindingCode::HeaderIsData, NO_EXPORT),
    (FindingCode::EmptyFile, NO_EXPORT),
    (FindingCode::MergedCells, OF_WORKBOOKS),
    (FindingCode::FormulaWithoutResult, OF_WORKBOOKS),
    (FindingCode::HiddenCells, OF_WORKBOOKS),
    (FindingCode::SheetsUnread, OF_WORKBOOKS),
    (FindingCode::ValuesBeside, OF_WORKBOOKS),
];
const OF_WORKBOOKS: &str =
    "only said of workbooks, which tests make; see src/intake/workbook/tests.rs";
const NO_EXPORT: &str = "only said of files that are no exports; see tests/cases/inspect";

/// Codes about what all files together do not record: most cases have one small file, so these are told in the cases
/// `recording-…` alone.
const OF_ALL_FILES: [FindingCode; 3] =
    [FindingCode::FieldNotRecorded, FindingCode::StockNotRecorded, FindingCode::FieldInSomeFiles];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/intake")
}

/// The cases by name; folders with an underscore are no cases.
pub(crate) fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir() && !name(path).starts_with('_'))
        .collect();
    cases.sort();
    cases
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// A project folder with the exports of a case.
pub(crate) fn project_of(case: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut report = fs::read_to_string(root().join("_project/report.toml")).unwrap();
    if let Ok(exports) = fs::read_to_string(case.join("exports.toml")) {
        report = report.replace("\n[scope]\n", &format!("\n{exports}\n[scope]\n"));
    }
    fs::write(folder.path().join("report.toml"), report).unwrap();
    fs::copy(root().join("_project/network.toml"), folder.path().join("network.toml")).unwrap();
    copy_exports(case, &folder.path().join("exports"));
    folder
}

fn copy_exports(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(name(&path));
        match name(&path).as_str() {
            "expected.txt" | "exports.toml" => {}
            _ if path.is_dir() => copy_exports(&path, &target),
            _ => drop(fs::copy(&path, target).unwrap()),
        }
    }
}

/// Reads a case: what it brought, and the text to compare.
fn read(case: &Path) -> (Intake, BTreeSet<&'static str>, String) {
    let folder = project_of(case);
    let (project, findings) = project::load(folder.path());
    let project = project.unwrap_or_else(|| panic!("{}", to_text(&findings, Show::default())));
    let (intake, all) = intake::read(&project);
    let mut findings = Findings::default();
    all.iter()
        .filter(|finding| {
            name(case).starts_with("recording-") || !OF_ALL_FILES.contains(&finding.code)
        })
        .for_each(|finding| findings.push(finding.clone()));
    let codes = findings.iter().map(|finding| finding.code.id()).collect();
    let mut text = to_text(&findings, Show::default());
    for file in &intake.files {
        write_file(&mut text, file);
    }
    let _ = writeln!(text, "\nFälle: {}", intake.cases.len());
    for case in &intake.cases {
        write_case(&mut text, case, &project.taxonomy);
    }
    (intake, codes, text)
}

fn write_file(text: &mut String, file: &FileReading) {
    let encoding = file.encoding.map_or("nicht gelesen", |encoding| encoding.label());
    let delimiter = file.delimiter.unwrap_or(' ');
    let _ = writeln!(
        text,
        "\n{}: {encoding}, {delimiter:?}, Kopfzeile {}",
        file.path, file.header_line
    );
    let lines: Vec<_> = file.lines.entries().map(|(kind, count)| (kind.id(), count)).collect();
    let records: Vec<_> = file.records.entries().map(|(it, count)| (it.id(), count)).collect();
    for (label, entries) in [("Zeilen", lines), ("Fälle", records)] {
        let entries: Vec<String> = entries
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(id, count)| format!("{id} {count}"))
            .collect();
        let _ = writeln!(text, "  {label}: {}", entries.join(", "));
    }
}

fn write_case(text: &mut String, case: &Case, taxonomy: &Taxonomy) {
    let id = |dimension, code| taxonomy.id(dimension, code);
    let topics: Vec<&str> = case.topics().iter().map(|code| id(Dimension::Topic, *code)).collect();
    let bodies: Vec<&str> =
        case.clarified_with().iter().map(|code| id(Dimension::ClarifiedWith, *code)).collect();
    let day = |day: Option<Day>| day.map_or("-".to_owned(), |day| day.date().to_string());
    let _ = writeln!(
        text,
        "  {}:{} {} {} {} {} {topics:?} {} {} {} {bodies:?} {}",
        case.source.file,
        case.source.line,
        case.received_on.date(),
        day(case.acknowledged_on),
        day(case.closed_on),
        id(Dimension::Category, case.code(Field::Category)),
        id(Dimension::Assessment, case.code(Field::Assessment)),
        id(Dimension::SubmitterGroup, case.code(Field::SubmitterGroup)),
        id(Dimension::Outcome, case.code(Field::Outcome)),
        if case.in_scope { "Ombudsstelle" } else { "-" },
    );
}

/// The first line of an expectation: why the case is there.
fn reason(expected: &str) -> Option<&str> {
    expected.lines().next()?.strip_prefix("# ").filter(|reason| reason.len() >= 20)
}

#[test]
fn every_case_reads_as_expected() {
    #[allow(clippy::disallowed_methods)]
    let update = std::env::var("UPDATE").is_ok_and(|value| value == "1");
    let mut different = Vec::new();
    for case in cases() {
        let path = case.join("expected.txt");
        let expected = fs::read_to_string(&path).unwrap_or_default();
        let Some(reason) = reason(&expected) else {
            panic!("{}: the first line must say what the case shows: `# …`", path.display())
        };
        let (_, _, found) = read(&case);
        let found = format!("# {reason}\n\n{found}");
        if update {
            fs::write(&path, &found).unwrap();
        } else if found != expected {
            different.push(format!("=== {}\n{found}\n--- expected\n{expected}", name(&case)));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn every_line_and_record_of_every_case_is_booked() {
    for case in cases() {
        let (intake, codes, _) = read(&case);
        assert!(!codes.contains(FindingCode::LedgerUnbalanced.id()), "{}", case.display());
        let sum: u64 = intake.files.iter().map(|file| file.lines.total()).sum();
        assert_eq!(intake.lines.total(), sum);
        let kept = [Outcome::Counted, Outcome::CarriedIn, Outcome::OutsideScope];
        let cases = kept.map(|outcome| intake.records.get(outcome));
        assert_eq!(intake.cases.len() as u64, cases.into_iter().sum::<u64>());
    }
}

#[test]
fn every_code_of_intake_has_a_case() {
    let covered: BTreeSet<&str> = cases().iter().flat_map(|case| read(case).1).collect();
    for code in FindingCode::ALL {
        let of_intake = code.id().starts_with("K1") || code.id().starts_with("K2");
        let excused = WITHOUT_CASE.iter().any(|(without, _)| without == code);
        assert_eq!(covered.contains(code.id()), of_intake && !excused, "{}", code.id());
    }
}

#[test]
fn no_finding_shows_personal_text() {
    for case in cases() {
        let (_, _, text) = read(&case);
        for personal in ["Beispielperson", "vertraulich"] {
            assert!(!text.contains(personal), "{}: {personal}", case.display());
        }
    }
}

#[test]
fn every_finding_code_is_explained_for_the_officer() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics.md");
    let text = fs::read_to_string(path).unwrap();
    for code in FindingCode::ALL {
        let heading = format!("\n### {} ", code.id());
        assert!(text.contains(&heading), "docs/diagnostics.md has no heading for {}", code.id());
    }
    for line in text.lines().filter_map(|line| line.strip_prefix("### ")) {
        let id = line.split(' ').next().unwrap_or_default();
        assert!(FindingCode::ALL.iter().any(|code| code.id() == id), "{id} is no code");
    }
}
