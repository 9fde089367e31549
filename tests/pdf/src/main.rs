//! Holds finished annexes against the rules of PDF/UA-1 and PDF/A-2a, and the rules against planted faults:
//!
//! ```console
//! $ cargo run --manifest-path tests/pdf/Cargo.toml -- output/2017/annex.pdf
//! ```

use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
use std::process::ExitCode;

const PROFILES: [ValidationProfile; 2] = [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a];

/// The library reads a stream that ends in a carriage return one byte short, and tells it under the number of either rule. Held
/// against [`lengths_are_right`].
const FALSE_ALARMS: [&str; 2] =
    ["STREAM-LENGTH-001", "a stream /Length does not match its raw content length"];

/// Faults of the same length as what they replace, so that no offset moves.
const FAULTS: [(&str, &str); 5] = [
    ("<pdfuaid:part>1<", "<pdfuaid:part>7<"),
    ("<pdfaid:conformance>A<", "<pdfaid:conformance>Z<"),
    ("/Marked true", "/Marked null"),
    ("/DisplayDocTitle true", "/DisplayDocTitle null"),
    ("/Alt", "/Alx"),
];

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let mut wrong = if files.is_empty() { vec!["no file given".to_owned()] } else { Vec::new() };
    for file in files {
        match std::fs::read(&file) {
            Ok(bytes) => wrong.extend(check(&file, &bytes)),
            Err(error) => wrong.push(format!("{file}: {error}")),
        }
    }
    wrong.iter().for_each(|line| eprintln!("{line}"));
    if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What is wrong with a file, or with the rules.
fn check(file: &str, bytes: &[u8]) -> Vec<String> {
    let mut wrong: Vec<String> =
        failures(bytes).into_iter().map(|failure| format!("{file}: {failure}")).collect();
    if wrong.is_empty() {
        println!("{file}: PDF/UA-1 and PDF/A-2a");
    }
    for (from, to) in FAULTS {
        let damaged = replaced(bytes, from.as_bytes(), to.as_bytes());
        if damaged == bytes {
            wrong.push(format!("{file}: `{from}` is not in it, so its fault was not tried"));
        } else if failures(&damaged).is_empty() {
            wrong.push(format!("{file}: `{to}` was not found"));
        }
    }
    wrong
}

fn failures(bytes: &[u8]) -> Vec<String> {
    let mut failures = Vec::new();
    for profile in PROFILES {
        let options = ValidationOptions::default().profile(profile);
        match validate_pdf_bytes(bytes, &options) {
            Ok(report) => failures.extend(report.failures.iter().map(|failure| failure.to_string())),
            Err(error) => failures.push(error.to_string()),
        }
    }
    if lengths_are_right(bytes) {
        failures.retain(|failure| !FALSE_ALARMS.iter().any(|alarm| failure.contains(alarm)));
    }
    failures
}

/// Whether every stream is as long as its dictionary says.
fn lengths_are_right(bytes: &[u8]) -> bool {
    let mut from = 0;
    let mut streams = 0;
    while let Some(at) = position(&bytes[from..], b"stream\n").map(|at| at + from) {
        let start = at + b"stream\n".len();
        let head = &bytes[..at];
        let Some(key) = rposition(head, b"/Length ") else { return false };
        let digits: String = head[key + b"/Length ".len()..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .map(|byte| char::from(*byte))
            .collect();
        let Ok(length) = digits.parse::<usize>() else { return false };
        let Some(rest) = bytes.get(start + length..) else { return false };
        if !rest.starts_with(b"\nendstream") {
            return false;
        }
        streams += 1;
        from = start + length + b"\nendstream".len();
    }
    streams > 0
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn rposition(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|window| window == wanted)
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut replaced = bytes.to_vec();
    if let Some(at) = position(bytes, from) {
        replaced[at..at + to.len()].copy_from_slice(to);
    }
    replaced
}
