//! The annex against what should stand there: texts and tables as for the page, every picture with its
//! alternative text and its numbers, the outline, the title, and nothing that is not read aloud.

use super::Input;
use super::drawing;
use super::expected::Expected;
use super::number::normal;
use super::pdf::{self, ReadPdf};
use super::reading::Text;
use super::telling::Telling;
use super::texts;
use crate::report::{Head, plain_text};
use std::ops::Range;

pub(super) fn check(
    bytes: &[u8],
    expected: &Expected<'_>,
    input: &Input<'_>,
    telling: &mut Telling<'_>,
) {
    let mut read = match pdf::read(bytes) {
        Ok(read) => read,
        Err(why) => return telling.unreadable(why),
    };
    let margins = std::mem::take(&mut read.margins).into_iter().enumerate().map(|(page, text)| {
        let place = format!("Rand von Seite {}", page + 1);
        Text { place, text: without_heads(text, expected, &input.document.head), figure: None }
    });
    read.reading.texts.extend(margins);
    // An office's own template may leave tables and chapters out.
    let complete = !input.project.templates.contains_key("annex.typ");
    texts::check(&read.reading, expected, complete, telling);
    pictures(&read, expected, input, complete, telling);
    heads(&read, telling);
    for text in &read.untagged {
        telling.differs("Text außerhalb der Struktur", "nichts, was nicht vorgelesen wird", text);
    }
    for text in &read.beyond {
        telling.misplaced(
            "Text am Rand des Blattes",
            "nichts, was nicht auf das Blatt passt",
            text,
        );
    }
    for (page, texts) in &read.covered {
        let place = format!("Text über anderem Text auf Seite {page}");
        telling.misplaced(&place, "jeder Text auf freiem Grund", texts);
    }
    let head = &input.document.head;
    let named = |title: &&String| normal(title).contains(&normal(&head.title));
    if read.titles.iter().filter(named).count() != 2 {
        telling.differs("Titel der Datei", &head.title, &read.titles.join("; "));
    }
    if complete {
        outline(&read, input, telling);
    }
}

/// A margin's text without the names at the head and foot of every page, whose lines end anywhere, and without the heads of
/// tables that go on from the column or page before.
fn without_heads(mut text: String, expected: &Expected<'_>, head: &Head) -> String {
    let mut known = vec![format!("{} – Stand: {}", head.title, head.as_of)];
    known.extend(head.facts.iter().map(|(name, value)| format!("{name} {value}")));
    known.extend([head.office.clone(), head.organisation.clone()]);
    // A number alone is no name that would be known among others.
    known.retain(|name| name.contains(char::is_alphabetic));
    known.extend(expected.tables.iter().map(|table| {
        let labels = table.columns.iter().map(|(label, _)| label.as_str());
        std::iter::once(table.row_header.as_str()).chain(labels).collect()
    }));
    for name in known {
        let name: Vec<char> = printed(&normal(&name)).map(|(_, letter)| letter).collect();
        while let Some(place) = place_of(&name, &text) {
            text.replace_range(place, " ");
        }
    }
    text
}

/// Where letters stand one after the other in a text, whatever spaces and hyphens its lines put between them.
fn place_of(letters: &[char], text: &str) -> Option<Range<usize>> {
    let text: Vec<(usize, char)> = printed(text).collect();
    let is_found = |window: &&[(usize, char)]| window.iter().map(|(_, letter)| letter).eq(letters);
    let found = text.windows(letters.len().max(1)).find(is_found)?;
    let ((first, _), (last, letter)) = (found.first()?, found.last()?);
    Some(*first..last + letter.len_utf8())
}

/// The letters of a text with their places, without what the end of a line adds or takes away.
fn printed(text: &str) -> impl Iterator<Item = (usize, char)> {
    let at_line_ends = |letter: char| letter.is_whitespace() || "-\u{ad}\u{2010}".contains(letter);
    text.char_indices().filter(move |(_, letter)| !at_line_ends(*letter))
}

/// Heads of columns and rows say that they are heads, and of what.
fn heads(read: &ReadPdf, telling: &mut Telling<'_>) {
    for table in &read.reading.tables {
        let mut rows = table.rows.iter();
        let columns = rows.next().into_iter().flatten().map(|cell| (cell, "Column"));
        let firsts = rows.filter_map(|row| row.first()).map(|cell| (cell, "Row"));
        for (cell, scope) in columns.chain(firsts) {
            if !cell.head || !cell.form.contains(scope) {
                let place = format!("Tabelle, {}", table.place);
                telling.differs(&place, "eine ausgezeichnete Kopfzelle", &cell.text);
            }
        }
    }
}

/// Each picture is a chart of the report or the logo; its numbers are those of the chart.
fn pictures(
    read: &ReadPdf,
    expected: &Expected<'_>,
    input: &Input<'_>,
    complete: bool,
    telling: &mut Telling<'_>,
) {
    let logo = input.project.theme.logo.as_ref().map(|logo| normal(&logo.alternative));
    let mut charts = expected.charts.iter();
    for picture in &read.pictures {
        if logo.as_ref() == Some(&picture.alternative) {
            continue;
        }
        let chart =
            charts.find(|(chart, _)| normal(&chart.spec.description) == picture.alternative);
        match chart {
            Some((chart, table)) => {
                drawing::numbers(&picture.words, chart, table.as_ref(), expected, telling);
            }
            None => telling.unreadable("ein Bild ist kein Diagramm des Berichts an seinem Platz"),
        }
    }
    if complete
        && read.pictures.iter().filter(|one| Some(&one.alternative) != logo.as_ref()).count()
            != expected.charts.len()
    {
        let count = format!("{} Diagramme", expected.charts.len());
        telling.differs("Anzahl der Diagramme", &count, &read.pictures.len().to_string());
    }
}

/// Every chapter is a heading of the first level and an entry of the outline; no level is skipped.
fn outline(read: &ReadPdf, input: &Input<'_>, telling: &mut Telling<'_>) {
    for chapter in &input.document.chapters {
        let title = normal(&format!("{} {}", chapter.number, plain_text(&chapter.title)));
        let is_title = |heading: &pdf::Heading| heading.level == 1 && heading.text == title;
        if !read.headings.iter().any(is_title) {
            telling.differs("Überschrift eines Kapitels", &title, "");
        }
        if !read.outline.contains(&title) {
            telling.differs("Lesezeichen eines Kapitels", &title, "");
        }
    }
    let mut last = 0;
    for heading in &read.headings {
        if heading.level > last + 1 {
            let most = format!("höchstens {}", last + 1);
            telling.differs("Stufe einer Überschrift", &most, &heading.text);
        }
        last = heading.level;
    }
}
