//! Inlines and simple blocks as HTML. Everything that is text is escaped.

use crate::report::{Block, Inline, PlainTable, PrintedFigure, plain_text};
use std::fmt::Write;

/// Text with `& < > " '` escaped.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A number with its id; a sign with what is read aloud.
pub(super) fn figure(figure: &PrintedFigure) -> String {
    let id = escape(figure.id());
    let text = escape(figure.text());
    match figure.spoken() {
        None => format!("<span class=\"figure\" data-figure=\"{id}\">{text}</span>"),
        Some(spoken) => format!(
            "<span class=\"figure\" data-figure=\"{id}\"><span aria-hidden=\"true\">{text}</span><span class=\"spoken\">{}</span></span>",
            escape(spoken)
        ),
    }
}

/// A line of inlines.
pub(super) fn inlines(content: &[Inline]) -> String {
    let mut html = String::new();
    for inline in content {
        match inline {
            Inline::Text(text) => html.push_str(&escape(text)),
            Inline::Figure(printed) => html.push_str(&figure(printed)),
            Inline::Strong(inner) => wrap(&mut html, "strong", inner),
            Inline::Emphasis(inner) => wrap(&mut html, "em", inner),
            Inline::Struck(inner) => wrap(&mut html, "s", inner),
            Inline::Footnote { number, mark, content } => {
                let id = content.as_ref().map(|_| format!(" id=\"footnote-{number}-text\""));
                let id = id.unwrap_or_default();
                let _ = write!(
                    html,
                    "<sup><a{id} href=\"#footnote-{number}\" role=\"doc-noteref\">{mark}</a></sup>"
                );
            }
            Inline::Abbreviation { short, long } => {
                let (short, long) = (escape(short), escape(long));
                let _ = write!(html, "<abbr title=\"{long}\">{short}</abbr>");
            }
            Inline::Code(code) => {
                let _ = write!(html, "<code>{}</code>", escape(code));
            }
            Inline::Link { href, content } => {
                let _ = write!(html, "<a href=\"{}\">{}</a>", escape(href), inlines(content));
            }
            Inline::LineBreak => html.push_str("<br>"),
        }
    }
    html
}

fn wrap(html: &mut String, tag: &str, inner: &[Inline]) {
    let _ = write!(html, "<{tag}>{}</{tag}>", inlines(inner));
}

/// A block that needs no template; nothing for tables and charts. `nested` renders what lists and
/// quotations hold.
pub(super) fn simple_block<E>(
    block: &Block,
    nested: &impl Fn(&[Block]) -> Result<String, E>,
) -> Result<String, E> {
    Ok(match block {
        Block::Heading { level, id, number, content } => {
            let level = (level + 1).min(6);
            let number = number
                .as_ref()
                .map(|number| {
                    let (id, number) = (escape(id), escape(number));
                    format!("<a class=\"number\" href=\"#{id}\" tabindex=\"-1\">{number}</a> ")
                })
                .unwrap_or_default();
            format!("<h{level} id=\"{}\">{number}{}</h{level}>\n", escape(id), inlines(content))
        }
        Block::Source(text) => format!("<p class=\"source\">{}</p>\n", escape(text)),
        Block::Paragraph(content) => format!("<p>{}</p>\n", inlines(content)),
        Block::List { start, items } => {
            let item = |item: &Vec<Block>| Ok(format!("<li>{}</li>\n", item_html(item, nested)?));
            let items = items.iter().map(item).collect::<Result<String, E>>()?;
            match start {
                None => format!("<ul>\n{items}</ul>\n"),
                Some(1) => format!("<ol>\n{items}</ol>\n"),
                Some(start) => format!("<ol start=\"{start}\">\n{items}</ol>\n"),
            }
        }
        Block::Quote(blocks) => format!("<blockquote>\n{}</blockquote>\n", nested(blocks)?),
        Block::KeyFigures(figures) => {
            let items: String = figures
                .iter()
                .map(|key| {
                    let class = if in_words(&key.figure) { " class=\"in-words\"" } else { "" };
                    let before = key.before.as_deref().map(inlines);
                    let before = before.map(|it| format!("<dd class=\"before\">{it}</dd>"));
                    format!(
                        "<div><dt>{}</dt><dd{class}>{}</dd>{}</div>\n",
                        escape(&key.label),
                        figure(&key.figure),
                        before.unwrap_or_default()
                    )
                })
                .collect();
            format!("<dl class=\"key-figures\">\n{items}</dl>\n")
        }
        Block::Definitions(entries) => {
            let items: String = entries
                .iter()
                .map(|(term, text)| {
                    format!("<div><dt>{}</dt><dd>{}</dd></div>\n", escape(term), escape(text))
                })
                .collect();
            format!("<dl class=\"definitions\">\n{items}</dl>\n")
        }
        Block::PlainTable(table) => plain_table(table),
        Block::Table(_) | Block::Chart(_) => String::new(),
    })
}

/// A table that a chapter has written out. Its heads say what it is about; it can be moved aside where it is wider than the screen.
fn plain_table(table: &PlainTable) -> String {
    let (id, name) = (escape(&table.id), escape(&table.name()));
    let mut rows = table.rows.iter();
    let line = |row: &Vec<Vec<Inline>>, is_head: bool| {
        let cells = row.iter().zip(&table.columns).map(|(cell, side)| {
            // A head without words heads nothing.
            let is_head = is_head && !plain_text(cell).trim().is_empty();
            let (tag, scope) = if is_head { ("th", " scope=\"col\"") } else { ("td", "") };
            format!("<{tag}{scope} class=\"{side}\">{}</{tag}>", inlines(cell))
        });
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    let head = rows.next().map(|row| line(row, true)).unwrap_or_default();
    let body: String = rows.map(|row| line(row, false)).collect();
    let region = match scrolls(table) {
        true => format!(" role=\"region\" tabindex=\"0\" aria-labelledby=\"{id}-caption\""),
        false => String::new(),
    };
    format!(
        "<div class=\"scroll plain\" id=\"{id}\"{region}>\n<table>\n<caption class=\"spoken\" id=\"{id}-caption\">{name}</caption>\n<thead>\n{head}</thead>\n<tbody>\n{body}</tbody>\n</table>\n</div>\n"
    )
}

/// Whether the longest words of its columns are wider together than a small screen.
fn scrolls(table: &PlainTable) -> bool {
    let columns = (0..table.columns.len()).map(|at| {
        let cells = table.rows.iter().filter_map(|row| row.get(at));
        cells.map(|cell| longest_word(&plain_text(cell))).max().unwrap_or_default()
    });
    is_wider_than_screen(0, columns)
}

/// Whether columns of so many letters, beside something of `labels` px, are wider than a screen of 320 px, at some 8 px a letter.
pub(super) fn is_wider_than_screen(labels: usize, columns: impl Iterator<Item = usize>) -> bool {
    const LETTER: usize = 8;
    const SCREEN: usize = 288;
    labels + columns.map(|letters| 15 + letters * LETTER).sum::<usize>() > SCREEN
}

/// The letters of a text's longest word.
pub(super) fn longest_word(text: &str) -> usize {
    text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or_default()
}

/// The notes of a chapter below it, each with the way back.
pub(super) fn notes<E>(
    notes: &[(usize, &[Block])],
    nested: &impl Fn(&[Block]) -> Result<String, E>,
) -> Result<String, E> {
    let note = |(number, content): &(usize, &[Block])| {
        let back = format!("<a href=\"#footnote-{number}-text\">[{number}]</a> ");
        let (first, rest) = match content.split_first() {
            Some((Block::Paragraph(first), rest)) => (inlines(first), rest),
            _ => (String::new(), *content),
        };
        let rest = nested(rest)?;
        Ok(format!("<div id=\"footnote-{number}\"><p>{back}{first}</p>\n{rest}</div>\n"))
    };
    let notes = notes.iter().map(note).collect::<Result<String, E>>()?;
    Ok(if notes.is_empty() { notes } else { format!("<div class=\"footnotes\">\n{notes}</div>\n") })
}

/// Whether words stand in a number's place: they cannot be set as large.
fn in_words(figure: &PrintedFigure) -> bool {
    !figure.text().contains(|c: char| c.is_ascii_digit())
}

/// A list item; a single paragraph needs no tags of its own.
fn item_html<E>(
    item: &[Block],
    nested: &impl Fn(&[Block]) -> Result<String, E>,
) -> Result<String, E> {
    match item {
        [Block::Paragraph(content)] => Ok(inlines(content)),
        blocks => nested(blocks),
    }
}
