//! What a run has read and made, on one screen: most errors of data are seen here at once. Holds exact numbers: it is for
//! the office's terminal and for its own machines, never for messages that a code host shows.

use crate::domain::{Case, Field, Missing, Outcome, Period, Recording};
use crate::intake::{FileReading, Intake};
use crate::locale::{Numbers, Words, date_iso, date_short, days_label, enumeration, plural};
use crate::project::Project;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// What was read and made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Cases of the ombuds office received in the period.
    cases: u64,
    /// All reactions in the exports received in the period.
    cases_of_house: u64,
    /// Cases of earlier years that take part in the stock, of the house.
    carried_in: u64,
    /// Whether all cases of the exports are the office's, and what it is called.
    #[serde(skip)]
    is_all: bool,
    #[serde(skip)]
    words: Words,
    /// The condition of the whole report, as it is archived; absent where there is none.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
    /// How many cases it leaves out.
    #[serde(skip_serializing_if = "Option::is_none")]
    excluded: Option<u64>,
    /// First and last day of the period, ISO.
    period: [String; 2],
    /// Whether the period goes on behind its last day.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    is_interim: bool,
    /// First and last day of receipt in the period, ISO; absent without a case.
    #[serde(skip_serializing_if = "Option::is_none")]
    received: Option<[String; 2]>,
    /// Days of the period that no export covers, first and last, ISO.
    not_covered: Vec<[String; 2]>,
    /// The same of the whole house.
    not_covered_of_house: Vec<[String; 2]>,
    /// Days of the period over which not all files reach.
    covered_in_part: Vec<[String; 2]>,
    /// Fields that no export, or only a part of them, records, by identifier.
    not_recorded: Vec<&'static str>,
    recorded_in_part: Vec<&'static str>,
    /// The same, for people.
    #[serde(skip)]
    in_part: BTreeSet<Field>,
    /// What no export holds, for people.
    #[serde(skip)]
    missing: Vec<Missing>,
    /// Whether cases of earlier years are known.
    earlier_cases_known: bool,
    /// Cases of the office in the period, by the first marker of the remark; empty where exports only answer whether one
    /// is there.
    markers: BTreeMap<String, u64>,
    files: Vec<FileSummary>,
    /// Figures of the report and how many of them are masked; absent where there is no report.
    #[serde(skip_serializing_if = "Option::is_none")]
    figures: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    masked: Option<usize>,
}

/// How a file was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct FileSummary {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delimiter: Option<char>,
    /// First and last day of receipt, ISO.
    #[serde(skip_serializing_if = "Option::is_none")]
    received: Option<[String; 2]>,
    records: u64,
    counted: u64,
    further_lines: u64,
    repeats: u64,
    superseded: u64,
    rejected: u64,
    /// Columns that are read: heading and field.
    columns: Vec<(String, &'static str)>,
    /// Headings of columns that are not read.
    unread: Vec<String>,
}

impl Summary {
    /// Of what was read; a report may follow or not.
    pub(super) fn new(intake: &Intake, project: &Project) -> Self {
        let (first, last) = project.settings.period.bounds(Period::Year);
        let in_period =
            || intake.cases.iter().filter(|case| (first..=last).contains(&case.received_on.date()));
        let iso = |(from, to): (Date, Date)| [date_iso(from), date_iso(to)];
        let days = in_period().map(|case| case.received_on);
        let received = days.clone().min().zip(days.max());
        let recording = &intake.recording;
        let condition = project.scope.condition.as_ref();
        let ids = |fields: &BTreeSet<Field>| fields.iter().map(|f| f.id()).collect();
        Self {
            cases: in_period().filter(|case| case.in_scope).count() as u64,
            cases_of_house: in_period().count() as u64,
            carried_in: intake.records.get(Outcome::CarriedIn),
            is_all: project.scope.is_all(),
            words: project.words.clone(),
            condition: condition.map(|condition| condition.text.clone()),
            excluded: condition.map(|_| intake.records.get(Outcome::Excluded)),
            period: iso((first, last)),
            is_interim: project.settings.period.is_interim(),
            received: received.map(|(from, to)| iso((from.date(), to.date()))),
            not_covered: recording.days.gaps.iter().map(|gap| iso(*gap)).collect(),
            not_covered_of_house: recording
                .days
                .gaps_of_house
                .iter()
                .map(|gap| iso(*gap))
                .collect(),
            covered_in_part: covered_in_part(recording).map(|gap| iso(*gap)).collect(),
            not_recorded: ids(&recording.fields.absent),
            recorded_in_part: ids(&recording.fields.partial()),
            in_part: recording.fields.partial(),
            missing: recording.missing(),
            earlier_cases_known: !recording.lacks_earlier,
            markers: markers(in_period().filter(|case| case.in_scope), project),
            files: intake.files.iter().map(FileSummary::new).collect(),
            figures: None,
            masked: None,
        }
    }

    /// The same with so many figures made of it, of which so many are masked.
    pub(super) fn with_figures(self, figures: usize, masked: usize) -> Self {
        Self { figures: Some(figures), masked: Some(masked), ..self }
    }

    /// For people: a screen of text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let number = |count: u64| Numbers::default().count(count);
        let mut line = |name: &str, value: &str| {
            let _ = writeln!(text, "{name:<14}{value}");
        };
        let of_house = match self.cases_of_house {
            _ if self.is_all => String::new(),
            house if house == self.cases && house > 0 => {
                "; andere enthalten die Exporte nicht".to_owned()
            }
            house => format!(" von {} im Haus", number(house)),
        };
        let lacks_stock = self.missing.iter().any(|missing| match missing {
            Missing::Field(field) => *field == Field::ClosedOn,
            Missing::Completions | Missing::EarlierCases => true,
        });
        let stock = match lacks_stock {
            true => "der Bestand ist nicht erfasst".to_owned(),
            false => {
                format!("{} {} für den Bestand", number(self.carried_in), self.words.period.before)
            }
        };
        let office = &self.words.office.genitive;
        line("Fälle", &format!("{} {office}{of_house}; {stock}", number(self.cases)));
        if let (Some(condition), Some(excluded)) = (&self.condition, self.excluded) {
            let excluded = number(excluded);
            line("Bedingung", &format!("{condition}; deshalb nicht gezählt: {excluded}"));
        }
        let markers: Vec<String> = self
            .markers
            .iter()
            .map(|(marker, count)| format!("„{marker}“ {}", number(*count)))
            .collect();
        if !markers.is_empty() {
            line("Merkmale", &markers.join(", "));
        }
        let received = match &self.received {
            Some(days) => format!("Eingänge vom {}", range(days)),
            None => "kein Eingang".to_owned(),
        };
        let interim = if self.is_interim { " (Zwischenstand)" } else { "" };
        line("Zeitraum", &format!("{}{interim}; {received}", range(&self.period)));
        let of_house = self.not_covered_of_house.iter();
        // Where the exports hold the office's cases alone, the first line says so.
        let is_some =
            |days: &&[String; 2]| !self.not_covered.contains(days) && **days != self.period;
        let of_house = of_house.filter(is_some);
        let of_house: Vec<String> =
            of_house.map(|days| format!("{} (übrige Eingänge des Hauses)", label(days))).collect();
        let in_part = self.covered_in_part.iter();
        let in_part = in_part.map(|days| format!("{} (in einem Teil der Dateien)", label(days)));
        let labels = self.not_covered.iter().map(label).chain(of_house).chain(in_part);
        let labels: Vec<String> = labels.collect();
        if !labels.is_empty() {
            line("Nicht erfasst", &enumeration(&labels));
        }
        let missing = self.missing();
        if !missing.is_empty() {
            line("Nicht erfasst", &missing);
        }
        for file in &self.files {
            line("Datei", &file.text());
        }
        for (paths, columns) in self.by(|file| file.columns.clone()) {
            let columns: Vec<String> =
                columns.iter().map(|(name, field)| format!("{name} → {field}")).collect();
            line(
                "Gelesen",
                &format!("{}{}", columns.join(", "), of_files(&paths, self.files.len())),
            );
        }
        for (paths, unread) in self.by(|file| file.unread.clone()) {
            if !unread.is_empty() {
                let files = of_files(&paths, self.files.len());
                line("Nicht gelesen", &format!("{}{files}", unread.join(", ")));
            }
        }
        if let (Some(figures), Some(masked)) = (self.figures, self.masked) {
            line("Kennzahlen", &format!("{figures}, davon {masked} nicht veröffentlicht"));
        }
        text
    }

    /// What no export, or only a part of them, holds.
    fn missing(&self) -> String {
        let missing = self.missing.iter().map(|missing| match missing {
            Missing::Field(field) => self.words.field(*field).to_owned(),
            Missing::Completions => {
                format!("{} (nur zum Teil enthalten)", self.words.field(Field::ClosedOn))
            }
            Missing::EarlierCases => format!("Fälle {}", self.words.period.before),
        });
        let mut missing: Vec<String> = missing.collect();
        let in_part = self.in_part.iter().map(|field| self.words.field(*field));
        missing.extend(in_part.map(|name| format!("{name} (in einem Teil der Dateien)")));
        missing.join(", ")
    }

    /// The files by something they have in common, in the order of the first.
    fn by<T: PartialEq>(&self, of: impl Fn(&FileSummary) -> T) -> Vec<(Vec<&str>, T)> {
        let mut groups: Vec<(Vec<&str>, T)> = Vec::new();
        for file in &self.files {
            let value = of(file);
            match groups.iter_mut().find(|(_, known)| *known == value) {
                Some((paths, _)) => paths.push(&file.path),
                None => groups.push((vec![&file.path], value)),
            }
        }
        groups
    }
}

impl FileSummary {
    fn new(file: &FileReading) -> Self {
        let records = |outcome| file.records.get(outcome);
        let read = file.columns.iter().filter_map(|it| Some((it.name.clone(), it.field?.id())));
        let unread = file.columns.iter().filter(|it| it.field.is_none() && !it.name.is_empty());
        Self {
            path: file.path.clone(),
            encoding: file.encoding.map(|encoding| encoding.label()),
            delimiter: file.delimiter,
            received: file.received.map(|(from, to)| [date_iso(from), date_iso(to)]),
            records: file.records.total(),
            counted: records(Outcome::Counted),
            further_lines: records(Outcome::FurtherLine),
            repeats: records(Outcome::IdenticalRepeat),
            superseded: records(Outcome::Superseded),
            rejected: records(Outcome::Rejected),
            columns: read.collect(),
            unread: unread.map(|it| it.name.clone()).collect(),
        }
    }

    fn text(&self) -> String {
        let number = |count: u64| Numbers::default().count(count);
        let mut text = self.path.clone();
        match (self.encoding, self.delimiter) {
            (Some(encoding), Some('\t')) => {
                let _ = write!(text, " ({encoding}, Tabulator)");
            }
            (Some(encoding), Some(delimiter)) => {
                let _ = write!(text, " ({encoding}, `{delimiter}`)");
            }
            (Some(encoding), None) => {
                let _ = write!(text, " ({encoding})");
            }
            _ => text.push_str(" (nicht gelesen)"),
        }
        if let Some(days) = &self.received {
            let _ = write!(text, ", {}", range(days));
        }
        let _ = write!(
            text,
            ": {} {}, {} gezählt",
            number(self.records),
            plural(self.records, "Datensatz", "Datensätze"),
            number(self.counted)
        );
        for (count, what) in [
            (self.further_lines, plural(self.further_lines, "weitere Zeile", "weitere Zeilen")),
            (self.repeats, "wiederholt"),
            (self.superseded, "überholt"),
            (self.rejected, "zurückgewiesen"),
        ] {
            if count > 0 {
                let _ = write!(text, ", {} {what}", number(count));
            }
        }
        text
    }
}

/// Days over which not all files reach: those of the office, and others of the house.
fn covered_in_part(recording: &Recording) -> impl Iterator<Item = &(Date, Date)> {
    let of_office = &recording.days.in_part;
    let of_house = recording.days.in_part_of_house.iter();
    of_office.iter().chain(of_house.filter(|days| !of_office.contains(days)))
}

/// Cases by the first marker of their remark, in lower case as markers are compared; empty where the remark of a case
/// is not there to tell, as in a stripped export, so that a marker has no zero that nobody counted.
fn markers<'c>(cases: impl Iterator<Item = &'c Case>, project: &Project) -> BTreeMap<String, u64> {
    let mut counts: BTreeMap<String, u64> =
        project.scope.markers.iter().map(|marker| (marker.clone(), 0)).collect();
    for case in cases {
        let marker = project.scope.markers.get(usize::from(case.marker));
        let Some(count) = marker.and_then(|marker| counts.get_mut(marker)) else {
            return BTreeMap::new();
        };
        *count += 1;
    }
    counts
}

/// ` (exports/a.csv)`, where not all files are meant.
fn of_files(paths: &[&str], all: usize) -> String {
    match paths.len() == all {
        true => String::new(),
        false => format!(" ({})", enumeration(paths)),
    }
}

/// `01.01.2017 bis 31.12.2017`, of ISO days.
fn range([from, to]: &[String; 2]) -> String {
    let day = |text: &String| text.parse().map_or_else(|_| text.clone(), date_short);
    format!("{} bis {}", day(from), day(to))
}

fn label(days: &[String; 2]) -> String {
    let [from, to] = days;
    match (from.parse(), to.parse()) {
        (Ok(from), Ok(to)) => days_label(from, to),
        _ => range(days),
    }
}
