//! The text of one cell → what it means: dates, values of closed lists, case numbers, the scope; and whether it may be shown.

pub(super) mod case_id;
pub(super) mod compact_id;
pub(super) mod dates;
pub(super) mod fingerprint;
pub(super) mod free_texts;
pub(super) mod look_alike;
pub(super) mod pattern;
pub(super) mod presentable;
pub(super) mod row_fit;
pub(super) mod scope;
pub(super) mod scope_answer;
pub(super) mod spreadsheet_words;
pub(super) mod state_mark;
pub(super) mod times;
pub(super) mod values;

pub(super) use case_id::CaseIdDefect;
pub(super) use compact_id::CompactId;
pub(super) use dates::{DateDefect, Meaning};
pub(super) use fingerprint::Fingerprint;
pub(super) use free_texts::FreeTexts;
pub(super) use presentable::{Evidence, Likeness, Unlisted};
pub(super) use row_fit::Misfits;
pub(super) use scope::{Matcher, Scope};
pub(super) use state_mark::StateMark;
pub(super) use values::Lookup;
