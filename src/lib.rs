//! Yearly report of a Jobcenter's ombuds office: KRM case exports and a record of network
//! activities in, HTML, Markdown, charts and open data out.
//!
//! The modules are the stages, in the order data flows; each imports only from those above it
//! (a test reads `src/` and fails otherwise). `ARCHITECTURE.md` says what each may not do.

pub mod domain;

pub mod diagnostic;

pub mod locale;

pub mod project;

pub mod plan;

pub mod intake;

pub mod statistics;

pub mod disclosure;

pub mod report;

pub mod chart;

pub mod render;

pub mod reread;

pub mod publish;

pub mod commands;

pub mod cli;
