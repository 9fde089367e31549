//! The editions that the archive holds, and those among them that a report is compared with or known beside.

use super::archived_report::ArchivedReport;
use super::editions::edition_stem;
use super::{Project, Settings};
use crate::domain::ReportPeriod;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The folder of the archive in the project folder.
pub const ARCHIVE: &str = "archive";

/// One file of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchivedEdition {
    /// The file, relative to the project folder.
    pub file: String,
    /// 1 for the first edition of its name for a period, from 2 on for corrected ones.
    pub number: u32,
    /// What it printed.
    pub content: ArchivedReport,
}

impl ArchivedEdition {
    /// The period it is about.
    pub fn period(&self) -> ReportPeriod {
        // A file whose content is no period is refused when it is read.
        self.content.period().unwrap_or(ReportPeriod::FIRST)
    }

    /// The name of the file of an edition.
    pub fn file_name(period: ReportPeriod, edition: Option<&str>, number: u32) -> String {
        let stem = edition_stem(period, edition);
        match number {
            1 => format!("{stem}.json"),
            number => format!("{stem}-{number}.json"),
        }
    }
}

/// The most earlier years a report is compared with.
const MOST_YEARS: usize = 4;

impl Project {
    /// The edition of each earlier year that this report is compared with, the oldest first: the plain
    /// report, or where there is none the edition of this one's name, or the first by name; of
    /// each the latest.
    pub fn earlier_years(&self) -> Vec<&ArchivedEdition> {
        earlier_years(&self.archive, &self.settings, self.edition_id())
    }

    /// All released editions of a period that overlaps with that of the report, whatever their name: what they print is
    /// known to the readers of each other.
    pub fn overlapping_editions(&self) -> impl Iterator<Item = &ArchivedEdition> {
        let period = self.settings.period;
        self.archive.iter().filter(move |edition| edition.period().overlaps(period))
    }

    /// Those of them that are about the very period.
    pub fn editions_of_the_period(&self) -> impl Iterator<Item = &ArchivedEdition> {
        let period = self.settings.period;
        self.archive.iter().filter(move |edition| edition.period() == period)
    }

    /// The edition of a period that ends where the report's begins, as of several that one would choose for a comparison.
    pub fn edition_before(&self) -> Option<&ArchivedEdition> {
        let before = self.archive.iter().filter(|of| self.settings.period.follows(of.period()));
        before.max_by_key(|of| rank(of, self.edition_id()))
    }

    /// The smallest threshold of the released editions of the year, where it is below this report's: smaller
    /// numbers may be known, and are printed as they were.
    pub fn looser_threshold(&self) -> Option<u64> {
        let thresholds = self.overlapping_editions().map(|edition| edition.content.threshold);
        thresholds.min().filter(|threshold| *threshold < self.disclosure.threshold)
    }

    /// The edition of an earlier year that this report is compared with.
    pub fn earlier_year(&self, year: i16) -> Option<&ArchivedEdition> {
        self.earlier_years().into_iter().find(|edition| edition.content.year == year)
    }
}

/// The edition of each earlier year that the report `edition` is compared with.
pub(super) fn earlier_years<'a>(
    archive: &'a [ArchivedEdition],
    settings: &Settings,
    edition: Option<&str>,
) -> Vec<&'a ArchivedEdition> {
    let mut chosen: BTreeMap<i16, &ArchivedEdition> = BTreeMap::new();
    let is_earlier = |of: &&ArchivedEdition| {
        of.period().is_like(settings.period) && of.period().year() < settings.period.year()
    };
    for of in archive.iter().filter(is_earlier) {
        let best = chosen.entry(of.period().year()).or_insert(of);
        if rank(of, edition) > rank(best, edition) {
            *best = of;
        }
    }
    let skipped = chosen.len().saturating_sub(MOST_YEARS);
    chosen.into_values().skip(skipped).collect()
}

/// How well an edition is suited to be compared with an edition of this name.
fn rank<'a>(
    of: &'a ArchivedEdition,
    edition: Option<&str>,
) -> (bool, bool, Reverse<Option<&'a str>>, u32) {
    let name = of.content.edition.as_deref();
    (name.is_none(), name == edition, Reverse(name), of.number)
}
