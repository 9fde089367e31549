//! One recorded reaction (Vorgang): what is left of a row once intake has read it.

use super::{Day, Field, Several, ValueCode};

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
    /// The value of each field of [`Case::SINGLE`].
    pub single: [ValueCode; Case::SINGLE.len()],
    /// Its values where it can have several, and those of properties the office has added.
    pub several: Several,
    /// Where the case was read.
    pub source: Source,
}

impl Case {
    /// No marker.
    pub const NO_MARKER: u8 = u8::MAX;

    /// The standard fields of which every case has one value.
    pub const SINGLE: [Field; 8] = [
        Field::Category,
        Field::Assessment,
        Field::JustifiedReason,
        Field::Channel,
        Field::SubmitterGroup,
        Field::SupportingBody,
        Field::Outcome,
        Field::Site,
    ];

    /// The place of a field in [`Case::SINGLE`].
    pub fn place_of(field: Field) -> Option<usize> {
        match field {
            Field::Category => Some(0),
            Field::Assessment => Some(1),
            Field::JustifiedReason => Some(2),
            Field::Channel => Some(3),
            Field::SubmitterGroup => Some(4),
            Field::SupportingBody => Some(5),
            Field::Outcome => Some(6),
            Field::Site => Some(7),
            _ => None,
        }
    }

    /// Its one value in the list of a field, the first of several; "not stated" where it has none.
    pub fn code(&self, field: Field) -> ValueCode {
        self.codes(field).first().copied().unwrap_or(ValueCode::NOT_STATED)
    }

    /// Its values in the list of a field, without repeats, in list order; none for other fields. "Not stated" is no value of
    /// a field that can have several, nor of an office's own.
    pub fn codes(&self, field: Field) -> &[ValueCode] {
        match field {
            Field::Topics => self.several.topics(),
            Field::ClarifiedWith => self.several.clarified_with(),
            Field::Own(own) => self.several.own(own.position),
            _ => Self::place_of(field)
                .and_then(|place| self.single.get(place..=place))
                .unwrap_or_default(),
        }
    }

    /// Matters of the case (Anliegen); empty when not stated.
    pub fn topics(&self) -> &[ValueCode] {
        self.several.topics()
    }

    /// Bodies contacted to clear the matter up.
    pub fn clarified_with(&self) -> &[ValueCode] {
        self.several.clarified_with()
    }

    /// Whether an optional field has a value; `true` for fields every case has, and for texts a case does not keep.
    pub fn has(&self, field: Field) -> bool {
        match field {
            Field::AcknowledgedOn => self.acknowledged_on.is_some(),
            Field::ClosedOn => self.closed_on.is_some(),
            Field::Topics | Field::ClarifiedWith | Field::Own(_) => !self.codes(field).is_empty(),
            _ => self.codes(field).iter().all(|code| *code != ValueCode::NOT_STATED),
        }
    }

    /// Gives it these values of a field of a closed list, in list order and without repeats; of a field with one value
    /// the first. Nothing for other fields.
    pub fn set_all(&mut self, field: Field, codes: &[ValueCode]) {
        match field {
            Field::Topics => self.several = self.several.with_topics(codes),
            Field::ClarifiedWith => self.several = self.several.with_clarified_with(codes),
            Field::Own(own) => self.several = self.several.with_own(own.position, codes),
            _ => {
                let place = Self::place_of(field).and_then(|place| self.single.get_mut(place));
                if let Some(code) = place {
                    *code = codes.first().copied().unwrap_or(ValueCode::NOT_STATED);
                }
            }
        }
    }

    /// Sets a field of a closed list to this one value, which may be "not stated"; nothing for other fields.
    pub fn set(&mut self, field: Field, code: ValueCode) {
        match code {
            ValueCode::NOT_STATED => self.set_all(field, &[]),
            code => self.set_all(field, &[code]),
        }
    }

    /// The same with one value of a field of a closed list.
    #[must_use]
    pub fn with(mut self, field: Field, code: ValueCode) -> Self {
        self.set(field, code);
        self
    }

    /// Takes over an optional field of another case; nothing for other fields.
    pub fn take(&mut self, field: Field, other: &Self) {
        match field {
            Field::AcknowledgedOn => self.acknowledged_on = other.acknowledged_on,
            Field::ClosedOn => self.closed_on = other.closed_on,
            _ => self.set_all(field, other.codes(field)),
        }
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

    #[test]
    fn every_field_of_one_value_has_its_place() {
        for (place, field) in Case::SINGLE.into_iter().enumerate() {
            assert_eq!(Case::place_of(field), Some(place));
        }
    }
}
