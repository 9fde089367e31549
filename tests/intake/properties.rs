//! What must hold for any export: what is written is read back in every dialect, and damage is either without
//! consequence or said.

use super::written::{
    Dialect, HEADER, PROJECT, day, dialect, expected_cases, project_with, read, records,
    without_place, write,
};
use jiff::civil::date;
use krm_report::diagnostic::{self, Finding, Findings, Show, to_text};
use krm_report::domain::Case;
use krm_report::intake::Reader;
use krm_report::project::Project;
use proptest::prelude::*;
use std::sync::LazyLock;

/// The small project, where only `"` quotes.
static PROJECT_WITH_QUOTES: LazyLock<Project> = LazyLock::new(|| project_with("quote = '\"'"));

/// What is said of a file besides its encoding.
fn said(findings: &Findings) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.code != diagnostic::FindingCode::EncodingRare)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_in_any_dialect_is_read_back(records in records(), dialect in dialect()) {
        let (bytes, _) = write(&records, dialect);
        let (intake, findings) = read(&[bytes]);
        // Random records may all lie outside the office's scope, or be alike, which is worth a warning.
        let expected = [diagnostic::FindingCode::NoCaseCounted, diagnostic::FindingCode::CasesAlike];
        let unexpected = said(&findings).any(|finding| !expected.contains(&finding.code));
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
        if said(&findings).next().is_none() {
            let all = |cases: Vec<Case>| cases.into_iter().map(|case| Case {
                received_on: day(date(2000, 1, 1)),
                acknowledged_on: None,
                closed_on: case.closed_on.map(|_| day(date(2000, 1, 1))),
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
        if said(&findings).next().is_none() {
            // Half a CRLF is a line end, too.
            let tolerance = dialect.line_end.len() - 1;
            let bytes = if dialect.encoding.starts_with("utf-16") { 2 } else { 1 };
            let whole = ends.iter().position(|end| (length..=length + tolerance * bytes).contains(end));
            prop_assert!(whole.is_some(), "cut at {} of {:?}", length, ends);
            prop_assert_eq!(without_place(&intake), expected_cases(&records[..whole.unwrap()]));
        }
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
