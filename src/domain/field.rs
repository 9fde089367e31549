//! The columns an export can have, by meaning.

/// A column of an export. The identifier is the canonical name in configuration and downloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Case number (Fallnummer); text, mandatory.
    CaseId,
    /// Day of receipt (Eingangsdatum); mandatory.
    ReceivedOn,
    /// Day of acknowledgement (Eingangsbestätigung am).
    AcknowledgedOn,
    /// Day of completion (Erledigt am); empty while open.
    ClosedOn,
    /// Kind of reaction (Art der Kundenreaktion); mandatory.
    Category,
    /// Matters (Anliegen): one column with a separator, several columns, or several lines a case.
    Topics,
    /// Assessment (Bewertung).
    Assessment,
    /// Why justified (Begründungsgrund).
    JustifiedReason,
    /// Channel of intake (Eingangskanal).
    Channel,
    /// Who filed it, as a group (Einreicher).
    SubmitterGroup,
    /// Supporting body (unterstützende Stelle).
    SupportingBody,
    /// Submitter's name; read only to be dropped.
    SubmitterName,
    /// Outcome (Ergebnis).
    Outcome,
    /// Bodies contacted (geklärt mit); several values with a separator.
    ClarifiedWith,
    /// Branch (Standort).
    Site,
    /// The recorder's remark (Erfasserbemerkung); matched against the scope rule, then dropped.
    Remark,
    /// Whether the case belongs to the ombuds office: yes, no, to be examined. In exports without
    /// personal data it stands in place of the remark.
    ScopeAnswer,
    /// How late the row's state of the case is (Stand): the time of the last change, or a running number. Read
    /// only where the office has named the column.
    State,
}

impl Field {
    /// All fields, in the order of the canonical table.
    pub const ALL: [Self; 18] = [
        Self::CaseId,
        Self::ReceivedOn,
        Self::AcknowledgedOn,
        Self::ClosedOn,
        Self::Category,
        Self::Topics,
        Self::Assessment,
        Self::JustifiedReason,
        Self::Channel,
        Self::SubmitterGroup,
        Self::SupportingBody,
        Self::SubmitterName,
        Self::Outcome,
        Self::ClarifiedWith,
        Self::Site,
        Self::Remark,
        Self::ScopeAnswer,
        Self::State,
    ];

    /// The identifier, for example `received_on`.
    pub fn id(self) -> &'static str {
        match self {
            Self::CaseId => "case_id",
            Self::ReceivedOn => "received_on",
            Self::AcknowledgedOn => "acknowledged_on",
            Self::ClosedOn => "closed_on",
            Self::Category => "category",
            Self::Topics => "topics",
            Self::Assessment => "assessment",
            Self::JustifiedReason => "justified_reason",
            Self::Channel => "channel",
            Self::SubmitterGroup => "submitter_group",
            Self::SupportingBody => "supporting_body",
            Self::SubmitterName => "submitter_name",
            Self::Outcome => "outcome",
            Self::ClarifiedWith => "clarified_with",
            Self::Site => "site",
            Self::Remark => "remark",
            Self::ScopeAnswer => "scope_answer",
            Self::State => "state",
        }
    }

    /// The field with this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.id() == id)
    }

    /// Whether every export must have the column.
    pub fn is_mandatory(self) -> bool {
        matches!(self, Self::CaseId | Self::ReceivedOn | Self::Category)
    }

    /// Whether several columns may carry the field (`Anliegen 1` to `Anliegen 3`).
    pub fn may_repeat(self) -> bool {
        self == Self::Topics
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
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_identifier_names_its_field() {
        for field in Field::ALL {
            assert_eq!(Field::from_id(field.id()), Some(field));
        }
    }
}
