//! The moves that change a row, each effect once: looked up again and again by the search.

use super::moves::{Move, Spot, Unlike};
use super::profiles::{AspectProfile, Class, Profiles};
use crate::statistics::Aspect;
use hashbrown::HashTable;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Classes a case may change to, the most similar first.
const NEAR: usize = 24;
/// Looking at so many words of rows takes about as long as a step of the search.
const WORDS_A_STEP: u64 = 16;
/// Moves kept for one effect: a move can run out of cases.
const ALIKE: usize = 24;
/// So many parts of effects and moves are remembered, at about 16 bytes each; then all are forgotten and computed again when
/// they are asked for.
const MOST_KNOWN: usize = 12_000_000;

/// How many moves are looked at for one row and direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Breadth {
    /// Enough for nearly all numbers where there are many kinds of cases, and so many moves.
    Narrow,
    /// As many as are worth the time.
    Wide,
}

impl Breadth {
    /// The spots looked at on either side of a move.
    fn spots(self) -> usize {
        match self {
            Self::Narrow => 24,
            Self::Wide => 400,
        }
    }

    /// The classes a case could change to, of which the most similar are taken.
    fn goals(self) -> usize {
        match self {
            Self::Narrow => 256,
            Self::Wide => usize::MAX,
        }
    }

    /// The moves, as many for each spot.
    fn moves(self) -> u64 {
        match self {
            Self::Narrow => 500,
            Self::Wide => 200_000,
        }
    }
}

/// What a row changes by.
pub(super) type Change = (u32, i32);

/// The moves that change one row in one direction, by their effect. All effects lie one behind the other in memory: the
/// search walks through them again and again.
#[derive(Debug, Default)]
pub(super) struct Effects {
    changes: Vec<Change>,
    /// Where the changes of each effect end.
    ends: Vec<usize>,
    /// How many cases the first move of each effect changes.
    cases: Vec<u64>,
    /// The moves of all effects one behind the other, at least one of each, in the order they were found.
    moves: Vec<Move>,
    /// Where the moves of each effect end.
    ends_of_moves: Vec<usize>,
}

impl Effects {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// What each effect changes in the order of rows, and how many cases it takes.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&[Change], u64)> {
        let mut start = 0;
        self.ends.iter().zip(&self.cases).map(move |(end, cases)| {
            let changes = self.changes.get(start..*end).unwrap_or_default();
            start = *end;
            (changes, *cases)
        })
    }

    /// What an effect changes.
    pub(super) fn changes(&self, at: usize) -> &[Change] {
        part(&self.changes, &self.ends, at)
    }

    /// The moves that have an effect.
    pub(super) fn moves(&self, at: usize) -> &[Move] {
        part(&self.moves, &self.ends_of_moves, at)
    }

    /// How much there is to remember.
    fn size(&self) -> usize {
        self.changes.len() + 3 * self.moves.len() + 4 * self.ends.len()
    }
}

/// One of the parts of a list that end at these places.
fn part<'a, T>(list: &'a [T], ends: &[usize], at: usize) -> &'a [T] {
    let start = at.checked_sub(1).and_then(|before| ends.get(before)).copied();
    let end = ends.get(at).copied().unwrap_or_default();
    list.get(start.unwrap_or_default()..end).unwrap_or_default()
}

/// The moves of one year, computed when they are asked for.
pub(super) struct Candidates<'p> {
    profiles: &'p Profiles,
    known: BTreeMap<(usize, i32, bool, Breadth), Rc<Effects>>,
    /// The size of what is known.
    size: usize,
    /// Moves looked at, to measure and to limit the work.
    pub(super) steps: u64,
}

impl<'p> Candidates<'p> {
    pub(super) fn new(profiles: &'p Profiles) -> Self {
        Self { profiles, known: BTreeMap::new(), size: 0, steps: 0 }
    }

    pub(super) fn profiles(&self) -> &'p Profiles {
        self.profiles
    }

    /// All effects that change a row upwards (`direction` 1) or downwards (-1). The days of a case
    /// change only where the row asks for nothing else, or when `change_days` says so.
    pub(super) fn of(
        &mut self,
        row: usize,
        direction: i32,
        change_days: bool,
        breadth: Breadth,
    ) -> Rc<Effects> {
        let key = (row, direction, change_days, breadth);
        if let Some(known) = self.known.get(&key) {
            return Rc::clone(known);
        }
        let found = self.collect(row, direction, change_days, breadth);
        self.steps += found.steps;
        let effects = found.effects();
        let size = effects.size();
        if self.size + size > MOST_KNOWN {
            self.known.clear();
            self.size = 0;
        }
        self.size += size;
        let found = Rc::new(effects);
        self.known.insert(key, Rc::clone(&found));
        found
    }

    fn collect(&self, row: usize, direction: i32, change_days: bool, breadth: Breadth) -> Found {
        let time = |aspect: usize| self.profiles.order.get(aspect) == Some(&Aspect::Time);
        let asking: Vec<(usize, &AspectProfile)> = self
            .profiles
            .aspects
            .iter()
            .enumerate()
            .filter(|(_, profile)| profile.asking.contains(row))
            .collect();
        let by_time_alone = asking.iter().all(|(aspect, _)| time(*aspect));
        let mut found = Found::default();
        for (aspect, profile) in asking {
            if !time(aspect) || by_time_alone || change_days {
                self.of_aspect(aspect, profile, (row, direction), breadth, &mut found);
            }
        }
        found
    }

    fn of_aspect(
        &self,
        aspect: usize,
        profile: &AspectProfile,
        (row, direction): (usize, i32),
        breadth: Breadth,
        found: &mut Found,
    ) {
        let times: Vec<i32> = profile.classes.iter().map(|class| times(class, row)).collect();
        let times = |class: u32| times.get(class as usize).copied().unwrap_or_default();
        let concerned = |context: usize| {
            profile.contexts.get(context).is_some_and(|context| context.contains(row))
        };
        let mut near: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let spots = profile.classes_in.iter().enumerate();
        let spots =
            spots.filter(|(context, _)| concerned(*context)).flat_map(|(context, classes)| {
                classes.iter().map(move |class| Spot { context, class: *class })
            });
        let changes = |from: u32, to: u32| (times(to) - times(from)).signum() == direction;
        let all = || (0..profile.classes.len()).filter_map(|class| u32::try_from(class).ok());
        let movable = |spot: &Spot| all().any(|to| changes(spot.class, to));
        let spots: Vec<Spot> = spots.filter(movable).take(breadth.spots()).collect();
        let of_spot = breadth.moves() / (spots.len() as u64).max(1);
        for one in spots {
            let enough = found.moves_seen + of_spot;
            let goals = near.entry(one.class).or_insert_with(|| {
                let goals = all().filter(|to| changes(one.class, *to)).take(breadth.goals());
                let mut goals: Vec<u32> = goals.collect();
                goals.sort_by_cached_key(|to| (profile.distance(one.class, *to), *to));
                goals.truncate(NEAR);
                goals
            });
            for to in goals.iter().copied() {
                let Some(unlike) = Unlike::new(profile, one.class, to) else { continue };
                if found.moves_seen > enough {
                    break;
                }
                found.add(profile, &unlike, Move::Edit { aspect, from: one, to });
                let partners = profile.contexts_of.get(to as usize).into_iter().flatten();
                let partners = partners.filter(|context| !concerned(**context));
                for context in partners.take(breadth.spots()) {
                    let other = Spot { context: *context, class: to };
                    found.add(profile, &unlike, Move::Swap { aspect, one, other });
                }
            }
        }
    }
}

/// Effects, each once.
#[derive(Default)]
struct Found {
    effects: Effects,
    /// The moves, each with its effect.
    moves: Vec<(u32, Move)>,
    /// How many moves of each effect are kept.
    kept: Vec<usize>,
    /// The effects by fingerprint, as comparing them takes long.
    index: HashTable<(u64, usize)>,
    delta: Vec<(usize, i32)>,
    /// Moves looked at.
    moves_seen: u64,
    /// How long that took, in steps of the search.
    steps: u64,
}

impl Found {
    fn add(&mut self, profile: &AspectProfile, unlike: &Unlike<'_>, one_move: Move) {
        self.moves_seen += 1;
        self.steps += 1 + unlike.size() / WORDS_A_STEP;
        one_move.delta(profile, unlike, &mut self.delta);
        self.delta.retain(|(_, change)| *change != 0);
        let fingerprint = fingerprint(&self.delta);
        let is_same = |(print, at): &(u64, usize)| {
            let known = self.effects.changes(*at).iter().map(|(row, by)| (*row as usize, *by));
            *print == fingerprint && known.eq(self.delta.iter().copied())
        };
        let entry = self.index.entry(fingerprint, is_same, |(print, _)| *print);
        let (_, at) = *entry.or_insert((fingerprint, self.kept.len())).get();
        if at == self.kept.len() {
            let changes = self.delta.iter();
            let changes = changes.filter_map(|(row, by)| Some((u32::try_from(*row).ok()?, *by)));
            self.effects.changes.extend(changes);
            self.effects.ends.push(self.effects.changes.len());
            self.effects.cases.push(one_move.cases());
            self.kept.push(0);
        }
        if let (Some(kept), Ok(effect)) = (self.kept.get_mut(at), u32::try_from(at))
            && *kept < ALIKE
        {
            *kept += 1;
            self.moves.push((effect, one_move));
        }
    }

    fn effects(mut self) -> Effects {
        self.moves.sort_by_key(|(effect, _)| *effect);
        self.effects.moves.extend(self.moves.iter().map(|(_, it)| *it));
        let mut end = 0;
        self.effects.ends_of_moves.extend(self.kept.iter().map(|kept| {
            end += kept;
            end
        }));
        self.effects
    }
}

/// FNV-1a over the rows and what they change by.
fn fingerprint(effect: &[(usize, i32)]) -> u64 {
    effect.iter().fold(0xcbf2_9ce4_8422_2325, |hash, (row, by)| {
        let part = (*row as u64) << 32 | u64::from(by.cast_unsigned());
        (hash ^ part).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// How often a class counts in a row.
fn times(class: &Class, row: usize) -> i32 {
    match class.rows.contains(row) {
        false => 0,
        true => {
            let more = class.mentions.iter().find(|(at, _)| *at == row);
            more.map_or(1, |(_, times)| i32::from(*times))
        }
    }
}
