//! Whether a figure means in this report what it meant in that of an earlier year. A comparison of
//! what was counted differently must not be silent. Sees definitions only, no values.

use super::Project;
use super::archive::ArchivedEdition;
use crate::domain::{
    Count, Dimension, Field, Figure, Population, Taxonomy, Unit, ValueCode, text_key,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What the figures of an edition rest on, as far as an office decides it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArchivedDefinitions {
    /// The words that mark a case of the ombuds office; none where all cases are its own.
    pub markers: Vec<String>,
    /// The phrases that look like one of them and are none; absent where an edition was made before this was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exceptions: Option<Vec<String>>,
    /// The condition of the whole report (`scope.where`); absent where there was none.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// The target of processing time in calendar days; absent where the office had none of all cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_days: Option<u32>,
    /// Its other deadlines by identifier: how long, until what, and of which cases.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub targets: BTreeMap<String, String>,
    /// The closed lists by dimension.
    pub lists: BTreeMap<String, Vec<ArchivedEntry>>,
}

/// A value of a closed list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArchivedEntry {
    /// Identifier.
    pub id: String,
    /// Printed name.
    pub label: String,
    /// Identifier of its group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Its spellings in exports, as they are compared; absent for groups, and where an edition was made before this was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spellings: Option<BTreeSet<String>>,
}

/// How a figure of an earlier year differs from this year's with the same id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// Nothing is recorded of what the earlier figures rest on.
    Unknown,
    /// A value had another name: then and now.
    Name(String, String),
    /// Other words marked a case of the ombuds office.
    Markers,
    /// Other cases were counted at all.
    Condition,
    /// The target of processing time was another: days then and now.
    Target(u32, u32),
    /// A value, by its name now, was made of others, or a band had other limits.
    Extent(String),
    /// A word of the exports that counts as a value now, by its name, counted as another, or the other way round.
    Spelling(String),
}

impl Difference {
    /// Whether the two numbers count different things, so that no change is told.
    pub fn is_break(&self) -> bool {
        !matches!(self, Self::Unknown | Self::Name(..))
    }
}

impl ArchivedDefinitions {
    /// What the figures of a project rest on.
    pub fn of(project: &Project) -> Self {
        let taxonomy = &project.taxonomy;
        // The week is the same for everybody.
        let decided = |it: &Dimension| Field::of(*it) != Some(Field::ReceivedOn);
        let lists = taxonomy.schema().dimensions().filter(decided).filter_map(|dimension| {
            let list = taxonomy.list(dimension)?;
            let is_read = Field::of(dimension).and_then(Field::dimension) == Some(dimension);
            let entries = list.codes().zip(list.entries()).map(|(code, entry)| ArchivedEntry {
                id: entry.id.clone(),
                label: entry.label.clone(),
                group: group_id(dimension, code, taxonomy),
                spellings: is_read.then(|| {
                    [&entry.label]
                        .into_iter()
                        .chain(&entry.synonyms)
                        .map(|it| text_key(it))
                        .collect()
                }),
            });
            let entries: Vec<ArchivedEntry> = entries.collect();
            (!entries.is_empty()).then(|| (dimension.id().to_owned(), entries))
        });
        let mut markers = project.scope.markers.clone();
        markers.sort();
        let mut exceptions = project.scope.exceptions.clone();
        exceptions.sort();
        let condition = project.scope.condition.as_ref().map(|condition| condition.text.clone());
        Self {
            markers,
            exceptions: Some(exceptions),
            condition,
            target_days: project.durations.target_days,
            targets: project.targets.iter().map(|it| (it.rule.id.to_owned(), it.text())).collect(),
            lists: lists.collect(),
        }
    }

    fn entry(&self, dimension: Dimension, id: &str) -> Option<&ArchivedEntry> {
        self.lists.get(dimension.id())?.iter().find(|entry| entry.id == id)
    }

    /// The words of the exports that count under a condition, and those that count elsewhere; `None` where they are not recorded.
    fn words(&self, dimension: Dimension, ids: &[&str]) -> Option<[BTreeSet<&str>; 2]> {
        let read = Field::of(dimension).and_then(Field::dimension)?;
        let below = ids.iter().flat_map(|id| self.members(dimension, id));
        let members: BTreeSet<(Dimension, &str)> =
            below.chain(ids.iter().map(|id| (dimension, *id))).collect();
        let mut words = [BTreeSet::new(), BTreeSet::new()];
        for entry in self.lists.get(read.id())? {
            let [within, beside] = &mut words;
            let side = if members.contains(&(read, entry.id.as_str())) { within } else { beside };
            side.extend(entry.spellings.as_ref()?.iter().map(String::as_str));
        }
        Some(words)
    }

    /// All values below a value, by dimension and identifier.
    fn members(&self, dimension: Dimension, id: &str) -> BTreeSet<(Dimension, &str)> {
        let mut members = BTreeSet::new();
        let Some(below) = dimension.finer() else { return members };
        let entries = self.lists.get(below.id()).into_iter().flatten();
        for entry in entries.filter(|entry| entry.group.as_deref() == Some(id)) {
            members.insert((below, entry.id.as_str()));
            members.extend(self.members(below, &entry.id));
        }
        members
    }
}

fn group_id(dimension: Dimension, code: ValueCode, taxonomy: &Taxonomy) -> Option<String> {
    let parent = dimension.parent()?;
    let group = taxonomy.group_of(dimension, code);
    (group != ValueCode::NOT_STATED).then(|| taxonomy.id(parent, group).to_owned())
}

impl ArchivedEdition {
    /// Whether a figure counts what it counted then, and both numbers are made in the same way.
    pub fn is_comparable(&self, figure: &Figure, project: &Project) -> bool {
        // A rounded number and an exact one differ by more than what has changed.
        !self.content.has_in_part(figure)
            && self.content.rounded_to == project.disclosure.base()
            && !self.differences(figure, project).iter().any(Difference::is_break)
    }

    /// How a figure differs from this year's, each difference once.
    pub fn differences(&self, figure: &Figure, project: &Project) -> BTreeSet<Difference> {
        let Some(then) = &self.content.definitions else {
            return BTreeSet::from([Difference::Unknown]);
        };
        let now = ArchivedDefinitions::of(project);
        let mut differences = BTreeSet::new();
        let counts = figure.of_this_year().counts().into_iter();
        for count in counts.filter(|count| count.unit != Unit::Activities) {
            let has_other_exceptions =
                then.exceptions.is_some() && then.exceptions != now.exceptions;
            if count.population != Population::Krm
                && (then.markers != now.markers || has_other_exceptions)
            {
                differences.insert(Difference::Markers);
            }
            if then.condition != now.condition {
                differences.insert(Difference::Condition);
            }
            of_conditions(count, then, &now, &project.taxonomy, &mut differences);
        }
        differences
    }
}

/// The differences in the values a count asks for.
fn of_conditions(
    count: &Count,
    then: &ArchivedDefinitions,
    now: &ArchivedDefinitions,
    taxonomy: &Taxonomy,
    differences: &mut BTreeSet<Difference>,
) {
    for (dimension, codes) in count.filter.conditions() {
        if dimension == Dimension::Target
            && let (Some(before), Some(days)) = (then.target_days, now.target_days)
            && before != days
        {
            differences.insert(Difference::Target(before, days));
        }
        if let Dimension::OwnTarget(target) = dimension
            && let Some(before) = then.targets.get(target.id)
            && now.targets.get(target.id) != Some(before)
        {
            differences.insert(Difference::Extent(target.label.to_owned()));
        }
        for code in codes {
            let id = taxonomy.id(dimension, *code);
            let (Some(before), Some(entry)) = (then.entry(dimension, id), now.entry(dimension, id))
            else {
                continue;
            };
            let renamed = before.label != entry.label;
            // The name of a band is its limits.
            let is_band = dimension == Dimension::DurationBand;
            if is_band && renamed || then.members(dimension, id) != now.members(dimension, id) {
                differences.insert(Difference::Extent(entry.label.clone()));
            } else if renamed && !dimension.is_target() {
                let (before, now) = (before.label.clone(), entry.label.clone());
                differences.insert(Difference::Name(before, now));
            }
        }
        let ids: Vec<&str> = codes.iter().map(|code| taxonomy.id(dimension, *code)).collect();
        if let (Some([then_in, then_beside]), Some([now_in, now_beside])) =
            (then.words(dimension, &ids), now.words(dimension, &ids))
            && (!then_in.is_disjoint(&now_beside) || !then_beside.is_disjoint(&now_in))
        {
            let entries = ids.iter().filter_map(|id| now.entry(dimension, id));
            let labels: Vec<String> = entries.map(|entry| entry.label.clone()).collect();
            // What is made of other values is told already.
            let is_told =
                |label: &&String| !differences.contains(&Difference::Extent((*label).clone()));
            let untold: Vec<String> = labels.iter().filter(is_told).cloned().collect();
            differences.extend(untold.into_iter().map(Difference::Spelling));
        }
    }
}
