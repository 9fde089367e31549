//! Whether the fields of a row hold what belongs into their columns. Where one does not, columns may have slipped, and
//! a name or a remark may stand in any of the others.

use super::presentable::is_day;
use super::scope_answer;
use super::values::{self, Lookup};
use crate::domain::{Field, text_key};
use crate::intake::text::clean;
use std::borrow::Cow;

/// Longer texts are no case numbers.
const LONGEST_ID: usize = 40;
/// The columns behind this one share its sign.
const LAST: usize = 63;

/// The columns of a row that hold what does not belong there, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Misfits(u64);

impl Misfits {
    /// With the lowest bit for the first column.
    #[cfg(test)]
    pub(crate) fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// Those of a row, given the field of each column, where no list is known.
    pub fn without_lists(cells: &[Cow<'_, str>], fields: &[Option<Field>]) -> Self {
        let text = |position: usize| cells.get(position).map(|cell| Cow::Borrowed(cell.as_ref()));
        Self::of(text, fields, &mut [])
    }

    /// Those of a row; `lookups` are the lists by column.
    pub(crate) fn of<'t>(
        text: impl Fn(usize) -> Option<Cow<'t, str>>,
        fields: &[Option<Field>],
        lookups: &mut [Option<Lookup<'_>>],
    ) -> Self {
        let mut misfits = 0;
        for (position, field) in fields.iter().enumerate() {
            let Some(field) = field else { continue };
            let cell = text(position).unwrap_or_default();
            let lookup = lookups.get_mut(position).and_then(Option::as_mut);
            if !fits(*field, clean(&cell), lookup) {
                misfits |= 1 << position.min(LAST);
            }
        }
        Self(misfits)
    }

    /// Whether all columns but this one, counted from 1, hold what belongs there.
    pub fn none_besides(self, number: u32) -> bool {
        let own = match usize::try_from(number).unwrap_or_default().checked_sub(1) {
            Some(position) if position < LAST => 1 << position,
            _ => 0,
        };
        self.0 & !own == 0
    }
}

fn fits(field: Field, text: &str, lookup: Option<&mut Lookup<'_>>) -> bool {
    let is_empty = text.is_empty() || values::is_not_stated(text);
    match field {
        Field::ReceivedOn => is_day(text),
        Field::AcknowledgedOn | Field::ClosedOn => is_empty || is_day(text),
        Field::CaseId => {
            let has_digit = text.chars().any(|c| c.is_ascii_digit() || c == '#');
            has_digit && !is_day_of_case(text) && text.chars().count() <= LONGEST_ID
        }
        Field::ScopeAnswer => scope_answer::parse(&text_key(text)).is_some(),
        Field::Remark | Field::SubmitterName => !is_day_of_case(text),
        Field::State => true,
        Field::Category if is_empty => false,
        _ => lookup.is_none_or(|lookup| is_empty || lookup.is_like(text)),
    }
}

/// A day as it stands where a case was received or closed: five digits may be a number as well.
fn is_day_of_case(text: &str) -> bool {
    is_day(text) && !text.bytes().all(|byte| byte.is_ascii_digit())
}
