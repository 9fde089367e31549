//! Which fields of a record the exports hold (Erfassungsumfang): all of them, some, or none.

use super::{Count, Dimension, Field, FieldCoverage, Figure, Filter, Population, Taxonomy, Unit};
use std::collections::BTreeSet;

/// The fields the exports hold. The default: all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordedFields {
    /// Optional fields that no export records. What some say of completions is of no use, since every stock and every
    /// duration would be incomplete: that field is absent where only some have it.
    pub absent: BTreeSet<Field>,
    /// Whether a part of the completions is in the exports, and left out for that.
    pub closes_in_part: bool,
    /// Whether that is because exports were made before cases in them were completed: what is entered then may be missing, too.
    pub closes_later: bool,
    /// Whether exports without a case of the ombuds office lack completions, which tells nothing of its cases.
    pub house_closes_in_part: bool,
    /// What all reactions received in the year say of fields that some exports lack.
    pub of_house: FieldCoverage,
    /// The same of those of the ombuds office.
    pub of_received: FieldCoverage,
    /// The same of these and of its cases of earlier years that were open in the year.
    pub of_stock: FieldCoverage,
}

impl RecordedFields {
    /// Whether some export records the field.
    pub fn has(&self, field: Field) -> bool {
        !self.absent.contains(&field)
    }

    /// Whether some export records the dimension.
    pub fn has_dimension(&self, dimension: Dimension) -> bool {
        Field::of(dimension).is_none_or(|field| self.has(field))
    }

    /// The fields that only some of the cases have recorded, among those of any population.
    pub fn partial(&self) -> BTreeSet<Field> {
        let coverages = [&self.of_house, &self.of_received, &self.of_stock];
        coverages.into_iter().flat_map(|coverage| coverage.partial().iter().copied()).collect()
    }

    /// The fields that only some of the cases of a population have recorded.
    pub fn partial_of(&self, population: Population) -> &BTreeSet<Field> {
        self.of(population).partial()
    }

    /// The fields a figure rests on that only some of its cases have recorded: it says nothing of the others.
    pub fn partial_for(&self, figure: &Figure) -> BTreeSet<Field> {
        let counts = figure.of_this_year().counts().into_iter();
        let fields = counts.flat_map(|count| {
            let partial = self.partial_of(count.population);
            count.rests_on().into_iter().filter(|field| partial.contains(field))
        });
        fields.collect()
    }

    /// What the cases of a population say of fields that some of them lack.
    pub(super) fn of(&self, population: Population) -> &FieldCoverage {
        match population {
            Population::Krm => &self.of_house,
            Population::Received => &self.of_received,
            Population::Closed | Population::CarriedForward | Population::Open => &self.of_stock,
        }
    }

    /// Whether nobody can tell how many cases meet the conditions of a count. Earlier cases with a value do not tell of
    /// those of the year.
    pub(super) fn leaves_open(&self, count: &Count) -> bool {
        self.of(count.population).leaves_open(&count.filter)
            || count.population != Population::Krm && self.of_received.leaves_open(&count.filter)
    }

    /// A figure over the cases from exports that record what it rests on: a share gets a base of such cases, mentions
    /// leave the others out. `None` where nothing is left to count.
    pub fn covered(&self, figure: Figure, taxonomy: &Taxonomy) -> Option<Figure> {
        let recorded = |dimensions: BTreeSet<Dimension>, population: Population| {
            let partial = self.partial_of(population);
            let of_partial = |dimension: &Dimension| {
                Field::of(*dimension).is_some_and(|field| partial.contains(&field))
            };
            dimensions.into_iter().filter(of_partial).fold(Filter::all(), |filter, dimension| {
                filter.and(dimension, taxonomy.recorded(dimension))
            })
        };
        match figure {
            Figure::Share(share) => {
                let beyond = share.conditions_beyond_base();
                let of = beyond.conditions().map(|(of, _)| of).collect();
                let recorded = recorded(of, share.base().population);
                if recorded.is_empty() {
                    return Some(Figure::Share(share));
                }
                let share = share.within(&recorded);
                (!share.part().filter.is_contradiction()).then_some(Figure::Share(share))
            }
            Figure::Count(count) if count.unit == Unit::Mentions => {
                let recorded = recorded([Dimension::Topic].into(), count.population);
                Some(Figure::Count(count.with_all(&recorded)))
            }
            figure => Some(figure),
        }
    }
}

impl Filter {
    /// The fields its conditions are read from.
    pub fn rests_on(&self) -> impl Iterator<Item = Field> {
        self.conditions().filter_map(|(dimension, _)| Field::of(dimension))
    }
}

impl Count {
    /// The fields of a record that decide whether it is counted, apart from those every export has.
    pub fn rests_on(&self) -> BTreeSet<Field> {
        let mut fields: BTreeSet<Field> = self.filter.rests_on().collect();
        if self.unit == Unit::Mentions {
            fields.insert(Field::Topics);
        }
        if matches!(
            self.population,
            Population::Closed | Population::CarriedForward | Population::Open
        ) {
            fields.insert(Field::ClosedOn);
        }
        fields
    }
}
