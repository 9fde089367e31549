//! What an office calls itself, its house, whom it serves and what it counts, with the forms a sentence needs. Every such word
//! of a report comes from here: another office is configuration.
//!
//! German forms are derived where they are regular (articles, the genitive of masculine and neuter nouns, the dative of
//! plurals); what is not, the configuration says.

use super::dates::period_label;
use super::names;
use crate::domain::{Dimension, Field, LedgerEntry, Outcome, Period, ReportPeriod};
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
        let nominative = format!("{} {bare}", article(0));
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

    /// The forms with their names, as placeholders of the standard tables have them: `office.genitive`.
    fn forms(&self) -> [(&'static str, &str); 11] {
        [
            ("bare", &self.bare),
            ("nominative", &self.nominative),
            ("genitive", &self.genitive),
            ("dative", &self.dative),
            ("accusative", &self.accusative),
            ("at", &self.at),
            ("to", &self.to),
            ("within", &self.within),
            ("plural", &self.plural),
            ("plural_dative", &self.plural_dative),
            ("short", &self.short),
        ]
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

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What the report's period is called. All such nouns are neuter: Jahr, Halbjahr, Quartal, Schuljahr.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PeriodWords {
    /// `Jahr`.
    pub noun: String,
    /// `Jahres`; also the first part of compounds: `Jahresende`.
    pub genitive: String,
    /// `Jahre`.
    pub plural: String,
    /// `Jahren`.
    pub plural_dative: String,
    /// `Berichtsjahr`.
    pub report: String,
    /// Its name with its noun: `Jahr 2017`, `1. Halbjahr 2017`.
    pub name: String,
    /// `im Jahr 2017`, `im 1. Halbjahr 2017`.
    pub within: String,
}

impl PeriodWords {
    /// Those of a period.
    pub fn new(period: ReportPeriod) -> Self {
        let [noun, genitive, plural, plural_dative] = match period.part() {
            Period::HalfYear(_) => ["Halbjahr", "Halbjahres", "Halbjahre", "Halbjahren"],
            Period::Quarter(_) => ["Quartal", "Quartals", "Quartale", "Quartalen"],
            Period::Year | Period::Month(_) => ["Jahr", "Jahres", "Jahre", "Jahren"],
        }
        .map(str::to_owned);
        let report = format!("Berichts{}", noun.to_lowercase());
        let name = match period.part() {
            Period::Year => format!("{noun} {}", period.year()),
            part => period_label(period, part),
        };
        let within = format!("im {name}");
        Self { noun, genitive, plural, plural_dative, report, name, within }
    }
}

impl Default for PeriodWords {
    /// A calendar year.
    fn default() -> Self {
        Self::new(ReportPeriod::FIRST)
    }
}

/// The words of an office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Words {
    /// The reporting office: `Ombudsstelle`.
    pub office: Noun,
    /// The house it belongs to or is for: `Jobcenter`.
    pub house: Noun,
    /// Whom the house serves, in the plural: `Leistungsberechtigte`.
    pub people: Noun,
    /// What is recorded: `Kundenreaktion`.
    pub reaction: Noun,
    /// What records it in the house: `Kundenreaktionsmanagement`.
    pub management: Noun,
    /// Where it is recorded: `KRM-Datenbank`.
    pub database: Noun,
    /// The report's period.
    pub period: PeriodWords,
    /// Names that are made of them.
    #[serde(skip)]
    names: Names,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Names {
    category: String,
    scope_answer: String,
    carried_in: String,
    counted: String,
    outside_scope: String,
}

impl Default for Words {
    /// Those of an ombuds office in a Jobcenter.
    fn default() -> Self {
        use Gender::{Feminine, Neuter, Plural};
        let noun = |bare, gender| Noun::new(bare, gender, &Forms::default());
        let people = Forms { genitive: Some("Leistungsberechtigten"), ..Forms::default() };
        let reaction = Forms { plural: Some("Kundenreaktionen"), ..Forms::default() };
        let management = Forms { short: Some("KRM"), ..Forms::default() };
        Self {
            office: noun("Ombudsstelle", Feminine),
            house: noun("Jobcenter", Neuter),
            people: Noun::new("Leistungsberechtigte", Plural, &people),
            reaction: Noun::new("Kundenreaktion", Feminine, &reaction),
            management: Noun::new("Kundenreaktionsmanagement", Neuter, &management),
            database: noun("KRM-Datenbank", Feminine),
            period: PeriodWords::default(),
            names: Names::default(),
        }
        .complete(true)
    }
}

impl Words {
    /// The same with the names that follow from them; `is_part` says whether the office is a part of a house.
    #[must_use]
    pub fn complete(mut self, is_part: bool) -> Self {
        let (office, reaction) = (&self.office, &self.reaction);
        let of_all = match is_part {
            true => format!(" (alle {})", reaction.plural),
            false => String::new(),
        };
        self.names = Names {
            category: format!("Art {}", reaction.genitive),
            scope_answer: format!("Zugehörigkeit {}", office.to),
            carried_in: format!("aus Vorjahren, nur für den Bestand{of_all}"),
            counted: format!("als Fall {} gezählt", office.genitive),
            outside_scope: format!("ohne Merkmal {}", office.genitive),
        };
        self
    }

    /// The same for a report on a period.
    #[must_use]
    pub fn of_period(self, period: ReportPeriod) -> Self {
        Self { period: PeriodWords::new(period), ..self }
    }

    /// The head of a dimension's column: `Art der Kundenreaktion`.
    pub fn dimension(&self, dimension: Dimension) -> &str {
        match dimension {
            Dimension::Category => &self.names.category,
            dimension => names::dimension_name(dimension),
        }
    }

    /// What a field of an export tells, in a sentence: `Bewertung`, `Tag der Erledigung`.
    pub fn field(&self, field: Field) -> &str {
        match field {
            Field::Category => &self.names.category,
            Field::ScopeAnswer => &self.names.scope_answer,
            field => names::field_name(field),
        }
    }

    /// What the lines or records of an entry of the ledgers are: `identische Wiederholungen`.
    pub fn ledger(&self, entry: LedgerEntry) -> &str {
        match entry {
            LedgerEntry::Records(Some(Outcome::CarriedIn)) => &self.names.carried_in,
            LedgerEntry::Records(Some(Outcome::Counted)) => &self.names.counted,
            LedgerEntry::Records(Some(Outcome::OutsideScope)) => &self.names.outside_scope,
            entry => names::ledger_name(entry),
        }
    }

    /// A text of the program with the words in place of `{office.genitive}` and the like; other braces stay.
    pub fn fill(&self, text: &str, escape: impl Fn(&str) -> String) -> String {
        let nouns = [
            ("office", &self.office),
            ("house", &self.house),
            ("people", &self.people),
            ("reaction", &self.reaction),
            ("management", &self.management),
            ("database", &self.database),
        ];
        let mut filled = text.to_owned();
        for (name, noun) in nouns {
            for (form, word) in noun.forms() {
                filled = filled.replace(&format!("{{{name}.{form}}}"), &escape(word));
            }
        }
        for (form, word) in [
            ("noun", &self.period.noun),
            ("genitive", &self.period.genitive),
            ("plural", &self.period.plural),
            ("plural_dative", &self.period.plural_dative),
            ("report", &self.period.report),
        ] {
            filled = filled.replace(&format!("{{period.{form}}}"), &escape(word));
        }
        filled
    }

    /// The same with every letter and digit as `x`.
    #[must_use]
    pub fn blanked(&self) -> Self {
        let mut blanked = self.clone();
        let words = &mut blanked;
        for noun in [
            &mut words.office,
            &mut words.house,
            &mut words.people,
            &mut words.reaction,
            &mut words.management,
            &mut words.database,
        ] {
            *noun = noun.blanked();
        }
        blanked
    }
}

impl Noun {
    fn blanked(&self) -> Self {
        let x = |text: &String| -> String {
            text.chars().map(|c| if c.is_alphanumeric() { 'x' } else { c }).collect()
        };
        Self {
            bare: x(&self.bare),
            nominative: x(&self.nominative),
            start: x(&self.start),
            genitive: x(&self.genitive),
            dative: x(&self.dative),
            accusative: x(&self.accusative),
            at: x(&self.at),
            to: x(&self.to),
            within: x(&self.within),
            bare_dative: x(&self.bare_dative),
            article: x(&self.article),
            ending: x(&self.ending),
            each_dative: x(&self.each_dative),
            relative_dative: x(&self.relative_dative),
            pronoun: x(&self.pronoun),
            pronoun_start: x(&self.pronoun_start),
            possessive: x(&self.possessive),
            possessive_dative: x(&self.possessive_dative),
            plural: x(&self.plural),
            plural_dative: x(&self.plural_dative),
            short: x(&self.short),
        }
    }
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
        assert_eq!(
            (office.genitive.as_str(), office.dative.as_str()),
            ("des Beauftragten", "dem Beauftragten")
        );
        assert_eq!(
            (office.accusative.as_str(), office.at.as_str()),
            ("den Beauftragten", "beim Beauftragten")
        );
    }

    #[test]
    fn texts_take_the_words_and_keep_other_braces() {
        let words = Words::default();
        let text = "{reaction.plural} {office.at}: {rows}, {period.report}";
        let filled = words.fill(text, str::to_owned);
        assert_eq!(filled, "Kundenreaktionen bei der Ombudsstelle: {rows}, Berichtsjahr");
    }
}
