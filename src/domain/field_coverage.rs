//! What cases say of fields that only some exports have (Erfassungsumfang eines Feldes): which of their values anybody
//! can have recorded at all.

use super::{Dimension, Field, Filter, ValueCode};
use std::collections::{BTreeMap, BTreeSet};

/// What one case says of the lists of such fields: its values, and those these are grouped into.
pub type Profile = BTreeMap<Dimension, BTreeSet<ValueCode>>;

/// What the cases of a population say of the fields that some of their exports have and others lack. The default: no
/// such field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldCoverage {
    partial: BTreeSet<Field>,
    /// The value of cases from exports without the field, for each list of such a field.
    missing: BTreeMap<Dimension, ValueCode>,
    profiles: BTreeSet<Profile>,
}

impl FieldCoverage {
    /// Of these fields; `missing` is the value that says "not recorded", `profiles` what the cases say.
    pub fn new(
        partial: BTreeSet<Field>,
        missing: BTreeMap<Dimension, ValueCode>,
        profiles: BTreeSet<Profile>,
    ) -> Self {
        Self { partial, missing, profiles }
    }

    /// The fields only some of the cases have recorded.
    pub fn partial(&self) -> &BTreeSet<Field> {
        &self.partial
    }

    /// Whether no case can tell how many meet some conditions: a value that nobody has where the field is recorded may
    /// be that of the cases where it is not (the branch whose own export lacks the column), and of two values it says
    /// nothing where the cases of one lack the field of the other.
    pub fn leaves_open(&self, filter: &Filter) -> bool {
        let asked: Vec<(Dimension, &BTreeSet<ValueCode>)> =
            filter.conditions().filter(|(of, _)| self.missing.contains_key(of)).collect();
        !filter.is_contradiction()
            && asked.iter().any(|one| {
                let is_seen = self.profiles.iter().any(|profile| meets(profile, *one));
                let is_asked_of_others = self.profiles.iter().any(|profile| {
                    let others = asked.iter().filter(|other| other.0 != one.0);
                    self.records(profile, *one) && others.into_iter().all(|it| meets(profile, *it))
                });
                !(is_seen || is_not_stated(one.1)) || !is_asked_of_others
            })
    }

    /// Whether all cases that say something of one of these lists have the same value, so that a share says more of
    /// where the list is recorded than of the cases.
    pub fn has_one_value(&self, filter: &Filter) -> bool {
        let lists = filter.conditions().filter_map(|(of, _)| Some((of, *self.missing.get(&of)?)));
        lists.into_iter().any(|(of, missing)| {
            let values = self.profiles.iter().filter_map(|profile| profile.get(&of)).flatten();
            let is_value = |code: &&ValueCode| ![missing, ValueCode::NOT_STATED].contains(code);
            values.filter(is_value).collect::<BTreeSet<_>>().len() == 1
        })
    }

    /// Whether a case says something of a list; that it does not is what a condition on just that asks for.
    fn records(&self, profile: &Profile, (of, codes): (Dimension, &BTreeSet<ValueCode>)) -> bool {
        let missing = self.missing.get(&of);
        missing.is_some_and(|missing| codes.contains(missing))
            || profile.get(&of).is_some_and(|has| has.iter().any(|code| Some(code) != missing))
    }
}

fn meets(profile: &Profile, (of, codes): (Dimension, &BTreeSet<ValueCode>)) -> bool {
    profile.get(&of).is_some_and(|has| !has.is_disjoint(codes))
}

/// That nobody left a recorded field empty is known.
fn is_not_stated(codes: &BTreeSet<ValueCode>) -> bool {
    codes.iter().eq([&ValueCode::NOT_STATED])
}

#[cfg(test)]
mod tests {
    use super::*;

    const MISSING: u16 = 9;

    fn coverage(profiles: &[[u16; 2]]) -> FieldCoverage {
        let profile = |[site, channel]: &[u16; 2]| {
            let of = |dimension, code| (dimension, BTreeSet::from([ValueCode::new(code)]));
            Profile::from([of(Dimension::Site, *site), of(Dimension::Channel, *channel)])
        };
        FieldCoverage::new(
            [Field::Site, Field::Channel].into(),
            [
                (Dimension::Site, ValueCode::new(MISSING)),
                (Dimension::Channel, ValueCode::new(MISSING)),
            ]
            .into(),
            profiles.iter().map(profile).collect(),
        )
    }

    fn site(code: u16) -> Filter {
        Filter::all().and(Dimension::Site, [ValueCode::new(code)])
    }

    #[test]
    fn a_value_that_nobody_recorded_is_open_and_others_are_not() {
        let coverage = coverage(&[[1, 3], [1, 4], [9, 3]]);
        assert!(!coverage.leaves_open(&site(1)));
        assert!(coverage.leaves_open(&site(2)));
        assert!(!coverage.leaves_open(&site(9)), "the cases without the field are known");
        let not_stated = Filter::all().and(Dimension::Site, [ValueCode::NOT_STATED]);
        assert!(!coverage.leaves_open(&not_stated));
        let of_another = Filter::all().and(Dimension::Assessment, [ValueCode::new(7)]);
        assert!(!coverage.leaves_open(&of_another));
        assert!(!coverage.leaves_open(&site(2).and(Dimension::Site, [ValueCode::new(1)])));
    }

    #[test]
    fn two_values_are_open_where_the_cases_of_one_lack_the_field_of_the_other() {
        let filter = site(1).and(Dimension::Channel, [ValueCode::new(3)]);
        // Site 1 never has a channel, and channel 3 never a site.
        assert!(coverage(&[[1, 9], [9, 3], [2, 4]]).leaves_open(&filter));
        assert!(coverage(&[[1, 9], [2, 3]]).leaves_open(&filter));
        assert!(!coverage(&[[1, 4], [2, 3], [9, 9]]).leaves_open(&filter), "there is none of both");
    }

    #[test]
    fn a_list_with_one_recorded_value_gives_no_share() {
        assert!(coverage(&[[1, 3], [9, 4]]).has_one_value(&site(1)));
        assert!(!coverage(&[[1, 3], [2, 4], [9, 4]]).has_one_value(&site(1)));
    }
}
