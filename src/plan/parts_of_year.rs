//! Heads of rows and columns that stand for a part of the year say what is missing of it: `1. Halbjahr (ohne Mai)`. So do
//! the years of a comparison.

use super::table::TablePlan;
use super::table_columns::CellKind;
use crate::domain::{Figure, Lack, Period, Population, Recording};
use crate::locale::{Noun, lack_words, period_label};
use crate::project::Project;
use jiff::civil::Date;

/// What the key of a column that is not whole ends with: in data files it is its only head.
const INCOMPLETE: &str = "_incomplete";

/// Marks the rows and columns of a table.
pub(super) fn mark(table: &mut TablePlan, project: &Project, recording: &Recording) {
    let year = project.settings.period;
    let words = |figures: &mut dyn Iterator<Item = &Figure>, whole_year: bool| {
        words(figures, whole_year, &|figure| recording.lack(figure, year), &project.words.office)
    };
    for row in &mut table.rows {
        let is_year = row.key == "year";
        if let Some(words) = words(&mut row.cells.iter().flatten(), is_year) {
            row.label = format!("{} ({words})", row.label);
        }
    }
    let of_year = period_label(year, Period::Year);
    for (position, column) in table.columns.iter_mut().enumerate() {
        let cells = || table.rows.iter().filter_map(|row| row.cells.get(position)?.as_ref());
        let words = match column.kind {
            CellKind::Earlier => cells().find_map(|figure| of_earlier_year(figure, project)),
            _ => words(&mut cells(), column.label == of_year || column.key == "year"),
        };
        if let Some(words) = words {
            column.label = format!("{} ({words})", column.label);
            column.key.push_str(INCOMPLETE);
        }
    }
}

/// What is missing of a time that all of some figures have in common; of the whole year only where the head names it, for
/// else the line under the title does.
fn words<'f>(
    figures: &mut dyn Iterator<Item = &'f Figure>,
    whole_year: bool,
    lack: &dyn Fn(&Figure) -> Option<Lack>,
    office: &Noun,
) -> Option<String> {
    let mut period: Option<Period> = None;
    let mut lacks: Vec<(Population, Option<Lack>)> = Vec::new();
    for figure in figures {
        let count = match figure {
            Figure::Count(count) => count,
            Figure::Share(share) => share.part(),
            Figure::Days(days) => &days.of,
            Figure::Ledger(_) | Figure::Compared(_) => continue,
        };
        if period.is_some_and(|known| known != count.period) {
            return None;
        }
        period = Some(count.period);
        lacks.push((count.population, lack(figure)));
    }
    let period = period.filter(|period| whole_year || *period != Period::Year)?;
    let of =
        |of_house: bool| lacks.iter().filter(move |(of, _)| (*of == Population::Krm) == of_house);
    let words = |of_house: bool| {
        let lacking = of(of_house).filter_map(|(_, lack)| lack.as_ref());
        // Receipts are what the days are missing of; completions only follow.
        lack_words(lacking.min_by_key(|lack| lack.of_receipts)?, period)
    };
    match (words(false), words(true)) {
        (Some(own), Some(house)) if own == house => Some(own),
        (Some(own), Some(house)) => Some(format!("{} {own}; Haus {house}", office.bare)),
        (Some(own), None) if of(true).next().is_some() => Some(format!("{} {own}", office.bare)),
        (None, Some(house)) if of(false).next().is_some() => Some(format!("Haus {house}")),
        (own, house) => own.or(house),
    }
}

/// What the report of an earlier year did not cover of the office's cases; a note tells of the house.
fn of_earlier_year(figure: &Figure, project: &Project) -> Option<String> {
    let Figure::Compared(comparison) = figure else { return None };
    if comparison.of.counts().iter().all(|count| count.population == Population::Krm) {
        return None;
    }
    let edition = project.earlier_year(comparison.year)?;
    let days = edition.content.not_covered.iter();
    let days: Vec<(Date, Date)> =
        days.filter_map(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?))).collect();
    lack_words(&Lack { days, ..Lack::default() }, Period::Year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Count, RecordedDays, ReportPeriod};
    use crate::locale::Words;
    use jiff::civil::date;

    fn head(figures: &[Figure], recording: &Recording, whole_year: bool) -> Option<String> {
        let year = ReportPeriod::new(2017).unwrap();
        let office = Words::default().office;
        words(&mut figures.iter(), whole_year, &|figure| recording.lack(figure, year), &office)
    }

    #[test]
    fn a_head_says_what_is_missing_of_its_part_and_of_whom() {
        let may = (date(2017, 5, 1), date(2017, 5, 31));
        let of = |population, period| Figure::Count(Count::cases(population).during(period));
        let half = |population| of(population, Period::HalfYear(1));
        let without = |gaps, gaps_of_house| Recording {
            days: RecordedDays { gaps, gaps_of_house, ..RecordedDays::default() },
            ..Recording::default()
        };
        let of_office = without(vec![may], Vec::new());
        let of_all = without(vec![may], vec![may]);
        let both = [half(Population::Krm), half(Population::Received)];
        assert_eq!(head(&both, &of_office, false).unwrap(), "Ombudsstelle ohne Mai");
        assert_eq!(head(&both, &of_all, false).unwrap(), "ohne Mai");
        let of_house = without(Vec::new(), vec![may]);
        assert_eq!(head(&both, &of_house, false).unwrap(), "Haus ohne Mai");
        let june = (date(2017, 6, 1), date(2017, 6, 30));
        let more_of_office = without(vec![may, june], vec![may]);
        let words = head(&both, &more_of_office, false).unwrap();
        assert_eq!(words, "Ombudsstelle ohne Mai und Juni; Haus ohne Mai");
        assert_eq!(head(&both, &Recording::default(), false), None);
        // Rows of a table by months have nothing in common, and a whole year is told under the title.
        let months = [5, 6].map(|month| of(Population::Received, Period::Month(month)));
        assert_eq!(head(&months, &of_all, false), None);
        let all = [of(Population::Received, Period::Year)];
        assert_eq!(head(&all, &of_all, false), None);
        assert_eq!(head(&all, &of_all, true).unwrap(), "ohne Mai");
        let closed = [of(Population::Closed, Period::HalfYear(2))];
        assert_eq!(head(&closed, &of_all, false).unwrap(), "Eingänge ohne Mai");
    }
}
