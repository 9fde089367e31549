//! The document model: what the report says, in order, with every number already printed. All
//! formats are made from it; templates get it in its serialised form.

use super::chart_spec::ChartSpec;
use super::links::plain_text;
use super::printed::PrintedFigure;
use super::signs::Signs;
use crate::diagnostic::Place;
use crate::plan::RowKind;
use pulldown_cmark::Alignment;
use serde::Serialize;

/// A whole report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Document {
    /// What stands above the first chapter and at the edges of pages.
    pub head: Head,
    /// The chapters in order.
    pub chapters: Vec<Chapter>,
    /// The definition and value of every published figure, by id.
    #[serde(skip)]
    pub figures: Vec<FigureEntry>,
    /// The signs that stand in place of numbers.
    #[serde(skip)]
    pub signs: Signs,
    /// The links of chapters to files.
    #[serde(skip)]
    pub links: Vec<ChapterLink>,
}

/// A link that a chapter has typed.
#[derive(Clone, Debug, PartialEq)]
pub struct ChapterLink {
    /// Where to.
    pub href: String,
    /// Where it stands.
    pub place: Place,
}

/// What stands above the first chapter and at the edges of pages.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Head {
    /// Year and edition as an identifier: `2017`, `2017-intranet`.
    pub name: String,
    /// Title of the report.
    pub title: String,
    /// The reporting office.
    pub office: String,
    /// The house it belongs to.
    pub organisation: String,
    /// The report year as printed.
    pub year: String,
    /// The report's date as printed: `2. Mai 2018`.
    pub as_of: String,
    /// The report's date: `2018-05-02`.
    pub as_of_iso: String,
    /// Whether it is a draft.
    pub draft: bool,
    /// Facts for the title block: name and value.
    pub facts: Vec<(String, String)>,
    /// What must be said on page one.
    pub notices: Vec<Notice>,
    /// Where the cases come from.
    pub source: String,
    /// Under which terms the report may be used.
    pub licence: Option<String>,
    /// What stands at the very end: name and value.
    pub colophon: Vec<(String, Vec<Inline>)>,
}

/// Something that must be said on page one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Notice {
    /// A few words.
    pub title: String,
    /// The first sentence.
    pub content: Vec<Inline>,
    /// The others.
    pub more: String,
}

/// One chapter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Chapter {
    /// Anchor, from the file name: `processing-time`.
    pub id: String,
    /// Number, from 1.
    pub number: usize,
    /// Title.
    pub title: Vec<Inline>,
    /// Whether it is written in Leichte Sprache, by hand.
    pub easy: bool,
    /// Content.
    pub blocks: Vec<Block>,
}

/// A block of content.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", content = "content", rename_all = "kebab-case")]
pub enum Block {
    /// A section's heading.
    Heading {
        /// 2 for a section, 3 and more below.
        level: u8,
        /// Anchor.
        id: String,
        /// Number of a section, for example `4.2`; none below sections.
        number: Option<String>,
        /// Text.
        content: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// First number of a numbered list.
        start: Option<u64>,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// Numbers in large type.
    KeyFigures(Vec<KeyFigure>),
    /// A table.
    Table(Box<Table>),
    /// A table that a chapter has written out.
    PlainTable(PlainTable),
    /// A chart.
    Chart(Box<Chart>),
    /// Terms with their descriptions.
    Definitions(Vec<(String, String)>),
    /// Where the numbers of a chapter come from.
    Source(String),
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", content = "content", rename_all = "kebab-case")]
pub enum Inline {
    /// Text.
    Text(String),
    /// A number.
    Figure(PrintedFigure),
    /// Important.
    Strong(Vec<Inline>),
    /// Stressed.
    Emphasis(Vec<Inline>),
    /// No longer valid.
    Struck(Vec<Inline>),
    /// A note below the text.
    Footnote {
        /// Number, from 1, through the whole report.
        number: usize,
        /// What stands in its place in the text: `[1]`.
        mark: String,
        /// The note, where it is referred to first.
        content: Option<Vec<Block>>,
    },
    /// An abbreviation, where its meaning is told.
    Abbreviation {
        /// `KRM`.
        short: String,
        /// `Kundenreaktionsmanagement`.
        long: String,
    },
    /// A name of the program or of a file.
    Code(String),
    /// A link, checked to be safe.
    Link {
        /// Where to: http, https, mailto, an anchor or a relative path.
        href: String,
        /// Text.
        content: Vec<Inline>,
    },
    /// A forced line end.
    LineBreak,
}

/// A number in large type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KeyFigure {
    /// The number.
    pub figure: PrintedFigure,
    /// What it says.
    pub label: String,
    /// What it was a year before, and which way it went since.
    pub before: Option<Vec<Inline>>,
}

/// A filled table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Identifier: anchor `table-…` and stem of the data file.
    pub id: String,
    /// Number, from 1.
    pub number: usize,
    /// Title.
    pub title: String,
    /// Measure, population, period and n.
    #[serde(skip)]
    pub subtitle: String,
    /// The same, where it says more than that of the chart above it; otherwise empty.
    #[serde(rename = "subtitle")]
    pub shown_subtitle: String,
    /// Head of the first column.
    pub row_header: String,
    /// Heads of the other columns.
    pub columns: Vec<TableColumn>,
    /// The rows.
    pub rows: Vec<TableRow>,
    /// Sentences below the table, where it stands alone.
    #[serde(skip)]
    pub notes: Vec<Note>,
    /// Those of them that its chapter has not said before.
    #[serde(rename = "notes")]
    pub shown_notes: Vec<Note>,
    /// Source and date.
    #[serde(skip)]
    pub source: String,
    /// The same, where it does not stand at the end of the chapter; otherwise empty.
    #[serde(rename = "source")]
    pub shown_source: String,
    /// Whether it holds details of what its chapter says: folded on the page, in the appendix of the annex.
    #[serde(rename = "detail")]
    pub is_detail: bool,
}

/// A table that a chapter has written out: words, and figures among them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PlainTable {
    /// Anchor: its chapter's with `-table`.
    pub id: String,
    /// How each column stands: `left`, `center`, `right`.
    pub columns: Vec<&'static str>,
    /// The rows, the heads of the columns first.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

impl PlainTable {
    /// One without rows.
    pub(super) fn new(id: String, columns: &[Alignment]) -> Self {
        let name = |column: &Alignment| match column {
            Alignment::Right => "right",
            Alignment::Center => "center",
            Alignment::Left | Alignment::None => "left",
        };
        Self { id, columns: columns.iter().map(name).collect(), rows: Vec::new() }
    }

    pub(super) fn begin_row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(super) fn push_cell(&mut self, content: Vec<Inline>) {
        self.rows.last_mut().into_iter().for_each(|row| row.push(content.clone()));
    }

    /// What the table is called where it has no title: by the heads of its columns.
    pub fn name(&self) -> String {
        let heads = self.rows.iter().take(1).flatten().map(|head| plain_text(head));
        let heads: Vec<String> = heads.filter(|head| !head.is_empty()).collect();
        if heads.is_empty() {
            "Übersicht".to_owned()
        } else {
            format!("Übersicht: {}", heads.join(", "))
        }
    }
}

/// A sentence below a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Note {
    /// The sentence.
    pub text: String,
    /// Whether it explains signs of this table, and stands with each that has them.
    #[serde(skip)]
    pub is_of_signs: bool,
}

/// A column of a filled table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct TableColumn {
    /// Head.
    pub label: String,
    /// Name in data files.
    #[serde(skip)]
    pub key: String,
}

/// A row of a filled table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TableRow {
    /// Label.
    pub label: String,
    /// Identifier in data files.
    #[serde(skip)]
    pub key: String,
    /// What kind of row it is.
    #[serde(rename = "class")]
    pub kind: RowKind,
    /// The cells.
    pub cells: Vec<Cell>,
}

/// A cell of a filled table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// A number or the sign in its place.
    Figure(PrintedFigure),
    /// A number would mislead here.
    Barred {
        /// The sign.
        text: String,
        /// What is read aloud.
        spoken: String,
    },
}

impl Cell {
    /// What stands on the page.
    pub fn text(&self) -> &str {
        match self {
            Self::Figure(figure) => figure.text(),
            Self::Barred { text, .. } => text,
        }
    }
}

/// A chart with what stands around it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Chart {
    /// Identifier: anchor `chart-…` and stem of the file.
    pub id: String,
    /// Number, from 1.
    pub number: usize,
    /// What it shows, said in a line; `None` where its numbers do not say it.
    pub headline: Option<Vec<Inline>>,
    /// Title.
    pub title: String,
    /// Measure, population, period and n.
    pub subtitle: String,
    /// What is drawn.
    #[serde(skip)]
    pub spec: ChartSpec,
    /// A sentence below the chart.
    pub note: Option<String>,
    /// Where its numbers are.
    pub data: ChartData,
    /// Source and date.
    #[serde(skip)]
    pub source: String,
    /// The same, where it does not stand at the end of the chapter; otherwise empty.
    #[serde(rename = "source")]
    pub shown_source: String,
}

/// Where a chart's numbers are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "content", rename_all = "kebab-case")]
pub enum ChartData {
    /// In a table that stands elsewhere in the report: its id and number.
    Elsewhere(String, usize),
    /// In a table that belongs to the chart.
    Own(Box<Table>),
    /// In a list of the chapter (activities).
    List,
}

/// The definition and value of a published figure, for data files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FigureEntry {
    /// The figure id.
    pub id: String,
    /// What it is, in words.
    pub definition: String,
    /// What is counted or measured.
    pub unit: FigureUnit,
    /// Id of the numerator of a share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Id of the base of a share or statistic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// Decimals of the printed value.
    pub decimals: u8,
    /// `published`, `rounded`, `masked`, `no_base`, `too_few_cases`, `not_available`, `not_comparable` or
    /// `not_recorded`.
    pub status: &'static str,
    /// The value with `decimals` decimals as text; absent unless published or rounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Whether an earlier edition of the year printed another number; absent where it is not so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub revised: bool,
}

/// What a figure counts or measures, as data files name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FigureUnit {
    /// Activities of the network.
    Activities,
    /// Cases.
    Cases,
    /// Calendar days.
    Days,
    /// Lines of the exports.
    Lines,
    /// Mentions of topics.
    Mentions,
    /// Percent.
    Percent,
    /// Cases per thousand of a reference figure.
    #[serde(rename = "per_thousand")]
    PerThousand,
    /// Records of the exports.
    Records,
}

impl Head {
    /// The state in data files: `draft` or `final`.
    pub fn status(&self) -> &'static str {
        if self.draft { "draft" } else { "final" }
    }
}

impl Document {
    /// All tables in order, those of charts included.
    pub fn tables(&self) -> Vec<&Table> {
        let mut found = Vec::new();
        for chapter in &self.chapters {
            visit(&chapter.blocks, &mut |block| match block {
                Block::Table(table) => found.push(table.as_ref()),
                Block::Chart(chart) => {
                    if let ChartData::Own(table) = &chart.data {
                        found.push(table);
                    }
                }
                _ => {}
            });
        }
        found
    }

    /// All charts in order.
    pub fn charts(&self) -> Vec<&Chart> {
        let mut found = Vec::new();
        for chapter in &self.chapters {
            visit(&chapter.blocks, &mut |block| {
                if let Block::Chart(chart) = block {
                    found.push(chart.as_ref());
                }
            });
        }
        found
    }
}

/// The notes that blocks refer to, with their numbers, in order.
pub fn footnotes(blocks: &[Block]) -> Vec<(usize, &[Block])> {
    fn of_line<'a>(content: &'a [Inline], found: &mut Vec<(usize, &'a [Block])>) {
        for inline in content {
            match inline {
                Inline::Footnote { number, content: Some(content), .. } => {
                    found.push((*number, content));
                }
                Inline::Strong(inner)
                | Inline::Emphasis(inner)
                | Inline::Struck(inner)
                | Inline::Link { content: inner, .. } => of_line(inner, found),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    visit(blocks, &mut |block| match block {
        Block::Paragraph(content) => of_line(content, &mut found),
        Block::PlainTable(table) => {
            table.rows.iter().flatten().for_each(|cell| of_line(cell, &mut found));
        }
        _ => {}
    });
    found
}

/// Visits blocks in order, those within lists and quotations included.
pub fn visit<'a>(blocks: &'a [Block], each: &mut impl FnMut(&'a Block)) {
    for block in blocks {
        each(block);
        match block {
            Block::List { items, .. } => items.iter().for_each(|item| visit(item, each)),
            Block::Quote(blocks) => visit(blocks, each),
            _ => {}
        }
    }
}
