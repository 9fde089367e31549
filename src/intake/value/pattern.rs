//! A word that may be written with slips: a letter missing, too much, wrong, or two neighbours swapped (optimal
//! string alignment). Whether a text holds it somewhere is found in one pass over the text.
//!
//! The distances of all starts of the word to the run that ends at the current letter are kept as the
//! bits of a few integers (Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit
//! distances", 2003), so each letter of the text costs some fifteen operations. Every remark that does
//! not belong to the ombuds office goes through here.

use std::collections::BTreeMap;

/// So many letters of a word are looked at: the bits of an integer.
const LONGEST: usize = 64;

/// A word to be found.
#[derive(Debug)]
pub(crate) struct Pattern {
    length: usize,
    /// For each letter, the bits of the positions it stands at.
    ascii: Vec<u64>,
    others: BTreeMap<char, u64>,
}

impl Pattern {
    pub(crate) fn new(word: &str) -> Self {
        let mut pattern = Self { length: 0, ascii: vec![0; 128], others: BTreeMap::new() };
        for (position, letter) in word.chars().take(LONGEST).enumerate() {
            let bits = match pattern.ascii.get_mut(letter as usize) {
                Some(bits) => bits,
                None => pattern.others.entry(letter).or_default(),
            };
            *bits |= 1 << position;
            pattern.length = position + 1;
        }
        pattern
    }

    /// Whether a text holds a run with at most so many slips.
    pub(crate) fn is_in(&self, text: impl Iterator<Item = char>, slips: usize) -> bool {
        let Some(last) = self.length.checked_sub(1) else { return true };
        let mut distance = self.length;
        if distance <= slips {
            return true;
        }
        // Differences between neighbouring rows: one more, one less; and where the diagonal is equal.
        let (mut more, mut less, mut equal) = (u64::MAX, 0_u64, 0_u64);
        let mut places_before = 0;
        for letter in text {
            let places = self.places(letter);
            let swapped = ((!equal & places) << 1) & places_before;
            equal = (((places & more).wrapping_add(more)) ^ more) | places | less | swapped;
            let right_more = less | !(equal | more);
            let right_less = equal & more;
            distance += usize::from(right_more >> last & 1 == 1);
            distance -= usize::from(right_less >> last & 1 == 1);
            if distance <= slips {
                return true;
            }
            more = (right_less << 1) | !(equal | (right_more << 1));
            less = (right_more << 1) & equal;
            places_before = places;
        }
        false
    }

    fn places(&self, letter: char) -> u64 {
        match self.ascii.get(letter as usize) {
            Some(bits) => *bits,
            None => self.others.get(&letter).copied().unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The least number of slips with which the text holds the word.
    fn least(word: &str, text: &str) -> usize {
        let pattern = Pattern::new(word);
        (0..=word.len()).find(|slips| pattern.is_in(text.chars(), *slips)).unwrap()
    }

    #[test]
    fn a_run_is_close_when_it_differs_by_few_slips() {
        for (text, slips) in [
            ("ombudsstelle", 0),
            ("xxombudsstellexx", 0),
            ("obmudsstelle", 1),
            ("xombusstellen", 1),
            ("ombuudsstellle", 2),
            ("obmudsstlele", 2),
            ("ömbudsstelle", 1),
            ("beratungsstelle", 5),
            ("", 12),
        ] {
            assert_eq!(least("ombudsstelle", text), slips, "{text}");
        }
    }

    proptest! {
        #[test]
        fn it_agrees_with_the_distance_to_the_best_run(word in "[abä]{1,6}", text in "[abcä]{0,12}") {
            let letters: Vec<char> = text.chars().collect();
            let runs = (0..=letters.len()).flat_map(|from| (from..=letters.len()).map(move |to| (from, to)));
            let best = runs
                .map(|(from, to)| {
                    let run: String = letters[from..to].iter().collect();
                    strsim::osa_distance(&word, &run)
                })
                .min();
            let pattern = Pattern::new(&word);
            let found = (0..=6).find(|slips| pattern.is_in(text.chars(), *slips));
            prop_assert_eq!(found, best);
        }
    }
}
