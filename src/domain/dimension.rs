//! What a case or an activity can be broken down by.

use super::named::named;
use super::{OwnDimension, OwnTarget};

named! {
    /// A property a record is broken down by. The identifier is the name used in `report.toml`, in
    /// figure ids, in chapters and in downloads.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Dimension {
        /// Kind of reaction (Art der Kundenreaktion): complaint, suggestion, praise …
        Category = "category",
        /// Categories merged for crossed tables (zusammengefasste Art).
        CategoryGroup = "category_group",
        /// A matter of the case (Anliegen); up to three a case.
        Topic = "topic",
        /// Topics merged (Themengruppe).
        TopicGroup = "topic_group",
        /// Who carries the benefit (Träger): municipal, federal …
        ResponsibleBody = "responsible_body",
        /// Who filed the reaction (Einreicher, as a group).
        SubmitterGroup = "submitter_group",
        /// Own submission or supported by third parties (mit oder ohne Unterstützung Dritter).
        Support = "support",
        /// Result of the examination (Bewertung): justified, partly justified, unjustified …
        Assessment = "assessment",
        /// Why a complaint was justified (Begründungsgrund): deadline or error.
        JustifiedReason = "justified_reason",
        /// Channel of intake (Eingangskanal).
        Channel = "channel",
        /// What came of it (Ergebnis).
        Outcome = "outcome",
        /// Body contacted to clear the matter up (geklärt mit); several a case.
        ClarifiedWith = "clarified_with",
        /// Body that supported the submitter (unterstützende Stelle).
        SupportingBody = "supporting_body",
        /// Branch of the house (Standort).
        Site = "site",
        /// Band of processing days (Dauerklasse), derived from the dates.
        DurationBand = "duration_band",
        /// Whether the target for completion was kept (Zielfrist), derived from the dates.
        Target = "target",
        /// Day of the week of receipt (Wochentag des Eingangs), derived from the dates.
        Weekday = "weekday",
        /// From Monday to Friday or at the weekend.
        WeekdayGroup = "weekday_group",
        /// Kind of network activity (Art der Netzwerkaktivität).
        ActivityKind = "activity_kind",
        /// Group a network partner belongs to (Partnergruppe).
        PartnerGroup = "partner_group",
        /// Whether the office was invited (auf Einladung).
        Invitation = "invitation",
    } or {
        /// One that the office has added, or the groups of one.
        Own(OwnDimension) = OwnDimension::id,
        /// Whether a deadline that the office has added was kept.
        OwnTarget(&'static OwnTarget) = |target: &'static OwnTarget| target.id,
    }
}

impl Dimension {
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

    /// Whether it follows from the days of a case and is no column of an export.
    pub fn is_of_days(self) -> bool {
        matches!(self, Self::DurationBand | Self::Weekday | Self::WeekdayGroup) || self.is_target()
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
            Self::Weekday => Some(Self::WeekdayGroup),
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
