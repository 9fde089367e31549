//! What an edition printed, as a file of the archive holds it.

use super::comparable::ArchivedDefinitions;
use crate::domain::{Field, Figure, Population};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The format version of archive files that is written; earlier ones are read, too. Version 2 added `not_covered`,
/// `not_covered_of_house`, `recorded_in_part` and `checksum`.
pub const ARCHIVE_VERSION: u64 = 2;

/// What an edition printed. Holds published values only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArchivedReport {
    /// The version of this form.
    pub format_version: u64,
    /// The program that made the edition.
    pub program: String,
    /// The report year, or the calendar year in which it began.
    pub year: i16,
    /// The month in which it began, 2 to 12; absent for a calendar year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begins: Option<i8>,
    /// What the period is of that year: `H1`, `Q3`; absent for all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// The edition for particular readers; absent in the plain report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// The report's date, ISO.
    pub as_of: String,
    /// The reporting office.
    pub office: String,
    /// What it is known by, whatever it is called; absent where its settings did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office_id: Option<String>,
    /// The smallest count that was printed.
    pub threshold: u64,
    /// What the figures rest on; absent where an edition was made before this was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definitions: Option<ArchivedDefinitions>,
    /// The base its counts were rounded to, where they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounded_to: Option<u64>,
    /// Runs of days of the year that its exports did not cover, first and last, ISO: its numbers of the year are not
    /// those of a whole year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_covered: Vec<(String, String)>,
    /// The same of all reactions of the house, also where only some exports covered them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_covered_of_house: Vec<(String, String)>,
    /// The fields that only some of its exports recorded, by identifier; the day of receipt where some exports ended early
    /// beside others.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub recorded_in_part: BTreeSet<String>,
    /// How far disclosure control went, by its name there; absent where masks were enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// Every published figure of the year by id.
    #[serde(deserialize_with = "each_once")]
    pub figures: BTreeMap<String, ArchivedValue>,
    /// SHA-256 of all of the above, in hexadecimal; absent in version 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checksum: Option<String>,
}

/// What an edition printed of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ArchivedValue {
    /// A number of records.
    Count(u64),
    /// A share by its part and its base.
    Share {
        /// The numerator.
        part: u64,
        /// The denominator.
        base: u64,
    },
    /// Calendar days in half days.
    HalfDays(u64),
    /// Not published.
    Masked,
    /// A share of nothing.
    NoBase,
    /// A statistic of too few cases to be stated.
    TooFew,
}

impl ArchivedReport {
    /// Whether a figure was recorded in part only: of a part of the year, or of some exports.
    pub fn has_in_part(&self, figure: &Figure) -> bool {
        let counts = figure.of_this_year().counts();
        self.recorded_in_part.contains(Field::ReceivedOn.id())
            || counts.iter().any(|count| {
                let not_covered = match count.population {
                    Population::Krm => &self.not_covered_of_house,
                    _ => &self.not_covered,
                };
                !not_covered.is_empty()
                    || count.rests_on().iter().any(|it| self.recorded_in_part.contains(it.id()))
            })
    }

    /// Whether two editions printed the same, whatever program made them, in whatever form, and whether they say whose they are.
    pub fn printed_the_same(&self, other: &Self) -> bool {
        let same = Self {
            format_version: other.format_version,
            program: other.program.clone(),
            office_id: other.office_id.clone(),
            checksum: other.checksum.clone(),
            ..self.clone()
        };
        same == *other
    }

    /// With the checksum of its content.
    #[must_use]
    pub fn sealed(self) -> Self {
        Self { checksum: Some(self.sum()), ..self }
    }

    /// Whether the content is what the checksum says, however the file is laid out. Version 1 needs none.
    pub fn is_whole(&self) -> bool {
        match &self.checksum {
            Some(checksum) => *checksum == self.sum(),
            None => self.format_version < 2,
        }
    }

    fn sum(&self) -> String {
        let bare = Self { checksum: None, ..self.clone() };
        // A report of texts and numbers is always JSON.
        let bytes = serde_json::to_vec(&bare).unwrap_or_default();
        Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A map in which no key stands twice: the second would hide what the first says.
fn each_once<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, ArchivedValue>, D::Error> {
    struct EachOnce;

    impl<'de> Visitor<'de> for EachOnce {
        type Value = BTreeMap<String, ArchivedValue>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("figures by id")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut figures = BTreeMap::new();
            while let Some((id, value)) = map.next_entry::<String, ArchivedValue>()? {
                if figures.insert(id, value).is_some() {
                    return Err(A::Error::custom("an id stands twice"));
                }
            }
            Ok(figures)
        }
    }

    deserializer.deserialize_map(EachOnce)
}
