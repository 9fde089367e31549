//! The annex (Anlage): one tagged PDF that is PDF/UA-1 and PDF/A-2a at once, set by typst from the same document
//! as the page. Only with the feature `pdf`.
//!
//! typst refuses what these standards forbid (a picture without alternative text, a heading that skips a level); its
//! warnings count as errors here, because a substituted letter is a fault that nobody looks for.

mod beyond;
mod characters;
mod view;
mod world;

use super::{Artifact, Input, RenderError};
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use serde_json::Value;
use std::collections::BTreeMap;
use typst::diag::{At, SourceDiagnostic, SourceResult, Warned};
use typst::foundations::Smart;
use typst::syntax::Span;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, pdf};
use world::Desk;

/// The standard template; a project can bring its own under the same name.
const TEMPLATE: (&str, &str) = ("annex.typ", include_str!("../../../templates/annex.typ"));

/// What can be set with a gigabyte of memory; see [`weight`]. The sample has some thousands.
const MOST: usize = 130_000;

pub(super) fn render(input: &Input<'_>, told: &mut Findings) -> Result<Vec<Artifact>, RenderError> {
    let (desk, identity) = prepared(input)?;
    let bytes = set(&desk)
        .and_then(|document| {
            told.extend(beyond::findings(&document, input.sources));
            written(&document, identity)
        })
        .map_err(|complaints| RenderError::Refused(findings(&complaints, &desk)))?;
    Ok(vec![Artifact { path: "annex.pdf".to_owned(), bytes }])
}

/// The pages before they are written, for tests that look at their layout.
///
/// # Errors
/// As for the annex itself.
pub fn pages(input: &Input<'_>) -> Result<PagedDocument, RenderError> {
    let (desk, _) = prepared(input)?;
    set(&desk).map_err(|complaints| RenderError::Refused(findings(&complaints, &desk)))
}

/// What typst needs, and the identity of the file.
fn prepared(input: &Input<'_>) -> Result<(Desk, String), RenderError> {
    let (name, standard) = TEMPLATE;
    let template = input.templates.get(name).map_or(standard, String::as_str);
    let annex = view::Annex::new(input);
    let mut data = serde_json::to_value(&annex)?;
    view::plain(&mut data);
    if weight(&data) > MOST {
        return Err(RenderError::Refused(too_long()));
    }
    let mut files = BTreeMap::new();
    files.insert("annex.json".to_owned(), serde_json::to_vec(&data)?);
    if let Some(logo) = &input.theme.logo {
        files.insert(view::logo_file(logo.media_type).to_owned(), logo.bytes.clone());
    }
    let desk = Desk::new(template, files);
    let missing = characters::missing(&data, desk.fonts());
    if missing.has_errors() {
        return Err(RenderError::Refused(missing));
    }
    Ok((desk, annex.identity()))
}

/// How much there is to set: texts, lists, tables and their parts, and every sixteen bytes of text.
fn weight(data: &Value) -> usize {
    match data {
        Value::String(text) => 1 + text.len() / 16,
        Value::Array(values) => 1 + values.iter().map(weight).sum::<usize>(),
        // A number is its text.
        Value::Object(values) if values.contains_key("spoken") => {
            values.get("text").map_or(0, weight)
        }
        Value::Object(values) => 1 + values.values().map(weight).sum::<usize>(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

fn too_long() -> Findings {
    let mut findings = Findings::default();
    let message = "der Bericht ist für ein PDF zu lang: Es hätte viele hundert Seiten";
    findings.push(Finding::new(FindingCode::PdfFailed, message).help(
        "lassen Sie Kapitel oder Listen weg, zum Beispiel in einer Ausgabe ([[edition]], `without_chapters`), oder erstellen Sie den Bericht ohne `pdf`",
    ));
    findings
}

/// Sets the pages; otherwise what typst complains about.
fn set(desk: &Desk) -> SourceResult<PagedDocument> {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(desk);
    let document = output?;
    if warnings.is_empty() { Ok(document) } else { Err(warnings) }
}

fn written(document: &PagedDocument, identity: String) -> SourceResult<Vec<u8>> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]).at(Span::detached());
    let options = PdfOptions {
        ident: Smart::Custom(identity),
        creator: Smart::Custom(Some(format!("krm-report {}", env!("CARGO_PKG_VERSION")))),
        standards: standards?,
        ..PdfOptions::default()
    };
    pdf(document, &options)
}

/// What typst complains about, at the template's lines.
fn findings(complaints: &[SourceDiagnostic], desk: &Desk) -> Findings {
    let mut findings = Findings::default();
    for complaint in complaints {
        let file = format!("templates/{}", TEMPLATE.0);
        let what = complaint.message.as_str();
        let message = match what.strip_prefix("assertion failed: ") {
            Some(own) => format!("das PDF lässt sich nicht setzen: {own}"),
            None => format!("das PDF lässt sich nicht setzen; typst sagt auf Englisch: „{what}“"),
        };
        let hints = complaint.hints.iter().map(|hint| format!("typst rät: „{}“", hint.v));
        let help = "bei einer eigenen Vorlage ändern Sie dort; bei einem Logo mit Schrift wandeln Sie die Schrift in Pfade um; sonst ist es ein Fehler des Programms: melden Sie ihn, und erstellen Sie den Bericht ohne `pdf`";
        let help: Vec<String> = [help.to_owned()].into_iter().chain(hints).collect();
        let finding = Finding::new(FindingCode::PdfFailed, message).help(help.join("; "));
        findings.push(match desk.range(complaint) {
            Some(range) => {
                let (place, snippet) =
                    Place::in_text(&file, desk.template(), range.start, range.len());
                finding.at(place).snippet(snippet)
            }
            None => finding.at(Place::file(file)),
        });
    }
    findings
}
