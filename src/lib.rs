//! krm-report
#![allow(missing_docs)]
pub mod disclosure;
pub mod report;
