//! What functions return stands for something not yet counted: it can be printed, and nothing
//! else. A comparison would silently be false and a filter would work on the stand-in, so a call
//! is accepted only as the whole of a `{{ … }}` tag.

use super::MAX_ERRORS_PER_CHAPTER;
use super::tags::{Tag, TagKind, first_tag};
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::is_invisible;

/// The statements a chapter can have. None of them can catch what a tag prints.
const STATEMENTS: [&str; 11] =
    ["if", "elif", "else", "endif", "for", "endfor", "set", "break", "continue", "raw", "endraw"];

/// What prints a number.
const NUMBERS: [&str; 9] = [
    "count",
    "share",
    "median_days",
    "p90_days",
    "change",
    "change_percent",
    "year_before",
    "activities",
    "typed",
];

const EXPECTED: &str = "if, elif, else, endif, for, endfor oder set name = …";

/// Tells every call of an opaque function that does more than print its result, every statement a
/// chapter cannot have, and every tag that is not closed: what is in it could not be seen. Gives the text that can still be run to find further errors: misused
/// tags are blanked, conditions made true. `None` where that is not possible.
pub(super) fn check(
    file: &str,
    source: &str,
    tags: &[Tag<'_>],
    opaque: &[&str],
    findings: &mut Findings,
) -> Option<String> {
    let mut text = Some(source.to_owned());
    let before = findings.len();
    for tag in tags {
        if findings.len() >= before + MAX_ERRORS_PER_CHAPTER {
            return None;
        }
        let (finding, start, length) = if !tag.is_closed {
            let finding = Finding::new(
                FindingCode::Template,
                "die Klammer, oder ein Anführungszeichen in ihr, wird nicht geschlossen",
            );
            let closing = if tag.kind == TagKind::Print { "`}}`" } else { "`%}`" };
            let expected = format!("{closing} vor der nächsten Klammer und der nächsten Leerzeile");
            (finding.expected(expected), tag.range.start, 2)
        } else if let Some(statement) = unknown_statement(tag) {
            let finding = Finding::new(
                FindingCode::Template,
                format!("die Anweisung `{statement}` gibt es in einem Kapitel nicht"),
            );
            let finding = finding.expected(EXPECTED);
            (finding, tag.range.start, tag.range.len())
        } else if let Some((name, start)) = misused_call(tag, opaque) {
            let finding = Finding::new(
                FindingCode::FigureCompared,
                format!(
                    "`{name}(…)` lässt sich nur drucken: nicht vergleichen, nicht verrechnen, nicht umformen"
                ),
            );
            let finding = finding.expected(format!("{{{{ {name}(…) }}}}, allein in einer Klammer")).help(
                "was ein Kapitel sagt, darf nicht von den Zahlen abhängen; drucken Sie die Kennzahl, und bewerten Sie sie in eigenen Worten",
            );
            (finding, start, name.len())
        } else if is_glued(source, tag) {
            let message = "an der Kennzahl kleben Ziffern oder eine andere Kennzahl: Zusammen läsen sie sich als eine Zahl";
            let finding = Finding::new(FindingCode::FigureCompared, message)
                .expected("ein Leerzeichen oder ein Wort zwischen zwei Zahlen");
            (finding, tag.range.start, tag.range.len())
        } else {
            continue;
        };
        let (place, snippet) = Place::in_text(file, source, start, length);
        findings.push(finding.at(place).snippet(snippet));
        text = text.and_then(|text| neutral(&text, tag));
    }
    text
}

/// Tells every statement that a template cannot have, in a template of the page.
pub(super) fn check_statements(
    file: &str,
    source: &str,
    tags: &[Tag<'_>],
    findings: &mut Findings,
) {
    let unknown = tags.iter().filter_map(|tag| Some((tag, unknown_statement(tag)?)));
    for (tag, name) in unknown.take(MAX_ERRORS_PER_CHAPTER) {
        let message = format!("die Anweisung `{name}` gibt es in einer Vorlage nicht");
        let (place, snippet) = Place::in_text(file, source, tag.range.start, tag.range.len());
        let finding = Finding::new(FindingCode::Template, message).at(place).snippet(snippet);
        findings.push(finding.expected(EXPECTED));
    }
}

/// The name of a statement that is not one of a chapter's.
fn unknown_statement<'a>(tag: &Tag<'a>) -> Option<&'a str> {
    let name = tag.word(0);
    if name.is_empty() {
        return None;
    }
    let is_known = STATEMENTS.contains(&name) && (name != "set" || tag.word(2) == "=");
    (tag.kind == TagKind::Statement && !is_known).then_some(name)
}

/// The first opaque call that is not the whole of its tag, with its place.
fn misused_call<'a>(tag: &Tag<'a>, opaque: &[&str]) -> Option<(&'a str, usize)> {
    let mut calls =
        tag.words.iter().enumerate().filter(|(position, word)| {
            opaque.contains(&word.text) && tag.word(position + 1) == "("
        });
    let (position, word) = calls.next()?;
    let is_whole = tag.kind == TagKind::Print
        && position == 0
        && calls.next().is_none()
        && closing(tag).is_none_or(|end| end + 1 == tag.words.len());
    (!is_whole).then_some((word.text, word.start))
}

/// Whether digits or another number stand so close to a number that they would be read as one; marks of emphasis part nothing.
fn is_glued(source: &str, tag: &Tag<'_>) -> bool {
    if tag.kind != TagKind::Print || !NUMBERS.contains(&tag.word(0)) {
        return false;
    }
    let is_mark = |c: char| matches!(c, '*' | '_') || is_invisible(c);
    let before = source.get(..tag.range.start).unwrap_or_default().trim_end_matches(is_mark);
    let behind = source.get(tag.range.end..).unwrap_or_default().trim_start_matches(is_mark);
    let digit = |c: char| c.is_numeric();
    before.trim_end_matches(['.', ',']).ends_with(digit)
        || behind.strip_prefix(['.', ',']).unwrap_or(behind).starts_with(digit)
        || behind.starts_with("{{") && first_tag(behind).is_some_and(|tag| begins_with_number(&tag))
}

/// Whether what a tag prints begins with a number: not where it says it in a text of its own that begins otherwise.
fn begins_with_number(tag: &Tag<'_>) -> bool {
    let own_text =
        (0..tag.words.len()).find(|at| tag.word(*at) == "text" && tag.word(at + 1) == "=");
    let first = own_text.and_then(|at| tag.word(at + 2).chars().nth(1));
    NUMBERS.contains(&tag.word(0)) && first.is_none_or(|c| c.is_alphanumeric() || c == '{')
}

/// Where the first bracket of a tag is closed.
fn closing(tag: &Tag<'_>) -> Option<usize> {
    let mut depth = 0_usize;
    for (position, word) in tag.words.iter().enumerate() {
        match word.text {
            "(" => depth += 1,
            ")" if depth <= 1 => return Some(position),
            ")" => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The text with a tag that prints blanked and a condition made true; nothing moves.
pub(super) fn neutral(text: &str, tag: &Tag<'_>) -> Option<String> {
    let old = text.get(tag.range.clone())?;
    let new = match (tag.kind, tag.word(0)) {
        (TagKind::Print, _) => String::new(),
        (TagKind::Statement, name @ ("if" | "elif")) => format!("{{%{name} true%}}"),
        (TagKind::Statement, _) => return None,
    };
    let padding = old.len().checked_sub(new.len())?;
    let blank = " ".repeat(padding);
    Some(format!("{}{new}{blank}{}", text.get(..tag.range.start)?, text.get(tag.range.end..)?))
}

#[cfg(test)]
mod tests {
    use super::super::tags::tags;
    use super::*;

    const OPAQUE: [&str; 2] = ["count", "typed"];

    fn codes(source: &str) -> Vec<FindingCode> {
        let mut findings = Findings::default();
        check("a.md", source, &tags(source), &OPAQUE, &mut findings);
        findings.iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn a_figure_stands_alone_in_its_tag_wherever_the_tag_stands() {
        for source in [
            "{{ count() }}",
            "{{- count(one=\"a (b\", many=\")\") -}}",
            "{% if known(table=\"a\") %}{{ count() }}{% endif %}",
            "{% for a in [\"x\", \"y\"] %}{{ count(category=a) }}{% endfor %}",
            "{% set a = \"x\" %}{{ count(category=a) }}",
            "{{ \"count() == 1\" }}",
            "{# count() == 1 #}",
            "{% raw %}{{ count() == 1 }}{% endraw %}",
        ] {
            assert!(codes(source).is_empty(), "{source}");
        }
    }

    #[test]
    fn anything_else_done_with_a_figure_is_told() {
        for source in [
            "{{ \"a\" if count() == count(half_year=1) else \"b\" }}",
            "{% set n = count() %}",
            "{%if count() == \"57\" %}",
            "{{ count() == count() }}",
            "{{ count()|length }}",
            "{{ count() | length }}",
            "{{ [count(), count()] }}",
            "{{ count() ~ \" Fälle\" }}",
            "{{ -count() }}",
            "{{ count()[0] }}",
            "{{ typed(text=count()) }}",
            "{% for a in count() %}",
            "{% elif not count ( ) %}",
            "{{ (count()) }}",
            "{{ {\"a\": count()} }}",
        ] {
            assert_eq!(codes(source), [FindingCode::FigureCompared], "{source}");
        }
    }

    #[test]
    fn a_tag_that_is_not_closed_hides_nothing() {
        for source in ["{{ count(", "{% if count() == \"57\n\n\" %}", "{{ count() {{ count() }}"] {
            assert_eq!(codes(source), [FindingCode::Template], "{source}");
        }
    }

    #[test]
    fn a_statement_that_could_catch_what_is_printed_is_not_possible() {
        for source in ["{% set n %}", "{% filter upper %}", "{% component a() %}", "{% iff x %}"] {
            assert_eq!(codes(source), [FindingCode::Template], "{source}");
        }
    }
}
