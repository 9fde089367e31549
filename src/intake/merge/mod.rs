//! The records of all files → cases, each once: repeats, later states, numbers that are nearly the same.

pub(super) mod again;
pub(super) mod alike;
pub(super) mod contradictions;
pub(super) mod dated_ids;
pub(super) mod marker_use;
pub(super) mod repeat_findings;
pub(super) mod repeats;
pub(super) mod resembling_ids;
pub(super) mod same_in_files;
pub(super) mod states;
pub(super) mod strip_keys;
