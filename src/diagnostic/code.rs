//! The closed list of finding codes. A code never changes its meaning; `docs/diagnostics.md`
//! explains each.

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is published while it stands.
    Error,
    /// The report is made; the finding should be looked at.
    Warning,
    /// Worth knowing.
    Note,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $code:literal, $severity:ident;)*) => {
        /// What kind of finding it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum FindingCode {
            $($(#[doc = $doc])* $name,)*
        }

        impl FindingCode {
            /// Every code there is.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable text form, for example `K201`.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What kind of finding it is, in one English sentence, for machines' rule lists.
            pub fn description(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),*).trim_ascii(),)* }
            }

            /// The severity findings of this code have.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    // K0xx: configuration.
    /// A TOML file cannot be read as TOML, or has a key or type that does not belong there.
    ConfigSyntax = "K001", Error;
    /// A value of the configuration is not possible, or contradicts another.
    ConfigValue = "K002", Error;
    /// A name in the configuration refers to nothing.
    ConfigReference = "K003", Error;
    /// A file the project must have is missing.
    ProjectFileMissing = "K004", Error;
    /// The format version is not one this program reads.
    ConfigVersion = "K005", Error;
    /// A file of the archive of earlier editions is damaged or does not belong there.
    ArchiveDamaged = "K006", Error;
    /// A file of the archive has no checksum, so nobody can tell whether it is as it was written.
    ArchiveUnchecked = "K007", Note;
    /// A marker of the ombuds office is so short, or stands in so many remarks, that it tells nothing.
    MarkerTellsNothing = "K008", Warning;
    /// A file of the archive belongs to another office.
    ArchiveOfAnother = "K009", Error;
    /// A file of the archive does not say which office it belongs to.
    ArchiveOfUnknown = "K010", Note;
    /// Numbers of an edition that was typed from paper contradict each other.
    ArchiveImplausible = "K011", Warning;
    /// Sentences call complaints otherwise than their list does.
    KindNamedTwice = "K012", Warning;
    /// A reference figure has no value for the period of the report.
    ReferenceLacksYear = "K013", Warning;
    /// A table or chart of the office stands in no chapter.
    NotPlaced = "K014", Warning;

    // K1xx: files and the way they are written.
    /// There is no export, or a file is empty.
    NoRecords = "K101", Error;
    /// The file cannot be read.
    FileUnreadable = "K102", Error;
    /// The file is neither text nor a workbook that can be read: an older one, an archive, a web page.
    NotCsv = "K103", Error;
    /// The encoding cannot be proven.
    Encoding = "K104", Error;
    /// Text looks as if it had been decoded wrongly before it reached us.
    Mojibake = "K105", Warning;
    /// No line holds the mandatory columns under any delimiter.
    HeaderNotFound = "K106", Error;
    /// Several readings of the file are possible.
    AmbiguousDialect = "K107", Error;
    /// Two columns are taken for the same field.
    ColumnTwice = "K108", Error;
    /// A column is not known and not used.
    ColumnUnknown = "K109", Note;
    /// Cells of a workbook are merged, so that all but the first are empty.
    MergedCells = "K128", Error;
    /// A formula of a workbook has no result.
    FormulaWithoutResult = "K129", Note;
    /// Rows or columns of a workbook are hidden.
    HiddenCells = "K130", Warning;
    /// A workbook has further sheets that are not read.
    SheetsUnread = "K131", Warning;
    /// Beside the table of a workbook stand values without a heading.
    ValuesBeside = "K132", Warning;
    /// A record has too few or too many fields.
    FieldCount = "K110", Error;
    /// A quoted field is not closed.
    UnclosedQuote = "K111", Error;
    /// A quote stands where none can stand.
    StrayQuote = "K112", Error;
    /// A total row of the file disagrees with the records read.
    TotalMismatch = "K113", Error;
    /// A line is neither record nor anything else that is known.
    UnknownLine = "K114", Error;
    /// A ledger of lines or records does not add up: a fault of the program.
    LedgerUnbalanced = "K115", Error;
    /// Records have surplus fields at the end, empty in the whole file.
    SurplusFields = "K116", Note;
    /// A column is not known but resembles one that the file lacks.
    ColumnMisspelt = "K117", Error;
    /// The column that decides about the scope is missing.
    ScopeColumnMissing = "K118", Error;
    /// The last line has no line end: the file may have been cut off.
    NoFinalLineEnd = "K119", Note;
    /// A file in the folder of the exports is not read.
    FileIgnored = "K120", Note;

    /// No case of the ombuds office was received in the report year.
    NoCaseCounted = "K121", Warning;

    /// A quote inside a plain field was read as a character, in a file that is no export.
    QuoteTakenLiterally = "K122", Warning;
    /// A row of a file that is no export was read in the only way that gives it all its fields.
    RowInDoubt = "K140", Error;
    /// A file that is no export is written with rare delimiters or quotes.
    UnusualForm = "K141", Note;
    /// A line above the header of a file that is no export was left out.
    LinesAboveTable = "K142", Error;
    /// A further header in a file that is no export was left out.
    HeaderRepeated = "K143", Error;
    /// The first row of a file that is no export looks like a record.
    HeaderIsData = "K144", Warning;
    /// A file that is no export holds no row.
    EmptyFile = "K145", Note;

    // What the exports do not record.
    /// No export has the column of a configured list or of the day of completion, or it is empty in all of them.
    FieldNotRecorded = "K150", Warning;
    /// Only some exports have the column of a configured list or of the day of completion.
    FieldInSomeFiles = "K151", Error;
    /// The values of a column that is not read are days, or stand in a configured list.
    UnreadColumnTells = "K152", Warning;
    /// Days of the report year seem to be missing in the exports.
    PeriodNotCovered = "K153", Warning;
    /// No case of an earlier year is known, so that the stock is not.
    StockNotRecorded = "K154", Warning;
    /// A column is empty in all records of a file, and not in others.
    FieldEmptyInFile = "K155", Warning;
    /// A field is declared to be missing in a file that has its column.
    FieldDeclaredYetThere = "K156", Warning;
    /// Nearly all cases took as long.
    DurationsAlike = "K157", Note;

    /// The file is in an encoding that is rare today.
    EncodingRare = "K123", Note;
    /// A line below the records was taken for a footer.
    FooterTaken = "K124", Note;
    /// Two files hold the same records.
    SameFile = "K125", Warning;
    /// Case numbers were replaced with different keys, or in some exports only.
    KeysDiffer = "K126", Error;
    /// An export holds a header and no record.
    NoRecordInFile = "K127", Warning;

    // K2xx: values of records.
    /// A mandatory value is empty.
    ValueMissing = "K201", Error;
    /// A value is not in its closed list.
    ValueUnknown = "K202", Error;
    /// A date is not written in a known form.
    DateForm = "K203", Error;
    /// A date is not in the calendar, or far outside what can be meant.
    DateImpossible = "K204", Error;
    /// A date lies after the report's date.
    DateInFuture = "K205", Error;
    /// A case was closed or acknowledged before it was received.
    DateOrder = "K206", Error;
    /// A case id has been turned into a number by a spreadsheet.
    CaseIdDamaged = "K207", Error;
    /// A case names one topic twice.
    TopicTwice = "K208", Warning;
    /// Two rows with one case id contradict each other.
    CaseContradiction = "K209", Error;
    /// A remark resembles a marker of the ombuds office without matching it.
    ScopeNearMiss = "K210", Warning;
    /// A case has more topics than the configuration allows.
    TooManyTopics = "K211", Error;
    /// Two case ids differ in leading zeros only, and the cases were received on one day.
    CaseIdResembles = "K212", Warning;
    /// Times of a column have a time zone: the day counted is that of the office's zone.
    DateWithZone = "K213", Note;
    /// A spreadsheet's error word stands in place of a remark.
    RemarkDamaged = "K214", Warning;
    /// Cases are equal in everything but the case number.
    CasesAlike = "K215", Warning;
    /// Rows are equal where each row is a case of its own.
    RowsAlike = "K216", Note;
    /// A later state of the case replaces the row.
    StateSuperseded = "K217", Note;
    /// A row stands in its file twice.
    RowRepeated = "K218", Warning;
    /// A case is said not to be the office's, and counts as its own because all do.
    AnswerOverridden = "K219", Warning;

    // K3xx: chapters and templates.
    /// A template cannot be read or run.
    Template = "K301", Error;
    /// A chapter asks for a figure, table or chart that does not exist.
    UnknownRequest = "K302", Error;
    /// A number is typed by hand into a chapter.
    TypedNumber = "K303", Warning;
    /// Raw HTML or a link that is not allowed was left out of a chapter.
    UnsafeMarkup = "K304", Warning;
    /// A chapter compares figures or calculates with them.
    FigureCompared = "K305", Error;

    /// A chart cannot be drawn: a fault of the program or of a chart's description.
    ChartFailed = "K306", Error;
    /// A file or folder beside the chapters is not read.
    ChapterIgnored = "K307", Warning;
    /// A chapter has no heading of the first level.
    ChapterWithoutTitle = "K308", Warning;
    /// The fonts of the PDF lack a character of the report.
    CharacterMissing = "K309", Error;
    /// The PDF cannot be set: a fault of the program, of the logo or of the office's own template.
    PdfFailed = "K310", Error;
    /// A text of the PDF is too long for its place and reaches beyond the paper.
    TextBeyondPaper = "K311", Warning;
    /// A chapter is called nearly like one that comes with the program.
    ChapterNameNear = "K312", Warning;
    /// A chapter names the year or the date of another report as this one's.
    OtherYear = "K313", Warning;
    /// A link or reference in a chapter leads to nothing that the edition has.
    DeadLink = "K314", Warning;

    // K4xx: disclosure control.
    /// An exemption names a figure that the report does not print.
    ExemptionUnused = "K401", Warning;
    /// Much of a table is too small to be printed.
    TableMostlyMasked = "K402", Warning;
    /// A table is withheld because masking cannot protect a small number in it.
    TableWithheld = "K403", Warning;
    /// A small number could be computed from what must be printed.
    Disclosed = "K404", Error;
    /// Numbers are others than an earlier edition of the year has printed.
    Corrected = "K405", Note;
    /// All cases of a small row stand in one column, or those of a small column in one row.
    RowTellsAll = "K406", Warning;
    /// The stock carried forward is not what the report of the year before says.
    StockContradicts = "K407", Warning;
    /// An earlier edition of the year is rounded and this one is not, or otherwise.
    MethodsMixed = "K408", Error;
    /// Masks do not protect a small year: more than that is not published.
    FiguresGivenUp = "K409", Warning;
    /// A value has lost most of its cases since the year before, and another of its list has gained as many.
    ValuesExchanged = "K410", Note;

    // K5xx: finished files, read back before they are published.
    /// A finished file has a number that no published figure accounts for.
    NumberUnaccounted = "K501", Error;
    /// A finished file shows something else than the published figure that belongs there.
    NumberDiffers = "K502", Error;
    /// A masked place in a finished file says more than that it is masked.
    MaskLeaks = "K503", Error;
    /// A finished file cannot be read back.
    ArtifactUnreadable = "K504", Error;
    /// Files of the output were changed by hand since the last run and will be replaced.
    OutputChanged = "K505", Warning;
    /// An earlier run was broken off while it wrote; what it left is completed or removed.
    RunInterrupted = "K506", Note;
    /// The call is not possible, or the report could not be made or written.
    RunFailed = "K507", Error;
    /// The finished page runs something, loads something from elsewhere, or leads where no link may lead.
    PageNotAlone = "K508", Error;
    /// Files of formats that the run does not write are taken from the output.
    FormatsGone = "K509", Note;
}

impl FindingCode {
    /// Whether the finding is about single records, without which an office may decide to go on.
    pub fn is_about_records(self) -> bool {
        matches!(
            self,
            Self::FieldCount
                | Self::UnclosedQuote
                | Self::StrayQuote
                | Self::TotalMismatch
                | Self::UnknownLine
                | Self::CaseContradiction
        ) || (self.id().starts_with("K2") && self.severity() == Severity::Error)
    }

    /// Whether the finding is about the configuration (exit code 2) rather than about data or
    /// chapters (exit code 1).
    pub fn is_configuration(self) -> bool {
        self.id().starts_with("K0")
    }

    /// Whether the finding tells which numbers of a report are small, or how many.
    pub fn tells_of_small_numbers(self) -> bool {
        use FindingCode::{
            Corrected, Disclosed, FiguresGivenUp, RowTellsAll, StockContradicts, TableMostlyMasked,
            TableWithheld,
        };
        matches!(
            self,
            Corrected
                | Disclosed
                | FiguresGivenUp
                | RowTellsAll
                | StockContradicts
                | TableMostlyMasked
                | TableWithheld
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_code_is_used_twice() {
        let ids: BTreeSet<&str> = FindingCode::ALL.iter().map(|code| code.id()).collect();
        assert_eq!(ids.len(), FindingCode::ALL.len());
    }
}
