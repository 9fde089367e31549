//! Abbreviations of running text with their meaning (Abkürzungen): the first of each in a chapter,
//! so that a reader who begins there learns it, and is not told again and again.

use super::document::{Block, Chapter, Inline};
use std::collections::BTreeMap;

/// Marks the first place of each abbreviation in the running text of a chapter; headings, links and
/// code are left as they are.
pub(super) fn mark(chapter: &mut Chapter, meanings: &BTreeMap<String, String>) {
    let mut open: Vec<(&str, &str)> =
        meanings.iter().map(|(short, long)| (short.as_str(), long.as_str())).collect();
    // `SGB II` before `SGB`.
    open.sort_by_key(|(short, _)| std::cmp::Reverse(short.len()));
    mark_blocks(&mut chapter.blocks, &mut open);
}

fn mark_blocks(blocks: &mut [Block], open: &mut Vec<(&str, &str)>) {
    for block in blocks {
        match block {
            Block::Paragraph(content) => mark_line(content, open),
            Block::List { items, .. } => {
                items.iter_mut().for_each(|item| mark_blocks(item, open));
            }
            Block::Quote(blocks) => mark_blocks(blocks, open),
            _ => {}
        }
    }
}

fn mark_line(content: &mut Vec<Inline>, open: &mut Vec<(&str, &str)>) {
    let mut marked = Vec::with_capacity(content.len());
    for inline in content.drain(..) {
        match inline {
            Inline::Text(text) => mark_text(&text, open, &mut marked),
            Inline::Strong(mut inner) => {
                mark_line(&mut inner, open);
                marked.push(Inline::Strong(inner));
            }
            Inline::Emphasis(mut inner) => {
                mark_line(&mut inner, open);
                marked.push(Inline::Emphasis(inner));
            }
            other => marked.push(other),
        }
    }
    *content = marked;
}

fn mark_text(mut text: &str, open: &mut Vec<(&str, &str)>, marked: &mut Vec<Inline>) {
    let first = |text: &str, open: &[(&str, &str)]| {
        let places = open.iter().enumerate();
        let places = places.filter_map(|(which, (short, _))| Some((word(text, short)?, which)));
        places.min()
    };
    while let Some((start, which)) = first(text, open) {
        let (short, long) = open.remove(which);
        let (before, rest) = text.split_at(start);
        if !before.is_empty() {
            marked.push(Inline::Text(before.to_owned()));
        }
        marked.push(Inline::Abbreviation { short: short.to_owned(), long: long.to_owned() });
        text = rest.get(short.len()..).unwrap_or_default();
    }
    if !text.is_empty() {
        marked.push(Inline::Text(text.to_owned()));
    }
}

/// Where a word stands in a text, not as part of a longer one.
fn word(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(start, _)| start).find(|start| {
        let before = text.get(..*start).and_then(|text| text.chars().next_back());
        let after = text.get(start + word.len()..).and_then(|text| text.chars().next());
        ![before, after].iter().flatten().any(|neighbour| neighbour.is_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(parts: &[&str]) -> Block {
        Block::Paragraph(parts.iter().map(|part| Inline::Text((*part).to_owned())).collect())
    }

    fn marked(blocks: Vec<Block>, meanings: &[(&str, &str)]) -> String {
        let meanings =
            meanings.iter().map(|(short, long)| ((*short).to_owned(), (*long).to_owned()));
        let (id, title) = (String::new(), Vec::new());
        let mut chapter = Chapter { id, number: 1, title, easy: false, blocks };
        mark(&mut chapter, &meanings.collect());
        let mut told = String::new();
        for block in &chapter.blocks {
            let Block::Paragraph(content) = block else { continue };
            for inline in content {
                match inline {
                    Inline::Text(text) => told.push_str(text),
                    Inline::Abbreviation { short, long } => {
                        told.push_str(&format!("[{short}={long}]"));
                    }
                    _ => {}
                }
            }
            told.push('|');
        }
        told
    }

    #[test]
    fn the_first_place_of_an_abbreviation_in_a_chapter_tells_its_meaning() {
        let blocks = vec![line(&["Die KRM-Datenbank. KRM"]), line(&["KRM"])];
        assert_eq!(marked(blocks, &[("KRM", "lang")]), "Die [KRM=lang]-Datenbank. KRM|KRM|");
    }

    #[test]
    fn only_whole_words_are_abbreviations_and_the_longer_one_comes_first() {
        let blocks = vec![line(&["SGBX und SGB II, dann SGB"])];
        let told = marked(blocks, &[("SGB", "Buch"), ("SGB II", "Zweites Buch")]);
        assert_eq!(told, "SGBX und [SGB II=Zweites Buch], dann [SGB=Buch]|");
    }

    #[test]
    fn a_text_that_is_an_abbreviation_alone_leaves_nothing_empty_around_it() {
        let told = marked(vec![line(&["BuT"])], &[("BuT", "Bildung und Teilhabe")]);
        assert_eq!(told, "[BuT=Bildung und Teilhabe]|");
    }
}
