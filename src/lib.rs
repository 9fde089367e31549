//! krm-report
pub mod domain;
pub mod diagnostic;
pub mod disclosure;
pub mod report;
