//! The texts of a chapter without its markup, for those who look for something in its words.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// What chapters may be written in beside plain Markdown. All who read one read it so.
pub const MARKDOWN: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH);

/// A paragraph, a cell or a heading in one line, with its tokens. Links and code are left out.
pub(super) struct ChapterText {
    pub(super) is_heading: bool,
    pub(super) text: String,
}

/// The texts of a chapter in order.
pub(super) fn texts(markdown: &str) -> Vec<ChapterText> {
    let mut found = Vec::new();
    let mut text = String::new();
    let mut skipped = 0_usize;
    let mut flush = |text: &mut String, is_heading| {
        let text = std::mem::take(text);
        if !text.trim().is_empty() {
            found.push(ChapterText { is_heading, text });
        }
    };
    for event in Parser::new_ext(markdown, MARKDOWN) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => {
                skipped += 1;
                text.push(' ');
            }
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => {
                skipped = skipped.saturating_sub(1);
            }
            Event::Text(_) if skipped > 0 => {}
            Event::Text(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak | Event::Code(_) | Event::FootnoteReference(_) => {
                text.push(' ');
            }
            Event::Start(Tag::Strong | Tag::Emphasis | Tag::Strikethrough)
            | Event::End(TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough)
            | Event::InlineHtml(_) => {}
            Event::End(TagEnd::Heading(_)) => flush(&mut text, true),
            _ => flush(&mut text, false),
        }
    }
    flush(&mut text, false);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_emphasis_part_no_text_and_cells_do() {
        let texts: Vec<String> = texts(
            "# Kopf\n\nIm **1.** Halb\njahr [Link](a) `x`\n\n| A | B |\n| - | - |\n| c | *d* e |\n",
        )
        .into_iter()
        .map(|it| it.text)
        .collect();
        assert_eq!(texts, ["Kopf", "Im 1. Halb jahr    ", "A", "B", "c", "d e"]);
    }
}
