//! Sentences that the program makes of figures without naming them: the n under a title, and the values in a chart's
//! description. In files other texts are held against the document, so these are held against the figures here.

use super::{REPORTS, has_number, normal, sample, table_of};
use krm_report::commands::Report;
use krm_report::disclosure::PublishedValue;
use krm_report::domain::Figure;
use krm_report::plan::RowKind;
use krm_report::report::chart_spec::{ChartKind, Whole};
use krm_report::report::{Block, Cell, Chart, Document, Table, TableRow};

/// What is wrong with the sentences of a document.
fn faults(document: &Document, report: &Report) -> Vec<String> {
    let mut faults = Vec::new();
    for table in document.tables() {
        faults.extend(base(&table.id, &table.subtitle, &table.id, report));
    }
    for chart in document.charts() {
        let Some(table) = table_of(chart, report) else { continue };
        faults.extend(base(&chart.id, &chart.subtitle, &table.id, report));
        faults.extend(description(chart, table));
    }
    faults
}

/// The n of a subtitle (`… (n = 286)`) is the published count of all records.
fn base(id: &str, subtitle: &str, table: &str, report: &Report) -> Option<String> {
    let plan = report.plan.table(table).filter(|plan| !plan.mixed_populations)?;
    let value = report.published.get(&Figure::Count(plan.base.clone()))?.value();
    let subtitle = normal(subtitle);
    let n = subtitle.rsplit_once("(n = ")?.1.trim_end_matches(')');
    let digits: String = n.chars().filter(char::is_ascii_digit).collect();
    let is_right = match value {
        PublishedValue::Count(count) => digits == count.to_string(),
        _ => digits.is_empty(),
    };
    (!is_right).then(|| format!("n of {id}: {n} for {value:?}"))
}

/// A value behind a row's label is one of that row; other numbers are parts of labels, or say how
/// many rows or columns there are.
fn description(chart: &Chart, table: &Table) -> Vec<String> {
    let mut faults = Vec::new();
    if let Some(told) = in_order(chart, table) {
        let said = normal(&chart.spec.description);
        let said = said.split('(').skip(1).filter_map(|rest| Some(rest.split_once(')')?.0));
        // A label has brackets, too.
        let said = said.filter(|text| has_number(text) || text.starts_with("nicht"));
        let said: Vec<String> =
            said.map(|text| text.trim_end_matches('%').trim().to_owned()).collect();
        return (said != told)
            .then(|| format!("{}: {said:?} for {told:?}", chart.id))
            .into_iter()
            .collect();
    }
    let mut rest = normal(&chart.spec.description).replacen(&normal(&table.title), "", 1);
    // A label may be the end of another: „begründet“ of „teilweise begründet“.
    let mut rows: Vec<&TableRow> = table.rows.iter().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.label.len()));
    for row in &rows {
        let label = format!("{} (", normal(&row.label));
        let Some((before, after)) = split_at_word(&rest, &label) else { continue };
        let Some((number, after)) = after.split_once(')') else { continue };
        let is_value = |cell: &Cell, number: &str| match cell {
            Cell::Figure(figure) => in_words(figure.text()) == number,
            Cell::Barred { .. } => false,
        };
        // A part of a bar of full length is told with the whole.
        let mut numbers = number.split(" von ").flat_map(|it| it.split("; insgesamt "));
        if !numbers.all(|number| row.cells.iter().any(|it| is_value(it, number))) {
            faults.push(format!("{}: „{number}“ is no value of „{}“", chart.id, row.label));
        }
        rest = format!("{before}{after}");
    }
    let rows = rows.iter().map(|row| &row.label);
    let mut labels: Vec<String> =
        rows.chain(table.columns.iter().map(|column| &column.label)).map(|it| normal(it)).collect();
    labels.sort_by_key(|label| std::cmp::Reverse(label.len()));
    for label in labels.iter().filter(|label| !label.is_empty()) {
        rest = rest.replace(label, "");
    }
    let words: Vec<&str> = rest.split(' ').collect();
    for (position, word) in words.iter().enumerate().filter(|(_, word)| has_number(word)) {
        let counted = words.get(position + 1).copied().unwrap_or_default();
        if !counted.starts_with("Zeilen") && !counted.starts_with("Spalten") {
            faults.push(format!("{}: „{word}“ in „{rest}“", chart.id));
        }
    }
    faults
}

/// The numbers that a description has in brackets, one behind the other, where it tells all of a row or a column.
fn in_order(chart: &Chart, table: &Table) -> Option<Vec<String>> {
    let first = table.rows.first()?;
    let is_across = match &chart.spec.kind {
        ChartKind::Bars(bars) => bars
            .bars
            .first()
            .is_some_and(|bar| table.columns.iter().any(|it| it.label == bar.label)),
        ChartKind::StackedBars(bars) => bars.whole == Some(Whole::Percent),
        _ => false,
    };
    let at = table.columns.iter().position(|column| column.key == "cumulative");
    let cells: Vec<&Cell> = match at {
        _ if is_across => {
            let is_year = |key: &str| key.starts_with("total") || key.starts_with("year_");
            let cells = first.cells.iter().zip(&table.columns);
            cells.filter(|(_, column)| is_year(&column.key)).map(|(cell, _)| cell).collect()
        }
        Some(at) => {
            let rows = table.rows.iter().filter(|row| row.kind == RowKind::Value);
            rows.filter_map(|row| row.cells.get(at)).collect()
        }
        None => return None,
    };
    let text = |cell: &Cell| match cell {
        Cell::Figure(figure) => in_words(figure.text()),
        Cell::Barred { .. } => "keine Angabe".to_owned(),
    };
    // A year of which nothing is known has no bar.
    let is_unknown = |text: &String| text == "keine Angabe" || text == "nicht erfasst";
    Some(cells.into_iter().map(text).filter(|text| !is_unknown(text)).collect())
}

/// A cell as a description tells it.
fn in_words(cell: &str) -> String {
    match cell {
        "." => "nicht veröffentlicht".to_owned(),
        "–" => "0".to_owned(),
        "n.e." => "nicht erfasst".to_owned(),
        number if has_number(number) => normal(number),
        _ => "keine Angabe".to_owned(),
    }
}

/// The texts before and behind words that do not begin within a longer one.
fn split_at_word<'t>(text: &'t str, words: &str) -> Option<(&'t str, &'t str)> {
    let begins = |at: usize| !text[..at].ends_with(char::is_alphanumeric);
    let at = text.match_indices(words).map(|(at, _)| at).find(|at| begins(*at))?;
    Some((&text[..at], &text[at + words.len()..]))
}

#[test]
fn every_sentence_made_of_figures_says_what_was_published() {
    for (name, report) in REPORTS.iter() {
        let faults = faults(&report.document, report);
        assert!(faults.is_empty(), "{name}: {faults:#?}");
    }
}

#[test]
fn a_wrong_n_or_a_wrong_value_in_a_description_is_found() {
    let report = sample();
    for (from, to) in [
        ("(n = 286)", "(n = 287)"),
        ("November (34)", "November (35)"),
        ("Oktober (30), November", "Oktober (30), 7 November"),
    ] {
        let mut document = report.document.clone();
        let mut changed = false;
        for block in document.chapters.iter_mut().flat_map(|chapter| &mut chapter.blocks) {
            if let Block::Chart(chart) = block {
                for text in [&mut chart.subtitle, &mut chart.spec.description] {
                    let plain = text.replace('\u{a0}', " ");
                    changed |= plain.contains(from);
                    *text = plain.replace(from, to);
                }
            }
        }
        assert!(changed, "nothing holds {from}");
        assert!(!faults(&document, report).is_empty(), "{to}");
    }
}
