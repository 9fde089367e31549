//! Marks that other programs know and this one does not: told, and left out, so that none is printed as it stands.

/// Such a mark: how it begins and ends, and what is said of it.
type Mark = (&'static str, &'static str, &'static str);

const MARKS: [Mark; 10] = [
    ("[^", "]", "zu dieser Fußnote steht im Kapitel kein Text"),
    ("[[", "]]", "Links in doppelten Klammern werden nicht übernommen"),
    ("[!", "]", "Hinweiskästen werden nicht übernommen"),
    ("==", "==", "Markierungen mit `==` werden nicht übernommen"),
    ("++", "++", "Unterstreichungen mit `++` werden nicht übernommen"),
    ("{.", "}", "Klassen von Hand werden nicht übernommen"),
    ("^[", "]", "Fußnoten stehen nicht im Satz, sondern mit `[^a]` darunter"),
    ("^", "^", "hochgestellte Zeichen werden nicht übernommen"),
    ("~", "~", "tiefgestellte Zeichen werden nicht übernommen"),
    (":::", "", "Kästen mit `:::` werden nicht übernommen"),
];
/// So many marks of a kind are left out of a text; more would take a time that its length does not explain.
const MOST: usize = 200;
/// What is left of a mark that was not closed, or stood beside a blank.
const LOOSE: [&str; 2] = ["**", "~~"];

/// A text without such marks, and what is said of the first. `written` is the same with what escapes marks in it.
pub(super) fn without<'w>(text: &str, written: &str) -> (String, Option<&'w str>) {
    let mut told = None;
    let mut text = text.to_owned();
    for (open, close, message) in MARKS {
        if !written.contains(open) {
            continue;
        }
        // What a mark holds stays, but for names of notes, boxes and anchors.
        let keeps = !matches!(open, "[^" | "[!" | "{." | ":::");
        for _ in 0..MOST {
            let Some((before, inside, behind)) = marked(&text, open, close) else { break };
            told.get_or_insert(message);
            text = format!("{before}{}{behind}", if keeps { inside } else { "" });
        }
    }
    if let Some((before, name, behind)) = emoji(&text)
        && written.contains(&format!(":{name}:"))
    {
        told.get_or_insert("Zeichen mit Namen zwischen Doppelpunkten werden nicht übernommen");
        text = format!("{before}{behind}");
    }
    if written.contains("](")
        && let Some((before, name, behind)) = broken_link(&text)
    {
        told.get_or_insert("dieser Link ist nicht zu lesen: Seine Adresse hat Leerzeichen");
        text = format!("{before}{name}{behind}");
    }
    let heading = text.trim_start_matches('#');
    if heading.len() < text.len()
        && heading.starts_with(char::is_alphabetic)
        && written.starts_with('#')
    {
        told.get_or_insert("hinter `#` fehlt ein Leerzeichen: So ist es keine Überschrift");
        text = heading.to_owned();
    }
    for loose in LOOSE.into_iter().filter(|loose| written.contains(loose)) {
        told.get_or_insert("hier steht ein Zeichen von Markdown, zu dem ein zweites fehlt");
        text = text.replace(loose, "");
    }
    if written.trim_start().starts_with('|') && written.trim_end().ends_with('|') {
        told.get_or_insert("das ist keine Tabelle: Unter ihrem Kopf fehlt eine Zeile `| --- | --- |` mit ebenso vielen Spalten");
    }
    (text, told)
}

/// What stands before a mark, in it and behind it.
fn marked<'t>(text: &'t str, open: &str, close: &str) -> Option<(&'t str, &'t str, &'t str)> {
    let (before, rest) = text.split_once(open)?;
    if close.is_empty() {
        return Some((before, "", rest));
    }
    let (inside, behind) = rest.split_once(close)?;
    // Beside blanks it is a sign of its own: `a == b`.
    let is_mark = !inside.is_empty() && !inside.starts_with(' ') && !inside.ends_with(' ');
    let is_word = open.len() > 1 || !inside.contains(char::is_whitespace);
    (is_mark && is_word).then_some((before, inside, behind))
}

/// `[Name](Ort mit Leerzeichen)`: what stands before it, its name, and what stands behind it.
fn broken_link(text: &str) -> Option<(&str, &str, &str)> {
    let (before, address) = text.split_once("](")?;
    let (before, name) = before.rsplit_once('[')?;
    Some((before, name, address.split_once(')')?.1))
}

/// `:smile:`, not a time of day or a word behind a colon.
fn emoji(text: &str) -> Option<(&str, &str, &str)> {
    let ends_word = |before: &str| !before.ends_with(char::is_alphanumeric);
    text.match_indices(':').find_map(|(at, _)| {
        let (before, rest) = (text.get(..at)?, text.get(at + 1..)?);
        let (name, behind) = rest.split_once(':')?;
        let is_name = name.len() > 1
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        let is_apart = ends_word(before) && !behind.starts_with(char::is_alphanumeric);
        (is_name && is_apart).then_some((before, name, behind))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_other_programs_are_told_and_not_printed() {
        for (text, printed) in [
            ("Text[^1] hier", "Text hier"),
            ("##Kopf", "Kopf"),
            ("Siehe [[Methode]].", "Siehe Methode."),
            ("[!NOTE]", ""),
            ("Das ist ==wichtig== und ++neu++.", "Das ist wichtig und neu."),
            ("Kopf {.klasse}", "Kopf "),
            ("::: info", " info"),
            ("Gut :smile: so", "Gut  so"),
            ("** fett **", " fett "),
            ("x^2^ und H~2~O", "x2 und H2O"),
            ("Text^[Note] hier", "TextNote hier"),
            ("Siehe [Plan](mein plan.pdf).", "Siehe Plan."),
            ("| a | b |", "| a | b |"),
        ] {
            let (text, told) = without(text, text);
            assert_eq!(text, printed);
            assert!(told.is_some(), "{text}");
        }
    }

    #[test]
    fn signs_of_their_own_stay() {
        for text in [
            "a == b",
            "C++",
            "10:30 Uhr, Stand: heute: ja",
            "[sic]",
            "A|B",
            "3 * 4",
            "etwa ~5 und ~6",
            "^",
        ] {
            assert_eq!(without(text, text), (text.to_owned(), None));
        }
        assert_eq!(without("[[x]]", "\\[\\[x\\]\\]"), ("[[x]]".to_owned(), None));
    }
}
