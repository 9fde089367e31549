//! What a template may not do, because nobody could say how long it takes or how much it fills: a page of text could else loop for
//! years, or grow a text until the memory is full. Told before anything runs.

use super::MAX_ERRORS_PER_CHAPTER;
use super::tags::{Tag, TagKind, Word};
use crate::diagnostic::{Finding, FindingCode, Findings, Place};

/// Filters whose text may be longer than the one they were given. Behind each other, or in a variable, they multiply.
const GROWING: [&str; 7] =
    ["replace", "indent", "join", "escape", "escape_html", "escape_xml", "newlines_to_br"];

/// The engine goes into each further branch of an `if` as into one within the one before.
const MOST_BRANCHES: usize = 100;

/// Tells every tag that could make the work or the text of a template grow beyond its size. Loops may stand within each other up to
/// `deepest`.
pub(in crate::plan) fn check(
    file: &str,
    source: &str,
    tags: &[Tag<'_>],
    deepest: usize,
    findings: &mut Findings,
) {
    let (mut depth, mut set, before) = (0_usize, Vec::new(), findings.len());
    // The further branches of each `if` that is open.
    let mut branches: Vec<usize> = Vec::new();
    for tag in tags {
        if findings.len() >= before + MAX_ERRORS_PER_CHAPTER {
            return;
        }
        let name = if tag.kind == TagKind::Statement { tag.word(0) } else { "" };
        let (is_loop, is_set) = (name == "for", name.starts_with("set"));
        depth =
            if name == "endfor" { depth.saturating_sub(1) } else { depth + usize::from(is_loop) };
        let mut told = |word: Option<&Word<'_>>, message: String, help: &str| {
            let start = word.map_or(tag.range.start, |word| word.start);
            let length = word.map_or(2, |word| word.text.len());
            let (place, snippet) = Place::in_text(file, source, start, length);
            let finding = Finding::new(FindingCode::Template, message).at(place).snippet(snippet);
            findings.push(finding.help(help));
        };
        match name {
            "if" => branches.push(0),
            "elif" => branches.last_mut().into_iter().for_each(|count| *count += 1),
            "endif" => drop(branches.pop()),
            _ => {}
        }
        if name == "elif" && branches.iter().sum::<usize>() == MOST_BRANCHES + 1 {
            let help = "teilen Sie die Bedingung auf mehrere `if` nacheinander auf";
            told(tag.words.first(), "das ist ein Zweig zu viel".to_owned(), help);
        }
        if is_loop && depth > deepest {
            let help = "schreiben Sie die Zeilen einzeln, oder nacheinander statt ineinander";
            told(tag.words.first(), "diese Schleife steht zu tief in anderen".to_owned(), help);
        }
        let behind = tag.words.get(usize::from(is_loop)..).unwrap_or_default();
        if let Some(word) = behind.iter().find(|word| ["for", "range"].contains(&word.text)) {
            let message = format!("`{}` lässt sich hier nicht verwenden", word.text);
            told(
                Some(word),
                message,
                "nennen Sie die Werte einer Schleife einzeln: `{% for n in [1, 2] %}`",
            );
        }
        let filters = tag.words.windows(2).filter_map(|pair| match pair {
            [bar, filter] if bar.text == "|" => Some(filter),
            _ => None,
        });
        for filter in filters.filter(|filter| GROWING.contains(&filter.text)) {
            let message = format!("den Filter `{}` gibt es hier nicht", filter.text);
            told(Some(filter), message, "schreiben Sie den Text so, wie er stehen soll");
        }
        if is_set {
            set.push(tag.word(1));
            let others = tag.words.get(2..).unwrap_or_default();
            if let Some(word) = others.iter().find(|word| set.contains(&word.text)) {
                let message = format!("`{}` steht in einem anderen `set`", word.text);
                told(
                    Some(word),
                    message,
                    "setzen Sie jeden Namen aus festen Texten und Angaben des Berichts zusammen",
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tags::tags;
    use super::*;

    fn messages(source: &str) -> Vec<String> {
        let mut findings = Findings::default();
        check("a.md", source, &tags(source), 1, &mut findings);
        findings.iter().map(|finding| finding.message.clone()).collect()
    }

    fn branches(count: usize) -> String {
        format!("{{% if a %}}{}{{% endif %}}", "{% elif b %}".repeat(count))
    }

    #[test]
    fn whatever_multiplies_is_told() {
        for (source, words) in [
            ("{% for a in [1] %}{% for b in [1] %}{% endfor %}{% endfor %}", "zu tief"),
            ("{% for a in range(end=9) %}{% endfor %}", "`range`"),
            ("{{ [a for a in [1]] }}", "`for`"),
            ("{{ \"x\" | replace(from=\"x\", to=\"xx\") }}", "Filter `replace`"),
            ("{% set a = \"x\" %}{% set b = a ~ a %}", "`a` steht"),
            ("{% set a = \"x\" %}{% for b in [1] %}{% set a = a ~ a %}{% endfor %}", "`a` steht"),
            ("{% set_global a = a ~ a %}", "`a` steht"),
            (&branches(MOST_BRANCHES + 1), "ein Zweig zu viel"),
        ] {
            let found = messages(source);
            assert!(found.len() == 1 && found[0].contains(words), "{source}: {found:?}");
        }
    }

    #[test]
    fn loops_over_lists_and_names_that_are_set_once_pass() {
        let source = "{% set a = report.title | upper %}{% for q in [1, 2] %}{{ count(quarter=q) }}{% endfor %}\
            {% for h in [1] %}{{ a }} \"for\" {{ \"range\" }}{% endfor %}";
        assert_eq!(messages(source), [""; 0]);
        assert_eq!(messages(&branches(MOST_BRANCHES).repeat(2)), [""; 0]);
    }
}
