//! One recorded reaction (Vorgang): what is left of a row once intake has read it.

use super::{Code, Codes};
use jiff::civil::Date;

/// A case. It has no field for the recorder's remark, the submitter's name or the case id: personal
/// text ends at intake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Day of receipt (Eingangsdatum); decides the period.
    pub received_on: Date,
    /// Day the receipt was acknowledged (Eingangsbestätigung).
    pub acknowledged_on: Option<Date>,
    /// Day of completion (Erledigt am); `None` while open.
    pub closed_on: Option<Date>,
    /// Whether the remark carries the marker of the ombuds office.
    pub in_scope: bool,
    /// Kind of reaction.
    pub category: Code,
    /// Matters of the case, without repeats, in list order; empty when not stated.
    pub topics: Codes,
    /// Result of the examination.
    pub assessment: Code,
    /// Why a complaint was justified.
    pub justified_reason: Code,
    /// Channel of intake.
    pub channel: Code,
    /// Who filed it, as a group.
    pub submitter_group: Code,
    /// Body that supported the submitter.
    pub supporting_body: Code,
    /// What came of it.
    pub outcome: Code,
    /// Bodies contacted to clear the matter up, without repeats, in list order.
    pub clarified_with: Codes,
    /// Branch of the house.
    pub site: Code,
    /// Where the case was read.
    pub source: Source,
}

/// Where a record was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Position of the file in the intake's list of files.
    pub file: u32,
    /// Physical line the record starts at, from 1.
    pub line: u32,
}
