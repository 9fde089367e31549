//! A German noun in the forms that sentences use: derived where they are regular (articles, the genitive of masculine and neuter
//! nouns, the dative of plurals); what is not, the configuration says.

use serde::{Deserialize, Serialize};

/// The gender of a noun.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum Gender {
    /// `der`.
    #[serde(rename = "m")]
    Masculine,
    /// `die`.
    #[serde(rename = "f")]
    Feminine,
    /// `das`.
    #[serde(rename = "n")]
    Neuter,
    /// `die`, of several.
    #[serde(rename = "pl")]
    Plural,
}

/// A noun as it is told: what is not given is derived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forms<'a> {
    /// Behind `des` or `der`.
    pub genitive: Option<&'a str>,
    /// Behind `dem`, `der` or `den`.
    pub dative: Option<&'a str>,
    /// Behind `den`, `die` or `das`.
    pub accusative: Option<&'a str>,
    /// Of several, without an article.
    pub plural: Option<&'a str>,
    /// The same in the dative.
    pub plural_dative: Option<&'a str>,
    /// An abbreviation.
    pub short: Option<&'a str>,
}

/// A noun in all forms that sentences use; chapters have them under these names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Noun {
    /// Without an article: `Ombudsstelle`.
    pub bare: String,
    /// `die Ombudsstelle`.
    pub nominative: String,
    /// The same at the start of a sentence.
    pub start: String,
    /// `der Ombudsstelle`, `des Beirats`.
    pub genitive: String,
    /// `der Ombudsstelle`, `dem Beirat`.
    pub dative: String,
    /// `die Ombudsstelle`, `den Beirat`.
    pub accusative: String,
    /// `bei der Ombudsstelle`, `beim Beirat`.
    pub at: String,
    /// `zur Ombudsstelle`, `zum Beirat`.
    pub to: String,
    /// `in der Ombudsstelle`, `im Beirat`.
    pub within: String,
    /// The dative without an article: `Leistungsberechtigten`.
    pub bare_dative: String,
    /// `eine`, `ein`.
    pub article: String,
    /// `Eine`, `Ein`.
    pub article_start: String,
    /// `einer`, `einem`.
    pub article_dative: String,
    /// In place of the noun: `eine`, `einer`, `eines`.
    pub one: String,
    /// `Eine`, `Einer`, `Eines`.
    pub one_start: String,
    /// `keine`, `keiner`, `keines`.
    pub none: String,
    /// What an adjective behind it ends with: `e`, `er`, `es`.
    pub ending: String,
    /// `jeder`, `jedem`: in the dative.
    pub each_dative: String,
    /// `der`, `dem`: a relative pronoun in the dative.
    pub relative_dative: String,
    /// `sie`, `er`, `es`.
    pub pronoun: String,
    /// `Sie`, `Er`, `Es`.
    pub pronoun_start: String,
    /// `ihre`, `seine`: before a feminine noun.
    pub possessive: String,
    /// `ihren`, `seinen`: before a plural in the dative.
    pub possessive_dative: String,
    /// Of several, without an article; the noun itself where it has none.
    pub plural: String,
    /// The same in the dative.
    pub plural_dative: String,
    /// An abbreviation; empty where there is none.
    pub short: String,
}

impl Noun {
    /// A noun with the forms that are given; the others follow the rules.
    pub fn new(bare: &str, gender: Gender, forms: &Forms<'_>) -> Self {
        let article = |case: usize| {
            let articles = match gender {
                Gender::Masculine => ["der", "des", "dem", "den"],
                Gender::Feminine => ["die", "der", "der", "die"],
                Gender::Neuter => ["das", "des", "dem", "das"],
                Gender::Plural => ["die", "der", "den", "die"],
            };
            articles.get(case).copied().unwrap_or_default()
        };
        let (pronoun, possessive, ending) = match gender {
            Gender::Masculine => ("er", "seine", "er"),
            Gender::Feminine | Gender::Plural => ("sie", "ihre", "e"),
            Gender::Neuter => ("es", "seine", "es"),
        };
        let is_feminine = gender == Gender::Feminine;
        let feminine_or = |feminine: &str, other: &str| {
            if is_feminine { feminine.to_owned() } else { other.to_owned() }
        };
        let genitive = forms.genitive.map_or_else(|| genitive(bare, gender), str::to_owned);
        let plural = forms.plural.unwrap_or(bare);
        let in_dative = match gender {
            Gender::Plural => plural_dative(bare),
            _ => bare.to_owned(),
        };
        let dative = forms.dative.map_or(in_dative, str::to_owned);
        let accusative = forms.accusative.unwrap_or(bare);
        // One that is declined like an adjective has another ending behind its article: „der Beauftragte“, „ein Beauftragter“.
        let stem = bare.strip_suffix('r').filter(|stem| genitive == format!("{stem}n"));
        let definite = stem.filter(|_| gender == Gender::Masculine).unwrap_or(bare);
        let nominative = format!("{} {definite}", article(0));
        let contracted = |with_feminine: &str, contraction: &str, open: &str| match gender {
            Gender::Feminine => format!("{with_feminine} {dative}"),
            Gender::Masculine | Gender::Neuter => format!("{contraction} {dative}"),
            Gender::Plural => format!("{open} {dative}"),
        };
        Self {
            start: capital(&nominative),
            nominative,
            genitive: format!("{} {genitive}", article(1)),
            accusative: format!("{} {accusative}", article(3)),
            at: contracted("bei der", "beim", "bei den"),
            to: contracted("zur", "zum", "zu den"),
            within: contracted("in der", "im", "in den"),
            dative: format!("{} {dative}", article(2)),
            bare_dative: dative,
            article: feminine_or("eine", "ein"),
            article_start: feminine_or("Eine", "Ein"),
            article_dative: feminine_or("einer", "einem"),
            one: format!("ein{ending}"),
            one_start: format!("Ein{ending}"),
            none: format!("kein{ending}"),
            ending: ending.to_owned(),
            each_dative: feminine_or("jeder", "jedem"),
            relative_dative: feminine_or("der", "dem"),
            pronoun: pronoun.to_owned(),
            pronoun_start: capital(pronoun),
            possessive: possessive.to_owned(),
            possessive_dative: format!("{possessive}n"),
            plural_dative: forms.plural_dative.map_or_else(|| plural_dative(plural), str::to_owned),
            plural: plural.to_owned(),
            short: forms.short.unwrap_or_default().to_owned(),
            bare: bare.to_owned(),
        }
    }

    /// Whether it is feminine: none of it is told in the singular then (`keine Kundenreaktion`), of others in the plural.
    pub fn is_feminine(&self) -> bool {
        self.article == "eine"
    }
}

fn genitive(bare: &str, gender: Gender) -> String {
    match gender {
        Gender::Feminine | Gender::Plural => bare.to_owned(),
        Gender::Masculine | Gender::Neuter => {
            let is_hissing =
                ["s", "ß", "x", "z", "tsch", "sch"].iter().any(|it| bare.ends_with(it));
            format!("{bare}{}", if is_hissing { "es" } else { "s" })
        }
    }
}

fn plural_dative(plural: &str) -> String {
    match plural.ends_with('n') || plural.ends_with('s') {
        true => plural.to_owned(),
        false => format!("{plural}n"),
    }
}

/// With a capital first letter.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noun(bare: &str, gender: Gender) -> Noun {
        Noun::new(bare, gender, &Forms::default())
    }

    #[test]
    fn regular_nouns_have_their_articles_endings_and_contractions() {
        let office = noun("Ombudsstelle", Gender::Feminine);
        assert_eq!(office.start, "Die Ombudsstelle");
        assert_eq!(
            (office.genitive.as_str(), office.to.as_str()),
            ("der Ombudsstelle", "zur Ombudsstelle")
        );
        let office = noun("Beirat", Gender::Masculine);
        assert_eq!(
            (office.genitive.as_str(), office.accusative.as_str()),
            ("des Beirats", "den Beirat")
        );
        assert_eq!((office.at.as_str(), office.pronoun.as_str()), ("beim Beirat", "er"));
        assert_eq!(noun("Haus", Gender::Neuter).genitive, "des Hauses");
        let counted = noun("Anliegen", Gender::Neuter);
        assert_eq!(format!("{} erfasst{}", counted.article, counted.ending), "ein erfasstes");
        assert_eq!((counted.one.as_str(), counted.none.as_str()), ("eines", "keines"));
        assert!(!counted.is_feminine());
        let people = noun("Mieterinnen und Mieter", Gender::Plural);
        assert_eq!(people.bare_dative, "Mieterinnen und Mietern");
        assert_eq!(people.genitive, "der Mieterinnen und Mieter");
    }

    #[test]
    fn what_is_irregular_is_said() {
        let forms = Forms {
            genitive: Some("Beauftragten"),
            dative: Some("Beauftragten"),
            accusative: Some("Beauftragten"),
            ..Forms::default()
        };
        let office = Noun::new("Beauftragte", Gender::Masculine, &forms);
        assert_eq!(office.nominative, "der Beauftragte");
        let strong = Noun::new("Beauftragter", Gender::Masculine, &forms);
        assert_eq!((&strong.nominative, &strong.dative), (&office.nominative, &office.dative));
        assert_eq!(
            (office.genitive.as_str(), office.dative.as_str()),
            ("des Beauftragten", "dem Beauftragten")
        );
        assert_eq!(
            (office.accusative.as_str(), office.at.as_str()),
            ("den Beauftragten", "beim Beauftragten")
        );
    }
}
