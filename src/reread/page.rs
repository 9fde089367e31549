//! Reads a finished page or drawing back, as a browser would: blocks of text, attributes meant for
//! people, tables, elements with a figure id; of a chart its title and description. Judges nothing.

use super::number::{has_number, normal};
use super::reading::{ReadCell, ReadDownload, ReadFigure, ReadTable, Reading, Run, Text};
use super::style;
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};
use std::borrow::Cow;

/// Elements within a line of text.
const INLINE: [&str; 21] = [
    "a", "abbr", "b", "br", "cite", "code", "data", "em", "i", "kbd", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "time", "u", "wbr",
];

/// Elements without an end tag.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Attributes whose numbers say nothing about figures: names, goals of links, structure.
const TECHNICAL: &str = "aria-controls aria-describedby aria-labelledby charset class cols colspan data-figure dir \
    download for headers href id lang media name rel role rowspan scope src start tabindex \
    xmlns";

/// The same within drawings: where and how something is painted.
const PAINT: &str = "cx cy d fill font-family font-size font-weight height offset opacity patternunits points r \
    stroke stroke-dasharray stroke-width transform viewbox width x x1 x2 y y1 y2";

/// An open element.
#[derive(Default)]
struct Open {
    name: String,
    id: Option<String>,
    figure: Option<ReadFigure>,
    /// Whether it is a chart, whose marks and labels no office words.
    is_chart: bool,
}

#[derive(Default)]
struct Reader {
    reading: Reading,
    run: Run,
    stack: Vec<Open>,
    table: Option<ReadTable>,
    cell: Option<ReadCell>,
}

/// Reads a page, or a drawing of its own.
pub(super) fn read(html: &str) -> Reading {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut reader = Reader::default();
    for token in Tokenizer::new_with_emitter(&without_fonts(html), emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&text_of(&tag.name)),
            Token::String(text) => reader.text(&text_of(&text.value)),
            Token::Comment(text) => reader.aside("Kommentar", &text_of(&text.value)),
            Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reader.pop_to(0);
    reader.run.flush(&mut reader.reading.texts);
    reader.reading
}

/// Reads a style sheet of its own: the texts it prints.
pub(super) fn read_sheet(css: &str) -> Reading {
    let mut reader = Reader::default();
    style::printed(css).iter().for_each(|printed| reader.aside("Text im Stilblatt", printed));
    reader.reading
}

/// The page without its fonts: half of its length, and no text.
fn without_fonts(html: &str) -> String {
    let mut rest = html;
    let mut page = String::with_capacity(html.len());
    while let Some((before, encoded)) = rest.split_once("font/woff2;base64,") {
        page.push_str(before);
        let is_code = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
        let length = encoded.bytes().take_while(|byte| is_code(byte)).count();
        rest = encoded.get(length..).unwrap_or_default();
    }
    page.push_str(rest);
    page
}

/// Whether a link's goal holds a file itself.
fn is_data(goal: &str) -> bool {
    goal.trim_start().get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

impl Reader {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = text_of(&tag.name).into_owned();
        let attribute = |wanted: &str| {
            let value = tag.attributes.get(wanted.as_bytes())?;
            Some(text_of(&value.value).into_owned())
        };
        if ["td", "th", "tr"].contains(&name.as_str()) {
            self.close_cell();
        }
        if !INLINE.contains(&name.as_str()) {
            self.run.flush(&mut self.reading.texts);
        }
        let figure = attribute("data-figure");
        let in_drawing = name == "svg" || self.is_within("svg");
        self.attributes(&name, tag, figure.as_deref(), in_drawing);
        let id = attribute("id");
        if let Some(address) = attribute("href").filter(|goal| is_data(goal)) {
            let name = attribute("download").unwrap_or_default();
            let download = ReadDownload { name, address, place: self.run.place() };
            self.reading.downloads.push(download);
        }
        match name.as_str() {
            "br" => self.text(" "),
            "table" => {
                let mut ids = self.stack.iter().rev().filter_map(|open| open.id.as_deref());
                let id = ids.find_map(|id| id.strip_prefix("table-")).map(str::to_owned);
                self.table = Some(ReadTable { id, place: self.run.place(), rows: Vec::new() });
            }
            "tr" => self.table.iter_mut().for_each(|table| table.rows.push(Vec::new())),
            "td" | "th" if self.table.is_some() => {
                let head = name == "th";
                let form = form(&name, tag);
                let figure = figure.clone();
                self.cell = Some(ReadCell { head, figure, form, ..ReadCell::default() });
            }
            _ => {}
        }
        if VOID.contains(&name.as_str()) || tag.self_closing && in_drawing {
            return;
        }
        let place = self.run.place();
        let figure = figure.map(|id| ReadFigure {
            id,
            element: name.clone(),
            text: String::new(),
            form: form(&name, tag),
            place,
        });
        let is_chart = name == "svg" && attribute("class").is_some_and(|it| has_word(&it, "chart"));
        self.stack.push(Open { name, id, figure, is_chart });
    }

    /// Keeps the attributes that say something, and the markup within elements with a figure.
    fn attributes(
        &mut self,
        name: &str,
        tag: &StartTag<()>,
        figure: Option<&str>,
        in_drawing: bool,
    ) {
        for open in self.stack.iter_mut().filter_map(|open| open.figure.as_mut()) {
            open.form.push_str(&form(name, tag));
        }
        if let Some(cell) = &mut self.cell {
            cell.form.push_str(&form(name, tag));
        }
        for (key, value) in &tag.attributes {
            let key = text_of(key);
            if has_word(TECHNICAL, &key) || in_drawing && has_word(PAINT, &key) {
                continue;
            }
            let value = text_of(&value.value);
            if !has_number(&value) {
                continue;
            }
            let place = format!("Attribut `{key}` von `<{name}>`, {}", self.run.place());
            let figure = figure.map(str::to_owned);
            self.reading.texts.push(Text { place, text: normal(&value), figure });
        }
    }

    fn text(&mut self, text: &str) {
        if self.stack.last().is_some_and(|open| open.name == "style") {
            for printed in style::printed(text) {
                self.aside("Text im Stilblatt", &printed);
            }
            return;
        }
        if self.is_within("text") && self.stack.iter().any(|open| open.is_chart) {
            return;
        }
        for figure in self.stack.iter_mut().filter_map(|open| open.figure.as_mut()) {
            figure.text.push_str(text);
        }
        match &mut self.cell {
            Some(cell) => cell.text.push_str(text),
            None => self.run.push(text),
        }
    }

    /// A text that is not part of the page's own.
    fn aside(&mut self, what: &str, text: &str) {
        if has_number(text) {
            let place = format!("{what}, {}", self.run.place());
            self.reading.texts.push(Text { place, text: normal(text), figure: None });
        }
    }

    fn end(&mut self, name: &str) {
        if ["table", "tr", "td", "th"].contains(&name) {
            self.close_cell();
        }
        if let Some(position) = self.stack.iter().rposition(|open| open.name == name) {
            self.pop_to(position);
        }
    }

    /// Closes all elements from a position of the stack on.
    fn pop_to(&mut self, position: usize) {
        while self.stack.len() > position {
            let Some(open) = self.stack.pop() else { return };
            if let Some(mut figure) = open.figure {
                figure.text = normal(&figure.text);
                self.reading.figures.push(figure);
            }
            match open.name.as_str() {
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                    self.run.flush_heading(&mut self.reading.texts);
                }
                "table" => self.reading.tables.extend(self.table.take()),
                name if !INLINE.contains(&name) => self.run.flush(&mut self.reading.texts),
                _ => {}
            }
        }
    }

    /// Ends the cell being read, also where its end tag is left out.
    fn close_cell(&mut self) {
        let Some(mut cell) = self.cell.take() else { return };
        let position = self.stack.iter().rposition(|open| open.name == "td" || open.name == "th");
        self.pop_to(position.unwrap_or(self.stack.len()));
        cell.text = normal(&cell.text);
        if cell.head && has_number(&cell.text) {
            let place = self.run.place();
            let text = cell.text.clone();
            self.reading.texts.push(Text { place, text, figure: None });
        }
        let row = self.table.as_mut().and_then(|table| table.rows.last_mut());
        row.into_iter().for_each(|row| row.push(std::mem::take(&mut cell)));
    }

    fn is_within(&self, name: &str) -> bool {
        self.stack.iter().any(|open| open.name == name)
    }
}

fn has_word(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|one| one == word)
}

/// A tag with its attributes in order of their names, without the figure id.
fn form(name: &str, tag: &StartTag<()>) -> String {
    let mut form = format!("<{name}");
    for (key, value) in &tag.attributes {
        let key = text_of(key);
        if key != "data-figure" {
            form.push_str(&format!(" {key}=\"{}\"", text_of(&value.value)));
        }
    }
    form.push('>');
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_attributes_comments_and_printed_styles_are_read() {
        let page = "<style>p::after{content:\"7 Tage\"}</style><h1>1 A</h1><!-- 9 --><p>x <b>2</b>\
                    <br>y<p title='3 a' class=c4>z 0<img alt='5'>";
        let reading = read(page);
        let texts: Vec<&str> = reading.texts.iter().map(|text| text.text.as_str()).collect();
        assert_eq!(texts, ["7 Tage", "1 A", "9", "x 2 y", "3 a", "z 0", "5"]);
        assert!(reading.texts[3].place.contains("1 A"));
    }

    #[test]
    fn tables_are_read_cell_by_cell_also_without_end_tags() {
        let page = "<div id=table-a><table><tr><th>K<th>L<tr><th>r\
                    <td data-figure=cases><span aria-hidden=true>.</span><span>geheim</span></table>";
        let reading = read(page);
        let table = &reading.tables[0];
        assert_eq!(table.id.as_deref(), Some("a"));
        assert_eq!(table.rows[1][1].text, ".geheim");
        assert_eq!(table.rows[1][1].figure.as_deref(), Some("cases"));
        assert_eq!(reading.figures[0].text, ".geheim");
        assert_eq!(reading.figures[0].form, "<td><span aria-hidden=\"true\"><span>");
    }

    #[test]
    fn of_a_chart_the_title_is_read_and_of_another_drawing_every_text() {
        let page = "<svg class='chart wide'><title>T &amp; 3</title><defs><path d='M1'/></defs>\
                    <text class='tb' y='4'>12</text></svg><svg><text>7</text></svg>";
        let reading = read(page);
        let texts: Vec<&str> = reading.texts.iter().map(|text| text.text.as_str()).collect();
        assert_eq!(texts, ["T & 3", "7"]);
    }
}
