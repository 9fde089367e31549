//! Tables and charts of the office that no chapter shows: they would be missing without a word.

use super::chapters::Chapter;
use super::charts::ChartRequest;
use super::raw;
use super::toml_file::TomlFile;
use crate::diagnostic::{FindingCode, Findings};

/// A warning for each table and chart of `report.toml` that no chapter has, whatever editions leave out. A table that stands behind a
/// chart is not missed beside it.
pub(super) fn check(
    report: &TomlFile<raw::Report>,
    charts: &[ChartRequest],
    chapters: &[Chapter],
    findings: &mut Findings,
) {
    let texts: Vec<String> =
        chapters.iter().map(|chapter| without_comments(&chapter.text)).collect();
    let is_placed = |what: &str, id: &str| texts.iter().any(|text| places(text, what, id));
    let own: Vec<&str> = report.charts.iter().map(|chart| chart.id.get_ref().as_str()).collect();
    let is_drawn = |table: &str| {
        let mut behind = charts.iter().filter(|chart| chart.table.as_deref() == Some(table));
        behind.any(|chart| own.contains(&chart.id.as_str()) || is_placed("chart", &chart.id))
    };
    let tables = report.tables.iter().map(|table| (&table.id, "table", "die Tabelle"));
    let tables = tables.filter(|(id, ..)| !is_drawn(id.get_ref()));
    let charts = report.charts.iter().map(|chart| (&chart.id, "chart", "das Diagramm"));
    for (id, what, name) in
        tables.chain(charts).filter(|(id, what, _)| !is_placed(what, id.get_ref()))
    {
        let (span, id) = (id.span(), id.get_ref());
        let message = format!("{name} `{id}` steht in keinem Kapitel und fehlt deshalb im Bericht");
        let call = format!("{{{{ {what}(id=\"{id}\") }}}}");
        findings.push(
            report
                .finding(FindingCode::NotPlaced, span, message)
                .expected(format!("`{call}` in einem Kapitel, allein in einem Absatz"))
                .help("legen Sie dafür zum Beispiel `chapters/11-eigenes.md` an, mit einer Überschrift (`# …`) in der ersten Zeile; was Sie nicht brauchen, löschen Sie"),
        );
    }
}

/// Whether a chapter names a table or chart, other than to ask whether there is one. Outside of a call, in a list of names, it is meant
/// for both.
fn places(chapter: &str, what: &str, id: &str) -> bool {
    let quoted = ['"', '\''].map(|quote| format!("{quote}{id}{quote}"));
    let mut found = quoted.iter().flat_map(|name| chapter.match_indices(name.as_str()));
    found.any(|(at, _)| {
        let before = chapter.get(..at).unwrap_or_default();
        let (call, opened) = match before.rfind(['(', '[', '{']) {
            Some(open) => before.split_at(open),
            None => (before, ""),
        };
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let name_of = |text: &str| {
            let name = text.trim_end().rsplit(|c| !is_of_name(c)).next();
            name.unwrap_or_default().to_owned()
        };
        // A condition may have a value of the same name: `count(topic="a")`.
        let argument = opened.trim_end().strip_suffix('=').map(name_of);
        if argument.is_some_and(|name| !["id", "table", "chart"].contains(&name.as_str())) {
            return false;
        }
        match call.rsplit(|c| !is_of_name(c)).next() {
            Some("known" | "note" | "ref") if opened.starts_with('(') => false,
            Some(call @ ("table" | "chart")) if opened.starts_with('(') => call == what,
            _ => true,
        }
    })
}

fn without_comments(text: &str) -> String {
    let parts = text.split("{#").enumerate();
    parts
        .map(|(at, part)| if at == 0 { part } else { part.split_once("#}").map_or("", |it| it.1) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_places_what_it_names_and_a_question_or_a_comment_does_not() {
        for (chapter, placed) in [
            ("{{ table(id=\"a\") }}", [true, false]),
            ("{{ chart(id = 'a') }}", [false, true]),
            ("{% for id in [\"b\", \"a\"] %}{{ table(id=id) }}{% endfor %}", [true, true]),
            ("{{ sentence(about=\"largest\", table=\"a\", text=\"{rows}\") }}", [true, true]),
            ("{% if known(table=\"a\") %}{{ table(id=\"aa\") }}{% endif %}", [false, false]),
            ("{{ count(topic=\"a\") }} {{ ref(table=\"a\") }}", [false, false]),
            ("{# {{ table(id=\"a\") }} #}{{ chart(id=\"a\") }}", [false, true]),
        ] {
            let text = without_comments(chapter);
            assert_eq!(
                ["table", "chart"].map(|what| places(&text, what, "a")),
                placed,
                "{chapter}"
            );
        }
    }
}
