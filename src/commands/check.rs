//! `check`: everything `build` does but writing.

use super::Exit;
use super::dead_files::dead_files;
use super::pipeline::{Options, ReportOptions, Stopped, make_report, read_project};
use super::summary::Summary;
use crate::diagnostic::{Findings, Severity};
use crate::render::file_names;

/// What a check brought.
#[derive(Debug)]
pub struct Checked {
    /// All findings.
    pub findings: Findings,
    /// The exit code they lead to.
    pub exit: Exit,
    /// What was read; `None` where the configuration has errors.
    pub summary: Option<Box<Summary>>,
}

/// Checks a project or one of its editions.
pub fn check(options: ReportOptions<'_>) -> Checked {
    let how = Options { allow_rejected: options.allow_rejected, ..Options::default() };
    let made = read_project(options.folder, options.edition, options.overrides)
        .and_then(|(project, findings)| make_report(project, findings, how));
    match made {
        Ok(mut report) => {
            let names = file_names(&report.document);
            let written = |path: &str| names.contains(path);
            let dead = dead_files(&report.document, written, names.iter().map(String::as_str));
            report.findings.extend(dead);
            let denied = options.deny_warnings && report.findings.count(Severity::Warning) > 0;
            let summary = Some(Box::new(report.summary()));
            let exit = if denied { Exit::Findings } else { Exit::Fine };
            Checked { findings: report.findings, exit, summary }
        }
        Err(Stopped { findings, exit, summary }) => Checked { findings, exit, summary },
    }
}
