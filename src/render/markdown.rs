//! The Markdown edition: pipe tables, charts as files beside it, no raw HTML.

use super::{Artifact, Format, Input, data, markdown_goals};
use crate::plan::RowKind;
use crate::report::{Block, Chart, ChartData, Inline, PlainTable, Table, footnotes, plain_text};
use std::fmt::Write;

/// Artifacts of the Markdown edition: the text and its charts.
pub(super) fn render(input: &Input<'_>) -> Vec<Artifact> {
    let mut artifacts =
        vec![Artifact { path: "report.md".to_owned(), bytes: text(input).into_bytes() }];
    for (id, drawing) in input.drawings {
        artifacts.push(Artifact { path: chart_path(id), bytes: drawing.wide.clone().into_bytes() });
    }
    artifacts
}

fn chart_path(id: &str) -> String {
    format!("charts/{id}.svg")
}

fn text(input: &Input<'_>) -> String {
    let document = input.document;
    let head = &document.head;
    let mut text = String::new();
    if head.draft {
        text.push_str("**Entwurf**\n\n");
    }
    let _ = writeln!(text, "# {}\n", escape(&head.title));
    let _ = writeln!(text, "{} · {}\n", lines(&escape(&head.office)), escape(&head.organisation));
    for (name, value) in &head.facts {
        let _ = writeln!(text, "- {}: {}", escape(name), escape(value));
    }
    for notice in &head.notices {
        let (title, first) = (escape(&notice.title), inlines(&notice.content));
        let _ = writeln!(
            text,
            "\n> {}",
            format!("**{title}.** {first} {}", escape(&notice.more)).trim_end()
        );
    }
    text.push_str("\n## Inhalt\n\n");
    for chapter in &document.chapters {
        let title = escape(&plain_text(&chapter.title));
        let _ = writeln!(text, "{}. [{title}](#{})", chapter.number, chapter.id);
    }
    for chapter in &document.chapters {
        let _ = writeln!(text, "\n## {} {}", chapter.number, inlines(&chapter.title));
        if head.draft {
            text.push_str("\n*Entwurf*\n");
        }
        write_blocks(&mut text, &chapter.blocks, input);
        for (number, note) in footnotes(&chapter.blocks) {
            let mut content = String::new();
            write_blocks(&mut content, note, input);
            text.push('\n');
            let mark = format!("[^{number}]: ");
            push_indented(&mut text, content.trim_start_matches('\n'), &mark, "    ");
        }
    }
    if !head.colophon.is_empty() {
        text.push_str("\n---\n\n");
    }
    for (name, value) in &head.colophon {
        let _ = writeln!(text, "- {}: {}", escape(name), inlines(value));
    }
    markdown_goals::linked(&text, &markdown_goals::goals(document))
}

/// Writes blocks, each after an empty line.
fn write_blocks(text: &mut String, blocks: &[Block], input: &Input<'_>) {
    for block in blocks {
        let mut content = String::new();
        write_block(&mut content, block, input);
        text.push('\n');
        push_indented(text, &content, "", "");
    }
}

/// Writes lines, the first with its own indent; empty lines stay empty.
fn push_indented(text: &mut String, content: &str, first: &str, rest: &str) {
    for (position, line) in content.lines().enumerate() {
        let indent = if position == 0 { first } else { rest };
        let _ = writeln!(text, "{}", format!("{indent}{line}").trim_end());
    }
}

fn write_block(text: &mut String, block: &Block, input: &Input<'_>) {
    match block {
        Block::Heading { level, number, content, .. } => {
            let marks = "#".repeat(usize::from(level + 1).min(6));
            let number = number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
            let _ = writeln!(text, "{marks} {number}{}", inlines(content));
        }
        Block::Paragraph(content) => {
            let _ = writeln!(text, "{}", lines(&inlines(content)));
        }
        Block::List { start, items } => {
            for (position, item) in items.iter().enumerate() {
                let mark = match start {
                    None => "- ".to_owned(),
                    Some(start) => format!("{}. ", start + position as u64),
                };
                let mut content = String::new();
                write_blocks(&mut content, item, input);
                let rest = " ".repeat(mark.len());
                push_indented(text, content.trim_start_matches('\n'), &mark, &rest);
            }
        }
        Block::Quote(blocks) => {
            let mut content = String::new();
            write_blocks(&mut content, blocks, input);
            push_indented(text, content.trim_start_matches('\n'), "> ", "> ");
        }
        Block::KeyFigures(figures) => {
            for key in figures {
                let value = spoken_or_text(key.figure.text(), key.figure.spoken());
                let before = key.before.as_deref().map(|it| format!("; {}", inlines(it)));
                let before = before.unwrap_or_default();
                let _ = writeln!(text, "- **{value}** {}{before}", escape(&key.label));
            }
        }
        Block::Definitions(entries) => {
            for (term, description) in entries {
                let term = marked("**", &escape(term));
                let _ = writeln!(text, "- {term}: {}", escape(description));
            }
        }
        Block::Source(source) => {
            let _ = writeln!(text, "{}", lines(&escape(source)));
        }
        Block::Table(table) => write_table(text, table, input),
        Block::PlainTable(table) => write_plain_table(text, table),
        Block::Chart(chart) => write_chart(text, chart, input),
    }
}

/// In running text a sign stands with its meaning.
fn spoken_or_text(text: &str, spoken: Option<&str>) -> String {
    match spoken {
        Some(spoken) => format!("{} ({})", escape(text), escape(spoken)),
        None => escape(text),
    }
}

fn write_table(text: &mut String, table: &Table, input: &Input<'_>) {
    let title = format!("Tabelle {}: {}", table.number, escape(&table.title));
    let _ = writeln!(text, "{}\n", marked("**", &title));
    if !table.shown_subtitle.is_empty() {
        let _ = writeln!(text, "{}\n", lines(&escape(&table.shown_subtitle)));
    }
    let mut head = format!("| {} |", escape(&table.row_header));
    let mut rule = "| --- |".to_owned();
    for column in &table.columns {
        let _ = write!(head, " {} |", escape(&column.label));
        rule.push_str(" ---: |");
    }
    let _ = writeln!(text, "{head}\n{rule}");
    for row in &table.rows {
        let label = escape(&row.label);
        let _ = match row.kind {
            RowKind::Total | RowKind::Group => write!(text, "| {} |", marked("**", &label)),
            RowKind::Nested => write!(text, "| \u{2003}{label} |"),
            RowKind::Value | RowKind::NotStated => write!(text, "| {label} |"),
        };
        for cell in &row.cells {
            let _ = write!(text, " {} |", escape(cell.text()));
        }
        text.push('\n');
    }
    text.push('\n');
    for note in &table.shown_notes {
        let _ = writeln!(text, "{}\n", lines(&escape(&note.text)));
    }
    let link = input.has(Format::Csv).then(|| format!("[CSV](data/{})", data::file_name(table)));
    let source = Some(lines(&escape(&table.shown_source))).filter(|source| !source.is_empty());
    let below: Vec<String> = source.into_iter().chain(link).collect();
    let _ = writeln!(text, "{}", below.join(" · "));
}

/// A table that a chapter has written out.
fn write_plain_table(text: &mut String, table: &PlainTable) {
    for (position, row) in table.rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|cell| inlines(cell)).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
        if position == 0 {
            let rule = table.columns.iter().map(|side| match *side {
                "right" => "---:",
                "center" => ":---:",
                _ => "---",
            });
            let _ = writeln!(text, "| {} |", rule.collect::<Vec<_>>().join(" | "));
        }
    }
}

fn write_chart(text: &mut String, chart: &Chart, input: &Input<'_>) {
    let (number, title, subtitle) = (chart.number, escape(&chart.title), escape(&chart.subtitle));
    let _ = match &chart.headline {
        Some(headline) => {
            let name = marked("**", &format!("Abbildung {number}: {}", inlines(headline)));
            writeln!(text, "{name}\n\n{}. {subtitle}\n", lines(&title))
        }
        None => {
            let name = marked("**", &format!("Abbildung {number}: {title}"));
            writeln!(text, "{name}\n\n{}\n", lines(&subtitle))
        }
    };
    let alternative = escape(&chart.spec.description);
    let _ = writeln!(text, "![{alternative}]({})\n", chart_path(&chart.id));
    if let Some(note) = &chart.note {
        let _ = writeln!(text, "{}\n", lines(&escape(note)));
    }
    let source = lines(&escape(&chart.shown_source));
    match &chart.data {
        ChartData::Elsewhere(id, number) => {
            let joint = if source.is_empty() { "" } else { "; " };
            let _ = writeln!(text, "{source}{joint}Zahlen in [Tabelle {number}](#table-{id})");
        }
        ChartData::List => {
            let _ = writeln!(text, "{source}");
        }
        ChartData::Own(table) => {
            if !source.is_empty() {
                let _ = writeln!(text, "{source}\n");
            }
            write_table(text, table, input);
        }
    }
}

fn inlines(content: &[Inline]) -> String {
    let mut text = String::new();
    for inline in content {
        match inline {
            // Its meaning stands in the list of abbreviations.
            Inline::Text(part) | Inline::Abbreviation { short: part, .. } => {
                text.push_str(&escape(part));
            }
            Inline::Figure(figure) => {
                text.push_str(&spoken_or_text(figure.text(), figure.spoken()));
            }
            Inline::Strong(inner) => text.push_str(&marked("**", &inlines(inner))),
            Inline::Emphasis(inner) => text.push_str(&marked("*", &inlines(inner))),
            Inline::Struck(inner) => text.push_str(&marked("~~", &inlines(inner))),
            Inline::Footnote { number, .. } => {
                let _ = write!(text, "[^{number}]");
            }
            // These would end the code, or the cell it stands in.
            Inline::Code(code) if code.contains(['`', '|']) => text.push_str(&escape(code)),
            Inline::Code(code) => {
                let _ = write!(text, "`{code}`");
            }
            Inline::Link { href, content } => {
                let _ = write!(text, "[{}]({})", inlines(content), address(href));
            }
            Inline::LineBreak => text.push_str("\\\n"),
        }
    }
    text
}

/// The address of a link without characters that would end it, or the cell it stands in.
fn address(href: &str) -> String {
    let written = |character: char| match character {
        '(' | ')' | ' ' | '<' | '>' | '|' => format!("%{:02X}", u32::from(character)),
        other => other.to_string(),
    };
    href.chars().map(written).collect()
}

/// Text between marks of emphasis. Marks beside blanks are none, so blanks at its ends stand outside.
fn marked(mark: &str, text: &str) -> String {
    let words = text.trim();
    if words.is_empty() {
        return text.to_owned();
    }
    let (before, rest) = text.split_at(text.len() - text.trim_start().len());
    let behind = rest.strip_prefix(words).unwrap_or_default();
    format!("{before}{mark}{words}{mark}{behind}")
}

/// Escapes what Markdown or the HTML within it would take for markup anywhere; line ends become blanks.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '\n' | '\r' => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Text that begins a line: what opens a list or underlines a heading there is escaped, too, and blanks, which could make it code, go.
fn lines(text: &str) -> String {
    let line = |line: &str| {
        let line = line.trim_start();
        let number = line.bytes().take_while(u8::is_ascii_digit).count();
        let (before, behind) = line.split_at(number);
        let mut after = behind.chars().skip(1);
        let opens = match behind.chars().next() {
            Some('-' | '+' | '=') => number == 0,
            Some('.' | ')') => number > 0 && after.next().is_none_or(char::is_whitespace),
            _ => false,
        };
        if opens { format!("{before}\\{behind}") } else { line.to_owned() }
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_become_markup() {
        assert_eq!(escape("a|b *c* <d> [e](f)"), "a\\|b \\*c\\* \\<d\\> \\[e\\](f)");
        assert_eq!(escape("eins\nzwei"), "eins zwei");
        assert_eq!(escape("Achtung! – 2. Mai"), "Achtung! – 2. Mai");
    }

    #[test]
    fn marks_of_emphasis_stand_beside_words() {
        for (text, marked_text) in [
            ("a b", "**a b**"),
            (" \u{a0}a\t", " \u{a0}**a**\t"),
            ("aa a ", "**aa a** "),
            (" ", " "),
            ("", ""),
        ] {
            assert_eq!(marked("**", text), marked_text);
        }
    }

    #[test]
    fn no_line_can_open_a_list_or_underline_a_heading() {
        for (text, line) in [
            ("- Punkt", "\\- Punkt"),
            ("-", "\\-"),
            ("+ Punkt", "\\+ Punkt"),
            ("===", "\\==="),
            ("    = ein Kasten", "\\= ein Kasten"),
            ("1984. Satz", "1984\\. Satz"),
            ("3) Satz\nund\n4.", "3\\) Satz\nund\n4\\."),
            ("Stand 2. Mai, +5", "Stand 2. Mai, +5"),
            ("2.500 Fälle", "2.500 Fälle"),
        ] {
            assert_eq!(lines(text), line);
        }
    }
}
