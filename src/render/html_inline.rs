//! Inlines and simple blocks as HTML. Everything that is text is escaped.

use crate::report::{Block, Inline, PrintedFigure};
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
        Block::Table(_) | Block::Chart(_) => String::new(),
    })
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
