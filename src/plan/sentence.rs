//! Sentences that a report says only where its numbers have something to say (Kernaussagen).
//!
//! The set is closed: each kind has a rule in `report/sentences` for ties, masked figures, small bases
//! and zeros. A chapter chooses the kind, the figures and the words; whether the sentence stands is
//! decided by published figures alone.

use crate::domain::Figure;
use crate::project::Headline;

/// What a sentence says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sentence {
    /// How many cases came in, and how they spread over the half-years.
    Received {
        /// All cases of the year.
        all: Figure,
        /// Those of each half-year.
        halves: Option<[Figure; 2]>,
    },
    /// What the exports do not record; nothing where they record everything.
    NotRecorded,
    /// What is given up to protect persons where masks alone do not do; nothing where they do.
    GivenUp,
    /// Which rows of a table are the largest.
    Largest {
        /// The table.
        table: String,
        /// The words, with [`ROWS`] where the names of the rows stand.
        text: String,
        /// Whether the rows have their everyday names.
        is_plain: bool,
    },
    /// A number with the words around it, where there is a number that means something.
    Told {
        /// A share or a duration.
        figure: Figure,
        /// The words, with [`SHARE`] or [`DAYS`] where the number stands.
        text: String,
    },
    /// The largest rows of a table with the words around them, where there is an order to tell.
    Ranked {
        /// The table.
        table: String,
        /// How many rows.
        first: usize,
        /// The words, with [`ROWS`] where the rows stand.
        text: String,
    },
    /// What is to be said of something that a table shows, where it shows it.
    Note {
        /// The table.
        table: String,
        /// What the words are about.
        of: Shown,
        /// The words.
        text: String,
    },
    /// How many of a whole are of a kind.
    Share {
        /// The share, printed at the end.
        share: Figure,
        /// Its numerator, in place of [`PART`].
        part: Figure,
        /// Its base, in place of [`BASE`], and what it leaves out in place of [`RECORDED`]; words without it are followed
        /// by no percentage.
        base: Figure,
        /// The cases of the base of which it is not decided whether they are of the kind.
        undecided: Vec<Figure>,
        /// The words by the numerator.
        forms: Forms,
    },
    /// How a number differs from that of the year before.
    Change(Change),
    /// How many there are.
    Count {
        /// The number, in place of [`COUNT`].
        count: Figure,
        /// The words by the number.
        forms: Forms,
    },
    /// How long it took.
    Days {
        /// The median or percentile, in place of [`DAYS`].
        days: Figure,
        /// The words by the number of days.
        forms: Forms,
    },
}

/// What a table may show or not, once it is known what of it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Any number.
    Numbers,
    /// A share.
    Shares,
    /// The number of a part of a row's cases, in a column of its own.
    Parts,
    /// A number of mentions.
    Mentions,
    /// A row for cases of which nothing is stated.
    NotStated,
    /// A sign in place of a number that is not published.
    Masks,
}

impl Shown {
    /// All, with their names in chapters.
    pub(super) const NAMED: [(&str, Self); 6] = [
        ("numbers", Self::Numbers),
        ("shares", Self::Shares),
        ("parts", Self::Parts),
        ("mentions", Self::Mentions),
        ("not_stated", Self::NotStated),
        ("masks", Self::Masks),
    ];
}

/// A number beside that of the year before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The year before.
    pub year: i16,
    /// This year's number.
    pub now: Figure,
    /// What the year before printed.
    pub before: Figure,
    /// Of a share the cases of which it is not decided whether they are of its kind.
    pub undecided: Vec<Figure>,
    /// Of a count the difference, and the same in percent of what the year before printed.
    pub difference: Option<[Figure; 2]>,
}

/// Where the names of rows stand in a text.
pub const ROWS: &str = Headline::ROWS;
/// Where the numerator of a share stands in a text.
pub const PART: &str = "{part}";
/// Where the base of a share stands in a text.
pub const BASE: &str = "{base}";
/// Where it is said, behind the noun of [`BASE`], that the base are cases whose exports record what they are asked for;
/// nothing where all do.
pub const RECORDED: &str = "{recorded}";
/// Where a share stands in a text.
pub const SHARE: &str = Headline::SHARE;
/// Where a number of days stands in a text.
pub const DAYS: &str = "{days}";
/// Where a number stands in a text.
pub const COUNT: &str = "{count}";

/// The words of a sentence by the number it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forms {
    /// For zero; without it there is no sentence then.
    pub none: Option<String>,
    /// For zero as long as some are not decided; without it there is no sentence then.
    pub none_yet: Option<String>,
    /// For exactly one; `many` where it is not given.
    pub one: Option<String>,
    /// For a part that is the whole; `many` where it is not given.
    pub all: Option<String>,
    /// For any other number.
    pub many: String,
}

impl Forms {
    /// All forms that are given.
    pub fn all(&self) -> impl Iterator<Item = &String> {
        self.none.iter().chain(&self.none_yet).chain(&self.one).chain(&self.all).chain([&self.many])
    }
}

impl Sentence {
    /// The figures the sentence prints, apart from those of its table.
    pub fn figures(&self) -> Vec<&Figure> {
        match self {
            Self::Received { all, halves } => {
                [all].into_iter().chain(halves.iter().flatten()).collect()
            }
            Self::Largest { .. }
            | Self::Ranked { .. }
            | Self::Note { .. }
            | Self::NotRecorded
            | Self::GivenUp => Vec::new(),
            Self::Told { figure, .. } => vec![figure],
            Self::Share { share, part, base, undecided, .. } => {
                [share, part, base].into_iter().chain(undecided).collect()
            }
            Self::Change(Change { now, before, undecided, difference, .. }) => {
                let further = undecided.iter().chain(difference.iter().flatten());
                [now, before].into_iter().chain(further).collect()
            }
            Self::Days { days: figure, .. } | Self::Count { count: figure, .. } => vec![figure],
        }
    }

    /// The table whose rows the sentence compares or explains.
    pub fn table(&self) -> Option<&str> {
        match self {
            Self::Largest { table, .. } | Self::Ranked { table, .. } | Self::Note { table, .. } => {
                Some(table)
            }
            _ => None,
        }
    }

    /// The words a chapter has written for it.
    pub(super) fn words(&self) -> Vec<&str> {
        match self {
            Self::Received { .. } | Self::Change(_) | Self::NotRecorded | Self::GivenUp => {
                Vec::new()
            }
            Self::Largest { text, .. }
            | Self::Told { text, .. }
            | Self::Ranked { text, .. }
            | Self::Note { text, .. } => vec![text],
            Self::Share { forms, .. } | Self::Days { forms, .. } | Self::Count { forms, .. } => {
                forms.all().map(String::as_str).collect()
            }
        }
    }
}
