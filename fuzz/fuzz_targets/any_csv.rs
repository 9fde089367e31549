//! Any file, as `inspect --to csv` reads it: it gives the same rows and findings twice.
#![no_main]

use krm_report::diagnostic::Findings;
use krm_report::intake::any_csv;
use krm_report::project::ExportRules;

fn read(bytes: &[u8]) -> (Vec<Vec<String>>, Findings) {
    let mut rows = Vec::new();
    let findings = any_csv("fuzz.csv", bytes, &ExportRules::default(), |row| {
        rows.push(row.iter().map(|cell| cell.to_string()).collect());
    });
    (rows, findings)
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    assert_eq!(read(bytes), read(bytes));
});
