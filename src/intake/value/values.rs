//! Values of closed lists: compared exactly after normalising, never guessed. An unknown value comes
//! back as the part that is unknown. Each different text of a column is
//! looked up (nearly) once.

use super::fingerprint::Fingerprint;
use super::look_alike;
use crate::domain::{ValueCode, ValueList, text_key};
use crate::intake::text::clean;
use std::collections::BTreeMap;

/// Spellings of an empty value, by text key.
const NOT_STATED: [&str; 4] = ["-", "k. a.", "keine angabe", "ohne angabe"];
/// So many texts of a column are remembered; a power of two.
const SLOTS: usize = 256;
/// A column with so many different unknown values holds no list; further ones are like none of its values.
const LIKES: usize = 4096;
/// Of so many letters at most one letter makes another word.
const SHORT_WORD: usize = 6;

/// The spellings of an empty value, by text key.
pub(crate) fn not_stated() -> impl Iterator<Item = &'static str> {
    NOT_STATED.into_iter()
}

/// Whether a text is a spelling of an empty value.
pub(crate) fn is_not_stated(text: &str) -> bool {
    // Only what begins like one is looked at closer.
    text.starts_with(['-', 'k', 'K', 'o', 'O']) && NOT_STATED.contains(&text_key(text).as_str())
}

/// The fingerprint of a submitter's name, given as its text key; the default where there is none.
pub(crate) fn print_of_name(key: &str) -> Fingerprint {
    match key.is_empty() || is_not_stated(key) {
        true => Fingerprint::default(),
        false => Fingerprint::of(key.as_bytes()),
    }
}

/// Whether a list knows a value, or its first part.
pub(crate) fn knows(list: &ValueList, text: &str) -> bool {
    list.find(text).is_some()
}

/// The known values of one text, without remembering it.
pub(crate) fn look_up_once(
    list: &ValueList,
    separator: Option<char>,
    text: &str,
) -> Vec<ValueCode> {
    Lookup { list, separator, seen: Vec::new(), likes: BTreeMap::new() }
        .look_up(clean(text))
        .unwrap_or_default()
}

/// Looks up the values of one column.
pub(crate) struct Lookup<'p> {
    list: &'p ValueList,
    /// What separates several values, where the field can have several.
    separator: Option<char>,
    /// The texts looked up last, each in the slot of its hash.
    seen: Vec<Seen>,
    /// Unknown values, and whether each is nearly a known one.
    likes: BTreeMap<String, bool>,
}

/// A text that was looked up.
#[derive(Clone)]
struct Seen {
    text: String,
    found: Result<Vec<ValueCode>, String>,
}

impl<'p> Lookup<'p> {
    pub(crate) fn new(list: &'p ValueList, separator: Option<char>) -> Self {
        let nothing = Seen { text: String::new(), found: Ok(Vec::new()) };
        Self { list, separator, seen: vec![nothing; SLOTS], likes: BTreeMap::new() }
    }

    /// The values a cell holds; none when it is empty. The error is the part that is unknown.
    pub(crate) fn read(&mut self, text: &str) -> Result<&[ValueCode], &str> {
        if text.is_empty() {
            return Ok(&[]);
        }
        let slot = slot(text);
        if self.seen.get(slot).is_none_or(|seen| seen.text != text) {
            let seen = Seen { text: text.to_owned(), found: self.look_up(clean(text)) };
            if let Some(place) = self.seen.get_mut(slot) {
                *place = seen;
            }
        }
        match self.seen.get(slot).map(|seen| &seen.found) {
            Some(Ok(codes)) => Ok(codes),
            Some(Err(unknown)) => Err(unknown),
            None => Ok(&[]),
        }
    }

    fn look_up(&self, text: &str) -> Result<Vec<ValueCode>, String> {
        if text.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(code) = self.list.find(text) {
            return Ok(vec![code]);
        }
        if is_not_stated(text) {
            return Ok(Vec::new());
        }
        match self.separator.filter(|separator| text.contains(*separator)) {
            None => Err(text.to_owned()),
            Some(separator) => self.split(text, separator),
        }
    }

    /// Several values in one cell. A value that holds the separator itself is recognised: the longest known run
    /// of parts is taken.
    fn split(&self, text: &str, separator: char) -> Result<Vec<ValueCode>, String> {
        let mut codes = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let ends = rest.match_indices(separator).map(|(at, _)| at).chain([rest.len()]);
            let longest = ends
                .filter_map(|end| Some((end, self.list.find(clean(rest.get(..end)?))?)))
                .max_by_key(|(end, _)| *end);
            let end = match longest {
                Some((end, code)) => {
                    codes.push(code);
                    end
                }
                None => {
                    let end = rest.find(separator).unwrap_or(rest.len());
                    let part = clean(rest.get(..end).unwrap_or_default());
                    if !part.is_empty() {
                        return Err(part.to_owned());
                    }
                    end
                }
            };
            rest = rest.get(end + separator.len_utf8()..).unwrap_or_default();
        }
        Ok(codes)
    }

    /// The accepted spelling nearest to an unknown value.
    pub(crate) fn nearest(&self, text: &str) -> Option<&'p str> {
        self.list.nearest(text)
    }

    /// Which sign of an unknown value only looks like one of a known value.
    pub(crate) fn look_alike(&self, text: &str) -> Option<String> {
        look_alike::told(
            text,
            self.list.entries().iter().flat_map(|entry| {
                std::iter::once(&entry.label).chain(&entry.synonyms).map(String::as_str)
            }),
        )
    }

    /// Whether a text is known, or nearly; of several values each.
    pub(crate) fn is_like(&mut self, text: &str) -> bool {
        if self.read(text).is_ok() {
            return true;
        }
        if let Some(known) = self.likes.get(text) {
            return *known;
        }
        if self.likes.len() >= LIKES {
            return false;
        }
        // Of a short word one letter makes another one: a name is not shown because the list knows a word that ends like it.
        let is_near = |known: &str| {
            let [first, other] = [text, known].map(|it| text_key(it).chars().next());
            text.chars().count() > SHORT_WORD || first == other
        };
        let is_like = |text: &str| {
            self.list.find(text).is_some()
                || self.nearest(text).is_some_and(is_near)
                || self.look_alike(text).is_some()
        };
        let is_like = match self.separator.filter(|separator| text.contains(*separator)) {
            None => is_like(text),
            Some(separator) => {
                text.split(separator).map(clean).filter(|part| !part.is_empty()).all(is_like)
            }
        };
        self.likes.insert(text.to_owned(), is_like);
        is_like
    }

    /// The printed names of the list.
    pub(crate) fn labels(&self) -> impl Iterator<Item = &'p str> {
        self.list.entries().iter().map(|entry| entry.label.as_str())
    }
}

/// The slot of a text, the same on every machine. Its start, its end and its length tell most values of one
/// column apart; where they do not, values only push each other out.
fn slot(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (start, end) = match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(start), Some(end)) => (u64::from_le_bytes(*start), u64::from_le_bytes(*end)),
        _ => (bytes.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)), 0),
    };
    let mixed = (start ^ end.rotate_left(29) ^ (text.len() as u64) << 56)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    usize::try_from(mixed >> 32).unwrap_or_default() % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ListEntry;

    fn list() -> ValueList {
        let entry = |label: &str, synonym: &str| ListEntry {
            id: label.to_lowercase(),
            label: label.to_owned(),
            plural: label.to_owned(),
            synonyms: vec![synonym.to_owned()],
            group: None,
        };
        ValueList::new(vec![entry("Unterkunft, Heizung", "KdU"), entry("Umzug", "Wegzug")]).unwrap()
    }

    #[test]
    fn of_several_values_each_must_be_like_a_known_one() {
        let list = list();
        let mut lookup = Lookup::new(&list, Some(','));
        for (text, is_like) in [
            ("Umzug", true),
            ("Umzgu", true),
            ("KdU, Umzgu", true),
            ("Umzgu, Beispielperson", false),
            ("Beispielperson", false),
        ] {
            assert_eq!(lookup.is_like(text), is_like, "{text}");
        }
    }

    #[test]
    fn several_values_are_split_even_if_one_holds_the_separator() {
        let list = list();
        let mut lookup = Lookup::new(&list, Some(','));
        let [housing, moving] = [ValueCode::new(0), ValueCode::new(1)];
        for (text, codes) in [
            ("", vec![]),
            (" \u{a0}", vec![]),
            ("k. A.", vec![]),
            ("umzug", vec![moving]),
            ("Unterkunft, Heizung", vec![housing]),
            ("Umzug, Unterkunft, Heizung,KDU", vec![moving, housing, housing]),
            ("Umzug,, Wegzug,", vec![moving, moving]),
        ] {
            assert_eq!(lookup.read(text), Ok(codes.as_slice()), "{text}");
            assert_eq!(lookup.read(text), Ok(codes.as_slice()), "{text}, remembered");
        }
        assert_eq!(lookup.read("Umzug, Heizung"), Err("Heizung"));
    }

    #[test]
    fn a_single_value_is_never_split() {
        let list = list();
        let mut lookup = Lookup::new(&list, None);
        assert_eq!(lookup.read("Umzug, KdU"), Err("Umzug, KdU"));
        assert_eq!(lookup.nearest("Umzgu"), Some("Umzug"));
    }
}
