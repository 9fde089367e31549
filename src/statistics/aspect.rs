//! The parts a case falls into for counting: what a count asks of one part does not depend on the
//! others.

use crate::domain::{Case, Dimension, Field, OwnProperty, Schema};
use std::cmp::Ordering;

/// A part of a case. A count counts a case as often as the product of what its parts contribute,
/// see [`super::Matcher::factor`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// When it was received and closed, and whether it belongs to the ombuds office: all that
    /// decides population, period and duration.
    Time,
    /// Category with assessment and reason, which only complaints have.
    Category,
    /// The topics.
    Topics,
    /// Who filed it, with the supporting body.
    Submitter,
    /// The channel.
    Channel,
    /// The outcome and the bodies contacted.
    Outcome,
    /// The branch.
    Site,
    /// The property that the office has added at this position.
    Own(usize),
}

impl Aspect {
    /// The most aspects a project can have.
    pub const MOST: usize = Self::STANDARD.len() + OwnProperty::MOST;

    /// The aspects of every case.
    const STANDARD: [Self; 7] = [
        Self::Time,
        Self::Category,
        Self::Topics,
        Self::Submitter,
        Self::Channel,
        Self::Outcome,
        Self::Site,
    ];

    /// All aspects of a project's cases: together they are the whole case apart from its source.
    pub fn of_schema(schema: &Schema) -> Vec<Self> {
        let own = (0..schema.own().len()).map(Self::Own);
        Self::STANDARD.into_iter().chain(own).collect()
    }

    /// The aspect a dimension of cases belongs to.
    pub fn of(dimension: Dimension) -> Self {
        match Field::of(dimension) {
            Some(Field::Category | Field::Assessment | Field::JustifiedReason) => Self::Category,
            Some(Field::Topics) => Self::Topics,
            Some(Field::SubmitterGroup | Field::SupportingBody) => Self::Submitter,
            Some(Field::Channel) => Self::Channel,
            Some(Field::Outcome | Field::ClarifiedWith) => Self::Outcome,
            Some(Field::Site) => Self::Site,
            Some(Field::Own(own)) => Self::Own(own.position),
            _ => Self::Time,
        }
    }

    /// The fields with closed lists that belong to it; the office's own are not among them.
    fn fields(self) -> &'static [Field] {
        match self {
            Self::Time | Self::Own(_) => &[],
            Self::Category => &[Field::Category, Field::Assessment, Field::JustifiedReason],
            Self::Topics => &[Field::Topics],
            Self::Submitter => &[Field::SubmitterGroup, Field::SupportingBody],
            Self::Channel => &[Field::Channel],
            Self::Outcome => &[Field::Outcome, Field::ClarifiedWith],
            Self::Site => &[Field::Site],
        }
    }

    /// Gives `to` this aspect of `from`.
    pub fn copy(self, from: &Case, to: &mut Case) {
        self.fields().iter().for_each(|field| to.take(*field, from));
        match self {
            Self::Time => {
                to.received_on = from.received_on;
                to.acknowledged_on = from.acknowledged_on;
                to.closed_on = from.closed_on;
                to.in_scope = from.in_scope;
            }
            Self::Own(at) => to.several = to.several.with_own(at, from.several.own(at)),
            _ => {}
        }
    }

    /// Orders cases by this aspect; equal means that no count tells them apart by it.
    pub fn cmp(self, one: &Case, other: &Case, schema: &Schema) -> Ordering {
        match self {
            Self::Time => {
                let is_asked = schema.asks_for(Field::AcknowledgedOn);
                let time = |case: &Case| {
                    let acknowledged = case.acknowledged_on.filter(|_| is_asked);
                    (case.received_on, case.closed_on, case.in_scope, acknowledged)
                };
                time(one).cmp(&time(other))
            }
            Self::Own(at) => one.several.own(at).cmp(other.several.own(at)),
            _ => {
                let mut fields = self.fields().iter();
                let differs = fields.find(|field| one.codes(**field) != other.codes(**field));
                differs.map_or(Ordering::Equal, |field| one.codes(*field).cmp(other.codes(*field)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dimension_belongs_to_the_aspect_that_has_its_field() {
        for dimension in Dimension::ALL {
            let has = |aspect: &Aspect| {
                Field::of(dimension).is_some_and(|field| aspect.fields().contains(&field))
            };
            let aspect = Aspect::STANDARD.into_iter().find(has).unwrap_or(Aspect::Time);
            assert_eq!(Aspect::of(dimension), aspect, "{}", dimension.id());
        }
    }
}
