//! Running the chapters' templates, and turning the engine's errors into findings.

use super::PlannedChapter;
use super::functions::{FIGURE_FUNCTIONS, Recorder, register};
use super::request::Request;
use super::token::without_private_use;
use crate::diagnostic::{Code, Finding, Findings, Place};
use crate::locale::date_long;
use crate::project::{Chapter, Project};
use serde::Serialize;
use std::ops::Range;
use tera::{Context, ErrorKind, Tera};

/// Repeated runs over one chapter to find all of its errors; more are not looked for.
const MAX_ERRORS_PER_CHAPTER: usize = 50;

/// What chapters can say about the report.
#[derive(Serialize)]
struct ReportVariables<'a> {
    title: &'a str,
    office: &'a str,
    organisation: &'a str,
    year: i16,
    as_of: String,
    committee: &'a str,
    council_paper: &'a str,
    resolution: &'a str,
    contact: &'a str,
    source: &'a str,
    target_days: String,
    threshold: String,
    mark: &'a str,
}

pub(super) fn run(
    project: &Project,
    findings: &mut Findings,
) -> (Vec<PlannedChapter>, Vec<Request>) {
    let recorder = Recorder::new(project);
    let mut tera = Tera::new();
    tera.autoescape_on([".md"]);
    tera.set_escape_fn(escape_markdown);
    register(&mut tera, &recorder);
    let context = context(project, &recorder);
    let mut planned = Vec::new();
    for chapter in &project.chapters {
        let source = without_private_use(&chapter.text);
        compared_figures(chapter, &source, findings);
        if let Some(markdown) = run_one(&tera, chapter, &source, &context, findings) {
            planned.push(PlannedChapter {
                name: chapter.name.clone(),
                file: chapter.file.clone(),
                source,
                markdown,
            });
        }
    }
    (planned, recorder.requests())
}

fn context(project: &Project, recorder: &Recorder) -> Context {
    let settings = &project.settings;
    let optional = |text: &'_ Option<String>| text.clone().unwrap_or_default();
    let (committee, council_paper) =
        (optional(&settings.committee), optional(&settings.council_paper));
    let (resolution, contact) = (optional(&settings.resolution), optional(&settings.contact));
    let variables = ReportVariables {
        title: &settings.title,
        office: &settings.office,
        organisation: &settings.organisation,
        year: settings.year.get(),
        as_of: date_long(settings.as_of),
        committee: &committee,
        council_paper: &council_paper,
        resolution: &resolution,
        contact: &contact,
        source: &settings.source,
        target_days: recorder.configured(project.durations.target_days.to_string()),
        threshold: recorder.configured(project.disclosure.threshold.to_string()),
        mark: &project.disclosure.mark,
    };
    let mut context = Context::new();
    context.insert("report", &variables);
    context
}

/// Runs one chapter. After an error its tag is blanked and the chapter run again, so that all
/// errors are found at once.
fn run_one(
    tera: &Tera,
    chapter: &Chapter,
    source: &str,
    context: &Context,
    findings: &mut Findings,
) -> Option<String> {
    let mut text = source.to_owned();
    let mut failed = false;
    for _ in 0..MAX_ERRORS_PER_CHAPTER {
        let mut engine = tera.clone();
        let rendered = engine
            .add_raw_template(&chapter.name, &text)
            .and_then(|()| engine.render(&chapter.name, context));
        let error = match rendered {
            Ok(markdown) => return (!failed).then_some(markdown),
            Err(error) => error,
        };
        failed = true;
        let (message, range) = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                (report.message().to_owned(), Some(report.span().range.clone()))
            }
            other => (other.to_string(), None),
        };
        findings.push(finding(chapter, source, &message, range.clone()));
        match range.and_then(|range| blank_tag(&text, range)) {
            Some(blanked) if !matches!(error.kind(), ErrorKind::SyntaxError(_)) => text = blanked,
            _ => return None,
        }
    }
    None
}

fn finding(chapter: &Chapter, source: &str, message: &str, range: Option<Range<usize>>) -> Finding {
    let unknown = ["gibt es nicht", "ist kein", "fehlt die Basis", "keine Eigenschaft"]
        .iter()
        .any(|part| message.contains(part));
    let code = if unknown { Code::UnknownRequest } else { Code::Template };
    let finding = Finding::new(code, translate(message))
        .help("`docs/config.md` beschreibt, was in einem Kapitel stehen kann");
    match range {
        Some(range) => {
            let (place, snippet) = Place::in_text(&chapter.file, source, range.start, range.len());
            finding.at(place).snippet(snippet)
        }
        None => finding.at(Place::file(&chapter.file)),
    }
}

/// The engine's commonest messages in German.
fn translate(message: &str) -> String {
    let quoted = || message.split('`').nth(1).unwrap_or_default();
    if message.starts_with("Variable") || message.contains("is not defined") {
        return format!("`{}` ist nicht bekannt", quoted());
    }
    if message.contains("not found") || message.contains("is not registered") {
        return format!("die Funktion oder den Filter `{}` gibt es nicht", quoted());
    }
    message.to_owned()
}

/// The text with the tag around a range blanked; line ends stay where they are.
fn blank_tag(text: &str, range: Range<usize>) -> Option<String> {
    let before = text.get(..range.start)?;
    let start = before.rfind("{{").max(before.rfind("{%")).unwrap_or(range.start);
    let behind = text.get(range.end..)?;
    let closing = [behind.find("}}"), behind.find("%}")].into_iter().flatten().min();
    let end = closing.map_or(range.end, |offset| range.end + offset + 2);
    let tag = text.get(start..end)?;
    if tag.trim().is_empty() || tag.starts_with("{%") {
        return None;
    }
    let blank: String = tag.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    Some(format!("{}{blank}{}", text.get(..start)?, text.get(end..)?))
}

/// Figures are opaque; a comparison would silently be false. Told before anything is printed.
fn compared_figures(chapter: &Chapter, source: &str, findings: &mut Findings) {
    let mut offset = 0;
    while let Some(start) = source.get(offset..).and_then(|rest| rest.find("{%")) {
        let start = offset + start;
        let Some(length) = source.get(start..).and_then(|rest| rest.find("%}")) else { return };
        offset = start + length + 2;
        let Some(tag) = source.get(start..offset) else { return };
        let is_condition = tag.contains(" if ") || tag.contains("elif ");
        let asks_figure =
            FIGURE_FUNCTIONS.iter().any(|function| tag.contains(&format!("{function}(")));
        if is_condition && asks_figure {
            let (place, snippet) = Place::in_text(&chapter.file, source, start, tag.len());
            findings.push(
                Finding::new(Code::FigureCompared, "eine Kennzahl steht in einer Bedingung")
                    .at(place)
                    .snippet(snippet)
                    .help("was ein Kapitel sagt, darf nicht von den Zahlen abhängen; drucken Sie die Kennzahl, und bewerten Sie sie in eigenen Worten"),
            );
        }
    }
}

/// Escapes what Markdown would take for markup.
fn escape_markdown(text: &str, output: &mut dyn std::io::Write) -> std::io::Result<()> {
    for character in text.chars() {
        if character.is_ascii_punctuation() && !matches!(character, '.' | ',' | '/' | '-' | '%') {
            output.write_all(b"\\")?;
        }
        write!(output, "{character}")?;
    }
    Ok(())
}
