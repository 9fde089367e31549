//! The page, twice: `report.html` has style, fonts and downloads inside and can be handed out alone; `index.html` has them as
//! files beside it and works where a server allows a page nothing but its own files (`Content-Security-Policy: default-src 'self'`).

use super::embed;
use super::html_inline::{inlines, is_wider_than_screen, longest_word, notes, simple_block};
use super::{Artifact, Format, Input, RenderError, data};
use crate::locale::{with_soft_hyphens, with_syllables};
use crate::plan::{render_within, template_findings};
use crate::project::Logo;
use crate::report::{Block, Chapter, Chart, ChartData, Head, Table, footnotes, plain_text};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::{Value, json};
use tera::{Context, Tera};

/// The standard templates; a project can bring its own under the same names.
const TEMPLATES: [(&str, &str); 4] = [
    ("page.html", include_str!("../../templates/page.html")),
    ("embed.html", include_str!("../../templates/embed.html")),
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

/// The faces of the page: style, weight, name and content of its file.
const FACES: [(&str, u16, &str, &[u8]); 3] = [
    (
        "normal",
        400,
        "Inter-Regular.woff2",
        include_bytes!("../../templates/fonts/Inter-Regular.woff2"),
    ),
    (
        "normal",
        600,
        "Inter-SemiBold.woff2",
        include_bytes!("../../templates/fonts/Inter-SemiBold.woff2"),
    ),
    (
        "italic",
        400,
        "Inter-Italic.woff2",
        include_bytes!("../../templates/fonts/Inter-Italic.woff2"),
    ),
];

/// The style sheet of pages with files beside them.
pub(super) const STYLESHEET: &str = "assets/style.css";

/// Where what belongs to a page is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Parts {
    /// In the page itself.
    Inside,
    /// In files of the same folder.
    Beside,
    /// In files of the folder that the page's own one stands in.
    Above,
}

pub(super) fn render(input: &Input<'_>) -> Result<Vec<Artifact>, RenderError> {
    let mut tera = Tera::new();
    for (name, standard) in TEMPLATES {
        let text = input.templates.get(name).map_or(standard, String::as_str);
        let added = tera.add_raw_template(name, text);
        added.map_err(|error| refused(input, name, &error))?;
    }
    let mut artifacts = vec![
        page("report.html", Parts::Inside, input, &tera)?,
        page("index.html", Parts::Beside, input, &tera)?,
    ];
    let style = style(Parts::Beside, input).into_bytes();
    artifacts.push(Artifact { path: STYLESHEET.to_owned(), bytes: style });
    artifacts.extend(FACES.iter().map(|(_, _, name, bytes)| Artifact {
        path: format!("assets/{name}"),
        bytes: bytes.to_vec(),
    }));
    let logo = input.theme.logo.iter();
    artifacts
        .extend(logo.map(|logo| Artifact { path: logo_path(logo), bytes: logo.bytes.clone() }));
    for table in input.document.tables() {
        artifacts.push(Artifact { path: download_path(table), bytes: data::download_csv(table)? });
    }
    artifacts.extend(embed::render(input, &tera)?);
    Ok(artifacts)
}

fn page(path: &str, parts: Parts, input: &Input<'_>, tera: &Tera) -> Result<Artifact, RenderError> {
    let document = input.document;
    let chapters =
        document.chapters.iter().map(|chapter| chapter_html(chapter, parts, input, tera));
    let chapters: Vec<Value> = chapters.collect::<Result<_, _>>()?;
    let beside = parts == Parts::Beside;
    let mut context = Context::new();
    context.insert("head", &head_html(&document.head)?);
    context.insert("logo", &input.theme.logo.as_ref().map(|it| logo(it, parts)));
    context.insert("chapters", &chapters);
    context.insert("style", &style(Parts::Inside, input));
    context.insert("stylesheet", &beside.then_some(STYLESHEET));
    context.insert("with_tables", &(beside && input.has(Format::Csv)));
    context.insert("with_figures", &(beside && input.has(Format::Json)));
    context.insert("with_workbook", &(beside && input.has(Format::Xlsx)));
    context.insert("version", env!("CARGO_PKG_VERSION"));
    let mut page = fill("page.html", &context, input, tera)?;
    if parts == Parts::Inside {
        page = without_neighbours(&page);
    }
    Ok(Artifact { path: path.to_owned(), bytes: page.into_bytes() })
}

/// A page that is handed out alone leads to no file beside it: the texts of such links stay.
fn without_neighbours(page: &str) -> String {
    const OPEN: &str = "<a href=\"";
    // Up to the first sign that ends a name there is no colon of a scheme. From the root of a server on it is no file beside it.
    let is_beside = |goal: &str| {
        let name = goal.split(['/', '?', '#', '"']).next().unwrap_or_default();
        !goal.starts_with(['#', '/', '\\']) && !name.contains(':')
    };
    let mut alone = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, link)) = rest.split_once(OPEN) {
        alone.push_str(before);
        let parts = link.split_once("</a>").and_then(|(link, behind)| {
            let (goal, text) = link.split_once("\">")?;
            Some((goal, text, behind))
        });
        rest = match parts {
            Some((goal, text, behind)) if is_beside(goal) => {
                alone.push_str(text);
                behind
            }
            _ => {
                alone.push_str(OPEN);
                link
            }
        };
    }
    alone.push_str(rest);
    alone
}

/// Where a table is for readers, beside the page.
fn download_path(table: &Table) -> String {
    format!("downloads/{}", data::file_name(table))
}

/// Where the logo is, beside the page.
fn logo_path(logo: &Logo) -> String {
    let extension = if logo.media_type.contains("svg") { "svg" } else { "png" };
    format!("assets/logo.{extension}")
}

/// A template with what it prints.
pub(super) fn fill(
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

/// The style sheet with the texts of the running head and foot filled in, and with the fonts or their files' names.
fn style(parts: Parts, input: &Input<'_>) -> String {
    let mut style = String::new();
    for (kind, weight, name, bytes) in FACES {
        let source = match parts {
            Parts::Inside => format!("data:font/woff2;base64,{}", STANDARD.encode(bytes)),
            Parts::Beside | Parts::Above => name.to_owned(),
        };
        style.push_str(&format!(
            "@font-face{{font-family:Inter;font-style:{kind};font-weight:{weight};src:url({source}) format(\"woff2\")}}\n"
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

/// A part of the document as templates get it, with what only the page has of it beside or in place of its own.
fn with(part: &impl Serialize, more: Value) -> Result<Value, RenderError> {
    let mut part = serde_json::to_value(part)?;
    if let (Value::Object(part), Value::Object(more)) = (&mut part, more) {
        part.extend(more);
    }
    Ok(part)
}

pub(super) fn head_html(head: &Head) -> Result<Value, RenderError> {
    let facts = head.facts.iter().map(|(name, value)| json!({ "name": name, "value": value }));
    let notices = head.notices.iter().map(|notice| {
        json!({ "title": notice.title, "html": inlines(&notice.content), "more": notice.more })
    });
    let colophon = head.colophon.iter();
    let colophon = colophon.map(|(name, value)| json!({ "name": name, "html": inlines(value) }));
    let more = json!({
        "facts": facts.collect::<Vec<_>>(),
        "notices": notices.collect::<Vec<_>>(),
        "colophon": colophon.collect::<Vec<_>>(),
    });
    with(head, more)
}

fn logo(logo: &Logo, parts: Parts) -> Value {
    let address = match parts {
        Parts::Inside => {
            format!("data:{};base64,{}", logo.media_type, STANDARD.encode(&logo.bytes))
        }
        Parts::Beside | Parts::Above => logo_path(logo),
    };
    json!({ "address": address, "alternative": logo.alternative })
}

fn chapter_html(
    chapter: &Chapter,
    parts: Parts,
    input: &Input<'_>,
    tera: &Tera,
) -> Result<Value, RenderError> {
    let blocks = |blocks: &[Block]| blocks_html(blocks, parts, input, tera);
    let body = blocks(&chapter.blocks)? + &notes(&footnotes(&chapter.blocks), &blocks)?;
    Ok(json!({
        "id": chapter.id,
        "number": chapter.number,
        "title_text": plain_text(&chapter.title),
        "title_html": inlines(&chapter.title),
        "easy": chapter.easy,
        "body": body,
    }))
}

fn blocks_html(
    blocks: &[Block],
    parts: Parts,
    input: &Input<'_>,
    tera: &Tera,
) -> Result<String, RenderError> {
    let block_html = |block: &Block| match block {
        Block::Table(table) => table_html(table, parts, input, tera),
        Block::Chart(chart) => chart_html(chart, parts, input, tera),
        simple => simple_block(simple, &|blocks| blocks_html(blocks, parts, input, tera)),
    };
    blocks.iter().map(block_html).collect()
}

pub(super) fn table_html(
    table: &Table,
    parts: Parts,
    input: &Input<'_>,
    tera: &Tera,
) -> Result<String, RenderError> {
    let class = match table.columns.len() {
        columns if columns > WIDEST => " wide widest",
        columns if columns > WIDE => " wide",
        _ => "",
    };
    let head = if class.is_empty() { with_soft_hyphens } else { with_syllables };
    let mut shown = table.clone();
    shown.columns.iter_mut().for_each(|column| column.label = head(&column.label));
    shown.rows.iter_mut().for_each(|row| row.label = with_soft_hyphens(&row.label));
    let csv = match parts {
        Parts::Inside => {
            let code = STANDARD.encode(data::download_csv(table)?);
            format!("data:text/csv;charset=utf-8;base64,{code}")
        }
        Parts::Beside => download_path(table),
        Parts::Above => format!("../{}", download_path(table)),
    };
    let more = json!({
        "class": class,
        "scrolls": scrolls(table),
        "file": data::file_name(table),
        "csv": csv,
    });
    let mut context = Context::new();
    context.insert("table", &with(&shown, more)?);
    fill("table.html", &context, input, tera)
}

/// Whether a table is wider than a small screen. Its numbers stay in one piece; the labels of rows have 120 px at least.
fn scrolls(table: &Table) -> bool {
    let columns = table.columns.iter().enumerate().map(|(at, column)| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(at));
        let cells = cells.map(|cell| cell.text().chars().count());
        cells.chain([longest_word(&column.label)]).max().unwrap_or_default()
    });
    is_wider_than_screen(120, columns)
}

pub(super) fn chart_html(
    chart: &Chart,
    parts: Parts,
    input: &Input<'_>,
    tera: &Tera,
) -> Result<String, RenderError> {
    let drawing = input.drawings.get(&chart.id);
    let (table, own_table) = match &chart.data {
        ChartData::Elsewhere(id, number) => (json!({ "id": id, "number": number }), Value::Null),
        ChartData::Own(table) => {
            // It folds under the chart as it is.
            let table = Table { is_detail: false, ..table.as_ref().clone() };
            let html = table_html(&table, parts, input, tera)?;
            (Value::Null, json!({ "number": table.number, "html": html }))
        }
        ChartData::List => (Value::Null, Value::Null),
    };
    let more = json!({
        "headline": chart.headline.as_deref().map(inlines),
        "wide": drawing.map_or_else(String::new, |drawing| inline(&drawing.wide)),
        "narrow": drawing.map_or_else(String::new, |drawing| inline(&drawing.narrow)),
        "table": table,
        "own_table": own_table,
    });
    let mut context = Context::new();
    context.insert("chart", &with(chart, more)?);
    fill("chart.html", &context, input, tera)
}

/// A drawing as a part of a page, where its kind goes without saying.
fn inline(drawing: &str) -> String {
    drawing.replacen(" xmlns=\"http://www.w3.org/2000/svg\"", "", 1)
}
