//! The answer of the scope rule as a column of its own, in exports without personal data: `ja`,
//! `nein`, `prüfen`. An export has either this column or the remark.

use super::scope::Scope;
use crate::domain::text_key;

/// Each answer and its word.
const ANSWERS: [(Scope, &str); 3] =
    [(Scope::Inside, "ja"), (Scope::Outside, "nein"), (Scope::Doubtful, "prüfen")];

/// The word of an answer.
pub(crate) fn word(scope: Scope) -> &'static str {
    ANSWERS.into_iter().find(|(answer, _)| *answer == scope).map_or("", |(_, word)| word)
}

/// All words.
pub(crate) fn words() -> impl Iterator<Item = &'static str> {
    ANSWERS.into_iter().map(|(_, word)| word)
}

/// The answer a text key means.
pub(crate) fn parse(key: &str) -> Option<Scope> {
    ANSWERS.into_iter().find(|(_, word)| text_key(word) == key).map(|(scope, _)| scope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_means_its_answer_and_nothing_else_is_one() {
        for (scope, word) in ANSWERS {
            assert_eq!(parse(&text_key(word)), Some(scope));
            assert_eq!(super::word(scope), word);
        }
        assert_eq!(parse(&text_key("PRUEFEN")), Some(Scope::Doubtful));
        assert_eq!(parse("j"), None);
        assert_eq!(parse(""), None);
    }
}
