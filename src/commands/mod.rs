//! One file for each command, and the way through the stages they share.

pub mod build;
pub mod check;
mod dead_files;
mod exit;
pub mod explain;
pub mod explain_code;
mod explain_mask;
pub mod init;
pub mod inspect;
mod internal;
mod pipeline;
pub mod release;
pub mod strip;
mod suggestion;
mod summary;

pub use exit::Exit;
pub use internal::InternalError;
pub use pipeline::{Options, Report, ReportOptions, Stopped, make_report, read_project};
pub use summary::Summary;
