//! What counts look at in a case, as small numbers ("slots"): one for each value of a dimension, one for each
//! set of topics or bodies that occurs, one for each number of days.

use super::days::duration;
use super::values;
use crate::domain::{Case, Count, Dimension, Field, Unit, ValueCode};
use crate::project::Project;
use std::collections::BTreeMap;

/// Slots of sets in a table beyond which they are rare.
const COMMON_SETS: u32 = 64;
/// Numbers of days in a table.
const COMMON_DAYS: u32 = 513;
/// Sets found last, each in the place of its hash; a power of two.
const REMEMBERED: usize = 4096;

/// Something a count looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Property {
    /// The topics together: conditions on topics must hold for one and the same.
    Topics,
    /// Another dimension.
    Of(Dimension),
    /// Days from receipt to completion: slot 0 while open.
    Duration,
}

impl Property {
    /// What a count looks at, topics first.
    pub(super) fn of_count(count: &Count) -> Vec<Self> {
        let is_of_topic =
            |(dimension, _): (Dimension, _)| values::is_of_topic(dimension).then_some(());
        let topics = count.unit == Unit::Mentions
            || count.filter.conditions().find_map(is_of_topic).is_some();
        let others = count.filter.conditions().map(|(dimension, _)| dimension);
        let others = others.filter(|dimension| !values::is_of_topic(*dimension)).map(Self::Of);
        topics.then_some(Self::Topics).into_iter().chain(others).collect()
    }
}

/// For each slot how much a case counts in it.
pub(super) enum Accepted {
    /// Once in every slot.
    All,
    /// So often, by slot.
    By(Vec<u64>),
}

impl Accepted {
    pub(super) fn weight(&self, slot: u32) -> u64 {
        match self {
            Self::All => 1,
            Self::By(weights) => weights.get(slot as usize).copied().unwrap_or_default(),
        }
    }
}

/// The properties of some cases, as columns of slots.
pub(super) struct Properties<'a> {
    project: &'a Project,
    properties: Vec<Column>,
}

struct Column {
    property: Property,
    /// Slots in a table.
    size: u32,
    /// For dimensions of a list: the slot of each value the case holds.
    slot_of: Vec<u32>,
    /// For dimensions of a list: the slot of "not stated" and of values in no list.
    not_stated: u32,
    /// For what a case can have several of: the sets that occur.
    sets: Option<Sets>,
    slots: Vec<u32>,
}

impl<'a> Properties<'a> {
    pub(super) fn new(project: &'a Project) -> Self {
        Self { project, properties: Vec::new() }
    }

    /// The position of a property, which is added when it is new.
    pub(super) fn position(&mut self, property: Property) -> usize {
        if let Some(at) = self.properties.iter().position(|column| column.property == property) {
            return at;
        }
        let column = self.column_of(property);
        self.properties.push(column);
        self.properties.len() - 1
    }

    fn column_of(&self, property: Property) -> Column {
        let entries = |dimension| {
            self.project.taxonomy.list(dimension).map_or(0, |list| list.entries().len())
        };
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX - 1);
        let mut column = Column {
            property,
            size: 1,
            slot_of: Vec::new(),
            not_stated: 0,
            sets: None,
            slots: Vec::new(),
        };
        match property {
            // Topics are the most significant digit of a table's index, which needs no bound.
            Property::Topics => {
                column.size = u32::MAX;
                column.sets = Some(Sets::new());
            }
            Property::Duration => column.size = COMMON_DAYS,
            Property::Of(dimension) if dimension.is_multiple_response() => {
                column.size = COMMON_SETS;
                column.sets = Some(Sets::new());
            }
            Property::Of(dimension) => {
                let values = match dimension {
                    Dimension::DurationBand => self.project.durations.bands.len() + 1,
                    dimension if dimension.is_target() => 3,
                    _ => entries(dimension),
                };
                column.not_stated = count(values);
                column.size = count(values) + 1;
                let held = Field::of(dimension).and_then(Field::dimension);
                let held = held.and_then(|held| self.project.taxonomy.list(held));
                let codes = held.into_iter().flat_map(|list| list.codes());
                column.slot_of = codes
                    .map(|code| values::of_value(code, dimension, self.project))
                    .map(|code| code.position().map_or(column.not_stated, count))
                    .collect();
            }
        }
        column
    }

    /// Reads the properties of some cases in place of those before.
    pub(super) fn read(&mut self, cases: &[Case]) {
        let project = self.project;
        for column in &mut self.properties {
            column.slots.clear();
            let slots = &mut column.slots;
            let (slot_of, not_stated) = (&column.slot_of, column.not_stated);
            let slot = |code: ValueCode| {
                let slot = code.position().and_then(|position| slot_of.get(position));
                slot.copied().unwrap_or(not_stated)
            };
            let position = |code: ValueCode| {
                let position = code.position().and_then(|position| u32::try_from(position).ok());
                position.unwrap_or(not_stated)
            };
            match (column.property, &mut column.sets) {
                (Property::Topics, Some(sets)) => {
                    slots.extend(cases.iter().map(|case| sets.slot(case.topics())));
                }
                (Property::Of(dimension), Some(sets)) => {
                    let field = Field::of(dimension);
                    let codes = |case| field.map(|field| Case::codes(case, field));
                    let codes = |case| codes(case).unwrap_or_default();
                    slots.extend(cases.iter().map(|case| sets.slot(codes(case))));
                }
                (Property::Duration, _) => {
                    slots.extend(cases.iter().map(|case| duration(case).map_or(0, |d| d + 1)));
                }
                (Property::Of(dimension), _) if dimension.is_of_days() => {
                    let of_days = |case| values::of_days(case, dimension, project);
                    slots.extend(cases.iter().map(|case| position(of_days(case))));
                }
                (Property::Of(dimension), None) => match Field::of(dimension) {
                    None => slots.extend(cases.iter().map(|_| not_stated)),
                    Some(field) => match Case::place_of(field) {
                        Some(place) => slots.extend(cases.iter().map(|case| {
                            case.single.get(place).map_or(not_stated, |code| slot(*code))
                        })),
                        None => slots.extend(cases.iter().map(|case| slot(case.code(field)))),
                    },
                },
                (Property::Topics, None) => {}
            }
        }
    }

    /// The slots of a property, and their number in a table.
    pub(super) fn column(&self, position: usize) -> (&[u32], u32) {
        self.properties.get(position).map_or((&[], 1), |c| (c.slots.as_slice(), c.size))
    }

    /// What a count makes of each slot of a property.
    pub(super) fn accepted(&self, position: usize, count: &Count) -> Accepted {
        let Some(column) = self.properties.get(position) else { return Accepted::All };
        let weights = match column.property {
            Property::Topics => self.topic_weights(count, column.sets.as_ref()),
            Property::Duration => return Accepted::All,
            Property::Of(dimension) => {
                let Some(allowed) = count.filter.allowed(dimension) else {
                    return Accepted::All;
                };
                let is_allowed = |code: &ValueCode| {
                    allowed.contains(&values::of_value(*code, dimension, self.project))
                };
                match &column.sets {
                    Some(sets) => sets
                        .sets()
                        .map(|set| match set.is_empty() {
                            true => u64::from(allowed.contains(&ValueCode::NOT_STATED)),
                            false => u64::from(set.iter().any(is_allowed)),
                        })
                        .collect(),
                    None => (0..column.size)
                        .map(|slot| match slot == column.not_stated {
                            true => ValueCode::NOT_STATED,
                            false => ValueCode::new(u16::try_from(slot).unwrap_or(u16::MAX)),
                        })
                        .map(|code| u64::from(allowed.contains(&code)))
                        .collect(),
                }
            }
        };
        Accepted::By(weights)
    }

    /// How much each set of topics counts. There are few topics and many sets, so each topic is
    /// held against the conditions once.
    fn topic_weights(&self, count: &Count, sets: Option<&Sets>) -> Vec<u64> {
        let matches = |topic: ValueCode| {
            count.filter.conditions().filter(|(d, _)| values::is_of_topic(*d)).all(
                |(dimension, allowed)| {
                    allowed.contains(&values::of_value(topic, dimension, self.project))
                },
            )
        };
        let list = self.project.taxonomy.list(Dimension::Topic);
        let known: Vec<bool> =
            list.into_iter().flat_map(|list| list.codes()).map(matches).collect();
        let not_stated = u64::from(matches(ValueCode::NOT_STATED));
        let weight = |topics: &[ValueCode]| {
            let of_topic = |topic: &&ValueCode| {
                let known = topic.position().and_then(|position| known.get(position));
                known.copied().unwrap_or_else(|| matches(**topic))
            };
            match count.unit {
                Unit::Mentions => topics.iter().filter(of_topic).count() as u64,
                _ if topics.is_empty() => not_stated,
                _ => u64::from(topics.iter().any(|topic| of_topic(&topic))),
            }
        };
        sets.into_iter().flat_map(Sets::sets).map(weight).collect()
    }
}

/// The sets of values that occur, in the order they were found.
struct Sets {
    sets: Vec<Vec<ValueCode>>,
    by_content: BTreeMap<Vec<ValueCode>, u32>,
    /// Packed sets of up to three values, with their slots.
    remembered: Vec<(u64, u32)>,
}

impl Sets {
    fn new() -> Self {
        Self {
            sets: Vec::new(),
            by_content: BTreeMap::new(),
            remembered: vec![(u64::MAX, 0); REMEMBERED],
        }
    }

    fn slot(&mut self, codes: &[ValueCode]) -> u32 {
        if codes.len() > 3 {
            return self.look_up(codes);
        }
        // At most three values of 16 bits and their number: no two sets are packed alike.
        let packed = codes.iter().fold(codes.len() as u64, |packed, code| {
            packed << 16 | code.position().unwrap_or(usize::from(u16::MAX)) as u64
        });
        let place = (packed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 52) as usize % REMEMBERED;
        if let Some((known, slot)) = self.remembered.get(place)
            && *known == packed
        {
            return *slot;
        }
        let slot = self.look_up(codes);
        if let Some(remembered) = self.remembered.get_mut(place) {
            *remembered = (packed, slot);
        }
        slot
    }

    fn look_up(&mut self, codes: &[ValueCode]) -> u32 {
        if let Some(slot) = self.by_content.get(codes) {
            return *slot;
        }
        let slot = u32::try_from(self.sets.len()).unwrap_or(u32::MAX - 1);
        self.sets.push(codes.to_vec());
        self.by_content.insert(codes.to_vec(), slot);
        slot
    }

    fn sets(&self) -> impl Iterator<Item = &[ValueCode]> {
        self.sets.iter().map(Vec::as_slice)
    }
}
