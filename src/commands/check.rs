//! `check`: everything `build` does but writing.

use super::Exit;
use super::pipeline::{Options, make_report, read_project};
use crate::diagnostic::{Findings, Severity};
use std::path::Path;

/// All findings of a project or one of its editions, and the exit code they lead to.
pub fn check(
    folder: &Path,
    edition: Option<&str>,
    deny_warnings: bool,
    allow_rejected: bool,
) -> (Findings, Exit) {
    let options = Options { allow_rejected, ..Options::default() };
    let made = read_project(folder, edition)
        .and_then(|(project, findings)| make_report(project, findings, options));
    match made {
        Ok(report) => {
            let denied = deny_warnings && report.findings.count(Severity::Warning) > 0;
            (report.findings, if denied { Exit::Findings } else { Exit::Fine })
        }
        Err(stopped) => (stopped.findings, stopped.exit),
    }
}
