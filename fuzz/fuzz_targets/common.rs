//! Reading one export as the program does, and what must hold whatever its bytes are.

use krm_report::diagnostic::Code;
use krm_report::domain::Field;
use krm_report::intake::Reader;
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

/// No panic, both ledgers balance, and no case without a record that was counted.
pub fn read(bytes: &[u8]) {
    let mut reader = Reader::new(project());
    reader.file("exports/fuzz.csv", bytes);
    let (intake, findings) = reader.finish();
    assert!(findings.iter().all(|finding| finding.code != Code::LedgerUnbalanced));
    assert!(intake.cases.len() as u64 <= intake.records.total());
}
