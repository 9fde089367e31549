//! How numbers, dates, periods and names are written for people, in German.
//!
//! The only place where a number becomes text, and the only place that rounds: shares arrive as
//! integer pairs, medians as half days. Nothing here computes a statistic.

mod coverage;
mod dates;
mod deadlines;
mod hyphenation;
mod names;
mod noun;
mod numbers;
mod unbroken;
mod words;

pub use coverage::lack_words;
pub use dates::{
    date_iso, date_long, date_short, days_label, month_at, month_name, month_short, months_label,
    period_label, year_label,
};
pub use deadlines::{DeadlineWords, ReferenceWords};
pub use hyphenation::{breaks, syllables, with_soft_hyphens, with_syllables};
pub use names::{
    NOT_RECORDED, WEEKDAYS, dimension_name, duration_band, enumeration, field_name,
    part_of_year_name, parts_of_year_name, unit_name,
};
pub use noun::{Forms, Gender, Noun, capital};
pub use numbers::{Grouping, Numbers, plural};
pub use unbroken::unbroken;
pub use words::{PeriodWords, Words};
