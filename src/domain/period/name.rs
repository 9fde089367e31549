//! What a period is called in files and folders.

use super::{INTERIM, ReportPeriod};
use crate::domain::Period;

impl ReportPeriod {
    /// The period with this name: `2017`, `2017-H1`, `2017-Q3`, `2017-03_2017-10`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::parse_from(name, 1)
    }

    /// The period with this name, where years begin in a month, 1 to 12: from the second on `2016_17`, `2016_17-H1`.
    pub fn parse_from(name: &str, begins: i8) -> Option<Self> {
        let months =
            name.split_once('_').and_then(|(from, to)| Some((month_of(from)?, month_of(to)?)));
        if let Some((from, to)) = months {
            let run = Self::of_months(from, to, begins).ok();
            return run.filter(|run| run.name() == name);
        }
        let (year, part) = name.split_once('-').map_or((name, ""), |(year, part)| (year, part));
        let number = |kind: char| part.strip_prefix(kind)?.parse().ok();
        let part = match part {
            "" => Some(Period::Year),
            _ => number('H')
                .and_then(Period::half_year)
                .or_else(|| number('Q').and_then(Period::quarter)),
        };
        let year = year.split_once('_').map_or(year, |(first, _)| first);
        let (first, last) = part?.months();
        let period = Self { begins, first, last, ..Self::new(year.parse().ok()?)? };
        ((1..=12).contains(&begins) && period.name() == name).then_some(period)
    }

    /// Its name in files and folders: `2017`, `2017-H1`, `2017-Q3`, `2016_17`, `2017-03_2017-10`; of an interim report `2017-interim`.
    pub fn name(self) -> String {
        let year = match self.is_of_calendar() {
            true => self.year.to_string(),
            false => format!("{}_{:02}", self.year, (self.year + 1) % 100),
        };
        let month = |position| {
            let (year, month) = self.month_at(position);
            format!("{year}-{month:02}")
        };
        let name = match self.part() {
            Some(Period::HalfYear(number)) => format!("{year}-H{number}"),
            Some(Period::Quarter(number)) => format!("{year}-Q{number}"),
            Some(_) => year,
            None => format!("{}_{}", month(self.first), month(self.last)),
        };
        if self.is_interim() { format!("{name}-{INTERIM}") } else { name }
    }
}

/// A month as names of runs have it: `2017-03`.
pub fn month_of(text: &str) -> Option<(i16, i8)> {
    let (year, month) = text.split_once('-')?;
    let month: i8 = month.parse().ok()?;
    Some((year.parse().ok()?, month)).filter(|_| (1..=12).contains(&month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_back_as_the_period_that_wrote_it() {
        for name in ["2017", "2017-H1", "2017-H2", "2017-Q1", "2017-Q4"] {
            assert_eq!(ReportPeriod::parse(name).map(ReportPeriod::name).as_deref(), Some(name));
        }
        for name in ["", "17", "2017-", "2017-H3", "2017-Q0", "2017-h1", "2017-H1-2", "2017-H01"] {
            assert_eq!(ReportPeriod::parse(name), None, "{name}");
        }
    }
}
