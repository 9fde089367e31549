//! Names of rows and columns: keys in data files, each once, and what parts of a year are called.

use crate::domain::{Filter, Period, ReportPeriod};
use crate::locale::{month_at, part_of_year_name, period_label};
use crate::project::Project;
use std::collections::BTreeSet;

/// Gives each key that is taken a number, so that data files have no name twice: a group and one of
/// its values may have the same identifier.
pub(super) fn set_apart<'a>(
    mut taken: BTreeSet<String>,
    keys: impl Iterator<Item = &'a mut String>,
) {
    for key in keys {
        let further = (2_u32..).map(|number| format!("{key}_{number}"));
        let free = std::iter::once(key.clone()).chain(further).find(|key| !taken.contains(key));
        key.clone_from(&free.unwrap_or_default());
        taken.insert(key.clone());
    }
}

pub(super) fn key_of(filter: &Filter, project: &Project) -> String {
    let parts = filter.conditions().flat_map(|(dimension, codes)| {
        codes.iter().map(move |code| project.taxonomy.id(dimension, *code))
    });
    parts.collect::<Vec<_>>().join("_")
}

/// Label and key of a part of the year.
pub(super) fn part_names(part: Period, of: ReportPeriod) -> (String, String) {
    // In a report on months of several years a part is named with its year.
    let named = |short: String| match of.leaves_its_year() {
        true => period_label(of, part),
        false => short,
    };
    match part {
        Period::Year => (part_of_year_name(part).to_owned(), "year".to_owned()),
        Period::OneYear(number) => {
            let label = format!("{}\u{a0}{}", part_of_year_name(part), period_label(of, part));
            (label, format!("year_{number}"))
        }
        Period::HalfYear(number) => {
            (named(format!("{number}.\u{a0}Halbjahr")), format!("half_year_{number}"))
        }
        Period::Quarter(number) => {
            (named(format!("{number}.\u{a0}Quartal")), format!("quarter_{number}"))
        }
        Period::Month(number) => {
            (named(month_at(of, number).to_owned()), format!("month_{number:02}"))
        }
    }
}
