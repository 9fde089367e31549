//! Headings that exports of other databases usually have. None of them is read by itself: they tell which column may be meant.

use crate::domain::Field;

/// Words that mean a field, also within a longer heading.
#[rustfmt::skip]
pub(super) fn words(field: Field) -> &'static [&'static str] {
    match field {
        Field::CaseId => &[
            "Fallnr", "Fall-ID", "Vorgangs-ID", "Ticketnummer", "Ticketnr", "Ticket", "Geschäftszeichen",
            "Laufende Nummer", "Lfd. Nr.", "Case ID", "Case Number", "Ticket ID", "Reference Number", "Unique Key",
            "Service Request Number", "Request ID", "Case No", "Reference", "Ref No", "Kennung",
        ],
        Field::ReceivedOn => &[
            "Meldedatum", "Posteingang", "Eingegangen am", "Erfasst am", "Erfassungsdatum", "Received",
            "Date Received", "Received Date", "Created Date", "Created At", "Opened", "Opened Date", "Creation Date",
            "Requested Datetime", "Date Reported", "Erstellt am", "Datum des Eingangs",
        ],
        Field::AcknowledgedOn => {
            &["Bestätigt am", "Zwischennachricht am", "Acknowledged", "Acknowledged Date"]
        }
        Field::ClosedOn => &[
            "Erledigt", "Erledigungsdatum", "Abschluss am", "Beendet am", "Geschlossen am", "Closed", "Closed Date",
            "Date Closed", "Closed At", "Completion Date", "Resolved Date", "Resolved", "Completed", "Erledigung",
            "Beantwortet am", "Antwort am", "Schlussantwort", "Enddatum",
        ],
        Field::Category => &[
            "Anliegenart", "Vorgangsart", "Meldungsart", "Art der Meldung", "Beschwerdeart", "Kategorie", "Category",
            "Case Type", "Request Type",
        ],
        Field::Topics => &["Thema", "Themen", "Sachgebiet", "Topic", "Issue"],
        Field::Assessment => {
            &["berechtigt", "begründet", "Berechtigung", "Justified", "Upheld", "Assessment"]
        }
        Field::JustifiedReason => &["Ursache", "Fehlerart"],
        Field::Channel => {
            &["Eingangsweg", "Zugangsweg", "Kontaktweg", "Kanal", "Channel", "Submitted Via"]
        }
        Field::SubmitterGroup => &["Einreichende", "Eingereicht von", "Complainant Type"],
        Field::SupportingBody => &["Unterstützt durch", "Beratungsstelle"],
        Field::Outcome => &["Ausgang", "Resultat", "Erledigungsart", "Outcome", "Result"],
        Field::Site => &["Geschäftsstelle", "Bezirk", "Stadtteil", "District", "Borough", "Office"],
        Field::Remark => &[
            "Notiz", "Vermerk", "Anmerkung", "Kommentar", "Beschreibung", "Freitext", "Sachverhalt", "Remarks",
            "Notes", "Comment",
        ],
        Field::SubmitterName
        | Field::ClarifiedWith
        | Field::ScopeAnswer
        | Field::State
        | Field::Own(_) => &[],
    }
}

/// Words that mean a field where they are the whole heading: in longer ones they say little.
pub(super) const WHOLE: [(&str, Field); 16] = [
    ("Az.", Field::CaseId),
    ("Fall", Field::CaseId),
    ("Ombudsstelle", Field::ScopeAnswer),
    ("Ombudsperson", Field::ScopeAnswer),
    ("ID", Field::CaseId),
    ("Nr.", Field::CaseId),
    ("Nr", Field::CaseId),
    ("Nummer", Field::CaseId),
    ("Datum", Field::ReceivedOn),
    ("Date", Field::ReceivedOn),
    ("Tag", Field::ReceivedOn),
    ("Betrifft", Field::Topics),
    ("Eingang über", Field::Channel),
    ("Typ", Field::Category),
    ("Type", Field::Category),
    ("Grund", Field::JustifiedReason),
];
