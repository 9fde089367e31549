//! `build`: exports and configuration → output folder.

use super::Exit;
use super::dead_files::dead_files;
use super::internal::{self, InternalError};
use super::pipeline::{Options, Report, ReportOptions, Stopped, make_report, read_project};
use super::summary::Summary;
use crate::diagnostic::{Finding, FindingCode, Findings, Place, Severity};
use crate::project::files::shown;
use crate::project::{Project, Status};
use crate::publish::{
    Edition, FileHash, Goal, Leftover, Noticed, Output, PublishError, StagedOutput,
};
use crate::render::{Artifact, Format, Input, RenderError, sha256_hex};
use crate::reread;
use std::path::PathBuf;
use thiserror::Error;

/// What was built.
#[derive(Debug)]
pub struct Built {
    /// The public folder.
    pub folder: PathBuf,
    /// Number of public files, the manifest included.
    pub files: usize,
    /// What was read and made.
    pub summary: Summary,
    /// Warnings and notes.
    pub findings: Findings,
}

/// Why nothing was built.
#[derive(Debug, Error)]
pub enum BuildError {
    /// Findings stop the build.
    #[error("findings")]
    Stopped(Stopped),
    /// A file of the report cannot be made.
    #[error("der Bericht lässt sich nicht herstellen: {0}")]
    Render(#[from] RenderError),
    /// The internal folder could not be made.
    #[error(transparent)]
    Internal(#[from] InternalError),
    /// The output could not be written.
    #[error(transparent)]
    Publish(#[from] PublishError),
}

impl BuildError {
    /// The exit code.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Stopped(stopped) => stopped.exit,
            Self::Render(RenderError::NoPdf) => Exit::Usage,
            Self::Render(_) => Exit::Findings,
            Self::Publish(
                PublishError::InProject(..)
                | PublishError::InternalBeside(_)
                | PublishError::InternalWithin(_),
            ) => Exit::Usage,
            Self::Publish(_) | Self::Internal(_) => Exit::Io,
        }
    }
}

/// A report all of whose files are finished and read back, and nothing is written of.
pub(super) struct Ready {
    pub(super) report: Report,
    edition: Edition,
    public: Vec<Artifact>,
    output: Output,
    findings: Findings,
}

/// A report that is written beside its goal.
pub(super) struct ReadyToPlace {
    staged: StagedOutput,
    files: usize,
    summary: Summary,
    findings: Findings,
}

/// Builds a project, or one of its editions, into an output folder.
///
/// # Errors
/// When there are errors (with `allow_rejected`, errors other than in single records), or warnings
/// with `deny_warnings`, or a finished file does not read back as the published figures, or the
/// output cannot be written; the last good output stays.
pub fn build(
    options: ReportOptions<'_>,
    goal: &Goal,
    formats: &[Format],
) -> Result<Built, BuildError> {
    let (project, findings) = read_project(options.folder, options.edition, options.overrides)
        .map_err(BuildError::Stopped)?;
    Ready::make(project, findings, goal, formats, options)?.stage()?.place()
}

impl Ready {
    /// Makes and reads back all public files of a report.
    pub(super) fn make(
        project: Project,
        mut findings: Findings,
        goal: &Goal,
        formats: &[Format],
        options: ReportOptions<'_>,
    ) -> Result<Self, BuildError> {
        if formats.contains(&Format::Pdf) && !cfg!(feature = "pdf") {
            return Err(RenderError::NoPdf.into());
        }
        let edition = edition(&project);
        let (output, noticed) = Output::open(goal, &project.folder, &edition)?;
        findings.extend(noticed_findings(&noticed));
        let made = Options { allow_rejected: options.allow_rejected, ..Options::default() };
        let report = make_report(project, findings, made).map_err(BuildError::Stopped)?;
        // Also those of the finished files.
        let is_denied =
            |findings: &Findings| options.deny_warnings && findings.count(Severity::Warning) > 0;
        if is_denied(&report.findings) {
            let summary = report.summary();
            let stopped = Stopped::new(report.findings, Exit::Findings).after(summary);
            return Err(BuildError::Stopped(stopped));
        }
        let input = Input {
            document: &report.document,
            drawings: &report.drawings,
            theme: &report.project.theme,
            templates: &report.project.templates,
            formats,
            sources: &report.project.sources,
        };
        let mut findings = report.findings.clone();
        findings.extend(formats_gone(&noticed, &edition, formats));
        let mut public: Vec<Artifact> = Vec::new();
        for format in formats {
            match format.render(&input, &mut findings) {
                Ok(artifacts) => public.extend(artifacts),
                Err(RenderError::Refused(refused)) => {
                    findings.extend(refused);
                    return Err(BuildError::Stopped(Stopped::new(findings, Exit::Findings)));
                }
                Err(error) => return Err(error.into()),
            }
        }
        let names = || public.iter().map(|artifact| artifact.path.as_str());
        let is_written = |path: &str| path == "manifest.json" || names().any(|name| name == path);
        findings.extend(dead_files(&report.document, is_written, names()));
        let reread = reread::reread(&public, &report.expectation());
        let differs = reread.has_errors();
        findings.extend(reread);
        if differs || is_denied(&findings) {
            return Err(BuildError::Stopped(Stopped::new(findings, Exit::Findings)));
        }
        Ok(Self { report, edition, public, output, findings })
    }

    /// Writes it beside its goal.
    pub(super) fn stage(self) -> Result<ReadyToPlace, BuildError> {
        let Self { report, edition, public, output, findings } = self;
        let internal = internal::artifacts(&report, &findings)?;
        let staged = output.stage(&edition, &public, &internal)?;
        let (files, summary) = (public.len() + 1, report.summary());
        Ok(ReadyToPlace { staged, files, summary, findings })
    }
}

impl ReadyToPlace {
    /// Puts it into place of what was there.
    pub(super) fn place(self) -> Result<Built, BuildError> {
        let Self { staged, files, summary, findings } = self;
        Ok(Built { folder: staged.place()?, files, summary, findings })
    }

    /// Gives it up: what was there stays.
    pub(super) fn discard(self) -> Result<(), PublishError> {
        self.staged.discard()
    }
}

/// What is told of what an earlier run has left.
pub(super) fn leftover_finding(leftover: &Leftover) -> Finding {
    let what = match leftover {
        Leftover::Completed(path) => format!(
            "ein früherer Lauf wurde unterbrochen, als seine Ausgabe fertig war; `{}` ist jetzt an ihrem Platz",
            shown(path)
        ),
        Leftover::Removed(path) => format!(
            "ein früherer Lauf wurde unterbrochen; was er in `{}` hinterlassen hat, ist entfernt",
            shown(path)
        ),
    };
    Finding::new(FindingCode::RunInterrupted, what)
}

/// What is told of the output folder.
fn noticed_findings(noticed: &Noticed) -> Vec<Finding> {
    let mut findings: Vec<Finding> = noticed.leftovers.iter().map(leftover_finding).collect();
    let mut changed = noticed.changed.iter().map(|path| shown(path));
    if let Some(first) = changed.next() {
        let finding = Finding::new(
            FindingCode::OutputChanged,
            format!(
                "{} seit dem letzten Lauf von Hand geändert und {} ersetzt",
                match noticed.changed.len() {
                    1 => "eine Datei der Ausgabe wurde".to_owned(),
                    count => format!("{count} Dateien der Ausgabe wurden"),
                },
                if noticed.changed.len() == 1 { "wird" } else { "werden" }
            ),
        )
        .at(Place::file(&first))
        .help("Änderungen gehören in die Kapitel, in report.toml oder in eigene Vorlagen; dort bleiben sie");
        let others = changed.map(|path| (Place::file(&path), "ebenso".to_owned()));
        findings.push(others.fold(finding, |finding, (place, what)| finding.related(place, what)));
    }
    findings
}

/// What is told where an earlier output has formats that this run does not write: nothing older stays beside what is new.
fn formats_gone(noticed: &Noticed, edition: &Edition, formats: &[Format]) -> Option<Finding> {
    let is_gone = |name: &&String| Format::of_file(name).is_some_and(|it| !formats.contains(&it));
    let gone: Vec<String> =
        noticed.files.iter().filter(is_gone).map(|name| format!("`{name}`")).collect();
    let (last, others) = gone.split_last()?;
    let files = match others {
        [] => last.clone(),
        _ => format!("{} und {last}", others.join(", ")),
    };
    let finding = Finding::new(
        FindingCode::FormatsGone,
        format!(
            "{files} in `{}` hat ein früherer Lauf geschrieben, dieser nicht: damit nichts Älteres neben dem Neuen steht, wird es entfernt",
            edition.name
        ),
    );
    Some(finding.help(
        "nennen Sie in einem Lauf alle Formate, die Sie brauchen: --format html,md,csv,json,xlsx,pdf",
    ))
}

fn edition(project: &Project) -> Edition {
    let settings = &project.settings;
    let configuration = project
        .sources
        .iter()
        .map(|(name, text)| FileHash { path: name.clone(), sha256: sha256_hex(text.as_bytes()) });
    Edition {
        name: project.folder_name(),
        title: settings.title.clone(),
        as_of: crate::locale::date_iso(settings.as_of),
        status: if settings.status == Status::Draft { "draft" } else { "final" },
        configuration: configuration.collect(),
    }
}
