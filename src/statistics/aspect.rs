//! The parts a case falls into for counting: what a count asks of one part does not depend on the
//! others.

use crate::domain::{Case, Dimension, Several};
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
}

impl Aspect {
    /// All aspects: together they are the whole case apart from its source.
    pub const ALL: [Self; 7] = [
        Self::Time,
        Self::Category,
        Self::Topics,
        Self::Submitter,
        Self::Channel,
        Self::Outcome,
        Self::Site,
    ];

    /// The aspect a dimension of cases belongs to.
    pub fn of(dimension: Dimension) -> Self {
        match dimension {
            Dimension::Category
            | Dimension::CategoryGroup
            | Dimension::Assessment
            | Dimension::JustifiedReason => Self::Category,
            Dimension::Topic | Dimension::TopicGroup | Dimension::ResponsibleBody => Self::Topics,
            Dimension::SubmitterGroup | Dimension::Support | Dimension::SupportingBody => {
                Self::Submitter
            }
            Dimension::Channel => Self::Channel,
            Dimension::Outcome | Dimension::ClarifiedWith => Self::Outcome,
            Dimension::Site => Self::Site,
            Dimension::DurationBand
            | Dimension::Target
            | Dimension::ActivityKind
            | Dimension::PartnerGroup
            | Dimension::Invitation => Self::Time,
        }
    }

    /// Gives `to` this aspect of `from`.
    pub fn copy(self, from: &Case, to: &mut Case) {
        match self {
            Self::Time => {
                to.received_on = from.received_on;
                to.acknowledged_on = from.acknowledged_on;
                to.closed_on = from.closed_on;
                to.in_scope = from.in_scope;
            }
            Self::Category => {
                to.category = from.category;
                to.assessment = from.assessment;
                to.justified_reason = from.justified_reason;
            }
            Self::Topics => to.several = Several::new(from.topics(), to.clarified_with()),
            Self::Submitter => {
                to.submitter_group = from.submitter_group;
                to.supporting_body = from.supporting_body;
            }
            Self::Channel => to.channel = from.channel,
            Self::Outcome => {
                to.outcome = from.outcome;
                to.several = Several::new(to.topics(), from.clarified_with());
            }
            Self::Site => to.site = from.site,
        }
    }

    /// Orders cases by this aspect; equal means that no count tells them apart by it.
    pub fn cmp(self, one: &Case, other: &Case) -> Ordering {
        match self {
            Self::Time => {
                let time = |case: &Case| (case.received_on, case.closed_on, case.in_scope);
                time(one).cmp(&time(other))
            }
            Self::Category => {
                let category =
                    |case: &Case| (case.category, case.assessment, case.justified_reason);
                category(one).cmp(&category(other))
            }
            Self::Topics => one.topics().cmp(other.topics()),
            Self::Submitter => {
                let submitter = |case: &Case| (case.submitter_group, case.supporting_body);
                submitter(one).cmp(&submitter(other))
            }
            Self::Channel => one.channel.cmp(&other.channel),
            Self::Outcome => {
                let bodies = || one.clarified_with().cmp(other.clarified_with());
                one.outcome.cmp(&other.outcome).then_with(bodies)
            }
            Self::Site => one.site.cmp(&other.site),
        }
    }
}
