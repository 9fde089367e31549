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
//! Numbers in words, and numbers an officer typed into a chapter (`plan` tells those), pass. What no office can change
//! (lengths in charts, sheets and formats of the workbook, the layout of the PDF) is shown by tests in `tests/finished`.

mod assets;
mod configured;
mod data;
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
mod reading;
mod style;
mod telling;
mod texts;
mod workbook;

use crate::diagnostic::Findings;
use crate::disclosure::PublishedFigures;
use crate::plan::Plan;
use crate::project::Project;
use crate::render::Artifact;
use crate::report::{Document, Signs};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use expected::expected;
use figures::Figures;
use reading::ReadDownload;
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
    let mut page_is_wrong = false;
    for artifact in artifacts {
        // Pages have the same parts: what is wrong in one is not told again of the others.
        let is_page = artifact.path.ends_with(".html");
        if is_page && page_is_wrong {
            continue;
        }
        let before = findings.len();
        let mut telling =
            Telling { artifact: &artifact.path, expected: &expected, findings: &mut findings };
        self::artifact(artifact, input, &mut telling);
        page_is_wrong |= is_page && findings.len() > before;
    }
    findings
}

/// One artifact by its kind. A file that cannot be read back is not published.
fn artifact(artifact: &Artifact, input: &Input<'_>, telling: &mut Telling<'_>) {
    let (name, extension) = artifact.path.rsplit_once('.').unwrap_or((&artifact.path, ""));
    match extension {
        "xlsx" => return workbook::check(&artifact.bytes, telling),
        #[cfg(feature = "pdf")]
        "pdf" => {
            // An office's own template may leave tables and chapters out.
            let complete = !input.project.templates.contains_key("annex.typ");
            return pdf::check(&artifact.bytes, input.document, complete, telling);
        }
        _ if assets::is_known(artifact, input.project) => return,
        _ => {}
    }
    let Ok(text) = std::str::from_utf8(&artifact.bytes) else {
        return telling.unreadable("es ist kein UTF-8");
    };
    match (name.rsplit_once('/'), extension) {
        (Some(("assets", "style")), "css") => {
            isolation::sheet_breach(text, &assets::FONTS).into_iter().for_each(|breach| {
                telling.breach(&breach, &input.project.templates);
            });
            texts::check(&mut page::read_sheet(text), false, telling);
        }
        (None, "html") | (Some(("embed", _)), "html") => {
            let beside = assets::beside(name, input.project);
            isolation::breaches(text, &beside).into_iter().for_each(|breach| {
                telling.breach(&breach, &input.project.templates);
            });
            let mut reading = page::read(text);
            texts::check(&mut reading, false, telling);
            for download in &reading.downloads {
                self::download(download, telling);
            }
        }
        (None, "md") => texts::check(&mut markdown::read(text), true, telling),
        (Some(("charts", id)), "svg") => {
            match input.document.charts().iter().any(|chart| chart.id == id) {
                true => texts::check(&mut page::read(text), false, telling),
                false => telling.unreadable("das Diagramm gehört nicht zum Bericht"),
            }
        }
        (Some((folder @ ("data" | "downloads"), id)), "csv") => {
            let readers = if folder == "data" { data::For::Programs } else { data::For::Readers };
            match telling.expected.tables.iter().find(|table| table.id == id) {
                Some(table) => data::csv(text.as_bytes(), table, readers, telling),
                None => telling.unreadable("es gehört zu keiner Tabelle des Berichts"),
            }
        }
        (Some(("data", "figures")), "json") => data::json(text, input.document, telling),
        (Some(("data", "datapackage")), "json") => {
            package::check(text, telling);
        }
        _ => telling.unreadable("diese Art von Datei ist nicht bekannt"),
    }
}

/// A file within a link is a table's CSV, and no other.
fn download(read: &ReadDownload, telling: &mut Telling<'_>) {
    const CSV: &str = "data:text/csv;charset=utf-8;base64,";
    let bytes = read.address.strip_prefix(CSV).and_then(|code| STANDARD.decode(code).ok());
    let id = read.name.strip_suffix(".csv").unwrap_or_default();
    let table = telling.expected.tables.iter().find(|table| table.id == id);
    match (bytes, table) {
        (Some(bytes), Some(table)) => {
            data::csv(&bytes, table, data::For::Readers, telling);
        }
        _ => telling.unreadable(&format!(
            "eine eingebettete Datei ist keine Tabelle des Berichts ({})",
            read.place
        )),
    }
}
