//! Findings: what is wrong with the exports, the configuration or the chapters, where, what was
//! expected and what to do. Findings are collected and shown together; nothing here stops the
//! program, and nothing here decides whether a finding is fatal beyond its severity.

mod code;
mod finding;
mod text;

pub use code::{Code, Severity};
pub use finding::{Finding, Findings, Place, Secret, Snippet};
pub use text::to_text;
