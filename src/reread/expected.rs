//! What should stand where: the document's lines, and its tables with the published value of each
//! place.
//!
//! Which figure belongs in a cell is taken from the plan, not from what was printed there, so a table
//! that was filled askew is seen, too.

use super::figures::Figures;
use super::lines::{Lines, Part, parts};
use super::number::normal;
use crate::disclosure::PublishedValue;
use crate::domain::Figure;
use crate::plan::{Plan, TablePlan};
use crate::report::{
    Block, Cell, Chart, ChartData, Document, Head, Inline, PlainTable, Table, footnotes, plain_text,
};

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ExpectedCell {
    /// Figure id and value; `None` where a number would mislead.
    pub(super) figure: Option<(String, PublishedValue)>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub(super) struct ExpectedRow {
    pub(super) label: String,
    pub(super) key: String,
    pub(super) cells: Vec<ExpectedCell>,
}

/// A table.
#[derive(Clone, Debug)]
pub(super) struct ExpectedTable {
    pub(super) id: String,
    pub(super) row_header: String,
    /// Heads and keys of the columns.
    pub(super) columns: Vec<(String, String)>,
    pub(super) rows: Vec<ExpectedRow>,
}

impl ExpectedTable {
    /// The heads from left to right.
    pub(super) fn heads(&self) -> Vec<&String> {
        [&self.row_header].into_iter().chain(self.columns.iter().map(|(label, _)| label)).collect()
    }
}

/// Everything the artifacts are held against.
pub(super) struct Expected<'a> {
    pub(super) figures: Figures<'a>,
    pub(super) lines: Lines,
    pub(super) tables: Vec<ExpectedTable>,
    pub(super) plain: Vec<PlainLabels>,
}

/// What a table that a chapter has written out is known by: its heads, and the first cells of its rows.
#[derive(PartialEq)]
pub(super) struct PlainLabels {
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<String>,
}

/// Goes through the document.
pub(super) fn expected<'a>(
    document: &Document,
    plan: &'a Plan,
    figures: Figures<'a>,
) -> Expected<'a> {
    let tables = document.tables().into_iter().map(|table| table_of(table, plan, &figures));
    let tables = tables.collect();
    let mut gather = Gather { figures: &figures, lines: Lines::default(), plain: Vec::new() };
    gather.head(document);
    gather.data(document);
    gather.embedded(document);
    for chapter in &document.chapters {
        gather.title(&chapter.number.to_string(), &chapter.title);
        gather.blocks(&chapter.blocks);
        for (number, content) in footnotes(&chapter.blocks) {
            gather.note(number, content);
        }
    }
    let Gather { lines, plain, .. } = gather;
    Expected { lines, figures, tables, plain }
}

struct Gather<'f> {
    figures: &'f Figures<'f>,
    lines: Lines,
    plain: Vec<PlainLabels>,
}

impl Gather<'_> {
    fn head(&mut self, document: &Document) {
        let head = &document.head;
        self.lines.phrase(&format!("krm-report {}", env!("CARGO_PKG_VERSION")));
        // How a page fits the screen.
        self.lines.phrase("initial-scale=1");
        let texts = [
            &head.title,
            &head.office,
            &head.organisation,
            &head.year,
            &head.as_of,
            &head.as_of_iso,
        ];
        texts.into_iter().for_each(|text| self.lines.phrase(text));
        self.names(head);
        for (name, value) in &head.facts {
            self.lines.phrase(value);
            self.line(&[Part::Text(name)]);
            self.line(&[Part::Text(value)]);
            self.line(&[Part::Text(name), Part::Text(": "), Part::Text(value)]);
        }
        for (name, value) in &head.colophon {
            let mut line = vec![Part::Text(name), Part::Text(": ")];
            parts(value, &mut line);
            self.line(&line);
            self.inlines(value);
        }
        for notice in &head.notices {
            let mut line = vec![Part::Text(&notice.title), Part::Text(". ")];
            parts(&notice.content, &mut line);
            self.line(&line);
            line.extend([Part::Text(" "), Part::Text(&notice.more)]);
            self.line(&line);
            self.inlines(&notice.content);
            self.line(&[Part::Text(&notice.more)]);
        }
    }

    /// What the description of the data files says beside the texts of tables: names, and what figures mean.
    fn data(&mut self, document: &Document) {
        let head = &document.head;
        self.lines.phrase(&format!("krm-report-{}", head.name));
        self.lines.phrase(&format!("{}T00:00:00Z", head.as_of_iso));
        self.lines.phrase("utf-8");
        head.licence.iter().for_each(|licence| self.lines.phrase(licence));
        for table in document.tables() {
            self.lines.name(&table.id);
            self.lines.name(&format!("{}.csv", table.id));
            table.columns.iter().for_each(|column| self.lines.name(&column.key));
        }
        document.figures.iter().for_each(|entry| self.lines.phrase(&entry.definition));
    }

    /// Title and names as they stand beside each other: each of them may be no more than a number.
    fn names(&mut self, head: &Head) {
        let Head { title, office, organisation, as_of, .. } = head;
        for line in [
            format!("{title} – {organisation}"),
            format!("Entwurf: {title} – {organisation}"),
            format!("{title} – Stand: {as_of}"),
            format!("{office}, {organisation} · Stand: {as_of}"),
            format!("{title} · {office}, {organisation}"),
            format!("{office} · {organisation}"),
            format!("{office} {organisation}"),
            format!(
                "Die Tabellen des Berichts „{title}“ ({office}, {organisation}), Stand: {as_of}."
            ),
        ] {
            self.lines.line(&[Part::Text(&line)], self.figures);
        }
    }

    /// The titles of pages with one table or chart each.
    fn embedded(&mut self, document: &Document) {
        let tables = document.tables().into_iter().map(|table| &table.title);
        for title in tables.chain(document.charts().into_iter().map(|chart| &chart.title)) {
            let line = format!("{title} – {}", document.head.title);
            self.line(&[Part::Text(&line)]);
            self.line(&[Part::Text("Entwurf: "), Part::Text(&line)]);
        }
    }

    /// The title of a table or chart as it stands beside its number and what follows.
    fn caption(&mut self, name: &str, title: &str, subtitle: &str) {
        for line in [
            format!("{name}: {title}"),
            format!("{name} {title} {subtitle}"),
            format!("{title} {subtitle}"),
            format!("{title}. {subtitle}"),
        ] {
            self.lines.line(&[Part::Text(&line)], self.figures);
        }
    }

    fn line(&mut self, line: &[Part<'_>]) {
        self.lines.line(line, self.figures);
    }

    fn inlines(&mut self, content: &[Inline]) {
        let mut line = Vec::new();
        parts(content, &mut line);
        self.line(&line);
    }

    /// A heading, with its number and without.
    fn title(&mut self, number: &str, content: &[Inline]) {
        self.inlines(content);
        let number = format!("{number} ");
        let mut line = vec![Part::Text(&number)];
        parts(content, &mut line);
        self.lines.line(&line, self.figures);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading { number, content, .. } => {
                    self.title(number.as_deref().unwrap_or_default(), content);
                }
                Block::Paragraph(content) => self.inlines(content),
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                Block::Quote(blocks) => self.blocks(blocks),
                Block::KeyFigures(figures) => {
                    for key in figures {
                        self.line(&[Part::Text(&key.label)]);
                        self.line(&[Part::Figure(&key.figure)]);
                        let mut label = vec![
                            Part::Figure(&key.figure),
                            Part::Text(" "),
                            Part::Text(&key.label),
                        ];
                        self.line(&label);
                        if let Some(before) = &key.before {
                            self.inlines(before);
                            label.push(Part::Text("; "));
                            parts(before, &mut label);
                            self.line(&label);
                        }
                    }
                }
                Block::Definitions(entries) => {
                    for (term, text) in entries {
                        self.lines.phrase(term);
                        self.lines.phrase(text);
                        self.line(&[Part::Text(term), Part::Text(": "), Part::Text(text)]);
                    }
                }
                Block::Source(text) => self.lines.phrase(text),
                Block::Table(table) => self.table(table),
                Block::PlainTable(table) => self.plain_table(table),
                Block::Chart(chart) => self.chart(chart),
            }
        }
    }

    /// A table that a chapter has written out: each cell is a line.
    fn plain_table(&mut self, table: &PlainTable) {
        self.lines.phrase(&table.name());
        table.rows.iter().flatten().for_each(|cell| self.inlines(cell));
        let text = |cell: &Vec<Inline>| normal(&plain_text(cell));
        let heads = table.rows.iter().take(1).flatten().map(text).collect();
        let rows = table.rows.iter().skip(1).filter_map(|row| row.first()).map(text).collect();
        self.plain.push(PlainLabels { heads, rows });
    }

    /// A note, with its number and without.
    fn note(&mut self, number: usize, content: &[Block]) {
        self.blocks(content);
        for mark in [format!("[{number}] "), format!("[{number}]")] {
            let mut line = vec![Part::Text(mark.as_str())];
            for block in content {
                match block {
                    Block::Paragraph(content) => {
                        self.lines.phrase(&plain_text(content));
                        parts(content, &mut line);
                        self.line(&line);
                    }
                    _ => self.line(&line),
                }
            }
        }
    }

    fn table(&mut self, table: &Table) {
        let name = format!("Tabelle {}", table.number);
        self.lines.phrase(&name);
        self.caption(&name, &table.title, &table.subtitle);
        let texts = [&table.title, &table.subtitle, &table.source].into_iter();
        let texts = texts.chain(table.notes.iter().map(|note| &note.text));
        texts.for_each(|text| self.lines.phrase(text));
        self.line(&[Part::Text(below(table).trim_end())]);
        // As the description of a column names the row it explains.
        table.rows.iter().for_each(|row| self.lines.phrase(&format!("Zeile „{}“", row.label)));
        let columns = table.columns.iter().map(|column| &column.label);
        let rows = table.rows.iter().map(|row| &row.label);
        for label in columns.chain(rows).chain([&table.row_header]) {
            self.line(&[Part::Text(label)]);
        }
    }

    fn chart(&mut self, chart: &Chart) {
        let name = format!("Abbildung {}", chart.number);
        self.lines.phrase(&name);
        self.caption(&name, &chart.title, &chart.subtitle);
        for text in [&chart.title, &chart.subtitle, &chart.source, &chart.spec.title] {
            self.lines.phrase(text);
        }
        if let Some(headline) = &chart.headline {
            // Its figures are held against the published ones; in print it stands among other texts.
            self.inlines(headline);
            self.lines.phrase(&plain_text(headline));
            let behind = format!(" {}. {}", chart.title, chart.subtitle);
            for name in [format!("{name} "), String::new()] {
                let mut line = vec![Part::Text(name.as_str())];
                parts(headline, &mut line);
                line.push(Part::Text(&behind));
                self.line(&line);
            }
        }
        if let Some(note) = &chart.note {
            self.lines.phrase(note);
            let numbers = match &chart.data {
                ChartData::Elsewhere(_, number) => format!("Zahlen in Tabelle {number}"),
                ChartData::Own(table) => format!("Zahlen in Tabelle {} im Anhang", table.number),
                ChartData::List => String::new(),
            };
            let mut parts = vec![chart.shown_source.clone(), numbers];
            parts.retain(|part| !part.is_empty());
            self.line(&[Part::Text(format!("{note} {}", parts.join("; ")).trim_end())]);
            self.line(&[Part::Text(format!("{note} {}", chart.shown_source).trim_end())]);
        }
        self.line(&[Part::Text(&chart.spec.description)]);
        match &chart.data {
            ChartData::Own(table) => {
                self.table(table);
                self.line(&[Part::Text(&format!("{} Zu {name}", below(table).trim_end()))]);
            }
            ChartData::Elsewhere(_, number) => self.lines.phrase(&format!("Tabelle {number}")),
            ChartData::List => {}
        }
    }
}

/// What stands below a table in the PDF; each part of it may be no more than a number.
fn below(table: &Table) -> String {
    let notes = table.shown_notes.iter().map(|note| note.text.as_str());
    notes.chain([table.shown_source.as_str()]).collect::<Vec<_>>().join(" ")
}

fn table_of(table: &Table, plan: &Plan, figures: &Figures<'_>) -> ExpectedTable {
    let plan = plan.table(&table.id);
    let id_of = |figure: &Figure| figures.id(figure).map(str::to_owned);
    let rows = table.rows.iter().map(|row| {
        let planned = plan.and_then(|plan| {
            plan.rows.iter().find(|planned| {
                planned.key == row.key && planned.label == row.label && planned.kind == row.kind
            })
        });
        let cells = row.cells.iter().zip(&table.columns).map(|(cell, column)| {
            let position = plan.and_then(|plan| position(plan, &column.key, &column.label));
            let figure = match (planned, position) {
                (Some(row), Some(position)) => {
                    row.cells.get(position).and_then(Option::as_ref).and_then(id_of)
                }
                _ => match cell {
                    Cell::Figure(figure) => Some(figure.id().to_owned()),
                    Cell::Barred { .. } => None,
                },
            };
            let value = |id: String| {
                let value = figures.value(&id).unwrap_or(PublishedValue::Masked);
                (id, value)
            };
            ExpectedCell { figure: figure.map(value) }
        });
        ExpectedRow { label: normal(&row.label), key: row.key.clone(), cells: cells.collect() }
    });
    ExpectedTable {
        id: table.id.clone(),
        row_header: normal(&table.row_header),
        columns: table
            .columns
            .iter()
            .map(|column| (normal(&column.label), column.key.clone()))
            .collect(),
        rows: rows.collect(),
    }
}

/// The planned column with this key and head.
fn position(plan: &TablePlan, key: &str, label: &str) -> Option<usize> {
    plan.columns.iter().position(|column| column.key == key && column.label == label)
}
