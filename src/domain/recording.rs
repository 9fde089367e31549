//! What the exports of an office record (Erfassungsumfang): a state of its own beside every number. A
//! figure that rests on something no export says is neither zero nor masked; it is not recorded.

use super::{
    Count, Days, Dimension, Field, FieldCoverage, Figure, Filter, Period, Population, ReportYear,
    Share, Taxonomy, Unit,
};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Which fields, days and earlier cases the exports hold. The default records everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recording {
    /// Optional fields that no export records.
    absent: BTreeSet<Field>,
    /// What all reactions received in the year say of fields that some exports lack.
    of_house: FieldCoverage,
    /// The same of those of the ombuds office.
    of_received: FieldCoverage,
    /// The same of these and of its cases of earlier years that were open in the year.
    of_stock: FieldCoverage,
    /// Runs of days of the report year without a case of the ombuds office that the exports could hold, both inclusive,
    /// rising.
    gaps: Vec<(Date, Date)>,
    /// The same of the whole house.
    gaps_of_house: Vec<(Date, Date)>,
    /// Months of the report year, 1 to 12, all of whose days lie in a gap.
    uncovered: BTreeSet<u8>,
    /// The same of the whole house.
    uncovered_of_house: BTreeSet<u8>,
    /// Figures none of whose cases has a field they rest on.
    open: BTreeSet<Figure>,
    /// Whether nothing proves that cases of earlier years are in the exports.
    lacks_earlier: bool,
    /// Whether a part of the completions is in the exports, of no use as it is.
    closes_in_part: bool,
    /// Whether completions of cases that are not the ombuds office's are missing in a part of the exports.
    house_closes_in_part: bool,
    /// Whether a file ends early or begins late beside others, and nobody can tell what is missing.
    files_in_part: bool,
    /// The first day of the office, where it is in the report year and not that year's first.
    opened_on: Option<Date>,
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
    /// Exports without some fields. What some exports say of completions is of no use: every stock and every duration
    /// would be incomplete; so that field is absent where only some have it.
    pub fn of_fields(absent: BTreeSet<Field>) -> Self {
        Self { absent, ..Self::default() }
    }

    /// The same with what the cases say of fields that only some exports have: all reactions received in the year,
    /// those of the ombuds office, and these with its cases of earlier years that were open in the year.
    #[must_use]
    pub fn with_coverage(
        mut self,
        of_house: FieldCoverage,
        of_received: FieldCoverage,
        of_stock: FieldCoverage,
    ) -> Self {
        self.of_house = of_house;
        self.of_received = of_received;
        self.of_stock = of_stock;
        self
    }

    /// The same where some days of a year are not covered, of the ombuds office and of the house; both days of a gap
    /// are inclusive, and gaps are rising.
    #[must_use]
    pub fn without_days(
        mut self,
        year: ReportYear,
        gaps: Vec<(Date, Date)>,
        of_house: Vec<(Date, Date)>,
    ) -> Self {
        let months = |gaps: &[(Date, Date)]| {
            let is_in_gap = |month: &u8| {
                let (first, last) = year.bounds(Period::Month(*month));
                gaps.iter().any(|(from, to)| *from <= first && last <= *to)
            };
            (1..=12).filter(is_in_gap).collect()
        };
        self.uncovered = months(&gaps);
        self.uncovered_of_house = months(&of_house);
        self.gaps = gaps;
        self.gaps_of_house = of_house;
        self
    }

    /// The same where the exports hold a part of the completions, and their day therefore is one of the absent fields.
    #[must_use]
    pub fn with_some_completions(mut self) -> Self {
        self.closes_in_part = true;
        self
    }

    /// The same where exports without a case of the ombuds office lack completions, which tells nothing of its cases.
    #[must_use]
    pub fn with_some_completions_of_house(mut self) -> Self {
        self.house_closes_in_part = true;
        self
    }

    /// The same where a file ends early or begins late beside others.
    #[must_use]
    pub fn with_files_in_part(mut self) -> Self {
        self.files_in_part = true;
        self
    }

    /// Whether a file ends early or begins late beside others: totals may lack some of its cases.
    pub fn has_files_in_part(&self) -> bool {
        self.files_in_part
    }

    /// The same of an office that opened on a day, which means something within the report year alone.
    #[must_use]
    pub fn opened(mut self, day: Date, year: ReportYear) -> Self {
        let (first, last) = year.bounds(Period::Year);
        self.opened_on = (first < day && day <= last).then_some(day);
        self
    }

    /// The same without cases of earlier years.
    #[must_use]
    pub fn without_earlier_cases(mut self) -> Self {
        self.lacks_earlier = true;
        self
    }

    /// Whether the exports hold a part of the completions, which says nothing of the others.
    pub fn closes_in_part(&self) -> bool {
        self.closes_in_part
    }

    /// The fields no export records.
    pub fn absent(&self) -> &BTreeSet<Field> {
        &self.absent
    }

    /// The fields that only some of the cases have recorded, among those of any population.
    pub fn partial(&self) -> BTreeSet<Field> {
        let coverages = [&self.of_house, &self.of_received, &self.of_stock];
        coverages.into_iter().flat_map(|coverage| coverage.partial().iter().copied()).collect()
    }

    /// The fields that only some of the cases of a population have recorded.
    pub fn partial_of(&self, population: Population) -> &BTreeSet<Field> {
        self.coverage(population).partial()
    }

    fn coverage(&self, population: Population) -> &FieldCoverage {
        match population {
            Population::Krm => &self.of_house,
            Population::Received => &self.of_received,
            Population::Closed | Population::CarriedForward | Population::Open => &self.of_stock,
        }
    }

    /// Whether a figure rests on a field that only some of its cases have recorded: it says nothing of the others.
    pub fn is_partial(&self, figure: &Figure) -> bool {
        !self.partial_fields(figure).is_empty()
    }

    /// The fields a figure rests on that only some of its cases have recorded.
    pub fn partial_fields(&self, figure: &Figure) -> BTreeSet<Field> {
        let counts = figure.of_this_year().counts().into_iter();
        let fields = counts.flat_map(|count| {
            let partial = self.partial_of(count.population);
            count.rests_on().into_iter().filter(|field| partial.contains(field))
        });
        fields.collect()
    }

    /// The same with figures none of whose cases has a field they rest on. Readers are told so in place of zero;
    /// disclosure control counts them as the zero that follows.
    #[must_use]
    pub fn with_open(mut self, open: BTreeSet<Figure>) -> Self {
        self.open = open;
        self
    }

    /// Whether none of a figure's cases has a field it rests on.
    pub fn is_open(&self, figure: &Figure) -> bool {
        self.open.contains(figure.of_this_year())
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
                let is_possible =
                    share.part().filter.conditions().all(|(_, codes)| !codes.is_empty());
                is_possible.then_some(Figure::Share(share))
            }
            Figure::Count(count) if count.unit == Unit::Mentions => {
                let recorded = recorded([Dimension::Topic].into(), count.population);
                Some(Figure::Count(count.with_all(&recorded)))
            }
            figure => Some(figure),
        }
    }

    /// The days no export covers.
    pub fn gaps(&self) -> &[(Date, Date)] {
        &self.gaps
    }

    /// The same of the whole house.
    pub fn gaps_of_house(&self) -> &[(Date, Date)] {
        &self.gaps_of_house
    }

    /// The first day of the office, where it opened in the course of the report year.
    pub fn opened_on(&self) -> Option<Date> {
        self.opened_on
    }

    /// Whether the office opened in the course of the report year.
    pub fn is_first_year(&self) -> bool {
        self.opened_on.is_some()
    }

    /// Whether the exports cover all days of the report year for the cases of a figure, and none of them ends early
    /// beside others.
    pub fn is_whole(&self, figure: &Figure) -> bool {
        let counts = figure.of_this_year().counts().into_iter();
        let mut of_cases = counts.filter(|count| count.unit != Unit::Activities);
        of_cases.all(|count| {
            let gaps = match count.population {
                Population::Krm => &self.gaps_of_house,
                _ => &self.gaps,
            };
            gaps.is_empty() && !self.files_in_part
        })
    }

    /// The same, and there was the office on all of them, where its cases are counted.
    pub fn covers_year(&self, figure: &Figure) -> bool {
        let counts = figure.of_this_year().counts();
        let is_of_office = counts.iter().any(|count| count.population != Population::Krm);
        self.is_whole(figure) && !(is_of_office && self.is_first_year())
    }

    /// Whether a figure counts a part of the year some of whose days not all exports cover, or on some of which there was no
    /// office yet: it is no measure of that part.
    pub fn is_of_part_with_gap(&self, figure: &Figure) -> bool {
        let Figure::Count(Count { period, .. }) = figure else { return false };
        let (first, last) = period.months();
        let opens = self.opened_on.is_some_and(|day| first <= day.month() && day.month() <= last);
        let has_gap = self.files_in_part
            || self.gaps.iter().any(|(from, to)| from.month() <= last && first <= to.month());
        *period != Period::Year && (opens || has_gap) && self.has(figure)
    }

    /// Whether cases of earlier years are known, or known not to exist.
    pub fn has_earlier_cases(&self) -> bool {
        !self.lacks_earlier
    }

    /// Whether some export records the field.
    pub fn has_field(&self, field: Field) -> bool {
        !self.absent.contains(&field)
    }

    /// Whether some export records the dimension.
    pub fn has_dimension(&self, dimension: Dimension) -> bool {
        Field::of(dimension).is_none_or(|field| self.has_field(field))
    }

    /// Whether the open cases at the end of a period are recorded.
    pub fn has_stock(&self, period: Period) -> bool {
        self.has_field(Field::ClosedOn)
            && self.has_earlier_cases()
            && !self.files_in_part
            && !(1..=period.months().1.unsigned_abs()).any(|month| self.uncovered.contains(&month))
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
        if self.house_closes_in_part
            && count.population == Population::Krm
            && rests_on.contains(&Field::ClosedOn)
        {
            return Some(Gap::Field(Field::ClosedOn));
        }
        let of_field = rests_on.into_iter().find_map(|field| self.gap_of_field(field));
        let is_before = self.opened_on.is_some_and(|day| count.period.months().1 < day.month());
        if is_before && count.population != Population::Krm {
            return of_field.or(Some(Gap::NotYet));
        }
        let is_open = || {
            // Earlier cases with a value do not tell of those of the year.
            let of_year = (count.population != Population::Krm).then_some(&self.of_received);
            let mut coverages = of_year.into_iter().chain([self.coverage(count.population)]);
            coverages.any(|coverage| coverage.leaves_open(&count.filter))
        };
        let of_field = of_field.or_else(|| is_open().then_some(Gap::Value));
        of_field.or_else(|| match count.population {
            Population::Open => (!self.has_stock(count.period)).then_some(Gap::Stock),
            Population::CarriedForward => {
                let before = count.period.months().0.unsigned_abs();
                let is_known = self.has_earlier_cases()
                    && !(self.files_in_part && before > 1)
                    && !(1..before).any(|month| self.uncovered.contains(&month));
                (!is_known).then_some(Gap::Stock)
            }
            Population::Received | Population::Krm | Population::Closed => {
                let (first, last) = count.period.months();
                let mut months = first.unsigned_abs()..=last.unsigned_abs();
                let uncovered = match count.population {
                    Population::Krm => &self.uncovered_of_house,
                    _ => &self.uncovered,
                };
                months.all(|month| uncovered.contains(&month)).then_some(Gap::Period)
            }
        })
    }

    fn gap_of_values(&self, share: &Share) -> Option<Gap> {
        let coverage = self.coverage(share.base().population);
        coverage.has_one_value(&share.conditions_beyond_base()).then_some(Gap::Value)
    }

    fn gap_of_field(&self, field: Field) -> Option<Gap> {
        (!self.has_field(field)).then_some(Gap::Field(field))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Code;
    use crate::domain::{DaysStatistic, Share};
    use jiff::civil::date;

    fn count(population: Population) -> Count {
        Count::cases(population)
    }

    #[test]
    fn a_figure_rests_on_the_fields_of_its_conditions_its_population_and_its_unit() {
        let recording =
            Recording::of_fields([Field::ClosedOn, Field::Assessment, Field::Topics].into());
        let justified = Filter::all().and(Dimension::Assessment, [Code::new(0)]);
        let all = count(Population::Received);
        let share = Figure::Share(Share::new(all.clone(), &justified));
        let median =
            Figure::Days(Days { statistic: DaysStatistic::Median, of: count(Population::Closed) });
        let mentions = Count { unit: Unit::Mentions, ..all.clone() };
        let in_time = all.clone().with(Dimension::Target, Code::new(0));
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
        assert!(recording.has(&Figure::Count(all)));
        assert!(recording.has(&Figure::Count(Count::activities())));
    }

    #[test]
    fn closings_that_only_files_of_the_house_lack_leave_those_of_the_office() {
        let recording = Recording::default().with_some_completions_of_house();
        let in_time = |population| count(population).with(Dimension::Target, Code::new(0));
        assert!(!recording.has(&Figure::Count(in_time(Population::Krm))));
        assert!(recording.has(&Figure::Count(in_time(Population::Received))));
        assert!(recording.has(&Figure::Count(count(Population::Krm))));
        assert!(recording.has(&Figure::Count(count(Population::Open))));
    }

    #[test]
    fn a_month_without_exports_is_missing_and_so_is_every_stock_after_it() {
        let year = ReportYear::new(2017).unwrap();
        let gap = (date(2017, 6, 20), date(2017, 8, 31));
        let recording = Recording::default().without_days(year, vec![gap], vec![gap]);
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
        let recording = Recording::default().without_earlier_cases();
        let gap = |population| recording.gap(&Figure::Count(count(population)));
        assert_eq!(gap(Population::CarriedForward), Some(Gap::Stock));
        assert_eq!(gap(Population::Open), Some(Gap::Stock));
        assert_eq!(gap(Population::Closed), None);
    }
}
