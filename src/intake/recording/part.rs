//! Parts of the cases that one looks at by themselves: those of a site, of a kind, of a time, those of the ombuds office.

use crate::domain::{Case, Day, Dimension, Field, ValueCode};
use crate::locale::date_short;
use crate::project::Project;
use std::collections::BTreeMap;

/// So many were to be expected in a part that has none.
pub(super) const EXPECTED: u64 = 10;

/// What the cases of a part have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// They are of a site.
    Site(ValueCode),
    /// They were received within some days, both inclusive.
    Within(Day, Day),
    /// They are the office's.
    Office,
    /// They are of a kind.
    Category(ValueCode),
}

impl Part {
    pub(super) fn holds(&self, case: &Case) -> bool {
        match self {
            Self::Site(site) => case.code(Field::Site) == *site,
            Self::Within(from, to) => (*from..=*to).contains(&case.received_on),
            Self::Office => case.in_scope,
            Self::Category(category) => case.code(Field::Category) == *category,
        }
    }

    /// ` vom Standort „Nord“`, behind „bei allen Fällen“ or „kein Fall“; and of which cases the same is not so.
    pub(super) fn words(&self, project: &Project) -> (String, &'static str) {
        let label = |dimension, code| {
            let list = project.taxonomy.list(dimension);
            list.and_then(|list| list.name(code)).unwrap_or_default()
        };
        match self {
            Self::Site(site) => {
                (format!(" vom Standort „{}“", label(Dimension::Site, *site)), "bei anderen")
            }
            Self::Within(from, to) => {
                let [from, to] = [from, to].map(|day| date_short(day.date()));
                (format!(", die vom {from} bis zum {to} eingegangen sind,"), "bei anderen")
            }
            Self::Office => (format!(" {}", project.words.office.genitive), "bei denen des Hauses"),
            Self::Category(category) => {
                (format!(" der Art „{}“", label(Dimension::Category, *category)), "bei anderen")
            }
        }
    }
}

/// The sites of a list with several of them.
pub(super) fn sites(project: &Project) -> Vec<Part> {
    let list = project.taxonomy.list(Dimension::Site).filter(|list| list.entries().len() > 1);
    list.into_iter().flat_map(|list| list.codes().map(Part::Site)).collect()
}

/// The kinds of a project's cases.
pub(super) fn categories(project: &Project) -> impl Iterator<Item = Part> {
    let list = project.taxonomy.list(Dimension::Category);
    list.into_iter().flat_map(|list| list.codes().map(Part::Category))
}

/// Whether no case of a part has what so many of them would have, were it as frequent among them as among the others of their kind.
pub(super) fn is_silent(
    part: &Part,
    cases: &[&Case],
    field: Field,
    has: impl Fn(&Case) -> bool,
) -> bool {
    // A reason has only what is justified.
    let is_reason = field == Field::JustifiedReason;
    let of_part = matches!(part, Part::Category(_));
    let kind = |case: &Case| {
        let category = (!of_part).then(|| case.code(Field::Category));
        (category, is_reason.then(|| case.code(Field::Assessment)))
    };
    let mut kinds: BTreeMap<_, [u64; 3]> = BTreeMap::new();
    for case in cases {
        let [own, others, filled] = kinds.entry(kind(case)).or_default();
        match (part.holds(case), has(case)) {
            (true, true) => return false,
            (true, false) => *own += 1,
            (false, is_filled) => {
                *others += 1;
                *filled += u64::from(is_filled);
            }
        }
    }
    let expected = kinds.values().map(|[own, others, filled]| {
        own.saturating_mul(*filled).checked_div(*others).unwrap_or_default()
    });
    expected.sum::<u64>() >= EXPECTED
}
