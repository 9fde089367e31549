//! What the template reads: the document in its serialised form, with what paper needs beside it. It reaches typst as JSON, so no
//! text of the report can become markup.

use crate::domain::is_invisible;
use crate::locale::breaks;
use crate::render::Input;
use crate::report::{Chart, Document};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The whole annex.
#[derive(Serialize)]
pub(super) struct Annex<'a> {
    version: &'static str,
    accent: Option<String>,
    logo: Option<Logo<'a>>,
    /// By the charts' ids.
    drawings: BTreeMap<&'a str, Drawing<'a>>,
    /// The parts of compounds in tables, by the whole word.
    compounds: BTreeMap<&'a str, Vec<&'a str>>,
    #[serde(flatten)]
    document: &'a Document,
}

/// The logo: the name of its file and what it shows.
#[derive(Serialize)]
struct Logo<'a> {
    file: &'static str,
    alternative: &'a str,
}

/// How a chart is drawn on paper.
#[derive(Serialize)]
struct Drawing<'a> {
    /// The wide form.
    svg: String,
    alternative: &'a str,
}

impl<'a> Annex<'a> {
    pub(super) fn new(input: &Input<'a>) -> Self {
        let logo = input
            .theme
            .logo
            .as_ref()
            .map(|logo| Logo { file: logo_file(logo.media_type), alternative: &logo.alternative });
        let charts = input.document.charts().into_iter();
        Self {
            version: env!("CARGO_PKG_VERSION"),
            accent: input.theme.accent.map(|(light, _)| light.hex()),
            logo,
            drawings: charts.map(|chart| (chart.id.as_str(), drawing(chart, input))).collect(),
            compounds: compounds(input.document),
            document: input.document,
        }
    }

    /// What makes this document another one than the annex of another year, state or edition.
    pub(super) fn identity(&self) -> String {
        let head = &self.document.head;
        let facts = head.facts.iter().map(|(name, value)| format!("{name}: {value}"));
        let names = [&head.organisation, &head.office, &head.title].map(Clone::clone);
        names.into_iter().chain(facts).collect::<Vec<_>>().join("\n")
    }
}

/// The name of the logo's file within the template's world; typst knows the form by its ending.
pub(super) fn logo_file(media_type: &str) -> &'static str {
    if media_type == "image/png" { "logo.png" } else { "logo.svg" }
}

fn compounds(document: &Document) -> BTreeMap<&str, Vec<&str>> {
    let tables = document.tables().into_iter();
    let labels = tables.flat_map(|table| {
        let columns = table.columns.iter().map(|column| &column.label);
        columns.chain(table.rows.iter().map(|row| &row.label)).chain([&table.row_header])
    });
    let words = labels.flat_map(|label| label.split_whitespace());
    let parts = |word| {
        let mut ends = breaks(word);
        ends.push(word.len());
        let starts = [0].into_iter().chain(ends.clone());
        starts.zip(ends).filter_map(|(start, end)| word.get(start..end)).collect::<Vec<_>>()
    };
    words.map(|word| (word, parts(word))).filter(|(_, parts)| parts.len() > 1).collect()
}

fn drawing<'a>(chart: &'a Chart, input: &Input<'a>) -> Drawing<'a> {
    let drawing = input.drawings.get(&chart.id);
    // Paper may be copied in black and white: the patterns of the series are shown.
    let svg = drawing.map(|it| it.wide.replace(" display=\"none\"", "")).unwrap_or_default();
    Drawing { svg, alternative: &chart.spec.description }
}

/// A line end within a text is a space, as on the page; typst would begin a new line. Characters that take no room have no letterform
/// and are left out. Drawings keep their line ends.
pub(super) fn plain(data: &mut Value) {
    const LINE_ENDS: [char; 3] = ['\n', '\r', '\t'];
    match data {
        Value::String(text) => {
            if !text.starts_with("<svg") && text.contains(LINE_ENDS) {
                *text = text.replace(LINE_ENDS, " ");
            }
            if text.contains(is_invisible) {
                *text = text.chars().filter(|c| !is_invisible(*c)).collect();
            }
        }
        Value::Array(values) => values.iter_mut().for_each(plain),
        Value::Object(values) => values.values_mut().for_each(plain),
        _ => {}
    }
}
