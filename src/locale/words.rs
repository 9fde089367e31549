//! What an office calls itself, its house, whom it serves and what it counts. Every such word of a report comes from here:
//! another office is configuration.

use super::dates::{date_long, days_between, period_label};
use super::names;
use super::noun::{Forms, Gender, Noun, capital};
use crate::domain::{Dimension, Field, LedgerEntry, LineKind, Outcome, Period, ReportPeriod};
use serde::Serialize;

/// What the report's period is called: Jahr, Halbjahr, Quartal, all neuter; a run of months and an interim report are a Zeitraum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PeriodWords {
    /// The article in the accusative: `das`, `den`.
    pub definite: String,
    /// What an adjective behind it, or a demonstrative in the accusative, ends with: `ganze`, `ganzen`.
    pub whole: String,
    /// `dieses`, `diesen`.
    pub this: String,
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
    /// `im Jahr 2017`, `im 1. Halbjahr 2017`, `von März bis Oktober 2017`, `vom 1. Januar bis zum 15. August 2017`.
    pub within: String,
    /// When it ends: `am Jahresende`, `am 15. August 2017`.
    pub end: String,
    /// Behind `im`: `Jahresverlauf`.
    pub course: String,
    /// `nicht das ganze Jahr`.
    pub not_whole: String,
    /// `kein ganzes Jahr`.
    pub no_whole: String,
    /// Where earlier cases come from: `aus früheren Jahren`.
    pub before: String,
    /// What tables by `half_year` divide it into, in the dative: `Halbjahren`.
    pub parts: &'static str,
    /// The same of tables by `month`: `Monaten`.
    pub months: &'static str,
    /// The parts of it a case belongs to, and what it is itself: `Monat, Halbjahr und Jahr`.
    pub kinds: String,
}

impl PeriodWords {
    /// Those of a period.
    pub fn new(period: ReportPeriod) -> Self {
        let Some(part) = period.part().filter(|_| !period.is_interim()) else {
            return Self::of_days(period);
        };
        let [noun, genitive, plural, plural_dative] = match part {
            Period::HalfYear(_) => ["Halbjahr", "Halbjahres", "Halbjahre", "Halbjahren"],
            Period::Quarter(_) => ["Quartal", "Quartals", "Quartale", "Quartalen"],
            Period::Year | Period::OneYear(_) | Period::Month(_) => {
                ["Jahr", "Jahres", "Jahre", "Jahren"]
            }
        };
        let name = match part {
            Period::Year => format!("{noun} {}", period_label(period, Period::Year)),
            part => period_label(period, part),
        };
        Self {
            definite: "das".to_owned(),
            whole: "ganze".to_owned(),
            this: "dieses".to_owned(),
            kinds: kinds(period, noun),
            noun: noun.to_owned(),
            genitive: genitive.to_owned(),
            plural: plural.to_owned(),
            plural_dative: plural_dative.to_owned(),
            report: format!("Berichts{}", noun.to_lowercase()),
            within: format!("im {name}"),
            name,
            end: format!("am {genitive}ende"),
            course: format!("{genitive}verlauf"),
            not_whole: format!("nicht das ganze {noun}"),
            no_whole: format!("kein ganzes {noun}"),
            before: format!("aus früheren {plural_dative}"),
            parts: parts_of(period, Period::HalfYear(1)),
            months: parts_of(period, Period::Month(1)),
        }
    }

    /// Those of a run of months or days.
    fn of_days(period: ReportPeriod) -> Self {
        let (from, to) = period.bounds(Period::Year);
        let (first, last) = period.months(Period::Year);
        let within = match period.is_interim() {
            false if first == last => format!("im {}", period_label(period, Period::Year)),
            false => format!("von {}", period_label(period, Period::Year)),
            true if from == to => format!("am {}", date_long(to)),
            true => format!("vom {}", days_between(from, "bis zum", to)),
        };
        Self {
            definite: "den".to_owned(),
            whole: "ganzen".to_owned(),
            this: "diesen".to_owned(),
            kinds: kinds(period, "Zeitraum"),
            noun: "Zeitraum".to_owned(),
            genitive: "Zeitraums".to_owned(),
            plural: "Zeiträume".to_owned(),
            plural_dative: "Zeiträumen".to_owned(),
            report: "Berichtszeitraum".to_owned(),
            name: format!("Zeitraum {within}"),
            within,
            end: format!("am {}", date_long(to)),
            course: "Verlauf".to_owned(),
            not_whole: "nicht der ganze Zeitraum".to_owned(),
            no_whole: "kein ganzer Zeitraum".to_owned(),
            before: "aus früherer Zeit".to_owned(),
            parts: parts_of(period, Period::HalfYear(1)),
            months: parts_of(period, Period::Month(1)),
        }
    }
}

fn parts_of(period: ReportPeriod, like: Period) -> &'static str {
    let part = period.few_parts(like).first().copied();
    names::parts_of_year_name(part.unwrap_or_default())
}

fn kinds(period: ReportPeriod, noun: &'static str) -> String {
    let parts = [Period::Month(1), Period::HalfYear(1)];
    let parts = parts.into_iter().filter_map(|like| period.few_parts(like).first().copied());
    let mut kinds: Vec<&str> = parts.map(names::part_of_year_name).chain([noun]).collect();
    kinds.dedup();
    names::enumeration(kinds)
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
    /// The kind of it that is assessed: `Beschwerde`.
    pub complaint: Noun,
    /// The kind of it that proposes something: `Anregung`.
    pub suggestion: Noun,
    /// The kind of it that praises: `Lob`.
    pub praise: Noun,
    /// What a complaint is that was right, as an adjective without an ending: `begründet`.
    pub justified: String,
    /// The same at the start of a sentence.
    pub justified_start: String,
    /// What one is that was not.
    pub unjustified: String,
    /// The same at the start of a sentence.
    pub unjustified_start: String,
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
        let complaint = Forms { plural: Some("Beschwerden"), ..Forms::default() };
        let suggestion = Forms { plural: Some("Anregungen"), ..Forms::default() };
        let management = Forms { short: Some("KRM"), ..Forms::default() };
        Self {
            office: noun("Ombudsstelle", Feminine),
            house: noun("Jobcenter", Neuter),
            people: Noun::new("Leistungsberechtigte", Plural, &people),
            reaction: Noun::new("Kundenreaktion", Feminine, &reaction),
            complaint: Noun::new("Beschwerde", Feminine, &complaint),
            suggestion: Noun::new("Anregung", Feminine, &suggestion),
            praise: noun("Lob", Neuter),
            justified: "begründet".to_owned(),
            justified_start: "Begründet".to_owned(),
            unjustified: "unbegründet".to_owned(),
            unjustified_start: "Unbegründet".to_owned(),
            management: Noun::new("Kundenreaktionsmanagement", Neuter, &management),
            database: noun("KRM-Datenbank", Feminine),
            period: PeriodWords::default(),
            names: Names::default(),
        }
        .complete(ReportPeriod::FIRST, true, |_| None)
    }
}

impl Words {
    /// The same for a report on a period, with the names that follow from all words; `is_part` says whether the office is a
    /// part of a house, `assessed` how its list names an assessment, which becomes an adjective of sentences where it is one.
    #[must_use]
    pub fn complete<'l>(
        mut self,
        period: ReportPeriod,
        is_part: bool,
        assessed: impl Fn(&str) -> Option<&'l str>,
    ) -> Self {
        self.period = PeriodWords::new(period);
        let is_adjective =
            |it: &&str| it.ends_with('t') && it.chars().all(|c| c.is_lowercase() || c == ' ');
        for (id, word, start) in [
            ("justified", &mut self.justified, &mut self.justified_start),
            ("unjustified", &mut self.unjustified, &mut self.unjustified_start),
        ] {
            if let Some(label) = assessed(id).filter(is_adjective) {
                (*word, *start) = (label.to_owned(), capital(label));
            }
        }
        let (office, reaction) = (&self.office, &self.reaction);
        let of_all = match is_part {
            true => format!(" (alle {})", reaction.plural),
            false => String::new(),
        };
        self.names = Names {
            category: format!("Art {}", reaction.genitive),
            scope_answer: format!("Zugehörigkeit {}", office.to),
            carried_in: format!("{}, nur für den Bestand{of_all}", self.period.before),
            counted: format!("als Fall {} gezählt", office.genitive),
            outside_scope: format!("ohne Merkmal {}", office.genitive),
        };
        self
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
            LedgerEntry::Lines(None) | LedgerEntry::Records(None) => "insgesamt",
            LedgerEntry::Lines(Some(kind)) => match kind {
                LineKind::Blank => "Leerzeilen",
                LineKind::Continuation => "Folgezeilen von Datensätzen",
                LineKind::Defect => "nicht lesbare Zeilen",
                LineKind::Dialect => "Trennzeichenangabe (sep=)",
                LineKind::Footer => "Fußzeilen",
                LineKind::Header => "Kopfzeilen",
                LineKind::RecordStart => "erste Zeilen von Datensätzen",
                LineKind::RepeatedHeader => "wiederholte Kopfzeilen",
                LineKind::Title => "Titelzeilen",
                LineKind::Total => "Summenzeilen",
            },
            LedgerEntry::Records(Some(outcome)) => match outcome {
                Outcome::CarriedIn => &self.names.carried_in,
                Outcome::Counted => &self.names.counted,
                Outcome::FurtherLine => "weitere Zeilen eines Falls",
                Outcome::IdenticalRepeat => "identische Wiederholungen",
                Outcome::OutsidePeriod => "außerhalb des Berichtszeitraums",
                Outcome::OutsideScope => &self.names.outside_scope,
                Outcome::Excluded => "nach der Bedingung des Berichts nicht gezählt",
                Outcome::Rejected => "zurückgewiesen",
                Outcome::Superseded => "überholte Stände",
            },
        }
    }

    /// A text of the program with the words in place of `{office.genitive}` and the like; other braces stay.
    pub fn fill(&self, text: &str, escape: impl Fn(&str) -> String) -> String {
        // Texts by name always have a JSON form.
        let words = serde_json::to_value(self).unwrap_or_default();
        let mut filled = text.to_owned();
        for (name, forms) in words.as_object().into_iter().flatten() {
            if let Some(word) = forms.as_str() {
                filled = filled.replace(&format!("{{{name}}}"), &escape(word));
            }
            for (form, word) in forms.as_object().into_iter().flatten() {
                let word = escape(word.as_str().unwrap_or_default());
                filled = filled.replace(&format!("{{{name}.{form}}}"), &word);
            }
        }
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_take_the_words_and_keep_other_braces() {
        let words = Words::default();
        let text = "{reaction.plural} {office.at}: {rows}, {period.report}";
        let filled = words.fill(text, str::to_owned);
        assert_eq!(filled, "Kundenreaktionen bei der Ombudsstelle: {rows}, Berichtsjahr");
    }
}
