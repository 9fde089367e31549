//! The columns an export can have, by meaning.

use super::named::named;
use super::{Dimension, OwnProperty};

named! {
    /// A column of an export. The identifier is the canonical name in configuration and downloads.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Field {
        /// Case number (Fallnummer); text, mandatory.
        CaseId = "case_id",
        /// Day of receipt (Eingangsdatum); mandatory.
        ReceivedOn = "received_on",
        /// Day of acknowledgement (Eingangsbestätigung am).
        AcknowledgedOn = "acknowledged_on",
        /// Day of completion (Erledigt am); empty while open.
        ClosedOn = "closed_on",
        /// Kind of reaction (Art der Kundenreaktion); mandatory.
        Category = "category",
        /// Matters (Anliegen): one column with a separator, several columns, or several lines a case.
        Topics = "topics",
        /// Assessment (Bewertung).
        Assessment = "assessment",
        /// Why justified (Begründungsgrund).
        JustifiedReason = "justified_reason",
        /// Channel of intake (Eingangskanal).
        Channel = "channel",
        /// Who filed it, as a group (Einreicher).
        SubmitterGroup = "submitter_group",
        /// Supporting body (unterstützende Stelle).
        SupportingBody = "supporting_body",
        /// Submitter's name; read only to be dropped.
        SubmitterName = "submitter_name",
        /// Outcome (Ergebnis).
        Outcome = "outcome",
        /// Bodies contacted (geklärt mit); several values with a separator.
        ClarifiedWith = "clarified_with",
        /// Branch (Standort).
        Site = "site",
        /// The recorder's remark (Erfasserbemerkung); matched against the scope rule, then dropped.
        Remark = "remark",
        /// Whether the case belongs to the ombuds office: yes, no, to be examined. In exports without
        /// personal data it stands in place of the remark.
        ScopeAnswer = "scope_answer",
        /// How late the row's state of the case is (Stand): the time of the last change, or a running number. Read
        /// only where the office has named the column.
        State = "state",
    } or {
        /// A property that the office has added.
        Own(&'static OwnProperty) = |own: &'static OwnProperty| own.finest().id(),
    }
}

impl Field {
    /// Whether every export must have the column.
    pub fn is_mandatory(self) -> bool {
        matches!(self, Self::CaseId | Self::ReceivedOn | Self::Category)
    }

    /// The dimension whose closed list the field's values come from; `None` for dates and texts.
    pub fn dimension(self) -> Option<Dimension> {
        match self {
            Self::Category => Some(Dimension::Category),
            Self::Topics => Some(Dimension::Topic),
            Self::Assessment => Some(Dimension::Assessment),
            Self::JustifiedReason => Some(Dimension::JustifiedReason),
            Self::Channel => Some(Dimension::Channel),
            Self::SubmitterGroup => Some(Dimension::SubmitterGroup),
            Self::SupportingBody => Some(Dimension::SupportingBody),
            Self::Outcome => Some(Dimension::Outcome),
            Self::ClarifiedWith => Some(Dimension::ClarifiedWith),
            Self::Site => Some(Dimension::Site),
            Self::Own(own) => Some(Dimension::Own(own.finest())),
            Self::CaseId
            | Self::ReceivedOn
            | Self::AcknowledgedOn
            | Self::ClosedOn
            | Self::SubmitterName
            | Self::Remark
            | Self::ScopeAnswer
            | Self::State => None,
        }
    }

    /// The field a dimension of cases is read from: groups from the field of their values, what is derived from
    /// dates from the day that comes last. `None` for dimensions of activities.
    pub fn of(dimension: Dimension) -> Option<Self> {
        match dimension {
            Dimension::Category | Dimension::CategoryGroup => Some(Self::Category),
            Dimension::Topic | Dimension::TopicGroup | Dimension::ResponsibleBody => {
                Some(Self::Topics)
            }
            Dimension::SubmitterGroup | Dimension::Support => Some(Self::SubmitterGroup),
            Dimension::Assessment => Some(Self::Assessment),
            Dimension::JustifiedReason => Some(Self::JustifiedReason),
            Dimension::Channel => Some(Self::Channel),
            Dimension::Outcome => Some(Self::Outcome),
            Dimension::ClarifiedWith => Some(Self::ClarifiedWith),
            Dimension::SupportingBody => Some(Self::SupportingBody),
            Dimension::Site => Some(Self::Site),
            Dimension::DurationBand | Dimension::Target => Some(Self::ClosedOn),
            Dimension::Weekday | Dimension::WeekdayGroup => Some(Self::ReceivedOn),
            Dimension::Own(own) => Some(Self::Own(own.property())),
            Dimension::OwnTarget(target) => Some(target.until),
            Dimension::ActivityKind | Dimension::PartnerGroup | Dimension::Invitation => None,
        }
    }

    /// Whether an office may do without it, and figures rest on it: lists other than the category, and the days of
    /// acknowledgement and completion.
    pub fn may_be_missing(self) -> bool {
        let is_day = matches!(self, Self::AcknowledgedOn | Self::ClosedOn);
        !self.is_mandatory() && (is_day || self.dimension().is_some())
    }

    /// Whether several columns may carry the field (`Anliegen 1` to `Anliegen 3`).
    pub fn may_repeat(self) -> bool {
        match self {
            Self::Topics => true,
            Self::Own(own) => own.is_several,
            _ => false,
        }
    }

    /// The headers the database is known to use, the usual one first; an office's own come on top.
    pub fn default_headers(self) -> &'static [&'static str] {
        match self {
            Self::CaseId => &["Fallnummer", "Vorgangsnummer", "Vorgang", "Aktenzeichen"],
            Self::ReceivedOn => &["Eingangsdatum", "Eingang am", "Eingang"],
            Self::AcknowledgedOn => &["Eingangsbestätigung am"],
            Self::ClosedOn => &["Erledigt am", "Abschlussdatum", "Abgeschlossen am"],
            Self::Category => &["Art", "Art der Kundenreaktion", "Reaktionsart"],
            Self::Topics => &["Anliegen", "Anliegen 1", "Anliegen 2", "Anliegen 3"],
            Self::Assessment => &["Bewertung"],
            Self::JustifiedReason => &["Begründungsgrund"],
            Self::Channel => &["Eingangsart", "Eingangskanal"],
            Self::SubmitterGroup => &["Einreicher", "Eingereicht durch"],
            Self::SupportingBody => &["Unterstützende Stelle"],
            Self::SubmitterName => &["Einreicher Name", "Name"],
            Self::Outcome => &["Ergebnis"],
            Self::ClarifiedWith => &["Geklärt mit", "Kontaktierte Stelle"],
            Self::Site => &["Dienststelle", "Standort"],
            Self::Remark => &["Erfasserbemerkung", "Bemerkung"],
            Self::ScopeAnswer => &["Ombudsstelle (ja/nein)"],
            Self::State => &[],
            Self::Own(own) => &own.headers,
        }
    }

    /// Whether a case can have several values of its list, in one cell or in several columns.
    pub fn has_several(self) -> bool {
        self.dimension().is_some_and(Dimension::is_multiple_response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_and_its_groups_are_read_from_one_field() {
        for field in Field::ALL {
            for dimension in field.dimension().into_iter().flat_map(Dimension::with_groups) {
                assert_eq!(Field::of(dimension), Some(field), "{}", dimension.id());
            }
        }
    }
}
