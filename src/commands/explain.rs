//! `explain FIGURE`: what a number is, exactly and internally, and which rows stand behind it.

use super::Exit;
use super::explain_mask;
use super::pipeline::{Options, Report, Stopped, make_report, read_project};
use crate::diagnostic::{Finding, FindingCode, Findings};
use crate::disclosure::{PublishedFigure, PublishedValue};
use crate::domain::{Count, Figure, Gap, Unit, ValueCode};
use crate::locale::{Numbers, plural, year_label};
use crate::project::Overrides;
use crate::report::{SHARE_DECIMALS, definition};
use crate::statistics::{ExactValue, Matcher};
use std::fmt::Write;
use std::path::Path;

/// The explanation of a figure as text; `rows` lists file and line of each record behind it.
///
/// # Errors
/// When the figure's id cannot be read, or the project has errors.
pub fn explain(
    folder: &Path,
    edition: Option<&str>,
    overrides: Overrides<'_>,
    id: &str,
    rows: bool,
) -> Result<String, Stopped> {
    let (project, findings) = read_project(folder, edition, overrides)?;
    let figure = Figure::parse(id, &project.taxonomy.with_all_not_recorded())
        .map_err(|error| unknown(error.to_string()))?;
    if let Figure::Compared(comparison) = &figure
        && comparison.year != project.settings.period.year()
        && project.earlier_year(comparison.year).is_none()
    {
        let year = year_label(project.settings.period, comparison.year);
        return Err(unknown(match project.settings.period.is_interim() {
            true => format!("ein Zwischenstand wird nicht verglichen, auch nicht `{id}`"),
            false => format!(
                "im Archiv ist kein Bericht des Jahres {year}, mit dem sich `{id}` vergleichen ließe"
            ),
        }));
    }
    if !project.settings.period.holds_figure(&figure) {
        return Err(unknown(format!(
            "`{id}` zählt eine Zeit, die nicht im Berichtszeitraum liegt oder er selbst ist"
        )));
    }
    // A comparison is explained by what it compares.
    let mut figure = figure.of_this_year().clone();
    let further = std::slice::from_ref(&figure);
    let report = make_report(project, findings, Options { further, allow_rejected: true })?;
    if let Some(text) = always_recorded(id, &figure, &report) {
        return Ok(text);
    }
    // Of a list that only some exports have, the report prints the share of those cases.
    let planned = report.plan.figures();
    let covered = report.plan.recording.fields.covered(figure.clone(), &report.project.taxonomy);
    if let Some(covered) = covered.filter(|it| !planned.contains(&figure) && planned.contains(it)) {
        figure = covered;
    }
    if report.exact.get(&figure).is_none() && report.plan.recording.has(&figure) {
        return Err(unknown(format!("die Kennzahl `{id}` gibt es nicht")));
    }
    Ok(text(&figure, &report, rows))
}

fn unknown(message: String) -> Stopped {
    let mut findings = Findings::default();
    findings.push(
        Finding::new(FindingCode::UnknownRequest, message)
            .help("alle Kennzahlen stehen mit ihrer Kennung in `data/figures.json`"),
    );
    Stopped::new(findings, Exit::Usage)
}

/// What is said of cases from exports without a field, where there is no such export; `None` for any other figure.
fn always_recorded(id: &str, figure: &Figure, report: &Report) -> Option<String> {
    let taxonomy = &report.project.taxonomy;
    let counts = figure.counts();
    let conditions = counts.iter().flat_map(|count| count.filter.conditions());
    let mut of_no_value = conditions.filter(|(dimension, codes)| {
        let is_known = |code: &ValueCode| {
            *code == ValueCode::NOT_STATED
                || taxonomy.list(*dimension).is_some_and(|list| list.get(*code).is_some())
        };
        report.plan.recording.fields.has_dimension(*dimension) && !codes.iter().all(is_known)
    });
    let (dimension, _) = of_no_value.next()?;
    Some(format!(
        "Kennzahl     {id}\nWert         keiner: Jeder Export enthält die Angabe „{}“, und von keinem Fall ist sie nicht erfasst.\n",
        report.project.words.dimension(dimension)
    ))
}

fn text(figure: &Figure, report: &Report, rows: bool) -> String {
    let taxonomy = &report.project.taxonomy;
    let mut text = String::from("INTERN: genaue Werte, nicht zur Weitergabe bestimmt\n\n");
    let _ = writeln!(text, "Kennzahl     {}", figure.id(taxonomy));
    let _ = writeln!(
        text,
        "Definition   {}",
        definition(figure, &report.project, &report.plan.recording)
    );
    let _ = writeln!(text, "Wert         {}", exact_text(figure, report));
    if let Figure::Share(share) = figure {
        for (name, count) in [("Zähler", share.part()), ("Basis", share.base())] {
            let part = Figure::Count(count.clone());
            let _ = writeln!(text, "{name:<12} {}", exact_text(&part, report));
            let _ = writeln!(text, "             {}", count.id(taxonomy));
            let _ = writeln!(
                text,
                "             {}",
                definition(&part, &report.project, &report.plan.recording)
            );
        }
    }
    let recording = &report.plan.recording;
    let is_recorded = recording.has(figure) && !recording.is_open(figure);
    let is_withheld = explain_mask::is_withheld(figure, report);
    let planned = report.plan.figures().contains(figure) || is_withheld || !is_recorded;
    let is_before = report.plan.recording.gap(figure) == Some(Gap::NotYet);
    let missing = "nein, die Exporte enthalten nicht oder nicht vollständig, worauf sie beruht";
    let shown = report.published.get(figure);
    let published = match shown.map(|published| published.value()) {
        _ if !planned && !matches!(figure, Figure::Ledger(_)) => "kommt im Bericht nicht vor",
        _ if is_before => "nein",
        Some(PublishedValue::Masked) => "nein, aus Gründen der Geheimhaltung",
        Some(PublishedValue::NoBase) => "nein, die Basis ist null",
        Some(PublishedValue::TooFewCases) => "nein, zu wenige Fälle",
        Some(PublishedValue::NotAvailable) => "nein, im Bericht jenes Jahres so nicht enthalten",
        _ if recording.is_open(figure) => {
            "nein, ihre Fälle stammen aus Exporten ohne die Angabe, auf der sie beruht"
        }
        Some(PublishedValue::NotRecorded) => missing,
        None if !is_recorded => missing,
        Some(PublishedValue::NotComparable) => "nein, damals anders abgegrenzt",
        Some(_) if shown.is_some_and(PublishedFigure::is_as_released) => {
            "ja, aber so wie in der freigegebenen Ausgabe: aus dem Unterschied könnte eine kleine Anzahl folgen"
        }
        Some(_) if shown.is_some_and(PublishedFigure::is_revised) => {
            "ja, berichtigt gegenüber einer freigegebenen Ausgabe"
        }
        Some(_) => "ja",
        None if is_withheld => "nein, aus Gründen der Geheimhaltung",
        None => "kommt im Bericht nicht vor",
    };
    let _ = writeln!(text, "Gedruckt     {published}");
    if is_recorded {
        text.push_str(&explain_mask::why(figure, report));
    }
    if rows
        && is_recorded
        && let Some(count) = figure.counts().first()
    {
        let _ = write!(text, "\n{}", rows_text(count, matches!(figure, Figure::Days(_)), report));
    }
    text
}

fn exact_text(figure: &Figure, report: &Report) -> String {
    let numbers = Numbers::default();
    match report.exact.get(figure) {
        _ if report.plan.recording.is_open(figure) => "nicht erfasst".to_owned(),
        Some(ExactValue::Count(count)) => numbers.count(count),
        Some(ExactValue::Share { part, base }) => {
            let percent = numbers.percent(part, base, SHARE_DECIMALS);
            let percent = percent.unwrap_or_else(|| "nicht berechenbar".to_owned());
            format!("{} von {}, das sind {percent}", numbers.count(part), numbers.count(base))
        }
        Some(ExactValue::HalfDays { half_days: Some(half_days), cases }) => {
            format!(
                "{} Tage aus {} {}",
                numbers.half_days(half_days),
                numbers.count(cases),
                plural(cases, "Fall", "Fällen")
            )
        }
        Some(ExactValue::HalfDays { half_days: None, .. }) => "kein Fall".to_owned(),
        None if report.plan.recording.gap(figure) == Some(Gap::NotYet) => {
            format!("keiner: {} gab es noch nicht", report.project.words.office.start)
        }
        None if !report.plan.recording.has(figure) => "nicht erfasst".to_owned(),
        None => "unbekannt".to_owned(),
    }
}

/// One line for each record: `exports/2017-H1.csv:12`; for mentions with their number.
fn rows_text(count: &Count, closed_only: bool, report: &Report) -> String {
    let mut text = String::new();
    if count.unit == Unit::Activities {
        let matcher = Matcher::new(count, &report.project);
        for activity in &report.project.network.activities {
            if matcher.activity_weight(activity) > 0 {
                let _ = writeln!(text, "network.toml: {}", activity.title);
            }
        }
        return text;
    }
    let matcher = Matcher::new(count, &report.project);
    let _ = writeln!(text, "Gezählte Fälle (Datei:Zeile), bei Anteilen die des Zählers");
    for case in &report.intake.cases {
        let weight = matcher.weight(case);
        if weight == 0 || (closed_only && case.closed_on.is_none()) {
            continue;
        }
        let file = usize::try_from(case.source.file).ok();
        let file = file.and_then(|position| report.intake.files.get(position));
        let path = file.map_or("?", |file| file.path.as_str());
        let _ = match count.unit {
            Unit::Mentions => writeln!(text, "{path}:{} ({weight})", case.source.line),
            _ => writeln!(text, "{path}:{}", case.source.line),
        };
    }
    text
}
