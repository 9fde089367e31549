//! `archive/*.json`: what earlier editions have printed, as `release` wrote it; `archive/*.toml`: the same typed from paper. The form is closed:
//! a file that is damaged or was changed by hand is an error, because what a reader knows already
//! would be missing from disclosure control. Decides nothing about what may be printed.

use super::Settings;
use super::archive::{ARCHIVE, ArchivedEdition};
use super::archived_period::{apart, is_after};
use super::archived_report::{ARCHIVE_VERSION, ArchivedReport, ArchivedValue};
use super::editions::is_edition_id;
use super::files;
use super::listing;
use super::plausible;
use super::toml_file::{self, unreadable};
use super::typed_archive::{self, TypedReport};
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::{Figure, ReportPeriod, Taxonomy};
use serde::Deserialize;
use std::path::Path;

/// So long is the name of a run of months.
const RUN: usize = "2017-03_2017-10".len();

/// How the name of a file ends that was typed from paper.
const TYPED: &str = ".toml";

/// Reads the archive, by year, name of the edition and number. Figures of the report year must be figures of this
/// project: they are what its readers know already.
pub(super) fn read(
    folder: &Path,
    settings: &Settings,
    taxonomy: &Taxonomy,
    findings: &mut Findings,
) -> Vec<ArchivedEdition> {
    let mut editions = Vec::new();
    for name in names(&folder.join(ARCHIVE), findings) {
        let file = format!("{ARCHIVE}/{name}");
        let Some((period, edition, number)) = edition_of(&name, settings.period.begins()) else {
            findings.push(
                damaged("das ist kein Name für eine Ausgabe")
                    .at(Place::file(&file))
                    .expected("Namen wie `2017.json`, `2017-2.json`, `2017-H1.json`, `2016_17.json`, `2017-03_2017-10.json` und `2017-intranet.json`, wie `release` sie vergibt; `2016.toml` für ein abgeschriebenes Jahr"),
            );
            continue;
        };
        let is_typed = name.ends_with(TYPED);
        let content = match is_typed {
            true => typed(folder, &file, (period, edition), taxonomy, findings),
            false => recorded(folder, &file, (period, edition), findings),
        };
        let Some((text, content)) = content else { continue };
        // When its year began says the file itself.
        let period = content.period().unwrap_or(period);
        let of_this_year = period.overlaps(settings.period);
        check_figures(&file, &text, &content, of_this_year || is_typed, taxonomy, findings);
        findings.extend(of_another(&file, &text, &content, settings));
        let all_known = taxonomy.with_all_not_recorded();
        let printed = plausible::Edition { file: &file, text: &text, content: &content, is_typed };
        plausible::check(&printed, &all_known, findings);
        let same = |other: &&ArchivedEdition| {
            let other = (other.number, other.period(), other.content.edition.as_deref());
            other == (number, period, edition)
        };
        if let Some(other) = editions.iter().find(same) {
            let message = format!("diese Ausgabe steht schon in `{}`", other.file);
            findings.push(Finding::new(FindingCode::ArchiveDamaged, message).at(Place::file(&file)).help(
                "behalten Sie die Datei von `release`; eine abgeschriebene braucht nur ein Jahr, für das es keine gibt",
            ));
        }
        findings.extend(apart(&file, period, settings));
        editions.push(ArchivedEdition { file, number, content });
    }
    editions
        .sort_by_key(|edition| (edition.period(), edition.content.edition.clone(), edition.number));
    editions
}

/// Told where a file is another office's, or does not say whose it is. Offices that have no id have no such question.
fn of_another(
    file: &str,
    text: &str,
    content: &ArchivedReport,
    settings: &Settings,
) -> Option<Finding> {
    let ours = settings.office_id.as_deref();
    match (content.office_id.as_deref(), ours) {
        (theirs, ours) if theirs == ours => None,
        (Some(theirs), ours) => {
            let message = format!("die Datei gehört zum Büro `{theirs}` („{}“)", content.office);
            let (expected, help) = match ours {
                Some(ours) => (
                    format!("office_id `{ours}` wie in report.toml"),
                    format!(
                        "nehmen Sie die Datei aus `{ARCHIVE}`: Zahlen eines anderen Büros oder des Beispiels sind nicht Ihre früheren. Ist es doch Ihr Büro, geben Sie ihm in report.toml unter [report] seine frühere Kennung wieder: office_id = \"{theirs}\""
                    ),
                ),
                None => (
                    "unter [report] in report.toml dieselbe office_id".to_owned(),
                    format!(
                        "ist es Ihr Büro, schreiben Sie in report.toml unter [report]: office_id = \"{theirs}\"; sonst nehmen Sie die Datei aus `{ARCHIVE}`"
                    ),
                ),
            };
            let finding = Finding::new(FindingCode::ArchiveOfAnother, message);
            Some(at_key(file, text, "\"office_id\"", finding.expected(expected).help(help)))
        }
        (None, _) => {
            let message = format!(
                "die Datei sagt nicht, zu welchem Büro sie gehört; sie nennt „{}“",
                content.office
            );
            let help = format!(
                "ist das Ihr Büro, ist nichts zu tun; sonst nehmen Sie die Datei aus `{ARCHIVE}`"
            );
            let finding = Finding::new(FindingCode::ArchiveOfUnknown, message).help(help);
            Some(at_key(file, text, "\"office\"", finding))
        }
    }
}

/// What `release` has recorded, with its text.
fn recorded(
    folder: &Path,
    file: &str,
    (period, edition): (ReportPeriod, Option<&str>),
    findings: &mut Findings,
) -> Option<(String, ArchivedReport)> {
    let text = match files::text(&folder.join(file)) {
        Ok(text) => text,
        Err(error) => {
            findings.push(unreadable(FindingCode::ArchiveDamaged, "die Datei", file, &error));
            return None;
        }
    };
    match parse(file, &text, period, edition) {
        Ok(content) => {
            if content.checksum.is_none() {
                let message = "die Datei hat keine Prüfsumme (Formatversion 1): Ob sie noch ist, wie sie geschrieben wurde, lässt sich nicht prüfen";
                let finding = Finding::new(FindingCode::ArchiveUnchecked, message);
                findings.push(finding.at(Place::file(file)));
            }
            Some((text, content))
        }
        Err(finding) => {
            findings.push(*finding);
            None
        }
    }
}

/// What somebody has typed from paper, with its text.
fn typed(
    folder: &Path,
    file: &str,
    edition: (ReportPeriod, Option<&str>),
    taxonomy: &Taxonomy,
    findings: &mut Findings,
) -> Option<(String, ArchivedReport)> {
    let typed = toml_file::read::<TypedReport>(folder, file, findings)?;
    let content = typed_archive::read(&typed, edition, taxonomy, findings);
    Some((typed.text, content))
}

/// The names in the archive; there need not be one.
fn names(archive: &Path, findings: &mut Findings) -> Vec<String> {
    listing::names(archive).unwrap_or_else(|error| {
        let what = format!("`{ARCHIVE}`");
        findings.push(unreadable(FindingCode::ArchiveDamaged, &what, ARCHIVE, &error));
        Vec::new()
    })
}

/// Period, name and number of an edition in the name of its file.
fn edition_of(name: &str, begins: i8) -> Option<(ReportPeriod, Option<&str>, u32)> {
    let stem = name.strip_suffix(".json").or_else(|| name.strip_suffix(TYPED))?;
    // `2017-03_2017-10`: a run of months.
    let run = stem.get(..RUN).filter(|run| run.as_bytes().get(7) == Some(&b'_'));
    let run = run.and_then(|run| Some((ReportPeriod::parse_from(run, begins)?, stem.get(RUN..)?)));
    let (period, rest) = match run {
        Some((period, rest)) => (period, rest.strip_prefix('-').unwrap_or(rest)),
        None => year_or_part(name, stem, begins)?,
    };
    let mut parts = rest.split('-').filter(|part| !part.is_empty()).peekable();
    let edition = parts.next_if(|part| is_edition_id(part));
    let number = parts.next().map_or(Some(1), |number| number.parse().ok())?;
    let usual = ArchivedEdition::file_name(period, edition, number);
    (usual.strip_suffix(".json") == Some(stem)).then_some((period, edition, number))
}

/// A year or a part of one at the start of the name of an edition's file, and what comes behind it.
fn year_or_part<'a>(name: &str, stem: &'a str, begins: i8) -> Option<(ReportPeriod, &'a str)> {
    let (year, rest) = stem.split_once('-').unwrap_or((stem, ""));
    // Any month but January: that a year is not of the calendar is all that its name says.
    let begins = match year.contains('_') {
        false => 1,
        // Of one typed from paper the configuration says when it begins.
        true if name.ends_with(TYPED) && begins == 1 => return None,
        true => begins.max(2),
    };
    let (part, behind) = rest.split_once('-').unwrap_or((rest, ""));
    match ReportPeriod::parse_from(&format!("{year}-{part}"), begins) {
        Some(period) => Some((period, behind)),
        None => Some((ReportPeriod::parse_from(year, begins)?, rest)),
    }
}

fn parse(
    file: &str,
    text: &str,
    period: ReportPeriod,
    edition: Option<&str>,
) -> Result<ArchivedReport, Box<Finding>> {
    #[derive(Deserialize)]
    struct Version {
        format_version: u64,
    }
    let at = |error: &serde_json::Error| {
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        Place::line(file, number(error.line())).column(number(error.column()))
    };
    let broken = |error: serde_json::Error| {
        let message = match error.classify() {
            serde_json::error::Category::Eof => "die Datei bricht ab",
            serde_json::error::Category::Data => {
                "ein Schlüssel oder Wert gehört nicht hierher, fehlt oder steht doppelt"
            }
            _ => "die Datei ist kein gültiges JSON",
        };
        Box::new(damaged(message).at(at(&error)))
    };
    let version = serde_json::from_str::<Version>(text).map_err(broken)?.format_version;
    if !(1..=ARCHIVE_VERSION).contains(&version) {
        let offset = text.find("\"format_version\"").unwrap_or(0);
        let (place, snippet) = Place::in_text(file, text, offset, "\"format_version\"".len());
        let finding =
            Finding::new(FindingCode::ConfigVersion, "diese Formatversion ist nicht bekannt")
                .at(place)
                .snippet(snippet)
                .expected(format!("\"format_version\": 1 bis {ARCHIVE_VERSION}"))
                .help("verwenden Sie eine Fassung des Programms, die diese Ausgabe lesen kann");
        return Err(Box::new(finding));
    }
    let content: ArchivedReport = serde_json::from_str(text).map_err(broken)?;
    let of_content = content.period();
    let named = |it: ReportPeriod| it.name() == period.name();
    let wrong = if content.year != period.year() {
        Some(("\"year\"", "das Jahr ist nicht das im Namen der Datei"))
    } else if !of_content.is_some_and(named) {
        Some(("\"year\"", "der Zeitraum ist nicht der im Namen der Datei"))
    } else if content.edition.as_deref() != edition {
        Some(("\"edition\"", "die Ausgabe ist nicht die im Namen der Datei"))
    } else if !content
        .as_of
        .parse()
        .is_ok_and(|as_of| is_after(as_of, of_content.unwrap_or(period)))
    {
        Some(("\"as_of\"", "der Stand ist kein Datum ab dem Ende des Zeitraums"))
    } else if content.threshold == 0 {
        Some(("\"threshold\"", "der Schwellenwert ist nicht möglich"))
    } else if content.figures.is_empty() {
        Some(("\"figures\"", "die Datei enthält keine Kennzahl"))
    } else if version >= 2 && content.definitions.is_none() {
        Some(("\"figures\"", "es fehlt, worauf die Kennzahlen beruhen (`definitions`)"))
    } else if !content.is_whole() {
        let message = "der Inhalt ist verändert oder beschädigt: Die Prüfsumme passt nicht zu ihm";
        Some(("\"checksum\"", message))
    } else {
        None
    };
    match wrong {
        Some((key, message)) => Err(Box::new(at_key(file, text, key, damaged(message)))),
        None => Ok(content),
    }
}

fn check_figures(
    file: &str,
    text: &str,
    content: &ArchivedReport,
    of_this_year: bool,
    taxonomy: &Taxonomy,
    findings: &mut Findings,
) {
    let taxonomy = taxonomy.with_all_not_recorded();
    for (id, value) in &content.figures {
        let key = format!("\"{id}\"");
        match Figure::parse(id, &taxonomy) {
            Ok(figure) if !fits(&figure, *value) => {
                let finding = damaged(format!("`{id}` hat keinen Wert dieser Art"));
                findings.push(at_key(file, text, &key, finding));
            }
            // Lists of other years may have been others.
            Err(_) if !of_this_year => {}
            Err(error) => findings.push(at_key(
                file,
                text,
                &key,
                Finding::new(
                    FindingCode::ConfigReference,
                    format!("die Kennzahl `{id}` einer früheren Ausgabe dieses Jahres gibt es nicht mehr: {error}"),
                )
                .help("geben Sie dem Eintrag in `report.toml` wieder seine frühere `id`"),
            )),
            Ok(_) => {}
        }
    }
}

/// More records than any house has, and more half days than a century.
const MOST: u64 = 1_000_000_000;
const MOST_HALF_DAYS: u64 = 2 * 36_525;

/// Whether a figure can have been printed as this.
fn fits(figure: &Figure, value: ArchivedValue) -> bool {
    match (figure, value) {
        (_, ArchivedValue::Count(number) | ArchivedValue::Share { base: number, .. })
            if number > MOST =>
        {
            false
        }
        (_, ArchivedValue::HalfDays(number)) if number > MOST_HALF_DAYS => false,
        (_, ArchivedValue::Masked)
        | (Figure::Count(_) | Figure::Ledger(_), ArchivedValue::Count(_))
        | (Figure::Share(_) | Figure::Days(_), ArchivedValue::NoBase | ArchivedValue::TooFew)
        | (Figure::Days(_), ArchivedValue::HalfDays(_)) => true,
        (Figure::Share(_), ArchivedValue::Share { part, base }) => base > 0 && part <= base,
        _ => false,
    }
}

pub(super) fn at_key(file: &str, text: &str, key: &str, finding: Finding) -> Finding {
    let at = text.find(key).or_else(|| text.find(key.trim_matches('"'))).unwrap_or(0);
    let (place, snippet) = Place::in_text(file, text, at, key.len());
    finding.at(place).snippet(snippet)
}

pub(super) fn damaged(message: impl Into<String>) -> Finding {
    Finding::new(FindingCode::ArchiveDamaged, message)
        .help("holen Sie die Datei aus einer Sicherung zurück; von Hand wird sie nicht geändert, außer wenn sie abgeschrieben ist: Dann halten Sie die Zahl gegen den gedruckten Bericht")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_year_and_edition_and_in_one_way_only() {
        let named = |name| edition_of(name, 8);
        let year = ReportPeriod::new(2017).unwrap();
        assert_eq!(named("2017.json"), Some((year, None, 1)));
        assert_eq!(named("2017-2.json"), Some((year, None, 2)));
        assert_eq!(named("2017-intranet.json"), Some((year, Some("intranet"), 1)));
        assert_eq!(named("2017-board_a-2.json"), Some((year, Some("board_a"), 2)));
        let half = ReportPeriod::parse("2017-H1").unwrap();
        assert_eq!(named("2017-H1.json"), Some((half, None, 1)));
        assert_eq!(named("2017-H1-intranet-2.json"), Some((half, Some("intranet"), 2)));
        let school = ReportPeriod::parse_from("2016_17", 8).unwrap();
        assert_eq!(named("2016_17.json"), Some((school, None, 1)));
        assert_eq!(named("2016_17-intranet-2.json"), Some((school, Some("intranet"), 2)));
        for name in [
            "2016_18.json",
            "2017-H3.json",
            "2017-1.json",
            "2017-02.json",
            "02017.json",
            "2017.txt",
            "alt.json",
            "+2017.json",
            "2017-internal.json",
            "2017-Intranet.json",
            "2017-intranet-1.json",
            "2017-2-intranet.json",
            "2017-a-b.json",
            "2017-a-2-3.json",
        ] {
            assert_eq!(named(name), None, "{name}");
        }
    }
}
