//! The words of the field: cases, dimensions and their closed lists, periods, figures, activities.
//!
//! Everything later stages talk about is named here, after the glossary in `docs/glossary.md`.
//! This module knows neither files nor formats nor languages: labels come from the configuration.

mod activity;
mod case;
mod colour;
mod coverage;
mod day;
mod dimension;
mod field;
mod field_coverage;
mod figure;
mod figure_syntax;
mod holidays;
mod ledger;
mod named;
mod own_property;
mod own_target;
mod part_of_period;
mod period;
mod recorded_days;
mod recorded_fields;
mod recording;
mod reference;
mod relation;
mod schema;
mod several;
mod taxonomy;
mod text_key;
mod vocabulary;

pub use activity::{Activity, ActivityDate, Partner};
pub use case::{Case, Source};
pub use colour::Colour;
pub use coverage::{Lack, Missing};
pub use day::Day;
pub use dimension::Dimension;
pub use field::Field;
pub use field_coverage::{FieldCoverage, Profile};
pub use figure::{
    Comparison, ComparisonKind, Count, Days, DaysStatistic, Figure, Filter, Population, Share, Unit,
};
pub use figure_syntax::FigureSyntaxError;
pub use holidays::Land;
pub use ledger::{LedgerEntry, LineKind, Outcome};
pub(crate) use named::named;
pub use own_property::{OwnDimension, OwnLevel, OwnProperty};
pub use own_target::{Limit, OwnTarget};
pub use part_of_period::Period;
pub use period::{INTERIM, NoPeriod, ReportPeriod, month_of};
pub use recorded_days::RecordedDays;
pub use recorded_fields::RecordedFields;
pub use recording::{Gap, Recording};
pub use reference::Reference;
pub use relation::{ancestor, is_within};
pub use schema::Schema;
pub use several::Several;
pub use taxonomy::{ListEntry, Taxonomy, ValueCode, ValueList};
pub use text_key::{
    in_one_line, is_composed, is_invisible, is_unreadable, nearest, sort_key, text_key,
};
pub use vocabulary::is_of_known_words;
