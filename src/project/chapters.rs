//! The chapters: the default ones that come with the program, and the office's own in
//! `chapters/*.md`. A file with the name of a default chapter replaces it, an empty one drops it,
//! a new name adds a chapter; the order is that of the names.

use super::files;
use super::listing;
use super::toml_file::{unreadable, why_unreadable};
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::{Schema, is_unreadable};
use std::collections::BTreeMap;
use std::path::Path;

/// One chapter as written: Markdown with figures by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// File name with ending, for example `03-reactions.md`.
    pub name: String,
    /// Where it comes from, for findings: `chapters/03-reactions.md` or `templates/chapters/…`.
    pub file: String,
    /// The text.
    pub text: String,
    /// Whether it is asked for its short form.
    pub brief: bool,
}

/// So many chapters at most, with those of the program.
const MOST_CHAPTERS: usize = 200;
/// The longest chapter, in bytes.
const MOST_BYTES: usize = 200_000;

/// Where the default chapters come from, for findings.
pub const DEFAULT_CHAPTERS: &str = "templates/chapters/";

/// Whether a chapter of this name comes with the program.
pub(super) fn is_default(name: &str) -> bool {
    DEFAULTS.iter().any(|(known, _)| *known == name)
}

macro_rules! default_chapters {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../templates/chapters/", $name)))),*]
    };
}

/// The default chapters, by name.
const DEFAULTS: &[(&str, &str)] = default_chapters![
    "01-key-figures.md",
    "02-mandate.md",
    "03-reactions.md",
    "04-topics.md",
    "05-assessment.md",
    "06-outcome.md",
    "07-processing-time.md",
    "08-submitters.md",
    "09-network.md",
    "10-earlier-years.md",
    "12-method.md",
];

/// The chapters; what stands in default ones between the lines `{# target #}` and `{# end #}` is repeated for each deadline of the
/// office, with its identifier in place of `TARGET`, and so for reference figures; what stands behind `{# first_target #}` is there
/// once, for the first.
pub(super) fn with_each(mut chapters: Vec<Chapter>, schema: &Schema) -> Vec<Chapter> {
    let targets: Vec<&str> = schema.targets().iter().map(|target| target.id).collect();
    let references: Vec<&str> = schema.references().iter().map(|it| it.id).collect();
    for chapter in chapters.iter_mut().filter(|it| it.file.starts_with(DEFAULT_CHAPTERS)) {
        let first = targets.get(..1).unwrap_or_default();
        for (name, ids) in
            [("target", &*targets), ("first_target", first), ("reference", &*references)]
        {
            chapter.text = repeated(&chapter.text, name, ids);
        }
    }
    chapters
}

fn repeated(text: &str, name: &str, ids: &[&str]) -> String {
    let (begin, place) = (format!("{{# {name} #}}\n"), name.to_uppercase());
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, (block, behind))) = rest
        .split_once(begin.as_str())
        .and_then(|(before, from)| Some((before, from.split_once("{# end #}\n")?)))
    {
        filled.push_str(before);
        filled.extend(ids.iter().map(|id| block.replace(&place, id)));
        rest = behind;
    }
    filled + rest
}

pub(super) fn read(folder: &Path, findings: &mut Findings) -> Vec<Chapter> {
    let mut chapters: BTreeMap<Order, Chapter> = BTreeMap::new();
    for (name, text) in DEFAULTS {
        let chapter = Chapter {
            name: (*name).to_owned(),
            file: format!("{DEFAULT_CHAPTERS}{name}"),
            text: (*text).to_owned(),
            brief: false,
        };
        chapters.insert(order(name), chapter);
    }
    for (name, text) in own_chapters(folder, findings) {
        let file = format!("chapters/{name}");
        if let Some(meant) = nearly_default(&name) {
            findings.push(
                Finding::new(
                    FindingCode::ChapterNameNear,
                    format!("der Name ist beinahe der eines mitgelieferten Kapitels, `{meant}`; beide stehen im Bericht"),
                )
                .at(Place::file(&file))
                .help(format!("soll die Datei es ersetzen oder, wenn sie leer ist, weglassen, nennen Sie sie `{meant}`; sonst geben Sie ihr einen anderen Namen")),
            );
        }
        if text.trim().is_empty() {
            chapters.remove(&order(&name));
            continue;
        }
        let text = text
            .strip_prefix('\u{feff}')
            .unwrap_or(&text)
            .replace("\r\n", "\n")
            .replace('\r', "\n");
        let text = without_unreadable(&file, text, findings);
        if text.len() > MOST_BYTES {
            findings.push(
                Finding::new(FindingCode::Template, "das Kapitel ist zu lang")
                    .at(Place::file(&file))
                    .expected("höchstens 200 KB, das sind hundert Seiten")
                    .help("teilen Sie es in mehrere Kapitel"),
            );
        }
        if !has_title(&text) {
            findings.push(
                Finding::new(FindingCode::ChapterWithoutTitle, "das Kapitel hat keine Überschrift")
                    .at(Place::line(&file, 1))
                    .expected("eine erste Zeile der Form `# Überschrift`"),
            );
        }
        chapters.insert(order(&name), Chapter { name, file, text, brief: false });
    }
    let chapters: Vec<Chapter> = chapters.into_values().collect();
    if let Some(chapter) = chapters.get(MOST_CHAPTERS) {
        findings.push(
            Finding::new(
                FindingCode::Template,
                format!("der Bericht hat mehr als {MOST_CHAPTERS} Kapitel"),
            )
            .at(Place::file(&chapter.file))
            .help("fassen Sie Kapitel zusammen: Abschnitte beginnen mit `##`"),
        );
    }
    chapters
}

/// What chapters are ordered by: the number that a name begins with, then the rest of it and the name itself.
type Order = (u64, String, String);

/// The place of a chapter; names without a number stand at the end.
fn order(name: &str) -> Order {
    let end = name.find(|c: char| !c.is_ascii_digit()).unwrap_or(name.len());
    let (number, rest) = name.split_at(end);
    (number.parse().unwrap_or(u64::MAX), rest.to_owned(), name.to_owned())
}

/// The default chapter whose name differs from this one in zeros before its number, in capitals, dashes or blanks alone.
fn nearly_default(name: &str) -> Option<&'static str> {
    let key = |name: &str| {
        let (number, rest, _) = order(name);
        let letters = rest.chars().filter(|c| c.is_alphanumeric());
        (number, letters.flat_map(char::to_lowercase).collect::<String>())
    };
    let mut names = DEFAULTS.iter().map(|(known, _)| *known);
    names.find(|known| *known != name && key(known) == key(name))
}

/// Whether a chapter has a heading of the first level, in either form of Markdown.
fn has_title(text: &str) -> bool {
    let is_underline =
        |line: &str| line.starts_with('=') && line.trim_matches('=').trim().is_empty();
    text.lines().any(|line| line.starts_with("# ") || is_underline(line))
}

/// The text without characters that nobody can read; the first is told where it stands.
fn without_unreadable(file: &str, text: String, findings: &mut Findings) -> String {
    let Some((at, character)) = text.char_indices().find(|(_, c)| is_unreadable(*c)) else {
        return text;
    };
    let (place, snippet) = Place::in_text(file, &text, at, character.len_utf8());
    findings.push(
        Finding::new(FindingCode::UnsafeMarkup, unreadable_dropped(character))
            .at(place)
            .snippet(snippet)
            .help("löschen Sie das Zeichen; oft kam es beim Kopieren mit"),
    );
    readable(&text)
}

/// The text without such characters; one that parts words is a blank.
pub fn readable(text: &str) -> String {
    let instead = |c: char| match is_unreadable(c) {
        true => c.is_whitespace().then_some(' '),
        false => Some(c),
    };
    text.chars().filter_map(instead).collect()
}

/// What is said of a character that is left out of a chapter.
pub fn unreadable_dropped(character: char) -> String {
    format!(
        "ein Zeichen, das nicht zu sehen ist (U+{:04X}), wird nicht übernommen",
        u32::from(character)
    )
}

fn own_chapters(project: &Path, findings: &mut Findings) -> Vec<(String, String)> {
    let folder = project.join("chapters");
    let names = listing::names(&folder).unwrap_or_else(|error| {
        let (why, _) = why_unreadable(&error);
        findings.push(
            Finding::new(FindingCode::Template, format!("`chapters` {why}"))
                .at(Place::file("chapters"))
                .expected("ein Ordner mit Kapiteln `*.md`, oder keiner"),
        );
        Vec::new()
    });
    let mut chapters = Vec::new();
    for name in names {
        let path = folder.join(&name);
        let file = format!("chapters/{name}");
        // What cannot be seen is told when it is read.
        if matches!(files::is_folder(&path), Ok(true)) || !name.ends_with(".md") {
            findings.push(
                Finding::new(
                    FindingCode::ChapterIgnored,
                    "das ist kein Kapitel und wird nicht gelesen",
                )
                .at(Place::file(file))
                .expected("eine Datei mit der Endung `.md`, unmittelbar im Ordner `chapters`"),
            );
            continue;
        }
        match files::own_text(project, &path) {
            Ok(text) => chapters.push((name, text)),
            Err(error) => {
                findings.push(unreadable(FindingCode::Template, "das Kapitel", &file, &error));
            }
        }
    }
    chapters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_stand_by_their_numbers_and_then_by_their_names() {
        let mut names =
            ["12-method.md", "anhang.md", "9-mine.md", "05b-own.md", "05-assessment.md"];
        names.sort_by_key(|name| order(name));
        let expected = ["05-assessment.md", "05b-own.md", "9-mine.md", "12-method.md", "anhang.md"];
        assert_eq!(names, expected);
    }

    #[test]
    fn a_name_that_is_nearly_that_of_a_default_chapter_is_known() {
        for name in
            ["1-key-figures.md", "01-Key-Figures.md", "01_key_figures.md", "01 key figures.md"]
        {
            assert_eq!(nearly_default(name), Some("01-key-figures.md"), "{name}");
        }
        for name in
            ["01-key-figures.md", "01-key-numbers.md", "02-key-figures.md", "01b-eigenes.md"]
        {
            assert_eq!(nearly_default(name), None, "{name}");
        }
    }
}
