//! Which cases belong to the ombuds office. The marker is typed by hand into the remark, so a slip of
//! the pen would lose a case without a word: a remark that resembles a marker is reported. The remark
//! itself is seen here only, and leaves as one of three answers.

use super::pattern::Pattern;
use crate::domain::Case;
use crate::project::ScopeRule;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::ops::Range;

/// What a remark says about its case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// It carries a marker.
    Inside,
    /// It carries none.
    Outside,
    /// It carries none, but something that was perhaps meant as one.
    Doubtful,
}

/// The words of a marker, joined.
struct Joined {
    pattern: Pattern,
    words: usize,
    /// Slips that may be in them.
    slips: usize,
}

/// The rule, prepared.
pub(crate) struct Matcher<'p> {
    rule: &'p ScopeRule,
    /// The markers without blanks.
    joined: Vec<Joined>,
    /// Finds where a text may hold something like a marker; `None` where a marker is too short for this.
    pieces: Option<AhoCorasick>,
    /// Letters of the longest run that is like a marker.
    reach: usize,
}

impl<'p> Matcher<'p> {
    pub(crate) fn new(rule: &'p ScopeRule) -> Self {
        let (mut joined, mut pieces, mut reach) = (Vec::new(), Some(Vec::new()), 0);
        for marker in &rule.markers {
            let words: Vec<&str> = words(marker).map(|(_, word)| word).collect();
            let slips = words.iter().map(|word| allowed_slips(word.chars().count())).sum();
            let all = words.concat();
            pieces = pieces.zip(cut(&all, slips)).map(|(before, more)| [before, more].concat());
            reach = reach.max(all.len() + slips);
            joined.push(Joined { pattern: Pattern::new(&all), words: words.len(), slips });
        }
        let stems = rule.stems.iter().map(|stem| words(stem).map(|(_, word)| word).collect());
        let all: Option<Vec<String>> =
            pieces.map(|pieces| pieces.into_iter().chain(stems).collect());
        let mut builder = AhoCorasick::builder();
        // The pieces begin with frequent letters: a search for these first would stop at every word.
        builder.kind(Some(AhoCorasickKind::DFA)).prefilter(false);
        let pieces = all.and_then(|pieces| builder.build(pieces).ok());
        Self { rule, joined, pieces, reach }
    }

    /// Judges a remark, given as its text key.
    pub(crate) fn judge(&self, key: &str) -> Scope {
        let letters = letters(key);
        let has_no_piece = |pieces: &AhoCorasick| !pieces.is_match(&letters);
        if key.is_empty() || self.pieces.as_ref().is_some_and(has_no_piece) {
            return Scope::Outside;
        }
        if self.rule.exceptions.is_empty() {
            return self.judge_all(key, &letters);
        }
        let exceptions: Vec<Range<usize>> =
            self.rule.exceptions.iter().flat_map(|phrase| occurrences(key, phrase)).collect();
        let free = |place: &Range<usize>| {
            !exceptions.iter().any(|e| e.start <= place.start && place.end <= e.end)
        };
        if self.rule.markers.iter().any(|marker| occurrences(key, marker).any(|p| free(&p))) {
            return Scope::Inside;
        }
        if self.rule.stems.iter().any(|stem| occurrences(key, stem).any(|p| free(&p))) {
            return Scope::Doubtful;
        }
        if self.resembles((key, &letters), free) { Scope::Doubtful } else { Scope::Outside }
    }

    /// The first marker of a remark that carries one, by its position in the configuration; given as its text key.
    pub(crate) fn marker(&self, key: &str) -> u8 {
        let found = self.rule.markers.iter().position(|marker| key.contains(marker.as_str()));
        found.and_then(|at| u8::try_from(at).ok()).unwrap_or(Case::NO_MARKER)
    }

    /// Judges where nothing is excepted.
    fn judge_all(&self, key: &str, letters: &[u8]) -> Scope {
        if self.rule.markers.iter().any(|marker| key.contains(marker.as_str())) {
            return Scope::Inside;
        }
        if self.rule.stems.iter().any(|stem| key.contains(stem.as_str())) {
            return Scope::Doubtful;
        }
        if self.resembles((key, letters), |_| true) { Scope::Doubtful } else { Scope::Outside }
    }

    /// Whether some words, read as one, hold a marker with a slip: `Ombustselle`, `Ombuds-Stelle`,
    /// `Ombutsstellenfall`.
    fn resembles(
        &self,
        (key, letters): (&str, &[u8]),
        free: impl Fn(&Range<usize>) -> bool,
    ) -> bool {
        // All words as one first: most remarks hold nothing like a marker.
        let is_close = |marker: &&Joined| match &self.pieces {
            Some(pieces) => pieces.find_overlapping_iter(letters).any(|piece| {
                let letters = around(letters, piece.range(), self.reach);
                marker.pattern.is_in(letters.chars(), marker.slips)
            }),
            None => {
                marker.pattern.is_in(around(letters, 0..letters.len(), 0).chars(), marker.slips)
            }
        };
        let mut close = self.joined.iter().filter(is_close).peekable();
        if close.peek().is_none() {
            return false;
        }
        let words: Vec<&str> = words(key)
            .filter(|(start, word)| free(&(*start..start + word.len())))
            .map(|(_, word)| word)
            .collect();
        close.any(|marker| {
            (1..=marker.words + 1).any(|parts| {
                words.windows(parts).any(|window| {
                    let letters = window.iter().flat_map(|word| word.chars());
                    marker.pattern.is_in(letters, marker.slips)
                })
            })
        })
    }
}

/// The letters and digits of a text key, words read as one.
fn letters(key: &str) -> Vec<u8> {
    if !key.is_ascii() {
        return key.chars().filter(|c| c.is_alphanumeric()).collect::<String>().into_bytes();
    }
    let mut letters = key.as_bytes().to_vec();
    letters.retain(u8::is_ascii_alphanumeric);
    letters
}

/// The letters around a piece, as far as what is like a marker can reach.
fn around(letters: &[u8], piece: Range<usize>, reach: usize) -> &str {
    let is_start = |at: &usize| letters.get(*at).is_none_or(|byte| byte & 0xc0 != 0x80);
    let from = (0..=piece.start.saturating_sub(reach)).rev().find(is_start);
    let to = (letters.len().min(piece.end + reach)..=letters.len()).find(is_start);
    let around = letters.get(from.unwrap_or_default()..to.unwrap_or(letters.len()));
    std::str::from_utf8(around.unwrap_or_default()).unwrap_or_default()
}

/// The pieces of a marker, given as its letters joined: whatever is like it holds one of them unharmed. A marker that may
/// have `k` slips is cut into `k + 1` with one letter left out between any two, so that a slip (a letter missing, too much,
/// wrong, or two neighbours swapped) touches no two of them. `None` where it is too short for that.
fn cut(marker: &str, slips: usize) -> Option<Vec<String>> {
    let letters: Vec<char> = marker.chars().collect();
    let pieces = slips + 1;
    let piece = |number: usize| {
        let start = number * (letters.len() + 1) / pieces;
        let end = ((number + 1) * (letters.len() + 1) / pieces).checked_sub(1)?;
        letters
            .get(start..end)
            .filter(|piece| !piece.is_empty())
            .map(|piece| piece.iter().collect())
    };
    (0..pieces).map(piece).collect()
}

/// How many slips a word of this length may have and still be taken for a marker: two, fewer in
/// short words, where everything resembles everything.
fn allowed_slips(length: usize) -> usize {
    (length.saturating_sub(1) / 3).min(2)
}

/// Words with the offset each starts at.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive(|c: char| !c.is_alphanumeric()).filter_map(move |piece| {
        let start = at;
        at += piece.len();
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        (!word.is_empty()).then_some((start, word))
    })
}

fn occurrences<'t>(text: &'t str, phrase: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    text.match_indices(phrase).map(|(start, found)| start..start + found.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text_key;

    fn judge(rule: &ScopeRule, remark: &str) -> Scope {
        Matcher::new(rule).judge(&text_key(remark))
    }

    fn rule(markers: &[&str], stems: &[&str], exceptions: &[&str]) -> ScopeRule {
        let keys = |texts: &[&str]| texts.iter().map(|text| text_key(text)).collect();
        ScopeRule {
            markers: keys(markers),
            stems: keys(stems),
            exceptions: keys(exceptions),
            ..ScopeRule::default()
        }
    }

    #[test]
    fn a_marker_counts_in_every_spelling_and_anywhere_in_the_remark() {
        let rule = rule(&["Ombudsstelle"], &[], &[]);
        for remark in
            ["Ombudsstelle", "Vorsprache (OMBUDSSTELLE), Rückruf", "Om\u{ad}buds\u{ad}stelle"]
        {
            assert_eq!(judge(&rule, remark), Scope::Inside, "{remark}");
        }
        assert_eq!(judge(&rule, ""), Scope::Outside);
        assert_eq!(judge(&rule, "Wohnungsstelle und Beratungsstelle"), Scope::Outside);
    }

    #[test]
    fn a_slip_in_a_marker_is_reported_and_not_guessed() {
        let rule = rule(&["Ombudsstelle", "Büro der Ombudsperson"], &["Ombud"], &[]);
        for remark in [
            "Obmudsstelle",
            "Ombutsstele",
            "Ombuds-Stelle",
            "Ombuds stelle",
            "Ombudsmann",
            "Vorgang:Ombutsstellenfall",
            "KRMObmudsstlle",
            "Buero d. Obmudsperson",
        ] {
            assert_eq!(judge(&rule, remark), Scope::Doubtful, "{remark}");
        }
    }

    #[test]
    fn short_markers_do_not_make_every_remark_suspicious() {
        let rule = rule(&["OST"], &[], &[]);
        assert_eq!(judge(&rule, "per Post an das Amt"), Scope::Inside);
        assert_eq!(judge(&rule, "hat Rost am Tor, kost nix"), Scope::Inside);
        assert_eq!(judge(&rule, "es ist ein Test"), Scope::Outside);
    }

    #[test]
    fn a_listed_exception_is_neither_marker_nor_suspicion() {
        let rule = rule(&["Ombudsstelle"], &["Ombud"], &["Ombudsstelle der Bank", "Ombudsmann"]);
        assert_eq!(judge(&rule, "an die Ombudsstelle der Bank verwiesen"), Scope::Outside);
        assert_eq!(judge(&rule, "Ombudsmann der Versicherung"), Scope::Outside);
        assert_eq!(judge(&rule, "Ombudsstelle; zuvor Ombudsmann"), Scope::Inside);
    }

    proptest::proptest! {
        /// The quick look never overlooks what the careful one finds.
        #[test]
        fn the_quick_look_overlooks_nothing(
            start in "[a-eombudstl ]{0,20}",
            end in "[a-zä .-]{0,20}",
            slips in proptest::collection::vec((0_usize..14, 0_u8..4, "[a-zä -]"), 0..5),
            marker in 0_usize..3,
        ) {
            let rule = rule(&["Ombudsstelle", "Ombudsperson", "Büro der Ombudsleute"], &["Ombuds-St"], &[]);
            let mut letters: Vec<char> = rule.markers[marker].chars().collect();
            for (place, kind, letter) in slips {
                let place = place % (letters.len() - 1);
                match kind {
                    0 => drop(letters.remove(place)),
                    1 => letters.insert(place, letter.chars().next().unwrap()),
                    2 => letters.swap(place, place + 1),
                    _ => letters[place] = letter.chars().next().unwrap(),
                }
            }
            let key = text_key(&format!("{start}{}{end}", letters.iter().collect::<String>()));
            let quick = Matcher::new(&rule);
            proptest::prop_assert!(quick.pieces.is_some());
            let careful = Matcher { pieces: None, ..Matcher::new(&rule) };
            proptest::prop_assert_eq!(quick.judge(&key), careful.judge(&key));
        }
    }
}
