//! One file for each command, and the way through the stages they share.

pub mod build;
pub mod check;
pub mod explain;
mod exit;
mod internal;
mod pipeline;

pub use exit::Exit;
pub use pipeline::{Report, Stopped, make_report, read_project};
