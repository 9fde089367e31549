//! krm-report
pub mod domain;
pub mod diagnostic;
pub mod locale;
pub mod project;
pub mod plan;
pub mod statistics;
pub mod disclosure;
pub mod report;
pub mod chart;
pub mod render;
