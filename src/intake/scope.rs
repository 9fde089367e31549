//! Which cases belong to the ombuds office. The marker is typed by hand into the remark, so a slip of
//! the pen would lose a case without a word: a remark that resembles a marker is reported. The remark
//! itself is seen here only, and leaves as one of three answers.

use super::marker_filter::MarkerFilter;
use super::pattern::Pattern;
use crate::domain::Case;
use crate::project::ScopeRule;
use std::ops::Range;

/// What a remark says about its case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
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
pub(super) struct Matcher<'p> {
    rule: &'p ScopeRule,
    /// The markers without blanks.
    joined: Vec<Joined>,
    /// Tells where a text may hold something like a marker.
    filter: Option<MarkerFilter>,
    /// Letters of the longest run that is like a marker.
    reach: usize,
}

impl<'p> Matcher<'p> {
    pub(super) fn new(rule: &'p ScopeRule) -> Self {
        let (mut joined, mut letters) = (Vec::new(), Vec::new());
        for marker in &rule.markers {
            let words: Vec<&str> = words(marker).map(|(_, word)| word).collect();
            let slips = words.iter().map(|word| allowed_slips(word.chars().count())).sum();
            let all = words.concat();
            joined.push(Joined { pattern: Pattern::new(&all), words: words.len(), slips });
            letters.push((all, slips));
        }
        let stems: Vec<String> =
            rule.stems.iter().map(|stem| words(stem).map(|(_, word)| word).collect()).collect();
        let stems = stems.iter().map(|stem| (stem.as_str(), 0));
        let all = letters.iter().map(|(marker, slips)| (marker.as_str(), *slips)).chain(stems);
        let filter = MarkerFilter::new(all);
        let runs = letters.iter().map(|(marker, slips)| marker.chars().count() + slips);
        Self { rule, joined, filter, reach: runs.max().unwrap_or_default() }
    }

    /// Judges a remark, given as its text key.
    pub(super) fn judge(&self, key: &str) -> Scope {
        let places = self.places(key);
        if key.is_empty() || places.is_some_and(|mut places| places.next().is_none()) {
            return Scope::Outside;
        }
        if self.rule.exceptions.is_empty() {
            return self.judge_all(key);
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
        if self.resembles(key, free) { Scope::Doubtful } else { Scope::Outside }
    }

    /// The first marker of a remark that carries one, by its position in the configuration; given as its text key.
    pub(super) fn marker(&self, key: &str) -> u8 {
        let found = self.rule.markers.iter().position(|marker| key.contains(marker.as_str()));
        found.and_then(|at| u8::try_from(at).ok()).unwrap_or(Case::NO_MARKER)
    }

    /// The only places where something like a marker may stand; `None` where they cannot be told.
    fn places<'k>(&'k self, key: &'k str) -> Option<impl Iterator<Item = usize> + 'k> {
        let filter = self.filter.as_ref().filter(|_| key.is_ascii())?;
        Some(filter.places(key.as_bytes()))
    }

    /// Judges where nothing is excepted.
    fn judge_all(&self, key: &str) -> Scope {
        if self.rule.markers.iter().any(|marker| key.contains(marker.as_str())) {
            return Scope::Inside;
        }
        if self.rule.stems.iter().any(|stem| key.contains(stem.as_str())) {
            return Scope::Doubtful;
        }
        if self.resembles(key, |_| true) { Scope::Doubtful } else { Scope::Outside }
    }

    /// Whether some words, read as one, hold a marker with a slip: `Ombustselle`, `Ombuds-Stelle`,
    /// `Ombutsstellenfall`.
    fn resembles(&self, key: &str, free: impl Fn(&Range<usize>) -> bool) -> bool {
        // All words as one first: most remarks hold nothing like a marker.
        let is_close = |marker: &&Joined| match self.places(key) {
            Some(mut places) => places.any(|at| {
                marker.pattern.is_in(around(key.as_bytes(), at, self.reach), marker.slips)
            }),
            None => marker.pattern.is_in(key.chars().filter(|c| c.is_alphanumeric()), marker.slips),
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

/// Up to so many letters of an ASCII text before a place, and so many from there on.
fn around(key: &[u8], at: usize, reach: usize) -> impl Iterator<Item = char> {
    let (before, _) = key.split_at_checked(at).unwrap_or_default();
    let letters = before.iter().enumerate().rev().filter(|(_, byte)| byte.is_ascii_alphanumeric());
    let start = letters.take(reach).last().map_or(at, |(start, _)| start);
    let from = key.get(start..).unwrap_or_default().iter().filter(|b| b.is_ascii_alphanumeric());
    from.take(2 * reach).map(|byte| char::from(*byte))
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
            proptest::prop_assert!(quick.filter.is_some());
            let careful = Matcher { filter: None, ..Matcher::new(&rule) };
            proptest::prop_assert_eq!(quick.judge(&key), careful.judge(&key));
        }
    }
}
