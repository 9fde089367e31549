//! Figures: every number a report prints, by definition. A figure knows what it counts and, for a
//! share, of what; its value is a matter for `statistics`.
//!
//! The text form is the figure's id, the same in data files, in `explain` and in findings:
//!
//! ```text
//! cases                                       all cases of the ombuds office received in the year
//! cases:category=complaint,half_year=1        complaints of the first half-year
//! cases.krm                                   all reactions in the database, marked or not
//! mentions:topic_group=housing                matters named, up to three a case
//! share:assessment=justified/category=complaint      part / base
//! share:category=complaint/total
//! median_days.closed                          of the cases closed in the year
//! activities:activity_kind=network_meeting
//! ledger.records:rejected                     what became of a record that was read
//! earlier:2016/cases                          what the report of another year printed of a figure
//! rate:2017/households/cases                  a count of a year per thousand of a reference figure
//! change:2016/cases                           the difference to it; change_percent: in percent of it
//! ```

use super::named::named;
use super::{Dimension, Field, LedgerEntry, Period, Reference, Taxonomy, ValueCode};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt::Write;

/// A printed number's definition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// A number of cases, mentions or activities.
    Count(Count),
    /// A part of a named base.
    Share(Share),
    /// A statistic of processing times in calendar days.
    Days(Days),
    /// A number of lines or records an export was found to hold.
    Ledger(LedgerEntry),
    /// A figure beside the same figure of an earlier year (Vergleich mit früheren Jahren).
    Compared(Comparison),
}

/// A figure beside what the report of an earlier year printed of it. Made from printed numbers
/// alone, never from cases.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Comparison {
    /// What is told.
    pub kind: ComparisonKind,
    /// The earlier year.
    pub year: i16,
    /// Of which figure; a change is one of a count.
    pub of: Box<Figure>,
}

named! {
    /// What a comparison tells. The identifier stands before the colon of the figure id.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum ComparisonKind {
        /// The earlier value, copied as it was printed.
        Earlier = "earlier",
        /// The difference of the two counts.
        Change = "change",
        /// The difference in percent of the earlier count.
        ChangePercent = "change_percent",
    } or {
        /// The count of the year, this one's or an earlier one's, per thousand of a reference figure.
        PerThousand(&'static Reference) = |_| "rate",
    }
}

/// What is counted (Zähleinheit).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Cases (Vorgänge).
    Cases,
    /// Matters named in cases (Anliegen, Nennungen), up to three a case.
    Mentions,
    /// Network activities.
    Activities,
}

named! {
    /// Which records are looked at (Grundgesamtheit), before period and filter. The identifier is the suffix in figure ids.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Population {
        /// Cases of the ombuds office received in the period.
        #[default]
        Received = "",
        /// All reactions in the database received in the period, of the ombuds office or not.
        Krm = "krm",
        /// Cases of the ombuds office closed in the period, whenever received.
        Closed = "closed",
        /// Cases of the ombuds office open at the start of the period (Vortrag).
        CarriedForward = "carried_forward",
        /// Cases of the ombuds office open at the end of the period (Bestand).
        Open = "open",
    }
}

/// Conditions a record must meet: for each dimension one of the values.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Filter(
    // In order of dimension, each once: conditions are compared again and again.
    Vec<(Dimension, BTreeSet<ValueCode>)>,
);

/// A number of records.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count {
    /// What is counted.
    pub unit: Unit,
    /// Which records are looked at.
    pub population: Population,
    /// When.
    pub period: Period,
    /// Under which conditions.
    pub filter: Filter,
}

/// A part of a named base. The part's conditions always include the base's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share {
    part: Count,
    base: Count,
}

/// A statistic of the calendar days from receipt to completion (same day = 0).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days {
    /// Which statistic.
    pub statistic: DaysStatistic,
    /// Over which cases; cases without a completion date are not in it.
    pub of: Count,
}

/// Statistics of processing time.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub enum DaysStatistic {
    /// The middle value; of an even number the mean of the middle two. Needs 5 cases.
    #[serde(rename = "median_days")]
    Median,
    /// The 90th percentile by nearest rank. Needs 30 cases.
    #[serde(rename = "p90_days")]
    Percentile90,
}

impl DaysStatistic {
    /// The smallest number of cases the statistic is stated for.
    pub fn minimum_cases(self) -> u64 {
        match self {
            Self::Median => 5,
            Self::Percentile90 => 30,
        }
    }
}

impl Filter {
    /// The empty filter: every record.
    pub fn all() -> Self {
        Self::default()
    }

    /// This filter with one more condition. A second condition on a dimension keeps the values
    /// both allow.
    #[must_use]
    pub fn and(mut self, dimension: Dimension, codes: impl IntoIterator<Item = ValueCode>) -> Self {
        let codes: BTreeSet<ValueCode> = codes.into_iter().collect();
        match self.0.binary_search_by_key(&dimension, |(at, _)| *at) {
            Ok(at) => {
                if let Some((_, allowed)) = self.0.get_mut(at) {
                    *allowed = allowed.intersection(&codes).copied().collect();
                }
            }
            Err(at) => self.0.insert(at, (dimension, codes)),
        }
        self
    }

    /// This filter with all conditions of another.
    #[must_use]
    pub fn and_all(mut self, other: &Self) -> Self {
        for (dimension, codes) in &other.0 {
            self = self.and(*dimension, codes.iter().copied());
        }
        self
    }

    /// The conditions in order of dimension.
    pub fn conditions(&self) -> impl Iterator<Item = (Dimension, &BTreeSet<ValueCode>)> {
        self.0.iter().map(|(dimension, codes)| (*dimension, codes))
    }

    /// The values allowed in a dimension; `None` where it is not restricted.
    pub fn allowed(&self, dimension: Dimension) -> Option<&BTreeSet<ValueCode>> {
        self.0.iter().find(|(at, _)| *at == dimension).map(|(_, codes)| codes)
    }

    /// Whether no record can meet it, since two conditions on a property share no value. Then there is none, whatever is recorded.
    pub fn is_contradiction(&self) -> bool {
        self.0.iter().any(|(_, codes)| codes.is_empty())
    }

    /// Whether there is no condition.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Count {
    /// All cases of a population in the year.
    pub fn cases(population: Population) -> Self {
        Self { unit: Unit::Cases, population, period: Period::Year, filter: Filter::all() }
    }

    /// This count in a period.
    #[must_use]
    pub fn during(mut self, period: Period) -> Self {
        self.period = period;
        self
    }

    /// For a number of mentions the number of cases behind it: the persons it may point to.
    pub fn cases_behind(&self) -> Option<Self> {
        (self.unit == Unit::Mentions).then(|| Self { unit: Unit::Cases, ..self.clone() })
    }

    /// The number of persons' cases a count stands for: itself, or the cases behind mentions.
    #[must_use]
    pub fn of_cases(&self) -> Self {
        self.cases_behind().unwrap_or_else(|| self.clone())
    }

    /// This count under one more condition.
    #[must_use]
    pub fn with(mut self, dimension: Dimension, code: ValueCode) -> Self {
        self.filter = self.filter.and(dimension, [code]);
        self
    }

    /// This count without its condition on a dimension.
    #[must_use]
    pub fn without(mut self, dimension: Dimension) -> Self {
        self.filter.0.retain(|(at, _)| *at != dimension);
        self
    }

    /// The counts that ask for the group of a value in place of the value: those this one is a part of.
    pub fn of_groups(&self, taxonomy: &Taxonomy) -> Vec<Self> {
        let of_group = |(dimension, codes): (Dimension, &BTreeSet<ValueCode>)| {
            let group = dimension.parent()?;
            let code = codes.first().filter(|_| codes.len() == 1)?;
            Some(self.clone().without(dimension).with(group, taxonomy.group_of(dimension, *code)))
        };
        self.filter.conditions().filter_map(of_group).collect()
    }

    /// This count under all conditions of a filter.
    #[must_use]
    pub fn with_all(mut self, filter: &Filter) -> Self {
        self.filter = self.filter.and_all(filter);
        self
    }

    /// The figure id.
    pub fn id(&self, taxonomy: &Taxonomy) -> String {
        let mut id = self.head(match self.unit {
            Unit::Cases => "cases",
            Unit::Mentions => "mentions",
            Unit::Activities => "activities",
        });
        let conditions = conditions_text(self.period, &self.filter, taxonomy);
        if !conditions.is_empty() {
            let _ = write!(id, ":{conditions}");
        }
        id
    }

    fn head(&self, name: &str) -> String {
        match self.population.id() {
            "" => name.to_owned(),
            population => format!("{name}.{population}"),
        }
    }
}

impl Population {
    /// Whether it is a number at a point in time (Bestand): parts of the year are no parts of it.
    pub fn is_stock(self) -> bool {
        matches!(self, Self::CarriedForward | Self::Open)
    }
}

impl Share {
    /// The share of `base` that also meets `conditions`. There is no way to make a share whose
    /// part is not within its base.
    pub fn new(base: Count, conditions: &Filter) -> Self {
        Self { part: base.clone().with_all(conditions), base }
    }

    /// The share of `base` that falls into a part of the year; a base that is itself a part of the
    /// year keeps its period.
    pub fn during(base: Count, period: Period) -> Self {
        let period = if base.period == Period::Year { period } else { base.period };
        Self { part: base.clone().during(period), base }
    }

    /// This share with more conditions on part and base.
    #[must_use]
    pub fn within(mut self, conditions: &Filter) -> Self {
        self.part = self.part.with_all(conditions);
        self.base = self.base.with_all(conditions);
        self
    }

    /// This share with more conditions on the part.
    #[must_use]
    pub fn with_part(mut self, conditions: &Filter) -> Self {
        self.part = self.part.with_all(conditions);
        self
    }

    /// How many cases of the base of which it is not decided whether they are of the part: nothing is stated of them, or one of
    /// the values with these identifiers, joined by a plus.
    pub fn undecided(&self, values: &str, taxonomy: &Taxonomy) -> Vec<Figure> {
        let mut asked = self.part.filter.conditions().map(|(dimension, _)| dimension);
        let is_asked = |it: &Dimension| self.base.filter.allowed(*it).is_none();
        let list = asked.find(is_asked).and_then(|it| Some((it, taxonomy.list(it)?)));
        list.map_or_else(Vec::new, |(dimension, list)| {
            let named = values.split('+').filter_map(|id| list.find_id(id.trim()));
            // What is derived from days is never left out.
            let is_listed = Field::of(dimension).and_then(Field::dimension).is_some();
            let unstated = Some(ValueCode::NOT_STATED).filter(|_| is_listed);
            let codes = named.chain(unstated);
            codes.map(|code| Figure::Count(self.base.clone().with(dimension, code))).collect()
        })
    }

    /// The numerator.
    pub fn part(&self) -> &Count {
        &self.part
    }

    /// The denominator.
    pub fn base(&self) -> &Count {
        &self.base
    }

    /// The conditions the part adds to the base's.
    pub fn conditions_beyond_base(&self) -> Filter {
        let beyond = self
            .part
            .filter
            .conditions()
            .filter(|(dimension, codes)| self.base.filter.allowed(*dimension) != Some(*codes));
        Filter(beyond.map(|(dimension, codes)| (dimension, codes.clone())).collect())
    }
}

impl Figure {
    /// The figure id.
    pub fn id(&self, taxonomy: &Taxonomy) -> String {
        match self {
            Self::Count(count) => count.id(taxonomy),
            Self::Share(share) => {
                let head = share.base.head(match share.base.unit {
                    Unit::Cases => "share",
                    Unit::Mentions => "mention_share",
                    Unit::Activities => "activity_share",
                });
                let period = share.part.period;
                let period = if period == share.base.period { Period::Year } else { period };
                let part = conditions_text(period, &share.conditions_beyond_base(), taxonomy);
                let part = if part.is_empty() { "total".to_owned() } else { part };
                let base = conditions_text(share.base.period, &share.base.filter, taxonomy);
                let base = if base.is_empty() { "total".to_owned() } else { base };
                format!("{head}:{part}/{base}")
            }
            Self::Days(days) => {
                let head = days.of.head(match days.statistic {
                    DaysStatistic::Median => "median_days",
                    DaysStatistic::Percentile90 => "p90_days",
                });
                match conditions_text(days.of.period, &days.of.filter, taxonomy) {
                    conditions if conditions.is_empty() => head,
                    conditions => format!("{head}:{conditions}"),
                }
            }
            Self::Ledger(entry) => entry.id(),
            Self::Compared(Comparison { kind: ComparisonKind::PerThousand(per), year, of }) => {
                format!("rate:{year}/{}/{}", per.id, of.id(taxonomy))
            }
            Self::Compared(Comparison { kind, year, of }) => {
                format!("{}:{year}/{}", kind.id(), of.id(taxonomy))
            }
        }
    }

    /// The counts whose values the figure needs.
    pub fn counts(&self) -> Vec<&Count> {
        match self {
            Self::Count(count) => vec![count],
            Self::Share(share) => vec![&share.part, &share.base],
            Self::Days(days) => vec![&days.of],
            Self::Ledger(_) | Self::Compared(_) => Vec::new(),
        }
    }

    /// The figure itself, or what a comparison compares: what is counted in this year's cases.
    pub fn of_this_year(&self) -> &Self {
        match self {
            Self::Compared(comparison) => &comparison.of,
            figure => figure,
        }
    }
}

fn conditions_text(period: Period, filter: &Filter, taxonomy: &Taxonomy) -> String {
    let mut parts: Vec<String> = filter
        .conditions()
        .map(|(dimension, codes)| {
            let values: Vec<&str> =
                codes.iter().map(|code| taxonomy.id(dimension, *code)).collect();
            format!("{}={}", dimension.id(), values.join("+"))
        })
        .collect();
    match period {
        Period::Year => {}
        Period::OneYear(number) => parts.push(format!("year={number}")),
        Period::HalfYear(number) => parts.push(format!("half_year={number}")),
        Period::Quarter(number) => parts.push(format!("quarter={number}")),
        Period::Month(number) => parts.push(format!("month={number}")),
    }
    parts.join(",")
}
