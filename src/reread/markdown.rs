//! Reads the finished Markdown file back: blocks of text, alternative texts, tables. Judges nothing.

use super::number::{has_number, normal};
use super::reading::{ReadCell, ReadTable, Reading, Run, Text};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Reads a Markdown file.
pub(super) fn read(markdown: &str) -> Reading {
    let mut reading = Reading::default();
    let mut run = Run::default();
    let mut picture: Option<String> = None;
    let mut head = false;
    const KNOWN: Options = Options::ENABLE_TABLES
        .union(Options::ENABLE_FOOTNOTES)
        .union(Options::ENABLE_STRIKETHROUGH);
    for event in Parser::new_ext(markdown, KNOWN) {
        match event {
            Event::Start(Tag::Image { title, .. }) => picture = Some(title.into_string()),
            Event::End(TagEnd::Image) => {
                let text = normal(&picture.take().unwrap_or_default());
                if has_number(&text) {
                    let place = format!("Bildtext, {}", run.place());
                    reading.texts.push(Text { place, text, figure: None });
                }
            }
            Event::Start(Tag::Table(_)) => {
                run.flush(&mut reading.texts);
                let table = ReadTable { place: run.place(), ..ReadTable::default() };
                reading.tables.push(table);
            }
            Event::Start(row @ (Tag::TableHead | Tag::TableRow)) => {
                head = matches!(row, Tag::TableHead);
                let table = reading.tables.last_mut();
                table.into_iter().for_each(|table| table.rows.push(Vec::new()));
            }
            Event::End(TagEnd::TableCell) => {
                let text = run.take();
                let row = reading.tables.last_mut().and_then(|table| table.rows.last_mut());
                let Some(row) = row else { continue };
                let head = head || row.is_empty();
                let cell = ReadCell { head, text, ..ReadCell::default() };
                if cell.head && has_number(&cell.text) {
                    let (place, text) = (run.place(), cell.text.clone());
                    reading.texts.push(Text { place, text, figure: None });
                }
                row.push(cell);
            }
            Event::Start(
                Tag::Strong
                | Tag::Emphasis
                | Tag::Strikethrough
                | Tag::Link { .. }
                | Tag::TableCell,
            )
            | Event::End(
                TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Link,
            ) => {}
            Event::FootnoteReference(number) => run.push(&format!("[{number}]")),
            Event::End(TagEnd::Heading(_)) => run.flush_heading(&mut reading.texts),
            Event::Start(_) | Event::End(_) | Event::Rule => run.flush(&mut reading.texts),
            Event::SoftBreak | Event::HardBreak => run.push(" "),
            Event::Text(text)
            | Event::Code(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => match &mut picture {
                Some(alternative) => alternative.push_str(&text),
                None => run.push(&text),
            },
            Event::TaskListMarker(_) => {}
        }
    }
    run.flush(&mut reading.texts);
    reading
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_pictures_and_tables_are_read() {
        let reading = read(
            "# 1 A\n\n- **9** Fälle\n\n![Wert 3](a.svg)\n\n| K | L |\n| - | - |\n| **r 7** | 2\\. |\n",
        );
        let texts: Vec<&str> = reading.texts.iter().map(|text| text.text.as_str()).collect();
        assert_eq!(texts, ["1 A", "9 Fälle", "Wert 3", "r 7"]);
        assert_eq!(reading.tables[0].rows[1][1].text, "2.");
        assert!(reading.tables[0].rows[1][0].head);
    }
}
