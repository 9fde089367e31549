//! `[words]`: what the office calls itself, its house, whom it serves and what it counts.

use super::raw;
use super::toml_file::TomlFile;
use crate::diagnostic::{FindingCode, Findings};
use crate::domain::{Dimension, Taxonomy, ValueCode};
use crate::locale::{Forms, Gender, Noun, Words};
use serde::Deserialize;
use toml::Spanned;

/// A noun of `[words]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Word {
    pub(super) noun: String,
    #[serde(default)]
    pub(super) gender: Option<Gender>,
    #[serde(default)]
    pub(super) genitive: Option<String>,
    #[serde(default)]
    pub(super) dative: Option<String>,
    #[serde(default)]
    pub(super) accusative: Option<String>,
    #[serde(default)]
    pub(super) plural: Option<String>,
    #[serde(default)]
    pub(super) plural_dative: Option<String>,
    #[serde(default)]
    pub(super) short: Option<String>,
}

/// What a word can be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One of a kind: the office, the house.
    Single,
    /// Something that is counted.
    Counted,
    /// Several.
    People,
}

pub(super) fn check(report: &TomlFile<raw::Report>, findings: &mut Findings) -> Words {
    let mut words = Words::default();
    let raw = &report.words;
    for (word, kind, noun) in [
        (&raw.office, Kind::Single, &mut words.office),
        (&raw.house, Kind::Single, &mut words.house),
        (&raw.people, Kind::People, &mut words.people),
        (&raw.reaction, Kind::Counted, &mut words.reaction),
        (&raw.complaint, Kind::Counted, &mut words.complaint),
        (&raw.suggestion, Kind::Counted, &mut words.suggestion),
        (&raw.praise, Kind::Counted, &mut words.praise),
        (&raw.management, Kind::Single, &mut words.management),
        (&raw.database, Kind::Single, &mut words.database),
    ] {
        let Some(word) = word else { continue };
        match read(word.get_ref(), kind) {
            Ok(read) => *noun = read,
            Err((message, expected)) => {
                let span: std::ops::Range<usize> = Spanned::span(word);
                let finding = report.finding(FindingCode::ConfigValue, span, message);
                findings.push(finding.expected(expected));
            }
        }
    }
    // KRM is what Jobcenters call theirs.
    if raw.database.is_none() && !words.house.bare.contains("Jobcenter") {
        words.database = Noun::new("Datenbank", Gender::Feminine, &Forms::default());
    }
    words
}

/// Whether sentences call complaints, suggestions and praise what their list calls them: the gender of another word has to be told.
pub(super) fn check_kinds(
    report: &TomlFile<raw::Report>,
    words: &Words,
    taxonomy: &Taxonomy,
    findings: &mut Findings,
) {
    let label = |id| label(taxonomy, Dimension::Category, id);
    let told = &report.words;
    for (id, noun, word) in [
        ("complaint", &words.complaint, &told.complaint),
        ("suggestion", &words.suggestion, &told.suggestion),
        ("praise", &words.praise, &told.praise),
    ] {
        let Some(label) = label(id).filter(|_| word.is_none()) else { continue };
        let is_same = match id {
            "complaint" => label == noun.bare || label == noun.plural,
            // A list may name more than the word: `Idee oder Anregung`.
            _ => label.contains(&noun.bare) || label.contains(&noun.plural),
        };
        // Of praise sentences speak beside the other two alone.
        let is_said = id != "praise"
            || taxonomy.list(Dimension::Category).is_some_and(|list| {
                ["complaint", "suggestion"].iter().all(|other| list.find_id(other).is_some())
            });
        let lists = report.lists.get_ref().iter().filter(|(name, _)| name.get_ref() == "category");
        let mut entries = lists.flat_map(|(_, entries)| entries);
        let entry = entries.find(|entry| entry.id.get_ref() == id);
        let Some(entry) = entry.filter(|_| is_said && !is_same) else { continue };
        let plural = entry.plural.as_deref().unwrap_or("…");
        let gender = if id == "complaint" { "f" } else { "…" };
        let message = format!(
            "die Art `{id}` heißt „{label}“, die Sätze des Berichts nennen sie „{}“",
            noun.bare
        );
        let finding = report.finding(FindingCode::KindNamedTwice, entry.id.span(), message);
        findings.push(finding.help(format!("nennen Sie das Wort für die Sätze mit seinem Geschlecht unter [words]: {id} = {{ noun = \"{label}\", gender = \"{gender}\", plural = \"{plural}\" }}; handelt es sich um etwas anderes, geben Sie der Art eine andere Kennung")));
    }
}

/// How a list names a value.
pub(super) fn label<'t>(taxonomy: &'t Taxonomy, dimension: Dimension, id: &str) -> Option<&'t str> {
    let list = taxonomy.list(dimension)?;
    let code = list.find_id(id).filter(|code| *code != ValueCode::NOT_STATED)?;
    list.get(code).map(|entry| entry.label.as_str())
}

/// The noun a word describes, or what is wrong with it and what was expected.
fn read(word: &Word, kind: Kind) -> Result<Noun, (&'static str, &'static str)> {
    let texts = [
        Some(&word.noun),
        word.genitive.as_ref(),
        word.dative.as_ref(),
        word.accusative.as_ref(),
        word.plural.as_ref(),
        word.plural_dative.as_ref(),
        word.short.as_ref(),
    ];
    if texts.into_iter().flatten().any(|text| text.trim().is_empty()) {
        return Err(("ein Wort ist leer", "ein Hauptwort ohne Artikel"));
    }
    let gender = match (kind, word.gender) {
        (Kind::People, None | Some(Gender::Plural)) => Gender::Plural,
        (Kind::People, Some(_)) => {
            return Err(("`people` steht in der Mehrzahl", "gender = \"pl\", oder ohne `gender`"));
        }
        (_, Some(Gender::Plural)) => {
            return Err(("dieses Wort steht in der Einzahl", "gender = \"m\", \"f\" oder \"n\""));
        }
        (_, Some(gender)) => gender,
        (_, None) => return Err(("das Geschlecht fehlt", "gender = \"m\", \"f\" oder \"n\"")),
    };
    if kind == Kind::Counted && word.plural.is_none() {
        return Err(("die Mehrzahl fehlt", "plural = \"…\", zum Beispiel \"Kundenreaktionen\""));
    }
    let forms = Forms {
        genitive: word.genitive.as_deref(),
        dative: word.dative.as_deref(),
        accusative: word.accusative.as_deref(),
        plural: word.plural.as_deref(),
        plural_dative: word.plural_dative.as_deref(),
        short: word.short.as_deref(),
    };
    Ok(Noun::new(word.noun.trim(), gender, &forms))
}
