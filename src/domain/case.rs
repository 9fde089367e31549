//! One recorded reaction (Vorgang): what is left of a row once intake has read it.

use super::{Code, Day, Field, Several};

/// A case. It has no field for the recorder's remark, the submitter's name or the case id: personal
/// text ends at intake. An archive holds millions: it takes 48 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Day of receipt (Eingangsdatum); decides the period.
    pub received_on: Day,
    /// Day the receipt was acknowledged (Eingangsbestätigung).
    pub acknowledged_on: Option<Day>,
    /// Day of completion (Erledigt am); `None` while open.
    pub closed_on: Option<Day>,
    /// Whether the remark carries the marker of the ombuds office.
    pub in_scope: bool,
    /// Position of the first marker in the configuration that the remark carries; [`Case::NO_MARKER`] where it carries
    /// none, or a column of its own answers.
    pub marker: u8,
    /// Kind of reaction.
    pub category: Code,
    /// Matters of the case and bodies contacted to clear it up.
    pub several: Several,
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
    /// Branch of the house.
    pub site: Code,
    /// Where the case was read.
    pub source: Source,
}

impl Case {
    /// No marker.
    pub const NO_MARKER: u8 = u8::MAX;

    /// Matters of the case (Anliegen), without repeats, in list order; empty when not stated.
    pub fn topics(&self) -> &[Code] {
        self.several.topics()
    }

    /// Whether an optional field has a value; `true` for fields every case has, and for texts a case does not keep.
    pub fn has(&self, field: Field) -> bool {
        match field {
            Field::AcknowledgedOn => self.acknowledged_on.is_some(),
            Field::ClosedOn => self.closed_on.is_some(),
            Field::Topics | Field::ClarifiedWith => !self.codes(field).is_empty(),
            _ => self.codes(field).iter().all(|code| *code != Code::NOT_STATED),
        }
    }

    /// Its values in the list of a field; none for other fields.
    pub fn codes(&self, field: Field) -> &[Code] {
        let code = match field {
            Field::Topics => return self.topics(),
            Field::ClarifiedWith => return self.clarified_with(),
            Field::Category => &self.category,
            Field::Assessment => &self.assessment,
            Field::JustifiedReason => &self.justified_reason,
            Field::Channel => &self.channel,
            Field::SubmitterGroup => &self.submitter_group,
            Field::SupportingBody => &self.supporting_body,
            Field::Outcome => &self.outcome,
            Field::Site => &self.site,
            _ => return &[],
        };
        std::slice::from_ref(code)
    }

    /// Takes over an optional field of another case; nothing for other fields.
    pub fn take(&mut self, field: Field, other: &Self) {
        match field {
            Field::AcknowledgedOn => self.acknowledged_on = other.acknowledged_on,
            Field::ClosedOn => self.closed_on = other.closed_on,
            Field::Topics => self.several = Several::new(other.topics(), self.clarified_with()),
            Field::ClarifiedWith => {
                self.several = Several::new(self.topics(), other.clarified_with());
            }
            Field::Assessment => self.assessment = other.assessment,
            Field::JustifiedReason => self.justified_reason = other.justified_reason,
            Field::Channel => self.channel = other.channel,
            Field::SubmitterGroup => self.submitter_group = other.submitter_group,
            Field::SupportingBody => self.supporting_body = other.supporting_body,
            Field::Outcome => self.outcome = other.outcome,
            Field::Site => self.site = other.site,
            _ => {}
        }
    }

    /// Sets a field of a closed list to this one value; nothing for other fields.
    pub fn set(&mut self, field: Field, code: Code) {
        match field {
            Field::Topics => self.several = Several::new(&[code], self.clarified_with()),
            Field::ClarifiedWith => self.several = Several::new(self.topics(), &[code]),
            Field::Category => self.category = code,
            Field::Assessment => self.assessment = code,
            Field::JustifiedReason => self.justified_reason = code,
            Field::Channel => self.channel = code,
            Field::SubmitterGroup => self.submitter_group = code,
            Field::SupportingBody => self.supporting_body = code,
            Field::Outcome => self.outcome = code,
            Field::Site => self.site = code,
            _ => {}
        }
    }

    /// Leaves a field of a closed list without a value; nothing for other fields.
    pub fn clear(&mut self, field: Field) {
        match field {
            Field::Topics => self.several = Several::new(&[], self.clarified_with()),
            Field::ClarifiedWith => self.several = Several::new(self.topics(), &[]),
            _ => self.set(field, Code::NOT_STATED),
        }
    }

    /// Bodies contacted to clear the matter up, without repeats, in list order.
    pub fn clarified_with(&self) -> &[Code] {
        self.several.clarified_with()
    }
}

/// Where a record was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Position of the file in the intake's list of files.
    pub file: u32,
    /// Physical line the record starts at, from 1.
    pub line: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_takes_little_memory() {
        assert_eq!(size_of::<Case>(), 48);
    }
}
