//! The entries of the two ledgers that intake keeps: what each physical line of an export is, and what became of each record.
//!
//! Variants stand in the order of their identifiers, which is the order of data files; `PRINTED` is the order of print.

use super::named::named;

/// An entry of one of the ledgers, or the sum of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LedgerEntry {
    /// Physical lines of all exports: those of a kind, or all of them.
    Lines(Option<LineKind>),
    /// Records of all exports: those with an outcome, or all of them.
    Records(Option<Outcome>),
}

named! {
    /// What a physical line of an export is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum LineKind {
        /// Nothing, or only empty fields.
        Blank = "blank",
        /// A further line of a record, inside quotes.
        Continuation = "continuation",
        /// A line that could not be read.
        Defect = "defect",
        /// `sep=;`: written by spreadsheets for themselves.
        Dialect = "dialect",
        /// Text below the records.
        Footer = "footer",
        /// The header.
        Header = "header",
        /// The first line of a record.
        RecordStart = "record_start",
        /// The header once more, in a file joined from several.
        RepeatedHeader = "repeated_header",
        /// Text above the header.
        Title = "title",
        /// The file's own count.
        Total = "total",
    }
}

named! {
    /// What became of a record.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Outcome {
        /// A case of an earlier year, open at the start of the report year: takes part in the stock only.
        CarriedIn = "carried_in",
        /// A case of the ombuds office, received in the report year.
        Counted = "counted",
        /// Left out of the report by the office's own condition.
        Excluded = "excluded",
        /// A further line of a case that is exported with one line a topic.
        FurtherLine = "further_line",
        /// The same record once more.
        IdenticalRepeat = "identical_repeat",
        /// Received after the report year, or closed before it began.
        OutsidePeriod = "outside_period",
        /// A reaction of the report year without the marker of the ombuds office.
        OutsideScope = "outside_scope",
        /// Not counted because of a finding.
        Rejected = "rejected",
        /// An earlier state of a case of which a later one was read.
        Superseded = "superseded",
    }
}

impl LedgerEntry {
    /// The records that were not counted because of a finding.
    pub const REJECTED: Self = Self::Records(Some(Outcome::Rejected));

    /// All entries in the order of print: records before lines, the sum of each behind its entries.
    pub fn all() -> impl Iterator<Item = Self> {
        let records = Outcome::PRINTED.map(|outcome| Self::Records(Some(outcome)));
        let lines = LineKind::PRINTED.map(|kind| Self::Lines(Some(kind)));
        records.into_iter().chain([Self::Records(None)]).chain(lines).chain([Self::Lines(None)])
    }

    /// Whether it is the sum of its ledger.
    pub fn is_total(self) -> bool {
        matches!(self, Self::Lines(None) | Self::Records(None))
    }

    /// Whether the entry counts cases of persons rather than lines or repetitions of records. What does is protected.
    pub fn counts_persons(self) -> bool {
        matches!(self, Self::Records(Some(outcome)) if outcome.counts_persons())
    }

    /// The identifier, for example `ledger.records:rejected`.
    pub fn id(self) -> String {
        match self {
            Self::Lines(kind) => format!("ledger.lines:{}", kind.map_or("all", LineKind::id)),
            Self::Records(outcome) => {
                format!("ledger.records:{}", outcome.map_or("all", Outcome::id))
            }
        }
    }
}

impl LineKind {
    /// All kinds, in the order of print.
    pub const PRINTED: [Self; 10] = [
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
}

impl Outcome {
    /// All outcomes, in the order of print.
    pub const PRINTED: [Self; 9] = [
        Self::Counted,
        Self::CarriedIn,
        Self::OutsidePeriod,
        Self::OutsideScope,
        Self::Excluded,
        Self::FurtherLine,
        Self::IdenticalRepeat,
        Self::Superseded,
        Self::Rejected,
    ];

    fn counts_persons(self) -> bool {
        match self {
            Self::CarriedIn
            | Self::Counted
            | Self::Excluded
            | Self::OutsidePeriod
            | Self::OutsideScope => true,
            Self::FurtherLine | Self::IdenticalRepeat | Self::Rejected | Self::Superseded => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_ordered_by_their_identifiers() {
        let mut entries: Vec<LedgerEntry> = LedgerEntry::all().collect();
        assert_eq!(entries.len(), 21);
        entries.sort_unstable();
        assert!(entries.is_sorted_by_key(|entry| entry.id()));
    }
}
