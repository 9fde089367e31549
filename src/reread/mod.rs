//! The last gate: finished artifacts are parsed again, and their numbers held against the published
//! figures. Changes nothing, prints nothing, and shares no code with `render` but the type of an
//! artifact, so that a mistake there, or a template of the office's own that says too much, is seen
//! before anything is published.
//!
//! The stage never sees exact figures. It does not look for forbidden numbers but demands that every
//! number is accounted for: by the published figure of its place, or by a text of the report that
//! had it before anything was counted. A number that must not be printed is then one that nothing
//! accounts for, or one in a place where another belongs.
//!
//! Numbers in words, and numbers an officer typed into a chapter (`plan` tells those), pass.

mod chart_rows;
mod configured;
mod data;
mod drawing;
mod expected;
mod figures;
mod isolation;
mod lines;
mod markdown;
mod number;
mod package;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
#[cfg(feature = "pdf")]
mod pdf_report;
mod reading;
mod sentences;
mod style;
mod telling;
mod texts;
mod workbook;
mod xml;

use crate::diagnostic::Findings;
use crate::disclosure::PublishedFigures;
use crate::domain::Figure;
use crate::plan::Plan;
use crate::project::Project;
use crate::render::Artifact;
use crate::report::{Document, Signs};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use expected::{Expected, expected};
use figures::Figures;
use reading::{ReadDownload, ReadDrawing};
use telling::Telling;

/// What finished artifacts are held against.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The project.
    pub project: &'a Project,
    /// What the chapters asked for.
    pub plan: &'a Plan,
    /// What may be printed.
    pub published: &'a PublishedFigures,
    /// What should stand where.
    pub document: &'a Document,
}

/// Reads finished artifacts back; every place where one says something else than the published
/// figures is a finding, and nothing may be published then.
pub fn reread(artifacts: &[Artifact], input: &Input<'_>) -> Findings {
    let signs = Signs::new(&input.project.disclosure);
    let figures = Figures::new(input.published, input.plan, &input.project.taxonomy, &signs);
    let mut expected = expected(input.document, input.plan, figures);
    configured::gather(input.project, &mut expected.lines);
    let mut findings = Findings::default();
    document(&expected, input, &mut Telling::new("Bericht", &mut findings));
    for artifact in artifacts {
        let mut telling = Telling::new(&artifact.path, &mut findings);
        if artifact.path == "tables.xlsx" {
            workbook::check(&artifact.bytes, input.document, &expected, &mut telling);
            continue;
        }
        #[cfg(feature = "pdf")]
        if artifact.path == "annex.pdf" {
            pdf_report::check(&artifact.bytes, &expected, input, &mut telling);
            continue;
        }
        match std::str::from_utf8(&artifact.bytes) {
            Ok(text) if artifact.path == "data/datapackage.json" => {
                let bytes = text.as_bytes();
                package::check(bytes, artifacts, input.document, &expected, &mut telling);
            }
            Ok(text) => self::artifact(&artifact.path, text, &expected, input, &mut telling),
            Err(_) => telling.unreadable("es ist kein UTF-8"),
        }
    }
    findings
}

/// What the document itself says of its figures, before any format.
fn document(expected: &Expected<'_>, input: &Input<'_>, telling: &mut Telling<'_>) {
    for figure in &expected.misprinted {
        let value = expected.figures.value(figure.id());
        let shown = value.map(|value| expected.figures.shown(value)).unwrap_or_default();
        telling.differs(&format!("Kennzahl `{}` im Text", figure.id()), &shown, figure.text());
    }
    let base = |id: &str| {
        let plan = input.plan.table(id).filter(|plan| !plan.mixed_populations)?;
        input.published.get(&Figure::Count(plan.base.clone())).map(|figure| figure.value())
    };
    for table in input.document.tables() {
        let Some(value) = base(&table.id) else { continue };
        let place = format!("n der Tabelle `{}`", table.id);
        sentences::base(&place, &table.subtitle, value, expected, telling);
    }
    for (chart, table) in &expected.charts {
        let Some(table) = table else { continue };
        if let Some(value) = base(&table.id) {
            let place = format!("n des Diagramms `{}`", chart.id);
            sentences::base(&place, &chart.subtitle, value, expected, telling);
        }
        sentences::description(chart, table, expected, telling);
    }
}

/// One artifact by its kind. A file that cannot be read back is not published.
fn artifact(
    path: &str,
    text: &str,
    expected: &Expected<'_>,
    input: &Input<'_>,
    telling: &mut Telling<'_>,
) {
    let (name, extension) = path.rsplit_once('.').unwrap_or((path, ""));
    match (name.rsplit_once('/'), extension) {
        (None, "html") => {
            isolation::breaches(text).into_iter().for_each(|breach| {
                telling.breach(&breach, &input.project.templates);
            });
            let reading = page::read(text);
            texts::check(&reading, expected, false, telling);
            for read in &reading.drawings {
                drawing(read, &read.id, expected, telling);
            }
            for download in &reading.downloads {
                self::download(download, expected, telling);
            }
        }
        (None, "md") => texts::check(&markdown::read(text), expected, true, telling),
        (Some(("charts", id)), "svg") => {
            let reading = page::read(text);
            texts::check(&reading, expected, false, telling);
            match reading.drawings.as_slice() {
                [read] => drawing(read, id, expected, telling),
                _ => telling.unreadable("es ist kein Diagramm"),
            }
        }
        (Some(("data", id)), "csv") => match expected.tables.iter().find(|table| table.id == id) {
            Some(table) => {
                data::csv(text.as_bytes(), table, data::For::Programs, expected, telling)
            }
            None => telling.unreadable("es gehört zu keiner Tabelle des Berichts"),
        },
        (Some(("data", "figures")), "json") => {
            data::json(text.as_bytes(), input.document, expected, telling);
        }
        _ => telling.unreadable("diese Art von Datei ist nicht bekannt"),
    }
}

/// A file within a link is a table's CSV, and no other.
fn download(read: &ReadDownload, expected: &Expected<'_>, telling: &mut Telling<'_>) {
    const CSV: &str = "data:text/csv;charset=utf-8;base64,";
    let bytes = read.address.strip_prefix(CSV).and_then(|code| STANDARD.decode(code).ok());
    let id = read.name.strip_suffix(".csv").unwrap_or_default();
    let table = expected.tables.iter().find(|table| table.id == id);
    match (bytes, table) {
        (Some(bytes), Some(table)) => {
            data::csv(&bytes, table, data::For::Readers, expected, telling);
        }
        _ => telling.unreadable(&format!(
            "eine eingebettete Datei ist keine Tabelle des Berichts ({})",
            read.place
        )),
    }
}

fn drawing(read: &ReadDrawing, id: &str, expected: &Expected<'_>, telling: &mut Telling<'_>) {
    match expected.charts.iter().find(|(chart, _)| chart.id == id) {
        Some((chart, table)) => drawing::check(read, chart, table.as_ref(), expected, telling),
        None => telling.unreadable("ein Diagramm gehört nicht zum Bericht"),
    }
}
