//! The way through the stages, for all commands that need a report.

use super::Exit;
use super::summary::Summary;
use crate::chart::{self, Drawing};
use crate::diagnostic::{Findings, Severity};
use crate::disclosure::{self, DisclosureRecord, PublishedFigures};
use crate::domain::Figure;
use crate::intake::{self, Intake};
use crate::locale::NOT_RECORDED;
use crate::plan::{self, Plan};
use crate::project::{self, Overrides, Project};
use crate::report::{self, Document};
use crate::reread;
use crate::statistics::{self, ExactFigures};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Everything between the project and the artifacts.
#[derive(Debug)]
pub struct Report {
    /// The project.
    pub project: Project,
    /// What the chapters ask for.
    pub plan: Plan,
    /// What the exports hold.
    pub intake: Intake,
    /// Exact figures: internal.
    pub exact: ExactFigures,
    /// Published figures.
    pub published: PublishedFigures,
    /// What was masked: internal.
    pub record: DisclosureRecord,
    /// The document.
    pub document: Document,
    /// The charts, by id.
    pub drawings: BTreeMap<String, Drawing>,
    /// Warnings and notes.
    pub findings: Findings,
}

impl Report {
    /// What was read and made.
    pub(super) fn summary(&self) -> Summary {
        let figures = self.published.iter().count();
        Summary::new(&self.intake, &self.project).with_figures(figures, self.record.masked_count())
    }

    /// What its finished artifacts must read back as.
    pub fn expectation(&self) -> reread::Input<'_> {
        reread::Input {
            project: &self.project,
            plan: &self.plan,
            published: &self.published,
            document: &self.document,
        }
    }
}

/// Why there is no report.
#[derive(Debug)]
pub struct Stopped {
    /// All findings.
    pub findings: Findings,
    /// The exit code they lead to.
    pub exit: Exit,
    /// What was read before; `None` where nothing was.
    pub summary: Option<Box<Summary>>,
}

impl Stopped {
    /// With these findings and this exit code, before anything was read.
    pub(super) fn new(findings: Findings, exit: Exit) -> Self {
        Self { findings, exit, summary: None }
    }

    /// After this was read.
    pub(super) fn after(self, summary: Summary) -> Self {
        Self { summary: Some(Box::new(summary)), ..self }
    }

    fn by(findings: Findings) -> Self {
        let configuration = findings.iter().any(|finding| {
            finding.severity() == Severity::Error && finding.code.is_configuration()
        });
        Self::new(findings, if configuration { Exit::Usage } else { Exit::Findings })
    }
}

/// Reads and checks the project folder, as a report on the time of the overrides, and makes the edition of that name of it.
///
/// # Errors
/// When the configuration has errors, or no such edition.
pub fn read_project(
    folder: &Path,
    edition: Option<&str>,
    overrides: Overrides<'_>,
) -> Result<(Project, Findings), Stopped> {
    let (project, mut findings) = project::load_with(folder, overrides);
    let Some(project) = project else { return Err(Stopped::by(findings)) };
    match edition.map_or(Ok(project.clone()), |edition| project.into_edition(edition)) {
        Ok(project) => Ok((project, findings)),
        Err(unknown) => {
            findings.push(*unknown);
            Err(Stopped::by(findings))
        }
    }
}

/// Which report a command is about, and what stops it.
#[derive(Clone, Copy, Debug)]
pub struct ReportOptions<'a> {
    /// The project folder.
    pub folder: &'a Path,
    /// An edition of the project; the plain report without one.
    pub edition: Option<&'a str>,
    /// What it is about, where that is not as `report.toml` says.
    pub overrides: Overrides<'a>,
    /// Whether warnings stop it as well.
    pub deny_warnings: bool,
    /// Whether to go on without records that have errors; page one then says so.
    pub allow_rejected: bool,
}

/// How a report is made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Figures to compute besides the planned ones, with the counts they are made of; also over the cases that are
    /// recorded for them.
    pub further: &'a [Figure],
    /// Whether to go on without records that have errors; page one then says so.
    pub allow_rejected: bool,
}

/// Makes the report of a project.
///
/// # Errors
/// When chapters or exports have errors; all of them are in the findings.
pub fn make_report(
    mut project: Project,
    mut findings: Findings,
    options: Options<'_>,
) -> Result<Report, Stopped> {
    let (intake, intake_findings) = intake::read(&project);
    let partial = intake.recording.fields.partial();
    project.taxonomy = project.taxonomy.with_not_recorded(&partial, NOT_RECORDED);
    project.durations.known_until.clone_from(&intake.recording.days.known_until);
    let (mut plan, plan_findings) = plan::make(&project, &intake.recording);
    findings.extend(plan_findings);
    findings.extend(intake_findings);
    if stops(&findings, options) {
        findings.drop_all(intake.in_doubt());
        return Err(Stopped::by(findings).after(Summary::new(&intake, &project)));
    }
    let mut figures: BTreeSet<Figure> = plan.together().figures_of_all_forms();
    for further in options.further {
        let covered = intake.recording.fields.covered(further.clone(), &project.taxonomy);
        for figure in [further.clone()].into_iter().chain(covered) {
            figures.extend(figure.counts().into_iter().cloned().map(Figure::Count));
            figures.insert(figure);
        }
    }
    figures.extend(disclosure::printed_before(&project));
    figures.extend(disclosure::needed(&figures, &project));
    figures.retain(|figure| intake.recording.has(figure));
    let open = statistics::unrecorded(&figures, &intake.recording, &intake.cases, &project);
    if let Some(together) = &mut plan.together {
        together.recording.open.clone_from(&open);
    }
    plan.recording.open = open;
    let exact = statistics::compute(&figures, &intake.cases, intake.ledger(&project), &project);
    let (published, record, disclosure_findings) =
        disclosure::publish(&exact, &plan, &intake.cases, &project);
    findings.extend(disclosure_findings);
    let plan = plan.with_tables(published.coarser_tables());
    let (document, report_findings) = report::write(&project, &plan, &published);
    findings.extend(report_findings);
    let mut drawings = BTreeMap::new();
    for chart in document.charts() {
        match chart::draw(&chart.spec) {
            Ok(drawing) => {
                drawings.insert(chart.id.clone(), drawing);
            }
            Err(error) => findings.push(crate::diagnostic::Finding::new(
                crate::diagnostic::FindingCode::ChartFailed,
                format!("das Diagramm `{}` lässt sich nicht zeichnen: {error}", chart.id),
            )),
        }
    }
    if stops(&findings, options) {
        return Err(Stopped::by(findings).after(Summary::new(&intake, &project)));
    }
    Ok(Report { project, plan, intake, exact, published, record, document, drawings, findings })
}

/// Whether there is an error that the office has not decided to go on with.
fn stops(findings: &Findings, options: Options<'_>) -> bool {
    findings.iter().any(|finding| {
        let passable = options.allow_rejected && finding.code.is_about_records();
        finding.severity() == Severity::Error && !passable
    })
}
