//! All integration tests in one binary; `tests/README.md` says what is where.

mod acceptance;
mod bad_input;
mod command_line;
mod determinism;
mod document;
mod intake;
mod layering;
mod published_barrier;
mod support;
