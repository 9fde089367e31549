//! Reference figures (Bezugsgrößen), which numbers of cases are set against: `[[reference]]`.

use std::collections::BTreeMap;

/// What is counted elsewhere, by year: benefit units, inhabitants, dwellings. It lives as long as the program, so that a figure holds a
/// reference to it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// Identifier, ASCII: `households`.
    pub id: &'static str,
    /// Printed name of several: `Bedarfsgemeinschaften`.
    pub label: &'static str,
    /// Where the numbers come from.
    pub source: &'static str,
    /// The numbers by the year in which the report's year begins, none of them zero.
    pub values: BTreeMap<i16, u64>,
}

impl Reference {
    /// The most that an office can name.
    pub const MOST: usize = 6;

    /// Keeps it for the life of the program.
    pub fn kept(self) -> &'static Self {
        Box::leak(Box::new(self))
    }
}
