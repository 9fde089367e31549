//! Findings: what is wrong with the exports, the configuration or the chapters, where, what was
//! expected and what to do. Findings are collected and shown together; nothing here stops the
//! program, and nothing here decides whether a finding is fatal beyond its severity.

mod code;
mod finding;
mod github;
mod json;
mod public;
mod readable;
mod sarif;
mod text;

pub use code::{FindingCode, Severity};
pub use finding::{
    Elsewhere, Finding, Findings, Occurrence, Place, Secret, Snippet, column_letters, is_workbook,
};
pub use github::to_github;
pub use json::to_json_lines;
pub use readable::{json_readable, readable};
pub use sarif::to_sarif;
pub use text::to_text;

/// How findings are shown.
#[derive(Clone, Copy, Debug)]
pub struct Show {
    /// Also case ids and values of free columns.
    pub values: bool,
    /// The most findings that are shown one by one; totals count all.
    pub most: usize,
}

impl Default for Show {
    fn default() -> Self {
        Self { values: false, most: usize::MAX }
    }
}
