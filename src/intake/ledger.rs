//! The two ledgers: every physical line and every record has exactly one entry. Both must balance;
//! the check is code, not a promise.

/// What a physical line of an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineKind {
    /// `sep=;`: written by spreadsheets for themselves.
    Dialect,
    /// Text above the header.
    Title,
    /// The header.
    Header,
    /// The header once more, in a file joined from several.
    RepeatedHeader,
    /// The first line of a record.
    RecordStart,
    /// A further line of a record, inside quotes.
    Continuation,
    /// Nothing, or only empty fields.
    Blank,
    /// The file's own count.
    Total,
    /// Text below the records.
    Footer,
    /// A line that could not be read.
    Defect,
}

impl LineKind {
    /// All kinds, in the order of the ledger.
    pub const ALL: [Self; 10] = [
        Self::Dialect,
        Self::Title,
        Self::Header,
        Self::RepeatedHeader,
        Self::RecordStart,
        Self::Continuation,
        Self::Blank,
        Self::Total,
        Self::Footer,
        Self::Defect,
    ];

    /// The identifier, for example `record_start`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Dialect => "dialect",
            Self::Title => "title",
            Self::Header => "header",
            Self::RepeatedHeader => "repeated_header",
            Self::RecordStart => "record_start",
            Self::Continuation => "continuation",
            Self::Blank => "blank",
            Self::Total => "total",
            Self::Footer => "footer",
            Self::Defect => "defect",
        }
    }

    /// The name in print.
    pub fn label(self) -> &'static str {
        match self {
            Self::Dialect => "Trennzeichenangabe (sep=)",
            Self::Title => "Titelzeilen",
            Self::Header => "Kopfzeilen",
            Self::RepeatedHeader => "wiederholte Kopfzeilen",
            Self::RecordStart => "erste Zeilen von Datensätzen",
            Self::Continuation => "Folgezeilen von Datensätzen",
            Self::Blank => "Leerzeilen",
            Self::Total => "Summenzeilen",
            Self::Footer => "Fußzeilen",
            Self::Defect => "nicht lesbare Zeilen",
        }
    }
}

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// A case of the ombuds office, received in the report year.
    Counted,
    /// A case of an earlier year, open at the start of the report year: takes part in the stock only.
    CarriedIn,
    /// Received after the report year, or closed before it began.
    OutsidePeriod,
    /// A reaction of the report year without the marker of the ombuds office.
    OutsideScope,
    /// A further line of a case that is exported with one line a topic.
    FurtherLine,
    /// The same record once more.
    IdenticalRepeat,
    /// An earlier state of a case of which a later one was read.
    Superseded,
    /// Not counted because of a finding.
    Rejected,
}

impl Outcome {
    /// All outcomes, in the order of the ledger.
    pub const ALL: [Self; 8] = [
        Self::Counted,
        Self::CarriedIn,
        Self::OutsidePeriod,
        Self::OutsideScope,
        Self::FurtherLine,
        Self::IdenticalRepeat,
        Self::Superseded,
        Self::Rejected,
    ];

    /// The identifier, for example `carried_in`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::CarriedIn => "carried_in",
            Self::OutsidePeriod => "outside_period",
            Self::OutsideScope => "outside_scope",
            Self::FurtherLine => "further_line",
            Self::IdenticalRepeat => "identical_repeat",
            Self::Superseded => "superseded",
            Self::Rejected => "rejected",
        }
    }

    /// The name in print.
    pub fn label(self) -> &'static str {
        match self {
            Self::Counted => "als Fall der Ombudsstelle gezählt",
            Self::CarriedIn => "aus Vorjahren, nur für den Bestand (alle Kundenreaktionen)",
            Self::OutsidePeriod => "außerhalb des Berichtszeitraums",
            Self::OutsideScope => "ohne Merkmal der Ombudsstelle",
            Self::FurtherLine => "weitere Zeilen eines Falls, je Anliegen eine",
            Self::IdenticalRepeat => "identische Wiederholungen",
            Self::Superseded => "überholte Stände",
            Self::Rejected => "zurückgewiesen",
        }
    }
}

/// Counts of physical lines by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineLedger([u64; LineKind::ALL.len()]);

/// Counts of records by what became of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordLedger([u64; Outcome::ALL.len()]);

impl LineLedger {
    /// How many lines there are of a kind.
    pub fn get(&self, kind: LineKind) -> u64 {
        self.0.get(kind as usize).copied().unwrap_or_default()
    }

    /// All physical lines.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Identifier, printed name and count of each kind.
    pub fn entries(&self) -> Vec<(&'static str, &'static str, u64)> {
        LineKind::ALL.into_iter().map(|kind| (kind.id(), kind.label(), self.get(kind))).collect()
    }

    pub(super) fn add(&mut self, kind: LineKind, lines: u64) {
        if let Some(count) = self.0.get_mut(kind as usize) {
            *count += lines;
        }
    }

    pub(super) fn add_all(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }
}

impl RecordLedger {
    /// How many records had an outcome.
    pub fn get(&self, outcome: Outcome) -> u64 {
        self.0.get(outcome as usize).copied().unwrap_or_default()
    }

    /// All records.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Identifier, printed name and count of each outcome.
    pub fn entries(&self) -> Vec<(&'static str, &'static str, u64)> {
        Outcome::ALL
            .into_iter()
            .map(|outcome| (outcome.id(), outcome.label(), self.get(outcome)))
            .collect()
    }

    /// Takes a record for something else than it was booked as.
    pub(super) fn rebook(&mut self, from: Outcome, to: Outcome) {
        if let Some(count) = self.0.get_mut(from as usize).filter(|count| **count > 0) {
            *count -= 1;
            self.add(to);
        }
    }

    pub(super) fn add(&mut self, outcome: Outcome) {
        if let Some(count) = self.0.get_mut(outcome as usize) {
            *count += 1;
        }
    }

    pub(super) fn add_all(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_has_its_own_place() {
        let mut lines = LineLedger::default();
        for (position, kind) in LineKind::ALL.into_iter().enumerate() {
            lines.add(kind, position as u64 + 1);
        }
        let counts: Vec<u64> = lines.entries().iter().map(|entry| entry.2).collect();
        assert_eq!(counts, (1..=10).collect::<Vec<_>>());
        assert_eq!(lines.total(), 55);

        let mut records = RecordLedger::default();
        for outcome in Outcome::ALL {
            records.add(outcome);
        }
        assert!(records.entries().iter().all(|entry| entry.2 == 1));
        assert_eq!(records.total(), 8);
    }
}
