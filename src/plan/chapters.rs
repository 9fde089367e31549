//! Running the chapters' templates, and turning the engine's errors into findings.

mod bounds;
mod engine_errors;
mod messages;
mod opaque;
mod tags;

use super::PlannedChapter;
use super::bounded::render_within;
use super::chapter_text::Written;
use super::functions::{Recorder, register};
use super::other_years::{self, Times};
use super::request::Request;
use super::typed_numbers;
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::Recording;
use crate::locale::{DeadlineWords, ReferenceWords, Words, date_long, enumeration};
use crate::project::{CaseKey, Chapter, DEFAULT_CHAPTERS, Project};
use engine_errors::TemplateFile;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;
pub(super) use tags::Tag;
use tags::tags;
use tera::{Context, ErrorKind, Tera};

/// Repeated runs over one chapter to find all of its errors; more are not looked for.
const MAX_ERRORS_PER_CHAPTER: usize = 50;

/// What a chapter may become, in bytes.
const MOST_BYTES: usize = 2_000_000;
/// So deep loops may stand within each other in a chapter.
const DEEPEST_LOOP: usize = 1;
/// The same in a template of the page, which goes through the cells of the rows of a table.
const DEEPEST_LOOP_OF_PAGE: usize = 2;
/// The templates of the page, with what each of them is there to print.
const CONTENT: [(&str, &str); 4] = [
    ("page.html", "chapters"),
    ("embed.html", "exhibit"),
    ("table.html", "table"),
    ("chart.html", "chart"),
];
const TEMPLATE_HELP: &str =
    "gehen Sie von der mitgelieferten Vorlage aus; löschen Sie die Datei, so gilt wieder jene";

/// Tells what the office's own templates of the page may not do, and what in them cannot be understood.
pub(super) fn check_templates(project: &Project, findings: &mut Findings) {
    for (name, content) in CONTENT {
        let Some(source) = project.templates.get(name) else { continue };
        let file = template_file(name, source);
        let (path, tags, before) = (&file.path, tags(source), findings.len());
        bounds::check(path, source, &tags, DEEPEST_LOOP_OF_PAGE, findings);
        opaque::check_statements(path, source, &tags, findings);
        if findings.len() > before {
            continue;
        }
        if let Err(error) = Tera::new().add_raw_template(name, source) {
            let told = file.findings(&error, &tags);
            told.into_iter().for_each(|(finding, _)| findings.push(finding));
        } else if !tags.iter().flat_map(|tag| &tag.words).any(|word| word.text == content) {
            let message = format!(
                "die Vorlage verwendet `{content}` nicht, und ohne das fehlt der Inhalt des Berichts"
            );
            let finding =
                Finding::new(FindingCode::Template, message).at(Place::file(path.as_str()));
            findings.push(finding.help(TEMPLATE_HELP));
        }
    }
}

/// What went wrong when a template of the page was filled.
pub fn template_findings(
    templates: &BTreeMap<String, String>,
    name: &str,
    error: &tera::Error,
) -> Findings {
    let name = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => report.filename(),
        _ => name,
    };
    let source = templates.get(name).map_or("", String::as_str);
    let mut findings = Findings::default();
    let told = template_file(name, source).findings(error, &tags(source));
    told.into_iter().for_each(|(finding, _)| findings.push(finding));
    findings
}

fn template_file<'a>(name: &str, source: &'a str) -> TemplateFile<'a> {
    TemplateFile { path: format!("templates/{name}"), source, help: TEMPLATE_HELP.to_owned() }
}

/// What chapters can say about the report.
#[derive(Clone, Serialize)]
struct ReportVariables {
    title: String,
    office: String,
    organisation: String,
    year: i16,
    as_of: String,
    /// The last day of an interim report; else empty.
    interim: String,
    /// The first day of the office, where it opened in the course of the year; else empty.
    opened_on: String,
    committee: String,
    council_paper: String,
    annex: String,
    resolution: String,
    contact: String,
    source: String,
    target_days: String,
    threshold: String,
    /// The smallest threshold of other editions of the year, where it is smaller; else empty.
    looser_threshold: String,
    mark: String,
    /// The base counts are rounded to; empty where they are not.
    rounding: String,
    /// The abbreviations that are explained: `BuT und KRM`; empty when none is.
    abbreviations: String,
    /// The condition of the whole report, in words; empty where there is none.
    condition: String,
    /// The protected properties: `Thema und Bewertung`; empty when none is.
    protected: String,
    /// Not empty where the chapter is asked for its short form.
    brief: &'static str,
    /// Not empty where each row of the exports is a case.
    rows_are_cases: &'static str,
    /// Not empty where the exports tell which state of a case is the last.
    dated_states: &'static str,
}

impl ReportVariables {
    fn new(project: &Project, recording: &Recording, brief: bool) -> Self {
        let settings = &project.settings;
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        let stated = |is_so: bool| if is_so { "ja" } else { "" };
        Self {
            title: settings.title.clone(),
            office: settings.office.clone(),
            organisation: settings.organisation.clone(),
            year: settings.period.year(),
            as_of: date_long(settings.as_of),
            interim: settings.period.until().map(date_long).unwrap_or_default(),
            opened_on: recording.days.opened_on.map(date_long).unwrap_or_default(),
            committee: optional(&settings.committee),
            council_paper: optional(&settings.council_paper),
            annex: optional(&settings.annex),
            resolution: optional(&settings.resolution),
            contact: optional(&settings.contact),
            source: settings.source.clone(),
            target_days: optional(&project.durations.target_days.map(|days| days.to_string())),
            threshold: project.disclosure.threshold.to_string(),
            looser_threshold: optional(&project.looser_threshold().map(|it| it.to_string())),
            mark: project.disclosure.mark.clone(),
            rounding: project.disclosure.base().map(|base| base.to_string()).unwrap_or_default(),
            abbreviations: enumeration(settings.abbreviations.keys().map(String::as_str)),
            condition: project.scope.condition.as_ref().map_or("", |it| &it.words).to_owned(),
            protected: enumeration(
                project.disclosure.protect.iter().map(|it| project.words.dimension(*it)),
            ),
            brief: stated(brief),
            rows_are_cases: stated(project.exports.case_key == CaseKey::Row),
            dated_states: stated(project.exports.dates_states()),
        }
    }
}

/// The same as chapters see it with every letter and digit of the configuration's texts as `x`: what is still a number when a chapter
/// has run with these was typed into the chapter.
fn wordless(
    variables: &ReportVariables,
    words: &Words,
    mut further: Further,
) -> Result<Context, serde_json::Error> {
    let (mut report, mut words) = (serde_json::to_value(variables)?, serde_json::to_value(words)?);
    veil(&mut report);
    for (name, forms) in words.as_object_mut().into_iter().flatten() {
        if name != "period" {
            veil(forms);
            continue;
        }
        // Its other words hold no number.
        for form in ["name", "within", "end"] {
            forms.get_mut(form).into_iter().for_each(veil);
        }
    }
    further.values_mut().for_each(veil);
    Ok(context(&report, &words, &further))
}

/// The words of what an office has added, by name.
type Further = BTreeMap<&'static str, Value>;

/// Those of its deadlines and reference figures.
fn further(project: &Project) -> Result<Further, serde_json::Error> {
    let targets = project.targets.iter().map(|target| {
        let condition = target.condition.as_ref().map(|condition| condition.words.as_str());
        (target.rule.id, DeadlineWords::new(target.rule, condition, target.of()))
    });
    let targets: BTreeMap<&str, DeadlineWords> = targets.collect();
    let references = project.taxonomy.schema().references().iter().map(|reference| {
        let settings = &project.settings;
        (reference.id, ReferenceWords::new(reference, settings.period, settings.numbers))
    });
    let references: BTreeMap<&str, ReferenceWords> = references.collect();
    let (targets, references) = (serde_json::to_value(targets)?, serde_json::to_value(references)?);
    Ok([("targets", targets), ("references", references)].into())
}

fn veil(value: &mut Value) {
    match value {
        Value::String(text) => {
            *text = text.chars().map(|c| if c.is_alphanumeric() { 'x' } else { c }).collect();
        }
        Value::Object(values) => values.values_mut().for_each(veil),
        _ => {}
    }
}

fn context(report: &impl Serialize, words: &impl Serialize, further: &Further) -> Context {
    let mut context = Context::new();
    context.insert("report", report);
    context.insert("words", words);
    for (name, values) in further {
        context.insert(*name, values);
    }
    context
}

/// Runs all chapters. One that has nothing to say in this project is left out.
pub(super) fn run(
    project: &Project,
    recording: &Recording,
    findings: &mut Findings,
) -> (Vec<PlannedChapter>, Vec<Request>) {
    let recorder = Recorder::new(project, recording);
    let mut tera = Tera::new();
    tera.autoescape_on([".md"]);
    tera.set_escape_fn(escape_markdown);
    let opaque = register(&mut tera, &recorder);
    // Texts and numbers always have a JSON form.
    let further = further(project).unwrap_or_default();
    let contexts = [false, true].map(|brief| {
        let variables = ReportVariables::new(project, recording, brief);
        let wordless = wordless(&variables, &project.words, further.clone()).unwrap_or_default();
        (context(&variables, &project.words, &further), wordless)
    });
    let times = Times::new(project);
    let mut planned = Vec::new();
    for chapter in &project.chapters {
        let source = chapter.text.as_str();
        let run = Run { tera: &tera, chapter, source };
        let [in_full, brief] = &contexts;
        let (context, wordless) = if chapter.brief { brief } else { in_full };
        let Some(markdown) = run.to_markdown(&opaque, context, findings) else { continue };
        if !has_content(&markdown) {
            continue;
        }
        let requested = recorder.requests().len();
        if let Ok(typed) = run.render(source, wordless) {
            let (all, tags) = (recorder.requests(), tags(source));
            let written = || Written::new(&chapter.file, source, &tags);
            typed_numbers::check(&typed, (&all, requested), &mut written(), findings);
            let own = all.get(requested..).unwrap_or_default();
            other_years::check(&typed, own, &times, &mut written(), findings);
        }
        recorder.forget_from(requested);
        planned.push(PlannedChapter {
            name: chapter.name.clone(),
            file: chapter.file.clone(),
            source: source.to_owned(),
            markdown,
        });
    }
    (planned, recorder.requests())
}

/// Whether there is more than headings.
fn has_content(markdown: &str) -> bool {
    markdown.lines().any(|line| !line.trim().is_empty() && !line.starts_with('#'))
}

/// One chapter and the engine it runs in.
struct Run<'a> {
    tera: &'a Tera,
    chapter: &'a Chapter,
    source: &'a str,
}

impl Run<'_> {
    /// Runs the chapter. After an error its tag is blanked and the chapter run again, so that all
    /// errors are found at once.
    fn to_markdown(
        &self,
        opaque: &[&str],
        context: &Context,
        findings: &mut Findings,
    ) -> Option<String> {
        let tags = tags(self.source);
        let before = findings.len();
        bounds::check(&self.chapter.file, self.source, &tags, DEEPEST_LOOP, findings);
        if findings.len() > before {
            return None;
        }
        let mut text = opaque::check(&self.chapter.file, self.source, &tags, opaque, findings)?;
        for _ in 0..MAX_ERRORS_PER_CHAPTER {
            let error = match self.render(&text, context) {
                Ok(markdown) => return (findings.len() == before).then_some(markdown),
                Err(error) => error,
            };
            let told = self.file().findings(&error, &tags);
            let places = told.iter().map(|(_, place)| place.clone());
            // Without a place there is nothing to blank; a range behind the text ends the search.
            let behind = self.source.len()..self.source.len();
            let places: Vec<_> = places.map(|place| place.unwrap_or(behind.clone())).collect();
            told.into_iter().for_each(|(finding, _)| findings.push(finding));
            text = places.into_iter().try_fold(text, |text, place| blank(&text, &tags, place))?;
        }
        None
    }

    fn render(&self, text: &str, context: &Context) -> tera::TeraResult<String> {
        let mut engine = self.tera.clone();
        engine.add_raw_template(&self.chapter.name, text)?;
        render_within(MOST_BYTES, &engine, &self.chapter.name, context)
    }

    fn file(&self) -> TemplateFile<'_> {
        TemplateFile { path: self.chapter.file.clone(), source: self.source, help: self.help() }
    }

    fn help(&self) -> String {
        let name = &self.chapter.name;
        match self.chapter.file.starts_with(DEFAULT_CHAPTERS) {
            true => format!(
                "legen Sie `chapters/{name}` an, um dieses Kapitel zu ändern; eine leere Datei lässt es weg"
            ),
            false => "`krm-report explain K301` sagt, was in einem Kapitel stehen kann".to_owned(),
        }
    }
}

/// The text with the tag at a place neutral; `None` when there is none that can be.
fn blank(text: &str, tags: &[Tag<'_>], place: Range<usize>) -> Option<String> {
    let tag = tags.iter().find(|tag| tag.range.contains(&place.start))?;
    opaque::neutral(text, tag).filter(|blanked| blanked != text)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn help(file: &str) -> String {
        let chapter = Chapter {
            name: "01-key-figures.md".to_owned(),
            file: file.to_owned(),
            text: String::new(),
            brief: false,
        };
        Run { tera: &Tera::new(), chapter: &chapter, source: "" }.help()
    }

    #[test]
    fn for_a_default_chapter_the_office_is_told_which_file_of_its_own_replaces_it() {
        let own = help("templates/chapters/01-key-figures.md");
        assert!(own.starts_with("legen Sie `chapters/01-key-figures.md` an, um"), "{own}");
        assert!(help("chapters/01-key-figures.md").contains("explain K301"));
    }

    #[test]
    fn headings_and_blank_lines_are_no_content() {
        assert!(!has_content("# Titel\n\n  \n## Abschnitt\n"));
        assert!(has_content("# Titel\n\nSatz\n"));
        assert!(has_content("# Titel\n\n- #1\n"));
    }
}
