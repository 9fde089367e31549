//! One file for each command, and the way through the stages they share.

pub mod build;
pub mod check;
mod exit;
pub mod explain;
mod internal;
mod pipeline;

pub use exit::Exit;
pub use internal::InternalError;
pub use pipeline::{Report, Stopped, make_report, read_project};
