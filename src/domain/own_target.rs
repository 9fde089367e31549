//! Deadlines that an office holds its cases to beside the target of processing time: `[[processing.target]]`.

use super::{Day, Field, Land};

/// A deadline with a name (Frist). There is one for each `[[processing.target]]` of the project that is read; it lives as long as the
/// program, so that a dimension is a reference to it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnTarget {
    /// Identifier, ASCII: `acknowledgement`.
    pub id: &'static str,
    /// Printed name: `Eingangsbestätigung`.
    pub label: &'static str,
    /// The day that keeps it: of completion, or of acknowledgement, in place of which completion does.
    pub until: Field,
    /// How long it is.
    pub limit: Limit,
}

/// How long a deadline is, from the day of receipt, which does not count itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// Calendar days.
    Days(u32),
    /// Working days of a Land.
    WorkingDays(u32, Land),
}

impl OwnTarget {
    /// The most that an office can add.
    pub const MOST: usize = 6;

    /// Keeps it for the life of the program.
    pub fn kept(self) -> &'static Self {
        Box::leak(Box::new(self))
    }
}

impl Limit {
    /// The number of the last day that keeps it, of what was received on a day.
    pub fn last_day(self, received: Day) -> i32 {
        match self {
            Self::Days(days) => {
                received.number().saturating_add(i32::try_from(days).unwrap_or(i32::MAX))
            }
            Self::WorkingDays(days, land) => {
                land.after(received.date(), days).map_or(i32::MAX, Day::number_of)
            }
        }
    }
}
