//! The signs printed in place of numbers, after the signs of official statistics.

use crate::project::DisclosurePolicy;

/// A sign with what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// What is printed.
    pub text: String,
    /// What is read aloud, and what the legend says.
    pub meaning: String,
}

/// All signs of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signs {
    /// Exactly zero; where numbers are rounded, what is rounded to zero, too.
    pub nothing: Sign,
    /// Not published.
    pub masked: Sign,
    /// A number would have no meaning here.
    pub not_meaningful: Sign,
    /// Too few cases for a statistic.
    pub too_few: Sign,
    /// The report of an earlier year does not have the figure.
    pub not_available: Sign,
    /// No export records it.
    pub not_recorded: Sign,
    /// Stands behind a number, not in its place: an earlier edition of the year printed another one (berichtigt).
    pub revised: Sign,
}

impl Signs {
    /// The signs under a policy, which chooses the mark.
    pub fn new(policy: &DisclosurePolicy) -> Self {
        let sign =
            |text: &str, meaning: &str| Sign { text: text.to_owned(), meaning: meaning.to_owned() };
        Self {
            nothing: match policy.base() {
                None => sign("–", "nichts vorhanden"),
                Some(_) => sign("0", "null oder auf null gerundet"),
            },
            masked: sign(&policy.mark, "nicht veröffentlicht"),
            not_meaningful: sign("x", "Angabe nicht sinnvoll"),
            too_few: sign("/", "zu wenige Fälle für eine Angabe"),
            not_available: sign("n.v.", "im Bericht jenes Jahres so nicht enthalten"),
            not_recorded: sign("n.e.", "nicht erfasst"),
            revised: sign("r", "berichtigt gegenüber einer früheren Ausgabe"),
        }
    }

    /// The signs that stand for a number in data files, where zero is a number.
    pub fn in_data(&self) -> impl Iterator<Item = &Sign> {
        self.all().into_iter().filter(|sign| **sign != self.nothing)
    }

    /// The signs in place of numbers, in the order of the legend.
    pub fn all(&self) -> [&Sign; 6] {
        [
            &self.nothing,
            &self.masked,
            &self.not_meaningful,
            &self.too_few,
            &self.not_available,
            &self.not_recorded,
        ]
    }
}
