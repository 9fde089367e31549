//! Report.
pub mod chart_spec;
