//! Each table and each chart as a small page of its own, for a frame in somebody else's page: title, source, signs and what must be
//! said of the whole report stand with it. Needs the files beside `index.html`.

use super::html::{Parts, STYLESHEET, chart_html, fill, head_html, table_html};
use super::{Artifact, Input, RenderError};
use crate::report::{Chart, ChartData, Document, Table};
use tera::{Context, Tera};

pub(super) fn render(input: &Input<'_>, tera: &Tera) -> Result<Vec<Artifact>, RenderError> {
    let mut artifacts = Vec::new();
    for table in input.document.tables() {
        let html = table_html(&alone(table), Parts::Above, input, tera)?;
        let name = format!("table-{}", table.id);
        artifacts.push(page(&name, &table.title, &html, input, tera)?);
    }
    for chart in input.document.charts() {
        let html = chart_html(&with_table(chart, input.document), Parts::Above, input, tera)?;
        let name = format!("chart-{}", chart.id);
        artifacts.push(page(&name, &chart.title, &html, input, tera)?);
    }
    Ok(artifacts)
}

fn page(
    name: &str,
    title: &str,
    exhibit: &str,
    input: &Input<'_>,
    tera: &Tera,
) -> Result<Artifact, RenderError> {
    let mut context = Context::new();
    context.insert("head", &head_html(&input.document.head)?);
    context.insert("title", title);
    context.insert("exhibit", exhibit);
    context.insert("stylesheet", &format!("../{STYLESHEET}"));
    context.insert("version", env!("CARGO_PKG_VERSION"));
    let page = fill("embed.html", &context, input, tera)?;
    Ok(Artifact { path: format!("embed/{name}.html"), bytes: page.into_bytes() })
}

/// A table with all that its chapter says once for several.
fn alone(table: &Table) -> Table {
    Table {
        shown_subtitle: table.subtitle.clone(),
        shown_notes: table.notes.clone(),
        shown_source: table.source.clone(),
        is_detail: false,
        ..table.clone()
    }
}

/// A chart with its source, and with its numbers wherever the report has them.
fn with_table(chart: &Chart, document: &Document) -> Chart {
    let table = match &chart.data {
        ChartData::Own(table) => Some(table.as_ref()),
        ChartData::Elsewhere(id, _) => document.tables().into_iter().find(|it| it.id == *id),
        ChartData::List => None,
    };
    // Their source is the chart's.
    let own =
        |table| ChartData::Own(Box::new(Table { shown_source: String::new(), ..alone(table) }));
    let data = table.map_or_else(|| chart.data.clone(), own);
    Chart { shown_source: chart.source.clone(), data, ..chart.clone() }
}
