//! The document as plain data for the template. Everything here reaches typst as JSON, so no text of
//! the report can become markup.

use crate::domain::is_invisible;
use crate::render::{Input, row_class};
use crate::report::chart_spec::ChartKind;
use crate::report::{
    Block, Cell, Chapter, Chart, ChartData, Head, Inline, KeyFigure, Table, plain_text,
};
use serde::Serialize;
use serde_json::Value;

/// The whole annex.
#[derive(Serialize)]
pub(super) struct AnnexView<'a> {
    version: &'static str,
    title: &'a str,
    office: &'a str,
    organisation: &'a str,
    as_of: &'a str,
    /// Year, month, day.
    date: Vec<u16>,
    draft: bool,
    accent: Option<String>,
    logo: Option<LogoView<'a>>,
    facts: &'a [(String, String)],
    notices: Vec<(&'a str, Vec<InlineView<'a>>)>,
    colophon: Vec<(&'a str, Vec<InlineView<'a>>)>,
    chapters: Vec<ChapterView<'a>>,
}

/// The logo: the name of its file and what it shows.
#[derive(Serialize)]
struct LogoView<'a> {
    file: &'static str,
    alternative: &'a str,
}

impl AnnexView<'_> {
    /// What makes this document another one than the annex of another year, state or edition.
    pub(super) fn identity(&self) -> String {
        let facts = self.facts.iter().map(|(name, value)| format!("{name}: {value}"));
        let head = [self.organisation, self.office, self.title].map(str::to_owned);
        head.into_iter().chain(facts).collect::<Vec<_>>().join("\n")
    }
}

#[derive(Serialize)]
struct ChapterView<'a> {
    id: &'a str,
    number: String,
    title: Vec<InlineView<'a>>,
    easy: bool,
    blocks: Vec<BlockView<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum BlockView<'a> {
    Heading { level: u8, id: &'a str, number: Option<&'a str>, content: Vec<InlineView<'a>> },
    Paragraph { content: Vec<InlineView<'a>> },
    List { start: Option<u64>, items: Vec<Vec<BlockView<'a>>> },
    Quote { blocks: Vec<BlockView<'a>> },
    KeyFigures { figures: Vec<(&'a str, String)> },
    Definitions { entries: &'a [(String, String)] },
    Source { text: &'a str },
    Table(TableView<'a>),
    Chart(Box<ChartView<'a>>),
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum InlineView<'a> {
    Text { text: &'a str },
    Strong { content: Vec<InlineView<'a>> },
    Emphasis { content: Vec<InlineView<'a>> },
    Code { text: &'a str },
    Link { href: &'a str, content: Vec<InlineView<'a>> },
    LineBreak,
}

#[derive(Serialize)]
struct TableView<'a> {
    id: &'a str,
    number: usize,
    title: &'a str,
    subtitle: &'a str,
    row_header: &'a str,
    columns: Vec<&'a str>,
    rows: Vec<RowView<'a>>,
    notes: &'a [String],
    source: &'a str,
}

#[derive(Serialize)]
struct RowView<'a> {
    label: &'a str,
    class: &'static str,
    cells: Vec<&'a str>,
}

#[derive(Serialize)]
struct ChartView<'a> {
    id: &'a str,
    number: usize,
    headline: Option<Vec<InlineView<'a>>>,
    title: &'a str,
    subtitle: &'a str,
    alternative: &'a str,
    /// The narrow form where there is room for it in a column.
    drawing: String,
    /// Whether it stands in a column: a heat map has too many columns of its own.
    in_column: bool,
    note: Option<&'a str>,
    source: &'a str,
    /// Id and number of the table that has the chart's numbers.
    data: Option<(&'a str, usize)>,
    own_table: Option<TableView<'a>>,
}

/// The name of the logo's file within the template's world; typst knows the form by its ending.
pub(super) fn logo_file(media_type: &str) -> &'static str {
    if media_type == "image/png" { "logo.png" } else { "logo.svg" }
}

pub(super) fn annex<'a>(input: &Input<'a>) -> AnnexView<'a> {
    let document = input.document;
    let head: &'a Head = &document.head;
    let logo = input.theme.logo.as_ref();
    let pairs = |(name, content): &'a (String, Vec<Inline>)| (name.as_str(), inlines(content));
    AnnexView {
        version: env!("CARGO_PKG_VERSION"),
        title: &head.title,
        office: &head.office,
        organisation: &head.organisation,
        as_of: &head.as_of,
        date: head.as_of_iso.split('-').filter_map(|part| part.parse().ok()).collect(),
        draft: head.draft,
        accent: input.theme.accent.map(|(light, _)| light.hex()),
        logo: logo.map(|logo| LogoView {
            file: logo_file(logo.media_type),
            alternative: &logo.alternative,
        }),
        facts: &head.facts,
        notices: head
            .notices
            .iter()
            .map(|notice| {
                let more =
                    [InlineView::Text { text: " " }, InlineView::Text { text: &notice.more }];
                let more = more.into_iter().filter(|_| !notice.more.is_empty());
                (notice.title.as_str(), inlines(&notice.content).into_iter().chain(more).collect())
            })
            .collect(),
        colophon: head.colophon.iter().map(pairs).collect(),
        chapters: document.chapters.iter().map(|chapter| chapter_view(chapter, input)).collect(),
    }
}

fn chapter_view<'a>(chapter: &'a Chapter, input: &Input<'a>) -> ChapterView<'a> {
    ChapterView {
        id: &chapter.id,
        number: chapter.number.to_string(),
        title: inlines(&chapter.title),
        easy: chapter.easy,
        blocks: blocks(&chapter.blocks, input),
    }
}

fn blocks<'a>(content: &'a [Block], input: &Input<'a>) -> Vec<BlockView<'a>> {
    content.iter().map(|block| block_view(block, input)).collect()
}

fn block_view<'a>(block: &'a Block, input: &Input<'a>) -> BlockView<'a> {
    match block {
        Block::Heading { level, id, number, content } => BlockView::Heading {
            level: *level,
            id,
            number: number.as_deref(),
            content: inlines(content),
        },
        Block::Paragraph(content) => BlockView::Paragraph { content: inlines(content) },
        Block::List { start, items } => BlockView::List {
            start: *start,
            items: items.iter().map(|item| blocks(item, input)).collect(),
        },
        Block::Quote(content) => BlockView::Quote { blocks: blocks(content, input) },
        Block::KeyFigures(figures) => {
            let pair = |key: &'a KeyFigure| {
                let before = key.before.as_deref().map(|it| format!("; {}", plain_text(it)));
                (key.figure.text(), format!("{}{}", key.label, before.unwrap_or_default()))
            };
            BlockView::KeyFigures { figures: figures.iter().map(pair).collect() }
        }
        Block::Definitions(entries) => BlockView::Definitions { entries },
        Block::Source(text) => BlockView::Source { text },
        Block::Table(table) => BlockView::Table(table_view(table)),
        Block::Chart(chart) => BlockView::Chart(Box::new(chart_view(chart, input))),
    }
}

fn inlines(content: &[Inline]) -> Vec<InlineView<'_>> {
    content.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> InlineView<'_> {
    match inline {
        // Its meaning stands in the list of abbreviations.
        Inline::Text(text) | Inline::Abbreviation { short: text, .. } => InlineView::Text { text },
        Inline::Figure(figure) => InlineView::Text { text: figure.text() },
        Inline::Strong(inner) => InlineView::Strong { content: inlines(inner) },
        Inline::Emphasis(inner) => InlineView::Emphasis { content: inlines(inner) },
        Inline::Code(text) => InlineView::Code { text },
        Inline::Link { href, content } => InlineView::Link { href, content: inlines(content) },
        Inline::LineBreak => InlineView::LineBreak,
    }
}

fn table_view(table: &Table) -> TableView<'_> {
    TableView {
        id: &table.id,
        number: table.number,
        title: &table.title,
        subtitle: table.shown_subtitle(),
        row_header: &table.row_header,
        columns: table.columns.iter().map(|column| column.label.as_str()).collect(),
        rows: table
            .rows
            .iter()
            .map(|row| RowView {
                label: &row.label,
                class: row_class(row.kind),
                cells: row.cells.iter().map(cell_text).collect(),
            })
            .collect(),
        notes: &table.shown_notes,
        source: table.shown_source(),
    }
}

fn cell_text(cell: &Cell) -> &str {
    match cell {
        Cell::Figure(figure) => figure.text(),
        Cell::Barred { text, .. } => text,
    }
}

fn chart_view<'a>(chart: &'a Chart, input: &Input<'a>) -> ChartView<'a> {
    let in_column = !matches!(chart.spec.kind, ChartKind::HeatMap(_));
    let drawing = input.drawings.get(&chart.id);
    let drawing = drawing.map(|drawing| if in_column { &drawing.narrow } else { &drawing.wide });
    let (data, own_table) = match &chart.data {
        ChartData::Elsewhere(id, number) => (Some((id.as_str(), *number)), None),
        ChartData::Own(table) => (None, Some(table_view(table))),
        ChartData::List => (None, None),
    };
    ChartView {
        id: &chart.id,
        number: chart.number,
        headline: chart.headline.as_deref().map(inlines),
        title: &chart.title,
        subtitle: &chart.subtitle,
        alternative: &chart.spec.description,
        drawing: drawing.map(|svg| with_patterns(svg)).unwrap_or_default(),
        in_column,
        note: chart.note.as_deref(),
        source: chart.shown_source(),
        data,
        own_table,
    }
}

/// A drawing that shows the patterns of its series: paper may be copied in black and white.
fn with_patterns(svg: &str) -> String {
    svg.replace(" display=\"none\"", "")
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
