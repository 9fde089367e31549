//! What a case or an activity can be broken down by.

use super::{OwnDimension, OwnTarget};

/// A property a record is broken down by. The identifier is the name used in `report.toml`, in
/// figure ids, in chapters and in downloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Kind of reaction (Art der Kundenreaktion): complaint, suggestion, praise …
    Category,
    /// Categories merged for crossed tables (zusammengefasste Art).
    CategoryGroup,
    /// A matter of the case (Anliegen); up to three a case.
    Topic,
    /// Topics merged (Themengruppe).
    TopicGroup,
    /// Who carries the benefit (Träger): municipal, federal …
    ResponsibleBody,
    /// Who filed the reaction (Einreicher, as a group).
    SubmitterGroup,
    /// Own submission or supported by third parties (mit oder ohne Unterstützung Dritter).
    Support,
    /// Result of the examination (Bewertung): justified, partly justified, unjustified …
    Assessment,
    /// Why a complaint was justified (Begründungsgrund): deadline or error.
    JustifiedReason,
    /// Channel of intake (Eingangskanal).
    Channel,
    /// What came of it (Ergebnis).
    Outcome,
    /// Body contacted to clear the matter up (geklärt mit); several a case.
    ClarifiedWith,
    /// Body that supported the submitter (unterstützende Stelle).
    SupportingBody,
    /// Branch of the house (Standort).
    Site,
    /// Band of processing days (Dauerklasse), derived from the dates.
    DurationBand,
    /// Whether the target for completion was kept (Zielfrist), derived from the dates.
    Target,
    /// Kind of network activity (Art der Netzwerkaktivität).
    ActivityKind,
    /// Group a network partner belongs to (Partnergruppe).
    PartnerGroup,
    /// Whether the office was invited (auf Einladung).
    Invitation,
    /// One that the office has added, or the groups of one.
    Own(OwnDimension),
    /// Whether a deadline that the office has added was kept.
    OwnTarget(&'static OwnTarget),
}

impl Dimension {
    /// The standard dimensions, in a fixed order; all of a project's are in its [`super::Schema`].
    pub const ALL: [Self; 19] = [
        Self::Category,
        Self::CategoryGroup,
        Self::Topic,
        Self::TopicGroup,
        Self::ResponsibleBody,
        Self::SubmitterGroup,
        Self::Support,
        Self::Assessment,
        Self::JustifiedReason,
        Self::Channel,
        Self::Outcome,
        Self::ClarifiedWith,
        Self::SupportingBody,
        Self::Site,
        Self::DurationBand,
        Self::Target,
        Self::ActivityKind,
        Self::PartnerGroup,
        Self::Invitation,
    ];

    /// The identifier, for example `submitter_group`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::CategoryGroup => "category_group",
            Self::Topic => "topic",
            Self::TopicGroup => "topic_group",
            Self::ResponsibleBody => "responsible_body",
            Self::SubmitterGroup => "submitter_group",
            Self::Support => "support",
            Self::Assessment => "assessment",
            Self::JustifiedReason => "justified_reason",
            Self::Channel => "channel",
            Self::Outcome => "outcome",
            Self::ClarifiedWith => "clarified_with",
            Self::SupportingBody => "supporting_body",
            Self::Site => "site",
            Self::DurationBand => "duration_band",
            Self::Target => "target",
            Self::ActivityKind => "activity_kind",
            Self::PartnerGroup => "partner_group",
            Self::Invitation => "invitation",
            Self::Own(own) => own.id(),
            Self::OwnTarget(target) => target.id,
        }
    }

    /// Whether a record can have several values, so that counts by value do not add up to records.
    pub fn is_multiple_response(self) -> bool {
        match self {
            Self::Topic
            | Self::TopicGroup
            | Self::ResponsibleBody
            | Self::ClarifiedWith
            | Self::PartnerGroup => true,
            Self::Own(own) => own.property().is_several,
            _ => false,
        }
    }

    /// Whether handling a case changes its value: what is entered or follows when it is completed.
    pub fn is_changing(self) -> bool {
        match self {
            Self::Assessment
            | Self::JustifiedReason
            | Self::Outcome
            | Self::ClarifiedWith
            | Self::DurationBand
            | Self::Target
            | Self::OwnTarget(_) => true,
            Self::Own(own) => own.property().is_changing,
            _ => false,
        }
    }

    /// Whether it tells if a deadline was kept: every case has kept it, missed it, or may still keep it.
    pub fn is_target(self) -> bool {
        matches!(self, Self::Target | Self::OwnTarget(_))
    }

    /// Whether the dimension describes network activities rather than cases.
    pub fn is_of_activities(self) -> bool {
        matches!(self, Self::ActivityKind | Self::PartnerGroup | Self::Invitation)
    }

    /// The dimension its values are grouped into, if there is one.
    pub fn parent(self) -> Option<Self> {
        match self {
            Self::Category => Some(Self::CategoryGroup),
            Self::Topic => Some(Self::TopicGroup),
            Self::TopicGroup => Some(Self::ResponsibleBody),
            Self::SubmitterGroup => Some(Self::Support),
            Self::Own(own) => own.parent().map(Self::Own),
            _ => None,
        }
    }

    /// The dimension whose values it groups, if there is one.
    pub fn finer(self) -> Option<Self> {
        match self {
            Self::Own(own) => own.finer().map(Self::Own),
            group => Self::ALL.into_iter().find(|finer| finer.parent() == Some(group)),
        }
    }

    /// The dimension itself and the ones its values are grouped into, the finest first.
    pub fn with_groups(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |dimension| dimension.parent())
    }
}
