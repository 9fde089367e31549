//! The page: one self-contained HTML file with style, fonts and charts inside.

use super::html_inline::{inlines, simple_block};
use super::{Artifact, Format, Input, RenderError, data, row_class};
use crate::locale::{with_soft_hyphens, with_syllables};
use crate::plan::{render_within, template_findings};
use crate::project::Logo;
use crate::report::{Block, Cell, Chapter, Chart, ChartData, Head, Table};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use tera::{Context, Tera};

/// The standard templates; a project can bring its own under the same names.
const TEMPLATES: [(&str, &str); 3] = [
    ("page.html", include_str!("../../templates/page.html")),
    ("table.html", include_str!("../../templates/table.html")),
    ("chart.html", include_str!("../../templates/chart.html")),
];
const STYLE: &str = include_str!("../../templates/style.css");

/// What a template of the page may give, in bytes: a hundredfold of a large report.
const MOST_BYTES: usize = 100_000_000;

/// A table with more columns than this is set smaller on paper, and its heads break between syllables.
const WIDE: usize = 5;
/// A table with more columns than this is set as small as can be read.
const WIDEST: usize = 10;

/// The faces of the page: style, weight, file.
const FACES: [(&str, u16, &[u8]); 3] = [
    ("normal", 400, include_bytes!("../../templates/fonts/Inter-Regular.woff2")),
    ("normal", 600, include_bytes!("../../templates/fonts/Inter-SemiBold.woff2")),
    ("italic", 400, include_bytes!("../../templates/fonts/Inter-Italic.woff2")),
];

#[derive(Serialize)]
struct HeadView<'a> {
    title: &'a str,
    office: &'a str,
    organisation: &'a str,
    as_of: &'a str,
    draft: bool,
    facts: Vec<FactView<'a>>,
    notices: Vec<NoticeView<'a>>,
    colophon: Vec<EntryView<'a>>,
}

/// The logo as the page holds it.
#[derive(Serialize)]
struct LogoView<'a> {
    address: String,
    alternative: &'a str,
}

impl<'a> LogoView<'a> {
    fn new(logo: &'a Logo) -> Self {
        let code = STANDARD.encode(&logo.bytes);
        let address = format!("data:{};base64,{code}", logo.media_type);
        Self { address, alternative: &logo.alternative }
    }
}

#[derive(Serialize)]
struct EntryView<'a> {
    name: &'a str,
    html: String,
}

#[derive(Serialize)]
struct FactView<'a> {
    name: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct NoticeView<'a> {
    title: &'a str,
    html: String,
    more: &'a str,
}

#[derive(Serialize)]
struct ChapterView<'a> {
    id: &'a str,
    number: usize,
    title_text: String,
    title_html: String,
    easy: bool,
    body: String,
}

#[derive(Serialize)]
struct TableView<'a> {
    id: &'a str,
    number: usize,
    title: &'a str,
    subtitle: &'a str,
    row_header: &'a str,
    columns: Vec<String>,
    rows: Vec<RowView<'a>>,
    notes: &'a [String],
    source: &'a str,
    class: &'static str,
    /// Whether it is wider than a small screen.
    scrolls: bool,
    file: String,
    csv: String,
}

#[derive(Serialize)]
struct RowView<'a> {
    label: String,
    class: &'static str,
    cells: Vec<CellView<'a>>,
}

#[derive(Serialize)]
struct CellView<'a> {
    id: Option<&'a str>,
    text: &'a str,
    spoken: Option<&'a str>,
}

#[derive(Serialize)]
struct ChartView<'a> {
    id: &'a str,
    number: usize,
    headline: Option<String>,
    title: &'a str,
    subtitle: &'a str,
    wide: &'a str,
    narrow: &'a str,
    note: Option<&'a str>,
    source: &'a str,
    table: Option<TableLink<'a>>,
    own_table: Option<OwnTable>,
}

/// The table that folds under its chart.
#[derive(Serialize)]
struct OwnTable {
    number: usize,
    html: String,
}

#[derive(Serialize)]
struct TableLink<'a> {
    id: &'a str,
    number: usize,
}

pub(super) fn render(input: &Input<'_>) -> Result<Vec<Artifact>, RenderError> {
    let mut tera = Tera::new();
    for (name, standard) in TEMPLATES {
        let text = input.templates.get(name).map_or(standard, String::as_str);
        let added = tera.add_raw_template(name, text);
        added.map_err(|error| refused(input, name, &error))?;
    }
    let document = input.document;
    let chapters: Result<Vec<ChapterView<'_>>, RenderError> =
        document.chapters.iter().map(|chapter| chapter_view(chapter, input, &tera)).collect();
    let mut context = Context::new();
    context.insert("head", &head_view(&document.head));
    context.insert("logo", &input.theme.logo.as_ref().map(LogoView::new));
    context.insert("chapters", &chapters?);
    context.insert("style", &style(input));
    context.insert("with_tables", &input.has(Format::Csv));
    context.insert("with_figures", &input.has(Format::Json));
    context.insert("with_workbook", &input.has(Format::Xlsx));
    context.insert("version", env!("CARGO_PKG_VERSION"));
    let page = fill("page.html", &context, input, &tera)?;
    Ok(vec![Artifact { path: "index.html".to_owned(), bytes: page.into_bytes() }])
}

/// A template with what it prints.
fn fill(
    name: &str,
    context: &Context,
    input: &Input<'_>,
    tera: &Tera,
) -> Result<String, RenderError> {
    render_within(MOST_BYTES, tera, name, context).map_err(|error| refused(input, name, &error))
}

fn refused(input: &Input<'_>, name: &str, error: &tera::Error) -> RenderError {
    RenderError::Refused(template_findings(input.templates, name, error))
}

/// The style sheet with the fonts inside and the texts of the running head and foot filled in.
fn style(input: &Input<'_>) -> String {
    let mut style = String::new();
    for (kind, weight, bytes) in FACES {
        style.push_str(&format!(
            "@font-face{{font-family:Inter;font-style:{kind};font-weight:{weight};src:url(data:font/woff2;base64,{}) format(\"woff2\")}}\n",
            STANDARD.encode(bytes)
        ));
    }
    let head = &input.document.head;
    let sheet = input.templates.get("style.css").map_or(STYLE, String::as_str);
    let foot = format!("{} – Stand: {}", head.title, head.as_of);
    let draft = if head.draft { "Entwurf" } else { "" };
    // Blanks that only indent are no part of the page.
    let sheet = sheet.lines().map(str::trim_start).collect::<Vec<_>>().join("\n");
    style.push_str(
        &sheet
            .replace("\"RUNNING-HEAD\"", &css_string(&head.office))
            .replace("\"RUNNING-FOOT\"", &css_string(&foot))
            .replace("\"DRAFT-MARK\"", &css_string(draft)),
    );
    if let Some((light, dark)) = input.theme.accent {
        let (light, dark) = (light.hex(), dark.hex());
        style.push_str(&format!(
            "\n:root{{--accent:{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{--accent:{dark}}}}}"
        ));
    }
    if let Some(font) = &input.theme.font {
        style.push_str(&format!("\n:root{{--font:{},Inter}}", css_string(font)));
    }
    style
}

/// A CSS string that cannot end early or close the style element.
fn css_string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' | '<' | '>' | '&' => {
                quoted.push_str(&format!("\\{:x} ", u32::from(character)))
            }
            '\n' | '\r' | '\t' => quoted.push(' '),
            c if c.is_control() => {}
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn head_view(head: &Head) -> HeadView<'_> {
    HeadView {
        title: &head.title,
        office: &head.office,
        organisation: &head.organisation,
        as_of: &head.as_of,
        draft: head.draft,
        facts: head.facts.iter().map(|(name, value)| FactView { name, value }).collect(),
        notices: head
            .notices
            .iter()
            .map(|notice| NoticeView {
                title: &notice.title,
                html: inlines(&notice.content),
                more: &notice.more,
            })
            .collect(),
        colophon: head
            .colophon
            .iter()
            .map(|(name, value)| EntryView { name, html: inlines(value) })
            .collect(),
    }
}

fn chapter_view<'a>(
    chapter: &'a Chapter,
    input: &Input<'_>,
    tera: &Tera,
) -> Result<ChapterView<'a>, RenderError> {
    let title_html = inlines(&chapter.title);
    Ok(ChapterView {
        id: &chapter.id,
        number: chapter.number,
        title_text: crate::report::plain_text(&chapter.title),
        title_html,
        easy: chapter.easy,
        body: blocks_html(&chapter.blocks, input, tera)?,
    })
}

fn blocks_html(blocks: &[Block], input: &Input<'_>, tera: &Tera) -> Result<String, RenderError> {
    let block_html = |block: &Block| match block {
        Block::Table(table) => table_html(table, input, tera),
        Block::Chart(chart) => chart_html(chart, input, tera),
        simple => simple_block(simple, &|blocks| blocks_html(blocks, input, tera)),
    };
    blocks.iter().map(block_html).collect()
}

fn table_html(table: &Table, input: &Input<'_>, tera: &Tera) -> Result<String, RenderError> {
    let class = match table.columns.len() {
        columns if columns > WIDEST => " wide widest",
        columns if columns > WIDE => " wide",
        _ => "",
    };
    let head = if class.is_empty() { with_soft_hyphens } else { with_syllables };
    let view = TableView {
        id: &table.id,
        number: table.number,
        title: &table.title,
        subtitle: table.shown_subtitle(),
        row_header: &table.row_header,
        columns: table.columns.iter().map(|column| head(&column.label)).collect(),
        rows: table
            .rows
            .iter()
            .map(|row| RowView {
                label: with_soft_hyphens(&row.label),
                class: row_class(row.kind),
                cells: row.cells.iter().map(cell_view).collect(),
            })
            .collect(),
        notes: &table.shown_notes,
        source: table.shown_source(),
        class,
        scrolls: scrolls(table),
        file: data::file_name(table),
        csv: format!(
            "data:text/csv;charset=utf-8;base64,{}",
            STANDARD.encode(data::download_csv(table)?)
        ),
    };
    let mut context = Context::new();
    context.insert("table", &view);
    fill("table.html", &context, input, tera)
}

/// Whether a table is wider than a small screen of 320 px, by its longest words at some 8 px a letter.
fn scrolls(table: &Table) -> bool {
    const LETTER: usize = 8;
    const SCREEN: usize = 288;
    let longest = |text: &str| text.split([' ', '\u{a0}']).map(|word| word.chars().count()).max();
    let columns = table.columns.iter().enumerate().map(|(at, column)| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(at));
        let cells = cells.map(|cell| cell_view(cell).text.chars().count());
        let widest = cells.chain(longest(&column.label)).max().unwrap_or_default();
        15 + widest * LETTER
    });
    120 + columns.sum::<usize>() > SCREEN
}

fn cell_view(cell: &Cell) -> CellView<'_> {
    match cell {
        Cell::Figure(figure) => {
            CellView { id: Some(figure.id()), text: figure.text(), spoken: figure.spoken() }
        }
        Cell::Barred { text, spoken } => CellView { id: None, text, spoken: Some(spoken) },
    }
}

fn chart_html(chart: &Chart, input: &Input<'_>, tera: &Tera) -> Result<String, RenderError> {
    let drawing = input.drawings.get(&chart.id);
    let (table, own_table) = match &chart.data {
        ChartData::Elsewhere(id, number) => (Some(TableLink { id, number: *number }), None),
        ChartData::Own(table) => {
            let own = OwnTable { number: table.number, html: table_html(table, input, tera)? };
            (None, Some(own))
        }
        ChartData::List => (None, None),
    };
    let view = ChartView {
        id: &chart.id,
        number: chart.number,
        headline: chart.headline.as_deref().map(inlines),
        title: &chart.title,
        subtitle: &chart.subtitle,
        wide: drawing.map_or("", |drawing| &drawing.wide),
        narrow: drawing.map_or("", |drawing| &drawing.narrow),
        note: chart.note.as_deref(),
        source: chart.shown_source(),
        table,
        own_table,
    };
    let mut context = Context::new();
    context.insert("chart", &view);
    fill("chart.html", &context, input, tera)
}
