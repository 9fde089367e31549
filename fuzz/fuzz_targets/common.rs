//! Reading one export as the program does, and what must hold whatever its bytes are.

use krm_report::diagnostic::{FindingCode, Findings};
use krm_report::domain::Field;
use krm_report::intake::{Intake, Reader};
use krm_report::project::{self, Project};
use std::path::Path;
use std::sync::OnceLock;

/// The small project of the intake cases, with a column for the state of a case.
fn project() -> &'static Project {
    static PROJECT: OnceLock<Project> = OnceLock::new();
    PROJECT.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases/intake/_project");
        let mut project =
            project::load(&folder).0.expect("the project of the intake cases is valid");
        project.exports.headers.insert("stand".to_owned(), Field::State);
        project
    })
}

const NAME: &str = "exports/fuzz.csv";

/// No panic, both ledgers balance, and no case without a record that was counted.
pub fn read(bytes: &[u8]) -> (Intake, Findings) {
    let mut reader = Reader::new(project());
    reader.file(NAME, bytes);
    let (intake, findings) = reader.finish();
    assert!(findings.iter().all(|finding| finding.code != FindingCode::LedgerUnbalanced));
    assert!(intake.cases.len() as u64 <= intake.records.total());
    (intake, findings)
}

/// Read in blocks of so many bytes, a file says what it says as a whole, or has to be seen as a whole.
#[allow(dead_code, reason = "one target reads in blocks")]
pub fn read_in_blocks(bytes: &[u8], block: usize) {
    let mut reader = Reader::new(project());
    if reader.file_in_blocks(NAME, bytes, block) {
        assert_eq!(reader.finish(), read(bytes));
    }
}
