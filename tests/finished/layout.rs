//! The layout of the PDF, and what the file says of itself: every text on the paper and on free ground, every chart as it was
//! drawn, every head of a table marked as one, the names of the report in the properties.

use super::normal;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Name, Object, Stream, String as PdfString};
use krm_report::chart::Drawing;
use krm_report::project::Logo;
use krm_report::report::{Block, Document, Head, plain_text};
use std::collections::BTreeMap;
use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::visualize::ImageKind;
use typst_layout::PagedDocument;

/// A run of text on a page: where it begins and ends, from the left, and its foot, from the top, in points.
struct Piece {
    text: String,
    x: (f64, f64),
    y: f64,
    size: f64,
}

impl Piece {
    /// Whether another piece is printed over this one, by about a third of a letter at least.
    fn lies_on(&self, other: &Self) -> bool {
        let across = self.x.1.min(other.x.1) - self.x.0.max(other.x.0);
        let size = self.size.min(other.size);
        (self.y - other.y).abs() < 0.5 * size && across > 0.3 * size
    }
}

/// What a page shows.
#[derive(Default)]
struct Shown {
    pieces: Vec<Piece>,
    drawings: Vec<Vec<u8>>,
}

impl Shown {
    fn of(frame: &Frame) -> Self {
        let mut shown = Self::default();
        shown.read(frame, Transform::identity());
        shown
    }

    fn read(&mut self, frame: &Frame, moved: Transform) {
        for (point, item) in frame.items() {
            let here = moved.pre_concat(Transform::translate(point.x, point.y));
            match item {
                FrameItem::Group(group) => {
                    self.read(&group.frame, here.pre_concat(group.transform))
                }
                FrameItem::Text(text) => {
                    let [from, to] = [Point::zero(), Point::with_x(text.width())];
                    let [from, to] = [from.transform(here), to.transform(here)];
                    self.pieces.push(Piece {
                        text: text.text.to_string(),
                        x: (from.x.to_pt(), to.x.to_pt()),
                        y: from.y.to_pt(),
                        size: text.size.to_pt(),
                    });
                }
                FrameItem::Image(image, ..) => {
                    if let ImageKind::Svg(svg) = image.kind() {
                        self.drawings.push(svg.data().to_vec());
                    }
                }
                FrameItem::Shape(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }
}

/// Texts beyond the edges of the paper or over others.
pub(crate) fn misplaced(pages: &PagedDocument) -> Vec<String> {
    let mut faults = Vec::new();
    for (page, number) in pages.pages().iter().zip(1..) {
        let (width, height) = (page.frame.width().to_pt(), page.frame.height().to_pt());
        let mut pieces = Shown::of(&page.frame).pieces;
        pieces.retain(|piece| !piece.text.trim().is_empty());
        for piece in &pieces {
            if piece.x.0 < 0.0 || piece.x.1 > width || piece.y > height || piece.y < 0.0 {
                faults.push(format!("page {number}: „{}“ is beyond the edge", piece.text));
            }
        }
        pieces.sort_by(|one, other| one.y.total_cmp(&other.y));
        for (position, piece) in pieces.iter().enumerate() {
            let below = pieces.iter().skip(position + 1);
            let mut near = below.take_while(|other| other.y - piece.y < piece.size);
            if let Some(other) = near.find(|other| piece.lies_on(other)) {
                faults.push(format!("page {number}: „{}“ is over „{}“", piece.text, other.text));
            }
        }
    }
    faults
}

/// Letters of a line of text at most, and the size of its letters and of the smallest, in points.
const LETTERS: usize = 75;
const TEXT: f64 = 10.0;
const SMALLEST: f64 = 8.0;
/// Where the column of the text begins, from the left, in points.
const COLUMN: f64 = 189.0;

/// Texts in small letters, and lines of text that are long.
pub(crate) fn cramped(pages: &PagedDocument) -> Vec<String> {
    let mut faults = Vec::new();
    for (page, number) in pages.pages().iter().zip(1..) {
        let mut lines: BTreeMap<i64, String> = BTreeMap::new();
        for piece in Shown::of(&page.frame).pieces {
            if piece.size < SMALLEST - 0.01 {
                faults.push(format!("page {number}: „{}“ has {} points", piece.text, piece.size));
            }
            if (piece.size - TEXT).abs() < 0.01 && piece.x.0 > COLUMN {
                lines.entry((piece.y * 10.0).round() as i64).or_default().push_str(&piece.text);
            }
        }
        // The contents lead to their pages with points.
        lines.retain(|_, line| !line.contains("...."));
        let letters = |line: &str| line.trim_end_matches(['\u{ad}', ' ']).chars().count();
        let long = lines.into_values().filter(|line| letters(line) > LETTERS);
        faults.extend(long.map(|line| format!("page {number}: „{line}“ is long")));
    }
    faults
}

/// The meanings of signs that a file has in their places, in order.
pub(crate) fn spoken_signs(bytes: &[u8]) -> Vec<String> {
    let pdf = Pdf::new(bytes.to_vec()).unwrap();
    let elements = pdf.objects().into_iter().filter_map(Object::into_dict);
    let is_sign = |element: &Dict<'_>| {
        element.get::<Name<'_>>("S").is_some_and(|tag| tag.as_str() == "Formula")
    };
    elements.filter(is_sign).map(|element| text_of(&element, "Alt")).collect()
}

/// Pages that do not say which they are, and charts that are not shown as they were drawn.
pub(crate) fn misnumbered_or_redrawn(
    pages: &PagedDocument,
    document: &Document,
    drawings: &BTreeMap<String, Drawing>,
    logo: Option<&Logo>,
) -> Vec<String> {
    let mut faults = Vec::new();
    let count = pages.pages().len();
    let mut charts: BTreeMap<&str, usize> = BTreeMap::new();
    for (page, number) in pages.pages().iter().zip(1..) {
        let shown = Shown::of(&page.frame);
        let text: String = shown.pieces.iter().map(|piece| piece.text.as_str()).collect();
        if !normal(&text).contains(&format!("Seite {number} von {count}")) {
            faults.push(format!("page {number} does not say so"));
        }
        for svg in
            shown.drawings.into_iter().filter(|svg| logo.is_none_or(|logo| logo.bytes != *svg))
        {
            // On paper the patterns of the series are shown.
            let printed = |drawn: &String| normal(&drawn.replace(" display=\"none\"", ""));
            let svg = normal(std::str::from_utf8(&svg).unwrap());
            let of_chart = |(_, it): &(&String, &Drawing)| {
                [&it.wide, &it.narrow].into_iter().any(|drawn| printed(drawn) == svg)
            };
            match drawings.iter().find(of_chart) {
                Some((id, _)) => *charts.entry(id).or_default() += 1,
                None => faults.push(format!("page {number}: a drawing that is no chart")),
            }
        }
    }
    for chart in document.charts() {
        if charts.get(chart.id.as_str()) != Some(&1) {
            faults.push(format!("the chart {} is not there once", chart.id));
        }
    }
    faults
}

/// What is wrong with what a file says of itself and of its parts, beside its texts.
pub(crate) fn misdescribed(bytes: &[u8], document: &Document, logo: Option<&Logo>) -> Vec<String> {
    let pdf = Pdf::new(bytes.to_vec()).unwrap();
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).unwrap();
    let mut faults = Vec::new();
    tables_and_pictures(&pdf, document, logo, &mut faults);
    bookmarks(&catalog, document, &mut faults);
    properties(&pdf, &catalog, &document.head, &mut faults);
    faults
}

/// Heads of tables say what they are heads of, tables what their signs mean, and pictures what they show.
fn tables_and_pictures(
    pdf: &Pdf,
    document: &Document,
    logo: Option<&Logo>,
    faults: &mut Vec<String>,
) {
    let tables = document.tables();
    let (mut row_heads, mut column_heads) = (0, 0);
    let (mut summaries, mut alternatives) = (Vec::new(), Vec::new());
    for object in pdf.objects() {
        let Some(element) = object.into_dict() else { continue };
        let attributes: Vec<Dict<'_>> = match element.get::<Object<'_>>("A") {
            Some(Object::Array(list)) => {
                list.iter::<Object<'_>>().filter_map(Object::into_dict).collect()
            }
            Some(one) => one.into_dict().into_iter().collect(),
            None => Vec::new(),
        };
        let is = |tag: &str| element.get::<Name<'_>>("S").is_some_and(|it| it.as_str() == tag);
        let has = |key: &str, value: &str| {
            let mut values = attributes.iter().filter_map(|it| it.get::<Name<'_>>(key));
            values.any(|it| it.as_str() == value)
        };
        row_heads += usize::from(is("TH") && has("Scope", "Row"));
        column_heads += usize::from(is("TH") && has("Scope", "Column"));
        let summary = attributes.iter().find_map(|it| it.get::<PdfString<'_>>("Summary"));
        summaries.extend(summary.map(|text| normal(&text_string(text.as_bytes()))));
        if is("Figure") {
            alternatives.push(normal(&text_of(&element, "Alt")));
        }
    }
    let rows: usize = tables.iter().map(|table| table.rows.len()).sum();
    let columns: usize = tables.iter().map(|table| table.columns.len() + 1).sum();
    let blocks = document.chapters.iter().flat_map(|chapter| &chapter.blocks);
    let typed = blocks.filter_map(|block| match block {
        Block::PlainTable(table) => Some(table.columns.len()),
        _ => None,
    });
    let columns = columns + typed.sum::<usize>();
    if (row_heads, column_heads) != (rows, columns) {
        faults.push(format!(
            "{row_heads} heads of rows for {rows}, {column_heads} of columns for {columns}"
        ));
    }
    let said = tables.iter().map(|table| {
        let notes = table.shown_notes.iter().map(|note| note.text.as_str());
        normal(&notes.collect::<Vec<_>>().join(" "))
    });
    let mut said: Vec<String> = said.collect();
    said.retain(|notes| !notes.is_empty());
    differ("summaries of tables", summaries, said, faults);
    let mut charts: Vec<String> =
        document.charts().iter().map(|chart| normal(&chart.spec.description)).collect();
    charts.extend(logo.map(|logo| normal(&logo.alternative)));
    differ("alternative texts", alternatives, charts, faults);
}

/// Every chapter has a bookmark.
fn bookmarks(catalog: &Dict<'_>, document: &Document, faults: &mut Vec<String>) {
    let mut bookmarks = Vec::new();
    let all = catalog.get::<Dict<'_>>("Outlines");
    let mut entry = all.and_then(|all| all.get::<Dict<'_>>("First"));
    while let Some(one) = entry {
        bookmarks.push(normal(&text_of(&one, "Title")));
        entry = one.get("Next");
    }
    for chapter in &document.chapters {
        let title = normal(&format!("{} {}", chapter.number, plain_text(&chapter.title)));
        if !bookmarks.contains(&title) {
            faults.push(format!("no bookmark „{title}“"));
        }
    }
}

/// Title and author in both places that have them, and nothing more.
fn properties(pdf: &Pdf, catalog: &Dict<'_>, head: &Head, faults: &mut Vec<String>) {
    let record = catalog.get::<Stream<'_>>("Metadata").unwrap().decoded().unwrap();
    let record = String::from_utf8(record.to_vec()).unwrap();
    let known = pdf.metadata();
    let of_info = |text: &Option<Vec<u8>>| text.as_deref().map(text_string).unwrap_or_default();
    let draft = if head.draft { "Entwurf: " } else { "" };
    let title = format!("{draft}{} – {}", head.title, head.organisation);
    for (name, found, expected) in [
        ("Title", of_info(&known.title), title.as_str()),
        ("Author", of_info(&known.author), &head.office),
        ("Subject", of_info(&known.subject), ""),
        ("Keywords", of_info(&known.keywords), ""),
        ("dc:title", in_xml(&record, "dc:title"), &title),
        ("dc:creator", in_xml(&record, "dc:creator"), &head.office),
        ("dc:description", in_xml(&record, "dc:description"), ""),
        ("dc:subject", in_xml(&record, "dc:subject"), ""),
        ("pdf:Keywords", in_xml(&record, "pdf:Keywords"), ""),
    ] {
        if normal(&found) != normal(expected) {
            faults.push(format!("{name} is „{found}“"));
        }
    }
}

/// Tells where two lists are not the same in any order.
fn differ(what: &str, mut found: Vec<String>, mut expected: Vec<String>, faults: &mut Vec<String>) {
    found.sort();
    expected.sort();
    if found != expected {
        faults.push(format!("{what}: {found:#?} for {expected:#?}"));
    }
}

fn text_of(dictionary: &Dict<'_>, key: &str) -> String {
    let text = dictionary.get::<PdfString<'_>>(key);
    text.map(|text| text_string(text.as_bytes())).unwrap_or_default()
}

/// The text of an element of the record in XML; it has no elements that say anything but texts.
fn in_xml(record: &str, name: &str) -> String {
    let Some((_, rest)) = record.split_once(&format!("<{name}>")) else { return String::new() };
    let (inside, _) = rest.split_once(&format!("</{name}>")).unwrap();
    super::xml::read(&format!("<x>{inside}</x>")).unwrap().all_text()
}

/// Text as PDF writes it where it is meant for people.
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, units @ ..] => {
            let unit = |pair: &[u8]| u16::from_be_bytes([pair[0], pair[1]]);
            String::from_utf16(&units.chunks(2).map(unit).collect::<Vec<_>>()).unwrap()
        }
        bytes => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
