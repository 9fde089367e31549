//! `[report]` and `[processing]`: who reports about which period, and the bands of processing time.

use super::lists::{IDENTIFIER, is_identifier};
use super::raw;
use super::reporting_time::{self, Overrides, ReportingTime};
use super::toml_file::TomlFile;
use crate::diagnostic::{FindingCode, Findings};
use crate::domain::{Day, ReportPeriod};
use crate::locale::{Numbers, Words, date_long};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The most bands of processing time.
const MOST_BANDS: usize = 100;

/// The format version of `report.toml` this program reads.
const FORMAT_VERSION: i64 = 1;

/// What the sample in `input/` is known by.
const SAMPLE: &str = "beispielprojekt";

/// Who reports about which period to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Title of the report; of an interim one it says so.
    pub title: String,
    /// The reporting office.
    pub office: String,
    /// The house it belongs to.
    pub organisation: String,
    /// What the office is known by in its archive, whatever it is called.
    pub office_id: Option<String>,
    /// What it reports on.
    pub period: ReportPeriod,
    /// The report's date (Stand); also the day open cases are looked at.
    pub as_of: Date,
    /// The day the office began its work, where the configuration says it.
    pub opened_on: Option<Date>,
    /// Draft or final.
    pub status: Status,
    /// A sentence for page one, for example that the data are synthetic.
    pub notice: Option<String>,
    /// The committee that receives the report.
    pub committee: Option<String>,
    /// Number of the council paper (Vorlage).
    pub council_paper: Option<String>,
    /// Number of the annex to that paper that the report is (Anlage).
    pub annex: Option<String>,
    /// The resolution that asks for the report (Beschluss).
    pub resolution: Option<String>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// Address of the accessibility statement of the site the report stands on (Erklärung zur
    /// Barrierefreiheit).
    pub accessibility: Option<String>,
    /// When the next report is expected.
    pub next_report: Option<String>,
    /// Under which terms the report may be used.
    pub licence: Option<String>,
    /// Abbreviations of the chapters with their meaning.
    pub abbreviations: BTreeMap<String, String>,
    /// What has been corrected since the report first appeared, oldest first.
    pub corrections: Vec<Correction>,
    /// Name of the data source, printed under tables and charts.
    pub source: String,
    /// How numbers are written.
    pub numbers: Numbers,
}

/// A correction of a published report (Berichtigung).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// When it was made.
    pub date: Date,
    /// What has changed and why.
    pub text: String,
}

/// Whether the report may be handed out.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Every page says "Entwurf".
    #[default]
    Draft,
    /// Ready.
    Final,
}

/// Bands and target of processing time, in calendar days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DurationRules {
    /// Days within which a case should be closed; `None` where the office has other deadlines alone.
    pub target_days: Option<u32>,
    /// Upper ends of the bands, inclusive and rising; a last open band follows.
    pub bands: Vec<u32>,
    /// As [`crate::domain::RecordedDays::known_until`], once the exports are read.
    pub known_until: BTreeMap<u32, Day>,
}

impl DurationRules {
    /// Position of the band a duration belongs to.
    pub fn band(&self, days: u32) -> usize {
        self.bands.iter().take_while(|upper| **upper < days).count()
    }
}

pub(super) fn check(
    report: &TomlFile<raw::Report>,
    overrides: Overrides<'_>,
    words: &Words,
    findings: &mut Findings,
) -> Option<Settings> {
    let version = &report.format_version;
    if *version.get_ref() != FORMAT_VERSION {
        findings.push(
            report
                .finding(
                    FindingCode::ConfigVersion,
                    version.span(),
                    "diese Formatversion ist nicht bekannt",
                )
                .expected(format!("format_version = {FORMAT_VERSION}")),
        );
    }
    let raw = &report.report;
    let ReportingTime { period, as_of } = reporting_time::check(report, overrides, findings)?;
    let opened_on = raw.opened_on.as_ref().and_then(|day| {
        let told = ["`opened_on` ist kein Datum", "ein Datum ohne Uhrzeit wie 2009-03-01"];
        report.checked(day, local_date, told, findings)
    });
    if raw.status == Status::Final {
        names_filled_in(report, findings);
    }
    Some(Settings {
        title: match period.until() {
            None => raw.title.clone(),
            Some(day) => format!("{} – Zwischenstand bis {}", raw.title, date_long(day)),
        },
        office: raw.office.get_ref().clone(),
        organisation: raw.organisation.get_ref().clone(),
        office_id: office_id(report, findings),
        period,
        as_of,
        opened_on,
        status: raw.status,
        notice: raw.notice.clone(),
        committee: raw.committee.clone(),
        council_paper: raw.council_paper.clone(),
        annex: raw.annex.clone(),
        resolution: raw.resolution.clone(),
        contact: raw.contact.clone(),
        accessibility: accessibility(report, findings),
        next_report: raw.next_report.clone(),
        licence: raw.licence.clone(),
        abbreviations: abbreviations(report, findings),
        corrections: corrections(report, findings),
        source: raw.source.clone().unwrap_or_else(|| words.database.bare.clone()),
        numbers: Numbers { grouping: raw.grouping },
    })
}

/// What the office is known by. The sample's id is for what says that its data are invented.
fn office_id(report: &TomlFile<raw::Report>, findings: &mut Findings) -> Option<String> {
    let id = report.report.office_id.as_ref()?;
    if !is_identifier(id.get_ref()) {
        let message = format!("`{}` kann keine Kennung des Büros sein", id.get_ref());
        findings.push(report.wrong(id, message).expected(IDENTIFIER));
    }
    if id.get_ref() == SAMPLE && report.report.notice.is_none() {
        let message = format!(
            "`{SAMPLE}` ist die Kennung des Beispiels, und der Hinweis auf seine erfundenen Daten fehlt (`notice`)"
        );
        let finding = report.wrong(id, message);
        findings.push(finding.help("beginnen Sie ein eigenes Projekt mit `krm-report init ORDNER`: In einer Kopie des Beispiels liegen noch dessen Archiv, Quelle und Ausnahmen"));
    }
    Some(id.get_ref().clone())
}

/// A finished report names who reports: what a new project has in square brackets in its place is filled in.
fn names_filled_in(report: &TomlFile<raw::Report>, findings: &mut Findings) {
    let raw = &report.report;
    for (key, name) in [("office", &raw.office), ("organisation", &raw.organisation)] {
        let text = name.get_ref().trim();
        if text.starts_with('[') && text.ends_with(']') {
            let message = format!("`{key}` ist noch nicht ausgefüllt");
            findings.push(report.wrong(name, message).expected("der Name, ohne eckige Klammern"));
        }
    }
}

/// A link that leads to a page or a mailbox, nothing else.
fn accessibility(report: &TomlFile<raw::Report>, findings: &mut Findings) -> Option<String> {
    let address = report.report.accessibility.as_ref()?;
    let is_address = |text: &str| {
        ["https://", "http://", "mailto:"].iter().any(|scheme| text.starts_with(scheme))
            && !text.contains(char::is_whitespace)
    };
    if !is_address(address.get_ref()) {
        findings.push(
            report
                .wrong(address, "`accessibility` ist keine Adresse")
                .expected("eine Adresse, die mit https://, http:// oder mailto: beginnt"),
        );
    }
    Some(address.get_ref().clone())
}

fn abbreviations(
    report: &TomlFile<raw::Report>,
    findings: &mut Findings,
) -> BTreeMap<String, String> {
    let mut abbreviations = BTreeMap::new();
    for (short, long) in &report.abbreviations {
        if short.get_ref().trim().is_empty() || long.trim().is_empty() {
            findings.push(report.wrong(short, "eine Abkürzung ist leer").expected(
                "eine Abkürzung mit ihrer Bedeutung wie KRM = \"Kundenreaktionsmanagement\"",
            ));
            continue;
        }
        abbreviations.insert(short.get_ref().trim().to_owned(), long.trim().to_owned());
    }
    abbreviations
}

fn corrections(report: &TomlFile<raw::Report>, findings: &mut Findings) -> Vec<Correction> {
    let corrections = report.corrections.iter().filter_map(|raw| {
        let told = ["`date` ist kein Datum", "ein Datum ohne Uhrzeit wie 2018-06-01"];
        let date = report.checked(&raw.date, local_date, told, findings)?;
        Some(Correction { date, text: raw.text.clone() })
    });
    let mut corrections: Vec<Correction> = corrections.collect();
    corrections.sort_by_key(|correction| correction.date);
    corrections
}

pub(super) fn durations(report: &TomlFile<raw::Report>, findings: &mut Findings) -> DurationRules {
    let mut rules = DurationRules {
        target_days: report.processing.targets.is_empty().then_some(14),
        bands: vec![3, 7, 14, 28, 56],
        known_until: BTreeMap::new(),
    };
    if let Some(target) = &report.processing.target_days
        && let Some(days) = report.checked(
            target,
            |days| u32::try_from(*days).ok().filter(|days| (0..=3650).contains(days)),
            [
                "die Zielfrist ist nicht möglich",
                "eine Zahl von Kalendertagen zwischen 1 und 3650, oder 0, wenn es keine gibt",
            ],
            findings,
        )
    {
        rules.target_days = Some(days).filter(|days| *days > 0);
    }
    if let Some(bands) = &report.processing.bands {
        let days: Option<Vec<u32>> =
            bands.get_ref().iter().map(|days| u32::try_from(*days).ok()).collect();
        match days.filter(|days| !days.is_empty() && days.is_sorted_by(|a, b| a < b)) {
            Some(days) if days.len() > MOST_BANDS => {
                let message = format!("es gibt mehr als {MOST_BANDS} Dauerklassen");
                findings.push(report.wrong(bands, message));
            }
            Some(days) => rules.bands = days,
            None => {
                findings.push(report.wrong(bands, "die Dauerklassen steigen nicht an").expected(
                    "obere Grenzen in Kalendertagen, aufsteigend, zum Beispiel [3, 7, 14]",
                ))
            }
        }
    }
    rules
}

/// The calendar day of a TOML date that has neither time nor offset.
pub(super) fn local_date(datetime: &toml::value::Datetime) -> Option<Date> {
    if datetime.time.is_some() || datetime.offset.is_some() {
        return None;
    }
    let date = datetime.date?;
    Date::new(
        i16::try_from(date.year).ok()?,
        i8::try_from(date.month).ok()?,
        i8::try_from(date.day).ok()?,
    )
    .ok()
}
