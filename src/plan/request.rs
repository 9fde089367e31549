//! What a token in a chapter stands for.

use super::sentence::Sentence;
use crate::domain::{DaysStatistic, Figure};

/// One request of a chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// A number in prose, with the noun it counts where one was given.
    Figure {
        /// Which number.
        figure: Figure,
        /// The counted noun.
        noun: Option<Noun>,
    },
    /// The largest published rows of a table, as a list in words.
    Ranking {
        /// The table.
        table: String,
        /// How many rows.
        first: usize,
    },
    /// A sentence that stands only where the numbers have something to say.
    Sentence(Sentence),
    /// A number in large type with its label.
    KeyFigure {
        /// Which number.
        figure: Figure,
        /// The same of the year before, where its report is in the archive.
        before: Option<Figure>,
        /// What it says.
        label: String,
        /// The same of exactly one.
        one: Option<String>,
        /// The number it is a part of: where both are equal, it says nothing.
        within: Option<Figure>,
        /// The cases of a share's base of which it is not decided whether they are of its kind.
        undecided: Vec<Figure>,
    },
    /// A number the writer means as typed.
    Typed(String),
    /// The name of a table or chart that stands elsewhere, as a link to it.
    Reference(TableOrChart),
    /// A table.
    Table(String),
    /// A chart.
    Chart(String),
    /// The activities by date.
    ActivityList,
    /// The partners by group.
    PartnerList,
    /// What was heard at activities.
    FeedbackList,
    /// The totals of the two ledgers.
    Ledger,
    /// The exemptions from masking with their reasons.
    Exemptions,
    /// The abbreviations with their meaning.
    Abbreviations,
    /// What has been corrected since the report first appeared.
    Corrections,
    /// The signs used in tables.
    SignLegend,
}

/// What a text can refer to, by its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableOrChart {
    /// A table.
    Table(String),
    /// A chart.
    Chart(String),
}

/// A counted noun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noun {
    /// For exactly one.
    pub one: String,
    /// For any other number.
    pub many: String,
}

impl Request {
    /// What the writer words beside the number.
    pub(super) fn words(&self) -> Vec<&str> {
        match self {
            Self::Figure { noun: Some(noun), .. } => vec![&noun.one, &noun.many],
            Self::KeyFigure { label, .. } => vec![label],
            Self::Sentence(sentence) => sentence.words(),
            _ => Vec::new(),
        }
    }

    /// The key of the word that says what the figure means where it stands beside it: half of the cases took no longer than the median.
    pub(super) fn defining_word(&self) -> Option<&'static str> {
        let days = self.figures().into_iter().find_map(|figure| match figure {
            Figure::Days(days) => Some(days.statistic),
            _ => None,
        });
        days.map(|statistic| match statistic {
            DaysStatistic::Median => "haelfte",
            DaysStatistic::Percentile90 => "zehntel",
        })
    }

    /// The figures the request prints, apart from those of tables.
    pub fn figures(&self) -> Vec<&Figure> {
        match self {
            Self::Figure { figure, .. } => vec![figure],
            Self::KeyFigure { figure, before, within, undecided, .. } => {
                [figure].into_iter().chain(before).chain(within).chain(undecided).collect()
            }
            Self::Sentence(sentence) => sentence.figures(),
            _ => Vec::new(),
        }
    }

    /// The table whose rows the request compares or explains in a sentence.
    pub fn ranked_table(&self) -> Option<&str> {
        match self {
            Self::Ranking { table, .. } => Some(table),
            Self::Sentence(sentence) => sentence.table(),
            _ => None,
        }
    }
}
