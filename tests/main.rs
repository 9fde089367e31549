//! All integration tests in one binary; `tests/README.md` says what is where.

// Helpers of tests may fail a test as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod acceptance;
mod attacker;
mod bad_input;
mod chapters;
mod command_line;
mod data_package;
mod determinism;
mod digits;
mod disclosure;
mod document;
mod earlier_years;
mod editions;
mod expected;
mod exported_workbooks;
mod finished;
mod foreign_content;
mod gallery;
mod init;
mod inspect_and_strip;
mod intake;
mod interim;
mod layering;
mod limits;
mod months;
mod never_mute;
mod own_properties;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
mod periods;
mod published_barrier;
mod publishing;
mod recording;
mod references;
mod regressions;
mod release;
mod reread;
mod school_year;
mod scope;
mod sentences;
mod silent_parts;
mod small_reports;
mod subtraction;
mod support;
mod taint;
mod targets;
mod unplaced;
mod weekdays;
mod words;
mod workbook;
