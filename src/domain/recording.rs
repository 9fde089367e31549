//! What the exports of an office record (Erfassungsumfang): a state of its own beside every number. A
//! figure that rests on something no export says is neither zero nor masked; it is not recorded.

use super::{
    Count, Days, Field, Figure, Period, Population, RecordedDays, RecordedFields, Share, Unit,
};
use std::collections::BTreeSet;

/// Which fields, days and earlier cases the exports hold. The default records everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recording {
    /// The fields they hold.
    pub fields: RecordedFields,
    /// The days they cover.
    pub days: RecordedDays,
    /// Whether nothing proves that cases of earlier years are in the exports.
    pub lacks_earlier: bool,
    /// Figures none of whose cases has a field they rest on. Readers are told so in place of zero; disclosure control
    /// counts them as the zero that follows.
    pub open: BTreeSet<Figure>,
}

/// Why a figure is not recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// No export has the field.
    Field(Field),
    /// Only some exports have the field, and none of their cases can tell.
    Value,
    /// The stock needs cases of earlier years, or all months before.
    Stock,
    /// No export covers the period.
    Period,
    /// The office did not exist yet.
    NotYet,
}

impl Recording {
    /// Whether a figure rests on a field that only some of its cases have recorded.
    pub fn is_partial(&self, figure: &Figure) -> bool {
        !self.fields.partial_for(figure).is_empty()
    }

    /// Whether none of a figure's cases has a field it rests on.
    pub fn is_open(&self, figure: &Figure) -> bool {
        self.open.contains(figure.of_this_year())
    }

    /// Whether the open cases at the end of a period are recorded.
    pub fn has_stock(&self, period: Period) -> bool {
        self.fields.has(Field::ClosedOn) && self.has_stock_until(self.days.months(period).1)
    }

    /// Whether the exports hold all cases of earlier years and of the months up to one, 0 for none.
    fn has_stock_until(&self, month: i8) -> bool {
        !self.lacks_earlier
            && !self.days.is_in_part_until(month)
            && !self.days.lacks_any(Population::Open, (1, month))
    }

    /// Whether a figure is recorded.
    pub fn has(&self, figure: &Figure) -> bool {
        self.gap(figure).is_none()
    }

    /// Why a figure is not recorded; `None` when it is. A comparison with another year is as the figure it compares.
    pub fn gap(&self, figure: &Figure) -> Option<Gap> {
        match figure {
            Figure::Count(count) => self.gap_of_count(count),
            Figure::Share(share) => {
                let is_of_part = share.part().period != share.base().period;
                self.gap_of_count(share.part())
                    .or_else(|| self.gap_of_count(share.base()))
                    .or_else(|| self.gap_of_values(share))
                    // Of a year that is covered in part, a share of one of its parts says nothing.
                    .or_else(|| (is_of_part && !self.covers_year(figure)).then_some(Gap::Period))
            }
            Figure::Days(Days { of, .. }) => {
                self.gap_of_field(Field::ClosedOn).or_else(|| self.gap_of_count(of))
            }
            Figure::Ledger(_) => None,
            Figure::Compared(comparison) => self.gap(&comparison.of),
        }
    }

    fn gap_of_count(&self, count: &Count) -> Option<Gap> {
        if count.unit == Unit::Activities {
            return None;
        }
        let rests_on = count.rests_on();
        let of_house = count.population == Population::Krm;
        if of_house && self.fields.house_closes_in_part && rests_on.contains(&Field::ClosedOn) {
            return Some(Gap::Field(Field::ClosedOn));
        }
        let months = self.days.months(count.period);
        let is_before = self.days.opened_on.is_some_and(|day| months.1 < self.days.position(day));
        let of_field = rests_on.into_iter().find_map(|field| self.gap_of_field(field));
        let gap = match count.population {
            _ if of_field.is_some() => return of_field,
            _ if is_before && !of_house => Gap::NotYet,
            _ if self.fields.leaves_open(count) => Gap::Value,
            Population::Open if !self.has_stock_until(months.1) => Gap::Stock,
            Population::CarriedForward if !self.has_stock_until(months.0 - 1) => Gap::Stock,
            Population::Received | Population::Krm | Population::Closed
                if self.days.lacks_all(count.population, months) =>
            {
                Gap::Period
            }
            _ => return None,
        };
        Some(gap)
    }

    fn gap_of_values(&self, share: &Share) -> Option<Gap> {
        let coverage = self.fields.of(share.base().population);
        coverage.has_one_value(&share.conditions_beyond_base()).then_some(Gap::Value)
    }

    fn gap_of_field(&self, field: Field) -> Option<Gap> {
        (!self.fields.has(field)).then_some(Gap::Field(field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{DaysStatistic, Dimension, Filter, Unit, ValueCode};
    use jiff::civil::date;

    fn count(population: Population) -> Count {
        Count::cases(population)
    }

    #[test]
    fn a_figure_rests_on_the_fields_of_its_conditions_its_population_and_its_unit() {
        let absent = [Field::ClosedOn, Field::Assessment, Field::Topics].into();
        let fields = RecordedFields { absent, ..RecordedFields::default() };
        let recording = Recording { fields, ..Recording::default() };
        let justified = Filter::all().and(Dimension::Assessment, [ValueCode::new(0)]);
        let all = count(Population::Received);
        let share = Figure::Share(Share::new(all.clone(), &justified));
        let median =
            Figure::Days(Days { statistic: DaysStatistic::Median, of: count(Population::Closed) });
        let mentions = Count { unit: Unit::Mentions, ..all.clone() };
        let in_time = all.clone().with(Dimension::Target, ValueCode::new(0));
        for figure in [
            share,
            median,
            Figure::Count(mentions),
            Figure::Count(in_time),
            Figure::Count(count(Population::Open)),
        ] {
            assert!(matches!(recording.gap(&figure), Some(Gap::Field(_))), "{figure:?}");
            assert!(Recording::default().has(&figure));
        }
        assert!(recording.has(&Figure::Count(all.clone())));
        assert!(recording.has(&Figure::Count(Count { unit: Unit::Activities, ..all })));
    }

    #[test]
    fn closings_that_only_files_of_the_house_lack_leave_those_of_the_office() {
        let fields = RecordedFields { house_closes_in_part: true, ..RecordedFields::default() };
        let recording = Recording { fields, ..Recording::default() };
        let in_time = |population| count(population).with(Dimension::Target, ValueCode::new(0));
        assert!(!recording.has(&Figure::Count(in_time(Population::Krm))));
        assert!(recording.has(&Figure::Count(in_time(Population::Received))));
        assert!(recording.has(&Figure::Count(count(Population::Krm))));
        assert!(recording.has(&Figure::Count(count(Population::Open))));
    }

    #[test]
    fn a_month_without_exports_is_missing_and_so_is_every_stock_after_it() {
        let gap = vec![(date(2017, 6, 20), date(2017, 8, 31))];
        let days =
            RecordedDays { gaps: gap.clone(), gaps_of_house: gap, ..RecordedDays::default() };
        let recording = Recording { days, ..Recording::default() };
        let has =
            |population, period| recording.has(&Figure::Count(count(population).during(period)));
        assert!(has(Population::Received, Period::Month(6)));
        assert!(!has(Population::Received, Period::Month(7)));
        assert!(!has(Population::Krm, Period::Month(8)));
        assert!(has(Population::Received, Period::HalfYear(2)));
        assert!(has(Population::Open, Period::Month(6)));
        assert!(!has(Population::Open, Period::Month(9)));
        assert!(has(Population::CarriedForward, Period::Month(7)));
        assert!(!has(Population::CarriedForward, Period::Month(8)));
        let all = count(Population::Received);
        let of_half = Share::during(all.clone(), Period::HalfYear(1));
        assert_eq!(recording.gap(&Figure::Share(of_half)), Some(Gap::Period));
        assert!(recording.has(&Figure::Count(all)));
    }

    #[test]
    fn without_cases_of_earlier_years_there_is_no_stock_but_the_years_own_completions() {
        let recording = Recording { lacks_earlier: true, ..Recording::default() };
        let gap = |population| recording.gap(&Figure::Count(count(population)));
        assert_eq!(gap(Population::CarriedForward), Some(Gap::Stock));
        assert_eq!(gap(Population::Open), Some(Gap::Stock));
        assert_eq!(gap(Population::Closed), None);
    }
}
