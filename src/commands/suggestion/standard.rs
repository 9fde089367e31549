//! The values that the settings of a new project name, also those that stand there as a comment: what a word of an export most
//! likely means.

use super::settings::EMPTY;
use crate::domain::{Dimension, text_key};
use std::sync::LazyLock;

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StandardValue {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) plural: Option<String>,
    /// As text keys: label, plural, synonyms.
    spellings: Vec<String>,
}

/// Answers in a column that asks whether a complaint was justified: what they mean, no names for it.
const ANSWERS: [(&str, &[&str]); 2] = [
    ("justified", &["ja", "j", "yes", "y", "wahr", "true"]),
    ("unjustified", &["nein", "n", "no", "falsch", "false"]),
];

/// Further words for values, by the identifier that only one list has; those in another language are no names in a German report.
const WORDS: [(&str, &[&str], &[&str]); 12] = [
    ("complaint", &["Kritik"], &["complaint", "complaints"]),
    (
        "suggestion",
        &["Vorschlag", "Verbesserungsvorschlag", "Anregung/Idee"],
        &["suggestion", "suggestions"],
    ),
    ("praise", &["Dank", "Lob/Dank"], &["praise", "compliment", "compliments"]),
    ("justified", &[], &["justified", "upheld"]),
    (
        "partly",
        &["teilweise", "teils", "teilweise berechtigt"],
        &["partly justified", "partly upheld"],
    ),
    ("unjustified", &["nicht begründet", "nicht berechtigt"], &["unjustified", "not upheld"]),
    ("open", &[], &["open", "pending"]),
    ("email", &["Mail", "E-Mail-Postfach"], &["email"]),
    ("phone", &[], &["phone", "telephone"]),
    ("letter", &["Post"], &["letter"]),
    ("in_person", &["Sprechstunde"], &["in person", "walk-in"]),
    ("online", &["Kontaktformular"], &["web", "web form", "online form", "online"]),
];

static LISTS: LazyLock<toml::Table> = LazyLock::new(|| {
    let lists = EMPTY.split_once("[lists]\n").map_or("", |(_, lists)| lists);
    let active = lists.lines().map(|line| match line.strip_prefix('#') {
        // A line that explains has one space behind its sign.
        Some(value) if !value.starts_with(' ') || value.starts_with("  ") => value,
        _ => line,
    });
    active.collect::<Vec<_>>().join("\n").parse().unwrap_or_default()
});

/// Those of a list, in its usual order.
pub(super) fn values(dimension: Dimension) -> Vec<StandardValue> {
    let list = LISTS.get(dimension.id()).and_then(toml::Value::as_array);
    list.into_iter().flatten().filter_map(|entry| value(entry, dimension)).collect()
}

fn value(entry: &toml::Value, dimension: Dimension) -> Option<StandardValue> {
    let text = |key: &str| entry.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let (id, label, plural) = (text("id")?, text("label")?, text("plural"));
    let synonyms = entry.get("synonyms").and_then(toml::Value::as_array).into_iter().flatten();
    let answers = ANSWERS.iter().filter(|(of, _)| *of == id && dimension == Dimension::Assessment);
    let spellings = [&label].into_iter().chain(&plural).map(String::as_str);
    let words = WORDS.iter().filter(|(of, ..)| *of == id);
    let words = words.flat_map(|(_, german, others)| german.iter().chain(*others));
    let spellings = spellings
        .chain(words.copied())
        .chain(synonyms.filter_map(toml::Value::as_str))
        .chain(answers.flat_map(|(_, words)| words.iter().copied()))
        .map(text_key)
        .collect();
    Some(StandardValue { id, label, plural, spellings })
}

impl StandardValue {
    /// Whether a word of an export, given as a text key, means it.
    pub(super) fn is_meant_by(&self, key: &str) -> bool {
        self.spellings.iter().any(|it| it == key)
    }

    /// Whether the word is its label.
    pub(super) fn is_called(&self, key: &str) -> bool {
        text_key(&self.label) == key
    }

    /// Whether a word is what it is called in German, and no mere answer.
    pub(super) fn is_name(&self, key: &str) -> bool {
        let is_answer = ANSWERS.iter().any(|(_, words)| words.contains(&key));
        let is_foreign =
            WORDS.iter().any(|(of, _, others)| *of == self.id && others.contains(&key));
        self.is_meant_by(key) && !is_answer && (!is_foreign || self.is_called(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_of_a_new_project_are_known_also_where_they_stand_as_a_comment() {
        let ids = |list| -> Vec<String> { values(list).into_iter().map(|it| it.id).collect() };
        assert_eq!(ids(Dimension::Category), ["complaint", "suggestion", "praise"]);
        assert_eq!(ids(Dimension::Assessment), ["justified", "partly", "unjustified", "open"]);
        assert!(!ids(Dimension::Outcome).is_empty() && ids(Dimension::Site).is_empty());
        let justified = &values(Dimension::Assessment)[0];
        assert!(justified.is_meant_by("berechtigt") && justified.is_meant_by("j"));
        assert!(justified.is_name("berechtigt") && !justified.is_name("j"));
        assert!(!justified.is_meant_by("n"));
        let unjustified = &values(Dimension::Assessment)[2];
        assert!(unjustified.is_name("nicht berechtigt") && !unjustified.is_name("falsch"));
        let complaint = &values(Dimension::Category)[0];
        assert!(complaint.is_name("kritik") && complaint.is_meant_by("complaint"));
        assert!(!complaint.is_name("complaint"), "a report is in German");
    }
}
