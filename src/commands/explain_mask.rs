//! `explain` on a figure that is not published: why not, for which number, and what would help. Internal and exact.

use super::pipeline::Report;
use crate::diagnostic::{Finding, FindingCode};
use crate::disclosure::{MaskReason, MaskedFigure, NamedNumber};
use crate::domain::{Figure, Unit};
use crate::locale::plural;
use crate::plan;
use crate::report::definition;
use std::fmt::Write;

/// So many of the numbers a figure is masked for are named; all are in the record.
const MOST_NAMED: usize = 4;
/// So many ways to free it are named.
const MOST_WAYS: usize = 6;

/// Why a figure is masked, or stands in withheld tables only; nothing where it is printed or not asked for.
pub(super) fn why(figure: &Figure, report: &Report) -> String {
    match report.record.of(figure, &report.project.taxonomy) {
        Some(masked) if masked.reason == MaskReason::Withheld => given_up(report),
        Some(masked) => of_mask(figure, masked, report),
        None => of_tables(figure, report),
    }
}

/// Whether a figure stands in tables that are all withheld.
pub(super) fn is_withheld(figure: &Figure, report: &Report) -> bool {
    report.published.get(figure).is_none() && !withheld_tables(figure, report).is_empty()
}

fn of_mask(figure: &Figure, masked: &MaskedFigure, report: &Report) -> String {
    let mut text = String::new();
    let smallest = report.project.disclosure.threshold;
    let is_count = matches!(figure, Figure::Count(count) if count.unit == Unit::Cases);
    let reason = match masked.reason {
        MaskReason::Small if is_count => {
            format!("selbst zu klein: Gedruckt wird eine Anzahl ab {smallest}")
        }
        MaskReason::Small => {
            format!("dahinter steht eine zu kleine Zahl von Fällen (unter {smallest})")
        }
        _ if masked.protects.is_empty() && masked.earlier => {
            "eine freigegebene Ausgabe hat sie gesperrt, also bleibt sie es".to_owned()
        }
        _ if masked.protects.is_empty() => {
            "nicht selbst zu klein; die Suche hat sie mit anderen gesperrt, damit keine kleine Zahl zu errechnen ist".to_owned()
        }
        _ => "nicht selbst zu klein: Mit ihr ließe sich eine kleine Zahl errechnen, die niemand erfahren soll".to_owned(),
    };
    line(&mut text, "Grund", &reason);
    tables(&mut text, "Steht in", &masked.tables, report);
    let others = masked.protects.iter().take(MOST_NAMED);
    for number in others.filter(|_| masked.reason != MaskReason::Small || !is_count) {
        name(&mut text, number, report);
        tables(&mut text, "", &number.tables, report);
    }
    let left = masked.protects.len().saturating_sub(MOST_NAMED);
    if left > 0 && (masked.reason != MaskReason::Small || !is_count) {
        let numbers = plural(left as u64, "weitere Zahl", "weitere Zahlen");
        line(&mut text, "", &format!("und {left} {numbers}, siehe `disclosure.json`"));
    }
    let possible: Vec<String> = masked.possible.iter().map(u64::to_string).collect();
    if !possible.is_empty() {
        let what = match figure {
            Figure::Share(_) => "ihr Zähler",
            _ => "sie",
        };
        let is = format!(
            "in einem erdachten Jahr, das denselben Bericht ergäbe, ist {what} {} statt {}; Leser können die Jahre nicht unterscheiden",
            possible.join(" oder "),
            masked.exact.split('/').next().unwrap_or_default()
        );
        line(&mut text, "Beweis", &is);
    }
    for way in masked.help.iter().take(MOST_WAYS) {
        line(&mut text, "Abhilfe", way);
    }
    text
}

/// A number by its names, with its value.
fn name(text: &mut String, number: &NamedNumber, report: &Report) {
    let label = "Gesperrt für";
    let follows = format!("{} (nicht gedruckt, aber zu errechnen)", number.exact);
    if let Some(property) = &number.several_of {
        let words =
            format!("die Fälle von `{}` mit mehreren Werten von `{property}`", number.figure);
        line(text, label, &format!("{words}: {follows}"));
    } else if let (Some(again), [one, other]) = (&number.again, &number.without[..]) {
        let words = format!("die Fälle von `{}` weder in `{one}` noch in `{other}`", number.figure);
        line(text, label, &format!("{words}: {follows}"));
        line(text, "", &format!("weil auch `{again}` gedruckt ist"));
    } else if number.without.is_empty() {
        let figure = Figure::parse(&number.figure, &report.project.taxonomy);
        let recording = &report.plan.recording;
        let words = figure.map(|figure| definition(&figure, &report.project, recording));
        let value = if number.printed { number.exact.to_string() } else { follows };
        line(text, label, &format!("`{}`: {value}", number.figure));
        line(text, "", &words.unwrap_or_default());
    } else {
        let without: Vec<String> = number.without.iter().map(|id| format!("`{id}`")).collect();
        let words =
            format!("den Unterschied zwischen `{}` und {}", number.figure, without.join(" + "));
        line(text, label, &format!("{words}: {follows}"));
    }
}

/// What the report as a whole does not publish.
fn given_up(report: &Report) -> String {
    report.findings.iter().filter(|it| it.code == FindingCode::FiguresGivenUp).map(told).collect()
}

fn of_tables(figure: &Figure, report: &Report) -> String {
    let withheld = withheld_tables(figure, report);
    let mut text = String::new();
    if report.published.get(figure).is_some() || withheld.is_empty() {
        return text;
    }
    tables(&mut text, "Steht in", &withheld, report);
    let names = |finding: &&Finding| {
        matches!(finding.code, FindingCode::TableWithheld | FindingCode::TableMostlyMasked)
            && withheld.iter().any(|id| finding.message.contains(&format!("`{id}`")))
    };
    text.extend(report.findings.iter().filter(names).map(told));
    if text.lines().count() <= withheld.len() {
        text.push_str(&given_up(report));
    }
    text
}

/// A finding as reason and remedy.
fn told(finding: &Finding) -> String {
    let mut text = String::new();
    line(&mut text, "Grund", &finding.message);
    if let Some(help) = &finding.help {
        line(&mut text, "Abhilfe", help);
    }
    text
}

/// The tables a figure was asked for in and does not stand in: withheld ones, and those in a coarser form.
fn withheld_tables(figure: &Figure, report: &Report) -> Vec<String> {
    let (asked, _) = plan::make(&report.project, &report.intake.recording);
    let is_shown = |id: &str| {
        let shown = report.plan.table(id).filter(|_| !report.published.is_withheld(id));
        shown.is_some_and(|table| table.figures().any(|cell| cell == figure))
    };
    let asked = asked.tables.iter().filter(|table| table.figures().any(|cell| cell == figure));
    asked.filter(|table| !is_shown(&table.id)).map(|table| table.id.clone()).collect()
}

fn tables(text: &mut String, label: &str, ids: &[String], report: &Report) {
    let tables = ids.iter().filter_map(|id| report.plan.table(id));
    for (at, table) in tables.enumerate() {
        let label = if at == 0 { label } else { "" };
        line(text, label, &format!("Tabelle `{}`: {}", table.id, table.title));
    }
}

/// A line of the explanation under its label.
fn line(text: &mut String, label: &str, words: &str) {
    let _ = writeln!(text, "{label:<12} {words}");
}
