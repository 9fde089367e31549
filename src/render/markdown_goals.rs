//! Where links within the Markdown edition lead. Its renderers make the anchor of a heading from its words, and no others without HTML: a
//! link to a table leads to the heading it stands under.

use crate::report::{Block, ChartData, Document, plain_text, visit};
use std::collections::BTreeMap;

/// The anchors of headings by the anchors of the page.
pub(super) fn goals(document: &Document) -> BTreeMap<String, String> {
    let mut taken = BTreeMap::new();
    heading(&document.head.title, &mut taken);
    heading("Inhalt", &mut taken);
    let mut goals = BTreeMap::new();
    for chapter in &document.chapters {
        let title = format!("{} {}", chapter.number, plain_text(&chapter.title));
        let mut under = heading(&title, &mut taken);
        goals.insert(chapter.id.clone(), under.clone());
        goals.insert(format!("{}-title", chapter.id), under.clone());
        visit(&chapter.blocks, &mut |block| {
            let ids = match block {
                Block::Heading { id, number, content, .. } => {
                    let number = number.as_ref().map(|number| format!("{number} "));
                    let words = number.unwrap_or_default() + &plain_text(content);
                    under = heading(&words, &mut taken);
                    vec![id.clone()]
                }
                Block::Table(table) => vec![format!("table-{}", table.id)],
                Block::Chart(chart) => {
                    let own = match &chart.data {
                        ChartData::Own(table) => Some(format!("table-{}", table.id)),
                        _ => None,
                    };
                    own.into_iter().chain([format!("chart-{}", chart.id)]).collect()
                }
                _ => Vec::new(),
            };
            goals.extend(ids.into_iter().map(|id| (id, under.clone())));
        });
    }
    // The page itself, and its contents.
    let top = goals.values().next().cloned().unwrap_or_default();
    goals.insert("content".to_owned(), top);
    goals.insert("contents-title".to_owned(), "inhalt".to_owned());
    goals
}

/// The anchor of a heading, as code hosts make it: small letters, hyphens for blanks, a number behind one that is taken.
fn heading(words: &str, taken: &mut BTreeMap<String, usize>) -> String {
    let kept = words.trim().chars().filter_map(|c| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        c => c.is_alphanumeric().then_some(c),
    });
    let anchor: String = kept.flat_map(char::to_lowercase).collect();
    let before = taken.entry(anchor.clone()).or_default();
    *before += 1;
    if *before == 1 { anchor } else { format!("{anchor}-{}", *before - 1) }
}

/// The text with the goals of its links in place of the page's anchors.
pub(super) fn linked(text: &str, goals: &BTreeMap<String, String>) -> String {
    const LINK: &str = "](#";
    let mut parts = text.split(LINK);
    let mut linked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (anchor, behind) = part.split_once(')').unwrap_or((part, ""));
        let goal = goals.get(anchor).map_or(anchor, String::as_str);
        linked.push_str(&format!("{LINK}{goal}){behind}"));
    }
    linked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_of_headings_are_those_that_code_hosts_make() {
        let mut taken = BTreeMap::new();
        for (words, anchor) in [
            ("8 Methode und Begriffe", "8-methode-und-begriffe"),
            ("1.1 Kennzahlen", "11-kennzahlen"),
            ("Über „Miete“, Umzug & mehr", "über-miete-umzug--mehr"),
            ("1.1 Kennzahlen", "11-kennzahlen-1"),
        ] {
            assert_eq!(heading(words, &mut taken), anchor);
        }
        let goals = [("method".to_owned(), "8-methode".to_owned())].into();
        assert_eq!(linked("[a](#method) [b](#x) c", &goals), "[a](#8-methode) [b](#x) c");
    }
}
