//! `release`: the report as `build` makes it, and a record of what it printed in the project's
//! archive. What is recorded is known for ever; nothing of it is ever replaced.

use super::Exit;
use super::build::{BuildError, Built, Ready};
use super::pipeline::{Report, ReportOptions, read_project};
use crate::disclosure::PublishedFigure;
use crate::domain::{Field, Figure};
use crate::locale::{date_iso, date_long};
use crate::project::{
    ARCHIVE, ARCHIVE_VERSION, ArchivedDefinitions, ArchivedEdition, ArchivedReport, Project,
    Status, begins_of, part_of,
};
use crate::publish::{Goal, Lock, PublishError, add_to_archive};
use crate::render::{Artifact, Format};
use jiff::civil::Date;
use std::path::PathBuf;
use thiserror::Error;

/// What was released.
#[derive(Debug)]
pub struct Released {
    /// The report.
    pub built: Built,
    /// The new file of the archive; `None` when the latest edition has printed the same.
    pub archived: Option<PathBuf>,
}

/// Why nothing was released.
#[derive(Debug, Error)]
pub enum ReleaseError {
    /// The report could not be made.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The report is a draft.
    #[error(
        "der Bericht ist ein Entwurf; setzen Sie in `report.toml` den Schlüssel `status` auf \"final\""
    )]
    Draft,
    /// Nothing is masked.
    #[error(
        "mit dem Schwellenwert 1 wird nichts geheim gehalten; ein solcher Bericht darf das Haus nicht verlassen"
    )]
    Unmasked,
    /// The report's period is not over.
    #[error(
        "ein Zwischenstand (bis {0}) wird nicht freigegeben: Was der Bericht über den ganzen Zeitraum schützen muss, hinge von ihm ab. Geben Sie ein abgeschlossenes Halbjahr oder Quartal frei (`period`), oder setzen Sie den Stand (`as_of`) auf einen Tag ab dem Ende des Zeitraums"
    )]
    Interim(String),
    /// Another state of this edition of the year has been released.
    #[error(
        "`{0}` hält eine andere Fassung dieser Ausgabe fest. Ist dies eine berichtigte Ausgabe, geben Sie --correction an; sonst stellen Sie den früheren Stand wieder her"
    )]
    Differs(String),
    /// There is nothing to correct.
    #[error(
        "von dieser Ausgabe des Jahres ist noch nichts freigegeben; lassen Sie --correction weg"
    )]
    NothingToCorrect,
    /// The archive could not be read or written.
    #[error("der Bericht ist nicht freigegeben: {0}")]
    Archive(PublishError),
    /// The edition is recorded, but could not be put into its place.
    #[error(
        "`{0}` hält die Ausgabe fest, aber der Bericht liegt nicht an seinem Platz: {1}. Was im Ausgabeordner liegt, geben Sie nicht heraus; rufen Sie `release` noch einmal auf"
    )]
    NotPlaced(String, BuildError),
}

impl ReleaseError {
    /// The exit code.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Build(error) => error.exit(),
            Self::Draft
            | Self::Unmasked
            | Self::Interim(_)
            | Self::Differs(_)
            | Self::NothingToCorrect => Exit::Usage,
            Self::Archive(_) => Exit::Io,
            Self::NotPlaced(_, error) => error.exit(),
        }
    }
}

/// Builds a project or one of its editions in the standard formats, and records in its archive what the report printed.
///
/// # Errors
/// When the report cannot be built, is a draft or an interim one, masks nothing, or differs from what was released
/// of it last without being a `correction`; then nothing is written. When it is recorded and cannot be put into its
/// place.
pub fn release(
    options: ReportOptions<'_>,
    goal: &Goal,
    correction: bool,
) -> Result<Released, ReleaseError> {
    let ReportOptions { folder, edition, overrides, .. } = options;
    let (project, _) = read_project(folder, edition, overrides).map_err(BuildError::Stopped)?;
    if project.settings.status == Status::Draft {
        return Err(ReleaseError::Draft);
    }
    if project.disclosure.threshold == 1 {
        return Err(ReleaseError::Unmasked);
    }
    if let Some(until) = project.settings.period.until() {
        return Err(ReleaseError::Interim(date_long(until)));
    }
    // What another run is recording must be known to this one: the archive counts as it is read under the lock.
    let _lock = Lock::of_project(folder).map_err(ReleaseError::Archive)?;
    let (project, findings) =
        read_project(folder, edition, overrides).map_err(BuildError::Stopped)?;
    if correction && latest(&project).is_none() {
        return Err(ReleaseError::NothingToCorrect);
    }
    let ready = Ready::make(project, findings, goal, &Format::STANDARD, options)?;
    let new = new_file(&ready.report, correction)?;
    let staged = ready.stage()?;
    // Recorded before it is published: nothing may be handed out that later editions do not know of.
    let archived = match new.map(|artifact| add_to_archive(folder, &artifact)).transpose() {
        Ok(archived) => archived,
        Err(error) => {
            staged.discard().map_err(BuildError::Publish)?;
            return Err(ReleaseError::Archive(error));
        }
    };
    match (staged.place(), &archived) {
        (Ok(built), _) => Ok(Released { built, archived }),
        (Err(error), None) => Err(error.into()),
        (Err(BuildError::Publish(error @ PublishError::LeftBehind(_))), _) => {
            Err(BuildError::Publish(error).into())
        }
        (Err(error), Some(file)) => Err(ReleaseError::NotPlaced(file.display().to_string(), error)),
    }
}

/// What was released last of the report year under the name of this edition.
fn latest(project: &Project) -> Option<&ArchivedEdition> {
    let of_the_name =
        |edition: &&ArchivedEdition| edition.content.edition.as_deref() == project.edition_id();
    project.editions_of_the_period().filter(of_the_name).max_by_key(|edition| edition.number)
}

/// The file to be added to the archive; `None` when its latest edition says the same.
fn new_file(report: &Report, correction: bool) -> Result<Option<Artifact>, ReleaseError> {
    let content = content(report).sealed();
    let number = match latest(&report.project) {
        Some(latest) if latest.content.printed_the_same(&content) => return Ok(None),
        Some(latest) if !correction => return Err(ReleaseError::Differs(latest.file.clone())),
        Some(latest) => latest.number.saturating_add(1),
        None => 1,
    };
    let name = ArchivedEdition::file_name(
        report.project.settings.period,
        content.edition.as_deref(),
        number,
    );
    let mut bytes =
        serde_json::to_vec_pretty(&content).map_err(|error| BuildError::Render(error.into()))?;
    bytes.push(b'\n');
    Ok(Some(Artifact { path: format!("{ARCHIVE}/{name}"), bytes }))
}

fn content(report: &Report) -> ArchivedReport {
    let (settings, taxonomy) = (&report.project.settings, &report.project.taxonomy);
    // What other years have printed stands in their own files, and changes follow from both.
    let of_the_year = |figure: &&PublishedFigure| !matches!(figure.figure(), Figure::Compared(_));
    let figures = report.published.iter().filter(of_the_year);
    let recording = &report.plan.recording;
    let iso = |days: &[(Date, Date)]| -> Vec<(String, String)> {
        days.iter().map(|(from, to)| (date_iso(*from), date_iso(*to))).collect()
    };
    ArchivedReport {
        measure: report.record.measure(),
        format_version: ARCHIVE_VERSION,
        program: concat!("krm-report ", env!("CARGO_PKG_VERSION")).to_owned(),
        year: settings.period.year(),
        begins: begins_of(settings.period),
        part: part_of(settings.period),
        edition: report.project.edition_id().map(str::to_owned),
        as_of: date_iso(settings.as_of),
        office: settings.office.clone(),
        office_id: settings.office_id.clone(),
        threshold: report.project.disclosure.threshold,
        definitions: Some(ArchivedDefinitions::of(&report.project)),
        rounded_to: report.project.disclosure.base(),
        not_covered: iso(&recording.days.missing(settings.period)),
        not_covered_of_house: [&recording.days.gaps_of_house, &recording.days.in_part_of_house]
            .into_iter()
            .flat_map(|days| iso(days))
            .collect(),
        recorded_in_part: recording
            .fields
            .partial()
            .into_iter()
            .chain((!recording.days.in_part.is_empty()).then_some(Field::ReceivedOn))
            .map(|field| field.id().to_owned())
            .collect(),
        figures: figures
            .filter_map(|figure| Some((figure.figure().id(taxonomy), figure.value().archived()?)))
            .collect(),
        checksum: None,
    }
}
